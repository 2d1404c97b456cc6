//! What a person does with a career story: begins it, changes it, adds and takes out chapters, removes it.

use std::collections::HashSet;

use hansei_method::career::{CareerStory, Chapter, Suggestion};
use hansei_method::id::{CareerId, EntryId};
use hansei_method::text::{Line, Text};
use hansei_store::{KeptCareer, Tx};
use jiff::Timestamp;

use super::no_story;
use crate::write::write;
use crate::{App, AppError, Saved};

/// What stands above a story that was given no title.
const TITLE: &str = "What went wrong, and what I do now";

/// A story told anew: all of it but the chapters that are not told just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retold {
    /// What stands above it.
    pub title: Line,
    /// What stands before the first chapter.
    pub intro: Option<Text>,
    /// The chapters, in their order.
    pub chapters: Vec<Chapter>,
}

impl App {
    /// Begins a story of these entries, each with what it offers.
    pub async fn begin_career(
        &self,
        title: Option<&Line>,
        entries: &[EntryId],
    ) -> Result<Saved<CareerId>, AppError> {
        let now = self.now().timestamp();
        let usual: Line = TITLE.parse().map_err(AppError::broken)?;
        write!(self, tx => {
            let mut chapters = Vec::with_capacity(entries.len());
            for entry in entries {
                chapters.push(self.suggested(tx, *entry).await?);
            }
            let id = CareerId::new(self.new_id());
            let title = title.unwrap_or(&usual).clone();
            let story = CareerStory { id, title, intro: None, chapters };
            story.check()?;
            if !tx.insert_career(self.space, &story, now).await? {
                return Err(AppError::Conflict("this id is taken; try again".to_owned()));
            }
            Ok(Saved { id, version: 1 })
        })
    }

    /// Changes a story. Nothing is saved when nothing is different.
    pub async fn change_career(
        &self,
        id: CareerId,
        expected: Option<i64>,
        change: impl Fn(&mut CareerStory) -> Result<(), AppError> + Send + Sync,
    ) -> Result<Saved<CareerId>, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.career_there(tx, id, expected).await?;
            let mut story = kept.story.clone();
            change(&mut story)?;
            self.keep_career(tx, &kept, &story, now).await
        })
    }

    /// Tells a story anew. What is not told just now, because its entry lies in the trash, stays in it.
    pub async fn retell_career(
        &self,
        id: CareerId,
        expected: Option<i64>,
        retold: &Retold,
    ) -> Result<Saved<CareerId>, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.career_there(tx, id, expected).await?;
            let away = self.away(tx, &kept.story).await?;
            let Retold { title, intro, chapters } = retold.clone();
            let mut story = CareerStory { id, title, intro, chapters: kept.story.chapters.clone() };
            story.put_chapters(chapters, |entry| !away.contains(&entry));
            self.keep_career(tx, &kept, &story, now).await
        })
    }

    /// Adds a chapter at the end, with what its entry offers.
    pub async fn add_chapter(
        &self,
        id: CareerId,
        expected: Option<i64>,
        entry: EntryId,
    ) -> Result<Saved<CareerId>, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.career_there(tx, id, expected).await?;
            let mut story = kept.story.clone();
            story.add(self.suggested(tx, entry).await?)?;
            self.keep_career(tx, &kept, &story, now).await
        })
    }

    /// Moves a chapter by one place among those that are told.
    pub async fn move_chapter(
        &self,
        id: CareerId,
        expected: Option<i64>,
        entry: EntryId,
        later: bool,
    ) -> Result<Saved<CareerId>, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.career_there(tx, id, expected).await?;
            let away = self.away(tx, &kept.story).await?;
            let mut story = kept.story.clone();
            story.shift(entry, later, |entry| !away.contains(&entry))?;
            self.keep_career(tx, &kept, &story, now).await
        })
    }

    /// Takes a chapter out; its words go with it.
    pub async fn remove_chapter(
        &self,
        id: CareerId,
        expected: Option<i64>,
        entry: EntryId,
    ) -> Result<Saved<CareerId>, AppError> {
        self.change_career(id, expected, |story| Ok(story.remove(entry)?)).await
    }

    /// Removes a story; [`take_back_career`](Self::take_back_career) brings it back.
    pub async fn remove_career(
        &self,
        id: CareerId,
        expected: Option<i64>,
    ) -> Result<Saved<CareerId>, AppError> {
        self.set_career_removed(id, expected, true).await
    }

    /// Brings a removed story back, as it was.
    pub async fn take_back_career(
        &self,
        id: CareerId,
        expected: Option<i64>,
    ) -> Result<Saved<CareerId>, AppError> {
        self.set_career_removed(id, expected, false).await
    }

    /// Erases a story for good, removed or not. There is no way back.
    pub async fn erase_career(
        &self,
        id: CareerId,
        expected: Option<i64>,
    ) -> Result<Saved<CareerId>, AppError> {
        write!(self, tx => {
            let kept = self.kept_career(tx, id, expected).await?;
            tx.erase_career(self.space, id).await?;
            Ok(Saved { id, version: kept.version })
        })
    }

    async fn set_career_removed(
        &self,
        id: CareerId,
        expected: Option<i64>,
        is_removed: bool,
    ) -> Result<Saved<CareerId>, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.kept_career(tx, id, expected).await?;
            if kept.deleted_at.is_some() == is_removed {
                return Ok(Saved { id, version: kept.version });
            }
            let at = is_removed.then_some(now);
            let version = tx.save_career(self.space, &kept.story, kept.version, at, now).await?;
            Ok(Saved { id, version: version.ok_or_else(changed)? })
        })
    }

    /// Begins a chapter with what its entry offers.
    async fn suggested(&self, tx: &mut Tx, entry: EntryId) -> Result<Chapter, AppError> {
        let kept = self.present(tx, entry, None).await?;
        Ok(Chapter::of(entry, Suggestion::of(&kept.entry)))
    }

    /// Saves a story over the one that was loaded; a chapter that is new needs an entry that is there.
    async fn keep_career(
        &self,
        tx: &mut Tx,
        kept: &KeptCareer,
        story: &CareerStory,
        now: Timestamp,
    ) -> Result<Saved<CareerId>, AppError> {
        let id = story.id;
        if *story == kept.story {
            return Ok(Saved { id, version: kept.version });
        }
        story.check()?;
        let new = story.chapters.iter().filter(|chapter| kept.story.chapter(chapter.entry).is_none());
        for chapter in new {
            self.present(tx, chapter.entry, None).await?;
        }
        let version = tx.save_career(self.space, story, kept.version, None, now).await?;
        Ok(Saved { id, version: version.ok_or_else(changed)? })
    }

    /// Lists the entries of a story that lie in the trash.
    async fn away(&self, tx: &mut Tx, story: &CareerStory) -> Result<HashSet<EntryId>, AppError> {
        let mut away = HashSet::new();
        for chapter in &story.chapters {
            let kept = tx.entry(self.space, chapter.entry).await?;
            if kept.is_none_or(|kept| kept.deleted_at.is_some()) {
                away.insert(chapter.entry);
            }
        }
        Ok(away)
    }

    async fn career_there(
        &self,
        tx: &mut Tx,
        id: CareerId,
        expected: Option<i64>,
    ) -> Result<KeptCareer, AppError> {
        let kept = self.kept_career(tx, id, expected).await?;
        if kept.deleted_at.is_some() { Err(no_story()) } else { Ok(kept) }
    }

    async fn kept_career(
        &self,
        tx: &mut Tx,
        id: CareerId,
        expected: Option<i64>,
    ) -> Result<KeptCareer, AppError> {
        let kept = tx.career(self.space, id).await?.ok_or_else(no_story)?;
        if expected.is_some_and(|expected| expected != kept.version) {
            return Err(changed());
        }
        Ok(kept)
    }
}

fn changed() -> AppError {
    AppError::Conflict(
        "this story was changed somewhere else; look at it again, then repeat your change".to_owned(),
    )
}
