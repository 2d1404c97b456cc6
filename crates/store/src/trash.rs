//! The trash, and what leaves no trace.

use hansei_method::id::{EntryId, SpaceId};
use hansei_method::quarter::Gone;
use jiff::Timestamp;

use crate::cursor::TrashCursor;
use crate::db::{hex, time};
use crate::entry::{Change, read};
use crate::error::StoreError;
use crate::list::{MOST_LINES, Page};
use crate::listed::{Listed, ListedRow};
use crate::store::Store;
use crate::tx::Tx;

/// A line of the trash as the database has it.
#[derive(sqlx::FromRow)]
struct TrashedRow {
    #[sqlx(flatten)]
    line: ListedRow,
    deleted_at: i64,
}

impl Store {
    /// Lists the trash, what was put there last first, from after a cursor on; at most 1,000 at a time.
    pub async fn trash(
        &self,
        space: SpaceId,
        after: Option<&TrashCursor>,
        limit: u32,
    ) -> Result<Page<TrashCursor>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            listed_columns!(),
            ", e.deleted_at FROM entry e WHERE e.space = $1 AND e.deleted_at IS NOT NULL \
             AND (e.deleted_at, e.id) < ($2, $3) ORDER BY e.deleted_at DESC, e.id DESC LIMIT $4"
        );
        let limit = limit.clamp(1, MOST_LINES);
        let mut rows: Vec<TrashedRow> = on!(self.db(), |on| sqlx::query_as(SQL)
            .bind(hex(space.uuid()))
            .bind(after.map_or(i64::MAX, |after| after.deleted_at.as_microsecond()))
            .bind(after.map(|after| hex(after.id.uuid())).unwrap_or_default())
            .bind(i64::from(limit) + 1)
            .fetch_all(on)
            .await)?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = match rows.last().filter(|_| more) {
            Some(row) => Some(TrashCursor {
                deleted_at: time(row.deleted_at)?,
                id: EntryId::new(crate::db::id(&row.line.id)?),
            }),
            None => None,
        };
        let lines = rows.into_iter().map(|row| Listed::try_from(row.line)).collect::<Result<_, _>>()?;
        Ok(Page { lines, next })
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

    /// Erases every trace of an entry: its history, drafts, words, what was asked about it, what was
    /// observed of what it planned, what reviews of a period quote of it, what career stories tell of it, and the kept
    /// replies that name it.
    ///
    /// Nothing happens when there is none. On SQLite the freed pages are overwritten, and the log file that may still
    /// hold them is emptied after the commit.
    pub async fn erase(&mut self, space: SpaceId, id: EntryId) -> Result<(), StoreError> {
        self.drop_search(space, id).await?;
        self.erase_likeness(space, id).await?;
        self.erase_from_patterns(space, id).await?;
        self.drop_memberships(space, id).await?;
        self.run_for("DELETE FROM draft WHERE space = $1 AND id = $2", space, id).await?;
        let named = self.practices_of_entry(space, id).await?;
        let practices = named.iter().map(|kept| kept.practice.id).collect();
        self.erase_from_quarters(space, &Gone { entry: Some(id), practices, ..Gone::default() }).await?;
        self.erase_from_careers(space, id).await?;
        self.erase_practices(space, id).await?;
        self.run_for("DELETE FROM reminder WHERE space = $1 AND about = $2", space, id).await?;
        self.run_for("DELETE FROM due_mark WHERE space = $1 AND about = $2", space, id).await?;
        self.run_for("DELETE FROM asked WHERE space = $1 AND entry = $2", space, id).await?;
        self.run_for("DELETE FROM revision WHERE space = $1 AND id = $2", space, id).await?;
        self.drop_replies(space, id.uuid()).await?;
        self.run_for("DELETE FROM entry WHERE space = $1 AND id = $2", space, id).await?;
        self.set_erased();
        Ok(())
    }
}
