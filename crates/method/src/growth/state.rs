//! The states of a lesson, what is said beside them, and what changes them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::id::OpportunityId;
use crate::plan::CommitmentKind;

/// What is asked about a lesson that slips. A lapse is a question and never a mark.
pub const SLIPPING: &str = "slipping: what changed in the context?";

/// How far a lesson has come. A rule of thumb, shown with its evidence. There is no order of them: lapsed comes after
/// automatic and stands below practising.
// D10 to D14, D16
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The moment has not come up since it was planned.
    #[default]
    New,
    /// The moment came up; it is not established.
    Practising,
    /// It is done nearly always, over weeks and in more than one context.
    Established,
    /// It is done without thinking of it.
    Automatic,
    /// It was established and is slipping.
    Lapsed,
}

/// What is said beside the state.
// D15
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// It was done, and the failure came back all the same: the lesson is to be revised, not the effort.
    Challenged,
    /// The last evidence is old.
    Stale,
    /// The moment has never come up, for longer than was to be expected.
    Untested,
    /// The moment does not exist any more.
    Retired,
    /// Something was built that takes its place.
    Superseded,
}

/// Why a state changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The moment came up for the first time.
    FirstOpportunity,
    /// It was done often enough, long enough, and in different contexts.
    EnoughEvidence,
    /// It was rated automatic twice, and no reminder was needed.
    RatedAutomatic,
    /// It was rated less automatic, or a reminder was needed.
    LessAutomatic,
    /// The moment turned out to be rarer than monthly.
    Rare,
    /// Opportunities were missed close to each other.
    MissedAgain,
    /// It has become more likely than not that it is done too seldom.
    LessLikely,
    /// It was not done, and the failure came back.
    CameBack,
    /// It was done again.
    DoneAgain,
    /// What was to be built is there.
    Installed,
    /// What was built was seen in use.
    SeenInUse,
    /// What was built is still there.
    StillThere,
    /// What was built was got round.
    GotRound,
    /// What was built was taken away.
    Gone,
}

/// A change from one state to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Transition {
    /// The day of the observation or the rating that made it.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The state before.
    pub from: State,
    /// The state after.
    pub to: State,
    /// Why.
    pub reason: Reason,
    /// The observation that made it; `None` where it was a rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<OpportunityId>,
}

impl State {
    /// All five, in the order in which a lesson goes through them.
    pub const ALL: [Self; 5] =
        [Self::New, Self::Practising, Self::Established, Self::Automatic, Self::Lapsed];

    /// Names the state.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Practising => "practising",
            Self::Established => "established",
            Self::Automatic => "automatic",
            Self::Lapsed => "lapsed",
        }
    }

    /// Names the state as it is called for this kind of lesson: what is built is installed, and what is established for a
    /// moment rarer than monthly is reliable.
    #[must_use]
    pub fn name_for(self, kind: CommitmentKind, is_rare: bool) -> &'static str {
        match self {
            Self::Practising if kind == CommitmentKind::System => "installed",
            Self::Established if is_rare => "reliable",
            _ => self.name(),
        }
    }
}

impl Flag {
    /// Says it beside the state.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Challenged => "challenged: it was done, and it happened again, so look at the lesson",
            Self::Stale => "stale: nothing was observed for a long time",
            Self::Untested => "never tested: the moment has not come up",
            Self::Retired => "retired: the moment does not exist any more",
            Self::Superseded => "something was built that takes its place",
        }
    }
}

impl Reason {
    /// Says why, to follow the new state.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::FirstOpportunity => "the moment came up",
            Self::EnoughEvidence => "it was done nearly always, over weeks and in more than one context",
            Self::RatedAutomatic => "it was rated automatic twice, and no reminder was needed",
            Self::LessAutomatic => "it was rated less automatic, or a reminder was needed",
            Self::Rare => "the moment comes up too rarely to make it automatic",
            Self::MissedAgain => "it was missed more than once in a short time",
            Self::LessLikely => "it was done less often than before",
            Self::CameBack => "it was not done, and it happened again",
            Self::DoneAgain => "it was done again",
            Self::Installed => "it was installed",
            Self::SeenInUse => "it was seen in use",
            Self::StillThere => "it is still there",
            Self::GotRound => "it was got round",
            Self::Gone => "it was taken away",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_called_as_it_fits_the_kind() {
        let names = |kind, is_rare| State::ALL.map(|state| state.name_for(kind, is_rare));
        let habit = ["new", "practising", "established", "automatic", "lapsed"];
        assert_eq!(names(CommitmentKind::Habit, false), habit);
        assert_eq!(names(CommitmentKind::Judgement, true)[2], "reliable");
        assert_eq!(names(CommitmentKind::System, false)[1], "installed");
    }
}
