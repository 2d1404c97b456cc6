//! Before the first question: what it was, and how deep to go.

use hansei_method::entry::{Kind, Significance};
use serde::{Deserialize, Serialize};

use super::prompter::Ask;
use super::steps::{Steps, letter};

/// What it was, and how deep to go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Start {
    pub(crate) kind: Kind,
    pub(crate) significance: Significance,
    at: At,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum At {
    Kind,
    Depth,
    End,
}

impl Start {
    /// Begins with what was said at capture.
    pub(crate) fn new(kind: Kind, significance: Significance) -> Self {
        Self { kind, significance, at: At::Kind }
    }
}

impl Steps for Start {
    fn ask(&self) -> Option<Ask> {
        match self.at {
            At::Kind => Some(Ask::choice(
                format!("What was it: f failure, n near miss, s success, m mixed? [{}]", self.kind.name()),
                "f: it did not come out as intended. n: it nearly went wrong. s: it came out as intended. m: a good result of a bad decision, or the other way round.",
            )),
            At::Depth => Some(Ask::choice(
                format!("How deep: s small, o ordinary, f full? [{}]", self.significance.word()),
                "s: about 5 minutes, a sentence for each question. o: about 30 minutes. f: every field, as long as it takes.",
            )),
            At::End => None,
        }
    }

    fn hear(&mut self, said: &str) -> Result<(), String> {
        match self.at {
            At::Kind => {
                let kinds = Kind::ALL.map(|kind| (kind.name(), kind));
                self.kind = letter(said, Some(self.kind), &kinds)?;
                self.at = At::Depth;
            }
            At::Depth => {
                let depths = Significance::ALL.map(|depth| (depth.word(), depth));
                self.significance = letter(said, Some(self.significance), &depths)?;
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
