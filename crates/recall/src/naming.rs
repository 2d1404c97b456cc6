//! What a group is called by its own words, and when it may be called a pattern.

use std::collections::{BTreeMap, BTreeSet};

use crate::groups::SharedWord;
use crate::terms::Stems;
use crate::words::each_word;

/// How many of its own words name a group.
const MOST_WORDS: usize = 3;

/// The fewest entries, and the fewest contexts they come from, for a pattern.
pub const LEAST_ENTRIES: usize = 3;
const LEAST_CONTEXTS: usize = 2;

/// Names a group by the first of its most distinctive words, as its members spell them.
#[must_use]
pub fn own_words(members: &[&str], words: &[SharedWord]) -> Vec<String> {
    spelled(members, words.iter().take(MOST_WORDS))
}

/// Says whether entries may be called a pattern: at least three, from at least two contexts.
///
/// One context for each entry; an empty one says that nothing is known and counts for none.
#[must_use]
pub fn is_pattern(contexts: &[&str]) -> bool {
    let known: BTreeSet<&str> = contexts.iter().copied().filter(|context| !context.is_empty()).collect();
    contexts.len() >= LEAST_ENTRIES && known.len() >= LEAST_CONTEXTS
}

/// Spells stems as most members do; of equals the shortest, then the first by letters.
#[must_use]
pub fn spelled<'w>(members: &[&str], words: impl IntoIterator<Item = &'w SharedWord>) -> Vec<String> {
    let stems = Stems::default();
    let wanted: Vec<&str> = words.into_iter().map(|word| word.stem.as_str()).collect();
    let mut spellings: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new(); wanted.len()];
    for member in members {
        each_word(member, |word| {
            let stem = stems.of(word.folded);
            if let Some(at) = wanted.iter().position(|wanted| *wanted == stem) {
                *spellings[at].entry(word.folded.to_owned()).or_default() += 1;
            }
        });
    }
    let commonest = |(spellings, stem): (BTreeMap<String, usize>, &str)| {
        let best = spellings.into_iter().min_by_key(|(word, count)| (usize::MAX - count, word.len()));
        best.map_or_else(|| stem.to_owned(), |(word, _)| word)
    };
    spellings.into_iter().zip(wanted).map(commonest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_goes_by_its_words_as_they_are_spelled() {
        let word = |stem: &&str| SharedWord { stem: (*stem).to_owned(), members: 2, texts: 2, part: 0.1 };
        let words: Vec<_> = ["key", "deliveri", "gone", "fourth"].iter().map(word).collect();
        let members =
            ["I forgot the keys of the deliveries", "forgot the keys", "a key and one delivery, deliveries"];
        assert_eq!(own_words(&members, &words), ["keys", "deliveries", "gone"]);
    }

    #[test]
    fn a_pattern_is_three_entries_in_two_contexts() {
        assert!(is_pattern(&["work", "home", "work"]));
        assert!(!is_pattern(&["work", "home"]));
        assert!(!is_pattern(&["work", "work", "work"]));
        assert!(!is_pattern(&["work", "", "work"]));
    }
}
