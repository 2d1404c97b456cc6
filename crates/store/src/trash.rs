//! The trash, and what leaves no trace.

use hansei_method::id::{EntryId, SpaceId};
use jiff::Timestamp;

use crate::db::hex;
use crate::entry::{Change, read};
use crate::error::StoreError;
use crate::listed::{Listed, ListedRow};
use crate::store::Store;
use crate::tx::Tx;

impl Store {
    /// Lists the trash, what was put there last first.
    pub async fn trash(&self, space: SpaceId, limit: u32) -> Result<Vec<Listed>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            listed_columns!(),
            " FROM entry e WHERE e.space = $1 AND e.deleted_at IS NOT NULL ORDER BY e.deleted_at DESC, e.id LIMIT $2"
        );
        let rows: Vec<ListedRow> = on!(self.db(), |on| sqlx::query_as(SQL)
            .bind(hex(space.uuid()))
            .bind(i64::from(limit))
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(Listed::try_from).collect()
    }
}

impl Tx {
    /// Puts an entry into the trash (`at` says when) or takes it back (`None`); returns its new version.
    pub async fn set_deleted(
        &mut self,
        space: SpaceId,
        id: EntryId,
        expected: i64,
        at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        let content: Option<String> = on_tx!(self, |on| sqlx::query_scalar(
            "UPDATE entry SET version = $3 + 1, saved_at = $4, deleted_at = $5 \
             WHERE space = $1 AND id = $2 AND version = $3 RETURNING content"
        )
        .bind(hex(space.uuid()))
        .bind(hex(id.uuid()))
        .bind(expected)
        .bind(now.as_microsecond())
        .bind(at.map(Timestamp::as_microsecond))
        .fetch_optional(on)
        .await)?;
        let Some(content) = content else {
            return Err(self.conflict(space, id, expected).await?);
        };
        self.drop_memberships(space, id).await?;
        if at.is_none() {
            self.write_memberships(space, &read(&content)?).await?;
            self.put_last_in_search(space, id).await?;
        }
        let action = if at.is_some() { "deleted" } else { "taken back" };
        // What could be undone before can be undone afterwards.
        let back = self.revision_line(space, id, expected).await?.and_then(|line| line.back);
        self.append_revision(space, id, &Change { action, back }).await?;
        Ok(expected + 1)
    }

    /// Erases every trace of an entry: its history, drafts, words, and the kept replies that name it.
    ///
    /// Nothing happens when there is none. On SQLite the freed pages are overwritten, and the log file that may still
    /// hold them is emptied after the commit.
    pub async fn erase(&mut self, space: SpaceId, id: EntryId) -> Result<(), StoreError> {
        self.drop_search(space, id).await?;
        self.drop_memberships(space, id).await?;
        self.run_for("DELETE FROM draft WHERE space = $1 AND id = $2", space, id).await?;
        self.run_for("DELETE FROM revision WHERE space = $1 AND id = $2", space, id).await?;
        execute!(
            self,
            sqlx::query("DELETE FROM reply WHERE space = $1 AND body LIKE $2")
                .bind(hex(space.uuid()))
                .bind(format!("%{id}%"))
        )?;
        self.run_for("DELETE FROM entry WHERE space = $1 AND id = $2", space, id).await?;
        self.set_erased();
        Ok(())
    }
}
