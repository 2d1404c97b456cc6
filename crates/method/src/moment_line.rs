//! One typed line of a timeline: when it was, what happened, and the marks at its end.

use crate::account::{Known, Moment};
use crate::calendar;
use crate::when::When;

/// What the marks at the end of a typed line say, in any order: "17:20 the dumps are empty [the log] ~ !".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks<'a> {
    /// How it is known: the words in square brackets.
    pub source: Option<&'a str>,
    /// Whether it was known at the time; `~` says that it came out later.
    pub known: Known,
    /// Whether the writer decided something here: `!`.
    pub decision: bool,
}

/// Splits a typed line into what stands before its marks, without blanks at the end, and what the marks say.
///
/// A mark stands apart from the words: in "Stop!" there is none. A line is never only marks, and has at most one source.
#[must_use]
pub fn split_marks(line: &str) -> (&str, Marks<'_>) {
    let (mut rest, mut marks) = (line.trim_end(), Marks::default());
    loop {
        if let Some(before) = marked(rest, '~') {
            (rest, marks.known) = (before, Known::Later);
        } else if let Some(before) = marked(rest, '!') {
            (rest, marks.decision) = (before, true);
        } else if marks.source.is_none()
            && let Some((before, inside)) = split_brackets(rest)
        {
            (rest, marks.source) = (before, Some(inside));
        } else {
            return (rest, marks);
        }
    }
}

/// Takes words in square brackets off the end of a line; `None` where there are none, or where nothing stands before them.
#[must_use]
pub fn split_brackets(line: &str) -> Option<(&str, &str)> {
    let (before, inside) = line.strip_suffix(']')?.rsplit_once('[')?;
    let (before, inside) = (before.trim_end(), inside.trim());
    (!before.trim_start().is_empty() && !inside.is_empty() && !inside.contains(']'))
        .then_some((before, inside))
}

/// Writes a moment as the line that it is read from, with its time first and its marks at the end.
///
/// What a line cannot say is written all the same and reads otherwise: a time in words of one's own, and line breaks.
#[must_use]
pub fn write_moment_line(moment: &Moment) -> String {
    let source = moment.source.as_ref().map_or_else(String::new, |source| format!(" [{source}]"));
    let later = if moment.known == Known::Later { " ~" } else { "" };
    let decision = if moment.decision { " !" } else { "" };
    format!("{}: {}{source}{later}{decision}", moment.when, moment.what)
}

/// Takes a mark off the end; one that belongs to the last word ("Stop!") stays, and so does one that stands alone.
fn marked(line: &str, mark: char) -> Option<&str> {
    let before = line.strip_suffix(mark)?;
    let stands_apart = before.ends_with([']', '~', '!']) || before.ends_with(char::is_whitespace);
    Some(before.trim_end()).filter(|before| stands_apart && !before.trim_start().is_empty())
}

/// Splits a typed line into when it was and what happened: "17:20 the pump stopped".
///
/// Understood at the start are a day, a time, both, two of them joined ("15 to 22 September"), "after", "about" and
/// the like before them, "then", and a remark after them that a colon closes ("23:27 and on: …"). A colon, comma or
/// dash after the time is passed over. Without any of these the whole line is what happened, then.
#[must_use]
pub fn split_moment_line(line: &str) -> (When, &str) {
    let line = line.trim();
    if let Some(rest) = calendar::skip_words(line, "then").filter(|rest| is_end(rest)) {
        return (When::Then, what(rest));
    }
    let Some(end) = expression(line) else {
        return (When::Then, line);
    };
    let (written, rest) = line.split_at(end);
    match written.parse() {
        Ok(when) => (when, what(rest)),
        Err(_) => (When::Then, line),
    }
}

/// What may stand before a day or a time without making it another one.
const BEFORE: [&str; 16] = [
    "after",
    "before",
    "about",
    "around",
    "approximately",
    "approx.",
    "ca.",
    "by",
    "from",
    "since",
    "until",
    "till",
    "shortly after",
    "shortly before",
    "just after",
    "just before",
];

/// What may join two days or times.
const JOINTS: [&str; 8] = ["to", "until", "till", "and", "-", "–", "—", "/"];

/// Finds where the time at the start of a line ends, in bytes; `None` when the line starts with something else.
fn expression(line: &str) -> Option<usize> {
    let first = skip_before(line);
    let mut rest = point(first).or_else(|| bare_day_range(first))?;
    if let Some(second) = skip_joint(rest).and_then(|second| point(skip_before(second))) {
        rest = second;
    }
    rest = zone(rest);
    if let Some(remark) = remark(rest) {
        rest = remark;
    }
    is_end(rest).then(|| line.len() - rest.len())
}

/// Passes over one day, month of a year, weekday, or time, with another time after a qualifier: "1 February, about 18:00".
fn point(text: &str) -> Option<&str> {
    let Some((reading, rest)) = calendar::reading(text) else {
        return month_of_year(text).or_else(|| weekday(text));
    };
    if reading.time.is_some() {
        return Some(rest);
    }
    let comma = rest.strip_prefix(',').map_or(rest, calendar::skip_space);
    let qualified = skip_before(calendar::skip_space(comma));
    if qualified.len() < calendar::skip_space(comma).len()
        && let Some((_, rest)) = calendar::time(qualified)
    {
        return Some(rest);
    }
    Some(rest)
}

/// Passes over "Thursday" before a colon, and "Thursday 22:40"; in "Friday deploys are risky" it is no time.
fn weekday(text: &str) -> Option<&str> {
    let (_, rest) = calendar::weekday(text, true)?;
    let timed = calendar::time_after(rest).map(|(_, rest)| rest);
    timed.or_else(|| Some(rest).filter(|rest| rest.starts_with(':')))
}

/// Passes over "April 1999".
fn month_of_year(text: &str) -> Option<&str> {
    let (_, rest) = calendar::month(text)?;
    let spaced = calendar::skip_space(rest);
    let (_, after) = calendar::digits(spaced, 4..=4)?;
    (spaced.len() < rest.len()).then_some(after)
}

/// Passes over "15 to 22 September" and "15–22 September 1999", where the first day borrows the month of the second.
fn bare_day_range(text: &str) -> Option<&str> {
    let (_, rest) = calendar::digits(text, 1..=2)?;
    calendar::day(skip_joint(rest)?).map(|(_, rest)| rest)
}

fn skip_before(text: &str) -> &str {
    let text = text.strip_prefix('~').unwrap_or(text);
    BEFORE.into_iter().find_map(|word| calendar::skip_words(text, word)).map_or(text, calendar::skip_space)
}

fn skip_joint(text: &str) -> Option<&str> {
    let text = calendar::skip_space(text);
    JOINTS.into_iter().find_map(|joint| {
        let is_word = joint.starts_with(|first: char| first.is_ascii_alphabetic());
        let rest = if is_word { calendar::skip_words(text, joint) } else { text.strip_prefix(joint) };
        rest.map(calendar::skip_space)
    })
}

fn zone(text: &str) -> &str {
    ["UTC", "GMT"].into_iter().find_map(|zone| calendar::skip_words(text, zone)).unwrap_or(text)
}

/// Passes over a short remark that a colon closes: "23:27 and on: …".
fn remark(text: &str) -> Option<&str> {
    ["and on", "and after", "and later", "onwards", "on", "or so", "at the latest"]
        .into_iter()
        .filter_map(|words| calendar::skip_words(text, words))
        .find(|rest| rest.starts_with(':'))
}

/// Says whether a time may end here: at a space, the end, or punctuation that is not part of a word.
fn is_end(rest: &str) -> bool {
    let mut next = rest.chars();
    match next.next() {
        None => true,
        Some(':' | ',' | ';' | '.') => next.next().is_none_or(char::is_whitespace),
        Some(next) => next.is_whitespace() || matches!(next, '–' | '—'),
    }
}

/// Passes over what separates the time from what happened.
fn what(rest: &str) -> &str {
    let rest = rest.trim_start();
    let separator = rest.strip_prefix([':', ',', ';', '.', '-', '–', '—']);
    separator
        .filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
        .unwrap_or(rest)
        .trim_start()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_is_split_after_its_time() {
        for (line, when, rest) in [
            ("17:20 an engineer takes a snapshot", "17:20", "an engineer takes a snapshot"),
            ("2026-03-02 09:40: said yes", "2026-03-02 09:40", "said yes"),
            ("2026-03-02 — said yes", "2026-03-02", "said yes"),
            ("3:30 pm, the call", "15:30", "the call"),
            ("23 September, 09:00 engine start", "23 September, 09:00", "engine start"),
            ("23 September, 09:00:46 UTC: engine start", "23 September, 09:00:46 UTC", "engine start"),
            ("11 December 1998: launch.", "1998-12-11", "launch."),
            ("April 1999: corrected files arrived", "April 1999", "corrected files arrived"),
            ("15 to 22 September: solutions", "15 to 22 September", "solutions"),
            ("15–22 September 1999: solutions", "15–22 September 1999", "solutions"),
            ("after 23:00: the directory is emptied", "after 23:00", "the directory is emptied"),
            ("about 23:27 the engineer removes it", "about 23:27", "the engineer removes it"),
            ("23:27 and on: the database is down", "23:27 and on", "the database is down"),
            ("1 February, about 18:00: the site is back", "1 February, about 18:00", "the site is back"),
            ("17:20 - 18:00 it hangs", "17:20 - 18:00", "it hangs"),
            ("then the pump stopped", "then", "the pump stopped"),
            ("Thu 19 Nov 22:40: said no", "Thu 19 Nov 22:40", "said no"),
            ("Fri 20 Nov 2026, 15:00: said no", "2026-11-20 15:00", "said no"),
            ("Thursday: said no", "Thursday", "said no"),
            ("Thursday at noon she came", "Thursday at noon", "she came"),
            ("Then, nothing", "then", "nothing"),
            ("17:20", "17:20", ""),
            ("  03:15 \u{202e}tsurt  ", "03:15", "\u{202e}tsurt"),
        ] {
            let (read, what) = split_moment_line(line);
            assert_eq!((read.to_string().as_str(), what), (when, rest), "{line}");
        }
    }

    #[test]
    fn a_line_without_a_time_is_all_what_happened() {
        for line in [
            "the pump stopped",
            "5 people left",
            "about 5 people left",
            "Then-CEO Smith resigned",
            "12 eggs broke",
            "1:1 with Anna",
            "May was cold",
            "Friday deploys are risky",
            "Sun in my eyes: I missed it",
            "3/4 of it failed",
            "http://example.org: gone",
            "17:20.3.1 shipped",
            "",
            "Cruise, the following months: files were used",
            "after lunch: asleep",
            "2026-13-40 x",
        ] {
            assert_eq!(split_moment_line(line), (When::Then, line), "{line}");
        }
    }

    #[test]
    fn the_marks_at_the_end_of_a_line_are_read_in_any_order() {
        let marks = |source, known, decision| Marks { source, known, decision };
        for (line, rest, read) in [
            ("17:20 empty [the files] ~", "17:20 empty", marks(Some("the files"), Known::Later, false)),
            ("then we flew on ! [minutes]", "then we flew on", marks(Some("minutes"), Known::Then, true)),
            ("we flew on [ minutes ] ~! ", "we flew on", marks(Some("minutes"), Known::Later, true)),
            ("we flew on [one] [two]", "we flew on [one]", marks(Some("two"), Known::Then, false)),
            ("  we flew on", "  we flew on", Marks::default()),
        ] {
            assert_eq!(split_marks(line), (rest, read), "{line}");
        }
    }

    #[test]
    fn marks_that_belong_to_the_words_stay_there() {
        for line in
            ["he shouted Stop!", "[sic]", "about 5 [] left", "said x]", "see [a [1]]", "!", "~", " !", ""]
        {
            assert_eq!(split_marks(line), (line, Marks::default()), "{line}");
        }
    }

    #[test]
    fn a_line_of_a_megabyte_is_split_at_once() {
        let line = format!("17:20 {}", "about 23:27 and ".repeat(70_000));
        assert_eq!(split_moment_line(&line).0, "17:20".parse().unwrap());
    }

    /// Says whether a text begins with what belongs to the time before it: "17:20 utc" is a time alone.
    fn begins_with_zone(what: &str) -> bool {
        zone(what.trim_start()) != what.trim_start()
    }

    proptest! {
        #[test]
        fn a_line_keeps_every_word_of_what_happened(time in "(|17:20|2 May|about 3pm|then|15 to )", what in "[a-z ]{0,30}") {
            prop_assume!(!begins_with_zone(&what));
            let line = format!("{time} {what}");
            prop_assert!(line.trim_end().ends_with(split_moment_line(&line).1));
            prop_assert!(split_moment_line(&line).1.len() >= what.trim().len());
        }

        #[test]
        fn a_moment_is_read_again_from_the_line_that_it_is_written_as(
            time in "(|17:20|2 May|2026-03-02 09:40|about 3pm|after 23:00|then|15 to 22 September) ?",
            what in "[a-z]{1,9}( [a-z]{1,9}){0,3}", marks in "( \\[the log\\]| ~| !){0,3}",
        ) {
            prop_assume!(!begins_with_zone(&what));
            let read = |line: &str| {
                let (rest, marks) = split_marks(line);
                let (when, what) = split_moment_line(rest);
                let source = marks.source.map(|source| source.parse().unwrap());
                Moment { number: 0, when, what: what.parse().unwrap(), source, known: marks.known, decision: marks.decision }
            };
            let moment = read(&format!("{time} {what}{marks}"));
            prop_assert_eq!(read(&write_moment_line(&moment)), moment);
        }

        #[test]
        fn no_line_panics(line in any::<String>(), start in "[0-9:. ~aptoT-]{0,12}") {
            for line in [format!("{start}{line}"), line] {
                prop_assert!(line.trim().ends_with(split_moment_line(&line).1));
            }
        }
    }
}
