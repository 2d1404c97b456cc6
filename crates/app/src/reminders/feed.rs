//! The address of the calendar: whoever knows its token may read what is due, and nothing else.

use sha2::{Digest as _, Sha256};

use crate::{App, AppError};

impl App {
    /// Makes a token for the address of the calendar and returns it, this once; the one before stops working.
    pub async fn renew_feed(&self) -> Result<String, AppError> {
        let token = format!("{}{}", self.new_id().simple(), self.new_id().simple());
        self.choose_reminders(|reminders| reminders.feed = Some(digest(&token))).await?;
        Ok(token)
    }

    /// Takes the address of the calendar away.
    pub async fn revoke_feed(&self) -> Result<(), AppError> {
        self.choose_reminders(|reminders| reminders.feed = None).await?;
        Ok(())
    }

    /// Writes the calendar for whoever knows the token.
    pub async fn feed(&self, token: &str) -> Result<String, AppError> {
        // Digests are compared, so the time that takes tells nothing of the token.
        if self.reminders().await?.feed.is_none_or(|kept| kept != digest(token)) {
            return Err(AppError::NotFound(
                "there is no such calendar; make a new address in the settings".to_owned(),
            ));
        }
        self.calendar().await
    }
}

fn digest(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"))
}
