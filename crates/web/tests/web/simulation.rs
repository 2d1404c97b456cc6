//! Two years of three people, played through the public interfaces, and what hansei says of them then.
//!
//! Chance decides what they do, with a seed; what is true of it is kept and worked out here, by the method and by other
//! means than the product's. Run one with `--nocapture` to read how much was compared.

mod chance;
mod compare;
mod deeds;
mod frozen;
mod growth;
mod life;
mod numbers;
mod quarters;
mod read;
mod report;
mod story;
mod tally;
mod truth;
mod watch;

use std::collections::BTreeMap;

use jiff::civil::date;

use self::life::{Life, Person};

const NURSE: Person = Person {
    name: "a nurse in Berlin",
    seed: 20_240_101,
    zone: "Europe/Berlin",
    away: (date(2024, 8, 3), date(2024, 8, 24), "America/Los_Angeles"),
    silent: &[(date(2024, 11, 10), date(2025, 1, 20)), (date(2025, 7, 1), date(2025, 7, 28))],
    active: 42,
    on_pages: 50,
    late: 0,
};

const ENGINEER: Person = Person {
    name: "an engineer in New York",
    seed: 77,
    zone: "America/New_York",
    away: (date(2025, 3, 1), date(2025, 4, 12), "Asia/Tokyo"),
    silent: &[(date(2024, 6, 1), date(2024, 10, 9))],
    active: 34,
    on_pages: 15,
    late: 3,
};

const TEACHER: Person = Person {
    name: "a teacher in Auckland",
    seed: 4_711,
    zone: "Pacific/Auckland",
    away: (date(2025, 9, 20), date(2025, 10, 11), "Europe/London"),
    silent: &[(date(2024, 3, 20), date(2024, 4, 8)), (date(2025, 1, 2), date(2025, 5, 30))],
    active: 40,
    on_pages: 80,
    late: 9,
};

/// Lives the two years of a person, and compares what is said of them with what happened.
async fn lived(person: &'static Person) -> Life {
    let mut life = Life::new(person).await;
    life.live().await;
    life.look_closely().await;
    life.stays().await;
    life
}

fn tell(life: &Life) {
    let (deeds, truth) = (&life.deeds, &life.deeds.truth);
    let observed: usize = truth.lessons.iter().map(|lesson| lesson.moments.len()).sum();
    let mut why: BTreeMap<&str, usize> = BTreeMap::new();
    for turn in truth.standing(deeds.today()).iter().flat_map(|(_, stand)| &stand.turns) {
        *why.entry(turn.why).or_default() += 1;
    }
    let numbers = [
        ("entries", truth.entries.len()),
        ("practices", truth.lessons.len()),
        ("observations", observed),
        ("changes of state", why.values().sum()),
        ("reviews frozen", truth.quarters.len()),
        ("requests", deeds.requests),
        ("values compared", deeds.compared.values),
        ("differences", deeds.compared.wrong.len()),
    ];
    let told: Vec<_> = numbers.iter().map(|(name, number)| format!("{number} {name}")).collect();
    #[expect(clippy::print_stdout, reason = "whoever runs it with --nocapture wants to read it")]
    {
        println!("{}: {}\n  {why:?}", life.person.name, told.join(", "));
    }
}

/// Fails where anything that was said differs, or where too little was lived to say so.
fn settle(life: &Life) {
    tell(life);
    life.deeds.compared.settle(life.person.name);
    let truth = &life.deeds.truth;
    assert_eq!(truth.quarters.len(), 8);
    let changes =
        truth.standing(life.deeds.today()).iter().map(|(_, stand)| stand.turns.len()).sum::<usize>();
    assert!(truth.entries.len() >= 24 && truth.lessons.len() >= 20 && changes >= 40, "too little happened");
}

#[tokio::test]
async fn two_years_of_a_nurse_are_told_as_they_were() {
    settle(&lived(&NURSE).await);
}

#[tokio::test]
async fn two_years_of_an_engineer_are_told_as_they_were() {
    settle(&lived(&ENGINEER).await);
}

#[tokio::test]
async fn two_years_of_a_teacher_are_told_as_they_were() {
    settle(&lived(&TEACHER).await);
}

#[tokio::test]
async fn what_is_frozen_stays_and_what_is_erased_is_in_no_review() {
    let mut life = Life::new(&TEACHER).await;
    life.is_watched = false;
    life.live().await;
    life.turns_it_all_over().await;
    life.stays().await;
    life.erases(6).await;
    settle(&life);
}
