//! What the log shows of one entry: dates and counts, a sentence each. Nothing is claimed that was not observed.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::entry::Entry;
use crate::growth::{Flag, Growth, State, Tally};
use crate::id::PracticeId;
use crate::occurred::days_between;
use crate::opportunity::{Did, Met, Opportunity, Outcome, Witness};
use crate::practice::Practice;
use crate::quarter::dated;
use crate::recurrence::Recurrence;
use crate::written::written;

/// From so many times on, what they still fit is said; of fewer it is said that they are too few.
///
/// A choice of the product: none in five still fits up to 45 in 100 (D06), and none in fewer says next to nothing.
const ENOUGH: u32 = 5;

/// Names one line of evidence, so that it can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum EvidenceKey {
    /// When it happened, was written down and was reviewed.
    Dates,
    /// When something was done differently for the first time.
    FirstAct,
    /// What was observed of what is practised.
    Practised(PracticeId),
    /// Whether it happened again.
    Recurred(PracticeId),
    /// How far it has come.
    State(PracticeId),
}

written!(
    EvidenceKey,
    "EvidenceKey",
    "Names a line of what the log shows: `dates`, `first_act`, or `practised.`, `recurred.` or `state.` and the id of what is practised.",
    "dates",
    "first_act"
);

/// Why a text names no line of evidence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" names no line of evidence; copy one from the story, for example dates")]
pub struct EvidenceKeyError(String);

/// One line of what the log shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Evidence {
    /// Names it; `None` where it cannot be left out.
    pub key: Option<EvidenceKey>,
    /// Which plan it is of, in the person's words; `None` where there is only one.
    pub of: Option<String>,
    /// What it says.
    pub words: String,
}

/// Something that was planned in the entry, with what was observed of it.
#[derive(Debug, Clone, Copy)]
pub struct Practised<'a> {
    /// The practice; one that was taken out of its plan is no evidence of what is done now.
    pub practice: &'a Practice,
    /// What was observed of it, in any order.
    pub observed: &'a [Opportunity],
    /// How far it has come by the day on which the story is told.
    pub growth: &'a Growth,
}

/// All that evidence is told from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// What was planned in it and is planned still.
    pub practised: &'a [Practised<'a>],
    /// The zone whose days are meant.
    pub zone: &'a TimeZone,
}

impl Evidence {
    /// Tells everything that the log shows of an entry. Where nothing of it was tested, one line without a key says so.
    #[must_use]
    pub fn of(sources: &Sources) -> Vec<Self> {
        let mut lines = vec![Self::line(EvidenceKey::Dates, None, dates(sources))];
        let practised = sources.practised;
        if practised.iter().all(|it| !it.is_tested()) {
            lines.push(Self { key: None, of: None, words: sources.untested() });
            return lines;
        }
        if let Some(words) = first_act(sources) {
            lines.push(Self::line(EvidenceKey::FirstAct, None, words));
        }
        for it in practised {
            let of = (practised.len() > 1).then(|| it.practice.commitment.sentence());
            lines.extend(it.told(of.as_deref()));
        }
        lines
    }

    /// Returns which plan it is of where that has to be said: nowhere after a line that is of the same one.
    #[must_use]
    pub fn of_after<'a>(&'a self, before: Option<&Self>) -> Option<&'a str> {
        let is_same = before.is_some_and(|before| before.of == self.of);
        self.of.as_deref().filter(|_| !is_same)
    }

    fn line(key: EvidenceKey, of: Option<&str>, words: String) -> Self {
        Self { key: Some(key), of: of.map(ToOwned::to_owned), words }
    }
}

impl Sources<'_> {
    /// Says that nothing was tested: of what is practised, or of what was planned, where anything was.
    fn untested(&self) -> String {
        let is_planned = self.entry.plan().is_some_and(|plan| !plan.commitments.is_empty());
        match (self.practised, is_planned) {
            ([], true) => "Not tested yet: nothing was observed of what is planned.".to_owned(),
            ([], false) => "Not tested yet: nothing is planned whose moment could be observed.".to_owned(),
            (practised, _) => untested(practised),
        }
    }
}

impl Practised<'_> {
    /// Says whether anything was seen of it, done or not.
    fn is_tested(&self) -> bool {
        let Tally { met, installed, still_there, gone, .. } = self.growth.tally;
        met + installed + still_there + gone > 0
    }

    fn told(&self, of: Option<&str>) -> Vec<Evidence> {
        let id = self.practice.id;
        let practised = if self.is_tested() { self.observed() } else { untested(&[*self]) };
        let mut lines = vec![Evidence::line(EvidenceKey::Practised(id), of, practised)];
        let more = [
            (EvidenceKey::Recurred(id), recurred(self.growth.recurrence)),
            (EvidenceKey::State(id), self.state()),
        ];
        lines.extend(more.into_iter().filter_map(|(key, words)| Some(Evidence::line(key, of, words?))));
        lines
    }

    fn observed(&self) -> String {
        let planned_on = dated(self.practice.planned_on);
        let mut told = vec![format!("Planned on {planned_on}; since then {}.", self.growth.tally.words())];
        let met = self.seen().filter(|it| it.met().is_some());
        let situations: BTreeSet<_> = met.filter_map(Opportunity::situation).collect();
        if situations.len() > 1 {
            told.push(format!("In {} different situations.", situations.len()));
        }
        let count = |known: Witness| self.seen().filter(|it| it.known == known).count();
        let known = [
            (count(Witness::Artefact), "by something to look at"),
            (count(Witness::SomebodyElse), "by somebody else"),
            (count(Witness::Myself), "by memory"),
        ];
        let known = known.into_iter().filter(|(count, _)| *count > 0);
        let known: Vec<_> = known.map(|(count, by)| format!("{count} {by}")).collect();
        told.push(format!("Known: {}.", known.join(", ")));
        told.join(" ")
    }

    /// Lists the observations that say something of it.
    fn seen(&self) -> impl Iterator<Item = &Opportunity> {
        let is_evidence = |it: &&Opportunity| {
            it.is_answered()
                && it.outcome != Outcome::DidNotComeUp
                && it.when.date() >= self.practice.planned_on
        };
        self.observed.iter().filter(is_evidence)
    }

    fn state(&self) -> Option<String> {
        let change = self.growth.transitions.last().filter(|_| self.is_tested())?;
        let name = match self.growth.state {
            State::Lapsed => "slipping",
            state => state.name_for(self.practice.commitment.kind, self.growth.is_rare),
        };
        let mut told = format!(
            "By a rule of thumb: {name} since {}, because {}.",
            dated(change.on),
            change.reason.words()
        );
        if self.growth.state == State::Practising {
            told.push_str(" That is too early to rely on.");
        }
        let beside = self.growth.flags.iter().filter(|flag| **flag != Flag::Untested);
        for flag in beside {
            told.push_str(" Beside it: ");
            told.push_str(flag.words());
            told.push('.');
        }
        Some(told)
    }
}

/// Says when it happened, when it was written down, and when its review was closed.
fn dates(sources: &Sources) -> String {
    let Sources { entry, zone, .. } = *sources;
    let day = |at: jiff::Timestamp| at.to_zoned(zone.clone()).date();
    let (happened, captured) = (entry.occurred.date(), day(entry.captured_at));
    let written = later("written down", happened, captured);
    let reviewed = match entry.review.answers.finished_at() {
        Some(at) => format!("and {}", later("reviewed to the end", captured, day(at))),
        None => "and its review is not finished".to_owned(),
    };
    format!("It happened on {}, was {written}, {reviewed}.", dated(happened))
}

fn later(what: &str, from: Date, on: Date) -> String {
    match days_between(from, on) {
        0 => format!("{what} the same day"),
        1 => format!("{what} a day later"),
        days if days > 1 => format!("{what} {days} days later"),
        _ => format!("{what} on {}", dated(on)),
    }
}

/// Says when something was done for the first time, and how long after it happened (B46); `None` where nothing was.
fn first_act(sources: &Sources) -> Option<String> {
    let acts = sources.practised.iter().flat_map(Practised::seen).filter_map(|it| {
        let is_part = match it.outcome {
            Outcome::Met(Met { did: Did::Done, .. }) | Outcome::Installed | Outcome::StillThere => false,
            Outcome::Met(Met { did: Did::Half, .. }) => true,
            _ => return None,
        };
        Some((it.when.date(), is_part))
    });
    let (on, is_part) = acts.min()?;
    let part = if is_part { ", in part," } else { "" };
    let after = match days_between(sources.entry.occurred.date(), on) {
        0 => ", the day it happened".to_owned(),
        1 => ", a day after it happened".to_owned(),
        days if days > 1 => format!(", {days} days after it happened"),
        _ => String::new(),
    };
    let part = if after.is_empty() { part.trim_end_matches(',') } else { part };
    Some(format!("Done{part} for the first time on {}{after}.", dated(on)))
}

/// Says that nothing of what was planned was tested, and what is known of that.
fn untested(practised: &[Practised]) -> String {
    let planned_on = practised.iter().map(|it| it.practice.planned_on).min().map(dated).unwrap_or_default();
    let asked: u32 = practised.iter().map(|it| it.growth.tally.did_not_come_up).sum();
    match asked {
        0 => format!("Not tested yet: planned on {planned_on}, and nothing was observed since."),
        1 => format!("Not tested yet: planned on {planned_on}; asked once, the moment had not come up."),
        times => {
            format!(
                "Not tested yet: planned on {planned_on}; asked {times} times, the moment had not come up."
            )
        }
    }
}

/// Says how often it happened again, of how many times, and what that still fits; `None` where that is not known of any.
fn recurred(known: Recurrence) -> Option<String> {
    let Recurrence { returned, of } = known;
    let again = match (returned, of) {
        (_, 0) => return None,
        (0, 1) => "The one time of which it is known, it did not happen again".to_owned(),
        (_, 1) => "The one time of which it is known, it happened again".to_owned(),
        (0, _) => format!("Of {of} times of which it is known, it happened again in none"),
        _ => format!("Of {of} times of which it is known, it happened again in {returned}"),
    };
    let bound = known.upper_bound().map(|bound| (100.0 * bound).round().max(1.0));
    Some(match bound {
        _ if of < ENOUGH => format!("{again}; that is too few to say more."),
        Some(bound) => format!("{again}; that still fits up to {bound:.0} in 100."),
        None => format!("{again}."),
    })
}

impl fmt::Display for EvidenceKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dates => out.write_str("dates"),
            Self::FirstAct => out.write_str("first_act"),
            Self::Practised(id) => write!(out, "practised.{id}"),
            Self::Recurred(id) => write!(out, "recurred.{id}"),
            Self::State(id) => write!(out, "state.{id}"),
        }
    }
}

impl FromStr for EvidenceKey {
    type Err = EvidenceKeyError;

    fn from_str(text: &str) -> Result<Self, EvidenceKeyError> {
        let wrong = || EvidenceKeyError(text.chars().take(60).collect());
        match text {
            "dates" => return Ok(Self::Dates),
            "first_act" => return Ok(Self::FirstAct),
            _ => {}
        }
        let (kind, id) = text.split_once('.').ok_or_else(wrong)?;
        let id: PracticeId = id.parse().map_err(|_| wrong())?;
        match kind {
            "practised" => Ok(Self::Practised(id)),
            "recurred" => Ok(Self::Recurred(id)),
            "state" => Ok(Self::State(id)),
            _ => Err(wrong()),
        }
    }
}
