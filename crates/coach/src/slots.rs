//! What of an intention, or of an action, is there: shown as "3 of 4 present", never as a grade.

use std::ops::Range;

use crate::classes::Class;
use crate::field::Field;
use crate::prose::{NUMBER, Prose, Token};

/// One part that an intention or an action can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// What it is called.
    pub name: &'static str,
    /// The bytes of the answer that fill it; `None` where nothing does.
    pub words: Option<Range<usize>>,
}

/// The parts of an intention or of an action, in the order in which they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slots(pub Vec<Slot>);

const DAYS: [&str; 34] = [
    "april",
    "august",
    "autumn",
    "christmas",
    "deadline",
    "december",
    "easter",
    "end",
    "evening",
    "february",
    "friday",
    "january",
    "july",
    "june",
    "lunch",
    "march",
    "may",
    "midnight",
    "monday",
    "month",
    "morning",
    "night",
    "noon",
    "november",
    "october",
    "quarter",
    "saturday",
    "september",
    "spring",
    "summer",
    "sunday",
    "thursday",
    "tuesday",
    "wednesday",
];
const BEFORE_DAYS: [&str; 9] = ["at", "before", "by", "during", "in", "on", "this", "until", "within"];
const CUES: [&str; 12] =
    ["after", "as", "at", "before", "during", "each", "every", "if", "on", "once", "when", "whenever"];
const CAPITAL_BUT_NOBODY: [&str; 4] = ["i", "i'd", "i'll", "i'm"];
/// Verbs whose doing somebody could see.
const SEEN: [&str; 70] = [
    "add", "agree", "answer", "approve", "ask", "attach", "block", "book", "bring", "build", "call", "check",
    "clean", "close", "complete", "confirm", "copy", "count", "cross", "deliver", "email", "file", "finish",
    "fix", "get", "give", "hand", "hang", "hold", "keep", "launch", "leave", "lock", "log", "measure",
    "meet", "move", "open", "order", "pack", "pass", "pay", "phone", "place", "plate", "post", "print",
    "publish", "put", "raise", "read", "remove", "renew", "reply", "run", "sell", "send", "serve", "set",
    "ship", "show", "sign", "start", "stop", "submit", "tape", "tell", "text", "walk", "write",
];

impl Slots {
    /// Finds the parts in an answer; `None` in a field that has none.
    pub(crate) fn of(field: Field, prose: &Prose) -> Option<Self> {
        let find = |name, run: Option<Range<usize>>| Slot { name, words: run.map(|run| prose.source(&run)) };
        let tokens = prose.tokens.as_slice();
        match field {
            Field::Intended => Some(Self(vec![
                find("an amount", amount(tokens)),
                find("a day or time", day(tokens)),
                find("somebody", party(tokens)),
                find("something to see", seen(tokens)),
            ])),
            Field::Next => Some(Self(vec![
                find("the moment", cue(tokens)),
                find("who", actor(tokens)),
                find("the act", seen(tokens)),
                find("a number", amount(tokens)),
            ])),
            _ => None,
        }
    }

    /// Returns how many are filled.
    #[must_use]
    pub fn present(&self) -> usize {
        self.0.iter().filter(|slot| slot.words.is_some()).count()
    }
}

/// Finds a number with what it counts; one that belongs to a day is none.
fn amount(tokens: &[Token]) -> Option<Range<usize>> {
    let numbers = tokens.iter().enumerate().filter(|(_, token)| token.word == NUMBER);
    let of_day = |at: usize| {
        let next = tokens
            .get(at + 1)
            .is_some_and(|token| is_day(&token.word) || matches!(token.word.as_str(), "am" | "pm"));
        let before = at.checked_sub(1).map(|before| tokens[before].word.as_str());
        next || before.is_some_and(|word| is_day(word) || matches!(word, "at" | "by"))
    };
    numbers.map(|(at, _)| at).find(|at| !of_day(*at)).map(|at| {
        let start = at
            .checked_sub(1)
            .filter(|before| matches!(tokens[*before].word.as_str(), "$" | "\u{20ac}" | "\u{a3}"));
        start.unwrap_or(at)..tokens.len().min(at + 2)
    })
}

fn is_day(word: &str) -> bool {
    DAYS.binary_search(&word).is_ok()
}

/// Finds "by Friday", "before the end of June", "at 17:00".
fn day(tokens: &[Token]) -> Option<Range<usize>> {
    (0..tokens.len()).find_map(|at| {
        let leads = BEFORE_DAYS.binary_search(&tokens[at].word.as_str()).is_ok();
        let near = &tokens[at + 1..tokens.len().min(at + 5)];
        let found = near
            .iter()
            .position(|token| is_day(&token.word) || token.word == NUMBER && tokens[at].word != "in")?;
        let end = at + found + 2;
        let more = usize::from(tokens.get(end).is_some_and(|token| token.word == NUMBER));
        leads.then_some(at..end + more)
    })
}

/// Finds somebody by role or by name.
fn party(tokens: &[Token]) -> Option<Range<usize>> {
    (0..tokens.len()).find_map(|at| {
        let token = &tokens[at];
        let is_name = at > 0
            && token.is_capital
            && !is_day(&token.word)
            && !CAPITAL_BUT_NOBODY.contains(&token.word.as_str())
            && !matches!(tokens[at - 1].word.as_str(), "." | NUMBER);
        (is_name || Class::of(&token.word) == Class::Person).then_some(at..at + 1)
    })
}

fn actor(tokens: &[Token]) -> Option<Range<usize>> {
    let me = tokens.iter().position(|token| Class::of(&token.word) == Class::Me).map(|at| at..at + 1);
    me.or_else(|| party(tokens))
}

fn seen(tokens: &[Token]) -> Option<Range<usize>> {
    let is_seen = |word: &str| {
        SEEN.binary_search(&word).is_ok()
            || word.strip_suffix('s').is_some_and(|word| SEEN.binary_search(&word).is_ok())
    };
    tokens.iter().position(|token| is_seen(&token.word)).map(|at| at..tokens.len().min(at + 4))
}

/// Finds the words that say when: "if a client …", "every Friday", "before each …".
fn cue(tokens: &[Token]) -> Option<Range<usize>> {
    let at = tokens.iter().position(|token| CUES.binary_search(&token.word.as_str()).is_ok())?;
    let end =
        tokens[at..].iter().position(|token| matches!(token.word.as_str(), "," | "." | ";")).unwrap_or(5);
    Some(at..tokens.len().min(at + end.clamp(1, 8)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(field: Field, text: &str) -> Vec<Option<&str>> {
        let slots = Slots::of(field, &Prose::of(text)).unwrap();
        slots.0.into_iter().map(|slot| slot.words.map(|words| &text[words])).collect()
    }

    #[test]
    fn lists_that_are_searched_are_in_order() {
        assert!(BEFORE_DAYS.is_sorted() && CUES.is_sorted() && SEEN.is_sorted());
        let mut days = DAYS;
        days.sort_unstable();
        assert_eq!(days, DAYS);
    }

    #[test]
    fn an_intention_has_its_four_parts() {
        let text = "Deliver the proposal by March 15 under $200K with sign-off from the client";
        assert_eq!(
            filled(Field::Intended, text),
            [Some("$200K"), Some("by March 15"), Some("client"), Some("Deliver the proposal by")]
        );
        assert_eq!(filled(Field::Intended, "I wanted it to go well"), [None; 4]);
    }

    #[test]
    fn an_action_has_its_four_parts() {
        let text = "If a dose is heparin, then I will read the label aloud";
        assert_eq!(
            filled(Field::Next, text),
            [Some("If a dose is heparin"), Some("I"), Some("read the label aloud"), None]
        );
    }
}
