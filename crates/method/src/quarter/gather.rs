//! How a report is made of what the log holds.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::entry::{Entry, Kind};
use crate::factor::{Control, Imbalance};
use crate::growth::{Growth, Tally};
use crate::id::{EntryId, PracticeId};
use crate::opportunity::Opportunity;
use crate::parameters::Parameters;
use crate::plan::{Choice, Strength};
use crate::practice::Practice;
use crate::stage::Answer;

use super::lessons::Course;
use super::lines::{Decided, DueLine, EntryLine, PatternLine};
use super::report::{Counts, Earlier, MOST_DUE, MOST_PATTERNS, MOST_SUCCESSES, Report};
use super::{Answers, Period, Quarter};

/// What a report needs to know of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFacts {
    /// The entry.
    pub id: EntryId,
    /// What sort of event it was.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// The day it happened.
    pub occurred: Date,
    /// The day it was written down.
    pub captured: Date,
    /// Whether its review is closed.
    pub is_reviewed: bool,
    /// Whether every factor is outside.
    pub is_none_mine: bool,
    /// How its factors were sorted: mine, partly mine, outside.
    pub controls: [u32; 3],
    /// Its lesson.
    pub lesson: Option<String>,
    /// How it goes on.
    pub choice: Option<Choice>,
}

/// A lesson with what was observed of it.
#[derive(Debug, Clone, Copy)]
pub struct Lesson<'a> {
    /// What is practised.
    pub practice: &'a Practice,
    /// The title of what it was planned in.
    pub title: &'a str,
    /// What was observed of it, in any order.
    pub observed: &'a [Opportunity],
    /// How far it has come by today.
    pub growth: &'a Growth,
}

/// All that a report is made of. What lies outside the period is passed over where it does not belong.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The period.
    pub period: Period,
    /// The day of writing.
    pub today: Date,
    /// The entries about the period and the one before it, those written down in the period, and those whose day to look
    /// again lies between its first day and the next review.
    pub entries: &'a [EntryFacts],
    /// Everything that was ever planned, in the order in which it was.
    pub lessons: &'a [Lesson<'a>],
    /// What recurs, with its rates up to the end of the period; what counts most first.
    pub patterns: &'a [PatternLine],
    /// The last review that was frozen before.
    pub last: Option<&'a Quarter>,
    /// What the person says.
    pub answers: &'a Answers,
    /// The numbers by which states are told.
    pub parameters: &'a Parameters,
    /// The months from one review to the next.
    pub months: u8,
}

impl EntryFacts {
    /// Takes from an entry what a report needs; the day it was written down is that of the zone.
    #[must_use]
    pub fn of(entry: &Entry, zone: &TimeZone) -> Self {
        let factors = entry.review.answers.why().and_then(Answer::given).map(|why| &why.factors);
        let count = |control: Control| {
            let sorted = factors.into_iter().flat_map(|factors| factors.iter());
            counted(sorted.filter(|factor| factor.control == control))
        };
        let is_reviewed = entry.review.answers.finished_at().is_some();
        let imbalance = factors.and_then(Imbalance::of);
        let plan = entry.plan();
        Self {
            id: entry.id,
            kind: entry.kind,
            title: entry.title.to_string(),
            occurred: entry.occurred.date(),
            captured: entry.captured_at.to_zoned(zone.clone()).date(),
            is_reviewed,
            is_none_mine: is_reviewed && imbalance == Some(Imbalance::NoneMine),
            controls: Control::ALL.map(count),
            lesson: plan.and_then(|plan| plan.lesson.as_ref()).map(ToString::to_string),
            choice: plan.and_then(|plan| plan.choice.clone()),
        }
    }

    fn line(&self) -> EntryLine {
        EntryLine {
            entry: self.id,
            title: self.title.clone(),
            on: self.occurred,
            lesson: self.lesson.clone(),
        }
    }

    fn due(&self) -> Option<DueLine> {
        let choice = self.choice.as_ref()?;
        Some(DueLine {
            entry: self.id,
            title: self.title.clone(),
            way: choice.way.name().to_owned(),
            reason: choice.reason.to_string(),
            on: choice.on?.date(),
        })
    }
}

impl Report {
    /// Tells what a period held. Takes time in proportion to what there is.
    #[must_use]
    pub fn of(sources: &Sources) -> Self {
        let Sources { period, today, answers, .. } = *sources;
        let as_of = period.last().min(today);
        let told = Period::new(period.first(), as_of.max(period.first())).unwrap_or(period);
        let next_on = answers.next_on.unwrap_or_else(|| period.next_review(sources.months));
        let course = Course::of(sources.lessons, told, sources.parameters);
        let (due, due_count) = due_in(sources.entries, told.first(), as_of);
        let coming =
            as_of.tomorrow().map(|from| due_in(sources.entries, from, next_on).0).unwrap_or_default();
        Self {
            as_of,
            entries: counts(sources, told),
            earlier: earlier(sources),
            moved: course.moved(),
            steady: course.steady(),
            untested: course.untested(),
            lessons: course.counts(),
            patterns: sources.patterns.iter().take(MOST_PATTERNS).cloned().collect(),
            strengths: strengths(sources.lessons, told),
            controls: controls(sources.entries, told),
            due,
            due_count,
            coming,
            successes: successes(sources.entries, told),
            success: answers.success_entry.and_then(|entry| {
                sources.entries.iter().find(|facts| facts.id == entry).map(EntryFacts::line)
            }),
            decided: decided(sources.lessons, answers),
            next_on,
        }
    }
}

fn counts(sources: &Sources, period: Period) -> Counts {
    let about = || sources.entries.iter().filter(|entry| period.holds(entry.occurred));
    let of = |kind: Kind| counted(about().filter(|entry| entry.kind == kind));
    let told_later = |entry: &&EntryFacts| period.holds(entry.captured) && entry.occurred < period.first();
    let observed = observed(sources.lessons, period);
    Counts {
        entries: counted(about()),
        failures: of(Kind::Failure),
        near_misses: of(Kind::NearMiss),
        successes: of(Kind::Success),
        mixed: of(Kind::Mixed),
        reviewed: counted(about().filter(|entry| entry.is_reviewed)),
        none_mine: counted(about().filter(|entry| entry.is_none_mine)),
        told_later: counted(sources.entries.iter().filter(told_later)),
        moments: observed.met,
        done: observed.done,
    }
}

/// Tells of the period before: as it was frozen, or as the log tells it by now.
fn earlier(sources: &Sources) -> Option<Earlier> {
    if let Some(Quarter { period, answers, frozen: Some(frozen), .. }) = sources.last {
        return Some(Earlier {
            period: *period,
            is_frozen: true,
            entries: frozen.report.entries,
            strengths: frozen.report.strengths,
            watched: answers.watch.as_ref().map(ToString::to_string),
        });
    }
    let period = sources.period.before()?;
    let entries = counts(sources, period);
    let strengths = strengths(sources.lessons, period);
    let is_empty = entries == Counts::default() && strengths == [0; 3];
    (!is_empty).then_some(Earlier { period, is_frozen: false, entries, strengths, watched: None })
}

/// Counts what was observed in a period, over all lessons.
pub(super) fn observed(lessons: &[Lesson], period: Period) -> Tally {
    let all = lessons.iter().flat_map(|lesson| {
        let is_evidence =
            |it: &&Opportunity| period.holds(it.when.date()) && it.when.date() >= lesson.practice.planned_on;
        lesson.observed.iter().filter(is_evidence)
    });
    Tally::of(all)
}

fn strengths(lessons: &[Lesson], period: Period) -> [u32; 3] {
    let planned = |lesson: &&Lesson| !lesson.practice.is_dropped && period.holds(lesson.practice.planned_on);
    Strength::ALL.map(|strength| {
        counted(lessons.iter().filter(planned).filter(|it| it.practice.commitment.strength == strength))
    })
}

fn controls(entries: &[EntryFacts], period: Period) -> [u32; 3] {
    let about = entries.iter().filter(|entry| period.holds(entry.occurred));
    about.fold([0; 3], |sum, entry| [0, 1, 2].map(|at| sum[at] + entry.controls[at]))
}

fn due_in(entries: &[EntryFacts], first: Date, last: Date) -> (Vec<DueLine>, u32) {
    let mut due: Vec<_> =
        entries.iter().filter_map(EntryFacts::due).filter(|due| first <= due.on && due.on <= last).collect();
    due.sort_by_key(|due| (due.on, due.entry));
    let count = counted(due.iter());
    due.truncate(MOST_DUE);
    (due, count)
}

fn successes(entries: &[EntryFacts], period: Period) -> Vec<EntryLine> {
    let went_well = |entry: &&EntryFacts| matches!(entry.kind, Kind::Success | Kind::Mixed);
    let about = entries.iter().filter(|entry| period.holds(entry.occurred)).filter(went_well);
    let mut lines: Vec<_> = about.map(EntryFacts::line).collect();
    lines.sort_by_key(|line| (line.on, line.entry));
    lines.truncate(MOST_SUCCESSES);
    lines
}

fn decided(lessons: &[Lesson], answers: &Answers) -> Vec<Decided> {
    let practice = |id: PracticeId| lessons.iter().map(|lesson| lesson.practice).find(|it| it.id == id);
    let decided = answers.decisions.iter().filter_map(|decision| {
        let practice = practice(decision.practice)?;
        Some(Decided {
            practice: practice.id,
            about: practice.about,
            sentence: practice.commitment.sentence(),
            verdict: decision.verdict,
            note: decision.note.as_ref().map(ToString::to_string),
        })
    });
    decided.collect()
}

pub(super) fn counted<T>(things: impl Iterator<Item = T>) -> u32 {
    u32::try_from(things.count()).unwrap_or(u32::MAX)
}
