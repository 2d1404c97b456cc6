//! What a typed line means: an answer, or a wish of whoever answers.

use hansei_app::AppError;
use hansei_app::draft::Writer;
use hansei_app::review::Reviewed;
use hansei_method::question::Question;
use hansei_method::text::Text;

use super::before::KEYS;
use super::coached::Coached;
use super::drive::Interview;
use super::prompter::{Ask, Unanswered};
use super::refused::Refused;
use super::steps::wish;
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
    Left,
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

    /// Puts a line, with `again` in it where it is put once more, and understands what is typed.
    pub(super) async fn hear_line(
        &mut self,
        ask: &Ask,
        again: Option<String>,
        refused: &mut Refused,
        question: Option<Question>,
    ) -> Result<Said, CliError> {
        if again.is_none() && !ask.before.is_empty() {
            self.prompter.tell(&ask.before);
        }
        let usual = ask.written.clone();
        let ask = Ask { written: again.unwrap_or_else(|| usual.clone()), ..ask.clone() };
        let line = match self.ask(&ask) {
            Ok(line) => refused.meant(line, usual),
            Err(Unanswered::Left) => return Ok(Said::Left),
            Err(Unanswered::Broken(error)) => return Err(error),
        };
        self.command(&ask, line.trim(), question).await
    }

    /// Understands what is no answer but a wish.
    async fn command(&mut self, ask: &Ask, line: &str, question: Option<Question>) -> Result<Said, CliError> {
        let line = self.meant_behind(ask, line);
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
            "\\meant" | "\\move" | "\\stop" if rest.is_empty() => {
                return self.answer_coach(ask, word).await;
            }
            "\\park" => return self.park(ask, line, rest).await,
            "\\skip" if self.is_answered(question).await? => {
                self.prompter.tell("  this question has an answer, which is kept; change it here, or go on");
            }
            "\\skip" if question.is_some() => match rest.parse::<Text>() {
                Ok(reason) => {
                    self.care_about(rest).await?;
                    return Ok(Said::Skip(reason));
                }
                Err(_) => self.prompter.tell("  write the reason too: \\skip no notes from that day"),
            },
            _ => match (wish(line), line.strip_prefix('\\')) {
                (Some(word), _) if !is_taken(ask, word) => self.prompter.tell(&format!(
                    "  {word} is not understood here; ? says what is. To write it as it stands: \\{word}"
                )),
                (None, Some(meant)) if wish(meant).is_some() => return Ok(Said::Answer(meant.to_owned())),
                _ => return Ok(Said::Answer(line.to_owned())),
            },
        }
        Ok(Said::Again(ask.written.clone()))
    }

    /// Understands a key, or a word for the coach, behind what stands in the line already.
    fn meant_behind<'l>(&self, ask: &Ask, line: &'l str) -> &'l str {
        let words = if self.coach.is_waiting() {
            &["<", "?", "\\meant", "\\move", "\\stop"][..]
        } else {
            &["<", "?"]
        };
        let written = ask.written.trim_end();
        let is_behind =
            |word: &&&str| line.strip_suffix(**word).is_some_and(|before| before.trim_end() == written);
        let word = words.iter().filter(|_| !written.is_empty()).find(is_behind);
        word.map_or(line, |word| &line[line.len() - word.len()..])
    }

    async fn is_answered(&self, question: Option<Question>) -> Result<bool, CliError> {
        let Some(question) = question else { return Ok(false) };
        Ok(self.app.entry(self.id).await?.entry.review.answers.is_answered(question))
    }

    async fn park(&mut self, ask: &Ask, line: &str, idea: &str) -> Result<Said, CliError> {
        let Ok(idea) = idea.parse::<Text>() else {
            self.prompter.tell("  write the idea too: \\park ask for a clause");
            return Ok(Said::Again(ask.written.clone()));
        };
        let is_parked = self.put_aside(idea).await?;
        self.care_about(line).await?;
        Ok(if is_parked { Said::Again(ask.written.clone()) } else { Said::Refused(line.to_owned()) })
    }

    /// Keeps an idea for question 4, and says so, or why not. It is put beside what is there, so nobody else's writing stands
    /// in its way.
    pub(super) async fn put_aside(&mut self, idea: Text) -> Result<bool, CliError> {
        let said = Reviewed { park: vec![idea], typed_in: Some(Writer::Terminal), ..Reviewed::default() };
        match self.app.review(self.id, None, &said).await {
            Ok(saved) => {
                if saved.version == self.version + 1 {
                    self.version = saved.version;
                }
                self.prompter.tell("  Parked for question 4.");
                Ok(true)
            }
            Err(AppError::Invalid(sentence)) => {
                self.prompter.tell(&format!("  {sentence}"));
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Says what is wrong, and returns what is to stand in the line. A wrong letter is not worth changing.
    pub(super) fn refuse(
        &mut self,
        ask: &Ask,
        said: String,
        wrong: &str,
        refused: &mut Refused,
    ) -> Option<String> {
        self.prompter.tell(&format!("  {wrong}"));
        if ask.is_choice || said.trim().is_empty() {
            return None;
        }
        self.prompter.tell("  (change the line, or press Enter once more to leave it out)");
        Some(refused.line(said))
    }
}

/// Says whether the question itself takes a wish.
fn is_taken(ask: &Ask, word: &str) -> bool {
    match word {
        "\\drop" => true,
        "\\edit" | "\\move" => matches!(ask.coached, Some(Coached::Moment)),
        _ => false,
    }
}
