//! The tables, and how they came to be: numbered steps forward, each whole or not at all.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

use crate::db::Db;
use crate::error::StoreError;
use crate::open::not_made;
use crate::store::Store;
use crate::tx::Tx;

/// One step of the schema, with one text for each database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Migration {
    pub(crate) version: i64,
    pub(crate) name: &'static str,
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

/// Every step, in order. One that was shipped is never edited.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "init",
        sqlite: include_str!("../migrations/sqlite/0001_init.sql"),
        postgres: include_str!("../migrations/postgres/0001_init.sql"),
    },
    Migration {
        version: 2,
        name: "search",
        sqlite: include_str!("../migrations/sqlite/0002_search.sql"),
        postgres: include_str!("../migrations/postgres/0002_search.sql"),
    },
    Migration {
        version: 3,
        name: "titles",
        sqlite: include_str!("../migrations/sqlite/0003_titles.sql"),
        postgres: include_str!("../migrations/postgres/0003_titles.sql"),
    },
    Migration {
        version: 4,
        name: "likeness",
        sqlite: include_str!("../migrations/sqlite/0004_likeness.sql"),
        postgres: include_str!("../migrations/postgres/0004_likeness.sql"),
    },
    Migration {
        version: 5,
        name: "lessons",
        sqlite: include_str!("../migrations/sqlite/0005_lessons.sql"),
        postgres: include_str!("../migrations/postgres/0005_lessons.sql"),
    },
    Migration {
        version: 6,
        name: "patterns",
        sqlite: include_str!("../migrations/sqlite/0006_patterns.sql"),
        postgres: include_str!("../migrations/postgres/0006_patterns.sql"),
    },
    Migration {
        version: 7,
        name: "library",
        sqlite: include_str!("../migrations/sqlite/0007_library.sql"),
        postgres: include_str!("../migrations/postgres/0007_library.sql"),
    },
    Migration {
        version: 8,
        name: "words",
        sqlite: include_str!("../migrations/sqlite/0008_words.sql"),
        postgres: include_str!("../migrations/postgres/0008_words.sql"),
    },
    Migration {
        version: 9,
        name: "untidied",
        sqlite: include_str!("../migrations/sqlite/0009_untidied.sql"),
        postgres: include_str!("../migrations/postgres/0009_untidied.sql"),
    },
    Migration {
        version: 10,
        name: "asked",
        sqlite: include_str!("../migrations/sqlite/0010_asked.sql"),
        postgres: include_str!("../migrations/postgres/0010_asked.sql"),
    },
    Migration {
        version: 11,
        name: "practice",
        sqlite: include_str!("../migrations/sqlite/0011_practice.sql"),
        postgres: include_str!("../migrations/postgres/0011_practice.sql"),
    },
    Migration {
        version: 12,
        name: "quarter",
        sqlite: include_str!("../migrations/sqlite/0012_quarter.sql"),
        postgres: include_str!("../migrations/postgres/0012_quarter.sql"),
    },
    Migration {
        version: 13,
        name: "reminder",
        sqlite: include_str!("../migrations/sqlite/0013_reminder.sql"),
        postgres: include_str!("../migrations/postgres/0013_reminder.sql"),
    },
    Migration {
        version: 14,
        name: "career",
        sqlite: include_str!("../migrations/sqlite/0014_career.sql"),
        postgres: include_str!("../migrations/postgres/0014_career.sql"),
    },
    Migration {
        version: 15,
        name: "due",
        sqlite: include_str!("../migrations/sqlite/0015_due.sql"),
        postgres: include_str!("../migrations/postgres/0015_due.sql"),
    },
    Migration {
        version: 16,
        name: "captured",
        sqlite: include_str!("../migrations/sqlite/0016_captured.sql"),
        postgres: include_str!("../migrations/postgres/0016_captured.sql"),
    },
    Migration {
        version: 17,
        name: "one_time",
        sqlite: include_str!("../migrations/sqlite/0017_one_time.sql"),
        postgres: include_str!("../migrations/postgres/0017_one_time.sql"),
    },
    Migration {
        version: 18,
        name: "practice_by_id",
        sqlite: include_str!("../migrations/sqlite/0018_practice_by_id.sql"),
        postgres: include_str!("../migrations/postgres/0018_practice_by_id.sql"),
    },
];

const VERSION: &str = "SELECT max(version) FROM migration";

impl Store {
    /// Returns the version of the tables; 0 when there are none.
    pub async fn schema_version(&self) -> Result<i64, StoreError> {
        let read: Result<Option<i64>, sqlx::Error> =
            on!(self.db(), |on| sqlx::query_scalar(VERSION).fetch_one(on).await);
        match read {
            Ok(version) => Ok(version.unwrap_or(0)),
            Err(error) if is_without_tables(&error) => self.without_tables().await,
            Err(error) => Err(error.into()),
        }
    }

    /// Returns 0, or refuses an SQLite file that holds the tables of something else.
    async fn without_tables(&self) -> Result<i64, StoreError> {
        if let Db::Sqlite(on) = self.db() {
            let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema").fetch_one(on).await?;
            if tables > 0 {
                // Somebody may have made them since: then it is ours after all.
                let ours: i64 =
                    sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = 'migration'")
                        .fetch_one(on)
                        .await?;
                if ours == 0 {
                    return Err(StoreError::Damaged("this is a database of another program".to_owned()));
                }
                return Ok(sqlx::query_scalar(VERSION).fetch_one(on).await?);
            }
        }
        Ok(0)
    }

    /// Brings the tables up to the last of the steps; refuses tables that are newer.
    ///
    /// Nothing is written before it is known that the tables are ours and not newer.
    pub(crate) async fn migrate(&self, migrations: &[Migration]) -> Result<(), StoreError> {
        let known = migrations.last().map_or(0, |last| last.version);
        let found = self.schema_version().await?;
        if found > known {
            return Err(StoreError::NewerSchema { found, known });
        }
        self.keep_log().await?;
        // Where others are just making a new file, there is nothing to copy aside.
        if found == 0 || found == known || !self.is_in_use().await? {
            return self.step(migrations, found).await;
        }
        let turn = self.upgrade_turn().await?;
        // Whoever had the turn before may have done it.
        let found = self.schema_version().await?;
        if found < known {
            self.keep_copy_before(found + 1).await?;
            self.step(migrations, found).await?;
        }
        if let Some(turn) = turn {
            turn.end();
        }
        Ok(())
    }

    /// Says whether anything was ever kept: the first thing is the space that it is kept in.
    async fn is_in_use(&self) -> Result<bool, StoreError> {
        let spaces: i64 =
            on!(self.db(), |on| sqlx::query_scalar("SELECT count(*) FROM space").fetch_one(on).await)?;
        Ok(spaces > 0)
    }

    /// Makes every step after the version that was found.
    async fn step(&self, migrations: &[Migration], found: i64) -> Result<(), StoreError> {
        for migration in migrations.iter().filter(|migration| migration.version > found) {
            let result: Result<(), StoreError> =
                crate::transaction!(self, tx => tx.migrate(*migration).await);
            // Where two begin at once, the database lets one of them through; the other looks again.
            if result.is_err() && self.schema_version().await? >= migration.version {
                continue;
            }
            result?;
        }
        Ok(())
    }

    /// Waits until no other process changes the tables of this SQLite file.
    async fn upgrade_turn(&self) -> Result<Option<Turn>, StoreError> {
        let Some(file) = self.file() else { return Ok(None) };
        let mut name = file.as_os_str().to_owned();
        name.push(".upgrade");
        let take = tokio::task::spawn_blocking(move || Turn::take(name.into()));
        Ok(Some(take.await.map_err(StoreError::broken)?.map_err(not_made)?))
    }

    /// Copies an SQLite file aside before its tables change.
    async fn keep_copy_before(&self, version: i64) -> Result<(), StoreError> {
        let Some(file) = self.file() else { return Ok(()) };
        let mut name = file.as_os_str().to_owned();
        name.push(format!(".before-{version:04}"));
        self.backup_to(name.as_ref()).await
    }
}

/// The turn to change the tables, told to other processes by a locked file beside the data.
struct Turn {
    name: PathBuf,
    /// Holds the lock until it is dropped.
    _file: File,
}

impl Turn {
    fn take(name: PathBuf) -> io::Result<Self> {
        let mut options = File::options();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&name)?;
        file.lock()?;
        Ok(Self { name, _file: file })
    }

    /// Removes the file when the tables are as they should be: whoever still waits for it has nothing left to do.
    fn end(self) {
        drop(fs::remove_file(&self.name));
    }
}

impl Tx {
    async fn migrate(&mut self, migration: Migration) -> Result<(), StoreError> {
        let there = if self.is_sqlite() {
            "SELECT count(*) FROM sqlite_schema WHERE name = 'migration'"
        } else {
            "SELECT count(*) FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_name = 'migration'"
        };
        let there: i64 = on_tx!(self, |on| sqlx::query_scalar(there).fetch_one(on).await)?;
        let mut version = None;
        if there > 0 {
            version = on_tx!(self, |on| sqlx::query_scalar(VERSION).fetch_one(on).await)?;
        }
        if version.unwrap_or(0) >= migration.version {
            return Ok(());
        }
        self.run(if self.is_sqlite() { migration.sqlite } else { migration.postgres }).await?;
        execute!(
            self,
            sqlx::query("INSERT INTO migration (version, name) VALUES ($1, $2)")
                .bind(migration.version)
                .bind(migration.name)
        )?;
        Ok(())
    }
}

/// Says whether a query failed because there are no tables yet.
fn is_without_tables(error: &sqlx::Error) -> bool {
    let Some(database) = error.as_database_error() else { return false };
    database.code().is_some_and(|code| code == "42P01") || database.message().contains("no such table")
}

#[cfg(test)]
mod tests {
    use hansei_method::id::{EntryId, SpaceId};
    use sqlx::PgPool;
    use sqlx::sqlite::SqlitePoolOptions;
    use uuid::Uuid;

    use super::*;
    use crate::db::hex;
    use crate::filter::Filter;
    use crate::place::Place;
    use crate::search::{Match, Term};

    fn folder(name: &str) -> Vec<String> {
        let path = format!("{}/migrations/{name}", env!("CARGO_MANIFEST_DIR"));
        let files =
            std::fs::read_dir(path).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<_> = files.collect();
        files.sort();
        files
    }

    #[test]
    fn every_step_is_there_for_both_databases_and_is_run() {
        let run: Vec<_> =
            MIGRATIONS.iter().map(|step| format!("{:04}_{}.sql", step.version, step.name)).collect();
        assert_eq!(folder("sqlite"), run);
        assert_eq!(folder("postgres"), run);
        assert!(MIGRATIONS.iter().zip(1..).all(|(step, number)| step.version == number));
    }

    const NEXT: Migration = Migration {
        version: MIGRATIONS[MIGRATIONS.len() - 1].version + 1,
        name: "more",
        sqlite: "CREATE TABLE more (space TEXT)",
        postgres: "CREATE TABLE more (space TEXT)",
    };

    const A_SPACE: &str = "INSERT INTO space (space, name, made_at) VALUES ('s', 'mine', 0)";

    fn and_one_more(next: Migration) -> Vec<Migration> {
        [MIGRATIONS, &[next]].concat()
    }

    #[tokio::test]
    async fn a_file_is_copied_aside_before_its_tables_change() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hansei.db");
        let store = Store::open(&Place::Sqlite(file.clone())).await.unwrap();
        let aside = format!("hansei.db.before-{:04}", NEXT.version);
        store.migrate(&and_one_more(NEXT)).await.unwrap();
        assert!(!folder.path().join(&aside).exists(), "nothing was ever kept");
        crate::test_support::run_sql(
            &store,
            &format!("DELETE FROM migration WHERE version = {}; DROP TABLE more; {A_SPACE}", NEXT.version),
        )
        .await
        .unwrap();
        store.migrate(&and_one_more(NEXT)).await.unwrap();
        assert_eq!(store.schema_version().await.unwrap(), NEXT.version);
        store.close().await;
        let copy = Store::open_read_only(&folder.path().join(aside)).await.unwrap();
        assert_eq!(copy.schema_version().await.unwrap(), NEXT.version - 1);
    }

    #[tokio::test]
    async fn a_step_that_fails_leaves_the_old_tables() {
        let store = Store::open(&Place::Memory).await.unwrap();
        let broken =
            Migration { sqlite: "CREATE TABLE more (space TEXT); CREATE TABLE entry (space TEXT)", ..NEXT };
        assert!(store.migrate(&and_one_more(broken)).await.is_err());
        assert_eq!(store.schema_version().await.unwrap(), NEXT.version - 1);
        store.migrate(&and_one_more(NEXT)).await.unwrap();
        assert_eq!(store.schema_version().await.unwrap(), NEXT.version);
    }

    #[tokio::test]
    async fn what_the_first_tables_held_is_found_by_the_same_words_afterwards() {
        let on = &SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
        let old = Store::new(Db::Sqlite(on.clone()), None);
        old.migrate(&MIGRATIONS[..1]).await.unwrap();
        let insert = "INSERT INTO search (rowid, space, id, title, body, original) VALUES (7, 's', 'e', 'late delivery', 'the forwarder', 'x')";
        sqlx::raw_sql(insert).execute(on).await.unwrap();
        old.migrate(MIGRATIONS).await.unwrap();
        for words in
            ["\"deliver\"*", "\"forwarder\"*", "id : \"e\"", "\"\u{e001}late\"", "\"\u{e001}deliv\"*"]
        {
            let found: i64 = sqlx::query_scalar("SELECT rowid FROM search WHERE search MATCH $1")
                .bind(words)
                .fetch_one(on)
                .await
                .unwrap();
            assert_eq!(found, 7, "{words}");
        }
    }

    #[tokio::test]
    async fn what_had_a_lesson_before_is_found_by_it_afterwards() {
        let space = SpaceId::new(Uuid::nil());
        let [with, without] = [1, 2].map(|number| EntryId::new(Uuid::from_u128(number)));
        let held = |id: EntryId, lesson: &str| {
            let key = format!("'{}', '{}'", hex(space.uuid()), hex(id.uuid()));
            format!(
                "INSERT INTO entry (space, id, version, saved_at, captured_at, occurred, kind, significance, stage, \
                 minutes, title, tags, controls, context, lesson, content) VALUES ({key}, 1, 0, 0, '2026-03-02', \
                 'failure', 'ordinary', 'next', 0, 'late', '', '', '', {lesson}, '{{}}'); \
                 INSERT INTO search (space, id, title, body, original) VALUES ({key}, 'late', 'again', '')"
            )
        };
        let all = [
            format!("INSERT INTO space (space, name, made_at) VALUES ('{}', 'mine', 0)", hex(space.uuid())),
            held(with, "'ask first'"),
            held(without, "NULL"),
        ]
        .join("; ");
        let postgres = crate::test_support::postgres(1).await;
        for place in std::iter::once(Place::Memory).chain(postgres) {
            let store = without_tables(&place).await;
            store.migrate(&MIGRATIONS[..1]).await.unwrap();
            crate::test_support::run_sql(&store, &all).await.unwrap();
            store.migrate(MIGRATIONS).await.unwrap();
            let again = Term { neighbours: vec!["again".to_owned()], forms: Vec::new() };
            let words = Match { terms: vec![again] };
            let filter = Filter { has_lesson: Some(true), ..Filter::default() };
            let found = store.search(space, &words, &filter, 9).await.unwrap();
            assert_eq!(found.into_iter().map(|found| found.line.id).collect::<Vec<_>>(), [with]);
        }
    }

    #[tokio::test]
    async fn what_went_from_older_tables_is_tidied_once() {
        let space = SpaceId::new(Uuid::nil());
        let held = |space: u128, last: i64| {
            let space = hex(Uuid::from_u128(space));
            format!(
                "INSERT INTO space (space, name, made_at) VALUES ('{space}', 'mine', 0); \
                 INSERT INTO shelf (space, last_number, made_by, made_until) VALUES ('{space}', {last}, '', 0)"
            )
        };
        let postgres = crate::test_support::postgres(1).await;
        for place in std::iter::once(Place::Memory).chain(postgres) {
            let store = without_tables(&place).await;
            store.migrate(&MIGRATIONS[..8]).await.unwrap();
            crate::test_support::run_sql(&store, &[held(0, 7), held(1, 0)].join("; ")).await.unwrap();
            store.migrate(MIGRATIONS).await.unwrap();
            assert_eq!(store.shelf(space).await.unwrap().last_number, 7);
            assert_eq!(store.untidied_cases(space).await.unwrap(), i64::from(store.is_sqlite()));
            assert_eq!(store.untidied_cases(SpaceId::new(Uuid::from_u128(1))).await.unwrap(), 0);
        }
    }

    #[tokio::test]
    async fn what_was_practised_before_keeps_what_was_observed_of_it() {
        let [space, entry, practice] = [0, 1, 2].map(|number| hex(Uuid::from_u128(number)));
        let all = format!(
            "INSERT INTO space (space, name, made_at) VALUES ('{space}', 'mine', 0); \
             INSERT INTO entry (space, id, version, saved_at, captured_at, occurred, kind, significance, stage, \
             minutes, title, tags, controls, context, content) VALUES ('{space}', '{entry}', 1, 0, 0, \
             '2026-03-02', 'failure', 'ordinary', 'next', 0, 'late', '', '', '', '{{}}'); \
             INSERT INTO practice (space, id, version, entry, saved_at, content) \
             VALUES ('{space}', '{practice}', 3, '{entry}', 0, '{{}}'); \
             INSERT INTO opportunity (space, practice, id, version, saved_at, content) \
             VALUES ('{space}', '{practice}', '{entry}', 1, 0, '{{}}')"
        );
        let postgres = crate::test_support::postgres(1).await;
        for place in std::iter::once(Place::Memory).chain(postgres) {
            let store = without_tables(&place).await;
            store.migrate(&MIGRATIONS[..17]).await.unwrap();
            crate::test_support::run_sql(&store, &all).await.unwrap();
            store.migrate(MIGRATIONS).await.unwrap();
            let kept: Vec<(i64, i64)> = on!(store.db(), |on| sqlx::query_as(
                "SELECT p.version, o.version FROM practice p \
                 JOIN opportunity o ON o.space = p.space AND o.practice = p.id"
            )
            .fetch_all(on)
            .await
            .unwrap());
            assert_eq!(kept, [(3, 1)]);
            for what in ["practice", "entry"] {
                let gone = crate::test_support::run_sql(&store, &format!("DELETE FROM {what}")).await;
                assert!(gone.is_err(), "{what} is still referred to");
            }
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn many_that_start_at_once_after_an_update_all_get_in() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hansei.db");
        let old = connected(&file).await;
        old.migrate(&MIGRATIONS[..1]).await.unwrap();
        crate::test_support::run_sql(&old, A_SPACE).await.unwrap();
        old.close().await;
        let starts: Vec<_> = (0..16)
            .map(|_| Place::Sqlite(file.clone()))
            .map(|place| tokio::spawn(async move { Store::open_for_one(&place).await }))
            .collect();
        for start in starts {
            let store = start.await.unwrap().unwrap();
            assert_eq!(store.schema_version().await.unwrap(), NEXT.version - 1);
        }
        let copy = Store::open_read_only(&folder.path().join("hansei.db.before-0002")).await.unwrap();
        assert_eq!(copy.schema_version().await.unwrap(), 1);
        assert!(!folder.path().join("hansei.db.upgrade").exists());
    }

    /// Connects to an empty place and leaves it so.
    async fn without_tables(place: &Place) -> Store {
        let db = match place {
            Place::Postgres(url) => Db::Postgres(PgPool::connect(url).await.unwrap()),
            _ => Db::Sqlite(
                SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap(),
            ),
        };
        Store::new(db, None)
    }

    /// Connects to a file that has no tables yet.
    async fn connected(file: &std::path::Path) -> Store {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).create_if_missing(true);
        Store::new(Db::Sqlite(sqlx::SqlitePool::connect_with(options).await.unwrap()), Some(file.to_owned()))
    }
}
