//! Today: what waits, and nothing that presses.

use hansei_method::stage::StageKind;
use hansei_store::{Filter, Listed, Overview};

use crate::{App, AppError};

/// The most entries that Today shows of one sort; the log shows all.
const MOST_SHOWN: u32 = 5;

/// What Today shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Today {
    /// Reviews that were begun and not closed, last touched first.
    pub begun: Vec<Listed>,
    /// Lines that were captured and not looked at since, newest first.
    pub captured: Vec<Listed>,
    /// What is in the log.
    pub overview: Overview,
}

impl App {
    /// Looks at what waits today; what was put off waits silently.
    pub async fn today(&self) -> Result<Today, AppError> {
        let asked_on = self.now().date();
        let begun = self.store.begun(self.space, asked_on, MOST_SHOWN).await?;
        let captured =
            Filter { stage: Some(StageKind::Captured), asked_on: Some(asked_on), ..Filter::default() };
        let captured = self.store.list(self.space, &captured, None, MOST_SHOWN).await?.lines;
        Ok(Today { begun, captured, overview: self.store.overview(self.space).await? })
    }
}
