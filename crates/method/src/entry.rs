//! An entry: one logged event, from a single line to a finished review.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::attempt::Attempt;
use crate::id::EntryId;
use crate::occurred::Occurred;
use crate::plan::Plan;
use crate::review::{Review, ReviewError};
use crate::stage::Answer;
use crate::tag::Tag;
use crate::text::{self, Line, Text};

/// One logged event. It starts as one line and grows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The entry's name, everywhere and for good.
    pub id: EntryId,
    /// What sort of event it was.
    #[serde(default)]
    pub kind: Kind,
    /// How deep the review goes.
    #[serde(default)]
    pub significance: Significance,
    /// What happened, in one line.
    #[schema(value_type = String, min_length = 1, max_length = 300)]
    pub title: Line,
    /// All that was written at capture beyond the title.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub body: Option<Text>,
    /// The situation: project, place, people by their roles.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub context: Option<Line>,
    /// When it happened.
    pub occurred: Occurred,
    /// When it was written down.
    #[schema(value_type = String, format = DateTime)]
    pub captured_at: Timestamp,
    /// The person's own words to find it by.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub tags: BTreeSet<Tag>,
    /// Which attempt at a goal it was, when there was more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<Attempt>,
    /// Its review.
    #[serde(default)]
    pub review: Review,
}

/// What sort of event was logged. Every outcome holds information.
// B34
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It did not come out as intended.
    #[default]
    Failure,
    /// It nearly went wrong.
    #[serde(alias = "near-miss")]
    NearMiss,
    /// It came out as intended.
    Success,
    /// A good result of a bad decision, or a bad result of a good one.
    Mixed,
}

/// How much hangs on it, and so how deep the review goes.
// B05
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Significance {
    /// About five minutes: one sentence for each question.
    Small,
    /// About thirty minutes.
    #[default]
    Ordinary,
    /// As long as it takes: every field.
    Full,
}

/// The most tags that one entry carries.
pub const MOST_TAGS: usize = 50;

impl Entry {
    /// Starts an entry from what was captured.
    #[must_use]
    pub fn capture(id: EntryId, title: Line, body: Option<Text>, occurred: Occurred, now: Timestamp) -> Self {
        Self {
            id,
            kind: Kind::default(),
            significance: Significance::default(),
            title,
            body,
            context: None,
            occurred,
            captured_at: now,
            tags: BTreeSet::new(),
            attempt: None,
            review: Review::default(),
        }
    }

    /// Closes the review; an ordinary or full one has to say how it goes on.
    pub fn finish(&mut self, now: Timestamp) -> Result<(), ReviewError> {
        self.review.finish(self.significance != Significance::Small, now)
    }

    /// Returns what is planned, once question 4 has an answer.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        self.review.answers.next().and_then(Answer::given)
    }
}

impl Kind {
    /// All four, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Failure, Self::NearMiss, Self::Success, Self::Mixed];

    /// Returns the word that stands for it in files, filters and the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::NearMiss => "near_miss",
            Self::Success => "success",
            Self::Mixed => "mixed",
        }
    }

    /// Names it as it is shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::NearMiss => "near miss",
            Self::Success => "success",
            Self::Mixed => "mixed",
        }
    }

    /// Says what belongs here.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Failure => "it did not come out as intended",
            Self::NearMiss => "it nearly went wrong",
            Self::Success => "it came out as intended",
            Self::Mixed => "a good result of a bad decision, or the other way round",
        }
    }

    /// Reads the word that stands for it; a space or a hyphen does as well as an underscore.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase().replace([' ', '-'], "_");
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl Significance {
    /// All three, from the shortest review to the longest.
    pub const ALL: [Self; 3] = [Self::Small, Self::Ordinary, Self::Full];

    /// Returns the word that stands for it in files, filters and the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Ordinary => "ordinary",
            Self::Full => "full",
        }
    }

    /// Says how long such a review takes.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Small => "about 5 minutes, a sentence for each question",
            Self::Ordinary => "about 30 minutes",
            Self::Full => "every field, as long as it takes",
        }
    }

    /// Reads the word that stands for it.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|significance| significance.word() == word.trim().to_lowercase())
    }
}
