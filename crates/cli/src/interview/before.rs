//! What was like it before, told between what was meant and what happened.

use hansei_app::similar::FEW;

use super::drive::Interview;
use crate::commands::similar;
use crate::lines::Shorts;

impl Interview<'_> {
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
