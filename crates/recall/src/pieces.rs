//! How a text becomes the pieces that the token table knows.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A word of more characters is unknown as a whole.
const LONGEST_WORD: usize = 100;

/// The pieces that are known, each with its row.
///
/// They are those of BERT's uncased English vocabulary; a piece that continues a word begins with `##`. Source: Devlin
/// and others 2019, *NAACL*, 4171–4186; the longest known beginning of what is left of a word is its next piece.
#[derive(Debug, Clone)]
pub(crate) struct Vocabulary {
    firsts: HashMap<&'static str, u32>,
    continuations: HashMap<&'static str, u32>,
}

impl Vocabulary {
    /// Reads one piece a line, in the order of the rows.
    pub(crate) fn read(lines: &'static str) -> Self {
        let mut vocabulary =
            Self { firsts: HashMap::with_capacity(24_000), continuations: HashMap::with_capacity(6_000) };
        for (row, piece) in (0..).zip(lines.lines()) {
            match piece.strip_prefix("##") {
                Some(continuation) if !continuation.is_empty() => {
                    vocabulary.continuations.insert(continuation, row)
                }
                _ => vocabulary.firsts.insert(piece, row),
            };
        }
        vocabulary
    }

    /// Hands the rows of a text's pieces to `visit`, in order; a word of which any part is unknown has none.
    pub(crate) fn rows(&self, text: &str, mut visit: impl FnMut(u32)) {
        let mut rows = Vec::new();
        each_part(text, |part| {
            rows.clear();
            if self.split(part, &mut rows) {
                rows.iter().copied().for_each(&mut visit);
            }
        });
    }

    /// Lists the pieces that are whole words or begin one, each with its row, in no order.
    pub(crate) fn firsts(&self) -> impl Iterator<Item = (&'static str, u32)> {
        self.firsts.iter().map(|(piece, row)| (*piece, *row))
    }

    fn split(&self, word: &str, rows: &mut Vec<u32>) -> bool {
        if word.chars().count() > LONGEST_WORD {
            return false;
        }
        let mut rest = word;
        while !rest.is_empty() {
            let known = if rest.len() == word.len() { &self.firsts } else { &self.continuations };
            let mut ends = rest.char_indices().map(|(start, character)| start + character.len_utf8()).rev();
            let Some((end, row)) = ends.find_map(|end| known.get(&rest[..end]).map(|row| (end, *row))) else {
                return false;
            };
            rows.push(row);
            rest = &rest[end..];
        }
        true
    }
}

/// Splits a text into words and single marks of punctuation, in lower case and without accents.
fn each_part(text: &str, mut visit: impl FnMut(&str)) {
    let mut word = String::new();
    for character in text.nfd().filter(|character| !is_combining_mark(*character)) {
        if character.is_alphanumeric() && !is_ideograph(character) {
            word.extend(character.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            visit(&word);
            word.clear();
        }
        if !character.is_whitespace() && !character.is_control() {
            visit(character.encode_utf8(&mut [0; 4]));
        }
    }
    if !word.is_empty() {
        visit(&word);
    }
}

/// Says whether a character is a word of its own: the unified ideographs.
fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<u32> {
        let vocabulary = Vocabulary::read("[PAD]\nun\nunhappy\n##happ\n##y\n##happily\ncafe\n!\n納\n##s\n##");
        let mut rows = Vec::new();
        vocabulary.rows(text, |row| rows.push(row));
        rows
    }

    #[test]
    fn the_longest_beginning_is_taken_first() {
        assert_eq!(rows("unhappy"), [2]);
        assert_eq!(rows("unhappys"), [2, 9]);
        assert_eq!(rows("Unhappily"), [1, 5]);
    }

    #[test]
    fn accents_capitals_and_marks_are_as_the_table_has_them() {
        assert_eq!(rows("CÁFÉ!!"), [6, 7, 7]);
        assert_eq!(rows("納納 un"), [8, 8, 1]);
    }

    #[test]
    fn a_word_with_an_unknown_part_has_no_piece() {
        assert_eq!(rows("unhappyx un"), [1]);
        assert_eq!(rows(&format!("un{}", "y".repeat(98))).len(), 99);
        assert!(rows(&format!("un{}", "y".repeat(99))).is_empty());
        assert!(rows("").is_empty());
    }
}
