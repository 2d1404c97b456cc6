//! Spaces: each holds everything of one person or one team.

use hansei_method::id::SpaceId;
use jiff::Timestamp;

use crate::db::{hex, id};
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

impl Store {
    /// Lists the spaces, the oldest first.
    pub async fn spaces(&self) -> Result<Vec<SpaceId>, StoreError> {
        let spaces: Vec<String> =
            on!(self.db(), |on| sqlx::query_scalar("SELECT space FROM space ORDER BY made_at, space")
                .fetch_all(on)
                .await)?;
        spaces.iter().map(|space| id(space).map(SpaceId::new)).collect()
    }
}

impl Tx {
    /// Makes a space where there is none at all; of those that try at the same time, one does.
    pub async fn make_first_space(
        &mut self,
        space: SpaceId,
        name: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        // Whoever writes this row waits for the others who do, and then sees what they made.
        execute!(self, sqlx::query("UPDATE migration SET name = name WHERE version = 1"))?;
        execute!(
            self,
            sqlx::query(
                "INSERT INTO space (space, name, made_at) SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT 1 FROM space)"
            )
            .bind(hex(space.uuid()))
            .bind(name)
            .bind(now.as_microsecond())
        )?;
        Ok(())
    }

    /// Makes a space; nothing happens when it is there already.
    pub async fn make_space(&mut self, space: SpaceId, name: &str, now: Timestamp) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query(
                "INSERT INTO space (space, name, made_at) VALUES ($1, $2, $3) ON CONFLICT (space) DO NOTHING"
            )
            .bind(hex(space.uuid()))
            .bind(name)
            .bind(now.as_microsecond())
        )?;
        Ok(())
    }
}
