//! What a group is called, and when it may be called a pattern.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use crate::groups::SharedWord;
use crate::terms::Stems;
use crate::words::each_word;

/// How many different phrases have to be heard; one alone says nothing.
const LEAST_PHRASES: usize = 2;

/// How many other words may stand between two words of a phrase.
const MOST_BETWEEN: usize = 2;

/// A tendency names a group where it is heard in one member of so many, and in two at least.
const ONE_MEMBER_IN: usize = 3;
const LEAST_MEMBERS: usize = 2;

/// How many of its own words name a group.
const MOST_WORDS: usize = 3;

/// The fewest entries, and the fewest contexts they come from, for a pattern.
pub const LEAST_ENTRIES: usize = 3;
const LEAST_CONTEXTS: usize = 2;

/// What turns the word after it into its opposite; `t` is what is left of "n't".
const NEGATIONS: [&str; 5] = ["never", "no", "not", "t", "without"];

/// How tendencies sound: for each, in the order they were handed in, its phrases.
#[derive(Debug, Clone, Default)]
pub struct Cues {
    /// The stems that phrases are made of, each with its number.
    stems: HashMap<String, u32>,
    /// Which phrases begin with a stem, by its number; each with the stems that follow.
    beginning: HashMap<u32, Vec<(Heard, Vec<u32>)>>,
}

/// Listens to one text after another, and stems each word only once.
pub struct Ear<'c> {
    cues: &'c Cues,
    /// The number of the stem of each word met so far; `None` where no phrase holds it.
    met: HashMap<String, Option<u32>>,
    stems: Stems,
}

/// A phrase where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which phrase.
    pub heard: Heard,
    /// The bytes of the text from its first word to its last.
    pub source: Range<usize>,
}

/// A phrase that was heard in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Heard {
    /// Which tendency, counted from 0.
    pub tendency: usize,
    /// Which of its phrases, counted from 0.
    pub phrase: usize,
}

/// What a group is called, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// A tendency, by its number.
    Tendency {
        /// Which, counted from 0.
        tendency: usize,
        /// The phrases that were heard, each with the members it was heard in, counted from 0.
        heard: BTreeMap<usize, Vec<usize>>,
    },
    /// The group's own most distinctive words, as its members spell them.
    Words(Vec<String>),
}

impl Cues {
    /// Takes the phrases of each tendency.
    #[must_use]
    pub fn new<'p>(tendencies: impl IntoIterator<Item = &'p [&'p str]>) -> Self {
        let mut cues = Self::default();
        for (tendency, phrases) in tendencies.into_iter().enumerate() {
            for (phrase, words) in phrases.iter().enumerate() {
                let mut numbers = cues.numbered(words).into_iter();
                if let Some(first) = numbers.next() {
                    let heard = Heard { tendency, phrase };
                    cues.beginning.entry(first).or_default().push((heard, numbers.collect()));
                }
            }
        }
        for word in NEGATIONS {
            cues.numbered(word);
        }
        cues
    }

    /// Gives numbers to the stems of a phrase.
    fn numbered(&mut self, phrase: &str) -> Vec<u32> {
        let (stems, mut numbers) = (Stems::default(), Vec::new());
        each_word(phrase, |word| {
            let next = u32::try_from(self.stems.len()).expect("there are not so many phrases");
            numbers.push(*self.stems.entry(stems.of(word.folded).into_owned()).or_insert(next));
        });
        numbers
    }

    /// Begins to listen to many texts.
    #[must_use]
    pub fn ear(&self) -> Ear<'_> {
        Ear { cues: self, met: HashMap::new(), stems: Stems::default() }
    }

    /// Lists the phrases that a text holds: their words by their stems, in order, within one sentence, with at most two
    /// others between each and the next, and not right after "not", "never", "no" or "without".
    #[must_use]
    pub fn heard_in(&self, text: &str) -> BTreeSet<Heard> {
        self.ear().heard_in(text)
    }

    /// Lists the tendencies that one text suggests by itself: at least two of their phrases are heard in it.
    #[must_use]
    pub fn suggested_by(&self, text: &str) -> Vec<usize> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for heard in self.heard_in(text) {
            *counts.entry(heard.tendency).or_default() += 1;
        }
        counts
            .into_iter()
            .filter(|(_, count)| *count >= LEAST_PHRASES)
            .map(|(tendency, _)| tendency)
            .collect()
    }

    /// Names a group from the texts of its members and the words they share.
    ///
    /// A tendency names it when at least two different phrases of it are heard across the members, in a third of them and
    /// in two at least; of several the one heard in most members, then by most phrases, then the first. Without one the
    /// group goes by its own words.
    #[must_use]
    pub fn name(&self, members: &[&str], words: &[SharedWord]) -> Name {
        let mut heard: BTreeMap<usize, BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
        let mut ear = self.ear();
        for (member, text) in members.iter().enumerate() {
            for Heard { tendency, phrase } in ear.heard_in(text) {
                heard.entry(tendency).or_default().entry(phrase).or_default().push(member);
            }
        }
        let in_members =
            |phrases: &BTreeMap<usize, Vec<usize>>| phrases.values().flatten().collect::<BTreeSet<_>>().len();
        heard
            .into_iter()
            .rev()
            .filter(|(_, phrases)| {
                let count = in_members(phrases);
                phrases.len() >= LEAST_PHRASES
                    && count >= LEAST_MEMBERS
                    && count * ONE_MEMBER_IN >= members.len()
            })
            .max_by_key(|(_, phrases)| (in_members(phrases), phrases.len()))
            .map_or_else(
                || Name::Words(spelled(members, words.iter().take(MOST_WORDS))),
                |(tendency, heard)| Name::Tendency { tendency, heard },
            )
    }
}

/// Says whether entries may be called a pattern: at least three, from at least two contexts.
///
/// One context for each entry; an empty one says that nothing is known and counts for none.
#[must_use]
pub fn is_pattern(contexts: &[&str]) -> bool {
    let known: BTreeSet<&str> = contexts.iter().copied().filter(|context| !context.is_empty()).collect();
    contexts.len() >= LEAST_ENTRIES && known.len() >= LEAST_CONTEXTS
}

/// Spells stems as most members do; of equals the shortest, then the first by letters.
#[must_use]
pub fn spelled<'w>(members: &[&str], words: impl IntoIterator<Item = &'w SharedWord>) -> Vec<String> {
    let stems = Stems::default();
    let wanted: Vec<&str> = words.into_iter().map(|word| word.stem.as_str()).collect();
    let mut spellings: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new(); wanted.len()];
    for member in members {
        each_word(member, |word| {
            let stem = stems.of(word.folded);
            if let Some(at) = wanted.iter().position(|wanted| *wanted == stem) {
                *spellings[at].entry(word.folded.to_owned()).or_default() += 1;
            }
        });
    }
    let commonest = |(spellings, stem): (BTreeMap<String, usize>, &str)| {
        let best = spellings.into_iter().min_by_key(|(word, count)| (usize::MAX - count, word.len()));
        best.map_or_else(|| stem.to_owned(), |(word, _)| word)
    };
    spellings.into_iter().zip(wanted).map(commonest).collect()
}

/// A word of a sentence: the number of its stem, if any phrase holds it, and where it stands.
struct Said {
    stem: Option<u32>,
    source: Range<usize>,
}

impl Ear<'_> {
    fn heard_in(&mut self, text: &str) -> BTreeSet<Heard> {
        self.standing_in(text).into_iter().map(|standing| standing.heard).collect()
    }

    /// Lists where phrases stand in a text, by the rules of [`Cues::heard_in`]; each phrase once for each place it begins.
    pub fn standing_in(&mut self, text: &str) -> Vec<Standing> {
        let (cues, mut standing) = (self.cues, Vec::new());
        for sentence in self.sentences(cues, text) {
            for (at, word) in sentence.iter().enumerate() {
                let Some(beginning) = word.stem.and_then(|stem| cues.beginning.get(&stem)) else { continue };
                if at > 0 && cues.is_negation(sentence[at - 1].stem) {
                    continue;
                }
                for (heard, rest) in beginning {
                    if let Some(end) = continues(&sentence, at, rest) {
                        let source = word.source.start..sentence[end].source.end;
                        standing.push(Standing { heard: *heard, source });
                    }
                }
            }
        }
        standing
    }

    fn sentences(&mut self, cues: &Cues, text: &str) -> Vec<Vec<Said>> {
        let mut sentences = vec![Vec::new()];
        let mut end = 0;
        each_word(text, |word| {
            // Between two parts of one character nothing stands.
            let between = text.get(end..word.source.start).unwrap_or_default();
            if ends_a_sentence(between) {
                sentences.push(Vec::new());
            }
            end = word.source.end;
            let stem = if let Some(met) = self.met.get(word.folded) {
                *met
            } else {
                let stem = cues.stems.get(self.stems.of(word.folded).as_ref()).copied();
                self.met.insert(word.folded.to_owned(), stem);
                stem
            };
            if let Some(sentence) = sentences.last_mut() {
                sentence.push(Said { stem, source: word.source });
            }
        });
        sentences
    }
}

impl Cues {
    fn is_negation(&self, stem: Option<u32>) -> bool {
        stem.is_some_and(|stem| NEGATIONS.iter().any(|word| self.stems.get(*word) == Some(&stem)))
    }
}

/// Says whether what stands between two words ends a sentence; a point inside a number does not.
fn ends_a_sentence(between: &str) -> bool {
    let ends = |character| matches!(character, '.' | '!' | '?' | '…');
    between.contains(['\n', ';', '。', '！', '？'])
        || (between.contains(ends) && between.contains(char::is_whitespace))
}

/// Finds the place of a phrase's last word, where the words after its first follow near enough.
fn continues(sentence: &[Said], at: usize, rest: &[u32]) -> Option<usize> {
    let Some((next, rest)) = rest.split_first() else { return Some(at) };
    let near = sentence.len().min(at + MOST_BETWEEN + 2);
    (at + 1..near)
        .filter(|place| sentence[*place].stem == Some(*next))
        .find_map(|place| continues(sentence, place, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENDENCIES: [&[&str]; 2] =
        [&["longer than planned", "behind schedule", "sure"], &["forgot", "slipped my mind", "didn't check"]];

    fn cues() -> Cues {
        Cues::new(TENDENCIES)
    }

    fn heard(text: &str) -> Vec<(usize, usize)> {
        cues().heard_in(text).into_iter().map(|heard| (heard.tendency, heard.phrase)).collect()
    }

    fn shared(stems: &[&str]) -> Vec<SharedWord> {
        let word = |stem: &&str| SharedWord { stem: (*stem).to_owned(), members: 2, texts: 2, part: 0.1 };
        stems.iter().map(word).collect()
    }

    #[test]
    fn a_phrase_is_heard_by_its_stems_in_order() {
        assert_eq!(heard("It took much longer than we had planned."), [(0, 0)]);
        assert_eq!(heard("Planning took long"), []);
        assert_eq!(heard("I didn\u{2019}t CHECK it, it slipped my mind"), [(1, 1), (1, 2)]);
    }

    #[test]
    fn a_phrase_does_not_reach_over_the_end_of_a_sentence() {
        assert_eq!(heard("It took longer. Than planned"), []);
        assert_eq!(heard("It took longer\nthan planned"), []);
        assert_eq!(heard("It took longer than 1.5 planned"), [(0, 0)]);
    }

    #[test]
    fn a_phrase_that_is_denied_is_not_heard() {
        assert_eq!(heard("I was not sure"), []);
        assert_eq!(heard("I wasn't sure, and never forgot"), []);
        assert_eq!(heard("I was sure"), [(0, 2)]);
    }

    #[test]
    fn two_phrases_in_one_text_suggest_a_tendency() {
        assert_eq!(cues().suggested_by("I forgot; it slipped my mind"), [1]);
        assert!(cues().suggested_by("I forgot. I forgot again").is_empty());
    }

    #[test]
    fn two_different_phrases_across_members_name_a_group() {
        let name = cues().name(&["I forgot it", "behind schedule", "It slipped my mind"], &shared(&["key"]));
        let heard = BTreeMap::from([(0, vec![0]), (1, vec![2])]);
        assert_eq!(name, Name::Tendency { tendency: 1, heard });
    }

    #[test]
    fn a_tendency_heard_in_fewer_than_a_third_names_nothing() {
        let mut members = vec!["I forgot it", "It slipped my mind"];
        members.resize(6, "The van");
        assert!(matches!(cues().name(&members, &[]), Name::Tendency { tendency: 1, .. }));
        members.push("The van");
        assert_eq!(cues().name(&members, &[]), Name::Words(Vec::new()));
        assert_eq!(cues().name(&["forgot, and it slipped my mind"], &[]), Name::Words(Vec::new()));
    }

    #[test]
    fn a_phrase_is_found_where_it_stands() {
        let (cues, text) = (cues(), "It was fine. It took LONGER than was Planned!");
        let found = cues.ear().standing_in(text);
        let expected = Heard { tendency: 0, phrase: 0 };
        assert_eq!(found.iter().map(|found| found.heard).collect::<Vec<_>>(), [expected]);
        assert_eq!(&text[found[0].source.clone()], "LONGER than was Planned");
    }

    #[test]
    fn of_two_tendencies_the_one_in_more_members_names_it() {
        let members = ["forgot, and it slipped my mind", "behind schedule", "longer than planned"];
        let Name::Tendency { tendency, .. } = cues().name(&members, &[]) else { panic!("no tendency") };
        assert_eq!(tendency, 0);
    }

    #[test]
    fn one_phrase_is_not_enough_and_the_words_name_it_as_they_are_spelled() {
        let members =
            ["I forgot the keys of the deliveries", "forgot the keys", "a key and one delivery, deliveries"];
        let name = cues().name(&members, &shared(&["key", "deliveri", "gone", "fourth"]));
        assert_eq!(name, Name::Words(["keys", "deliveries", "gone"].map(str::to_owned).to_vec()));
    }

    #[test]
    fn a_pattern_is_three_entries_in_two_contexts() {
        assert!(is_pattern(&["work", "home", "work"]));
        assert!(!is_pattern(&["work", "home"]));
        assert!(!is_pattern(&["work", "work", "work"]));
        assert!(!is_pattern(&["work", "", "work"]));
    }
}
