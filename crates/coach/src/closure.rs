//! Causes that end too early (F7): a chain from the gap down, read by its shape and its words.

use hansei_recall::terms::Terms;

use crate::classes::Class;
use crate::control::names_an_act;
use crate::prose::{NUMBER, Prose};

/// How many of the words of the shorter of two statements the other one holds, when they say the same.
const SAME: f32 = 0.6;

/// Why a chain of causes ends too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closure {
    /// It says the same in other words.
    Restates,
    /// It comes back to something above it.
    Circle,
    /// It ends at a person, or at what a person is like.
    Person,
    /// It ends at a label or a lack, without saying what was missing.
    Descriptor,
    /// It has hardly begun.
    Shallow,
}

impl Closure {
    /// Asks about it.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Restates => "That is the same event in other words. What happened just before it?",
            Self::Circle => "That leads back to what it should explain. What else came before it?",
            Self::Person => "What made that the sensible thing to do then?",
            Self::Descriptor => "What exactly was missing, or was there?",
            Self::Shallow => "How did that come about?",
        }
    }
}

const DESCRIPTORS: [&str; 8] =
    ["bad", "inadequate", "insufficient", "lack", "lacking", "poor", "unclear", "weak"];
const LABELS: [&str; 9] = [
    "a lack of time",
    "bad luck",
    "communication",
    "human error",
    "lack of time",
    "miscommunication",
    "stress",
    "time",
    "time pressure",
];
const DISPOSITIONS: [&str; 18] = [
    "arrogant",
    "careless",
    "clumsy",
    "disorganised",
    "disorganized",
    "distracted",
    "forgetful",
    "impatient",
    "incompetent",
    "inexperienced",
    "irresponsible",
    "lazy",
    "negligent",
    "sloppy",
    "stubborn",
    "stupid",
    "unmotivated",
    "unprofessional",
];

/// Reads one chain of statements, the gap first. Says where it ends too early, if it does, and how.
#[must_use]
pub fn chain(statements: &[&str]) -> Option<(usize, Closure)> {
    let (last, above) = statements.split_last()?;
    let at = statements.len() - 1;
    let words: Vec<Terms> = statements.iter().map(|statement| Terms::telling(statement)).collect();
    for (place, own) in words.iter().enumerate().skip(1) {
        if say_the_same(&words[place - 1], own) {
            return Some((place, Closure::Restates));
        }
        if words[..place - 1].iter().any(|ancestor| say_the_same(ancestor, own)) {
            return Some((place, Closure::Circle));
        }
    }
    let prose = Prose::of(last);
    if names_an_act(&prose) {
        return None;
    }
    if is_about_a_person(&prose) {
        return Some((at, Closure::Person));
    }
    if is_descriptor(&prose, last) {
        return Some((at, Closure::Descriptor));
    }
    let has_evidence = prose.tokens.iter().any(|token| token.word == NUMBER) || last.contains([';', '(']);
    let depth = above.len();
    (depth == 1 || (depth == 2 && !has_evidence)).then_some((at, Closure::Shallow))
}

fn say_the_same(one: &Terms, other: &Terms) -> bool {
    let count = |terms: &Terms| terms.counts().count();
    let shared = one.counts().filter(|(stem, _)| other.count(stem) > 0).count();
    let least = count(one).min(count(other));
    #[expect(clippy::cast_precision_loss, reason = "statements are short")]
    let share = shared as f32 / least.max(1) as f32;
    least > 0 && share >= SAME
}

fn is_about_a_person(prose: &Prose) -> bool {
    let words: Vec<&str> = prose.tokens.iter().map(|token| token.word.as_str()).collect();
    let by_somebody = prose
        .tokens
        .iter()
        .take(3)
        .any(|token| matches!(Class::of(&token.word), Class::Me | Class::They | Class::Person));
    let is_like = words.iter().any(|word| DISPOSITIONS.binary_search(word).is_ok());
    let not_enough = words.contains(&"enough")
        && prose
            .tokens
            .iter()
            .any(|token| Class::of(&token.word) == Class::Not || token.word.ends_with("n't"));
    by_somebody && (is_like || not_enough)
}

fn is_descriptor(prose: &Prose, statement: &str) -> bool {
    let words: Vec<&str> =
        prose.tokens.iter().map(|token| token.word.as_str()).filter(|word| *word != ".").collect();
    let spoken = words.join(" ");
    let begins = words.first().is_some_and(|first| DESCRIPTORS.binary_search(first).is_ok());
    LABELS.binary_search(&spoken.as_str()).is_ok()
        || (begins && words.len() <= 5 && !statement.contains(char::is_numeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_that_are_searched_are_in_order() {
        assert!(DESCRIPTORS.is_sorted() && LABELS.is_sorted() && DISPOSITIONS.is_sorted());
    }

    #[test]
    fn a_chain_that_ends_too_early_says_how() {
        let cases: [(&[&str], Closure); 6] = [
            (&["The exam results dropped 12%.", "The class was tired."], Closure::Shallow),
            (&["It was late.", "It took longer than planned.", "It took longer."], Closure::Restates),
            (
                &["Orders were missed.", "The list was not read.", "Staff were busy chasing missed orders."],
                Closure::Circle,
            ),
            (&["Wrong dose drawn up.", "The chart was misread.", "She was careless."], Closure::Person),
            (&["Churn rose to 9%.", "Customers were unhappy.", "Poor communication."], Closure::Descriptor),
            (&["We missed it.", "The team wasn't experienced enough."], Closure::Person),
        ];
        for (statements, expected) in cases {
            assert_eq!(chain(statements).map(|(_, closure)| closure), Some(expected), "{statements:?}");
        }
    }

    #[test]
    fn a_chain_ends_well_at_a_decision_or_at_evidence() {
        let physical = [
            "Rack B lost power at 03:10.",
            "The 16 A breaker carried 18.2 A (meter log).",
            "I added two hosts without checking the load table.",
        ];
        assert_eq!(chain(&physical), None);
        let condition = [
            "My son missed the school trip.",
            "The form was unsigned.",
            "It was in a folder I open on Sundays; the deadline was a Thursday.",
        ];
        assert_eq!(chain(&condition), None);
    }
}
