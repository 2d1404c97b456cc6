//! Settings: what the person chose about hansei itself.

use hansei_method::text::{Line, Text};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{App, AppError};

/// The name under which the settings are kept.
const NAME: &str = "settings";

/// What the person chose. Unknown fields of a newer hansei are passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Settings {
    /// What the log is called, for example the person's name.
    pub name: Option<Line>,
    /// Whether single letters act as keys in the pages.
    pub letter_keys: bool,
    /// Whether a backup is made by itself once a day.
    pub automatic_backups: bool,
    /// Whether the coach reads answers and asks about them.
    pub coach: bool,
    /// Whether it asks about what people write of themselves as a whole.
    pub self_judgements: bool,
    /// Whom to talk to when it gets too much; shown where somebody writes of hurting themselves.
    pub contacts: Option<Text>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: None,
            letter_keys: true,
            automatic_backups: true,
            coach: true,
            self_judgements: true,
            contacts: None,
        }
    }
}

fn read(value: Option<Value>) -> Result<Settings, AppError> {
    value.map_or(Ok(Settings::default()), |value| serde_json::from_value(value).map_err(AppError::broken))
}

impl App {
    /// Returns what the person chose; the defaults where nothing was chosen.
    pub async fn settings(&self) -> Result<Settings, AppError> {
        read(self.store.setting(self.space, NAME).await?)
    }

    /// Changes some of what the person chose, over whatever is chosen by then.
    pub async fn choose_some(&self, change: impl Fn(&mut Settings) + Send + Sync) -> Result<(), AppError> {
        let space = self.space;
        hansei_store::transaction!(self.store, tx => {
            let mut settings = read(tx.setting(space, NAME).await?)?;
            change(&mut settings);
            let value = serde_json::to_value(&settings).map_err(AppError::broken)?;
            Ok::<_, AppError>(tx.put_setting(space, NAME, &value).await?)
        })
    }

    /// Keeps what the person chose.
    pub async fn choose(&self, settings: &Settings) -> Result<(), AppError> {
        let value = serde_json::to_value(settings).map_err(AppError::broken)?;
        let space = self.space;
        hansei_store::transaction!(self.store, tx => Ok::<_, AppError>(tx.put_setting(space, NAME, &value).await?))
    }
}
