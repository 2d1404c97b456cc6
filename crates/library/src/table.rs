//! Rows of a table: found in the bytes as they come, however they are quoted, and found again after a row that is not.

mod scan;

use std::io::Read;

use crate::MOST_COLUMNS;
use crate::input::{Input, LineEnd};
use crate::wrong::Fault;
pub(crate) use scan::Row;
use scan::{Place, Scan};

/// The marks that can part columns, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The most rows that are looked at to find the delimiter.
const ROWS_LOOKED_AT: usize = 50;

/// The most bytes that are gone through again after a row that has no end.
const MOST_LOST_BYTES: usize = 64 << 20;

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
    /// How many columns the first row has, and whether all rows after it began with a quotation mark.
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
                self.shape = Some((row.width, true));
                return Some((line, Ok(row)));
            };
            let is_too_wide = row.width > width && {
                let more = row.cells.iter().skip(width);
                more.clone().any(|cell| !bytes[cell.bytes.clone()].trim_ascii().is_empty())
            };
            let is_too_narrow = row.width < width && row.is_loose;
            // A quotation mark that is never closed swallows the row after it.
            if (is_too_wide || is_too_narrow || row.is_doubtful)
                && let Some(next) = self.next_start(bytes)
            {
                self.given = next;
                let to = last_line(line, &bytes[..next]);
                return Some((line, Err(self.open_quote(row.length, line, to))));
            }
            if is_too_wide {
                return Some((line, Err(Fault::TooWide { found: row.width, expected: width })));
            }
            if let Some((_, are_quoted)) = &mut self.shape {
                *are_quoted &= bytes.starts_with(b"\"");
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
        let (seen, line) = (input.held().len(), input.line());
        self.given = self.next_start(input.held()).unwrap_or(seen);
        let to = last_line(line, &input.held()[..self.given]);
        Err(self.open_quote(seen, line, to))
    }

    /// Passes over a row that is too large to be held: to the row that a missing quotation mark hides, or to its end.
    fn pass_large<R: Read>(&mut self, input: &mut Input<R>, mut scan: Scan) -> Result<Fault, Fault> {
        if scan.place == Place::Quoted
            && let Some(next) = self.next_sure_start(input.held())
        {
            let (seen, line) = (input.held().len(), input.line());
            let to = last_line(line, &input.held()[..next]);
            input.pass(next);
            return Ok(self.open_quote(seen, line, to));
        }
        let is_first = self.shape.is_none();
        loop {
            let seen = input.held().len();
            input.pass(seen);
            // Where the cells began is gone with the bytes; only what closes a cell still counts.
            scan.behind = if scan.behind == seen { 0 } else { usize::MAX };
            scan.at = 0;
            (scan.start, scan.looked_at) = (0, 0);
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
    fn open_quote(&mut self, seen: usize, from: u64, to: u64) -> Fault {
        self.lost += seen;
        if self.lost > MOST_LOST_BYTES { Fault::OpenQuotes } else { Fault::OpenQuote { from, to } }
    }

    /// Finds a line like [`next_start`](Self::next_start) in a cell that may be closed further on: it begins with a
    /// quotation mark, or rows follow it; and a line of two parts may be a line of any text.
    fn next_sure_start(&self, bytes: &[u8]) -> Option<usize> {
        const ROWS: usize = 5;
        const MOST_TRIED: usize = 1_000;
        const MOST_BYTES: usize = 64 << 10;
        let (width, _) = self.shape?;
        let mut at = 0;
        for _ in 0..MOST_TRIED {
            at += self.next_start(&bytes[at..])?;
            let near = &bytes[at..bytes.len().min(at + MOST_BYTES)];
            let rows = rows(near, self.delimiter, false, ROWS);
            let are_rows = rows.len() == ROWS && rows.iter().all(|(_, row)| row.width == width);
            if near.starts_with(b"\"") || are_rows && width > 2 {
                return Some(at);
            }
        }
        None
    }

    /// Finds a line behind the first that is a row, with as many columns as the first row has; of one that ends within a
    /// quoted cell the start has to look like that of a row: with the first of its cells closed, and at least three of them,
    /// or as many as there are. Where all rows begin with a quotation mark, this one does.
    fn next_start(&self, bytes: &[u8]) -> Option<usize> {
        const LOOKED_AT: usize = 4096;
        let (width, are_quoted) = self.shape?;
        let are_quoted = are_quoted && bytes.starts_with(b"\"");
        let mut at = 0;
        loop {
            at += bytes[at..].iter().position(|byte| is_break(*byte))? + 1;
            let start = &bytes[at..bytes.len().min(at + LOOKED_AT)];
            let line = start.iter().position(|byte| is_break(*byte)).map_or(start, |end| &start[..end]);
            if line.is_empty() || are_quoted && !line.starts_with(b"\"") {
                continue;
            }
            let mut scan = Scan::new(self.delimiter);
            scan.go_on(line);
            let cells = scan.row.width + 1;
            let goes_on = scan.place == Place::Quoted || line.len() == LOOKED_AT;
            let fits = if goes_on { cells >= width.min(3) && cells <= width } else { cells == width };
            if scan.row.width > 0 && fits {
                return Some(at);
            }
        }
    }
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Returns the last line of bytes that begin on a line.
fn last_line(first: u64, bytes: &[u8]) -> u64 {
    let breaks =
        |at: usize| is_break(bytes[at]) && !(bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n'));
    let lines = (0..bytes.len()).filter(|at| breaks(*at)).count();
    let is_open = bytes.last().is_some_and(|last| !is_break(*last));
    first + (lines + usize::from(is_open)).saturating_sub(1) as u64
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
