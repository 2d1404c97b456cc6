//! How a text becomes the pieces of words that the token table and the transformer know.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};

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

    /// Hands the rows of a text's pieces to `visit`, in order; a word of which any part is unknown is `unknown`, or none.
    pub(crate) fn rows(&self, text: &str, unknown: Option<u32>, mut visit: impl FnMut(u32)) {
        let mut rows = Vec::new();
        each_part(text, |part| {
            rows.clear();
            if self.split(part, &mut rows) {
                rows.iter().copied().for_each(&mut visit);
            } else if let Some(unknown) = unknown {
                visit(unknown);
            }
        });
    }

    /// Returns the row of a piece that is a whole word or a mark such as `[SEP]`.
    #[cfg(all(test, feature = "transformer"))]
    pub(crate) fn row(&self, piece: &str) -> Option<u32> {
        self.firsts.get(piece).copied()
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
///
/// The same parts as BERT's own: signs such as "€" and "°" belong to the word they stand at, and what cannot be seen is
/// passed over.
fn each_part(text: &str, mut visit: impl FnMut(&str)) {
    let mut word = String::new();
    for character in text.nfd() {
        match part_of(character) {
            Part::Nothing => continue,
            Part::Word => {
                word.extend(character.to_lowercase());
                continue;
            }
            Part::Alone | Part::Between => {}
        }
        if !word.is_empty() {
            visit(&word);
            word.clear();
        }
        if part_of(character) == Part::Alone {
            visit(character.encode_utf8(&mut [0; 4]));
        }
    }
    if !word.is_empty() {
        visit(&word);
    }
}

/// What a character is to the words around it.
#[derive(PartialEq)]
enum Part {
    /// A letter of a word.
    Word,
    /// A part by itself.
    Alone,
    /// The end of a word, and nothing itself.
    Between,
    /// Not there.
    Nothing,
}

fn part_of(character: char) -> Part {
    match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' => return Part::Word,
        '\t' | '\n' | '\r' | ' ' => return Part::Between,
        _ if character.is_ascii_punctuation() || is_ideograph(character) => return Part::Alone,
        '\u{fffd}' => return Part::Nothing,
        _ => {}
    }
    match (character.general_category_group(), character.general_category()) {
        (GeneralCategoryGroup::Punctuation, _) => Part::Alone,
        (_, GeneralCategory::Unassigned) => Part::Word,
        (GeneralCategoryGroup::Other, _) | (_, GeneralCategory::NonspacingMark) => Part::Nothing,
        _ if character.is_whitespace() => Part::Between,
        _ => Part::Word,
    }
}

/// Says whether a character is a word of its own: the unified ideographs.
fn is_ideograph(character: char) -> bool {
    matches!(
        character,
        '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{2a6df}'
            | '\u{2a700}'..='\u{2b81f}'
            | '\u{2b920}'..='\u{2ceaf}'
            | '\u{2f800}'..='\u{2fa1f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<u32> {
        let vocabulary = Vocabulary::read("[PAD]\nun\nunhappy\n##happ\n##y\n##happily\ncafe\n!\n納\n##s\n##");
        let mut rows = Vec::new();
        vocabulary.rows(text, None, |row| rows.push(row));
        rows
    }

    fn parts(text: &str) -> Vec<String> {
        let mut parts = Vec::new();
        each_part(text, |part| parts.push(part.to_owned()));
        parts
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
    fn signs_stay_with_their_word_and_what_cannot_be_seen_is_not_there() {
        assert_eq!(
            parts("5€ at 20°C — “co\u{ad}op” $3"),
            ["5€", "at", "20°c", "—", "“", "coop", "”", "$", "3"]
        );
        assert_eq!(parts("e\u{200b}l नि\t日本\u{fffd}x\u{a0}y"), ["el", "नि", "日", "本", "x", "y"]);
    }

    #[test]
    fn a_word_with_an_unknown_part_has_no_piece() {
        assert_eq!(rows("unhappyx un"), [1]);
        assert_eq!(rows(&format!("un{}", "y".repeat(98))).len(), 99);
        assert!(rows(&format!("un{}", "y".repeat(99))).is_empty());
        assert!(rows("").is_empty());
    }
}
