//! What resembles a text: the same rare words, and the same meaning in other words.

use crate::bm25::WordIndex;
use crate::terms::Terms;
use crate::vector::Vector;

/// How much the words count beside the meaning.
const WORDS: f32 = 0.8;

/// How many of the best by words, and of the best by meaning, are looked at together.
const CANDIDATES: usize = 100;

/// A question of fewer telling words says too little for its meaning to be more than a guess.
pub const LEAST_WORDS_FOR_MEANING: u32 = 5;

/// What is asked: a text, as words and as a direction.
#[derive(Debug, Clone)]
pub struct Question {
    terms: Terms,
    vector: Option<Vector>,
}

impl Question {
    /// Asks with a text and the direction it has, if it has one.
    #[must_use]
    pub fn new(text: &str, vector: Option<Vector>) -> Self {
        let terms = Terms::of_question(text);
        let says_enough = Terms::of(text).length() >= LEAST_WORDS_FOR_MEANING;
        Self { terms, vector: vector.filter(|_| says_enough) }
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
}

/// Texts that can be asked for those that resemble another.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    words: WordIndex,
    vectors: Vec<Option<Vector>>,
}

impl Texts {
    /// Adds a text at the end, with its direction if it has one.
    pub fn add(&mut self, text: &str, vector: Option<Vector>) {
        self.words.add(&Terms::of(text));
        self.vectors.push(vector);
    }

    /// Finds the texts that resemble a question most, the best first.
    ///
    /// Over the best hundred by words and the best hundred by meaning: 0.8 · BM25 / the highest BM25 + 0.2 · cosine,
    /// the cosine stretched so that the lowest of these is 0 and the highest 1. A question of fewer than five words
    /// goes by words alone. Of equals the earlier text comes first.
    #[must_use]
    pub fn like(&self, question: &Question, most: usize) -> Vec<Like> {
        let words = self.words.scores(&question.terms);
        let mut candidates = best(&words, |score| *score > 0.0);
        let Some(vector) = &question.vector else {
            return ranked(candidates, most, |place| (stretched(words[place], 0.0, highest(&words)), 0.0));
        };
        let cosines: Vec<f32> = self
            .vectors
            .iter()
            .map(|own| own.as_ref().map_or(f32::NEG_INFINITY, |own| own.cosine(vector)))
            .collect();
        candidates.extend(best(&cosines, |cosine| cosine.is_finite()));
        candidates.sort_unstable();
        candidates.dedup();
        let seen = || candidates.iter().map(|place| cosines[*place]).filter(|cosine| cosine.is_finite());
        let (low, high) = (seen().fold(f32::INFINITY, f32::min), seen().fold(f32::NEG_INFINITY, f32::max));
        let most_words = highest(&words);
        ranked(candidates.clone(), most, |place| {
            let meaning = if cosines[place].is_finite() { stretched(cosines[place], low, high) } else { 0.0 };
            (WORDS * stretched(words[place], 0.0, most_words), (1.0 - WORDS) * meaning)
        })
    }
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

fn ranked(candidates: Vec<usize>, most: usize, parts: impl Fn(usize) -> (f32, f32)) -> Vec<Like> {
    let like = |place| {
        let (words, meaning) = parts(place);
        Like { place, score: words + meaning, words, meaning }
    };
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
            all.add(text, TokenTable::built_in().embed(text));
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
