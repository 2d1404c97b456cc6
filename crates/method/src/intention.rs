//! Question 1: what was the intended outcome?

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::amount::Amount;
use crate::id::Number;
use crate::items::{Items, Renumbered, item};
use crate::occurred::Occurred;
use crate::text::{self, Line, Text};

/// What was meant to come out: a sentence, and the parts of it that can be held against what came.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Intention {
    /// The intended outcome in the person's own words.
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub statement: Option<Text>,
    /// Whether a result was wanted or an answer.
    pub goal: Goal,
    /// The parts that can be checked, in the order they were written.
    #[schema(value_type = Vec<Target>)]
    pub targets: Items<Target>,
}

/// Whether a result was wanted, or an answer ("find out whether…").
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Something was to be achieved.
    #[default]
    Result,
    /// Something was to be found out; a result that disappoints can still answer it.
    Learning,
}

/// One part of the intention that can be held against what came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The target's number within the intention. Left out, it is that of the target with the same name, or one that none had.
    #[serde(default)]
    pub number: Number,
    /// What it is about, for example "Budget".
    pub name: Line,
    /// What was meant.
    pub slot: Slot,
}
item!(Target, "target", 100, name);

/// What can be specific about an intention: an amount, a deadline, a named party, something to be observed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// How much, with its unit, as it was written: "under $200K".
    Amount(Amount),
    /// By when.
    Deadline(Occurred),
    /// Who was to take part, agree or receive it.
    Party(Text),
    /// What a stranger would have seen that told them it worked.
    Observable(Text),
}

/// The four kinds of [`Slot`], without their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// How much.
    Amount,
    /// By when.
    Deadline,
    /// Who.
    Party,
    /// What could be seen.
    Observable,
}

impl Intention {
    /// Says whether there is anything that question 2 could be held against.
    #[must_use]
    pub fn has_content(&self) -> bool {
        self.statement.is_some() || !self.targets.is_empty()
    }

    /// Numbers the targets that came without numbers, before this takes the place of `old`.
    pub(crate) fn number_after(&mut self, old: &Self) -> Renumbered {
        self.targets.number_after(&old.targets)
    }

    /// Names the kinds of slot that no target fills yet; a learning goal asks only for what would be seen and by when.
    #[must_use]
    pub fn missing(&self) -> Vec<SlotKind> {
        let asked: &[SlotKind] = match self.goal {
            Goal::Result => &SlotKind::ALL,
            Goal::Learning => &[SlotKind::Deadline, SlotKind::Observable],
        };
        let given = |kind| self.targets.iter().any(|target| target.slot.kind() == kind);
        asked.iter().copied().filter(|kind| !given(*kind)).collect()
    }
}

impl Slot {
    /// Returns which of the four kinds this is.
    #[must_use]
    pub fn kind(&self) -> SlotKind {
        match self {
            Self::Amount(_) => SlotKind::Amount,
            Self::Deadline(_) => SlotKind::Deadline,
            Self::Party(_) => SlotKind::Party,
            Self::Observable(_) => SlotKind::Observable,
        }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount(amount) => amount.fmt(out),
            Self::Deadline(deadline) => write!(out, "by {deadline}"),
            Self::Party(words) | Self::Observable(words) => words.fmt(out),
        }
    }
}

impl SlotKind {
    /// All four, in the order in which they are asked.
    pub const ALL: [Self; 4] = [Self::Amount, Self::Deadline, Self::Party, Self::Observable];

    /// Names the slot as it is shown beside a field.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::Deadline => "deadline",
            Self::Party => "named party",
            Self::Observable => "observable result",
        }
    }

    /// Asks for the slot by name.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Amount => "How much was it meant to be, in which unit?",
            Self::Deadline => "By which day was it meant to be there?",
            Self::Party => "Who had to take part, agree or receive it?",
            Self::Observable => {
                "If a stranger had watched, what would they have seen that told them it worked?"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slots_that_no_target_fills_are_asked_for_by_name() {
        let json = r#"{"statement": "Deliver the proposal", "targets": [{"name": "Budget", "slot": {"amount": "under $200K"}}]}"#;
        let intention: Intention = serde_json::from_str(json).unwrap();
        assert_eq!(intention.missing(), [SlotKind::Deadline, SlotKind::Party, SlotKind::Observable]);
    }

    #[test]
    fn a_learning_goal_needs_no_amount_and_no_party() {
        let intention = Intention { goal: Goal::Learning, ..Intention::default() };
        assert_eq!(intention.missing(), [SlotKind::Deadline, SlotKind::Observable]);
    }

    #[test]
    fn a_misspelt_field_is_refused_and_named() {
        let refused = serde_json::from_str::<Intention>(r#"{"statment": "x"}"#).unwrap_err().to_string();
        assert!(refused.contains("statment"), "{refused}");
    }

    #[test]
    fn a_blank_statement_is_no_content() {
        assert!(!serde_json::from_str::<Intention>(r#"{"statement": "  "}"#).unwrap().has_content());
    }
}
