//! The four questions, in their order.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One of the four questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// What was the intended outcome?
    Intended,
    /// What actually happened?
    Happened,
    /// Why was there a gap?
    Why,
    /// What will I do differently?
    Next,
}

impl Question {
    /// All four, in their order.
    pub const ALL: [Self; 4] = [Self::Intended, Self::Happened, Self::Why, Self::Next];

    /// Returns its place in the order, 1 to 4.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// Names it in short.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Intended => "what was intended",
            Self::Happened => "what happened",
            Self::Why => "why",
            Self::Next => "what I will do differently",
        }
    }

    /// Returns the word that stands for it in addresses, files and commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Intended => "intended",
            Self::Happened => "happened",
            Self::Why => "why",
            Self::Next => "next",
        }
    }

    /// Asks it.
    #[must_use]
    pub fn asked(self) -> &'static str {
        match self {
            Self::Intended => "What was the intended outcome?",
            Self::Happened => "What actually happened?",
            Self::Why => "How did that come about?",
            Self::Next => "What will I do differently?",
        }
    }

    /// Reads the word that stands for it.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.word() == word)
    }
}
