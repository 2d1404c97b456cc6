//! What a mistyped word was meant to be.

use strsim::osa_distance;

use crate::table::TokenTable;
use crate::terms::Stems;

/// A shorter word is near to too many others.
const SHORTEST: usize = 4;

/// From this length on two letters may be wrong.
const LONG: usize = 8;

/// How many letters of a word have to be right, at its beginning, so that few words need to be looked at.
const RIGHT: usize = 2;

/// Returns the letters that words must begin with to be what was meant by `typed`; `None` for what is not corrected.
#[must_use]
pub fn beginning(typed: &str) -> Option<&str> {
    let is_word = typed.chars().all(char::is_alphabetic) && typed.chars().count() >= SHORTEST;
    let (end, _) = typed.char_indices().nth(RIGHT)?;
    is_word.then(|| &typed[..end])
}

/// Finds what may have been meant by a folded word that is nowhere, the fewest mistakes away first; at most three words, and
/// while a word is growing also the beginnings of some. A beginning that is an English word in another form, as "receive" is of
/// "received", is always one.
///
/// A mistake is a letter too many, too few or another one, or two in the wrong order; one is forgiven, two from eight
/// letters on. Of equals a whole word, then the word of more texts, then the first in the alphabet. Source of the distance: optimal string
/// alignment (Damerau 1964, *Communications of the ACM* 7(3):171–176).
#[must_use]
pub fn meant<'w>(
    typed: &str,
    words: impl IntoIterator<Item = (&'w str, i64)>,
    is_growing: bool,
) -> Vec<&'w str> {
    const MOST: usize = 3;
    let length = typed.chars().count();
    let most = if length >= LONG { 2 } else { 1 };
    let stems = Stems::default();
    let is_form = |beginning: &str, word: &str| {
        TokenTable::built_in().has_word(beginning) && stems.of(beginning) == stems.of(word)
    };
    let beginnings = |(word, texts): (&'w str, i64)| {
        let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
        let near = ends.enumerate().filter(move |(letters, _)| letters.abs_diff(length) <= most);
        near.filter(|(_, end)| is_growing || *end == word.len() || is_form(&word[..*end], word))
            .map(move |(_, end)| (&word[..end], end < word.len(), texts))
            .collect::<Vec<_>>()
    };
    let mut meant: Vec<_> = words
        .into_iter()
        .flat_map(beginnings)
        .map(|(word, is_beginning, texts)| (osa_distance(typed, word), is_beginning, -texts, word))
        .filter(|(mistakes, ..)| (1..=most).contains(mistakes))
        .collect();
    meant.sort_unstable();
    let mut words: Vec<&str> = Vec::new();
    for (.., word) in meant {
        if words.len() < MOST && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [(&str, i64); 5] =
        [("receipt", 9), ("received", 3), ("recipe", 2), ("reception", 1), ("record", 40)];

    fn first<'w>(typed: &str, words: impl IntoIterator<Item = (&'w str, i64)>) -> Option<&'w str> {
        meant(typed, words, false).first().copied()
    }

    #[test]
    fn a_letter_too_many_too_few_another_or_in_the_wrong_place_is_forgiven() {
        assert_eq!(first("recieved", WORDS), Some("received"));
        assert_eq!(first("recpe", WORDS), Some("recipe"));
        assert_eq!(first("reciipe", WORDS), Some("recipe"));
        assert_eq!(first("retord", WORDS), Some("record"));
    }

    #[test]
    fn a_beginning_is_meant_only_while_the_word_grows() {
        let negotiations = [("negotiations", 3)];
        assert_eq!(meant("negotiatt", negotiations, true)[0], "negotiat");
        assert_eq!(meant("negotiatt", negotiations, false), [""; 0]);
        assert_eq!(meant("mony", [("months", 9), ("money", 2)], false), ["money"]);
    }

    #[test]
    fn an_english_word_that_stands_there_in_another_form_is_meant_too() {
        assert_eq!(first("recieve", WORDS), Some("receive"));
        assert_eq!(first("knvie", [("knives", 1)]), None);
        // "mon" is in the table, and no form of months.
        assert_eq!(first("mony", [("months", 9)]), None);
    }

    #[test]
    fn two_mistakes_are_forgiven_in_a_long_word_only() {
        assert_eq!(first("recaptoin", WORDS), Some("reception"));
        assert_eq!(first("recepton", WORDS), Some("reception"));
        assert_eq!(first("recptionn", WORDS), Some("reception"));
        assert_eq!(first("maintnnce", [("maintenance", 1)]), Some("maintenance"));
        assert_eq!(first("rcxord", WORDS), None);
    }

    #[test]
    fn of_equals_the_word_of_more_texts_is_meant() {
        assert_eq!(first("lete", [("late", 2), ("lets", 5)]), Some("lets"));
        assert_eq!(first("lete", [("lets", 2), ("late", 2)]), Some("late"));
    }

    #[test]
    fn a_few_are_named_where_several_could_be_meant() {
        assert_eq!(
            meant("lete", [("lets", 5), ("late", 2), ("lute", 1), ("lite", 1)], false),
            ["lets", "late", "lite"]
        );
    }

    #[test]
    fn short_words_and_numbers_are_left_as_they_are() {
        assert_eq!(
            (beginning("pmp"), beginning("2026"), beginning("b2bx"), beginning("")),
            (None, None, None, None)
        );
        assert_eq!((beginning("recieve"), beginning("ürxnd")), (Some("re"), Some("ür")));
    }
}
