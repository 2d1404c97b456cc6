//! One line of a list.

use hansei_method::entry::{Kind, Significance};
use hansei_method::factor::Control;
use hansei_method::id::EntryId;
use hansei_method::record::Record;
use hansei_method::stage::StageKind;
use hansei_method::tag::Tag;
use jiff::Timestamp;

use crate::cursor::Cursor;
use crate::db;
use crate::error::StoreError;
use crate::filter::control_word;

/// One line of a list: what the log shows of an entry, read without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The entry.
    pub id: EntryId,
    /// Its version.
    pub version: i64,
    /// What sort of event it was.
    pub kind: Kind,
    /// How deep its review goes.
    pub significance: Significance,
    /// How far its review has come.
    pub stage: StageKind,
    /// The four fields of the log.
    pub record: Record,
    /// What happened, in one line.
    pub title: String,
    /// Its tags, in order.
    pub tags: Vec<Tag>,
    /// The kinds of control that its factors were sorted under, in order.
    pub controls: Vec<Control>,
    /// When it was saved last, to the microsecond.
    pub saved_at: Timestamp,
    /// When it was captured, to the microsecond.
    pub captured_at: Timestamp,
    /// Which attempt at a goal it was; `None` when it is not one of several.
    pub attempt: Option<u32>,
    /// Whole minutes that were counted on the review.
    pub minutes: i64,
}

/// The columns of a [`ListedRow`], of an entry `e`.
macro_rules! listed_columns {
    () => {
        "e.id, e.version, e.kind, e.significance, e.stage, e.occurred, e.title, e.tags, e.controls, e.context, \
         e.root_cause, e.lesson, e.changed, e.saved_at, e.captured_at, e.attempt_number, e.minutes"
    };
}

/// A line as the database has it.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct ListedRow {
    pub(crate) id: String,
    version: i64,
    kind: String,
    significance: String,
    stage: String,
    occurred: String,
    title: String,
    tags: String,
    controls: String,
    context: String,
    root_cause: Option<String>,
    lesson: Option<String>,
    changed: Option<String>,
    saved_at: i64,
    captured_at: i64,
    attempt_number: Option<i64>,
    minutes: i64,
}

impl ListedRow {
    /// Returns the place after this line, where the next page of a list begins.
    pub(crate) fn cursor(&self) -> Result<Cursor, StoreError> {
        let (id, captured_at) = (EntryId::new(db::id(&self.id)?), db::time(self.captured_at)?);
        Ok(Cursor { occurred: self.occurred.clone(), captured_at, id })
    }
}

impl TryFrom<ListedRow> for Listed {
    type Error = StoreError;

    fn try_from(row: ListedRow) -> Result<Self, StoreError> {
        let damaged =
            |what: &str| StoreError::Damaged(format!("entry {} has no {what} that is known", row.id));
        Ok(Self {
            id: EntryId::new(db::id(&row.id)?),
            version: row.version,
            kind: Kind::from_word(&row.kind).ok_or_else(|| damaged("kind"))?,
            significance: Significance::from_word(&row.significance)
                .ok_or_else(|| damaged("significance"))?,
            stage: StageKind::from_word(&row.stage).ok_or_else(|| damaged("stage"))?,
            tags: Tag::list(&row.tags).map_err(|_| damaged("tags"))?.into_iter().collect(),
            controls: controls(&row.controls).ok_or_else(|| damaged("control"))?,
            saved_at: db::time(row.saved_at)?,
            captured_at: db::time(row.captured_at)?,
            attempt: row.attempt_number.map(u32::try_from).transpose().map_err(|_| damaged("attempt"))?,
            minutes: row.minutes,
            record: Record {
                date: row.occurred.parse().map_err(|_| damaged("date"))?,
                context: row.context,
                root_cause: row.root_cause,
                lesson: row.lesson,
                change: row.changed,
            },
            title: row.title,
        })
    }
}

fn controls(joined: &str) -> Option<Vec<Control>> {
    let words = joined.split(',').filter(|word| !word.is_empty());
    words.map(|word| Control::ALL.into_iter().find(|control| control_word(*control) == word)).collect()
}
