//! Who, of an intention or an action: by role, by name, or as the one who writes.

use std::ops::Range;

use crate::classes::Class;
use crate::day::is_day;
use crate::deed::is_done;
use crate::prose::{NUMBER, Token};

/// People by role, besides those that [`Class`] knows; what was learned hangs on that list and would change with it.
const ROLES: [&str; 77] = [
    "apprentice",
    "audience",
    "auditor",
    "aunt",
    "babies",
    "baby",
    "bride",
    "caller",
    "carpenter",
    "child",
    "choir",
    "class",
    "coordinator",
    "cousin",
    "dean",
    "donor",
    "families",
    "family",
    "grandad",
    "grandfather",
    "grandma",
    "grandmother",
    "groom",
    "guard",
    "guardian",
    "guide",
    "host",
    "husband",
    "infant",
    "interviewer",
    "journalist",
    "jury",
    "kids",
    "laws",
    "lecturer",
    "mayor",
    "neighbour",
    "nephew",
    "nephews",
    "niece",
    "nieces",
    "parliament",
    "police",
    "policeman",
    "principal",
    "publisher",
    "reader",
    "registrar",
    "sponsor",
    "spouse",
    "subcontractor",
    "swimmer",
    "tenant",
    "therapist",
    "toddler",
    "toddlers",
    "trainee",
    "trainer",
    "translator",
    "trustee",
    "tutor",
    "twins",
    "uncle",
    "user",
    "vendor",
    "vet",
    "vicar",
    "visitor",
    "volunteer",
    "waiter",
    "waitress",
    "warden",
    "wife",
    "witness",
    "woman",
    "women",
    "worker",
];
/// Roles that are other words too, and need a word before them.
const ALSO_ACTS: [&str; 21] = [
    "board",
    "class",
    "coach",
    "conductor",
    "cook",
    "guard",
    "guide",
    "head",
    "host",
    "judge",
    "lead",
    "man",
    "mate",
    "office",
    "people",
    "pilot",
    "reader",
    "rep",
    "shift",
    "staff",
    "supplier",
];
/// Whom nobody could be asked for by name.
const NOBODY_NAMED: [&str; 8] =
    ["anyone", "everybody", "everyone", "nobody", "people", "person", "somebody", "someone"];
/// What may stand before a role that is another word too.
const AFTER: [&str; 22] = [
    "a", "an", "another", "both", "each", "every", "her", "his", "its", "my", "no", "one", "our", "second",
    "some", "the", "their", "this", "three", "two", "with", "your",
];
/// Words before a name that is a place, and not somebody.
const PLACED: [&str; 13] = [
    "aboard", "around", "at", "from", "in", "into", "near", "outside", "over", "through", "to", "towards",
    "via",
];

/// Finds somebody by role or by name who could be asked whether it came.
pub(crate) fn party(text: &str, tokens: &[Token]) -> Option<Range<usize>> {
    let is_indefinite = |at: &usize| NOBODY_NAMED.binary_search(&tokens[*at].word.as_str()).is_ok();
    let role = (0..tokens.len()).filter(|at| !is_indefinite(at)).find(|at| is_role(tokens, *at));
    let name = || (0..tokens.len()).find(|at| is_name(text, tokens, *at));
    role.or_else(name).map(|at| whole_name(tokens, at))
}

/// Widens a name over what is joined to it: "Hargreaves & Sons Ltd".
fn whole_name(tokens: &[Token], at: usize) -> Range<usize> {
    let is_capital = |at: usize| tokens.get(at).is_some_and(|token| token.is_capital);
    let joins = |at: usize| tokens.get(at).is_some_and(|token| token.word == "&") && is_capital(at + 1);
    let (mut start, mut end) = (at, at + 1);
    while start > 1 && joins(start - 1) && is_capital(start - 2) {
        start -= 2;
    }
    while is_capital(end - 1) && joins(end) {
        end += 2;
    }
    while end - start > 1 && is_capital(end) {
        end += 1;
    }
    start..end
}

/// Finds who acts: the one who writes, or somebody right before what is done.
pub(crate) fn actor(text: &str, tokens: &[Token]) -> Option<Range<usize>> {
    let me = |token: &Token| {
        matches!(
            token.word.as_str(),
            "i" | "i'd" | "i'll" | "i'm" | "i've" | "us" | "we" | "we'd" | "we'll" | "we're" | "we've"
        )
    };
    let me = tokens.iter().position(me);
    let acts =
        |at: &usize| (is_role(tokens, *at) || is_name(text, tokens, *at)) && does_something(tokens, *at);
    me.or_else(|| (0..tokens.len()).find(acts)).map(|at| at..at + 1)
}

/// Says whether what stands after somebody is done by them.
fn does_something(tokens: &[Token], at: usize) -> bool {
    let next = |more: usize| tokens.get(at + more).map_or("", |token| token.word.as_str());
    let acts = |word: &str| {
        is_done(word)
            || matches!(Class::of(word), Class::Be | Class::Modal)
            || matches!(word, "will" | "shall" | "does" | "has" | "have" | "can" | "weigh" | "decide")
    };
    acts(next(1))
        || matches!(Class::of(next(1)), Class::Manner) && acts(next(2))
        || next(1) == "and" && (acts(next(3)) || next(2) == "i")
}

/// Says whether people are called so by what they do, or by what they are to each other: "nurse", "sisters", "team", "nobody".
/// The word is in lower case.
#[must_use]
pub fn is_role_word(word: &str) -> bool {
    let is_one = |word: &str| {
        let lists: [&[&str]; 3] = [&ROLES, &ALSO_ACTS, &NOBODY_NAMED];
        Class::of(word) == Class::Person || lists.iter().any(|list| list.binary_search(&word).is_ok())
    };
    is_one(word) || word.strip_suffix('s').is_some_and(is_one)
}

/// Says whether somebody stands here by what they do or are to the writer.
pub(crate) fn is_role(tokens: &[Token], at: usize) -> bool {
    let word = tokens[at].word.as_str();
    let word = word.strip_suffix("'s").unwrap_or(word);
    let holds = |word: &str| ROLES.binary_search(&word).is_ok();
    let is_role =
        Class::of(word) == Class::Person || holds(word) || word.strip_suffix('s').is_some_and(holds);
    let is_other = ALSO_ACTS.binary_search(&word).is_ok();
    let is_led = at > 0 && AFTER.binary_search(&tokens[at - 1].word.as_str()).is_ok();
    is_role && (!is_other || is_led)
}

/// Says whether a capital stands for somebody's name: no day, no place by the word before it, no abbreviation, no thing.
fn is_name(text: &str, tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let Some(before) = at.checked_sub(1).map(|before| tokens[before].word.as_str()) else { return false };
    let is_shouted = text[token.source.clone()].chars().nth(1).is_none_or(char::is_uppercase);
    let is_title =
        |word: &str| matches!(word, "mr" | "mrs" | "ms" | "mme" | "dr" | "prof" | "sir" | "aunt" | "uncle");
    let is_after_title = is_title(before) || before == "." && at > 1 && is_title(&tokens[at - 2].word);
    let is_of_a_day = is_day(token) || token.word.strip_suffix('s').is_some_and(|word| word.ends_with("day"));
    let is_before_a_day = tokens.get(at + 1).is_some_and(|next| next.is_capital && is_day(next));
    let is_of_something = matches!(
        before,
        "the" | "a" | "an" | "this" | "that" | "." | "!" | "?" | ":" | "-" | "\"" | "of" | "lent"
    ) || before == NUMBER;
    let is_placed = PLACED.binary_search(&before).is_ok();
    let is_me = Class::of(&token.word) == Class::Me;
    token.is_capital
        && !is_me
        && !is_title(&token.word)
        && (is_after_title || !(is_shouted || is_of_a_day || is_before_a_day || is_of_something || is_placed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::Prose;

    fn found(text: &str, find: fn(&str, &[Token]) -> Option<Range<usize>>) -> Option<&str> {
        let prose = Prose::of(text);
        find(text, &prose.tokens).map(|run| &text[prose.source(&run)])
    }

    #[test]
    fn lists_that_are_searched_are_in_order() {
        for list in [&ROLES[..], &ALSO_ACTS, &NOBODY_NAMED, &AFTER, &PLACED] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn somebody_is_found_by_role_and_by_name() {
        for (text, party) in [
            ("Get Mr Ade to take it", "Ade"),
            ("Persuade Ines to share", "Ines"),
            ("Teach my nephew to ride", "nephew"),
            ("with sign-off from the client", "client"),
            ("a contract with Hargreaves & Sons by June", "Hargreaves & Sons"),
            ("a contract with Hargreaves & Sons Ltd", "Hargreaves & Sons Ltd"),
        ] {
            assert_eq!(found(text, super::party), Some(party), "{text}");
        }
    }

    #[test]
    fn a_place_a_day_an_abbreviation_and_everybody_are_nobody_in_particular() {
        for text in [
            "Land at Bodo",
            "through Black Friday",
            "in the CRM",
            "make everyone happy",
            "I lead by example",
            "sing the Requiem",
        ] {
            assert_eq!(found(text, super::party), None, "{text}");
        }
    }

    #[test]
    fn who_acts_stands_before_what_is_done() {
        for (text, actor) in [
            ("If a client asks, I stop", Some("I")),
            ("Our receptionist repeats it to every caller", Some("receptionist")),
            ("Take a photo for the tenant", None),
        ] {
            assert_eq!(found(text, super::actor), actor, "{text}");
        }
    }
}
