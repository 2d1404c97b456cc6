//! Adopted lessons: what somebody took over from other people's failures.

use hansei_method::adoption::Adoption;
use hansei_method::id::{AdoptionId, SpaceId};
use hansei_method::quarter::Gone;
use jiff::Timestamp;

use crate::db::{hex, time};
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

/// An adopted lesson as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAdoption {
    /// The adopted lesson.
    pub adoption: Adoption,
    /// Its version, 1 when it was adopted and one more with every change.
    pub version: i64,
    /// When it was adopted.
    pub created_at: Timestamp,
    /// When it was removed; `None` while it is there.
    pub deleted_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct AdoptionRow {
    version: i64,
    created_at: i64,
    deleted_at: Option<i64>,
    content: String,
}

impl TryFrom<AdoptionRow> for KeptAdoption {
    type Error = StoreError;

    fn try_from(row: AdoptionRow) -> Result<Self, StoreError> {
        Ok(Self {
            adoption: read(&row.content)?,
            version: row.version,
            created_at: time(row.created_at)?,
            deleted_at: row.deleted_at.map(time).transpose()?,
        })
    }
}

/// Reads an adopted lesson from its JSON.
pub(crate) fn read(content: &str) -> Result<Adoption, StoreError> {
    let unreadable = |error| StoreError::Damaged(format!("an adopted lesson cannot be read: {error}"));
    serde_json::from_str(content).map_err(unreadable)
}

const ONE: &str =
    "SELECT version, created_at, deleted_at, content FROM adoption WHERE space = $1 AND id = $2";

/// The most adopted lessons that are read at once.
const MOST_ADOPTIONS: i64 = 10_000;

impl Store {
    /// Lists adopted lessons, adopted last first, without those that were removed; at most 10,000.
    pub async fn adoptions(&self, space: SpaceId) -> Result<Vec<KeptAdoption>, StoreError> {
        let sql = "SELECT version, created_at, deleted_at, content FROM adoption \
             WHERE space = $1 AND deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT $2";
        self.listed(sql, space).await
    }

    /// Lists the adopted lessons that were removed, removed last first; at most 10,000.
    pub async fn removed_adoptions(&self, space: SpaceId) -> Result<Vec<KeptAdoption>, StoreError> {
        let sql = "SELECT version, created_at, deleted_at, content FROM adoption \
             WHERE space = $1 AND deleted_at IS NOT NULL ORDER BY deleted_at DESC, id DESC LIMIT $2";
        self.listed(sql, space).await
    }

    async fn listed(&self, sql: &'static str, space: SpaceId) -> Result<Vec<KeptAdoption>, StoreError> {
        let rows: Vec<AdoptionRow> = on!(self.db(), |on| sqlx::query_as(sql)
            .bind(hex(space.uuid()))
            .bind(MOST_ADOPTIONS)
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(KeptAdoption::try_from).collect()
    }

    /// Lists adopted lessons, adopted first first, without those that were removed, from after one of them on.
    pub async fn adoptions_after(
        &self,
        space: SpaceId,
        after: Option<(Timestamp, AdoptionId)>,
        limit: u32,
    ) -> Result<Vec<KeptAdoption>, StoreError> {
        let rows: Vec<AdoptionRow> = on!(self.db(), |on| {
            sqlx::query_as(
            "SELECT version, created_at, deleted_at, content FROM adoption WHERE space = $1 AND deleted_at IS NULL \
             AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4"
        )
        .bind(hex(space.uuid()))
        .bind(after.map_or(i64::MIN, |(at, _)| at.as_microsecond()))
        .bind(after.map(|(_, id)| hex(id.uuid())).unwrap_or_default())
        .bind(i64::from(limit))
        .fetch_all(on)
        .await
        })?;
        rows.into_iter().map(KeptAdoption::try_from).collect()
    }

    /// Loads an adopted lesson, a removed one too; `None` when there is none with this id.
    pub async fn adoption(&self, space: SpaceId, id: AdoptionId) -> Result<Option<KeptAdoption>, StoreError> {
        let row: Option<AdoptionRow> = on!(self.db(), |on| sqlx::query_as(ONE)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .fetch_optional(on)
            .await)?;
        row.map(KeptAdoption::try_from).transpose()
    }
}

impl Tx {
    /// Loads an adopted lesson, a removed one too; `None` when there is none with this id.
    pub async fn adoption(
        &mut self,
        space: SpaceId,
        id: AdoptionId,
    ) -> Result<Option<KeptAdoption>, StoreError> {
        let row: Option<AdoptionRow> = on_tx!(self, |on| sqlx::query_as(ONE)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .fetch_optional(on)
            .await)?;
        row.map(KeptAdoption::try_from).transpose()
    }

    /// Keeps a new adopted lesson, adopted now or earlier; `false` where the id is taken.
    pub async fn insert_adoption(
        &mut self,
        space: SpaceId,
        adoption: &Adoption,
        adopted_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let content = serde_json::to_string(adoption).map_err(StoreError::broken)?;
        let written = execute!(
            self,
            sqlx::query(
                "INSERT INTO adoption (space, id, version, created_at, saved_at, deleted_at, content) \
                 VALUES ($1, $2, 1, $3, $4, NULL, $5) ON CONFLICT (space, id) DO NOTHING"
            )
            .bind(hex(space.uuid()))
            .bind(hex(adoption.id.uuid()))
            .bind(adopted_at.as_microsecond())
            .bind(now.as_microsecond())
            .bind(content.as_str())
        )?;
        Ok(written > 0)
    }

    /// Saves an adopted lesson over the version that was expected, removed or there. Returns its new version; `None`
    /// where another version is there.
    pub async fn save_adoption(
        &mut self,
        space: SpaceId,
        adoption: &Adoption,
        expected: i64,
        deleted_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        let content = serde_json::to_string(adoption).map_err(StoreError::broken)?;
        let written = execute!(
            self,
            sqlx::query(
                "UPDATE adoption SET version = $3 + 1, saved_at = $4, deleted_at = $5, content = $6 \
                 WHERE space = $1 AND id = $2 AND version = $3"
            )
            .bind(hex(space.uuid()))
            .bind(hex(adoption.id.uuid()))
            .bind(expected)
            .bind(now.as_microsecond())
            .bind(deleted_at.map(Timestamp::as_microsecond))
            .bind(content.as_str())
        )?;
        Ok((written > 0).then_some(expected + 1))
    }

    /// Erases every trace of an adopted lesson, what was observed of it, and the kept replies that name it, like [`erase`](Self::erase).
    pub async fn erase_adoption(&mut self, space: SpaceId, id: AdoptionId) -> Result<(), StoreError> {
        let practised = self.practice_of_adoption(space, id).await?;
        let practices = practised.iter().map(|kept| kept.practice.id).collect();
        self.erase_from_quarters(space, &Gone { adoption: Some(id), practices, ..Gone::default() }).await?;
        if let Some(kept) = practised {
            self.erase_practice(space, kept.practice.id).await?;
        }
        execute!(
            self,
            sqlx::query("DELETE FROM adoption WHERE space = $1 AND id = $2")
                .bind(hex(space.uuid()))
                .bind(hex(id.uuid()))
        )?;
        self.drop_replies(space, id.uuid()).await?;
        self.set_erased();
        Ok(())
    }
}
