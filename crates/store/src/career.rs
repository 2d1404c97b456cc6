//! Career stories: what was chosen to be told, in the person's words.

use hansei_method::career::CareerStory;
use hansei_method::id::{CareerId, EntryId, SpaceId};
use jiff::Timestamp;

use crate::db::{hex, time};
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

/// A story as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCareer {
    /// The story.
    pub story: CareerStory,
    /// Its version, 1 when it was begun and one more with every save.
    pub version: i64,
    /// When it was saved last.
    pub saved_at: Timestamp,
    /// When it was removed; `None` while it is there.
    pub deleted_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct CareerRow {
    version: i64,
    saved_at: i64,
    deleted_at: Option<i64>,
    content: String,
}

impl TryFrom<CareerRow> for KeptCareer {
    type Error = StoreError;

    fn try_from(row: CareerRow) -> Result<Self, StoreError> {
        Ok(Self {
            story: read_story(&row.content)?,
            version: row.version,
            saved_at: time(row.saved_at)?,
            deleted_at: row.deleted_at.map(time).transpose()?,
        })
    }
}

/// Reads a story as it is kept.
pub(crate) fn read_story(content: &str) -> Result<CareerStory, StoreError> {
    serde_json::from_str(content)
        .map_err(|error| StoreError::Damaged(format!("a career story cannot be read: {error}")))
}

/// The most stories that are read at once.
const MOST_STORIES: i64 = 1_000;

const ONE: &str =
    "SELECT version, saved_at, deleted_at, content FROM career_story WHERE space = $1 AND id = $2";

impl Store {
    /// Lists the stories, saved last first, without those that were removed; at most 1,000.
    pub async fn careers(&self, space: SpaceId) -> Result<Vec<KeptCareer>, StoreError> {
        let sql = "SELECT version, saved_at, deleted_at, content FROM career_story \
             WHERE space = $1 AND deleted_at IS NULL ORDER BY saved_at DESC, id LIMIT $2";
        self.careers_by(sql, space).await
    }

    /// Lists the stories that were removed, removed last first; at most 1,000.
    pub async fn removed_careers(&self, space: SpaceId) -> Result<Vec<KeptCareer>, StoreError> {
        let sql = "SELECT version, saved_at, deleted_at, content FROM career_story \
             WHERE space = $1 AND deleted_at IS NOT NULL ORDER BY deleted_at DESC, id LIMIT $2";
        self.careers_by(sql, space).await
    }

    async fn careers_by(&self, sql: &'static str, space: SpaceId) -> Result<Vec<KeptCareer>, StoreError> {
        let rows: Vec<CareerRow> = on!(self.db(), |on| sqlx::query_as(sql)
            .bind(hex(space.uuid()))
            .bind(MOST_STORIES)
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(KeptCareer::try_from).collect()
    }

    /// Loads a story, a removed one too; `None` when there is none with this id.
    pub async fn career(&self, space: SpaceId, id: CareerId) -> Result<Option<KeptCareer>, StoreError> {
        let row: Option<CareerRow> = on!(self.db(), |on| sqlx::query_as(ONE)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .fetch_optional(on)
            .await)?;
        row.map(KeptCareer::try_from).transpose()
    }
}

impl Tx {
    /// Loads a story, a removed one too; `None` when there is none with this id.
    pub async fn career(&mut self, space: SpaceId, id: CareerId) -> Result<Option<KeptCareer>, StoreError> {
        let row: Option<CareerRow> = on_tx!(self, |on| sqlx::query_as(ONE)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .fetch_optional(on)
            .await)?;
        row.map(KeptCareer::try_from).transpose()
    }

    /// Keeps a new story; `false` where its id is taken.
    pub async fn insert_career(
        &mut self,
        space: SpaceId,
        story: &CareerStory,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let content = serde_json::to_string(story).map_err(StoreError::broken)?;
        let written = execute!(
            self,
            sqlx::query(
                "INSERT INTO career_story (space, id, version, saved_at, deleted_at, content) \
                 VALUES ($1, $2, 1, $3, NULL, $4) ON CONFLICT DO NOTHING"
            )
            .bind(hex(space.uuid()))
            .bind(hex(story.id.uuid()))
            .bind(now.as_microsecond())
            .bind(content.as_str())
        )?;
        Ok(written > 0)
    }

    /// Saves a story over the version that was expected, and removes it (`deleted_at` says when) or has it there (`None`).
    /// Returns its new version; `None` where another version is there.
    pub async fn save_career(
        &mut self,
        space: SpaceId,
        story: &CareerStory,
        expected: i64,
        deleted_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        let content = serde_json::to_string(story).map_err(StoreError::broken)?;
        let written = execute!(
            self,
            sqlx::query(
                "UPDATE career_story SET version = $3 + 1, saved_at = $4, deleted_at = $5, content = $6 \
                 WHERE space = $1 AND id = $2 AND version = $3"
            )
            .bind(hex(space.uuid()))
            .bind(hex(story.id.uuid()))
            .bind(expected)
            .bind(now.as_microsecond())
            .bind(deleted_at.map(Timestamp::as_microsecond))
            .bind(content.as_str())
        )?;
        Ok((written > 0).then_some(expected + 1))
    }

    /// Erases every trace of a story and the kept replies that name it, like [`erase`](Self::erase).
    pub async fn erase_career(&mut self, space: SpaceId, id: CareerId) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query("DELETE FROM career_story WHERE space = $1 AND id = $2")
                .bind(hex(space.uuid()))
                .bind(hex(id.uuid()))
        )?;
        self.drop_replies(space, id.uuid()).await?;
        self.set_erased();
        Ok(())
    }

    /// Takes what is told of an entry out of every story, removed ones too.
    pub(crate) async fn erase_from_careers(
        &mut self,
        space: SpaceId,
        entry: EntryId,
    ) -> Result<(), StoreError> {
        let rows: Vec<CareerRow> = on_tx!(self, |on| sqlx::query_as(
            "SELECT version, saved_at, deleted_at, content FROM career_story WHERE space = $1 ORDER BY id"
        )
        .bind(hex(space.uuid()))
        .fetch_all(on)
        .await)?;
        for row in rows {
            let KeptCareer { mut story, version, saved_at, deleted_at } = row.try_into()?;
            if story.forget(|told| told == entry) {
                self.save_career(space, &story, version, deleted_at, saved_at).await?;
            }
        }
        Ok(())
    }
}
