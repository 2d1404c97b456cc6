//! What is told before a question is put: whose review it is, how long it took so far, and what was like it before.

use hansei_app::similar::FEW;
use hansei_method::entry::Entry;
use hansei_method::question::Question;
use owo_colors::OwoColorize as _;

use super::drive::Interview;
use crate::commands::similar;
use crate::error::CliError;
use crate::lines::Shorts;
use crate::say;
use crate::table::{one_line, wrapped};

/// What can be typed at every question.
pub(super) const KEYS: &str = "< back · ? help · e editor · . goes past the rest of it · \\park IDEA for question 4 · \\skip REASON · Ctrl-C leaves and keeps all but the line you are in";

/// What is said to somebody who came back to a review again and again with nothing new (H01).
const CIRCLING: &str = "You have come back to this again and again within a week. Some things are hard to put down. Is there a fact, a \
    cause or something to do that is not written here yet? If not, it may be enough for now: Ctrl-C stops here for today.";

impl Interview<'_> {
    /// Tells whose review it is, and what can be typed.
    pub(super) async fn greet(&mut self, entry: &Entry) -> Result<(), CliError> {
        let short = self.app.short_id(self.id).await?;
        let title = one_line(entry.title.as_str());
        self.prompter.tell(&format!(
            "{}\n{short} · {}\n{}\n",
            title.bold(),
            say::occurred(entry.occurred),
            KEYS.dimmed()
        ));
        if let Some(body) = &entry.body {
            self.prompter.tell(&wrapped(body.as_str(), self.prompter.columns(), "  "));
        }
        if self.app.heeded().await?.is_circling(entry, self.app.now().timestamp()) {
            self.prompter.tell(&wrapped(CIRCLING, self.prompter.columns(), ""));
        }
        Ok(())
    }

    /// Names the question that follows, with the minutes spent so far quietly behind it.
    pub(super) fn head(&mut self, question: Question, entry: &Entry) {
        let heading = format!("{} of 4 · {}", question.number(), question.name());
        let spent = match entry.review.spent.minutes() {
            0 => String::new(),
            minutes => format!(" · {minutes} min"),
        };
        self.prompter.tell(&format!("\n{}{}", heading.bold(), spent.dimmed()));
    }

    /// Tells at the end how long was spent on the review, in whole minutes.
    pub(super) async fn tell_spent(&mut self) -> Result<(), CliError> {
        let minutes = self.app.entry(self.id).await?.entry.review.spent.minutes();
        if minutes > 0 {
            let spent = format!("{} spent on it.", say::count(minutes, "minute", "minutes"));
            self.prompter.tell(&spent.dimmed().to_string());
        }
        Ok(())
    }

    /// Tells what was like it before, once what was meant is written. What cannot be told is let go: the review counts.
    pub(super) async fn look_back_once(&mut self) {
        if std::mem::replace(&mut self.has_looked_back, true) {
            return;
        }
        if similar::catch_up(self.app).await.is_err() {
            return;
        }
        let Ok(found) = self.app.similar_to(self.id, true, FEW).await else { return };
        let Ok(shorts) = Shorts::of_all(self.app, found.iter().map(|similar| &similar.line)).await else {
            return;
        };
        if !found.is_empty() {
            let rows = similar::rows(&found, &shorts, self.prompter.columns());
            self.prompter.tell(&format!("You may have been here before:\n{rows}"));
        }
    }
}
