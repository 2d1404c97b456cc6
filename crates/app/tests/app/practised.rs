//! What was practised, on its way out and in.

use hansei_app::import::{Import, Imported};
use hansei_app::practice::Practised;
use hansei_method::automaticity::Scores;
use hansei_method::id::OpportunityId;
use hansei_method::opportunity::{Did, Met, Opportunity, Outcome, Recurred, Witness};
use hansei_method::parameters::Parameters;
use hansei_store::Tx;
use jiff::civil::Date;
use proptest::prelude::*;
use serde_json::json;

use crate::adopted::exported;
use crate::harness::*;
use crate::library::{adopt, shelved};
use crate::practice::{did, one_habit};

const DAY: i64 = 24 * 60 * 60;

async fn moved(from: &Bench, to: &Bench, replace: bool) -> Imported {
    let how = Import { replace, ..Import::default() };
    to.app.import(&exported(from).await[..], how).await.unwrap()
}

/// What is practised, without the versions: what is brought in begins to count anew.
async fn practised(bench: &Bench) -> Vec<Practised> {
    let mut all = bench.app.practices().await.unwrap();
    for it in &mut all {
        it.version = 0;
    }
    all
}

#[tokio::test]
async fn the_demos_practice_is_the_same_where_the_log_was_moved_to() {
    let (bench, elsewhere) = (Bench::new().await, Bench::new().await);
    bench.app.fill_with_demo().await.unwrap();
    bench.app.set_parameter("half_life_days", 45.0).await.unwrap();
    let here = practised(&bench).await;
    let file = exported(&bench).await;
    let preview = elsewhere.app.import_preview(&file[..], None).await.unwrap();
    let observed: usize = here.iter().map(|it| it.observed.len()).sum();
    assert!(here.len() > 5 && observed > 50, "{} {observed}", here.len());
    let counted = (here.len() as u64, observed as u64, true);
    assert_eq!((preview.practices, preview.observations, preview.parameters), counted);
    let done = moved(&bench, &elsewhere, false).await;
    assert_eq!((done.practices, done.observations, done.parameters), counted);
    assert_eq!((done.bad, done.missing), (0, 0));
    assert_eq!(practised(&elsewhere).await, here);
    assert_eq!(elsewhere.app.parameters().await.unwrap().half_life_days, 45);
    let again = moved(&bench, &elsewhere, true).await;
    assert_eq!((again.practices, again.observations, again.parameters), (0, 0, false));
    assert_eq!(practised(&elsewhere).await, here);
}

#[tokio::test]
async fn an_adopted_lesson_brings_its_practice_along() {
    let (bench, elsewhere) = (Bench::new().await, Bench::new().await);
    let id = shelved(&bench).await;
    bench.app.adopt(id, "1", adopt("Write the unit beside every figure")).await.unwrap();
    let it = bench.app.practices().await.unwrap().remove(0);
    bench.app.note_moment(it.practice.id, &did(Did::Half)).await.unwrap();
    let done = moved(&bench, &elsewhere, false).await;
    assert_eq!((done.adopted, done.practices, done.observations), (1, 1, 1));
    assert_eq!(practised(&elsewhere).await, practised(&bench).await);
}

#[tokio::test]
async fn what_was_observed_in_both_places_stands_beside_each_other_and_what_differs_stays_unless_asked_for() {
    let (bench, elsewhere) = (Bench::new().await, Bench::new().await);
    let it = one_habit(&bench).await;
    let id = it.practice.id;
    let noted = bench.app.note_moment(id, &did(Did::Done)).await.unwrap().id;
    moved(&bench, &elsewhere, false).await;
    // Here one more, and there something else is said of the first.
    bench.pass(DAY);
    bench.app.note_moment(id, &did(Did::Missed)).await.unwrap();
    bench.app.set_practice_aside(id, None).await.unwrap();
    elsewhere.app.practices().await.unwrap();
    elsewhere.app.correct_moment(noted, None, &did(Did::Half)).await.unwrap();
    let preview = elsewhere.app.import_preview(&exported(&bench).await[..], None).await.unwrap();
    assert_eq!((preview.practices, preview.practices_different), (0, 1));
    assert_eq!((preview.observations, preview.observations_different), (1, 1));
    assert!(preview.is_beside_different());
    let done = moved(&bench, &elsewhere, false).await;
    assert_eq!((done.practices, done.observations), (0, 1));
    let outcomes = async || -> Vec<Outcome> {
        practised(&elsewhere).await[0].observed.iter().map(|it| it.outcome).collect()
    };
    let met = |did| Outcome::Met(Met::quick(did));
    assert_eq!(outcomes().await, [met(Did::Half), met(Did::Missed)]);
    assert!(!practised(&elsewhere).await[0].practice.is_aside);
    let done = moved(&bench, &elsewhere, true).await;
    assert_eq!((done.practices, done.observations), (1, 1));
    assert_eq!(practised(&elsewhere).await, practised(&bench).await);
    // What was said of the moment there is not lost.
    elsewhere.app.undo_moment(noted, None).await.unwrap();
    assert_eq!(outcomes().await, [met(Did::Half), met(Did::Missed)]);
}

#[tokio::test]
async fn what_was_taken_back_stays_out_and_comes_back_only_when_asked_for() {
    let (bench, elsewhere) = (Bench::new().await, Bench::new().await);
    let it = one_habit(&bench).await;
    let noted = bench.app.note_moment(it.practice.id, &did(Did::Done)).await.unwrap().id;
    let file = exported(&bench).await;
    moved(&bench, &elsewhere, false).await;
    elsewhere.app.remove_moment(noted, None).await.unwrap();
    assert_eq!(moved(&bench, &elsewhere, false).await.observations, 0);
    assert_eq!(practised(&elsewhere).await[0].observed, []);
    let written = String::from_utf8(exported(&elsewhere).await).unwrap();
    assert!(String::from_utf8(file).unwrap().contains(&noted.to_string()));
    assert!(!written.contains(&noted.to_string()), "what was taken back goes nowhere");
    assert_eq!(moved(&bench, &elsewhere, true).await.observations, 1);
    assert_eq!(practised(&elsewhere).await[0].observed.len(), 1);
}

#[tokio::test]
async fn a_commitment_that_was_planned_in_both_places_is_one_practice() {
    let (bench, elsewhere) = (Bench::new().await, Bench::new().await);
    // Ids are counted, so that the practice gets another one there.
    bench.log("Something before").await;
    let it = one_habit(&bench).await;
    let written = String::from_utf8(exported(&bench).await).unwrap();
    let entries_only: Vec<_> = written.lines().filter(|line| !line.contains("\"practice\":{")).collect();
    elsewhere.app.import(entries_only.join("\n").as_bytes(), Import::default()).await.unwrap();
    let theirs = practised(&elsewhere).await.remove(0).practice.id;
    assert_ne!(theirs, it.practice.id);
    elsewhere.app.note_moment(theirs, &did(Did::Done)).await.unwrap();
    bench.pass(DAY);
    bench.app.note_moment(it.practice.id, &did(Did::Missed)).await.unwrap();
    let done = moved(&bench, &elsewhere, false).await;
    assert_eq!((done.practices, done.observations), (0, 1));
    let [one] = &practised(&elsewhere).await[..] else { panic!("it is one practice") };
    assert_eq!((one.practice.id, one.observed.len()), (theirs, 2));
}

#[tokio::test]
async fn what_is_practised_of_an_entry_that_is_not_here_and_what_cannot_be_read_stay_out() {
    let bench = Bench::new().await;
    bench.log("The van was late").await;
    let practice = |entry: &str, more: &str| {
        format!(
            r#"{{"hansei":"beside","schema":1,"practice":{{"practice":{{"id":"{entry}","about":{{"commitment":{{"entry":"{entry}","number":1}}}},"commitment":{{"cue":"it rains","act":"wait"}},"planned_on":"2026-05-01"{more}}}}}}}"#
        )
    };
    let gone = "00000000-0000-4000-8000-000000000009";
    let lines = [
        practice(gone, ""),
        practice(gone, r#","ratings":[{"on":"2026-05-02","scores":[9]}]"#),
        practice("no id", ""),
        r#"{"hansei":"beside","schema":1,"parameters":{"half_life_days":0}}"#.to_owned(),
        r#"{"hansei":"beside","schema":1,"parameters":{"half_lives":9}}"#.to_owned(),
    ];
    let file = String::from_utf8(exported(&bench).await).unwrap() + &lines.join("\n");
    let preview = bench.app.import_preview(file.as_bytes(), None).await.unwrap();
    let done = bench.app.import(file.as_bytes(), Import::default()).await.unwrap();
    let reasons: Vec<_> = done.bad_lines.iter().map(|bad| (bad.line, bad.reason.as_str())).collect();
    assert_eq!(done.bad, 4, "{reasons:?}");
    assert_eq!((preview.practices, preview.parameters, preview.bad), (0, false, 4));
    assert_eq!((done.practices, done.parameters), (0, false));
    assert_eq!(bench.app.practices().await.unwrap(), []);
}

#[tokio::test]
async fn more_than_fits_in_one_line_moves_whole() {
    let (bench, elsewhere) = (Bench::new().await, Bench::new().await);
    let it = one_habit(&bench).await;
    let (id, space, now) = (it.practice.id, bench.app.space(), bench.app.now());
    let moments: Vec<_> = (1..=2_001_u128)
        .map(|number| {
            let when = "2026-05-14".parse().unwrap();
            let name = OpportunityId::new(uuid::Uuid::from_u128(number));
            let mut moment = Opportunity::pending(name, id, when, &now).unwrap();
            moment.resolve(Outcome::DidNotComeUp, Witness::Myself, now.timestamp()).unwrap();
            moment
        })
        .collect();
    let keep = async |tx: &mut Tx| {
        for moment in &moments {
            assert!(tx.insert_opportunity(space, moment, now.timestamp()).await?);
        }
        Ok::<_, hansei_store::StoreError>(())
    };
    bench.app.store().write(keep).await.unwrap();
    let written = String::from_utf8(exported(&bench).await).unwrap();
    assert_eq!(written.matches("\"planned_on\"").count(), 3);
    let preview = elsewhere.app.import_preview(written.as_bytes(), None).await.unwrap();
    assert_eq!((preview.practices, preview.observations), (1, 2_001));
    let done = moved(&bench, &elsewhere, false).await;
    assert_eq!((done.practices, done.observations), (1, 2_001));
    assert_eq!(practised(&elsewhere).await, practised(&bench).await);
}

fn any_outcome() -> impl Strategy<Value = Outcome> {
    let did = prop::sample::select(&Did::ALL[..]);
    let recurred = prop::sample::select(&Recurred::ALL[..]);
    prop_oneof![
        Just(Outcome::DidNotComeUp),
        Just(Outcome::StillThere),
        Just(Outcome::Gone),
        (did, recurred, any::<bool>()).prop_map(|(did, recurred, reminded)| {
            Outcome::Met(Met { recurred, reminded, ..Met::quick(did) })
        }),
    ]
}

fn any_moment() -> impl Strategy<Value = (i64, Outcome, usize, Option<String>)> {
    let words = "\\PC{1,40}".prop_filter("words are more than blanks", |text| !text.trim().is_empty());
    (0..400_i64, any_outcome(), 0..3_usize, prop::option::of(words))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn what_was_practised_comes_back_as_it_was(
        moments in prop::collection::vec(any_moment(), 0..12),
        ratings in prop::collection::vec((0..400_i64, prop::array::uniform4(1..=7_u8)), 0..4),
        parameters in prop::option::of(1..400_u16),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (bench, elsewhere) = (Bench::new().await, Bench::new().await);
            let id = one_habit(&bench).await.practice.id;
            bench.pass(400 * DAY);
            elsewhere.pass(400 * DAY);
            let day = |after: i64| "2026-05-14".parse::<Date>().unwrap().saturating_add(jiff::Span::new().days(after));
            for (after, outcome, known, note) in moments {
                let noted = hansei_app::practice::Noted {
                    when: Some(day(after).to_string().parse().unwrap()),
                    known: Witness::ALL[known],
                    note: note.and_then(|note| note.parse().ok()),
                    ..hansei_app::practice::Noted::quick(outcome)
                };
                // What cannot be said of a habit is refused, and is not there.
                drop(bench.app.note_moment(id, &noted).await);
            }
            for (after, scores) in ratings {
                let scores: Scores = serde_json::from_value(json!(scores)).unwrap();
                bench.app.rate_practice(id, None, Some(day(after)), scores).await.unwrap();
            }
            if let Some(days) = parameters {
                let set = Parameters { half_life_days: days, ..Parameters::default() };
                bench.app.set_parameters(&set).await.unwrap();
            }
            let here = practised(&bench).await;
            let done = moved(&bench, &elsewhere, false).await;
            assert_eq!((done.bad, done.missing, done.practices), (0, 0, 1));
            assert_eq!(practised(&elsewhere).await, here);
            assert_eq!(elsewhere.app.parameters().await.unwrap(), bench.app.parameters().await.unwrap());
                });
    }
}
