//! When something is to be there, of an intention: a day, a time, a stretch of time, or before what.

use std::ops::Range;

use crate::date::{MONTHS, date_at, is_quarter, is_time_of_thing, is_year};
use crate::prose::{NUMBER, Token};

/// What names a day or a part of one, besides the months.
const DAYS: [&str; 53] = [
    "autumn",
    "birthday",
    "breakfast",
    "christmas",
    "closing",
    "cob",
    "dark",
    "dawn",
    "daybreak",
    "deadline",
    "dinner",
    "dusk",
    "easter",
    "eid",
    "end",
    "eod",
    "eom",
    "eow",
    "eoy",
    "evening",
    "friday",
    "holiday",
    "holidays",
    "hour",
    "lunch",
    "lunchtime",
    "midday",
    "midnight",
    "monday",
    "month",
    "morning",
    "night",
    "noon",
    "opening",
    "quarter",
    "ramadan",
    "saturday",
    "semester",
    "spring",
    "summer",
    "summertime",
    "sunday",
    "sunrise",
    "sunset",
    "term",
    "thanksgiving",
    "thursday",
    "tuesday",
    "wednesday",
    "week",
    "weekend",
    "winter",
    "year",
];
/// What says when without a word before it.
pub(crate) const BY_ITSELF: [&str; 18] = [
    "friday",
    "fridays",
    "monday",
    "mondays",
    "overnight",
    "saturday",
    "saturdays",
    "sunday",
    "sundays",
    "thursday",
    "thursdays",
    "today",
    "tomorrow",
    "tonight",
    "tuesday",
    "tuesdays",
    "wednesday",
    "wednesdays",
];
/// Names of months that are other words without their capital.
const CAPITAL_ONLY: [&str; 7] = ["dec", "jan", "mar", "march", "may", "oct", "sep"];
/// Words that lead to a day.
pub(crate) const LEADS: [&str; 18] = [
    "after",
    "at",
    "before",
    "by",
    "come",
    "during",
    "from",
    "in",
    "next",
    "on",
    "over",
    "since",
    "this",
    "through",
    "throughout",
    "till",
    "until",
    "within",
];
/// What time is counted in.
pub(crate) const UNITS: [&str; 17] = [
    "day",
    "days",
    "fortnight",
    "hour",
    "hours",
    "minute",
    "minutes",
    "month",
    "months",
    "second",
    "seconds",
    "week",
    "weekend",
    "weekends",
    "weeks",
    "year",
    "years",
];
/// Hours in words.
const CLOCK: [&str; 14] = [
    "eight", "eleven", "five", "four", "half", "nine", "one", "quarter", "seven", "six", "ten", "three",
    "twelve", "two",
];
/// Words that lead to anything that happens.
const EVENTS_AFTER: [&str; 3] = ["before", "till", "until"];

/// How many words a day reaches at most.
const NEAR: usize = 5;

/// Says whether a token names a day or a part of one.
pub(crate) fn is_day(token: &Token) -> bool {
    let word = token.word.strip_suffix("'s").unwrap_or(&token.word);
    if token.word == NUMBER {
        return token.is_capital;
    }
    let names = |word: &str| holds(&DAYS, word) || holds(&MONTHS, word);
    let is_named = names(word) || word.strip_suffix('s').is_some_and(names);
    is_named && (token.is_capital || !holds(&CAPITAL_ONLY, word))
}

/// Finds the first day or time by which something is to be there: "by Friday", "within two days", "before dark".
pub(crate) fn day(tokens: &[Token]) -> Option<Range<usize>> {
    let all = days(tokens);
    // Clearer than "before mum's birthday" is a day that stands later on.
    all.iter().find(|run| has_date(tokens, run)).or_else(|| all.first()).cloned()
}

/// Lists all runs that say when, in order.
pub(crate) fn days(tokens: &[Token]) -> Vec<Range<usize>> {
    let (mut days, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        match day_at(tokens, at) {
            Some(run) => {
                at = run.end;
                if !is_when_it_was_meant(tokens, &run) {
                    days.push(run);
                }
            }
            None => at += 1,
        }
    }
    days
}

/// Finds a run that says when and begins here.
pub(crate) fn day_at(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let own = word(tokens, at);
    if holds(&BY_ITSELF, own) {
        return Some(at..at + 1);
    }
    if let Some(date) = date_at(tokens, at) {
        return Some(date);
    }
    if matches!(own, "each" | "every" | "this" | "next") {
        let near = (at + 1..at + 4)
            .find(|near| is_day(&tokens[*near.min(&(tokens.len() - 1))]) && *near < tokens.len());
        let is_again = || own == "this" && matches!(word(tokens, at + 1), "time");
        return near.map(|near| at..day_end(tokens, near + 1)).or_else(|| is_again().then_some(at..at + 2));
    }
    if !holds(&LEADS, own) {
        return None;
    }
    let near = |from: usize| {
        (from..tokens.len().min(from + NEAR))
            .take_while(|near| !is_mark(word(tokens, *near)) || word(tokens, *near) == "-")
    };
    let is_other_thing = |near: &usize| {
        let is_led = matches!(
            word(tokens, *near),
            "the" | "a" | "an" | "my" | "our" | "this" | "that" | "each" | "every"
        );
        is_led && *near > at + 1 && word(tokens, *near - 1) != "of"
    };
    let until_next =
        || near(at + 1).take_while(|near| !holds(&LEADS, word(tokens, *near)) && !is_other_thing(near));
    let found = until_next().find(|near| {
        is_day(&tokens[*near]) && !is_time_of_thing(tokens, *near)
            || is_time(tokens, at, *near)
            || *near == at + 1 && is_year(tokens, *near)
            || is_quarter(tokens, *near)
    });
    if let Some(found) = found {
        return Some(at..day_end(tokens, found + 1));
    }
    let is_event = holds(&EVENTS_AFTER, own) && at + 1 < tokens.len();
    let end = near(at + 1).find(|near| is_subject(word(tokens, *near)) || holds(&LEADS, word(tokens, *near)));
    let last = near(at + 1).last()?;
    is_event.then(|| at..end.unwrap_or(last + 1)).filter(|run| run.len() > 1)
}

/// Goes on over the number of a day, a year, "am" and "of March".
pub(crate) fn day_end(tokens: &[Token], mut end: usize) -> usize {
    loop {
        let next = word(tokens, end);
        let is_more = next == NUMBER && !holds(&UNITS, word(tokens, end + 1)) && word(tokens, end + 1) != "%"
            || matches!(next, "am" | "pm" | "st" | "nd" | "rd" | "th" | "o'clock" | "sharp")
            || next == ","
                && word(tokens, end + 1) == NUMBER
                && tokens.get(end + 1).is_some_and(|year| year.source.len() == 4)
            || tokens.get(end).is_some_and(is_day);
        let is_of = tokens.get(end + 1).is_some_and(|after| {
            let is_clock = next == "at" && (after.word == NUMBER || holds(&CLOCK, &after.word));
            is_clock || matches!(next, "of" | "at") && is_day(after)
        });
        let of_quarter = next == "of" && word(tokens, end + 1) == "q" && word(tokens, end + 2) == NUMBER;
        let of_hour = matches!(next, "past" | "to") && matches!(word(tokens, end - 1), "half" | "quarter");
        let of_half = next == "a" && word(tokens, end + 1) == "." && word(tokens, end + 2) == "m";
        let of_other_half = next == "p" && word(tokens, end + 1) == "." && word(tokens, end + 2) == "m";
        end += match (is_more, is_of || of_hour, of_quarter || of_half || of_other_half) {
            (true, ..) => 1,
            (_, true, _) => 2,
            (.., true) => 3,
            _ => return end,
        };
    }
}

/// Says whether a number near a word that leads to a day is a day, a time, or a stretch of time: "at 17:00", "on the 3rd",
/// "within two days", and not "by 30 %", "at 80 bar".
fn is_time(tokens: &[Token], lead: usize, at: usize) -> bool {
    let (own, next) = (word(tokens, at), word(tokens, at + 1));
    let leads = word(tokens, lead);
    let is_near = at <= lead + 2;
    if holds(&UNITS, own) {
        return is_near && matches!(leads, "in" | "within" | "over")
            || at == lead + 3 && matches!(leads, "in" | "within");
    }
    let is_clock = own == NUMBER || holds(&CLOCK, own);
    let ends = next.is_empty()
        || is_mark(next)
        || matches!(
            next,
            "am" | "pm"
                | "a"
                | "p"
                | "sharp"
                | "o'clock"
                | "th"
                | "st"
                | "nd"
                | "rd"
                | "and"
                | "on"
                | "in"
                | "with"
                | "without"
                | "i"
                | "we"
                | "no"
                | "so"
                | "at"
                | "every"
                | "for"
        )
        || tokens.get(at + 1).is_some_and(is_day);
    let is_half_past = matches!((own, next), ("half" | "quarter", "past" | "to"));
    is_clock
        && (ends || is_half_past)
        && is_near
        && matches!(leads, "after" | "at" | "by" | "before" | "until" | "till" | "on" | "from" | "since")
        && word(tokens, at - 1) != "$"
}

/// Says whether a run holds a day that stands in a calendar, or a time.
pub(crate) fn has_date(tokens: &[Token], run: &Range<usize>) -> bool {
    tokens[run.clone()]
        .iter()
        .any(|token| token.word == NUMBER || is_day(token) || holds(&BY_ITSELF, &token.word))
}

/// Says whether a day at the start says when something was meant, and not until when: "On 3 May I wanted to show".
fn is_when_it_was_meant(tokens: &[Token], run: &Range<usize>) -> bool {
    let next = word(tokens, run.end);
    let at = run.end + usize::from(next == ",");
    run.start == 0
        && is_subject(word(tokens, at))
        && matches!(
            word(tokens, at + 1),
            "wanted"
                | "hoped"
                | "meant"
                | "aimed"
                | "planned"
                | "tried"
                | "intended"
                | "had"
                | "was"
                | "were"
        )
}

/// Borrows a word, empty past the end.
pub(crate) fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.word.as_str())
}

/// Says whether a list that is in order holds a word.
pub(crate) fn holds(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// Says whether a token is a mark that ends a phrase.
pub(crate) fn is_mark(word: &str) -> bool {
    matches!(word, "." | "!" | "?" | "," | ";" | ":" | "-" | "(" | ")")
}

/// Says whether a word is the writer, as the one who acts.
pub(crate) fn is_subject(word: &str) -> bool {
    matches!(word, "i" | "i'd" | "i'll" | "i'm" | "we" | "we'll" | "we'd" | "we're")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::Prose;

    fn found(text: &str) -> Option<&str> {
        let prose = Prose::of(text);
        day(&prose.tokens).map(|run| &text[prose.source(&run)])
    }

    #[test]
    fn lists_that_are_searched_are_in_order() {
        let lists: [&[&str]; 7] = [&DAYS, &BY_ITSELF, &CAPITAL_ONLY, &LEADS, &UNITS, &CLOCK, &EVENTS_AFTER];
        for list in lists {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn a_day_is_found_as_people_say_it() {
        for (text, day) in [
            ("deliver it by March 15 under $200K", "by March 15"),
            ("done by the end of Q3", "by the end of Q3"),
            ("within two working days of it", "within two working days"),
            ("home before dark with all", "before dark"),
            ("see her on the 3rd of March", "on the 3rd of March"),
            ("ship it tomorrow", "tomorrow"),
            ("Lose weight until my wedding", "until my wedding"),
            ("at 17:00 sharp", "at 17:00 sharp"),
            ("Ship it on 12/06/2026", "on 12/06/2026"),
            ("Ship it 2026-06-12", "2026-06-12"),
            ("Launch 3 May with all", "3 May"),
            ("Launch May 3", "May 3"),
            ("Send it by COB", "by COB"),
            ("Send it by the end of June", "by the end of June"),
            ("Close the deal in Q3", "in Q3"),
            ("Win the cup in 2024", "in 2024"),
            ("in bed by half past eight, and asleep", "by half past eight"),
        ] {
            assert_eq!(found(text), Some(day), "{text}");
        }
    }

    #[test]
    fn a_share_a_pressure_and_the_day_of_wishing_are_no_deadlines() {
        for text in [
            "cut it by 30%",
            "run it at 80 bar",
            "in case they may leave",
            "Catch the 7:42 train",
            "house 2024 people in 2024 homes",
            "On 3 May I wanted to show that we care",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
