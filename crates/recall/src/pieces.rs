//! How a text becomes the pieces of words that the token table and the transformer know.

use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};

use crate::index::{Index, NOTHING, with};

/// A word of more characters is unknown as a whole.
const LONGEST_WORD: usize = 100;

/// No piece has more bytes.
const LONGEST_PIECE: usize = 32;

/// The pieces that are known, each with its row.
///
/// They are those of BERT's uncased English vocabulary; a piece that continues a word begins with `##`. Source: Devlin
/// and others 2019, *NAACL*, 4171–4186; the longest known beginning of what is left of a word is its next piece.
#[derive(Debug, Clone)]
pub(crate) struct Vocabulary(pub(crate) Index);

/// What a piece begins with that continues a word, and the hash of that.
const CONTINUES: &[u8] = b"##";
const CONTINUED: u32 = with(with(NOTHING, b'#'), b'#');

impl Vocabulary {
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
    pub(crate) fn row(&self, piece: &str) -> Option<u32> {
        self.0.row(piece.bytes().fold(NOTHING, with), b"", piece.as_bytes())
    }

    /// Lists the pieces that are whole words or begin one, each with its row.
    pub(crate) fn firsts(&self) -> impl Iterator<Item = (&'static str, u32)> {
        let pieces = (0..self.0.count()).map(|row| self.0.piece(row));
        let text = |piece: &'static [u8]| std::str::from_utf8(piece).ok();
        (0..)
            .zip(pieces)
            .filter_map(move |(row, piece)| Some((text(piece)?, row)))
            .filter(|(piece, _)| piece.strip_prefix("##").is_none_or(str::is_empty))
    }

    fn split(&self, word: &str, rows: &mut Vec<u32>) -> bool {
        if word.chars().count() > LONGEST_WORD {
            return false;
        }
        let mut rest = word;
        while !rest.is_empty() {
            let (mark, start) =
                if rest.len() == word.len() { (&b""[..], NOTHING) } else { (CONTINUES, CONTINUED) };
            let Some((end, row)) = self.longest(rest.as_bytes(), mark, start) else {
                return false;
            };
            rows.push(row);
            rest = &rest[end..];
        }
        true
    }

    /// Finds the longest beginning that is a piece with this mark before it, and says where it ends.
    fn longest(&self, word: &[u8], mark: &[u8], start: u32) -> Option<(usize, u32)> {
        let mut hashes = [0; LONGEST_PIECE];
        let (mut hash, mut length) = (start, 0);
        for (kept, byte) in hashes.iter_mut().zip(word) {
            hash = with(hash, *byte);
            *kept = hash;
            length += 1;
        }
        (0..length).rev().find_map(|last| {
            let row = self.0.row(hashes[last], mark, &word[..=last])?;
            Some((last + 1, row))
        })
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
    use crate::index::Laid;

    fn rows(text: &str) -> Vec<u32> {
        const PIECES: &[u8] = "[PAD]\nun\nunhappy\n##happ\n##y\n##happily\ncafe\n!\n納\n##s\n##".as_bytes();
        static LAID: Laid<12, 32> = Laid::out(PIECES);
        let vocabulary = Vocabulary(Index::of(PIECES, &LAID));
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
