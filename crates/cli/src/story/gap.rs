//! The gap, with the differences computed.

use std::fmt::Write as _;

use hansei_method::account::{Account, Met};
use hansei_method::entry::Entry;
use hansei_method::gap::{GapRow, gap};
use hansei_method::intention::Intention;

use super::Story;
use crate::table::Table;

/// Writes the gap as a table; empty while there is nothing to compare.
pub(crate) fn table(intention: &Intention, account: &Account, columns: Option<usize>) -> String {
    let rows: Vec<GapRow> = gap(intention, account).into_iter().filter(|row| row.name.is_some()).collect();
    if rows.is_empty() {
        return String::new();
    }
    let mut table = Table::new(["", "INTENDED", "CAME", "DIFFERENCE"]);
    for row in rows {
        let difference = difference(&row);
        table.row([
            row.name.unwrap_or_default(),
            row.intended.unwrap_or_default(),
            row.actual.unwrap_or_else(|| "(not said)".to_owned()),
            difference,
        ]);
    }
    table.write_whole(columns)
}

/// Says the difference as it was computed, and how it stands.
fn difference(row: &GapRow) -> String {
    let met = match row.met {
        Met::Unsaid => None,
        met => Some(met.name().to_owned()),
    };
    let parts: Vec<String> =
        row.difference.as_ref().map(ToString::to_string).into_iter().chain(met).collect();
    parts.join(", ")
}

impl Story {
    pub(super) fn gap(&mut self, entry: &Entry) {
        let table = super::gap_table(entry, Some(self.columns.saturating_sub(2)));
        if !table.is_empty() {
            self.heading("The gap");
            for line in table.lines() {
                let _ = writeln!(self.text, "  {line}");
            }
        }
    }
}
