//! After the four questions: how it felt, whom to tell, and whether the review is closed.

use hansei_method::entry::{Entry, Significance};
use hansei_method::text::Text;
use serde::{Deserialize, Serialize};

use super::prompter::Ask;
use super::steps::{Steps, letter, optional};
use crate::story;

/// What comes after the four questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Close {
    pub(crate) feeling: Option<Text>,
    pub(crate) confidant: Option<Text>,
    pub(crate) finish: bool,
    /// What the review holds and what it does not, to be looked through before it is closed.
    holds: String,
    at: At,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum At {
    Feeling,
    Confidant,
    Finish,
    End,
}

impl Close {
    /// Begins with what was said before.
    pub(crate) fn new(entry: &Entry, columns: usize) -> Self {
        let at = if entry.significance == Significance::Small { At::Finish } else { At::Feeling };
        let (feeling, confidant) = (entry.review.feeling.clone(), entry.review.confidant.clone());
        Self { feeling, confidant, finish: false, holds: story::holds(entry, columns), at }
    }
}

impl Steps for Close {
    fn ask(&self) -> Option<Ask> {
        let written = |words: &Option<Text>| words.as_ref().map_or(String::new(), ToString::to_string);
        let ask = match self.at {
            At::Feeling => {
                Ask::new("How did it feel? (empty goes on)", "Optional. It is kept and never analysed.")
                    .written(written(&self.feeling))
            }
            At::Confidant => Ask::new(
                "Whom could you tell? (empty goes on)",
                "One person you trust. Nothing is sent to anybody.",
            )
            .written(written(&self.confidant)),
            At::Finish => Ask::choice(
                "Close the review? y, n [y]",
                "What it does not hold keeps nobody from closing it. A closed review can be opened again with hansei reopen.",
            )
            .before(format!("A list to look through, not a grade.\n{}", self.holds)),
            At::End => return None,
        };
        Some(ask)
    }

    fn hear(&mut self, said: &str) -> Result<(), String> {
        match self.at {
            At::Feeling => {
                self.feeling = optional(said)?;
                self.at = At::Confidant;
            }
            At::Confidant => {
                self.confidant = optional(said)?;
                self.at = At::Finish;
            }
            At::Finish => {
                self.finish = letter(said, Some(true), &[("yes", true), ("no", false)])?;
                self.at = At::End;
            }
            At::End => {}
        }
        Ok(())
    }

    fn so_far(&self, _: usize) -> String {
        String::new()
    }
}
