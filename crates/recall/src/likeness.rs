//! What resembles a text: the same rare words, and the same meaning in other words.

mod clue;

use crate::bm25::{as_f32, asked as times, idf, saturated};
use crate::commonness;
use crate::digest::{Digest, number};
use crate::middle::{Middle, Sum};
use crate::table::Embed;
use crate::terms::Terms;
use crate::vector::Vector;

pub use clue::Clue;

/// How many of the best by words, and of the best by meaning, are looked at together.
const CANDIDATES: usize = 100;

/// A question of fewer words says too little for its meaning to be more than a guess.
pub const LEAST_WORDS_FOR_MEANING: u32 = 5;

/// From where on two texts are near.
const NEAR: f32 = 0.62;

/// The same for the first in the order, of which there is only one.
const NEAR_AS_FIRST: f32 = 0.5;

/// The same for what somebody else wrote.
const NEAR_AMONG_MANY: f32 = 0.65;

/// The fewest telling words that something somebody else wrote has in common with the question.
const LEAST_COMMON: usize = 2;

/// Stems are counted under the last bits of their numbers. Those that share a count seem a little more common than they
/// are, one in ten at 25,000 stems.
const COUNTS: usize = 1 << 18;

/// By how many different last bits of their numbers the stems of a question are known at a glance.
const HELD: usize = 1 << 12;

/// What is asked: a text, as words and as a direction.
#[derive(Debug, Clone)]
pub struct Question {
    words: Digest,
    vector: Option<Vector>,
    /// How much the words count beside the meaning.
    share: f32,
}

impl Question {
    /// Asks with a text, and with the direction that a maker gives it, if it gives it one.
    ///
    /// A question without one telling word goes by its meaning alone, if it has one.
    #[must_use]
    pub fn new(text: &str, maker: &(impl Embed + ?Sized)) -> Self {
        let mut question = Self::by_words(text);
        if Terms::of(text).length() >= LEAST_WORDS_FOR_MEANING {
            question.vector = maker.embed(text);
        }
        if question.vector.is_some() {
            question.share = if question.words.stems().is_empty() { 0.0 } else { maker.words() };
        }
        question
    }

    /// Asks with the words of a text alone.
    #[must_use]
    pub fn by_words(text: &str) -> Self {
        Self { words: Digest::of(&Terms::telling(text)), vector: None, share: 1.0 }
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
    /// How near the two are, from −1 to 3: what they share of their words, twice, and how alike they are turned away from
    /// the middle of all texts. Unlike the score it says the same of a line as of a long story, and in a log of ten as in
    /// one of ten thousand.
    pub nearness: f32,
    /// How many telling stems both have.
    pub common: usize,
}

impl Like {
    /// Says whether it is near enough to be shown unasked, "you have been here before", as the first of an order or behind it.
    ///
    /// An order always has a first; whether the first is near is another question. Of two reports taken at random from
    /// 1,367 about artificial intelligence or 1,622 about space flight, fewer than one pair in a hundred is
    /// (`examples/evaluate near`).
    #[must_use]
    pub fn is_near(&self, is_first: bool) -> bool {
        self.nearness >= if is_first { NEAR_AS_FIRST } else { NEAR }
    }

    /// Says whether it is near enough to be shown unasked though somebody else wrote it.
    ///
    /// There are thousands of those, and one word in common is always found: "son", "client".
    #[must_use]
    pub fn is_near_among_many(&self) -> bool {
        self.nearness >= NEAR_AMONG_MANY && self.common >= LEAST_COMMON
    }
}

/// Texts that can be asked for those that resemble another.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    digests: Vec<Digest>,
    vectors: Vec<Option<Vector>>,
    total: usize,
    /// How many texts have the stems that end in the same bits; empty while there is no text.
    counts: Vec<u32>,
    /// All directions.
    sum: Sum,
}

impl Texts {
    /// Adds a text at the end, with its direction if it has one.
    pub fn add(&mut self, words: Digest, vector: Option<Vector>) {
        self.counts.resize(COUNTS, 0);
        self.digests.push(Digest::default());
        self.vectors.push(None);
        self.replace(self.digests.len() - 1, words, vector);
    }

    /// Puts another text in a place.
    ///
    /// # Panics
    /// Where there is no such place.
    pub fn replace(&mut self, place: usize, words: Digest, vector: Option<Vector>) {
        for (stem, _) in self.digests[place].stems() {
            self.counts[*stem as usize % COUNTS] -= 1;
        }
        for (stem, _) in words.stems() {
            self.counts[*stem as usize % COUNTS] += 1;
        }
        self.total = self.total + words.length() as usize - self.digests[place].length() as usize;
        self.digests[place] = words;
        if let Some(before) = &self.vectors[place] {
            self.sum.take_away(before);
        }
        if let Some(vector) = &vector {
            self.sum.add(vector);
        }
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
    /// Over the best hundred by words and the best hundred by meaning: w · BM25 / the highest BM25 + (1 − w) · cosine,
    /// with w from [`Embed::words`] and the cosine, seen from the middle of all these texts, stretched so that the lowest of
    /// them is 0 and the highest 1. A question
    /// of fewer than five words goes by words alone. Of equals the earlier text comes first.
    #[must_use]
    pub fn like(&self, question: &Question, most: usize) -> Vec<Like> {
        self.like_of(&self.digests, &self.vectors, question, most)
    }

    /// Does the same as if the texts in some places were not there: beside itself, everything else is hardly like a text, and
    /// its own words are less rare than they were before it.
    ///
    /// # Panics
    /// Where there is no such place.
    #[must_use]
    pub fn like_without(&mut self, places: &[usize], question: &Question, most: usize) -> Vec<Like> {
        let sum = self.sum.clone();
        let mut away = Vec::new();
        for place in places {
            away.push((*place, self.digests[*place].clone(), self.vectors[*place].clone()));
            self.replace(*place, Digest::default(), None);
        }
        let like = self.like(question, most);
        for (place, words, vector) in away.into_iter().rev() {
            self.replace(place, words, vector);
        }
        // To the last digit as it was.
        self.sum = sum;
        like
    }

    /// Ranks other texts as [`like`](Self::like) does: what is common and where the middle lies is taken from these texts,
    /// of which the others need not be any. Places are counted among the others.
    #[must_use]
    pub fn like_among(
        &self,
        (digests, vectors): (&[Digest], &[Option<Vector>]),
        question: &Question,
        most: usize,
    ) -> Vec<Like> {
        self.like_of(digests, vectors, question, most)
    }

    fn like_of(
        &self,
        digests: &[Digest],
        vectors: &[Option<Vector>],
        question: &Question,
        most: usize,
    ) -> Vec<Like> {
        let words = self.words_of(digests, &question.words);
        let near = |place: usize, middle: &Middle| {
            self.nearness(question, (&digests[place], vectors[place].as_ref()), middle)
        };
        let mut candidates = best(&words, |score| *score > 0.0);
        let most_words = highest(&words);
        let by_words = |place: usize| stretched(words[place], 0.0, most_words);
        let Some(vector) = &question.vector else {
            return self.ranked(candidates, most, near, |place| (by_words(place), 0.0));
        };
        let middle = self.sum.middle();
        let asked = middle.seen(vector);
        let cosine = |own: &Option<Vector>| {
            let from_middle = |own| middle.cosine((own, middle.seen(own)), (vector, asked));
            own.as_ref().map_or(f32::NEG_INFINITY, from_middle)
        };
        let cosines: Vec<f32> = vectors.iter().map(cosine).collect();
        candidates.extend(best(&cosines, |cosine| cosine.is_finite()));
        candidates.sort_unstable();
        candidates.dedup();
        let seen = || candidates.iter().map(|place| cosines[*place]).filter(|cosine| cosine.is_finite());
        let (low, high) = (seen().fold(f32::INFINITY, f32::min), seen().fold(f32::NEG_INFINITY, f32::max));
        self.ranked(candidates.clone(), most, near, |place| {
            let meaning = if cosines[place].is_finite() { stretched(cosines[place], low, high) } else { 0.0 };
            (question.share * by_words(place), (1.0 - question.share) * meaning)
        })
    }

    fn ranked(
        &self,
        candidates: Vec<usize>,
        most: usize,
        near: impl Fn(usize, &Middle) -> (f32, usize),
        parts: impl Fn(usize) -> (f32, f32),
    ) -> Vec<Like> {
        let like = |place| {
            let (words, meaning) = parts(place);
            Like { place, score: words + meaning, words, meaning, nearness: 0.0, common: 0 }
        };
        let mut ranked: Vec<Like> = candidates.into_iter().map(like).collect();
        ranked.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.place.cmp(&other.place)));
        ranked.truncate(most);
        let middle = self.sum.middle();
        for like in &mut ranked {
            (like.nearness, like.common) = near(like.place, &middle);
        }
        ranked
    }

    /// Says how near a text is to a question, and how many stems they share: 2 · Σ idf² over the stems of both / the root of
    /// the product of Σ idf² over the stems of each, and the cosine of the two directions seen from the middle of all texts.
    /// The idf is over these texts and ordinary English, of which a log of thirty entries knows little.
    fn nearness(
        &self,
        question: &Question,
        (digest, vector): (&Digest, Option<&Vector>),
        middle: &Middle,
    ) -> (f32, usize) {
        let (asked, own) = (question.words.stems(), digest.stems());
        let weight = |stem: u32| self.telling_beside_english(stem).powi(2);
        let all = |stems: &[(u32, u16)]| stems.iter().map(|(stem, _)| weight(*stem)).sum::<f32>();
        let is_shared = |(stem, _): &&(u32, u16)| own.binary_search_by_key(stem, |(stem, _)| *stem).is_ok();
        let common = asked.iter().filter(is_shared).count();
        let shared: f32 = asked.iter().filter(is_shared).map(|(stem, _)| weight(*stem)).sum();
        let product = all(asked) * all(own);
        let overlap = if product > 0.0 { shared / product.sqrt() } else { 0.0 };
        let directions = question.vector.as_ref().zip(vector);
        let cosine = |(one, other)| middle.cosine((one, middle.seen(one)), (other, middle.seen(other)));
        (2.0 * overlap + directions.map_or(0.0, cosine), common)
    }

    /// Says how telling a stem is here.
    fn telling(&self, stem: u32) -> f32 {
        idf(as_f32(self.len()), self.holders(stem))
    }

    /// Says how telling a stem is here and in ordinary English.
    fn telling_beside_english(&self, stem: u32) -> f32 {
        commonness::telling(stem, self.holders(stem), as_f32(self.len()))
    }

    /// Returns how many texts have a stem.
    fn holders(&self, stem: u32) -> f32 {
        as_f32(self.counts.get(stem as usize % COUNTS).copied().unwrap_or_default() as usize)
    }

    /// Lists the words of a text that another one has too, in any form, the most telling first.
    #[must_use]
    pub fn shared(&self, text: &str, other: &str, most: usize) -> Vec<String> {
        let other = Terms::of(other);
        let mut shared: Vec<(f32, String)> = Terms::telling_forms(text)
            .into_iter()
            .filter(|(stem, form)| other.count(stem) > 0 && shows_something(form))
            .map(|(stem, form)| (self.telling_beside_english(number(&stem)), form))
            .collect();
        shared.sort_by(|one, two| two.0.total_cmp(&one.0).then_with(|| one.1.cmp(&two.1)));
        shared.into_iter().take(most).map(|(_, form)| form).collect()
    }

    /// Lists the words by which texts that resemble a text are looked up, the most telling first, for where not every text
    /// can be compared.
    #[must_use]
    pub fn clues(&self, text: &str, most: usize) -> Vec<Clue> {
        let mut stems: Vec<(f32, String, String)> = Terms::telling_words(text)
            .into_iter()
            .map(|(stem, word)| (self.telling(number(&stem)), stem, word))
            .collect();
        stems.sort_by(|one, two| two.0.total_cmp(&one.0).then_with(|| one.1.cmp(&two.1)));
        stems.truncate(most);
        stems.into_iter().map(|(weight, stem, word)| Clue::of(&stem, word, weight)).collect()
    }

    /// Scores texts by the words they share with a question, as [`bm25`](crate::bm25) says.
    fn words_of(&self, digests: &[Digest], question: &Digest) -> Vec<f32> {
        let weigh = |(stem, count): &(u32, u16)| (*stem, self.telling(*stem) * times(*count));
        let asked: Vec<(u32, f32)> = question.stems().iter().map(weigh).collect();
        // A bit for the last bits of each number asked for: nearly all that a text holds is passed over by it.
        let mut holds = [0_u64; HELD / 64];
        for (stem, _) in &asked {
            holds[*stem as usize % HELD / 64] |= 1 << (stem % 64);
        }
        let is_held = |stem: u32| (holds[stem as usize % HELD / 64] >> (stem % 64)) & 1 == 1;
        let average = self.average();
        let score = |digest: &Digest| {
            let mut score = 0.0;
            for (stem, count) in digest.stems().iter().filter(|(stem, _)| is_held(*stem)) {
                if let Ok(at) = asked.binary_search_by_key(stem, |(stem, _)| *stem) {
                    score += asked[at].1 * saturated(u32::from(*count), digest.length(), average);
                }
            }
            score
        };
        digests.iter().map(score).collect()
    }

    /// Returns the mean number of words of a text.
    fn average(&self) -> f32 {
        (as_f32(self.total) / as_f32(self.digests.len().max(1))).max(1.0)
    }
}

/// Says whether a word is one that a person would name as shared: not a letter alone, nor a number.
fn shows_something(form: &str) -> bool {
    form.chars().filter(|letter| letter.is_alphabetic()).nth(1).is_some()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::TokenTable;

    fn texts(texts: &[&str]) -> Texts {
        let mut all = Texts::default();
        for text in texts {
            all.add(Digest::of(&Terms::telling(text)), TokenTable::built_in().embed(text));
        }
        all
    }

    fn asked(texts: &Texts, question: &str) -> Vec<usize> {
        let question = Question::new(question, TokenTable::built_in());
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
        assert_eq!(asked(&texts(&LOG), "the doctor prescribed too many pills to the caterer")[0], 3);
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
        let scores = texts.words_of(&texts.digests, &Digest::of(&Terms::telling("pump")));
        // N = 2, n = 1: idf = ln 2; f = 2, length 3, average 2.
        let wanted = 2.0_f32.ln() * 4.4 / 3.74;
        assert!((scores[0] - wanted).abs() < 1e-6 && scores[1] == 0.0, "{scores:?}");
        let both = texts.words_of(&texts.digests, &Digest::of(&Terms::telling("pump valve")));
        let valve = texts.words_of(&texts.digests, &Digest::of(&Terms::telling("valve")));
        assert!((both[0] - scores[0] - valve[0]).abs() < 1e-6 && both[0] > both[1], "{both:?}");
    }

    #[test]
    fn a_text_that_was_replaced_is_found_by_its_new_words_only() {
        let mut texts = texts(&LOG);
        texts.replace(3, Digest::of(&Terms::telling("a burst pipe")), None);
        assert!(asked(&texts, "caterer").is_empty());
        assert_eq!(asked(&texts, "pipe"), [3]);
    }

    /// Takes every text for one about medicine.
    struct Medicine;

    impl Embed for Medicine {
        fn name(&self) -> &'static str {
            "medicine"
        }

        fn words(&self) -> f32 {
            0.5
        }

        fn embed(&self, _: &str) -> Option<Vector> {
            TokenTable::built_in().embed("medicine")
        }
    }

    #[test]
    fn the_maker_of_a_direction_says_how_much_words_count_beside_it() {
        let (like, words_alone) = (
            texts(&LOG).like(&Question::new("the van and the flowers were late", &Medicine), 1)[0],
            texts(&LOG).like(&Question::by_words("the van and the flowers were late"), 1)[0],
        );
        assert_eq!((like.place, words_alone.place), (0, 0));
        assert!((like.words - 0.5).abs() < 1e-6 && like.meaning <= 0.5, "{like:?}");
        assert!((words_alone.words - 1.0).abs() < 1e-6 && words_alone.meaning == 0.0, "{words_alone:?}");
    }

    #[test]
    fn a_question_without_a_telling_word_goes_by_its_meaning() {
        let question = Question::new("what did we do before it was so", &Medicine);
        assert_eq!(texts(&LOG).like(&question, 1)[0].place, 1);
        assert!(texts(&LOG).like(&question, 4).iter().all(|like| like.words == 0.0));
    }

    #[test]
    fn what_is_shared_is_said_in_the_words_of_the_first_text_the_rarest_first() {
        let texts = texts(&LOG);
        let shared = texts.shared("Nobody told the caterers of the venue", LOG[3], 9);
        assert_eq!(shared, ["caterers", "venue", "nobody", "told"]);
        assert_eq!(texts.shared("the of and", LOG[3], 9), [""; 0]);
        assert_eq!(texts.shared(LOG[3], LOG[3], 2).len(), 2);
    }

    #[test]
    fn the_first_of_an_order_need_not_be_near() {
        let near = |question: &str| {
            let question = Question::new(question, TokenTable::built_in());
            texts(&LOG).like(&question, 1).first().is_some_and(|like| like.is_near(true))
        };
        assert!(near("The caterer was not told that the venue moved"));
        assert!(!near("We ran out of paint on the second day of the work"));
    }

    #[test]
    fn without_itself_a_text_is_asked_as_if_it_had_just_been_typed() {
        let mut all = texts(&LOG);
        let question = Question::new(LOG[0], TokenTable::built_in());
        let before = all.like(&question, 9);
        let like = all.like_without(&[0, 0], &question, 9);
        let typed = texts(&LOG[1..]).like(&question, 9);
        assert_eq!(like[0].place, typed[0].place + 1);
        assert!((like[0].score - 1.0).abs() < 1e-6, "the best of the others is the measure: {like:?}");
        assert!((like[0].nearness - typed[0].nearness).abs() < 0.01, "{like:?} {typed:?}");
        assert_eq!(all.like(&question, 9), before, "and all is as it was");
    }

    #[test]
    fn behind_the_first_it_has_to_be_nearer() {
        let like = |nearness| Like { place: 0, score: 1.0, words: 1.0, meaning: 0.0, nearness, common: 1 };
        let between = like(f32::midpoint(NEAR_AS_FIRST, NEAR));
        assert!(between.is_near(true) && !between.is_near(false));
        assert!(like(NEAR).is_near(false) && !like(NEAR_AS_FIRST - 0.01).is_near(true));
    }

    #[test]
    fn numbers_and_single_letters_are_not_named_as_shared() {
        let texts = texts(&["3 pumps of plan B failed in 2024", "3 vans of plan B in 2024"]);
        assert_eq!(texts.shared("3 vans, plan b, 2024", "3 pumps, plan b, 2024", 9), ["plan"]);
    }

    #[test]
    fn nothing_resembles_nothing() {
        assert!(asked(&texts(&LOG), "").is_empty());
        assert!(asked(&texts(&[]), "I gave the patient twice the dose").is_empty());
    }

    #[test]
    fn of_equals_the_earlier_one_comes_first() {
        let mut texts = Texts::default();
        // More than are looked at together.
        for _ in 0..2 * CANDIDATES {
            texts.add(Digest::of(&Terms::telling("the pump failed")), None);
        }
        assert_eq!(asked(&texts, "pump"), (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn others_are_ranked_as_if_they_were_among_the_texts() {
        let texts = texts(&LOG);
        let question = "the driver of the van was late with the flowers";
        let question = Question::new(question, TokenTable::built_in());
        assert_eq!(
            texts.like_among((&texts.digests, &texts.vectors), &question, 9),
            texts.like(&question, 9)
        );
        let strangers = ["A late van", "A broken pump"].map(|text| Digest::of(&Terms::telling(text)));
        let found = texts.like_among((&strangers, &[None, None]), &question, 9);
        assert_eq!(found.iter().map(|like| like.place).collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn the_rarest_words_are_the_first_clues() {
        let texts = texts(&LOG);
        let clues = texts.clues("The venue: told the driver of late deliveries", 3);
        let words: Vec<_> = clues.iter().map(|clue| (clue.word.as_str(), clue.is_beginning)).collect();
        assert_eq!(words, [("deliver", true), ("driver", true), ("late", false)]);
        assert!(clues[0].weight > clues[1].weight);
    }
}
