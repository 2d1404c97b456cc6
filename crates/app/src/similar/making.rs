//! What entries are compared by: made of their words after they were saved, in nobody's way.

use std::collections::HashMap;
use std::sync::Arc;

use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_recall::digest::Digest;
use hansei_recall::table::{Embed, TokenTable};
use hansei_recall::terms::Terms;
use hansei_recall::vector::Vector;
use hansei_store::{Due, Likeness, StoreError};

use super::READ_TOGETHER;
use crate::model::Maker;
use crate::told::Told;
use crate::{App, AppError};

/// How many are made in one transaction.
const BATCH: u32 = 200;

/// How many batches are made while somebody waits for an answer.
const MOST_BATCHES: u32 = 5;

/// Says how the words of an entry are digested; a new number makes all of them anew.
pub(super) const WORDS: &str = "words-2";

/// Says how a model reads an entry; a new number makes all of them anew.
const READING: &str = "1";

/// How many a model reads in one go: about a second's work.
const READ_AT_ONCE: u32 = 16;

pub(crate) fn table() -> &'static dyn Embed {
    TokenTable::built_in()
}

/// Names what makes a likeness of words and the table.
pub(crate) fn table_maker() -> String {
    format!("{WORDS}+{}", table().name())
}

/// What makes the likeness of entries: the best there is, and what makes it at once.
pub(super) struct Makers {
    /// The model that is wanted.
    pub(super) model: Option<String>,
    pub(super) best: String,
    quick: String,
}

impl Makers {
    fn of(model: Option<String>) -> Self {
        let quick = table_maker();
        let best = model.as_ref().map_or_else(|| quick.clone(), |model| format!("{WORDS}+{model}+{READING}"));
        Self { model, best, quick }
    }
}

fn made_of(entry: &Entry, maker: &dyn Embed) -> Likeness {
    let text = Told::of(entry).text;
    Likeness {
        id: entry.id,
        words: Digest::of(&Terms::telling(&text)).to_bytes(),
        vector: maker.embed(&text).map(|vector| vector.to_bytes()).unwrap_or_default(),
    }
}

impl App {
    /// Counts the entries whose likeness has to be made before everything can be compared in the best way there is.
    pub async fn likeness_due(&self) -> Result<i64, AppError> {
        let best = self.makers().await?.best;
        Ok(self.store.count_likeness_due(self.space, [&best, &best]).await?)
    }

    /// Makes the likeness of what was saved since; `made` is told after each batch how many that were.
    pub async fn catch_up(&self, mut made: impl FnMut(usize)) -> Result<(), AppError> {
        let told = |more| {
            made(more);
            true
        };
        self.catch_up_while(told).await
    }

    /// Makes the likeness of what was saved since; `made` is told after each batch how many that were, and says whether to
    /// go on.
    ///
    /// Where a model is wanted, all are made comparable by their words first, and that is not told: it takes no time
    /// beside the reading.
    pub async fn catch_up_while(&self, mut made: impl FnMut(usize) -> bool) -> Result<(), AppError> {
        let makers = self.makers().await?;
        loop {
            match self.make_quickly(&makers).await? {
                0 => break,
                more if makers.model.is_none() && !made(more) => return Ok(()),
                _ => {}
            }
        }
        let Some(wanted) = &makers.model else { return Ok(()) };
        // A model that has nothing to read is not called, so that it can rest.
        if self.store.likeness_due(self.space, [&makers.best, &makers.best], 1).await?.is_empty() {
            return Ok(());
        }
        // Without the model there is nothing to add; the check-up says what is wrong with it.
        let Ok(model) = self.model(wanted.clone()).await else { return Ok(()) };
        loop {
            match self.make_well(&makers, &model).await? {
                0 => return Ok(()),
                more if !made(more) => return Ok(()),
                _ => {}
            }
        }
    }

    /// Makes everything comparable by its words and the table, without waiting for a model, and returns how many that
    /// were; `made` is told after each batch.
    pub(crate) async fn make_comparable(&self, mut made: impl FnMut(usize)) -> Result<usize, AppError> {
        let makers = self.makers().await?;
        let mut all = 0;
        loop {
            match self.make_quickly(&makers).await? {
                0 => return Ok(all),
                more => {
                    all += more;
                    made(more);
                }
            }
        }
    }

    /// Makes some of what is missing: whoever waits for an answer does not wait for a whole log that was just moved in.
    pub(crate) async fn catch_up_some(&self) -> Result<(), AppError> {
        self.make_some(&self.makers().await?).await
    }

    pub(super) async fn makers(&self) -> Result<Makers, AppError> {
        Ok(Makers::of(self.wanted_model().await?))
    }

    pub(super) async fn make_some(&self, makers: &Makers) -> Result<(), AppError> {
        for _ in 0..MOST_BATCHES {
            if self.make_quickly(makers).await? == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Reads the directions that the table gave to entries.
    pub(crate) async fn directions(&self) -> Result<HashMap<EntryId, Vector>, AppError> {
        let maker = table_maker();
        let (mut directions, mut made_at, mut after) = (HashMap::new(), 1, None);
        loop {
            let kept = self.store.likeness_since(self.space, made_at, after, READ_TOGETHER).await?;
            let Some(last) = kept.last() else { return Ok(directions) };
            (made_at, after) = (last.made_at, Some(last.likeness.id));
            let made = kept.iter().filter(|kept| kept.made_by == maker && !kept.likeness.vector.is_empty());
            directions.extend(made.map(|made| (made.likeness.id, Vector::from_bytes(&made.likeness.vector))));
        }
    }

    /// Makes the next few that nothing has made yet, and returns how many that were; 0 where none is left.
    async fn make_quickly(&self, makers: &Makers) -> Result<usize, AppError> {
        let due = self.store.likeness_due(self.space, [&makers.best, &makers.quick], BATCH).await?;
        let made: Vec<(Likeness, i64)> =
            due.iter().map(|Due { entry, version }| (made_of(entry, table()), *version)).collect();
        self.keep(&made, &makers.quick, &makers.best).await
    }

    /// Lets the model read the next few, and returns how many that were; 0 where none is left.
    async fn make_well(&self, makers: &Makers, model: &Maker) -> Result<usize, AppError> {
        let due = self.store.likeness_due(self.space, [&makers.best, &makers.best], READ_AT_ONCE).await?;
        let model = Arc::clone(model);
        let read =
            move || due.iter().map(|due| (made_of(&due.entry, &*model), due.version)).collect::<Vec<_>>();
        let made = tokio::task::spawn_blocking(read).await.map_err(AppError::broken)?;
        self.keep(&made, &makers.best, &makers.best).await
    }

    /// Keeps what was made, and returns how many that were.
    ///
    /// Where nothing can be written they are compared all the same, made again the next time, and not counted.
    async fn keep(&self, made: &[(Likeness, i64)], maker: &str, best: &str) -> Result<usize, AppError> {
        if made.is_empty() {
            return Ok(0);
        }
        let now = self.now().timestamp();
        let kept: Result<(), StoreError> = hansei_store::transaction!(self.store, tx => {
            let made_at = tx.likeness_time(self.space, now).await?;
            for (likeness, version) in made {
                tx.keep_likeness(self.space, likeness, *version, maker, made_at).await?;
            }
            Ok(())
        });
        match kept {
            Ok(()) => Ok(made.len()),
            Err(StoreError::ReadOnly | StoreError::Full | StoreError::Busy) => {
                let mut known = self.recall.known();
                known.made_by(best);
                for (likeness, _) in made {
                    known.take(likeness, maker);
                }
                Ok(0)
            }
            Err(error) => Err(error.into()),
        }
    }
}
