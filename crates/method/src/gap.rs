//! The gap: what was intended beside what came, with the differences computed.

use std::fmt;

use crate::account::{Account, Actual, Met};
use crate::amount::Amount;
use crate::difference::AmountDifference;
use crate::intention::{Intention, Slot};
use crate::occurred::{Occurred, days_between};

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
    /// How it stands: as the person said, otherwise computed from amounts and dates.
    pub met: Met,
    /// What is computed, where the person said how it stands all the same; `None` where nothing was computed or said.
    pub computed: Option<Met>,
}

/// A computed difference: actual less intended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Days after (positive) or before (negative) the deadline.
    Days(i32),
    /// After (positive) or before (negative) the hour of the deadline, where both hours are known and less than a day apart.
    Time {
        /// The same in days of the calendar, as with [`Difference::Days`].
        days: i32,
        /// Seconds, by the clock on the wall.
        seconds: i32,
    },
    /// More or less of it.
    Amount(AmountDifference),
}

/// Puts what was intended beside what came: every target in order, met or not, then what nobody had planned.
#[must_use]
pub fn gap(intention: &Intention, account: &Account) -> Vec<GapRow> {
    let intended = intention.targets.iter().map(|target| {
        let outcome = account.outcomes.iter().find(|outcome| outcome.target == target.number);
        let (difference, found) =
            outcome.map_or((None, Met::Unsaid), |outcome| compare(&target.slot, &outcome.actual));
        let said = outcome.and_then(|outcome| outcome.met).filter(|said| *said != Met::Unsaid);
        let is_counted = outcome.is_some_and(|outcome| !matches!(outcome.actual, Actual::Words { .. }));
        GapRow {
            name: Some(target.name.to_string()),
            intended: Some(target.slot.to_string()),
            actual: outcome.map(|outcome| outcome.actual.to_string()),
            difference,
            met: said.unwrap_or(found),
            computed: said.and(is_counted.then_some(found)),
        }
    });
    let unplanned = account.unplanned.iter().map(|words| GapRow {
        name: None,
        intended: None,
        actual: Some(words.to_string()),
        difference: None,
        met: Met::Unsaid,
        computed: None,
    });
    intended.chain(unplanned).collect()
}

impl GapRow {
    /// Says the difference and how it stands; days late or early say how it stands by themselves. Where the person says
    /// otherwise than is computed, both are said.
    #[must_use]
    pub fn verdict(&self) -> String {
        let says_enough = matches!(
            self.difference,
            Some(Difference::Days(by) | Difference::Time { seconds: by, .. }) if by != 0
        );
        let is_overruled = self.computed.is_some_and(|computed| computed != self.met);
        // What nothing could be computed of is only said.
        let counted = self.computed.filter(|computed| is_overruled && *computed != Met::Unsaid);
        let met = counted.unwrap_or(self.met);
        let is_told = met != Met::Unsaid && (!says_enough || is_overruled && counted.is_none());
        let met = is_told.then(|| met.name().to_owned());
        let parts: Vec<String> =
            self.difference.as_ref().map(ToString::to_string).into_iter().chain(met).collect();
        match counted {
            Some(_) => format!("{}; said: {}", parts.join(", "), self.met.name()),
            None => parts.join(", "),
        }
    }

    /// Says how the two stand to each other: the difference where there is one, a word otherwise, and both where the person
    /// said how it stands; `None` where neither is known.
    #[must_use]
    pub fn brief(&self) -> Option<String> {
        match (&self.difference, self.met) {
            (Some(_), _) if self.computed.is_some_and(|computed| computed != self.met) => {
                Some(self.verdict())
            }
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
            let seconds = seconds_between(*intended, *actual);
            let met = match (days, seconds) {
                (_, Some(1..)) | (1.., None) => Met::Short,
                (0, _) => Met::AsIntended,
                _ => Met::Exceeded,
            };
            let found = seconds.map_or(Difference::Days(days), |seconds| Difference::Time { days, seconds });
            (Some(found), met)
        }
        (_, Actual::Words { met, .. }) => (None, *met),
        _ => (None, Met::Unsaid),
    }
}

/// Counts the seconds from the intended hour to the actual one; `None` where one is not known, or they are a day or more apart.
fn seconds_between(intended: Occurred, actual: Occurred) -> Option<i32> {
    let [intended, actual] =
        [intended.date().to_datetime(intended.time()?), actual.date().to_datetime(actual.time()?)];
    let seconds = actual.duration_since(intended).as_secs();
    i32::try_from(seconds).ok().filter(|seconds| seconds.abs() < 24 * 60 * 60)
}

/// Writes a time of less than a day: "3 hours 27 minutes", "40 seconds".
fn write_time(seconds: u32, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let count = |number: u32, unit: &str| format!("{number} {unit}{}", if number == 1 { "" } else { "s" });
    match (seconds / 3_600, seconds / 60 % 60) {
        (0, 0) => out.write_str(&count(seconds, "second")),
        (0, minutes) => out.write_str(&count(minutes, "minute")),
        (hours, 0) => out.write_str(&count(hours, "hour")),
        (hours, minutes) => write!(out, "{} {}", count(hours, "hour"), count(minutes, "minute")),
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
            Self::Time { seconds: 0, .. } => out.write_str("the same time"),
            Self::Time { seconds, .. } => {
                write_time(seconds.unsigned_abs(), out)?;
                out.write_str(if *seconds > 0 { " late" } else { " early" })
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
    fn where_both_hours_are_known_they_are_counted() {
        for (meant, came, told, met) in [
            ("2026-03-20 17:00", "2026-03-20 18:00", "1 hour late", Met::Short),
            ("2017-01-31 20:00", "2017-01-31 23:27", "3 hours 27 minutes late", Met::Short),
            ("2026-03-20 17:00", "2026-03-20 17:00:40", "40 seconds late", Met::Short),
            ("2026-03-20 17:00", "2026-03-20 16:59", "1 minute early", Met::AsIntended),
            ("2026-03-20 17:00", "2026-03-20 17:00", "the same time", Met::AsIntended),
            ("2026-03-20 23:30", "2026-03-21 01:30", "2 hours late", Met::Short),
            ("2026-03-20 08:00", "2026-03-19 17:00", "15 hours early", Met::Exceeded),
            ("2026-03-20 17:00", "2026-03-21 17:00", "1 day late", Met::Short),
            ("2026-03-20 17:00", "2026-03-20", "the same day", Met::AsIntended),
            ("2026-03-20", "2026-03-20 23:00", "the same day", Met::AsIntended),
            ("0001-01-01 00:00", "9999-12-31 23:59", "3652058 days late", Met::Short),
        ] {
            let intention =
                format!(r#"{{"targets": [{{"name": "Done", "slot": {{"deadline": "{meant}"}}}}]}}"#);
            let account = format!(r#"{{"outcomes": [{{"target": 1, "actual": {{"date": "{came}"}}}}]}}"#);
            assert_eq!(rows(&intention, &account), [(Some(told.to_owned()), met)], "{meant} / {came}");
        }
    }

    /// What was meant, what came, what the person said; how that is told, told in short, and stands.
    const SAID: [(&str, &str, &str, &str, &str, Met); 7] = [
        (
            r#"{"amount": "under $200K"}"#,
            r#"{"amount": "$247K"}"#,
            "as_intended",
            "+$47,000 (+23.5 %), short of it; said: as intended",
            "+$47,000 (+23.5 %), short of it; said: as intended",
            Met::AsIntended,
        ),
        (
            r#"{"deadline": "2026-03-15"}"#,
            r#"{"date": "2026-03-22"}"#,
            "as_intended",
            "7 days late; said: as intended",
            "7 days late; said: as intended",
            Met::AsIntended,
        ),
        (
            r#"{"amount": "40 pages"}"#,
            r#"{"amount": "44 pages"}"#,
            "short",
            "+4 pages (+10.0 %), short of it",
            "+4 pages (+10.0 %), short of it",
            Met::Short,
        ),
        (
            r#"{"deadline": "2026-03-15"}"#,
            r#"{"date": "2026-03-22"}"#,
            "short",
            "7 days late",
            "7 days late",
            Met::Short,
        ),
        (
            r#"{"amount": "under $200K"}"#,
            r#"{"amount": "$180K"}"#,
            "unsaid",
            "-$20,000 (-10.0 %), as intended",
            "as intended",
            Met::AsIntended,
        ),
        (
            r#"{"amount": "5 km"}"#,
            r#"{"amount": "5 hours"}"#,
            "exceeded",
            "better than intended",
            "better than intended",
            Met::Exceeded,
        ),
        (
            r#"{"observable": "no calls"}"#,
            r#"{"words": {"words": "one", "met": "short"}}"#,
            "as_intended",
            "as intended",
            "as intended",
            Met::AsIntended,
        ),
    ];

    #[test]
    fn what_the_person_says_counts_and_what_is_computed_stands_beside_it() {
        for (slot, actual, said, verdict, brief, met) in SAID {
            let intention = format!(r#"{{"targets": [{{"name": "It", "slot": {slot}}}]}}"#);
            let account =
                format!(r#"{{"outcomes": [{{"target": 1, "actual": {actual}, "met": "{said}"}}]}}"#);
            let rows =
                gap(&serde_json::from_str(&intention).unwrap(), &serde_json::from_str(&account).unwrap());
            let found = (rows[0].verdict(), rows[0].brief().unwrap(), rows[0].met);
            assert_eq!(found, (verdict.to_owned(), brief.to_owned(), met), "{slot} {actual}");
        }
    }

    #[test]
    fn more_than_was_planned_is_told_and_not_judged() {
        let intention = r#"{"targets": [{"name": "Length", "slot": {"amount": "40 pages"}}]}"#;
        let account = r#"{"outcomes": [{"target": 1, "actual": {"amount": "44 pages"}}]}"#;
        let rows = gap(&serde_json::from_str(intention).unwrap(), &serde_json::from_str(account).unwrap());
        assert_eq!((rows[0].verdict().as_str(), rows[0].met), ("+4 pages (+10.0 %)", Met::Unsaid));
    }
}
