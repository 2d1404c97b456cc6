//! The history of an entry: every save, kept.

use hansei_method::entry::Entry;
use hansei_method::id::{EntryId, SpaceId};
use jiff::Timestamp;

use crate::db::{hex, time};
use crate::entry::{Change, read};
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

/// One line of an entry's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionLine {
    /// The version that this save made.
    pub version: i64,
    /// When, to the microsecond.
    pub saved_at: Timestamp,
    /// What was done, in a few words.
    pub action: String,
    /// The version that undo from here returns to; `None` when there is nothing left to undo.
    pub back: Option<i64>,
    /// The title at that time.
    pub title: String,
}

#[derive(sqlx::FromRow)]
struct RevisionRow {
    version: i64,
    saved_at: i64,
    action: String,
    back: Option<i64>,
    title: String,
}

impl TryFrom<RevisionRow> for RevisionLine {
    type Error = StoreError;

    fn try_from(row: RevisionRow) -> Result<Self, StoreError> {
        Ok(Self {
            version: row.version,
            saved_at: time(row.saved_at)?,
            action: row.action,
            back: row.back,
            title: row.title,
        })
    }
}

const CONTENT: &str = "SELECT content FROM revision WHERE space = $1 AND id = $2 AND version = $3";

impl Store {
    /// Lists the history of an entry, newest first, from before a version on.
    pub async fn revisions(
        &self,
        space: SpaceId,
        id: EntryId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<RevisionLine>, StoreError> {
        let rows: Vec<RevisionRow> = on!(self.db(), |on| sqlx::query_as(
            "SELECT version, saved_at, action, back, title FROM revision \
             WHERE space = $1 AND id = $2 AND version < $3 ORDER BY version DESC LIMIT $4"
        )
        .bind(hex(space.uuid()))
        .bind(hex(id.uuid()))
        .bind(before.unwrap_or(i64::MAX))
        .bind(i64::from(limit))
        .fetch_all(on)
        .await)?;
        rows.into_iter().map(RevisionLine::try_from).collect()
    }

    /// Loads an entry as one version had it; `None` when there is no such version.
    pub async fn revision(
        &self,
        space: SpaceId,
        id: EntryId,
        version: i64,
    ) -> Result<Option<Entry>, StoreError> {
        let content: Option<String> = on!(self.db(), |on| sqlx::query_scalar(CONTENT)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .bind(version)
            .fetch_optional(on)
            .await)?;
        content.as_deref().map(read).transpose()
    }

    /// Names the entry that was changed last and is not deleted; `None` in an empty log. Of several that were saved in the
    /// same moment, as another attempt is with the first one, it is the one that was captured last.
    pub async fn last_changed(&self, space: SpaceId) -> Result<Option<EntryId>, StoreError> {
        let newest: Option<String> = on!(self.db(), |on| {
            sqlx::query_scalar(
            "SELECT id FROM entry WHERE space = $1 AND deleted_at IS NULL ORDER BY saved_at DESC, captured_at DESC, id DESC LIMIT 1"
        )
        .bind(hex(space.uuid()))
        .fetch_optional(on)
        .await
        })?;
        newest.map(|newest| crate::db::id(&newest).map(EntryId::new)).transpose()
    }
}

impl Tx {
    /// Loads one line of an entry's history; `None` when there is no such version.
    pub async fn revision_line(
        &mut self,
        space: SpaceId,
        id: EntryId,
        version: i64,
    ) -> Result<Option<RevisionLine>, StoreError> {
        let row: Option<RevisionRow> = on_tx!(self, |on| sqlx::query_as(
            "SELECT version, saved_at, action, back, title FROM revision \
             WHERE space = $1 AND id = $2 AND version = $3"
        )
        .bind(hex(space.uuid()))
        .bind(hex(id.uuid()))
        .bind(version)
        .fetch_optional(on)
        .await)?;
        row.map(RevisionLine::try_from).transpose()
    }

    /// Loads an entry as one version had it; `None` when there is no such version.
    pub async fn revision(
        &mut self,
        space: SpaceId,
        id: EntryId,
        version: i64,
    ) -> Result<Option<Entry>, StoreError> {
        let content: Option<String> = on_tx!(self, |on| sqlx::query_scalar(CONTENT)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .bind(version)
            .fetch_optional(on)
            .await)?;
        content.as_deref().map(read).transpose()
    }

    /// Takes something out of every version of an entry: for what is erased, the one reason to change a revision.
    ///
    /// `forget` says whether it took anything out. The latest version is the entry itself, which is to be saved first.
    pub async fn take_out_of_history(
        &mut self,
        space: SpaceId,
        id: EntryId,
        forget: impl Fn(&mut Entry) -> bool + Send,
    ) -> Result<(), StoreError> {
        let versions: Vec<i64> = on_tx!(self, |on| sqlx::query_scalar(
            "SELECT version FROM revision WHERE space = $1 AND id = $2 ORDER BY version"
        )
        .bind(hex(space.uuid()))
        .bind(hex(id.uuid()))
        .fetch_all(on)
        .await)?;
        for version in versions {
            let Some(mut entry) = self.revision(space, id, version).await? else { continue };
            if !forget(&mut entry) {
                continue;
            }
            execute!(
                self,
                sqlx::query("UPDATE revision SET content = $4 WHERE space = $1 AND id = $2 AND version = $3")
                    .bind(hex(space.uuid()))
                    .bind(hex(id.uuid()))
                    .bind(version)
                    .bind(serde_json::to_string(&entry).map_err(StoreError::broken)?)
            )?;
        }
        Ok(())
    }

    /// Appends what an entry is now to its history.
    pub(crate) async fn append_revision(
        &mut self,
        space: SpaceId,
        id: EntryId,
        change: &Change<'_>,
    ) -> Result<(), StoreError> {
        execute!(self, sqlx::query(
            "INSERT INTO revision (space, id, version, saved_at, action, back, title, content) \
             SELECT space, id, version, saved_at, $3, $4, title, content FROM entry WHERE space = $1 AND id = $2"
        )
        .bind(hex(space.uuid()))
        .bind(hex(id.uuid()))
        .bind(change.action)
        .bind(change.back))?;
        Ok(())
    }
}
