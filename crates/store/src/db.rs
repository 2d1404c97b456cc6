//! The two drivers, and how one expression runs on whichever is open.

use jiff::Timestamp;
use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool};
use uuid::Uuid;

use crate::error::StoreError;

/// The open database.
#[derive(Debug, Clone)]
pub(crate) enum Db {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// One connection to it.
#[derive(Debug)]
pub(crate) enum Connection {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

/// Runs one expression on whichever database is open.
macro_rules! on {
    ($db:expr, |$on:ident| $body:expr) => {
        match $db {
            $crate::db::Db::Sqlite($on) => $body,
            $crate::db::Db::Postgres($on) => $body,
        }
    };
}

/// Runs one expression on a connection, whichever it is.
macro_rules! on_connection {
    ($connection:expr, |$on:ident| $body:expr) => {
        match $connection {
            $crate::db::Connection::Sqlite(connection) => {
                let $on = &mut **connection;
                $body
            }
            $crate::db::Connection::Postgres(connection) => {
                let $on = &mut **connection;
                $body
            }
        }
    };
}

/// Runs one expression inside a transaction, which takes note when it has to be tried again.
macro_rules! on_tx {
    ($tx:expr, |$on:ident| $body:expr) => {{
        let result = on_connection!($tx.connection(), |$on| $body);
        $tx.noted(result)
    }};
}

/// Runs one statement inside a transaction and counts the rows that it wrote.
macro_rules! execute {
    ($tx:expr, $statement:expr) => {
        on_tx!($tx, |on| $statement.execute(on).await.map(|done| done.rows_affected()))
    };
}

/// Writes an id as the databases hold it.
pub(crate) fn hex(id: Uuid) -> String {
    id.simple().to_string()
}

/// Reads an id back.
pub(crate) fn id(hex: &str) -> Result<Uuid, StoreError> {
    Uuid::try_parse(hex).map_err(|_| StoreError::Damaged(format!("\"{hex}\" is not an id")))
}

/// Reads a time back.
pub(crate) fn time(microseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(microseconds)
        .map_err(|_| StoreError::Damaged(format!("there is no time {microseconds}")))
}
