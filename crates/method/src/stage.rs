//! How far a review has come. The order of the four questions is a rule of this type, not of a page.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::Account;
use crate::analysis::Analysis;
use crate::answers::Answers;
use crate::intention::Intention;
use crate::plan::Plan;
use crate::question::Question;
use crate::text::Text;

/// How far a review has come, with just the answers that it has there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Answers", into = "Answers")]
pub enum Stage {
    /// Something was logged; no question is answered.
    #[default]
    Captured,
    /// Question 1 is answered.
    Intended {
        /// What was intended.
        intended: Answer<Intention>,
    },
    /// Questions 1 and 2 are answered.
    Happened {
        /// What was intended.
        intended: Answer<Intention>,
        /// What happened.
        happened: Answer<Account>,
    },
    /// Questions 1 to 3 are answered.
    Why {
        /// What was intended.
        intended: Answer<Intention>,
        /// What happened.
        happened: Answer<Account>,
        /// Why there was a gap.
        why: Answer<Analysis>,
    },
    /// All four questions are answered.
    Next {
        /// What was intended.
        intended: Answer<Intention>,
        /// What happened.
        happened: Answer<Account>,
        /// Why there was a gap.
        why: Answer<Analysis>,
        /// What comes next.
        next: Answer<Plan>,
    },
    /// The review is closed.
    Done {
        /// What was intended.
        intended: Answer<Intention>,
        /// What happened.
        happened: Answer<Account>,
        /// Why there was a gap.
        why: Answer<Analysis>,
        /// What comes next.
        next: Answer<Plan>,
        /// When it was closed.
        finished_at: Timestamp,
    },
}

/// An answer, or the written reason for giving none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T> {
    /// The answer.
    Given(T),
    /// Why the question was passed over.
    Skipped(Text),
}

impl<T> Answer<T> {
    /// Returns the answer; `None` when the question was passed over.
    #[must_use]
    pub fn given(&self) -> Option<&T> {
        match self {
            Self::Given(answer) => Some(answer),
            Self::Skipped(_) => None,
        }
    }
}

impl Stage {
    /// Returns the answer to question 1, as far as it was reached.
    #[must_use]
    pub fn intended(&self) -> Option<&Answer<Intention>> {
        match self {
            Self::Captured => None,
            Self::Intended { intended }
            | Self::Happened { intended, .. }
            | Self::Why { intended, .. }
            | Self::Next { intended, .. }
            | Self::Done { intended, .. } => Some(intended),
        }
    }

    /// Returns the answer to question 2, as far as it was reached.
    #[must_use]
    pub fn happened(&self) -> Option<&Answer<Account>> {
        match self {
            Self::Captured | Self::Intended { .. } => None,
            Self::Happened { happened, .. }
            | Self::Why { happened, .. }
            | Self::Next { happened, .. }
            | Self::Done { happened, .. } => Some(happened),
        }
    }

    /// Returns the answer to question 3, as far as it was reached.
    #[must_use]
    pub fn why(&self) -> Option<&Answer<Analysis>> {
        match self {
            Self::Captured | Self::Intended { .. } | Self::Happened { .. } => None,
            Self::Why { why, .. } | Self::Next { why, .. } | Self::Done { why, .. } => Some(why),
        }
    }

    /// Returns the answer to question 4, as far as it was reached.
    #[must_use]
    pub fn next(&self) -> Option<&Answer<Plan>> {
        match self {
            Self::Next { next, .. } | Self::Done { next, .. } => Some(next),
            _ => None,
        }
    }

    /// Returns when the review was closed; `None` while it is open.
    #[must_use]
    pub fn finished_at(&self) -> Option<Timestamp> {
        match self {
            Self::Done { finished_at, .. } => Some(*finished_at),
            _ => None,
        }
    }

    /// Returns the first question without an answer; `None` when all four have one.
    #[must_use]
    pub fn next_question(&self) -> Option<Question> {
        match self {
            Self::Captured => Some(Question::Intended),
            Self::Intended { .. } => Some(Question::Happened),
            Self::Happened { .. } => Some(Question::Why),
            Self::Why { .. } => Some(Question::Next),
            Self::Next { .. } | Self::Done { .. } => None,
        }
    }

    /// Says whether a question can be answered now: it has an answer already, or it is the next one.
    #[must_use]
    pub fn is_open(&self, question: Question) -> bool {
        self.next_question().is_none_or(|next| question <= next)
    }

    /// Says whether a question has an answer, and not just a reason for none.
    #[must_use]
    pub fn is_answered(&self, question: Question) -> bool {
        self.next_question().is_none_or(|next| question < next) && self.skipped(question).is_none()
    }

    /// Returns the reason for which a question was passed over; `None` when it was answered or not reached.
    #[must_use]
    pub fn skipped(&self, question: Question) -> Option<&Text> {
        fn reason<T>(answer: Option<&Answer<T>>) -> Option<&Text> {
            match answer {
                Some(Answer::Skipped(reason)) => Some(reason),
                _ => None,
            }
        }
        match question {
            Question::Intended => reason(self.intended()),
            Question::Happened => reason(self.happened()),
            Question::Why => reason(self.why()),
            Question::Next => reason(self.next()),
        }
    }

    /// Returns how far the review has come, without the answers.
    #[must_use]
    pub fn kind(&self) -> StageKind {
        match self {
            Self::Captured => StageKind::Captured,
            Self::Intended { .. } => StageKind::Intended,
            Self::Happened { .. } => StageKind::Happened,
            Self::Why { .. } => StageKind::Why,
            Self::Next { .. } => StageKind::Next,
            Self::Done { .. } => StageKind::Done,
        }
    }
}

/// How far a review has come, without the answers: what lists are filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StageKind {
    /// Something was logged.
    Captured,
    /// Question 1 is answered.
    Intended,
    /// Questions 1 and 2 are answered.
    Happened,
    /// Questions 1 to 3 are answered.
    Why,
    /// All four are answered.
    Next,
    /// The review is closed.
    Done,
}

impl StageKind {
    /// All six, in their order.
    pub const ALL: [Self; 6] =
        [Self::Captured, Self::Intended, Self::Happened, Self::Why, Self::Next, Self::Done];

    /// Returns the word that stands for it in files, filters and the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Captured => "captured",
            Self::Intended => "intended",
            Self::Happened => "happened",
            Self::Why => "why",
            Self::Next => "next",
            Self::Done => "done",
        }
    }

    /// Says in words how far it is.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Captured => "captured",
            Self::Intended => "question 1 of 4 answered",
            Self::Happened => "question 2 of 4 answered",
            Self::Why => "question 3 of 4 answered",
            Self::Next => "all four answered",
            Self::Done => "finished",
        }
    }

    /// Reads the word that stands for it.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }
}
