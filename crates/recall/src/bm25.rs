//! Likeness by words: how much a rare word counts that two texts have.
//!
//! BM25: the sum over the question's stems of (1 + ln q) · idf · f·(k₁+1) / (f + k₁·(1 − b + b·length/average)), where the
//! question has the stem q times and the text f times. Source: Robertson and Zaragoza 2009, *Foundations and Trends in
//! Information Retrieval* 3(4):333–389.

/// How fast a word that is repeated stops counting for more.
const K1: f32 = 1.2;

/// How much a long text is held back, from 0 (not at all) to 1 (by its whole length). More than the usual 0.75: here a long
/// text seldom says the same more often; it tells of more. Lessons of NASA and reports of fire crews are found by 0.5 to 1.5
/// points more (MRR@10), titles of incidents by 0.1 less.
const B: f32 = 0.9;

/// Says how telling a stem is that so many of all texts have: ln(1 + (N − n + ½)/(n + ½)).
///
/// The 1 inside the logarithm keeps the words of most texts from counting against a text.
pub(crate) fn idf(all: f32, texts_with_it: f32) -> f32 {
    (1.0 + (all - texts_with_it + 0.5) / (texts_with_it + 0.5)).ln()
}

/// Says how much a stem counts for that a question has so often: a long question repeats its words, and means them once.
pub(crate) fn asked(times: u16) -> f32 {
    1.0 + f32::from(times).ln()
}

/// Says how much a stem counts for in a text that has it so often, from 0 to k₁ + 1.
pub(crate) fn saturated(count: u32, length: u32, average_length: f32) -> f32 {
    let held_back = K1 * (1.0 - B + B * as_f32(length as usize) / average_length);
    let count = as_f32(count as usize);
    count * (K1 + 1.0) / (count + held_back)
}

#[expect(clippy::cast_precision_loss, reason = "counts; the last of seven digits does not matter")]
pub(crate) fn as_f32(count: usize) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_word_tells_more_than_a_common_one_and_none_tells_against() {
        assert!(idf(100.0, 1.0) > idf(100.0, 50.0) && idf(100.0, 50.0) > idf(100.0, 100.0));
        assert!(idf(100.0, 100.0) > 0.0);
        assert!((idf(2.0, 1.0) - 2.0_f32.ln()).abs() < 1e-6);
    }

    #[test]
    fn a_word_that_is_repeated_counts_for_more_and_ever_less_so() {
        let counts = [1, 2, 3, 100].map(|count| saturated(count, 10, 10.0));
        assert!(counts.is_sorted() && counts[1] - counts[0] > counts[2] - counts[1]);
        assert!(counts[3] < K1 + 1.0);
        // f = 2, length 3, average 2: 2·2.2 / (2 + 1.2·(0.1 + 0.9·1.5)).
        assert!((saturated(2, 3, 2.0) - 4.4 / 3.74).abs() < 1e-6);
    }

    #[test]
    fn the_same_words_count_for_more_in_a_shorter_text() {
        assert!(saturated(1, 5, 10.0) > saturated(1, 20, 10.0));
    }

    #[test]
    fn a_question_means_a_repeated_word_little_more_than_once() {
        assert!((asked(1) - 1.0).abs() < 1e-6 && asked(10) < 4.0 && asked(10) > asked(2));
    }
}
