//! Days and times as they are read: "Wed 13 May", with the year where it is not this one.

use hansei_method::occurred::Occurred;
use jiff::civil::{Date, Time};
use jiff::{Timestamp, Zoned};

/// Writes a day short: "Wed 13 May", and "Tue 30 September 2025" in another year.
pub(crate) fn short(day: Date, today: Date) -> String {
    let format = if day.year() == today.year() { "%a %-d %b" } else { "%a %-d %b %Y" };
    day.strftime(format).to_string()
}

/// Writes a day without its weekday and year, as it stands under the year it belongs to: "13 May".
pub(crate) fn bare(day: Date) -> String {
    day.strftime("%-d %b").to_string()
}

/// Writes a day in full: "Thursday 14 May".
pub(crate) fn full(day: Date) -> String {
    day.strftime("%A %-d %B").to_string()
}

/// Writes a day with its year: "30 September 2025".
pub(crate) fn dated(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// Writes a time of day, with seconds where it has some: "15:00".
pub(crate) fn clock(time: Time) -> String {
    let format = if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
    time.strftime(format).to_string()
}

/// Writes when something happened: "Wed 13 May, 15:00", or the day alone where no time is known.
pub(crate) fn occurred(when: Occurred, today: Date) -> String {
    let day = short(when.date(), today);
    when.time().map_or_else(|| day.clone(), |time| format!("{day}, {}", clock(time)))
}

/// Writes a moment of the program's own clock in the person's zone: "Wed 13 May, 15:02".
pub(crate) fn stamp(at: Timestamp, now: &Zoned) -> String {
    let there = at.to_zoned(now.time_zone().clone());
    format!("{}, {}", short(there.date(), now.date()), there.strftime("%H:%M"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_of_another_year_names_it() {
        let today = date(2026, 5, 14);
        assert_eq!(short(date(2026, 5, 13), today), "Wed 13 May");
        assert_eq!(short(date(2025, 9, 30), today), "Tue 30 Sep 2025");
    }

    #[test]
    fn the_ends_of_the_calendar_are_written() {
        let today = date(2026, 5, 14);
        for day in ["0001-01-01", "9999-12-31T23:59:59"] {
            assert!(!occurred(day.parse().unwrap(), today).is_empty());
        }
        assert_eq!(occurred("2026-05-13T15:00:07".parse().unwrap(), today), "Wed 13 May, 15:00:07");
    }

    #[test]
    fn the_program_s_clock_is_told_in_the_zone_of_the_person() {
        let now: Zoned = "2026-05-14T10:00:00+02:00[Europe/Berlin]".parse().unwrap();
        assert_eq!(stamp("2026-05-13T22:30:00Z".parse().unwrap(), &now), "Thu 14 May, 00:30");
    }
}
