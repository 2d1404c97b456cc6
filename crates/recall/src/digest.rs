//! The telling words of a text in a form that is kept: a number for each stem, and how often it stands there.

use crate::terms::Terms;

/// The most different stems that are kept of one text; nobody writes more, and what comes pasted says it again.
const MOST_STEMS: usize = 4096;

/// The stems of a text as numbers, in order, with how often each is there.
///
/// Two stems in 100,000 share a number; which of them was meant matters to nobody who looks for what resembles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Digest {
    length: u32,
    stems: Box<[(u32, u16)]>,
}

/// The bytes of one stem: its number and its count.
const STEM_BYTES: usize = 6;

impl Digest {
    /// Digests the stems of a text.
    #[must_use]
    pub fn of(terms: &Terms) -> Self {
        let count = |count: u32| u16::try_from(count).unwrap_or(u16::MAX);
        let mut stems: Vec<(u32, u16)> =
            terms.counts().map(|(stem, times)| (number(stem), count(times))).collect();
        stems.sort_unstable();
        stems.dedup_by_key(|(number, _)| *number);
        stems.truncate(MOST_STEMS);
        Self { length: terms.length(), stems: stems.into() }
    }

    /// Reads a digest from the bytes of [`to_bytes`](Self::to_bytes); `None` for anything else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (length, stems) = bytes.split_first_chunk()?;
        let (stems, rest) = stems.as_chunks::<STEM_BYTES>();
        let read = |&[a, b, c, d, low, high]: &[u8; STEM_BYTES]| {
            (u32::from_le_bytes([a, b, c, d]), u16::from_le_bytes([low, high]))
        };
        let stems: Box<[(u32, u16)]> = stems.iter().map(read).collect();
        (rest.is_empty() && stems.is_sorted_by_key(|(number, _)| *number))
            .then(|| Self { length: u32::from_le_bytes(*length), stems })
    }

    /// Writes the digest: the number of words, then number and count of each stem, all in little-endian bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(4 + self.stems.len() * STEM_BYTES);
        bytes.extend(self.length.to_le_bytes());
        for (number, count) in &self.stems {
            bytes.extend(number.to_le_bytes());
            bytes.extend(count.to_le_bytes());
        }
        bytes
    }

    /// Returns how many words the text has.
    #[must_use]
    pub fn length(&self) -> u32 {
        self.length
    }

    /// Lists the numbers of the stems in ascending order, each with how often it is there.
    #[must_use]
    pub fn stems(&self) -> &[(u32, u16)] {
        &self.stems
    }
}

/// Numbers a stem. Source: FNV-1a, 32 bits (Fowler, Noll and Vo).
pub(crate) fn number(stem: &str) -> u32 {
    stem.bytes().fold(0x811c_9dc5, |number, byte| (number ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_stem_has_its_number_whatever_the_text() {
        // The reference values of FNV-1a.
        assert_eq!((number(""), number("a"), number("foobar")), (0x811c_9dc5, 0xe40c_292c, 0xbf9c_f968));
        let (one, other) = (Digest::of(&Terms::of("The pumps failed")), Digest::of(&Terms::of("pump pump")));
        let shared: Vec<_> = one.stems().iter().filter(|(stem, _)| other.stems()[0].0 == *stem).collect();
        assert_eq!(shared.len(), 1);
        assert_eq!((other.stems()[0].1, other.length(), one.length()), (2, 2, 3));
    }

    #[test]
    fn what_is_no_digest_is_none() {
        for bytes in
            [&[][..], &[1, 0, 0], &[1, 0, 0, 0, 9], &[2, 0, 0, 0, 9, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0]]
        {
            assert_eq!(Digest::from_bytes(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn a_text_of_very_many_words_keeps_the_most() {
        let words: Vec<String> = (0..10_000).map(|word| format!("w{word}")).collect();
        let text = words.join(" ");
        let digest = Digest::of(&Terms::of(&text));
        assert_eq!((digest.stems().len(), digest.length()), (MOST_STEMS, 10_000));
    }

    proptest! {
        #[test]
        fn bytes_come_back(text in "[a-z ]{0,200}") {
            let digest = Digest::of(&Terms::of(&text));
            prop_assert_eq!(Digest::from_bytes(&digest.to_bytes()), Some(digest));
        }
    }
}
