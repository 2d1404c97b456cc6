//! Where things are kept.

use std::path::PathBuf;

/// Where things are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// One SQLite file, made when it is not there.
    Sqlite(PathBuf),
    /// A PostgreSQL database, named by its URL.
    Postgres(String),
    /// SQLite in memory, gone when the store is.
    Memory,
}
