//! A stretch of what is practised, with what was observed of it.

use std::collections::HashMap;

use hansei_method::id::{PracticeId, SpaceId};
use hansei_method::opportunity::Opportunity;

use super::{ListedPractice, ListedRow};
use crate::db::hex;
use crate::error::StoreError;
use crate::opportunity::{Lines, read_lines};
use crate::query::Query;
use crate::store::Store;

/// Practices with what was observed of them, as they were found: reading them takes longer than finding them, and is left to
/// whoever has a core to spare.
#[derive(Debug)]
pub struct Stretch {
    rows: Vec<ListedRow>,
    observed: Vec<Lines>,
}

impl Stretch {
    /// Names the last of them; `None` where there are none.
    pub fn last(&self) -> Result<Option<PracticeId>, StoreError> {
        self.rows.last().map(|row| crate::db::id(&row.id).map(PracticeId::new)).transpose()
    }

    /// Counts them.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// Reads them, each with what was observed of it and not taken back, in no order.
    pub fn read(self) -> Result<Vec<(ListedPractice, Vec<Opportunity>)>, StoreError> {
        let observed = self.observed.into_iter().map(read_lines);
        let mut observed = observed.collect::<Result<HashMap<_, _>, _>>()?;
        let read = |row| {
            let listed = ListedPractice::try_from(row)?;
            let observed = observed.remove(&listed.kept.practice.id).unwrap_or_default();
            Ok((listed, observed))
        };
        self.rows.into_iter().map(read).collect()
    }
}

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

    /// Finds those of these that are there in the same way, in no order; at most 1,000 are asked for at a time.
    pub async fn practised_named(&self, space: SpaceId, ids: &[PracticeId]) -> Result<Stretch, StoreError> {
        if ids.is_empty() {
            return Ok(Stretch { rows: Vec::new(), observed: Vec::new() });
        }
        let mut query = Query::in_space(&hex(space.uuid()), listed!("AND p.id IN "));
        query.among(ids.iter().map(|id| hex(id.uuid())));
        let rows: Vec<ListedRow> = on!(self.db(), |on| run!(query, on))?;
        self.stretch(space, rows).await
    }

    async fn stretch(&self, space: SpaceId, rows: Vec<ListedRow>) -> Result<Stretch, StoreError> {
        let observed = self.lines_observed(space, rows.iter().map(|row| row.id.clone())).await?;
        Ok(Stretch { rows, observed })
    }
}
