//! What stands in a file beside the entries: adopted lessons, and what was said of two entries and of patterns.

use std::collections::{BTreeSet, HashSet};
use std::sync::PoisonError;

use hansei_method::adoption::Adoption;
use hansei_method::id::EntryId;
use hansei_method::pattern::{Pattern, PatternKey, Standing};
use hansei_store::{KeptAdoption, KeptPattern, Tx};

use super::judge::{self, Judge};
use super::practised::Looked;
use super::{Besides, Imported, Preview};
use crate::export::jsonl::{Adopted, Beside, Judged, Verdict};
use crate::{App, AppError};

impl App {
    /// Counts what stood beside the entries and would come in, and what is here but different; nothing is changed.
    pub(super) async fn look_beside(
        &self,
        beside: &Besides,
        judge: &Judge<'_>,
        preview: &mut Preview,
    ) -> Result<(), AppError> {
        let (mut adopted, mut said, mut judged) = (HashSet::new(), HashSet::new(), HashSet::new());
        let (mut reviewed, mut told) = (HashSet::new(), HashSet::new());
        let all = read_so_far(beside);
        for beside in all.clone() {
            match beside {
                // Looked at when it is known which adopted lessons come in.
                Beside::Practice(_) => {}
                Beside::Parameters(parameters) => self.look_at_parameters(&parameters, preview).await?,
                Beside::Adoption(it) => {
                    if adopted.insert(it.adoption.id) {
                        self.look_at_adoption(&it.adoption, preview).await?;
                    }
                }
                Beside::Verdict(Verdict { one, other, same }) => {
                    let pair = (one.min(other), one.max(other));
                    let is_of_two =
                        one != other && judge.is_there(one).await? && judge.is_there(other).await?;
                    if is_of_two && said.insert(pair) {
                        match self.store.verdict(self.space, pair).await? {
                            None => preview.said += 1,
                            Some(before) => preview.said_different += u64::from(before != same),
                        }
                    }
                }
                Beside::Quarter(quarter) => {
                    if reviewed.insert(quarter.id) {
                        self.look_at_quarter(&quarter, preview).await?;
                    }
                }
                Beside::Career(story) => {
                    if told.insert(story.id) {
                        self.look_at_career(*story, judge, preview).await?;
                    }
                }
                Beside::Pattern(it) => {
                    let (key, mut gone) = (it.key.clone(), BTreeSet::new());
                    let pattern = it.pattern();
                    for id in pattern.entries() {
                        if !judge.is_there(id).await? {
                            gone.insert(id);
                        }
                    }
                    if let Some(pattern) = left_of(pattern, &gone)
                        && judged.insert(key.clone())
                    {
                        self.look_at_pattern(&key, &pattern, preview).await?;
                    }
                }
            }
        }
        let mut looked = Looked::default();
        for beside in all {
            if let Beside::Practice(it) = beside
                && self.is_planned_here(it.practice.about, judge, &adopted).await?
            {
                self.look_at_practice(*it, &mut looked, preview).await?;
            }
        }
        Ok(())
    }

    async fn look_at_adoption(&self, adoption: &Adoption, preview: &mut Preview) -> Result<(), AppError> {
        let kept = self.store.adoption(self.space, adoption.id).await?;
        match compared(kept.as_ref(), adoption) {
            judge::Verdict::New => preview.adopted += 1,
            judge::Verdict::Different => preview.adopted_different += 1,
            judge::Verdict::Same => {}
        }
        Ok(())
    }

    async fn look_at_pattern(
        &self,
        key: &PatternKey,
        pattern: &Pattern,
        preview: &mut Preview,
    ) -> Result<(), AppError> {
        let kept = self.store.patterns(self.space).await?;
        match compared_patterns(kept.iter().find(|kept| kept.key == *key), pattern) {
            judge::Verdict::New => preview.patterns += 1,
            judge::Verdict::Different => preview.patterns_different += 1,
            judge::Verdict::Same => {}
        }
        Ok(())
    }

    /// Takes what stood beside the entries, after the entries came in. What is here already stays, unless that was asked
    /// for; what is put in its place then has no history to bring it back from.
    pub(super) async fn take_beside(
        &self,
        tx: &mut Tx,
        beside: &Besides,
        replace: bool,
        imported: &mut Imported,
    ) -> Result<(), AppError> {
        let now = self.now().timestamp();
        let (practised, others): (Vec<_>, Vec<_>) =
            read_so_far(beside).into_iter().partition(|beside| matches!(beside, Beside::Practice(_)));
        // What is practised comes last: the adopted lessons that it is about have to be there.
        for beside in others.into_iter().chain(practised) {
            match beside {
                Beside::Practice(it) => self.take_practice(tx, *it, replace, imported).await?,
                Beside::Parameters(parameters) => {
                    imported.parameters |= self.take_parameters(tx, &parameters, replace).await?;
                }
                Beside::Adoption(adopted) => {
                    let Adopted { adopted_at, adoption } = *adopted;
                    let kept = tx.adoption(self.space, adoption.id).await?;
                    match (compared(kept.as_ref(), &adoption), kept) {
                        (judge::Verdict::Different, Some(kept)) if replace => {
                            tx.save_adoption(self.space, &adoption, kept.version, None, now).await?;
                            imported.adopted += 1;
                        }
                        (judge::Verdict::New, _) => {
                            let adopted_at = adopted_at.unwrap_or(now);
                            tx.insert_adoption(self.space, &adoption, adopted_at, now).await?;
                            imported.adopted += 1;
                        }
                        _ => {}
                    }
                }
                Beside::Verdict(Verdict { one, other, same }) => {
                    let are_here = tx.entry(self.space, one).await?.is_some()
                        && tx.entry(self.space, other).await?.is_some();
                    if one != other && are_here {
                        let before = tx.verdict(self.space, (one, other)).await?;
                        // What the person said here counts more than what a file says.
                        if before.is_none_or(|before| replace && before != same) {
                            tx.put_verdict(self.space, (one, other), Some(same), now).await?;
                            imported.said += 1;
                        }
                    }
                }
                Beside::Quarter(quarter) => {
                    imported.quarters += u64::from(self.take_quarter(tx, &quarter, replace).await?);
                }
                Beside::Career(story) => {
                    imported.careers += u64::from(self.take_career(tx, *story, replace).await?);
                }
                Beside::Pattern(judged) => {
                    imported.patterns += u64::from(self.take_pattern(tx, *judged, replace).await?);
                }
            }
        }
        Ok(())
    }

    /// Takes what was said of a pattern, as a version of its own that can be undone; says whether anything came in.
    async fn take_pattern(&self, tx: &mut Tx, judged: Judged, replace: bool) -> Result<bool, AppError> {
        let now = self.now().timestamp();
        let (key, saved_at) = (judged.key.clone(), judged.said_at.unwrap_or(now));
        let action = judged.action.clone().map_or_else(|| "brought in".to_owned(), String::from);
        let pattern = judged.pattern();
        let mut gone = BTreeSet::new();
        for id in pattern.entries() {
            if tx.entry(self.space, id).await?.is_none() {
                gone.insert(id);
            }
        }
        let Some(pattern) = left_of(pattern, &gone) else { return Ok(false) };
        if self.is_circle(tx, &key, &pattern).await? {
            return Ok(false);
        }
        let kept = tx.pattern(self.space, &key).await?;
        match compared_patterns(kept.as_ref(), &pattern) {
            judge::Verdict::New => {}
            judge::Verdict::Different if replace => {}
            _ => return Ok(false),
        }
        // What only took another one over was never said by the person, so there is nothing to take back.
        let was_said = Pattern { members: BTreeSet::new(), ..pattern.clone() } != Pattern::default();
        let back = kept.as_ref().map(|kept| kept.version).or_else(|| was_said.then_some(1));
        let version = kept.map_or(1, |kept| kept.version) + 1;
        tx.keep_pattern(self.space, &KeptPattern { key, version, saved_at, action, back, pattern }).await?;
        Ok(true)
    }

    /// Says whether a pattern would be merged into itself, by way of others that are here.
    async fn is_circle(&self, tx: &mut Tx, key: &PatternKey, pattern: &Pattern) -> Result<bool, AppError> {
        let mut passed = HashSet::new();
        let mut at = pattern.standing.clone();
        while let Standing::Merged(into) = at {
            if into == *key || !passed.insert(into.clone()) {
                return Ok(true);
            }
            at = tx.pattern(self.space, &into).await?.map_or(Standing::Open, |kept| kept.pattern.standing);
        }
        Ok(false)
    }
}

/// Takes out of a pattern what is not here; `None` where nothing it was about is.
fn left_of(mut pattern: Pattern, gone: &BTreeSet<EntryId>) -> Option<Pattern> {
    pattern.forget(gone);
    let is_about_nothing = !gone.is_empty() && pattern.entries().is_empty();
    (!is_about_nothing && pattern != Pattern::default()).then_some(pattern)
}

fn compared_patterns(kept: Option<&KeptPattern>, pattern: &Pattern) -> judge::Verdict {
    match kept {
        Some(kept) if kept.pattern == *pattern => judge::Verdict::Same,
        // Whatever was said here was undone.
        Some(kept) if kept.pattern == Pattern::default() => judge::Verdict::New,
        Some(_) => judge::Verdict::Different,
        None => judge::Verdict::New,
    }
}

fn read_so_far(beside: &Besides) -> Vec<Beside> {
    beside.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn compared(kept: Option<&KeptAdoption>, adoption: &Adoption) -> judge::Verdict {
    match kept {
        None => judge::Verdict::New,
        Some(kept) if kept.adoption == *adoption && kept.deleted_at.is_none() => judge::Verdict::Same,
        Some(_) => judge::Verdict::Different,
    }
}
