//! A stretch of days that is looked back on: a quarter of a year, or any other.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::occurred::days_between;

/// The months of the periods that begin with the year and divide it: a month, a quarter, a half, the year.
const CALENDAR: [i8; 4] = [1, 3, 6, 12];

/// A stretch of days, both ends in it, in the years 0001 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Ends", into = "Ends")]
pub struct Period {
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    first: Date,
    /// Its last day.
    #[schema(value_type = String, format = Date)]
    last: Date,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ends {
    first: Date,
    last: Date,
}

/// Why days are no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The last day comes before the first.
    #[error("the period ends before it begins; give its first day, then its last")]
    Backwards,
    /// A day outside the years 0001 to 9999.
    #[error("a period lies in the years 0001 to 9999; give other days")]
    Year,
    /// Nothing that is read as a period.
    #[error(
        "\"{0}\" is not a period; write it like 2026-Q2, 2026-05, 2026-H1, 2026 or 2026-01-01..2026-06-30"
    )]
    Unreadable(String),
}

impl Period {
    /// Makes a period of its first and its last day.
    pub fn new(first: Date, last: Date) -> Result<Self, PeriodError> {
        if last < first {
            return Err(PeriodError::Backwards);
        }
        if first.year() < 1 {
            return Err(PeriodError::Year);
        }
        Ok(Self { first, last })
    }

    /// Returns the quarter of the year that a day lies in.
    #[must_use]
    pub fn quarter_of(day: Date) -> Self {
        Self::of(day, 3)
    }

    /// Returns the part of the year that a day lies in, of so many months: 1, 3, 6 or 12; of any other number, the quarter.
    #[must_use]
    pub fn of(day: Date, months: u8) -> Self {
        let months = CALENDAR.into_iter().find(|length| u8::try_from(*length) == Ok(months)).unwrap_or(3);
        let month = (day.month() - 1) / months * months + 1;
        let first = date(day.year().max(1), month, 1);
        Self { first, last: last_of(first, months) }
    }

    /// Returns the first day.
    #[must_use]
    pub fn first(self) -> Date {
        self.first
    }

    /// Returns the last day.
    #[must_use]
    pub fn last(self) -> Date {
        self.last
    }

    /// Says whether a day lies in it.
    #[must_use]
    pub fn holds(self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// Returns the period before it: a part of the year before a part of the year, otherwise as many days.
    ///
    /// `None` where there are no days before it.
    #[must_use]
    pub fn before(self) -> Option<Self> {
        let last = self.first.yesterday().ok().filter(|day| day.year() >= 1)?;
        let first = match self.months() {
            Some(months) => Self::of(last, months.unsigned_abs()).first,
            None => last.saturating_sub(days_between(self.first, self.last).days()).max(date(1, 1, 1)),
        };
        Some(Self { first, last })
    }

    /// Returns the last day of the next period of so many months.
    ///
    /// After a part of the year that is the end of the next such part; otherwise so many months later.
    #[must_use]
    pub fn next_review(self, months: u8) -> Date {
        let is_part = self.months().is_some_and(|own| u8::try_from(own) == Ok(months));
        match self.last.tomorrow() {
            Ok(first) if is_part => Self::of(first, months).last,
            _ => crate::cadence::next_review(self.last, months),
        }
    }

    /// Names it: "Second quarter of 2026", "May 2026", "1 January to 15 February 2026".
    #[must_use]
    pub fn name(self) -> String {
        let year = format!("{:04}", self.first.year());
        let part = |ordinals: &[&'static str], months: i8| {
            ordinals[usize::from(((self.first.month() - 1) / months).unsigned_abs())]
        };
        match self.months() {
            Some(1) => format!("{} {year}", self.first.strftime("%B")),
            Some(3) => format!("{} quarter of {year}", part(&["First", "Second", "Third", "Fourth"], 3)),
            Some(6) => format!("{} half of {year}", part(&["First", "Second"], 6)),
            Some(_) => year,
            None => self.days(),
        }
    }

    /// Names its days: "1 April to 30 June 2026".
    #[must_use]
    pub fn days(self) -> String {
        let last = format!("{} {:04}", self.last.strftime("%-d %B"), self.last.year());
        if self.first == self.last {
            return last;
        }
        let first = self.first.strftime("%-d %B");
        if self.first.year() == self.last.year() {
            return format!("{first} to {last}");
        }
        format!("{first} {:04} to {last}", self.first.year())
    }

    /// Names it in a column: "Q2 2026", "May 2026"; any other by its days.
    #[must_use]
    pub fn short_name(self) -> String {
        match self.months() {
            Some(3) => format!("Q{} {:04}", (self.first.month() - 1) / 3 + 1, self.first.year()),
            _ => self.name(),
        }
    }

    /// Returns how many months it has, where it is a part of the year.
    fn months(self) -> Option<i8> {
        let is_part = |months: &i8| {
            self.first.day() == 1
                && (self.first.month() - 1) % months == 0
                && last_of(self.first, *months) == self.last
        };
        CALENDAR.into_iter().find(is_part)
    }
}

fn last_of(first: Date, months: i8) -> Date {
    let last_month = first.month() + months - 1;
    date(first.year(), last_month, 1).last_of_month()
}

impl TryFrom<Ends> for Period {
    type Error = PeriodError;

    fn try_from(Ends { first, last }: Ends) -> Result<Self, PeriodError> {
        Self::new(first, last)
    }
}

impl From<Period> for Ends {
    fn from(Period { first, last }: Period) -> Self {
        Self { first, last }
    }
}

/// Written so that it is read again: "2026-Q2", "2026-05", "2026-01-01..2026-02-15".
impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.months() {
            Some(1) => write!(out, "{year:04}-{month:02}"),
            Some(3) => write!(out, "{year:04}-Q{}", (month - 1) / 3 + 1),
            Some(6) => write!(out, "{year:04}-H{}", (month - 1) / 6 + 1),
            Some(_) => write!(out, "{year:04}"),
            None => write!(out, "{}..{}", self.first, self.last),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let text = text.trim();
        let unreadable = || PeriodError::Unreadable(text.chars().take(60).collect());
        if let Some((first, last)) = text.split_once("..").or_else(|| text.split_once(" to ")) {
            let day = |text: &str| text.trim().parse::<Date>().map_err(|_| unreadable());
            return Self::new(day(first)?, day(last)?);
        }
        part_of_year(text).ok_or_else(unreadable)
    }
}

fn part_of_year(text: &str) -> Option<Period> {
    let (year, part) = text.split_once('-').unwrap_or((text, ""));
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let year: i16 = year.parse().ok().filter(|year| is_year && *year > 0)?;
    let (sign, number) = match part.as_bytes() {
        [] => return Some(Period::of(date(year, 1, 1), 12)),
        [b'q' | b'Q', ..] => (3, &part[1..]),
        [b'h' | b'H', ..] => (6, &part[1..]),
        _ => (1, part),
    };
    let is_number = (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let number: i8 = number.parse().ok().filter(|number| is_number && (1..=12 / sign).contains(number))?;
    Some(Period::of(date(year, (number - 1) * sign + 1, 1), sign.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_lies_in_its_quarter() {
        for (day, name, days) in [
            (date(2026, 1, 1), "First quarter of 2026", "1 January to 31 March 2026"),
            (date(2026, 6, 30), "Second quarter of 2026", "1 April to 30 June 2026"),
            (date(2025, 9, 15), "Third quarter of 2025", "1 July to 30 September 2025"),
            (date(2025, 12, 31), "Fourth quarter of 2025", "1 October to 31 December 2025"),
        ] {
            let quarter = Period::quarter_of(day);
            assert!(quarter.holds(day));
            assert_eq!((quarter.name().as_str(), quarter.days().as_str()), (name, days));
        }
    }

    #[test]
    fn a_period_is_read_as_people_write_it() {
        for (text, first, last, name) in [
            ("2026-q2", date(2026, 4, 1), date(2026, 6, 30), "Second quarter of 2026"),
            ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
            ("2026-H2", date(2026, 7, 1), date(2026, 12, 31), "Second half of 2026"),
            ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026"),
            ("2026-01-01..2026-06-30", date(2026, 1, 1), date(2026, 6, 30), "First half of 2026"),
            (
                "2025-12-15 to 2026-01-14",
                date(2025, 12, 15),
                date(2026, 1, 14),
                "15 December 2025 to 14 January 2026",
            ),
            ("2026-05-02..2026-05-02", date(2026, 5, 2), date(2026, 5, 2), "2 May 2026"),
        ] {
            let read = period(text);
            assert_eq!((read.first(), read.last(), read.name().as_str()), (first, last, name));
        }
    }

    #[test]
    fn what_is_no_period_says_how_to_write_one() {
        for text in
            ["", "2026-Q5", "2026-13", "0000", "26-Q1", "2026-Q+1", "soon", "2026-01-01..x", "2026-Qé"]
        {
            assert!(matches!(text.parse::<Period>(), Err(PeriodError::Unreadable(_))), "{text}");
        }
        assert_eq!("2026-05-02..2026-05-01".parse::<Period>(), Err(PeriodError::Backwards));
    }

    #[test]
    fn the_period_before_is_as_long() {
        for (text, before) in [
            ("2026-Q1", "2025-Q4"),
            ("2026-03", "2026-02"),
            ("2026-H1", "2025-H2"),
            ("2026", "2025"),
            ("2026-05-11..2026-05-20", "2026-05-01..2026-05-10"),
        ] {
            assert_eq!(period(text).before(), Some(period(before)));
        }
        assert_eq!(period("0001-Q1").before(), None);
    }

    #[test]
    fn the_next_review_is_at_the_end_of_the_next_quarter() {
        assert_eq!(period("2026-Q2").next_review(3), date(2026, 9, 30));
        assert_eq!(period("2026-Q3").next_review(3), date(2026, 12, 31));
        assert_eq!(period("2026-Q2").next_review(1), date(2026, 7, 30));
        assert_eq!(period("2026-01-01..2026-02-15").next_review(3), date(2026, 5, 15));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(year in 1_i16..=9999, month in 1_i8..=12, day in 1_i8..=28, length in 0_i32..900) {
            let first = date(year, month, day);
            let last = first.saturating_add(length.days());
            for one in [Period::new(first, last).unwrap(), Period::quarter_of(first), Period::of(first, 1)] {
                prop_assert_eq!(one.to_string().parse::<Period>().unwrap(), one);
                let json = serde_json::to_string(&one).unwrap();
                prop_assert_eq!(serde_json::from_str::<Period>(&json).unwrap(), one);
                prop_assert!(one.before().is_none_or(|before| before.last() < one.first()));
                prop_assert!(!one.name().is_empty() && one.next_review(3) >= one.last());
            }
        }
    }
}
