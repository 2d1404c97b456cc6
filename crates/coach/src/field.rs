//! Where an answer stands, and what is asked there.

use crate::flaw::Flaw;

/// A place where somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Question 1: what was intended.
    Intended,
    /// Question 2: what happened.
    Happened,
    /// Question 2: what somebody would add who sees it differently. Asks for the very language that other fields question.
    Disagreement,
    /// Question 3: how it came about.
    Why,
    /// Question 3: a factor, sorted by control.
    Factor,
    /// Question 3: the case for the opposite. Asks for the very language that other fields question.
    Opposite,
    /// Question 4: the lesson. An insight has no moment and no act; only who promises something in it is asked for them.
    Lesson,
    /// Question 4: what will be done.
    Next,
    /// Before acting: what could go wrong. Asks for the very language that other fields question.
    PreMortem,
    /// What others failed at, as it is retold. Asks for the very language that other fields question.
    Others,
    /// Anywhere else.
    Elsewhere,
}

impl Field {
    /// All, in the order in which they come.
    pub const ALL: [Self; 11] = [
        Self::Intended,
        Self::Happened,
        Self::Disagreement,
        Self::Why,
        Self::Factor,
        Self::Opposite,
        Self::Lesson,
        Self::Next,
        Self::PreMortem,
        Self::Others,
        Self::Elsewhere,
    ];

    /// Returns the word that stands for it in commands and addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Intended => "intended",
            Self::Happened => "happened",
            Self::Disagreement => "disagreement",
            Self::Why => "why",
            Self::Factor => "factor",
            Self::Opposite => "opposite",
            Self::Lesson => "lesson",
            Self::Next => "next",
            Self::PreMortem => "pre-mortem",
            Self::Others => "others",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// Finds the field with this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }

    /// Asks what is always asked here, whatever was written (A40).
    #[must_use]
    pub fn standing_question(self) -> &'static str {
        match self {
            Self::Intended => "What would you have seen, by when, that told you it worked?",
            Self::Happened => "What would a camera or the log have recorded, in order?",
            Self::Disagreement => "What would somebody who disagrees add?",
            Self::Why => "How did that come about?",
            Self::Factor => "How far was this in your own hands at that moment?",
            Self::Opposite => "What speaks against the cause you chose, and how would you know?",
            Self::Lesson => "What would you tell somebody who stands where you stood?",
            Self::Next => "When will the moment come, and what exactly will you do then?",
            Self::PreMortem => "It is a year from now and it has failed. What happened?",
            Self::Others => "What conditions do you share with them?",
            Self::Elsewhere => "What happened, and at what moment?",
        }
    }

    /// Lists the flaws that are looked for here, the one that is asked about first, first (C01, C02).
    #[must_use]
    pub fn flaws(self) -> &'static [Flaw] {
        use Flaw as F;
        match self {
            Self::Intended => &[F::Rumination, F::VagueIntention],
            Self::Happened => &[F::Rumination, F::Editorialising, F::Counterfactual, F::Hindsight, F::Blame],
            Self::Why => &[F::Rumination, F::Blame, F::ExternalBlame, F::Hindsight, F::Counterfactual],
            Self::Factor => &[F::Rumination, F::Misattribution],
            Self::Lesson => &[F::Rumination, F::Aspiration],
            Self::Next => &[F::Rumination, F::Aspiration, F::WeakAction],
            Self::Disagreement | Self::Opposite | Self::PreMortem | Self::Others | Self::Elsewhere => {
                &[F::Rumination]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_by_its_word() {
        assert!(Field::ALL.into_iter().all(|field| Field::named(field.word()) == Some(field)));
    }

    #[test]
    fn a_judgement_of_oneself_is_asked_about_first_everywhere() {
        assert!(Field::ALL.into_iter().all(|field| field.flaws()[0] == Flaw::Rumination));
    }
}
