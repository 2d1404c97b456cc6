//! What was observed of what is practised.

use hansei_method::id::{OpportunityId, PracticeId, SpaceId};
use hansei_method::opportunity::Opportunity;
use jiff::Timestamp;

use crate::db::{hex, time};
use crate::error::StoreError;
use crate::query::Query;
use crate::store::Store;
use crate::tx::Tx;

/// An observation as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptOpportunity {
    /// The observation.
    pub opportunity: Opportunity,
    /// Its version, 1 when it was noted and one more with every save.
    pub version: i64,
    /// When it was taken back; `None` while it counts.
    pub removed_at: Option<Timestamp>,
    /// What it was before the last change; `None` where there was nothing.
    pub before: Option<Opportunity>,
}

#[derive(sqlx::FromRow)]
struct OpportunityRow {
    version: i64,
    removed_at: Option<i64>,
    before: Option<String>,
    content: String,
}

impl TryFrom<OpportunityRow> for KeptOpportunity {
    type Error = StoreError;

    fn try_from(row: OpportunityRow) -> Result<Self, StoreError> {
        Ok(Self {
            opportunity: read_opportunity(&row.content)?,
            version: row.version,
            removed_at: row.removed_at.map(time).transpose()?,
            before: row.before.as_deref().map(read_opportunity).transpose()?,
        })
    }
}

/// Reads an observation from its JSON.
pub(crate) fn read_opportunity(content: &str) -> Result<Opportunity, StoreError> {
    let unreadable = |error| StoreError::Damaged(format!("an observation cannot be read: {error}"));
    serde_json::from_str(content).map_err(unreadable)
}

/// What was observed of one practice: its id, and the observations as lines of JSON.
pub(crate) type Lines = (String, String);

/// Reads them.
pub(crate) fn read_lines((practice, lines): Lines) -> Result<(PracticeId, Vec<Opportunity>), StoreError> {
    let unreadable = |error| StoreError::Damaged(format!("an observation cannot be read: {error}"));
    let read = serde_json::Deserializer::from_str(&lines).into_iter();
    let observed = read.collect::<Result<_, _>>().map_err(unreadable)?;
    Ok((PracticeId::new(crate::db::id(&practice)?), observed))
}

const ONE: &str = "SELECT version, removed_at, before, content FROM opportunity WHERE space = $1 AND id = $2";

const OF_PRACTICE: &str = "SELECT version, removed_at, before, content FROM opportunity \
     WHERE space = $1 AND practice = $2 AND removed_at IS NULL ORDER BY id";

const KEPT_OF_PRACTICE: &str = "SELECT version, removed_at, before, content FROM opportunity \
     WHERE space = $1 AND practice = $2 ORDER BY id";

/// What was observed and not taken back, one row for each practice: a hundred thousand rows would take most of the time by
/// themselves.
macro_rules! observed_lines {
    ($rest:literal) => {
        concat!(
            "SELECT practice, string_agg(content, '\n') FROM opportunity WHERE space = $1 AND removed_at IS NULL ",
            $rest
        )
    };
}

impl Store {
    /// Finds what was observed of these practices, without what was taken back.
    pub(crate) async fn lines_observed(
        &self,
        space: SpaceId,
        practices: impl ExactSizeIterator<Item = String>,
    ) -> Result<Vec<Lines>, StoreError> {
        if practices.len() == 0 {
            return Ok(Vec::new());
        }
        let mut query = Query::in_space(&hex(space.uuid()), observed_lines!("AND practice IN "));
        query.among(practices).text(" GROUP BY practice");
        on!(self.db(), |on| run!(query, on)).map_err(Into::into)
    }

    /// Finds what was observed of the practices after a name and up to another one, without what was taken back.
    pub(crate) async fn lines_observed_between(
        &self,
        space: SpaceId,
        after: &str,
        last: &str,
    ) -> Result<Vec<Lines>, StoreError> {
        const SQL: &str = observed_lines!("AND practice > $2 AND practice <= $3 GROUP BY practice");
        on!(self.db(), |on| sqlx::query_as(SQL)
            .bind(hex(space.uuid()))
            .bind(after)
            .bind(last)
            .fetch_all(on)
            .await)
        .map_err(Into::into)
    }

    /// Reads what was observed of one practice, without what was taken back, in the order of their names.
    pub async fn opportunities_of(
        &self,
        space: SpaceId,
        practice: PracticeId,
    ) -> Result<Vec<KeptOpportunity>, StoreError> {
        let rows: Vec<OpportunityRow> = on!(self.db(), |on| sqlx::query_as(OF_PRACTICE)
            .bind(hex(space.uuid()))
            .bind(hex(practice.uuid()))
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(KeptOpportunity::try_from).collect()
    }

    /// Reads what was observed of one practice, also what was taken back, in the order of their names.
    pub async fn opportunities_kept(
        &self,
        space: SpaceId,
        practice: PracticeId,
    ) -> Result<Vec<KeptOpportunity>, StoreError> {
        let rows: Vec<OpportunityRow> = on!(self.db(), |on| sqlx::query_as(KEPT_OF_PRACTICE)
            .bind(hex(space.uuid()))
            .bind(hex(practice.uuid()))
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(KeptOpportunity::try_from).collect()
    }

    /// Finds the observations whose ids begin with these hexadecimal digits, those that were taken back too, in order.
    /// Hyphens do not count.
    pub async fn opportunities_starting(
        &self,
        space: SpaceId,
        prefix: &str,
        most: u32,
    ) -> Result<Vec<KeptOpportunity>, StoreError> {
        let digits = prefix.replace('-', "").to_ascii_lowercase();
        if digits.is_empty() || digits.len() > 32 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Ok(Vec::new());
        }
        // "g" comes after the last hexadecimal digit.
        let rows: Vec<OpportunityRow> = on!(self.db(), |on| sqlx::query_as(
            "SELECT version, removed_at, before, content FROM opportunity \
             WHERE space = $1 AND id >= $2 AND id < $3 ORDER BY id LIMIT $4"
        )
        .bind(hex(space.uuid()))
        .bind(digits.as_str())
        .bind(format!("{digits}g"))
        .bind(i64::from(most))
        .fetch_all(on)
        .await)?;
        rows.into_iter().map(KeptOpportunity::try_from).collect()
    }
}

impl Tx {
    /// Loads an observation, one that was taken back too; `None` when there is none with this id.
    pub async fn opportunity(
        &mut self,
        space: SpaceId,
        id: OpportunityId,
    ) -> Result<Option<KeptOpportunity>, StoreError> {
        let row: Option<OpportunityRow> = on_tx!(self, |on| sqlx::query_as(ONE)
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .fetch_optional(on)
            .await)?;
        row.map(KeptOpportunity::try_from).transpose()
    }

    /// Reads what was observed of one practice, without what was taken back, in the order of their names.
    pub async fn opportunities_of(
        &mut self,
        space: SpaceId,
        practice: PracticeId,
    ) -> Result<Vec<KeptOpportunity>, StoreError> {
        let rows: Vec<OpportunityRow> = on_tx!(self, |on| sqlx::query_as(OF_PRACTICE)
            .bind(hex(space.uuid()))
            .bind(hex(practice.uuid()))
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(KeptOpportunity::try_from).collect()
    }

    /// Reads what was observed of one practice, also what was taken back, in the order of their names.
    pub async fn opportunities_kept(
        &mut self,
        space: SpaceId,
        practice: PracticeId,
    ) -> Result<Vec<KeptOpportunity>, StoreError> {
        let rows: Vec<OpportunityRow> = on_tx!(self, |on| sqlx::query_as(KEPT_OF_PRACTICE)
            .bind(hex(space.uuid()))
            .bind(hex(practice.uuid()))
            .fetch_all(on)
            .await)?;
        rows.into_iter().map(KeptOpportunity::try_from).collect()
    }

    /// Keeps a new observation; `false` where the id is taken.
    pub async fn insert_opportunity(
        &mut self,
        space: SpaceId,
        opportunity: &Opportunity,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let content = serde_json::to_string(opportunity).map_err(StoreError::broken)?;
        let written = execute!(
            self,
            sqlx::query(
                "INSERT INTO opportunity (space, practice, id, version, saved_at, removed_at, before, content) \
                 VALUES ($1, $2, $3, 1, $4, NULL, NULL, $5) ON CONFLICT DO NOTHING"
            )
            .bind(hex(space.uuid()))
            .bind(hex(opportunity.practice.uuid()))
            .bind(hex(opportunity.id.uuid()))
            .bind(now.as_microsecond())
            .bind(content.as_str())
        )?;
        Ok(written > 0)
    }

    /// Saves an observation over the version that was expected, with what it was before and whether it was taken back.
    /// Returns its new version; `None` where another one is there.
    pub async fn save_opportunity(
        &mut self,
        space: SpaceId,
        kept: &KeptOpportunity,
        now: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        let content = serde_json::to_string(&kept.opportunity).map_err(StoreError::broken)?;
        let before =
            kept.before.as_ref().map(serde_json::to_string).transpose().map_err(StoreError::broken)?;
        let written = execute!(
            self,
            sqlx::query(
                "UPDATE opportunity SET version = $3 + 1, saved_at = $4, removed_at = $5, before = $6, content = $7 \
                 WHERE space = $1 AND id = $2 AND version = $3"
            )
            .bind(hex(space.uuid()))
            .bind(hex(kept.opportunity.id.uuid()))
            .bind(kept.version)
            .bind(now.as_microsecond())
            .bind(kept.removed_at.map(Timestamp::as_microsecond))
            .bind(before.as_deref())
            .bind(content.as_str())
        )?;
        Ok((written > 0).then_some(kept.version + 1))
    }
}
