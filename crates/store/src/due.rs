//! What is looked at again on a day, and what the person said of what was due.

use std::collections::HashMap;

use hansei_method::id::{EntryId, SpaceId};
use jiff::civil::Date;
use uuid::Uuid;

use crate::db::{self, hex};
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

/// A decision with the day on which it is looked at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookAgain {
    /// The entry whose review made it.
    pub entry: EntryId,
    /// The title of that entry.
    pub title: String,
    /// The day.
    pub day: Date,
}

/// What the person said of one thing that was due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DueMark {
    /// The day before which nothing is said about it.
    pub not_before: Option<Date>,
    /// The day on which it was looked at; from then on it is not due.
    pub looked_on: Option<Date>,
}

#[derive(sqlx::FromRow)]
struct MarkRow {
    item: String,
    not_before: Option<String>,
    looked_on: Option<String>,
}

impl TryFrom<MarkRow> for (String, DueMark) {
    type Error = StoreError;

    fn try_from(row: MarkRow) -> Result<Self, StoreError> {
        let not_before = row.not_before.map(day).transpose()?;
        let looked_on = row.looked_on.map(day).transpose()?;
        Ok((row.item, DueMark { not_before, looked_on }))
    }
}

fn day(text: impl AsRef<str>) -> Result<Date, StoreError> {
    let text = text.as_ref();
    text.parse().map_err(|_| StoreError::Damaged(format!("\"{text}\" is not a day of what is due")))
}

impl Store {
    /// Lists the decisions that are looked at again on a day or later, the first first, without those in the trash.
    pub async fn looks_again(&self, space: SpaceId, from: Date) -> Result<Vec<LookAgain>, StoreError> {
        let rows: Vec<(String, String, String)> = on!(self.db(), |on| {
            sqlx::query_as(
            "SELECT l.id, e.title, l.day FROM look_again l JOIN entry e ON e.space = l.space AND e.id = l.id \
             WHERE l.space = $1 AND l.day >= $2 ORDER BY l.day, l.id"
        )
        .bind(hex(space.uuid()))
        .bind(from.to_string())
        .fetch_all(on)
        .await
        })?;
        let read = |(id, title, on): (String, String, String)| {
            Ok(LookAgain { entry: EntryId::new(db::id(&id)?), title, day: day(on)? })
        };
        rows.into_iter().map(read).collect()
    }

    /// Returns until which day each review was put off that was begun and is not closed.
    pub async fn begun_put_off(&self, space: SpaceId) -> Result<HashMap<EntryId, Date>, StoreError> {
        // Word for word as in the index that serves it.
        let rows: Vec<(String, String)> = on!(self.db(), |on| sqlx::query_as(
            "SELECT e.id, e.not_before FROM entry e WHERE e.space = $1 AND e.deleted_at IS NULL \
             AND e.stage NOT IN ('captured', 'done') AND e.not_before IS NOT NULL"
        )
        .bind(hex(space.uuid()))
        .fetch_all(on)
        .await)?;
        rows.into_iter().map(|(id, until)| Ok((EntryId::new(db::id(&id)?), day(until)?))).collect()
    }

    /// Reads what was said of everything that was due, by its name.
    pub async fn due_marks(&self, space: SpaceId) -> Result<HashMap<String, DueMark>, StoreError> {
        let rows: Vec<MarkRow> = on!(self.db(), |on| sqlx::query_as(
            "SELECT item, not_before, looked_on FROM due_mark WHERE space = $1"
        )
        .bind(hex(space.uuid()))
        .fetch_all(on)
        .await)?;
        rows.into_iter().map(<(String, DueMark)>::try_from).collect()
    }
}

impl Tx {
    /// Reads what was said of one thing that was due; nothing where nothing was.
    pub async fn due_mark(&mut self, space: SpaceId, item: &str) -> Result<DueMark, StoreError> {
        let row: Option<MarkRow> = on_tx!(self, |on| sqlx::query_as(
            "SELECT item, not_before, looked_on FROM due_mark WHERE space = $1 AND item = $2"
        )
        .bind(hex(space.uuid()))
        .bind(item)
        .fetch_optional(on)
        .await)?;
        let read = row.map(<(String, DueMark)>::try_from).transpose()?;
        Ok(read.map(|(_, mark)| mark).unwrap_or_default())
    }

    /// Keeps what is said of something that is due, over what was said before; saying nothing leaves nothing.
    pub async fn put_due_mark(
        &mut self,
        space: SpaceId,
        item: &str,
        about: Uuid,
        mark: DueMark,
    ) -> Result<(), StoreError> {
        if mark == DueMark::default() {
            execute!(
                self,
                sqlx::query("DELETE FROM due_mark WHERE space = $1 AND item = $2")
                    .bind(hex(space.uuid()))
                    .bind(item)
            )?;
            return Ok(());
        }
        execute!(
            self,
            sqlx::query(
                "INSERT INTO due_mark (space, item, about, not_before, looked_on) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (space, item) DO UPDATE SET not_before = excluded.not_before, \
                 looked_on = excluded.looked_on"
            )
            .bind(hex(space.uuid()))
            .bind(item)
            .bind(hex(about))
            .bind(mark.not_before.map(|day| day.to_string()))
            .bind(mark.looked_on.map(|day| day.to_string()))
        )?;
        Ok(())
    }
}
