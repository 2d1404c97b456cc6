//! What of each case is compared with others: made after it came in.

use std::collections::HashSet;

use hansei_method::case::Case;
use hansei_method::id::SpaceId;
use sqlx::QueryBuilder;

use crate::db::hex;
use crate::error::StoreError;
use crate::library_case::{ROWS, read_case};
use crate::query::{listed, of_cases};
use crate::store::Store;
use crate::tx::Tx;

/// What of a case is compared with others, as it was made.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CaseLikeness {
    /// The number of the case.
    pub number: i64,
    /// Its telling words.
    pub words: Vec<u8>,
    /// Its direction; empty where it has none.
    pub vector: Vec<u8>,
}

/// How far the likeness of a space's cases was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shelf {
    /// The number that was given last.
    pub last_number: i64,
    /// What made it.
    pub made_by: String,
    /// Up to which number.
    pub made_until: i64,
}

/// In how many stretches a sample is taken.
const STRETCHES: i64 = 40;

/// Cases with their contents, a stretch at a time.
const CASES_AFTER: [&str; 2] = by_number!("SELECT number, content", "ORDER BY number LIMIT $3");

impl Store {
    /// Says how far the likeness of the cases was made.
    pub async fn shelf(&self, space: SpaceId) -> Result<Shelf, StoreError> {
        let row: Option<(i64, String, i64)> = on!(self.db(), |on| sqlx::query_as(
            "SELECT last_number, made_by, made_until FROM shelf WHERE space = $1"
        )
        .bind(hex(space.uuid()))
        .fetch_optional(on)
        .await)?;
        let read = |(last_number, made_by, made_until)| Shelf { last_number, made_by, made_until };
        Ok(row.map(read).unwrap_or_default())
    }

    /// Lists cases after a number, in their order. What cannot be read is left out.
    pub async fn cases_after(
        &self,
        space: SpaceId,
        number: i64,
        limit: u32,
    ) -> Result<Vec<(i64, Option<Case>)>, StoreError> {
        let sql = self.of_two(CASES_AFTER);
        let rows: Vec<(i64, String)> = on!(self.db(), |on| sqlx::query_as(sql)
            .bind(hex(space.uuid()))
            .bind(number)
            .bind(i64::from(limit))
            .fetch_all(on)
            .await)?;
        Ok(rows.into_iter().map(|(number, content)| (number, read_case(&content).ok())).collect())
    }

    /// Counts the cases after a number.
    pub async fn count_cases_after(&self, space: SpaceId, number: i64) -> Result<i64, StoreError> {
        let sql = self.of_two(by_number!("SELECT count(*)", ""));
        on!(self.db(), |on| sqlx::query_scalar(sql).bind(hex(space.uuid())).bind(number).fetch_one(on).await)
            .map_err(Into::into)
    }

    /// Reads what is compared of cases, by their numbers.
    pub async fn case_likenesses(
        &self,
        space: SpaceId,
        numbers: &[i64],
    ) -> Result<Vec<CaseLikeness>, StoreError> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on!(self.db(), |on| {
            let mut query =
                QueryBuilder::new("SELECT number, words, vector FROM case_likeness WHERE space = ");
            query.push_bind(hex(space.uuid())).push(" AND number IN ");
            listed(&mut query, numbers.iter().copied());
            query.build_query_as().fetch_all(on).await
        })?)
    }

    /// Reads what is compared of at most so many cases, taken evenly from all of them: the same ones each time.
    pub async fn sample_of_cases(&self, space: SpaceId, most: u32) -> Result<Vec<CaseLikeness>, StoreError> {
        let last = self.shelf(space).await?.last_number;
        let each = i64::from(most) / STRETCHES;
        let mut sample: Vec<CaseLikeness> = Vec::new();
        let mut after = 0;
        for stretch in 0..STRETCHES {
            after = after.max(last * stretch / STRETCHES);
            let rows: Vec<CaseLikeness> = on!(self.db(), |on| sqlx::query_as(
                "SELECT number, words, vector FROM case_likeness \
                 WHERE space = $1 AND number > $2 AND number <= $3 ORDER BY number LIMIT $4"
            )
            .bind(hex(space.uuid()))
            .bind(after)
            .bind(if last <= i64::from(most) { last } else { last * (stretch + 1) / STRETCHES })
            .bind(if last <= i64::from(most) { i64::from(most) } else { each })
            .fetch_all(on)
            .await)?;
            after = rows.last().map_or(after, |row| row.number);
            sample.extend(rows);
        }
        Ok(sample)
    }
}

impl Tx {
    /// Keeps what `maker` made of the cases after one number up to another; where something else made what is there, all of
    /// that goes. Returns `false`, and keeps nothing, where others went on from there in the meantime.
    pub async fn keep_case_likenesses(
        &mut self,
        space: SpaceId,
        maker: &str,
        made: &[CaseLikeness],
        (after, until): (i64, i64),
    ) -> Result<bool, StoreError> {
        self.hold_shelf(space).await?;
        let space = hex(space.uuid());
        let kept: Option<(String, i64)> =
            on_tx!(self, |on| sqlx::query_as("SELECT made_by, made_until FROM shelf WHERE space = $1")
                .bind(space.as_str())
                .fetch_optional(on)
                .await)?;
        let (made_by, made_until) = kept.unwrap_or_default();
        let is_mine = made_by == maker;
        if after != if is_mine { made_until } else { 0 } {
            return Ok(false);
        }
        if !is_mine {
            execute!(self, sqlx::query("DELETE FROM case_likeness WHERE space = $1").bind(space.as_str()))?;
        }
        for made in made.chunks(ROWS) {
            let numbers = made.iter().map(|made| made.number);
            on_tx!(self, |on| {
                let mut query = QueryBuilder::new("DELETE FROM case_likeness WHERE space = ");
                query.push_bind(space.as_str()).push(" AND number IN ");
                listed(&mut query, numbers.clone());
                query.build().execute(on).await.map(drop)
            })?;
            // A case that went in the meantime has no likeness.
            let (is_sqlite, numbers) = (self.is_sqlite(), numbers.collect::<Vec<_>>());
            let there: Vec<i64> = on_tx!(self, |on| of_cases("SELECT number", is_sqlite, &space, &numbers)
                .build_query_scalar()
                .fetch_all(on)
                .await)?;
            let there: HashSet<i64> = there.into_iter().collect();
            let made: Vec<&CaseLikeness> = made.iter().filter(|made| there.contains(&made.number)).collect();
            if made.is_empty() {
                continue;
            }
            on_tx!(self, |on| {
                let mut query =
                    QueryBuilder::new("INSERT INTO case_likeness (number, space, words, vector) ");
                query.push_values(&made, |mut row, made| {
                    row.push_bind(made.number)
                        .push_bind(space.as_str())
                        .push_bind(made.words.as_slice())
                        .push_bind(made.vector.as_slice());
                });
                query.build().execute(on).await.map(drop)
            })?;
        }
        execute!(
            self,
            sqlx::query("UPDATE shelf SET made_by = $2, made_until = $3 WHERE space = $1")
                .bind(space.as_str())
                .bind(maker)
                .bind(until)
        )?;
        Ok(true)
    }

    /// Lets whoever else adds, compares or erases cases of a space wait until the end of the transaction.
    pub(crate) async fn hold_shelf(&mut self, space: SpaceId) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query("UPDATE shelf SET made_until = made_until WHERE space = $1").bind(hex(space.uuid()))
        )?;
        Ok(())
    }

    /// Drops what is compared of all cases of a space, to be made anew.
    pub async fn forget_case_likenesses(&mut self, space: SpaceId) -> Result<(), StoreError> {
        let space = hex(space.uuid());
        for sql in [
            "DELETE FROM case_likeness WHERE space = $1",
            "UPDATE shelf SET made_by = '', made_until = 0 WHERE space = $1",
        ] {
            execute!(self, sqlx::query(sql).bind(space.as_str()))?;
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
    async fn a_walk_over_all_cases_takes_each_once_and_sorts_nothing() {
        let store = Store::open(&Place::Memory).await.unwrap();
        let mut query = Query::new(CASES_AFTER[0]);
        query.values = ["space", "7", "500"].map(str::to_owned).to_vec();
        let plan = planned(&store, &query).await;
        assert_eq!(plan, "SEARCH library_case USING INTEGER PRIMARY KEY (rowid>?)");
    }
}
