//! The end of a chain of causes: a person, a label, a lack, a rule that was broken, or something that could have been different.

use std::ops::Range;

use hansei_recall::terms::Terms;

use crate::classes::Class;
use crate::control::{acts, names_an_act};
use crate::prose::{NUMBER, Prose};

const DESCRIPTORS: [&str; 11] = [
    "bad",
    "improper",
    "inadequate",
    "ineffective",
    "insufficient",
    "lack",
    "lacking",
    "poor",
    "suboptimal",
    "unclear",
    "weak",
];
const LABELS: [&str; 22] = [
    "a lack of time",
    "bad communication",
    "bad luck",
    "bad planning",
    "communication",
    "communication problems",
    "complacency",
    "lack of time",
    "miscommunication",
    "misunderstanding",
    "no time",
    "not enough time",
    "planning",
    "pressure",
    "process",
    "stress",
    "technical issues",
    "time",
    "time pressure",
    "training",
    "understaffing",
    "workload",
];
/// Labels that stand for whoever did it.
const LABELS_OF_PEOPLE: [&str; 11] = [
    "carelessness",
    "human error",
    "inattention",
    "incompetence",
    "inexperience",
    "laziness",
    "negligence",
    "operator error",
    "pilot error",
    "sloppiness",
    "user error",
];
const DISPOSITIONS: [&str; 27] = [
    "arrogant",
    "careless",
    "carelessly",
    "clumsy",
    "disorganised",
    "disorganized",
    "distracted",
    "forgetful",
    "ignorant",
    "impatient",
    "inattentive",
    "incompetent",
    "inexperienced",
    "irresponsible",
    "lazy",
    "negligent",
    "reckless",
    "selfish",
    "sloppy",
    "stubborn",
    "stupid",
    "thoughtless",
    "undisciplined",
    "unmotivated",
    "unprepared",
    "unprofessional",
    "unqualified",
];

/// What is laid down for everybody.
const RULES: [&str; 27] = [
    "checklist",
    "checklists",
    "guidance",
    "guideline",
    "guidelines",
    "instruction",
    "instructions",
    "policies",
    "policy",
    "procedure",
    "procedures",
    "process",
    "processes",
    "protocol",
    "protocols",
    "regulation",
    "regulations",
    "routine",
    "rule",
    "rules",
    "runbook",
    "sop",
    "standard",
    "standards",
    "step",
    "steps",
    "workflow",
];
const FOLLOWED: [&str; 16] = [
    "adhere",
    "adhered",
    "applied",
    "apply",
    "complied",
    "comply",
    "done",
    "follow",
    "followed",
    "follows",
    "kept",
    "observe",
    "observed",
    "respected",
    "use",
    "used",
];
const BROKEN: [&str; 13] = [
    "breached",
    "bypassed",
    "circumvented",
    "deviated",
    "disregarded",
    "forgotten",
    "ignored",
    "neglected",
    "omitted",
    "overlooked",
    "skipped",
    "violated",
    "violation",
];
const REASONS: [&str; 4] = ["as", "because", "due", "since"];

/// Words that say that something was not there, at the start of what was missing.
const LACKS: [&str; 13] = [
    "absence of",
    "did not have",
    "didn't have",
    "had no",
    "lack of",
    "lacked",
    "lacking",
    "missing",
    "there was no",
    "there was not",
    "there were no",
    "we had no",
    "without",
];

/// How many words a bare lack has at most: what was missing, and nothing about it.
const BARE: usize = 8;

/// How many bytes from the start a lack begins at most.
const FIRST: usize = 12;

/// The end of a chain, read by its words.
pub(crate) struct Leaf<'t> {
    statement: &'t str,
    prose: &'t Prose,
    words: &'t [&'t str],
}

impl<'t> Leaf<'t> {
    /// Takes a statement with its words, the marks left out.
    pub(crate) fn of(statement: &'t str, prose: &'t Prose, words: &'t [&'t str]) -> Self {
        Self { statement, prose, words }
    }

    /// Says whether it ends at a person, or at what a person is like.
    pub(crate) fn is_about_a_person(&self) -> bool {
        let spoken = self.words.join(" ");
        let by_somebody = self
            .words
            .iter()
            .take(4)
            .any(|word| matches!(Class::of(word), Class::Me | Class::They | Class::Person))
            || self.prose.tokens.first().is_some_and(|first| self.is_name(&first.word));
        let is_like =
            self.words.iter().any(|word| DISPOSITIONS.binary_search(word).is_ok()) && !self.denies();
        let not_enough = self.words.contains(&"enough") && self.denies();
        LABELS_OF_PEOPLE.binary_search(&spoken.as_str()).is_ok() || by_somebody && (is_like || not_enough)
    }

    /// Says whether it is a label, or says how bad something was without saying what was missing.
    pub(crate) fn is_descriptor(&self) -> bool {
        let spoken = self.words.join(" ");
        let begins = self.words.first().is_some_and(|first| DESCRIPTORS.binary_search(first).is_ok());
        let is_bare = self.words.len() <= 5 && !self.statement.contains(char::is_numeric);
        let copula = self.words.iter().rposition(|word| Class::of(word) == Class::Be);
        let ends = copula.is_some_and(|at| {
            let after = &self.words[at + 1..];
            matches!(after, [word] | [_, word] if DESCRIPTORS.binary_search(word).is_ok())
        });
        LABELS.binary_search(&spoken.as_str()).is_ok() || is_bare && (begins || ends)
    }

    /// Says whether it tells that a rule was not kept, and nothing of what led to that.
    pub(crate) fn is_deviation(&self) -> bool {
        let has = |list: &[&str]| self.words.iter().any(|word| list.binary_search(word).is_ok());
        let is_broken = if self.denies() { has(&FOLLOWED) } else { has(&BROKEN) };
        has(&RULES) && is_broken && !has(&REASONS)
    }

    /// Returns what the statement says was not there, if that is all it says.
    pub(crate) fn lack(&self) -> Option<Terms> {
        let spoken = self.words.join(" ");
        let is_whole = |start: usize, lack: &str| {
            let end = start + lack.len();
            (start == 0 || spoken.as_bytes()[start - 1] == b' ')
                && spoken[end..].chars().next().is_none_or(|next| next == ' ')
        };
        let after = LACKS.iter().find_map(|lack| {
            let start = spoken.find(lack).filter(|start| *start <= FIRST && is_whole(*start, lack))?;
            Some(spoken[start + lack.len()..].to_owned())
        });
        let before = || {
            let copula = self.words.iter().rposition(|word| Class::of(word) == Class::Be)?;
            let is_missing = matches!(self.words.get(copula + 1..)?, ["missing" | "lacking" | "absent"]);
            is_missing.then(|| self.words[..copula].join(" "))
        };
        let missing = after.or_else(before).filter(|_| self.words.len() <= BARE)?;
        Some(Terms::telling(&missing)).filter(|terms| !terms.is_empty())
    }

    /// Says whether it is something that the writer did or decided, together with what did not stand in the way.
    pub(crate) fn is_a_decision_with_a_missing_barrier(&self) -> bool {
        let is_barrier = |at: usize| {
            let word = self.prose.tokens[at].word.as_str();
            Class::of(word) == Class::Not || matches!(word, "nothing" | "only" | "instead")
        };
        let of_the_act: Vec<Range<usize>> = acts(self.prose);
        let outside = |at: &usize| !of_the_act.iter().any(|act| act.contains(at));
        !of_the_act.is_empty() && (0..self.prose.tokens.len()).filter(outside).any(is_barrier)
    }

    /// Says whether it is something that the writer did or decided.
    pub(crate) fn is_an_act(&self) -> bool {
        names_an_act(self.prose)
    }

    /// Says whether its words hold something that can be checked: a number, or what shows it in brackets.
    pub(crate) fn shows_something(&self) -> bool {
        self.prose.tokens.iter().any(|token| token.word == NUMBER) || self.statement.contains([';', '('])
    }

    fn denies(&self) -> bool {
        self.words.iter().any(|word| Class::of(word) == Class::Not || word.ends_with("n't"))
    }

    fn is_name(&self, first: &str) -> bool {
        let second = self.words.get(1).is_some_and(|word| Class::of(word) == Class::Be);
        let is_capital = self.prose.tokens.first().is_some_and(|token| token.is_capital);
        let is_common = matches!(first, "it" | "that" | "this" | "there" | "which" | "what" | "everything");
        is_capital && second && !is_common
    }
}
