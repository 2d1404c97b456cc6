//! Whom an entry names: its parties, and whom the person could tell.

use hansei_coach::is_role_word;
use hansei_method::entry::Entry;
use hansei_method::intention::Slot;
use hansei_method::stage::Answer;
use hansei_method::text::Text;

use super::LEAST_TELLING;
use super::names::{bare, is_no_name};

/// Words behind which a role stands, and no name.
const BEFORE_ROLES: [&str; 27] = [
    "the", "a", "an", "all", "both", "each", "every", "any", "some", "no", "my", "our", "his", "her",
    "their", "your", "its", "one", "two", "three", "four", "five", "six", "another", "other", "somebody",
    "someone",
];

/// Departments, shifts and the like, without a final "s".
const NO_NAMES: [&str; 14] = [
    "accounting",
    "chair",
    "day",
    "design",
    "editor",
    "engineering",
    "finance",
    "legal",
    "marketing",
    "night",
    "operation",
    "sale",
    "stakeholder",
    "support",
];

/// Lists the words by which an entry names people: its parties, and whom the person could tell.
///
/// A role is no name: what stands behind "the", "all" or "my" is passed over, and so are common roles alone.
pub(crate) fn people(entry: &Entry) -> Vec<String> {
    let intention = entry.review.answers.intended().and_then(Answer::given);
    let parties =
        intention.into_iter().flat_map(|intention| intention.targets.iter()).filter_map(
            |target| match &target.slot {
                Slot::Party(words) => Some(words.as_str()),
                _ => None,
            },
        );
    let confidant = entry.review.confidant.iter().map(Text::as_str);
    let mut found: Vec<String> =
        parties.chain(confidant).flat_map(people_in).map(ToOwned::to_owned).collect();
    found.sort_unstable_by_key(|word| word.to_lowercase());
    found.dedup_by_key(|word| word.to_lowercase());
    found
}

/// Finds the names in words that say who: "anna, the night shift and jonas" names two.
fn people_in(words: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut is_role = false;
    for token in words.split_whitespace() {
        let word = bare(token.trim_matches(|c: char| !c.is_alphanumeric()));
        let low = word.to_lowercase();
        if matches!(low.as_str(), "and" | "or" | "with" | "from") || word.is_empty() {
            is_role = false;
            continue;
        }
        is_role |= BEFORE_ROLES.contains(&low.as_str()) || low.starts_with(|c: char| c.is_ascii_digit());
        let tells = low.chars().count() >= LEAST_TELLING
            && low.chars().all(|c| c.is_alphabetic() || "'’-".contains(c));
        let is_called = is_role_word(&low) || NO_NAMES.contains(&low.strip_suffix('s').unwrap_or(&low));
        if !is_role && tells && !is_no_name(&low) && !is_called {
            found.push(word);
        }
        if token.ends_with([',', ';', '.', '/']) {
            is_role = false;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_no_name_and_what_stands_beside_one_may_be() {
        for (words, found) in [
            ("client", &[][..]),
            ("all three stakeholders", &[]),
            ("the boss and two nurses", &[]),
            ("my sister or Sam O'Brien", &["Sam", "O'Brien"]),
            ("anna, the night shift and jonas", &["anna", "jonas"]),
        ] {
            assert_eq!(people_in(words), found, "{words}");
        }
    }
}
