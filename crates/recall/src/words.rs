//! How a text becomes words.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Bounds a word, in characters after folding; what follows in the same word is not searchable.
///
/// Long enough for every word people write, short enough that a megabyte without a space stays one small word.
pub const LONGEST_WORD: usize = 64;

/// Splits a text into the words that search knows.
///
/// Compatibility decomposition (NFKD), no combining marks, lower case, split at everything that is neither letter
/// nor digit. Scripts written without spaces (Han, kana, Thai, Lao, Burmese, Khmer) give one word a character,
/// because otherwise only the beginning of a sentence could be found.
#[must_use]
pub fn fold(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word| words.push(word.folded.to_owned()));
    words
}

/// Folds a text to its words with one space between them: what a store indexes.
///
/// Folding the result again changes nothing.
#[must_use]
pub fn search_text(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    each_word(text, |word| {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word.folded);
    });
    joined
}

/// One word on its way out of a text.
pub(crate) struct Word<'a> {
    pub(crate) folded: &'a str,
    /// The bytes of the original text that it was made from, marks included.
    pub(crate) source: Range<usize>,
    /// Whether it continues the word before: nothing stood between the two characters.
    pub(crate) continues: bool,
}

/// Hands the words of a text to `visit`, in order, in time linear in the text.
pub(crate) fn each_word(text: &str, visit: impl FnMut(Word<'_>)) {
    let mut folding =
        Folding { visit, folded: String::new(), length: 0, source: 0..0, unspaced: false, continues: false };
    for (start, original) in text.char_indices() {
        let source = start..start + original.len_utf8();
        if original.is_ascii() {
            folding.take_plain(original, &source);
            continue;
        }
        decompose_compatible(original, |part| {
            for letter in part.to_lowercase() {
                folding.take(letter, &source);
            }
        });
    }
    folding.finish_word();
}

struct Folding<F> {
    visit: F,
    folded: String,
    length: usize,
    source: Range<usize>,
    /// Whether a word is open that is a character of a script without spaces.
    unspaced: bool,
    continues: bool,
}

impl<F: FnMut(Word<'_>)> Folding<F> {
    /// Takes what nearly all letters are, without the questions that only the others answer with yes.
    fn take_plain(&mut self, letter: char, source: &Range<usize>) {
        if letter.is_ascii_alphanumeric() {
            if self.unspaced {
                self.finish_word();
            }
            self.push(letter.to_ascii_lowercase(), source);
        } else {
            self.finish_word();
        }
    }

    fn take(&mut self, letter: char, source: &Range<usize>) {
        if is_combining_mark(letter) {
            // A mark is dropped from the word but belongs to it when the match is shown.
            if self.is_open() {
                self.source.end = source.end;
            }
        } else if is_invisible(letter) {
            // Inside a word it changes nothing that a reader could see.
        } else if !letter.is_alphanumeric() {
            self.finish_word();
        } else if is_unspaced(letter) {
            let continues = self.unspaced;
            self.finish_word();
            self.unspaced = true;
            self.continues = continues;
            self.push(letter, source);
        } else {
            if self.unspaced {
                self.finish_word();
            }
            match letter {
                // The two letters whose case folding is more than their lower case.
                'ß' => {
                    self.push('s', source);
                    self.push('s', source);
                }
                'ς' => self.push('σ', source),
                _ => self.push(letter, source),
            }
        }
    }

    fn push(&mut self, letter: char, source: &Range<usize>) {
        if !self.is_open() {
            self.source.start = source.start;
        }
        self.source.end = source.end;
        if self.length < LONGEST_WORD {
            self.folded.push(letter);
            self.length += 1;
        }
    }

    fn is_open(&self) -> bool {
        self.length > 0
    }

    /// Closes the open word, if any. A rule about whole words (a stem, say) belongs here and nowhere else.
    fn finish_word(&mut self) {
        if self.is_open() {
            (self.visit)(Word {
                folded: &self.folded,
                source: self.source.clone(),
                continues: self.continues,
            });
        }
        self.folded.clear();
        self.length = 0;
        self.unspaced = false;
        self.continues = false;
    }
}

/// Whether a character is never seen by itself: soft hyphen, joiners, direction marks, byte order mark.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Whether a character belongs to a script that puts no spaces between words.
///
/// Korean is written with spaces and is left out on purpose.
fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{e00}'..='\u{eff}' // Thai, Lao
        | '\u{1000}'..='\u{109f}' // Burmese
        | '\u{1780}'..='\u{17ff}' // Khmer
        | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3031}'..='\u{303c}' // iteration marks, numerals
        | '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' // hiragana, katakana
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' // Han
        | '\u{1aff0}'..='\u{1b16f}' // historical kana
        | '\u{20000}'..='\u{3ffff}') // Han, rare
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sources(text: &str) -> Vec<&str> {
        let mut sources = Vec::new();
        each_word(text, |word| sources.push(&text[word.source]));
        sources
    }

    #[test]
    fn case_accents_and_punctuation_make_no_difference() {
        assert_eq!(search_text("Über-Größe: ÉTÉ, e\u{301}te\u{301}!"), "uber grosse ete ete");
    }

    #[test]
    fn compatibility_forms_are_written_out() {
        assert_eq!(search_text("ﬁnal Ⅷ ½ ｶﾞ ２０"), "final viii 1 2 カ 20");
    }

    #[test]
    fn both_greek_sigmas_and_the_dotted_capital_i_fold_to_one_letter() {
        assert_eq!(search_text("ΣΟΦΟΣ σοφος σοφός İstanbul"), "σοφοσ σοφοσ σοφοσ istanbul");
    }

    #[test]
    fn a_script_without_spaces_gives_a_word_a_character() {
        assert_eq!(search_text("納期遅れのため3日"), "納 期 遅 れ の た め 3 日");
        assert_eq!(search_text("ab漢字cd"), "ab 漢 字 cd");
    }

    #[test]
    fn korean_stays_whole_words() {
        assert_eq!(fold("한국어 검색").len(), 2);
    }

    #[test]
    fn invisible_characters_do_not_split_a_word() {
        assert_eq!(search_text("dead\u{ad}line \u{feff}in\u{200d}side r\u{202e}tl"), "deadline inside rtl");
    }

    #[test]
    fn a_word_keeps_its_first_64_characters() {
        assert_eq!(search_text(&format!("{}b", "a".repeat(64))), "a".repeat(64));
        assert_eq!(search_text(&format!("{}b", "a".repeat(63))), format!("{}b", "a".repeat(63)));
    }

    #[test]
    fn a_word_knows_the_bytes_it_came_from() {
        assert_eq!(
            sources("«Caf\u{e9}» cafe\u{301}, ﬁn か\u{3099}き\u{2026}"),
            ["Caf\u{e9}", "cafe\u{301}", "ﬁn", "か\u{3099}", "き"]
        );
    }

    #[test]
    fn one_character_may_be_several_words() {
        assert_eq!(search_text("ﷺ").split(' ').count(), 4);
        assert_eq!(sources("ﷺ"), ["ﷺ"; 4]);
    }

    #[test]
    fn only_neighbours_in_a_script_without_spaces_continue_each_other() {
        let mut continues = Vec::new();
        each_word("納期 遅a れ、日", |word| continues.push(word.continues));
        assert_eq!(continues, [false, true, false, false, false, false]);
    }

    #[test]
    fn text_without_words_folds_to_nothing() {
        assert_eq!(search_text(" \n…— ´ 🙂\0"), "");
        assert!(fold("").is_empty());
    }

    #[test]
    fn every_character_folds_to_something_that_stays() {
        for letter in '\0'..=char::MAX {
            let once = search_text(&letter.to_string());
            assert_eq!(search_text(&once), once, "{letter:?} U+{:04X}", u32::from(letter));
        }
    }

    #[test]
    fn a_megabyte_of_hostile_text_folds() {
        let million = 1_000_000;
        assert_eq!(search_text(&"a".repeat(million)), "a".repeat(LONGEST_WORD));
        assert_eq!(search_text(&"\u{301}".repeat(million)), "");
        assert_eq!(search_text(&format!("e{}", "\u{301}".repeat(million))), "e");
        assert_eq!(fold(&"漢".repeat(million)).len(), million);
        assert_eq!(search_text(&"ﷺ".repeat(50_000)).split(' ').count(), 50_000 * 3 + 1);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let once = search_text(&text);
            prop_assert_eq!(search_text(&once), once);
        }

        #[test]
        fn words_are_bounded_and_hold_only_letters_and_digits(text in any::<String>()) {
            for word in fold(&text) {
                prop_assert!((1..=LONGEST_WORD).contains(&word.chars().count()));
                prop_assert!(word.chars().all(char::is_alphanumeric));
            }
        }

        #[test]
        fn the_search_text_is_the_words(text in any::<String>()) {
            prop_assert_eq!(search_text(&text), fold(&text).join(" "));
        }
    }
}
