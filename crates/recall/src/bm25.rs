//! Likeness by words: which texts hold the rare words of another.

use std::collections::HashMap;

use crate::terms::Terms;

/// How fast a word that is repeated stops counting for more.
const K1: f32 = 1.2;

/// How much a long text is held back, from 0 (not at all) to 1 (by its whole length).
const B: f32 = 0.75;

/// Many texts, and where each stem stands.
///
/// A text is known by its place: the number of texts that were added before it.
#[derive(Debug, Clone, Default)]
pub struct WordIndex {
    /// For each stem the texts that hold it, in their order, and how often.
    postings: HashMap<String, Vec<(u32, u32)>>,
    /// The number of words of each text.
    lengths: Vec<u32>,
    total: u64,
}

impl WordIndex {
    /// Adds a text at the end.
    ///
    /// # Panics
    /// With more than four thousand million texts.
    pub fn add(&mut self, terms: &Terms) {
        let place = u32::try_from(self.lengths.len()).expect("no log has that many entries");
        for (stem, count) in terms.counts() {
            match self.postings.get_mut(stem) {
                Some(places) => places.push((place, count)),
                None => {
                    self.postings.insert(stem.to_owned(), vec![(place, count)]);
                }
            }
        }
        self.lengths.push(terms.length());
        self.total += u64::from(terms.length());
    }

    /// Returns the number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Says whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// Scores every text against a question; 0 where they share no stem. One number for each text, in their order.
    ///
    /// BM25: the sum over the question's stems of (1 + ln q) · idf · f·(k₁+1) / (f + k₁·(1 − b + b·length/average)), where
    /// the question has the stem q times and the text f times, idf = ln(1 + (N − n + ½)/(n + ½)), k₁ = 1.2, b = 0.75. Source: Robertson and Zaragoza 2009, *Foundations and
    /// Trends in Information Retrieval* 3(4):333–389; the 1 inside the logarithm keeps the words of most texts from
    /// counting against a text.
    #[must_use]
    pub fn scores(&self, question: &Terms) -> Vec<f32> {
        let mut scores = vec![0.0; self.lengths.len()];
        let average = self.average();
        // In a fixed order, so that sums come out the same every time.
        let mut stems: Vec<(&str, u32)> = question.counts().collect();
        stems.sort_unstable();
        for (stem, times) in stems {
            let Some(places) = self.postings.get(stem) else { continue };
            let weight = idf(self.lengths.len(), places.len()) * asked(times);
            for &(place, count) in places {
                let place = place as usize;
                scores[place] += weight * saturated(count, self.lengths[place], average);
            }
        }
        scores
    }

    /// Says how telling a stem is: 0 for one that is nowhere.
    #[must_use]
    pub fn telling(&self, stem: &str) -> f32 {
        self.postings.get(stem).map_or(0.0, |places| idf(self.lengths.len(), places.len()))
    }

    fn average(&self) -> f32 {
        (as_f32(self.total) / as_f32(self.lengths.len().max(1) as u64)).max(1.0)
    }
}

/// Says how telling a stem is that so many of all texts have.
pub(crate) fn idf(all: usize, texts_with_it: usize) -> f32 {
    let (all, with) = (as_f32(all as u64), as_f32(texts_with_it as u64));
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
}

/// Says how much a stem counts for that a question has so often: a long question repeats its words, and means them once.
pub(crate) fn asked(times: u32) -> f32 {
    1.0 + as_f32(u64::from(times)).ln()
}

/// Says how much a stem counts for in a text that has it so often, from 0 to k₁ + 1.
pub(crate) fn saturated(count: u32, length: u32, average_length: f32) -> f32 {
    let held_back = K1 * (1.0 - B + B * as_f32(u64::from(length)) / average_length);
    let count = as_f32(u64::from(count));
    count * (K1 + 1.0) / (count + held_back)
}

#[expect(clippy::cast_precision_loss, reason = "counts of words; the last of seven digits does not matter")]
fn as_f32(count: u64) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(texts: &[&str]) -> WordIndex {
        let mut index = WordIndex::default();
        for text in texts {
            index.add(&Terms::of(text));
        }
        index
    }

    #[test]
    fn a_rare_word_counts_for_more_than_a_common_one() {
        let index = index(&["the invoice was late", "the train was late", "the pump was late"]);
        let scores = index.scores(&Terms::of_question("late invoice"));
        assert!(scores[0] > scores[1] && (scores[1] - scores[2]).abs() < 1e-6, "{scores:?}");
        assert!(index.telling("invoic") > index.telling("late"));
    }

    #[test]
    fn the_formula_gives_its_own_numbers() {
        let index = index(&["pump pump valve", "valve"]);
        // N = 2, n = 1: idf = ln 2; f = 2, length 3, average 2: 2·2.2/(2 + 1.2·(0.25 + 0.75·1.5)) = 4.4/3.65.
        let wanted = 2.0_f32.ln() * 4.4 / 3.65;
        let scores = index.scores(&Terms::of_question("pump"));
        assert!((scores[0] - wanted).abs() < 1e-6 && scores[1] == 0.0, "{scores:?}");
    }

    #[test]
    fn a_shorter_text_with_the_same_words_comes_first() {
        let index = index(&["a pump broke on a long and busy day in May", "a pump broke"]);
        let scores = index.scores(&Terms::of_question("pump broke"));
        assert!(scores[1] > scores[0]);
    }

    #[test]
    fn nothing_is_like_nothing() {
        assert!(index(&[]).scores(&Terms::of_question("pump")).is_empty());
        assert!(index(&["a pump"]).scores(&Terms::of_question("")).iter().all(|score| *score == 0.0));
    }
}
