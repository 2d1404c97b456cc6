//! The second road to a pattern: entries that tell of the same kind of thing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use hansei_method::id::EntryId;
use hansei_method::pattern::PatternKey;
use hansei_recall::Excerpt;
use hansei_recall::Verdicts;
use hansei_recall::groups::{Group, SharedWord, groups};
use hansei_recall::naming::{own_words, spelled};
use hansei_recall::pairs::Text;
use hansei_recall::terms::Terms;
use hansei_recall::vector::Vector;

use super::found::{AROUND, Found, Shared, Why};
use super::seen::Seen;

/// The most words that are shown of those that entries share.
const MOST_WORDS: usize = 8;

/// How much a word counts for the name where entries of only one situation hold it: it tells of the place.
const OF_ONE_PLACE: f32 = 0.25;

/// Entries that tell of the same kind of thing.
#[derive(Debug, Clone)]
pub(crate) struct Alike {
    /// Each with what made it count.
    pub(crate) members: BTreeMap<EntryId, Why>,
    words: Vec<Shared>,
    name: String,
    key: PatternKey,
}

impl Alike {
    /// Counts the entries that are also evidence of something else.
    pub(crate) fn shared_with(&self, found: &Found) -> usize {
        self.members.keys().filter(|id| found.evidence.contains_key(id)).count()
    }

    /// Turns it into a pattern of its own.
    pub(crate) fn into_found(self) -> Found {
        Found { key: self.key, tendency: None, name: self.name, evidence: self.members, words: self.words }
    }
}

/// Finds groups of entries that tell of the same kind of thing, by what happened, how it came about and the lesson.
///
/// `vectors` are the directions of entries; what was said of two holds.
pub(crate) fn alike(
    seen: &[Seen],
    vectors: &mut HashMap<EntryId, Vector>,
    said: &[(EntryId, EntryId, bool)],
) -> Vec<Alike> {
    let seen: Vec<&Seen> = seen.iter().filter(|seen| seen.is_evidence).collect();
    let places: HashMap<EntryId, usize> = seen.iter().enumerate().map(|(at, seen)| (seen.id, at)).collect();
    let texts: Vec<Text> = seen
        .iter()
        .map(|seen| Text::new(seen.id.to_string(), &seen.text, vectors.remove(&seen.id)))
        .collect();
    let pairs = |wanted: bool| {
        let pair = |(one, other, same): &(EntryId, EntryId, bool)| {
            Some((*places.get(one)?, *places.get(other)?)).filter(|_| *same == wanted)
        };
        said.iter().filter_map(pair).collect()
    };
    let verdicts = Verdicts { same: pairs(true), different: pairs(false) };
    let groups = groups(&texts, &verdicts);
    groups.into_iter().filter(|group| group.members.len() > 2).map(|group| of(&seen, &group)).collect()
}

/// Puts a group to a tendency that it is one card with.
pub(crate) fn join(found: &mut Found, group: Alike) {
    for (id, why) in group.members {
        found.evidence.entry(id).or_insert(why);
    }
    if found.words.is_empty() {
        found.words = group.words;
    }
}

fn of(seen: &[&Seen], group: &Group) -> Alike {
    let members: Vec<&Seen> = group.members.iter().map(|place| seen[*place]).collect();
    let texts: Vec<&str> = members.iter().map(|seen| seen.text.as_str()).collect();
    let words = distinctive(&members, &group.words);
    let name = own_words(&texts, &words).join(", ");
    let words = &words[..words.len().min(MOST_WORDS)];
    let stems: Vec<&str> = words.iter().map(|word| word.stem.as_str()).collect();
    let why = |(seen, closeness): (&&Seen, &f32)| {
        let places = Terms::places(&seen.text, &stems);
        (seen.id, Why::Alike { excerpt: Excerpt::around(&seen.text, &places, AROUND), closeness: *closeness })
    };
    Alike {
        members: members.iter().zip(&group.closeness).map(why).collect(),
        name,
        words: words
            .iter()
            .zip(spelled(&texts, words))
            .map(|(word, spelling)| shared(word, spelling))
            .collect(),
        key: key(&members),
    }
}

/// Puts the words of a group in order, those of one situation only further back.
fn distinctive(members: &[&Seen], words: &[SharedWord]) -> Vec<SharedWord> {
    let held: Vec<Terms> = members.iter().map(|seen| Terms::of_question(&seen.text)).collect();
    let weight = |word: &SharedWord| {
        let holders = members.iter().zip(&held).filter(|(_, terms)| terms.count(&word.stem) > 0);
        let contexts: BTreeSet<&str> =
            holders.map(|(seen, _)| seen.context.as_deref().unwrap_or_default()).collect();
        if contexts.len() > 1 { word.part } else { word.part * OF_ONE_PLACE }
    };
    let mut weighed: Vec<(f32, &SharedWord)> = words.iter().map(|word| (weight(word), word)).collect();
    weighed.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.stem.cmp(&other.1.stem)));
    weighed.into_iter().map(|(_, word)| word.clone()).collect()
}

fn shared(word: &SharedWord, spelling: String) -> Shared {
    Shared { word: spelling, entries: word.members, in_log: word.texts, percent: word.part * 100.0 }
}

/// Makes the key of a group from the member that was captured first: whoever joins later does not change it.
fn key(members: &[&Seen]) -> PatternKey {
    let first = members.iter().min_by_key(|seen| (seen.captured_at, seen.id));
    let bytes = first.map(|seen| *seen.id.uuid().as_bytes()).unwrap_or_default();
    // FNV-1a, 64 bits: the key lives longer than the entry may, and tells nothing of its id.
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("like-{:012x}", hash >> 16).parse().expect("digits and a hyphen are a key")
}
