//! History: every save is a revision; undo goes back one, and any of them can be brought back.

use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_store::{Change, Kept, RevisionLine};

use crate::review::Reviewed;
use crate::searched::search_text;
use crate::write::{Step, write};
use crate::{App, AppError, Saved};

/// The most revisions shown at once.
pub const MOST_REVISIONS: u32 = 200;

impl App {
    /// Lists the revisions of an entry, newest first.
    pub async fn history(&self, id: EntryId, before: Option<i64>) -> Result<Vec<RevisionLine>, AppError> {
        Ok(self.store.revisions(self.space, id, before, MOST_REVISIONS).await?)
    }

    /// Returns an entry as it was in one revision.
    pub async fn revision(&self, id: EntryId, version: i64) -> Result<Entry, AppError> {
        let revision = self.store.revision(self.space, id, version).await?;
        revision.ok_or_else(|| {
            AppError::NotFound(format!("this entry has no version {version}; look at its history"))
        })
    }

    /// Returns the change that undo takes back next, which need not be the last line of the history: undo passes over the
    /// clock of a review and over the trash. `None` when there is nothing left to undo.
    pub async fn last_change(&self, id: EntryId) -> Result<Option<RevisionLine>, AppError> {
        let newest = self.store.revisions(self.space, id, None, 1).await?.pop();
        let Some(back) = newest.and_then(|newest| newest.back) else { return Ok(None) };
        Ok(self.store.revisions(self.space, id, Some(changed_after(back) + 1), 1).await?.pop())
    }

    /// Takes the last change of an entry back; asked again, the one before it. What was undone stays in the history.
    pub async fn undo(&self, id: EntryId, expected: Option<i64>) -> Result<Saved, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.present(tx, id, expected).await?;
            let line = tx.revision_line(self.space, id, kept.version).await?;
            let line = line.ok_or_else(|| AppError::broken("an entry without its revision"))?;
            let Some(back) = line.back else {
                return Err(AppError::Invalid("there is nothing left to undo; the entry is as it was first written".to_owned()));
            };
            let earlier = tx.revision_line(self.space, id, back).await?;
            let entry = tx.revision(self.space, id, back).await?.ok_or_else(|| AppError::broken("a lost revision"))?;
            let entry = as_of(entry, &kept.entry);
            let undone = tx.revision_line(self.space, id, changed_after(back)).await?;
            let action = format!("undid: {}", undone.map_or(line.action, |undone| undone.action));
            let change = Change { action: &action, back: earlier.and_then(|earlier| earlier.back) };
            let version = tx.save(self.space, &entry, &search_text(&entry), kept.version, &change, now).await?;
            self.follow_change(tx, &kept.entry, &entry).await?;
            Ok(Saved { id, version })
        })
    }

    /// Brings an earlier version of an entry back, as a new revision.
    pub async fn bring_back(
        &self,
        id: EntryId,
        expected: Option<i64>,
        version: i64,
    ) -> Result<Saved, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.present(tx, id, expected).await?;
            let entry = tx.revision(self.space, id, version).await?.ok_or_else(|| {
                AppError::NotFound(format!("this entry has no version {version}; look at its history"))
            })?;
            let entry = as_of(entry, &kept.entry);
            let action = format!("brought version {version} back");
            let change = Change { action: &action, back: Some(kept.version) };
            let version = tx.save(self.space, &entry, &search_text(&entry), kept.version, &change, now).await?;
            self.follow_change(tx, &kept.entry, &entry).await?;
            Ok(Saved { id, version })
        })
    }

    /// Keeps answers in the history only: they are saved, and what was there is brought back, in one go. Returns the version
    /// that holds them, or the one that is there when it holds them already. Undo puts them in the place of what was there.
    pub async fn keep_aside(
        &self,
        id: EntryId,
        expected: Option<i64>,
        said: &Reviewed,
    ) -> Result<Saved, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.present(tx, id, expected).await?;
            let mut entry = kept.entry.clone();
            let is_different = said.review(&mut entry, now)?;
            for question in said.answered() {
                self.drop_draft_of(tx, id, question, said.typed_in).await?;
            }
            if !is_different {
                return Ok(Saved { id, version: kept.version });
            }
            let action = format!("{}, kept aside", said.action());
            let aside = self.save(tx, &kept, &entry, Step::Change(&action), now).await?;
            let present = Kept { entry, version: aside.version, ..kept.clone() };
            let action = format!("brought version {} back", kept.version);
            let before = as_of(kept.entry, &present.entry);
            self.save(tx, &present, &before, Step::Change(&action), now).await?;
            Ok(aside)
        })
    }

    /// Returns the entry that was changed last; `None` in an empty log.
    pub async fn last_changed(&self) -> Result<Option<EntryId>, AppError> {
        Ok(self.store.last_changed(self.space).await?)
    }
}

/// Names the version of the change that undo takes back by returning to version `back`: a change returns to the version
/// before it, and whatever was saved since without being one returns to the same.
fn changed_after(back: i64) -> i64 {
    back + 1
}

/// Makes an earlier version of an entry the present one. The time spent goes on counting, and an entry that became the
/// first of several attempts stays it: neither is a change of its own, so going back does not take it away.
fn as_of(mut earlier: Entry, present: &Entry) -> Entry {
    earlier.review.spent = present.review.spent;
    if earlier.attempt.is_none() {
        earlier.attempt.clone_from(&present.attempt);
    }
    earlier
}
