//! Tidying: words taken anew, what those that went leave in the indexes of SQLite, and how it goes.

use hansei_method::entry::Entry;
use hansei_method::id::SpaceId;

use crate::db::hex;
use crate::error::StoreError;
use crate::search::SearchText;
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

    /// Joins parts of the index of cases, so that nothing of what was deleted stays in it; a piece of work at a time. Says
    /// whether there is more to do.
    pub async fn tidy_case_search(&self, is_first: bool) -> Result<bool, StoreError> {
        self.join("INSERT INTO case_search (case_search, rank) VALUES ('merge', $1)", is_first).await
    }

    /// Joins parts of the index of entries, so that nothing stays in it of the words that others took the place of; a piece of
    /// work at a time. Says whether there is more to do.
    pub async fn tidy_search(&self, is_first: bool) -> Result<bool, StoreError> {
        self.join("INSERT INTO search (search, rank) VALUES ('merge', $1)", is_first).await
    }

    async fn join(&self, sql: &'static str, is_first: bool) -> Result<bool, StoreError> {
        if !self.is_sqlite() {
            return Ok(false);
        }
        // A negative number begins to join everything, positive ones go on with it: <https://www.sqlite.org/fts5.html>, 6.8.
        let pages = if is_first { -PAGES_AT_ONCE } else { PAGES_AT_ONCE };
        crate::transaction!(self, tx => {
            let before: i64 = tx.changes_so_far().await?;
            execute!(tx, sqlx::query(sql).bind(pages))?;
            let more = tx.changes_so_far().await? - before >= 2;
            // The log file may still hold what went.
            if !more {
                tx.set_erased();
            }
            Ok(more)
        })
    }
}

impl Tx {
    /// Puts other words in the place of those that versions of entries are found by; nothing where an entry has another version
    /// by now, which has its words already. Where they stand among the others stays as it is.
    ///
    /// In SQLite the words before are only marked as gone, which takes a tenth of the time of taking them out one by one:
    /// [`Store::tidy_search`] takes them out, once all are renewed.
    pub async fn renew_search(
        &mut self,
        space: SpaceId,
        entries: &[(&Entry, i64, SearchText)],
    ) -> Result<(), StoreError> {
        self.set_thorough(false).await?;
        for (entry, version, text) in entries {
            self.renew_words(space, entry, *version, text).await?;
        }
        self.set_thorough(true).await
    }

    /// Says whether SQLite takes words out of its index as soon as they go. No one else ever sees that it does not: this is
    /// part of the transaction.
    async fn set_thorough(&mut self, thorough: bool) -> Result<(), StoreError> {
        if self.is_sqlite() {
            execute!(
                self,
                sqlx::query("INSERT INTO search (search, rank) VALUES ('secure-delete', $1)").bind(thorough)
            )?;
        }
        Ok(())
    }

    async fn renew_words(
        &mut self,
        space: SpaceId,
        entry: &Entry,
        version: i64,
        text: &SearchText,
    ) -> Result<(), StoreError> {
        let (title, body) = self.title_and_body(entry, text);
        let sql = if self.is_sqlite() {
            "UPDATE search SET title = $3, body = $4, original = $5 WHERE rowid IN (SELECT rowid FROM search WHERE search MATCH \
             'space : \"' || $1 || '\" AND id : \"' || $2 || '\"') \
             AND EXISTS (SELECT 1 FROM entry e WHERE e.space = $1 AND e.id = $2 AND e.version = $6)"
        } else {
            "UPDATE search SET title = $3, body = $4, original = $5 WHERE space = $1 AND id = $2 \
             AND EXISTS (SELECT 1 FROM entry e WHERE e.space = $1 AND e.id = $2 AND e.version = $6)"
        };
        execute!(
            self,
            sqlx::query(sql)
                .bind(hex(space.uuid()))
                .bind(hex(entry.id.uuid()))
                .bind(title)
                .bind(body)
                .bind(text.original.as_str())
                .bind(version)
        )?;
        Ok(())
    }

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

#[cfg(test)]
mod tests {
    use crate::place::Place;
    use crate::store::Store;
    use crate::test_support::run_sql;

    #[tokio::test]
    async fn of_words_that_others_took_the_place_of_nothing_stays() {
        let store = Store::open(&Place::Memory).await.unwrap();
        let crate::db::Db::Sqlite(on) = store.db() else { panic!("memory is SQLite's") };
        let blocks_with_quince = async || -> i64 {
            sqlx::query_scalar(
                "SELECT count(*) FROM search_data WHERE instr(block, CAST('quince' AS BLOB)) > 0",
            )
            .fetch_one(on)
            .await
            .unwrap()
        };
        run_sql(
            &store,
            "INSERT INTO search (space, id, title, body, original) VALUES ('a', 'b', '', 'quince', '')",
        )
        .await
        .unwrap();
        run_sql(
            &store,
            "INSERT INTO search (search, rank) VALUES ('secure-delete', 0); UPDATE search SET body = 'pear'; \
             INSERT INTO search (search, rank) VALUES ('secure-delete', 1)",
        )
        .await
        .unwrap();
        assert!(blocks_with_quince().await > 0, "gone, and still there to be read");
        let mut is_first = true;
        while store.tidy_search(is_first).await.unwrap() {
            is_first = false;
        }
        assert_eq!(blocks_with_quince().await, 0);
        run_sql(&store, "INSERT INTO search (search) VALUES ('integrity-check')").await.unwrap();
    }
}
