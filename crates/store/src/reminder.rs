//! What was brought to the person, by which channel, and who sends just now.

use std::collections::HashSet;

use hansei_method::id::SpaceId;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::db::{self, hex, time};
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

/// How a channel stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Its name.
    pub name: String,
    /// How often the message that is not known to have arrived was tried.
    pub attempts: i64,
    /// When it is tried again.
    pub next_try_at: Option<Timestamp>,
    /// Since when nothing arrives.
    pub failing_since: Option<Timestamp>,
    /// What went wrong the last time.
    pub fault: Option<String>,
    /// The day on which a message went last.
    pub sent_on: Option<Date>,
}

/// The right to send one message by a channel, for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The message: the same until one is known to have arrived.
    pub message: Uuid,
    /// How often it was tried before.
    pub attempts: i64,
}

/// One thing that was brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminded {
    /// What was due.
    pub item: String,
    /// The entry or the practice that it is about.
    pub about: Uuid,
}

/// By how much a time may lie ahead before a wrong clock must have set it.
const FARTHEST: SignedDuration = SignedDuration::from_hours(25);

#[derive(sqlx::FromRow)]
struct ChannelRow {
    channel: String,
    attempts: i64,
    next_try_at: Option<i64>,
    failing_since: Option<i64>,
    fault: Option<String>,
    sent_on: Option<String>,
}

impl TryFrom<ChannelRow> for Channel {
    type Error = StoreError;

    fn try_from(row: ChannelRow) -> Result<Self, StoreError> {
        let day = |day: String| {
            day.parse().map_err(|_| StoreError::Damaged(format!("\"{day}\" is not a day of a channel")))
        };
        Ok(Self {
            name: row.channel,
            attempts: row.attempts,
            next_try_at: row.next_try_at.map(time).transpose()?,
            failing_since: row.failing_since.map(time).transpose()?,
            fault: row.fault,
            sent_on: row.sent_on.map(day).transpose()?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct ClaimRow {
    message: String,
    attempts: i64,
}

impl Store {
    /// Lists how the channels stand that were ever used, in the order of their names.
    pub async fn channels(&self, space: SpaceId) -> Result<Vec<Channel>, StoreError> {
        let rows: Vec<ChannelRow> = on!(self.db(), |on| sqlx::query_as(
            "SELECT channel, attempts, next_try_at, failing_since, fault, sent_on FROM channel \
             WHERE space = $1 ORDER BY channel"
        )
        .bind(hex(space.uuid()))
        .fetch_all(on)
        .await)?;
        rows.into_iter().map(Channel::try_from).collect()
    }

    /// Names everything that a channel brought.
    pub async fn reminded(&self, space: SpaceId, channel: &str) -> Result<HashSet<String>, StoreError> {
        let items: Vec<String> = on!(self.db(), |on| sqlx::query_scalar(
            "SELECT item FROM reminder WHERE space = $1 AND channel = $2"
        )
        .bind(hex(space.uuid()))
        .bind(channel)
        .fetch_all(on)
        .await)?;
        Ok(items.into_iter().collect())
    }
}

impl Tx {
    /// Claims the sending by a channel for one process, until a time; `None` where somebody else has it, where it is not time
    /// to try again, or where a message went today. A time so far ahead that a wrong clock must have set it does not count.
    pub async fn claim_channel(
        &mut self,
        space: SpaceId,
        channel: &str,
        message: Uuid,
        (now, today): (Timestamp, Date),
        until: Timestamp,
    ) -> Result<Option<Claim>, StoreError> {
        let row: Option<ClaimRow> = on_tx!(self, |on| {
            sqlx::query_as(
            "INSERT INTO channel (space, channel, message, claimed_until, attempts) VALUES ($1, $2, $3, $4, 0) \
             ON CONFLICT (space, channel) DO UPDATE SET claimed_until = excluded.claimed_until, \
             message = coalesce(channel.message, excluded.message) \
             WHERE (channel.claimed_until IS NULL OR channel.claimed_until <= $5 OR channel.claimed_until > $6) \
             AND (channel.next_try_at IS NULL OR channel.next_try_at <= $5 OR channel.next_try_at > $6) \
             AND (channel.sent_on IS NULL OR channel.sent_on <> $7) RETURNING message, attempts"
        )
        .bind(hex(space.uuid()))
        .bind(channel)
        .bind(hex(message))
        .bind(until.as_microsecond())
        .bind(now.as_microsecond())
        .bind(now.saturating_add(FARTHEST).unwrap_or(Timestamp::MAX).as_microsecond())
        .bind(today.to_string())
        .fetch_optional(on)
        .await
        })?;
        row.map(|row| Ok(Claim { message: db::id(&row.message)?, attempts: row.attempts })).transpose()
    }

    /// Gives a claim back without a try.
    pub async fn release_channel(
        &mut self,
        space: SpaceId,
        channel: &str,
        message: Uuid,
    ) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query(
                "UPDATE channel SET claimed_until = NULL WHERE space = $1 AND channel = $2 AND message = $3"
            )
            .bind(hex(space.uuid()))
            .bind(channel)
            .bind(hex(message))
        )?;
        Ok(())
    }

    /// Keeps that a message arrived, with everything that it said.
    pub async fn keep_sent(
        &mut self,
        space: SpaceId,
        channel: &str,
        said: &[Reminded],
        (now, today): (Timestamp, Date),
    ) -> Result<(), StoreError> {
        for reminded in said {
            execute!(
                self,
                sqlx::query(
                    "INSERT INTO reminder (space, channel, item, about, sent_at) VALUES ($1, $2, $3, $4, $5) \
                     ON CONFLICT (space, channel, item) DO NOTHING"
                )
                .bind(hex(space.uuid()))
                .bind(channel)
                .bind(reminded.item.as_str())
                .bind(hex(reminded.about))
                .bind(now.as_microsecond())
            )?;
        }
        execute!(
            self,
            sqlx::query(
                "UPDATE channel SET message = NULL, claimed_until = NULL, attempts = 0, next_try_at = NULL, \
                 failing_since = NULL, fault = NULL, sent_on = $3 WHERE space = $1 AND channel = $2"
            )
            .bind(hex(space.uuid()))
            .bind(channel)
            .bind(today.to_string())
        )?;
        Ok(())
    }

    /// Keeps that a message did not arrive, and when it is tried again.
    pub async fn keep_unsent(
        &mut self,
        space: SpaceId,
        channel: &str,
        message: Uuid,
        fault: &str,
        (now, next_try_at): (Timestamp, Timestamp),
    ) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query(
                "UPDATE channel SET claimed_until = NULL, attempts = attempts + 1, next_try_at = $4, fault = $5, \
                 failing_since = coalesce(failing_since, $6) WHERE space = $1 AND channel = $2 AND message = $3"
            )
            .bind(hex(space.uuid()))
            .bind(channel)
            .bind(hex(message))
            .bind(next_try_at.as_microsecond())
            .bind(fault)
            .bind(now.as_microsecond())
        )?;
        Ok(())
    }

    /// Forgets what went wrong with a channel, so that it is tried at once: its settings were changed.
    pub async fn forget_fault(&mut self, space: SpaceId, channel: &str) -> Result<(), StoreError> {
        execute!(
            self,
            sqlx::query(
                "UPDATE channel SET attempts = 0, next_try_at = NULL, failing_since = NULL, fault = NULL \
                 WHERE space = $1 AND channel = $2"
            )
            .bind(hex(space.uuid()))
            .bind(channel)
        )?;
        Ok(())
    }
}
