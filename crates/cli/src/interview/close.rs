//! After the four questions: how it felt, whom to tell, and whether the review is closed.

use hansei_method::entry::Significance;
use hansei_method::text::Text;
use serde::{Deserialize, Serialize};

use super::prompter::Ask;
use super::steps::{Steps, letter, optional};

/// What comes after the four questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Close {
    pub(crate) feeling: Option<Text>,
    pub(crate) confidant: Option<Text>,
    pub(crate) finish: bool,
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
    pub(crate) fn new(feeling: Option<Text>, confidant: Option<Text>, significance: Significance) -> Self {
        let at = if significance == Significance::Small { At::Finish } else { At::Feeling };
        Self { feeling, confidant, finish: false, at }
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
                "A closed review can be opened again with hansei reopen.",
            ),
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
