//! The token table in the binary: what each piece of a word means, from which the meaning of a text is summed.

use std::sync::LazyLock;

use crate::index::{Index, Laid};
use crate::pieces::Vocabulary;
use crate::vector::Vector;

/// Something that turns texts into vectors.
///
/// Vectors of different makers are never compared: they are kept with the maker's name, and made anew when it changes.
pub trait Embed {
    /// Names the maker and its version.
    fn name(&self) -> &str;

    /// Says how much the words that two texts share count beside its vectors, from 0 to 1.
    fn words(&self) -> f32;

    /// Returns the direction of a text; `None` for one without a known word.
    fn embed(&self, text: &str) -> Option<Vector>;
}

/// A vector for each piece of a word; a text's is their sum, turned.
///
/// 256 dimensions for 30,522 pieces of words, distilled from the sentence vectors of all-MiniLM-L6-v2 so that the
/// plain sum comes near to them; `data/NOTICE` tells from what and how. Most of what differs between plain sums lies along a
/// few directions, so a sum is turned half of the way to where texts differ along all (`data/whiten.py`, `docs/decisions/0021`).
#[derive(Debug, Clone)]
pub struct TokenTable {
    dimensions: usize,
    /// One number a row, by which its bytes are multiplied; lowest byte first.
    scales: &'static [[u8; 4]],
    rows: &'static [u8],
    /// A row for each dimension of a plain sum: what one of it adds to each dimension of the turned one; lowest byte first.
    whitening: &'static [[u8; 4]],
    vocabulary: Vocabulary,
}

/// The table in the binary, how many rows and dimensions it has, and its pieces, which the compiler lays out.
static TABLE: &[u8] = include_bytes!("../data/tokens.bin");
const ROWS: usize = 30_522;
const DIMENSIONS: usize = 256;
static WHITENING: &[u8; DIMENSIONS * DIMENSIONS * 4] = include_bytes!("../data/whitening.bin");
const PIECES: &[u8] = TABLE.split_at(12 + ROWS * (4 + DIMENSIONS)).1;
static LAID: Laid<{ ROWS + 1 }, 65_536> = Laid::out(PIECES);

static BUILT_IN: LazyLock<TokenTable> = LazyLock::new(|| {
    TokenTable::read(TABLE, WHITENING, Index::of(PIECES, &LAID)).expect("the table in the binary is whole")
});

impl TokenTable {
    /// Returns the table in the binary, read at its first use.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Lists the words of the table, each with its row, in no order; common words have low rows.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&'static str, u32)> {
        self.vocabulary.firsts()
    }

    /// Says whether a folded word is one of the commonest 28,000 of ordinary English, whole and in this form.
    pub(crate) fn has_word(&self, word: &str) -> bool {
        self.vocabulary.row(word).is_some()
    }

    /// Returns the pieces of words that it knows.
    #[cfg(feature = "transformer")]
    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Returns the plain direction of a text, before it is turned; `None` for one without a known word.
    ///
    /// Likeness does not compare it: it is for what was learned from plain directions.
    #[must_use]
    pub fn plain(&self, text: &str) -> Option<Vector> {
        Vector::pointing(&self.sum(text))
    }

    /// Adds up the vectors of a text's pieces.
    fn sum(&self, text: &str) -> Vec<f32> {
        let mut sum = vec![0.0; self.dimensions];
        self.vocabulary.rows(text, None, |row| {
            let row = row as usize;
            let values = &self.rows[row * self.dimensions..][..self.dimensions];
            let scale = f32::from_le_bytes(self.scales[row]);
            for (sum, value) in sum.iter_mut().zip(values) {
                *sum += scale * f32::from(value.cast_signed());
            }
        });
        sum
    }

    /// Reads a table: `SE01`, the numbers of rows and of dimensions, a scale a row, the rows of one byte a dimension,
    /// the pieces one a line, which `index` holds; and the square matrix that turns it. `None` for anything else.
    fn read(bytes: &'static [u8], whitening: &'static [u8], index: Index) -> Option<Self> {
        let bytes = bytes.strip_prefix(b"SE01")?;
        let (count, bytes) = number(bytes)?;
        let (dimensions, bytes) = number(bytes)?;
        let (scales, bytes) = bytes.split_at_checked(count.checked_mul(4)?)?;
        let (rows, pieces) = bytes.split_at_checked(count.checked_mul(dimensions)?)?;
        let whitening = whitening.as_chunks().0;
        let is_whole = dimensions > 0 && index.count() == count && index.pieces() == pieces;
        (is_whole && whitening.len() == dimensions * dimensions).then_some(Self {
            dimensions,
            scales: scales.as_chunks().0,
            rows,
            whitening,
            vocabulary: Vocabulary(index),
        })
    }
}

impl Embed for TokenTable {
    fn name(&self) -> &'static str {
        "tokens-256-3"
    }

    fn words(&self) -> f32 {
        0.75
    }

    fn embed(&self, text: &str) -> Option<Vector> {
        let mut turned = vec![0.0; self.dimensions];
        for (value, row) in self.sum(text).into_iter().zip(self.whitening.chunks_exact(self.dimensions)) {
            for (turned, part) in turned.iter_mut().zip(row) {
                *turned += value * f32::from_le_bytes(*part);
            }
        }
        Vector::pointing(&turned)
    }
}

fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((usize::try_from(u32::from_le_bytes(*number)).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cosine(one: &str, other: &str) -> f32 {
        let table = TokenTable::built_in();
        table.embed(one).unwrap().cosine(&table.embed(other).unwrap())
    }

    #[test]
    fn what_means_the_same_is_nearer_than_what_shares_nothing() {
        let near = cosine("The doctor gave the wrong dose", "A physician administered too much medicine");
        let far = cosine("The doctor gave the wrong dose", "The delivery van was stuck in traffic");
        assert!(near > far + 0.15, "{near} and {far}");
    }

    #[test]
    fn what_has_no_known_word_has_no_vector() {
        assert_eq!(TokenTable::built_in().embed(""), None);
        assert_eq!(TokenTable::built_in().embed("\u{1f9ff}"), None);
    }

    #[test]
    fn a_text_is_the_sum_of_its_pieces_each_by_its_scale() {
        static LAID: Laid<3, 4> = Laid::out(b"one\ntwo");
        let mut bytes = b"SE01\x02\0\0\0\x02\0\0\0".to_vec();
        bytes.extend([1.0_f32, 0.5].map(f32::to_le_bytes).as_flattened());
        bytes.extend([100, 0, 0, (-100_i8).cast_unsigned()]);
        bytes.extend(b"one\ntwo");
        // The first dimension twice as strong, and a tenth of the second added to it.
        let whitening = [2.0_f32, 0.0, 0.1, 1.0].map(f32::to_le_bytes).as_flattened().to_vec();
        let table = TokenTable::read(bytes.leak(), whitening.leak(), Index::of(b"one\ntwo", &LAID)).unwrap();
        assert_eq!(table.plain("one two"), Vector::pointing(&[100.0, -50.0]));
        assert_eq!(table.plain("two one, two"), Vector::pointing(&[100.0, -100.0]));
        assert_eq!(table.embed("two one, two"), Vector::pointing(&[190.0, -100.0]));
    }

    #[test]
    fn a_table_that_is_cut_off_is_refused() {
        for end in [0, 3, 4, 11, 12, 5_000, 1_000_000, TABLE.len() - 1_000] {
            assert!(TokenTable::read(&TABLE[..end], WHITENING, Index::of(PIECES, &LAID)).is_none(), "{end}");
        }
    }
}
