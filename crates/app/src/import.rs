//! Moving in: reading the formats that hansei writes, one entry at a time, with every bad line named.

mod beside;
mod careers;
mod counted;
mod jsonl;
mod judge;
mod lines;
mod markdown;
mod practised;
mod reviews;
mod row;
mod run;
mod table;

use std::io::{self, BufRead, Cursor};
use std::sync::{Arc, Mutex};

use hansei_method::entry::Entry;
use jiff::Timestamp;
use uuid::Uuid;

use crate::AppError;
use crate::export::jsonl::Beside;
use crate::export::{Format, SCHEMA};
use crate::write::check_size;
use lines::{Lines, Read};

pub use counted::{Coming, Differing, Imported, MOST_NAMED, MOST_TITLES, Preview};
pub use run::Import;

/// The most bytes that one line, one row or one front matter may have: 16 MiB.
pub const MOST_LINE_BYTES: usize = 16 << 20;

/// An entry as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// The entry; every field of it, or as much as a row of a table holds.
    pub entry: Entry,
    /// How much of it the file says.
    pub holds: Holds,
}

/// How much of an entry a file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Every field.
    Everything,
    /// The id and the four fields: a row of our own table.
    FourFields,
    /// The four fields; the id was made up on the way in.
    FourFieldsWithoutId,
}

/// A place in a file where there is no entry to be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong with it, and what to do.
    pub reason: String,
}

/// Bad lines with one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike<'b> {
    /// What is wrong with them, and what to do.
    pub reason: &'b str,
    /// The lines, in the order of the file; at least one.
    pub lines: Vec<u64>,
}

/// Puts bad lines with the same reason together, in the order in which each reason is met first.
#[must_use]
pub fn alike(bad: &[BadLine]) -> Vec<Alike<'_>> {
    let mut all: Vec<Alike<'_>> = Vec::new();
    for bad in bad {
        match all.iter_mut().find(|alike| alike.reason == bad.reason) {
            Some(alike) => alike.lines.push(bad.line),
            None => all.push(Alike { reason: &bad.reason, lines: vec![bad.line] }),
        }
    }
    all
}

impl Alike<'_> {
    /// Names the lines, the first three where there are more than four: "line 9", "75 lines, first 3, 7, 11".
    #[must_use]
    pub fn places(&self) -> String {
        let numbers: Vec<String> = self.lines.iter().map(ToString::to_string).collect();
        match numbers.len() {
            1 => format!("line {}", numbers[0]),
            2..=4 => format!("lines {}", numbers.join(", ")),
            many => format!("{many} lines, first {}", numbers[..many.min(3)].join(", ")),
        }
    }
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableFile {
    /// Nothing in it.
    #[error("there is nothing in this file; export it again, or choose another one")]
    Empty,
    /// None of our formats.
    #[error(
        "this file is none of the formats that hansei writes; give one that `hansei export` made: JSON Lines, Markdown or CSV"
    )]
    Unknown,
    /// Not the encoding in which text is exchanged.
    #[error("this file is written in UTF-16; save it as UTF-8 and try again")]
    Utf16,
    /// Written by a newer version.
    #[error(
        "this file was written by a newer hansei (format {0}, this one reads up to {SCHEMA}); install the newer version to import it"
    )]
    Newer(u32),
    /// The file or the pipe broke off.
    #[error("the file could not be read: {0}; look whether it is still there and try again")]
    Broken(#[from] io::Error),
}

/// What rows that say too little are completed from.
#[derive(Clone, Copy)]
pub struct Filler<'a> {
    /// When the import runs: the time at which such an entry was written down.
    pub now: Timestamp,
    /// Makes ids for rows that have none.
    pub new_id: &'a (dyn Fn() -> Uuid + Sync),
}

/// A file on its way in, entry by entry.
pub struct Incomings<'a> {
    entries: Box<dyn Iterator<Item = Result<Incoming, BadLine>> + Send + 'a>,
    format: Format,
    promised: Option<u64>,
    beside: Besides,
}

/// What stands in a file beside the entries, as far as it was read.
pub(crate) type Besides = Arc<Mutex<Vec<Beside>>>;

impl Incomings<'_> {
    /// Returns the format that the file is in.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Returns how many entries the file says it holds; `None` when it does not say.
    #[must_use]
    pub fn promised(&self) -> Option<u64> {
        self.promised
    }
}

impl Iterator for Incomings<'_> {
    type Item = Result<Incoming, BadLine>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.entries.next()?;
        Some(next.and_then(|incoming| match check_size(&incoming.entry) {
            // It could come in, and then never be changed again.
            Err(AppError::Invalid(reason)) => Err(bad(incoming.line, reason)),
            _ => Ok(incoming),
        }))
    }
}

/// Starts to read a file. Its format is found out from its first line unless it is given.
///
/// A byte order mark and Windows line ends are passed over.
pub fn read<'a>(
    mut file: impl BufRead + Send + 'a,
    format: Option<Format>,
    filler: Filler<'a>,
) -> Result<Incomings<'a>, UnreadableFile> {
    let start = start(&mut file)?;
    let first = String::from_utf8_lossy(start.trim_ascii()).into_owned();
    let format = format.or_else(|| detected(&first)).ok_or(UnreadableFile::Unknown)?;
    let mut promised = None;
    let beside = Besides::default();
    let whole = io::Read::chain(Cursor::new(start), file);
    let entries: Box<dyn Iterator<Item = _> + Send + 'a> = match format {
        Format::JsonLines => {
            promised = jsonl::promised(&first)?;
            Box::new(jsonl::Entries::new(Lines::new(whole), Arc::clone(&beside)))
        }
        Format::Markdown => Box::new(markdown::Entries::new(Lines::new(whole))),
        Format::Csv => {
            let delimiter = table::delimiter(&first).ok_or(UnreadableFile::Unknown)?;
            Box::new(table::Entries::new(whole, delimiter, filler))
        }
    };
    Ok(Incomings { entries, format, promised, beside })
}

/// Reads up to the end of the first line with something on it, without a byte order mark.
fn start(file: &mut impl BufRead) -> Result<Vec<u8>, UnreadableFile> {
    let mut start = Vec::new();
    loop {
        let from = start.len();
        let left = MOST_LINE_BYTES.saturating_sub(from) as u64;
        let read = io::Read::take(&mut *file, left).read_until(b'\n', &mut start)?;
        if from == 0 {
            if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
                return Err(UnreadableFile::Utf16);
            }
            if start.starts_with("\u{feff}".as_bytes()) {
                start.drain(..3);
            }
        }
        if read == 0 {
            return Err(if start.len() < MOST_LINE_BYTES {
                UnreadableFile::Empty
            } else {
                UnreadableFile::Unknown
            });
        }
        if !start[from.min(start.len())..].trim_ascii().is_empty() {
            return Ok(start);
        }
    }
}

fn detected(first: &str) -> Option<Format> {
    if first.starts_with('{') {
        return Some(Format::JsonLines);
    }
    if first == crate::export::markdown::FENCE {
        return Some(Format::Markdown);
    }
    table::delimiter(first).map(|_| Format::Csv)
}

fn bad(line: u64, reason: impl Into<String>) -> BadLine {
    BadLine { line, reason: reason.into() }
}

/// Names a line that could not be had as text.
fn unread(line: u64, read: &Read) -> Option<BadLine> {
    match read {
        Read::Text(_) => None,
        Read::TooLong => Some(bad(
            line,
            format!(
                "this line has more than {} MiB; no entry is as long, so leave it out",
                MOST_LINE_BYTES >> 20
            ),
        )),
        Read::NotText => {
            Some(bad(line, "this line is not UTF-8 text; save the file as UTF-8 or leave the line out"))
        }
        Read::Broken(error) => Some(bad(line, format!("the file could not be read any further: {error}"))),
    }
}

fn newer(line: u64, schema: u32) -> BadLine {
    bad(line, UnreadableFile::Newer(schema).to_string())
}

#[cfg(test)]
mod tests;
