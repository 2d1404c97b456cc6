//! How much, of an intention or an action: a number with its limit and what it counts.

use std::ops::Range;

use crate::classes::Class;
use crate::date::{is_month, is_year};
use crate::prose::{NUMBER, Token};

/// Numbers in words; "one" counts only before a unit of time.
const NUMERALS: [&str; 31] = [
    "couple",
    "dozen",
    "eight",
    "eighteen",
    "eighty",
    "eleven",
    "fifteen",
    "fifty",
    "five",
    "forty",
    "four",
    "fourteen",
    "hundred",
    "nine",
    "nineteen",
    "ninety",
    "seven",
    "seventeen",
    "seventy",
    "six",
    "sixteen",
    "sixty",
    "ten",
    "thirteen",
    "thirty",
    "thousand",
    "three",
    "twelve",
    "twenty",
    "twice",
    "two",
];
/// What multiplies a number.
const FACTORS: [&str; 7] = ["billion", "bn", "hundred", "k", "m", "million", "thousand"];
/// What is told from others by a number: "bed 4" says which, not how many.
const LABELLED: [&str; 52] = [
    "appendix", "bay", "bed", "block", "bus", "case", "chapter", "class", "day", "desk", "draft", "exercise",
    "figure", "flight", "floor", "gate", "grade", "house", "item", "lane", "level", "line", "lot", "no",
    "number", "page", "part", "phase", "platform", "point", "question", "rack", "room", "route", "row",
    "section", "server", "sheet", "slide", "step", "table", "task", "team", "test", "ticket", "tier",
    "track", "unit", "version", "volume", "ward", "week",
];
/// What time is counted in.
const TIMES: [&str; 16] = [
    "day", "days", "hour", "hours", "minute", "minutes", "month", "months", "second", "seconds", "week",
    "weekend", "weekends", "weeks", "year", "years",
];
/// Words at which what is counted ends.
const ENDS: [&str; 76] = [
    "a", "about", "above", "after", "again", "ahead", "all", "an", "and", "as", "at", "because", "before",
    "behind", "below", "between", "but", "by", "during", "each", "every", "for", "from", "here", "if", "in",
    "instead", "into", "is", "last", "left", "less", "long", "more", "next", "not", "of", "off", "on",
    "once", "or", "out", "over", "per", "since", "so", "than", "that", "the", "then", "there", "these",
    "this", "those", "through", "to", "today", "together", "tomorrow", "tonight", "under", "until", "up",
    "via", "were", "what", "when", "where", "whether", "which", "while", "who", "with", "within", "without",
    "worth",
];
/// Words before a number that make it a limit.
const BOUNDS: [&str; 20] = [
    "about",
    "above",
    "approximately",
    "around",
    "at least",
    "at most",
    "below",
    "exactly",
    "fewer than",
    "less than",
    "more than",
    "no fewer than",
    "no less than",
    "no more than",
    "not less than",
    "not more than",
    "over",
    "roughly",
    "under",
    "up to",
];

/// How many words of what is counted are shown.
const COUNTED: usize = 2;

/// What numbers in words are in digits.
const DIGITS: [(&str, &str); 28] = [
    ("dozen", "12"),
    ("eight", "8"),
    ("eighteen", "18"),
    ("eighty", "80"),
    ("eleven", "11"),
    ("fifteen", "15"),
    ("fifty", "50"),
    ("five", "5"),
    ("forty", "40"),
    ("four", "4"),
    ("fourteen", "14"),
    ("nine", "9"),
    ("nineteen", "19"),
    ("ninety", "90"),
    ("one", "1"),
    ("seven", "7"),
    ("seventeen", "17"),
    ("seventy", "70"),
    ("six", "6"),
    ("sixteen", "16"),
    ("sixty", "60"),
    ("ten", "10"),
    ("thirteen", "13"),
    ("thirty", "30"),
    ("three", "3"),
    ("twelve", "12"),
    ("twenty", "20"),
    ("two", "2"),
];

/// Writes a number in words, as [`quantity`] finds it, with digits; `None` where there is none or where two stand together.
pub(crate) fn in_digits(words: &str) -> Option<String> {
    let digits = |word: &str| {
        let word = word.to_lowercase();
        DIGITS.binary_search_by(|(said, _)| (*said).cmp(word.as_str())).ok().map(|at| DIGITS[at].1)
    };
    let words: Vec<&str> =
        words.split_whitespace().filter(|word| !matches!(*word, "all" | "All" | "a" | "A")).collect();
    let is_one = words.iter().filter(|word| digits(word).is_some()).count() == 1;
    is_one.then(|| words.iter().map(|word| digits(word).unwrap_or(word)).collect::<Vec<_>>().join(" "))
}

/// Finds the first number with its limit and what it counts, outside the runs that belong to a day.
///
/// A number that says which ("bed 4"), the hour of the day and "the three of us" are none.
pub(crate) fn quantity(tokens: &[Token], of_days: &[Range<usize>]) -> Option<Range<usize>> {
    let is_free = |at: &usize| !of_days.iter().any(|day| day.contains(at));
    let all = (0..tokens.len()).filter(is_free).filter(|at| counts(tokens, *at));
    // What was meant stands after "to": "from 140 to under 80".
    all.map(|at| start(tokens, at)..end(tokens, at)).find(|run| !is_left_behind(tokens, run))
}

fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.word.as_str())
}

fn holds(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// Says whether a number stands here that counts something.
fn counts(tokens: &[Token], at: usize) -> bool {
    let own = word(tokens, at);
    let next = word(tokens, at + 1);
    let before = at.checked_sub(1).map_or("", |before| word(tokens, before));
    // A whole date and a time of day are numbers that count nothing; "under 3:45" does.
    let is_timed = tokens[at].is_capital && !matches!(before, "under" | "below");
    let is_date =
        is_timed || is_month(tokens, at + 1) || at > 0 && is_month(tokens, at - 1) || is_year(tokens, at);
    let is_numeral = own == NUMBER && !is_date
        || holds(&NUMERALS, own)
        || own == "one" && holds(&TIMES, next)
        || matches!(own, "half" | "third" | "quarter")
            && before == "a"
            && (at < 2 || word(tokens, at - 2) == "by");
    let is_number_of_one = next == "of" && matches!(word(tokens, at + 2), "us" | "them" | "you");
    let is_ordinal =
        matches!(next, "st" | "nd" | "rd" | "th") && tokens[at].source.end == tokens[at + 1].source.start;
    let goes_on = at > 0 && (holds(&NUMERALS, before) || before == NUMBER) && own != NUMBER;
    let is_label = holds(&LABELLED, before) && !tokens[at - 1].word.ends_with("'s");
    // "q3", "x2": a number that a letter runs into.
    let is_joined = at > 0
        && tokens[at - 1].source.end == tokens[at].source.start
        && before.starts_with(char::is_alphabetic);
    is_numeral && !is_number_of_one && !is_ordinal && !goes_on && !is_label && !is_joined
}

/// Goes back over a currency and a limit.
fn start(tokens: &[Token], at: usize) -> usize {
    // What stands apart from its number is the mark of a list and no sign.
    let is_sign = |at: usize| word(tokens, at) == "-" && tokens[at].source.end == tokens[at + 1].source.start;
    let is_currency = |at: &usize| {
        matches!(word(tokens, *at), "$" | "\u{20ac}" | "\u{a3}" | "\u{a5}" | "a") || is_sign(*at)
    };
    let mut start = at.checked_sub(1).filter(is_currency).unwrap_or(at);
    start = start.checked_sub(1).filter(|before| word(tokens, *before) == "all").unwrap_or(start);
    let bound = [3, 2, 1].into_iter().find(|length| {
        let run = start.checked_sub(*length).map(|from| &tokens[from..start]);
        let words = run.map(|run| run.iter().map(|token| token.word.as_str()).collect::<Vec<_>>().join(" "));
        words.is_some_and(|words| holds(&BOUNDS, &words))
    });
    start - bound.unwrap_or(0)
}

/// Goes on over a factor, "of" with another number, and what is counted, up to the noun.
fn end(tokens: &[Token], at: usize) -> usize {
    let mut end = at + 1;
    while holds(&FACTORS, word(tokens, end)) || holds(&NUMERALS, word(tokens, end)) {
        end += 1;
    }
    if matches!(word(tokens, end), "%" | "\u{b0}") {
        return end + 1;
    }
    if word(tokens, end) == "of" {
        let further =
            (end + 1..end + 4).find(|at| word(tokens, *at) == NUMBER || holds(&NUMERALS, word(tokens, *at)));
        end = further.map_or(end, |further| further + 1);
    }
    for _ in 0..COUNTED {
        let next = word(tokens, end);
        let is_function = matches!(
            Class::of(next),
            Class::Me | Class::They | Class::Not | Class::Be | Class::Modal | Class::Manner
        );
        if !next.starts_with(char::is_alphabetic) || is_function || holds(&ENDS, next) {
            break;
        }
        end += 1;
        // The noun stands last and mostly ends so.
        if next.ends_with('s') {
            break;
        }
    }
    end
}

/// Says whether a number is where something begins: "from 140 to".
fn is_left_behind(tokens: &[Token], run: &Range<usize>) -> bool {
    run.start > 0
        && word(tokens, run.start - 1) == "from"
        && (run.end..run.end + 3).any(|at| word(tokens, at) == "to")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::Prose;

    fn found(text: &str) -> Option<&str> {
        let prose = Prose::of(text);
        quantity(&prose.tokens, &[]).map(|run| &text[prose.source(&run)])
    }

    #[test]
    fn lists_that_are_searched_are_in_order() {
        assert!(DIGITS.is_sorted());
        for list in [&NUMERALS[..], &FACTORS, &LABELLED, &TIMES, &ENDS, &BOUNDS] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn a_number_stands_with_its_limit_and_what_it_counts() {
        for (text, quantity) in [
            ("keep it under $200K this time", "under $200K"),
            ("28 of 30 pupils hand it in", "28 of 30 pupils"),
            ("no more than two refires", "no more than two refires"),
            ("from 140 to under 80 families", "under 80 families"),
            ("worth 1.2 million", "1.2 million"),
            ("cut it by a third", "a third"),
            ("80 % of them", "80 %"),
            ("Sell to:\n- 14 buyers", "14 buyers"),
            ("get to -14 degrees", "-14 degrees"),
            ("run it under 3:45", "under 3:45"),
        ] {
            assert_eq!(found(text), Some(quantity), "{text}");
        }
    }

    #[test]
    fn a_number_that_says_which_counts_nothing() {
        for text in [
            "bed 4 by the door",
            "the three of us",
            "by the end of Q3",
            "on the 14th",
            "version 2.0",
            "the first one",
            "3 May",
            "May 3 at the latest",
            "on 12/06/2026",
            "2026-06-12",
            "the 7:42 train",
            "in 2024",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
