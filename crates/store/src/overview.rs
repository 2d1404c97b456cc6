//! What is there, counted.

use hansei_method::id::SpaceId;
use hansei_method::occurred::Occurred;
use hansei_method::tag::Tag;

use crate::db::hex;
use crate::error::StoreError;
use crate::store::Store;

/// What a space holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// Entries outside the trash.
    pub entries: i64,
    /// When the earliest of them happened; `None` when there is none.
    pub first: Option<Occurred>,
    /// When the latest of them happened; `None` when there is none.
    pub last: Option<Occurred>,
    /// Those whose review is not finished.
    pub open_reviews: i64,
    /// Entries in the trash.
    pub trashed: i64,
}

#[derive(sqlx::FromRow)]
struct OverviewRow {
    entries: i64,
    earliest: Option<String>,
    latest: Option<String>,
    open_reviews: i64,
    trashed: i64,
}

impl Store {
    /// Counts what a space holds.
    pub async fn overview(&self, space: SpaceId) -> Result<Overview, StoreError> {
        // One look-up each: an aggregate over several at once would read every entry.
        let row: OverviewRow = on!(self.db(), |on| {
            sqlx::query_as(
            "SELECT (SELECT count(*) FROM entry WHERE space = $1 AND deleted_at IS NULL) AS entries, \
             (SELECT min(occurred) FROM entry WHERE space = $1 AND deleted_at IS NULL) AS earliest, \
             (SELECT max(occurred) FROM entry WHERE space = $1 AND deleted_at IS NULL) AS latest, \
             (SELECT count(*) FROM entry WHERE space = $1 AND deleted_at IS NULL AND stage <> 'done') AS open_reviews, \
             (SELECT count(*) FROM entry WHERE space = $1 AND deleted_at IS NOT NULL) AS trashed"
        )
        .bind(hex(space.uuid()))
        .fetch_one(on)
        .await
        })?;
        Ok(Overview {
            entries: row.entries,
            first: row.earliest.as_deref().map(occurred).transpose()?,
            last: row.latest.as_deref().map(occurred).transpose()?,
            open_reviews: row.open_reviews,
            trashed: row.trashed,
        })
    }

    /// Counts the entries outside the trash under each tag, the most used first.
    pub async fn tags(&self, space: SpaceId, limit: u32) -> Result<Vec<(Tag, i64)>, StoreError> {
        let rows: Vec<(String, i64)> = on!(self.db(), |on| sqlx::query_as(
            "SELECT tag, count(*) AS entries FROM entry_tag WHERE space = $1 GROUP BY tag \
             ORDER BY entries DESC, tag LIMIT $2"
        )
        .bind(hex(space.uuid()))
        .bind(i64::from(limit))
        .fetch_all(on)
        .await)?;
        let read = |(tag, entries): (String, i64)| match tag.parse() {
            Ok(tag) => Ok((tag, entries)),
            Err(_) => Err(StoreError::Damaged(format!("\"{tag}\" is not a tag"))),
        };
        rows.into_iter().map(read).collect()
    }
}

fn occurred(text: &str) -> Result<Occurred, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged(format!("\"{text}\" is not a date")))
}
