//! Settings: a name and a JSON value.

use hansei_method::id::SpaceId;
use serde_json::Value;

use crate::db::hex;
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

/// Finds a setting by its name.
const NAMED: &str = "SELECT value FROM setting WHERE space = $1 AND name = $2";

impl Store {
    /// Reads a setting; `None` when it was never made.
    pub async fn setting(&self, space: SpaceId, name: &str) -> Result<Option<Value>, StoreError> {
        let value: Option<String> = on!(self.db(), |on| sqlx::query_scalar(NAMED)
            .bind(hex(space.uuid()))
            .bind(name)
            .fetch_optional(on)
            .await)?;
        read(name, value)
    }
}

fn read(name: &str, value: Option<String>) -> Result<Option<Value>, StoreError> {
    let unreadable = |_| StoreError::Damaged(format!("the setting {name} cannot be read"));
    value.map(|value| serde_json::from_str(&value)).transpose().map_err(unreadable)
}

impl Tx {
    /// Reads a setting; `None` when it was never made.
    pub async fn setting(&mut self, space: SpaceId, name: &str) -> Result<Option<Value>, StoreError> {
        let value: Option<String> = on_tx!(self, |on| sqlx::query_scalar(NAMED)
            .bind(hex(space.uuid()))
            .bind(name)
            .fetch_optional(on)
            .await)?;
        read(name, value)
    }

    /// Makes a setting, or changes it.
    pub async fn put_setting(&mut self, space: SpaceId, name: &str, value: &Value) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query(
                "INSERT INTO setting (space, name, value) VALUES ($1, $2, $3) \
             ON CONFLICT (space, name) DO UPDATE SET value = excluded.value"
            )
            .bind(hex(space.uuid()))
            .bind(name)
            .bind(value.to_string())
        )?;
        Ok(())
    }
}
