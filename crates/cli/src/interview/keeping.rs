//! Keeping what is typed, taking it up again, and asking where somebody else wrote in the meantime.

use hansei_app::AppError;
use hansei_app::draft::Writer;
use hansei_method::entry::Entry;
use hansei_method::question::Question;
use owo_colors::OwoColorize as _;
use serde::{Deserialize, Serialize};

use super::answering::Answering;
use super::drive::Interview;
use super::prompter::{Ask, Unanswered};
use super::steps::{Steps, letter};
use crate::error::CliError;
use crate::say;
use crate::table::wrapped;

/// What is kept of a question that is not done.
#[derive(Serialize, Deserialize)]
struct Kept<S> {
    /// Marks the drafts of this interview among those of the pages; [`Writer::of`] looks for it at the very beginning.
    terminal: u32,
    steps: S,
}

/// What waits for a question when it is asked.
pub(super) enum Waiting<S> {
    /// What was typed here before.
    Mine(S),
    /// Nothing that is taken up.
    Nothing,
    /// The person left instead of saying what becomes of it.
    Left,
}

/// Which of two answers goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Mine,
    Theirs,
}

impl Interview<'_> {
    /// Keeps where a question stands, so that a lost terminal loses nothing but the line that was being typed. Says whether
    /// the person stayed: they are asked before anything of a page is replaced.
    pub(super) async fn keep<S: Steps>(
        &mut self,
        question: Option<Question>,
        steps: &S,
    ) -> Result<bool, CliError> {
        let Some(question) = question.filter(|question| self.unkept != Some(*question)) else {
            return Ok(true);
        };
        let body = serde_json::to_string(&Kept { terminal: 1, steps }).map_err(AppError::broken)?;
        if self.replaces != Some(question) {
            match self.app.keep_own_draft(self.id, question, body.clone(), Some(self.version)).await {
                Err(AppError::Conflict(_)) => {}
                kept => return Ok(kept.map(|()| true)?),
            }
            if !self.may_replace(question).await? {
                return Ok(false);
            }
        }
        if self.replaces.take() == Some(question) {
            self.app.keep_draft(self.id, question, body, Some(self.version)).await?;
        }
        Ok(true)
    }

    /// Takes up where a question was left. What the pages keep is theirs, and stays unless the person says otherwise.
    pub(super) async fn waiting<S: Answering>(&mut self, entry: &Entry) -> Result<Waiting<S>, CliError> {
        let Some(draft) = self.app.draft(self.id, S::QUESTION).await? else { return Ok(Waiting::Nothing) };
        let Ok(kept) = serde_json::from_str::<Kept<S>>(&draft.body) else {
            let stayed = self.may_replace(S::QUESTION).await?;
            return Ok(if stayed { Waiting::Nothing } else { Waiting::Left });
        };
        let at = say::moment(draft.saved_at, self.desk.world.now().time_zone());
        self.prompter.tell(&format!("Going on where you left on {at}.").dimmed().to_string());
        match self.agree(draft.based_on, &kept.steps).await? {
            None => Ok(Waiting::Left),
            Some(Which::Mine) => {
                let steps = kept.steps.fit(entry);
                // From here on it is written in view of the other answer.
                let stayed = self.keep(Some(S::QUESTION), &steps).await?;
                Ok(if stayed { Waiting::Mine(steps) } else { Waiting::Left })
            }
            Some(Which::Theirs) => {
                self.app.drop_draft(self.id, S::QUESTION, Some(Writer::Terminal)).await?;
                Ok(Waiting::Nothing)
            }
        }
    }

    /// Takes the newest version when it holds the same answer as the one that was seen; otherwise shows both answers and
    /// asks which is kept. `None` when the person left.
    pub(super) async fn agree<S: Answering>(
        &mut self,
        seen: i64,
        mine: &S,
    ) -> Result<Option<Which>, CliError> {
        let now = self.app.entry(self.id).await?;
        let before = match self.app.revision(self.id, seen).await {
            Ok(before) => Some(before),
            Err(AppError::NotFound(_)) => None,
            Err(error) => return Err(error.into()),
        };
        if before.is_some_and(|before| S::is_same(&before, &now.entry)) {
            self.version = now.version;
            return Ok(Some(Which::Mine));
        }
        let columns = self.prompter.columns();
        let skipped = now.entry.review.answers.skipped(S::QUESTION);
        let theirs = match skipped {
            Some(reason) => wrapped(&format!("passed over: {}", reason.as_str()), columns, "  "),
            None => shown(&S::fresh(&now.entry), columns),
        };
        self.prompter.tell("This question was answered somewhere else in the meantime. Saved there:");
        self.prompter.tell(&theirs);
        self.prompter.tell("Written here, and not saved:");
        self.prompter.tell(&shown(mine, columns));
        let ask = Ask::choice(
            "Which do you keep: m mine, t the one that is saved?",
            "m: yours takes its place, and the other stays in the history. t: what was written here goes.",
        );
        let which = self.choose(&ask, None, &[("mine", Which::Mine), ("theirs", Which::Theirs)])?;
        if which.is_some() {
            self.version = now.version;
        }
        Ok(which)
    }

    /// Begins a question with what is saved; the coach reads along where it is not switched off.
    pub(super) async fn fresh<S: Answering>(&mut self) -> Result<S, CliError> {
        let entry = self.app.entry(self.id).await?.entry;
        let fresh = S::fresh(&entry);
        if self.app.heeded().await?.is_silent {
            return Ok(fresh);
        }
        Ok(fresh.read_along(&entry, &self.desk.world.now()))
    }

    /// Lets a long answer count as work. The version stays the one that was seen, unless nobody else wrote in between.
    pub(super) async fn sign_of_work(&mut self) -> Result<(), CliError> {
        match self.app.work_on(self.id, Some(self.version)).await {
            Ok(saved) => self.version = saved.version,
            Err(AppError::Conflict(_)) => {
                self.app.work_on(self.id, None).await?;
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Asks whether what somebody else left for a question is replaced; says whether the person stayed.
    async fn may_replace(&mut self, question: Question) -> Result<bool, CliError> {
        let Some(draft) = self.app.draft(self.id, question).await? else { return Ok(true) };
        let place = match Writer::of(&draft.body) {
            Writer::Page => "A page in the browser",
            Writer::Program => "A program",
            Writer::Terminal => "Another version of hansei",
        };
        let at = say::moment(draft.saved_at, self.desk.world.now().time_zone());
        self.prompter.tell(&format!("{place} holds an answer to this that is not saved yet, from {at}."));
        let ask = Ask::choice(
            "Replace it with what you write here? y, n [n]",
            "y: it goes with your first answer here. n: it stays; what you write here is kept when this question is done, and not before.",
        );
        let chosen = self.choose(&ask, Some(false), &[("yes", true), ("no", false)])?;
        match chosen {
            Some(true) => self.replaces = Some(question),
            Some(false) => self.unkept = Some(question),
            None => {}
        }
        Ok(chosen.is_some())
    }

    /// Asks for one of a few letters until one comes; `None` when the person left.
    fn choose<T: Copy>(
        &mut self,
        ask: &Ask,
        usual: Option<T>,
        choices: &[(&str, T)],
    ) -> Result<Option<T>, CliError> {
        loop {
            let line = match self.prompter.ask(ask) {
                Ok(line) => line,
                Err(Unanswered::Left) => return Ok(None),
                Err(Unanswered::Broken(error)) => return Err(error),
            };
            if line.trim() == "?" {
                self.prompter.tell(&wrapped(ask.help, self.prompter.columns(), "  "));
                continue;
            }
            match letter(line.trim(), usual, choices) {
                Ok(chosen) => return Ok(Some(chosen)),
                Err(wrong) => self.prompter.tell(&format!("  {wrong}")),
            }
        }
    }
}

/// Writes down an answer, to be compared with another.
fn shown<S: Answering>(steps: &S, columns: usize) -> String {
    let heart = steps.heart().map(|heart| wrapped(heart.as_str(), columns, "  "));
    let list = steps.so_far(columns);
    let parts: Vec<&str> = heart
        .iter()
        .map(String::as_str)
        .chain([list.as_str()])
        .filter(|part| !part.trim().is_empty())
        .collect();
    if parts.is_empty() { "  (nothing in words)".to_owned() } else { parts.join("\n") }
}
