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
