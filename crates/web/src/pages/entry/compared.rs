//! What was intended beside what came, in the words of a page.

use hansei_method::account::{Account, Actual, Met};
use hansei_method::entry::Entry;
use hansei_method::gap::{Difference, GapRow as Found, gap};
use hansei_method::intention::{Intention, Slot};
use hansei_method::stage::Answer;
use jiff::civil::Date;

use crate::page::parts::{GapRow, Strip};
use crate::pages::day;

/// One row of the gap, in words.
pub(crate) struct Row {
    of: String,
    intended: Option<String>,
    actual: Option<String>,
    difference: String,
    share: Option<f64>,
}

/// Puts what was intended beside what came; without an intention only what nobody had planned is left.
pub(crate) fn rows(intention: Option<&Intention>, account: &Account, today: Date) -> Vec<Row> {
    let nothing = Intention::default();
    let intention = intention.unwrap_or(&nothing);
    let found = gap(intention, account);
    let targets = intention.targets.iter().map(Some).chain(std::iter::repeat(None));
    let row = |(found, target): (&Found, Option<&hansei_method::intention::Target>)| Row {
        of: found.name.clone().unwrap_or_else(|| "Not planned".to_owned()),
        intended: target.map(|target| meant(&target.slot, today)),
        actual: match target {
            Some(target) => account.outcome(target.number).map(|actual| came(actual, today)),
            None => found.actual.clone(),
        },
        difference: found.brief().unwrap_or_default(),
        share: share(found),
    };
    found.iter().zip(targets).map(row).collect()
}

/// Writes what was meant: "by Fri 13 March", "under $200K".
pub(crate) fn meant(slot: &Slot, today: Date) -> String {
    match slot {
        Slot::Deadline(deadline) => format!("by {}", day::occurred(*deadline, today)),
        other => other.to_string(),
    }
}

fn came(actual: &Actual, today: Date) -> String {
    match actual {
        Actual::Date(date) => day::occurred(*date, today),
        other => other.to_string(),
    }
}

fn share(found: &Found) -> Option<f64> {
    match &found.difference {
        Some(Difference::Amount(difference)) => {
            difference.percent?.to_string().parse().ok().map(|percent: f64| percent / 100.0)
        }
        _ => None,
    }
}

impl Row {
    /// Makes the row that the table draws.
    pub(crate) fn drawn(&self) -> GapRow<'_> {
        GapRow {
            of: &self.of,
            intended: self.intended.as_deref(),
            actual: self.actual.as_deref(),
            difference: &self.difference,
            strip: self.share.map(|share| (Strip::Distance(share), self.difference.as_str())),
        }
    }
}

/// Says the gap in a line, to stand above the tree of its causes; the entry's title where all came as intended or nothing
/// is known. What cannot be compared stands side by side.
pub(crate) fn summary(entry: &Entry, today: Date) -> String {
    let answers = &entry.review.answers;
    let intention = answers.intended().and_then(Answer::given);
    let account = answers.happened().and_then(Answer::given);
    let (Some(intention), Some(account)) = (intention, account) else { return entry.title.to_string() };
    let found = gap(intention, account);
    let told: Vec<String> = intention
        .targets
        .iter()
        .zip(&found)
        .filter(|(_, row)| row.met != Met::AsIntended)
        .filter_map(|(target, row)| {
            let came = came(account.outcome(target.number)?, today);
            let told =
                row.brief().unwrap_or_else(|| format!("meant {}, came {came}", meant(&target.slot, today)));
            Some(format!("{}: {told}", target.name))
        })
        .collect();
    if told.is_empty() { entry.title.to_string() } else { told.join("; ") }
}
