//! What the person said of patterns: every time, so that it can be undone.

use std::collections::BTreeMap;

use hansei_method::id::{EntryId, SpaceId};
use hansei_method::pattern::{Pattern, PatternKey, Standing};
use jiff::Timestamp;

use crate::db::{self, hex, time};
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

/// A pattern of which the person said something, as it stands in one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPattern {
    /// Its key.
    pub key: PatternKey,
    /// Its version, from 2 on: in version 1 nothing was said.
    pub version: i64,
    /// When that was said, to the microsecond.
    pub saved_at: Timestamp,
    /// What was done, in a few words.
    pub action: String,
    /// The version that undo from here returns to; `None` when there is nothing left to undo.
    pub back: Option<i64>,
    /// What was said.
    pub pattern: Pattern,
}

/// What changes when the log, or what was said of two entries, changes; cheap to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp(Vec<Option<i64>>);

#[derive(sqlx::FromRow)]
struct PatternRow {
    id: String,
    version: i64,
    saved_at: i64,
    action: String,
    back: Option<i64>,
    standing: String,
    merged_into: Option<String>,
    name: Option<String>,
    named: i64,
}

#[derive(sqlx::FromRow)]
struct PartRow {
    pattern: String,
    entry: String,
    part: String,
}

macro_rules! columns {
    () => {
        "SELECT p.id, p.version, p.saved_at, p.action, p.back, p.standing, p.merged_into, p.name, p.named FROM pattern p \
         WHERE p.space = $1 AND "
    };
}

macro_rules! parts {
    () => {
        "SELECT p.pattern, p.entry, p.part FROM pattern_entry p WHERE p.space = $1 AND "
    };
}

const LATEST: &str = concat!(
    columns!(),
    "p.version = (SELECT max(q.version) FROM pattern q WHERE q.space = p.space AND q.id = p.id) ORDER BY p.id"
);
const LATEST_PARTS: &str = concat!(
    parts!(),
    "p.version = (SELECT max(q.version) FROM pattern q WHERE q.space = p.space AND q.id = p.pattern)"
);
const ONE: &str = concat!(columns!(), "p.id = $2 AND p.version <= $3 ORDER BY p.version DESC LIMIT 1");
const PARTS: &str = concat!(parts!(), "p.pattern = $2 AND p.version = $3");

impl Store {
    /// Lists every pattern of which something was said, as it stands now, in the order of their keys.
    pub async fn patterns(&self, space: SpaceId) -> Result<Vec<KeptPattern>, StoreError> {
        let rows: Vec<PatternRow> =
            on!(self.db(), |on| sqlx::query_as(LATEST).bind(hex(space.uuid())).fetch_all(on).await)?;
        let parts: Vec<PartRow> =
            on!(self.db(), |on| sqlx::query_as(LATEST_PARTS).bind(hex(space.uuid())).fetch_all(on).await)?;
        let mut of: BTreeMap<String, Vec<PartRow>> = BTreeMap::new();
        for part in parts {
            of.entry(part.pattern.clone()).or_default().push(part);
        }
        rows.into_iter()
            .map(|row| {
                let parts = of.remove(&row.id).unwrap_or_default();
                row.with(parts)
            })
            .collect()
    }

    /// Stamps what patterns are found in: the same stamp, the same log.
    pub async fn stamp(&self, space: SpaceId) -> Result<Stamp, StoreError> {
        type Row = (i64, i64, Option<i64>, i64, i64, Option<i64>);
        // Every save adds a revision, and what is erased takes its own along.
        let (saves, entries, saved_at, verdicts, same, said_at): Row = on!(self.db(), |on| {
            sqlx::query_as(
                "SELECT (SELECT count(*) FROM revision WHERE space = $1), \
                 (SELECT count(*) FROM entry WHERE space = $1), \
                 (SELECT max(saved_at) FROM entry WHERE space = $1 AND deleted_at IS NULL), \
                 (SELECT count(*) FROM verdict WHERE space = $1), \
                 (SELECT count(*) FROM verdict WHERE space = $1 AND same = 1), \
                 (SELECT max(said_at) FROM verdict WHERE space = $1)",
            )
            .bind(hex(space.uuid()))
            .fetch_one(on)
            .await
        })?;
        Ok(Stamp(vec![Some(saves), Some(entries), saved_at, Some(verdicts), Some(same), said_at]))
    }
}

impl Tx {
    /// Reads a pattern as it stands; `None` where nothing was said of it yet.
    pub async fn pattern(
        &mut self,
        space: SpaceId,
        key: &PatternKey,
    ) -> Result<Option<KeptPattern>, StoreError> {
        self.pattern_up_to(space, key, i64::MAX).await
    }

    /// Reads a pattern as it stood in one version; `None` where there is no such version.
    pub async fn pattern_in(
        &mut self,
        space: SpaceId,
        key: &PatternKey,
        version: i64,
    ) -> Result<Option<KeptPattern>, StoreError> {
        let found = self.pattern_up_to(space, key, version).await?;
        Ok(found.filter(|found| found.version == version))
    }

    async fn pattern_up_to(
        &mut self,
        space: SpaceId,
        key: &PatternKey,
        version: i64,
    ) -> Result<Option<KeptPattern>, StoreError> {
        let row: Option<PatternRow> = on_tx!(self, |on| sqlx::query_as(ONE)
            .bind(hex(space.uuid()))
            .bind(key.as_str())
            .bind(version)
            .fetch_optional(on)
            .await)?;
        let Some(row) = row else { return Ok(None) };
        let parts: Vec<PartRow> = on_tx!(self, |on| sqlx::query_as(PARTS)
            .bind(hex(space.uuid()))
            .bind(key.as_str())
            .bind(row.version)
            .fetch_all(on)
            .await)?;
        row.with(parts).map(Some)
    }

    /// Keeps a new version of a pattern. When another transaction kept it first, this one is tried again from the start.
    pub async fn keep_pattern(&mut self, space: SpaceId, kept: &KeptPattern) -> Result<(), StoreError> {
        let (standing, into) = written(&kept.pattern.standing);
        let rows = execute!(
            self,
            sqlx::query(
                "INSERT INTO pattern (space, id, version, saved_at, action, back, standing, merged_into, name, named) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (space, id, version) DO NOTHING"
            )
            .bind(hex(space.uuid()))
            .bind(kept.key.as_str())
            .bind(kept.version)
            .bind(kept.saved_at.as_microsecond())
            .bind(kept.action.as_str())
            .bind(kept.back)
            .bind(standing)
            .bind(into)
            .bind(kept.pattern.name.as_ref().map(hansei_method::text::Line::as_str))
            .bind(i64::from(kept.pattern.is_named))
        )?;
        if rows == 0 {
            return Err(self.clash());
        }
        let Pattern { members, added, removed, .. } = &kept.pattern;
        for (part, entries) in [("member", members), ("added", added), ("removed", removed)] {
            for entry in entries {
                execute!(
                    self,
                    sqlx::query(
                        "INSERT INTO pattern_entry (space, pattern, version, entry, part) VALUES ($1, $2, $3, $4, $5)"
                    )
                    .bind(hex(space.uuid()))
                    .bind(kept.key.as_str())
                    .bind(kept.version)
                    .bind(hex(entry.uuid()))
                    .bind(part)
                )?;
            }
        }
        Ok(())
    }

    /// Takes an entry out of every version of every pattern, and the names with it that were made of its words.
    pub(crate) async fn erase_from_patterns(
        &mut self,
        space: SpaceId,
        id: EntryId,
    ) -> Result<(), StoreError> {
        for sql in [
            "UPDATE pattern SET name = NULL WHERE space = $1 AND named = 0 \
             AND id IN (SELECT pattern FROM pattern_entry WHERE space = $1 AND entry = $2)",
            "DELETE FROM pattern_entry WHERE space = $1 AND entry = $2",
        ] {
            self.run_for(sql, space, id).await?;
        }
        Ok(())
    }
}

impl PatternRow {
    fn with(self, parts: Vec<PartRow>) -> Result<KeptPattern, StoreError> {
        let standing = read(&self.standing, self.merged_into.as_deref())?;
        let damaged = |what: &str| StoreError::Damaged(format!("pattern {}: {what}", self.id));
        let name = self.name.as_deref().map(str::parse).transpose();
        let name = name.map_err(|_| damaged("its name cannot be read"))?;
        let mut pattern = Pattern { standing, name, is_named: self.named != 0, ..Pattern::default() };
        for PartRow { entry, part, .. } in parts {
            let into = match part.as_str() {
                "member" => &mut pattern.members,
                "added" => &mut pattern.added,
                "removed" => &mut pattern.removed,
                _ => return Err(damaged("an entry has no part in it")),
            };
            into.insert(EntryId::new(db::id(&entry)?));
        }
        Ok(KeptPattern {
            key: key(&self.id)?,
            version: self.version,
            saved_at: time(self.saved_at)?,
            action: self.action,
            back: self.back,
            pattern,
        })
    }
}

fn written(standing: &Standing) -> (&'static str, Option<&str>) {
    match standing {
        Standing::Open => ("open", None),
        Standing::Confirmed => ("confirmed", None),
        Standing::Rejected => ("rejected", None),
        Standing::Merged(into) => ("merged", Some(into.as_str())),
    }
}

fn read(standing: &str, into: Option<&str>) -> Result<Standing, StoreError> {
    match (standing, into) {
        ("open", None) => Ok(Standing::Open),
        ("confirmed", None) => Ok(Standing::Confirmed),
        ("rejected", None) => Ok(Standing::Rejected),
        ("merged", Some(into)) => Ok(Standing::Merged(key(into)?)),
        _ => Err(StoreError::Damaged(format!("no pattern stands as \"{standing}\""))),
    }
}

fn key(text: &str) -> Result<PatternKey, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged(format!("\"{text}\" is not the key of a pattern")))
}
