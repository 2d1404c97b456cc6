//! The path of what is done when a moment comes: practised, established, automatic, and how it slips.

use crate::automaticity::Rating;
use crate::entry::Significance;
use crate::growth::{Course, Latest, Reason, State};
use crate::opportunity::{Did, Met, Opportunity, Recurred};

/// What is older than so many half-lives weighs less than a quarter, and shows no days and no context any more.
const MOST_HALF_LIVES: f64 = 2.0;

/// What was seen so far.
// D11 to D14
#[derive(Debug, Default)]
pub(super) struct Habit {
    missed: Latest,
    /// Of the times that it was done, at least in part, or that a reminder did not help.
    reminded: Latest,
    done_in_a_row: u32,
    /// The days since the last lapse on which it was done, at least in part.
    done_on: Vec<i32>,
    /// The contexts of these, folded, each with the last day; the latest last, and as many as are needed.
    contexts: Vec<(String, i32)>,
    since_promotion: Shortfalls,
    /// The days of the first and the last of the ratings in a row that say automatic.
    rated_from_to: Option<(i32, i32)>,
}

/// What was not done since the last promotion.
#[derive(Debug, Clone, Copy, Default)]
struct Shortfalls {
    missed: u32,
    missed_or_half: u32,
}

impl Habit {
    pub(super) fn met(&mut self, course: &mut Course, met: Met, opportunity: &Opportunity) {
        let on = opportunity.when.date();
        self.note(course, met, opportunity);
        match course.state {
            State::New => course.change(State::Practising, Reason::FirstOpportunity, on),
            State::Lapsed if self.done_in_a_row >= u32::from(course.parameters.recovered_times) => {
                return course.change(State::Practising, Reason::DoneAgain, on);
            }
            State::Established | State::Automatic => {
                if let Some(reason) = self.lapse(course, met, course.day(on)) {
                    self.rated_from_to = None;
                    self.done_on.clear();
                    self.contexts.clear();
                    return course.change(State::Lapsed, reason, on);
                }
            }
            State::Practising | State::Lapsed => {}
        }
        if met.did == Did::Done {
            self.promote(course, on);
        }
        self.demote(course, on);
    }

    pub(super) fn rated(&mut self, course: &mut Course, rating: Rating) {
        let day = course.day(rating.on);
        let is_automatic = rating.scores.mean() >= course.parameters.automatic_rating;
        self.rated_from_to = is_automatic.then(|| (self.rated_from_to.map_or(day, |(from, _)| from), day));
        if course.state == State::Established {
            self.promote(course, rating.on);
        }
        self.demote(course, rating.on);
    }

    fn note(&mut self, course: &Course, met: Met, opportunity: &Opportunity) {
        let day = course.day(opportunity.when.date());
        self.missed.add(met.did == Did::Missed);
        // What was missed without a reminder shows nothing about needing one.
        if met.reminded || met.did != Did::Missed {
            self.reminded.add(met.reminded);
        }
        self.done_in_a_row = if met.did == Did::Done { self.done_in_a_row.saturating_add(1) } else { 0 };
        self.since_promotion.missed += u32::from(met.did == Did::Missed);
        self.since_promotion.missed_or_half += u32::from(met.did != Did::Done);
        if met.did == Did::Missed {
            return;
        }
        self.done_on.push(day);
        if let Some(context) = opportunity.situation() {
            self.contexts.retain(|(known, _)| *known != context);
            self.contexts.push((context, day));
            let needed = usize::from(course.parameters.established_contexts);
            self.contexts.drain(..self.contexts.len().saturating_sub(needed));
        }
    }

    fn promote(&mut self, course: &mut Course, on: jiff::civil::Date) {
        let day = course.day(on);
        if course.state == State::Practising && self.is_established(course, day) {
            course.change(State::Established, Reason::EnoughEvidence, on);
            self.since_promotion = Shortfalls::default();
        }
        if course.state == State::Established
            && self.is_automatic(course)
            && !course.is_rare()
            && self.is_established(course, day)
        {
            course.change(State::Automatic, Reason::RatedAutomatic, on);
            self.since_promotion = Shortfalls::default();
        }
    }

    /// Takes *automatic* back where it does not hold any more. What is not done is a matter of [`Self::lapse`].
    fn demote(&self, course: &mut Course, on: jiff::civil::Date) {
        if course.state != State::Automatic {
            return;
        }
        if course.is_rare() {
            course.change(State::Established, Reason::Rare, on);
        } else if !self.is_automatic(course) {
            course.change(State::Established, Reason::LessAutomatic, on);
        }
    }

    /// Says whether the evidence is enough as of a day. Misses close to each other would make it slip at once.
    fn is_established(&self, course: &mut Course, day: i32) -> bool {
        let parameters = course.parameters;
        let (days, contexts) = self.spread(f64::from(day) - MOST_HALF_LIVES * course.weighing.half_life());
        if days < i32::from(parameters.established_days)
            || contexts < usize::from(parameters.established_contexts)
            || self.has_missed_again(course)
            || course.is_challenged()
        {
            return false;
        }
        let fidelity = course.weighing.at(day);
        fidelity.opportunities() >= parameters.established_opportunities
            && fidelity.probability_above(parameters.fidelity) >= parameters.established_probability
    }

    /// Returns over how many days and in how many contexts it was done since the last lapse and since this day.
    fn spread(&self, since: f64) -> (i32, usize) {
        let first = self.done_on.partition_point(|day| f64::from(*day) < since);
        let days = self.done_on[first..].first().zip(self.done_on.last()).map_or(0, |(from, to)| to - from);
        (days, self.contexts.iter().filter(|(_, day)| f64::from(*day) >= since).count())
    }

    fn is_automatic(&self, course: &Course) -> bool {
        let days = i32::from(course.parameters.automatic_rating_days);
        self.rated_from_to.is_some_and(|(from, to)| to - from >= days)
            && self.reminded.among(course.parameters.automatic_unreminded) == 0
    }

    fn has_missed_again(&self, course: &Course) -> bool {
        self.missed.among(course.parameters.lapsed_of) >= u32::from(course.parameters.lapsed_misses)
    }

    /// Returns why it slips, if it does.
    ///
    /// A single miss never makes it slip, unless the failure came back with it, and neither does evidence that only ages:
    /// the probability counts where something was missed and one more time was not done since the promotion.
    fn lapse(&self, course: &mut Course, met: Met, day: i32) -> Option<Reason> {
        let parameters = course.parameters;
        let is_heavy = matches!(met.significance, Some(Significance::Ordinary | Significance::Full));
        if self.has_missed_again(course) {
            return Some(Reason::MissedAgain);
        }
        if met.did == Did::Missed && met.recurred == Recurred::Yes && is_heavy {
            return Some(Reason::CameBack);
        }
        let Shortfalls { missed, missed_or_half } = self.since_promotion;
        if met.did == Did::Done || missed == 0 || missed_or_half < 2 {
            return None;
        }
        let probability = course.weighing.at(day).probability_above(parameters.fidelity);
        (probability < parameters.lapsed_probability).then_some(Reason::LessLikely)
    }
}

#[cfg(test)]
mod tests {
    use crate::growth::sample::{Story, on};
    use crate::growth::{Flag, Transition};
    use crate::parameters::Parameters;
    use crate::plan::CommitmentKind;

    use super::*;

    fn habit() -> Story {
        Story::of(CommitmentKind::Habit)
    }

    /// Established on day 42, by six opportunities a week apart.
    fn established() -> Story {
        habit().every(7, "dddddd")
    }

    fn last(story: &Story) -> Transition {
        *story.by(1_000).transitions.last().unwrap()
    }

    #[test]
    fn the_first_opportunity_makes_it_practising_whatever_was_done() {
        for letter in ["d", "h", "m"] {
            assert_eq!(habit().every(7, letter).state(), State::Practising);
        }
        for letter in ["n", "p", "?", "i", "t", "g"] {
            assert_eq!(habit().every(7, letter).state(), State::New);
        }
    }

    #[test]
    fn six_weeks_without_a_miss_establish_it() {
        let by = |number: usize| Some(established().observations[number].id);
        let transition = |day, from, to, reason, by| Transition { on: on(day), from, to, reason, by };
        assert_eq!(
            established().by(42).transitions,
            [
                transition(7, State::New, State::Practising, Reason::FirstOpportunity, by(0)),
                transition(42, State::Practising, State::Established, Reason::EnoughEvidence, by(5)),
            ]
        );
    }

    #[test]
    fn many_times_within_few_days_do_not_establish_it() {
        let early = habit().every(4, "dddddddd");
        assert_eq!(early.state(), State::Practising);
        assert_eq!(early.observed_in("at home", 34, "d").state(), State::Established);
    }

    #[test]
    fn five_times_that_have_aged_are_fewer_than_five() {
        let growth = habit().every(8, "ddddd").by(40);
        assert!(growth.probability > 0.85 && growth.fidelity.opportunities() < 5.0);
        assert_eq!(growth.state, State::Practising);
        assert_eq!(habit().every(8, "dddddd").state(), State::Established);
    }

    #[test]
    fn one_context_does_not_establish_it() {
        let same =
            [7, 14, 21, 28, 35, 42, 49].iter().fold(habit(), |it, day| it.observed_in("At home ", *day, "d"));
        assert_eq!(same.state(), State::Practising);
        assert_eq!(same.clone().observed_in("at home", 56, "d").state(), State::Practising);
        assert_eq!(same.observed_in("at the depot", 56, "d").state(), State::Established);
    }

    #[test]
    fn a_context_or_a_first_day_of_long_ago_establishes_nothing() {
        let late = (30..=60).fold(habit().observed_in("at the depot", 7, "d"), |it, week| {
            it.observed_in("at home", 7 * week, "d")
        });
        assert_eq!(late.state(), State::Practising);
        assert_eq!(late.observed_in("at the depot", 421, "d").state(), State::Established);
        let burst = habit().observed_in("at the depot", 7, "d").observed_in("at home", 200, "ddddddd");
        let burst = burst.with(Parameters { established_contexts: 1, ..Parameters::default() });
        assert_eq!(burst.state(), State::Practising);
        assert_eq!(burst.observed_in("at home", 230, "d").state(), State::Established);
    }

    #[test]
    fn after_a_lapse_days_and_contexts_are_shown_anew() {
        let lapsed = habit().every(7, "ddddddmm");
        let again = |story: Story, weeks: std::ops::RangeInclusive<i32>| {
            weeks.fold(story, |it, week| it.observed_in("at home", 7 * week, "d"))
        };
        assert_eq!(again(lapsed.clone(), 9..=30).state(), State::Practising);
        let depot = lapsed.observed_in("at the depot", 57, "d");
        let quickly = depot.clone().observed_in("at home", 58, &"d".repeat(20));
        assert_eq!(quickly.state(), State::Practising);
        assert_eq!(again(depot, 9..=30).state(), State::Established);
    }

    #[test]
    fn a_context_in_which_it_was_missed_is_none_in_which_it_was_done() {
        let days = [7, 14, 21, 28, 35, 42, 49, 56];
        let same = days.iter().fold(habit(), |it, day| it.observed_in("at home", *day, "d"));
        let missed = same.observed_in("at the depot", 8, "m").observed_in("at home", 63, "dd");
        assert_eq!(missed.state(), State::Practising);
    }

    #[test]
    fn it_is_not_established_while_it_would_slip_at_once() {
        let same = (1..=40).fold(habit(), |it, week| it.observed_in("at home", 7 * week, "d"));
        let missed = same.observed_in("at home", 287, "m").observed_in("at home", 294, "m");
        let back = missed.observed_in("at the depot", 301, "d");
        assert!(back.by(301).probability > 0.85);
        assert_eq!(back.state(), State::Practising);
        assert_eq!(back.observed_in("at the depot", 308, "d").state(), State::Established);
    }

    #[test]
    fn what_fails_all_the_same_is_not_established() {
        let challenged = habit().every(7, "ddxdxd");
        assert_eq!(challenged.state(), State::Practising);
        assert!(challenged.by(42).flags.contains(&Flag::Challenged));
        assert_eq!(habit().every(7, "ddddxd").state(), State::Established);
    }

    #[test]
    fn a_challenge_after_that_stands_beside_the_state() {
        let growth = habit().every(7, "ddddddxx").by(56);
        assert_eq!(growth.state, State::Established);
        assert!(growth.flags.contains(&Flag::Challenged));
    }

    #[test]
    fn what_nobody_knows_about_the_failure_clears_no_challenge() {
        let mut story = habit().every(7, "ddxxdddd");
        for observation in &mut story.observations[4..] {
            observation.outcome = crate::opportunity::Outcome::Met(Met::quick(Did::Done));
        }
        assert!(story.by(60).flags.contains(&Flag::Challenged));
        assert!(!habit().every(7, "ddxxdddd").by(60).flags.contains(&Flag::Challenged));
    }

    #[test]
    fn two_high_ratings_four_weeks_apart_make_it_automatic() {
        let growth = established().rated(10, 5).rated(43, 6).by(50);
        assert_eq!(growth.first(State::Automatic), Some(on(43)));
        assert_eq!(growth.transitions.last().unwrap().reason, Reason::RatedAutomatic);
    }

    #[test]
    fn one_rating_or_two_close_together_or_a_low_one_between_do_not() {
        for ratings in
            [&[(43, 7)][..], &[(16, 7), (43, 7)], &[(10, 7), (20, 4), (43, 7)], &[(10, 7), (43, 4)]]
        {
            let story = ratings.iter().fold(established(), |it, (day, score)| it.rated(*day, *score));
            assert_eq!(story.state(), State::Established, "{ratings:?}");
        }
    }

    #[test]
    fn a_rating_is_not_enough_where_the_evidence_is_not_any_more() {
        let missed = habit().every(7, "ddddddm").rated(10, 6).rated(50, 6);
        assert_eq!(missed.state(), State::Established);
        let again = (8..16).fold(missed, |it, week| it.observed_in("at home", 7 * week, "d"));
        assert_eq!(again.state(), State::Automatic);
    }

    #[test]
    fn a_rating_from_before_it_was_planned_does_not_count() {
        assert_eq!(established().rated(-1, 7).rated(43, 7).state(), State::Established);
    }

    #[test]
    fn a_reminder_lately_keeps_it_from_automatic() {
        let reminded = habit().every(7, "dddddrdd").rated(10, 6).rated(42, 6);
        assert_eq!(reminded.state(), State::Established);
        assert_eq!(reminded.observed_in("at home", 63, "d").state(), State::Automatic);
    }

    #[test]
    fn a_miss_before_a_rating_does_not_push_the_reminder_out_of_sight() {
        let reminded = habit().every(3, "ddddddddddrdd").rated(5, 7).rated(40, 7);
        assert_eq!(reminded.state(), State::Established);
        let missed = reminded.observed_in("at sea", 40, "m");
        assert_eq!(missed.state(), State::Established);
        assert_eq!(missed.observed_in("at home", 43, "d").state(), State::Automatic);
    }

    #[test]
    fn a_miss_that_pushes_the_reminder_out_of_sight_raises_nothing() {
        let reminded = habit().every(7, "dddddddddrdd").rated(10, 6).rated(42, 6);
        assert_eq!(reminded.observed_in("at home", 91, "m").state(), State::Established);
    }

    #[test]
    fn a_low_rating_or_a_reminder_takes_automatic_back_and_no_more() {
        let automatic = established().rated(10, 6).rated(43, 6);
        assert_eq!(automatic.state(), State::Automatic);
        for story in [automatic.clone().rated(50, 3), automatic.observed_in("at home", 50, "r")] {
            assert_eq!((story.state(), last(&story).reason), (State::Established, Reason::LessAutomatic));
        }
    }

    #[test]
    fn ratings_of_one_day_count_as_the_lowest_of_them() {
        let story = established().rated(10, 6).rated(43, 6).rated(43, 2);
        assert_eq!(story.state(), State::Established);
        let (mut turned, by) = (story.clone(), story.by(50));
        turned.ratings.reverse();
        assert_eq!(turned.by(50), by);
    }

    #[test]
    fn a_rare_moment_is_never_called_automatic() {
        let monthly = habit().every(40, &"d".repeat(14)).rated(30, 7).rated(300, 7).rated(561, 7);
        let growth = monthly.by(561);
        assert_eq!((growth.state, growth.is_rare), (State::Established, true));
        let judgement = Story { kind: CommitmentKind::Judgement, ..established().rated(10, 7).rated(43, 7) };
        assert_eq!((judgement.state(), judgement.by(43).is_rare), (State::Established, true));
    }

    #[test]
    fn what_becomes_rare_is_not_called_automatic_any_more() {
        let automatic = established().rated(10, 7).rated(43, 7);
        assert_eq!(automatic.state(), State::Automatic);
        let rare = (1..=6).fold(automatic, |it, month| it.observed_in("at home", 42 + 40 * month, "d"));
        let growth = rare.by(282);
        assert_eq!((growth.state, growth.is_rare), (State::Established, true));
        assert_eq!(last(&rare).reason, Reason::Rare);
    }

    #[test]
    fn one_miss_is_no_lapse_and_two_of_three_are() {
        assert_eq!(habit().every(7, "ddddddm").state(), State::Established);
        assert_eq!(habit().every(7, "ddddddmddmdd").state(), State::Established);
        for letters in ["ddddddmm", "ddddddmdm"] {
            let story = habit().every(7, letters);
            assert_eq!((story.state(), last(&story).reason), (State::Lapsed, Reason::MissedAgain));
        }
    }

    #[test]
    fn a_miss_with_a_failure_that_weighs_is_a_lapse() {
        assert_eq!(last(&habit().every(7, "ddddddf")).reason, Reason::CameBack);
        assert_eq!(habit().every(7, "dddddds").state(), State::Established);
    }

    #[test]
    fn it_lapses_when_it_has_become_unlikely_and_never_by_age_alone() {
        let aged = established().observed_in("at home", 400, "m");
        assert!(aged.by(400).probability < 0.5);
        assert_eq!(aged.state(), State::Established);
        assert_eq!(aged.clone().observed_in("at home", 500, "d").state(), State::Established);
        let short = aged.observed_in("at home", 407, "h");
        assert_eq!((short.state(), last(&short).reason), (State::Lapsed, Reason::LessLikely));
        let halves = established().observed_in("at home", 400, "hh");
        assert!(halves.by(400).probability < 0.5);
        assert_eq!(halves.state(), State::Established);
    }

    #[test]
    fn what_was_missed_before_a_promotion_does_not_count_after_it() {
        let early = habit().every(7, "mdddddddddd");
        assert_eq!(early.clone().observed_in("at home", 477, "hh").state(), State::Established);
        let automatic = habit().every(7, "ddddddmdddddddd").rated(10, 7).rated(100, 7);
        assert_eq!(automatic.state(), State::Automatic);
        let short = automatic.observed_in("at home", 500, "h");
        assert!(short.by(500).probability < 0.5);
        assert_eq!(short.state(), State::Automatic);
        assert_eq!(early.observed_in("at home", 477, "mh").state(), State::Lapsed);
    }

    #[test]
    fn doing_it_never_makes_it_slip() {
        let wary = Parameters { lapsed_probability: 0.6, ..Parameters::default() };
        let short = habit().every(7, "ddddddmdh").with(wary);
        assert_eq!(short.state(), State::Established);
        let done = short.observed_in("at home", 263, "d");
        assert!(done.by(263).probability < 0.6);
        assert_eq!(done.state(), State::Established);
    }

    #[test]
    fn left_alone_it_is_stale_and_stays_what_it_was() {
        let growth = established().by(42 + 270);
        assert!(growth.probability < 0.5);
        assert_eq!((growth.state, growth.flags), (State::Established, [Flag::Stale].into()));
        assert!(established().by(42 + 180).flags.is_empty());
    }

    #[test]
    fn doing_it_twice_in_a_row_ends_a_lapse() {
        let lapsed = "ddddddmm";
        for (then, state) in [
            ("d", State::Lapsed),
            ("dhd", State::Lapsed),
            ("dnd", State::Practising),
            ("dd", State::Practising),
        ] {
            assert_eq!(habit().every(7, &format!("{lapsed}{then}")).state(), state, "{then}");
        }
        assert_eq!(last(&habit().every(7, "ddddddmmdd")).reason, Reason::DoneAgain);
    }

    #[test]
    fn ratings_from_before_a_lapse_do_not_make_it_automatic_after_it() {
        let back = habit().every(7, &format!("ddddddmm{}", "d".repeat(20))).rated(10, 7).rated(43, 7);
        let growth = back.by(400);
        assert_eq!((growth.state, growth.first(State::Automatic)), (State::Established, Some(on(43))));
        assert_eq!(back.clone().rated(56, 7).rated(83, 7).state(), State::Established);
        assert_eq!(back.rated(56, 7).rated(84, 7).state(), State::Automatic);
    }

    #[test]
    fn the_parameters_are_what_decides() {
        let easy = Parameters { established_days: 0, established_contexts: 0, ..Parameters::default() };
        assert_eq!(habit().observed_in("at home", 1, "ddddd").with(easy).state(), State::Established);
        let strict = Parameters { lapsed_misses: 3, ..Parameters::default() };
        assert_eq!(habit().every(7, "ddddddmm").with(strict).state(), State::Lapsed);
        let never = Parameters { lapsed_probability: 0.0, ..strict };
        assert_eq!(habit().every(7, "ddddddmm").with(never).state(), State::Established);
    }
}
