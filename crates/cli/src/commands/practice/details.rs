//! What can be said of a moment beside what was done, and how it becomes what is kept.

use hansei_app::practice::Noted;
use hansei_method::entry::Significance;
use hansei_method::occurred::Occurred;
use hansei_method::opportunity::{Did, Met, Opportunity, Outcome, Recurred, Witness};
use hansei_method::text::Line;
use jiff::Zoned;

use super::Answer;
use crate::error::CliError;
use crate::words;

/// What can be said of a moment beside what was done.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Details {
    /// When it was, for example yesterday or "last friday 15:00" [default: today, or the day that is asked about]
    #[arg(long, value_name = "WHEN")]
    pub(super) when: Option<String>,
    /// Whether the failure came back [default: not known]
    #[arg(long, value_name = "YES_OR_NO", value_parser = words::yes_or_no(), requires = "answer")]
    again: Option<bool>,
    /// How much hung on it when the failure came back
    #[arg(long, requires = "again")]
    weight: Option<Weight>,
    /// A reminder helped
    #[arg(long, requires = "answer")]
    reminded: bool,
    /// How you know [default: self]
    #[arg(long, requires = "answer")]
    known: Option<Known>,
    /// The situation: a project, a place, people by their roles
    #[arg(long, value_name = "LINE", requires = "answer")]
    context: Option<Line>,
    /// A line about it
    #[arg(long, value_name = "LINE", requires = "answer")]
    note: Option<Line>,
}

/// How much hung on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Weight {
    /// Little hung on it
    Small,
    /// As much as usual
    Ordinary,
    /// Much hung on it
    Full,
}

impl From<Weight> for Significance {
    fn from(weight: Weight) -> Self {
        match weight {
            Weight::Small => Self::Small,
            Weight::Ordinary => Self::Ordinary,
            Weight::Full => Self::Full,
        }
    }
}

/// How one knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Known {
    /// I remember
    #[value(name = "self")]
    Myself,
    /// There is something to look at: a message, a commit, a checklist
    Artefact,
    /// Somebody else saw it
    Other,
}

impl From<Known> for Witness {
    fn from(known: Known) -> Self {
        match known {
            Known::Myself => Self::Myself,
            Known::Artefact => Self::Artefact,
            Known::Other => Self::SomebodyElse,
        }
    }
}

impl Details {
    /// Reads the day it was; `None` where none was said.
    pub(super) fn day(&self, now: &Zoned) -> Result<Option<Occurred>, CliError> {
        self.when.as_deref().map(|when| day(when, now)).transpose()
    }

    /// Makes what is kept of an answer.
    pub(super) fn noted(&self, answer: Answer, now: &Zoned) -> Result<Noted, CliError> {
        let outcome = match answer {
            Answer::Did => self.met(Did::Done),
            Answer::Half => self.met(Did::Half),
            Answer::Missed => self.met(Did::Missed),
            Answer::No => Outcome::DidNotComeUp,
            Answer::Installed => Outcome::Installed,
            Answer::There => Outcome::StillThere,
            Answer::Gone => Outcome::Gone,
        };
        let is_of_met = self.again.is_some() || self.reminded;
        if is_of_met && !matches!(outcome, Outcome::Met(_)) {
            return Err(CliError::invalid(
                "--again and --reminded belong to a moment that came up; leave them out, or say did, half or missed",
            ));
        }
        Ok(Noted {
            outcome,
            when: self.day(now)?,
            known: self.known.map(Witness::from).unwrap_or_default(),
            context: self.context.clone(),
            note: self.note.clone(),
        })
    }

    /// Leaves what was said of an observation before as it is, where nothing else is said of it now.
    pub(super) fn over(&self, before: &Opportunity, noted: Noted) -> Noted {
        let outcome = match (noted.outcome, before.outcome) {
            (Outcome::Met(now), Outcome::Met(before)) if self.again.is_none() => Outcome::Met(Met {
                recurred: before.recurred,
                significance: before.significance,
                reminded: now.reminded || before.reminded,
                ..now
            }),
            (outcome, _) => outcome,
        };
        Noted {
            outcome,
            when: noted.when,
            known: self.known.map_or(before.known, Witness::from),
            context: noted.context.or_else(|| before.context.clone()),
            note: noted.note.or_else(|| before.note.clone()),
        }
    }

    fn met(&self, did: Did) -> Outcome {
        let recurred = match self.again {
            None => Recurred::Unknown,
            Some(false) => Recurred::No,
            Some(true) => Recurred::Yes,
        };
        let significance = self.weight.map(Significance::from);
        Outcome::Met(Met { did, recurred, significance, reminded: self.reminded })
    }
}

/// Reads when something was, as people say it.
pub(super) fn day(text: &str, now: &Zoned) -> Result<Occurred, CliError> {
    Occurred::told(text, now).map_err(|_| {
        CliError::invalid(format!(
            "\"{text}\" is no day; write it like 2026-03-02, yesterday or \"last friday 15:00\""
        ))
    })
}
