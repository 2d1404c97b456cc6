//! What was found, together with what the person said of it.

use std::collections::{BTreeSet, HashMap, HashSet};
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
    /// The places of those that the person merged into others.
    merged: Vec<usize>,
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
        // What has half of a kept one's members goes before what was only made from the same first entry: of a group that
        // fell in two, both can be.
        let mut rest: Vec<&Found> = log.found.iter().collect();
        for of in [shared, |item: &Item, found: &Found| usize::from(item.key == found.key)] {
            rest.retain(|found| {
                let free = |at: &usize| items[*at].kept.is_some() && items[*at].found.is_none();
                let fit = |at: &usize| of(&items[*at], found);
                let best = (0..items.len()).filter(|at| free(at) && fit(at) > 0);
                let best = best.max_by_key(|at| (fit(at), usize::MAX - at));
                best.inspect(|at| items[*at].found = Some((*found).clone())).is_none()
            });
        }
        let mut taken: HashSet<PatternKey> = items.iter().map(|item| item.key.clone()).collect();
        for found in rest {
            let key = free_key(&taken, &found.key);
            taken.insert(key.clone());
            items.push(Item { key, found: Some(found.clone()), kept: None });
        }
        let is_merged = |at: &usize| matches!(items[*at].standing(), Standing::Merged(_));
        let merged = (0..items.len()).filter(is_merged).collect();
        let began = log.seen.iter().map(|seen| seen.captured_at).min();
        Self { log, items, merged, began }
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
        let merged = self.merged.iter().map(|at| &self.items[*at]);
        merged.filter(move |other| other.key != item.key && self.root(other).key == item.key)
    }

    /// Says whether an entry was behind a pattern when the person merged that into this one.
    pub(super) fn is_merged_in(&self, item: &Item, id: EntryId) -> bool {
        let kept = self.merged_into(item).filter_map(|merged| merged.kept.as_ref());
        kept.map(|kept| &kept.pattern)
            .any(|pattern| pattern.members.contains(&id) || pattern.added.contains(&id))
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

/// Counts the members of a kept pattern that what was found has too, where that says it is the same again.
fn shared(item: &Item, found: &Found) -> usize {
    let Some(kept) = &item.kept else { return 0 };
    if found.tendency.is_some() || item.tendency().is_some() {
        return usize::from(item.key == found.key);
    }
    let entries = found.entries();
    if kept.pattern.is_again(&entries) { kept.pattern.members.intersection(&entries).count() } else { 0 }
}

/// Makes a key that no pattern has, from the one that was made from the first members.
fn free_key(taken: &HashSet<PatternKey>, key: &PatternKey) -> PatternKey {
    let numbered = (2..).filter_map(|number: u32| format!("{key}-{number}").parse().ok());
    let mut keys = std::iter::once(key.clone()).chain(numbered);
    keys.find(|key| !taken.contains(key)).unwrap_or_else(|| key.clone())
}

#[cfg(test)]
mod tests {
    use hansei_method::pattern::Pattern;
    use uuid::Uuid;

    use super::*;

    fn id(number: u128) -> EntryId {
        EntryId::new(Uuid::from_u128(number))
    }

    fn key(text: &str) -> PatternKey {
        text.parse().unwrap()
    }

    fn found(first: u128, entries: &[u128]) -> Found {
        let evidence = entries.iter().map(|number| (id(*number), Why::Tagged(String::new()))).collect();
        Found {
            key: key(&format!("like-{first}")),
            tendency: None,
            name: String::new(),
            evidence,
            words: Vec::new(),
        }
    }

    #[test]
    fn of_a_group_that_fell_in_two_the_larger_part_is_the_kept_one_and_each_has_a_key_of_its_own() {
        let pattern = Pattern { members: (1..=10).map(id).collect(), ..Pattern::default() };
        let (action, back) = ("confirmed".to_owned(), None);
        let kept = KeptPattern {
            key: key("like-1"),
            version: 2,
            saved_at: Timestamp::UNIX_EPOCH,
            action,
            back,
            pattern,
        };
        let (small, large) = (found(1, &[1, 11, 12]), found(2, &[2, 3, 4, 5, 6, 7, 8, 9, 10]));
        for both in [[small.clone(), large.clone()], [large, small]] {
            let log = Arc::new(Log { found: both.to_vec(), ..Log::default() });
            let known = Known::new(log, vec![kept.clone()]);
            let keys: Vec<_> =
                known.items.iter().map(|item| (item.key.as_str(), item.found_entries().len())).collect();
            assert_eq!(keys, [("like-1", 9), ("like-1-2", 3)]);
        }
    }
}
