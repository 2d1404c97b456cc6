//! Cases on their way into a collection, in batches, so that none of a million is kept in memory for long.

use std::collections::{BTreeMap, HashSet};

use hansei_method::case::{Case, MOST_LABELS};
use hansei_method::id::CollectionId;
use hansei_recall::search_text;
use hansei_store::{CaseWords, NewCase, Put};

use super::files::{Remark, leave_future_out};
use super::{Sketch, no_collection};
use crate::{App, AppError};

/// How many cases are kept in one transaction.
const TOGETHER: usize = 500;

/// The most bytes of the cases of one transaction.
const MOST_BYTES: usize = 4 << 20;

/// The most bytes of one case.
const MOST_CASE_BYTES: usize = 8 << 20;

/// Cases that are kept together once there are enough of them.
#[derive(Debug, Default)]
pub struct CaseBatch {
    cases: Vec<Case>,
    bytes: usize,
}

impl CaseBatch {
    /// Adds a case; says whether the batch is full and waits to be put.
    pub fn add(&mut self, case: Case) -> bool {
        self.bytes += size(&case);
        self.cases.push(case);
        self.cases.len() >= TOGETHER || self.bytes >= MOST_BYTES
    }

    /// Takes all cases out.
    pub fn take(&mut self) -> Vec<Case> {
        self.bytes = 0;
        std::mem::take(&mut self.cases)
    }
}

/// What became of the cases of an import so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coming {
    /// Those that were not there.
    pub new: u64,
    /// Those that were there, just as they are.
    pub same: u64,
    /// Those that took the place of another with the same key.
    pub changed: u64,
}

impl Coming {
    /// Counts all of them.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.new + self.same + self.changed
    }

    /// Adds what became of more cases.
    pub fn add(&mut self, more: Self) {
        self.new += more.new;
        self.same += more.same;
        self.changed += more.changed;
    }
}

impl From<Put> for Coming {
    fn from(Put { new, same, changed }: Put) -> Self {
        Self { new, same, changed }
    }
}

/// What was decided about cases that were put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noted {
    /// What was decided.
    pub remark: Remark,
    /// About how many of them.
    pub count: u64,
    /// Which is the first, from 1.
    pub first: u64,
}

impl App {
    /// Puts cases into a collection like [`put_cases`](Self::put_cases), and says what was decided about them: a day in the
    /// future is left out, and of two with one key the last one stays.
    ///
    /// Refused where more of them would take the place of cases that tell something else than are there, unless `may_replace`.
    pub async fn put_cases_noted(
        &self,
        id: CollectionId,
        mut cases: Vec<Case>,
        may_replace: bool,
    ) -> Result<(Coming, Vec<Noted>), AppError> {
        if !may_replace && !cases.is_empty() {
            let sketches: Vec<Sketch> = cases.iter().map(Sketch::of).collect();
            let kin = self.kinship(id, &sketches).await?;
            if kin.clashing > kin.agreeing {
                return Err(AppError::Conflict(format!(
                    "{}; send them into another collection, or say with \"replace\": true that it is meant",
                    kin.told()
                )));
            }
        }
        let (today, mut keys, mut noted) = (self.now().date(), HashSet::new(), BTreeMap::new());
        for (place, case) in (1..).zip(&mut cases) {
            let is_other = case.link.is_some() && case.web_link().is_none();
            for (is_so, remark) in [
                (!keys.insert(case.key.clone()), Remark::SameKey),
                (leave_future_out(case, today), Remark::FutureDay),
                (is_other, Remark::OtherLink),
            ] {
                if is_so {
                    noted.entry(remark).or_insert(Noted { remark, count: 0, first: place }).count += 1;
                }
            }
        }
        Ok((self.put_cases(id, cases).await?, noted.into_values().collect()))
    }

    /// Puts cases into a collection in one transaction, each under its key: what is there just the same is only counted.
    ///
    /// So an import that was broken off goes on when it is run again. See [`CaseBatch`] for how many to put at once.
    pub async fn put_cases(&self, id: CollectionId, cases: Vec<Case>) -> Result<Coming, AppError> {
        if cases.is_empty() {
            return Ok(Coming::default());
        }
        for case in &cases {
            check(case)?;
        }
        let cases: Vec<NewCase> = cases.into_iter().map(new_case).collect();
        let put = hansei_store::transaction!(self.store, tx => Ok::<_, AppError>(tx.put_cases(self.space, id, &cases).await?))?;
        Ok(put.ok_or_else(no_collection)?.into())
    }

    /// Puts the cases of an iterator into a collection, batch by batch; `progress` is told after each what became of all so
    /// far, and `bad` of each that could not be read.
    pub async fn import_cases<E>(
        &self,
        id: CollectionId,
        cases: impl Iterator<Item = Result<Case, E>>,
        mut progress: impl FnMut(Coming),
        mut bad: impl FnMut(E),
    ) -> Result<Coming, AppError> {
        let (mut coming, mut batch) = (Coming::default(), CaseBatch::default());
        for case in cases {
            match case {
                Ok(case) => {
                    if batch.add(case) {
                        coming.add(self.put_cases(id, batch.take()).await?);
                        progress(coming);
                    }
                }
                Err(error) => bad(error),
            }
        }
        coming.add(self.put_cases(id, batch.take()).await?);
        progress(coming);
        Ok(coming)
    }
}

/// Refuses a case that is more than can be kept.
pub(super) fn check(case: &Case) -> Result<(), AppError> {
    if case.labels.len() > MOST_LABELS {
        return Err(AppError::Invalid(format!(
            "{} labels are too many for \"{}\"; {MOST_LABELS} are the most",
            case.labels.len(),
            case.title
        )));
    }
    if size(case) > MOST_CASE_BYTES {
        return Err(AppError::Invalid(format!(
            "\"{}\" is longer than {} MiB; keep what matters of it and link to the rest",
            case.title,
            MOST_CASE_BYTES >> 20
        )));
    }
    Ok(())
}

fn size(case: &Case) -> usize {
    case.title.as_str().len() + case.told().iter().map(|(_, text)| text.as_str().len()).sum::<usize>()
}

/// Folds what is searched of a case.
pub(super) fn new_case(case: Case) -> NewCase {
    let words = words_of(&case);
    NewCase { case, words }
}

/// Folds the words that a case is found by.
pub(crate) fn words_of(case: &Case) -> CaseWords {
    let mut all = search_text(&case.whole_text());
    for label in &case.labels {
        all.push(' ');
        all.push_str(&search_text(label.as_str()));
    }
    CaseWords {
        title: search_text(case.title.as_str()),
        all,
        labels: case.labels.iter().map(|label| search_text(label.as_str())).collect(),
    }
}
