//! What a card of a pattern shows, each number with what it was made of.

use std::collections::{BTreeMap, BTreeSet};

use hansei_method::estimate::{Estimate, Measure, median};
use hansei_method::id::EntryId;
use hansei_method::occurred::Occurred;
use hansei_method::pattern::PatternKey;
use hansei_method::tendency::Tendency;
use jiff::{Timestamp, Zoned};

use super::found::{Shared, UNDERESTIMATING_TIME, Why, is_claimed};
use super::rates::Rate;
use super::view::{Item, Known};

/// A pattern as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Names it in addresses.
    pub key: PatternKey,
    /// Its version; 1 while the person has said nothing of it.
    pub version: i64,
    /// What the person said of it.
    pub state: State,
    /// What it is called.
    pub name: String,
    /// The tendency that it is, where it is one that hansei knows.
    pub tendency: Option<&'static Tendency>,
    /// What it is, in one sentence.
    pub sentence: String,
    /// Whether there are enough entries from enough kinds of situation.
    pub is_claimed: bool,
    /// The kinds of situation with how many entries each has, the most first.
    pub contexts: Vec<(String, usize)>,
    /// How many entries do not tell their situation.
    pub unplaced: usize,
    /// The entries behind it, the latest first.
    pub entries: Vec<CardEntry>,
    /// Entries of which the person said that they do not belong.
    pub left_out: Vec<CardEntry>,
    /// How often it came back.
    pub rate: Rate,
    /// The entry whose commitment came first.
    pub committed_in: Option<EntryId>,
    /// The person's own estimates of time; only for the tendency to underestimate it.
    pub estimates: Estimates,
    /// The words that its entries share, where likeness found it or joined it.
    pub words: Vec<Shared>,
    /// Patterns that were merged into it.
    pub merged: Vec<(PatternKey, String)>,
    /// When something was last said of it.
    pub said_at: Option<Timestamp>,
    /// What undo takes back; `None` when there is nothing to undo.
    pub undo: Option<String>,
}

/// What the person said of a pattern as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nothing yet.
    Open,
    /// It is one thing.
    Confirmed,
    /// It is no pattern of theirs.
    Rejected {
        /// How much evidence it had then.
        then: usize,
        /// Whether it has at least twice as much by now.
        has_doubled: bool,
    },
    /// It is the same as another one.
    Merged {
        /// The other one.
        into: PatternKey,
        /// What that is called.
        name: String,
    },
}

/// An entry behind a pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct CardEntry {
    /// The entry.
    pub id: EntryId,
    /// What happened, in one line.
    pub title: String,
    /// When.
    pub occurred: Occurred,
    /// The kind of situation; `None` where nothing tells.
    pub context: Option<String>,
    /// Its lesson.
    pub lesson: Option<String>,
    /// What made it count; `None` where only the person says that it belongs.
    pub why: Option<Why>,
    /// Whether it came after the pattern was confirmed, and nothing was said of it yet.
    pub is_new: bool,
    /// Whether the person said that it belongs.
    pub is_added: bool,
}

/// Estimates of time with what came of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Estimates {
    /// Each, with its entry, the latest first.
    pub each: Vec<(EntryId, Estimate)>,
    /// The middle of how many times as long it took, and of how many that is.
    pub times: Option<(f64, usize)>,
    /// The middle of how many days later it came, and of how many that is.
    pub days: Option<(f64, usize)>,
}

impl Known {
    /// Draws up the card of a pattern.
    pub(super) fn card(&self, item: &Item, now: &Zoned) -> Card {
        let mut entries: Vec<CardEntry> =
            self.evidence(item).into_iter().filter_map(|id| self.entry(item, id)).collect();
        entries.sort_by_key(|entry| std::cmp::Reverse((entry.occurred, entry.id)));
        let days: Vec<_> = entries.iter().map(|entry| entry.occurred.date()).collect();
        let seen = || entries.iter().filter_map(|entry| self.seen(entry.id));
        let committed = seen().filter_map(|seen| Some((seen.committed_at?, seen.id))).min();
        let committed_on = committed.map(|(at, _)| at.to_zoned(now.time_zone().clone()).date());
        let began = self.began.map_or(now.date(), |at| at.to_zoned(now.time_zone().clone()).date());
        let mut contexts: BTreeMap<&str, usize> = BTreeMap::new();
        for context in entries.iter().filter_map(|entry| entry.context.as_deref()) {
            *contexts.entry(context).or_default() += 1;
        }
        let mut contexts: Vec<(String, usize)> =
            contexts.into_iter().map(|(context, count)| (context.to_owned(), count)).collect();
        contexts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let kept = item.kept.as_ref();
        let left_out = kept.map_or_else(BTreeSet::new, |kept| kept.pattern.removed.clone());
        let words = item.found.as_ref().map_or_else(Vec::new, |found| found.words.clone());
        let is_of_time = item.key.as_str() == UNDERESTIMATING_TIME;
        Card {
            key: item.key.clone(),
            version: item.version(),
            state: self.state(item, entries.len()),
            name: item.name(),
            tendency: item.tendency(),
            sentence: sentence(item.tendency(), &words),
            is_claimed: is_claimed(seen()),
            unplaced: entries.iter().filter(|entry| entry.context.is_none()).count(),
            rate: Rate::of(&days, began, committed_on, now.date()),
            committed_in: committed.map(|(_, id)| id),
            estimates: if is_of_time { self.estimates(&entries) } else { Estimates::default() },
            left_out: left_out.into_iter().filter_map(|id| self.entry(item, id)).collect(),
            merged: self.merged_into(item).map(|merged| (merged.key.clone(), merged.name())).collect(),
            said_at: kept.map(|kept| kept.saved_at),
            undo: kept.filter(|kept| kept.back.is_some()).map(|kept| kept.action.clone()),
            contexts,
            entries,
            words,
        }
    }

    fn entry(&self, item: &Item, id: EntryId) -> Option<CardEntry> {
        let seen = self.seen(id)?;
        let pattern = item.kept.as_ref().map(|kept| &kept.pattern);
        Some(CardEntry {
            id,
            title: seen.title.clone(),
            occurred: seen.occurred,
            context: seen.context.clone(),
            lesson: seen.lesson.clone(),
            why: self.why(item, id),
            // What it was merged with was said to be one thing with it.
            is_new: pattern.is_some_and(|pattern| pattern.is_new(id)) && !self.is_merged_in(item, id),
            is_added: pattern.is_some_and(|pattern| pattern.added.contains(&id)),
        })
    }

    fn estimates(&self, entries: &[CardEntry]) -> Estimates {
        let of = |entry: &CardEntry| {
            let estimates = self.seen(entry.id).map_or(&[][..], |seen| &seen.estimates);
            estimates.iter().map(|estimate| (entry.id, estimate.clone())).collect::<Vec<_>>()
        };
        let each: Vec<(EntryId, Estimate)> = entries.iter().flat_map(of).collect();
        let middle = |of: fn(Measure) -> Option<f64>| {
            let numbers: Vec<f64> = each.iter().filter_map(|(_, estimate)| of(estimate.measure)).collect();
            let count = numbers.len();
            median(numbers).map(|middle| (middle, count))
        };
        let times = middle(|measure| match measure {
            Measure::Times(times) => Some(times),
            Measure::Days(_) => None,
        });
        let days = middle(|measure| match measure {
            Measure::Days(days) => Some(f64::from(days)),
            Measure::Times(_) => None,
        });
        Estimates { each, times, days }
    }
}

fn sentence(tendency: Option<&Tendency>, words: &[Shared]) -> String {
    if let Some(tendency) = tendency {
        let mut definition = tendency.definition.chars();
        let first = definition.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        return format!("{first}{}.", definition.as_str());
    }
    let quoted: Vec<String> = words.iter().take(3).map(|word| format!("“{}”", word.word)).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            format!("These entries tell of something alike: they share {} and {last}.", rest.join(", "))
        }
        Some((only, _)) => format!("These entries tell of something alike: they share {only}."),
        None => "You said that these entries tell of one thing.".to_owned(),
    }
}
