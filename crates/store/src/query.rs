//! Queries that are put together: how a list is narrowed depends on what is asked for.

use std::fmt::Write as _;

use sqlx::{Database, Encode, QueryBuilder, Type};

/// A query in the making. Its text is made of fixed pieces only; all that was typed goes into `values`.
pub(crate) struct Query {
    pub(crate) sql: String,
    pub(crate) values: Vec<String>,
}

/// Runs a query in the making.
macro_rules! run {
    ($query:expr, $on:expr) => {{
        let query = &$query;
        let mut made = sqlx::query_as(sqlx::AssertSqlSafe(query.sql.clone()));
        for value in &query.values {
            made = made.bind(value.as_str());
        }
        made.fetch_all($on).await
    }};
}

/// Writes a query over the cases after a number, for SQLite and for PostgreSQL. SQLite would take all of a space out of an
/// index and sort them, for each stretch of a walk; its own way is by number.
macro_rules! by_number {
    ($select:literal, $rest:literal) => {
        [
            concat!($select, " FROM library_case NOT INDEXED WHERE space = $1 AND number > $2 ", $rest),
            concat!($select, " FROM library_case WHERE space = $1 AND number > $2 ", $rest),
        ]
    };
}

/// Begins a query of the cases with these numbers: `verb` says what becomes of them, as `DELETE`. SQLite would walk all cases
/// of a space along an index and look each one up in the list; its own way is by number.
pub(crate) fn of_cases<'a, D>(verb: &str, is_sqlite: bool, space: &'a str, numbers: &[i64]) -> QueryBuilder<D>
where
    D: Database,
    &'a str: Encode<'a, D> + Type<D>,
    i64: Encode<'a, D> + Type<D>,
{
    let mut query = QueryBuilder::new(verb);
    query.push(if is_sqlite { " FROM library_case NOT INDEXED" } else { " FROM library_case" });
    query.push(" WHERE space = ").push_bind(space).push(" AND number IN ");
    listed(&mut query, numbers.iter().copied());
    query
}

/// Writes `($1, $2, …)`.
pub(crate) fn listed<'a, D, T>(query: &mut QueryBuilder<D>, values: impl Iterator<Item = T>)
where
    D: Database,
    T: Encode<'a, D> + Type<D> + 'a,
{
    query.push("(");
    let mut separated = query.separated(", ");
    for value in values {
        separated.push_bind(value);
    }
    query.push(")");
}

impl Query {
    pub(crate) fn new(sql: &str) -> Self {
        Self { sql: sql.to_owned(), values: Vec::new() }
    }

    /// Begins with the space as the first value, so that `$1` can be written anywhere.
    pub(crate) fn in_space(space: &str, sql: &str) -> Self {
        Self { sql: sql.to_owned(), values: vec![space.to_owned()] }
    }

    /// Adds a piece of SQL.
    pub(crate) fn text(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Adds a value, and its placeholder.
    pub(crate) fn value(&mut self, value: impl Into<String>) -> &mut Self {
        self.values.push(value.into());
        write!(self.sql, "${}", self.values.len()).expect("a string takes all that is written to it");
        self
    }

    /// Adds values in parentheses.
    pub(crate) fn among(&mut self, values: impl IntoIterator<Item = String>) -> &mut Self {
        self.text("(");
        for (place, value) in values.into_iter().enumerate() {
            self.text(if place == 0 { "" } else { ", " }).value(value);
        }
        self.text(")")
    }

    /// Adds a number.
    pub(crate) fn number(&mut self, number: impl Into<i64>) -> &mut Self {
        write!(self.sql, "{}", number.into()).expect("a string takes all that is written to it");
        self
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use sqlx::Row as _;

    use super::*;
    use crate::db::Db;
    use crate::place::Place;
    use crate::store::Store;

    #[tokio::test]
    async fn cases_are_taken_by_their_numbers_and_never_out_of_all_of_a_space() {
        let store = Store::open(&Place::Memory).await.unwrap();
        // Of a few numbers it would look each up anyway.
        let numbers: Vec<i64> = (0..20).collect();
        for verb in ["SELECT content", "SELECT number", "DELETE"] {
            let made = of_cases::<sqlx::Sqlite>(verb, true, "space", &numbers);
            let plan = planned(&store, &Query::new(made.sql().as_str())).await;
            assert!(plan.starts_with("SEARCH library_case USING INTEGER PRIMARY KEY (rowid=?)"), "{plan}");
        }
    }

    /// Tells how SQLite would run a query: its steps from the outermost on.
    pub(crate) async fn planned(store: &Store, query: &Query) -> String {
        let Db::Sqlite(on) = store.db() else { unreachable!("it is in memory") };
        let mut made = sqlx::query(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", query.sql)));
        for value in &query.values {
            made = made.bind(value.as_str());
        }
        let steps = made.fetch_all(on).await.unwrap();
        steps.iter().map(|step| step.get::<String, _>("detail")).collect::<Vec<_>>().join("; ")
    }
}
