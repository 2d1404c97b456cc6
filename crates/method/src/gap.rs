//! The gap: what was intended beside what came, with the differences computed.

use std::fmt;

use crate::account::{Account, Actual, Met};
use crate::amount::Amount;
use crate::difference::AmountDifference;
use crate::intention::{Intention, Slot};
use crate::occurred::days_between;

/// One line of the gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapRow {
    /// What it is about; `None` for what nobody had planned.
    pub name: Option<String>,
    /// What was meant, in words; `None` for what nobody had planned.
    pub intended: Option<String>,
    /// What came, in words; `None` while nobody has said.
    pub actual: Option<String>,
    /// The difference, where there is one to compute.
    pub difference: Option<Difference>,
    /// How it stands: computed from amounts and dates, otherwise as the person said.
    pub met: Met,
}

/// A computed difference: actual less intended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Days after (positive) or before (negative) the deadline.
    Days(i32),
    /// More or less of it.
    Amount(AmountDifference),
}

/// Puts what was intended beside what came: every target in order, met or not, then what nobody had planned.
#[must_use]
pub fn gap(intention: &Intention, account: &Account) -> Vec<GapRow> {
    let intended = intention.targets.iter().map(|target| {
        let actual = account.outcome(target.number);
        let (difference, met) = actual.map_or((None, Met::Unsaid), |actual| compare(&target.slot, actual));
        GapRow {
            name: Some(target.name.to_string()),
            intended: Some(target.slot.to_string()),
            actual: actual.map(ToString::to_string),
            difference,
            met,
        }
    });
    let unplanned = account.unplanned.iter().map(|words| GapRow {
        name: None,
        intended: None,
        actual: Some(words.to_string()),
        difference: None,
        met: Met::Unsaid,
    });
    intended.chain(unplanned).collect()
}

impl GapRow {
    /// Says the difference and how it stands; days late or early say how it stands by themselves.
    #[must_use]
    pub fn verdict(&self) -> String {
        let says_enough = matches!(self.difference, Some(Difference::Days(days)) if days != 0);
        let met = (self.met != Met::Unsaid && !says_enough).then(|| self.met.name().to_owned());
        let parts: Vec<String> =
            self.difference.as_ref().map(ToString::to_string).into_iter().chain(met).collect();
        parts.join(", ")
    }

    /// Says how the two stand to each other: the difference where there is one, a word otherwise; `None` where neither is
    /// known.
    #[must_use]
    pub fn brief(&self) -> Option<String> {
        match (&self.difference, self.met) {
            (_, Met::AsIntended) => Some(Met::AsIntended.name().to_owned()),
            (Some(difference), _) => Some(difference.to_string()),
            (None, Met::Unsaid) => None,
            (None, met) => Some(met.name().to_owned()),
        }
    }
}

fn compare(slot: &Slot, actual: &Actual) -> (Option<Difference>, Met) {
    match (slot, actual) {
        (Slot::Amount(intended), Actual::Amount(actual)) => match Amount::difference(intended, actual) {
            Some(found) => {
                let met = found.met;
                (Some(Difference::Amount(found)), met)
            }
            None => (None, Met::Unsaid),
        },
        (Slot::Deadline(intended), Actual::Date(actual)) => {
            let days = days_between(intended.date(), actual.date());
            let late_the_same_day = matches!((intended.time(), actual.time()), (Some(meant), Some(was)) if days == 0 && was > meant);
            let met = match days {
                0 if late_the_same_day => Met::Short,
                0 => Met::AsIntended,
                1.. => Met::Short,
                _ => Met::Exceeded,
            };
            (Some(Difference::Days(days)), met)
        }
        (_, Actual::Words { met, .. }) => (None, *met),
        _ => (None, Met::Unsaid),
    }
}

impl fmt::Display for Actual {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount(amount) => amount.fmt(out),
            Self::Date(date) => date.fmt(out),
            Self::Words { words, .. } => words.fmt(out),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(0) => out.write_str("the same day"),
            Self::Days(days) => {
                let count = days.unsigned_abs();
                let unit = if count == 1 { "day" } else { "days" };
                write!(out, "{count} {unit} {}", if *days > 0 { "late" } else { "early" })
            }
            Self::Amount(difference) => difference.fmt(out),
        }
    }
}

impl Met {
    /// Says in words how it stands; "not said" while nobody has.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AsIntended => "as intended",
            Self::Exceeded => "better than intended",
            Self::Short => "short of it",
            Self::Unsaid => "not said",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(intention: &str, account: &str) -> Vec<(Option<String>, Met)> {
        let rows = gap(&serde_json::from_str(intention).unwrap(), &serde_json::from_str(account).unwrap());
        rows.into_iter()
            .map(|row| (row.difference.map(|difference| difference.to_string()), row.met))
            .collect()
    }

    #[test]
    fn days_amounts_and_percent_are_computed() {
        let intention = r#"{"targets": [
            {"name": "Delivered", "slot": {"deadline": "2026-03-15"}},
            {"name": "Budget", "slot": {"amount": "under $200K"}}]}"#;
        let account = r#"{"outcomes": [
            {"target": 1, "actual": {"date": "2026-03-22"}},
            {"target": 2, "actual": {"amount": "$247K"}}]}"#;
        let expected = [
            (Some("7 days late".to_owned()), Met::Short),
            (Some("+$47,000 (+23.5 %)".to_owned()), Met::Short),
        ];
        assert_eq!(rows(intention, account), expected);
    }

    #[test]
    fn what_was_met_and_what_came_unplanned_stay_in() {
        let intention = r#"{"targets": [
            {"name": "Delivered", "slot": {"deadline": "2026-03-15"}},
            {"name": "Sign-off", "slot": {"party": "all three"}},
            {"name": "Quiet", "slot": {"observable": "no calls"}}]}"#;
        let account = r#"{"unplanned": ["two other councils asked for the study"], "outcomes": [
            {"target": 1, "actual": {"date": "2026-03-14"}},
            {"target": 2, "actual": {"words": {"words": "two of three", "met": "short"}}}]}"#;
        let expected = [
            (Some("1 day early".to_owned()), Met::Exceeded),
            (None, Met::Short),
            (None, Met::Unsaid),
            (None, Met::Unsaid),
        ];
        assert_eq!(rows(intention, account), expected);
    }

    #[test]
    fn the_same_day_but_after_the_hour_is_short() {
        let intention = r#"{"targets": [{"name": "Done", "slot": {"deadline": "2017-01-31T20:00"}}]}"#;
        let account = r#"{"outcomes": [{"target": 1, "actual": {"date": "2017-01-31T23:27"}}]}"#;
        assert_eq!(rows(intention, account), [(Some("the same day".to_owned()), Met::Short)]);
    }
}
