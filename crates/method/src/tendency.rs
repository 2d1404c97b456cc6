//! Recurring tendencies: what often stands behind failures, how it sounds, and what holds better than good intentions.
//!
//! They suggest and never decide: a person confirms, renames, merges or rejects. The phrases are weak signs, so that one
//! of them alone says nothing.

mod known;

pub use known::TENDENCIES;

/// A tendency that may recur in a person's own log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tendency {
    /// Names it in data; stays for good.
    pub key: &'static str,
    /// Names it for people.
    pub name: &'static str,
    /// What it is, as half a sentence.
    pub definition: &'static str,
    /// How it sounds when people write about it. No phrase holds another one of the same tendency.
    pub phrases: &'static [&'static str],
    /// The moment of a suggested commitment, to follow "if".
    pub cue: &'static str,
    /// The act of a suggested commitment, to follow "then".
    pub act: &'static str,
}

impl Tendency {
    /// Finds a tendency by its key.
    #[must_use]
    pub fn with_key(key: &str) -> Option<&'static Self> {
        TENDENCIES.iter().find(|tendency| tendency.key == key)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_tendency_has_a_key_and_a_name_of_its_own() {
        let keys: BTreeSet<_> = TENDENCIES.iter().map(|tendency| tendency.key).collect();
        let names: BTreeSet<_> = TENDENCIES.iter().map(|tendency| tendency.name).collect();
        assert_eq!((keys.len(), names.len()), (26, 26));
        assert!(keys.iter().all(|key| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
    }

    #[test]
    fn a_tendency_is_found_by_its_key() {
        assert_eq!(Tendency::with_key("handoff-loss").unwrap().name, "Handoff loss");
        assert_eq!(Tendency::with_key("Handoff loss"), None);
    }

    #[test]
    fn two_phrases_are_asked_for_and_are_there() {
        assert!(TENDENCIES.iter().all(|tendency| tendency.phrases.len() >= 4));
    }

    #[test]
    fn no_phrase_holds_another_of_its_tendency() {
        for tendency in TENDENCIES {
            for (one, phrase) in tendency.phrases.iter().enumerate() {
                for (other, within) in tendency.phrases.iter().enumerate() {
                    let holds = format!(" {phrase} ").contains(&format!(" {within} "));
                    assert!(one == other || !holds, "{}: {phrase:?} holds {within:?}", tendency.key);
                }
            }
        }
    }

    #[test]
    fn a_suggestion_is_half_a_sentence_on_each_side() {
        for Tendency { cue, act, definition, .. } in TENDENCIES {
            for half in [cue, act, definition] {
                assert!(!half.ends_with('.') && !half.starts_with("If") && half.len() > 10, "{half}");
            }
        }
    }
}
