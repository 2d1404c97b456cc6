//! Reviews of a period: drafts that change, and what was frozen of them.

use hansei_method::entry::Entry;
use hansei_method::id::{QuarterId, SpaceId};
use hansei_method::quarter::{Gone, Period, Quarter};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::db::{hex, time};
use crate::entry::read as read_entry;
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

/// A review as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptQuarter {
    /// The review.
    pub quarter: Quarter,
    /// Its version, 1 when it was begun and one more with every save.
    pub version: i64,
    /// When it was saved last.
    pub saved_at: Timestamp,
    /// When it was removed; `None` while it is there.
    pub deleted_at: Option<Timestamp>,
}

/// Which entries the review of a period looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reviewed {
    /// The first day that they are about.
    pub first: Date,
    /// The last day that they are about.
    pub last: Date,
    /// From when on those count that were written down later.
    pub captured_from: Timestamp,
    /// Until before when those count.
    pub captured_until: Timestamp,
}

#[derive(sqlx::FromRow)]
struct QuarterRow {
    version: i64,
    saved_at: i64,
    deleted_at: Option<i64>,
    content: String,
}

impl TryFrom<QuarterRow> for KeptQuarter {
    type Error = StoreError;

    fn try_from(row: QuarterRow) -> Result<Self, StoreError> {
        let unreadable = |error| StoreError::Damaged(format!("a quarterly review cannot be read: {error}"));
        Ok(Self {
            quarter: serde_json::from_str(&row.content).map_err(unreadable)?,
            version: row.version,
            saved_at: time(row.saved_at)?,
            deleted_at: row.deleted_at.map(time).transpose()?,
        })
    }
}

/// The most reviews that are read at once.
const MOST_QUARTERS: i64 = 2_000;

const ONE: &str = "SELECT version, saved_at, deleted_at, content FROM quarter WHERE space = $1 AND id = $2";

/// How the content of an entry looks in which a day to look again is written.
const WITH_A_DAY: &str = "%\"choice\":{%\"on\":\"%";

impl Store {
    /// Lists the reviews, of the latest period first, without those that were removed; at most 2,000.
    pub async fn quarters(&self, space: SpaceId) -> Result<Vec<KeptQuarter>, StoreError> {
        let sql = "SELECT version, saved_at, deleted_at, content FROM quarter \
             WHERE space = $1 AND deleted_at IS NULL ORDER BY last_day DESC, first_day DESC, id LIMIT $2";
        self.quarters_by(sql, space).await
    }

    /// Lists the reviews that were removed, removed last first; at most 2,000.
    pub async fn removed_quarters(&self, space: SpaceId) -> Result<Vec<KeptQuarter>, StoreError> {
        let sql = "SELECT version, saved_at, deleted_at, content FROM quarter \
             WHERE space = $1 AND deleted_at IS NOT NULL ORDER BY deleted_at DESC, id LIMIT $2";
        self.quarters_by(sql, space).await
    }

    async fn quarters_by(&self, sql: &'static str, space: SpaceId) -> Result<Vec<KeptQuarter>, StoreError> {
        let rows: Vec<QuarterRow> = on!(self.db(), |on| sqlx::query_as(sql)
            .bind(hex(space.uuid()))
            .bind(MOST_QUARTERS)
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(KeptQuarter::try_from).collect()
    }

    /// Loads a review, a removed one too; `None` when there is none with this id.
    pub async fn quarter(&self, space: SpaceId, id: QuarterId) -> Result<Option<KeptQuarter>, StoreError> {
        let row: Option<QuarterRow> = on!(self.db(), |on| sqlx::query_as(ONE)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .fetch_optional(on)
            .await)?;
        row.map(KeptQuarter::try_from).transpose()
    }

    /// Returns when the first entry outside the trash was written down; `None` when there is none.
    pub async fn first_captured(&self, space: SpaceId) -> Result<Option<Timestamp>, StoreError> {
        let first: Option<i64> = on!(self.db(), |on| sqlx::query_scalar(
            "SELECT min(captured_at) FROM entry WHERE space = $1 AND deleted_at IS NULL"
        )
        .bind(hex(space.uuid()))
        .fetch_one(on)
        .await)?;
        first.map(time).transpose()
    }

    /// Loads the entries that the review of a period looks at, in the order of their ids, without the trash: those about its
    /// days, those that were written down in it, and those in which a day to look again is written.
    pub async fn entries_to_review(&self, space: SpaceId, which: Reviewed) -> Result<Vec<Entry>, StoreError> {
        let contents: Vec<String> = on!(self.db(), |on| {
            sqlx::query_scalar(
            "SELECT content FROM entry WHERE space = $1 AND deleted_at IS NULL AND \
             ((occurred >= $2 AND occurred < $3) OR (captured_at >= $4 AND captured_at < $5) OR content LIKE $6) \
             ORDER BY id"
        )
        .bind(hex(space.uuid()))
        .bind(which.first.to_string())
        // A time of day follows its day, and what follows any of them is this.
        .bind(format!("{}~", which.last))
        .bind(which.captured_from.as_microsecond())
        .bind(which.captured_until.as_microsecond())
        .bind(WITH_A_DAY)
        .fetch_all(on)
        .await
        })?;
        contents.iter().map(|content| read_entry(content)).collect()
    }
}

impl Tx {
    /// Loads a review, a removed one too; `None` when there is none with this id.
    pub async fn quarter(
        &mut self,
        space: SpaceId,
        id: QuarterId,
    ) -> Result<Option<KeptQuarter>, StoreError> {
        let row: Option<QuarterRow> = on_tx!(self, |on| sqlx::query_as(ONE)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .fetch_optional(on)
            .await)?;
        row.map(KeptQuarter::try_from).transpose()
    }

    /// Finds the review of a period; `None` when there is none.
    pub async fn quarter_of(
        &mut self,
        space: SpaceId,
        period: Period,
    ) -> Result<Option<KeptQuarter>, StoreError> {
        let row: Option<QuarterRow> = on_tx!(self, |on| sqlx::query_as(
            "SELECT version, saved_at, deleted_at, content FROM quarter \
             WHERE space = $1 AND first_day = $2 AND last_day = $3 AND deleted_at IS NULL"
        )
        .bind(hex(space.uuid()))
        .bind(period.first().to_string())
        .bind(period.last().to_string())
        .fetch_optional(on)
        .await)?;
        row.map(KeptQuarter::try_from).transpose()
    }

    /// Keeps a new review; `false` where its id is taken, or its period has one.
    pub async fn insert_quarter(
        &mut self,
        space: SpaceId,
        quarter: &Quarter,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let content = serde_json::to_string(quarter).map_err(StoreError::broken)?;
        let written = execute!(
            self,
            sqlx::query(
                "INSERT INTO quarter (space, id, version, first_day, last_day, frozen_at, saved_at, deleted_at, content) \
                 VALUES ($1, $2, 1, $3, $4, $5, $6, NULL, $7) ON CONFLICT DO NOTHING"
            )
            .bind(hex(space.uuid()))
            .bind(hex(quarter.id.uuid()))
            .bind(quarter.period.first().to_string())
            .bind(quarter.period.last().to_string())
            .bind(frozen_at(quarter))
            .bind(now.as_microsecond())
            .bind(content.as_str())
        )?;
        Ok(written > 0)
    }

    /// Saves a draft over the version that was expected, also as it is frozen; its period stays. Returns its new version;
    /// `None` where another version is there, or it was frozen.
    pub async fn save_quarter(
        &mut self,
        space: SpaceId,
        quarter: &Quarter,
        expected: i64,
        now: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        let content = serde_json::to_string(quarter).map_err(StoreError::broken)?;
        let written = execute!(
            self,
            sqlx::query(
                "UPDATE quarter SET version = $3 + 1, frozen_at = $4, saved_at = $5, content = $6 \
                 WHERE space = $1 AND id = $2 AND version = $3 AND frozen_at IS NULL"
            )
            .bind(hex(space.uuid()))
            .bind(hex(quarter.id.uuid()))
            .bind(expected)
            .bind(frozen_at(quarter))
            .bind(now.as_microsecond())
            .bind(content.as_str())
        )?;
        Ok((written > 0).then_some(expected + 1))
    }

    /// Removes a review (`at` says when) or brings it back (`None`). Returns its new version; `None` where another version
    /// is there, or its period has another one by now.
    pub async fn set_quarter_removed(
        &mut self,
        space: SpaceId,
        id: QuarterId,
        expected: i64,
        at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        let written = execute!(
            self,
            sqlx::query(
                "UPDATE quarter SET version = $3 + 1, saved_at = $4, deleted_at = $5 \
                 WHERE space = $1 AND id = $2 AND version = $3 AND NOT EXISTS (SELECT 1 FROM quarter other \
                 WHERE other.space = quarter.space AND other.first_day = quarter.first_day \
                 AND other.last_day = quarter.last_day AND other.deleted_at IS NULL AND other.id <> quarter.id)"
            )
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .bind(expected)
            .bind(now.as_microsecond())
            .bind(at.map(Timestamp::as_microsecond))
        )?;
        Ok((written > 0).then_some(expected + 1))
    }

    /// Erases every trace of a review and the kept replies that name it, like [`erase`](Self::erase).
    pub async fn erase_quarter(&mut self, space: SpaceId, id: QuarterId) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query("DELETE FROM quarter WHERE space = $1 AND id = $2")
                .bind(hex(space.uuid()))
                .bind(hex(id.uuid()))
        )?;
        self.drop_replies(space, id.uuid()).await?;
        self.set_erased();
        Ok(())
    }

    /// Takes what is erased out of every review that quotes it, drafts, frozen and removed ones.
    pub(crate) async fn erase_from_quarters(
        &mut self,
        space: SpaceId,
        gone: &Gone,
    ) -> Result<(), StoreError> {
        let rows: Vec<QuarterRow> = on_tx!(self, |on| sqlx::query_as(
            "SELECT version, saved_at, deleted_at, content FROM quarter WHERE space = $1 ORDER BY id"
        )
        .bind(hex(space.uuid()))
        .fetch_all(on)
        .await)?;
        for row in rows {
            let KeptQuarter { mut quarter, version, .. } = row.try_into()?;
            if quarter.forget(gone) {
                let content = serde_json::to_string(&quarter).map_err(StoreError::broken)?;
                execute!(
                    self,
                    sqlx::query("UPDATE quarter SET version = $3, content = $4 WHERE space = $1 AND id = $2")
                        .bind(hex(space.uuid()))
                        .bind(hex(quarter.id.uuid()))
                        .bind(version + 1)
                        .bind(content.as_str())
                )?;
            }
        }
        Ok(())
    }
}

fn frozen_at(quarter: &Quarter) -> Option<i64> {
    quarter.frozen.as_ref().map(|frozen| frozen.at.as_microsecond())
}
