//! History: every save is a revision; undo goes back one, and any of them can be brought back.

use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_store::{Change, RevisionLine};

use crate::searched::search_text;
use crate::write::write;
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
            let action = format!("undid: {}", line.action);
            let change = Change { action: &action, back: earlier.and_then(|earlier| earlier.back) };
            let version = tx.save(self.space, &entry, &search_text(&entry), kept.version, &change, now).await?;
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
            let action = format!("brought version {version} back");
            let change = Change { action: &action, back: Some(kept.version) };
            let version = tx.save(self.space, &entry, &search_text(&entry), kept.version, &change, now).await?;
            Ok(Saved { id, version })
        })
    }

    /// Returns the entry that was changed last; `None` in an empty log.
    pub async fn last_changed(&self) -> Result<Option<EntryId>, AppError> {
        Ok(self.store.last_changed(self.space).await?)
    }
}
