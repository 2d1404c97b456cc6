//! Logs for the tests of reviews, written in a few words.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::entry::Kind;
use crate::growth::{Growth, History};
use crate::id::OpportunityId;
use crate::opportunity::{Did, Met, Opportunity, Outcome, Recurred, Witness};
use crate::parameters::Parameters;
use crate::practice::Practice;

/// A lesson with what was observed of it, as tests write it down.
pub(super) struct Told {
    pub(super) practice: Practice,
    pub(super) observed: Vec<Opportunity>,
}

impl Told {
    /// Planned on a day, and begun.
    pub(super) fn planned(number: u128, on: Date) -> Self {
        let practice = serde_json::from_value(json!({
            "id": Uuid::from_u128(number), "planned_on": on, "begun_on": on,
            "about": {"commitment": {"entry": Uuid::from_u128(1_000 + number), "number": 1}},
            "commitment": {"number": 1, "cue": format!("moment {number}"), "act": "stop"},
        }));
        Self { practice: practice.unwrap(), observed: Vec::new() }
    }

    /// Observations so many days apart: `d`one, `m`issed, `n`ot come up.
    pub(super) fn observed(mut self, from: Date, days: i32, letters: &str) -> Self {
        for (place, letter) in (0..).zip(letters.chars()) {
            let met = |did, recurred| Outcome::Met(Met { recurred, ..Met::quick(did) });
            let outcome = match letter {
                'd' => met(Did::Done, Recurred::No),
                'm' => met(Did::Missed, Recurred::Unknown),
                _ => Outcome::DidNotComeUp,
            };
            let on = from.saturating_add(jiff::Span::new().days(place * days));
            let number = 10_000 * self.practice.id.uuid().as_u128() + self.observed.len() as u128;
            self.observed.push(Opportunity {
                id: OpportunityId::new(Uuid::from_u128(number)),
                practice: self.practice.id,
                when: Occurred::new(on, None).unwrap(),
                outcome,
                known: Witness::Myself,
                noted_at: Timestamp::UNIX_EPOCH,
                context: Some(if place % 2 == 0 { "at home" } else { "at work" }.parse().unwrap()),
                note: None,
            });
        }
        self
    }

    pub(super) fn growth(&self, today: Date) -> Growth {
        let Practice { commitment, planned_on, ratings, ending, .. } = &self.practice;
        let history = History {
            kind: commitment.kind,
            begun: *planned_on,
            observations: &self.observed,
            ratings,
            ending: *ending,
            until: None,
        };
        Growth::of(&history, &Parameters::default(), today)
    }
}

pub(super) fn entry(number: u128, kind: Kind, occurred: Date) -> EntryFacts {
    EntryFacts {
        id: EntryId::new(Uuid::from_u128(number)),
        kind,
        title: format!("entry {number}"),
        occurred,
        captured: occurred,
        is_reviewed: false,
        is_none_mine: false,
        controls: [0; 3],
        lesson: None,
        choice: None,
    }
}

/// Everything a report is made of, with nothing in it.
pub(super) struct Log {
    pub(super) period: Period,
    pub(super) today: Date,
    pub(super) entries: Vec<EntryFacts>,
    pub(super) told: Vec<Told>,
    pub(super) last: Option<Quarter>,
    pub(super) answers: Answers,
}

impl Log {
    pub(super) fn of(period: &str) -> Self {
        let period: Period = period.parse().unwrap();
        Self {
            period,
            today: period.last(),
            entries: Vec::new(),
            told: Vec::new(),
            last: None,
            answers: Answers::default(),
        }
    }

    pub(super) fn report(&self) -> Report {
        let growths: Vec<_> = self.told.iter().map(|told| told.growth(self.today)).collect();
        let lessons: Vec<_> = self
            .told
            .iter()
            .zip(&growths)
            .map(|(told, growth)| Lesson {
                practice: &told.practice,
                title: "the order by phone",
                observed: &told.observed,
                growth,
            })
            .collect();
        Report::of(&Sources {
            period: self.period,
            today: self.today,
            entries: &self.entries,
            lessons: &lessons,
            patterns: &[],
            last: self.last.as_ref(),
            answers: &self.answers,
            parameters: &Parameters::default(),
            months: 3,
        })
    }
}

pub(super) fn practice_id(number: u128) -> PracticeId {
    PracticeId::new(Uuid::from_u128(number))
}

pub(super) fn frozen(report: Report) -> Frozen {
    Frozen {
        at: Timestamp::UNIX_EPOCH,
        clock: "2026-06-30T18:20".parse().unwrap(),
        owner: None,
        report: Box::new(report),
        fingerprint: None,
    }
}

pub(super) fn quarter(period: &str) -> Quarter {
    Quarter::begin(QuarterId::new(Uuid::from_u128(1)), period.parse().unwrap(), date(2026, 7, 1)).unwrap()
}
