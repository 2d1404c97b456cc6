//! What resembles an entry, or a text that is no entry yet: "you have been here before".
//!
//! What is compared is made of an entry's words after it was saved, when somebody first asks; saving never waits for it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_recall::digest::Digest;
use hansei_recall::likeness::{Like, Question, Texts};
use hansei_recall::table::{Embed, TokenTable};
use hansei_recall::terms::Terms;
use hansei_recall::vector::Vector;
use hansei_store::{Due, Likeness, Listed, StoreError};

use crate::searched::whole_text;
use crate::{App, AppError};

/// The most similar entries that can be asked for.
pub const MOST_SIMILAR: u8 = 20;

/// How many are shown where nobody asked.
pub const FEW: u8 = 3;

/// The most words named of those that two entries share.
const MOST_SHARED: usize = 5;

/// How many are made in one transaction.
const BATCH: u32 = 200;

/// How many batches are made while somebody waits for an answer.
const MOST_BATCHES: u32 = 5;

/// Says how the words of an entry are digested; a new number makes all of them anew.
const WORDS: &str = "words-1";

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

/// What is known of all entries, kept while the program runs.
#[derive(Default)]
pub(crate) struct Known {
    texts: Texts,
    ids: Vec<EntryId>,
    places: HashMap<EntryId, usize>,
    /// When the latest of them was made, in microseconds.
    until: i64,
}

impl Known {
    /// Takes in what was made of an entry, in place of what was made before. What cannot be read is not compared.
    fn take(&mut self, made: &Likeness) {
        let Some(words) = Digest::from_bytes(&made.words) else { return };
        let vector = (!made.vector.is_empty()).then(|| Vector::from_bytes(&made.vector));
        if let Some(place) = self.places.get(&made.id) {
            self.texts.replace(*place, words, vector);
        } else {
            self.places.insert(made.id, self.ids.len());
            self.ids.push(made.id);
            self.texts.add(words, vector);
        }
    }
}

impl Known {
    /// Forgets an entry that is gone for good.
    fn forget(&mut self, id: EntryId) {
        if let Some(place) = self.places.get(&id) {
            self.texts.replace(*place, Digest::default(), None);
        }
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

pub(crate) fn table() -> &'static dyn Embed {
    TokenTable::built_in()
}

/// Names what makes the likeness of an entry.
pub(crate) fn maker() -> String {
    format!("{WORDS}+{}", table().name())
}

fn made_of(entry: &Entry) -> Likeness {
    let text = whole_text(entry);
    Likeness {
        id: entry.id,
        words: Digest::of(&Terms::telling(&text)).to_bytes(),
        vector: table().embed(&text).map(|vector| vector.to_bytes()).unwrap_or_default(),
    }
}

impl App {
    /// Finds the entries that resemble a text, the most alike first.
    ///
    /// `near` leaves out those that only come first because something has to.
    pub async fn similar_to_text(&self, text: &str, near: bool, most: u8) -> Result<Vec<Similar>, AppError> {
        self.resembling(text, near, most, &HashSet::new(), &HashMap::new()).await
    }

    /// Finds the entries that resemble an entry, the most alike first: not the other attempts at its goal, which it is
    /// compared with anyway, and not what the person said is another kind.
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
        self.resembling(&whole_text(&kept.entry), near, most, &left_out, &said).await
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

    /// Counts the entries whose likeness has to be made before anything can be compared.
    pub async fn likeness_due(&self) -> Result<i64, AppError> {
        Ok(self.store.count_likeness_due(self.space, &maker()).await?)
    }

    /// Makes the likeness of what was saved since; `made` is told after each batch how many that were.
    pub async fn catch_up(&self, mut made: impl FnMut(usize)) -> Result<(), AppError> {
        loop {
            match self.make_some().await? {
                0 => return Ok(()),
                more => made(more),
            }
        }
    }

    /// Makes the likeness of the next few entries, and returns how many that were; 0 where none is left.
    ///
    /// Where nothing can be written they are compared all the same, made again the next time, and not counted.
    async fn make_some(&self) -> Result<usize, AppError> {
        let maker = maker();
        let due = self.store.likeness_due(self.space, &maker, BATCH).await?;
        if due.is_empty() {
            return Ok(0);
        }
        let now = self.now().timestamp();
        let likenesses: Vec<(Likeness, i64)> =
            due.iter().map(|Due { entry, version }| (made_of(entry), *version)).collect();
        let kept: Result<(), StoreError> = hansei_store::transaction!(self.store, tx => {
            let made_at = tx.likeness_time(self.space, now).await?;
            for (likeness, version) in &likenesses {
                tx.keep_likeness(self.space, likeness, *version, &maker, made_at).await?;
            }
            Ok(())
        });
        match kept {
            Ok(()) => Ok(likenesses.len()),
            Err(StoreError::ReadOnly | StoreError::Full | StoreError::Busy) => {
                let mut known = self.recall.known();
                for (likeness, _) in &likenesses {
                    known.take(likeness);
                }
                Ok(0)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Makes some of what is missing: whoever waits for an answer does not wait for a whole log that was just moved in.
    pub(crate) async fn catch_up_some(&self) -> Result<(), AppError> {
        for _ in 0..MOST_BATCHES {
            if self.make_some().await? == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Reads the directions of all entries that were made by now.
    pub(crate) async fn directions(&self) -> Result<HashMap<EntryId, Vector>, AppError> {
        let made = self.store.likeness_since(self.space, &maker(), 1).await?;
        let has_one = made.into_iter().filter(|(likeness, _)| !likeness.vector.is_empty());
        Ok(has_one.map(|(likeness, _)| (likeness.id, Vector::from_bytes(&likeness.vector))).collect())
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
        self.catch_up_some().await?;
        self.read_what_was_made().await?;
        let question = Question::new(text, table().embed(text));
        let found = self.best(&question, near, left_out);
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
            let shared = self.recall.known().texts.shared(text, &whole_text(&kept.entry), MOST_SHARED);
            similar.push(Similar { line, shared, same: said.get(&id).copied() });
        }
        Ok(similar)
    }

    /// Lists all that come into question, the most alike first, those in the trash too.
    fn best(&self, question: &Question, near: bool, left_out: &HashSet<EntryId>) -> Vec<EntryId> {
        let known = self.recall.known();
        let is_wanted = |like: &Like| !near || like.is_near();
        let found = known.texts.like(question, usize::MAX).into_iter().filter(is_wanted);
        found.map(|like| known.ids[like.place]).filter(|id| !left_out.contains(id)).collect()
    }

    /// Reads what was made since the last time, by whatever process.
    async fn read_what_was_made(&self) -> Result<(), AppError> {
        let until = self.recall.known().until;
        let made = self.store.likeness_since(self.space, &maker(), until + 1).await?;
        let mut known = self.recall.known();
        for (likeness, made_at) in &made {
            known.take(likeness);
            known.until = known.until.max(*made_at);
        }
        Ok(())
    }
}
