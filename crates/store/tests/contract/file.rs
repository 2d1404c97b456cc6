//! What only an SQLite file promises.

use std::fs;
use std::os::unix::fs::{FileExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use hansei_store::test_support::run_sql;
use hansei_store::{Draft, Filter, Place, Reply, Store, StoreError, Tx};
use serde_json::json;

use crate::fixture::*;

struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("data/hansei/hansei.db")
    }

    async fn store(&self) -> Store {
        let store = Store::open(&Place::Sqlite(self.file())).await.unwrap();
        make_space(&store, space()).await;
        store
    }

    /// Opens the file as a later start of the program would.
    async fn again(&self) -> Result<Store, StoreError> {
        Store::open(&Place::Sqlite(self.file())).await
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.file().into_os_string();
        name.push(ending);
        name.into()
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_new_file_is_for_its_owner_alone() {
    let home = Home::new();
    let store = home.store().await;
    insert(&store, &[written(1, "Apple", "body")]).await;
    for file in [home.file(), home.beside("-wal"), home.beside("-shm")] {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    for folder in ["data/hansei", "data"] {
        assert_eq!(mode(&home.folder.path().join(folder)), 0o700, "{folder}");
    }
    let backup = home.folder.path().join("backup.db");
    store.backup_to(&backup).await.unwrap();
    assert_eq!(mode(&backup), 0o600);
}

#[tokio::test]
async fn sqlite_is_one_without_the_bug_in_its_log_and_set_to_be_safe() {
    let home = Home::new();
    let store = home.store().await;
    let version = run_sql(&store, "SELECT sqlite_version()").await.unwrap();
    let numbers: Vec<u32> = version[0].split('.').map(|number| number.parse().unwrap()).collect();
    assert!(numbers >= vec![3, 51, 3], "{version:?}");
    for (pragma, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("secure_delete", "1"),
        ("busy_timeout", "5000"),
    ] {
        let sql = format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}");
        let sql = if pragma == "busy_timeout" {
            "SELECT CAST(timeout AS TEXT) FROM pragma_busy_timeout".to_owned()
        } else {
            sql
        };
        assert_eq!(run_sql(&store, &sql).await.unwrap(), [value], "{pragma}");
    }
}

#[tokio::test]
async fn what_was_saved_is_there_after_a_restart() {
    let home = Home::new();
    let store = home.store().await;
    insert(&store, &[written(1, "Apple", "body")]).await;
    store.close().await;
    assert!(!home.beside("-wal").exists(), "the last one out folds the log in");
    assert_eq!(find(&home.again().await.unwrap(), "apple").await, [id(1)]);
}

#[tokio::test]
async fn newer_tables_are_refused_and_left_alone() {
    let home = Home::new();
    let store = home.store().await;
    run_sql(&store, "INSERT INTO migration (version, name) VALUES (9999, 'later')").await.unwrap();
    store.close().await;
    let before = fs::read(home.file()).unwrap();
    for result in [home.again().await, Store::open_read_only(&home.file()).await] {
        let error = result.unwrap_err();
        assert!(matches!(error, StoreError::NewerSchema { found: 9999, .. }), "{error:?}");
        let said = error.to_string();
        assert!(
            said.starts_with("this data was written by a newer hansei (schema 9999, this one knows "),
            "{said}"
        );
        assert!(said.ends_with("); install the newer version"), "{said}");
    }
    assert!(fs::read(home.file()).unwrap() == before, "the file is another one now");
}

#[tokio::test]
async fn what_is_no_database_of_ours_is_refused_and_left_alone() {
    let home = Home::new();
    let store = home.store().await;
    let foreign = home.folder.path().join("foreign.db");
    fs::write(&foreign, "").unwrap();
    let sql = format!("ATTACH '{}' AS other; CREATE TABLE other.t (x); DETACH other", foreign.display());
    run_sql(&store, &sql).await.unwrap();
    store.close().await;
    let foreign = fs::read(foreign).unwrap();
    let text =
        b"Dear diary, this is not a database, but it is long enough to have a header like one.".repeat(200);
    for content in [text, foreign] {
        fs::write(home.file(), &content).unwrap();
        for result in [home.again().await, Store::open_read_only(&home.file()).await] {
            let error = result.unwrap_err();
            assert!(matches!(error, StoreError::Damaged(_)), "{error:?}");
            let sentence = error.to_string();
            assert!(sentence.ends_with("run `hansei doctor`, then `hansei restore` a backup"), "{sentence}");
        }
        assert!(fs::read(home.file()).unwrap() == content, "the file is another one now");
    }
}

#[tokio::test]
async fn a_broken_page_is_noticed_or_does_no_harm() {
    let home = Home::new();
    let store = home.store().await;
    let mut entries: Vec<_> =
        (1..=30).map(|number| written(number, "Apple", &"banana ".repeat(200))).collect();
    insert(&store, &entries).await;
    store.close().await;
    entries.sort_by_key(|entry| entry.id);
    let sound = fs::read(home.file()).unwrap();
    let pages = sound.len() / 4096;
    let mut noticed = 0;
    for page in 0..pages {
        fs::write(home.file(), &sound).unwrap();
        let file = fs::OpenOptions::new().write(true).open(home.file()).unwrap();
        file.write_all_at(&[0xA5; 2048], u64::try_from(page * 4096 + 100).unwrap()).unwrap();
        let Ok(store) = home.again().await else {
            noticed += 1;
            continue;
        };
        // Whatever comes of these, it is no panic.
        drop(store.list(space(), &Filter::default(), None, 100).await);
        drop(store.search(space(), &words("banana").unwrap(), &Filter::default(), 9).await);
        if store.verify().await.is_ok_and(|found| found.is_empty()) {
            let kept = store.all(space(), None, 100).await.unwrap();
            assert_eq!(kept.into_iter().map(|kept| kept.entry).collect::<Vec<_>>(), entries, "page {page}");
        } else {
            noticed += 1;
        }
        store.close().await;
    }
    assert!(noticed > pages / 2, "{noticed} of {pages}");
}

#[tokio::test]
async fn verify_names_what_does_not_belong_together() {
    let home = Home::new();
    let store = home.store().await;
    let breaks = [
        ("DELETE FROM revision WHERE title = 'Entry 1'", "its history does not end with what it is now"),
        ("UPDATE entry SET version = 0 WHERE title = 'Entry 2'", "its history goes on after what it is now"),
        ("DELETE FROM search WHERE original LIKE 'Entry 3%'", "search does not find it"),
        (
            "INSERT INTO search (space, id, title) VALUES ('0', '0', 'x')",
            "search finds it, and it is not there",
        ),
        (
            "INSERT INTO search (space, id, title) SELECT space, id, title FROM search WHERE original LIKE 'Entry 4%'",
            "search finds it more than once",
        ),
        (
            "DELETE FROM likeness WHERE id = (SELECT id FROM entry WHERE title = 'Entry 5')",
            "it is never compared with others",
        ),
        ("UPDATE entry SET content = '{}' WHERE title = 'Entry 5'", "it cannot be read"),
        (
            "UPDATE entry SET kind = 'success' WHERE title = 'Entry 6'",
            "lists show something else than it holds",
        ),
    ];
    let entries: Vec<_> = (1..=7).map(|number| written(number, &format!("Entry {number}"), "body")).collect();
    insert(&store, &entries).await;
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
    for (sql, _) in breaks {
        run_sql(&store, sql).await.unwrap();
    }
    let found = store.verify().await.unwrap();
    for (_, sentence) in breaks {
        assert!(found.iter().any(|line| line.ends_with(sentence)), "{sentence}: {found:?}");
    }
    assert!(!found.iter().any(|line| line.contains(&id(7).uuid().simple().to_string())), "{found:?}");
}

#[tokio::test]
async fn what_was_erased_is_in_no_file() {
    let home = Home::new();
    let store = home.store().await;
    let canary = "xylophonequartz";
    let sentence = format!("{canary} and {canary}two with some {canary}three");
    let secret = entry(1, json!({"title": canary, "body": sentence, "tags": [canary], "context": canary}));
    let fill = |from: u64| {
        (from..from + 50).map(|number| written(number, "Apple", &"banana ".repeat(50))).collect::<Vec<_>>()
    };
    insert(&store, &fill(10)).await;
    insert(&store, std::slice::from_ref(&secret)).await;
    insert(&store, &fill(100)).await;
    save(&store, &secret, 1).await.unwrap();
    save(&store, &entry(1, json!({"title": "Plain"})), 2).await.unwrap();
    let draft = Draft { question: "why".to_owned(), body: sentence.clone(), saved_at: NOW, based_on: 1 };
    let reply = Reply { fingerprint: "f".to_owned(), status: 201, body: format!("{} {canary}", id(1)) };
    let work = async |tx: &mut Tx| {
        tx.put_draft(space(), id(1), &draft).await?;
        tx.keep_reply(space(), "key", &reply, NOW).await
    };
    store.write(work).await.unwrap();
    let hits = || {
        let files = [home.file(), home.beside("-wal")];
        let bytes: Vec<u8> = files.iter().filter_map(|file| fs::read(file).ok()).flatten().collect();
        bytes.windows(canary.len()).filter(|window| *window == canary.as_bytes()).count()
    };
    assert!(hits() > 5, "the canary sings before");
    erase(&store, id(1)).await;
    assert_eq!(hits(), 0);
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_backup_is_whole_while_others_write() {
    let home = Home::new();
    let store = home.store().await;
    insert(&store, &(1..=50).map(|number| written(number, "Apple", "body")).collect::<Vec<_>>()).await;
    let backup = home.folder.path().join("backup.db");
    fs::write(&backup, "what was there before").unwrap();
    let writing = async {
        for number in 51..=80 {
            insert(&store, &[written(number, "Apple", "body")]).await;
        }
    };
    let (made, ()) = tokio::join!(store.backup_to(&backup), writing);
    made.unwrap();
    let copy = Store::open_read_only(&backup).await.unwrap();
    assert_eq!(copy.verify().await.unwrap(), [""; 0]);
    let entries = copy.overview(space()).await.unwrap().entries;
    assert!((50..=80).contains(&entries), "{entries}");
    assert_eq!(
        fs::read_dir(home.folder.path()).unwrap().count(),
        2,
        "nothing but the data and the backup is left"
    );
    copy.close().await;
    // A backup put in the place of the file is as good as the file.
    store.close().await;
    fs::rename(&backup, home.file()).unwrap();
    let restored = home.again().await.unwrap();
    insert(&restored, &[written(99, "After", "body")]).await;
    assert_eq!(restored.overview(space()).await.unwrap().entries, entries + 1);
}

#[tokio::test]
async fn a_backup_of_damaged_data_is_refused_and_leaves_the_one_before() {
    let home = Home::new();
    let store = home.store().await;
    insert(&store, &[written(1, "Apple", "body")]).await;
    let backup = home.folder.path().join("backup.db");
    store.backup_to(&backup).await.unwrap();
    let before = fs::read(&backup).unwrap();
    run_sql(&store, "DELETE FROM search").await.unwrap();
    assert!(matches!(store.backup_to(&backup).await, Err(StoreError::Damaged(_))));
    assert!(fs::read(&backup).unwrap() == before, "the backup is another one now");
}

#[tokio::test]
async fn a_full_disk_refuses_and_loses_nothing() {
    let store = Store::open(&Place::Memory).await.unwrap();
    make_space(&store, space()).await;
    insert(&store, &[written(1, "Apple", "body")]).await;
    run_sql(&store, "PRAGMA max_page_count = 1").await.unwrap();
    let large = written(2, "Pear", &"many different words ".repeat(10_000));
    for _ in 0..3 {
        let result: Result<i64, StoreError> = hansei_store::transaction!(store, tx => {
            tx.insert(space(), &large, &search(&large), "captured", NOW).await
        });
        let error = result.unwrap_err();
        assert!(matches!(error, StoreError::Full), "{error:?}");
    }
    assert_eq!(find(&store, "apple").await, [id(1)]);
    assert_eq!(store.entry(space(), id(2)).await.unwrap(), None);
    run_sql(&store, "PRAGMA max_page_count = 1000000").await.unwrap();
    insert(&store, &[large]).await;
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn sixty_four_first_starts_at_once_keep_sixty_four_entries() {
    let home = Home::new();
    let writers: Vec<_> = (1..=64)
        .map(|number| {
            let file = home.file();
            tokio::spawn(async move {
                let store = Store::open(&Place::Sqlite(file)).await.unwrap();
                let made: Result<(), StoreError> =
                    hansei_store::transaction!(store, tx => tx.make_space(space(), "mine", NOW).await);
                made.unwrap();
                insert(&store, &[written(number, "Apple", "one of many")]).await;
                store.close().await;
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let store = home.store().await;
    assert_eq!(store.overview(space()).await.unwrap().entries, 64);
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
}

/// Runs another test of this file as somebody who may not write to the folder; root may always.
fn as_nobody(test: &str, folder: &Path) {
    let program = folder.join("tests");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program).args(["--exact", test]);
    let output = command.env("HANSEI_READ_ONLY_DATA", folder).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[tokio::test]
async fn what_cannot_be_written_to_can_still_be_read() {
    #[expect(clippy::disallowed_methods, reason = "how the test reaches itself as somebody else")]
    if let Some(folder) = std::env::var_os("HANSEI_READ_ONLY_DATA") {
        return read_what_cannot_be_written_to(Path::new(&folder)).await;
    }
    let home = Home::new();
    let store = home.store().await;
    insert(&store, &[written(1, "Apple", "body")]).await;
    store.close().await;
    let folders = ["data/hansei", "data", ""].map(|folder| home.folder.path().join(folder));
    let is_root = fs::metadata(home.file()).unwrap().permissions().readonly() || number_of_me() == 0;
    if is_root {
        fs::set_permissions(home.file(), PermissionsExt::from_mode(0o644)).unwrap();
        for folder in &folders {
            fs::set_permissions(folder, PermissionsExt::from_mode(0o755)).unwrap();
        }
        as_nobody("file::what_cannot_be_written_to_can_still_be_read", home.folder.path());
        return;
    }
    fs::set_permissions(home.file(), PermissionsExt::from_mode(0o444)).unwrap();
    fs::set_permissions(&folders[0], PermissionsExt::from_mode(0o555)).unwrap();
    read_what_cannot_be_written_to(home.folder.path()).await;
    fs::set_permissions(&folders[0], PermissionsExt::from_mode(0o755)).unwrap();
}

fn number_of_me() -> u32 {
    let output = Command::new("id").arg("-u").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}

async fn read_what_cannot_be_written_to(folder: &Path) {
    let file = folder.join("data/hansei/hansei.db");
    let store = Store::open(&Place::Sqlite(file.clone())).await.unwrap();
    assert_eq!(find(&store, "apple").await, [id(1)]);
    let error = save(&store, &written(1, "Pear", "body"), 1).await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly), "{error:?}");
    assert_eq!(find(&store, "apple").await, [id(1)]);
    store.close().await;
    let beside = Store::open(&Place::Sqlite(file.with_file_name("new.db"))).await.unwrap_err();
    assert!(matches!(beside, StoreError::ReadOnly), "{beside:?}");
}
