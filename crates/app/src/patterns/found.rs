//! Which patterns stand in a log, found by two roads: what a tendency sounds like, and what is alike.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use hansei_method::estimate::Estimate;
use hansei_method::id::EntryId;
use hansei_method::pattern::PatternKey;
use hansei_method::tendency::{TENDENCIES, Tendency};
use hansei_recall::Excerpt;
use hansei_recall::cues::{Cues, Ear, Standing, Weight};
use hansei_recall::naming::{LEAST_ENTRIES, is_pattern};
use hansei_recall::terms::Terms;

use super::alike::{self, Alike};
use super::seen::Seen;

/// How many characters of an excerpt stand on each side.
pub(super) const AROUND: usize = 70;

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    let sounds = TENDENCIES.iter().map(|tendency| tendency.sounds);
    Cues::new(sounds.map(|sounds| [sounds.plain, sounds.weak, sounds.beside]))
});

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
        /// What was heard, as it stands there in small letters.
        phrases: Vec<String>,
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
/// and the largest of those that only lack the situations of their entries. `tendencies` are those of the same entries,
/// `alike` groups of them that tell of the same kind of thing. A group of which half is evidence of a tendency is one card
/// with it: the words of some say what all of them are.
pub(crate) fn found(seen: &[Seen], mut tendencies: Vec<Found>, alike: Vec<Alike>) -> Vec<Found> {
    let by_id: HashMap<EntryId, &Seen> = seen.iter().map(|seen| (seen.id, seen)).collect();
    let (mut others, mut unplaced) = (Vec::new(), Vec::new());
    let homes: Vec<_> = alike.iter().map(|group| home(&tendencies, group)).collect();
    for (group, home) in alike.into_iter().zip(homes) {
        let members = || group.members.keys().filter_map(|id| by_id.get(id).copied());
        if let Some(at) = home {
            alike::join(&mut tendencies[at], group);
        } else if is_claimed(members()) {
            others.push(group.into_found());
        } else if members().count() >= LEAST_ENTRIES && members().any(|seen| seen.context.is_none()) {
            unplaced.push(group);
        }
    }
    tendencies.retain(|found| !found.evidence.is_empty());
    tendencies.append(&mut others);
    unplaced.sort_by_key(|group| std::cmp::Reverse(group.members.len()));
    tendencies.extend(unplaced.into_iter().take(MOST_UNPLACED).map(Alike::into_found));
    tendencies
}

/// Finds the tendency that a group is one card with: the one that at least half of its members, and two, are evidence of;
/// of several the one with most of them, then the first.
fn home(tendencies: &[Found], group: &Alike) -> Option<usize> {
    let shared = |at: usize| group.shared_with(&tendencies[at]);
    (0..tendencies.len())
        .filter(|at| shared(*at) >= 2 && 2 * shared(*at) >= group.members.len())
        .max_by_key(|at| (shared(*at), usize::MAX - at))
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
        for (tendency, why) in heard(&mut ear, seen) {
            evidence[tendency].insert(seen.id, why);
        }
    }
    TENDENCIES.iter().zip(evidence).map(|(tendency, evidence)| of_tendency(tendency, evidence)).collect()
}

fn of_tendency(tendency: &'static Tendency, evidence: BTreeMap<EntryId, Why>) -> Found {
    let key = tendency.key.parse().expect("a tendency's key is plain, which its tests claim");
    Found { key, tendency: Some(tendency), name: tendency.name.to_owned(), evidence, words: Vec::new() }
}

/// Lists the tendencies that an entry sounds like, each with the line where the first of its cues stands.
fn heard(ear: &mut Ear<'_>, seen: &Seen) -> Vec<(usize, Why)> {
    let text = seen.text.as_str();
    let why = |(tendency, mut standing): (usize, Vec<Standing>)| {
        // What says it outright is shown before what only may.
        standing.sort_by_key(|one| (one.weight, one.source.start));
        let spoken = standing.iter().map(|one| as_heard(&text[one.source.clone()])).collect::<BTreeSet<_>>();
        let first = standing[0].source.clone();
        let start = text[..first.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[first.end..].find('\n').map_or(text.len(), |at| first.end + at);
        let mut in_line: Vec<_> = standing.iter().map(|one| one.source.clone()).collect();
        in_line.retain(|at| at.start >= start && at.end <= end);
        in_line.sort_by_key(|at| (at.start, at.end));
        let in_line: Vec<_> = in_line.iter().map(|at| at.start - start..at.end - start).collect();
        let excerpt = Excerpt::around(&text[start..end], &in_line, AROUND);
        (tendency, Why::Heard { excerpt, phrases: spoken.into_iter().collect() })
    };
    ear.told_in(text, &seen.causes).into_iter().map(why).collect()
}

/// Writes what was heard as it is counted: in small letters, with one space between words.
fn as_heard(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Lists the tendencies that a tag sounds like, or whose name it is.
fn tendencies_of_tag(ear: &mut Ear<'_>, tag: &str) -> Vec<usize> {
    static NAMES: LazyLock<Vec<Terms>> =
        LazyLock::new(|| TENDENCIES.iter().map(|tendency| Terms::of(tendency.name)).collect());
    let standing = ear.standing_in(tag).into_iter().filter(|standing| standing.weight != Weight::Beside);
    let mut tendencies: Vec<usize> = standing.map(|standing| standing.tendency).collect();
    let words = Terms::of(tag);
    tendencies.extend(NAMES.iter().enumerate().filter(|(_, name)| **name == words).map(|(at, _)| at));
    tendencies.sort_unstable();
    tendencies.dedup();
    tendencies
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Sentences that a tendency should be heard in, and hard ones that it should not; written before the cues.
    const WRITTEN: [(&str, &str); 12] = [
        ("underestimating-time", include_str!("../../tests/tendencies/underestimating-time.txt")),
        ("over-committing", include_str!("../../tests/tendencies/over-committing.txt")),
        ("over-promising", include_str!("../../tests/tendencies/over-promising.txt")),
        (
            "avoiding-difficult-conversations",
            include_str!("../../tests/tendencies/avoiding-difficult-conversations.txt"),
        ),
        ("unstated-assumptions", include_str!("../../tests/tendencies/unstated-assumptions.txt")),
        ("handoff-loss", include_str!("../../tests/tendencies/handoff-loss.txt")),
        ("skipped-verification", include_str!("../../tests/tendencies/skipped-verification.txt")),
        ("relying-on-memory", include_str!("../../tests/tendencies/relying-on-memory.txt")),
        ("procrastination", include_str!("../../tests/tendencies/procrastination.txt")),
        ("overconfidence", include_str!("../../tests/tendencies/overconfidence.txt")),
        ("not-asking-for-help", include_str!("../../tests/tendencies/not-asking-for-help.txt")),
        ("stakeholder-left-out", include_str!("../../tests/tendencies/stakeholder-left-out.txt")),
    ];

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

    fn entry(title: &str) -> Seen {
        let entry = json!({
            "id": "00000000-0000-4000-8000-000000000001", "title": title, "occurred": "2026-03-02",
            "captured_at": "2026-03-02T08:00:00Z",
        });
        let mut seen = Seen::of(&serde_json::from_value(entry).unwrap());
        seen.text = title.to_owned();
        seen
    }

    #[test]
    fn the_line_with_the_first_cue_is_the_excerpt() {
        let mut seen = entry("x");
        "The van\nI Forgot the keys, it slipped my  mind\nand forgot again".clone_into(&mut seen.text);
        let found = heard(&mut CUES.ear(), &seen);
        let (_, Why::Heard { excerpt, phrases }) = &found[0] else { panic!("nothing was heard") };
        let told: Vec<&str> = excerpt.pieces.iter().map(hansei_recall::Piece::text).collect();
        assert_eq!(told, ["I ", "Forgot", " the keys, it ", "slipped my mind"]);
        assert_eq!(phrases, &["forgot", "slipped my mind"]);
    }

    /// Counts which of the sentences in a file are heard; of the second half only the counts are to be read.
    #[expect(clippy::print_stderr, reason = "what is taken wrong is there to be read")]
    fn measured(name: &str, written: &str) -> [[usize; 4]; 2] {
        let tendency = TENDENCIES.iter().position(|tendency| tendency.key == name).unwrap();
        let mut counts = [[0; 4]; 2];
        for (sign, of) in [("+ ", 0), ("- ", 1)] {
            for (number, sentence) in written.lines().filter_map(|line| line.strip_prefix(sign)).enumerate() {
                let is_heard =
                    heard(&mut CUES.ear(), &entry(sentence)).iter().any(|(heard, _)| *heard == tendency);
                if number % 2 == 0 && is_heard == (of == 1) {
                    eprintln!("{name}: {sign}{sentence}");
                }
                counts[number % 2][2 * of + usize::from(is_heard)] += 1;
            }
        }
        counts
    }

    /// Run it with `--no-capture` to read the figures, and the sentences of the open half that are taken wrong.
    #[expect(clippy::print_stderr, reason = "the figures are there to be read")]
    #[test]
    fn what_is_heard_is_mostly_there_and_much_of_what_is_there_is_heard() {
        let (mut open, mut kept) = ([0; 4], [0; 4]);
        for (name, written) in WRITTEN {
            let [one, other] = measured(name, written);
            for (sum, counts) in [(&mut open, one), (&mut kept, other)] {
                for (sum, count) in sum.iter_mut().zip(counts) {
                    *sum += count;
                }
            }
            eprintln!("{name:33} open {} kept {}", figures(one), figures(other));
        }
        eprintln!("{:33} open {} kept {}", "all", figures(open), figures(kept));
        let [missed, heard, _, wrong] = kept;
        assert!(10 * heard >= 9 * (heard + wrong), "{}", figures(kept));
        assert!(2 * heard >= heard + missed, "{}", figures(kept));
    }

    fn figures([missed, heard, _, wrong]: [usize; 4]) -> String {
        let part = |of: usize, all: usize| {
            f64::from(u32::try_from(of).unwrap()) / f64::from(u32::try_from(all).unwrap())
        };
        let (precision, recall) = (part(heard, heard + wrong), part(heard, heard + missed));
        format!("precision {precision:.2} recall {recall:.2} ({heard} right, {wrong} wrong, {missed} missed)")
    }
}
