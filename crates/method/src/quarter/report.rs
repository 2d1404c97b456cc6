//! What a period held: every figure with its n, and every word that is shown beside it.
//!
//! Whatever is printed of a frozen review is in here, so that nothing has to be looked up, and what is changed in the log
//! later changes nothing of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::growth::{State, Tally};

use super::Period;
use super::lines::{Decided, DueLine, EntryLine, LessonLine, PatternLine};

/// How strong published actions were, to be shown beside one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Baseline {
    /// Who counted, and when.
    pub source: &'static str,
    /// What was counted: "227 hospital reviews in Victoria".
    pub of: &'static str,
    /// How many actions.
    pub actions: u32,
    /// Weaker, intermediate and stronger, in per cent.
    pub percent: [u32; 3],
}

/// The published shares of weaker, intermediate and stronger actions after reviews of harm in hospitals.
// A23
pub const BASELINES: [Baseline; 2] = [
    Baseline {
        source: "Hibbert and others 2018",
        of: "227 hospital reviews in Victoria",
        actions: 1_137,
        percent: [48, 44, 8],
    },
    Baseline {
        source: "Kwok, Mah and Pang 2020",
        of: "214 hospital reviews in Hong Kong",
        actions: 760,
        percent: [82, 15, 2],
    },
];

/// What a period held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The last day that is told of: that of the period, or the day of writing when that came earlier.
    #[schema(value_type = String, format = Date)]
    pub as_of: Date,
    /// What was written down.
    pub entries: Counts,
    /// The same of the period that it is compared with; `None` where nothing came before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Earlier>,
    /// Where the lessons stood and stand.
    pub lessons: LessonCounts,
    /// Lessons whose state changed, the most telling first; at most [`MOST_MOVED`].
    #[schema(max_items = 12)]
    pub moved: Vec<LessonLine>,
    /// Lessons whose state did not change and whose moment came up most often; at most [`MOST_STEADY`].
    #[schema(max_items = 3)]
    pub steady: Vec<LessonLine>,
    /// The oldest lessons of which the moment never came up; at most [`MOST_UNTESTED`].
    #[schema(max_items = 3)]
    pub untested: Vec<LessonLine>,
    /// What recurs; at most [`MOST_PATTERNS`].
    #[schema(max_items = 8)]
    pub patterns: Vec<PatternLine>,
    /// How strong the commitments are that were made in it: weaker, intermediate, stronger.
    pub strengths: [u32; 3],
    /// How the factors of its entries were sorted: mine, partly mine, outside.
    pub controls: [u32; 3],
    /// Ways on that were chosen with a day to look again that lies in the period; at most [`MOST_DUE`].
    #[schema(max_items = 5)]
    pub due: Vec<DueLine>,
    /// How many of them there are.
    pub due_count: u32,
    /// The same for the days up to the next review; at most [`MOST_DUE`].
    #[schema(max_items = 5)]
    pub coming: Vec<DueLine>,
    /// What went well; at most [`MOST_SUCCESSES`].
    #[schema(max_items = 12)]
    pub successes: Vec<EntryLine>,
    /// The one that was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success: Option<EntryLine>,
    /// What was decided about lessons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided: Vec<Decided>,
    /// The day of the next review.
    #[schema(value_type = String, format = Date)]
    pub next_on: Date,
}

/// The most lessons with a changed state that are told one by one; all are counted.
pub const MOST_MOVED: usize = 12;

/// The most lessons that are told one by one beside those.
pub const MOST_STEADY: usize = 3;

/// The most lessons that were never tested; all are counted.
// D20
pub const MOST_UNTESTED: usize = 3;

/// The most patterns.
pub const MOST_PATTERNS: usize = 8;

/// The most ways on of which it is told that their day comes.
pub const MOST_DUE: usize = 5;

/// The most things that went well to choose one from.
pub const MOST_SUCCESSES: usize = 12;

/// What was written down of a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Entries about days of the period.
    pub entries: u32,
    /// Of these, failures.
    pub failures: u32,
    /// Of these, near misses.
    pub near_misses: u32,
    /// Of these, things that went well.
    pub successes: u32,
    /// Of these, mixed ones.
    pub mixed: u32,
    /// Of these, those whose review is closed.
    pub reviewed: u32,
    /// Of the closed ones, those in which every factor is outside.
    pub none_mine: u32,
    /// Entries that were written down in the period, about days before it.
    pub told_later: u32,
    /// How often a moment came up, over all lessons.
    pub moments: u32,
    /// How often it was done then.
    pub done: u32,
}

/// What a period is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    /// The period.
    pub period: Period,
    /// Whether the figures are those of a frozen review; otherwise they are what the log tells of it by now.
    pub is_frozen: bool,
    /// What was written down of it.
    pub entries: Counts,
    /// How strong its commitments were: weaker, intermediate, stronger.
    pub strengths: [u32; 3],
    /// What was to be watched, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub watched: Option<String>,
}

/// Where a lesson stands at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// It is done without thinking of it.
    Automatic,
    /// It is done nearly always.
    Established,
    /// The moment came up; it is not established.
    Practising,
    /// The moment has not come up yet.
    New,
    /// It was established and is slipping.
    Slipping,
    /// It was retired, or something took its place.
    Ended,
}

/// So many lessons went from one place to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Where they stood; `None` for those that were planned since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Place>,
    /// Where they stand.
    pub to: Place,
    /// How many.
    pub count: u32,
}

/// Where all lessons stood at the beginning, and where they stand at the end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LessonCounts {
    /// How they went, by where they stood and then by where they stand.
    pub flows: Vec<Flow>,
    /// How many changed their state.
    pub moved: u32,
    /// How many were never tested though it was time.
    pub untested: u32,
    /// How many were done and the failure came back all the same.
    pub challenged: u32,
    /// How many wait for their turn.
    pub waiting: u32,
    /// What was observed of them in the period.
    pub observed: Tally,
}

impl Place {
    /// All six, from the top of a page to its foot.
    pub const ALL: [Self; 6] =
        [Self::Automatic, Self::Established, Self::Practising, Self::New, Self::Slipping, Self::Ended];

    /// Names it as it is shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Established => "established",
            Self::Practising => "practising",
            Self::New => "new",
            Self::Slipping => "slipping",
            Self::Ended => "ended",
        }
    }
}

impl From<State> for Place {
    fn from(state: State) -> Self {
        match state {
            State::New => Self::New,
            State::Practising => Self::Practising,
            State::Established => Self::Established,
            State::Automatic => Self::Automatic,
            State::Lapsed => Self::Slipping,
        }
    }
}

impl LessonCounts {
    /// Counts how many stood there at the beginning.
    #[must_use]
    pub fn stood(&self, place: Place) -> u32 {
        self.flows.iter().filter(|flow| flow.from == Some(place)).map(|flow| flow.count).sum()
    }

    /// Counts how many stand there at the end.
    #[must_use]
    pub fn stand(&self, place: Place) -> u32 {
        self.flows.iter().filter(|flow| flow.to == place).map(|flow| flow.count).sum()
    }

    /// Counts how many were planned in the period.
    #[must_use]
    pub fn planned_since(&self) -> u32 {
        self.flows.iter().filter(|flow| flow.from.is_none()).map(|flow| flow.count).sum()
    }

    /// Counts all lessons that stood at the beginning, or at the end; also those that ended in between.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.flows.iter().map(|flow| flow.count).sum()
    }
}
