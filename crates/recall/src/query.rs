//! What a person looks for.

use crate::forms::forms;
use crate::terms::says_nothing;
use crate::words::each_word;

/// Bounds the words of a query; a longer one is cut, so that a pasted page cannot load the database.
pub const MOST_WORDS: usize = 16;

/// Bounds the words that are read before those that say nothing are left out.
const MOST_TYPED: usize = 4 * MOST_WORDS;

/// What a person looks for: words that must all be there, each at least as the beginning of a word, or in another form
/// of it.
///
/// Characters typed without a space in a script that has none (`納期`) must stand next to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchQuery {
    words: Vec<QueryWord>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct QueryWord {
    text: String,
    /// The other forms that are as good: `delivery` for `deliveries`.
    forms: Vec<String>,
    /// Whether the word before must stand directly before it.
    continues: bool,
}

/// One thing that must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term<'q> {
    /// Words that stand next to each other, of which the last may be the beginning of one; nearly always just one.
    pub neighbours: Vec<&'q str>,
    /// Whole words that do as well.
    pub forms: &'q [String],
}

impl SearchQuery {
    /// Reads what was typed, by the rules of [`fold`](crate::fold).
    ///
    /// `None` when there is not one letter or digit in it. Only the first [`MOST_WORDS`] words count. There is no
    /// query language: quotes, `AND` and minus signs mean nothing, so nothing typed can be an error. Words that say
    /// nothing ("the", "of") are not looked for where others are there; the last one is, while it may still become
    /// "thermostat" or "offer".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut words: Vec<QueryWord> = Vec::new();
        let mut end_of_last = 0;
        each_word(text, |word| {
            if words.len() < MOST_TYPED {
                words.push(QueryWord {
                    text: word.folded.to_owned(),
                    forms: Vec::new(),
                    continues: word.continues,
                });
                end_of_last = word.source.end;
            }
        });
        let says_something = |word: &QueryWord| !says_nothing(&word.text);
        if words.iter().any(says_something) {
            let last = words.len() - 1;
            let is_growing = end_of_last == text.len();
            let mut place = 0..;
            words.retain(|word| place.next() == Some(last) && is_growing || says_something(word));
        }
        words.truncate(MOST_WORDS);
        for word in &mut words {
            word.forms = forms(&word.text);
        }
        (!words.is_empty()).then_some(Self { words })
    }

    /// Lists the folded words in the order typed.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.text.as_str())
    }

    /// Lists what must be there, for a store to look it up.
    pub fn terms(&self) -> impl Iterator<Item = Term<'_>> {
        self.words.chunk_by(|_, next| next.continues).map(|words| Term {
            neighbours: words.iter().map(|word| word.text.as_str()).collect(),
            // Scripts without spaces have no other forms, so only a word by itself has any.
            forms: words.last().map_or(&[], |last| &last.forms),
        })
    }

    /// Says whether folded words, in the order of their text, answer the query: what both databases must agree with.
    #[must_use]
    pub fn matches<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> bool {
        let mut scan = Scan::new(self);
        let mut found = 0;
        words.into_iter().any(|word| {
            found |= scan.step(word);
            found == scan.lasts
        })
    }

    /// Counts the words of the term that ends with the word at `last`.
    pub(crate) fn term_length(&self, last: usize) -> usize {
        let before = self.words[..=last].iter().rev().take_while(|word| word.continues);
        before.count() + 1
    }
}

/// Walks over the words of a text and tells which terms of a query end at each.
///
/// The bits of an integer stand for the words of the query, so that all terms advance in one step and no text
/// makes it slow. Source: Baeza-Yates and Gonnet 1992, *Communications of the ACM* 35(10):74–82.
pub(crate) struct Scan<'q> {
    query: &'q SearchQuery,
    firsts: u32,
    lasts: u32,
    reached: u32,
}

impl<'q> Scan<'q> {
    pub(crate) fn new(query: &'q SearchQuery) -> Self {
        let bits = |wanted: &dyn Fn(usize) -> bool| {
            (0..query.words.len()).filter(|&at| wanted(at)).fold(0, |bits, at| bits | 1 << at)
        };
        let first = |at: usize| query.words.get(at).is_none_or(|word| !word.continues);
        Self { query, firsts: bits(&first), lasts: bits(&|at| first(at + 1)), reached: 0 }
    }

    /// Takes the next word of the text; the bits of the answer are the last words of the terms found there.
    pub(crate) fn step(&mut self, word: &str) -> u32 {
        let mut fits = 0;
        for (at, wanted) in self.query.words.iter().enumerate() {
            // Only the last word of a term may be a beginning; those before it are single characters, always whole.
            if word.starts_with(&wanted.text) || wanted.forms.iter().any(|form| form == word) {
                fits |= 1 << at;
            }
        }
        self.reached = ((self.reached << 1) | self.firsts) & fits;
        self.reached & self.lasts
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::words::{fold, search_text};

    fn query(text: &str) -> SearchQuery {
        SearchQuery::parse(text).unwrap()
    }

    fn finds(typed: &str, text: &str) -> bool {
        query(typed).matches(search_text(text).split(' '))
    }

    #[test]
    fn nothing_to_look_for_is_no_query() {
        assert_eq!(SearchQuery::parse(""), None);
        assert_eq!(SearchQuery::parse(" \"* - ()"), None);
    }

    fn terms(text: &str) -> Vec<String> {
        query(text).terms().map(|term| term.neighbours.join(" ")).collect()
    }

    #[test]
    fn characters_without_a_space_are_neighbours() {
        assert_eq!(terms("late Délai 納期 三"), ["late", "delai", "納 期", "三"]);
    }

    #[test]
    fn query_syntax_is_only_words() {
        assert_eq!(terms("\"a1\" NEAR b2:* NOT (c3) & !d4"), ["a1", "near", "b2", "c3", "d4"]);
    }

    #[test]
    fn words_that_say_nothing_are_left_out_beside_others() {
        assert_eq!(terms("what about the handover of "), ["handover"]);
        assert_eq!(terms("handover of the"), ["handover", "the"], "it may become \"thermostat\"");
        assert_eq!(terms("to be or not to be "), ["to", "be", "or", "not", "to", "be"]);
        assert_eq!(terms(&format!("{}pump", "the ".repeat(30))), ["pump"]);
    }

    #[test]
    fn another_form_of_a_word_does_as_well() {
        assert!(finds("deliveries", "The delivery was late"));
        assert!(finds("stopping", "We stopped"));
        assert!(!finds("cats", "a category"));
    }

    #[test]
    fn only_the_first_16_words_count() {
        let typed = "again and ".repeat(20);
        assert_eq!(query(&typed).words().count(), MOST_WORDS);
        assert_eq!(terms(&"漢".repeat(40)), [["漢"; MOST_WORDS].join(" ")]);
    }

    #[test]
    fn all_words_must_be_there_in_any_order() {
        assert!(finds("deliv supp", "The supplier delivered late"));
        assert!(!finds("supplier early", "The supplier delivered late"));
        assert!(!finds("livered", "The supplier delivered late"));
    }

    #[test]
    fn neighbours_must_be_neighbours() {
        assert!(finds("期遅", "納期遅れ"));
        assert!(!finds("納遅", "納期遅れ"));
        assert!(finds("納 遅", "納期遅れ"));
        assert!(!finds("期納", "納期遅れ"));
        assert!(finds("れれた", "れれれた"));
    }

    #[test]
    fn a_megabyte_typed_is_a_small_query() {
        assert_eq!(terms(&"a".repeat(1_000_000)), ["a".repeat(64)]);
        assert!(SearchQuery::parse(&"\u{301}".repeat(1_000_000)).is_none());
        assert!(query(&"漢".repeat(1_000_000)).matches(["漢"; MOST_WORDS]));
    }

    /// A second opinion on [`SearchQuery::matches`] that shares nothing with [`Scan`].
    fn matches_slowly(query: &SearchQuery, words: &[String]) -> bool {
        query.terms().all(|term| {
            words.windows(term.neighbours.len()).any(|window| {
                let (last, before) = term.neighbours.split_last().unwrap();
                let word = &window[before.len()];
                (word.starts_with(last) || term.forms.contains(word))
                    && before.iter().zip(window).all(|(wanted, word)| wanted == word)
            })
        })
    }

    proptest! {
        #[test]
        fn any_word_of_a_text_finds_it(text in "\\PC{0,60}", pick in any::<prop::sample::Index>()) {
            let words = fold(&text);
            prop_assume!(!words.is_empty());
            let word = &words[pick.index(words.len())];
            prop_assert!(finds(word, &text));
        }

        #[test]
        fn the_beginning_of_a_text_finds_it(text in "\\PC{1,40}") {
            if let Some(query) = SearchQuery::parse(&text) {
                prop_assert!(query.matches(fold(&text).iter().map(String::as_str)));
            }
        }

        #[test]
        fn the_fast_scan_agrees_with_the_slow_one(typed in "[ab納期 ]{1,8}", text in "[ab納期 ]{0,30}") {
            if let Some(query) = SearchQuery::parse(&typed) {
                let words = fold(&text);
                prop_assert_eq!(
                    query.matches(words.iter().map(String::as_str)),
                    matches_slowly(&query, &words)
                );
            }
        }
    }
}
