//! What was found, together with what the person said of it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use hansei_method::id::EntryId;
use hansei_method::pattern::{PatternKey, Standing};
use hansei_method::tendency::Tendency;
use hansei_store::KeptPattern;
use jiff::Timestamp;

use super::card::State;
use super::found::{Found, Why};
use super::ideas::Idea;
use super::seen::Seen;

/// The log as it was read, and what was found in it.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) seen: Vec<Seen>,
    pub(crate) places: HashMap<EntryId, usize>,
    pub(crate) found: Vec<Found>,
    pub(crate) ideas: Vec<Idea>,
}

/// Everything that is known of patterns at one time.
#[derive(Debug)]
pub(crate) struct Known {
    log: Arc<Log>,
    pub(super) items: Vec<Item>,
    /// When the first entry was written down.
    pub(super) began: Option<Timestamp>,
}

/// One pattern: found, kept, or both.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) key: PatternKey,
    pub(crate) found: Option<Found>,
    pub(crate) kept: Option<KeptPattern>,
}

impl Item {
    /// Returns the version; 1 while nothing was said.
    pub(crate) fn version(&self) -> i64 {
        self.kept.as_ref().map_or(1, |kept| kept.version)
    }

    pub(super) fn standing(&self) -> &Standing {
        self.kept.as_ref().map_or(&Standing::Open, |kept| &kept.pattern.standing)
    }

    pub(super) fn tendency(&self) -> Option<&'static Tendency> {
        Tendency::with_key(self.key.as_str())
    }

    /// Says what it is called: by the person, else as it was found.
    pub(crate) fn name(&self) -> String {
        let kept = self.kept.as_ref().and_then(|kept| kept.pattern.name.as_ref());
        kept.map_or_else(|| self.own_name(), ToString::to_string)
    }

    /// Says what it is called as long as the person has given it no name.
    pub(crate) fn own_name(&self) -> String {
        if let Some(tendency) = self.tendency() {
            return tendency.name.to_owned();
        }
        match &self.found {
            Some(found) if !found.name.is_empty() => found.name.clone(),
            _ => "Something alike".to_owned(),
        }
    }

    fn found_entries(&self) -> BTreeSet<EntryId> {
        self.found.as_ref().map_or_else(BTreeSet::new, Found::entries)
    }
}

impl Known {
    /// Puts together what was found and what was said.
    pub(crate) fn new(log: Arc<Log>, kept: Vec<KeptPattern>) -> Self {
        let mut items: Vec<Item> = kept
            .into_iter()
            .map(|kept| Item { key: kept.key.clone(), found: None, kept: Some(kept) })
            .collect();
        for found in &log.found {
            let of = |at: &usize| same(&items[*at], found);
            let best = (0..items.len()).filter(|at| of(at) > 0).max_by_key(|at| (of(at), usize::MAX - at));
            match best {
                Some(at) => items[at].found = Some(found.clone()),
                None => items.push(Item { key: found.key.clone(), found: Some(found.clone()), kept: None }),
            }
        }
        let began = log.seen.iter().map(|seen| seen.captured_at).min();
        Self { log, items, began }
    }

    pub(super) fn seen(&self, id: EntryId) -> Option<&Seen> {
        self.log.places.get(&id).map(|place| &self.log.seen[*place])
    }

    pub(super) fn ideas(&self) -> &[Idea] {
        &self.log.ideas
    }

    pub(super) fn entries(&self) -> usize {
        self.log.seen.len()
    }

    /// Finds a pattern by its key.
    pub(crate) fn item(&self, key: &PatternKey) -> Option<&Item> {
        self.items.iter().find(|item| item.key == *key)
    }

    /// Finds where a pattern's evidence goes: to itself, or along the merges to the last one.
    pub(crate) fn root<'k>(&'k self, item: &'k Item) -> &'k Item {
        let mut at = item;
        // A circle cannot be made, but two who merge at once can come near it.
        for _ in 0..self.items.len() {
            let Standing::Merged(into) = at.standing() else { return at };
            let Some(next) = self.item(into) else { return at };
            at = next;
        }
        item
    }

    /// Lists the patterns whose evidence this one has taken over.
    pub(super) fn merged_into<'k>(&'k self, item: &'k Item) -> impl Iterator<Item = &'k Item> {
        self.items.iter().filter(move |other| other.key != item.key && self.root(other).key == item.key)
    }

    /// Lists the entries behind a pattern, with those of what was merged into it.
    pub(crate) fn evidence(&self, item: &Item) -> BTreeSet<EntryId> {
        let own = |item: &Item| match &item.kept {
            Some(kept) => kept.pattern.evidence(&item.found_entries()),
            None => item.found_entries(),
        };
        let mut evidence = own(item);
        for merged in self.merged_into(item) {
            evidence.extend(own(merged));
        }
        let removed = item.kept.as_ref().map(|kept| &kept.pattern.removed);
        evidence.retain(|id| self.seen(*id).is_some() && removed.is_none_or(|removed| !removed.contains(id)));
        evidence
    }

    pub(super) fn why(&self, item: &Item, id: EntryId) -> Option<Why> {
        let own = |item: &Item| item.found.as_ref().and_then(|found| found.evidence.get(&id)).cloned();
        own(item).or_else(|| self.merged_into(item).find_map(own))
    }

    pub(super) fn state(&self, item: &Item, evidence: usize) -> State {
        let Some(kept) = &item.kept else { return State::Open };
        match &kept.pattern.standing {
            Standing::Open => State::Open,
            Standing::Confirmed => State::Confirmed,
            Standing::Rejected => State::Rejected {
                then: kept.pattern.members.len(),
                has_doubled: !kept.pattern.stays_away(evidence),
            },
            Standing::Merged(_) => {
                let root = self.root(item);
                State::Merged { into: root.key.clone(), name: root.name() }
            }
        }
    }
}

/// Says how much speaks for it that what was found is this kept pattern; nothing is 0.
fn same(item: &Item, found: &Found) -> usize {
    let Some(kept) = &item.kept else { return 0 };
    if item.found.is_some() || (found.tendency.is_some() && item.key != found.key) {
        return 0;
    }
    if found.tendency.is_some() {
        return usize::MAX;
    }
    let entries = found.entries();
    match item.tendency() {
        None if kept.pattern.is_again(&entries) => kept.pattern.members.intersection(&entries).count() + 1,
        None if item.key == found.key => 1,
        _ => 0,
    }
}
