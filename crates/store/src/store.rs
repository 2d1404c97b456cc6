//! The store: an open database.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::Mutex;

use crate::db::Db;

/// An open database. Clones share it.
#[derive(Debug, Clone)]
pub struct Store {
    db: Db,
    /// The SQLite file; `None` for PostgreSQL and in memory.
    file: Option<PathBuf>,
    /// The queue of those in this process that write to SQLite.
    turn: Option<Arc<Mutex<()>>>,
    /// Whether the file is only read because the disk had no room left when it was opened.
    is_full: bool,
}

impl Store {
    pub(crate) fn new(db: Db, file: Option<PathBuf>) -> Self {
        let turn = matches!(db, Db::Sqlite(_)).then(Arc::default);
        Self { db, file, turn, is_full: false }
    }

    /// Notes that the file is only read because the disk had no room left.
    pub(crate) fn on_a_full_disk(self) -> Self {
        Self { is_full: true, ..self }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.is_full
    }

    pub(crate) fn db(&self) -> &Db {
        &self.db
    }

    pub(crate) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    pub(crate) fn turn(&self) -> Option<&Mutex<()>> {
        self.turn.as_deref()
    }

    /// Says whether this is SQLite.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        matches!(self.db, Db::Sqlite(_))
    }

    /// Closes every connection, when the work on it is done. The last one to close an SQLite file folds its log file in.
    pub async fn close(&self) {
        on!(&self.db, |on| on.close().await);
    }

    /// Empties the SQLite log file into the database, so that what was erased is in neither.
    ///
    /// Gives up after five seconds when somebody is still reading; the next one does it then.
    pub(crate) async fn checkpoint(&self) {
        if let Db::Sqlite(on) = &self.db {
            drop(sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(on).await);
        }
    }
}
