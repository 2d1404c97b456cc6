//! The words at the start of a captured text that say when it happened: "yesterday:", "last friday 15:00:".

use jiff::civil::{self, Date, Time, Weekday};
use jiff::{Span, Zoned};

use crate::calendar::{self, Day};
use crate::occurred::Occurred;

/// The most characters that the words before the colon may have.
const MOST_CHARACTERS: usize = 40;

/// When a text says it happened, the words that said it, and the text after their colon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prefix<'a> {
    pub(crate) occurred: Occurred,
    pub(crate) words: &'a str,
    pub(crate) rest: &'a str,
}

/// Reads the words at the very start of a text; `None` when it starts otherwise, or with a moment that is still to come.
pub(crate) fn prefix<'a>(text: &'a str, now: &Zoned) -> Option<Prefix<'a>> {
    let ((date, time), rest) = moment(text, now)?;
    let words = text[..text.len() - rest.len()].trim_end();
    let rest = rest.strip_prefix([':', '：'])?;
    let is_past = date < now.date() || date == now.date() && time.is_none_or(|time| time <= now.time());
    if !is_past || words.chars().count() > MOST_CHARACTERS {
        return None;
    }
    Some(Prefix { occurred: Occurred::new(date, time).ok()?, words, rest })
}

/// Returns the words before the colon of a text that look like a day, where [`prefix`] did not read one from them:
/// a day that is in no calendar, or one that is still to come. Words that merely stand before a colon are no such head.
pub(crate) fn unread_day<'a>(text: &'a str, now: &Zoned) -> Option<&'a str> {
    let colon = |(at, sign): (usize, char)| {
        let after = &text[at + sign.len_utf8()..];
        // The colon of a time goes on with a digit.
        let ends = matches!(sign, ':' | '：') && !after.starts_with(|next: char| next.is_ascii_digit());
        ends.then_some(at)
    };
    let head = text[..text.char_indices().find_map(colon)?].trim_end();
    if head.chars().count() > MOST_CHARACTERS || prefix(text, now).is_some() {
        return None;
    }
    let start = calendar::skip_words(head, "on").map_or(head, calendar::skip_space);
    let is_a_day =
        moment(head, now).or_else(|| to_come(start, now)).is_some_and(|(_, rest)| is_meant_as_time(rest));
    (is_a_day || is_stretch(start) || calendar::looks_like_day(start)).then_some(head)
}

/// Says whether what follows a day may be meant as a time, one that no clock shows or that is told in words: "at nine",
/// "25:00", "in the evening", "T14:30Z".
fn is_meant_as_time(rest: &str) -> bool {
    const WORDS: [&str; 36] = [
        "a", "about", "after", "am", "around", "at", "before", "by", "ca", "early", "eight", "eleven",
        "evening", "five", "four", "half", "in", "late", "midnight", "morning", "night", "nine", "o'clock",
        "oclock", "one", "past", "pm", "quarter", "seven", "six", "ten", "the", "three", "to", "twelve",
        "two",
    ];
    let is_number = |character: char| {
        character.is_ascii_digit() || matches!(character, ':' | '.' | '+' | '-' | 'T' | 'Z' | 'h')
    };
    rest.split([' ', ',', '\u{a0}', '\u{202f}'])
        .filter(|word| !word.is_empty())
        .all(|word| WORDS.binary_search(&word.to_lowercase().as_str()).is_ok() || word.chars().all(is_number))
}

/// Says whether words name a time that is no single day.
fn is_stretch(words: &str) -> bool {
    const STRETCHES: [&str; 4] = ["week", "weekend", "month", "year"];
    ["last", "this"].into_iter().filter_map(|which| calendar::skip_words(words, which)).any(|rest| {
        let rest = calendar::skip_space(rest);
        STRETCHES.iter().any(|stretch| calendar::skip_words(rest, stretch).is_some_and(str::is_empty))
    })
}

/// Reads a whole text as a moment, as a person says it in a field for a date: past or to come.
pub(crate) fn whole_moment(text: &str, now: &Zoned) -> Option<(Date, Option<Time>)> {
    let text = text.trim();
    let (moment, _) = moment(text, now).or_else(|| to_come(text, now)).filter(|(_, rest)| rest.is_empty())?;
    Some(moment)
}

type Moment = (Date, Option<Time>);

/// Reads a moment at the start of a text, and passes over the space behind it.
fn moment<'a>(text: &'a str, now: &Zoned) -> Option<(Moment, &'a str)> {
    let start = calendar::skip_words(text, "on").map_or(text, calendar::skip_space);
    let (moment, rest) = ago(start, now).or_else(|| on_a_day(start, now))?;
    Some((moment, calendar::skip_space(rest)))
}

/// Reads "tomorrow" and "next friday", with a time or without.
fn to_come<'a>(text: &'a str, now: &Zoned) -> Option<(Moment, &'a str)> {
    let (date, rest) = match (calendar::skip_words(text, "tomorrow"), calendar::skip_words(text, "next")) {
        (Some(rest), _) => (now.date().tomorrow().ok()?, rest),
        (None, next) => {
            let (weekday, rest) = calendar::weekday(calendar::skip_space(next?), true)?;
            (now.date().nth_weekday(1, weekday).ok()?, rest)
        }
    };
    let (time, rest) = calendar::time_after(rest).map_or((None, rest), |(time, rest)| (Some(time), rest));
    Some(((date, time), calendar::skip_space(rest)))
}

/// Reads "2 days ago", "a week ago", "an hour ago".
fn ago<'a>(text: &'a str, now: &Zoned) -> Option<(Moment, &'a str)> {
    let (count, rest) = count(text)?;
    let rest = calendar::skip_space(rest);
    let (unit, rest) = ["minute", "hour", "day", "week", "month", "year"].into_iter().find_map(|unit| {
        let rest =
            calendar::skip_words(rest, unit).or_else(|| calendar::skip_words(rest, &format!("{unit}s")))?;
        Some((unit, calendar::skip_words(rest, "ago")?))
    })?;
    let count = i64::from(count);
    let span = match unit {
        "minute" => Span::new().minutes(count),
        "hour" => Span::new().hours(count),
        "day" => Span::new().days(count),
        "week" => Span::new().weeks(count),
        "month" => Span::new().months(count),
        _ => Span::new().years(count),
    };
    let then = now.checked_sub(span).ok()?;
    let time = matches!(unit, "minute" | "hour").then(|| to_the_minute(then.time()));
    Some(((then.date(), time), rest))
}

fn count(text: &str) -> Option<(i16, &str)> {
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let single = ["a", "an"].into_iter().map(|word| (1, word));
    let counted = (1..)
        .zip(words)
        .chain(single)
        .find_map(|(count, word)| Some((count, calendar::skip_words(text, word)?)));
    counted.or_else(|| calendar::digits(text, 1..=4))
}

/// Reads a named or written day with an optional time, or a time today.
fn on_a_day<'a>(text: &'a str, now: &Zoned) -> Option<(Moment, &'a str)> {
    let today = now.date();
    if let Some(rest) = calendar::skip_words(text, "last night") {
        return last_night(rest, today);
    }
    // "Thu 19 Nov" before "Thursday".
    if calendar::day(text).is_none()
        && let Some((date, rest)) = named(text, today)
    {
        let (time, rest) = calendar::time_after(rest).map_or((None, rest), |(time, rest)| (Some(time), rest));
        return Some(((date, time), rest));
    }
    let (reading, rest) = calendar::reading(text)?;
    let date = match reading.day {
        Some(Day::Dated(date)) => date,
        Some(Day::Yearless(month, day)) => most_recent(month, day, today)?,
        None => today,
    };
    Some(((date, reading.time), rest))
}

/// Reads what follows "last night"; its small hours were already today.
fn last_night(rest: &str, today: Date) -> Option<(Moment, &str)> {
    let yesterday = today.yesterday().ok()?;
    match calendar::time_after(rest) {
        Some((time, rest)) if time.hour() < 12 => Some(((today, Some(time)), rest)),
        Some((time, rest)) => Some(((yesterday, Some(time)), rest)),
        None => Some(((yesterday, None), rest)),
    }
}

fn named(text: &str, today: Date) -> Option<(Date, &str)> {
    if let Some(rest) = calendar::skip_words(text, "the day before yesterday") {
        return Some((today.checked_sub(Span::new().days(2)).ok()?, rest));
    }
    if let Some(rest) = calendar::skip_words(text, "yesterday") {
        return Some((today.yesterday().ok()?, skip_part_of_day(rest)));
    }
    if let Some(rest) = calendar::skip_words(text, "today") {
        return Some((today, rest));
    }
    if let Some(rest) = calendar::skip_words(text, "this") {
        let after = skip_part_of_day(rest);
        return (after.len() < rest.len()).then_some((today, after));
    }
    let last = calendar::skip_words(text, "last");
    let (weekday, rest) = calendar::weekday(last.map_or(text, calendar::skip_space), last.is_some())?;
    Some((before(weekday, today)?, rest))
}

fn skip_part_of_day(text: &str) -> &str {
    let parts = ["morning", "noon", "afternoon", "evening", "night"];
    parts.into_iter().find_map(|part| calendar::skip_words(text, part)).unwrap_or(text)
}

/// Finds the last such weekday before today; a week ago when today is one.
fn before(weekday: Weekday, today: Date) -> Option<Date> {
    today.nth_weekday(-1, weekday).ok()
}

/// Finds the last such day of a year, today included; 29 February may be eight years back.
fn most_recent(month: i8, day: i8, today: Date) -> Option<Date> {
    let years = (0..=8).map_while(|back| today.year().checked_sub(back));
    years.filter_map(|year| Date::new(year, month, day).ok()).find(|date| *date <= today)
}

/// Cuts a time to its minute.
pub(crate) fn to_the_minute(time: Time) -> Time {
    civil::time(time.hour(), time.minute(), 0, 0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::{self, TimeZone};
    use proptest::prelude::*;

    use super::*;

    /// Wednesday, 4 March 2026, 16:45:30.
    fn now() -> Zoned {
        date(2026, 3, 4).at(16, 45, 30, 0).to_zoned(TimeZone::UTC).unwrap()
    }

    fn read(text: &str) -> Option<String> {
        prefix(text, &now()).map(|prefix| prefix.occurred.to_string())
    }

    #[test]
    fn days_and_times_before_a_colon_are_read() {
        for (text, occurred) in [
            ("yesterday:", "2026-03-03"),
            ("YESTERDAY at 3pm:", "2026-03-03T15:00"),
            ("yesterday evening 19:30:", "2026-03-03T19:30"),
            ("the day before yesterday:", "2026-03-02"),
            ("today:", "2026-03-04"),
            ("today 14:30:", "2026-03-04T14:30"),
            ("this morning:", "2026-03-04"),
            ("last night:", "2026-03-03"),
            ("last night 23:10:", "2026-03-03T23:10"),
            ("last night 1am:", "2026-03-04T01:00"),
            ("friday:", "2026-02-27"),
            ("on Tuesday:", "2026-03-03"),
            ("wednesday:", "2026-02-25"),
            ("last friday 15:00:", "2026-02-27T15:00"),
            ("last fri 3:30 pm:", "2026-02-27T15:30"),
            ("2 days ago:", "2026-03-02"),
            ("3 weeks ago:", "2026-02-11"),
            ("a week ago:", "2026-02-25"),
            ("two months ago:", "2026-01-04"),
            ("an hour ago:", "2026-03-04T15:45"),
            ("2026-03-02:", "2026-03-02"),
            ("2026-03-02 15:00:", "2026-03-02T15:00"),
            ("2026-03-02T15:00:", "2026-03-02T15:00"),
            ("2 March 2026:", "2026-03-02"),
            ("March 2, 2026:", "2026-03-02"),
            ("12 Jan:", "2026-01-12"),
            ("12 Dec 9:00:", "2025-12-12T09:00"),
            ("4 March:", "2026-03-04"),
            ("29 February:", "2024-02-29"),
            ("15:00:", "2026-03-04T15:00"),
            ("0001-01-01:", "0001-01-01"),
            ("3.3.2026:", "2026-03-03"),
            ("03.03.2026 15:00:", "2026-03-03T15:00"),
            ("Mon 2 Mar 2026, 15:00:", "2026-03-02T15:00"),
            ("Mon 2 Mar 2026:", "2026-03-02"),
            ("Monday 2 March:", "2026-03-02"),
            ("yesterday at noon:", "2026-03-03T12:00"),
        ] {
            assert_eq!(read(&format!("{text} x")).as_deref(), Some(occurred), "{text}");
        }
    }

    #[test]
    fn the_words_are_given_back_as_they_were_written() {
        let prefix = prefix("Last  Friday 15:00 : the call", &now()).unwrap();
        assert_eq!((prefix.words, prefix.rest), ("Last  Friday 15:00", " the call"));
    }

    #[test]
    fn anything_else_is_text() {
        for text in [
            "TODO: x",
            "12:30 the pump failed",
            "http://x",
            "Note: x",
            "yesterday I fell: x",
            "sun: x",
            "today",
            "",
            "yesterdays: x",
            "the meeting yesterday: x",
            "2026-02-30: x",
            "99 bottles: x",
            "10:20:30:40 x",
            "last week's plan: x",
            "this: x",
            "a: b",
            "2 days: x",
            "0:5: x",
            ": x",
            "9999 years ago: x",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&format!("yesterday{}: x", " ".repeat(40))), Some("2026-03-03".to_owned()));
        assert_eq!(read(&format!("last{}friday: x", " ".repeat(40))), None);
    }

    #[test]
    fn what_is_still_to_come_has_not_happened() {
        for text in ["2031-01-01: x", "2026-03-05: x", "today 16:46: x", "23:00: x", "9999-12-31: x"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("today 16:45: x").as_deref(), Some("2026-03-04T16:45"));
    }

    #[test]
    fn a_head_that_looks_like_a_day_and_was_not_read_is_named() {
        for (text, words) in [
            ("2026-02-31: x", "2026-02-31"),
            ("31.02.2026: x", "31.02.2026"),
            ("2026-02-31 15:00: x", "2026-02-31 15:00"),
            ("2026-02-31:x", "2026-02-31"),
            ("on 31 April: x", "on 31 April"),
            ("tomorrow: x", "tomorrow"),
            ("Tomorrow 9:00 : x", "Tomorrow 9:00"),
            ("next friday: x", "next friday"),
            ("2099-01-01: x", "2099-01-01"),
            ("03/04/2026: x", "03/04/2026"),
            ("23:00: x", "23:00"),
            ("yesterday 25:00: x", "yesterday 25:00"),
            ("2026-03-02 24:30: x", "2026-03-02 24:30"),
            ("last friday 9:75: x", "last friday 9:75"),
            ("last week: x", "last week"),
            ("This  weekend : x", "This  weekend"),
            ("10000-01-01: x", "10000-01-01"),
            ("1.1.10000: x", "1.1.10000"),
            ("last tuesday at 9: x", "last tuesday at 9"),
            ("yesterday at nine: x", "yesterday at nine"),
            ("2026-03-02T14:30:00Z: x", "2026-03-02T14:30:00Z"),
            ("2026-03-02T14:30:00+02:00: x", "2026-03-02T14:30:00+02:00"),
            ("Tue 2 March 2026: x", "Tue 2 March 2026"),
        ] {
            assert_eq!(unread_day(text, &now()), Some(words), "{text}");
        }
    }

    #[test]
    fn words_before_a_colon_are_not_taken_for_a_day() {
        for text in [
            "Note: x",
            "Friday deploys: x",
            "yesterday I fell: x",
            "Server 2: x",
            "1.2.3: x",
            "192.168.10.2: x",
            "10:20:30:40 x",
            "12:30 the pump failed",
            "2026-02-31 it broke",
            "the day 2026-02-31: x",
            "last fryday: x",
            "tomorrow we see: x",
            "yesterday 3 of us: x",
            "last week of term: x",
            "this: x",
            "yesterday: x",
            "2026-03-02: x",
            "",
            ":",
        ] {
            assert_eq!(unread_day(text, &now()), None, "{text}");
        }
    }

    #[test]
    fn hours_ago_are_counted_through_a_change_of_clocks() {
        let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        let now = date(2026, 3, 29).at(3, 30, 0, 0).to_zoned(berlin).unwrap();
        let occurred = |text| prefix(text, &now).unwrap().occurred.to_string();
        assert_eq!(occurred("an hour ago: x"), "2026-03-29T01:30");
        // That time did not exist, but a person may still have written it down.
        assert_eq!(occurred("today 02:30: x"), "2026-03-29T02:30");
    }

    proptest! {
        #[test]
        fn no_text_and_no_moment_panics(
            start in "(yesterday|last friday|29 feb|9999 (days|months|hours) ago|31 dec|last night|friday|)( 2:30)?:?",
            text in any::<String>(),
            second in jiff::Timestamp::MIN.as_second()..=jiff::Timestamp::MAX.as_second(),
            offset in -25i8..=25,
        ) {
            let zone = TimeZone::fixed(tz::offset(offset));
            let now = jiff::Timestamp::from_second(second).unwrap().to_zoned(zone);
            prefix(&format!("{start}{text}"), &now);
            prefix(&text, &now);
            unread_day(&format!("{start}{text}"), &now);
            unread_day(&text, &now);
            whole_moment(&format!("{start}{text}"), &now);
        }
    }
}
