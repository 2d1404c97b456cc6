//! How often the states are wrong, by simulation: the operating characteristics that the method names.

use jiff::civil::time;

use crate::growth::sample::{Story, observed, on};
use crate::growth::{Reason, State};
use crate::occurred::Occurred;
use crate::parameters::Parameters;
use crate::plan::CommitmentKind;

const RUNS: u32 = 4_000;

/// Numbers from 0 to 1, the same for the same seed (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let high = u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap();
        f64::from(high) / f64::from(u32::MAX)
    }
}

/// The share of runs in which it becomes established, and the share of those in which the rule of misses then alarms.
fn shares(performer: f64, opportunities: i8, parameters: Parameters) -> (f64, f64) {
    let mut chance = Chance(performer.to_bits());
    let (mut established, mut alarmed) = (0_u32, 0_u32);
    for _ in 0..RUNS {
        let mut story = Story::of(CommitmentKind::Habit).with(parameters);
        // All on one day, so that nothing ages.
        for minute in 0..opportunities {
            let letter = if chance.next() < performer { 'd' } else { 'm' };
            let when = Occurred::new(on(0), Some(time(8, minute, 0, 0))).unwrap();
            story.observations.push(observed(when, letter));
        }
        let growth = story.by(0);
        established += u32::from(growth.first(State::Established).is_some());
        alarmed += u32::from(growth.transitions.iter().any(|it| it.reason == Reason::MissedAgain));
    }
    (f64::from(established) / f64::from(RUNS), f64::from(alarmed) / f64::from(established.max(1)))
}

fn rule(opportunities: f64, probability: f64) -> Parameters {
    Parameters {
        established_opportunities: opportunities,
        established_probability: probability,
        established_days: 0,
        established_contexts: 0,
        // The simulation is about opportunities and their probability; the probability of a lapse is another rule.
        lapsed_probability: 0.0,
        ..Parameters::default()
    }
}

/// Says whether two shares are as near as two simulations of so many runs and two decimals let them be: three standard
/// errors of their difference, and half of the last decimal.
fn agree(found: f64, expected: f64, runs: f64) -> bool {
    let error = (2.0 * expected * (1.0 - expected) / runs).sqrt();
    (found - expected).abs() <= 3.0 * error + 0.005
}

fn established(performer: f64, within: i8, rule: Parameters) -> f64 {
    shares(performer, within, rule).0
}

#[test]
fn how_often_it_is_called_established() {
    let standard = rule(5.0, 0.85);
    for (performer, within, expected) in
        [(0.5, 12, 0.04), (0.7, 12, 0.25), (0.9, 12, 0.80), (0.9, 24, 0.96), (0.95, 12, 0.94)]
    {
        let found = established(performer, within, standard);
        assert!(agree(found, expected, f64::from(RUNS)), "{performer} within {within}: {found}");
    }
}

#[test]
fn a_looser_rule_is_wrong_twice_as_often_and_a_stricter_one_is_late() {
    for (performer, rule, expected) in
        [(0.5, rule(4.0, 0.80), 0.08), (0.5, rule(6.0, 0.90), 0.02), (0.9, rule(6.0, 0.90), 0.74)]
    {
        let found = established(performer, 12, rule);
        assert!(agree(found, expected, f64::from(RUNS)), "{performer}: {found}");
    }
}

#[test]
fn two_misses_of_three_alarm_for_somebody_who_hardly_ever_misses() {
    for (within, expected) in [(12, 0.07), (24, 0.22)] {
        let (established, alarmed) = shares(0.9, within, rule(5.0, 0.85));
        assert!(agree(alarmed, expected, established * f64::from(RUNS)), "within {within}: {alarmed}");
    }
}
