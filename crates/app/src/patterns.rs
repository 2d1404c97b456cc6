//! Patterns: what recurs in the log, with the entries that show it; the person has the last word.
//!
//! What is found is made of the log alone, again whenever that has changed, and kept nowhere. What the person says of it is
//! kept by the ids of the entries, so that it holds when the same thing is found again.
//!
//! Entries are compared by words and the table here, whatever model reads the log: how near is near enough was chosen
//! with the table, and two programs on one log find the same, one with the model's file and one without.

mod acts;
mod alike;
mod card;
mod chosen;
mod found;
mod ideas;
mod rates;
mod seen;
mod view;

use std::collections::HashMap;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use hansei_method::id::EntryId;
use hansei_method::pattern::{PatternKey, Standing};
use hansei_recall::vector::Vector;
use hansei_store::{Kept, Stamp};

use self::seen::Seen;
use self::view::{Item, Known, Log};
use crate::similar::table;
use crate::told::Told;
use crate::{App, AppError};

pub use acts::SavedPattern;
pub use card::{Card, CardEntry, Estimates, State};
pub use chosen::Chosen;
pub use found::{Shared, Why};
pub use ideas::{Idea, Place};
pub use rates::{Change, LEAST_BEFORE, Rate, in_months};
pub use seen::Thought;

/// How many entries are read at a time.
const READ_TOGETHER: u32 = 500;

/// The fewest entries of a tendency that is named among those with too few to say.
const FEW: usize = 2;

/// Everything that the page of patterns shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Patterns {
    /// What is confirmed, then what is asked about; within each what has most entries first.
    pub cards: Vec<Card>,
    /// Tendencies with too few entries or situations to say anything.
    pub few: Vec<Few>,
    /// What the person rejected or merged, to be taken back.
    pub away: Vec<Away>,
    /// Thoughts that stand in three entries.
    pub ideas: Vec<Idea>,
    /// How many entries there are to find anything in.
    pub entries: usize,
}

/// A tendency with too few entries or situations to say anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Few {
    /// Its key.
    pub key: PatternKey,
    /// What it is called.
    pub name: String,
    /// How many entries it has.
    pub entries: usize,
    /// The kinds of situation they are from.
    pub contexts: Vec<String>,
}

/// A pattern that is not shown because the person said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    /// Its key.
    pub key: PatternKey,
    /// Its version.
    pub version: i64,
    /// What it is called.
    pub name: String,
    /// What was said.
    pub state: State,
}

/// What was found, with the log that it was found in; shared by everything that runs on one app.
#[derive(Clone, Default)]
pub(crate) struct Cache(Arc<Mutex<Option<Stamped>>>);

/// What was found, and the stamp of the log it was found in.
type Stamped = (Stamp, Arc<Log>);

impl Cache {
    fn of(&self, stamp: &Stamp) -> Option<Arc<Log>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().filter(|(of, _)| of == stamp).map(|(_, log)| Arc::clone(log))
    }

    fn keep(&self, stamp: Stamp, log: &Arc<Log>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((stamp, Arc::clone(log)));
    }
}

impl App {
    /// Lists the patterns.
    pub async fn patterns(&self) -> Result<Patterns, AppError> {
        let (known, now) = (self.known_patterns().await?, self.now());
        let mut patterns = Patterns {
            cards: Vec::new(),
            few: Vec::new(),
            away: Vec::new(),
            ideas: known.ideas().to_vec(),
            entries: known.entries(),
        };
        for item in &known.items {
            let card = known.card(item, &now);
            match &card.state {
                State::Merged { .. } | State::Rejected { has_doubled: false, .. } => {
                    let Card { key, version, name, state, .. } = card;
                    patterns.away.push(Away { key, version, name, state });
                }
                State::Confirmed if !card.entries.is_empty() => patterns.cards.push(card),
                State::Open | State::Rejected { .. } if card.is_claimed => patterns.cards.push(card),
                _ if card.entries.len() >= FEW => patterns.few.push(few(card)),
                _ => {}
            }
        }
        patterns.cards.sort_by_key(|card| {
            (card.state != State::Confirmed, usize::MAX - card.entries.len(), card.key.clone())
        });
        patterns.few.sort_by_key(|few| (usize::MAX - few.entries, few.name.clone()));
        Ok(patterns)
    }

    /// Shows one pattern, whatever the person said of it.
    pub async fn pattern(&self, key: &PatternKey) -> Result<Card, AppError> {
        let known = self.known_patterns().await?;
        let item = known.item(key).ok_or_else(no_pattern)?;
        Ok(known.card(item, &self.now()))
    }

    /// Finds the one pattern whose key starts so.
    pub async fn find_pattern(&self, start: &str) -> Result<PatternKey, AppError> {
        let known = self.known_patterns().await?;
        if let Some(item) = known.items.iter().find(|item| item.key.as_str() == start) {
            return Ok(item.key.clone());
        }
        let mut found = known.items.iter().filter(|item| item.key.as_str().starts_with(start));
        match (found.next(), found.next()) {
            (Some(item), None) if !start.is_empty() => Ok(item.key.clone()),
            (Some(_), Some(_)) => Err(AppError::Invalid(
                "more than one pattern starts with that; write a few more characters".to_owned(),
            )),
            _ => Err(no_pattern()),
        }
    }

    /// Lists the confirmed patterns that an entry is in, by what the person said; nothing is looked for anew.
    pub async fn patterns_of(&self, id: EntryId) -> Result<Vec<(PatternKey, String)>, AppError> {
        let known = Known::new(Arc::default(), self.store.patterns(self.space).await?);
        let holds = |item: &&Item| {
            let kept = item.kept.as_ref().map(|kept| &kept.pattern);
            kept.is_some_and(|pattern| pattern.evidence(&pattern.members).contains(&id))
        };
        let mut names: Vec<(PatternKey, String)> = Vec::new();
        for root in known.items.iter().filter(holds).map(|item| known.root(item)) {
            let is_told = names.iter().any(|(key, _)| *key == root.key);
            if *root.standing() == Standing::Confirmed && !is_told {
                names.push((root.key.clone(), root.name()));
            }
        }
        Ok(names)
    }

    /// Puts together what is found in the log and what was said of it.
    pub(crate) async fn known_patterns(&self) -> Result<Known, AppError> {
        let log = self.pattern_log().await?;
        Ok(Known::new(log, self.store.patterns(self.space).await?))
    }

    async fn pattern_log(&self) -> Result<Arc<Log>, AppError> {
        self.catch_up_some().await?;
        let stamp = self.store.stamp(self.space).await?;
        if let Some(log) = self.pattern_cache.of(&stamp) {
            return Ok(log);
        }
        let vectors = self.directions().await?;
        let (mut seen, mut others) = (Vec::new(), Vec::new());
        let mut after = None;
        loop {
            let read = self.store.all(self.space, after, READ_TOGETHER).await?;
            let Some(last) = read.last() else { break };
            after = Some(last.entry.id);
            seen.extend(read.iter().map(|kept| Seen::of(&kept.entry)));
            let has_none = |kept: &&Kept| !vectors.contains_key(&kept.entry.id);
            others
                .extend(read.iter().filter(has_none).map(|kept| (kept.entry.id, Told::of(&kept.entry).text)));
        }
        let said = self.store.verdicts(self.space).await?;
        // Seconds of work on a long log: whoever else asks is not to wait for it.
        let work = tokio::task::spawn_blocking(move || found_in(seen, with_others(vectors, others), &said));
        let log = Arc::new(work.await.map_err(AppError::broken)?);
        self.pattern_cache.keep(stamp, &log);
        Ok(log)
    }
}

/// Gives a direction to entries that have none by the table: a model has read them, or nothing has yet.
fn with_others(
    mut vectors: HashMap<EntryId, Vector>,
    others: Vec<(EntryId, String)>,
) -> HashMap<EntryId, Vector> {
    let made = others.into_iter().filter_map(|(id, text)| Some((id, table().embed(&text)?)));
    vectors.extend(made);
    vectors
}

fn found_in(
    mut seen: Vec<Seen>,
    mut vectors: HashMap<EntryId, Vector>,
    said: &[(EntryId, EntryId, bool)],
) -> Log {
    seen::sort_into_contexts(&mut seen, found::says_what);
    let (alike, tendencies, ideas) = thread::scope(|scope| {
        let others = scope.spawn(|| (found::by_tendency(&seen), ideas::ideas(&seen)));
        let alike = alike::alike(&seen, &mut vectors, said);
        let (tendencies, ideas) = others.join().unwrap_or_else(|panic| resume_unwind(panic));
        (alike, tendencies, ideas)
    });
    let found = found::found(&seen, tendencies, alike);
    let places = seen.iter().enumerate().map(|(place, seen)| (seen.id, place)).collect();
    for seen in &mut seen {
        (seen.text, seen.thoughts) = (String::new(), Vec::new());
    }
    Log { seen, places, found, ideas }
}

fn few(card: Card) -> Few {
    let contexts = card.contexts.into_iter().map(|(context, _)| context).collect();
    Few { key: card.key, name: card.name, entries: card.entries.len(), contexts }
}

fn no_pattern() -> AppError {
    AppError::NotFound("there is no such pattern; look at the list of patterns for its id".to_owned())
}
