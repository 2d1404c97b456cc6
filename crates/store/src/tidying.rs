//! Tidying: what cases that went leave in the index of SQLite, and how it goes.

use hansei_method::id::SpaceId;

use crate::db::hex;
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

/// How many pages of the index are joined in one transaction.
const PAGES_AT_ONCE: i64 = 500;

impl Store {
    /// Counts the cases that went since the search was tidied.
    pub async fn untidied_cases(&self, space: SpaceId) -> Result<i64, StoreError> {
        let untidied: Option<i64> =
            on!(self.db(), |on| sqlx::query_scalar("SELECT untidied FROM shelf WHERE space = $1")
                .bind(hex(space.uuid()))
                .fetch_optional(on)
                .await)?;
        Ok(untidied.unwrap_or_default())
    }

    /// Joins parts of the index of SQLite, so that nothing of what was deleted stays in it; a piece of work at a time. Says
    /// whether there is more to do.
    pub async fn tidy_case_search(&self, is_first: bool) -> Result<bool, StoreError> {
        if !self.is_sqlite() {
            return Ok(false);
        }
        // A negative number begins to join everything, positive ones go on with it: <https://www.sqlite.org/fts5.html>, 6.8.
        let pages = if is_first { -PAGES_AT_ONCE } else { PAGES_AT_ONCE };
        crate::transaction!(self, tx => {
            let before: i64 = tx.changes_so_far().await?;
            execute!(
                tx,
                sqlx::query("INSERT INTO case_search (case_search, rank) VALUES ('merge', $1)").bind(pages)
            )?;
            Ok(tx.changes_so_far().await? - before >= 2)
        })
    }
}

impl Tx {
    /// Drops what SQLite finds and is not there.
    pub async fn drop_stray_case_words(&mut self) -> Result<(), StoreError> {
        if self.is_sqlite() {
            self.run(
                "DELETE FROM case_search WHERE rowid IN \
                 (SELECT rowid FROM case_search EXCEPT SELECT number FROM library_case)",
            )
            .await?;
        }
        Ok(())
    }

    /// Notes that the search was tidied after so many cases went, and empties the log file that may still hold their words
    /// after the commit. What went in the meantime is left to be tidied.
    pub async fn set_tidied(&mut self, space: SpaceId, cases: i64) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query("UPDATE shelf SET untidied = 0 WHERE space = $1 AND untidied = $2")
                .bind(hex(space.uuid()))
                .bind(cases)
        )?;
        self.set_erased();
        Ok(())
    }

    async fn changes_so_far(&mut self) -> Result<i64, StoreError> {
        on_tx!(self, |on| sqlx::query_scalar("SELECT total_changes()").fetch_one(on).await)
    }
}
