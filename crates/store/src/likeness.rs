//! What of each entry is compared with others: kept beside it, made after the save, and never in its way.

use hansei_method::entry::Entry;
use hansei_method::id::{EntryId, SpaceId};
use jiff::Timestamp;

use crate::db::{self, hex};
use crate::entry::read;
use crate::error::StoreError;
use crate::listed::{Listed, ListedRow};
use crate::store::Store;
use crate::tx::Tx;

/// What of an entry is compared with others, as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// The entry.
    pub id: EntryId,
    /// Its words.
    pub words: Vec<u8>,
    /// Its direction; empty where it has none.
    pub vector: Vec<u8>,
}

/// A likeness as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLikeness {
    /// What was made.
    pub likeness: Likeness,
    /// What made it.
    pub made_by: String,
    /// When, in microseconds; of what is made later, never earlier.
    pub made_at: i64,
}

/// An entry whose likeness has to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The entry.
    pub entry: Entry,
    /// Which of its versions that is; handed back with what was made.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct LikenessRow {
    id: String,
    words: Vec<u8>,
    vector: Vec<u8>,
    made_by: String,
    made_at: i64,
}

/// Made by something else, or not yet: two stretches of one index, and of them what is as good.
macro_rules! due {
    () => {
        "FROM likeness l JOIN entry e ON e.space = l.space AND e.id = l.id \
         WHERE l.space = $1 AND (l.made_by < $2 OR l.made_by > $2) AND l.made_by <> $3"
    };
}

/// What was said of two entries, the smaller id first.
const ON_TWO: &str = "SELECT same FROM verdict WHERE space = $1 AND one = $2 AND other = $3";

impl Store {
    /// Lists entries whose likeness was made by neither of two makers since they were saved last. What cannot be read is
    /// left out; checking the data names it.
    ///
    /// Quickest where the first of the two made most.
    pub async fn likeness_due(
        &self,
        space: SpaceId,
        makers: [&str; 2],
        limit: u32,
    ) -> Result<Vec<Due>, StoreError> {
        let rows: Vec<(String, i64)> = on!(self.db(), |on| sqlx::query_as(concat!(
            "SELECT e.content, l.version ",
            due!(),
            " LIMIT $4"
        ))
        .bind(hex(space.uuid()))
        .bind(makers[0])
        .bind(makers[1])
        .bind(i64::from(limit))
        .fetch_all(on)
        .await)?;
        let due = |(content, version): (String, i64)| Some(Due { entry: read(&content).ok()?, version });
        Ok(rows.into_iter().filter_map(due).collect())
    }

    /// Counts the entries that [`likeness_due`](Self::likeness_due) lists.
    pub async fn count_likeness_due(&self, space: SpaceId, makers: [&str; 2]) -> Result<i64, StoreError> {
        on!(self.db(), |on| sqlx::query_scalar(concat!("SELECT count(*) ", due!()))
            .bind(hex(space.uuid()))
            .bind(makers[0])
            .bind(makers[1])
            .fetch_one(on)
            .await)
        .map_err(Into::into)
    }

    /// Lists what was made at some time, of that time only of the entries after one, or later; by whatever maker, of every
    /// entry, those in the trash too. The earliest come first.
    pub async fn likeness_since(
        &self,
        space: SpaceId,
        made_at: i64,
        after: Option<EntryId>,
        limit: u32,
    ) -> Result<Vec<KeptLikeness>, StoreError> {
        let rows: Vec<LikenessRow> = on!(self.db(), |on| {
            sqlx::query_as(
                "SELECT id, words, vector, made_by, made_at FROM likeness \
                 WHERE space = $1 AND made_at >= $2 AND (made_at > $2 OR id > $3) AND made_by <> '' \
                 ORDER BY made_at, id LIMIT $4",
            )
            .bind(hex(space.uuid()))
            .bind(made_at)
            .bind(after.map(|after| hex(after.uuid())).unwrap_or_default())
            .bind(i64::from(limit))
            .fetch_all(on)
            .await
        })?;
        let read = |row: LikenessRow| {
            let id = EntryId::new(db::id(&row.id)?);
            let likeness = Likeness { id, words: row.words, vector: row.vector };
            Ok(KeptLikeness { likeness, made_by: row.made_by, made_at: row.made_at })
        };
        rows.into_iter().map(read).collect()
    }

    /// Reads the line of an entry; `None` where it is gone or in the trash.
    pub async fn line(&self, space: SpaceId, id: EntryId) -> Result<Option<Listed>, StoreError> {
        let row: Option<ListedRow> = on!(self.db(), |on| sqlx::query_as(concat!(
            "SELECT ",
            listed_columns!(),
            " FROM entry e WHERE e.space = $1 AND e.id = $2 AND e.deleted_at IS NULL"
        ))
        .bind(hex(space.uuid()))
        .bind(hex(id.uuid()))
        .fetch_optional(on)
        .await)?;
        row.map(Listed::try_from).transpose()
    }

    /// Lists what the person said of an entry beside others: the other entry, and whether it is the same kind.
    pub async fn verdicts_on(&self, space: SpaceId, id: EntryId) -> Result<Vec<(EntryId, bool)>, StoreError> {
        let rows: Vec<(String, i64)> = on!(self.db(), |on| sqlx::query_as(
            "SELECT other, same FROM verdict WHERE space = $1 AND one = $2 \
             UNION ALL SELECT one, same FROM verdict WHERE space = $1 AND other = $2"
        )
        .bind(hex(space.uuid()))
        .bind(hex(id.uuid()))
        .fetch_all(on)
        .await)?;
        rows.into_iter().map(|(id, same)| Ok((EntryId::new(db::id(&id)?), same != 0))).collect()
    }

    /// Returns whether the person said that two entries are the same kind; `None` where nothing was said.
    pub async fn verdict(
        &self,
        space: SpaceId,
        pair: (EntryId, EntryId),
    ) -> Result<Option<bool>, StoreError> {
        let same: Option<i64> = on!(self.db(), |on| sqlx::query_scalar(ON_TWO)
            .bind(hex(space.uuid()))
            .bind(hex(pair.0.min(pair.1).uuid()))
            .bind(hex(pair.0.max(pair.1).uuid()))
            .fetch_optional(on)
            .await)?;
        Ok(same.map(|same| same != 0))
    }

    /// Lists everything the person said of two entries that are both in the log.
    pub async fn verdicts(&self, space: SpaceId) -> Result<Vec<(EntryId, EntryId, bool)>, StoreError> {
        let rows: Vec<(String, String, i64)> = on!(self.db(), |on| sqlx::query_as(
            "SELECT v.one, v.other, v.same FROM verdict v \
             JOIN entry a ON a.space = v.space AND a.id = v.one AND a.deleted_at IS NULL \
             JOIN entry b ON b.space = v.space AND b.id = v.other AND b.deleted_at IS NULL \
             WHERE v.space = $1 ORDER BY v.one, v.other"
        )
        .bind(hex(space.uuid()))
        .fetch_all(on)
        .await)?;
        let read = |(one, other, same): (String, String, i64)| {
            Ok((EntryId::new(db::id(&one)?), EntryId::new(db::id(&other)?), same != 0))
        };
        rows.into_iter().map(read).collect()
    }
}

impl Tx {
    /// Says that the likeness of an entry has to be made anew. When it was made stays, so that what is made next is later.
    pub(crate) async fn outdate_likeness(
        &mut self,
        space: SpaceId,
        id: EntryId,
        version: i64,
    ) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query(
                "INSERT INTO likeness (space, id, version, made_by, made_at, words, vector) \
                 VALUES ($1, $2, $3, '', 0, $4, $4) ON CONFLICT (space, id) DO UPDATE SET \
                 version = excluded.version, made_by = '', words = $4, vector = $4"
            )
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid()))
            .bind(version)
            .bind(&b""[..])
        )?;
        Ok(())
    }

    /// Returns the time under which what is made now is kept: later than everything that was kept before, whatever the
    /// clock says. Whoever else makes something waits until the end of the transaction, so that nothing appears under an
    /// earlier time than what was read already.
    pub async fn likeness_time(&mut self, space: SpaceId, now: Timestamp) -> Result<i64, StoreError> {
        if !self.is_sqlite() {
            execute!(
                self,
                sqlx::query("SELECT space FROM space WHERE space = $1 FOR NO KEY UPDATE")
                    .bind(hex(space.uuid()))
            )?;
        }
        let last: Option<i64> =
            on_tx!(self, |on| sqlx::query_scalar("SELECT max(made_at) FROM likeness WHERE space = $1")
                .bind(hex(space.uuid()))
                .fetch_one(on)
                .await)?;
        Ok(now.as_microsecond().max(last.unwrap_or_default() + 1))
    }

    /// Keeps what was made of an entry; nothing happens where it was saved again in the meantime.
    pub async fn keep_likeness(
        &mut self,
        space: SpaceId,
        made: &Likeness,
        version: i64,
        maker: &str,
        made_at: i64,
    ) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query(
                "UPDATE likeness SET made_by = $4, made_at = $5, words = $6, vector = $7 \
                 WHERE space = $1 AND id = $2 AND version = $3"
            )
            .bind(hex(space.uuid()))
            .bind(hex(made.id.uuid()))
            .bind(version)
            .bind(maker)
            .bind(made_at)
            .bind(made.words.as_slice())
            .bind(made.vector.as_slice())
        )?;
        Ok(())
    }

    /// Keeps what the person says of two entries, in place of what was said before; `None` takes it back.
    ///
    /// Returns what was said before.
    pub async fn put_verdict(
        &mut self,
        space: SpaceId,
        pair: (EntryId, EntryId),
        same: Option<bool>,
        now: Timestamp,
    ) -> Result<Option<bool>, StoreError> {
        let (one, other) = (pair.0.min(pair.1), pair.0.max(pair.1));
        let before = self.verdict(space, pair).await?;
        match same {
            Some(same) => execute!(
                self,
                sqlx::query(
                    "INSERT INTO verdict (space, one, other, same, said_at) VALUES ($1, $2, $3, $4, $5) \
                     ON CONFLICT (space, one, other) DO UPDATE SET same = excluded.same, said_at = excluded.said_at"
                )
                .bind(hex(space.uuid()))
                .bind(hex(one.uuid()))
                .bind(hex(other.uuid()))
                .bind(i64::from(same))
                .bind(now.as_microsecond())
            )?,
            None => execute!(
                self,
                sqlx::query("DELETE FROM verdict WHERE space = $1 AND one = $2 AND other = $3")
                    .bind(hex(space.uuid()))
                    .bind(hex(one.uuid()))
                    .bind(hex(other.uuid()))
            )?,
        };
        Ok(before)
    }

    /// Returns whether the person said that two entries are the same kind; `None` where nothing was said.
    pub async fn verdict(
        &mut self,
        space: SpaceId,
        pair: (EntryId, EntryId),
    ) -> Result<Option<bool>, StoreError> {
        let same: Option<i64> = on_tx!(self, |on| sqlx::query_scalar(ON_TWO)
            .bind(hex(space.uuid()))
            .bind(hex(pair.0.min(pair.1).uuid()))
            .bind(hex(pair.0.max(pair.1).uuid()))
            .fetch_optional(on)
            .await)?;
        Ok(same.map(|same| same != 0))
    }

    /// Drops what is compared of all entries of a space, to be made anew.
    pub async fn forget_likenesses(&mut self, space: SpaceId) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query(
                "UPDATE likeness SET made_by = '', made_at = 0, words = $2, vector = $2 WHERE space = $1"
            )
            .bind(hex(space.uuid()))
            .bind(&b""[..])
        )?;
        Ok(())
    }

    pub(crate) async fn erase_likeness(&mut self, space: SpaceId, id: EntryId) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM likeness WHERE space = $1 AND id = $2",
            "DELETE FROM verdict WHERE space = $1 AND one = $2",
            "DELETE FROM verdict WHERE space = $1 AND other = $2",
        ] {
            self.run_for(sql, space, id).await?;
        }
        Ok(())
    }
}
