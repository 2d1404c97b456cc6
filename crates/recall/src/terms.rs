//! What a text is about: its words, stemmed, counted.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};

use crate::words::each_word;

/// English words that say nothing about what a text is about, folded as [`fold`](crate::fold) does.
///
/// They are left out of a question, never out of a text: a question of nothing else still finds what it says.
const STOP_WORDS: &[&str] = &[
    "a", "about", "above", "after", "again", "against", "all", "also", "am", "an", "and", "any", "are", "as",
    "at", "be", "because", "been", "before", "being", "below", "between", "both", "but", "by", "can",
    "could", "d", "did", "do", "does", "doing", "don", "down", "during", "each", "few", "for", "from",
    "further", "had", "has", "have", "having", "he", "her", "here", "hers", "him", "his", "how", "i", "if",
    "in", "into", "is", "it", "its", "just", "ll", "m", "may", "me", "might", "more", "most", "my", "no",
    "nor", "not", "now", "of", "off", "on", "once", "only", "or", "other", "our", "ours", "out", "over",
    "own", "re", "s", "same", "she", "should", "so", "some", "such", "t", "than", "that", "the", "their",
    "theirs", "them", "then", "there", "these", "they", "this", "those", "through", "to", "too", "under",
    "until", "up", "us", "ve", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who",
    "whom", "why", "will", "with", "would", "you", "your", "yours",
];

/// The stems of a text, each with how often it stands there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    counts: HashMap<String, u32>,
    length: u32,
}

impl Terms {
    /// Counts the stems of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::counted(text, |_| true)
    }

    /// Counts the stems of a question, without the words that say nothing; all of them where there are no others.
    #[must_use]
    pub fn of_question(text: &str) -> Self {
        let telling = Self::telling(text);
        if telling.is_empty() { Self::of(text) } else { telling }
    }

    /// Counts the stems of a text, without the words that say nothing.
    #[must_use]
    pub fn telling(text: &str) -> Self {
        Self::counted(text, |word| !says_nothing(word))
    }

    /// Lists the telling stems of a text, each with the form in which it stands there first, in no order.
    pub(crate) fn telling_forms(text: &str) -> HashMap<String, String> {
        let stems = Stems::default();
        let mut forms = HashMap::new();
        each_word(text, |word| {
            if !says_nothing(word.folded) {
                let first = || text[word.source.clone()].to_lowercase();
                forms.entry(stems.of(word.folded).into_owned()).or_insert_with(first);
            }
        });
        forms
    }

    /// Lists where words with one of these stems stand in a text, in order.
    #[must_use]
    pub fn places(text: &str, wanted: &[&str]) -> Vec<Range<usize>> {
        let (stems, mut places) = (Stems::default(), Vec::new());
        each_word(text, |word| {
            if wanted.contains(&stems.of(word.folded).as_ref()) {
                places.push(word.source);
            }
        });
        places
    }

    /// Lists the telling stems of a text, each with the folded word that stands there first, in no order.
    pub(crate) fn telling_words(text: &str) -> HashMap<String, String> {
        let stems = Stems::default();
        let mut words = HashMap::new();
        each_word(text, |word| {
            if !says_nothing(word.folded) {
                words.entry(stems.of(word.folded).into_owned()).or_insert_with(|| word.folded.to_owned());
            }
        });
        words
    }

    fn counted(text: &str, is_wanted: impl Fn(&str) -> bool) -> Self {
        let stems = Stems::default();
        let mut terms = Self::default();
        each_word(text, |word| {
            if is_wanted(word.folded) {
                let stem = stems.of(word.folded);
                terms.length += 1;
                if let Some(count) = terms.counts.get_mut(stem.as_ref()) {
                    *count += 1;
                } else {
                    terms.counts.insert(stem.into_owned(), 1);
                }
            }
        });
        terms
    }

    /// Lists the stems and how often each is there, in no order.
    pub fn counts(&self) -> impl Iterator<Item = (&str, u32)> {
        self.counts.iter().map(|(stem, count)| (stem.as_str(), *count))
    }

    /// Says how often a stem is there.
    #[must_use]
    pub fn count(&self, stem: &str) -> u32 {
        self.counts.get(stem).copied().unwrap_or_default()
    }

    /// Returns how many words were counted.
    #[must_use]
    pub fn length(&self) -> u32 {
        self.length
    }

    /// Says whether there is not one word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}

/// Counts the words of one text after another, where each stem is known by a number: for many texts in a fraction of the
/// time that [`Terms`] of each would take.
#[derive(Default)]
pub(crate) struct Counting {
    stemmer: Stems,
    /// The number of the stem of each folded word met so far, and whether the word says something.
    met: HashMap<Box<str>, (u32, bool)>,
    numbers: HashMap<Box<str>, u32>,
}

/// The stems of a text by their numbers, each with how often it stands there, as [`Terms::of_question`] counts them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// In ascending order.
    pub(crate) stems: Vec<(u32, u32)>,
    pub(crate) length: u32,
}

impl Counting {
    /// Counts the stems of a text without the words that say nothing; all of them where there are no others.
    pub(crate) fn count(&mut self, text: &str) -> Counts {
        let (mut telling, mut others) = (Vec::new(), Vec::new());
        each_word(text, |word| {
            let (number, is_telling) = self.number(word.folded);
            if is_telling { telling.push(number) } else { others.push(number) }
        });
        let mut numbers = if telling.is_empty() { others } else { telling };
        numbers.sort_unstable();
        let stems = numbers.chunk_by(|one, other| one == other).map(|same| (same[0], length(same))).collect();
        Counts { stems, length: length(&numbers) }
    }

    fn number(&mut self, word: &str) -> (u32, bool) {
        if let Some(known) = self.met.get(word) {
            return *known;
        }
        let stem = self.stemmer.of(word);
        let number = if let Some(number) = self.numbers.get(stem.as_ref()) {
            *number
        } else {
            let next = u32::try_from(self.numbers.len()).expect("nobody writes so many words");
            self.numbers.insert(stem.into(), next);
            next
        };
        let known = (number, !says_nothing(word));
        self.met.insert(word.into(), known);
        known
    }

    /// Lists the stems in the order of their letters, each with the number it was counted under.
    pub(crate) fn stems(self) -> Vec<(Box<str>, u32)> {
        let mut stems: Vec<(Box<str>, u32)> = self.numbers.into_iter().collect();
        stems.sort_unstable();
        stems
    }
}

fn length(numbers: &[u32]) -> u32 {
    u32::try_from(numbers.len()).unwrap_or(u32::MAX)
}

/// Says whether a folded word tells nothing about what a text is about.
pub(crate) fn says_nothing(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

/// How many words a thread remembers the stems of; a long log has fewer.
const MOST_REMEMBERED: usize = 1 << 16;

thread_local! {
    /// The stems of words met before: looking one up takes a tenth of making it.
    static MET: RefCell<HashMap<Box<str>, Stem>> = RefCell::default();
}

/// A stem: how many bytes of its word it is, or letters of its own.
enum Stem {
    Beginning(usize),
    Own(Box<str>),
}

/// What takes a folded word to its stem.
pub(crate) struct Stems(Stemmer);

impl Default for Stems {
    fn default() -> Self {
        Self(Stemmer::create(Algorithm::English))
    }
}

impl Stems {
    /// Stems one folded word by the English rules; words with letters that English does not have stay as they are.
    ///
    /// Source: Porter's English (Porter2) stemmer of the Snowball project.
    pub(crate) fn of<'w>(&self, word: &'w str) -> Cow<'w, str> {
        if !word.is_ascii() {
            return Cow::Borrowed(word);
        }
        MET.with_borrow_mut(|met| {
            if let Some(stem) = met.get(word) {
                return stem.of(word);
            }
            let stem = Stem::from(word, &self.0.stem(word));
            let found = stem.of(word);
            if met.len() == MOST_REMEMBERED {
                met.clear();
            }
            met.insert(word.into(), stem);
            found
        })
    }
}

impl Stem {
    fn from(word: &str, stem: &str) -> Self {
        if word.starts_with(stem) { Self::Beginning(stem.len()) } else { Self::Own(stem.into()) }
    }

    fn of<'w>(&self, word: &'w str) -> Cow<'w, str> {
        match self {
            Self::Beginning(length) => Cow::Borrowed(&word[..*length]),
            Self::Own(stem) => Cow::Owned(stem.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_stand() {
        let text = "Deliveries, a Delivery and the van";
        let places = Terms::places(text, &["deliveri", "van"]);
        let told: Vec<&str> = places.into_iter().map(|place| &text[place]).collect();
        assert_eq!(told, ["Deliveries", "Delivery", "van"]);
    }

    #[test]
    fn the_stop_words_are_in_order_and_folded() {
        assert!(STOP_WORDS.is_sorted(), "they are looked up by halves");
        assert!(STOP_WORDS.iter().all(|word| crate::fold(word) == [*word]));
    }

    #[test]
    fn forms_of_a_word_are_one_term() {
        let terms = Terms::of("Deploying, deployed; the deploys");
        assert_eq!(terms.count("deploy"), 3);
        assert_eq!(terms.length(), 4);
    }

    #[test]
    fn a_question_keeps_its_telling_words_or_else_all() {
        let question = Terms::of_question("what have I learned about the deploy");
        assert_eq!((question.count("deploy"), question.count("the"), question.length()), (1, 0, 2));
        assert_eq!(Terms::of_question("to be or not to be").count("be"), 2);
        assert!(Terms::of_question("… !").is_empty());
    }

    #[test]
    fn counted_one_after_another_texts_have_the_terms_they_have_alone() {
        let texts =
            ["The deliveries, a delivery", "to be or not to be", "", "Deliver it; dying, happy, søers"];
        let mut counting = Counting::default();
        let counted = texts.map(|text| counting.count(text));
        let stems = counting.stems();
        assert!(stems.is_sorted());
        for (text, counts) in texts.into_iter().zip(counted) {
            let terms = Terms::of_question(text);
            let spelled = |number: u32| &*stems.iter().find(|(_, of)| *of == number).unwrap().0;
            let mut counted: Vec<_> =
                counts.stems.iter().map(|(number, count)| (spelled(*number), *count)).collect();
            let mut alone: Vec<_> = terms.counts().collect();
            counted.sort_unstable();
            alone.sort_unstable();
            assert_eq!((counted, counts.length), (alone, terms.length()));
        }
    }

    #[test]
    fn a_word_has_the_same_stem_when_it_is_met_again() {
        for word in ["deliveries", "happy", "deploy", "dying"] {
            let stems = [(); 2].map(|()| Stems::default().of(word).into_owned());
            assert_eq!(stems[0], stems[1]);
            assert_eq!(stems[0], Stemmer::create(Algorithm::English).stem(word));
        }
    }

    #[test]
    fn words_with_other_letters_stay_as_they_are() {
        assert_eq!(Terms::of("задержка поставки").count("поставки"), 1);
        assert_eq!(Terms::of("søers").count("søers"), 1);
    }
}
