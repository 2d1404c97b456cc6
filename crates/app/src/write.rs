//! How everything is saved: load, change by a pure function, save with a revision; all in one transaction, and at most once.

use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_store::{Change, Kept, Reply, Tx};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::entry::hex_start;
use crate::searched::search_text;
use crate::{App, AppError};

/// What was saved, and the version it has now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved<I = EntryId> {
    /// The entry, or what else has an id.
    pub id: I,
    /// Its version now.
    pub version: i64,
}

/// The name under which a request is done at most once, and what it asked for.
#[derive(Debug, Clone)]
pub(crate) struct Once {
    key: String,
    fingerprint: String,
}

/// How a change shows in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    /// A change of its own, which undo takes back.
    Change(&'a str),
    /// A change that undo passes over: the clock of a review.
    Aside(&'a str),
}

/// The most bytes of an entry as JSON: what is kept can be exported and imported again.
const MOST_ENTRY_BYTES: usize = 8 << 20;

/// The longest idempotency key that is kept.
const LONGEST_KEY: usize = 200;

/// How long a reply is kept for whoever asks again.
const KEEP_REPLIES: jiff::SignedDuration = jiff::SignedDuration::from_hours(7 * 24);

/// Runs one write of an app in one transaction, at most once when there is a key: `write!(self, tx => work)`.
///
/// `work` is an expression of type `Result<T, AppError>`, nearly always with a [`Saved`]; like that of [`hansei_store::transaction!`] it may run again.
macro_rules! write {
    ($app:expr, $tx:ident => $work:expr) => {
        hansei_store::transaction!($app.store, $tx => match $app.replied($tx).await? {
            Some(saved) => Ok(saved),
            None => {
                let saved: Result<_, $crate::AppError> = async { $work }.await;
                match saved {
                    Ok(saved) => {
                        $app.keep_reply($tx, &saved).await?;
                        Ok::<_, $crate::AppError>(saved)
                    }
                    Err(error) => {
                        $app.look_for_a_reply($tx).await;
                        Err(error)
                    }
                }
            }
        })
    };
}
pub(crate) use write;

impl App {
    /// Returns an app whose next write is done at most once under `key`: asked again, it answers as it did the first time.
    ///
    /// `fingerprint` stands for all that was asked; the same key with another fingerprint is refused.
    pub fn once(&self, key: &str, fingerprint: String) -> Result<Self, AppError> {
        if key.is_empty() || key.len() > LONGEST_KEY || !key.is_ascii() {
            return Err(AppError::Invalid(format!(
                "an idempotency key has 1 to {LONGEST_KEY} plain characters; send a fresh random one for each request"
            )));
        }
        Ok(Self { once: Some(Once { key: key.to_owned(), fingerprint }), ..self.clone() })
    }

    /// Finds the entry that a change under this key was about, by the start of its id, deleted or not.
    ///
    /// Whatever was asked: the change itself looks whether it is the same again.
    pub async fn find_under(&self, key: &str, prefix: &str) -> Result<Option<EntryId>, AppError> {
        let before = self.store.reply(self.space, key).await?.as_ref().map(saved::<Saved>).transpose()?;
        let start = hex_start(prefix);
        Ok(before.map(|saved| saved.id).filter(|id| id.uuid().simple().to_string().starts_with(&start)))
    }

    /// Returns what was saved under the key when the request came before.
    pub(crate) async fn replied<T: DeserializeOwned>(&self, tx: &mut Tx) -> Result<Option<T>, AppError> {
        let Some(once) = &self.once else { return Ok(None) };
        let reply = tx.reply(self.space, &once.key).await?;
        reply.map(|reply| once.answer(&reply)).transpose()
    }

    /// Looks for a reply once more after a refusal. The same request may have been done in the meantime, and what it did
    /// is then the reason: asked again, it answers as it did the first time.
    pub(crate) async fn look_for_a_reply(&self, tx: &mut Tx) {
        if let Some(once) = &self.once
            && let Ok(Some(_)) = tx.reply(self.space, &once.key).await
        {
            tx.try_again();
        }
    }

    /// Keeps what was saved, for whoever asks again under the key.
    pub(crate) async fn keep_reply(
        &self,
        tx: &mut Tx,
        saved: &(impl Serialize + Sync),
    ) -> Result<(), AppError> {
        let Some(once) = &self.once else { return Ok(()) };
        let now = self.now().timestamp();
        let body = serde_json::to_string(saved).map_err(AppError::broken)?;
        let reply = Reply { fingerprint: once.fingerprint.clone(), status: 200, body };
        tx.keep_reply(self.space, &once.key, &reply, now).await?;
        Ok(tx.drop_replies_before(self.space, now - KEEP_REPLIES).await?)
    }

    /// Changes one entry by a function on it. Nothing is saved when nothing is different.
    ///
    /// `expected` is the version that the person saw; another one is a conflict. `None` changes whatever is there.
    pub(crate) async fn change(
        &self,
        id: EntryId,
        expected: Option<i64>,
        step: Step<'_>,
        change: impl Fn(&mut Entry, Timestamp) -> Result<(), AppError> + Send + Sync,
    ) -> Result<Saved, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.present(tx, id, expected).await?;
            let mut entry = kept.entry.clone();
            change(&mut entry, now)?;
            if entry == kept.entry {
                return Ok(Saved { id, version: kept.version });
            }
            self.save(tx, &kept, &entry, step, now).await
        })
    }

    /// Loads an entry that is not deleted, in the version that the person saw.
    pub(crate) async fn present(
        &self,
        tx: &mut Tx,
        id: EntryId,
        expected: Option<i64>,
    ) -> Result<Kept, AppError> {
        let kept = tx.entry(self.space, id).await?.ok_or_else(AppError::no_entry)?;
        if kept.deleted_at.is_some() {
            return Err(AppError::no_entry());
        }
        check_version(&kept, expected)?;
        Ok(kept)
    }

    /// Saves an entry over the one that was loaded.
    pub(crate) async fn save(
        &self,
        tx: &mut Tx,
        kept: &Kept,
        entry: &Entry,
        step: Step<'_>,
        now: Timestamp,
    ) -> Result<Saved, AppError> {
        check_size(entry)?;
        let change = match step {
            Step::Change(action) => Change { action, back: Some(kept.version) },
            Step::Aside(action) => {
                let back =
                    tx.revision_line(self.space, entry.id, kept.version).await?.and_then(|line| line.back);
                Change { action, back }
            }
        };
        let version = tx.save(self.space, entry, &search_text(entry), kept.version, &change, now).await?;
        self.settle_asked(tx, &kept.entry, entry, &[]).await?;
        self.follow_change(tx, &kept.entry, entry).await?;
        Ok(Saved { id: entry.id, version })
    }
}

/// Refuses a change to another version than the one that the person saw; `None` changes whatever is there.
pub(crate) fn check_version(kept: &Kept, expected: Option<i64>) -> Result<(), AppError> {
    match expected {
        Some(expected) if expected != kept.version => Err(AppError::Conflict(format!(
            "this entry was changed somewhere else (version {} now, {expected} when you opened it); look at it again, then repeat your change",
            kept.version
        ))),
        _ => Ok(()),
    }
}

/// Refuses an entry that has grown beyond what can be moved out and in again.
pub(crate) fn check_size(entry: &Entry) -> Result<(), AppError> {
    let bytes = serde_json::to_vec(entry).map_err(AppError::broken)?.len();
    if bytes > MOST_ENTRY_BYTES {
        return Err(AppError::Invalid(format!(
            "this entry would have {} MiB, and {} is the most; keep the longest texts in files of their own and say where they are",
            bytes >> 20,
            MOST_ENTRY_BYTES >> 20,
        )));
    }
    Ok(())
}

impl Once {
    fn answer<T: DeserializeOwned>(&self, reply: &Reply) -> Result<T, AppError> {
        if reply.fingerprint != self.fingerprint {
            return Err(AppError::Invalid(
                "this idempotency key was used for something else; send a fresh one with each new request"
                    .to_owned(),
            ));
        }
        saved(reply)
    }
}

fn saved<T: DeserializeOwned>(reply: &Reply) -> Result<T, AppError> {
    serde_json::from_str(&reply.body).map_err(AppError::broken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Capture;

    /// A server hands requests from thread to thread.
    #[test]
    fn writes_can_be_awaited_on_any_thread() {
        fn is_send<T: Send>(_: impl FnOnce(&'static App) -> T) {}
        is_send(|app| app.log(Capture::default()));
        is_send(|app| app.undo(EntryId::new(uuid::Uuid::nil()), None));
        is_send(|app| app.review(EntryId::new(uuid::Uuid::nil()), None, Box::leak(Box::default())));
    }
}
