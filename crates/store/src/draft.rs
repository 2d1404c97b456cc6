//! Answers that were begun and not saved.

use std::collections::HashSet;

use hansei_method::id::{EntryId, SpaceId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::db::{hex, time};
use crate::error::StoreError;
use crate::filter::Filter;
use crate::listed::{Listed, ListedRow};
use crate::query::Query;
use crate::store::Store;
use crate::tx::Tx;

/// An answer that was begun and not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The word of the question that it answers: "intended".
    pub question: String,
    /// What was written so far.
    pub body: String,
    /// When, to the microsecond.
    pub saved_at: Timestamp,
    /// The version of the entry that it was begun on.
    pub based_on: i64,
}

/// An entry that holds a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    /// The entry.
    pub line: Listed,
    /// When its latest draft was kept, to the microsecond.
    pub drafted_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct DraftedRow {
    #[sqlx(flatten)]
    line: ListedRow,
    drafted_at: i64,
}

impl TryFrom<DraftedRow> for Drafted {
    type Error = StoreError;

    fn try_from(row: DraftedRow) -> Result<Self, StoreError> {
        Ok(Self { line: row.line.try_into()?, drafted_at: time(row.drafted_at)? })
    }
}

/// A draft that no page asks for any more: its entry is deleted, or its review finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrandedDraft {
    /// The entry.
    pub id: EntryId,
    /// The word of the question that it answers.
    pub question: String,
    /// Whether the entry is deleted; otherwise its review is finished.
    pub is_deleted: bool,
}

#[derive(sqlx::FromRow)]
struct DraftRow {
    question: String,
    body: String,
    saved_at: i64,
    based_on: i64,
}

impl TryFrom<DraftRow> for Draft {
    type Error = StoreError;

    fn try_from(row: DraftRow) -> Result<Self, StoreError> {
        Ok(Self {
            question: row.question,
            body: row.body,
            saved_at: time(row.saved_at)?,
            based_on: row.based_on,
        })
    }
}

impl Store {
    /// Loads the drafts of an entry, in the order of their questions' words.
    pub async fn drafts(&self, space: SpaceId, id: EntryId) -> Result<Vec<Draft>, StoreError> {
        let rows: Vec<DraftRow> = on!(self.db(), |on| {
            sqlx::query_as(
            "SELECT question, body, saved_at, based_on FROM draft WHERE space = $1 AND id = $2 ORDER BY question"
        )
        .bind(hex(space.uuid()))
        .bind(hex(id.uuid()))
        .fetch_all(on)
        .await
        })?;
        rows.into_iter().map(Draft::try_from).collect()
    }

    /// Lists open reviews for which a draft waits, drafted last first, without those that were put off until after a day.
    pub async fn drafted(
        &self,
        space: SpaceId,
        asked_on: Date,
        limit: u32,
    ) -> Result<Vec<Drafted>, StoreError> {
        let query = drafted_query(&hex(space.uuid()), self.is_sqlite(), asked_on, limit);
        let rows: Vec<DraftedRow> = on!(self.db(), |on| run!(query, on))?;
        rows.into_iter().map(Drafted::try_from).collect()
    }

    /// Finds which entries hold a draft.
    pub async fn ids_with_drafts(&self, space: SpaceId) -> Result<HashSet<EntryId>, StoreError> {
        let ids: Vec<(String,)> =
            on!(self.db(), |on| sqlx::query_as("SELECT DISTINCT id FROM draft WHERE space = $1")
                .bind(hex(space.uuid()))
                .fetch_all(on)
                .await)?;
        ids.iter().map(|(id,)| crate::db::id(id).map(EntryId::new)).collect()
    }

    /// Finds the drafts that no page asks for any more, at most a hundred.
    pub async fn stranded_drafts(&self, space: SpaceId) -> Result<Vec<StrandedDraft>, StoreError> {
        let rows: Vec<(String, String, Option<i64>)> = on!(self.db(), |on| {
            sqlx::query_as(
                "SELECT d.id, d.question, e.deleted_at FROM draft d JOIN entry e ON e.space = d.space AND e.id = d.id \
                 WHERE d.space = $1 AND (e.deleted_at IS NOT NULL OR e.stage = 'done') ORDER BY d.id, d.question LIMIT 100",
            )
            .bind(hex(space.uuid()))
            .fetch_all(on)
            .await
        })?;
        let stranded = |(id, question, deleted_at): (String, String, Option<i64>)| {
            Ok(StrandedDraft {
                id: EntryId::new(crate::db::id(&id)?),
                question,
                is_deleted: deleted_at.is_some(),
            })
        };
        rows.into_iter().map(stranded).collect()
    }
}

/// There are few drafts at a time, so each entry is looked up from there; SQLite has to be told, or it walks all entries.
fn drafted_query(space: &str, is_sqlite: bool, asked_on: Date, limit: u32) -> Query {
    let mut query = Query::in_space(
        space,
        concat!(
            "SELECT ",
            listed_columns!(),
            ", d.drafted_at FROM (SELECT id, max(saved_at) AS drafted_at FROM draft WHERE space = $1 GROUP BY id) d "
        ),
    );
    query
        .text(if is_sqlite { "CROSS JOIN" } else { "JOIN" })
        .text(" entry e ON e.space = $1 AND e.id = d.id WHERE e.stage <> 'done'");
    Filter { asked_on: Some(asked_on), ..Filter::default() }.write(&mut query);
    query.text(" ORDER BY d.drafted_at DESC, e.id DESC LIMIT ").number(limit);
    query
}

impl Tx {
    /// Loads the draft of one question; `None` when nothing waits.
    pub async fn draft(
        &mut self,
        space: SpaceId,
        id: EntryId,
        question: &str,
    ) -> Result<Option<Draft>, StoreError> {
        let row: Option<DraftRow> = on_tx!(self, |on| {
            sqlx::query_as(
            "SELECT question, body, saved_at, based_on FROM draft WHERE space = $1 AND id = $2 AND question = $3"
        )
        .bind(hex(space.uuid()))
        .bind(hex(id.uuid()))
        .bind(question)
        .fetch_optional(on)
        .await
        })?;
        row.map(Draft::try_from).transpose()
    }

    /// Keeps a draft in place of the one before; a conflict when the entry is gone.
    pub async fn put_draft(&mut self, space: SpaceId, id: EntryId, draft: &Draft) -> Result<(), StoreError> {
        let written = execute!(
            self,
            sqlx::query(
                "INSERT INTO draft (space, id, question, body, saved_at, based_on) \
             SELECT space, id, $3, $4, $5, $6 FROM entry WHERE space = $1 AND id = $2 \
             ON CONFLICT (space, id, question) DO UPDATE \
             SET body = excluded.body, saved_at = excluded.saved_at, based_on = excluded.based_on"
            )
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .bind(draft.question.as_str())
            .bind(draft.body.as_str())
            .bind(draft.saved_at.as_microsecond())
            .bind(draft.based_on)
        )?;
        if written == 0 {
            return Err(StoreError::Conflict { id, expected: draft.based_on, found: None });
        }
        Ok(())
    }

    /// Drops the draft of one question, if there is one.
    pub async fn drop_draft(
        &mut self,
        space: SpaceId,
        id: EntryId,
        question: &str,
    ) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query("DELETE FROM draft WHERE space = $1 AND id = $2 AND question = $3")
                .bind(hex(space.uuid()))
                .bind(hex(id.uuid()))
                .bind(question)
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;
    use crate::query::tests::planned;

    #[tokio::test]
    async fn what_was_drafted_is_looked_up_from_the_drafts_and_never_from_all_entries() {
        let store = Store::open(&Place::Memory).await.unwrap();
        let plan = planned(&store, &drafted_query("space", true, Date::constant(2026, 5, 14), 5)).await;
        assert!(
            plan.contains("SCAN d; SEARCH e USING INDEX sqlite_autoindex_entry_1 (space=? AND id=?)"),
            "{plan}"
        );
    }
}
