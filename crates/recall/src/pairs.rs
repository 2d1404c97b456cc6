//! How alike two texts of a log are, whichever of them is asked about.

use crate::bm25::{as_f32, saturated};
use crate::commonness::telling;
use crate::digest::number;
use crate::middle::{Directions, Middle, Sum};
use crate::terms::{Counting, Counts};
use crate::vector::Vector;

/// How much the words count beside the meaning.
const WORDS: f32 = 0.8;

/// The most stems of a text that are compared, the most telling ones.
const MOST_STEMS: usize = 64;

/// A text that can be compared with others.
#[derive(Debug, Clone)]
pub struct Text {
    key: String,
    words: Box<str>,
    vector: Option<Vector>,
}

impl Text {
    /// Takes a text under a name that no other has, with its direction if it has one.
    ///
    /// Names settle every tie, so that results do not depend on the order of the texts.
    #[must_use]
    pub fn new(key: impl Into<String>, text: &str, vector: Option<Vector>) -> Self {
        Self { key: key.into(), words: text.into(), vector }
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
    stems: Vec<Box<str>>,
    holders: Vec<u32>,
    /// The stems of one text after another by their number. Of most pairs only this is read: that they share none or few.
    stems_held: Vec<u32>,
    /// The weights of these stems, whose squares add up to at most 1 for each text.
    weights: Vec<f32>,
    /// Where the stems of each text end.
    ends: Vec<usize>,
    directions: Directions,
    middle: Middle,
}

impl Pairs {
    /// Makes texts ready; they are known by their places from then on.
    #[must_use]
    pub fn among<'t>(texts: impl IntoIterator<Item = &'t Text>) -> Self {
        let texts: Vec<&Text> = texts.into_iter().collect();
        let mut counting = Counting::default();
        let counts: Vec<Counts> = texts.iter().map(|text| counting.count(&text.words)).collect();
        let counted = counting.stems();
        // Numbered by their letters, stems are in the same order whatever the order of the texts.
        let mut numbers = vec![0; counted.len()];
        for (number, (_, counted_as)) in (0..).zip(&counted) {
            numbers[*counted_as as usize] = number;
        }
        let mut holders = vec![0; counted.len()];
        for (counted_as, _) in counts.iter().flat_map(|counts| &counts.stems) {
            holders[numbers[*counted_as as usize] as usize] += 1;
        }
        let all = as_f32(texts.len());
        let telling: Vec<f32> = counted
            .iter()
            .zip(&holders)
            .map(|((stem, _), holders)| telling(number(stem), as_f32(*holders as usize), all))
            .collect();
        let length: usize = counts.iter().map(|counts| counts.length as usize).sum();
        let average = (as_f32(length) / all.max(1.0)).max(1.0);
        let mut sum = Sum::default();
        texts.iter().filter_map(|text| text.vector.as_ref()).for_each(|vector| sum.add(vector));
        let middle = sum.middle();
        let (mut stems_held, mut all_weights, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for counts in &counts {
            for (stem, weight) in weights(counts, &numbers, &telling, average) {
                stems_held.push(stem);
                all_weights.push(weight);
            }
            ends.push(stems_held.len());
        }
        Self {
            stems: counted.into_iter().map(|(stem, _)| stem).collect(),
            holders,
            stems_held,
            weights: all_weights,
            ends,
            directions: Directions::seen_from(&middle, texts.iter().map(|text| text.vector.as_ref())),
            middle,
        }
    }

    /// Returns the number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Says whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
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
        let (stems, weights) = self.weights_of(place);
        stems.iter().copied().zip(weights.iter().map(|weight| weight * WORDS.sqrt()))
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
        self.directions.at(place, dimension)
    }

    /// Makes ready to compare one text after another with many.
    pub(crate) fn facing(&self) -> Facing<'_> {
        let stems = self.stems.len();
        Facing { pairs: self, place: None, holds: vec![0; stems.div_ceil(64)], weights: vec![0.0; stems] }
    }

    fn each_shared(&self, one: usize, other: usize, mut visit: impl FnMut(u32, f32)) {
        let (one, other) = (self.weights_of(one), self.weights_of(other));
        let (mut left, mut right) = (0, 0);
        while left < one.0.len() && right < other.0.len() {
            let (stem, other_stem) = (one.0[left], other.0[right]);
            if stem == other_stem {
                visit(stem, one.1[left] * other.1[right]);
            }
            left += usize::from(stem <= other_stem);
            right += usize::from(other_stem <= stem);
        }
    }

    fn meaning(&self, one: usize, other: usize) -> f32 {
        self.directions.cosine(one, other, &self.middle)
    }

    /// Lists the stems of a text, at most 64 in ascending order, and their weights.
    fn weights_of(&self, place: usize) -> (&[u32], &[f32]) {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        let end = self.ends[place];
        (&self.stems_held[start..end], &self.weights[start..end])
    }
}

/// One text spread out, so that many can be compared with it quickly; gives the numbers of [`Pairs::likeness`].
pub(crate) struct Facing<'p> {
    pairs: &'p Pairs,
    place: Option<usize>,
    /// A bit for each stem that the text holds.
    holds: Vec<u64>,
    /// The weight of each of these stems in the text.
    weights: Vec<f32>,
}

impl Facing<'_> {
    /// Turns to a text.
    pub(crate) fn turn_to(&mut self, place: usize) {
        for stem in self.place.iter().flat_map(|place| self.pairs.weights_of(*place).0) {
            self.holds[*stem as usize / 64] = 0;
        }
        let (stems, weights) = self.pairs.weights_of(place);
        for (stem, weight) in stems.iter().zip(weights) {
            self.holds[*stem as usize / 64] |= 1 << (stem % 64);
            self.weights[*stem as usize] = *weight;
        }
        self.place = Some(place);
    }

    /// Says how alike another text is to the one turned to; nothing before any was.
    pub(crate) fn likeness(&self, other: usize) -> Likeness {
        let meaning = self.place.map_or(0.0, |place| self.pairs.meaning(place, other));
        Likeness { words: WORDS * self.words(other), meaning: (1.0 - WORDS) * meaning }
    }

    fn words(&self, other: usize) -> f32 {
        let (stems, weights) = self.pairs.weights_of(other);
        // Which stems are shared is gathered without a branch: it would be guessed wrongly for nearly each of them.
        let (mut shared, mut count) = ([0_u8; MOST_STEMS], 0);
        for (at, stem) in (0..).zip(stems) {
            shared[count] = at;
            count += usize::from((self.holds[*stem as usize / 64] >> (stem % 64)) & 1 == 1);
        }
        shared[..count]
            .iter()
            .map(|at| self.weights[stems[usize::from(*at)] as usize] * weights[usize::from(*at)])
            .sum()
    }
}

fn weights(counts: &Counts, numbers: &[u32], telling: &[f32], average: f32) -> Vec<(u32, f32)> {
    let mut weights: Vec<(u32, f32)> = counts
        .stems
        .iter()
        .map(|(counted_as, count)| {
            let number = numbers[*counted_as as usize];
            (number, telling[number as usize] * saturated(*count, counts.length, average))
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
        assert!(telling(number("deploy"), 100.0, 100.0) < telling(number("deploy"), 1.0, 100.0));
        assert!(telling(number("time"), 1.0, 10.0) < telling(number("cater"), 1.0, 10.0));
    }
}
