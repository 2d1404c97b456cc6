//! Where a row ends: gone through as its bytes come, however it is quoted.

use std::borrow::Cow;
use std::ops::Range;

use super::is_break;
use crate::MOST_COLUMNS;
use crate::encoding::decoded;

/// A row in the bytes that hold it.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(super) cells: Vec<Cell>,
    /// How many bytes it has, with its end.
    pub(crate) length: usize,
    /// How many columns it has; no more than [`MOST_COLUMNS`] and one are kept.
    pub(crate) width: usize,
    /// Whether a quotation mark that nobody doubled stands in a quoted cell where one of a new row would: at the start of
    /// a line, or on a later line behind what parts the columns.
    pub(super) is_doubtful: bool,
    /// Whether a quotation mark that nobody doubled stands anywhere in a quoted cell.
    pub(super) is_loose: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) bytes: Range<usize>,
    is_quoted: bool,
}

impl Row {
    /// Reads a cell; nothing where the row is too short.
    pub(crate) fn cell<'b>(&self, bytes: &'b [u8], column: usize) -> Cow<'b, str> {
        let Some(cell) = self.cells.get(column) else { return Cow::Borrowed("") };
        let text = decoded(&bytes[cell.bytes.clone()]);
        if cell.is_quoted && text.contains("\"\"") { Cow::Owned(text.replace("\"\"", "\"")) } else { text }
    }

    pub(crate) fn names(&self, bytes: &[u8]) -> Vec<String> {
        let names = (0..self.cells.len()).map(|column| self.cell(bytes, column));
        named_apart(names.map(|name| crate::plain::one_line(&name)))
    }

    pub(super) fn is_blank(&self, bytes: &[u8]) -> bool {
        self.cells.iter().all(|cell| bytes[cell.bytes.clone()].trim_ascii().is_empty())
    }
}

/// Gives a name to columns that have none, and another one to those whose name was there before.
fn named_apart(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let mut apart = Vec::new();
    for (index, name) in names.enumerate() {
        let name = if name.is_empty() { format!("column {}", index + 1) } else { name };
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !seen.contains(name));
        let free = free.unwrap_or(name);
        seen.insert(free.clone());
        apart.push(free);
    }
    apart
}

/// Where a scan stands: it goes on from there when more bytes have come.
#[derive(Debug)]
pub(super) struct Scan {
    delimiter: u8,
    pub(super) at: usize,
    pub(super) place: Place,
    pub(super) row: Row,
    pub(super) start: usize,
    /// Behind the quotation mark with which a quoted cell may have ended.
    pub(super) behind: usize,
    /// Whether the quoted cell has more than one line, as far as it was looked at, and how far that is.
    has_lines: bool,
    pub(super) looked_at: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// At the start of a cell, or in the blanks before it.
    Start,
    Bare,
    Quoted,
    /// Behind a quotation mark in a quoted cell, and perhaps blanks. What comes next says whether the cell ends here.
    AfterQuote,
}

impl Scan {
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            at: 0,
            place: Place::Start,
            row: Row::default(),
            start: 0,
            behind: 0,
            has_lines: false,
            looked_at: 0,
        }
    }

    /// Goes through the bytes that have come; says whether the row ends among them.
    pub(super) fn go_on(&mut self, bytes: &[u8]) -> bool {
        while let Some(byte) = bytes.get(self.at).copied() {
            match self.place {
                Place::Quoted => {
                    let Some(found) = bytes[self.at..].iter().position(|byte| *byte == b'"') else {
                        self.at = bytes.len();
                        return false;
                    };
                    self.at += found;
                    self.behind = self.at + 1;
                    self.place = Place::AfterQuote;
                }
                Place::AfterQuote => match byte {
                    b'"' if self.at == self.behind => self.place = Place::Quoted,
                    _ if byte == self.delimiter => self.end_cell(self.behind.saturating_sub(1), true),
                    b'\n' | b'\r' => {
                        self.end_cell(self.behind.saturating_sub(1), true);
                        return self.end_row();
                    }
                    b' ' | b'\t' => {}
                    // A quotation mark inside the text that nobody doubled.
                    _ => {
                        self.doubt(bytes);
                        self.place = Place::Quoted;
                        continue;
                    }
                },
                Place::Start | Place::Bare => match byte {
                    _ if byte == self.delimiter => self.end_cell(self.at, false),
                    b'\n' | b'\r' => {
                        self.end_cell(self.at, false);
                        return self.end_row();
                    }
                    b'"' if self.place == Place::Start => {
                        self.place = Place::Quoted;
                        self.start = self.at + 1;
                    }
                    b' ' | b'\t' if self.place == Place::Start => {}
                    _ => self.place = Place::Bare,
                },
            }
            self.at += 1;
        }
        false
    }

    /// Notes what a quotation mark that nobody doubled says about the row.
    fn doubt(&mut self, bytes: &[u8]) {
        self.row.is_loose = true;
        let unseen = bytes.get(self.looked_at.max(self.start)..self.behind).unwrap_or_default();
        self.has_lines |= unseen.iter().any(|byte| is_break(*byte));
        self.looked_at = self.behind;
        let before = self.behind.checked_sub(2).and_then(|before| bytes.get(before));
        self.row.is_doubtful |=
            before.is_some_and(|before| is_break(*before) || *before == self.delimiter && self.has_lines);
    }

    /// Ends the row where the file does; `None` when a quoted cell is still open.
    pub(super) fn finish(mut self) -> Option<Row> {
        match self.place {
            Place::Quoted => return None,
            Place::AfterQuote => self.end_cell(self.behind.saturating_sub(1), true),
            Place::Start | Place::Bare => self.end_cell(self.at, false),
        }
        self.row.length = self.at;
        Some(self.row)
    }

    fn end_cell(&mut self, end: usize, is_quoted: bool) {
        self.row.width += 1;
        if self.row.cells.len() <= MOST_COLUMNS {
            self.row.cells.push(Cell { bytes: self.start..end, is_quoted });
        }
        self.start = self.at + 1;
        self.place = Place::Start;
        self.has_lines = false;
    }

    fn end_row(&mut self) -> bool {
        self.at += 1;
        self.row.length = self.at;
        true
    }
}
