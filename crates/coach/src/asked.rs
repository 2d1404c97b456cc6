//! One question about an answer, how sure the coach is of it, and words that were meant as they stand.

use std::ops::Range;

use crate::field::Field;
use crate::flaw::Flaw;

/// The fewest words of a phrase that is meant wherever more stands around it.
const LEAST_HELD: usize = 3;

/// A phrase that the person meant as it stands: the coach does not ask about it again in that field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// Where it stood.
    pub field: Field,
    /// What was asked about.
    pub flaw: Flaw,
    /// The words, compared without capitals and marks.
    pub phrase: String,
}

/// How sure the coach is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Shown only to somebody who asks for it. Of all that is at least a hint about four in five are right, of hints alone
    /// fewer.
    Hint,
    /// Asked: about nine in ten are right.
    Nudge,
}

impl Weight {
    /// Returns the word that stands for it in files and commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Nudge => "nudge",
        }
    }
}

/// One question about an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// What it is about.
    pub flaw: Flaw,
    /// How sure the coach is.
    pub weight: Weight,
    /// The chance that a reader would ask too, 0 to 1, as it was for writers that were left out of the learning; 1 where a
    /// rule is plain.
    pub chance: f32,
    /// The question.
    pub question: &'static str,
    /// The bytes of the answer that made the coach ask.
    pub words: Range<usize>,
}

impl Asked {
    /// Returns the bytes of the sentence around the words: what can be moved without leaving a half behind.
    #[must_use]
    pub fn sentence(&self, answer: &str) -> Range<usize> {
        let is_mark = |character: char| matches!(character, '.' | '!' | '?' | '\n');
        let ends = |(at, mark): (usize, &str)| {
            let end = at + mark.len();
            answer[end..].chars().next().is_none_or(char::is_whitespace).then_some(end)
        };
        let start = answer[..self.words.start].rmatch_indices(is_mark).find_map(ends).unwrap_or(0);
        let after = answer[self.words.end..].match_indices(is_mark);
        let end = after.map(|(at, mark)| (self.words.end + at, mark)).find_map(ends).unwrap_or(answer.len());
        let blank = answer[start..end].len() - answer[start..end].trim_start().len();
        start + blank..start + blank + answer[start..end].trim().len()
    }
}

impl Meant {
    /// Says whether the words of a question are the phrase, or hold one of some length: whatever it is asked about, the
    /// person has said that they mean it.
    pub(crate) fn is(&self, field: Field, asked: &Asked, answer: &str) -> bool {
        self.covers(field, &answer[asked.words.clone()])
    }

    /// Says whether these words were meant as they stand.
    pub(crate) fn covers(&self, field: Field, words: &str) -> bool {
        let phrase = hansei_recall::search_text(&self.phrase);
        let words = hansei_recall::search_text(words);
        let is_long = phrase.split_whitespace().count() >= LEAST_HELD;
        let is_held = || format!(" {} ", words.trim()).contains(&format!(" {} ", phrase.trim()));
        self.field == field && (words == phrase || (is_long && is_held()))
    }
}
