//! Where each lesson stood at the beginning of a period, and where it stands at its end.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::growth::{Flag, Growth, History, State, Tally, Transition};
use crate::opportunity::Opportunity;
use crate::parameters::Parameters;
use crate::practice::{Ending, Practice};

use super::gather::{Lesson, counted, observed};
use super::lines::{ChangeLine, LessonLine};
use super::report::{Flow, LessonCounts, MOST_MOVED, MOST_STEADY, MOST_UNTESTED, Place};
use super::{Period, dated};

/// The lessons of a period, each with its way through it.
pub(super) struct Course<'a> {
    walked: Vec<Walked<'a>>,
    period: Period,
    observed: Tally,
    parameters: &'a Parameters,
}

struct Walked<'a> {
    lesson: Lesson<'a>,
    from: Option<Place>,
    to: Place,
    /// How it stands at the end. What depends on the day of looking may be that of today, unless it is new.
    growth: Cow<'a, Growth>,
    met_in_period: usize,
}

impl<'a> Course<'a> {
    pub(super) fn of(lessons: &[Lesson<'a>], period: Period, parameters: &'a Parameters) -> Self {
        let walked = lessons.iter().filter_map(|lesson| Walked::of(*lesson, period, parameters)).collect();
        Self { walked, period, observed: observed(lessons, period), parameters }
    }

    pub(super) fn counts(&self) -> LessonCounts {
        let mut flows: BTreeMap<(Option<Place>, Place), u32> = BTreeMap::new();
        for walked in &self.walked {
            *flows.entry((walked.from, walked.to)).or_default() += 1;
        }
        let going = || self.walked.iter().filter(|walked| walked.to != Place::Ended);
        let flagged = |flag: Flag| counted(going().filter(|walked| walked.growth.flags.contains(&flag)));
        let waits = |walked: &&Walked| waits(walked.lesson.practice, self.period.last());
        LessonCounts {
            flows: flows.into_iter().map(|((from, to), count)| Flow { from, to, count }).collect(),
            moved: counted(self.walked.iter().filter(|walked| self.has_moved(walked))),
            untested: flagged(Flag::Untested),
            challenged: flagged(Flag::Challenged),
            waiting: counted(going().filter(waits)),
            observed: self.observed,
        }
    }

    pub(super) fn moved(&self) -> Vec<LessonLine> {
        let mut moved: Vec<_> = self.walked.iter().filter(|walked| self.has_moved(walked)).collect();
        moved.sort_by_key(|walked| {
            let last = self.changes(walked).last().copied();
            let is_only_begun = last.is_some_and(|change| change.to == State::Practising);
            (is_only_begun, last.map(|change| change.on), walked.lesson.practice.id)
        });
        self.lines(moved, MOST_MOVED)
    }

    pub(super) fn steady(&self) -> Vec<LessonLine> {
        let is_steady = |walked: &&Walked| !self.has_moved(walked) && walked.met_in_period > 0;
        let mut steady: Vec<_> = self.walked.iter().filter(is_steady).collect();
        steady.sort_by_key(|walked| (usize::MAX - walked.met_in_period, walked.lesson.practice.id));
        self.lines(steady, MOST_STEADY)
    }

    pub(super) fn untested(&self) -> Vec<LessonLine> {
        let is_untested =
            |walked: &&Walked| walked.to != Place::Ended && walked.growth.flags.contains(&Flag::Untested);
        let mut untested: Vec<_> = self.walked.iter().filter(is_untested).collect();
        untested.sort_by_key(|walked| (walked.lesson.practice.planned_on, walked.lesson.practice.id));
        self.lines(untested, MOST_UNTESTED)
    }

    fn lines(&self, walked: Vec<&Walked>, most: usize) -> Vec<LessonLine> {
        walked.into_iter().take(most).map(|walked| self.line(walked)).collect()
    }

    fn line(&self, walked: &Walked) -> LessonLine {
        let practice = walked.lesson.practice;
        let growth = &as_of(&walked.lesson, self.period.last(), self.parameters);
        let name = |state: State| state.name_for(practice.commitment.kind, growth.is_rare).to_owned();
        let change = |change: &Transition| ChangeLine {
            on: change.on,
            from: name(change.from),
            to: name(change.to),
            because: change.reason.words().to_owned(),
        };
        LessonLine {
            practice: practice.id,
            about: practice.about,
            title: walked.lesson.title.to_owned(),
            planned_on: practice.planned_on,
            sentence: practice.commitment.sentence(),
            lesson: practice.lesson.as_ref().map(ToString::to_string),
            state: growth.state,
            state_name: name(growth.state),
            flags: growth.flags.iter().map(|flag| flag.words().to_owned()).collect(),
            changes: self.changes(walked).iter().map(change).collect(),
            evidence: evidence(walked, growth, self.period.last()),
        }
    }

    fn has_moved(&self, walked: &Walked) -> bool {
        !self.changes(walked).is_empty()
    }

    fn changes<'w>(&self, walked: &'w Walked) -> &'w [Transition] {
        let changes = &walked.growth.transitions;
        &changes[changes.partition_point(|change| change.on < self.period.first())..]
    }
}

impl<'a> Walked<'a> {
    fn of(lesson: Lesson<'a>, period: Period, parameters: &Parameters) -> Option<Self> {
        let practice = lesson.practice;
        let ended_on = practice.ending.map(Ending::on);
        let has_ended_by = |day: Date| ended_on.is_some_and(|ended| ended <= day);
        let before = period.first().yesterday().unwrap_or(period.first());
        if practice.is_dropped || practice.planned_on > period.last() || has_ended_by(before) {
            return None;
        }
        let growth = nearly_as_of(lesson, period.last(), parameters);
        let stood = || Place::from(state_on(&growth.transitions, before));
        let from = (practice.planned_on < period.first()).then(stood);
        let to = if has_ended_by(period.last()) { Place::Ended } else { Place::from(growth.state) };
        let met = |on: Date| period.holds(on) && on >= practice.planned_on;
        let met_in_period =
            lesson.observed.iter().filter(|it| it.met().is_some() && met(it.when.date())).count();
        Some(Self { lesson, from, to, growth, met_in_period })
    }
}

/// Tells how far a lesson had come on a day, without folding it anew where nothing came later.
fn nearly_as_of<'a>(lesson: Lesson<'a>, day: Date, parameters: &Parameters) -> Cow<'a, Growth> {
    let later_observed = lesson.observed.iter().any(|it| it.when.date() > day);
    let later_rated = lesson.practice.ratings.iter().any(|rating| rating.on > day);
    if later_observed || later_rated || lesson.growth.state == State::New {
        return Cow::Owned(as_of(&lesson, day, parameters));
    }
    Cow::Borrowed(lesson.growth)
}

/// Tells how far a lesson had come on a day. What comes later changes nothing of it.
fn as_of(lesson: &Lesson, day: Date, parameters: &Parameters) -> Growth {
    let practice: &Practice = lesson.practice;
    let history = History {
        kind: practice.commitment.kind,
        begun: practice.planned_on,
        observations: lesson.observed,
        ratings: &practice.ratings,
        ending: practice.ending,
        until: Some(day),
    };
    Growth::of(&history, parameters, day)
}

/// Returns the state at the end of a day.
fn state_on(transitions: &[Transition], day: Date) -> State {
    let since = transitions.partition_point(|change| change.on <= day);
    since.checked_sub(1).map_or(State::New, |last| transitions[last].to)
}

/// Says what was observed of a lesson up to a day, with what that does not tell.
fn evidence(walked: &Walked, growth: &Growth, day: Date) -> Vec<String> {
    let practice = walked.lesson.practice;
    let mut told =
        vec![format!("Planned on {}; since then {}.", dated(practice.planned_on), growth.tally.words())];
    let counts = |on: Date| practice.planned_on <= on && on <= day;
    let met = walked.lesson.observed.iter().filter(|it| it.met().is_some() && counts(it.when.date()));
    let situations: BTreeSet<_> = met.filter_map(Opportunity::situation).collect();
    if situations.len() > 1 {
        told.push(format!("In {} different situations.", situations.len()));
    }
    if let Some(words) = growth.recurrence.words() {
        told.push(format!("It happened again in {words}."));
    }
    let rated: Vec<_> = practice.ratings.iter().filter(|rating| counts(rating.on)).collect();
    if let Some(last) = rated.iter().max_by_key(|rating| rating.on) {
        let mean = last.scores.mean();
        let times = if rated.len() == 1 { "once".to_owned() } else { format!("{} times", rated.len()) };
        told.push(format!("Rated {times}, last on {}: {mean:.1} of 7 automatic.", dated(last.on)));
    }
    if walked.to != Place::Ended {
        told.extend(waits(practice, day).then(|| "It waits for its turn.".to_owned()));
        told.extend(practice.is_aside.then(|| "It was set aside.".to_owned()));
    }
    told
}

/// Says whether it waits for its turn. What was set aside waits for nothing but the person.
fn waits(practice: &Practice, day: Date) -> bool {
    !practice.is_aside && practice.begun_on.is_none_or(|begun| begun > day)
}
