//! Attempts at one goal, chained: what was changed, and which earlier lessons apply.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::entry::Entry;
use crate::id::EntryId;
use crate::text::{self, Text};

/// Which attempt at a goal an entry is. The first attempt names itself as the goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// The entry of the first attempt.
    pub goal: EntryId,
    /// Its place in the chain, from 1.
    #[schema(minimum = 1)]
    pub number: u32,
    /// What is changed this time; one change at a time tells most.
    // B45
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub changed: Option<Text>,
    /// The earlier lessons, and what was said about each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lessons: Vec<EarlierLesson>,
}

/// A lesson of an earlier attempt, asked about at the start of this one.
// B48
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EarlierLesson {
    /// The entry it came out of.
    pub from: EntryId,
    /// The lesson or the plan as it stood then.
    pub lesson: Text,
    /// Whether it applies this time; `None` while nobody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies: Option<bool>,
}

impl Attempt {
    /// Starts the next attempt after the latest one, with the lessons of all before it to be asked about.
    ///
    /// `chain` holds the attempts so far, first to last; `None` when it is empty. `given` is the highest number that an
    /// attempt at this goal has, those in the trash too: they come back with the number that they have.
    #[must_use]
    pub fn following(chain: &[Entry], given: u32) -> Option<Self> {
        let first = chain.first()?;
        let last = chain.last()?;
        let highest = last.attempt.as_ref().map_or(1, |attempt| attempt.number).max(given);
        let number = highest.saturating_add(1);
        let lessons = chain.iter().flat_map(lessons_of).collect();
        // The first attempt may be gone; the others go on naming it.
        let goal = first.attempt.as_ref().map_or(first.id, |attempt| attempt.goal);
        Some(Self { goal, number, changed: None, lessons })
    }

    /// Takes out the lessons of an entry that is erased; says whether there were any.
    pub fn forget(&mut self, from: EntryId) -> bool {
        let before = self.lessons.len();
        self.lessons.retain(|lesson| lesson.from != from);
        self.lessons.len() < before
    }

    /// Marks an entry as the first attempt at its goal.
    #[must_use]
    pub fn first(entry: EntryId) -> Self {
        Self { goal: entry, number: 1, changed: None, lessons: Vec::new() }
    }
}

/// Lists what one attempt taught: its lesson, then its plans.
fn lessons_of(entry: &Entry) -> Vec<EarlierLesson> {
    let Some(plan) = entry.plan() else {
        return Vec::new();
    };
    let plans = plan.commitments.iter().filter_map(|commitment| Text::try_from(commitment.sentence()).ok());
    let lessons = plan.lesson.iter().cloned().chain(plans);
    lessons.map(|lesson| EarlierLesson { from: entry.id, lesson, applies: None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(json: &str) -> Entry {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_next_attempt_brings_the_earlier_lessons_along_unanswered() {
        let first = entry(
            r#"{"id": "6f2c7e86-7d0f-4d0c-9a3e-1b2f0d3c4e5a", "title": "Late", "occurred": "2026-03-22", "captured_at": "2026-03-23T08:00:00Z",
                "review": {"answers": {"skipped": {"intended": "x", "happened": "x", "why": "x"},
                    "next": {"lesson": "Scope moves", "commitments": [{"cue": "the brief grows", "act": "stop and reprice"}]}}}}"#,
        );
        let next = Attempt::following(std::slice::from_ref(&first), 1).unwrap();
        let lessons: Vec<_> =
            next.lessons.iter().map(|lesson| (lesson.lesson.as_str(), lesson.applies)).collect();
        assert_eq!((next.goal, next.number), (first.id, 2));
        assert_eq!(
            lessons,
            [("Scope moves", None), ("If the brief grows, then I will stop and reprice.", None)]
        );
    }

    #[test]
    fn a_number_that_was_given_is_not_given_again() {
        let attempt = |number: u32| {
            let goal = "6f2c7e86-7d0f-4d0c-9a3e-1b2f0d3c4e5a";
            let json = serde_json::json!({"id": goal, "title": "Late", "occurred": "2026-03-22", "captured_at": "2026-03-23T08:00:00Z",
                "attempt": {"goal": goal, "number": number}});
            entry(&json.to_string())
        };
        let next = |number, given| Attempt::following(&[attempt(1), attempt(number)], given).unwrap().number;
        assert_eq!([next(2, 0), next(2, 2), next(2, 4), next(u32::MAX, 1)], [3, 3, 5, u32::MAX]);
    }

    #[test]
    fn no_chain_has_no_next_attempt() {
        assert_eq!(Attempt::following(&[], 0), None);
    }
}
