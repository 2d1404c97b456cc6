//! One entry: found, described, deleted, taken back, erased.

use std::collections::{BTreeSet, HashMap};

use hansei_method::entry::{Entry, Kind, MOST_TAGS, Significance};
use hansei_method::id::EntryId;
use hansei_method::occurred::Occurred;
use hansei_method::tag::Tag;
use hansei_method::text::{Line, Text};
use hansei_store::{Among, Kept, Neighbours, Tx};
use jiff::{Timestamp, Zoned};

use crate::write::{Step, check_version, write};
use crate::{App, AppError, Saved};

/// The shortest id prefix that is shown.
const SHORTEST_PREFIX: usize = 4;

/// How a change of the details shows in the history.
pub(crate) const DESCRIBED: &str = "changed the details";

/// What can be changed about an entry beside its review. `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// The title.
    pub title: Option<Line>,
    /// The text below the title; `Some(None)` takes it away.
    pub body: Option<Option<Text>>,
    /// The situation; `Some(None)` takes it away.
    pub context: Option<Option<Line>>,
    /// What sort of event it was.
    pub kind: Option<Kind>,
    /// How deep the review goes.
    pub significance: Option<Significance>,
    /// When it happened.
    pub occurred: Option<Occurred>,
    /// The words to find it by.
    pub tags: Option<BTreeSet<Tag>>,
    /// How it felt; `Some(None)` takes it away.
    pub feeling: Option<Option<Text>>,
    /// Whom the person could tell; `Some(None)` takes it away.
    pub confidant: Option<Option<Text>>,
}

impl App {
    /// Returns one entry; a deleted one is not there.
    pub async fn entry(&self, id: EntryId) -> Result<Kept, AppError> {
        let kept = self.store.entry(self.space, id).await?;
        kept.filter(|kept| kept.deleted_at.is_none()).ok_or_else(AppError::no_entry)
    }

    /// Returns one entry, deleted or not.
    pub async fn entry_or_deleted(&self, id: EntryId) -> Result<Kept, AppError> {
        self.store.entry(self.space, id).await?.ok_or_else(AppError::no_entry)
    }

    /// Finds the one entry whose id starts so; a deleted one is not there.
    pub async fn find(&self, prefix: &str) -> Result<EntryId, AppError> {
        self.find_among(prefix, Among::Log).await
    }

    /// Finds the one deleted entry whose id starts so.
    pub async fn find_deleted(&self, prefix: &str) -> Result<EntryId, AppError> {
        self.find_among(prefix, Among::Trash).await
    }

    /// Finds the one entry whose id starts so, deleted or not, for what has no way back: shorter than four characters is
    /// too easily mistyped.
    pub async fn find_to_erase(&self, prefix: &str) -> Result<EntryId, AppError> {
        if prefix.chars().filter(char::is_ascii_hexdigit).count() < SHORTEST_PREFIX {
            return Err(AppError::Invalid(format!(
                "erasing has no way back; write at least {SHORTEST_PREFIX} characters of the id"
            )));
        }
        self.find_among(prefix, Among::Both).await
    }

    async fn find_among(&self, prefix: &str, among: Among) -> Result<EntryId, AppError> {
        let hex = hex_start(prefix);
        if hex.is_empty() || hex.len() > 32 || !hex.chars().all(|character| character.is_ascii_hexdigit()) {
            let shown: String = prefix.chars().take(60).collect();
            return Err(AppError::Invalid(format!(
                "\"{shown}\" is not an id; copy one from the list, for example 3f2a"
            )));
        }
        let found = self.store.ids_starting(self.space, &hex, among, 2).await?;
        let entry = match (found.as_slice(), among) {
            ([id], _) => return Ok(*id),
            ([], Among::Trash) => {
                let sentence = "no deleted entry has this id; look at the deleted entries";
                return Err(AppError::NotFound(sentence.to_owned()));
            }
            ([], _) => return Err(AppError::no_entry()),
            (_, Among::Log) => "entry",
            (_, Among::Trash) => "deleted entry",
            (_, Among::Both) => "entry, deleted or not,",
        };
        Err(AppError::Invalid(format!(
            "more than one {entry} starts with \"{hex}\"; write a few more characters"
        )))
    }

    /// Returns the shortest start of an id, at least four characters, that names no other entry, deleted or not.
    pub async fn short_id(&self, id: EntryId) -> Result<String, AppError> {
        let found = self.short_ids(&[id]).await?.remove(&id);
        Ok(found.unwrap_or_else(|| id.uuid().simple().to_string()))
    }

    /// Returns the shortest start of each of these ids, as [`App::short_id`] does; ids that name no entry have none.
    pub async fn short_ids(&self, ids: &[EntryId]) -> Result<HashMap<EntryId, String>, AppError> {
        let short = |beside: Neighbours| {
            let hex = beside.id.uuid().simple().to_string();
            let shared = |other: EntryId| {
                let other = other.uuid().simple().to_string();
                hex.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count()
            };
            let longest = beside.before.into_iter().chain(beside.after).map(shared).max().unwrap_or(0);
            let length = SHORTEST_PREFIX.max(longest + 1).min(hex.len());
            (beside.id, hex[..length].to_owned())
        };
        Ok(self.store.neighbours(self.space, ids).await?.into_iter().map(short).collect())
    }

    /// Changes what is said about an entry beside its review.
    pub async fn describe(
        &self,
        id: EntryId,
        expected: Option<i64>,
        details: &Details,
    ) -> Result<Saved, AppError> {
        let today = self.now();
        self.change(id, expected, Step::Change(DESCRIBED), |entry, _| {
            details.check_day(Some(entry), &today)?;
            details.apply(entry)
        })
        .await
    }

    /// Deletes an entry so that it can be taken back.
    pub async fn delete(&self, id: EntryId, expected: Option<i64>) -> Result<Saved, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.present(tx, id, expected).await?;
            let version = tx.set_deleted(self.space, id, kept.version, Some(now), now).await?;
            Ok(Saved { id, version })
        })
    }

    /// Takes a deleted entry back; one that is not deleted stays as it is.
    pub async fn take_back(&self, id: EntryId, expected: Option<i64>) -> Result<Saved, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = tx.entry(self.space, id).await?.ok_or_else(AppError::no_entry)?;
            check_version(&kept, expected)?;
            if kept.deleted_at.is_none() {
                return Ok(Saved { id, version: kept.version });
            }
            let version = tx.set_deleted(self.space, id, kept.version, None, now).await?;
            Ok(Saved { id, version })
        })
    }

    /// Erases an entry for good, deleted or not: every revision, draft and word of it, and the lessons of it that later
    /// attempts were asked about. There is no way back.
    pub async fn erase(&self, id: EntryId, expected: Option<i64>) -> Result<Saved, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = tx.entry(self.space, id).await?.ok_or_else(AppError::no_entry)?;
            check_version(&kept, expected)?;
            tx.erase(self.space, id).await?;
            self.forget_lessons(tx, &kept.entry, now).await?;
            Ok(Saved { id, version: kept.version })
        })
    }

    /// Takes the lessons of an erased entry out of the later attempts and out of their history.
    async fn forget_lessons(&self, tx: &mut Tx, erased: &Entry, now: Timestamp) -> Result<(), AppError> {
        let forget =
            |entry: &mut Entry| entry.attempt.as_mut().is_some_and(|attempt| attempt.forget(erased.id));
        let goal = erased.attempt.as_ref().map_or(erased.id, |attempt| attempt.goal);
        for id in tx.ids_of_attempts(self.space, goal).await? {
            let kept = tx.entry(self.space, id).await?.ok_or_else(AppError::no_entry)?;
            let mut entry = kept.entry.clone();
            if forget(&mut entry) {
                self.save(tx, &kept, &entry, Step::Aside("an earlier lesson was erased"), now).await?;
            }
            tx.take_out_of_history(self.space, id, forget).await?;
        }
        Ok(())
    }
}

impl Details {
    /// Refuses a day that has not come; the one that the entry has already is let stand.
    pub(crate) fn check_day(&self, before: Option<&Entry>, now: &Zoned) -> Result<(), AppError> {
        let occurred = self.occurred.filter(|day| before.is_none_or(|before| before.occurred != *day));
        Ok(occurred.map_or(Ok(()), |day| day.check_past(now))?)
    }

    /// Changes an entry as it is said here.
    pub(crate) fn apply(&self, entry: &mut Entry) -> Result<(), AppError> {
        let Self { title, body, context, kind, significance, occurred, tags, feeling, confidant } =
            self.clone();
        if let Some(tags) = &tags {
            check_tags(tags)?;
        }
        entry.title = title.unwrap_or_else(|| entry.title.clone());
        entry.body = body.unwrap_or_else(|| entry.body.clone());
        entry.context = context.unwrap_or_else(|| entry.context.clone());
        entry.kind = kind.unwrap_or(entry.kind);
        entry.significance = significance.unwrap_or(entry.significance);
        entry.occurred = occurred.unwrap_or(entry.occurred);
        entry.tags = tags.unwrap_or_else(|| entry.tags.clone());
        entry.review.feeling = feeling.unwrap_or_else(|| entry.review.feeling.clone());
        entry.review.confidant = confidant.unwrap_or_else(|| entry.review.confidant.clone());
        Ok(())
    }
}

/// Writes the start of an id as ids are written: without dashes, in small letters.
pub(crate) fn hex_start(prefix: &str) -> String {
    prefix.chars().filter(|character| *character != '-').collect::<String>().to_lowercase()
}

/// Refuses more tags than one entry carries.
pub(crate) fn check_tags(tags: &BTreeSet<Tag>) -> Result<(), AppError> {
    if tags.len() > MOST_TAGS {
        return Err(AppError::Invalid(format!(
            "{} tags are too many for one entry; keep it to {MOST_TAGS}",
            tags.len()
        )));
    }
    Ok(())
}
