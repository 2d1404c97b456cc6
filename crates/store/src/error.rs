//! What can go wrong with the database, and what to do then.

use std::error::Error;

use hansei_method::id::EntryId;
use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;

/// Why the store could not do something.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else saved first, or the entry is gone.
    #[error("entry {id} was changed in the meantime; load it again and repeat the change")]
    Conflict {
        /// The entry.
        id: EntryId,
        /// The version that the change was made on.
        expected: i64,
        /// The version that is there; `None` when the entry is gone.
        found: Option<i64>,
    },
    /// The id is taken.
    #[error("an entry with this id is there already; change that one, or use another id")]
    Exists,
    /// A newer hansei wrote this.
    #[error(
        "this data was written by a newer hansei (schema {found}, this one knows {known}); install the newer version"
    )]
    NewerSchema {
        /// The schema of the data.
        found: i64,
        /// The newest schema that this version knows.
        known: i64,
    },
    /// The data cannot be read; carries what is wrong with it.
    #[error("the data is damaged ({0}); run `hansei doctor`, then `hansei restore` a backup")]
    Damaged(String),
    /// No room is left.
    #[error("the disk is full and nothing was saved; make room and try again")]
    Full,
    /// The data cannot be written to.
    #[error(
        "the data is read-only and nothing was saved; give yourself the right to write to it, then try again"
    )]
    ReadOnly,
    /// Somebody else holds the database.
    #[error("the database is busy and nothing was saved; try again in a moment")]
    Busy,
    /// This kind of database does not do that; carries what to do instead.
    #[error("{0}")]
    NotHere(&'static str),
    /// Anything else.
    #[error("the database did not do this; try again, and run `hansei doctor` if it stays so")]
    Broken(#[source] Box<dyn Error + Send + Sync>),
}

impl StoreError {
    /// Wraps an error that has no sentence of its own.
    pub(crate) fn broken(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Broken(error.into())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if matches!(error, sqlx::Error::PoolTimedOut) {
            return Self::Busy;
        }
        let known = error.as_database_error().and_then(|database| {
            if let Some(sqlite) = database.try_downcast_ref::<SqliteError>() {
                return of_sqlite(sqlite);
            }
            database.try_downcast_ref::<PgDatabaseError>().and_then(of_postgres)
        });
        known.unwrap_or_else(|| Self::broken(error))
    }
}

/// The extended result code of an SQLite error.
pub(crate) fn sqlite_code(error: &sqlx::Error) -> Option<i32> {
    let database = error.as_database_error()?;
    database.try_downcast_ref::<SqliteError>()?;
    database.code()?.parse().ok()
}

/// Sorts SQLite's result codes: <https://www.sqlite.org/rescode.html>.
fn of_sqlite(error: &SqliteError) -> Option<StoreError> {
    use sqlx::error::DatabaseError;
    const SHARED_MEMORY_DOES_NOT_GROW: i32 = 4874;
    let code: i32 = error.code()?.parse().ok()?;
    if code == SHARED_MEMORY_DOES_NOT_GROW {
        return Some(StoreError::Full);
    }
    match code & 0xff {
        5 | 6 => Some(StoreError::Busy),
        8 => Some(StoreError::ReadOnly),
        11 => Some(StoreError::Damaged("its pages contradict each other".to_owned())),
        13 => Some(StoreError::Full),
        26 => Some(StoreError::Damaged("this is not a database".to_owned())),
        _ => None,
    }
}

/// Sorts PostgreSQL's states: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn of_postgres(error: &PgDatabaseError) -> Option<StoreError> {
    match error.code() {
        "40001" | "40P01" | "55P03" | "57P01" | "57P02" | "57P03" => Some(StoreError::Busy),
        "25006" => Some(StoreError::ReadOnly),
        "53100" => Some(StoreError::Full),
        "XX001" | "XX002" => Some(StoreError::Damaged("PostgreSQL found a broken page".to_owned())),
        _ => None,
    }
}
