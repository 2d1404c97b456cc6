//! The path of what is built once: installed, seen in use, still there.

use jiff::civil::Date;

use crate::growth::{Course, Reason, State};
use crate::occurred::days_between;
use crate::opportunity::{Did, Met, Outcome, Recurred};

/// What was seen of it since it was installed last.
// D16
#[derive(Debug, Default)]
pub(super) struct Built {
    uses: u32,
    done_in_a_row: u32,
    established_on: Option<Date>,
}

impl Built {
    pub(super) fn seen(&mut self, course: &mut Course, outcome: Outcome, on: Date) {
        match outcome {
            Outcome::Installed => match course.state {
                State::New | State::Lapsed => self.begin(course, Reason::Installed, on),
                State::Practising | State::Established | State::Automatic => {}
            },
            Outcome::StillThere if course.state == State::New => self.begin(course, Reason::Installed, on),
            Outcome::StillThere => self.last(course, on),
            Outcome::Met(met) => self.met(course, met, on),
            Outcome::Gone => self.lapse(course, Reason::Gone, on),
            Outcome::Pending | Outcome::Expired | Outcome::DidNotComeUp => {}
        }
    }

    /// It came into play, or was got round. Where the failure came back all the same, that is no proof that it works.
    fn met(&mut self, course: &mut Course, met: Met, on: Date) {
        let held = met.did == Did::Done && met.recurred != Recurred::Yes;
        match (course.state, met.did) {
            (_, Did::Missed) => return self.lapse(course, Reason::GotRound, on),
            (State::New, Did::Done | Did::Half) => self.begin(course, Reason::FirstOpportunity, on),
            (State::Lapsed, Did::Half) => self.done_in_a_row = 0,
            (State::Lapsed, Did::Done) => {
                self.done_in_a_row += 1;
                if self.done_in_a_row >= u32::from(course.parameters.recovered_times) {
                    self.begin(course, Reason::DoneAgain, on);
                }
                return;
            }
            _ => {}
        }
        if !held {
            return;
        }
        self.uses += 1;
        if course.state == State::Practising && self.uses >= u32::from(course.parameters.system_uses) {
            course.change(State::Established, Reason::SeenInUse, on);
            self.established_on = Some(on);
        }
        self.last(course, on);
    }

    fn begin(&mut self, course: &mut Course, reason: Reason, on: Date) {
        *self = Self::default();
        course.change(State::Practising, reason, on);
    }

    /// It is there: after long enough, that is without anybody remembering it.
    fn last(&mut self, course: &mut Course, on: Date) {
        let days = self.established_on.map_or(0, |from| days_between(from, on));
        if course.state == State::Established && days >= i32::from(course.parameters.system_days) {
            course.change(State::Automatic, Reason::StillThere, on);
        }
    }

    /// What was never there cannot be got round or taken away.
    fn lapse(&mut self, course: &mut Course, reason: Reason, on: Date) {
        self.done_in_a_row = 0;
        if !matches!(course.state, State::New | State::Lapsed) {
            course.change(State::Lapsed, reason, on);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::growth::sample::{Story, on};
    use crate::growth::{Flag, Transition};
    use crate::plan::CommitmentKind;

    use super::*;

    fn built() -> Story {
        Story::of(CommitmentKind::System)
    }

    #[test]
    fn it_is_installed_then_seen_in_use_then_still_there() {
        let story = built().every(30, "iddddtt");
        let by = |number: usize| Some(story.observations[number].id);
        let transition = |day, from, to, reason, by| Transition { on: on(day), from, to, reason, by };
        assert_eq!(
            story.by(400).transitions,
            [
                transition(30, State::New, State::Practising, Reason::Installed, by(0)),
                transition(120, State::Practising, State::Established, Reason::SeenInUse, by(3)),
                transition(210, State::Established, State::Automatic, Reason::StillThere, by(6)),
            ]
        );
    }

    #[test]
    fn a_look_too_early_is_not_enough_and_use_is_a_look() {
        let early = built().every(10, "iddd").observed_in("at home", 129, "t");
        assert_eq!(early.state(), State::Established);
        assert_eq!(early.observed_in("at home", 130, "d").state(), State::Automatic);
    }

    #[test]
    fn use_that_did_not_help_is_no_proof() {
        let story = built().every(10, "idxdx");
        assert_eq!(story.state(), State::Practising);
        assert!(story.by(60).flags.contains(&Flag::Challenged));
    }

    #[test]
    fn what_is_in_use_was_installed() {
        assert_eq!(built().every(10, "ddd").state(), State::Established);
        assert_eq!(built().every(10, "t").state(), State::Practising);
    }

    #[test]
    fn removed_or_got_round_is_a_lapse_from_wherever_it_was() {
        for (letters, reason) in [("ig", Reason::Gone), ("idddg", Reason::Gone), ("idddm", Reason::GotRound)]
        {
            let growth = built().every(10, letters).by(100);
            assert_eq!((growth.state, growth.transitions.last().unwrap().reason), (State::Lapsed, reason));
        }
        for (letters, flags) in [("g", [Flag::Untested].into()), ("m", [].into())] {
            let growth = built().every(10, letters).by(400);
            assert_eq!((growth.state, growth.flags), (State::New, flags), "{letters}");
        }
    }

    #[test]
    fn after_a_lapse_it_proves_itself_anew() {
        for (letters, state) in [
            ("idddgt", State::Lapsed),
            ("idddgd", State::Lapsed),
            ("idddgi", State::Practising),
            ("idddmdd", State::Practising),
            ("idddmdhd", State::Lapsed),
            ("idddgidd", State::Practising),
            ("idddgiddd", State::Established),
        ] {
            assert_eq!(built().every(10, letters).state(), state, "{letters}");
        }
    }

    #[test]
    fn what_is_seldom_used_may_work_without_memory_all_the_same() {
        let growth = built().every(50, "iddddd").by(300);
        assert_eq!((growth.state, growth.is_rare), (State::Automatic, false));
    }

    #[test]
    fn time_alone_makes_nothing_automatic() {
        assert_eq!(built().every(10, "iddd").by(10_000).state, State::Established);
    }
}
