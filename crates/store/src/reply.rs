//! Replies to requests with an idempotency key, to be given again when the same request comes again.

use hansei_method::id::SpaceId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::db::hex;
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

/// What was answered to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// What tells the request from another one with the same key.
    pub fingerprint: String,
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: String,
}

/// Finds the reply that was given under a key.
const UNDER_KEY: &str = "SELECT fingerprint, status, body FROM reply WHERE space = $1 AND key = $2";

/// The columns of [`UNDER_KEY`].
type Row = (String, i64, String);

impl Store {
    /// Looks up the reply that was given under a key, outside of any transaction.
    pub async fn reply(&self, space: SpaceId, key: &str) -> Result<Option<Reply>, StoreError> {
        let row: Option<Row> = on!(self.db(), |on| sqlx::query_as(UNDER_KEY)
            .bind(hex(space.uuid()))
            .bind(key)
            .fetch_optional(on)
            .await)?;
        row.map(Reply::read).transpose()
    }
}

impl Reply {
    fn read((fingerprint, status, body): Row) -> Result<Self, StoreError> {
        let status = u16::try_from(status)
            .map_err(|_| StoreError::Damaged(format!("there is no HTTP status {status}")))?;
        Ok(Self { fingerprint, status, body })
    }
}

impl Tx {
    /// Drops the kept replies that name this id.
    pub(crate) async fn drop_replies(&mut self, space: SpaceId, id: Uuid) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query("DELETE FROM reply WHERE space = $1 AND body LIKE $2")
                .bind(hex(space.uuid()))
                .bind(format!("%{id}%"))
        )?;
        Ok(())
    }

    /// Looks up the reply that was given under a key.
    pub async fn reply(&mut self, space: SpaceId, key: &str) -> Result<Option<Reply>, StoreError> {
        let row: Option<Row> = on_tx!(self, |on| sqlx::query_as(UNDER_KEY)
            .bind(hex(space.uuid()))
            .bind(key)
            .fetch_optional(on)
            .await)?;
        row.map(Reply::read).transpose()
    }

    /// Keeps the reply that is given under a key.
    ///
    /// When another transaction kept one first, this one is tried again from the start, and then finds it.
    pub async fn keep_reply(
        &mut self,
        space: SpaceId,
        key: &str,
        reply: &Reply,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let written = execute!(self, sqlx::query(
            "INSERT INTO reply (space, key, fingerprint, status, body, kept_at) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (space, key) DO NOTHING"
        )
        .bind(hex(space.uuid()))
        .bind(key)
        .bind(reply.fingerprint.as_str())
        .bind(i64::from(reply.status))
        .bind(reply.body.as_str())
        .bind(now.as_microsecond()))?;
        if written == 0 {
            return Err(self.clash());
        }
        Ok(())
    }

    /// Drops the replies that were kept before a time.
    pub async fn drop_replies_before(&mut self, space: SpaceId, time: Timestamp) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query("DELETE FROM reply WHERE space = $1 AND kept_at < $2")
                .bind(hex(space.uuid()))
                .bind(time.as_microsecond())
        )?;
        Ok(())
    }
}
