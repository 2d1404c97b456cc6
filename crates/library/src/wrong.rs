//! What is wrong with a file, and where.

use std::io;

use hansei_method::text::MOST_TEXT_BYTES;

use crate::form::Field;
use crate::{MOST_COLUMNS, MOST_RECORD_BYTES};

/// A record that holds no case, or a file that ends it all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {reason}", at(*.line))]
pub struct Wrong {
    /// The name of the file.
    pub file: String,
    /// The line where the record begins; the first is 1, and 0 means the file as a whole.
    pub line: u64,
    /// What is wrong, and what to do.
    pub reason: String,
    /// Whether nothing after it can be read. Otherwise the next record follows.
    pub is_end: bool,
}

impl Wrong {
    pub(crate) fn new(file: &str, line: u64, fault: &Fault) -> Self {
        let reason = match fault {
            // What an archive says of a file comes through whoever reads that file.
            Fault::Broken(error) => error.get_ref().and_then(|inner| inner.downcast_ref::<Fault>()),
            _ => None,
        };
        let reason = reason.unwrap_or(fault).to_string();
        Self { file: file.to_owned(), line, reason, is_end: fault.is_end() }
    }
}

fn at(line: u64) -> String {
    if line == 0 { String::new() } else { format!(", line {line}") }
}

/// Says which lines were not read where those are more than the one that is named.
fn lost(from: u64, to: u64) -> String {
    if to > from { format!(", and lines {from} to {to} were not read") } else { String::new() }
}

/// What can be wrong.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("there is nothing in this file; choose another one")]
    Empty,
    #[error("this looks like {0}; give text: Markdown, a table (CSV), JSON Lines or a list of links")]
    NotText(&'static str),
    #[error("the file could not be read any further: {0}; look whether it is still there and try again")]
    Broken(io::Error),
    #[error("there is no case in this file: nothing follows after the names of the columns")]
    NoRows,
    #[error("there is no case in this file; choose another one, or say in which form it is")]
    NoCases,
    #[error("no link to the web is in this list; write each case as [Title](https://...) and a few words")]
    NoLinks,
    #[error("the table has more than {MOST_COLUMNS} columns; keep those that tell of a case")]
    TooManyColumns,
    #[error(
        "the first row does not end within {} KiB; look for a quotation mark that is not closed", crate::HEAD_BYTES >> 10
    )]
    EndlessHeader,
    #[error(
        "this record is larger than {} MiB and is passed over; split it, or leave its largest part out",
        MOST_RECORD_BYTES >> 20
    )]
    TooLarge,
    #[error(
        "a quotation mark that is opened in this record is not closed{}; close it, or write two of them for one in the text", lost(*.from, *.to)
    )]
    OpenQuote { from: u64, to: u64 },
    #[error(
        "too many quotation marks in this file are not closed; export it again with every text in quotation marks"
    )]
    OpenQuotes,
    #[error(
        "this row has {found} columns where the first row has {expected}; put quotation marks around a text with the mark that parts the columns"
    )]
    TooWide { found: usize, expected: usize },
    #[error("this is no JSON object with text in it ({0}); correct the line or take it out")]
    NotAnObject(String),
    #[error("this object has no end; the file may have been cut off")]
    OpenObject,
    #[error("too many objects in this file have no end; export it again")]
    OpenObjects,
    #[error("something that is no JSON object stands here; it is passed over up to the next line")]
    BetweenObjects,
    #[error("neither a title nor a text is in this record; look at which column is what")]
    NothingTold,
    #[error(
        "{} has {bytes} bytes, and {MOST_TEXT_BYTES} are kept; split it, or leave a part of it out", .field.name()
    )]
    TextTooLong { field: Field, bytes: usize },
    #[error("the front matter is larger than 64 KiB; take out what does not belong to the case")]
    FrontMatterTooLarge,
    #[error("the front matter could not be read ({0}); correct it or take it out")]
    FrontMatter(String),
    #[error("this archive could not be opened ({0}); pack the folder again as a zip file")]
    NotAnArchive(String),
    #[error("{0} are packed in this archive, and 10,000 are read; split it into several")]
    TooManyFiles(usize),
    #[error(
        "this archive is written in the form for very large ones (zip64); pack fewer or smaller files into it"
    )]
    LargeArchive,
    #[error("this file is encrypted; pack it without a password")]
    Encrypted,
    #[error("this is an archive inside an archive; unpack it and add its files by themselves")]
    Nested,
    #[error("the archive unpacks to more than 1 GiB; split it into several")]
    ArchiveTooLarge,
    #[error(
        "this file unpacks to more than 200 times its size, as no text does; look where it comes from, and pack it anew if you trust it"
    )]
    TooDense,
    #[error("this file is none that is read from an archive; give Markdown, text, CSV or JSON Lines")]
    OtherKind,
    #[error("this file could not be unpacked ({0}); pack it again")]
    Unpacked(String),
}

impl Fault {
    fn is_end(&self) -> bool {
        matches!(
            self,
            Self::Empty
                | Self::NotText(_)
                | Self::Broken(_)
                | Self::NoRows
                | Self::NoCases
                | Self::NoLinks
                | Self::TooManyColumns
                | Self::EndlessHeader
                | Self::OpenQuotes
                | Self::OpenObjects
                | Self::NotAnArchive(_)
                | Self::TooManyFiles(_)
                | Self::LargeArchive
                | Self::ArchiveTooLarge
        )
    }
}
