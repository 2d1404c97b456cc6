//! Days that say which one they are: "3 May", "12/06/2026", "Q3", "in 2024"; none of their numbers counts anything.

use std::ops::Range;

use crate::day::{LEADS, day_end, holds, is_subject, word};
use crate::prose::{NUMBER, Token};

/// Months, as they stand beside the number of a day.
pub(crate) const MONTHS: [&str; 24] = [
    "apr",
    "april",
    "aug",
    "august",
    "dec",
    "december",
    "feb",
    "february",
    "jan",
    "january",
    "jul",
    "july",
    "jun",
    "june",
    "mar",
    "march",
    "may",
    "nov",
    "november",
    "oct",
    "october",
    "sep",
    "sept",
    "september",
];
/// The bytes of the longest time of day; a date has more.
const LONGEST_TIME: usize = 5;

/// Says whether a month stands here.
pub(crate) fn is_month(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.is_capital && holds(&MONTHS, &token.word))
}

/// Says whether a number is the year of something: "in 2024", and not "in 2024 homes".
pub(crate) fn is_year(tokens: &[Token], at: usize) -> bool {
    let lead = at.checked_sub(1).map_or("", |before| word(tokens, before));
    let next = word(tokens, at + 1);
    let is_counted =
        next.starts_with(char::is_alphabetic) && !is_subject(next) && !holds(&LEADS, next) && next != "and";
    tokens[at].word == NUMBER
        && tokens[at].source.len() == 4
        && (holds(&LEADS, lead) || lead == "of")
        && !matches!(lead, "at" | "over" | "within" | "from")
        && !is_counted
        && next != "%"
}

/// Finds a day that says which one it is without a word before it: "3 May", "May 3", "12/06/2026", "Q3".
pub(crate) fn date_at(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let token = &tokens[at];
    let is_number = |at: usize| word(tokens, at) == NUMBER;
    let is_whole = token.word == NUMBER && token.is_capital && token.source.len() > LONGEST_TIME;
    let is_of_month = is_number(at) && is_month(tokens, at + 1) || is_month(tokens, at) && is_number(at + 1);
    if is_whole {
        return Some(at..day_end(tokens, at + 1));
    }
    (is_of_month || is_quarter(tokens, at)).then(|| at..day_end(tokens, at + 2))
}

/// Says whether a quarter of a year stands here: "Q3".
pub(crate) fn is_quarter(tokens: &[Token], at: usize) -> bool {
    let is_joined = |number: &Token| number.word == NUMBER && number.source.start == tokens[at].source.end;
    tokens[at].word == "q" && tokens[at].is_capital && tokens.get(at + 1).is_some_and(is_joined)
}

/// Says whether a time of day is the name of something: "before the 7:42 train".
pub(crate) fn is_time_of_thing(tokens: &[Token], at: usize) -> bool {
    let is_the = at > 0 && matches!(word(tokens, at - 1), "the" | "a" | "an" | "my" | "our");
    let next = word(tokens, at + 1);
    is_the
        && tokens[at].word == NUMBER
        && tokens[at].source.len() <= LONGEST_TIME
        && next.starts_with(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::Prose;

    #[test]
    fn lists_that_are_searched_are_in_order() {
        assert!(MONTHS.is_sorted());
    }

    #[test]
    fn a_year_is_told_from_a_count_and_a_time_from_the_name_of_a_train() {
        let tokens = |text: &str| Prose::of(text).tokens;
        assert!(is_year(&tokens("in 2024"), 1) && !is_year(&tokens("in 2024 homes"), 1));
        assert!(is_time_of_thing(&tokens("the 7:42 train"), 1) && !is_time_of_thing(&tokens("at 7:42"), 1));
    }
}
