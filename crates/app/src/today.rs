//! Today: what waits, and nothing that presses.

use std::cmp::Reverse;
use std::collections::HashSet;

use hansei_method::id::EntryId;
use hansei_method::stage::StageKind;
use hansei_method::standing::Said;
use hansei_store::{Listed, Overview};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::write::{Saved, Step};
use crate::{App, AppError};

/// The name under which it is kept when a lesson was last asked about.
const LESSON: &str = "lesson";

/// The most entries that Today shows of one sort; the log shows all.
const MOST_SHOWN: u32 = 5;

/// What Today shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Today {
    /// Reviews that were begun and not closed, if only by a draft, last touched first.
    pub begun: Vec<Listed>,
    /// Lines that were captured and not looked at since, captured last first.
    pub captured: Vec<Listed>,
    /// A lesson that comes back as a question; at most one a day.
    pub lesson: Option<Listed>,
    /// What is in the log.
    pub overview: Overview,
}

/// When a lesson was last asked about.
#[derive(Debug, Serialize, Deserialize)]
struct Asked {
    on: Date,
}

impl App {
    /// Looks at what waits today; what was put off waits silently.
    pub async fn today(&self) -> Result<Today, AppError> {
        let asked_on = self.now().date();
        let begun = self.begun(asked_on).await?;
        let captured = self.store.captured(self.space, asked_on, MOST_SHOWN).await?;
        let lesson = self.lesson_of_the_day().await?;
        Ok(Today { begun, captured, lesson, overview: self.store.overview(self.space).await? })
    }

    /// Lists what was begun, by an answer that was saved or one that was not.
    async fn begun(&self, asked_on: Date) -> Result<Vec<Listed>, AppError> {
        let saved = self.store.begun(self.space, asked_on, MOST_SHOWN).await?;
        let drafted = self.store.drafted(self.space, asked_on, MOST_SHOWN).await?;
        let drafted = drafted.into_iter().map(|it| (it.drafted_at.max(it.line.saved_at), it.line));
        let mut begun: Vec<(Timestamp, Listed)> = drafted.collect();
        for line in saved {
            if begun.iter().all(|(_, other)| other.id != line.id) {
                begun.push((line.saved_at, line));
            }
        }
        begun.sort_by_key(|(touched, line)| Reverse((*touched, line.id)));
        begun.truncate(MOST_SHOWN as usize);
        Ok(begun.into_iter().map(|(_, line)| line).collect())
    }

    /// Finds the entries among these that nothing was saved of but their line, and for which a draft waits.
    pub async fn only_drafted(&self, listed: &[Listed]) -> Result<HashSet<EntryId>, AppError> {
        let lines = || listed.iter().filter(|line| line.stage == StageKind::Captured);
        if lines().next().is_none() {
            return Ok(HashSet::new());
        }
        let drafted = self.store.ids_with_drafts(self.space).await?;
        Ok(lines().map(|line| line.id).filter(|id| drafted.contains(id)).collect())
    }

    /// Finds the lesson that has been waiting longest to come back; none where one was answered or waved away today.
    pub async fn lesson_of_the_day(&self) -> Result<Option<Listed>, AppError> {
        let today = self.now().date();
        let asked = self.store.setting(self.space, LESSON).await?;
        let asked: Option<Asked> = asked.map(serde_json::from_value).transpose().map_err(AppError::broken)?;
        if asked.is_some_and(|asked| asked.on == today) {
            return Ok(None);
        }
        Ok(self.store.lesson_returning(self.space, today).await?)
    }

    /// Keeps what is said of the lesson of an entry; no other lesson comes back on the same day.
    pub async fn say_of_lesson(
        &self,
        id: EntryId,
        expected: Option<i64>,
        said: Said,
    ) -> Result<Saved, AppError> {
        let today = self.now().date();
        let action = match said {
            Said::Keep => "kept the lesson",
            Said::Practise => "wants to practise the lesson",
            Said::Retire => "retired the lesson",
        };
        let saved = self
            .change(id, expected, Step::Change(action), |entry, _| Ok(entry.say_of_lesson(said, today)?))
            .await?;
        if said == Said::Practise {
            self.begin_practices_of(id).await?;
        }
        self.no_more_lessons_today().await?;
        Ok(saved)
    }

    /// Lets no lesson come back before tomorrow.
    pub async fn no_more_lessons_today(&self) -> Result<(), AppError> {
        let asked = serde_json::to_value(Asked { on: self.now().date() }).map_err(AppError::broken)?;
        let space = self.space;
        hansei_store::transaction!(self.store, tx => Ok::<_, AppError>(tx.put_setting(space, LESSON, &asked).await?))
    }
}
