//! How long it takes to tell the states of many lessons: `cargo run --release -p hansei-method --example growth`.
//!
//! 100,000 observations: of 2,000 lessons as people might note them, and of one lesson alone, noted often or seldom.

#![expect(clippy::print_stdout, reason = "a command that is run by hand")]

use std::time::Instant;

use hansei_method::automaticity::{Rating, Scores};
use hansei_method::growth::{Growth, History, State};
use hansei_method::id::{OpportunityId, PracticeId};
use hansei_method::occurred::Occurred;
use hansei_method::opportunity::{Did, Met, Opportunity, Outcome, Recurred, Witness};
use hansei_method::parameters::Parameters;
use hansei_method::plan::CommitmentKind;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan as _};
use uuid::Uuid;

const OBSERVATIONS: usize = 100_000;
const BEGUN: Date = date(1, 1, 1);

fn main() {
    measure("2,000 lessons, weekly", 2_000, |number| 7 * number);
    measure("2,000 lessons, every 23 or 24 days", 2_000, |number| 23 * number + number % 2);
    measure("1 lesson, 27 times a day", 1, |number| number / 27);
    measure("1 lesson, first every 50 days, then daily", 1, |number| {
        if number < 50_000 { 50 * number } else { 2_450_000 + number }
    });
}

fn measure(name: &str, lessons: usize, day: fn(i32) -> i32) {
    let stories: Vec<_> =
        (0..lessons).map(|lesson| observations(lesson, OBSERVATIONS / lessons, day)).collect();
    let ratings = [40, 80].map(|day: i32| Rating { on: BEGUN + day.days(), scores: Scores::One(6) });
    let parameters = Parameters::default();
    let begun = Instant::now();
    let growths: Vec<_> = stories
        .iter()
        .map(|observations| {
            let kind = CommitmentKind::Habit;
            let (ratings, begun) = (&ratings, BEGUN);
            let history = History { kind, begun, observations, ratings, ending: None, until: None };
            Growth::of(&history, &parameters, Date::MAX)
        })
        .collect();
    let took = begun.elapsed();
    let states = State::ALL.map(|state| growths.iter().filter(|growth| growth.state == state).count());
    println!("{name}: {} ms; by state {states:?}", took.as_millis());
}

/// Three in twenty are missed or done in part; which, differs from lesson to lesson.
fn observations(lesson: usize, count: usize, day: fn(i32) -> i32) -> Vec<Opportunity> {
    let contexts = ["at the depot", "at home"].map(|context| context.parse().ok());
    (0..count)
        .map(|number| {
            let mixed = (lesson * 7_919 + number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let did = match (mixed >> 32) % 20 {
                0 | 1 => Did::Missed,
                2 => Did::Half,
                _ => Did::Done,
            };
            let met = Met { recurred: Recurred::No, ..Met::quick(did) };
            let on = BEGUN + day(i32::try_from(number).unwrap_or(i32::MAX)).days();
            Opportunity {
                id: OpportunityId::new(Uuid::nil()),
                practice: PracticeId::new(Uuid::nil()),
                when: Occurred::new(on, None).expect("the days are within ten thousand years"),
                outcome: Outcome::Met(met),
                known: Witness::Myself,
                noted_at: Timestamp::UNIX_EPOCH,
                context: contexts[number % 2].clone(),
                note: None,
            }
        })
        .collect()
}
