//! Entries: one row each, with everything in it as JSON and what lists need beside it.

use hansei_method::entry::Entry;
use hansei_method::id::{EntryId, SpaceId};
use hansei_method::tag::Tag;
use jiff::Timestamp;

use crate::db::{self, hex, time};
use crate::error::StoreError;
use crate::filter::control_word;
use crate::search::SearchText;
use crate::store::Store;
use crate::tx::Tx;

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The entry.
    pub entry: Entry,
    /// Its version, 1 when it was captured and one more with every save.
    pub version: i64,
    /// When it was saved last, to the microsecond.
    pub saved_at: Timestamp,
    /// When it was put into the trash, to the microsecond; `None` while it is not there.
    pub deleted_at: Option<Timestamp>,
}

/// What a save did, for the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<'a> {
    /// What was done, in a few words: "answered question 2".
    pub action: &'a str,
    /// The version that undo from here returns to; `None` for the one before.
    pub back: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct KeptRow {
    content: String,
    version: i64,
    saved_at: i64,
    deleted_at: Option<i64>,
}

impl TryFrom<KeptRow> for Kept {
    type Error = StoreError;

    fn try_from(row: KeptRow) -> Result<Self, StoreError> {
        Ok(Self {
            entry: read(&row.content)?,
            version: row.version,
            saved_at: time(row.saved_at)?,
            deleted_at: row.deleted_at.map(time).transpose()?,
        })
    }
}

/// Reads an entry from its JSON.
pub(crate) fn read(content: &str) -> Result<Entry, StoreError> {
    serde_json::from_str(content)
        .map_err(|error| StoreError::Damaged(format!("an entry cannot be read: {error}")))
}

const ONE: &str = "SELECT content, version, saved_at, deleted_at FROM entry WHERE space = $1 AND id = $2";

/// The same, and the row kept for oneself: PostgreSQL only.
const ONE_LOCKED: &str =
    "SELECT content, version, saved_at, deleted_at FROM entry WHERE space = $1 AND id = $2 FOR NO KEY UPDATE";

const ATTEMPTS: &str = "SELECT content, version, saved_at, deleted_at FROM entry \
     WHERE space = $1 AND attempt_goal = $2 AND deleted_at IS NULL ORDER BY attempt_number, id LIMIT $3";

const LAST_NUMBER: &str = "SELECT max(attempt_number) FROM entry WHERE space = $1 AND attempt_goal = $2";

/// The most attempts at one goal that are read.
const MOST_ATTEMPTS: i64 = 1_000;

impl Store {
    /// Loads an entry, from the trash too; `None` when there is none with this id.
    pub async fn entry(&self, space: SpaceId, id: EntryId) -> Result<Option<Kept>, StoreError> {
        let row: Option<KeptRow> = on!(self.db(), |on| sqlx::query_as(ONE)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .fetch_optional(on)
            .await)?;
        row.map(Kept::try_from).transpose()
    }

    /// Loads the attempts at a goal, first to last, without the trash; at most 1,000.
    pub async fn attempts(&self, space: SpaceId, goal: EntryId) -> Result<Vec<Kept>, StoreError> {
        let rows: Vec<KeptRow> = on!(self.db(), |on| sqlx::query_as(ATTEMPTS)
            .bind(hex(space.uuid()))
            .bind(hex(goal.uuid()))
            .bind(MOST_ATTEMPTS)
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(Kept::try_from).collect()
    }

    /// Returns the highest number of an attempt at a goal, those in the trash too; 0 when there is none.
    pub async fn last_attempt_number(&self, space: SpaceId, goal: EntryId) -> Result<u32, StoreError> {
        let number: Option<i64> = on!(self.db(), |on| sqlx::query_scalar(LAST_NUMBER)
            .bind(hex(space.uuid()))
            .bind(hex(goal.uuid()))
            .fetch_one(on)
            .await)?;
        attempt_number(number)
    }

    /// Loads entries in the order of their ids, after one of them, without the trash.
    pub async fn all(
        &self,
        space: SpaceId,
        after: Option<EntryId>,
        limit: u32,
    ) -> Result<Vec<Kept>, StoreError> {
        let rows: Vec<KeptRow> = on!(self.db(), |on| sqlx::query_as(
            "SELECT content, version, saved_at, deleted_at FROM entry \
             WHERE space = $1 AND id > $2 AND deleted_at IS NULL ORDER BY id LIMIT $3"
        )
        .bind(hex(space.uuid()))
        .bind(after.map(|id| hex(id.uuid())).unwrap_or_default())
        .bind(i64::from(limit))
        .fetch_all(on)
        .await)?;
        rows.into_iter().map(Kept::try_from).collect()
    }

    /// Loads entries in the order of their ids, after one of them, those in the trash too, each with its version. What cannot be
    /// read is `None`; checking the data names it.
    pub async fn entries_after(
        &self,
        space: SpaceId,
        after: Option<EntryId>,
        limit: u32,
    ) -> Result<Vec<(EntryId, Option<(Entry, i64)>)>, StoreError> {
        let rows: Vec<(String, String, i64)> = on!(self.db(), |on| sqlx::query_as(
            "SELECT id, content, version FROM entry WHERE space = $1 AND id > $2 ORDER BY id LIMIT $3"
        )
        .bind(hex(space.uuid()))
        .bind(after.map(|id| hex(id.uuid())).unwrap_or_default())
        .bind(i64::from(limit))
        .fetch_all(on)
        .await)?;
        let one = |(id, content, version): (String, String, i64)| {
            Ok((EntryId::new(db::id(&id)?), read(&content).ok().map(|entry| (entry, version))))
        };
        rows.into_iter().map(one).collect()
    }
}

const INSERT: &str = "INSERT INTO entry (space, id, version, saved_at, captured_at, occurred, kind, significance, stage, \
     not_before, attempt_goal, attempt_number, minutes, title, tags, controls, context, root_cause, lesson, changed, content) \
     VALUES ($1, $2, $3 + 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) \
     ON CONFLICT (space, id) DO NOTHING RETURNING deleted_at";

const UPDATE: &str = "UPDATE entry SET version = $3 + 1, saved_at = $4, captured_at = $5, occurred = $6, kind = $7, \
     significance = $8, stage = $9, not_before = $10, attempt_goal = $11, attempt_number = $12, minutes = $13, title = $14, \
     tags = $15, controls = $16, context = $17, root_cause = $18, lesson = $19, changed = $20, content = $21 \
     WHERE space = $1 AND id = $2 AND version = $3 RETURNING deleted_at";

/// The columns of an entry, in the order of the two statements above.
struct Columns {
    occurred: String,
    kind: &'static str,
    significance: &'static str,
    stage: &'static str,
    not_before: Option<String>,
    attempt_goal: Option<String>,
    attempt_number: Option<i64>,
    minutes: i64,
    title: String,
    tags: String,
    controls: String,
    context: String,
    root_cause: Option<String>,
    lesson: Option<String>,
    changed: Option<String>,
    content: String,
}

impl Columns {
    fn of(entry: &Entry) -> Result<Self, StoreError> {
        let record = entry.record();
        Ok(Self {
            occurred: entry.occurred.to_string(),
            kind: entry.kind.word(),
            significance: entry.significance.word(),
            stage: entry.review.answers.kind().word(),
            not_before: entry.review.not_before.map(|day| day.to_string()),
            attempt_goal: entry.attempt.as_ref().map(|attempt| hex(attempt.goal.uuid())),
            attempt_number: entry.attempt.as_ref().map(|attempt| i64::from(attempt.number)),
            minutes: i64::from(entry.review.spent.seconds / 60),
            title: entry.title.to_string(),
            tags: joined(entry.tags.iter().map(Tag::as_str)),
            controls: joined(entry.controls().into_iter().map(control_word)),
            context: record.context,
            root_cause: record.root_cause,
            lesson: record.lesson,
            changed: record.change,
            content: serde_json::to_string(entry).map_err(StoreError::broken)?,
        })
    }
}

fn attempt_number(number: Option<i64>) -> Result<u32, StoreError> {
    u32::try_from(number.unwrap_or(0))
        .map_err(|_| StoreError::Damaged("the number of an attempt cannot be read".to_owned()))
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(",")
}

impl Tx {
    /// Loads an entry, from the trash too; `None` when there is none with this id.
    ///
    /// Nobody else changes it until the end of the transaction: on PostgreSQL they wait for its row, and SQLite lets one
    /// write at a time anyway.
    pub async fn entry(&mut self, space: SpaceId, id: EntryId) -> Result<Option<Kept>, StoreError> {
        let sql = if self.is_sqlite() { ONE } else { ONE_LOCKED };
        let row: Option<KeptRow> = on_tx!(self, |on| sqlx::query_as(sql)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .fetch_optional(on)
            .await)?;
        row.map(Kept::try_from).transpose()
    }

    /// Loads the attempts at a goal, first to last, without the trash; at most 1,000.
    ///
    /// Nobody else adds one until the end of the transaction, as long as there is one already.
    pub async fn attempts(&mut self, space: SpaceId, goal: EntryId) -> Result<Vec<Kept>, StoreError> {
        if !self.is_sqlite() {
            execute!(
                self,
                sqlx::query(
                    "SELECT id FROM entry WHERE space = $1 AND attempt_goal = $2 ORDER BY id FOR NO KEY UPDATE"
                )
                .bind(hex(space.uuid()))
                .bind(hex(goal.uuid()))
            )?;
        }
        let rows: Vec<KeptRow> = on_tx!(self, |on| sqlx::query_as(ATTEMPTS)
            .bind(hex(space.uuid()))
            .bind(hex(goal.uuid()))
            .bind(MOST_ATTEMPTS)
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(Kept::try_from).collect()
    }

    /// Returns the highest number of an attempt at a goal, those in the trash too; 0 when there is none.
    pub async fn last_attempt_number(&mut self, space: SpaceId, goal: EntryId) -> Result<u32, StoreError> {
        let number: Option<i64> = on_tx!(self, |on| sqlx::query_scalar(LAST_NUMBER)
            .bind(hex(space.uuid()))
            .bind(hex(goal.uuid()))
            .fetch_one(on)
            .await)?;
        attempt_number(number)
    }

    /// Lists the ids of all attempts at a goal, those in the trash too.
    pub async fn ids_of_attempts(
        &mut self,
        space: SpaceId,
        goal: EntryId,
    ) -> Result<Vec<EntryId>, StoreError> {
        let ids: Vec<String> = on_tx!(self, |on| sqlx::query_scalar(
            "SELECT id FROM entry WHERE space = $1 AND attempt_goal = $2 ORDER BY id"
        )
        .bind(hex(space.uuid()))
        .bind(hex(goal.uuid()))
        .fetch_all(on)
        .await)?;
        ids.iter().map(|id| crate::db::id(id).map(EntryId::new)).collect()
    }

    /// Keeps a new entry and returns its version, which is 1.
    pub async fn insert(
        &mut self,
        space: SpaceId,
        entry: &Entry,
        search: &SearchText,
        action: &str,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        if self.write_columns(INSERT, space, entry, 0, now).await?.is_none() {
            return Err(StoreError::Exists);
        }
        self.write_memberships(space, entry).await?;
        self.write_search(space, entry, search).await?;
        self.outdate_likeness(space, entry.id, 1).await?;
        self.append_revision(space, entry.id, &Change { action, back: None }).await?;
        Ok(1)
    }

    /// Saves a changed entry and returns its new version.
    ///
    /// A conflict when the version is not the expected one any more. An entry in the trash stays there.
    pub async fn save(
        &mut self,
        space: SpaceId,
        entry: &Entry,
        search: &SearchText,
        expected: i64,
        change: &Change<'_>,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        let Some(deleted_at) = self.write_columns(UPDATE, space, entry, expected, now).await? else {
            return Err(self.conflict(space, entry.id, expected).await?);
        };
        self.drop_memberships(space, entry.id).await?;
        if deleted_at.is_none() {
            self.write_memberships(space, entry).await?;
        }
        self.write_search(space, entry, search).await?;
        self.outdate_likeness(space, entry.id, expected + 1).await?;
        self.append_revision(space, entry.id, change).await?;
        Ok(expected + 1)
    }

    /// Runs one of the two statements; returns when the entry was deleted, `None` when no row was written.
    async fn write_columns(
        &mut self,
        sql: &'static str,
        space: SpaceId,
        entry: &Entry,
        version: i64,
        now: Timestamp,
    ) -> Result<Option<Option<i64>>, StoreError> {
        let row = Columns::of(entry)?;
        on_tx!(self, |on| sqlx::query_scalar(sql)
            .bind(hex(space.uuid()))
            .bind(hex(entry.id.uuid()))
            .bind(version)
            .bind(now.as_microsecond())
            .bind(entry.captured_at.as_microsecond())
            .bind(row.occurred)
            .bind(row.kind)
            .bind(row.significance)
            .bind(row.stage)
            .bind(row.not_before)
            .bind(row.attempt_goal)
            .bind(row.attempt_number)
            .bind(row.minutes)
            .bind(row.title)
            .bind(row.tags)
            .bind(row.controls)
            .bind(row.context)
            .bind(row.root_cause)
            .bind(row.lesson)
            .bind(row.changed)
            .bind(row.content)
            .fetch_optional(on)
            .await)
    }

    /// Says what is there instead of the expected version.
    pub(crate) async fn conflict(
        &mut self,
        space: SpaceId,
        id: EntryId,
        expected: i64,
    ) -> Result<StoreError, StoreError> {
        let found =
            on_tx!(self, |on| sqlx::query_scalar("SELECT version FROM entry WHERE space = $1 AND id = $2")
                .bind(hex(space.uuid()))
                .bind(hex(id.uuid()))
                .fetch_optional(on)
                .await)?;
        Ok(StoreError::Conflict { id, expected, found })
    }

    /// Runs a statement about one entry, with the space and the id as its values.
    pub(crate) async fn run_for(
        &mut self,
        sql: &'static str,
        space: SpaceId,
        id: EntryId,
    ) -> Result<(), StoreError> {
        execute!(self, sqlx::query(sql).bind(hex(space.uuid())).bind(hex(id.uuid())))?;
        Ok(())
    }
}
