//! Recurring tendencies: what often stands behind failures, how it sounds, and what holds better than good intentions.
//!
//! They suggest and never decide: a person confirms, renames, merges or rejects. What says a tendency outright counts by
//! itself; what may well say something else counts only together with a second sign.

mod known;
mod sounds_of_doing;
mod sounds_of_plans;

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
    /// How it sounds when people write about it.
    pub sounds: Sounds,
    /// The moment of a suggested commitment, to follow "if".
    pub cue: &'static str,
    /// The act of a suggested commitment, to follow "then".
    pub act: &'static str,
}

/// Cues that a tendency is heard by, parted by semicolons.
///
/// A cue is a row of steps, and a step is one of several words, as in `was|felt sure|certain`. Up to two other words may
/// stand before a step, and none before one that begins with `+`. `took_on` are two words that stand together, `task*` is
/// a word in any form, `*ing` any word that ends so. A cue that begins with `I` has the person who writes as its subject: "I", "we", or nobody named,
/// as people write in a diary. `!` bars words: `!enough|of_it` says that none of these comes next. What denies or only
/// imagines is no cue, unless the cue itself says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sounds {
    /// What says it outright.
    pub plain: &'static str,
    /// What may say something else: heard in a cause or a factor, or with another sign in the same entry.
    pub weak: &'static str,
    /// What says nothing by itself and bears a weak cue out.
    pub beside: &'static str,
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
    fn every_tendency_has_cues_that_count_by_themselves_and_others_that_do_not() {
        for Tendency { key, sounds: Sounds { plain, weak, beside }, .. } in TENDENCIES {
            assert!([plain, weak].iter().all(|cues| cues.split(';').count() >= 2), "{key}");
            assert!(beside.split('|').count() >= 3, "{key}");
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
