//! Days, times and entries as they are said in the terminal.

use hansei_method::account::Actual;
use hansei_method::intention::Slot;
use hansei_method::occurred::Occurred;
use hansei_store::Listed;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Says a day: "Wed 13 May 2026".
pub(crate) fn day(date: Date) -> String {
    // jiff writes years below 1000 without zeros, which reads like another number.
    format!("{} {:04}", date.strftime("%a %-d %b"), date.year())
}

/// Says when something happened: the day, and the time where it is known.
pub(crate) fn occurred(occurred: Occurred) -> String {
    match occurred.time() {
        Some(time) if time.second() != 0 => {
            format!("{}, {}", day(occurred.date()), time.strftime("%H:%M:%S"))
        }
        Some(time) => format!("{}, {}", day(occurred.date()), time.strftime("%H:%M")),
        None => day(occurred.date()),
    }
}

/// Says when something was saved, in the person's own time zone.
pub(crate) fn moment(at: Timestamp, zone: &TimeZone) -> String {
    let at = at.to_zoned(zone.clone());
    format!("{}, {}", day(at.date()), at.strftime("%H:%M"))
}

/// Says what was meant: "by Sun 15 Mar 2026", "under $200K".
pub(crate) fn meant(slot: &Slot) -> String {
    match slot {
        Slot::Deadline(deadline) => format!("by {}", occurred(*deadline)),
        other => other.to_string(),
    }
}

/// Says what came of it.
pub(crate) fn came(actual: &Actual) -> String {
    match actual {
        Actual::Date(date) => occurred(*date),
        other => other.to_string(),
    }
}

/// Says how far a review has come, in a word for a table.
pub(crate) fn stage(line: &Listed) -> &'static str {
    use hansei_method::stage::StageKind;
    match line.stage {
        StageKind::Captured => "captured",
        StageKind::Intended => "1 of 4",
        StageKind::Happened => "2 of 4",
        StageKind::Why => "3 of 4",
        StageKind::Next => "4 of 4",
        StageKind::Done => "finished",
    }
}

/// Counts things: "1 entry", "2 entries".
pub(crate) fn count(number: impl TryInto<u64> + Copy, one: &str, many: &str) -> String {
    let number = number.try_into().unwrap_or(0);
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Reads a day that is typed: an ISO or written date, "today", "tomorrow", "monday", "3 days", "in 2 weeks".
/// A weekday is the next one to come.
pub(crate) fn coming_day(text: &str, now: &Zoned) -> Option<Date> {
    let text = text.trim().to_lowercase();
    let today = now.date();
    match text.as_str() {
        "today" => return Some(today),
        "tomorrow" => return today.tomorrow().ok(),
        _ => {}
    }
    if let Ok(read) = text.parse::<Occurred>() {
        return read.time().is_none().then(|| read.date());
    }
    let mut words = text.strip_prefix("in ").unwrap_or(&text).split_whitespace();
    let (first, second, rest) = (words.next()?, words.next(), words.next());
    if second.is_none() {
        return weekday(first, today);
    }
    let number: i64 = if matches!(first, "a" | "one") { 1 } else { first.parse().ok()? };
    let span = match second?.trim_end_matches('s') {
        "day" => jiff::Span::new().try_days(number),
        "week" => jiff::Span::new().try_weeks(number),
        "month" => jiff::Span::new().try_months(number),
        _ => return None,
    };
    rest.is_none().then(|| today.checked_add(span.ok()?).ok())?
}

fn weekday(word: &str, today: Date) -> Option<Date> {
    let date = (1..=7).filter_map(|days| today.checked_add(jiff::Span::new().days(days)).ok());
    date.into_iter().find(|date| {
        let name = date.strftime("%A").to_string().to_lowercase();
        word.len() >= 3 && name.starts_with(word)
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn now() -> Zoned {
        "2026-05-13T10:00:00+02:00[Europe/Berlin]".parse().unwrap()
    }

    #[test]
    fn a_coming_day_is_read_as_people_say_it() {
        for (text, day) in [
            ("2026-06-01", date(2026, 6, 1)),
            ("1 June 2026", date(2026, 6, 1)),
            ("tomorrow", date(2026, 5, 14)),
            ("Wednesday", date(2026, 5, 20)),
            ("fri", date(2026, 5, 15)),
            ("3 days", date(2026, 5, 16)),
            ("in 2 weeks", date(2026, 5, 27)),
            ("in a month", date(2026, 6, 13)),
        ] {
            assert_eq!(coming_day(text, &now()), Some(day), "{text}");
        }
        for text in ["", "soon", "in 2 fortnights", "fr", "99999999999 days", "2 weeks or so"] {
            assert_eq!(coming_day(text, &now()), None, "{text}");
        }
    }

    #[test]
    fn days_are_said_with_their_year() {
        assert_eq!(day(date(2026, 5, 13)), "Wed 13 May 2026");
        assert_eq!(day(date(1, 1, 1)), "Mon 1 Jan 0001");
    }
}
