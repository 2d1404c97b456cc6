//! Entries out of a table: a row has the four fields, and a review is made that says just these.

use std::io::{self, BufRead};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hansei_method::entry::Entry;

use super::lines::Read as LineRead;
use super::row::Row;
use super::{BadLine, Filler, Holds, Incoming, MOST_LINE_BYTES, bad, unread};
use crate::export::csv::plain;

/// The entries of a table, one a row.
pub(super) struct Entries<'a, R> {
    rows: csv::Reader<Meter<R>>,
    columns: Columns,
    row_bytes: Arc<AtomicUsize>,
    filler: Filler<'a>,
    is_over: bool,
}

/// Where each field stands in a row.
#[derive(Debug, Clone, Copy, Default)]
struct Columns {
    id: Option<usize>,
    date: Option<usize>,
    context: Option<usize>,
    root_cause: Option<usize>,
    lesson: Option<usize>,
    change: Option<usize>,
}

/// Finds out what parts the cells of a header line; `None` when it does not name a date and a context.
pub(super) fn delimiter(header: &str) -> Option<u8> {
    [b',', b';', b'\t'].into_iter().find(|delimiter| {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).delimiter(*delimiter).from_reader(header.as_bytes());
        reader
            .records()
            .next()
            .and_then(Result::ok)
            .is_some_and(|header| Columns::named(header.iter()).is_some())
    })
}

impl<'a, R: BufRead> Entries<'a, R> {
    pub(super) fn new(file: R, delimiter: u8, filler: Filler<'a>) -> Self {
        let row_bytes = Arc::new(AtomicUsize::new(0));
        let file = Meter { file, read: Arc::clone(&row_bytes) };
        let rows = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(file);
        Self { rows, columns: Columns::default(), row_bytes, filler, is_over: false }
    }

    fn incoming(&self, line: u64, row: &csv::ByteRecord) -> Result<Incoming, BadLine> {
        let cell = |column: Option<usize>| {
            let bytes = column.and_then(|column| row.get(column)).unwrap_or_default();
            std::str::from_utf8(bytes).map(plain)
        };
        let row = || {
            let Columns { id, date, context, root_cause, lesson, change } = self.columns;
            Ok(Row {
                id: cell(id)?,
                date: cell(date)?,
                context: cell(context)?,
                root_cause: cell(root_cause)?,
                lesson: cell(lesson)?,
                change: cell(change)?,
            })
        };
        let row = row().map_err(|_: std::str::Utf8Error| {
            unread(line, &LineRead::NotText).unwrap_or_else(|| bad(line, String::new()))
        })?;
        let entry: Entry = row.entry(self.filler).map_err(|error| bad(line, error.to_string()))?;
        let holds = if row.id.trim().is_empty() { Holds::FourFieldsWithoutId } else { Holds::FourFields };
        Ok(Incoming { line, entry, holds })
    }
}

impl<R: BufRead> Iterator for Entries<'_, R> {
    type Item = Result<Incoming, BadLine>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut row = csv::ByteRecord::new();
        while !self.is_over {
            self.row_bytes.store(0, Ordering::Relaxed);
            let line = self.rows.position().line();
            match self.rows.read_byte_record(&mut row) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(bad(line, format!("the table could not be read any further: {error}"))));
                }
            }
            let line = row.position().map_or(line, csv::Position::line);
            if row.iter().all(|cell| cell.trim_ascii().is_empty()) {
                continue;
            }
            if self.columns.date.is_none() {
                let header: Vec<_> = row.iter().map(String::from_utf8_lossy).collect();
                self.columns = Columns::named(header.iter().map(AsRef::as_ref))?;
                continue;
            }
            return Some(self.incoming(line, &row));
        }
        None
    }
}

impl Columns {
    /// Finds the columns by their names, whatever their case, spaces and order; `None` without a date and a context.
    fn named<'h>(header: impl Iterator<Item = &'h str>) -> Option<Self> {
        let mut columns = Self::default();
        for (index, name) in header.enumerate() {
            let name: String = name
                .chars()
                .filter(|character| character.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect();
            let column = match name.as_str() {
                "id" => &mut columns.id,
                "date" | "when" | "occurred" => &mut columns.date,
                "context" | "whathappened" | "title" | "failure" => &mut columns.context,
                "rootcause" | "rootcauses" | "cause" | "why" => &mut columns.root_cause,
                "lesson" | "lessonlearned" | "lessons" => &mut columns.lesson,
                "change" | "behaviouralchange" | "behavioralchange" | "behaviourchange"
                | "behaviorchange" => &mut columns.change,
                _ => continue,
            };
            column.get_or_insert(index);
        }
        (columns.date.is_some() && columns.context.is_some()).then_some(columns)
    }
}

/// Counts what is read since the last row, so that a quotation mark that is never closed cannot fill the memory.
struct Meter<R> {
    file: R,
    read: Arc<AtomicUsize>,
}

impl<R: BufRead> io::Read for Meter<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        if self.read.fetch_add(read, Ordering::Relaxed) > MOST_LINE_BYTES {
            let most = MOST_LINE_BYTES >> 20;
            return Err(io::Error::other(format!(
                "a row has more than {most} MiB; look for a quotation mark that is not closed"
            )));
        }
        Ok(read)
    }
}
