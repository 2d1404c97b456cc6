//! Rows of a table: found in the bytes as they come, however they are quoted, and found again after a row that is not.

use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;

use crate::MOST_COLUMNS;
use crate::encoding::decoded;
use crate::input::{Input, LineEnd};
use crate::wrong::Fault;

/// The marks that can part columns, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The most rows that are looked at to find the delimiter.
const ROWS_LOOKED_AT: usize = 50;

/// The most bytes that are gone through again after a row that has no end.
const MOST_LOST_BYTES: usize = 64 << 20;

/// A row in the bytes that hold it.
#[derive(Debug, Default)]
pub(crate) struct Row {
    cells: Vec<Cell>,
    /// How many bytes it has, with its end.
    pub(crate) length: usize,
    /// How many columns it has; no more than [`MOST_COLUMNS`] and one are kept.
    pub(crate) width: usize,
    /// Whether a line of a quoted cell begins with a quotation mark that nobody doubled, as a new row would.
    is_doubtful: bool,
}

#[derive(Debug, Clone)]
struct Cell {
    bytes: Range<usize>,
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

    fn is_blank(&self, bytes: &[u8]) -> bool {
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
struct Scan {
    delimiter: u8,
    at: usize,
    place: Place,
    row: Row,
    start: usize,
    /// Behind the quotation mark with which a quoted cell may have ended.
    behind: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the start of a cell, or in the blanks before it.
    Start,
    Bare,
    Quoted,
    /// Behind a quotation mark in a quoted cell, and perhaps blanks. What comes next says whether the cell ends here.
    AfterQuote,
}

impl Scan {
    fn new(delimiter: u8) -> Self {
        Self { delimiter, at: 0, place: Place::Start, row: Row::default(), start: 0, behind: 0 }
    }

    /// Goes through the bytes that have come; says whether the row ends among them.
    fn go_on(&mut self, bytes: &[u8]) -> bool {
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
                        let before = self.behind.checked_sub(2).and_then(|before| bytes.get(before));
                        self.row.is_doubtful |= before == Some(&b'\n');
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

    /// Ends the row where the file does; `None` when a quoted cell is still open.
    fn finish(mut self) -> Option<Row> {
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
    }

    fn end_row(&mut self) -> bool {
        self.at += 1;
        self.row.length = self.at;
        true
    }
}

/// Reads the row at the start of the bytes; `None` when it does not end in them.
pub(crate) fn row(bytes: &[u8], delimiter: u8, is_whole: bool) -> Option<Row> {
    let mut scan = Scan::new(delimiter);
    if scan.go_on(bytes) { Some(scan.row) } else { scan.finish().filter(|_| is_whole) }
}

/// The rows at the start of a file, those that are blank left out; the last one only if it is whole.
pub(crate) fn rows(mut bytes: &[u8], delimiter: u8, is_whole: bool, most: usize) -> Vec<(&[u8], Row)> {
    let mut found = Vec::new();
    while found.len() < most && !bytes.is_empty() {
        let Some(row) = row(bytes, delimiter, is_whole) else { break };
        let (these, rest) = bytes.split_at(row.length);
        if !row.is_blank(these) && !is_said_delimiter(these, delimiter) {
            found.push((these, row));
        }
        bytes = rest;
    }
    found
}

/// Finds the mark that parts the columns: the one with which most rows have as many as the first.
pub(crate) fn delimiter(head: &[u8], is_whole: bool) -> (u8, f64) {
    if let Some(said) =
        DELIMITERS.into_iter().find(|delimiter| is_said_delimiter(first_line(head), *delimiter))
    {
        return (said, 1.0);
    }
    let mut best = (b',', 0.0);
    for delimiter in DELIMITERS {
        let rows = rows(head, delimiter, is_whole, ROWS_LOOKED_AT);
        let Some((_, first)) = rows.first().filter(|(_, first)| first.width > 1) else { continue };
        let alike = rows.iter().filter(|(_, row)| row.width == first.width).count();
        #[expect(clippy::cast_precision_loss, reason = "at most fifty rows")]
        let share = alike as f64 / rows.len() as f64;
        // Commas in a header of words part it by chance more often than the others do.
        if share > best.1 {
            best = (delimiter, share);
        }
    }
    best
}

fn first_line(bytes: &[u8]) -> &[u8] {
    bytes.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default()
}

/// Whether a line says what parts the columns, as Excel writes it: "sep=;".
fn is_said_delimiter(line: &[u8], delimiter: u8) -> bool {
    line.trim_ascii_end().strip_prefix(b"sep=").is_some_and(|said| said == [delimiter])
}

/// The rows of a file, one at a time.
pub(crate) struct Rows {
    delimiter: u8,
    /// How many columns the first row has, and whether it begins with a quotation mark.
    shape: Option<(usize, bool)>,
    /// How many bytes of what is held belong to the row that was given last.
    given: usize,
    /// How many bytes were gone through for rows that turned out to have no end.
    lost: usize,
}

impl Rows {
    pub(crate) fn new(delimiter: u8) -> Self {
        Self { delimiter, shape: None, given: 0, lost: 0 }
    }

    /// Finds the next row that is not blank; it stands at the start of what is held. `None` at the end.
    pub(crate) fn next<R: Read>(&mut self, input: &mut Input<R>) -> Option<(u64, Result<Row, Fault>)> {
        loop {
            input.pass(std::mem::take(&mut self.given));
            let line = input.line();
            let row = match self.find(input) {
                Ok(Some(row)) => row,
                Ok(None) => return None,
                Err(fault) => return Some((line, Err(fault))),
            };
            self.given = row.length;
            let bytes = &input.held()[..row.length];
            if row.is_blank(bytes) || self.shape.is_none() && is_said_delimiter(bytes, self.delimiter) {
                continue;
            }
            let Some((width, _)) = self.shape else {
                if row.width > MOST_COLUMNS {
                    return Some((line, Err(Fault::TooManyColumns)));
                }
                self.shape = Some((row.width, false));
                return Some((line, Ok(row)));
            };
            if let Some((_, is_quoted)) = &mut self.shape {
                *is_quoted |= bytes.starts_with(b"\"");
            }
            let is_too_wide = row.width > width && {
                let more = row.cells.iter().skip(width);
                more.clone().any(|cell| !bytes[cell.bytes.clone()].trim_ascii().is_empty())
            };
            // A quotation mark that is never closed swallows the row after it.
            if (is_too_wide || row.is_doubtful)
                && let Some(next) = self.next_start(bytes)
            {
                self.given = next;
                return Some((line, Err(self.open_quote(row.length))));
            }
            if is_too_wide {
                return Some((line, Err(Fault::TooWide { found: row.width, expected: width })));
            }
            return Some((line, Ok(row)));
        }
    }

    /// Finds the row that begins where the input stands; `None` at the end of the file.
    fn find<R: Read>(&mut self, input: &mut Input<R>) -> Result<Option<Row>, Fault> {
        let mut scan = Scan::new(self.delimiter);
        loop {
            if scan.go_on(input.held()) {
                return Ok(Some(scan.row));
            }
            if scan.row.width > MOST_COLUMNS && self.shape.is_none() {
                return Err(Fault::TooManyColumns);
            }
            if input.is_full() {
                return Err(self.pass_large(input, scan)?);
            }
            if !input.more().map_err(Fault::Broken)? {
                break;
            }
        }
        if input.held().is_empty() {
            return Ok(None);
        }
        if let Some(row) = scan.finish() {
            return Ok(Some(row));
        }
        let seen = input.held().len();
        self.given = self.next_start(input.held()).unwrap_or(seen);
        Err(self.open_quote(seen))
    }

    /// Passes over a row that is too large to be held: to the row that a missing quotation mark hides, or to its end.
    fn pass_large<R: Read>(&mut self, input: &mut Input<R>, mut scan: Scan) -> Result<Fault, Fault> {
        if scan.place == Place::Quoted
            && let Some(next) = self.next_start(input.held())
        {
            let seen = input.held().len();
            input.pass(next);
            return Ok(self.open_quote(seen));
        }
        let is_first = self.shape.is_none();
        loop {
            let seen = input.held().len();
            input.pass(seen);
            // Where the cells began is gone with the bytes; only what closes a cell still counts.
            scan.behind = if scan.behind == seen { 0 } else { usize::MAX };
            scan.at = 0;
            scan.start = 0;
            scan.row = Row { width: scan.row.width, ..Row::default() };
            let is_more = input.more().map_err(Fault::Broken)?;
            if scan.go_on(input.held()) {
                input.pass(scan.at);
                break;
            }
            if !is_more {
                let rest = input.held().len();
                input.pass(rest);
                break;
            }
        }
        Ok(if is_first { Fault::EndlessHeader } else { Fault::TooLarge })
    }

    /// Counts what was gone through in vain, so that a file full of open quotation marks comes to an end.
    fn open_quote(&mut self, seen: usize) -> Fault {
        self.lost += seen;
        if self.lost > MOST_LOST_BYTES { Fault::OpenQuotes } else { Fault::OpenQuote }
    }

    /// Finds a line behind the first that looks like the start of a row: quoted or not as rows here are, with the
    /// first of its cells closed, and with at least three of them, or as many as there are.
    fn next_start(&self, bytes: &[u8]) -> Option<usize> {
        let (width, is_quoted) = self.shape?;
        let mut at = 0;
        loop {
            at += bytes[at..].iter().position(|byte| *byte == b'\n')? + 1;
            let line = &bytes[at..];
            let line = &line
                [..line.iter().take(4096).position(|byte| *byte == b'\n').unwrap_or(line.len().min(4096))];
            if line.is_empty() || is_quoted && !line.starts_with(b"\"") {
                continue;
            }
            let mut scan = Scan::new(self.delimiter);
            scan.go_on(line);
            let open = usize::from(matches!(scan.place, Place::Quoted | Place::AfterQuote));
            let closed = scan.row.width + open;
            if scan.row.width > 0 && closed >= width.min(3) && closed <= width {
                return Some(at);
            }
        }
    }
}

/// Reads the whole line at the start of the input as bytes; used by forms that go line by line.
pub(crate) fn line<R: Read>(input: &mut Input<R>) -> Result<Option<&[u8]>, Fault> {
    match input.line_end().map_err(Fault::Broken)? {
        LineEnd::At(end) => Ok(Some(&input.held()[..end])),
        LineEnd::Over => Ok(None),
        LineEnd::TooFar => {
            input.skip_line().map_err(Fault::Broken)?;
            Err(Fault::TooLarge)
        }
    }
}
