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
        let mut begun = Vec::new();
        for stage in [StageKind::Intended, StageKind::Happened, StageKind::Why, StageKind::Next] {
            begun.extend(self.waiting(stage).await?);
        }
        begun.sort_by_key(|line| std::cmp::Reverse(line.saved_at));
        begun.truncate(MOST_SHOWN as usize);
        let captured = self.waiting(StageKind::Captured).await?;
        Ok(Today { begun, captured, overview: self.store.overview(self.space).await? })
    }

    async fn waiting(&self, stage: StageKind) -> Result<Vec<Listed>, AppError> {
        let filter = Filter { stage: Some(stage), asked_on: Some(self.now().date()), ..Filter::default() };
        Ok(self.store.list(self.space, &filter, None, MOST_SHOWN).await?.lines)
    }
}
