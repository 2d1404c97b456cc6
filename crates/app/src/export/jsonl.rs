//! JSON Lines: a header, then one line an entry with every field of it. Complete, and the one to keep.

use std::io::{self, Write};

use hansei_method::entry::Entry;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::SCHEMA;

/// The first line: what the file is, and how many entries it promises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    /// What it is: "export".
    pub(crate) hansei: String,
    /// The version of the format.
    pub(crate) schema: u32,
    /// When it was written.
    pub(crate) exported_at: Timestamp,
    /// How many entries follow.
    pub(crate) entries: u64,
}

/// Any other line.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EntryLine<E> {
    /// The version of the format.
    pub(crate) schema: u32,
    /// The entry, every field of it.
    pub(crate) entry: E,
}

pub(super) fn write_header(out: &mut impl Write, exported_at: Timestamp, entries: u64) -> io::Result<()> {
    write_line(out, &Header { hansei: "export".to_owned(), schema: SCHEMA, exported_at, entries })
}

pub(super) fn write_entry(out: &mut impl Write, entry: &Entry) -> io::Result<()> {
    write_line(out, &EntryLine { schema: SCHEMA, entry })
}

fn write_line(out: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
