//! How people write days and times: "2026-03-02", "23 September 1999", "17:20", "3:30 pm".
//!
//! Every reader looks at the start of a text and returns what it understood with the rest; `None` leaves all of it.
//! A number followed by more of itself ("17:20.5.1", "2026-03-02-7") is not read, so that no version, ratio or
//! address turns into a date.

use jiff::civil::{self, Date, Time, Weekday};

/// A day as written, with or without its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day {
    /// A whole date.
    Dated(Date),
    /// Month and day; the year is left to the reader.
    Yearless(i8, i8),
}

/// A day, a time, or a day with a time; never neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) day: Option<Day>,
    pub(crate) time: Option<Time>,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// Reads a day with an optional time after it, or a time alone.
pub(crate) fn reading(text: &str) -> Option<(Reading, &str)> {
    if let Some((date, rest)) = iso_date(text)
        && let Some(rest) = rest.strip_prefix(['T', 't'])
    {
        let (time, rest) = time(rest)?;
        return Some((Reading { day: Some(Day::Dated(date)), time: Some(time) }, rest));
    }
    let Some((day, rest)) = day(text) else {
        let (time, rest) = time(text)?;
        return Some((Reading { day: None, time: Some(time) }, rest));
    };
    let (time, rest) = time_after(rest).map_or((None, rest), |(time, rest)| (Some(time), rest));
    Some((Reading { day: Some(day), time }, rest))
}

/// Reads a day: ISO, "2.3.2026", "23 September 1999", "March 2, 2026", and the last two without a year; each may have its
/// weekday before it, "Thu 19 Nov", but not another one.
pub(crate) fn day(text: &str) -> Option<(Day, &str)> {
    let (weekday, text) = weekday_before(text).map_or((None, text), |(day, rest)| (Some(day), rest));
    let numbers = iso_date(text).or_else(|| dotted_date(text)).map(|(date, rest)| (Day::Dated(date), rest));
    numbers
        .or_else(|| day_then_month(text))
        .or_else(|| month_then_day(text))
        .filter(|(_, rest)| is_apart(rest))
        .filter(|(day, _)| match (weekday, day) {
            (Some(weekday), Day::Dated(date)) => date.weekday() == weekday,
            _ => true,
        })
}

/// Passes over the name of a weekday before something else: "Thu ", "Thursday, ", "Thu. ".
fn weekday_before(text: &str) -> Option<(Weekday, &str)> {
    let (weekday, rest) = weekday(text, true)?;
    let rest = rest.strip_prefix(['.', ',']).unwrap_or(rest);
    Some((weekday, skip_space(rest))).filter(|(_, after)| after.len() < rest.len())
}

/// Reads the time that follows a day, after a space, a comma or "at"; "noon" too.
pub(crate) fn time_after(text: &str) -> Option<(Time, &str)> {
    let rest = skip_space(text);
    let rest = skip_space(rest.strip_prefix(',').unwrap_or(rest));
    if rest.len() == text.len() {
        return None;
    }
    let rest = skip_words(rest, "at").map_or(rest, skip_space);
    let noon = ["noon", "midday"].into_iter().find_map(|noon| skip_words(rest, noon));
    noon.map(|rest| (civil::time(12, 0, 0, 0), rest)).or_else(|| time(rest))
}

/// Reads a time of day: "15:00", "09:00:46", "3pm", "3:30 p.m.".
pub(crate) fn time(text: &str) -> Option<(Time, &str)> {
    let (hour, rest) = digits(text, 1..=2)?;
    let (minute, rest) = sixty(rest).map_or((None, rest), |(minute, rest)| (Some(minute), rest));
    let half = ["am", "a.m.", "a.m", "pm", "p.m.", "p.m"].into_iter().find_map(|half| {
        let rest = skip_words(skip_space(rest), half)?;
        Some((half.starts_with('p'), rest))
    });
    if let Some((is_afternoon, rest)) = half {
        let hour = i8::try_from(hour).ok().filter(|hour| (1..=12).contains(hour))?;
        let hour = hour % 12 + if is_afternoon { 12 } else { 0 };
        return Some((Time::new(hour, minute.unwrap_or(0), 0, 0).ok()?, rest))
            .filter(|(_, rest)| is_apart(rest));
    }
    let (second, rest) = sixty(rest).map_or((0, rest), |(second, rest)| (second, rest));
    let time = Time::new(i8::try_from(hour).ok()?, minute?, second, 0).ok()?;
    Some((time, rest)).filter(|(_, rest)| is_apart(rest))
}

/// Reads the name of a weekday, or its short form where `is_short_allowed`.
pub(crate) fn weekday(text: &str, is_short_allowed: bool) -> Option<(Weekday, &str)> {
    let (name, rest) = letters(text);
    let name = name.to_ascii_lowercase();
    let is_named = |full: &str| {
        name == full || is_short_allowed && (3..=5).contains(&name.len()) && full.starts_with(&name)
    };
    let (_, weekday) = WEEKDAYS.into_iter().find(|(full, _)| is_named(full))?;
    Some((weekday, rest)).filter(|(_, rest)| is_apart(rest))
}

/// Reads the name of a month, in full or by its first three or more letters with or without a full stop.
pub(crate) fn month(text: &str) -> Option<(i8, &str)> {
    let (name, rest) = letters(text);
    let name = name.to_ascii_lowercase();
    let (full, month) =
        MONTHS.iter().zip(1..).find(|(full, _)| name.len() >= 3 && full.starts_with(&name))?;
    let rest = rest.strip_prefix('.').filter(|_| name.len() < full.len()).unwrap_or(rest);
    Some((month, rest))
}

/// Passes over words at the start of a text, whatever their case, with any spaces between them; `None` when other
/// words stand there.
pub(crate) fn skip_words<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let mut rest = text;
    for word in words.split(' ') {
        rest = skip_space(rest);
        rest = rest
            .get(..word.len())
            .filter(|start| start.eq_ignore_ascii_case(word))
            .map(|_| &rest[word.len()..])?;
        if rest.starts_with(char::is_alphanumeric) {
            return None;
        }
    }
    Some(rest)
}

/// Passes over spaces, but not over line breaks.
pub(crate) fn skip_space(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\u{a0}', '\u{202f}'])
}

/// Reads a number with so many digits, and no more of them.
pub(crate) fn digits(text: &str, count: std::ops::RangeInclusive<usize>) -> Option<(i16, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).take(count.end() + 1).count();
    let number = text.get(..end).filter(|_| count.contains(&end))?;
    Some((number.parse().ok()?, &text[end..]))
}

fn letters(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_alphabetic).take(12).count())
}

/// Reads ":00" to ":59".
fn sixty(text: &str) -> Option<(i8, &str)> {
    let (number, rest) = digits(text.strip_prefix(':')?, 2..=2)?;
    Some((i8::try_from(number).ok().filter(|number| *number < 60)?, rest))
}

fn iso_date(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = digits(text, 4..=4)?;
    let (month, rest) = digits(rest.strip_prefix('-')?, 2..=2)?;
    let (day, rest) = digits(rest.strip_prefix('-')?, 2..=2)?;
    Some((date(year, i8::try_from(month).ok()?, day)?, rest)).filter(|_| year > 0)
}

/// Reads day, month and year with full stops between them: wherever dates are written so, the day comes first.
fn dotted_date(text: &str) -> Option<(Date, &str)> {
    let (day, rest) = digits(text, 1..=2)?;
    let (month, rest) = digits(rest.strip_prefix('.')?, 1..=2)?;
    let (year, rest) = digits(rest.strip_prefix('.')?, 4..=4)?;
    Some((date(year, i8::try_from(month).ok()?, day)?, rest)).filter(|_| year > 0)
}

/// Says whether a text is three numbers as a date has them, or a day and a month by its name, whatever they say:
/// "2026-02-31", "31.02.2026 15:00", "30 February", "Fri 31 April". A ratio, a version and an address are not.
pub(crate) fn looks_like_day(text: &str) -> bool {
    let text = weekday_before(text).map_or(text, |(_, rest)| rest);
    let are_numbers =
        |rest: &str| rest.chars().all(|character| character.is_ascii_digit() || " ,:".contains(character));
    let day_first = || Some(month(skip_space(day_of_month(text)?.1))?.1);
    let month_first = || Some(day_of_month(month(text)?.1.strip_prefix(' ')?)?.1);
    if let Some(rest) = day_first().or_else(month_first) {
        return are_numbers(rest);
    }
    let (day, time) = text.split_once([' ', 'T', 't']).unwrap_or((text, ""));
    // A program writes its time zone behind the time.
    let time = time.strip_suffix(['Z', 'z']).or_else(|| Some(time.split_once(['+', '-'])?.0)).unwrap_or(time);
    if !are_numbers(time) {
        return false;
    }
    ['-', '.', '/'].into_iter().any(|between| {
        let numbers: Vec<&str> = day.split(between).collect();
        let are_digits = numbers.iter().all(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        let lengths: Vec<usize> = numbers.iter().map(|number| number.len()).collect();
        // A year of five digits is in no calendar here, and still meant as one.
        are_digits && matches!(lengths[..], [4..=6, 1..=2, 1..=2] | [1..=2, 1..=2, 4..=6])
    })
}

fn day_then_month(text: &str) -> Option<(Day, &str)> {
    let (day, rest) = day_of_month(text)?;
    let rest = skip_space(rest);
    let (month, rest) = month(skip_words(rest, "of").map_or(rest, skip_space))?;
    with_year(month, day, rest)
}

fn month_then_day(text: &str) -> Option<(Day, &str)> {
    let (month, rest) = month(text)?;
    let spaced = skip_space(rest);
    if spaced.len() == rest.len() {
        return None;
    }
    let (day, rest) = day_of_month(spaced)?;
    with_year(month, day, rest)
}

fn day_of_month(text: &str) -> Option<(i16, &str)> {
    let (day, rest) = digits(text, 1..=2)?;
    let ordinal = ["st", "nd", "rd", "th"].into_iter().find_map(|ending| skip_words(rest, ending));
    Some((day, ordinal.unwrap_or(rest)))
}

/// Adds the year if one of four digits follows; a day that its month does not have is no day.
fn with_year(month: i8, day: i16, rest: &str) -> Option<(Day, &str)> {
    let spaced = skip_space(rest);
    let spaced = skip_space(spaced.strip_prefix(',').unwrap_or(spaced));
    if spaced.len() < rest.len()
        && let Some((year, after)) =
            digits(spaced, 4..=4).filter(|(year, after)| *year >= 1000 && is_apart(after))
    {
        return Some((Day::Dated(date(year, month, day)?), after));
    }
    // 2000 had a 29 February.
    date(2000, month, day)?;
    Some((Day::Yearless(month, i8::try_from(day).ok()?), rest))
}

fn date(year: i16, month: i8, day: i16) -> Option<Date> {
    Date::new(year, month, i8::try_from(day).ok()?).ok()
}

/// Says whether what was read ends here, and is not the start of a longer number or word.
fn is_apart(rest: &str) -> bool {
    let mut next = rest.chars();
    match next.next() {
        Some('.' | ':' | '-' | '/' | ',' | '–') => !next.next().is_some_and(|next| next.is_ascii_digit()),
        Some(next) => !(next.is_alphanumeric() || next == '_'),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time as at};
    use proptest::prelude::*;

    use super::*;

    fn dated(text: &str) -> Option<(Date, &str)> {
        match day(text)? {
            (Day::Dated(date), rest) => Some((date, rest)),
            (Day::Yearless(..), _) => None,
        }
    }

    #[test]
    fn a_day_is_read_in_the_ways_people_write_it() {
        for text in [
            "2026-03-02",
            "2 March 2026",
            "2nd of March 2026",
            "02 Mar 2026",
            "2 mar. 2026",
            "March 2, 2026",
            "MARCH 2 2026",
            "mar 2nd, 2026",
            "2.3.2026",
            "02.03.2026",
        ] {
            assert_eq!(dated(text), Some((date(2026, 3, 2), "")), "{text}");
        }
        for text in ["Mon 2 March 2026", "Monday, March 2, 2026", "mon. 2026-03-02", "MONDAY 2.3.2026"] {
            assert_eq!(dated(text), Some((date(2026, 3, 2), "")), "{text}");
        }
        assert_eq!(day("Thu 19 Nov 22:40"), Some((Day::Yearless(11, 19), " 22:40")));
        assert_eq!(day("15 Sept, later"), Some((Day::Yearless(9, 15), ", later")));
        assert_eq!(day("February 29"), Some((Day::Yearless(2, 29), "")));
    }

    #[test]
    fn a_day_that_is_not_in_the_calendar_is_no_day() {
        for text in [
            "2026-02-30",
            "31 April 2026",
            "30 February",
            "0000-01-01",
            "29 Feb 2023",
            "2026-03-02-7",
            "12 Marchs",
            "31.02.2026",
            "2.3.2026.1",
            "2.3.26",
            "Tue 2 March 2026",
            "Mon",
            "Monday2 March 2026",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!(dated("0001-01-01 x"), Some((date(1, 1, 1), " x")));
        assert_eq!(dated("9999-12-31"), Some((date(9999, 12, 31), "")));
    }

    #[test]
    fn what_looks_like_a_day_need_not_be_one() {
        for text in [
            "2026-02-31",
            "31.02.2026",
            "31/02/2026",
            "2026-02-31 15:00",
            "2026-02-31T15:00",
            "31 April",
            "31 april 2026",
            "31st Apr",
            "April 31",
            "Feb 30, 2026",
        ] {
            assert!(looks_like_day(text), "{text}");
        }
        for text in [
            "",
            "Note",
            "Server 2",
            "3",
            "10:30",
            "1.2.3",
            "192.168.10.2",
            "555-1234",
            "2/3",
            "3 marbles",
            "3 may be",
            "may 3 times",
            "marbles 31",
            "mar31",
        ] {
            assert!(!looks_like_day(text), "{text}");
        }
    }

    #[test]
    fn a_time_is_read_in_the_ways_people_write_it() {
        for text in ["15:00", "3pm", "3 PM", "3:00 p.m.", "15:00:00"] {
            assert_eq!(time(text), Some((at(15, 0, 0, 0), "")), "{text}");
        }
        assert_eq!(time("12am"), Some((at(0, 0, 0, 0), "")));
        assert_eq!(time("12:30 pm."), Some((at(12, 30, 0, 0), ".")));
        assert_eq!(time("09:00:46 UTC"), Some((at(9, 0, 46, 0), " UTC")));
    }

    #[test]
    fn a_number_that_goes_on_is_no_time() {
        for text in [
            "25:00",
            "12:60",
            "15",
            "1:1",
            "13pm",
            "0am",
            "3pms",
            "10:20:30:40",
            "192:16",
            "15:00-16",
            "15:00h",
        ] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn a_weekday_is_short_only_where_that_is_allowed() {
        assert_eq!(weekday("Friday 15:00", false), Some((Weekday::Friday, " 15:00")));
        assert_eq!(weekday("sun", false), None);
        assert_eq!(weekday("thurs", true), Some((Weekday::Thursday, "")));
    }

    proptest! {
        #[test]
        fn no_text_makes_a_reader_panic(text in any::<String>()) {
            reading(&text);
            weekday(&text, true);
        }

        #[test]
        fn what_is_left_is_the_end_of_the_text(text in "[0-9]{1,2}[: ]?[a-zA-Z0-9:. -]{0,20}") {
            if let Some((_, rest)) = reading(&text) {
                prop_assert!(text.ends_with(rest));
            }
        }
    }
}
