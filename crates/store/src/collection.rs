//! Collections of other people's failures: where their cases come from, and how they go again.

use hansei_method::case::Collection;
use hansei_method::id::{CollectionId, SpaceId};
use jiff::Timestamp;

use crate::db::{self, hex, time};
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

/// A collection as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCollection {
    /// The collection.
    pub collection: Collection,
    /// Its version, 1 when it was added and one more whenever it is described anew.
    pub version: i64,
    /// How many cases it has.
    pub cases: i64,
    /// When it was added.
    pub added_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct CollectionRow {
    version: i64,
    cases: i64,
    added_at: i64,
    content: String,
}

impl TryFrom<CollectionRow> for KeptCollection {
    type Error = StoreError;

    fn try_from(row: CollectionRow) -> Result<Self, StoreError> {
        let unreadable = |error| StoreError::Damaged(format!("a collection cannot be read: {error}"));
        Ok(Self {
            collection: serde_json::from_str(&row.content).map_err(unreadable)?,
            version: row.version,
            cases: row.cases,
            added_at: time(row.added_at)?,
        })
    }
}

const ONE: &str = "SELECT version, cases, added_at, content FROM collection \
     WHERE space = $1 AND id = $2 AND deleted_at IS NULL";

/// The version of the tables from which on there is a library.
const LIBRARY: i64 = 7;

impl Store {
    /// Says whether there are tables for a library and for adopted lessons: older tables stay as they are where nothing can
    /// be written.
    pub async fn has_library(&self) -> Result<bool, StoreError> {
        Ok(self.schema_version().await? >= LIBRARY)
    }

    /// Lists the collections, added first first, without those that are being deleted.
    pub async fn collections(&self, space: SpaceId) -> Result<Vec<KeptCollection>, StoreError> {
        let rows: Vec<CollectionRow> = on!(self.db(), |on| sqlx::query_as(
            "SELECT version, cases, added_at, content FROM collection \
             WHERE space = $1 AND deleted_at IS NULL ORDER BY added_at, id"
        )
        .bind(hex(space.uuid()))
        .fetch_all(on)
        .await)?;
        rows.into_iter().map(KeptCollection::try_from).collect()
    }

    /// Loads a collection; `None` when there is none with this id, or it is being deleted.
    pub async fn collection(
        &self,
        space: SpaceId,
        id: CollectionId,
    ) -> Result<Option<KeptCollection>, StoreError> {
        let row: Option<CollectionRow> = on!(self.db(), |on| sqlx::query_as(ONE)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .fetch_optional(on)
            .await)?;
        row.map(KeptCollection::try_from).transpose()
    }

    /// Lists the collections of which something still has to be erased, each with how many cases.
    pub async fn collections_going(&self, space: SpaceId) -> Result<Vec<(CollectionId, i64)>, StoreError> {
        let rows: Vec<(String, i64)> = on!(self.db(), |on| {
            sqlx::query_as(
            "SELECT id, cases FROM collection WHERE space = $1 AND deleted_at IS NOT NULL ORDER BY deleted_at, id"
        )
        .bind(hex(space.uuid()))
        .fetch_all(on)
        .await
        })?;
        rows.into_iter().map(|(id, cases)| Ok((CollectionId::new(db::id(&id)?), cases))).collect()
    }
}

impl Tx {
    /// Loads a collection; `None` when there is none with this id, or it is being deleted.
    pub async fn collection(
        &mut self,
        space: SpaceId,
        id: CollectionId,
    ) -> Result<Option<KeptCollection>, StoreError> {
        let row: Option<CollectionRow> = on_tx!(self, |on| sqlx::query_as(ONE)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .fetch_optional(on)
            .await)?;
        row.map(KeptCollection::try_from).transpose()
    }

    /// Keeps a collection, or describes anew what is there. Returns its version; `None` where it is being deleted.
    pub async fn put_collection(
        &mut self,
        space: SpaceId,
        collection: &Collection,
        now: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        let content = serde_json::to_string(collection).map_err(StoreError::broken)?;
        let version: Option<i64> = on_tx!(self, |on| sqlx::query_scalar(
            "INSERT INTO collection (space, id, version, added_at, deleted_at, cases, content) \
             VALUES ($1, $2, 1, $3, NULL, 0, $4) ON CONFLICT (space, id) DO UPDATE \
             SET version = collection.version + 1, content = excluded.content \
             WHERE collection.deleted_at IS NULL RETURNING version"
        )
        .bind(hex(space.uuid()))
        .bind(hex(collection.id.uuid()))
        .bind(now.as_microsecond())
        .bind(content.as_str())
        .fetch_optional(on)
        .await)?;
        Ok(version)
    }

    /// Hides a collection with all its cases, to be erased by [`erase_cases`](Self::erase_cases). Says whether it was there.
    pub async fn hide_collection(
        &mut self,
        space: SpaceId,
        id: CollectionId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let hidden = execute!(
            self,
            sqlx::query(
                "UPDATE collection SET deleted_at = $3 WHERE space = $1 AND id = $2 AND deleted_at IS NULL"
            )
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .bind(now.as_microsecond())
        )?;
        Ok(hidden > 0)
    }

    /// Erases up to so many cases of a hidden collection, and the collection itself when none is left. Returns how many
    /// cases that were; 0 when it is gone.
    pub async fn erase_cases(
        &mut self,
        space: SpaceId,
        id: CollectionId,
        most: u32,
    ) -> Result<usize, StoreError> {
        self.hold_shelf(space).await?;
        let numbers: Vec<i64> = on_tx!(self, |on| {
            sqlx::query_scalar(
            "SELECT c.number FROM library_case c JOIN collection o ON o.space = c.space AND o.id = c.collection \
             WHERE c.space = $1 AND c.collection = $2 AND o.deleted_at IS NOT NULL ORDER BY c.number LIMIT $3"
        )
        .bind(hex(space.uuid()))
        .bind(hex(id.uuid()))
        .bind(i64::from(most))
        .fetch_all(on)
        .await
        })?;
        if numbers.is_empty() {
            execute!(
                self,
                sqlx::query(
                    "DELETE FROM collection WHERE space = $1 AND id = $2 AND deleted_at IS NOT NULL \
                     AND NOT EXISTS (SELECT 1 FROM library_case c WHERE c.space = $1 AND c.collection = $2)"
                )
                .bind(hex(space.uuid()))
                .bind(hex(id.uuid()))
            )?;
            self.set_erased();
            return Ok(0);
        }
        self.join_where_cases_go(false).await?;
        self.drop_cases(space, &numbers).await?;
        self.join_where_cases_go(true).await?;
        self.count_cases(space, id, -i64::try_from(numbers.len()).unwrap_or(i64::MAX)).await?;
        Ok(numbers.len())
    }

    /// Says whether SQLite joins the parts of its index in which many cases went, as soon as they go: each time it asks of
    /// every word of every case there whether it went, which grows with the square of how many do. No one else ever sees that it
    /// does not: this is part of the transaction, and [`Store::tidy_case_search`] joins all parts once, at the end.
    async fn join_where_cases_go(&mut self, join: bool) -> Result<(), StoreError> {
        if self.is_sqlite() {
            // Ten in a hundred, as it is where nothing was set: <https://www.sqlite.org/fts5.html>, 6.3.
            let percent: i64 = if join { 10 } else { 0 };
            execute!(
                self,
                sqlx::query("INSERT INTO case_search (case_search, rank) VALUES ('deletemerge', $1)")
                    .bind(percent)
            )?;
        }
        Ok(())
    }

    /// Changes how many cases a collection is said to have.
    pub(crate) async fn count_cases(
        &mut self,
        space: SpaceId,
        id: CollectionId,
        more: i64,
    ) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query("UPDATE collection SET cases = cases + $3 WHERE space = $1 AND id = $2")
                .bind(hex(space.uuid()))
                .bind(hex(id.uuid()))
                .bind(more)
        )?;
        Ok(())
    }
}
