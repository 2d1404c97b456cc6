//! Which patterns stand in a log, found by two roads: what a tendency sounds like, and what is alike.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use hansei_method::estimate::Estimate;
use hansei_method::id::EntryId;
use hansei_method::pattern::PatternKey;
use hansei_method::tendency::{TENDENCIES, Tendency};
use hansei_recall::Excerpt;
use hansei_recall::naming::{Cues, Ear, LEAST_ENTRIES, is_pattern};
use hansei_recall::terms::Terms;

use super::alike::{self, Alike};
use super::seen::Seen;

/// How many characters of an excerpt stand on each side.
pub(super) const AROUND: usize = 70;

static CUES: LazyLock<Cues> = LazyLock::new(|| Cues::new(TENDENCIES.iter().map(|tendency| tendency.phrases)));

/// The place of the tendency that is measured as well as heard.
static OF_TIME: LazyLock<usize> = LazyLock::new(|| {
    let place = TENDENCIES.iter().position(|tendency| tendency.key == UNDERESTIMATING_TIME);
    place.expect("it is among the tendencies, which a test claims")
});

/// The key of the tendency that is measured as well as heard.
pub(super) const UNDERESTIMATING_TIME: &str = "underestimating-time";

/// Something that recurs, as it was found; the person has not been asked yet.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) key: PatternKey,
    pub(crate) tendency: Option<&'static Tendency>,
    pub(crate) name: String,
    /// Its entries, each with what made it count.
    pub(crate) evidence: BTreeMap<EntryId, Why>,
    /// The words that its entries share, where likeness found it.
    pub(crate) words: Vec<Shared>,
}

/// What made an entry count.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// It sounds like the tendency.
    Heard {
        /// The place where it does, marked.
        excerpt: Excerpt,
        /// The phrases that were heard.
        phrases: Vec<&'static str>,
    },
    /// One of its tags names the tendency.
    Tagged(String),
    /// A forecast in it was too short.
    Measured(Estimate),
    /// It is like the others.
    Alike {
        /// The place where it shares words with them, marked.
        excerpt: Excerpt,
        /// How alike it is to the others on average, from 0 to 1.
        closeness: f32,
    },
}

/// A word that entries share.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    /// The word, as most of them spell it.
    pub word: String,
    /// How many of them hold it.
    pub entries: usize,
    /// How many entries of the whole log hold it.
    pub in_log: usize,
    /// Its part in how alike two of them are, in percent.
    pub percent: f32,
}

impl Found {
    /// Lists the entries.
    pub(crate) fn entries(&self) -> BTreeSet<EntryId> {
        self.evidence.keys().copied().collect()
    }
}

/// Names the phrases that tendencies are heard by.
pub(crate) fn cues() -> &'static Cues {
    &CUES
}

/// Says whether a tag names a tendency, or sounds like one.
pub(crate) fn says_what(tag: &str) -> bool {
    !tendencies_of_tag(&mut CUES.ear(), tag).is_empty()
}

/// The most likenesses that are named though nobody said in what situations their entries were.
const MOST_UNPLACED: usize = 5;

/// Says whether entries are enough to be called a pattern.
pub(crate) fn is_claimed<'s>(entries: impl IntoIterator<Item = &'s Seen>) -> bool {
    let contexts: Vec<&str> =
        entries.into_iter().map(|seen| seen.context.as_deref().unwrap_or_default()).collect();
    is_pattern(&contexts)
}

/// Finds what recurs. Tendencies come with whatever evidence there is, claimed or not; likenesses where they are claimed,
/// and the largest of those that only lack the situations of their entries. `tendencies` are those of the same entries, `alike` groups of them that tell of the same kind of thing.
pub(crate) fn found(seen: &[Seen], mut tendencies: Vec<Found>, alike: Vec<Alike>) -> Vec<Found> {
    let by_id: HashMap<EntryId, &Seen> = seen.iter().map(|seen| (seen.id, seen)).collect();
    let claimed: Vec<bool> = tendencies
        .iter()
        .map(|found| is_claimed(found.evidence.keys().filter_map(|id| by_id.get(id).copied())))
        .collect();
    let (mut others, mut unplaced) = (Vec::new(), Vec::new());
    for group in alike {
        let members = || group.members.keys().filter_map(|id| by_id.get(id).copied());
        if !is_claimed(members()) {
            let is_unplaced =
                members().count() >= LEAST_ENTRIES && members().any(|seen| seen.context.is_none());
            // What is mostly one tendency is named as that already.
            let is_heard = tendencies.iter().any(|found| 2 * group.shared_with(found) >= group.members.len());
            if is_unplaced && group.named_by.is_none() && !is_heard {
                unplaced.push(group);
            }
            continue;
        }
        if let Some(at) = home(&tendencies, &claimed, &group) {
            alike::join(&mut tendencies[at], group);
        } else {
            others.push(group.into_found());
        }
    }
    tendencies.retain(|found| !found.evidence.is_empty());
    tendencies.append(&mut others);
    unplaced.sort_by_key(|group| std::cmp::Reverse(group.members.len()));
    tendencies.extend(unplaced.into_iter().take(MOST_UNPLACED).map(Alike::into_found));
    tendencies
}

/// Finds the tendency that a group is one card with: the one that is claimed and holds at least half of its members, or
/// the one that names it where that is not claimed by itself.
fn home(tendencies: &[Found], claimed: &[bool], group: &Alike) -> Option<usize> {
    let most = (0..tendencies.len())
        .filter(|at| claimed[*at] && 2 * group.shared_with(&tendencies[*at]) >= group.members.len())
        .max_by_key(|at| (group.shared_with(&tendencies[*at]), usize::MAX - at));
    most.or_else(|| group.named_by.filter(|at| !claimed[*at]))
}

/// Lists all tendencies, each with its evidence.
pub(crate) fn by_tendency(seen: &[Seen]) -> Vec<Found> {
    let mut ear = CUES.ear();
    let mut evidence: Vec<BTreeMap<EntryId, Why>> = vec![BTreeMap::new(); TENDENCIES.len()];
    for seen in seen.iter().filter(|seen| seen.is_evidence) {
        for tag in &seen.tags {
            for tendency in tendencies_of_tag(&mut ear, tag) {
                evidence[tendency].insert(seen.id, Why::Tagged(tag.clone()));
            }
        }
        if let Some(short) = seen.estimates.iter().find(|estimate| estimate.was_too_short()) {
            evidence[*OF_TIME].insert(seen.id, Why::Measured(short.clone()));
        }
        // The words show more than a tag or a number does.
        for (tendency, why) in heard(&mut ear, &seen.text) {
            evidence[tendency].insert(seen.id, why);
        }
    }
    TENDENCIES.iter().zip(evidence).map(|(tendency, evidence)| of_tendency(tendency, evidence)).collect()
}

fn of_tendency(tendency: &'static Tendency, evidence: BTreeMap<EntryId, Why>) -> Found {
    let key = tendency.key.parse().expect("a tendency's key is plain, which its tests claim");
    Found { key, tendency: Some(tendency), name: tendency.name.to_owned(), evidence, words: Vec::new() }
}

/// Lists the tendencies that a text sounds like, each with the line where the first of its phrases stands.
fn heard(ear: &mut Ear<'_>, text: &str) -> Vec<(usize, Why)> {
    let mut places: BTreeMap<usize, Vec<(usize, std::ops::Range<usize>)>> = BTreeMap::new();
    for standing in ear.standing_in(text) {
        places.entry(standing.heard.tendency).or_default().push((standing.heard.phrase, standing.source));
    }
    let why = |(tendency, places): (usize, Vec<(usize, std::ops::Range<usize>)>)| {
        let spoken: BTreeSet<usize> = places.iter().map(|(phrase, _)| *phrase).collect();
        let phrases = spoken.into_iter().map(|phrase| TENDENCIES[tendency].phrases[phrase]).collect();
        let first = places[0].1.clone();
        let start = text[..first.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[first.end..].find('\n').map_or(text.len(), |at| first.end + at);
        let in_line = places.iter().filter(|(_, at)| at.start >= start && at.end <= end);
        let in_line: Vec<_> = in_line.map(|(_, at)| at.start - start..at.end - start).collect();
        (tendency, Why::Heard { excerpt: Excerpt::around(&text[start..end], &in_line, AROUND), phrases })
    };
    places.into_iter().map(why).collect()
}

/// Lists the tendencies that a tag sounds like, or whose name it is.
fn tendencies_of_tag(ear: &mut Ear<'_>, tag: &str) -> Vec<usize> {
    static NAMES: LazyLock<Vec<Terms>> =
        LazyLock::new(|| TENDENCIES.iter().map(|tendency| Terms::of(tendency.name)).collect());
    let mut tendencies: Vec<usize> =
        ear.standing_in(tag).into_iter().map(|standing| standing.heard.tendency).collect();
    let words = Terms::of(tag);
    tendencies.extend(NAMES.iter().enumerate().filter(|(_, name)| **name == words).map(|(at, _)| at));
    tendencies.sort_unstable();
    tendencies.dedup();
    tendencies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tendency_that_is_measured_is_there() {
        assert_eq!(TENDENCIES[*OF_TIME].name, "Underestimating time");
    }

    #[test]
    fn a_tag_says_what_went_wrong_where_it_is_a_phrase_or_a_name() {
        for tag in ["forgot", "over-committed", "procrastination", "handover"] {
            assert!(says_what(tag), "{tag}");
        }
        for tag in ["clinic", "choir", "late", "client work"] {
            assert!(!says_what(tag), "{tag}");
        }
    }

    #[test]
    fn the_line_with_the_first_phrase_is_the_excerpt() {
        let text = "The van\nI forgot the keys, it slipped my mind\nand forgot again";
        let found = heard(&mut CUES.ear(), text);
        let (_, Why::Heard { excerpt, phrases }) = &found[0] else { panic!("nothing was heard") };
        let told: Vec<&str> = excerpt.pieces.iter().map(hansei_recall::Piece::text).collect();
        assert_eq!(told, ["I ", "forgot", " the keys, it ", "slipped my mind"]);
        assert_eq!(phrases, &["forgot", "slipped my mind"]);
    }
}
