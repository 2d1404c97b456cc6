//! Histories for tests, written as letters: what was observed, one after another.

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan as _};
use uuid::Uuid;

use crate::automaticity::{Rating, Scores};
use crate::entry::Significance;
use crate::growth::{Growth, History, State};
use crate::id::{OpportunityId, PracticeId};
use crate::occurred::Occurred;
use crate::opportunity::{Did, Met, Opportunity, Outcome, Recurred, Witness};
use crate::parameters::Parameters;
use crate::plan::CommitmentKind;
use crate::practice::Ending;

/// What was observed of one lesson.
#[derive(Debug, Clone)]
pub(super) struct Story {
    pub(super) kind: CommitmentKind,
    pub(super) observations: Vec<Opportunity>,
    pub(super) ratings: Vec<Rating>,
    pub(super) ending: Option<Ending>,
    pub(super) parameters: Parameters,
}

/// The day on which every story begins, and the days after it.
pub(super) fn on(day: i32) -> Date {
    date(2026, 1, 1).saturating_add(day.days())
}

/// An observation by its letter:
/// `d`one, `h`alf, `m`issed; done and it came back `x`; done with a `r`eminder; missed and it came back, `s`mall or
/// `f`ull; did `n`ot come up; `i`nstalled, still `t`here, `g`one.
pub(super) fn observed(when: Occurred, letter: char) -> Opportunity {
    let done = Met::quick(Did::Done);
    let back = |did| Met { recurred: Recurred::Yes, ..Met::quick(did) };
    let heavy = |significance| Met { significance: Some(significance), ..back(Did::Missed) };
    let outcome = match letter {
        'd' => Outcome::Met(Met { recurred: Recurred::No, ..done }),
        'h' => Outcome::Met(Met::quick(Did::Half)),
        'm' => Outcome::Met(Met::quick(Did::Missed)),
        'x' => Outcome::Met(back(Did::Done)),
        'r' => Outcome::Met(Met { reminded: true, ..done }),
        's' => Outcome::Met(heavy(Significance::Small)),
        'f' => Outcome::Met(heavy(Significance::Full)),
        'n' => Outcome::DidNotComeUp,
        'i' => Outcome::Installed,
        't' => Outcome::StillThere,
        'g' => Outcome::Gone,
        'p' => Outcome::Pending,
        _ => Outcome::Expired,
    };
    Opportunity {
        id: OpportunityId::new(Uuid::nil()),
        practice: PracticeId::new(Uuid::nil()),
        when,
        outcome,
        known: Witness::Myself,
        noted_at: Timestamp::UNIX_EPOCH,
        context: None,
        note: None,
    }
}

impl Story {
    pub(super) fn of(kind: CommitmentKind) -> Self {
        Self {
            kind,
            observations: Vec::new(),
            ratings: Vec::new(),
            ending: None,
            parameters: Parameters::default(),
        }
    }

    /// Observations so many days apart, the first after that many days, in two contexts by turns.
    pub(super) fn every(self, days: i32, letters: &str) -> Self {
        let contexts = ["at the depot", "at home"];
        letters
            .chars()
            .zip(contexts.into_iter().cycle())
            .zip(1..)
            .fold(self, |story, ((letter, context), count)| {
                story.observed_in(context, count * days, &letter.to_string())
            })
    }

    /// Observations on one day, in one context.
    pub(super) fn observed_in(mut self, context: &str, day: i32, letters: &str) -> Self {
        for letter in letters.chars() {
            let mut observation = observed(Occurred::new(on(day), None).unwrap(), letter);
            observation.context = Some(context.parse().unwrap());
            let number = u128::try_from(self.observations.len()).unwrap();
            observation.id = OpportunityId::new(Uuid::from_u128(number));
            self.observations.push(observation);
        }
        self
    }

    pub(super) fn rated(mut self, day: i32, score: u8) -> Self {
        self.ratings.push(Rating { on: on(day), scores: Scores::One(score) });
        self
    }

    pub(super) fn with(mut self, parameters: Parameters) -> Self {
        self.parameters = parameters;
        self
    }

    /// How far it has come as of a day.
    pub(super) fn by(&self, day: i32) -> Growth {
        self.on_date(on(day))
    }

    pub(super) fn on_date(&self, today: Date) -> Growth {
        self.told(None, today)
    }

    /// How far it had come on a day, without what came later.
    pub(super) fn as_of(&self, day: i32) -> Growth {
        self.told(Some(on(day)), on(day))
    }

    fn told(&self, until: Option<Date>, today: Date) -> Growth {
        let history = History {
            kind: self.kind,
            begun: on(0),
            observations: &self.observations,
            ratings: &self.ratings,
            ending: self.ending,
            until,
        };
        Growth::of(&history, &self.parameters, today)
    }

    /// The state on the last day on which something was observed or rated.
    pub(super) fn state(&self) -> State {
        let observed = self.observations.iter().map(|it| it.when.date());
        let last = observed.chain(self.ratings.iter().map(|it| it.on)).max();
        self.on_date(last.unwrap_or(on(0))).state
    }
}
