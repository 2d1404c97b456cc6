//! What resembles an entry, or a text that is no entry yet: "you have been here before".
//!
//! What is compared is made of an entry's words after it was saved, when somebody first asks; saving never waits for it.

mod making;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hansei_method::id::EntryId;
use hansei_recall::digest::Digest;
use hansei_recall::likeness::{Question, Texts};
use hansei_recall::vector::Vector;
use hansei_store::{Likeness, Listed};

use self::making::{Makers, WORDS};
use crate::told::Told;
use crate::{App, AppError};

pub(crate) use making::{table, table_maker};

/// The most similar entries that can be asked for.
pub const MOST_SIMILAR: u8 = 20;

/// How many are shown where nobody asked.
pub const FEW: u8 = 3;

/// The most words named of those that two entries share.
const MOST_SHARED: usize = 5;

/// An entry that resembles what was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Similar {
    /// Its line in the log; the lesson of it was meant to prevent this.
    pub line: Listed,
    /// Words that both have, as they stand in what was asked, the most telling first.
    pub shared: Vec<String>,
    /// What the person said of the two: whether they are the same kind. Nothing yet is `None`.
    pub same: Option<bool>,
}

/// How many are read into memory together: as they are kept, and before they are taken in.
pub(super) const READ_TOGETHER: u32 = 500;

/// How many entries may not have been read by the model yet, at least, while it is asked all the same.
const FEW_UNREAD: usize = 20;

/// What is known of all entries, kept while the program runs.
#[derive(Default)]
pub(crate) struct Known {
    /// What makes the directions that are compared.
    maker: String,
    texts: Texts,
    ids: Vec<EntryId>,
    places: HashMap<EntryId, usize>,
    /// The places of those that only their words are known of, because something else made them.
    unread: HashSet<usize>,
    /// When the latest of them was made, in microseconds.
    until: i64,
}

impl Known {
    /// Starts anew where something else makes the directions from now on.
    fn made_by(&mut self, maker: &str) {
        if self.maker != maker {
            *self = Self { maker: maker.to_owned(), ..Self::default() };
        }
    }

    /// Takes in what was made of an entry, in place of what was made before. What cannot be read is not compared; of what
    /// another maker made, the words are.
    fn take(&mut self, made: &Likeness, made_by: &str) {
        if !made_by.strip_prefix(WORDS).is_some_and(|rest| rest.starts_with('+')) {
            return;
        }
        let Some(words) = Digest::from_bytes(&made.words) else { return };
        let is_read = made_by == self.maker;
        let vector = (is_read && !made.vector.is_empty()).then(|| Vector::from_bytes(&made.vector));
        let place = if let Some(place) = self.places.get(&made.id) {
            self.texts.replace(*place, words, vector);
            *place
        } else {
            self.places.insert(made.id, self.ids.len());
            self.ids.push(made.id);
            self.texts.add(words, vector);
            self.ids.len() - 1
        };
        if is_read {
            self.unread.remove(&place);
        } else {
            self.unread.insert(place);
        }
    }

    /// Forgets an entry that is gone for good.
    fn forget(&mut self, id: EntryId) {
        if let Some(place) = self.places.get(&id) {
            self.texts.replace(*place, Digest::default(), None);
            self.unread.remove(place);
        }
    }

    /// Says whether almost all were read by one maker, so that those that were not are not set back.
    fn is_read(&self) -> bool {
        self.unread.len() <= FEW_UNREAD.max(self.ids.len() / 10)
    }
}

/// What makes and compares, shared by everything that runs on one app.
#[derive(Clone, Default)]
pub(crate) struct Recall {
    known: Arc<Mutex<Known>>,
}

impl Recall {
    fn known(&self) -> MutexGuard<'_, Known> {
        // A thread that panicked may have left out an entry, and nothing else.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Finds the entries that resemble a text or share words with it: those that are near first, of each the most alike.
    pub(crate) async fn nearest_to_text(&self, text: &str, most: u8) -> Result<Vec<Similar>, AppError> {
        let mut found = self.similar_to_text(text, true, most).await?;
        if found.len() < usize::from(most) {
            let farther = self.similar_to_text(text, false, most).await?;
            let seen: HashSet<EntryId> = found.iter().map(|similar| similar.line.id).collect();
            let is_more = |similar: &Similar| !similar.shared.is_empty() && !seen.contains(&similar.line.id);
            found.extend(farther.into_iter().filter(is_more));
            found.truncate(usize::from(most));
        }
        Ok(found)
    }

    /// Finds the entries that resemble a text, the most alike first.
    ///
    /// `near` leaves out those that only come first because something has to.
    pub async fn similar_to_text(&self, text: &str, near: bool, most: u8) -> Result<Vec<Similar>, AppError> {
        self.resembling(text, near, most, &HashSet::new(), &HashMap::new()).await
    }

    /// Finds the entries that resemble an entry: what the person said is the same kind first, of each the most alike; not the
    /// other attempts at its goal, which it is compared with anyway, and not what the person said is another kind.
    pub async fn similar_to(&self, id: EntryId, near: bool, most: u8) -> Result<Vec<Similar>, AppError> {
        let kept = self.entry(id).await?;
        let mut left_out = HashSet::from([id]);
        if let Some(attempt) = &kept.entry.attempt {
            left_out.extend(
                self.store.attempts(self.space, attempt.goal).await?.iter().map(|kept| kept.entry.id),
            );
        }
        let said: HashMap<EntryId, bool> =
            self.store.verdicts_on(self.space, id).await?.into_iter().collect();
        left_out.extend(said.iter().filter(|(_, same)| !**same).map(|(id, _)| *id));
        self.resembling(&Told::of(&kept.entry).text, near, most, &left_out, &said).await
    }

    /// Remembers what the person says of two entries: the same kind, or not; `None` takes it back. Returns what was said
    /// before.
    pub async fn say_of_two(
        &self,
        one: EntryId,
        other: EntryId,
        same: Option<bool>,
    ) -> Result<Option<bool>, AppError> {
        if one == other {
            return Err(AppError::Invalid("an entry is always its own kind; name two entries".to_owned()));
        }
        let now = self.now().timestamp();
        hansei_store::transaction!(self.store, tx => {
            self.present(tx, one, None).await?;
            self.present(tx, other, None).await?;
            Ok(tx.put_verdict(self.space, (one, other), same, now).await?)
        })
    }

    /// Lists the entries of which the person said that they are not the same kind as this one.
    pub async fn not_the_same(&self, id: EntryId) -> Result<Vec<Listed>, AppError> {
        let mut lines = Vec::new();
        for (other, same) in self.store.verdicts_on(self.space, id).await? {
            if !same {
                lines.extend(self.store.line(self.space, other).await?);
            }
        }
        Ok(lines)
    }

    async fn resembling(
        &self,
        text: &str,
        near: bool,
        most: u8,
        left_out: &HashSet<EntryId>,
        said: &HashMap<EntryId, bool>,
    ) -> Result<Vec<Similar>, AppError> {
        let most = usize::from(most.min(MOST_SIMILAR));
        let makers = self.makers().await?;
        self.make_some(&makers).await?;
        self.read_what_was_made(&makers.best).await?;
        let question = self.question(text, &makers).await?;
        let found = self.best(&question, near, left_out, said);
        let mut similar = Vec::new();
        for id in found {
            if similar.len() == most {
                break;
            }
            let Some(kept) = self.store.entry(self.space, id).await? else {
                self.recall.known().forget(id);
                continue;
            };
            let Some(line) = self.store.line(self.space, id).await? else { continue };
            let shared = self.recall.known().texts.shared(text, &Told::of(&kept.entry).text, MOST_SHARED);
            similar.push(Similar { line, shared, same: said.get(&id).copied() });
        }
        Ok(similar)
    }

    /// Lists all that come into question, those in the trash too: first what the person said is the same kind, near or
    /// not; of each the most alike first.
    fn best(
        &self,
        question: &Question,
        near: bool,
        left_out: &HashSet<EntryId>,
        said: &HashMap<EntryId, bool>,
    ) -> Vec<EntryId> {
        let mut known = self.recall.known();
        let is_same = |id: &EntryId| said.get(id) == Some(&true);
        let places: Vec<usize> =
            (0..known.ids.len()).filter(|place| left_out.contains(&known.ids[*place])).collect();
        let likes = known.texts.like_without(&places, question, usize::MAX);
        let mut found: Vec<EntryId> = likes
            .iter()
            .enumerate()
            .filter(|(rank, like)| !near || like.is_near(*rank == 0) || is_same(&known.ids[like.place]))
            .map(|(_, like)| known.ids[like.place])
            .collect();
        let mut unlike: Vec<EntryId> =
            said.keys().copied().filter(|id| is_same(id) && !found.contains(id)).collect();
        unlike.sort_unstable();
        found.extend(unlike);
        // What the person called the same kind may be left out too: another attempt at the goal.
        found.retain(|id| !left_out.contains(id));
        found.sort_by_key(|id| !is_same(id));
        found
    }

    /// Asks with a text in the best way there is: by its words alone where the model is not there, or has not read the log.
    async fn question(&self, text: &str, makers: &Makers) -> Result<Question, AppError> {
        if !self.recall.known().is_read() {
            return Ok(Question::by_words(text));
        }
        let Some(wanted) = &makers.model else { return Ok(Question::new(text, table())) };
        let Ok(model) = self.model(wanted.clone()).await else { return Ok(Question::by_words(text)) };
        let text = text.to_owned();
        let asked = tokio::task::spawn_blocking(move || Question::new(&text, &*model)).await;
        asked.map_err(AppError::broken)
    }

    /// Reads what was made since the last time, by whatever process.
    async fn read_what_was_made(&self, best: &str) -> Result<(), AppError> {
        let until = {
            let mut known = self.recall.known();
            known.made_by(best);
            known.until
        };
        let (mut made_at, mut after) = (until + 1, None);
        loop {
            let made = self.store.likeness_since(self.space, made_at, after, READ_TOGETHER).await?;
            let mut known = self.recall.known();
            known.made_by(best);
            let Some(last) = made.last() else {
                // Only now: of what was made at one time some may not have been read before.
                known.until = known.until.max(if after.is_some() { made_at } else { until });
                return Ok(());
            };
            (made_at, after) = (last.made_at, Some(last.likeness.id));
            for made in &made {
                known.take(&made.likeness, &made.made_by);
            }
        }
    }
}
