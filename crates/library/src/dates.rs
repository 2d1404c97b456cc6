//! Dates as tables hold them: in any order, with any mark between the numbers, with the time of day or without.
//!
//! "03/04/2019" is the third of April or the fourth of March. Which, is decided for a whole column, by those of its
//! values that leave no doubt; where none does, such a date is left out rather than guessed.

use hansei_method::occurred::Occurred;
use jiff::civil::{Date, Time};

/// In which order the numbers of a column's dates stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// "27/10/2010": the day first.
    DayFirst,
    /// "10/27/2010": the month first.
    MonthFirst,
    /// Nothing says which: a date that can be read both ways is left out.
    Unclear,
}

/// What the dates of a column look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    /// In which order their numbers stand; it may be changed before the cases are read.
    pub order: DayOrder,
    /// A value that this decides, as it is written; `None` where every date can be read in one way only.
    pub example: Option<String>,
}

impl Dates {
    /// Finds out in which order the values of a column stand.
    ///
    /// A number from 13 to 31 decides; then the name of the column ("Date (dd/mm/yyyy)"); then AM and PM, which are
    /// written where the month comes first.
    pub(crate) fn of<'v>(column: &str, values: impl Iterator<Item = &'v str>) -> Self {
        let mut dates = Self { order: DayOrder::Unclear, example: None };
        let (mut days, mut months, mut halves) = (0_u32, 0_u32, 0_u32);
        for value in values {
            let Some((Numbers { first, second, .. }, rest)) = numbers(value.trim()) else { continue };
            match (first, second) {
                (13..=31, 1..=12) => days += 1,
                (1..=12, 13..=31) => months += 1,
                (1..=12, 1..=12) if first != second => {
                    dates.example.get_or_insert_with(|| value.trim().to_owned());
                }
                _ => {}
            }
            halves += u32::from(half(rest).is_some());
        }
        let column = column.to_ascii_lowercase();
        let is_named = |names: [&str; 3]| names.into_iter().any(|name| column.contains(name));
        dates.order = match (days, months) {
            (1.., 0) => DayOrder::DayFirst,
            (0, 1..) => DayOrder::MonthFirst,
            (0, 0) if is_named(["dd/mm", "dd-mm", "dd.mm"]) => DayOrder::DayFirst,
            (0, 0) if is_named(["mm/dd", "mm-dd", "mm.dd"]) || halves > 0 => DayOrder::MonthFirst,
            _ => DayOrder::Unclear,
        };
        dates
    }

    /// Reads the example, as its column is read: "03/04/2019" as 2019-04-03.
    #[must_use]
    pub fn example_read(&self) -> Option<Occurred> {
        read(self.example.as_deref()?, self.order)
    }
}

/// Whether a value is a date in one order or the other.
pub(crate) fn is_date(value: &str) -> bool {
    read(value, DayOrder::DayFirst).or_else(|| read(value, DayOrder::MonthFirst)).is_some()
}

/// Reads a date, with its time of day where there is one; `None` where it is none, or could be two.
///
/// Midnight is taken for "no time is known", which is what exports mean by it. An offset from UTC is passed over: the
/// time is kept as it was where it was written.
pub(crate) fn read(value: &str, order: DayOrder) -> Option<Occurred> {
    let value = value.trim();
    if value.len() > 60 {
        return None;
    }
    let (date, rest) = year_first(value)
        .or_else(|| in_order(value, order))
        .or_else(|| joined(value))
        .or_else(|| named(value))?;
    let time = time(rest)?;
    Occurred::new(date, time.filter(|time| *time != Time::midnight())).ok()
}

/// Finds the first whole date in a text: "2019-11-29", or one with the name of its month and its year.
pub(crate) fn first_in(text: &str) -> Option<Date> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, character.is_whitespace() || "|()[],*_`\"'".contains(character)) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                tokens.push(&text[from..at]);
                start = None;
            }
            _ => {}
        }
    }
    (0..tokens.len()).find_map(|at| {
        let token = tokens[at];
        if let Some((date, rest)) = year_first(token)
            && !rest.starts_with(|character: char| character.is_alphanumeric() && character != 'T')
        {
            return Some(date);
        }
        let short = tokens[at..].iter().take(4).take_while(|word| word.len() <= 16);
        let words: Vec<&str> = short.map(|word| word.trim_matches([':', '.'])).collect();
        let is_start = token.starts_with(|character: char| character.is_ascii_alphanumeric());
        let widths = (3..=words.len()).rev().filter(|_| is_start);
        widths.into_iter().find_map(|width| named(&words[..width].join(" ")).map(|(date, _)| date))
    })
}

/// Three numbers with the year at their end.
struct Numbers {
    first: i16,
    second: i16,
    year: i16,
}

fn numbers(value: &str) -> Option<(Numbers, &str)> {
    let (first, rest) = digits(value, 2)?;
    let mark = rest.chars().next().filter(|mark| "/-.".contains(*mark))?;
    let (second, rest) = digits(rest.strip_prefix(mark)?, 2)?;
    let rest = rest.strip_prefix(mark)?;
    let (year, after) = digits(rest, 4)?;
    let year = match rest.len() - after.len() {
        4 if year >= 1000 => year,
        // As POSIX has it.
        2 if year < 69 => 2000 + year,
        2 => 1900 + year,
        _ => return None,
    };
    Some((Numbers { first, second, year }, after))
}

fn in_order(value: &str, order: DayOrder) -> Option<(Date, &str)> {
    let (Numbers { first, second, year }, rest) = numbers(value)?;
    let is_day_first = match (first, second) {
        _ if first == second => true,
        (13.., _) => true,
        (_, 13..) => false,
        // With full stops the day comes first wherever dates are written so.
        _ if value.bytes().find(|byte| !byte.is_ascii_digit()) == Some(b'.') => true,
        _ => match order {
            DayOrder::DayFirst => true,
            DayOrder::MonthFirst => false,
            DayOrder::Unclear => return None,
        },
    };
    let (day, month) = if is_day_first { (first, second) } else { (second, first) };
    Some((date(year, month, day)?, rest))
}

fn year_first(value: &str) -> Option<(Date, &str)> {
    let (year, rest) = digits(value, 4).filter(|(year, _)| *year >= 1000)?;
    let mark = rest.chars().next().filter(|mark| "/-.".contains(*mark))?;
    let (month, rest) = digits(rest.strip_prefix(mark)?, 2)?;
    let (day, rest) = digits(rest.strip_prefix(mark)?, 2)?;
    if rest.starts_with(|character: char| character.is_ascii_digit()) {
        return None;
    }
    Some((date(year, month, day)?, rest))
}

/// Reads "20191128".
fn joined(value: &str) -> Option<(Date, &str)> {
    let is_joined = value.len() == 8 && value.bytes().all(|byte| byte.is_ascii_digit());
    let number = |range: std::ops::Range<usize>| value.get(range).filter(|_| is_joined)?.parse().ok();
    let (year, month, day): (i16, i16, i16) = (number(0..4)?, number(4..6)?, number(6..8)?);
    Some((date(year, month, day).filter(|_| (1800..2200).contains(&year))?, ""))
}

/// Reads "Tue, 3 March 2020", "3. March 2020", "March 3rd, 2020"; what follows the year is left.
fn named(value: &str) -> Option<(Date, &str)> {
    if !value.contains(|character: char| character.is_ascii_alphabetic()) {
        return None;
    }
    let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let first = value.split([',', ' ', '.']).next()?.to_ascii_lowercase();
    let is_weekday = weekdays.iter().any(|day| first.starts_with(day)) && value.is_char_boundary(first.len());
    let value = if is_weekday { value[first.len()..].trim_start_matches([',', ' ', '.']) } else { value };
    let mut at = 0;
    // The year ends the date: the first four digits that stand together.
    let end = loop {
        let from = at + value[at..].find(|character: char| character.is_ascii_digit())?;
        let length = value[from..].bytes().take_while(u8::is_ascii_digit).count();
        at = from + length;
        if length == 4 && from > 0 {
            break at;
        }
    };
    let (written, rest) = value.split_at(end);
    let written = written.replace(". ", " ");
    let occurred: Occurred = written.parse().ok()?;
    Some((occurred.date(), rest)).filter(|_| occurred.time().is_none())
}

/// Reads what stands behind a date: nothing, or a time of day; `None` when it is anything else.
#[expect(clippy::option_option, reason = "what is no time is not the same as no time")]
fn time(rest: &str) -> Option<Option<Time>> {
    let rest = rest.trim_start_matches([' ', 'T', 't', ',', '\u{202f}']);
    let rest = rest.strip_prefix("at ").unwrap_or(rest).trim();
    if rest.is_empty() {
        return Some(None);
    }
    let (hour, rest) = digits(rest, 2)?;
    let minute = rest.strip_prefix(':').and_then(|rest| digits(rest, 2));
    let (minute, rest) = match minute {
        Some(found) => found,
        None if half(rest).is_some() => (0, rest),
        None => return None,
    };
    let second = rest.strip_prefix(':').and_then(|rest| digits(rest, 2));
    let (second, rest) = second.unwrap_or((0, rest));
    let fraction = rest.strip_prefix(['.', ',']).unwrap_or(rest);
    let rest = fraction.trim_start_matches(|character: char| character.is_ascii_digit());
    let (hour, rest) = match half(rest) {
        Some((is_afternoon, rest)) if (1..=12).contains(&hour) => {
            (hour % 12 + if is_afternoon { 12 } else { 0 }, rest)
        }
        Some(_) => return None,
        None => (hour, rest),
    };
    let is_zone = |character: char| character.is_ascii_alphanumeric() || "+-: ()/_.".contains(character);
    if rest.len() > 30 || !rest.chars().all(is_zone) {
        return None;
    }
    let [hour, minute, second] = [hour, minute, second].map(|number| i8::try_from(number).unwrap_or(-1));
    Time::new(hour, minute, second, 0).ok().map(Some)
}

/// Reads AM or PM, and whether it is PM.
fn half(rest: &str) -> Option<(bool, &str)> {
    let at = rest.bytes().position(|byte| matches!(byte, b'a' | b'A' | b'p' | b'P'))?;
    let (before, mark) = rest.split_at(at);
    if !before.chars().all(|character| character.is_ascii_digit() || " :T".contains(character)) {
        return None;
    }
    let letters: String = mark.chars().take(4).filter(char::is_ascii_alphabetic).collect();
    let is_afternoon = match letters.to_ascii_lowercase().as_str() {
        "am" => false,
        "pm" => true,
        _ => return None,
    };
    Some((
        is_afternoon,
        mark.trim_start_matches(|character: char| character.is_ascii_alphabetic() || character == '.'),
    ))
}

fn digits(text: &str, most: usize) -> Option<(i16, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).take(most).count();
    Some((text[..length].parse().ok()?, &text[length..]))
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn shown(value: &str, order: DayOrder) -> Option<String> {
        read(value, order).map(|occurred| occurred.to_string())
    }

    #[test]
    fn dates_that_leave_no_doubt_are_read_in_any_column() {
        for (value, expected) in [
            ("2019-11-28", "2019-11-28"),
            ("2019-11-28T03:00:00.000Z", "2019-11-28T03:00"),
            ("2019-11-28 03:00:07+01:00", "2019-11-28T03:00:07"),
            ("2014/3/11", "2014-03-11"),
            ("10/27/2010 07:00", "2010-10-27T07:00"),
            ("27-10-10", "2010-10-27"),
            ("3.4.2019", "2019-04-03"),
            ("4/4/1999 00:00", "1999-04-04"),
            ("20191128", "2019-11-28"),
            ("Tue, 3 Mar 2020 15:30:00 +0000", "2020-03-03T15:30"),
            ("March 3rd, 2020 at 3:30 PM", "2020-03-03T15:30"),
            ("3. February 2020", "2020-02-03"),
            ("Monday, Dec 2, 2019", "2019-12-02"),
        ] {
            assert_eq!(shown(value, DayOrder::Unclear).as_deref(), Some(expected), "{value}");
        }
    }

    #[test]
    fn what_could_be_two_dates_is_read_in_the_order_of_its_column_or_left_out() {
        let value = "03/04/2019 1:05 pm";
        assert_eq!(shown(value, DayOrder::DayFirst).as_deref(), Some("2019-04-03T13:05"));
        assert_eq!(shown(value, DayOrder::MonthFirst).as_deref(), Some("2019-03-04T13:05"));
        assert_eq!(shown(value, DayOrder::Unclear), None);
    }

    #[test]
    fn what_is_no_whole_date_is_left_out() {
        for value in [
            "",
            "2019",
            "2019-11",
            "3/2019",
            "31/02/2019",
            "12:30",
            "soon",
            "1.2.3",
            "2019-11-28 x!",
            "13/13/2019",
        ] {
            assert_eq!(shown(value, DayOrder::DayFirst), None, "{value}");
        }
    }

    #[test]
    fn one_number_beyond_twelve_decides_for_a_column() {
        let of = |values: &[&str]| Dates::of("Date", values.iter().copied()).order;
        assert_eq!(of(&["03/04/2019", "27/10/2010"]), DayOrder::DayFirst);
        assert_eq!(of(&["03/04/2019", "10/27/2010"]), DayOrder::MonthFirst);
        assert_eq!(of(&["27/10/2010", "10/27/2010"]), DayOrder::Unclear);
        assert_eq!(of(&["03/04/2019", "05/06/2019"]), DayOrder::Unclear);
        assert_eq!(of(&["03/04/2019 1:05 PM"]), DayOrder::MonthFirst);
        assert_eq!(Dates::of("Date (DD/MM/YYYY)", ["03/04/2019"].into_iter()).order, DayOrder::DayFirst);
    }

    #[test]
    fn the_first_whole_date_of_a_text_is_found() {
        for (text, expected) in [
            ("| Time | Event |\n| 2024-03-13 HH:mm | Short |", Some(date(2024, 3, 13))),
            ("On Friday 29 November 2019, we scaled", Some(date(2019, 11, 29))),
            ("On Monday 3. February 2020, a", Some(date(2020, 2, 3))),
            ("On Tuesday 22nd June 2021, changes", Some(date(2021, 6, 22))),
            ("(July 2, 2021)", Some(date(2021, 7, 2))),
            ("20202-01-16 12:00, version 1.2.3, 2 July, PM2020-003", None),
        ] {
            assert_eq!(first_in(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            read(&text, DayOrder::MonthFirst);
            first_in(&text);
        }

        #[test]
        fn nothing_like_a_date_panics(text in "[0-9/. :,apmTZ+-]{0,24}") {
            read(&text, DayOrder::DayFirst);
            first_in(&text);
        }
    }
}
