//! What a typed line means: an answer, or a wish of whoever answers.

use hansei_app::AppError;
use hansei_app::review::Reviewed;
use hansei_method::question::Question;
use hansei_method::text::Text;

use super::drive::{Interview, KEYS};
use super::prompter::{Ask, Unanswered};
use crate::error::CliError;
use crate::table::wrapped;

/// What a typed line means.
pub(super) enum Said {
    Answer(String),
    /// Ask again, with this in the line.
    Again(String),
    /// Ask again, with this in the line, which was refused as it is.
    Refused(String),
    Skip(Text),
    Back,
}

impl Interview<'_> {
    /// Asks for a line. An answer of several lines has no room in one: it is shown, and kept when nothing is typed.
    pub(super) fn ask(&mut self, ask: &Ask) -> Result<String, Unanswered> {
        if !ask.written.contains('\n') {
            return self.prompter.ask(ask);
        }
        self.prompter.tell(&wrapped(&ask.written, self.prompter.columns(), "  "));
        self.prompter.tell("  (empty keeps this; e opens it in an editor)");
        let line = self.prompter.ask(&Ask { written: String::new(), ..ask.clone() })?;
        Ok(if line.trim().is_empty() { ask.written.clone() } else { line })
    }

    /// Understands what is no answer but a wish.
    pub(super) async fn command(
        &mut self,
        ask: &Ask,
        line: &str,
        question: Option<Question>,
    ) -> Result<Said, CliError> {
        // Whoever types < behind what stands in the line already means the key.
        let stood_there =
            |before: &str| !ask.written.is_empty() && before.trim_end() == ask.written.trim_end();
        let line = if line.strip_suffix('<').is_some_and(stood_there) { "<" } else { line };
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "<" | "back" | "\\back" if rest.is_empty() => return Ok(Said::Back),
            "?" if rest.is_empty() => {
                self.prompter.tell(&wrapped(ask.help, self.prompter.columns(), "  "));
                self.prompter.tell(&wrapped(KEYS, self.prompter.columns(), "  "));
                return Ok(Said::Again(ask.written.clone()));
            }
            "e" | "\\e" if rest.is_empty() && !ask.is_choice => {
                return match self.prompter.write(&ask.written) {
                    Ok(written) => {
                        self.prompter.tell(&wrapped(&written, self.prompter.columns(), "  "));
                        Ok(Said::Answer(written))
                    }
                    Err(unwritten) => {
                        self.prompter.tell(&unwritten.error.told());
                        Ok(Said::Again(unwritten.text))
                    }
                };
            }
            "\\park" => return self.park(ask, line, rest).await,
            "\\skip" if self.is_answered(question).await? => {
                self.prompter.tell("  this question has an answer, which is kept; change it here, or go on");
            }
            "\\skip" if question.is_some() => match rest.parse::<Text>() {
                Ok(reason) => return Ok(Said::Skip(reason)),
                Err(_) => self.prompter.tell("  write the reason too: \\skip no notes from that day"),
            },
            _ => return Ok(Said::Answer(line.to_owned())),
        }
        Ok(Said::Again(ask.written.clone()))
    }

    async fn is_answered(&self, question: Option<Question>) -> Result<bool, CliError> {
        let Some(question) = question else { return Ok(false) };
        Ok(self.app.entry(self.id).await?.entry.review.answers.is_answered(question))
    }

    /// Keeps an idea for question 4. It is put beside what is there, so nobody else's writing stands in its way.
    async fn park(&mut self, ask: &Ask, line: &str, idea: &str) -> Result<Said, CliError> {
        let Ok(idea) = idea.parse::<Text>() else {
            self.prompter.tell("  write the idea too: \\park ask for a clause");
            return Ok(Said::Again(ask.written.clone()));
        };
        let said = Reviewed { park: vec![idea], ..Reviewed::default() };
        match self.app.review(self.id, None, &said).await {
            Ok(saved) => {
                if saved.version == self.version + 1 {
                    self.version = saved.version;
                }
                self.prompter.tell("  Parked for question 4.");
                Ok(Said::Again(ask.written.clone()))
            }
            Err(AppError::Invalid(sentence)) => {
                self.prompter.tell(&format!("  {sentence}"));
                Ok(Said::Refused(line.to_owned()))
            }
            Err(error) => Err(error.into()),
        }
    }
}
