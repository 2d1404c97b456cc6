//! The library: other people's failures, collection by collection, apart from one's own entries.

mod coming;
pub mod files;
mod kin;
mod look_up;
mod similar;
mod starter;
mod twins;

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use hansei_method::case::{Case, Collection};
use hansei_method::id::CollectionId;
use hansei_method::occurred::Occurred;
use hansei_method::text::{Line, Text};
use hansei_store::{KeptCase, KeptCollection};

use crate::write::write;
use crate::{App, AppError, Saved};

pub(crate) use coming::words_of;
pub use coming::{CaseBatch, Coming, Noted};
pub use hansei_library::prose;
pub use kin::{Kinship, Sketch};
pub(crate) use look_up::Reach;
pub use look_up::{CaseHit, CaseQuery, LookedCases, MOST_CASES};
pub use similar::{MOST_SIMILAR_CASES, SimilarCase};
pub use starter::starter;

/// The most cases on one page.
pub const MOST_ON_A_PAGE: u32 = 200;

/// How many cases are erased in one transaction.
const ERASED_TOGETHER: u32 = 500;

/// The collection of what somebody told the person.
const TOLD_TO_ME: u128 = 0x7014_7d00_0000_4000_8000_0000_0000_0001;

/// The name of that collection, when it is made.
const TOLD_NAME: &str = "Told to me";

/// How many digits of a random id are the key of what was told.
const TOLD_KEY: usize = 16;

/// What is known of the library while the program runs.
#[derive(Clone, Default)]
pub(crate) struct Shelf {
    /// Whether it was looked after the collection that hansei brings.
    is_started: Arc<AtomicBool>,
    /// What is common among the cases, to tell what is rare.
    background: Arc<Mutex<Option<Arc<similar::Background>>>>,
}

/// How a collection is described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Its name.
    pub name: Line,
    /// Who tells it.
    pub source: Option<Line>,
    /// Under which licence it may be passed on.
    pub licence: Option<Line>,
    /// The notice that the licence asks for.
    pub notice: Option<Text>,
    /// Where it comes from: an address.
    pub link: Option<Line>,
}

impl Described {
    /// Describes a collection of which only the name is known.
    #[must_use]
    pub fn named(name: Line) -> Self {
        Self { name, source: None, licence: None, notice: None, link: None }
    }

    fn with_id(self, id: CollectionId) -> Collection {
        let Self { name, source, licence, notice, link } = self;
        Collection { id, name, source, licence, notice, link }
    }
}

/// A case, with the collection that tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldCase {
    /// The case.
    pub case: Case,
    /// Who tells it, and under which licence.
    pub collection: Collection,
}

/// A page of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePage {
    /// The cases, in the order in which they came.
    pub cases: Vec<Case>,
    /// Where the next page begins; `None` when this was the last.
    pub next: Option<i64>,
}

/// A failure that somebody told, on its way into the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Its title.
    pub title: Line,
    /// What they intended.
    pub intended: Option<Text>,
    /// What happened.
    pub happened: Option<Text>,
    /// How it came about, as they see it.
    pub why: Option<Text>,
    /// How they responded.
    pub response: Option<Text>,
    /// What they changed.
    pub change: Option<Text>,
    /// What they learned.
    pub lesson: Option<Text>,
    /// When it happened.
    pub occurred: Option<Occurred>,
    /// Where it can be read.
    pub link: Option<Line>,
    /// What it is filed under.
    pub labels: Vec<Line>,
}

impl App {
    /// Lists the collections, added first first.
    pub async fn collections(&self) -> Result<Vec<KeptCollection>, AppError> {
        self.start_the_library().await?;
        Ok(self.store.collections(self.space).await?)
    }

    /// Returns a collection.
    pub async fn collection(&self, id: CollectionId) -> Result<KeptCollection, AppError> {
        self.start_the_library().await?;
        self.store.collection(self.space, id).await?.ok_or_else(no_collection)
    }

    /// Finds the one collection with this name, or whose id starts so.
    pub async fn find_collection(&self, written: &str) -> Result<KeptCollection, AppError> {
        let wanted = written.trim().to_lowercase();
        let all = self.collections().await?;
        let is_named = |kept: &&KeptCollection| kept.collection.name.as_str().to_lowercase() == wanted;
        let begins = |kept: &&KeptCollection| {
            wanted.len() >= SHORTEST_ID && kept.collection.id.to_string().starts_with(&wanted)
        };
        let mut found: Vec<&KeptCollection> = all.iter().filter(is_named).collect();
        if found.is_empty() {
            found = all.iter().filter(begins).collect();
        }
        match found[..] {
            [one] => Ok(one.clone()),
            [] => Err(no_collection()),
            _ => Err(AppError::Invalid(format!(
                "{} collections are called so; name one by its id, for example {}",
                found.len(),
                found[0].collection.id
            ))),
        }
    }

    /// Returns the collection of exactly this name, whatever its case, described with what is newly known of it; where there
    /// is none, it is made.
    pub async fn collection_named(&self, described: Described) -> Result<CollectionId, AppError> {
        let name = described.name.as_str().to_lowercase();
        let mut found: Vec<Collection> =
            self.collections().await?.into_iter().map(|kept| kept.collection).collect();
        found.retain(|told| told.name.as_str().to_lowercase() == name);
        if found.len() > 1 {
            return Err(AppError::Invalid(format!(
                "{} collections are called \"{}\"; import into one of another name",
                found.len(),
                described.name
            )));
        }
        let Some(told) = found.pop() else { return Ok(self.add_collection(described).await?.id) };
        let anew = Described {
            name: told.name,
            source: described.source.or(told.source),
            licence: described.licence.or(told.licence),
            notice: described.notice.or(told.notice),
            link: described.link.or(told.link),
        };
        Ok(self.describe_collection(told.id, None, anew).await?.id)
    }

    /// Adds an empty collection.
    pub async fn add_collection(&self, described: Described) -> Result<Saved<CollectionId>, AppError> {
        let (id, now) = (CollectionId::new(self.new_id()), self.now().timestamp());
        let collection = described.with_id(id);
        write!(self, tx => {
            let version = tx.put_collection(self.space, &collection, now).await?.ok_or_else(no_collection)?;
            Ok(Saved { id, version })
        })
    }

    /// Describes a collection anew; its cases stay.
    pub async fn describe_collection(
        &self,
        id: CollectionId,
        expected: Option<i64>,
        described: Described,
    ) -> Result<Saved<CollectionId>, AppError> {
        let now = self.now().timestamp();
        let collection = described.with_id(id);
        write!(self, tx => {
            let kept = tx.collection(self.space, id).await?.ok_or_else(no_collection)?;
            if expected.is_some_and(|expected| expected != kept.version) {
                return Err(AppError::Conflict(
                    "this collection was changed somewhere else; look at it again, then repeat your change".to_owned(),
                ));
            }
            if kept.collection == collection {
                return Ok(Saved { id, version: kept.version });
            }
            let version = tx.put_collection(self.space, &collection, now).await?.ok_or_else(no_collection)?;
            Ok(Saved { id, version })
        })
    }

    /// Hides a collection and everything in it at once; [`erase_hidden_cases`](Self::erase_hidden_cases) erases it.
    ///
    /// Lessons that were adopted from it stay.
    pub async fn delete_collection(&self, id: CollectionId) -> Result<(), AppError> {
        self.start_the_library().await?;
        let now = self.now().timestamp();
        let hidden = hansei_store::transaction!(self.store, tx => Ok::<_, AppError>(tx.hide_collection(self.space, id, now).await?))?;
        if hidden { Ok(()) } else { Err(no_collection()) }
    }

    /// Erases what was deleted, and the words of cases that others took the place of; `erased` is told after each step how
    /// many cases that were. Broken off, it goes on when it is asked for again.
    pub async fn erase_hidden_cases(&self, mut erased: impl FnMut(usize)) -> Result<(), AppError> {
        for (id, _) in self.store.collections_going(self.space).await? {
            loop {
                let count = hansei_store::transaction!(self.store, tx =>
                    Ok::<_, AppError>(tx.erase_cases(self.space, id, ERASED_TOGETHER).await?))?;
                if count == 0 {
                    break;
                }
                erased(count);
            }
        }
        if self.store.untidied_cases(self.space).await? > 0 {
            self.tidy_the_library().await?;
        }
        Ok(())
    }

    /// Takes the words of what was erased out of the index.
    pub(crate) async fn tidy_the_library(&self) -> Result<(), AppError> {
        let untidied = self.store.untidied_cases(self.space).await?;
        let mut is_first = true;
        while self.store.tidy_case_search(is_first).await? {
            is_first = false;
        }
        hansei_store::transaction!(self.store, tx => Ok(tx.set_tidied(self.space, untidied).await?))
    }

    /// Counts the cases that were deleted and are not erased yet.
    pub async fn hidden_cases(&self) -> Result<i64, AppError> {
        Ok(self.store.collections_going(self.space).await?.into_iter().map(|(_, cases)| cases).sum())
    }

    /// Returns a case.
    pub async fn case(&self, collection: CollectionId, key: &str) -> Result<ToldCase, AppError> {
        let told = self.collection(collection).await?.collection;
        let kept = self.store.case(self.space, collection, key).await?.ok_or_else(no_case)?;
        Ok(ToldCase { case: kept.case, collection: told })
    }

    /// Finds the one case with this key, in whichever collection; `COLLECTION/KEY` says in which, by name or id.
    pub async fn find_case(&self, written: &str) -> Result<ToldCase, AppError> {
        self.start_the_library().await?;
        let found = self.store.collections_with(self.space, written).await?;
        match found[..] {
            [one] => return self.case(one, written).await,
            [first, ..] => {
                return Err(AppError::Invalid(format!(
                    "{} collections have a case with this key; write it like {first}/{written}",
                    found.len()
                )));
            }
            [] => {}
        }
        for (at, _) in written.match_indices('/') {
            if let Ok(kept) = self.find_collection(&written[..at]).await {
                return self.case(kept.collection.id, &written[at + 1..]).await;
            }
        }
        Err(no_case())
    }

    /// Lists the cases of a collection a page at a time, after `next` of the page before.
    pub async fn cases(
        &self,
        id: CollectionId,
        after: Option<i64>,
        limit: u32,
    ) -> Result<CasePage, AppError> {
        self.collection(id).await?;
        let limit = limit.clamp(1, MOST_ON_A_PAGE);
        let mut kept = self.store.cases(self.space, id, after.unwrap_or_default(), limit + 1).await?;
        let is_more = kept.len() > limit as usize;
        kept.truncate(limit as usize);
        let next = kept.last().filter(|_| is_more).map(|last| last.number);
        Ok(CasePage { cases: kept.into_iter().map(|kept| kept.case).collect(), next })
    }

    /// Writes down what somebody told, in the collection "Told to me", which is made when it is first needed.
    pub async fn write_down(&self, heard: Heard) -> Result<ToldCase, AppError> {
        let now = self.now().timestamp();
        let id = CollectionId::new(uuid::Uuid::from_u128(TOLD_TO_ME));
        let key: Line = self.new_id().simple().to_string()[..TOLD_KEY].parse().map_err(AppError::broken)?;
        let Heard { title, intended, happened, why, response, change, lesson, occurred, link, labels } =
            heard;
        let case =
            Case { key, title, intended, happened, why, response, change, lesson, occurred, link, labels };
        coming::check(&case)?;
        let told = Described {
            licence: Some("told to me; not mine to pass on".parse().map_err(AppError::broken)?),
            ..Described::named(TOLD_NAME.parse().map_err(AppError::broken)?)
        };
        let told = told.with_id(id);
        let new = [coming::new_case(case.clone())];
        let key: Line = write!(self, tx => {
            if tx.collection(self.space, id).await?.is_none() {
                tx.put_collection(self.space, &told, now).await?.ok_or_else(|| AppError::Conflict(
                    "what was told to you is being deleted just now; wait a moment and try again".to_owned(),
                ))?;
            }
            let put = tx.put_cases(self.space, id, &new).await?.ok_or_else(no_collection)?;
            if put.new == 0 {
                return Err(AppError::Conflict("this key is taken; try again".to_owned()));
            }
            Ok(new[0].case.key.clone())
        })?;
        self.case(id, key.as_str()).await
    }

    /// Puts each case together with its collection, in the order of these numbers.
    async fn told(&self, numbers: &[i64]) -> Result<Vec<(i64, ToldCase)>, AppError> {
        let mut cases: HashMap<i64, KeptCase> = self
            .store
            .cases_numbered(self.space, numbers)
            .await?
            .into_iter()
            .map(|kept| (kept.number, kept))
            .collect();
        let collections: HashMap<CollectionId, Collection> = self
            .store
            .collections(self.space)
            .await?
            .into_iter()
            .map(|kept| (kept.collection.id, kept.collection))
            .collect();
        let told = |number: &i64| {
            let kept = cases.remove(number)?;
            let collection = collections.get(&kept.collection)?.clone();
            Some((*number, ToldCase { case: kept.case, collection }))
        };
        Ok(numbers.iter().filter_map(told).collect())
    }
}

/// The shortest start of an id that names a collection.
const SHORTEST_ID: usize = 4;

pub(crate) fn no_collection() -> AppError {
    AppError::NotFound("there is no such collection; look at the library for its name".to_owned())
}

pub(crate) fn no_case() -> AppError {
    AppError::NotFound("there is no such case; search the library for its key".to_owned())
}
