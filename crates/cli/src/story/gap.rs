//! The gap, with the differences computed.

use std::fmt::Write as _;

use hansei_method::account::Account;
use hansei_method::entry::Entry;
use hansei_method::gap::gap;
use hansei_method::intention::Intention;

use super::Story;
use crate::say;
use crate::table::Table;

/// Writes the gap as a table; empty while there is nothing to compare.
pub(crate) fn table(intention: &Intention, account: &Account, columns: Option<usize>) -> String {
    if intention.targets.iter().next().is_none() {
        return String::new();
    }
    let mut table = Table::new(["", "INTENDED", "CAME", "DIFFERENCE"]);
    // The rows of the gap begin with the targets, in their order.
    for (target, row) in intention.targets.iter().zip(gap(intention, account)) {
        let came = account.outcome(target.number).map_or_else(|| "(not said)".to_owned(), say::came);
        table.row([target.name.to_string(), say::meant(&target.slot), came, row.verdict()]);
    }
    table.write_whole(columns)
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
