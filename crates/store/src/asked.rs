//! What the coach asked about an entry, and what became of it.

use hansei_method::id::{EntryId, SpaceId};
use jiff::Timestamp;

use crate::db::{self, hex, time};
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

/// One question that was asked about some words of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedLine {
    /// The entry.
    pub entry: EntryId,
    /// Where the words stand.
    pub field: String,
    /// What was asked about.
    pub rule: String,
    /// What the words are compared by: the words, folded, or what stands for them.
    pub phrase: String,
    /// The words as they were written, where they are kept.
    pub words: String,
    /// When it was asked last.
    pub asked_at: Timestamp,
    /// What became of it.
    pub outcome: String,
}

#[derive(sqlx::FromRow)]
struct AskedRow {
    entry: String,
    field: String,
    rule: String,
    phrase: String,
    words: String,
    asked_at: i64,
    outcome: String,
}

impl TryFrom<AskedRow> for AskedLine {
    type Error = StoreError;

    fn try_from(row: AskedRow) -> Result<Self, StoreError> {
        Ok(Self {
            entry: EntryId::new(db::id(&row.entry)?),
            field: row.field,
            rule: row.rule,
            phrase: row.phrase,
            words: row.words,
            asked_at: time(row.asked_at)?,
            outcome: row.outcome,
        })
    }
}

/// How often something became of what was asked by one rule.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AskedCount {
    /// What was asked about.
    pub rule: String,
    /// What became of it.
    pub outcome: String,
    /// How often.
    pub count: i64,
}

macro_rules! columns {
    () => {
        "SELECT entry, field, rule, phrase, words, asked_at, outcome FROM asked WHERE space = $1 AND "
    };
}

/// The most lines that are read at once.
const MOST_LINES: i64 = 10_000;

impl Store {
    /// Lists what came to an outcome, asked last first; at most 10,000.
    pub async fn asked_with(&self, space: SpaceId, outcome: &str) -> Result<Vec<AskedLine>, StoreError> {
        const SQL: &str =
            concat!(columns!(), "outcome = $2 ORDER BY asked_at DESC, entry, field, rule, phrase LIMIT $3");
        let rows: Vec<AskedRow> = on!(self.db(), |on| sqlx::query_as(SQL)
            .bind(hex(space.uuid()))
            .bind(outcome)
            .bind(MOST_LINES)
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(AskedLine::try_from).collect()
    }

    /// Lists what one rule asked last, after a moment, the last first.
    pub async fn asked_last(
        &self,
        space: SpaceId,
        rule: &str,
        after: Option<Timestamp>,
        limit: u32,
    ) -> Result<Vec<AskedLine>, StoreError> {
        const SQL: &str = concat!(
            columns!(),
            "rule = $2 AND asked_at > $3 ORDER BY asked_at DESC, entry, field, phrase LIMIT $4"
        );
        let rows: Vec<AskedRow> = on!(self.db(), |on| sqlx::query_as(SQL)
            .bind(hex(space.uuid()))
            .bind(rule)
            .bind(after.map_or(i64::MIN, Timestamp::as_microsecond))
            .bind(i64::from(limit))
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(AskedLine::try_from).collect()
    }

    /// Counts what became of what was asked, by rule and outcome.
    pub async fn asked_counts(&self, space: SpaceId) -> Result<Vec<AskedCount>, StoreError> {
        Ok(on!(self.db(), |on| {
            sqlx::query_as(
            "SELECT rule, outcome, count(*) AS count FROM asked WHERE space = $1 GROUP BY rule, outcome ORDER BY rule, outcome"
        )
        .bind(hex(space.uuid()))
        .fetch_all(on)
        .await
        })?)
    }
}

impl Tx {
    /// Lists what was asked about an entry, in the order of field, rule and phrase.
    pub async fn asked_about(&mut self, space: SpaceId, id: EntryId) -> Result<Vec<AskedLine>, StoreError> {
        const SQL: &str = concat!(columns!(), "entry = $2 ORDER BY field, rule, phrase");
        let rows: Vec<AskedRow> = on_tx!(self, |on| sqlx::query_as(SQL)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(AskedLine::try_from).collect()
    }

    /// Keeps what was asked, in place of what is kept of the same phrase; a conflict when the entry is gone.
    pub async fn put_asked(&mut self, space: SpaceId, asked: &AskedLine) -> Result<(), StoreError> {
        let written = execute!(
            self,
            sqlx::query(
                "INSERT INTO asked (space, entry, field, rule, phrase, words, asked_at, outcome) \
                 SELECT space, id, $3, $4, $5, $6, $7, $8 FROM entry WHERE space = $1 AND id = $2 \
                 ON CONFLICT (space, entry, field, rule, phrase) DO UPDATE SET \
                 words = excluded.words, asked_at = excluded.asked_at, outcome = excluded.outcome"
            )
            .bind(hex(space.uuid()))
            .bind(hex(asked.entry.uuid()))
            .bind(asked.field.as_str())
            .bind(asked.rule.as_str())
            .bind(asked.phrase.as_str())
            .bind(asked.words.as_str())
            .bind(asked.asked_at.as_microsecond())
            .bind(asked.outcome.as_str())
        )?;
        if written == 0 {
            return Err(StoreError::Conflict { id: asked.entry, expected: 0, found: None });
        }
        Ok(())
    }

    /// Drops what is kept of one phrase, if anything is.
    pub async fn drop_asked(&mut self, space: SpaceId, asked: &AskedLine) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query(
                "DELETE FROM asked WHERE space = $1 AND entry = $2 AND field = $3 AND rule = $4 AND phrase = $5"
            )
            .bind(hex(space.uuid()))
            .bind(hex(asked.entry.uuid()))
            .bind(asked.field.as_str())
            .bind(asked.rule.as_str())
            .bind(asked.phrase.as_str())
        )?;
        Ok(())
    }

    /// Drops everything that was asked, and empties the log file that may still hold the words after the commit.
    pub async fn forget_asked(&mut self, space: SpaceId) -> Result<(), StoreError> {
        execute!(self, sqlx::query("DELETE FROM asked WHERE space = $1").bind(hex(space.uuid())))?;
        self.set_erased();
        Ok(())
    }
}
