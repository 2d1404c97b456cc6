//! Control: which factors were mine, which partly, which outside.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::id::Number;
use crate::items::{Items, item};
use crate::text::Text;

/// Something that contributed, sorted by how far it was in the person's own hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    /// The factor's number within the analysis. Left out, it is that of the factor with the same words, or one that none had.
    #[serde(default)]
    pub number: Number,
    /// What contributed.
    pub statement: Text,
    /// How far it was in the person's own hands.
    pub control: Control,
    /// The cause in the tree that it stands for, if it stands for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Number>,
}
item!(Factor, "factor", 1_000, statement);

/// How far a factor was in the person's own hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Control {
    /// Fully mine.
    Mine,
    /// Partly mine.
    Partly,
    /// Outside.
    Outside,
}

/// The imbalance that asks one question, in either direction (B17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imbalance {
    /// Every factor was sorted as fully mine.
    AllMine,
    /// No factor was sorted as mine, not even in part.
    NoneMine,
}

impl Control {
    /// All three, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Mine, Self::Partly, Self::Outside];

    /// Names the sort as it stands above its column.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mine => "fully mine",
            Self::Partly => "partly mine",
            Self::Outside => "outside",
        }
    }

    /// Says what belongs here.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Mine => "I could have done otherwise with what I had. Leads to something I do.",
            Self::Partly => "I could have asked, warned or shaped it. Leads to how I use that influence.",
            Self::Outside => "Real, and not mine. Leads to a plan that bends instead of breaking.",
        }
    }
}

impl Imbalance {
    /// Looks at how the factors were sorted; `None` when there are none, or when they are not all on one side.
    #[must_use]
    pub fn of(factors: &Items<Factor>) -> Option<Self> {
        if factors.is_empty() {
            return None;
        }
        if factors.iter().all(|factor| factor.control == Control::Mine) {
            return Some(Self::AllMine);
        }
        factors.iter().all(|factor| factor.control == Control::Outside).then_some(Self::NoneMine)
    }

    /// Asks the one balancing question.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::AllMine => {
                "Everything stands under \"fully mine\". What would have been in the way of anyone else in your place?"
            }
            Self::NoneMine => {
                "Nothing stands under \"mine\". At which moment did you have a choice, however small?"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factors(controls: &[Control]) -> Items<Factor> {
        let factor = |control: &Control| Factor {
            number: 0,
            statement: "it rained".parse().unwrap(),
            control: *control,
            cause: None,
        };
        Items::try_from(controls.iter().map(factor).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn both_imbalances_are_seen_and_a_mixed_sort_asks_nothing() {
        assert_eq!(Imbalance::of(&factors(&[Control::Mine, Control::Mine])), Some(Imbalance::AllMine));
        assert_eq!(Imbalance::of(&factors(&[Control::Outside])), Some(Imbalance::NoneMine));
        assert_eq!(Imbalance::of(&factors(&[Control::Mine, Control::Outside])), None);
        assert_eq!(Imbalance::of(&factors(&[Control::Partly])), None);
        assert_eq!(Imbalance::of(&factors(&[])), None);
    }
}
