//! How alike two texts of a log are, whichever of them is asked about.

use std::collections::{BTreeMap, HashMap};

use crate::bm25::{as_f32, idf, saturated};
use crate::commonness::share_of_texts;
use crate::middle::{Middle, Seen, Sum};
use crate::terms::Terms;
use crate::vector::Vector;

/// How much the words count beside the meaning.
const WORDS: f32 = 0.8;

/// How many texts of ordinary English are imagined beside the log when it is asked how telling a word is.
///
/// A log of thirty entries does not know that "meeting" is common; one of ten thousand knows it better than anybody.
const IMAGINED: f32 = 800.0;

/// The most stems of a text that are compared, the most telling ones.
const MOST_STEMS: usize = 64;

/// A text that can be compared with others.
#[derive(Debug, Clone)]
pub struct Text {
    key: String,
    terms: Terms,
    vector: Option<Vector>,
}

impl Text {
    /// Takes a text under a name that no other has, with its direction if it has one.
    ///
    /// Names settle every tie, so that results do not depend on the order of the texts.
    #[must_use]
    pub fn new(key: impl Into<String>, text: &str, vector: Option<Vector>) -> Self {
        Self { key: key.into(), terms: Terms::of_question(text), vector }
    }

    /// Returns the name.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// How alike two texts are, in two parts that add up.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Likeness {
    /// The part from shared words, 0 to 0.8.
    pub words: f32,
    /// The part from the meaning, −0.2 to 0.2; below 0 for two that are less alike than most.
    pub meaning: f32,
}

impl Likeness {
    /// Returns both parts together.
    #[must_use]
    pub fn whole(self) -> f32 {
        self.words + self.meaning
    }
}

/// The texts of a log, made ready to be compared with each other.
///
/// Likeness is 0.8 · words + 0.2 · meaning. Words: the cosine of two texts whose stems weigh idf · saturation, as in
/// BM25 (k₁ = 1.2, b = 0.75); idf is over the log together with 800 imagined texts of ordinary English. Meaning: the
/// cosine of two directions after the mean direction of the log was taken from each, so that what all entries have in
/// common (being entries) counts for nothing. Chosen on AI incident reports, see `examples/evaluate`.
#[derive(Debug, Clone)]
pub struct Pairs {
    stems: Vec<String>,
    holders: Vec<u32>,
    texts: Vec<Weighed>,
    middle: Middle,
}

#[derive(Debug, Clone)]
struct Weighed {
    /// The stems by their number, with weights whose squares add up to at most 1.
    weights: Vec<(u32, f32)>,
    vector: Option<(Vector, Seen)>,
}

impl Pairs {
    /// Makes texts ready; they are known by their places from then on.
    #[must_use]
    pub fn among<'t>(texts: impl IntoIterator<Item = &'t Text>) -> Self {
        let texts: Vec<&Text> = texts.into_iter().collect();
        let mut counted: BTreeMap<&str, u32> = BTreeMap::new();
        for (stem, _) in texts.iter().flat_map(|text| text.terms.counts()) {
            *counted.entry(stem).or_default() += 1;
        }
        let (stems, holders): (Vec<&str>, Vec<u32>) = counted.into_iter().unzip();
        let numbers: HashMap<&str, u32> = stems.iter().copied().zip(0..).collect();
        let all = as_f32(texts.len());
        let telling: Vec<f32> = stems
            .iter()
            .zip(&holders)
            .map(|(stem, holders)| telling(stem, as_f32(*holders as usize), all))
            .collect();
        let length: usize = texts.iter().map(|text| text.terms.length() as usize).sum();
        let average = (as_f32(length) / all.max(1.0)).max(1.0);
        let mut sum = Sum::default();
        texts.iter().filter_map(|text| text.vector.as_ref()).for_each(|vector| sum.add(vector));
        let middle = sum.middle();
        let weighed = texts.iter().map(|text| Weighed {
            weights: weights(&text.terms, &numbers, &telling, average),
            vector: text.vector.clone().map(|vector| {
                let seen = middle.seen(&vector);
                (vector, seen)
            }),
        });
        let texts = weighed.collect();
        Self { holders, texts, middle, stems: stems.into_iter().map(str::to_owned).collect() }
    }

    /// Returns the number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Says whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Says how alike two texts are.
    #[must_use]
    pub fn likeness(&self, one: usize, other: usize) -> Likeness {
        let mut words = 0.0;
        self.each_shared(one, other, |_, part| words += part);
        Likeness { words: WORDS * words, meaning: (1.0 - WORDS) * self.meaning(one, other) }
    }

    /// Lists the stems that two texts share, each with its part in the likeness, the greatest first.
    #[must_use]
    pub fn shared(&self, one: usize, other: usize) -> Vec<(&str, f32)> {
        let mut shared = Vec::new();
        self.each_shared(one, other, |stem, part| shared.push((self.stem(stem), WORDS * part)));
        shared.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(other.0)));
        shared
    }

    /// Lists the stems of a text by number, with the square root of what each adds when both texts hold it.
    pub(crate) fn weights(&self, place: usize) -> impl Iterator<Item = (u32, f32)> {
        self.texts[place].weights.iter().map(|(stem, weight)| (*stem, weight * WORDS.sqrt()))
    }

    /// Spells a stem by its number.
    pub(crate) fn stem(&self, stem: u32) -> &str {
        &self.stems[stem as usize]
    }

    /// Says how many texts hold a stem.
    pub(crate) fn holders(&self, stem: u32) -> u32 {
        self.holders[stem as usize]
    }

    /// Returns the number of different stems.
    pub(crate) fn stems(&self) -> usize {
        self.stems.len()
    }

    /// Returns one dimension of a text's direction; 0 where it has none.
    pub(crate) fn direction_at(&self, place: usize, dimension: usize) -> i8 {
        self.texts[place].vector.as_ref().map_or(0, |(vector, _)| vector.at(dimension))
    }

    /// Makes ready to compare one text after another with many.
    pub(crate) fn facing(&self) -> Facing<'_> {
        Facing { pairs: self, place: None, weights: vec![0.0; self.stems.len()] }
    }

    fn each_shared(&self, one: usize, other: usize, mut visit: impl FnMut(u32, f32)) {
        let (one, other) = (&self.texts[one].weights, &self.texts[other].weights);
        let (mut left, mut right) = (0, 0);
        while left < one.len() && right < other.len() {
            let (one, other) = (one[left], other[right]);
            if one.0 == other.0 {
                visit(one.0, one.1 * other.1);
            }
            left += usize::from(one.0 <= other.0);
            right += usize::from(other.0 <= one.0);
        }
    }

    fn meaning(&self, one: usize, other: usize) -> f32 {
        let directions = self.texts[one].vector.as_ref().zip(self.texts[other].vector.as_ref());
        directions.map_or(0.0, |((one, one_seen), (other, other_seen))| {
            self.middle.cosine((one, *one_seen), (other, *other_seen))
        })
    }
}

/// One text spread out, so that many can be compared with it quickly; gives the numbers of [`Pairs::likeness`].
pub(crate) struct Facing<'p> {
    pairs: &'p Pairs,
    place: Option<usize>,
    /// The weight of each stem in the text, 0 for those that it does not hold.
    weights: Vec<f32>,
}

impl Facing<'_> {
    /// Turns to a text.
    pub(crate) fn turn_to(&mut self, place: usize) {
        for (stem, _) in self.place.iter().flat_map(|place| &self.pairs.texts[*place].weights) {
            self.weights[*stem as usize] = 0.0;
        }
        for (stem, weight) in &self.pairs.texts[place].weights {
            self.weights[*stem as usize] = *weight;
        }
        self.place = Some(place);
    }

    /// Says how alike another text is to the one turned to, if it may be at least so much; `None` where the words alone
    /// already say that it is not.
    pub(crate) fn likeness_from(&self, other: usize, least: f32) -> Option<Likeness> {
        let place = self.place?;
        let weights = &self.pairs.texts[other].weights;
        let words: f32 = weights.iter().map(|(stem, weight)| self.weights[*stem as usize] * weight).sum();
        (WORDS * words + (1.0 - WORDS) >= least).then(|| Likeness {
            words: WORDS * words,
            meaning: (1.0 - WORDS) * self.pairs.meaning(place, other),
        })
    }

    /// Says how alike another text is to the one turned to; nothing before any was.
    pub(crate) fn likeness(&self, other: usize) -> Likeness {
        self.likeness_from(other, f32::NEG_INFINITY).unwrap_or_default()
    }
}

/// The idf of BM25, over the log and the imagined texts together.
fn telling(stem: &str, holders: f32, all: f32) -> f32 {
    idf(all + IMAGINED, holders + IMAGINED * share_of_texts(stem))
}

fn weights(terms: &Terms, numbers: &HashMap<&str, u32>, telling: &[f32], average: f32) -> Vec<(u32, f32)> {
    let mut weights: Vec<(u32, f32)> = terms
        .counts()
        .map(|(stem, count)| {
            let number = numbers[stem];
            (number, telling[number as usize] * saturated(count, terms.length(), average))
        })
        .collect();
    weights.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    weights.truncate(MOST_STEMS);
    weights.sort_unstable_by_key(|(stem, _)| *stem);
    weights.iter().map(|(stem, weight)| (*stem, weight / length)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Embed as _, TokenTable};

    fn pairs(texts: &[&str]) -> Pairs {
        let text = |(place, text): (usize, &&str)| {
            Text::new(place.to_string(), text, TokenTable::built_in().embed(text))
        };
        let texts: Vec<Text> = texts.iter().enumerate().map(text).collect();
        Pairs::among(&texts)
    }

    const LOG: [&str; 4] = [
        "I forgot the keys of the van and the driver waited",
        "Forgot my keys again, the van stood there",
        "The release broke the login for every customer",
        "A physician administered too much medicine",
    ];

    #[test]
    fn likeness_is_the_same_from_both_sides() {
        let pairs = pairs(&LOG);
        for one in 0..4 {
            for other in 0..4 {
                assert_eq!(pairs.likeness(one, other), pairs.likeness(other, one));
            }
        }
    }

    #[test]
    fn the_same_thing_is_more_alike_than_another() {
        let pairs = pairs(&LOG);
        assert!(pairs.likeness(0, 1).whole() > 0.25, "{:?}", pairs.likeness(0, 1));
        assert!(pairs.likeness(0, 2).whole() < 0.1, "{:?}", pairs.likeness(0, 2));
    }

    #[test]
    fn the_shared_stems_add_up_to_the_words() {
        let pairs = pairs(&LOG);
        let shared = pairs.shared(0, 1);
        assert_eq!(shared.iter().map(|(stem, _)| *stem).collect::<Vec<_>>(), ["forgot", "van", "key"]);
        let sum: f32 = shared.iter().map(|(_, part)| part).sum();
        assert!((sum - pairs.likeness(0, 1).words).abs() < 1e-6);
    }

    #[test]
    fn a_text_is_wholly_like_itself() {
        let pairs = pairs(&LOG);
        assert!((pairs.likeness(0, 0).whole() - 1.0).abs() < 1e-3, "{:?}", pairs.likeness(0, 0));
    }

    #[test]
    fn the_quick_way_gives_the_same_numbers() {
        let pairs = pairs(&LOG);
        let mut facing = pairs.facing();
        for one in 0..4 {
            facing.turn_to(one);
            for other in 0..4 {
                assert_eq!(facing.likeness(other), pairs.likeness(one, other));
            }
        }
    }

    #[test]
    fn what_says_nothing_is_like_nothing() {
        let pairs = pairs(&["", "…", "the van broke down"]);
        assert_eq!(pairs.likeness(0, 1), Likeness::default());
        assert_eq!(pairs.likeness(0, 2), Likeness::default());
    }

    #[test]
    fn a_word_of_all_entries_tells_less_than_a_rare_one() {
        assert!(telling("deploy", 100.0, 100.0) < telling("deploy", 1.0, 100.0));
        assert!(telling("time", 1.0, 10.0) < telling("cater", 1.0, 10.0));
    }
}
