//! What resembles a text: the same rare words, and the same meaning in other words.

use crate::bm25::{asked as times, idf, weighed};
use crate::digest::{Digest, number};
use crate::terms::Terms;
use crate::vector::Vector;

/// How much the words count beside the meaning.
const WORDS: f32 = 0.8;

/// How many of the best by words, and of the best by meaning, are looked at together.
const CANDIDATES: usize = 100;

/// A question of fewer words says too little for its meaning to be more than a guess.
pub const LEAST_WORDS_FOR_MEANING: u32 = 5;

/// From where on two texts are near, of cosine and twice the overlap.
const NEAR: f32 = 0.8;

/// What is asked: a text, as words and as a direction.
#[derive(Debug, Clone)]
pub struct Question {
    words: Digest,
    vector: Option<Vector>,
    /// How much the words count beside the meaning.
    share: f32,
}

impl Question {
    /// Asks with a text and the direction it has, if it has one.
    ///
    /// A question without one telling word goes by its meaning alone, if it has one.
    #[must_use]
    pub fn new(text: &str, vector: Option<Vector>) -> Self {
        let telling = Digest::of(&Terms::telling(text));
        let vector = vector.filter(|_| Terms::of(text).length() >= LEAST_WORDS_FOR_MEANING);
        let share = match &vector {
            Some(_) if telling.stems().is_empty() => 0.0,
            Some(_) => WORDS,
            None => 1.0,
        };
        Self { words: telling, vector, share }
    }
}

/// A text that resembles the question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Like {
    /// Which text, counted from 0.
    pub place: usize,
    /// How alike, from 0 to 1; only good for an order within one question.
    pub score: f32,
    /// The part of the score that comes from shared words.
    pub words: f32,
    /// The part of the score that comes from the meaning.
    pub meaning: f32,
    /// How much of their telling words the two share, from 0 to 1: the stems that both have, over the root of the
    /// product of how many each has. Unlike BM25 it says the same in a log of ten as in one of ten thousand.
    pub overlap: f32,
    /// The cosine of the angle between the two; 0 where one of them has no direction.
    pub cosine: f32,
}

impl Like {
    /// Says whether it is near enough to be shown unasked: "you have been here before".
    ///
    /// An order always has a first; whether the first is near is another question. Of two reports taken at random from
    /// 1,208 about artificial intelligence or 1,637 about space flight, about one pair in a hundred is.
    #[must_use]
    pub fn is_near(&self) -> bool {
        self.overlap > 0.0 && self.cosine + 2.0 * self.overlap >= NEAR
    }
}

/// Texts that can be asked for those that resemble another.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    digests: Vec<Digest>,
    vectors: Vec<Option<Vector>>,
    total: u64,
}

impl Texts {
    /// Adds a text at the end, with its direction if it has one.
    pub fn add(&mut self, words: Digest, vector: Option<Vector>) {
        self.total += u64::from(words.length());
        self.digests.push(words);
        self.vectors.push(vector);
    }

    /// Puts another text in a place.
    ///
    /// # Panics
    /// Where there is no such place.
    pub fn replace(&mut self, place: usize, words: Digest, vector: Option<Vector>) {
        self.total = self.total + u64::from(words.length()) - u64::from(self.digests[place].length());
        self.digests[place] = words;
        self.vectors[place] = vector;
    }

    /// Returns the number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.digests.len()
    }

    /// Says whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.digests.is_empty()
    }

    /// Finds the texts that resemble a question most, the best first.
    ///
    /// Over the best hundred by words and the best hundred by meaning: 0.8 · BM25 / the highest BM25 + 0.2 · cosine,
    /// the cosine stretched so that the lowest of these is 0 and the highest 1. A question of fewer than five words
    /// goes by words alone. Of equals the earlier text comes first.
    #[must_use]
    pub fn like(&self, question: &Question, most: usize) -> Vec<Like> {
        let (words, shared) = self.words(&question.words);
        let mut candidates = best(&words, |score| *score > 0.0);
        let most_words = highest(&words);
        let like = |place: usize, words: f32, meaning: f32, cosine: Option<f32>| Like {
            place,
            score: words + meaning,
            words,
            meaning,
            overlap: overlap(shared[place], &question.words, &self.digests[place]),
            cosine: cosine.unwrap_or_default(),
        };
        let Some(vector) = &question.vector else {
            let by_words = |place| like(place, stretched(words[place], 0.0, most_words), 0.0, None);
            return ranked(candidates, most, by_words);
        };
        let cosine = |own: &Option<Vector>| own.as_ref().map_or(f32::NEG_INFINITY, |own| own.cosine(vector));
        let cosines: Vec<f32> = self.vectors.iter().map(cosine).collect();
        candidates.extend(best(&cosines, |cosine| cosine.is_finite()));
        candidates.sort_unstable();
        candidates.dedup();
        let seen = || candidates.iter().map(|place| cosines[*place]).filter(|cosine| cosine.is_finite());
        let (low, high) = (seen().fold(f32::INFINITY, f32::min), seen().fold(f32::NEG_INFINITY, f32::max));
        ranked(candidates.clone(), most, |place| {
            let cosine = Some(cosines[place]).filter(|cosine| cosine.is_finite());
            let meaning = cosine.map_or(0.0, |cosine| stretched(cosine, low, high));
            let words = question.share * stretched(words[place], 0.0, most_words);
            like(place, words, (1.0 - question.share) * meaning, cosine)
        })
    }

    /// Lists the words of a text that another one has too, in any form, the most telling first.
    #[must_use]
    pub fn shared(&self, text: &str, other: &str, most: usize) -> Vec<String> {
        let telling = |stem: &str| {
            let number = number(stem);
            let has =
                |digest: &&Digest| digest.stems().binary_search_by_key(&number, |(own, _)| *own).is_ok();
            idf(self.len(), self.digests.iter().filter(has).count())
        };
        let other = Terms::of(other);
        let mut shared: Vec<(f32, String)> = Terms::telling_forms(text)
            .into_iter()
            .filter(|(stem, _)| other.count(stem) > 0)
            .map(|(stem, form)| (telling(&stem), form))
            .collect();
        shared.sort_by(|one, two| two.0.total_cmp(&one.0).then_with(|| one.1.cmp(&two.1)));
        shared.into_iter().take(most).map(|(_, form)| form).collect()
    }

    /// Scores every text by the words it shares with a question, as [`bm25`](crate::bm25) says; and counts them.
    fn words(&self, question: &Digest) -> (Vec<f32>, Vec<u16>) {
        let asked = question.stems();
        let mut texts_with_it = vec![0_usize; asked.len()];
        // The text, the stem among those asked for, and how often the text has it.
        let mut found: Vec<(usize, usize, u16)> = Vec::new();
        for (place, digest) in self.digests.iter().enumerate() {
            let mut stems = digest.stems();
            for (stem, (wanted, _)) in asked.iter().enumerate() {
                stems = &stems[stems.partition_point(|(number, _)| number < wanted)..];
                if let Some((number, count)) = stems.first()
                    && number == wanted
                {
                    texts_with_it[stem] += 1;
                    found.push((place, stem, *count));
                }
            }
        }
        let telling: Vec<f32> = texts_with_it.iter().map(|with| idf(self.digests.len(), *with)).collect();
        let (mut scores, mut shared) = (vec![0.0; self.digests.len()], vec![0; self.digests.len()]);
        let average = self.average();
        for (place, stem, count) in found {
            shared[place] += 1;
            let weight = telling[stem] * times(u32::from(asked[stem].1));
            scores[place] += weight * weighed(u32::from(count), self.digests[place].length(), average);
        }
        (scores, shared)
    }

    /// Returns the mean number of words of a text.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of words; the last of seven digits does not matter"
    )]
    fn average(&self) -> f32 {
        (self.total as f32 / self.digests.len().max(1) as f32).max(1.0)
    }
}

/// Says how much of their stems two texts share that have so many in common.
fn overlap(shared: u16, one: &Digest, other: &Digest) -> f32 {
    let stems = |digest: &Digest| f32::from(u16::try_from(digest.stems().len()).unwrap_or(u16::MAX));
    if shared == 0 { 0.0 } else { f32::from(shared) / (stems(one) * stems(other)).sqrt() }
}

fn highest(scores: &[f32]) -> f32 {
    scores.iter().copied().fold(0.0, f32::max)
}

/// Says where a number lies between two others, from 0 to 1.
fn stretched(value: f32, low: f32, high: f32) -> f32 {
    if high > low { (value - low) / (high - low) } else { 0.0 }
}

/// Finds the places of the highest scores, in no order.
fn best(scores: &[f32], is_one: impl Fn(&f32) -> bool) -> Vec<usize> {
    let mut places: Vec<usize> = (0..scores.len()).filter(|place| is_one(&scores[*place])).collect();
    if places.len() > CANDIDATES {
        let by_score =
            |one: &usize, other: &usize| scores[*other].total_cmp(&scores[*one]).then(one.cmp(other));
        places.select_nth_unstable_by(CANDIDATES, by_score);
        places.truncate(CANDIDATES);
    }
    places
}

fn ranked(candidates: Vec<usize>, most: usize, like: impl Fn(usize) -> Like) -> Vec<Like> {
    let mut ranked: Vec<Like> = candidates.into_iter().map(like).collect();
    ranked.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.place.cmp(&other.place)));
    ranked.truncate(most);
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Embed as _, TokenTable};

    fn texts(texts: &[&str]) -> Texts {
        let mut all = Texts::default();
        for text in texts {
            all.add(Digest::of(&Terms::telling(text)), TokenTable::built_in().embed(text));
        }
        all
    }

    fn asked(texts: &Texts, question: &str) -> Vec<usize> {
        let question = Question::new(question, TokenTable::built_in().embed(question));
        texts.like(&question, 10).into_iter().map(|like| like.place).collect()
    }

    const LOG: [&str; 4] = [
        "The van with the flowers arrived an hour late because the driver was never told the new address",
        "I gave the patient twice the dose of the medicine",
        "The release broke the login for every customer",
        "Nobody told the caterer that the venue had moved",
    ];

    #[test]
    fn a_shared_rare_word_comes_first() {
        assert_eq!(asked(&texts(&LOG), "the caterer")[0], 3);
        assert_eq!(asked(&texts(&LOG), "login is broken for one customer of ours")[0], 2);
    }

    #[test]
    fn the_same_thing_in_other_words_is_found() {
        assert_eq!(asked(&texts(&LOG), "physician administered excessive medication to somebody ill")[0], 1);
    }

    #[test]
    fn a_short_question_goes_by_its_words_alone() {
        assert!(asked(&texts(&LOG), "physician").is_empty());
    }

    #[test]
    fn words_count_as_the_formula_says() {
        let texts = texts(&["pump pump valve", "valve"]);
        let mut index = crate::bm25::WordIndex::default();
        for text in ["pump pump valve", "valve"] {
            index.add(&Terms::of(text));
        }
        let question = Terms::of("pump valve valve");
        for (one, other) in texts.words(&Digest::of(&question)).0.iter().zip(index.scores(&question)) {
            assert!((one - other).abs() < 1e-6, "{one} {other}");
        }
    }

    #[test]
    fn a_text_that_was_replaced_is_found_by_its_new_words_only() {
        let mut texts = texts(&LOG);
        texts.replace(3, Digest::of(&Terms::telling("a burst pipe")), None);
        assert!(asked(&texts, "caterer").is_empty());
        assert_eq!(asked(&texts, "pipe"), [3]);
    }

    #[test]
    fn a_question_without_a_telling_word_goes_by_its_meaning() {
        let question =
            Question::new("what did we do before it was so", TokenTable::built_in().embed("medicine"));
        assert_eq!(texts(&LOG).like(&question, 1)[0].place, 1);
        assert!(texts(&LOG).like(&question, 4).iter().all(|like| like.words == 0.0));
    }

    #[test]
    fn what_is_shared_is_said_in_the_words_of_the_first_text_the_rarest_first() {
        let texts = texts(&LOG);
        let shared = texts.shared("Nobody told the caterers of the venue", LOG[3], 9);
        assert_eq!(shared, ["caterers", "nobody", "venue", "told"]);
        assert_eq!(texts.shared("the of and", LOG[3], 9), [""; 0]);
        assert_eq!(texts.shared(LOG[3], LOG[3], 2).len(), 2);
    }

    #[test]
    fn the_first_of_an_order_need_not_be_near() {
        let near = |question: &str| {
            let question = Question::new(question, TokenTable::built_in().embed(question));
            texts(&LOG).like(&question, 1).first().is_some_and(Like::is_near)
        };
        assert!(near("The caterer was not told that the venue moved"));
        assert!(!near("We ran out of paint on the second day of the work"));
    }

    #[test]
    fn nothing_resembles_nothing() {
        assert!(asked(&texts(&LOG), "").is_empty());
        assert!(asked(&texts(&[]), "I gave the patient twice the dose").is_empty());
    }

    #[test]
    fn of_equals_the_earlier_one_comes_first() {
        let texts = texts(&["the pump failed", "the pump failed", "the pump failed"]);
        assert_eq!(asked(&texts, "pump"), [0, 1, 2]);
    }
}
