//! Estimates of time: how long it was meant to take beside how long it took.

use std::cmp::Ordering;

use rust_decimal::prelude::ToPrimitive as _;

use crate::account::{Account, Actual};
use crate::amount::Amount;
use crate::intention::{Intention, Slot};
use crate::occurred::days_between;

/// The words that durations are counted in, in the singular.
const DURATIONS: [&str; 22] = [
    "second",
    "sec",
    "s",
    "minute",
    "min",
    "hour",
    "h",
    "hr",
    "day",
    "d",
    "week",
    "wk",
    "month",
    "year",
    "morning",
    "afternoon",
    "evening",
    "night",
    "weekend",
    "session",
    "lesson",
    "shift",
];

/// One estimate and what came.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// What it is about.
    pub name: String,
    /// What was meant, in words.
    pub intended: String,
    /// What came, in words.
    pub actual: String,
    /// How the two compare.
    pub measure: Measure,
    /// Whether it was a limit ("at most", "under") and no forecast.
    pub is_limit: bool,
}

/// How much longer than forecast is still as forecast: a tenth, as with "about".
const AS_FORECAST: f64 = 1.1;

/// How what came compares with an estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure {
    /// It took so many times as long.
    Times(f64),
    /// It came so many days after the day that was named; before it where this is negative.
    Days(i32),
}

impl Estimate {
    /// Says whether it was a forecast of how long something takes, and too short by more than a tenth. A missed day has
    /// many reasons, and a limit is no forecast.
    #[must_use]
    pub fn was_too_short(&self) -> bool {
        !self.is_limit && matches!(self.measure, Measure::Times(times) if times > AS_FORECAST)
    }
}

/// Lists the estimates of time that an intention holds, where it is known what came.
///
/// A duration is an estimate unless it says "at least" or "over": that is an aim. Durations compare where their units are the
/// same, or can be turned into one another;
/// an estimate of nothing has no ratio.
#[must_use]
pub fn estimates(intention: &Intention, account: &Account) -> Vec<Estimate> {
    let estimate = |target: &crate::intention::Target| {
        let actual = account.outcome(target.number)?;
        let measure = match (&target.slot, actual) {
            (Slot::Amount(intended), Actual::Amount(actual)) => Measure::Times(times(intended, actual)?),
            (Slot::Deadline(intended), Actual::Date(actual)) => {
                Measure::Days(days_between(intended.date(), actual.date()))
            }
            _ => return None,
        };
        Some(Estimate {
            name: target.name.to_string(),
            intended: target.slot.to_string(),
            actual: actual.to_string(),
            measure,
            is_limit: matches!(&target.slot, Slot::Amount(amount) if amount.bound().side() == Some(Ordering::Less)),
        })
    };
    intention.targets.iter().filter_map(estimate).collect()
}

/// Returns the middle of some numbers, the mean of the two in the middle of an even count; `None` of none.
#[must_use]
pub fn median(numbers: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut numbers: Vec<f64> = numbers.into_iter().collect();
    numbers.sort_by(f64::total_cmp);
    let half = numbers.len() / 2;
    if numbers.len() % 2 == 1 {
        return Some(numbers[half]);
    }
    (half > 0).then(|| f64::midpoint(numbers[half - 1], numbers[half]))
}

fn times(intended: &Amount, actual: &Amount) -> Option<f64> {
    if intended.bound().side() == Some(Ordering::Greater) || !is_duration(intended) {
        return None;
    }
    let (intended, actual, _) = intended.in_one_unit(actual)?;
    let (intended, actual) = (intended.to_f64()?, actual.to_f64()?);
    (intended > 0.0 && actual >= 0.0).then(|| actual / intended)
}

fn is_duration(amount: &Amount) -> bool {
    let unit = amount.unit().counted();
    let word = unit.as_str().split_whitespace().next().unwrap_or_default().to_lowercase();
    let singular = word.strip_suffix('s').filter(|singular| !singular.is_empty()).unwrap_or(&word);
    DURATIONS.contains(&singular) || DURATIONS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(targets: &[(&str, &str, &str)]) -> Vec<Estimate> {
        let slot = |kind: &str, value: &str| format!(r#"{{"{kind}": "{value}"}}"#);
        let target = |(kind, intended, _): &(&str, &str, &str)| {
            format!(r#"{{"name": "x", "slot": {}}}"#, slot(kind, intended))
        };
        let outcome = |(place, (kind, _, actual)): (usize, &(&str, &str, &str))| {
            let kind = if *kind == "deadline" { "date" } else { kind };
            format!(r#"{{"target": {}, "actual": {}}}"#, place + 1, slot(kind, actual))
        };
        let joined = |parts: Vec<String>| parts.join(", ");
        let intention = format!(r#"{{"targets": [{}]}}"#, joined(targets.iter().map(target).collect()));
        let account =
            format!(r#"{{"outcomes": [{}]}}"#, joined(targets.iter().enumerate().map(outcome).collect()));
        estimates(&serde_json::from_str(&intention).unwrap(), &serde_json::from_str(&account).unwrap())
    }

    fn measures(targets: &[(&str, &str, &str)]) -> Vec<Measure> {
        found(targets).into_iter().map(|estimate| estimate.measure).collect()
    }

    #[test]
    fn only_a_forecast_of_how_long_it_takes_was_too_short() {
        let all = found(&[
            ("amount", "10 evenings", "23 evenings"),
            ("amount", "about 10 hours", "11 hours"),
            ("amount", "at most 2 hours", "46 hours"),
            ("amount", "under 2 hours", "46 hours"),
            ("deadline", "2026-03-15", "2026-03-22"),
        ]);
        let short: Vec<bool> = all.iter().map(Estimate::was_too_short).collect();
        assert_eq!(short, [true, false, false, false, false]);
    }

    #[test]
    fn a_duration_is_so_many_times_as_long_and_a_day_so_many_days_later() {
        let measures = measures(&[
            ("amount", "2 evenings", "17 evenings"),
            ("amount", "at most 3 hours", "9.5 hours"),
            ("amount", "20 minutes", "1 hour"),
            ("deadline", "2026-03-15", "2026-03-22"),
        ]);
        assert_eq!(measures[0], Measure::Times(8.5));
        assert!(matches!(measures[1], Measure::Times(times) if (times - 9.5 / 3.0).abs() < 1e-9));
        assert_eq!(measures[2], Measure::Times(3.0));
        assert_eq!(measures[3], Measure::Days(7));
    }

    #[test]
    fn what_is_no_estimate_of_time_is_left_out() {
        let others = [
            ("amount", "at least 60 hours", "23 hours"),
            ("amount", "over 60 hours", "23 hours"),
            ("amount", "60 booklets", "60 booklets"),
            ("amount", "under $200K", "$247K"),
            ("amount", "0 hours", "3 hours"),
            ("amount", "2 hours", "3 days"),
        ];
        assert_eq!(measures(&others), []);
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median([]), None);
        assert_eq!(median([3.0, 1.0, 9.0]), Some(3.0));
        assert_eq!(median([4.0, 1.0]), Some(2.5));
    }
}
