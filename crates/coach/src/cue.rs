//! The moment at which something is to be done, of an action: "if a client …", "every Friday", "before each …".

use std::ops::Range;

use crate::classes::Class;
use crate::day::{BY_ITSELF, UNITS, day_at, has_date, holds, is_day, is_mark, is_subject, word};
use crate::prose::Token;

/// Words that begin a moment, which goes on to a mark or to who does it then.
const CLAUSES: [&str; 11] =
    ["after", "as", "before", "if", "once", "unless", "until", "upon", "when", "whenever", "while"];
/// What may stand right after "once" and "the moment".
const DETERMINERS: [&str; 16] = [
    "a", "all", "an", "any", "every", "he", "i", "it", "my", "our", "she", "somebody", "someone", "the",
    "they", "we",
];
/// What a moment is called: "the minute I hear it".
const MOMENTS: [&str; 10] =
    ["day", "evening", "first", "instant", "minute", "moment", "morning", "night", "second", "week"];
/// What comes again and is a moment by itself.
const HAPPENINGS: [&str; 32] = [
    "arrival",
    "beginning",
    "break",
    "breakfast",
    "briefing",
    "call",
    "check",
    "closing",
    "departure",
    "dinner",
    "end",
    "handoff",
    "handover",
    "huddle",
    "interview",
    "lesson",
    "lunch",
    "meeting",
    "opening",
    "practice",
    "rehearsal",
    "review",
    "round",
    "rounds",
    "session",
    "shift",
    "sprint",
    "standup",
    "start",
    "takeoff",
    "training",
    "visit",
];

/// How many words further on something is named that comes again, and how many words a moment has that no mark ends.
const NEAR: usize = 5;
const SHORT: usize = 5;
const LONG: usize = 16;

/// Finds the moment at which something is to be done: "if a client …", "every Friday", "before each …".
pub(crate) fn cue(tokens: &[Token]) -> Option<Range<usize>> {
    (0..tokens.len()).find_map(|at| cue_at(tokens, at))
}

fn cue_at(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    clause_at(tokens, at).or_else(|| phrase_at(tokens, at))
}

/// Finds a moment that is told in a clause: "as soon as the quote is signed", "two days before a deadline".
fn clause_at(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let (own, next, after_next) = (word(tokens, at), word(tokens, at + 1), word(tokens, at + 2));
    let before = at.checked_sub(1).map_or(".", |before| word(tokens, before));
    let begins = is_mark(before);
    let is_clause = match own {
        "as" => next == "soon" || matches!(next, "the" | "i" | "we" | "my" | "our") && before != "as",
        "once" => holds(&DETERMINERS, next) || begins && Class::of(next) == Class::Person,
        "the" => {
            let goes_on =
                holds(&DETERMINERS, after_next) || matches!(after_next, "before" | "after" | "that" | "time");
            holds(&MOMENTS, next) && goes_on && !matches!(before, "by" | "of" | "on" | "in" | "for")
        }
        "from" if next == "now" || next == "today" => {
            return Some(at..at + 2 + usize::from(after_next == "on"));
        }
        // "Should the pump stop, …"
        "should" | "had" | "were" => {
            begins && !is_subject(next) && (at..at + LONG).any(|near| word(tokens, near) == ",")
        }
        own => holds(&CLAUSES, own),
    };
    let is_long = at > 1 && matches!(own, "before" | "after") && holds(&UNITS, before);
    let start = if is_long { at - 2 } else { at };
    is_clause.then(|| start..clause_end(tokens, at, begins || is_long && start == 0))
}

/// Finds a moment that is told in a few words: "every Friday", "at the start of every shift".
fn phrase_at(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let (own, next) = (word(tokens, at), word(tokens, at + 1));
    let begins = at == 0 || is_mark(word(tokens, at - 1));
    let is_placed = matches!(own, "at" | "on" | "in");
    let of_day = day_at(tokens, at).filter(|day| has_date(tokens, day)).map_or(0, |day| day.end);
    let of_happening = if is_placed { happening_after(tokens, at) } else { 0 };
    let is_phrase = match own {
        "each" | "every" => word(tokens, at.wrapping_sub(1)) != "the" && !next.is_empty(),
        "next" => {
            matches!(next, "time" | "week" | "month" | "year") || tokens.get(at + 1).is_some_and(is_day)
        }
        "during" | "halfway" | "throughout" => true,
        _ if is_placed => {
            of_day.max(of_happening) > 0
                || begins && acts_soon(tokens, at)
                || matches!(next, "each" | "every")
        }
        _ => own.ends_with('s') && holds(&BY_ITSELF, own),
    };
    if !is_phrase {
        return None;
    }
    if of_day.max(of_happening) > 0 {
        return Some(at..of_day.max(of_happening));
    }
    let longest = tokens.len().min(at + if begins { LONG } else { SHORT });
    let stops = |near: &usize| {
        let word = word(tokens, *near);
        is_mark(word) || is_subject(word) || matches!(word, "then" | "and")
    };
    Some(at..(at + 1..longest).find(stops).unwrap_or(longest))
}

/// Finds the end of what comes again and is named a few words further on: "at the start of every shift"; 0 for none.
fn happening_after(tokens: &[Token], at: usize) -> usize {
    let near = (at + 1..tokens.len().min(at + NEAR + 1)).take_while(|near| {
        let word = word(tokens, *near);
        !is_mark(word) && !is_subject(word)
    });
    let happens = |near: &usize| {
        let word = word(tokens, *near);
        holds(&HAPPENINGS, word) || word.strip_suffix('s').is_some_and(|word| holds(&HAPPENINGS, word))
    };
    near.filter(happens).last().map_or(0, |last| last + 1)
}

/// Says whether somebody acts before the next mark: "At the first sign of smoke I …".
fn acts_soon(tokens: &[Token], at: usize) -> bool {
    let near = (at + 2..tokens.len().min(at + LONG)).take_while(|near| !is_mark(word(tokens, *near)));
    near.into_iter().any(|near| is_subject(word(tokens, near)))
}

/// Goes on to the mark that ends a clause; where none does, to whoever acts then.
fn clause_end(tokens: &[Token], at: usize, begins: bool) -> usize {
    let limit = tokens.len().min(at + LONG);
    let is_end = |near: &usize| matches!(word(tokens, *near), "." | "!" | "?" | ";" | "then");
    let whole = (at + 1..limit).find(is_end).unwrap_or(limit);
    let comma = (at + 1..whole).find(|near| matches!(word(tokens, *near), "," | ":"));
    let acts = || (at + 2..whole).find(|near| begins && is_subject(word(tokens, *near)));
    comma.or_else(acts).unwrap_or(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::Prose;

    fn found(text: &str) -> Option<&str> {
        let prose = Prose::of(text);
        cue(&prose.tokens).map(|run| &text[prose.source(&run)])
    }

    #[test]
    fn lists_that_are_searched_are_in_order() {
        assert!(
            CLAUSES.is_sorted() && DETERMINERS.is_sorted() && MOMENTS.is_sorted() && HAPPENINGS.is_sorted()
        );
    }

    #[test]
    fn a_moment_goes_on_to_the_mark_or_to_who_acts_then() {
        for (text, cue) in [
            ("If a dose is heparin, then I read it aloud", "If a dose is heparin"),
            ("As soon as the quote is signed I put it down", "As soon as the quote is signed"),
            ("I count the stock every Thursday at four", "every Thursday at four"),
            ("In the Monday meeting I'll read it", "In the Monday meeting"),
            ("The moment I feel hungry, I drink", "The moment I feel hungry"),
            ("Lock it and walk round it once before driving off.", "before driving off"),
        ] {
            assert_eq!(found(text), Some(cue), "{text}");
        }
        assert_eq!(found("I will put the fuse under the panel on the wall"), None);
    }
}
