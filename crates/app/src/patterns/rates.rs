//! How often a pattern came back, before and after the first commitment.

use hansei_method::occurred::days_between;
use hansei_method::rate::{Occurrences, Trend, probability_of_a_fall};
use jiff::civil::Date;

/// The days of a month, on the average of the Gregorian calendar: 365.2425 / 12.
const DAYS_OF_A_MONTH: f64 = 30.436_875;

/// How many have to come before a commitment for a comparison: a commitment follows an occurrence, so that one or two
/// before it always look like many.
pub const LEAST_BEFORE: u32 = 3;

/// How often something came back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// The first day that was looked at: the log began, or something earlier was told.
    pub from: Date,
    /// The last day that was looked at: today.
    pub to: Date,
    /// How often, and for how long.
    pub whole: Occurrences,
    /// Before and after the first commitment; `None` while there is none.
    pub change: Option<Change>,
}

/// How often something came back before and after a commitment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The day of the commitment.
    pub on: Date,
    /// Until that day, that day too.
    pub before: Occurrences,
    /// Since then.
    pub after: Occurrences,
    /// What may be said of it.
    pub trend: Trend,
    /// The probability that the rate fell, from 0 to 1; `None` where nothing can be compared, or too few came before.
    pub fall: Option<f64>,
}

impl Rate {
    /// Counts days on which something happened, in a log that began on one day and is looked at on another.
    pub(crate) fn of(days: &[Date], began: Date, committed: Option<Date>, today: Date) -> Self {
        let from = days.iter().copied().fold(began, Date::min);
        let to = days.iter().copied().fold(today, Date::max);
        let stretch = |count: usize, from: Date, to: Date| Occurrences {
            count: u32::try_from(count).unwrap_or(u32::MAX),
            months: f64::from(days_between(from, to).max(0)) / DAYS_OF_A_MONTH,
        };
        let change = committed.map(|on| {
            let until = days.iter().filter(|day| **day <= on).count();
            let (before, after) = (stretch(until, from, on), stretch(days.len() - until, on, to));
            let fall = probability_of_a_fall(before, after).filter(|_| before.count >= LEAST_BEFORE);
            let trend = if fall.is_some() { Trend::between(before, after) } else { Trend::Unclear };
            Change { on, before, after, trend, fall }
        });
        Self { from, to, whole: stretch(days.len(), from, to), change }
    }
}

/// Says how often in how long: "4 in 12 months".
#[must_use]
pub fn in_months(occurrences: Occurrences) -> String {
    let Occurrences { count, months } = occurrences;
    match months {
        months if months < 0.5 => format!("{count} in less than a month"),
        months if months < 1.5 => format!("{count} in 1 month"),
        months => format!("{count} in {months:.0} months"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn what_came_before_and_after_is_counted_with_its_months() {
        let days = ["2025-01-10", "2025-03-01", "2025-12-31", "2026-02-01"].map(day);
        let rate = Rate::of(&days, day("2025-01-01"), Some(day("2025-12-31")), day("2026-07-01"));
        let change = rate.change.unwrap();
        assert_eq!([change.before, change.after].map(in_months), ["3 in 12 months", "1 in 6 months"]);
        assert_eq!(change.trend.words(), "unclear");
        assert_eq!(in_months(rate.whole), "4 in 18 months");
    }

    #[test]
    fn only_a_probable_fall_is_called_likely() {
        let days = ["2025-01-10", "2025-03-01", "2025-05-31", "2025-06-01"].map(day);
        let rate = Rate::of(&days, day("2025-01-01"), Some(day("2025-12-31")), day("2026-07-01"));
        assert_eq!(rate.change.unwrap().trend.words(), "likely falling");
    }

    #[test]
    fn one_or_two_before_a_commitment_are_not_compared() {
        let days = ["2025-01-10", "2025-01-20", "2025-01-30"].map(day);
        let change = |days: &[Date]| {
            Rate::of(days, day("2025-01-01"), Some(day("2025-01-31")), day("2026-07-01")).change.unwrap()
        };
        assert_eq!((change(&days[..2]).trend, change(&days[..2]).fall), (Trend::Unclear, None));
        assert_eq!(change(&days).trend, Trend::LikelyFalling);
    }

    #[test]
    fn what_was_told_from_before_the_log_lengthens_it() {
        let rate = Rate::of(&[day("2024-01-01")], day("2025-01-01"), None, day("2025-01-01"));
        assert_eq!((rate.from, rate.change), (day("2024-01-01"), None));
        assert_eq!(in_months(rate.whole), "1 in 12 months");
    }

    #[test]
    fn a_stretch_without_length_says_nothing() {
        let today = day("2025-01-01");
        let change = Rate::of(&[today], today, Some(today), today).change.unwrap();
        assert_eq!((change.trend, change.fall), (Trend::Unclear, None));
        assert_eq!(in_months(change.after), "0 in less than a month");
    }
}
