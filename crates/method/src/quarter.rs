//! The review of a period: what the log tells of it, what the person says of that, and the copy that is frozen of both.

mod gather;
mod lessons;
mod lines;
mod period;
mod report;

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::id::{AdoptionId, EntryId, PracticeId, QuarterId};
use crate::occurred::Occurred;
use crate::practice::Subject;
use crate::text::{self, Line, Text};

pub use gather::{EntryFacts, Lesson, Sources};
pub use lines::{ChangeLine, Decided, DueLine, EntryLine, LessonLine, PatternLine, RateChange, Stretch};
pub use period::{Period, PeriodError};
pub use report::{
    BASELINES, Baseline, Counts, Earlier, Flow, LessonCounts, MOST_DUE, MOST_MOVED, MOST_PATTERNS,
    MOST_STEADY, MOST_SUCCESSES, MOST_UNTESTED, Place, Report,
};

/// The most lessons of which something is decided in one review.
pub const MOST_DECISIONS: usize = 100;

/// The review of one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Quarter {
    /// Names it, for good.
    pub id: QuarterId,
    /// What it looks back on.
    pub period: Period,
    /// What the person says of it.
    #[serde(default)]
    pub answers: Answers,
    /// What was frozen; `None` while it is a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen: Option<Frozen>,
}

/// What was frozen of a review. Nothing of it changes, unless something that it quotes is erased.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Frozen {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The same as the clock on the wall showed it.
    pub clock: Occurred,
    /// Whose log it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub owner: Option<Line>,
    /// What the log told.
    pub report: Box<Report>,
    /// The SHA-256 of this whole review as JSON without this field; `None` once something that it quotes was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
}

/// What the person says of a period. All of it may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = QuarterAnswers)]
pub struct Answers {
    /// What do I take from it?
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub taken: Option<Text>,
    /// What do I do differently than at its beginning, and how do I know?
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub changed: Option<Text>,
    /// What kept coming back, and what stands behind it?
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub returned: Option<Text>,
    /// The entry of the success that was looked at, where it was logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_entry: Option<EntryId>,
    /// What went well, and why?
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub success: Option<Text>,
    /// What came of the ways whose day came?
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub due: Option<Text>,
    /// What is to be watched until the next time?
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub watch: Option<Text>,
    /// What was decided about lessons; at most [`MOST_DECISIONS`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub decisions: Vec<Decision>,
    /// The day of the next review; `None` leaves it to the calendar.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub next_on: Option<Date>,
}

/// What is decided about one lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// What is practised.
    pub practice: PracticeId,
    /// What is decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// What the person says of it: what changed around it, why.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub note: Option<Line>,
}

/// What becomes of a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It goes on as it is.
    Keep,
    /// It is practised now, before others.
    Practise,
    /// Its moment or its act is to be worded anew.
    Reword,
    /// Its moment does not exist any more, or it asks too much.
    Retire,
}

/// What a review asks in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asked {
    /// What do I take from it?
    Taken,
    /// What do I do differently, and how do I know?
    Changed,
    /// What kept coming back?
    Returned,
    /// What went well?
    Success,
    /// What came of the ways whose day came?
    Due,
    /// What is to be watched?
    Watch,
}

/// Why a review cannot be changed so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuarterError {
    /// It is frozen.
    #[error("this review is frozen, and nothing in it changes any more; begin one for another period")]
    Frozen,
    /// It is no draft any more, and nothing was frozen twice.
    #[error("this review is a draft; freeze it first")]
    Draft,
    /// More than [`MOST_DECISIONS`].
    #[error("{0} lessons are too many to decide about at once; keep it to {MOST_DECISIONS}")]
    Decisions(usize),
    /// The period has not begun.
    #[error("this period has not begun yet; give one that has")]
    Future,
}

/// What was erased, to be forgotten in the reviews that quote it.
#[derive(Debug, Clone, Default)]
pub struct Gone {
    /// The entry.
    pub entry: Option<EntryId>,
    /// The adopted lesson.
    pub adoption: Option<AdoptionId>,
    /// What was practised of it.
    pub practices: BTreeSet<PracticeId>,
}

impl Quarter {
    /// Begins the review of a period; one that lies ahead is refused.
    pub fn begin(id: QuarterId, period: Period, today: Date) -> Result<Self, QuarterError> {
        if period.first() > today {
            return Err(QuarterError::Future);
        }
        Ok(Self { id, period, answers: Answers::default(), frozen: None })
    }

    /// Keeps what the person says; a frozen review takes nothing more.
    pub fn answer(&mut self, answers: Answers) -> Result<(), QuarterError> {
        if self.frozen.is_some() {
            return Err(QuarterError::Frozen);
        }
        if answers.decisions.len() > MOST_DECISIONS {
            return Err(QuarterError::Decisions(answers.decisions.len()));
        }
        self.answers = answers;
        Ok(())
    }

    /// Freezes it. There is no way back.
    ///
    /// `fingerprint` is handed the whole review, frozen, without a fingerprint.
    pub fn freeze(
        &mut self,
        frozen: Frozen,
        fingerprint: impl FnOnce(&Self) -> String,
    ) -> Result<(), QuarterError> {
        if self.frozen.is_some() {
            return Err(QuarterError::Frozen);
        }
        self.frozen = Some(Frozen { fingerprint: None, ..frozen });
        let fingerprint = fingerprint(self);
        if let Some(frozen) = &mut self.frozen {
            frozen.fingerprint = Some(fingerprint);
        }
        Ok(())
    }

    /// Returns it as it was when its fingerprint was taken.
    #[must_use]
    pub fn without_fingerprint(&self) -> Self {
        let mut plain = self.clone();
        if let Some(frozen) = &mut plain.frozen {
            frozen.fingerprint = None;
        }
        plain
    }

    /// Takes out what it quotes of something that was erased, and says whether there was anything. A frozen review has no
    /// fingerprint after that: it is not any more what was frozen.
    pub fn forget(&mut self, gone: &Gone) -> bool {
        let before = self.clone();
        self.answers.decisions.retain(|decision| !gone.practices.contains(&decision.practice));
        self.answers.success_entry = self.answers.success_entry.filter(|entry| Some(*entry) != gone.entry);
        if let Some(frozen) = &mut self.frozen {
            frozen.report.forget(gone);
        }
        let has_changed = *self != before;
        if has_changed && let Some(frozen) = &mut self.frozen {
            frozen.fingerprint = None;
        }
        has_changed
    }
}

impl Report {
    fn forget(&mut self, gone: &Gone) {
        for lines in [&mut self.moved, &mut self.steady, &mut self.untested] {
            lines.retain(|line| !gone.holds(line.practice, line.about));
        }
        self.decided.retain(|decided| !gone.holds(decided.practice, decided.about));
        for lines in [&mut self.due, &mut self.coming] {
            lines.retain(|line| Some(line.entry) != gone.entry);
        }
        self.successes.retain(|line| Some(line.entry) != gone.entry);
        self.success.take_if(|line| Some(line.entry) == gone.entry);
        for pattern in &mut self.patterns {
            if gone.entry.is_some_and(|entry| pattern.named_after.contains(&entry)) {
                "Something alike".clone_into(&mut pattern.name);
                pattern.named_after.clear();
            }
        }
    }
}

impl Gone {
    fn holds(&self, practice: PracticeId, about: Subject) -> bool {
        let is_planned_there = match about {
            Subject::Commitment { entry, .. } => Some(entry) == self.entry,
            Subject::Adoption(adoption) => Some(adoption) == self.adoption,
        };
        is_planned_there || self.practices.contains(&practice)
    }
}

impl Answers {
    /// Borrows what was said to a question.
    #[must_use]
    pub fn to(&self, asked: Asked) -> Option<&Text> {
        match asked {
            Asked::Taken => &self.taken,
            Asked::Changed => &self.changed,
            Asked::Returned => &self.returned,
            Asked::Success => &self.success,
            Asked::Due => &self.due,
            Asked::Watch => &self.watch,
        }
        .as_ref()
    }

    /// Keeps what is said to a question; `None` takes it back.
    pub fn say(&mut self, asked: Asked, words: Option<Text>) {
        *match asked {
            Asked::Taken => &mut self.taken,
            Asked::Changed => &mut self.changed,
            Asked::Returned => &mut self.returned,
            Asked::Success => &mut self.success,
            Asked::Due => &mut self.due,
            Asked::Watch => &mut self.watch,
        } = words;
    }

    /// Finds what was decided about a lesson.
    #[must_use]
    pub fn decision(&self, practice: PracticeId) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.practice == practice)
    }

    /// Keeps what is decided about a lesson, in the place of what was decided before; nothing at all takes that back.
    pub fn decide(&mut self, decision: Decision) {
        self.decisions.retain(|kept| kept.practice != decision.practice);
        if decision.verdict.is_some() || decision.note.is_some() {
            self.decisions.push(decision);
        }
    }
}

impl Asked {
    /// All six, in the order in which they are asked.
    pub const ALL: [Self; 6] =
        [Self::Changed, Self::Returned, Self::Success, Self::Due, Self::Taken, Self::Watch];

    /// Returns the word that stands for it in files, forms and commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Changed => "changed",
            Self::Returned => "returned",
            Self::Success => "success",
            Self::Due => "due",
            Self::Watch => "watch",
        }
    }

    /// Asks it.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Taken => "What do I take from it?",
            Self::Changed => "What do I do differently than at its beginning, and how do I know?",
            Self::Returned => "What kept coming back, and what stands behind it?",
            Self::Success => "What went well, why, and how much of it was luck?",
            Self::Due => "What came of the ways whose day came?",
            Self::Watch => "What do I watch until the next time?",
        }
    }
}

impl Verdict {
    /// All four, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Keep, Self::Practise, Self::Reword, Self::Retire];

    /// Returns the word that stands for it in files, forms and commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Practise => "practise",
            Self::Reword => "reword",
            Self::Retire => "retire",
        }
    }

    /// Says it of the lesson.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Keep => "goes on as it is",
            Self::Practise => "is practised now",
            Self::Reword => "is worded anew",
            Self::Retire => "is let go",
        }
    }
}

/// Writes a day with its year: "30 September 2025".
pub(crate) fn dated(day: Date) -> String {
    format!("{} {:04}", day.strftime("%-d %B"), day.year())
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
