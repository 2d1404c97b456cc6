//! Entries out of the front matter of Markdown.

use std::io::BufRead;

use hansei_method::entry::Entry;
use serde::de::IgnoredAny;

use super::lines::{Lines, Read};
use super::{BadLine, Holds, Incoming, MOST_LINE_BYTES, bad, newer, unread};
use crate::export::SCHEMA;
use crate::export::markdown::{FENCE, FrontMatter, OPENING};
use crate::unread::sentence;

/// The entries of a file, one a document.
pub(super) struct Entries<R> {
    lines: Lines<R>,
    has_found_any: bool,
}

impl<R: BufRead> Entries<R> {
    pub(super) fn new(lines: Lines<R>) -> Self {
        Self { lines, has_found_any: false }
    }

    /// Looks for the next document and reads its front matter; `None` at the end of the file.
    fn document(&mut self) -> Option<Result<Incoming, BadLine>> {
        let start = match self.opening()? {
            Ok(start) => start,
            Err(bad) => return Some(Err(bad)),
        };
        self.has_found_any = true;
        let mut yaml = String::new();
        let mut is_too_long = false;
        loop {
            let Some((number, read)) = self.lines.next() else {
                return Some(Err(bad(
                    start,
                    "the entry that begins here has no end; the file may be cut off, so export it again",
                )));
            };
            if let Some(bad) = unread(number, &read) {
                return Some(Err(bad));
            }
            let Read::Text(line) = read else { continue };
            if line == FENCE {
                break;
            }
            // Double: YAML spends a line and its indentation where JSON spends a comma.
            is_too_long |= yaml.len() + line.len() > 2 * MOST_LINE_BYTES;
            if !is_too_long {
                yaml.push_str(&line);
                yaml.push('\n');
            }
        }
        if is_too_long {
            let most = (2 * MOST_LINE_BYTES) >> 20;
            return Some(Err(bad(
                start,
                format!("the entry that begins here has more than {most} MiB; leave it out"),
            )));
        }
        Some(entry(start, &yaml).map(|entry| Incoming { line: start, entry, holds: Holds::Everything }))
    }

    /// Passes over everything up to the next opening pair of lines and returns the number of the first.
    fn opening(&mut self) -> Option<Result<u64, BadLine>> {
        loop {
            let (number, read) = self.lines.next()?;
            if let Read::Broken(_) = read {
                return unread(number, &read).map(Err);
            }
            if !matches!(&read, Read::Text(line) if line == FENCE) {
                continue;
            }
            let next = self.lines.next()?;
            let is_opening = matches!(&next.1, Read::Text(line) if line.starts_with(OPENING) || line.starts_with(&OPENING[2..]));
            // A rule that somebody drew into the text is followed by something else.
            self.lines.put_back(next);
            if is_opening {
                return Some(Ok(number));
            }
        }
    }
}

impl<R: BufRead> Iterator for Entries<R> {
    type Item = Result<Incoming, BadLine>;

    fn next(&mut self) -> Option<Self::Item> {
        let document = self.document();
        if document.is_none() && !self.has_found_any {
            self.has_found_any = true;
            return Some(Err(bad(
                1,
                "there is no entry of hansei's in this file; give one that `hansei export` made",
            )));
        }
        document
    }
}

/// Reads an entry out of the front matter that begins on a line.
fn entry(start: u64, yaml: &str) -> Result<Entry, BadLine> {
    let found = match serde_saphyr::from_str_with_options::<FrontMatter<Entry>>(yaml, options()) {
        Ok(front) if front.schema <= SCHEMA => return Ok(front.entry),
        Ok(front) => return Err(newer(start, front.schema)),
        Err(found) => found,
    };
    // A newer entry would only look damaged.
    let about = serde_saphyr::from_str_with_options::<FrontMatter<IgnoredAny>>(yaml, options());
    if let Some(schema) = about.ok().map(|front| front.schema).filter(|schema| *schema > SCHEMA) {
        return Err(newer(start, schema));
    }
    let line = found.location().map_or(0, |location| location.line());
    let told = found.without_snippet().to_string();
    let told = told.lines().next().unwrap_or_default();
    // Which line it is, is said in front of the sentence.
    let told = told.rsplit_once(" at line ").map_or(told, |(told, _)| told);
    let unclear = || format!("there is no entry in this front matter ({told}); correct it or leave it out");
    Err(bad(start + line, sentence(told, "").unwrap_or_else(unclear)))
}

/// Room for the largest tree of causes, and none for what can make a small file large.
fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: 4_000_000,
            max_nodes: 2_000_000,
            max_aliases: 0,
            max_anchors: 0,
            max_documents: 1,
        },
    }
}
