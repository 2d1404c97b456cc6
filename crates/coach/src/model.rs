//! What was learned from sentences: how much each feature speaks for a flaw.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use hansei_recall::table::TokenTable;

use crate::features::{features, word_feature};
use crate::prose::Prose;

/// How much the meaning counts beside the words; both are brought to length 1 before.
pub const MEANING: f32 = 0.7;

/// The dimensions of a meaning.
pub const DIMENSIONS: usize = 256;

/// What one flaw, or one strength of an action, is told by.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    /// Which it is.
    pub name: String,
    /// What is added to everything.
    pub bias: f32,
    /// What each dimension of the meaning adds.
    pub meaning: Vec<f32>,
    /// From a sum to a probability: `1 / (1 + exp(-(slope · sum + shift)))`, Platt's scaling.
    pub slope: f32,
    /// See [`slope`](Self::slope).
    pub shift: f32,
    /// The sum from which it is worth a question; chosen on writers that were left out.
    pub nudge: f32,
    /// The sum from which it is worth a look if somebody asks.
    pub hint: f32,
}

/// Everything that was learned.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Weights {
    /// The heads, in the order of the columns.
    pub heads: Vec<Head>,
    /// The names of features, ascending, each with its lowest byte first; looked up as they lie in the binary.
    pub names: Cow<'static, [[u8; 4]]>,
    /// For each feature what it adds to each head: the bytes of signed numbers, whose squares count, in units of the head's
    /// scale. So small weights are told as well as large ones.
    pub rows: Cow<'static, [u8]>,
    /// What one unit is worth, a head.
    pub scales: Vec<f32>,
}

/// A run of a text, ready to be weighed.
#[derive(Debug, Clone)]
pub struct Run {
    /// Features by name, each with the tokens that show it.
    pub features: Vec<(u32, Range<usize>)>,
    /// The direction of its meaning, of length 1; empty where it has none.
    pub meaning: Vec<f32>,
}

/// What a head makes of a run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weighed {
    pub(crate) sum: f32,
    /// What each feature that is known adds, with the tokens that show it.
    pub(crate) parts: Vec<(f32, Range<usize>)>,
}

static BUILT_IN: LazyLock<Weights> = LazyLock::new(|| {
    Weights::read(include_bytes!("../data/weights.bin")).expect("the weights in the binary are whole")
});

impl Weights {
    /// Returns the weights in the binary, read at their first use.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads weights: `CO02`, the numbers of heads and of features, the heads, the names, the scales, the rows; numbers
    /// with their lowest byte first. `None` for anything else.
    ///
    /// Names and rows stay where they are. Names that are out of order are not seen here; features are then not found.
    #[must_use]
    pub fn read(bytes: &'static [u8]) -> Option<Self> {
        let mut bytes = bytes.strip_prefix(b"CO02")?;
        let heads = usize::try_from(u32::from_le_bytes(take(&mut bytes)?)).ok()?;
        let count = usize::try_from(u32::from_le_bytes(take(&mut bytes)?)).ok()?;
        let heads = (0..heads).map(|_| head(&mut bytes)).collect::<Option<Vec<Head>>>()?;
        let (names, rest) = bytes.split_at_checked(count.checked_mul(4)?)?;
        bytes = rest;
        let scales = numbers(&mut bytes, heads.len())?;
        (bytes.len() == count.checked_mul(heads.len())?).then(|| Self {
            heads,
            names: names.as_chunks().0.into(),
            scales,
            rows: bytes.into(),
        })
    }

    /// Writes weights as [`read`](Self::read) reads them.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = b"CO02".to_vec();
        for count in [self.heads.len(), self.names.len()] {
            bytes.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
        }
        for head in &self.heads {
            bytes.push(u8::try_from(head.name.len()).unwrap_or(u8::MAX));
            bytes.extend(head.name.bytes().take(255));
            for number in
                [head.bias, head.slope, head.shift, head.nudge, head.hint].iter().chain(&head.meaning)
            {
                bytes.extend(number.to_le_bytes());
            }
        }
        bytes.extend(self.names.as_flattened());
        bytes.extend(self.scales.iter().flat_map(|scale| scale.to_le_bytes()));
        bytes.extend(&*self.rows);
        bytes
    }

    /// Returns the column of a head.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.heads.iter().position(|head| head.name == name)
    }

    /// Weighs a run by one head.
    ///
    /// The sum of what its known features add, divided by the square root of the number of all, and of what its meaning
    /// adds, as in training.
    pub(crate) fn weigh(&self, run: &Known, column: usize) -> Weighed {
        let head = &self.heads[column];
        let length = run.length();
        let byte = |row: usize| self.rows[row * self.heads.len() + column].cast_signed();
        let part = |row: usize| unfolded(byte(row)) * self.scales[column] / length;
        let parts: Vec<(f32, Range<usize>)> =
            run.features.iter().map(|(row, shown_by)| (part(*row), shown_by.clone())).collect();
        let words: f32 = parts.iter().map(|(part, _)| part).sum();
        let meaning: f32 = run.meaning.iter().zip(&head.meaning).map(|(one, other)| one * other).sum();
        Weighed { sum: head.bias + words + MEANING * meaning, parts }
    }

    /// Says whether a word stood in the sentences that were learned from, often enough to be told by.
    pub(crate) fn knows_word(&self, word: &str) -> bool {
        self.place(word_feature(word)).is_some()
    }

    fn place(&self, name: u32) -> Option<usize> {
        self.names.binary_search_by_key(&name, |known| u32::from_le_bytes(*known)).ok()
    }

    /// Looks up which features of a run are known.
    pub(crate) fn know(&self, run: Run) -> Known {
        let row = |(name, shown_by): (u32, Range<usize>)| Some((self.place(name)?, shown_by));
        let all = run.features.len();
        Known { features: run.features.into_iter().filter_map(row).collect(), all, meaning: run.meaning }
    }
}

/// A run with the features that are known, by their rows.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    features: Vec<(usize, Range<usize>)>,
    /// How many features there are, known or not.
    all: usize,
    meaning: Vec<f32>,
}

impl Known {
    #[expect(clippy::cast_precision_loss, reason = "no run has sixteen million features")]
    fn length(&self) -> f32 {
        (self.all.max(1) as f32).sqrt()
    }
}

/// Folds a weight to the byte whose square is nearest, in units of `scale`.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "cut at the ends of the byte")]
pub fn folded(weight: f64, scale: f64) -> i8 {
    ((weight.abs() / scale).sqrt().round().min(127.0) * weight.signum()) as i8
}

/// Returns the number that a byte stands for, in units of its scale.
fn unfolded(byte: i8) -> f32 {
    f32::from(byte) * f32::from(byte.unsigned_abs())
}

impl Head {
    /// Turns a sum into a probability.
    #[must_use]
    pub fn probability(&self, sum: f32) -> f32 {
        1.0 / (1.0 + (-(self.slope * sum + self.shift)).exp())
    }
}

impl Run {
    /// Makes a whole text ready.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let prose = Prose::of(text);
        Self::among(text, &prose, &(0..prose.tokens.len()))
    }

    /// Makes a run of tokens ready.
    pub(crate) fn among(text: &str, prose: &Prose, run: &Range<usize>) -> Self {
        let found = features(&prose.tokens, run).into_iter();
        // The table takes a while to read at its first use, and nothing has no meaning.
        let words = Some(prose.own_words(text, run)).filter(|words| !words.is_empty());
        let meaning = words.and_then(|words| TokenTable::built_in().plain(&words));
        let meaning = meaning.map_or_else(Vec::new, |vector| {
            let values: Vec<f32> =
                vector.to_bytes().iter().map(|byte| f32::from(byte.cast_signed())).collect();
            let length = values.iter().map(|value| value * value).sum::<f32>().sqrt();
            values.iter().map(|value| value / length).collect()
        });
        Self { features: found.map(|feature| (feature.name, feature.shown_by)).collect(), meaning }
    }
}

fn head(bytes: &mut &[u8]) -> Option<Head> {
    let [length] = take(bytes)?;
    let (name, rest) = bytes.split_at_checked(usize::from(length))?;
    *bytes = rest;
    let name = std::str::from_utf8(name).ok()?.to_owned();
    let [bias, slope, shift, nudge, hint] = numbers(bytes, 5)?.try_into().ok()?;
    Some(Head { name, bias, slope, shift, nudge, hint, meaning: numbers(bytes, DIMENSIONS)? })
}

fn numbers(bytes: &mut &[u8], count: usize) -> Option<Vec<f32>> {
    let (numbers, rest) = bytes.split_at_checked(count.checked_mul(4)?)?;
    *bytes = rest;
    Some(numbers.as_chunks().0.iter().map(|number| f32::from_le_bytes(*number)).collect())
}

fn take<const LENGTH: usize>(bytes: &mut &[u8]) -> Option<[u8; LENGTH]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_come_back_from_their_bytes_and_cut_off_ones_are_refused() {
        let head = Head { name: "F1".into(), bias: 0.5, meaning: vec![0.25; DIMENSIONS], ..Head::default() };
        let names = vec![3_u32.to_le_bytes(), 9_u32.to_le_bytes()];
        let rows = vec![(-4_i8).cast_unsigned(), 7];
        let weights =
            Weights { heads: vec![head], names: names.into(), rows: rows.into(), scales: vec![0.1] };
        let bytes: &'static [u8] = weights.to_bytes().leak();
        assert_eq!(Weights::read(bytes), Some(weights));
        for end in 0..bytes.len() {
            assert_eq!(Weights::read(&bytes[..end]), None, "{end}");
        }
    }

    #[test]
    fn a_weight_comes_back_from_its_byte_nearly_as_it_was() {
        for weight in [0.0, 0.4, -3.0, 100.0, -16_129.0] {
            let back = f64::from(unfolded(folded(weight, 1.0)));
            assert!((back - weight).abs() <= 0.6 + weight.abs().sqrt(), "{weight} {back}");
        }
    }

    #[test]
    fn the_names_in_the_binary_are_in_order() {
        assert!(Weights::built_in().names.is_sorted_by_key(|name| u32::from_le_bytes(*name)));
    }
}
