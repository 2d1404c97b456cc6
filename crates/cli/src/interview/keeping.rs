//! Keeping what is typed, and taking it up again.

use hansei_method::question::Question;
use jiff::SignedDuration;
use owo_colors::OwoColorize as _;
use serde::{Deserialize, Serialize};

use super::drive::Interview;
use super::steps::Steps;
use crate::error::CliError;
use crate::say;

/// How often the clock of the review is told that somebody is at work.
const SIGN_OF_WORK: SignedDuration = SignedDuration::from_mins(4);

/// What is kept of a question that is not done.
#[derive(Serialize, Deserialize)]
struct Kept<S> {
    /// Marks the drafts of this interview among those of the pages.
    terminal: u32,
    steps: S,
}

impl Interview<'_> {
    /// Keeps where a question stands, so that a lost terminal loses nothing but the line that was being typed.
    pub(super) async fn keep<S: Steps>(
        &mut self,
        question: Option<Question>,
        steps: &S,
    ) -> Result<(), CliError> {
        let Some(question) = question else { return Ok(()) };
        let body =
            serde_json::to_string(&Kept { terminal: 1, steps }).map_err(hansei_app::AppError::broken)?;
        Ok(self.app.keep_draft(self.id, question, body).await?)
    }

    /// Takes up where a question was left; what the pages keep is theirs, and stays.
    pub(super) async fn kept<S: Steps>(&mut self, question: Question) -> Result<Option<S>, CliError> {
        let Some(draft) = self.app.draft(self.id, question).await? else { return Ok(None) };
        if let Ok(kept) = serde_json::from_str::<Kept<S>>(&draft.body) {
            let at = say::moment(draft.saved_at, self.desk.world.now().time_zone());
            self.prompter.tell(&format!("Going on where you left on {at}.").dimmed().to_string());
            return Ok(Some(kept.steps));
        }
        self.prompter.tell("A page in the browser holds an answer to this that is not saved yet; look there first, or answer anew here.");
        Ok(None)
    }

    /// Lets a long answer count as work.
    pub(super) async fn sign_of_work(&mut self) -> Result<(), CliError> {
        let now = self.desk.world.now().timestamp();
        if now.duration_since(self.worked_at) >= SIGN_OF_WORK {
            self.version = self.app.work_on(self.id).await?.version;
            self.worked_at = now;
        }
        Ok(())
    }
}
