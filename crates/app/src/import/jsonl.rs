//! Entries out of JSON Lines.

use std::io::BufRead;
use std::sync::PoisonError;

use hansei_method::entry::Entry;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::lines::{Lines, Read};
use super::wrong::sentence;
use super::{BadLine, Besides, Holds, Incoming, UnreadableFile, bad, newer, unread};
use crate::export::SCHEMA;
use crate::export::jsonl::{BesideLine, EntryLine, Header};

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
            if let Ok(BesideLine { schema: ..=SCHEMA, beside, .. }) = serde_json::from_str(&line) {
                self.beside.lock().unwrap_or_else(PoisonError::into_inner).push(beside);
                continue;
            }
            match entry(number, &line) {
                Ok(None) => {}
                Ok(Some(entry)) => {
                    return Some(Ok(Incoming { line: number, entry, holds: Holds::Everything }));
                }
                Err(bad) => return Some(Err(bad)),
            }
        }
    }
}

/// Reads one line; `None` for a header, which may stand in the middle where files were joined.
fn entry(number: u64, line: &str) -> Result<Option<Entry>, BadLine> {
    // The version is looked at first: a newer entry would only look damaged.
    let about: About = parsed(number, line)?;
    match about.schema {
        Some(schema) if schema > SCHEMA => return Err(newer(number, schema)),
        _ if about.hansei.is_some() && about.entry.is_none() => return Ok(None),
        _ => {}
    }
    let line: EntryLine<Entry> = parsed(number, line)?;
    Ok(Some(line.entry))
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
    let told = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let field = path.strip_prefix("entry").unwrap_or(path).trim_start_matches('.');
    let told = told.strip_suffix(&place).unwrap_or(&told);
    let unclear = || format!("there is no entry on this line ({told}); correct it or leave it out");
    sentence(told, field).unwrap_or_else(unclear)
}
