//! How far a lesson has come, told from what was observed and from nothing else.
//!
//! A state changes at an observation or a rating, never by time alone. What comes later never changes the transitions up
//! to an earlier day; [`History::until`] leaves it out, to tell what that day knew. The clock only ages the evidence: one
//! that was set back makes no state jump.

mod built;
mod habit;
mod state;
mod tally;

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::automaticity::{Curve, Rating};
use crate::fidelity::{Fidelity, Weighing};
use crate::id::OpportunityId;
use crate::occurred::days_between;
use crate::opportunity::{Did, Met, Opportunity, Outcome, Recurred};
use crate::parameters::Parameters;
use crate::plan::CommitmentKind;
use crate::practice::Ending;
use crate::recurrence::Recurrence;

use built::Built;
use habit::Habit;

pub use state::{Flag, Reason, SLIPPING, State, Transition};
pub use tally::Tally;

/// What is known of a lesson that is practised.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    /// What kind of change it is.
    pub kind: CommitmentKind,
    /// The day it was planned; what happened before is no evidence.
    pub begun: Date,
    /// What was observed of it, in any order.
    pub observations: &'a [Opportunity],
    /// How automatic it was rated, in any order.
    pub ratings: &'a [Rating],
    /// How its practice ended.
    pub ending: Option<Ending>,
    /// The last day that counts, of what was observed and rated and of the ending; `None` counts everything.
    pub until: Option<Date>,
}

/// How far a lesson has come, with the evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// The state.
    pub state: State,
    /// What is said beside it.
    pub flags: BTreeSet<Flag>,
    /// How it came there, oldest first.
    pub transitions: Vec<Transition>,
    /// What was observed.
    pub tally: Tally,
    /// How reliably it is done, as of today.
    pub fidelity: Fidelity,
    /// The probability, from 0 to 1, that it is done in more than the share of [`Parameters::fidelity`].
    pub probability: f64,
    /// How often the failure came back, where that is known.
    pub recurrence: Recurrence,
    /// Whether the moment is rarer than monthly, so that established is as far as it goes.
    pub is_rare: bool,
    /// The day of the last evidence.
    pub last_evidence: Option<Date>,
}

/// What both paths know of what was observed so far.
struct Course<'a> {
    parameters: &'a Parameters,
    begun: Date,
    state: State,
    transitions: Vec<Transition>,
    /// The observation that is looked at; `None` while it is a rating.
    observed: Option<OpportunityId>,
    weighing: Weighing,
    /// Of the times it was done and one knows whether the failure came back: whether it did. A time of which one does not
    /// know that moves nothing, so it clears no challenge.
    returns: Latest,
    is_judgement: bool,
}

/// Which of the latest events were of a kind: the last one is the lowest bit.
#[derive(Debug, Clone, Copy, Default)]
struct Latest(u64);

/// What a state can change at.
#[derive(Clone, Copy)]
enum Event<'a> {
    Observed(&'a Opportunity),
    Rated(&'a Rating),
}

enum Path {
    Habit(Habit),
    Built(Built),
}

impl Growth {
    /// Tells how far a lesson has come, with its evidence aged to `today`. Takes n log n time in what was observed.
    ///
    /// As it stood on a day in the past it is told with that day both as [`History::until`] and as `today`.
    #[must_use]
    pub fn of(history: &History, parameters: &Parameters, today: Date) -> Self {
        let is_system = history.kind == CommitmentKind::System;
        let mut course = Course::new(history, parameters);
        let mut path = if is_system { Path::Built(Built::default()) } else { Path::Habit(Habit::default()) };
        let (mut tally, mut recurrence, mut last_evidence) = (Tally::default(), Recurrence::default(), None);
        for event in history.events() {
            if let Event::Observed(opportunity) = event {
                tally.count(opportunity);
                recurrence.count(opportunity);
                if is_evidence(opportunity.outcome, is_system) {
                    last_evidence = Some(opportunity.when.date());
                }
            }
            path.step(&mut course, event);
        }
        let fidelity = course.weighing.at(days_between(history.begun, today));
        Self {
            state: course.state,
            flags: flags(history, &course, (tally.met, last_evidence), today),
            tally,
            fidelity,
            probability: fidelity.probability_above(parameters.fidelity),
            recurrence,
            is_rare: !is_system && course.is_rare(),
            last_evidence,
            transitions: course.transitions,
        }
    }

    /// Returns the day since which the state holds; `None` while nothing has changed it.
    #[must_use]
    pub fn since(&self) -> Option<Date> {
        self.transitions.last().map(|transition| transition.on)
    }

    /// Returns the day on which this state was reached for the first time.
    #[must_use]
    pub fn first(&self, state: State) -> Option<Date> {
        self.transitions.iter().find(|transition| transition.to == state).map(|transition| transition.on)
    }
}

impl<'a> History<'a> {
    /// Draws how it became automatic with each time it was done; `None` while the ratings do not tell.
    #[must_use]
    pub fn curve(&self) -> Option<Curve> {
        let (mut repetitions, mut rated) = (0, Vec::new());
        for event in self.events() {
            match event {
                Event::Observed(opportunity) => {
                    repetitions += u32::from(opportunity.met().is_some_and(|met| met.did == Did::Done));
                }
                Event::Rated(rating) => rated.push((repetitions, rating.scores)),
            }
        }
        Curve::through(&rated)
    }

    /// The observations and ratings since it was planned, in the order of time.
    ///
    /// What has the same time is put into an order of its own, so that it does not matter in which it came: what was done
    /// before what was missed, ratings after the observations of their day, the lowest last.
    fn events(&self) -> Vec<Event<'a>> {
        let mut observed: Vec<_> =
            self.observations.iter().filter(|opportunity| self.counts(opportunity.when.date())).collect();
        observed.sort_unstable_by_key(|it| (it.when, it.outcome, it.id));
        let mut rated: Vec<_> = self.ratings.iter().filter(|rating| self.counts(rating.on)).collect();
        rated.sort_unstable_by(|one, other| {
            one.on.cmp(&other.on).then(other.scores.mean().total_cmp(&one.scores.mean()))
        });
        let mut events = Vec::with_capacity(observed.len() + rated.len());
        let mut rated = rated.into_iter().peekable();
        for opportunity in observed {
            while let Some(rating) = rated.next_if(|rating| rating.on < opportunity.when.date()) {
                events.push(Event::Rated(rating));
            }
            events.push(Event::Observed(opportunity));
        }
        events.extend(rated.map(Event::Rated));
        events
    }

    fn counts(&self, on: Date) -> bool {
        on >= self.begun && self.is_in_time(on)
    }

    fn is_in_time(&self, on: Date) -> bool {
        self.until.is_none_or(|until| on <= until)
    }
}

impl Event<'_> {
    fn observed(self) -> Option<OpportunityId> {
        match self {
            Self::Observed(opportunity) => Some(opportunity.id),
            Self::Rated(_) => None,
        }
    }
}

impl Path {
    fn step(&mut self, course: &mut Course, event: Event) {
        course.observed = event.observed();
        match (self, event) {
            (Self::Habit(habit), Event::Observed(opportunity)) => {
                if let Outcome::Met(met) = opportunity.outcome {
                    course.note(met, opportunity.when.date());
                    habit.met(course, met, opportunity);
                }
            }
            (Self::Habit(habit), Event::Rated(rating)) => habit.rated(course, *rating),
            (Self::Built(built), Event::Observed(opportunity)) => {
                if let Outcome::Met(met) = opportunity.outcome {
                    course.note(met, opportunity.when.date());
                }
                built.seen(course, opportunity.outcome, opportunity.when.date());
            }
            (Self::Built(_), Event::Rated(_)) => {}
        }
    }
}

impl<'a> Course<'a> {
    fn new(history: &History, parameters: &'a Parameters) -> Self {
        Self {
            parameters,
            begun: history.begun,
            state: State::New,
            transitions: Vec::new(),
            observed: None,
            weighing: Weighing::new(parameters),
            returns: Latest::default(),
            is_judgement: history.kind == CommitmentKind::Judgement,
        }
    }

    fn note(&mut self, met: Met, on: Date) {
        self.weighing.add(self.day(on), met.did.share());
        if met.did == Did::Done && met.recurred != Recurred::Unknown {
            self.returns.add(met.recurred == Recurred::Yes);
        }
    }

    fn change(&mut self, to: State, reason: Reason, on: Date) {
        self.transitions.push(Transition { on, from: self.state, to, reason, by: self.observed });
        self.state = to;
    }

    fn day(&self, date: Date) -> i32 {
        days_between(self.begun, date)
    }

    fn is_challenged(&self) -> bool {
        self.returns.among(self.parameters.challenged_of) >= u32::from(self.parameters.challenged_returns)
    }

    fn is_rare(&self) -> bool {
        let days = f64::from(self.parameters.rare_days);
        self.is_judgement || self.weighing.median_gap().is_some_and(|gap| gap > days)
    }
}

impl Latest {
    fn add(&mut self, is_of_the_kind: bool) {
        self.0 = (self.0 << 1) | u64::from(is_of_the_kind);
    }

    /// Counts among so many of the latest, at most 64.
    fn among(self, count: u8) -> u32 {
        let mask = 1_u64.checked_shl(u32::from(count)).map_or(u64::MAX, |bit| bit - 1);
        (self.0 & mask).count_ones()
    }
}

fn is_evidence(outcome: Outcome, is_system: bool) -> bool {
    match outcome {
        Outcome::Met(_) => true,
        Outcome::Installed | Outcome::StillThere | Outcome::Gone => is_system,
        Outcome::Pending | Outcome::Expired | Outcome::DidNotComeUp => false,
    }
}

/// What is said beside the state, by how often the moment came up and when there was evidence last.
fn flags(
    history: &History,
    course: &Course,
    (met, last_evidence): (u32, Option<Date>),
    today: Date,
) -> BTreeSet<Flag> {
    let parameters = course.parameters;
    let ending = history.ending.filter(|ending| history.is_in_time(ending.on()));
    let is_stale =
        |last| days_between(last, today) > i32::from(parameters.stale_days) && course.state != State::New;
    let expected = i32::from(parameters.expected_gap_days(history.kind));
    let silence = i32::from(parameters.untested_gaps) * expected;
    let is_untested = course.state == State::New && met == 0 && days_between(history.begun, today) > silence;
    [
        (course.is_challenged(), Flag::Challenged),
        (ending.is_none() && last_evidence.is_some_and(is_stale), Flag::Stale),
        (ending.is_none() && is_untested, Flag::Untested),
        (matches!(ending, Some(Ending::Retired { .. })), Flag::Retired),
        (matches!(ending, Some(Ending::Superseded { .. })), Flag::Superseded),
    ]
    .into_iter()
    .filter_map(|(is_set, flag)| is_set.then_some(flag))
    .collect()
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod simulation;

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::sample::{Story, observed, on};
    use super::*;
    use crate::occurred::Occurred;

    /// How high a state stands. New is not below practising: it only says that nothing was tried yet.
    fn height(state: State) -> u8 {
        match state {
            State::Lapsed => 0,
            State::New | State::Practising => 1,
            State::Established => 2,
            State::Automatic => 3,
        }
    }

    fn kind() -> impl Strategy<Value = CommitmentKind> {
        select(CommitmentKind::ALL.to_vec())
    }

    /// Mostly done, every few days and often rated high, so that all states are reached and lost again.
    fn story() -> impl Strategy<Value = Story> {
        let gap = prop_oneof![1 => Just(0), 8 => 2..12, 1 => 0..80];
        let letter = select("ddddddddddddddddddddrrrrmmhxsfnitgp?".chars().collect::<Vec<_>>());
        let rating = (0..200_i32, select(vec![2_u8, 5, 6, 7, 7, 7]));
        let context = select(vec!["at home", "at the depot"]);
        (kind(), vec((gap, letter, context), 0..60), vec(rating, 0..6)).prop_map(
            |(kind, observed, ratings)| {
                let mut day = 0;
                let story = observed.into_iter().fold(Story::of(kind), |story, (gap, letter, context)| {
                    day += gap;
                    story.observed_in(context, day, &letter.to_string())
                });
                ratings.into_iter().fold(story, |story, (day, score)| story.rated(day, score))
            },
        )
    }

    /// Long done and rated high, with a few observations at the end that may stand just before a promotion.
    fn nearly_promoted() -> impl Strategy<Value = Story> {
        let end = vec(select("dddrxhm".chars().collect::<Vec<_>>()), 0..4);
        (kind(), 1..9_i32, 3..40_usize, end, select(vec![5_u8, 7])).prop_map(
            |(kind, gap, times, end, score)| {
                let letters: String = std::iter::repeat_n('d', times).chain(end).collect();
                Story::of(kind).rated(5, score).rated(40, score).every(gap, &letters)
            },
        )
    }

    /// All years, and often the last ones, so that enough falls close together for a promotion.
    fn years() -> impl Strategy<Value = i16> {
        prop_oneof![1_i16..=9_999, 9_998_i16..=9_999]
    }

    fn last_day(story: &Story) -> i32 {
        let observed = story.observations.iter().map(|it| it.when.date());
        let last = observed.chain(story.ratings.iter().map(|it| it.on)).max();
        last.map_or(0, |last| days_between(on(0), last))
    }

    #[test]
    fn a_lesson_begins_new_and_is_untested_after_two_gaps() {
        for (kind, silent) in
            [(CommitmentKind::Habit, 14), (CommitmentKind::Judgement, 120), (CommitmentKind::System, 28)]
        {
            let story = Story::of(kind).every(7, "n");
            assert_eq!((story.by(silent).state, story.by(silent).flags), (State::New, [].into()));
            assert_eq!(story.by(silent + 1).flags, [Flag::Untested].into());
        }
    }

    #[test]
    fn what_happened_before_it_was_planned_is_no_evidence() {
        let growth = Story::of(CommitmentKind::Habit).observed_in("at home", -1, "d").rated(-1, 7).by(1);
        assert_eq!((growth.state, growth.tally), (State::New, Tally::default()));
    }

    #[test]
    fn what_is_no_opportunity_is_no_evidence() {
        let last = |kind, letters| Story::of(kind).every(7, letters).by(100).last_evidence;
        assert_eq!(last(CommitmentKind::Habit, "nitg?p"), None);
        assert_eq!(last(CommitmentKind::System, "n?i"), Some(on(21)));
    }

    #[test]
    fn an_ending_stands_beside_the_state() {
        let by = Some(crate::id::PracticeId::new(uuid::Uuid::nil()));
        for (ending, flag) in [
            (Ending::Retired { on: on(8) }, Flag::Retired),
            (Ending::Superseded { on: on(8), by }, Flag::Superseded),
        ] {
            let mut story = Story::of(CommitmentKind::Habit).every(7, "d");
            story.ending = Some(ending);
            let growth = story.by(10);
            assert_eq!((growth.state, growth.flags), (State::Practising, [flag].into()));
        }
    }

    #[test]
    fn nothing_is_asked_for_of_what_has_ended() {
        for letters in ["", "d"] {
            let mut story = Story::of(CommitmentKind::Habit).every(7, letters);
            assert_eq!(story.by(1_000).flags.len(), 1);
            story.ending = Some(Ending::Retired { on: on(8) });
            assert_eq!(story.by(1_000).flags, [Flag::Retired].into());
        }
    }

    #[test]
    fn a_past_day_knows_nothing_of_what_came_later() {
        let mut story = Story::of(CommitmentKind::Habit).every(7, "ddddddmm").rated(40, 7);
        story.ending = Some(Ending::Retired { on: on(60) });
        assert_eq!((story.by(61).state, story.by(61).flags), (State::Lapsed, [Flag::Retired].into()));
        let (then, flags) = (story.as_of(49), BTreeSet::new());
        assert_eq!((then.state, then.flags, then.last_evidence), (State::Established, flags, Some(on(49))));
        assert_eq!(story.as_of(60), story.by(60));
    }

    #[test]
    fn a_change_names_the_observation_that_made_it_and_a_rating_none() {
        let story = Story::of(CommitmentKind::Habit).every(7, "dddddd").rated(10, 7).rated(43, 7);
        let by = story.by(50).transitions.into_iter().map(|it| it.by).collect::<Vec<_>>();
        assert_eq!(by, [Some(story.observations[0].id), Some(story.observations[5].id), None]);
    }

    #[test]
    fn what_is_built_and_gone_on_one_day_is_gone_whatever_was_told_first() {
        for letters in ["ig", "gi"] {
            let story = Story::of(CommitmentKind::System).observed_in("at home", 7, letters);
            assert_eq!(story.state(), State::Lapsed, "{letters}");
        }
    }

    #[test]
    fn a_clock_that_was_set_back_changes_no_state() {
        let story = Story::of(CommitmentKind::Habit).every(7, "dddddd");
        assert_eq!(story.by(-400), story.by(42));
    }

    #[test]
    fn the_curve_is_drawn_over_what_was_done_and_not_over_days() {
        let story = [(30, 3), (60, 4), (90, 5), (150, 6), (200, 6)]
            .into_iter()
            .fold(Story::of(CommitmentKind::Habit), |story, (day, score)| story.rated(day, score));
        let curve = |story: &Story| {
            let (observations, ratings) = (&story.observations, &story.ratings);
            let (kind, begun) = (story.kind, on(0));
            History { kind, begun, observations, ratings, ending: None, until: None }.curve()
        };
        assert_eq!(curve(&story), None);
        let daily = curve(&story.clone().every(1, &"d".repeat(200))).unwrap().repetitions();
        let missed_as_often = curve(&story.every(1, &"dm".repeat(100))).unwrap().repetitions();
        assert!((120.0..350.0).contains(&daily), "{daily}");
        assert!((daily / missed_as_often - 2.0).abs() < 0.05, "{daily} and {missed_as_often}");
    }

    #[test]
    fn the_evidence_is_told_as_of_today() {
        let growth = Story::of(CommitmentKind::Habit).every(7, "dddddd").by(42);
        assert_eq!((growth.since(), growth.last_evidence), (Some(on(42)), Some(on(42))));
        assert_eq!(format!("{:.2}", growth.fidelity.opportunities()), "5.27");
        assert_eq!(format!("{:.2}", growth.probability), "0.89");
    }

    proptest! {
        #[test]
        fn a_miss_never_raises(
            story in prop_oneof![story(), nearly_promoted()],
            gap in prop_oneof![0..10, 0..200],
            letter in select(vec!["m", "s", "f"]),
            later in 0..20_i32,
        ) {
            let before = story.state();
            let missed = story.clone().observed_in("at sea", last_day(&story) + gap, letter);
            prop_assert!(height(missed.state()) <= height(before), "{before:?} to {:?}", missed.state());
            let rated = last_day(&missed) + later;
            let (before, missed) = (story.rated(rated, 7).state(), missed.rated(rated, 7).state());
            prop_assert!(height(missed) <= height(before), "{before:?} to {missed:?} once rated");
        }

        #[test]
        fn time_alone_changes_no_state(story in story(), later in 0_i32..20_000) {
            let last = last_day(&story);
            let (now, then) = (story.by(last), story.by(last + later));
            prop_assert_eq!(now.transitions, then.transitions);
            prop_assert_eq!(now.state, then.state);
        }

        #[test]
        fn the_order_in_which_it_was_told_does_not_matter(
            (story, told) in story().prop_flat_map(|story| {
                let observations = Just(story.observations.clone()).prop_shuffle();
                let ratings = Just(story.ratings.clone()).prop_shuffle();
                (Just(story.clone()), (observations, ratings).prop_map(move |(observations, ratings)| {
                    Story { observations, ratings, ..story.clone() }
                }))
            }),
        ) {
            prop_assert_eq!(told.by(500), story.by(500));
        }

        #[test]
        fn what_comes_later_does_not_change_what_was_told(story in story(), day in 0_i32..600) {
            let mut earlier = story.clone();
            earlier.observations.retain(|it| it.when.date() <= on(day));
            earlier.ratings.retain(|it| it.on <= on(day));
            let mut told = story.by(2_000).transitions;
            told.retain(|it| it.on <= on(day));
            prop_assert_eq!(told, earlier.by(2_000).transitions);
            prop_assert_eq!(story.as_of(day), earlier.by(day));
        }

        #[test]
        fn what_is_rare_is_never_automatic(story in nearly_promoted(), gaps in vec(25..60, 0..40)) {
            let mut day = last_day(&story);
            let story = gaps.into_iter().fold(story, |story, gap| {
                day += gap;
                story.observed_in("at home", day, "d")
            });
            let growth = story.by(day);
            prop_assert!(growth.state != State::Automatic || !growth.is_rare || story.kind == CommitmentKind::System);
        }

        #[test]
        fn every_change_begins_where_the_last_one_ended(story in story()) {
            let growth = story.by(2_000);
            let mut state = State::New;
            for change in &growth.transitions {
                prop_assert_eq!(change.from, state);
                prop_assert!(change.to != state);
                state = change.to;
            }
            prop_assert_eq!(growth.state, state);
            prop_assert!(state != State::Automatic || !growth.is_rare);
            prop_assert!((0.0..=1.0).contains(&growth.probability));
        }

        #[test]
        fn no_date_panics(
            kind in kind(),
            moments in vec((years(), 1_i8..=12, select("ddddddddddddddmhritgn".chars().collect::<Vec<_>>())), 0..30),
            days in vec((prop_oneof![-9_999_i16..=9_999, years()], 1_u8..=7), 0..4),
            today in select(vec![Date::MIN, Date::MAX, on(0)]),
        ) {
            let day = |year, month| Date::new(year, month, 1).unwrap();
            let mut story = Story::of(kind);
            story.observations = moments
                .into_iter()
                .zip(["at home", "at the depot"].into_iter().cycle())
                .map(|((year, month, letter), context)| Opportunity {
                    context: Some(context.parse().unwrap()),
                    ..observed(Occurred::new(day(year, month), None).unwrap(), letter)
                })
                .collect();
            story.ratings = days
                .into_iter()
                .map(|(year, score)| Rating { on: day(year, 1), scores: crate::automaticity::Scores::One(score) })
                .collect();
            prop_assert!((0.0..=1.0).contains(&story.on_date(today).probability));
        }
    }
}
