//! A stretch of what is practised, with what was observed of it.

use std::collections::HashMap;

use hansei_method::id::{PracticeId, SpaceId};
use hansei_method::opportunity::Opportunity;

use super::{KeptPractice, ListedPractice, ListedRow, read_practice};
use crate::db::hex;
use crate::error::StoreError;
use crate::opportunity::{Lines, read_lines};
use crate::query::Query;
use crate::store::Store;

/// Practices with what was observed of them, as they were found: reading them takes longer than finding them, and is left to
/// whoever has a core to spare.
#[derive(Debug)]
pub struct Stretch {
    found: Found,
    observed: Vec<Lines>,
}

#[derive(Debug)]
enum Found {
    /// With what they grew out of.
    Listed(Vec<ListedRow>),
    /// Without: a line for each, of its name, its version and its content. Handing over a row each would take longer than
    /// finding them.
    Alone(String),
}

impl Stretch {
    /// Names the last of them; `None` where there are none.
    pub fn last(&self) -> Result<Option<PracticeId>, StoreError> {
        let last = match &self.found {
            Found::Listed(rows) => rows.last().map(|row| row.id.as_str()),
            Found::Alone(lines) => lines.lines().filter_map(|line| line.split(' ').next()).max(),
        };
        last.map(|id| crate::db::id(id).map(PracticeId::new)).transpose()
    }

    /// Counts them.
    #[must_use]
    pub fn count(&self) -> usize {
        match &self.found {
            Found::Listed(rows) => rows.len(),
            Found::Alone(lines) => lines.lines().count(),
        }
    }

    /// Reads them, each with what was observed of it and not taken back, in no order.
    ///
    /// What was found without what it grew out of has no title and no day.
    pub fn read(self) -> Result<Vec<(ListedPractice, Vec<Opportunity>)>, StoreError> {
        let observed = self.observed.into_iter().map(read_lines);
        let mut observed = observed.collect::<Result<HashMap<_, _>, _>>()?;
        let with_observed = |listed: Result<ListedPractice, StoreError>| {
            let listed = listed?;
            let observed = observed.remove(&listed.kept.practice.id).unwrap_or_default();
            Ok((listed, observed))
        };
        match self.found {
            Found::Listed(rows) => {
                rows.into_iter().map(ListedPractice::try_from).map(with_observed).collect()
            }
            Found::Alone(lines) => lines.lines().map(read_alone).map(with_observed).collect(),
        }
    }
}

/// Reads the line of a practice that was found without what it grew out of.
fn read_alone(line: &str) -> Result<ListedPractice, StoreError> {
    let unreadable = || StoreError::Damaged("a practice cannot be read".to_owned());
    let mut parts = line.splitn(3, ' ').skip(1);
    let version = parts.next().and_then(|version| version.parse().ok()).ok_or_else(unreadable)?;
    let practice = read_practice(parts.next().ok_or_else(unreadable)?)?;
    Ok(ListedPractice { kept: KeptPractice { practice, version }, title: String::new(), occurred: None })
}

/// What is practised after a name, in one row.
const ALONE: &str =
    alone!("p.id || ' ' || CAST(p.version AS TEXT) || ' ' || p.content", "AND p.id > $2", "$3");

impl Store {
    /// Finds what is practised after a name, in the order of the names, with what was observed of it and what it grew out
    /// of; without what was planned in entries and adopted lessons that are deleted.
    pub async fn practised(
        &self,
        space: SpaceId,
        after: Option<PracticeId>,
        limit: u32,
    ) -> Result<Stretch, StoreError> {
        const SQL: &str = listed!("AND p.id > $2 ORDER BY p.id LIMIT $3");
        let rows: Vec<ListedRow> = on!(self.db(), |on| sqlx::query_as(SQL)
            .bind(hex(space.uuid()))
            .bind(after.map(|after| hex(after.uuid())).unwrap_or_default())
            .bind(i64::from(limit))
            .fetch_all(on)
            .await)?;
        self.stretch(space, rows).await
    }

    /// Finds the same without what it grew out of, which would have to be looked up for each.
    pub async fn practised_alone(
        &self,
        space: SpaceId,
        after: Option<PracticeId>,
        limit: u32,
    ) -> Result<Stretch, StoreError> {
        let after = after.map(|after| hex(after.uuid())).unwrap_or_default();
        let lines: Option<String> = on!(self.db(), |on| sqlx::query_scalar(ALONE)
            .bind(hex(space.uuid()))
            .bind(after.as_str())
            .bind(i64::from(limit))
            .fetch_one(on)
            .await)?;
        let mut stretch = Stretch { found: Found::Alone(lines.unwrap_or_default()), observed: Vec::new() };
        if let Some(last) = stretch.last()? {
            stretch.observed = self.lines_observed_between(space, &after, &hex(last.uuid())).await?;
        }
        Ok(stretch)
    }

    /// Finds those of these that are there in the same way, in no order; at most 1,000 are asked for at a time.
    pub async fn practised_named(&self, space: SpaceId, ids: &[PracticeId]) -> Result<Stretch, StoreError> {
        if ids.is_empty() {
            return Ok(Stretch { found: Found::Listed(Vec::new()), observed: Vec::new() });
        }
        let mut query = Query::in_space(&hex(space.uuid()), listed!("AND p.id IN "));
        query.among(ids.iter().map(|id| hex(id.uuid())));
        let rows: Vec<ListedRow> = on!(self.db(), |on| run!(query, on))?;
        self.stretch(space, rows).await
    }

    async fn stretch(&self, space: SpaceId, rows: Vec<ListedRow>) -> Result<Stretch, StoreError> {
        let observed = self.lines_observed(space, rows.iter().map(|row| row.id.clone())).await?;
        Ok(Stretch { found: Found::Listed(rows), observed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;
    use crate::query::tests::planned;

    #[tokio::test]
    async fn what_is_practised_is_read_in_the_order_in_which_it_lies() {
        let store = Store::open(&Place::Memory).await.unwrap();
        let plan = planned(&store, &Query::new(ALONE)).await;
        assert!(plan.contains("SEARCH p USING PRIMARY KEY (space=? AND id>?)"), "{plan}");
        assert!(!plan.contains("SEARCH entry USING INDEX sqlite_autoindex"), "{plan}");
    }
}
