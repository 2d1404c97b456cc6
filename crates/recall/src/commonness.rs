//! How common a word is in ordinary English, for logs that are too small to tell by themselves.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::bm25::{as_f32, idf};
use crate::digest::number;
use crate::table::TokenTable;
use crate::terms::Stems;

/// The row of the first word in the token table; before it stand signs, letters and unused rows.
const FIRST_WORD: u32 = 1_996;

/// The rank at which a word stands in about half of all texts.
const HALF: f32 = 20.0;

/// The rank of each letter alone and of each number of one or two digits, which is an hour or a count.
const SMALL: u32 = 60;

/// The share of texts that hold a word the token table does not know.
const UNKNOWN: f32 = HALF / (30_522.0 + HALF);

/// How many texts of ordinary English are imagined beside a log when it is asked how telling a word is.
///
/// A log of thirty entries does not know that "meeting" is common; one of ten thousand knows it better than anybody.
const IMAGINED: f32 = 800.0;

/// The rank of each stem under its number.
static RANKS: LazyLock<HashMap<u32, u32>> = LazyLock::new(|| {
    let stems = Stems::default();
    let mut ranks = HashMap::with_capacity(24_000);
    for (word, row) in TokenTable::built_in().words().filter(|(_, row)| *row >= FIRST_WORD) {
        let rank: &mut u32 = ranks.entry(number(&stems.of(word))).or_insert(u32::MAX);
        *rank = (*rank).min(row - FIRST_WORD);
    }
    let numbers = (0..100).map(|count| count.to_string()).chain((0..10).map(|count| format!("0{count}")));
    for small in numbers.chain(('a'..='z').map(String::from)) {
        ranks.insert(number(&small), SMALL);
    }
    ranks
});

/// Estimates the share of ordinary English texts that hold a stem.
///
/// The table's words are in the order of how often they occur. By Zipf's law the share falls with the rank r like
/// 20/(r + 20); a judgement, good for an order of magnitude. A stem has the rank of its commonest word.
#[must_use]
pub fn share_of_texts(stem: &str) -> f32 {
    share_of(number(stem))
}

/// Says whether a stem is of a word of ordinary English, of which the token table knows the commonest 28,000.
#[must_use]
pub fn is_known(stem: &str) -> bool {
    RANKS.contains_key(&number(stem))
}

fn share_of(stem: u32) -> f32 {
    RANKS.get(&stem).map_or(UNKNOWN, |rank| HALF / (as_f32(*rank as usize) + HALF))
}

/// Says how telling the stem with this number is that so many of all texts have: the idf of BM25, over these and 800
/// imagined texts of ordinary English together.
pub(crate) fn telling(stem: u32, holders: f32, all: f32) -> f32 {
    idf(all + IMAGINED, holders + IMAGINED * share_of(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_number_or_a_letter_is_common_and_a_great_number_is_not() {
        let shares = ["3", "07", "42", "b"].map(share_of_texts);
        assert!(shares.into_iter().all(|share| share > 0.2), "{shares:?}");
        assert!(share_of_texts("737") < share_of_texts("deliveri"));
    }

    #[test]
    fn a_common_word_is_in_more_texts_than_a_rare_one() {
        let shares = ["the", "time", "deliveri", "cater", "qzxv"].map(share_of_texts);
        assert!(shares.is_sorted_by(|one, other| one > other), "{shares:?}");
    }

    #[test]
    fn a_stem_is_as_common_as_its_commonest_word() {
        assert!(is_known("deliveri") && !is_known("qzxv"));
        assert!(share_of_texts("deliveri") > 5.0 * UNKNOWN, "delivery is in the table, deliveri is not");
    }
}
