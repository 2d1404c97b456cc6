//! What is practised.

use hansei_method::id::{AdoptionId, EntryId, PracticeId, SpaceId};
use hansei_method::occurred::Occurred;
use hansei_method::practice::{Practice, Subject};
use jiff::Timestamp;

use crate::db::hex;
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

/// What was planned in an entry. It is put in order by words that are no column: SQLite would read every practice of the space
/// in the order of their key rather than find those of one entry and sort them.
const OF_ENTRY: &str =
    "SELECT version, content FROM practice WHERE space = $1 AND entry = $2 ORDER BY id || ''";

/// The same of an adopted lesson.
const OF_ADOPTION: &str =
    "SELECT version, content FROM practice WHERE space = $1 AND adoption = $2 ORDER BY id || '' LIMIT 1";

/// A practice as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptPractice {
    /// The practice.
    pub practice: Practice,
    /// Its version, 1 when it was planned and one more with every save.
    pub version: i64,
}

/// A practice with what it grew out of.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedPractice {
    /// The practice, as it is kept.
    pub kept: KeptPractice,
    /// The title of the entry, or of the case that the lesson was adopted from.
    pub title: String,
    /// When the entry happened; `None` for an adopted lesson.
    pub occurred: Option<Occurred>,
}

#[derive(sqlx::FromRow)]
struct PracticeRow {
    version: i64,
    content: String,
}

#[derive(Debug, sqlx::FromRow)]
struct ListedRow {
    id: String,
    version: i64,
    content: String,
    title: Option<String>,
    occurred: Option<String>,
    adopted: Option<String>,
}

impl TryFrom<PracticeRow> for KeptPractice {
    type Error = StoreError;

    fn try_from(row: PracticeRow) -> Result<Self, StoreError> {
        Ok(Self { practice: read_practice(&row.content)?, version: row.version })
    }
}

impl TryFrom<ListedRow> for ListedPractice {
    type Error = StoreError;

    fn try_from(row: ListedRow) -> Result<Self, StoreError> {
        let practice = read_practice(&row.content)?;
        let adopted = row.adopted.as_deref().map(crate::adoption::read).transpose()?;
        let title = row.title.or_else(|| adopted.map(|adopted| adopted.from.title.to_string()));
        let unreadable = |_| StoreError::Damaged("the day of an entry cannot be read".to_owned());
        Ok(Self {
            kept: KeptPractice { practice, version: row.version },
            title: title.unwrap_or_default(),
            occurred: row.occurred.map(|when| when.parse()).transpose().map_err(unreadable)?,
        })
    }
}

/// Reads a practice from its JSON.
pub(crate) fn read_practice(content: &str) -> Result<Practice, StoreError> {
    let unreadable = |error| StoreError::Damaged(format!("a practice cannot be read: {error}"));
    serde_json::from_str(content).map_err(unreadable)
}

/// The most practices that are looked at.
pub const MOST_PRACTICES: u32 = 20_000;

const ONE: &str = "SELECT version, content FROM practice WHERE space = $1 AND id = $2";

const ABOUT: &str = "SELECT version, content FROM practice \
     WHERE space = $1 AND (entry = $2 OR adoption = $3) ORDER BY id";

/// The entry and the adopted lesson that a practice is about, as they are bound: one of the two.
fn about(subject: Subject) -> (Option<String>, Option<String>) {
    match subject {
        Subject::Commitment { entry, .. } => (Some(hex(entry.uuid())), None),
        Subject::Adoption(adoption) => (None, Some(hex(adoption.uuid()))),
    }
}

/// Practices with what they grew out of, without those whose entry or adopted lesson is deleted.
macro_rules! listed {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.version, p.content, e.title, e.occurred, a.content AS adopted FROM practice p \
             LEFT JOIN entry e ON e.space = p.space AND e.id = p.entry \
             LEFT JOIN adoption a ON a.space = p.space AND a.id = p.adoption \
             WHERE p.space = $1 AND e.deleted_at IS NULL AND a.deleted_at IS NULL ",
            $rest
        )
    };
}

/// One text of each practice, in one row: thousands of rows take longer to hand over than to find. What was deleted is looked up
/// once, and not for each.
macro_rules! alone {
    ($text:literal, $rest:literal, $limit:literal) => {
        concat!(
            "SELECT string_agg(found.line, '\n') FROM (SELECT ",
            $text,
            " AS line FROM practice p WHERE p.space = $1 ",
            $rest,
            " AND (p.entry IS NULL OR p.entry NOT IN \
             (SELECT id FROM entry WHERE space = $1 AND deleted_at IS NOT NULL)) \
             AND (p.adoption IS NULL OR p.adoption NOT IN \
             (SELECT id FROM adoption WHERE space = $1 AND deleted_at IS NOT NULL)) ORDER BY p.id LIMIT ",
            $limit,
            ") AS found"
        )
    };
}

mod stretch;

pub use stretch::Stretch;

/// See [`OF_ENTRY`] for its order.
const LISTED_OF_ENTRY: &str = listed!("AND p.entry = $2 ORDER BY p.id || ''");

const LISTED_ADOPTED: &str = listed!("AND p.adoption IS NOT NULL ORDER BY p.id || ''");

impl Store {
    /// Lists the names of what is practised, without what was planned in entries and adopted lessons that are deleted.
    pub async fn practice_ids(&self, space: SpaceId) -> Result<Vec<PracticeId>, StoreError> {
        const SQL: &str = alone!("p.id", "", "$2");
        let ids: Option<String> = on!(self.db(), |on| sqlx::query_scalar(SQL)
            .bind(hex(space.uuid()))
            .bind(i64::from(MOST_PRACTICES))
            .fetch_one(on)
            .await)?;
        ids.unwrap_or_default().lines().map(|id| Ok(PracticeId::new(crate::db::id(id)?))).collect()
    }

    /// Lists what was planned in an entry, in the order of its names; nothing where the entry is deleted.
    pub async fn practices_planned_in(
        &self,
        space: SpaceId,
        entry: EntryId,
    ) -> Result<Vec<ListedPractice>, StoreError> {
        let rows: Vec<ListedRow> = on!(self.db(), |on| sqlx::query_as(LISTED_OF_ENTRY)
            .bind(hex(space.uuid()))
            .bind(hex(entry.uuid()))
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(ListedPractice::try_from).collect()
    }

    /// Lists what is practised of adopted lessons, in the order of its names.
    pub async fn practices_adopted(&self, space: SpaceId) -> Result<Vec<ListedPractice>, StoreError> {
        let rows: Vec<ListedRow> =
            on!(self.db(), |on| sqlx::query_as(LISTED_ADOPTED).bind(hex(space.uuid())).fetch_all(on).await)?;
        rows.into_iter().map(ListedPractice::try_from).collect()
    }

    /// Loads one practice with what it grew out of; `None` when there is none, or what it grew out of is deleted.
    pub async fn practice(
        &self,
        space: SpaceId,
        id: PracticeId,
    ) -> Result<Option<ListedPractice>, StoreError> {
        const SQL: &str = listed!("AND p.id = $2");
        let row: Option<ListedRow> = on!(self.db(), |on| sqlx::query_as(SQL)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .fetch_optional(on)
            .await)?;
        row.map(ListedPractice::try_from).transpose()
    }

    /// Lists what was planned in the same entry, or in the same adopted lesson, also where that is deleted and what was
    /// taken out of its plan, in the order of their names.
    pub async fn practices_beside(
        &self,
        space: SpaceId,
        subject: Subject,
    ) -> Result<Vec<KeptPractice>, StoreError> {
        let (entry, adoption) = about(subject);
        let rows: Vec<PracticeRow> = on!(self.db(), |on| sqlx::query_as(ABOUT)
            .bind(hex(space.uuid()))
            .bind(entry.clone())
            .bind(adoption.clone())
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(KeptPractice::try_from).collect()
    }
}

impl Tx {
    /// Loads a practice; `None` when there is none with this id.
    pub async fn practice(
        &mut self,
        space: SpaceId,
        id: PracticeId,
    ) -> Result<Option<KeptPractice>, StoreError> {
        let row: Option<PracticeRow> = on_tx!(self, |on| sqlx::query_as(ONE)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .fetch_optional(on)
            .await)?;
        row.map(KeptPractice::try_from).transpose()
    }

    /// Lists what was planned in the same entry, or in the same adopted lesson, also where that is deleted and what was
    /// taken out of its plan, in the order of their names.
    pub async fn practices_beside(
        &mut self,
        space: SpaceId,
        subject: Subject,
    ) -> Result<Vec<KeptPractice>, StoreError> {
        let (entry, adoption) = about(subject);
        let rows: Vec<PracticeRow> = on_tx!(self, |on| sqlx::query_as(ABOUT)
            .bind(hex(space.uuid()))
            .bind(entry.clone())
            .bind(adoption.clone())
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(KeptPractice::try_from).collect()
    }

    /// Lists what was planned in an entry, also what was taken out of its plan, in the order of their names.
    pub async fn practices_of_entry(
        &mut self,
        space: SpaceId,
        entry: EntryId,
    ) -> Result<Vec<KeptPractice>, StoreError> {
        let rows: Vec<PracticeRow> = on_tx!(self, |on| sqlx::query_as(OF_ENTRY)
            .bind(hex(space.uuid()))
            .bind(hex(entry.uuid()))
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(KeptPractice::try_from).collect()
    }

    /// Finds the practice of an adopted lesson; `None` where there is none yet.
    pub async fn practice_of_adoption(
        &mut self,
        space: SpaceId,
        adoption: AdoptionId,
    ) -> Result<Option<KeptPractice>, StoreError> {
        let row: Option<PracticeRow> = on_tx!(self, |on| sqlx::query_as(OF_ADOPTION)
            .bind(hex(space.uuid()))
            .bind(hex(adoption.uuid()))
            .fetch_optional(on)
            .await)?;
        row.map(KeptPractice::try_from).transpose()
    }

    /// Keeps a new practice; `false` where the id is taken.
    pub async fn insert_practice(
        &mut self,
        space: SpaceId,
        practice: &Practice,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let content = serde_json::to_string(practice).map_err(StoreError::broken)?;
        let (entry, adoption) = about(practice.about);
        let written = execute!(
            self,
            sqlx::query(
                "INSERT INTO practice (space, id, version, entry, adoption, saved_at, content) \
                 VALUES ($1, $2, 1, $3, $4, $5, $6) ON CONFLICT (space, id) DO NOTHING"
            )
            .bind(hex(space.uuid()))
            .bind(hex(practice.id.uuid()))
            .bind(entry.clone())
            .bind(adoption.clone())
            .bind(now.as_microsecond())
            .bind(content.as_str())
        )?;
        Ok(written > 0)
    }

    /// Saves a practice over the version that was expected. Returns its new version; `None` where another one is there.
    pub async fn save_practice(
        &mut self,
        space: SpaceId,
        practice: &Practice,
        expected: i64,
        now: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        let content = serde_json::to_string(practice).map_err(StoreError::broken)?;
        let written = execute!(
            self,
            sqlx::query(
                "UPDATE practice SET version = $3 + 1, saved_at = $4, content = $5 \
                 WHERE space = $1 AND id = $2 AND version = $3"
            )
            .bind(hex(space.uuid()))
            .bind(hex(practice.id.uuid()))
            .bind(expected)
            .bind(now.as_microsecond())
            .bind(content.as_str())
        )?;
        Ok((written > 0).then_some(expected + 1))
    }

    /// Erases what was practised of an entry, and all that was observed of it.
    pub(crate) async fn erase_practices(&mut self, space: SpaceId, entry: EntryId) -> Result<(), StoreError> {
        let named = self.practices_of_entry(space, entry).await?;
        for kept in named {
            self.erase_practice(space, kept.practice.id).await?;
        }
        Ok(())
    }

    /// Erases a practice, all that was observed of it, and the kept replies that name any of it.
    pub(crate) async fn erase_practice(&mut self, space: SpaceId, id: PracticeId) -> Result<(), StoreError> {
        let observed: Vec<String> = on_tx!(self, |on| sqlx::query_scalar(
            "SELECT id FROM opportunity WHERE space = $1 AND practice = $2"
        )
        .bind(hex(space.uuid()))
        .bind(hex(id.uuid()))
        .fetch_all(on)
        .await)?;
        for opportunity in observed {
            self.drop_replies(space, crate::db::id(&opportunity)?).await?;
        }
        self.drop_replies(space, id.uuid()).await?;
        for sql in [
            "DELETE FROM opportunity WHERE space = $1 AND practice = $2",
            "DELETE FROM reminder WHERE space = $1 AND about = $2",
            "DELETE FROM due_mark WHERE space = $1 AND about = $2",
            "DELETE FROM practice WHERE space = $1 AND id = $2",
        ] {
            execute!(self, sqlx::query(sql).bind(hex(space.uuid())).bind(hex(id.uuid())))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;
    use crate::query::Query;
    use crate::query::tests::planned;

    #[tokio::test]
    async fn what_belongs_to_one_entry_is_found_and_not_looked_for_among_all() {
        let store = Store::open(&Place::Memory).await.unwrap();
        for (query, index) in [
            (OF_ENTRY, "practice_entry"),
            (LISTED_OF_ENTRY, "practice_entry"),
            (OF_ADOPTION, "practice_adoption"),
            (LISTED_ADOPTED, "practice_adoption"),
        ] {
            let plan = planned(&store, &Query::new(query)).await;
            assert!(plan.contains(index), "{query}: {plan}");
        }
    }
}
