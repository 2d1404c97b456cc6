//! When something happened: a day, and the time of day if somebody knows it.

use std::fmt;
use std::str::FromStr;

use jiff::Zoned;
use jiff::civil::{self, Date, Time};
use serde::{Deserialize, Serialize};

use crate::calendar::{self, Day, Reading};
use crate::prefix;
use crate::written::written;

/// A civil date with an optional time of day, in the time zone of whoever wrote it: "2026-03-02", "2026-03-02T15:00".
///
/// Years are 0001 to 9999, times are whole seconds. Ordered by date, then time; a day without a time comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Occurred {
    date: Date,
    time: Option<Time>,
}

written!(
    Occurred,
    "Occurred",
    "A date, with a time of day if it is known: YYYY-MM-DD or YYYY-MM-DDThh:mm, seconds optional.",
    "2026-03-02",
    "2026-03-02T15:00"
);

/// Why a text or a date cannot say when something happened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OccurredError {
    /// Not a date that hansei reads.
    #[error("this is not a date; write it like \"2026-03-02\" or \"2026-03-02 15:00\"")]
    Unreadable,
    /// Neither a date nor words for one.
    #[error("this is not a date; write it like \"2026-03-02\", \"2026-03-02 15:00\" or \"last friday\"")]
    NoMoment,
    /// Outside the years 0001 to 9999; carries the year.
    #[error("the year {0} cannot be kept; give a date from 0001-01-01 to 9999-12-31")]
    Year(i16),
}

/// A day that has not come yet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} has not come yet; look at the year and the month, and give a day up to today")]
pub struct NotYet(Date);

impl Occurred {
    /// Makes the moment from a date and perhaps a time, which is cut to whole seconds.
    pub fn new(date: Date, time: Option<Time>) -> Result<Self, OccurredError> {
        if date.year() < 1 {
            return Err(OccurredError::Year(date.year()));
        }
        let time = time.map(|time| civil::time(time.hour(), time.minute(), time.second(), 0));
        Ok(Self { date, time })
    }

    /// Reads a field for a date as a person fills it at `now`: a date, or words like "last friday 15:00".
    ///
    /// A weekday is the last one before today, a day without its year the last one that has been.
    pub fn told(text: &str, now: &Zoned) -> Result<Self, OccurredError> {
        if let Ok(read) = text.parse() {
            return Ok(read);
        }
        let (date, time) = prefix::whole_moment(text, now).ok_or(OccurredError::NoMoment)?;
        Self::new(date, time)
    }

    /// Refuses a day that is later than tomorrow, for what has happened: a clock may be a day behind, a mistyped year is more.
    pub fn check_past(self, now: &Zoned) -> Result<(), NotYet> {
        check_past(self.date, now)
    }

    /// Returns the day.
    #[must_use]
    pub fn date(&self) -> Date {
        self.date
    }

    /// Returns the time of day; `None` when only the day is known.
    #[must_use]
    pub fn time(&self) -> Option<Time> {
        self.time
    }
}

/// Refuses a day of something observed that is later than tomorrow: a clock may be a day behind, a mistyped year is more.
pub(crate) fn check_past(on: Date, now: &Zoned) -> Result<(), NotYet> {
    if days_between(now.date(), on) > 1 { Err(NotYet(on)) } else { Ok(()) }
}

/// Counts the days from the intended day to the actual one: 7 from 15 to 22 March, negative when it came early.
#[must_use]
pub fn days_between(intended: Date, actual: Date) -> i32 {
    (actual - intended).get_days()
}

impl FromStr for Occurred {
    type Err = OccurredError;

    fn from_str(text: &str) -> Result<Self, OccurredError> {
        match calendar::reading(text.trim()) {
            Some((Reading { day: Some(Day::Dated(date)), time }, "")) => Self::new(date, time),
            _ => Err(OccurredError::Unreadable),
        }
    }
}

impl fmt::Display for Occurred {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.date)?;
        match self.time {
            Some(time) => write!(out, "T{}", Clock(time)),
            None => Ok(()),
        }
    }
}

/// Writes a time with its seconds only where it has some.
pub(crate) struct Clock(pub(crate) Time);

impl fmt::Display for Clock {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}", self.0.hour(), self.0.minute())?;
        if self.0.second() != 0 {
            write!(out, ":{:02}", self.0.second())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;

    fn occurred(text: &str) -> Occurred {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_and_a_time_are_read_and_shown_in_iso_form() {
        for (written, shown) in [
            ("2026-03-02", "2026-03-02"),
            (" 2026-03-02 15:00 ", "2026-03-02T15:00"),
            ("2026-03-02T15:00:07", "2026-03-02T15:00:07"),
            ("2 March 2026, 3pm", "2026-03-02T15:00"),
            ("0001-01-01", "0001-01-01"),
            ("9999-12-31T23:59:59", "9999-12-31T23:59:59"),
        ] {
            assert_eq!(occurred(written).to_string(), shown, "{written}");
        }
    }

    #[test]
    fn what_is_no_whole_date_is_refused() {
        for text in [
            "",
            "15:00",
            "2 March",
            "2026-02-30",
            "2026-03-02 x",
            "03/04/2026",
            "0000-01-01",
            "2026-03-02T25:00",
        ] {
            assert_eq!(text.parse::<Occurred>(), Err(OccurredError::Unreadable), "{text}");
        }
    }

    #[test]
    fn a_field_for_a_date_is_read_as_people_say_it() {
        let now: Zoned = "2026-03-04T16:45:30+00:00[UTC]".parse().unwrap();
        for (written, shown) in [
            ("2026-03-02", "2026-03-02"),
            ("last friday", "2026-02-27"),
            (" last friday 15:00 ", "2026-02-27T15:00"),
            ("yesterday", "2026-03-03"),
            ("2 days ago", "2026-03-02"),
            ("3.3.2026", "2026-03-03"),
            ("12 Dec", "2025-12-12"),
            ("2031-01-01", "2031-01-01"),
            ("tomorrow 9:00", "2026-03-05T09:00"),
            ("next fri", "2026-03-06"),
        ] {
            assert_eq!(Occurred::told(written, &now).unwrap().to_string(), shown, "{written}");
        }
        for text in ["", "soon", "last fryday", "2026-02-30", "yesterday: x", "last friday or so"] {
            assert_eq!(Occurred::told(text, &now), Err(OccurredError::NoMoment), "{text}");
        }
    }

    #[test]
    fn a_date_before_the_year_one_is_refused() {
        assert_eq!(Occurred::new(date(0, 12, 31), None), Err(OccurredError::Year(0)));
    }

    #[test]
    fn a_time_is_cut_to_whole_seconds() {
        let exact = Occurred::new(date(2026, 3, 2), Some(time(15, 0, 1, 999_999_999))).unwrap();
        assert_eq!(exact, occurred("2026-03-02T15:00:01"));
    }

    #[test]
    fn a_day_without_a_time_comes_before_its_midnight() {
        let mut days = ["2026-03-03", "2026-03-02T00:00", "2026-03-02"].map(occurred);
        days.sort_unstable();
        assert_eq!(days.map(|day| day.to_string()), ["2026-03-02", "2026-03-02T00:00", "2026-03-03"]);
    }

    #[test]
    fn days_are_counted_from_the_intended_to_the_actual_one() {
        assert_eq!(days_between(date(2026, 3, 15), date(2026, 3, 22)), 7);
        assert_eq!(days_between(date(2026, 3, 1), date(2026, 2, 28)), -1);
        assert_eq!(days_between(date(1, 1, 1), date(9999, 12, 31)), 3_652_058);
    }

    #[test]
    fn json_holds_the_string_form() {
        assert_eq!(serde_json::to_string(&occurred("2026-03-02 15:00")).unwrap(), r#""2026-03-02T15:00""#);
        assert!(serde_json::from_str::<Occurred>(r#""soon""#).is_err());
    }

    proptest! {
        #[test]
        fn every_occurrence_is_read_back_as_it_was(year in 1i16..=9999, day in 1i16..=365, second in prop::option::of(0i32..86_400)) {
            let date = Date::new(year, 1, 1).unwrap().with().day_of_year(day).build().unwrap();
            let time = second.map(|second| Time::midnight().wrapping_add(jiff::Span::new().seconds(second)));
            let occurred = Occurred::new(date, time).unwrap();
            prop_assert_eq!(occurred.to_string().parse::<Occurred>(), Ok(occurred));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            drop(text.parse::<Occurred>());
        }
    }
}
