//! Cases: other people's failures, kept by the name that their collection gives them.

use std::collections::HashMap;

use hansei_method::case::Case;
use hansei_method::id::{CollectionId, SpaceId};
use sqlx::QueryBuilder;

use crate::case_search::{CaseWords, doc_of, words_of};
use crate::db::{self, hex};
use crate::error::StoreError;
use crate::query::{listed, of_cases};
use crate::store::Store;
use crate::tx::Tx;

/// A case on its way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCase {
    /// The case.
    pub case: Case,
    /// What it is found by.
    pub words: CaseWords,
}

/// What became of cases that were put.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Put {
    /// Those that were not there.
    pub new: u64,
    /// Those that were there, just as they are.
    pub same: u64,
    /// Those that took the place of another with the same key.
    pub changed: u64,
}

/// A case as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCase {
    /// Its number: what came last has the highest.
    pub number: i64,
    /// The collection that tells it.
    pub collection: CollectionId,
    /// The case.
    pub case: Case,
}

/// How many rows are written with one statement.
pub(crate) const ROWS: usize = 100;

type CaseRow = (i64, String, String);

pub(crate) fn read_case(content: &str) -> Result<Case, StoreError> {
    serde_json::from_str(content)
        .map_err(|error| StoreError::Damaged(format!("a case cannot be read: {error}")))
}

fn kept((number, collection, content): CaseRow) -> Result<KeptCase, StoreError> {
    let collection = CollectionId::new(db::id(&collection)?);
    Ok(KeptCase { number, collection, case: read_case(&content)? })
}

impl Store {
    /// Loads a case; `None` where its collection has none with this key, or is being deleted.
    pub async fn case(
        &self,
        space: SpaceId,
        collection: CollectionId,
        key: &str,
    ) -> Result<Option<KeptCase>, StoreError> {
        let row: Option<CaseRow> = on!(self.db(), |on| sqlx::query_as(
            "SELECT c.number, c.collection, c.content FROM library_case c \
             JOIN collection o ON o.space = c.space AND o.id = c.collection AND o.deleted_at IS NULL \
             WHERE c.space = $1 AND c.collection = $2 AND c.key = $3"
        )
        .bind(hex(space.uuid()))
        .bind(hex(collection.uuid()))
        .bind(key)
        .fetch_optional(on)
        .await)?;
        row.map(kept).transpose()
    }

    /// Lists the cases of a collection in the order in which they came, after one of these numbers.
    pub async fn cases(
        &self,
        space: SpaceId,
        collection: CollectionId,
        after: i64,
        limit: u32,
    ) -> Result<Vec<KeptCase>, StoreError> {
        let rows: Vec<CaseRow> = on!(self.db(), |on| sqlx::query_as(
            "SELECT c.number, c.collection, c.content FROM library_case c \
             JOIN collection o ON o.space = c.space AND o.id = c.collection AND o.deleted_at IS NULL \
             WHERE c.space = $1 AND c.collection = $2 AND c.number > $3 ORDER BY c.number LIMIT $4"
        )
        .bind(hex(space.uuid()))
        .bind(hex(collection.uuid()))
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(on)
        .await)?;
        rows.into_iter().map(kept).collect()
    }

    /// Loads cases by their numbers, in no order; those that are gone by now are left out.
    pub async fn cases_numbered(&self, space: SpaceId, numbers: &[i64]) -> Result<Vec<KeptCase>, StoreError> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let space = hex(space.uuid());
        let rows: Vec<CaseRow> = on!(self.db(), |on| {
            let verb = "SELECT number, collection, content";
            let mut query = of_cases(verb, self.is_sqlite(), &space, numbers);
            query.push(" AND collection IN (SELECT id FROM collection WHERE space = ");
            query.push_bind(space.as_str()).push(" AND deleted_at IS NULL)");
            query.build_query_as().fetch_all(on).await
        })?;
        rows.into_iter().map(kept).collect()
    }

    /// Lists the cases of all collections in the order in which they came, after one of these numbers, each with its number;
    /// `None` for one that cannot be read.
    pub async fn all_cases(
        &self,
        space: SpaceId,
        after: i64,
        limit: u32,
    ) -> Result<Vec<(i64, Option<KeptCase>)>, StoreError> {
        let sql = by_number!("SELECT number, collection, content", "ORDER BY number LIMIT $3");
        let rows: Vec<CaseRow> = on!(self.db(), |on| sqlx::query_as(self.of_two(sql))
            .bind(hex(space.uuid()))
            .bind(after)
            .bind(i64::from(limit))
            .fetch_all(on)
            .await)?;
        Ok(rows.into_iter().map(|row| (row.0, kept(row).ok())).collect())
    }

    /// Loads the cases of a collection that have these keys, in no order.
    pub async fn cases_with_keys(
        &self,
        space: SpaceId,
        collection: CollectionId,
        keys: &[&str],
    ) -> Result<Vec<KeptCase>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<CaseRow> = on!(self.db(), |on| {
            let mut query =
                QueryBuilder::new("SELECT number, collection, content FROM library_case WHERE space = ");
            query.push_bind(hex(space.uuid())).push(" AND collection = ");
            query.push_bind(hex(collection.uuid())).push(" AND key IN ");
            listed(&mut query, keys.iter().copied());
            query.build_query_as().fetch_all(on).await
        })?;
        rows.into_iter().map(kept).collect()
    }

    /// Finds which collections have a case with this key.
    pub async fn collections_with(&self, space: SpaceId, key: &str) -> Result<Vec<CollectionId>, StoreError> {
        let ids: Vec<String> = on!(self.db(), |on| {
            sqlx::query_scalar(
            "SELECT o.id FROM collection o JOIN library_case c ON c.space = o.space AND c.collection = o.id \
             AND c.key = $2 WHERE o.space = $1 AND o.deleted_at IS NULL ORDER BY o.added_at, o.id"
        )
        .bind(hex(space.uuid()))
        .bind(key)
        .fetch_all(on)
        .await
        })?;
        ids.iter().map(|id| db::id(id).map(CollectionId::new)).collect()
    }
}

impl Tx {
    /// Puts cases into a collection, by their keys; of two with one key the last one stays. `None` where the collection is
    /// not there.
    ///
    /// What is there just as it is, is only counted: an import that was broken off goes on when it is run again.
    pub async fn put_cases(
        &mut self,
        space: SpaceId,
        collection: CollectionId,
        cases: &[NewCase],
    ) -> Result<Option<Put>, StoreError> {
        // Whoever else puts cases into the space waits from here on.
        self.make_shelf(space).await?;
        self.hold_shelf(space).await?;
        if self.collection(space, collection).await?.is_none() {
            return Ok(None);
        }
        let mut put = Put::default();
        let mut there = self.there(space, collection, cases).await?;
        let (mut rows, mut places, mut replaced) = (Vec::new(), HashMap::new(), Vec::new());
        for new in cases {
            let key = new.case.key.as_str();
            let content = serde_json::to_string(&new.case).map_err(StoreError::broken)?;
            match there.get_mut(key) {
                Some((_, old)) if *old == content => {
                    put.same += 1;
                    continue;
                }
                Some((number, old)) => {
                    put.changed += 1;
                    replaced.extend(number.take());
                    old.clone_from(&content);
                }
                None => {
                    put.new += 1;
                    there.insert(key.to_owned(), (None, content.clone()));
                }
            }
            if let Some(place) = places.insert(key, rows.len()) {
                rows[place] = None;
            }
            rows.push(Some((new, content)));
        }
        self.drop_cases(space, &replaced).await?;
        let rows: Vec<(&NewCase, String)> = rows.into_iter().flatten().collect();
        if rows.is_empty() {
            return Ok(Some(put));
        }
        let first = self.next_numbers(space, rows.len()).await?;
        let rows: Vec<(i64, &NewCase, String)> =
            (first..).zip(rows).map(|(number, (new, content))| (number, new, content)).collect();
        for rows in rows.chunks(ROWS) {
            self.write_cases(space, collection, rows).await?;
        }
        self.count_cases(space, collection, i64::try_from(put.new).unwrap_or(i64::MAX)).await?;
        Ok(Some(put))
    }

    /// Takes so many numbers, and returns the first of them.
    async fn next_numbers(&mut self, space: SpaceId, count: usize) -> Result<i64, StoreError> {
        let count = i64::try_from(count).map_err(StoreError::broken)?;
        let last: i64 = on_tx!(self, |on| sqlx::query_scalar(
            "UPDATE shelf SET last_number = $2 + CASE \
             WHEN last_number >= (SELECT max(last_number) FROM shelf) THEN last_number \
             ELSE (SELECT max(last_number) FROM shelf) END WHERE space = $1 RETURNING last_number"
        )
        .bind(hex(space.uuid()))
        .bind(count)
        .fetch_one(on)
        .await)?;
        Ok(last - count + 1)
    }

    pub(crate) async fn make_shelf(&mut self, space: SpaceId) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query(
                "INSERT INTO shelf (space, last_number, made_by, made_until) VALUES ($1, 0, '', 0) \
                 ON CONFLICT (space) DO NOTHING"
            )
            .bind(hex(space.uuid()))
        )?;
        Ok(())
    }

    /// Reads what is there under the keys of these cases: number and content.
    async fn there(
        &mut self,
        space: SpaceId,
        collection: CollectionId,
        cases: &[NewCase],
    ) -> Result<HashMap<String, (Option<i64>, String)>, StoreError> {
        let mut there = HashMap::new();
        for cases in cases.chunks(ROWS) {
            let rows: Vec<(String, i64, String)> = on_tx!(self, |on| {
                let mut query =
                    QueryBuilder::new("SELECT key, number, content FROM library_case WHERE space = ");
                query.push_bind(hex(space.uuid())).push(" AND collection = ");
                query.push_bind(hex(collection.uuid())).push(" AND key IN ");
                listed(&mut query, cases.iter().map(|new| new.case.key.as_str()));
                query.build_query_as().fetch_all(on).await
            })?;
            there.extend(rows.into_iter().map(|(key, number, content)| (key, (Some(number), content))));
        }
        Ok(there)
    }

    async fn write_cases(
        &mut self,
        space: SpaceId,
        collection: CollectionId,
        rows: &[(i64, &NewCase, String)],
    ) -> Result<(), StoreError> {
        let (space, is_sqlite) = (hex(space.uuid()), self.is_sqlite());
        let id = hex(collection.uuid());
        on_tx!(self, |on| {
            let columns = if is_sqlite { "" } else { ", doc" };
            let mut query = QueryBuilder::new(
                "INSERT INTO library_case (number, space, collection, key, title, occurred, content",
            );
            query.push(columns).push(") ");
            query.push_values(rows, |mut row, (number, new, content)| {
                row.push_bind(*number)
                    .push_bind(space.as_str())
                    .push_bind(id.as_str())
                    .push_bind(new.case.key.as_str())
                    .push_bind(new.case.title.as_str())
                    .push_bind(new.case.occurred.map(|occurred| occurred.to_string()))
                    .push_bind(content.as_str());
                if !is_sqlite {
                    row.push("CAST(")
                        .push_bind_unseparated(doc_of(&new.words))
                        .push_unseparated(" AS TSVECTOR)");
                }
            });
            query.build().execute(on).await.map(drop)
        })?;
        if is_sqlite {
            let words = rows.iter().map(|(number, new, _)| (*number, words_of(collection, &new.words)));
            self.write_case_words(words.collect()).await?;
        }
        Ok(())
    }

    async fn write_case_words(&mut self, words: Vec<(i64, String)>) -> Result<(), StoreError> {
        on_tx!(self, |on| {
            let mut query = QueryBuilder::new("INSERT INTO case_search (rowid, words) ");
            query.push_values(&words, |mut row, (number, words)| {
                row.push_bind(*number).push_bind(words.as_str());
            });
            query.build().execute(on).await.map(drop)
        })
    }

    /// Writes anew what cases are found by, whether or not it is there.
    pub async fn renew_case_words(
        &mut self,
        space: SpaceId,
        cases: &[(KeptCase, CaseWords)],
    ) -> Result<(), StoreError> {
        let space = hex(space.uuid());
        for cases in cases.chunks(ROWS) {
            if self.is_sqlite() {
                on_tx!(self, |on| {
                    let mut query = QueryBuilder::new("DELETE FROM case_search WHERE rowid IN ");
                    listed(&mut query, cases.iter().map(|(kept, _)| kept.number));
                    query.build().execute(on).await.map(drop)
                })?;
                let words = cases.iter().map(|(kept, words)| (kept.number, words_of(kept.collection, words)));
                self.write_case_words(words.collect()).await?;
                continue;
            }
            for (kept, words) in cases {
                execute!(
                    self,
                    sqlx::query(
                        "UPDATE library_case SET doc = CAST($3 AS TSVECTOR) WHERE space = $1 AND number = $2"
                    )
                    .bind(space.as_str())
                    .bind(kept.number)
                    .bind(doc_of(words))
                )?;
            }
        }
        Ok(())
    }

    /// Erases cases with all that was made of them, and notes that the search has to be tidied.
    pub(crate) async fn drop_cases(&mut self, space: SpaceId, numbers: &[i64]) -> Result<(), StoreError> {
        let space = hex(space.uuid());
        if !numbers.is_empty() {
            execute!(
                self,
                sqlx::query("UPDATE shelf SET untidied = untidied + $2 WHERE space = $1")
                    .bind(space.as_str())
                    .bind(i64::try_from(numbers.len()).unwrap_or(i64::MAX))
            )?;
        }
        for numbers in numbers.chunks(ROWS) {
            on_tx!(self, |on| {
                let mut query = QueryBuilder::new("DELETE FROM case_likeness WHERE space = ");
                query.push_bind(space.as_str()).push(" AND number IN ");
                listed(&mut query, numbers.iter().copied());
                query.build().execute(on).await.map(drop)
            })?;
            let is_sqlite = self.is_sqlite();
            on_tx!(self, |on| of_cases("DELETE", is_sqlite, &space, numbers)
                .build()
                .execute(on)
                .await
                .map(drop))?;
            if self.is_sqlite() {
                on_tx!(self, |on| {
                    let mut query = QueryBuilder::new("DELETE FROM case_search WHERE rowid IN ");
                    listed(&mut query, numbers.iter().copied());
                    query.build().execute(on).await.map(drop)
                })?;
            }
        }
        Ok(())
    }
}
