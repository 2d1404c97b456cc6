//! Whoever puts the questions: a terminal, or a script in a test.

use super::coached::Coached;
use crate::error::CliError;

/// One thing that is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ask {
    /// What has to be seen before the question makes sense; empty for nothing.
    pub(crate) before: String,
    /// The question.
    pub(crate) question: String,
    /// What helps to answer it; shown for `?`.
    pub(crate) help: &'static str,
    /// What stands in the answer line already, to be changed or taken as it is.
    pub(crate) written: String,
    /// Whether a letter answers it, so that no letter can mean anything else.
    pub(crate) is_choice: bool,
    /// Whether a day answers it, so that "last friday" means one.
    pub(crate) is_day: bool,
    /// What the coach reads of the answer; `None` where it reads nothing.
    pub(crate) coached: Option<Coached>,
}

impl Ask {
    /// Asks something.
    pub(crate) fn new(question: impl Into<String>, help: &'static str) -> Self {
        Self { question: question.into(), help, ..Self::default() }
    }

    /// Asks for one of a few letters.
    pub(crate) fn choice(question: impl Into<String>, help: &'static str) -> Self {
        Self { is_choice: true, ..Self::new(question, help) }
    }

    /// Puts an earlier answer into the line.
    pub(crate) fn written(self, written: impl Into<String>) -> Self {
        Self { written: written.into(), ..self }
    }

    /// Asks for a day, where `is_day`.
    pub(crate) fn day(self, is_day: bool) -> Self {
        Self { is_day, ..self }
    }

    /// Lets the coach read the answer.
    pub(crate) fn coached(self, coached: Coached) -> Self {
        Self { coached: Some(coached), ..self }
    }

    /// Shows something before the question.
    pub(crate) fn before(self, before: impl Into<String>) -> Self {
        Self { before: before.into(), ..self }
    }
}

/// Why nothing was answered.
#[derive(Debug)]
pub(crate) enum Unanswered {
    /// The person left; what was typed in the line is gone, everything before it is kept.
    Left,
    /// Something broke.
    Broken(CliError),
}

/// A longer text that did not come back as it should.
#[derive(Debug)]
pub(crate) struct Unwritten {
    /// What there is of it all the same.
    pub(crate) text: String,
    /// What went wrong.
    pub(crate) error: CliError,
}

impl<E: Into<CliError>> From<E> for Unanswered {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

/// Whoever puts the questions.
pub(crate) trait Prompter {
    /// Shows something.
    fn tell(&mut self, text: &str);

    /// Asks for one line.
    fn ask(&mut self, ask: &Ask) -> Result<String, Unanswered>;

    /// Asks for one key, without Enter where there is a terminal; Enter alone is an empty one.
    fn key(&mut self, ask: &Ask) -> Result<String, Unanswered> {
        self.ask(ask)
    }

    /// Lets a longer text be written, beginning with what is there.
    fn write(&mut self, so_far: &str) -> Result<String, Unwritten>;

    /// Returns the columns that a line has.
    fn columns(&self) -> usize;
}
