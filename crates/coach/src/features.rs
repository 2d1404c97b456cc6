//! What of a run of words is weighed: words, their parts, their neighbours, and what kinds of words stand side by side.

use std::ops::Range;

use crate::classes::Class;
use crate::prose::Token;

const START: &str = "<s>";
const END: &str = "</s>";

/// How many letters side by side are a part of a word, and from how many on a word has parts.
const PART: usize = 4;
const LEAST_LETTERS: usize = 5;

/// Something that is there or is not, under a number that is the same on every machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Feature {
    pub(crate) name: u32,
    /// The tokens that show it.
    pub(crate) shown_by: Range<usize>,
}

/// Lists the features of a run of tokens, each once, by name.
///
/// One word, two words side by side, and two or three side by side as the kinds of words they are, also two with one or two
/// others between them; the beginning and the end count as words. Four letters side by side stand for other forms of a word and for slips of the pen.
pub(crate) fn features(tokens: &[Token], run: &Range<usize>) -> Vec<Feature> {
    let inside = &tokens[run.clone()];
    let words: Vec<&str> = bordered(inside.iter().map(|token| token.word.as_str()));
    let kinds: Vec<&str> = bordered(inside.iter().map(|token| Class::of(&token.word).stands_as(&token.word)));
    let mut features = Vec::with_capacity(words.len() * 8);
    let mut show = |kind: u8, words: &[&str], at: usize, length: usize| {
        let start = run.start + at.saturating_sub(1);
        let end = (run.start + at + length - 1).min(run.end);
        features.push(Feature { name: named(kind, words), shown_by: start.min(end)..end });
    };
    for at in 0..words.len() {
        show(b'w', &words[at..=at], at, 1);
        for (kind, words, length) in [(b'w', &words, 2), (b'k', &kinds, 2), (b'k', &kinds, 3)] {
            if let Some(side_by_side) = words.get(at..at + length) {
                show(kind, side_by_side, at, length);
            }
        }
    }
    // What is said of somebody often stands a word or two further on: "I am no good", "he just never listens".
    let own = &kinds[..kinds.len() - 1];
    for (at, kind) in own.iter().enumerate().skip(1) {
        for (further, other) in own.iter().enumerate().skip(at + 2).take(2) {
            show(b's', &[*kind, *other], at, further + 1 - at);
        }
    }
    for (at, token) in inside.iter().enumerate() {
        let shown_by = run.start + at..run.start + at + 1;
        features
            .extend(parts(&token.word).into_iter().map(|name| Feature { name, shown_by: shown_by.clone() }));
    }
    features.sort_unstable_by_key(|feature| (feature.name, feature.shown_by.start));
    features.dedup_by_key(|feature| feature.name);
    features
}

/// Names the feature that one word is by itself.
pub(crate) fn word_feature(word: &str) -> u32 {
    named(b'w', &[word])
}

fn bordered<'w>(words: impl Iterator<Item = &'w str>) -> Vec<&'w str> {
    std::iter::once(START).chain(words).chain(std::iter::once(END)).collect()
}

/// Names the parts of a word, its borders counted as letters.
fn parts(word: &str) -> Vec<u32> {
    let is_long = word.starts_with(char::is_alphabetic) && word.chars().count() >= LEAST_LETTERS;
    let bordered = if is_long { format!("^{word}$") } else { String::new() };
    let starts: Vec<usize> = bordered.char_indices().map(|(at, _)| at).chain([bordered.len()]).collect();
    let name = |part: &[usize]| named(b'c', &[&bordered[part[0]..part[PART]]]);
    starts.windows(PART + 1).map(name).collect()
}

/// Names words side by side: FNV-1a, 64 bits folded to 32. Of a hundred thousand names two or three are the same.
#[expect(clippy::cast_possible_truncation, reason = "folded")]
fn named(kind: u8, words: &[&str]) -> u32 {
    let bytes = words.iter().flat_map(|word| word.bytes().chain(std::iter::once(b' ')));
    let name = std::iter::once(kind).chain(bytes).fold(0xcbf2_9ce4_8422_2325_u64, |name, byte| {
        (name ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (name ^ (name >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::Prose;

    fn of(text: &str) -> Vec<Feature> {
        let prose = Prose::of(text);
        features(&prose.tokens, &(0..prose.tokens.len()))
    }

    #[test]
    fn a_word_is_there_once_with_its_neighbours_and_their_kinds() {
        let found = of("we failed");
        let holds = |kind, words: &[&str]| found.iter().any(|feature| feature.name == named(kind, words));
        assert!(holds(b'w', &["we"]) && holds(b'w', &["we", "failed"]) && holds(b'w', &["failed", "</s>"]));
        assert!(holds(b'k', &["<me>", "<past>"]) && holds(b'k', &["<s>", "<me>", "<past>"]));
        assert!(!holds(b'w', &["failed", "we"]));
        let gapped = of("we never did fail");
        let holds = |words: &[&str]| gapped.iter().any(|feature| feature.name == named(b's', words));
        assert!(holds(&["<me>", "did"]) && holds(&["<me>", "fail"]) && !holds(&["<me>", "<not>"]));
        assert_eq!(of("go go go").iter().filter(|feature| feature.name == named(b'w', &["go"])).count(), 1);
    }

    #[test]
    fn a_longer_word_shows_its_parts_and_a_short_one_does_not() {
        let found = of("we faïled");
        let holds = |part: &str| found.iter().any(|feature| feature.name == named(b'c', &[part]));
        assert!(["^faï", "faïl", "aïle", "ïled", "led$"].into_iter().all(holds));
        assert!(!holds("^we$"));
    }

    #[test]
    fn a_feature_says_which_tokens_show_it() {
        let found = of("we failed");
        let shown = |words: &[&str]| {
            found
                .iter()
                .find(|feature| feature.name == named(b'w', words))
                .map(|feature| feature.shown_by.clone())
        };
        assert_eq!(shown(&["failed"]), Some(1..2));
        assert_eq!(shown(&["<s>", "we"]), Some(0..1));
        assert_eq!(shown(&["failed", "</s>"]), Some(1..2));
    }
}
