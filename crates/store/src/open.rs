//! Opening: connecting, making the file, and what to do when it cannot be written to.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _};

use crate::db::Db;
use crate::error::StoreError;
use crate::place::Place;
use crate::schema::MIGRATIONS;
use crate::store::{Store, Unwritable};

/// How long to wait for somebody else's lock.
const PATIENCE: Duration = Duration::from_secs(5);

/// The most connections to one SQLite file at a time.
pub(crate) const MOST_CONNECTIONS: u32 = 4;

/// How much of an SQLite file is kept in memory by a program that asks one thing at a time, as SQLite writes it: 512 KiB. It
/// hardly ever reads a page twice, and the system keeps the file anyway.
const SMALL_CACHE: &str = "-512";

/// How long to wait for a connection.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

impl Store {
    /// Opens a place, making it when it is not there and bringing its tables up to date.
    ///
    /// A new SQLite file is for its owner alone (0600), as are the folders made for it (0700). Before the tables of an
    /// existing file change it is copied aside. A file that cannot be written to is opened for reading: every
    /// [`Store::write`] is then refused.
    pub async fn open(place: &Place) -> Result<Self, StoreError> {
        Self::open_for(place, MOST_CONNECTIONS).await
    }

    /// Opens a place as [`open`](Self::open) does, for a program that asks one thing at a time.
    ///
    /// It has one connection to an SQLite file: a second would cost as much as a small query.
    pub async fn open_for_one(place: &Place) -> Result<Self, StoreError> {
        Self::open_for(place, 1).await
    }

    async fn open_for(place: &Place, most_connections: u32) -> Result<Self, StoreError> {
        match place {
            Place::Sqlite(file) => open_file(file, most_connections).await,
            Place::Postgres(url) => open_postgres(url).await,
            Place::Memory => {
                let pool = pool_of(1).connect_lazy_with(sqlite_options().in_memory(true));
                let store = Self::new(Db::Sqlite(pool), None);
                store.migrate(MIGRATIONS).await?;
                Ok(store)
            }
        }
    }

    /// Opens an SQLite file for reading only; nothing in it changes, whatever its version.
    pub async fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let options = sqlite_options().filename(path).read_only(true);
        let store = file_store(path, options.clone());
        let found = match store.schema_version().await {
            // A log file cannot be made beside it, and there is none: then nobody writes to it either.
            Err(_) if !has_log(path) => {
                let store = file_store(path, options.immutable(true));
                let found = store.schema_version().await?;
                return checked(store, found);
            }
            result => result?,
        };
        checked(store, found)
    }
}

/// Refuses what this version cannot read.
fn checked(store: Store, found: i64) -> Result<Store, StoreError> {
    let known = MIGRATIONS.last().map_or(0, |last| last.version);
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    if found == 0 {
        return Err(StoreError::Damaged("there is nothing in it".to_owned()));
    }
    Ok(store)
}

async fn open_file(file: &Path, most_connections: u32) -> Result<Store, StoreError> {
    let is_new = make_file(file)?;
    match Store::open_for_writing(file, most_connections).await {
        Ok(store) => Ok(store),
        Err(error) if !is_new && cannot_write(&error) => match Store::open_read_only(file).await {
            Ok(store) if matches!(error, StoreError::Full) => Ok(store.only_read(Unwritable::Full)),
            Ok(store) => Ok(store.only_read(Unwritable::ReadOnly)),
            Err(_) => Err(error),
        },
        Err(error) => Err(error),
    }
}

impl Store {
    /// Opens a file that is there, and brings its tables up to date.
    pub(crate) async fn open_for_writing(file: &Path, most_connections: u32) -> Result<Self, StoreError> {
        let options = sqlite_options().filename(file);
        let options = if most_connections == 1 { options.pragma("cache_size", SMALL_CACHE) } else { options };
        let pool = pool_of(most_connections).connect_lazy_with(options);
        let store = Self::new(Db::Sqlite(pool), Some(file.to_owned()));
        store.migrate(MIGRATIONS).await?;
        // SQLite opens a file without the right to write to it all the same, and says so at the first write. A command finds
        // that out when it saves; whoever goes on for long says it before somebody types.
        if most_connections > 1 {
            store.try_to_write().await?;
        }
        Ok(store)
    }

    /// Writes nothing, as a write; fails where the file can only be read.
    async fn try_to_write(&self) -> Result<(), StoreError> {
        let Db::Sqlite(pool) = self.db() else { return Ok(()) };
        // To begin is not enough: of a file that can only be read SQLite begins a transaction that only reads.
        let tried = sqlx::raw_sql("DELETE FROM migration WHERE version < 0").execute(pool).await;
        match tried.map_err(StoreError::from) {
            // Somebody else is writing, so it can be written to.
            Ok(_) | Err(StoreError::Busy) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Switches a new file, or a restored copy, to the write-ahead log, in which readers and a writer do not wait.
    pub(crate) async fn keep_log(&self) -> Result<(), StoreError> {
        const PAUSE: Duration = Duration::from_millis(10);
        let (Db::Sqlite(pool), Some(_)) = (self.db(), self.file()) else { return Ok(()) };
        let mut waited = Duration::ZERO;
        loop {
            let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(pool).await?;
            if mode == "wal" {
                return Ok(());
            }
            // The switch needs the file for itself and does not wait for it by itself.
            let switched: Result<String, sqlx::Error> =
                sqlx::query_scalar("PRAGMA journal_mode = WAL").fetch_one(pool).await;
            match switched.map_err(StoreError::from) {
                Err(StoreError::Busy) if waited < PATIENCE => {
                    tokio::time::sleep(PAUSE).await;
                    waited += PAUSE;
                }
                result => {
                    result?;
                }
            }
        }
    }
}

/// Says whether the file may still be good for reading.
fn cannot_write(error: &StoreError) -> bool {
    const CANNOT_OPEN: i32 = 14;
    match error {
        StoreError::ReadOnly | StoreError::Full => true,
        StoreError::Broken(source) => source
            .downcast_ref::<sqlx::Error>()
            .and_then(crate::error::sqlite_code)
            .is_some_and(|code| code & 0xff == CANNOT_OPEN),
        _ => false,
    }
}

/// Says whether there is a log file with something in it.
fn has_log(file: &Path) -> bool {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    fs::metadata(PathBuf::from(log)).is_ok_and(|log| log.len() > 0)
}

/// Makes the file and its folders where they are missing; says whether it did.
fn make_file(file: &Path) -> Result<bool, StoreError> {
    if file.exists() {
        return Ok(false);
    }
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder).map_err(not_made)?;
    }
    match create_private(file) {
        Ok(()) => Ok(true),
        // Somebody else was a moment faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(not_made(error)),
    }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes an empty file that only its owner reads and writes. SQLite gives its companions the same rights.
pub(crate) fn create_private(file: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}

pub(crate) fn not_made(error: io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full,
        _ => StoreError::broken(error),
    }
}

fn file_store(file: &Path, options: SqliteConnectOptions) -> Store {
    Store::new(Db::Sqlite(pool_of(MOST_CONNECTIONS).connect_lazy_with(options)), Some(file.to_owned()))
}

/// Connections are opened when they are needed and stay: a command needs one, and asks nothing of it twice.
fn pool_of(most: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(most)
        .acquire_timeout(LONGEST_WAIT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

fn sqlite_options() -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .foreign_keys(true)
        // A save that was acknowledged survives a loss of power.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(PATIENCE)
        // What is erased is overwritten.
        .pragma("secure_delete", "ON")
        .disable_statement_logging()
}

async fn open_postgres(url: &str) -> Result<Store, StoreError> {
    // sqlx looks at the address alone, whatever stands before it.
    let is_postgres = ["postgres:", "postgresql:"].iter().any(|scheme| url.starts_with(scheme));
    let Some(options) = url.parse::<PgConnectOptions>().ok().filter(|_| is_postgres) else {
        return Err(StoreError::NotHere(
            "this is not the URL of a PostgreSQL database; write it like postgres://name@host/hansei",
        ));
    };
    let options = options.application_name("hansei").disable_statement_logging();
    // A pool would go on knocking for ten seconds and then only say that it is busy.
    let first = tokio::time::timeout(LONGEST_WAIT, options.connect()).await;
    let Ok(Ok(first)) = first else {
        return Err(StoreError::NotHere(
            "PostgreSQL does not let hansei in; see that it runs, and that the address, the name and the password are right",
        ));
    };
    first.close().await?;
    let pool =
        PgPoolOptions::new().max_connections(8).acquire_timeout(LONGEST_WAIT).connect_lazy_with(options);
    let store = Store::new(Db::Postgres(pool), None);
    store.migrate(MIGRATIONS).await?;
    Ok(store)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_postgres_that_does_not_answer_is_refused_with_what_to_look_at() {
        for (url, sentence) in [
            (
                "postgres://me@localhost/hansei?host=/nowhere/at/all",
                "PostgreSQL does not let hansei in; see that",
            ),
            ("mysql://me@localhost/hansei", "this is not the URL of a PostgreSQL database; write it like"),
            ("postgres:// no", "this is not the URL of a PostgreSQL database; write it like"),
        ] {
            let error = Store::open(&Place::Postgres(url.to_owned())).await.unwrap_err();
            assert!(matches!(error, StoreError::NotHere(_)), "{error:?}");
            assert!(error.to_string().starts_with(sentence), "{error}");
        }
    }
}
