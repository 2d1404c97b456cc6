//! CSV: the four fields of the log, one row an entry, for a spreadsheet.

use std::borrow::Cow;
use std::io::{self, Write};

use hansei_method::entry::Entry;

/// The names of the columns, in their order.
pub(crate) const COLUMNS: [&str; 6] = ["id", "date", "context", "root_cause", "lesson", "change"];

/// Makes a writer as RFC 4180 has it. Every cell is quoted: a spreadsheet that parts cells at semicolons then still
/// sees the same ones.
pub(super) fn writer<W: Write>(out: W) -> csv::Writer<W> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(out)
}

pub(super) fn write_header<W: Write>(out: &mut csv::Writer<W>) -> io::Result<()> {
    out.write_record(COLUMNS).map_err(io::Error::from)
}

pub(super) fn write_entry<W: Write>(out: &mut csv::Writer<W>, entry: &Entry) -> io::Result<()> {
    let record = entry.record();
    let cell = |field: &Option<String>| neutral(field.as_deref().unwrap_or_default()).into_owned();
    out.write_record([
        entry.id.to_string(),
        record.date.to_string(),
        neutral(&record.context).into_owned(),
        cell(&record.root_cause),
        cell(&record.lesson),
        cell(&record.change),
    ])
    .map_err(io::Error::from)
}

/// Puts an apostrophe before a cell that a spreadsheet would take for a formula, so that it shows it as text.
///
/// A cell that looks as if this had been done already gets one more, so that [`plain`] is the exact inverse.
pub(crate) fn neutral(cell: &str) -> Cow<'_, str> {
    if is_formula(cell.trim_start_matches('\'')) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Takes the apostrophe away again that [`neutral`] put there.
pub(crate) fn plain(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest.trim_start_matches('\''))).unwrap_or(cell)
}

/// Says whether a spreadsheet may take a cell for a formula; some read full-width signs as well, or skip a line break.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cells_that_look_like_formulas_are_neutralised() {
        for cell in ["=cmd()", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(neutral(cell), format!("'{cell}"));
        }
        assert_eq!(neutral("1-2=3"), "1-2=3");
    }

    proptest! {
        #[test]
        fn what_was_neutralised_comes_back_as_it_was(cell in "['=+@\t a-]{0,6}") {
            let written = neutral(&cell);
            prop_assert!(!is_formula(&written));
            prop_assert_eq!(plain(&written), &cell);
        }
    }
}
