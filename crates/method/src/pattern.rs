//! A pattern: something that recurs, found in the log, and what the person says of it.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::EntryId;
use crate::text::Line;
use crate::written::written;

/// The most characters that a key has.
const MOST_KEY_CHARACTERS: usize = 60;

/// How many times the evidence of a rejected pattern has to grow before it is shown again.
const GROWN: usize = 2;

/// Names a pattern in addresses and in the database: the key of a tendency, or a key made from its members.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PatternKey(String);

written!(
    PatternKey,
    "PatternKey",
    "Names a pattern: lower-case letters, digits and hyphens, at most 60.",
    "underestimating-time",
    "like-5d0f4d0c9a3e"
);

/// Why a text is no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not the id of a pattern; copy one from the list of patterns")]
pub struct PatternKeyError(String);

/// What the person said of a pattern as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Standing {
    /// Nothing yet.
    #[default]
    Open,
    /// It is one thing.
    Confirmed,
    /// It is no pattern of theirs.
    Rejected,
    /// It is the same as another one, which has its evidence since.
    Merged(PatternKey),
}

/// What is kept of a pattern: what the person said, and which entries were its evidence then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pattern {
    /// What the person said of it as a whole.
    pub standing: Standing,
    /// The name it had then, or the one that the person gave it.
    pub name: Option<Line>,
    /// Whether the person gave it that name; another one is made of words of its entries, and goes when one is erased.
    pub is_named: bool,
    /// Its evidence when something was last said of it as a whole.
    pub members: BTreeSet<EntryId>,
    /// Entries that the person says belong to it.
    pub added: BTreeSet<EntryId>,
    /// Entries that the person says do not belong to it.
    pub removed: BTreeSet<EntryId>,
}

impl PatternKey {
    /// Borrows the key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Pattern {
    /// Lists the evidence: what was found, without what does not belong, with what the person added. What was confirmed
    /// keeps the evidence it had then.
    #[must_use]
    pub fn evidence(&self, found: &BTreeSet<EntryId>) -> BTreeSet<EntryId> {
        let mut evidence = found | &self.added;
        if matches!(self.standing, Standing::Confirmed | Standing::Merged(_)) {
            evidence.extend(&self.members);
        }
        &evidence - &self.removed
    }

    /// Says whether an entry came after the person confirmed the pattern, and nothing was said of it yet.
    #[must_use]
    pub fn is_new(&self, entry: EntryId) -> bool {
        self.standing == Standing::Confirmed && !self.members.contains(&entry) && !self.added.contains(&entry)
    }

    /// Says whether entries found now are this pattern again: at least half of its members are among them.
    #[must_use]
    pub fn is_again(&self, found: &BTreeSet<EntryId>) -> bool {
        !self.members.is_empty() && 2 * self.members.intersection(found).count() >= self.members.len()
    }

    /// Says whether a rejected pattern stays away: its evidence is less than twice what it was then.
    #[must_use]
    pub fn stays_away(&self, evidence: usize) -> bool {
        self.standing == Standing::Rejected && evidence < GROWN * self.members.len()
    }

    /// Takes entries out that are not there any more, and with one of them the name that was made of its words.
    pub fn forget(&mut self, gone: &BTreeSet<EntryId>) {
        let count = |of: &Self| of.members.len() + of.added.len() + of.removed.len();
        let before = count(self);
        for part in [&mut self.members, &mut self.added, &mut self.removed] {
            part.retain(|id| !gone.contains(id));
        }
        if !self.is_named && count(self) < before {
            self.name = None;
        }
    }

    /// Lists every entry of which something is kept.
    #[must_use]
    pub fn entries(&self) -> BTreeSet<EntryId> {
        &(&self.members | &self.added) | &self.removed
    }

    /// Gives it a name of the person's own, or the one it was found under.
    pub fn call(&mut self, name: Line, is_named: bool) {
        (self.name, self.is_named) = (Some(name), is_named);
    }

    /// Says something of the pattern as a whole, with the evidence it has now and the name it goes by.
    pub fn settle(&mut self, standing: Standing, evidence: BTreeSet<EntryId>, name: Line) {
        self.standing = standing;
        self.members = evidence;
        self.name = Some(name);
    }

    /// Says whether an entry belongs to it; `None` takes back what was said.
    pub fn say_of(&mut self, entry: EntryId, belongs: Option<bool>) {
        self.added.remove(&entry);
        self.removed.remove(&entry);
        match belongs {
            Some(true) => self.added.insert(entry),
            Some(false) => self.removed.insert(entry),
            None => false,
        };
    }
}

impl FromStr for PatternKey {
    type Err = PatternKeyError;

    fn from_str(text: &str) -> Result<Self, PatternKeyError> {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if text.is_empty() || text.len() > MOST_KEY_CHARACTERS || !text.bytes().all(is_plain) {
            return Err(PatternKeyError(text.chars().take(MOST_KEY_CHARACTERS).collect()));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for PatternKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn ids<const N: usize>(numbers: [u128; N]) -> BTreeSet<EntryId> {
        numbers.map(id).into()
    }

    fn id(number: u128) -> EntryId {
        EntryId::new(Uuid::from_u128(number))
    }

    fn pattern(standing: Standing, members: BTreeSet<EntryId>) -> Pattern {
        Pattern { standing, members, ..Pattern::default() }
    }

    #[test]
    fn a_key_is_plain() {
        assert!("underestimating-time".parse::<PatternKey>().is_ok());
        for text in ["", "Late", "a/b", "ö", "a b", &"x".repeat(61)] {
            assert!(text.parse::<PatternKey>().is_err(), "{text}");
        }
    }

    #[test]
    fn with_an_entry_that_is_gone_the_name_goes_that_was_made_of_its_words() {
        let mut found = pattern(Standing::Confirmed, ids([1, 2]));
        found.say_of(id(3), Some(false));
        found.name = Some("label · night".parse().unwrap());
        let mut named = Pattern { is_named: true, ..found.clone() };
        let before = found.clone();
        found.forget(&ids([9]));
        assert_eq!(found, before);
        for forgetful in [&mut found, &mut named] {
            forgetful.forget(&ids([1, 3]));
            assert_eq!(forgetful.entries(), ids([2]));
        }
        assert_eq!((found.name, named.name), (None, before.name));
    }

    #[test]
    fn what_the_person_says_of_an_entry_goes_before_what_was_found() {
        let mut pattern = pattern(Standing::Open, ids([]));
        pattern.say_of(id(1), Some(false));
        pattern.say_of(id(9), Some(true));
        assert_eq!(pattern.evidence(&ids([1, 2])), ids([2, 9]));
        pattern.say_of(id(1), None);
        pattern.say_of(id(9), Some(false));
        assert_eq!(pattern.evidence(&ids([1, 2])), ids([1, 2]));
    }

    #[test]
    fn what_was_confirmed_keeps_its_evidence_and_knows_what_is_new() {
        let mut pattern = pattern(Standing::Confirmed, ids([1, 2, 3]));
        assert_eq!(pattern.evidence(&ids([3, 4, 5])), ids([1, 2, 3, 4, 5]));
        pattern.say_of(id(5), Some(true));
        assert_eq!([1, 4, 5].map(|number| pattern.is_new(id(number))), [false, true, false]);
    }

    #[test]
    fn half_of_its_members_make_it_the_same_again() {
        let pattern = pattern(Standing::Confirmed, ids([1, 2, 3, 4]));
        assert!(pattern.is_again(&ids([1, 2, 7, 8, 9])));
        assert!(!pattern.is_again(&ids([1, 7, 8])));
        assert!(!Pattern::default().is_again(&ids([])));
    }

    #[test]
    fn what_was_rejected_stays_away_until_its_evidence_doubles() {
        let rejected = pattern(Standing::Rejected, ids([1, 2, 3]));
        assert_eq!([3, 5, 6].map(|count| rejected.stays_away(count)), [true, true, false]);
        assert!(!pattern(Standing::Open, ids([1, 2, 3])).stays_away(3));
    }

    #[test]
    fn a_new_word_on_the_whole_takes_the_evidence_of_then() {
        let mut pattern = pattern(Standing::Open, ids([1]));
        pattern.settle(Standing::Confirmed, ids([1, 2]), "Two lessons".parse().unwrap());
        assert_eq!((pattern.standing, pattern.members.len()), (Standing::Confirmed, 2));
        assert_eq!(pattern.name.unwrap().as_str(), "Two lessons");
    }
}
