//! The store: an open database.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::db::Db;
use crate::error::StoreError;
use crate::open::MOST_CONNECTIONS;

/// An open database. Clones share it.
#[derive(Debug, Clone)]
pub struct Store {
    db: Db,
    /// The SQLite file; `None` for PostgreSQL and in memory.
    file: Option<PathBuf>,
    /// The queue of those in this process that write to SQLite.
    turn: Option<Arc<Mutex<()>>>,
    /// What takes the place of a file that is only read because it could not be written to when it was opened.
    later: Option<Arc<Later>>,
}

/// Why a file that is there is only read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unwritable {
    /// The disk has no room left.
    Full,
    /// The file, its folder or its disk is read-only.
    ReadOnly,
}

/// A file that can be written to once the disk has room again, or there is the right to write to it.
#[derive(Debug)]
struct Later {
    why: Unwritable,
    /// The file, opened again for writing; empty until that works.
    db: OnceLock<Db>,
    /// When that was tried last.
    tried_at: Mutex<Option<Instant>>,
}

/// How long to wait before the file is opened for writing once more.
const BETWEEN_TRIES: Duration = Duration::from_secs(2);

/// Opens the file for writing. In a box, because opening writes too, and asks before it does whether that is possible.
fn opened_again(file: &Path) -> Pin<Box<dyn Future<Output = Result<Store, StoreError>> + Send + '_>> {
    Box::pin(Store::open_for_writing(file, MOST_CONNECTIONS))
}

impl Store {
    pub(crate) fn new(db: Db, file: Option<PathBuf>) -> Self {
        let turn = matches!(db, Db::Sqlite(_)).then(Arc::default);
        Self { db, file, turn, later: None }
    }

    /// Notes why the file is only read.
    pub(crate) fn only_read(self, why: Unwritable) -> Self {
        let later = Later { why, db: OnceLock::new(), tried_at: Mutex::default() };
        Self { later: Some(Arc::new(later)), ..self }
    }

    /// Says why nothing can be saved; `None` where it can, also after a look whether it can be by now.
    ///
    /// From then on all reading and writing goes by the file as it is opened then. A file that could be written to when it
    /// was opened is not looked at: the next write tells.
    pub async fn unwritable(&self) -> Option<Unwritable> {
        let (Some(later), Some(file)) = (&self.later, &self.file) else { return None };
        if later.db.get().is_some() {
            return None;
        }
        let mut tried_at = later.tried_at.lock().await;
        if later.db.get().is_some() {
            return None;
        }
        if tried_at.is_some_and(|tried_at| tried_at.elapsed() < BETWEEN_TRIES) {
            return Some(later.why);
        }
        let opened = opened_again(file).await;
        *tried_at = Some(Instant::now());
        let Ok(store) = opened else { return Some(later.why) };
        // Whoever is reading goes on as before; the pool that only reads closes with its last user.
        drop(later.db.set(store.db));
        None
    }

    pub(crate) fn db(&self) -> &Db {
        self.later.as_ref().and_then(|later| later.db.get()).unwrap_or(&self.db)
    }

    /// Returns the SQLite file; `None` for PostgreSQL and in memory.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
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

    /// Picks the text of a query that SQLite and PostgreSQL are asked in different ways, in this order.
    pub(crate) fn of_two(&self, [sqlite, postgres]: [&'static str; 2]) -> &'static str {
        if self.is_sqlite() { sqlite } else { postgres }
    }

    /// Closes every connection, when the work on it is done. The last one to close an SQLite file folds its log file in.
    pub async fn close(&self) {
        on!(&self.db, |on| on.close().await);
        on!(self.db(), |on| on.close().await);
    }

    /// Empties the SQLite log file into the database, so that what was erased is in neither.
    ///
    /// Gives up after five seconds when somebody is still reading; the next one does it then.
    pub(crate) async fn checkpoint(&self) {
        if let Db::Sqlite(on) = self.db() {
            drop(sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(on).await);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;

    fn space() -> hansei_method::id::SpaceId {
        hansei_method::id::SpaceId::new(uuid::Uuid::nil())
    }

    #[tokio::test]
    async fn a_file_that_could_not_be_written_to_is_written_to_once_it_can_be() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hansei.db");
        Store::open(&Place::Sqlite(file.clone())).await.unwrap().close().await;
        let store = Store::open_read_only(&file).await.unwrap().only_read(Unwritable::Full);
        let reader = store.clone();
        let write = async |tx: &mut crate::Tx| {
            tx.make_space(space(), "mine", jiff::Timestamp::UNIX_EPOCH).await?;
            tx.put_setting(space(), "name", &"Ada".into()).await
        };
        store.write(write).await.unwrap();
        assert_eq!(reader.setting(space(), "name").await.unwrap(), Some("Ada".into()));
    }

    #[tokio::test]
    async fn where_nothing_can_be_written_nothing_is_and_the_reason_is_told() {
        for why in [Unwritable::Full, Unwritable::ReadOnly] {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("hansei.db");
            Store::open(&Place::Sqlite(file.clone())).await.unwrap().close().await;
            let store = Store::open_read_only(&file).await.unwrap().only_read(why);
            // What stands in for a disk without room, or without the right: the file cannot be opened for writing.
            std::fs::rename(&file, folder.path().join("aside.db")).unwrap();
            for _ in 0..2 {
                assert_eq!(store.unwritable().await, Some(why));
                let written =
                    store.write(async |tx| tx.put_setting(space(), "name", &"Ada".into()).await).await;
                match why {
                    Unwritable::Full => assert!(matches!(written, Err(StoreError::Full)), "{written:?}"),
                    Unwritable::ReadOnly => {
                        assert!(matches!(written, Err(StoreError::ReadOnly)), "{written:?}");
                    }
                }
            }
        }
    }
}
