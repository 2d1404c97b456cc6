//! When a moment of a timeline was: as exact as the person can say, and no more exact than that.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use crate::calendar::{self, Day, Reading};
use crate::occurred::Clock;
use crate::written::written;

/// The most characters that the words for a moment's time may have.
pub const MOST_WHEN_CHARACTERS: usize = 200;

/// When a moment was. Times are to the second, in the time zone that the timeline names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum When {
    /// After the moment before it: "then".
    #[default]
    Then,
    /// On a day.
    Date(Date),
    /// On a day, at a time.
    DateTime(DateTime),
    /// At a time, on a day that the timeline makes clear.
    Time(Time),
    /// In words, kept as they were written: "after 23:00", "15 to 22 September".
    Words(WhenWords),
}

written!(
    When,
    "When",
    "When a moment was: \"then\", a date, a time, a date and time, or up to 200 characters of words, which are kept as written.",
    "2026-03-02 09:40",
    "17:20",
    "then",
    "about 23:27"
);

/// Words for a time that is not exact: one line that is neither blank nor a date, a time or "then".
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WhenWords(String);

/// Why a text cannot say when a moment was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhenError {
    /// More than [`MOST_WHEN_CHARACTERS`]; carries the length in characters.
    #[error(
        "the time has {0} characters; keep it to {MOST_WHEN_CHARACTERS} and put the rest into what happened"
    )]
    TooLong(usize),
    /// A line break or another control character.
    #[error("the time has to fit on one line; take out the line break or control character")]
    NotOneLine,
}

impl When {
    /// Returns the day and the time of day where they are known; `None` for "then" and for words.
    #[must_use]
    pub fn civil(&self) -> Option<(Option<Date>, Option<Time>)> {
        match self {
            Self::Then | Self::Words(_) => None,
            Self::Date(date) => Some((Some(*date), None)),
            Self::DateTime(moment) => Some((Some(moment.date()), Some(moment.time()))),
            Self::Time(time) => Some((None, Some(*time))),
        }
    }
}

impl WhenWords {
    /// Borrows the words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for When {
    type Err = WhenError;

    fn from_str(text: &str) -> Result<Self, WhenError> {
        let text = text.trim();
        if text.is_empty() || text.eq_ignore_ascii_case("then") {
            return Ok(Self::Then);
        }
        if let Some((reading, "")) = calendar::reading(text) {
            match reading {
                Reading { day: Some(Day::Dated(date)), time: None } => return Ok(Self::Date(date)),
                Reading { day: Some(Day::Dated(date)), time: Some(time) } => {
                    return Ok(Self::DateTime(date.to_datetime(time)));
                }
                Reading { day: None, time: Some(time) } => return Ok(Self::Time(time)),
                Reading { .. } => {}
            }
        }
        if text.chars().any(char::is_control) {
            return Err(WhenError::NotOneLine);
        }
        let characters = text.chars().count();
        if characters > MOST_WHEN_CHARACTERS {
            return Err(WhenError::TooLong(characters));
        }
        Ok(Self::Words(WhenWords(text.to_owned())))
    }
}

impl fmt::Display for When {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Then => out.write_str("then"),
            Self::Date(date) => write!(out, "{date}"),
            Self::DateTime(moment) => write!(out, "{} {}", moment.date(), Clock(moment.time())),
            Self::Time(time) => write!(out, "{}", Clock(*time)),
            Self::Words(words) => out.write_str(&words.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;

    fn when(text: &str) -> When {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_understood_is_shown_in_iso_form() {
        for (written, shown) in [
            ("", "then"),
            (" Then ", "then"),
            ("2026-03-02", "2026-03-02"),
            ("23 September 1999", "1999-09-23"),
            ("15 Sep 1998 09:00:46", "1998-09-15 09:00:46"),
            ("31 January 2017, 17:20", "2017-01-31 17:20"),
            ("2026-03-02T09:40", "2026-03-02 09:40"),
            ("17:20", "17:20"),
            ("3pm", "15:00"),
        ] {
            assert_eq!(when(written).to_string(), shown, "{written}");
            assert!(!matches!(when(written), When::Words(_)), "{written}");
        }
    }

    #[test]
    fn anything_else_stays_as_it_was_written() {
        for written in [
            "after 23:00",
            "about 23:27",
            "cruise, the following months",
            "15 to 22 September",
            "03/04/2026",
            "23 September, 09:00",
            "2026-02-30",
            "09:04:52 UTC",
            "≈ noon",
        ] {
            assert!(matches!(when(written), When::Words(_)), "{written}");
            assert_eq!(when(written).to_string(), written);
        }
    }

    #[test]
    fn words_that_cannot_be_kept_are_refused() {
        assert_eq!("a\0".parse::<When>(), Err(WhenError::NotOneLine));
        assert_eq!("a\nb".parse::<When>(), Err(WhenError::NotOneLine));
        assert_eq!("é".repeat(201).parse::<When>(), Err(WhenError::TooLong(201)));
        assert!("é".repeat(200).parse::<When>().is_ok());
    }

    #[test]
    fn a_moment_tells_its_day_and_time_only_when_it_has_them() {
        assert_eq!(when("2026-03-02").civil(), Some((Some(date(2026, 3, 2)), None)));
        assert_eq!(when("2026-03-02 09:40").civil(), Some((Some(date(2026, 3, 2)), Some(time(9, 40, 0, 0)))));
        assert_eq!(when("9:40").civil(), Some((None, Some(time(9, 40, 0, 0)))));
        assert_eq!(when("then").civil(), None);
        assert_eq!(when("later").civil(), None);
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back_as_it_was(text in any::<String>()) {
            if let Ok(when) = text.parse::<When>() {
                prop_assert_eq!(when.to_string().parse::<When>(), Ok(when));
            }
        }

        #[test]
        fn every_date_and_time_is_read_back_as_it_was(year in 1i16..=9999, day in 1i16..=365, second in 0i32..86_400) {
            let date = Date::new(year, 1, 1).unwrap().with().day_of_year(day).build().unwrap();
            let time = Time::midnight().wrapping_add(jiff::Span::new().seconds(second));
            for when in [When::Date(date), When::DateTime(date.to_datetime(time)), When::Time(time)] {
                prop_assert_eq!(when.to_string().parse::<When>(), Ok(when));
            }
        }
    }
}
