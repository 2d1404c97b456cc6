//! Checking: whether everything that belongs together is there.

use hansei_method::tag::Tag;
use sqlx::{SqliteConnection, SqlitePool};

use crate::career::read_story;
use crate::db::{Db, hex};
use crate::entry::read;
use crate::error::StoreError;
use crate::library_case::read_case;
use crate::opportunity::read_opportunity;
use crate::practice::read_practice;
use crate::store::Store;

/// What [`Store::verify`] says of a case that cannot be read.
pub const CASE_UNREADABLE: &str = "it cannot be read";

/// The rules, each as a query for the ids of the entries that break it, with the version of the tables that it holds from.
const RULES: [(i64, &str, &str); 6] = [
    (
        1,
        "its history does not end with what it is now",
        "SELECT e.id FROM entry e LEFT JOIN revision r ON r.space = e.space AND r.id = e.id AND r.version = e.version \
         WHERE r.content IS NULL OR r.content <> e.content ORDER BY e.id LIMIT 20",
    ),
    (
        1,
        "its history goes on after what it is now",
        "SELECT DISTINCT r.id FROM revision r JOIN entry e ON e.space = r.space AND e.id = r.id \
         WHERE r.version > e.version ORDER BY r.id LIMIT 20",
    ),
    (
        1,
        "search does not find it",
        "SELECT id FROM (SELECT space, id FROM entry EXCEPT SELECT space, id FROM search) missing ORDER BY id LIMIT 20",
    ),
    (
        1,
        "search finds it, and it is not there",
        "SELECT id FROM (SELECT space, id FROM search EXCEPT SELECT space, id FROM entry) extra ORDER BY id LIMIT 20",
    ),
    (
        4,
        "it is never compared with others",
        "SELECT id FROM (SELECT space, id FROM entry EXCEPT SELECT space, id FROM likeness) missing ORDER BY id LIMIT 20",
    ),
    (
        1,
        "search finds it more than once",
        "SELECT id FROM search GROUP BY space, id HAVING count(*) > 1 ORDER BY id LIMIT 20",
    ),
];

/// Whether a row can be read: under the id that it says it has.
type IsRead = fn(&str, &str) -> bool;

/// What is kept under an id of its own: the version of the tables since which it is, how it is gone through, and whether a row
/// of it can be read.
const READ: [(i64, &str, &str, IsRead); 3] = [
    (
        11,
        "practice",
        "SELECT space, id, content FROM practice WHERE (space, id) > ($1, $2) ORDER BY space, id LIMIT 500",
        |id, content| read_practice(content).is_ok_and(|read| hex(read.id.uuid()) == id),
    ),
    (
        11,
        "observation",
        "SELECT space, id, content FROM opportunity WHERE (space, id) > ($1, $2) ORDER BY space, id LIMIT 500",
        |id, content| read_opportunity(content).is_ok_and(|read| hex(read.id.uuid()) == id),
    ),
    (
        14,
        "career story",
        "SELECT space, id, content FROM career_story WHERE (space, id) > ($1, $2) ORDER BY space, id LIMIT 500",
        |id, content| read_story(content).is_ok_and(|read| hex(read.id.uuid()) == id),
    ),
];

/// What lists show of an entry, beside the entry itself.
#[derive(sqlx::FromRow)]
struct CheckedRow {
    space: String,
    id: String,
    occurred: String,
    kind: String,
    significance: String,
    stage: String,
    title: String,
    tags: String,
    content: String,
}

impl Store {
    /// Checks everything and returns what is wrong, a sentence each; empty means sound.
    ///
    /// The files' pages and keys (SQLite), and for every entry: its history ends with what it is, search knows it once,
    /// it can be read, and lists show what it holds. Of cases: they can be read, and search knows them.
    /// Of practices, observations and career stories: they can be read. Reads everything.
    pub async fn verify(&self) -> Result<Vec<String>, StoreError> {
        let mut found = Vec::new();
        match self.check_all(&mut found).await {
            // A page that cannot be read ends the check, and is its result.
            Err(StoreError::Damaged(what)) => found.push(what),
            result => result?,
        }
        Ok(found)
    }

    async fn check_all(&self, found: &mut Vec<String>) -> Result<(), StoreError> {
        if let Db::Sqlite(pool) = self.db() {
            check_file(pool, found).await?;
            check_case_search(pool, found).await?;
        }
        let version = self.schema_version().await?;
        for (_, what, sql) in RULES.into_iter().filter(|(since, ..)| *since <= version) {
            let ids: Vec<String> = on!(self.db(), |on| sqlx::query_scalar(sql).fetch_all(on).await)?;
            found.extend(ids.into_iter().map(|id| format!("entry {id}: {what}")));
        }
        if self.has_library().await? {
            self.check_cases(found).await?;
        }
        self.check_read(version, found).await?;
        self.check_contents(found).await
    }

    async fn check_cases(&self, found: &mut Vec<String>) -> Result<(), StoreError> {
        let (mut space, mut number) = (String::new(), 0_i64);
        // Each in the order of its key; on SQLite a number is unique in the whole file.
        let sql = if self.is_sqlite() {
            "SELECT space, number, content FROM library_case WHERE $1 = $1 AND number > $2 ORDER BY number LIMIT 500"
        } else {
            "SELECT space, number, content FROM library_case WHERE (space, number) > ($1, $2) \
             ORDER BY space, number LIMIT 500"
        };
        loop {
            let rows: Vec<(String, i64, String)> = on!(self.db(), |on| sqlx::query_as(sql)
                .bind(space.as_str())
                .bind(number)
                .fetch_all(on)
                .await)?;
            let Some(last) = rows.last() else { return Ok(()) };
            (space, number) = (last.0.clone(), last.1);
            let unreadable = rows.iter().filter(|(.., content)| read_case(content).is_err());
            found.extend(unreadable.map(|(_, number, _)| format!("case {number}: {CASE_UNREADABLE}")));
        }
    }

    async fn check_read(&self, version: i64, found: &mut Vec<String>) -> Result<(), StoreError> {
        for (_, what, sql, is_read) in READ.into_iter().filter(|(since, ..)| *since <= version) {
            let (mut space, mut id) = (String::new(), String::new());
            loop {
                let rows: Vec<(String, String, String)> = on!(self.db(), |on| sqlx::query_as(sql)
                    .bind(space.as_str())
                    .bind(id.as_str())
                    .fetch_all(on)
                    .await)?;
                let Some(last) = rows.last() else { break };
                (space, id) = (last.0.clone(), last.1.clone());
                let unreadable = rows.iter().filter(|(_, id, content)| !is_read(id, content));
                found.extend(unreadable.map(|(_, id, _)| format!("{what} {id}: it cannot be read")));
            }
        }
        Ok(())
    }

    async fn check_contents(&self, found: &mut Vec<String>) -> Result<(), StoreError> {
        let (mut space, mut id) = (String::new(), String::new());
        loop {
            let rows: Vec<CheckedRow> = on!(self.db(), |on| sqlx::query_as(
                "SELECT space, id, occurred, kind, significance, stage, title, tags, content FROM entry \
                 WHERE (space, id) > ($1, $2) ORDER BY space, id LIMIT 500"
            )
            .bind(space.as_str())
            .bind(id.as_str())
            .fetch_all(on)
            .await)?;
            let Some(last) = rows.last() else { return Ok(()) };
            (space, id) = (last.space.clone(), last.id.clone());
            found.extend(
                rows.iter().filter_map(|row| row.fault().map(|what| format!("entry {}: {what}", row.id))),
            );
        }
    }
}

async fn check_file(pool: &SqlitePool, found: &mut Vec<String>) -> Result<(), StoreError> {
    let mut snapshot = pool.begin().await?;
    // The check of a search index trusts what this connection knew of it before others wrote; a look into the index
    // makes it forget. Seen with SQLite 3.51.3, where `fts5IntegrityMethod` does not begin like the other methods.
    sqlx::query("SELECT rowid FROM search LIMIT 1").fetch_optional(&mut *snapshot).await?;
    if has_case_search(&mut snapshot).await? {
        sqlx::query("SELECT rowid FROM case_search LIMIT 1").fetch_optional(&mut *snapshot).await?;
    }
    let lines: Vec<String> =
        sqlx::query_scalar("PRAGMA integrity_check(20)").fetch_all(&mut *snapshot).await?;
    found.extend(lines.into_iter().filter(|line| line != "ok"));
    let tables: Vec<String> = sqlx::query_scalar("SELECT DISTINCT \"table\" FROM pragma_foreign_key_check")
        .fetch_all(&mut *snapshot)
        .await?;
    found.extend(tables.into_iter().map(|table| format!("rows of {table} belong to nothing")));
    Ok(())
}

/// Says whether the library can be searched, which it cannot in files from before it.
async fn has_case_search(on: &mut SqliteConnection) -> Result<bool, StoreError> {
    let there: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = 'case_search'")
        .fetch_one(on)
        .await?;
    Ok(there > 0)
}

/// Checks that the library's search knows every case and nothing else.
async fn check_case_search(pool: &SqlitePool, found: &mut Vec<String>) -> Result<(), StoreError> {
    if !has_case_search(&mut *pool.acquire().await?).await? {
        return Ok(());
    }
    for (what, sql) in [
        (
            "search does not find it",
            "SELECT number FROM library_case EXCEPT SELECT rowid FROM case_search ORDER BY 1 LIMIT 20",
        ),
        (
            "search finds it, and it is not there",
            "SELECT rowid FROM case_search EXCEPT SELECT number FROM library_case ORDER BY 1 LIMIT 20",
        ),
    ] {
        let numbers: Vec<i64> = sqlx::query_scalar(sql).fetch_all(pool).await?;
        found.extend(numbers.into_iter().map(|number| format!("case {number}: {what}")));
    }
    Ok(())
}

impl CheckedRow {
    fn fault(&self) -> Option<&'static str> {
        let Ok(entry) = read(&self.content) else { return Some("it cannot be read") };
        let tags: Vec<_> = entry.tags.iter().map(Tag::as_str).collect();
        let same = entry.id.uuid().simple().to_string() == self.id
            && entry.occurred.to_string() == self.occurred
            && entry.kind.word() == self.kind
            && entry.significance.word() == self.significance
            && entry.review.answers.kind().word() == self.stage
            && entry.title.as_str() == self.title
            && tags.join(",") == self.tags;
        (!same).then_some("lists show something else than it holds")
    }
}
