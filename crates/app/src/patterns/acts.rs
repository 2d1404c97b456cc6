//! What a person says of a pattern: each act is a version of its own, and can be undone.

use std::collections::BTreeSet;

use hansei_method::id::EntryId;
use hansei_method::pattern::{Pattern, PatternKey, Standing};
use hansei_method::text::{Line, MOST_LINE_CHARACTERS};
use hansei_store::{KeptPattern, Tx};
use jiff::Timestamp;

use super::no_pattern;
use super::view::{Item, Known};
use crate::{App, AppError};

/// What was said of a pattern, and the version it has now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPattern {
    /// The pattern.
    pub key: PatternKey,
    /// Its version now.
    pub version: i64,
}

/// A pattern as it is before something is said of it.
struct Before {
    key: PatternKey,
    evidence: BTreeSet<EntryId>,
    name: Line,
    own_name: Line,
}

impl App {
    /// Confirms a pattern, with all the evidence it has now; under another name where one is given.
    pub async fn confirm_pattern(
        &self,
        key: &PatternKey,
        expected: Option<i64>,
        name: Option<Line>,
    ) -> Result<SavedPattern, AppError> {
        let before = before(&self.known_patterns().await?, key)?;
        self.say(&before, expected, "confirmed", |pattern| {
            pattern.settle(Standing::Confirmed, before.evidence.clone(), before.name.clone());
            if let Some(name) = &name {
                pattern.call(name.clone(), true);
            }
        })
        .await
    }

    /// Gives a pattern a name, which confirms one of which nothing was said; `None` gives it its first name back.
    pub async fn rename_pattern(
        &self,
        key: &PatternKey,
        expected: Option<i64>,
        name: Option<Line>,
    ) -> Result<SavedPattern, AppError> {
        let before = before(&self.known_patterns().await?, key)?;
        self.say(&before, expected, "renamed", |pattern| {
            if pattern.standing != Standing::Confirmed {
                pattern.settle(Standing::Confirmed, before.evidence.clone(), before.name.clone());
            }
            pattern.call(name.clone().unwrap_or_else(|| before.own_name.clone()), name.is_some());
        })
        .await
    }

    /// Rejects a pattern: it stays away until its evidence has doubled.
    pub async fn reject_pattern(
        &self,
        key: &PatternKey,
        expected: Option<i64>,
    ) -> Result<SavedPattern, AppError> {
        let before = before(&self.known_patterns().await?, key)?;
        self.say(&before, expected, "rejected", |pattern| {
            pattern.settle(Standing::Rejected, before.evidence.clone(), before.name.clone());
        })
        .await
    }

    /// Merges a pattern into another one, which has its evidence from then on.
    pub async fn merge_pattern(
        &self,
        key: &PatternKey,
        expected: Option<i64>,
        into: &PatternKey,
    ) -> Result<SavedPattern, AppError> {
        let known = self.known_patterns().await?;
        let (before, into) = (before(&known, key)?, before(&known, into)?);
        let target = known.item(&into.key).ok_or_else(no_pattern)?;
        if target.key != before.key && known.root(target).key == before.key {
            return Err(AppError::Invalid(format!(
                "\"{}\" is already merged into this one; undo that first to merge them the other way round",
                target.name()
            )));
        }
        if target.key == before.key {
            return Err(AppError::Invalid(
                "a pattern cannot be merged into itself; choose another one".to_owned(),
            ));
        }
        let now = self.now().timestamp();
        hansei_store::transaction!(self.store, tx => {
            if tx.pattern(self.space, &into.key).await?.is_none() {
                // What takes another one over has to be found again under the same key.
                let pattern = Pattern { members: into.evidence.clone(), ..Pattern::default() };
                let (action, back) = ("took another one over".to_owned(), None);
                let kept = KeptPattern { key: into.key.clone(), version: 2, saved_at: now, action, back, pattern };
                tx.keep_pattern(self.space, &kept).await?;
            }
            let (evidence, name) = (before.evidence.clone(), before.name.clone());
            let change = |pattern: &mut Pattern| {
                pattern.settle(Standing::Merged(into.key.clone()), evidence.clone(), name.clone());
            };
            self.save_pattern(tx, &before.key, expected, ("merged", now), change).await
        })
    }

    /// Says whether an entry belongs to a pattern; `None` takes back what was said of it.
    pub async fn say_of_entry(
        &self,
        key: &PatternKey,
        expected: Option<i64>,
        entry: EntryId,
        belongs: Option<bool>,
    ) -> Result<SavedPattern, AppError> {
        let before = before(&self.known_patterns().await?, key)?;
        self.entry(entry).await?;
        let action = match belongs {
            Some(true) => "put an entry in",
            Some(false) => "left an entry out",
            None => "took back what was said of an entry",
        };
        self.say(&before, expected, action, |pattern| pattern.say_of(entry, belongs)).await
    }

    /// Takes the last thing back that was said of a pattern; asked again, the one before it.
    pub async fn undo_pattern(
        &self,
        key: &PatternKey,
        expected: Option<i64>,
    ) -> Result<SavedPattern, AppError> {
        let known = self.known_patterns().await?;
        let now = self.now().timestamp();
        hansei_store::transaction!(self.store, tx => {
            let kept = tx.pattern(self.space, key).await?;
            check_version(kept.as_ref(), expected)?;
            let nothing = || AppError::Invalid("nothing was said of this pattern that could be undone".to_owned());
            let kept = kept.ok_or_else(nothing)?;
            let earlier = tx.pattern_in(self.space, key, kept.back.ok_or_else(nothing)?).await?;
            if let Some(Standing::Merged(into)) = earlier.as_ref().map(|earlier| &earlier.pattern.standing)
                && known.item(into).is_some_and(|into| known.root(into).key == *key)
            {
                return Err(AppError::Invalid(format!(
                    "\"{into}\" was merged into this one since; undo that first"
                )));
            }
            let undone = KeptPattern {
                version: kept.version + 1,
                saved_at: now,
                action: earlier.as_ref().map_or_else(String::new, |earlier| earlier.action.clone()),
                back: earlier.as_ref().and_then(|earlier| earlier.back),
                pattern: earlier.map(|earlier| earlier.pattern).unwrap_or_default(),
                key: kept.key,
            };
            tx.keep_pattern(self.space, &undone).await?;
            Ok(SavedPattern { key: undone.key, version: undone.version })
        })
    }

    async fn say(
        &self,
        before: &Before,
        expected: Option<i64>,
        action: &str,
        change: impl Fn(&mut Pattern) + Send + Sync,
    ) -> Result<SavedPattern, AppError> {
        let now = self.now().timestamp();
        hansei_store::transaction!(self.store, tx => {
            self.save_pattern(tx, &before.key, expected, (action, now), &change).await
        })
    }

    /// Changes a pattern by a function on it. Nothing is saved when nothing is different.
    async fn save_pattern(
        &self,
        tx: &mut Tx,
        key: &PatternKey,
        expected: Option<i64>,
        (action, now): (&str, Timestamp),
        change: impl Fn(&mut Pattern) + Send + Sync,
    ) -> Result<SavedPattern, AppError> {
        let kept = tx.pattern(self.space, key).await?;
        check_version(kept.as_ref(), expected)?;
        let before = kept.as_ref().map(|kept| kept.pattern.clone()).unwrap_or_default();
        let mut pattern = before.clone();
        change(&mut pattern);
        let version = kept.as_ref().map_or(1, |kept| kept.version);
        if pattern == before {
            return Ok(SavedPattern { key: key.clone(), version });
        }
        let saved = KeptPattern {
            key: key.clone(),
            version: version + 1,
            saved_at: now,
            action: action.to_owned(),
            back: Some(version),
            pattern,
        };
        tx.keep_pattern(self.space, &saved).await?;
        Ok(SavedPattern { key: saved.key, version: saved.version })
    }
}

fn before(known: &Known, key: &PatternKey) -> Result<Before, AppError> {
    let item: &Item = known.item(key).ok_or_else(no_pattern)?;
    Ok(Before {
        key: item.key.clone(),
        evidence: known.evidence(item),
        name: line(&item.name())?,
        own_name: line(&item.own_name())?,
    })
}

/// Refuses a change to another version than the one that the person saw; version 1 is what was found.
fn check_version(kept: Option<&KeptPattern>, expected: Option<i64>) -> Result<(), AppError> {
    let version = kept.map_or(1, |kept| kept.version);
    match expected {
        Some(expected) if expected != version => Err(AppError::Conflict(format!(
            "something was said of this pattern somewhere else (version {version} now, {expected} when you opened it); look at it again, then repeat your change"
        ))),
        _ => Ok(()),
    }
}

/// Makes a line of a name that was found; one that is too long is cut.
fn line(name: &str) -> Result<Line, AppError> {
    let short: String = name.chars().take(MOST_LINE_CHARACTERS).collect();
    Ok(short.parse::<Line>()?)
}
