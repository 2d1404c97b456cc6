//! Queries that are put together: how a list is narrowed depends on what is asked for.

use std::fmt::Write as _;

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

    /// Adds a number.
    pub(crate) fn number(&mut self, number: u32) -> &mut Self {
        write!(self.sql, "{number}").expect("a string takes all that is written to it");
        self
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use sqlx::Row as _;

    use super::*;
    use crate::db::Db;
    use crate::store::Store;

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
