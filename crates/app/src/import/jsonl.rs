//! Entries out of JSON Lines.

use std::io::BufRead;
use std::sync::PoisonError;

use hansei_method::entry::Entry;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::lines::{Lines, Read};
use super::{BadLine, Besides, Holds, Incoming, UnreadableFile, bad, newer, unread};
use crate::adoption::check_conditions;
use crate::export::SCHEMA;
use crate::export::jsonl::{BESIDE, Beside, BesideLine, EntryLine, Header};
use crate::unread::{sentence, without_place};

/// The entries of a file, one a line.
pub(super) struct Entries<R> {
    lines: Lines<R>,
    /// What stands beside the entries.
    beside: Besides,
}

/// What every line says about itself, whatever its version.
#[derive(Deserialize)]
struct About {
    hansei: Option<String>,
    schema: Option<u32>,
    entry: Option<IgnoredAny>,
}

/// Reads how many entries the header promises; a file may be without one.
pub(super) fn promised(first: &str) -> Result<Option<u64>, UnreadableFile> {
    let Some(schema) = serde_json::from_str::<About>(first)
        .ok()
        .filter(|about| about.hansei.is_some() && about.entry.is_none())
        .and_then(|about| about.schema)
    else {
        return Ok(None);
    };
    if schema > SCHEMA {
        return Err(UnreadableFile::Newer(schema));
    }
    Ok(serde_json::from_str::<Header>(first).ok().map(|header| header.entries))
}

impl<R: BufRead> Entries<R> {
    pub(super) fn new(lines: Lines<R>, beside: Besides) -> Self {
        Self { lines, beside }
    }
}

impl<R: BufRead> Iterator for Entries<R> {
    type Item = Result<Incoming, BadLine>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (number, read) = self.lines.next()?;
            if let Some(bad) = unread(number, &read) {
                return Some(Err(bad));
            }
            let Read::Text(line) = read else { continue };
            if line.trim().is_empty() {
                continue;
            }
            match told(number, &line) {
                Ok(Told::Header) => {}
                Ok(Told::Beside(beside)) => {
                    self.beside.lock().unwrap_or_else(PoisonError::into_inner).push(beside);
                }
                Ok(Told::Entry(entry)) => {
                    return Some(Ok(Incoming { line: number, entry: *entry, holds: Holds::Everything }));
                }
                Err(bad) => return Some(Err(bad)),
            }
        }
    }
}

/// What a line holds.
enum Told {
    /// What the file is; where files were joined it may stand in the middle.
    Header,
    Beside(Beside),
    Entry(Box<Entry>),
}

fn told(number: u64, line: &str) -> Result<Told, BadLine> {
    // Most lines are entries: only what is none is read once more, to find out what it is.
    let no_entry = match parsed(number, line) {
        Ok(EntryLine { schema: ..=SCHEMA, entry }) => return Ok(Told::Entry(Box::new(entry))),
        Ok(EntryLine { schema, .. }) => return Err(newer(number, schema)),
        Err(bad) => bad,
    };
    // The version comes before the rest: a newer entry would only look damaged.
    match parsed(number, line)? {
        About { schema: Some(schema), .. } if schema > SCHEMA => Err(newer(number, schema)),
        About { hansei: Some(what), entry: None, .. } if what == BESIDE => beside(number, line),
        About { hansei: Some(_), entry: None, .. } => Ok(Told::Header),
        About { .. } => Err(no_entry),
    }
}

fn beside(number: u64, line: &str) -> Result<Told, BadLine> {
    let unclear = |error: serde_json::Error| {
        let told = without_place(&error);
        bad(
            number,
            format!(
                "what stands here beside the entries cannot be read ({told}); correct it or leave it out"
            ),
        )
    };
    let BesideLine { beside, .. } = serde_json::from_str(line).map_err(unclear)?;
    if let Beside::Adoption(adopted) = &beside
        && let Err(error) = check_conditions(&adopted.adoption.conditions)
    {
        return Err(bad(number, error.to_string()));
    }
    if let Beside::Career(story) = &beside
        && let Err(error) = story.check()
    {
        return Err(bad(number, error.to_string()));
    }
    Ok(Told::Beside(beside))
}

fn parsed<'l, T: Deserialize<'l>>(number: u64, line: &'l str) -> Result<T, BadLine> {
    let mut reader = serde_json::Deserializer::from_str(line);
    let read = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| bad(number, reason(&error.path().to_string(), error.inner())))?;
    reader.end().map_err(|error| bad(number, reason("", &error)))?;
    Ok(read)
}

/// Says what is wrong with a line; the reader knows the line's number already.
fn reason(path: &str, error: &serde_json::Error) -> String {
    if !error.is_data() {
        let column = error.column();
        return format!("this line is not JSON from character {column} on; correct it or leave it out");
    }
    let field = path.strip_prefix("entry").unwrap_or(path).trim_start_matches('.');
    let told = without_place(error);
    let unclear = || format!("there is no entry on this line ({told}); correct it or leave it out");
    sentence(&told, field).unwrap_or_else(unclear)
}
