//! Cases that resemble an entry, or a text that is no entry yet: somebody else has been here before.
//!
//! They go by words and the table, whatever model reads the log: it would read a million of them for most of a day.

use std::sync::Arc;

use hansei_method::case::Case;
use hansei_method::id::EntryId;
use hansei_recall::digest::Digest;
use hansei_recall::likeness::{Question, Texts};
use hansei_recall::terms::Terms;
use hansei_recall::vector::Vector;
use hansei_store::{CaseClue, CaseLikeness, StoreError};

use super::ToldCase;
use super::twins::Once;
use crate::similar::{table, table_maker};
use crate::told::Told;
use crate::{App, AppError};

/// The most similar cases that can be asked for.
pub const MOST_SIMILAR_CASES: u8 = 20;

/// The most words named of those that a text and a case share.
const MOST_SHARED: usize = 5;

/// How many are made in one transaction.
const BATCH: u32 = 250;

/// How many batches are made while somebody waits for an answer.
const MOST_BATCHES: u32 = 2;

/// From how many cases it is learned what is common among all of them.
const SAMPLE: u32 = 4_000;

/// By how many words of a text its likes are looked up.
const MOST_CLUES: usize = 16;

/// How many cases are compared word by word.
const MOST_COMPARED: u32 = 300;

/// A case that resembles what was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct SimilarCase {
    /// The case, and who tells it.
    pub told: ToldCase,
    /// Words that both have, as they stand in what was asked, the most telling first.
    pub shared: Vec<String>,
}

/// What is common among the cases: all of them where they are few, else a sample.
pub(super) struct Background {
    texts: Texts,
    made_until: i64,
    cases: i64,
}

impl App {
    /// Finds the cases that resemble a text, the most alike first.
    ///
    /// `near` leaves out those that only come first because something has to, and what shares but one word. Of very many
    /// cases those are compared that share the most telling words.
    pub async fn similar_cases_to_text(
        &self,
        text: &str,
        near: bool,
        most: u8,
    ) -> Result<Vec<SimilarCase>, AppError> {
        self.start_the_library().await?;
        for _ in 0..MOST_BATCHES {
            if self.make_some_cases(BATCH).await? == 0 {
                break;
            }
        }
        let background = self.background().await?;
        let clues = background.texts.clues(text, MOST_CLUES).into_iter().map(|clue| CaseClue {
            word: clue.word,
            is_beginning: clue.is_beginning,
            weight: clue.weight,
        });
        let numbers =
            self.store.cases_with_clues(self.space, &clues.collect::<Vec<_>>(), MOST_COMPARED).await?;
        let made = self.store.case_likenesses(self.space, &numbers).await?;
        let digests: Vec<Digest> =
            made.iter().map(|made| Digest::from_bytes(&made.words).unwrap_or_default()).collect();
        let vectors: Vec<Option<Vector>> = made.iter().map(vector).collect();
        let question = Question::new(text, table());
        let found = background.texts.like_among((&digests, &vectors), &question, usize::MAX);
        let most = usize::from(most.min(MOST_SIMILAR_CASES));
        let best: Vec<i64> = found
            .into_iter()
            .filter(|like| !near || like.is_near_among_many())
            .map(|like| made[like.place].number)
            .collect();
        let mut once = Once::new(|told: &ToldCase| &told.case);
        // What tells the same is as alike, so that it stands near: a few more are looked at than are wanted.
        for numbers in best.chunks(most.max(1) * 2) {
            if once.len() >= most {
                break;
            }
            self.told(numbers).await?.into_iter().for_each(|(number, told)| once.add(number, told));
        }
        let similar = |told: ToldCase| {
            let shared = background.texts.shared(text, &told.case.whole_text(), MOST_SHARED);
            SimilarCase { told, shared }
        };
        Ok(once.all().into_iter().take(most).map(similar).collect())
    }

    /// Finds the cases that resemble an entry, the most alike first.
    pub async fn similar_cases(
        &self,
        id: EntryId,
        near: bool,
        most: u8,
    ) -> Result<Vec<SimilarCase>, AppError> {
        let kept = self.entry(id).await?;
        self.similar_cases_to_text(&Told::of(&kept.entry).text, near, most).await
    }

    /// Counts the cases that are not compared with anything yet.
    pub async fn cases_due(&self) -> Result<i64, AppError> {
        let state = self.store.shelf(self.space).await?;
        let until = if state.made_by == table_maker() { state.made_until } else { 0 };
        Ok(self.store.count_cases_after(self.space, until).await?)
    }

    /// Makes what is compared of the cases that came since; `made` is told after each batch how many that were.
    pub async fn catch_up_cases(&self, mut made: impl FnMut(usize)) -> Result<(), AppError> {
        let told = |more| {
            made(more);
            true
        };
        self.catch_up_cases_while(told).await
    }

    /// Makes what is compared of the cases that came since; `made` is told after each batch how many that were, and says
    /// whether to go on.
    pub async fn catch_up_cases_while(&self, mut made: impl FnMut(usize) -> bool) -> Result<(), AppError> {
        loop {
            match self.make_some_cases(BATCH).await? {
                0 => return Ok(()),
                more if !made(more) => return Ok(()),
                _ => {}
            }
        }
    }

    /// Makes what is compared of the next few cases, and returns how many that were; 0 where none is left, or nothing can be
    /// written.
    async fn make_some_cases(&self, batch: u32) -> Result<usize, AppError> {
        let maker = table_maker();
        loop {
            let state = self.store.shelf(self.space).await?;
            let until = if state.made_by == maker { state.made_until } else { 0 };
            if until >= state.last_number {
                return Ok(0);
            }
            let due = self.store.cases_after(self.space, until, batch).await?;
            // Numbers that were given and are not there any more are done as well.
            let last = due.last().map_or(state.last_number, |(number, _)| *number);
            let made: Vec<CaseLikeness> =
                due.iter().filter_map(|(number, case)| Some(made_of(*number, case.as_ref()?))).collect();
            let kept: Result<bool, StoreError> = hansei_store::transaction!(self.store, tx =>
                tx.keep_case_likenesses(self.space, &maker, &made, (until, last)).await);
            match kept {
                Ok(true) => return Ok(due.len()),
                // Somebody else made these; on to what is due now.
                Ok(false) => {}
                Err(StoreError::ReadOnly | StoreError::Full | StoreError::Busy) => return Ok(0),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Learns what is common among the cases, anew when an eighth of them came since.
    async fn background(&self) -> Result<Arc<Background>, AppError> {
        let state = self.store.shelf(self.space).await?;
        let kept = self.store.collections(self.space).await?;
        let cases: i64 = kept.iter().map(|kept| kept.cases).sum();
        let is_fresh = |known: &Arc<Background>| {
            known.made_until + known.cases / 8 >= state.made_until
                && known.made_until <= state.made_until
                && (known.cases - cases).abs() <= known.cases / 8
        };
        let known = self.shelf.background.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        if let Some(known) = known.filter(is_fresh) {
            return Ok(known);
        }
        let mut texts = Texts::default();
        for made in self.store.sample_of_cases(self.space, SAMPLE).await? {
            texts.add(Digest::from_bytes(&made.words).unwrap_or_default(), vector(&made));
        }
        let known = Arc::new(Background { texts, made_until: state.made_until, cases });
        let mut kept = self.shelf.background.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *kept = Some(Arc::clone(&known));
        Ok(known)
    }
}

fn vector(made: &CaseLikeness) -> Option<Vector> {
    (!made.vector.is_empty()).then(|| Vector::from_bytes(&made.vector))
}

fn made_of(number: i64, case: &Case) -> CaseLikeness {
    let text = case.whole_text();
    CaseLikeness {
        number,
        words: Digest::of(&Terms::telling(&text)).to_bytes(),
        vector: table().embed(&text).map(|vector| vector.to_bytes()).unwrap_or_default(),
    }
}
