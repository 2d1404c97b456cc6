//! What is practised: how it follows its plan, what is asked, and what is said of each moment.

use hansei_app::AppError;
use hansei_app::capture::Capture;
use hansei_app::entry::Details;
use hansei_app::practice::{Noted, Practised};
use hansei_app::review::{About, Reviewed};
use hansei_method::automaticity::Scores;
use hansei_method::growth::State;
use hansei_method::id::EntryId;
use hansei_method::opportunity::{Did, Met, Outcome, Recurred, Witness};
use hansei_method::parameters::Parameters;
use hansei_method::practice::{Subject, Turn};
use hansei_method::standing::Said;
use hansei_store::Place;
use serde_json::{Value, json};

use crate::harness::*;
use crate::library::is_in_a_file;

const DAY: i64 = 24 * 60 * 60;

fn plan(commitments: &Value) -> Reviewed {
    Reviewed {
        next: Some(
            serde_json::from_value(json!({"lesson": "Ask first", "commitments": commitments,
                "knowledge_only": commitments == &json!([]), "choice": {"way": "retry", "reason": "The aim is the same"}}))
            .unwrap(),
        ),
        ..Reviewed::default()
    }
}

/// Logs something and reviews it to the end, with commitments.
pub(crate) async fn planned(bench: &Bench, title: &str, commitments: &Value) -> EntryId {
    let id = bench.log(title).await;
    bench.app.review(id, None, &closed(commitments)).await.unwrap();
    id
}

fn closed(commitments: &Value) -> Reviewed {
    Reviewed {
        intended: json(r#"{"statement": "It goes well"}"#),
        happened: json(r#"{"moments": [{"what": "It went wrong"}]}"#),
        why: json(r#"{"factors": [{"statement": "My estimate", "control": "mine"}]}"#),
        finish: true,
        ..plan(commitments)
    }
}

pub(crate) async fn one_habit(bench: &Bench) -> Practised {
    planned(
        bench,
        "The order was misheard",
        &json!([{"cue": "an order comes by phone", "act": "read it back"}]),
    )
    .await;
    bench.app.practices().await.unwrap().remove(0)
}

pub(crate) fn did(did: Did) -> Noted {
    Noted::quick(Outcome::Met(Met::quick(did)))
}

async fn asked(bench: &Bench) -> Vec<String> {
    let asked = bench.app.practices_asked().await.unwrap();
    asked.into_iter().map(|it| it.practice.commitment.cue.to_string()).collect()
}

#[tokio::test]
async fn a_plan_is_practised_once_its_review_is_closed_and_asked_about_the_next_day() {
    let bench = Bench::new().await;
    let it = one_habit(&bench).await;
    assert_eq!(
        (it.practice.turn(), it.growth.state, it.title.as_str()),
        (Turn::Begun, State::New, "The order was misheard")
    );
    assert_eq!(asked(&bench).await, [""; 0]);
    bench.pass(DAY);
    assert_eq!(asked(&bench).await, ["an order comes by phone"]);
    bench.app.note_moment(it.practice.id, &did(Did::Done)).await.unwrap();
    assert_eq!(asked(&bench).await, [""; 0]);
    let it = bench.app.practice(it.practice.id).await.unwrap();
    assert_eq!((it.growth.state, it.growth.tally.done), (State::Practising, 1));
}

#[tokio::test]
async fn three_are_practised_and_more_wait_until_there_is_room() {
    let bench = Bench::new().await;
    for title in ["One went wrong", "Two went wrong"] {
        planned(&bench, title, &json!([{"cue": title, "act": "a"}, {"cue": "again", "act": "b"}])).await;
        bench.pass(60);
    }
    let turns = |practised: &[Practised]| {
        let mut turns: Vec<_> = practised.iter().map(|it| it.practice.turn()).collect();
        turns.sort_by_key(|turn| *turn != Turn::Begun);
        turns
    };
    let practised = bench.app.practices().await.unwrap();
    assert_eq!(turns(&practised), [Turn::Begun, Turn::Begun, Turn::Begun, Turn::Waiting]);
    let waits = practised.iter().find(|it| it.practice.turn() == Turn::Waiting).unwrap().practice.id;
    let begun = practised.iter().find(|it| it.practice.turn() == Turn::Begun).unwrap().practice.id;
    bench.app.retire_practice(begun, None).await.unwrap();
    bench.app.practices().await.unwrap();
    assert_eq!(bench.app.practice(waits).await.unwrap().practice.turn(), Turn::Begun);
    bench.app.resume_practice(begun, None).await.unwrap();
    let practised = bench.app.practices().await.unwrap();
    assert_eq!(turns(&practised), [Turn::Begun; 4], "what was begun stays begun");
}

#[tokio::test]
async fn a_number_that_is_given_again_brings_no_evidence_along() {
    let bench = Bench::new().await;
    let first = one_habit(&bench).await;
    let entry = bench.app.list(&hansei_store::Filter::default(), None, 1).await.unwrap().lines[0].id;
    bench.app.note_moment(first.practice.id, &did(Did::Done)).await.unwrap();
    bench.app.review(entry, None, &plan(&json!([]))).await.unwrap();
    assert_eq!(bench.app.practice(first.practice.id).await.unwrap().practice.turn(), Turn::Ended);
    let refused = bench.app.note_moment(first.practice.id, &did(Did::Done)).await;
    assert!(matches!(refused, Err(AppError::Invalid(_))), "{refused:?}");
    bench
        .app
        .review(entry, None, &plan(&json!([{"number": 1, "cue": "the printer stops", "act": "call"}])))
        .await
        .unwrap();
    let practised = bench.app.practices().await.unwrap();
    let second = practised.iter().find(|it| it.practice.id != first.practice.id).unwrap();
    assert_eq!((second.observed.len(), second.practice.commitment.number), (0, 1));
    bench.app.undo(entry, None).await.unwrap();
    bench.app.undo(entry, None).await.unwrap();
    let back = bench.app.practice(first.practice.id).await.unwrap();
    assert_eq!((back.practice.turn(), back.observed.len()), (Turn::Begun, 1), "undo brings both back");
    assert_eq!(bench.app.practice(second.practice.id).await.unwrap().practice.turn(), Turn::Ended);
}

#[tokio::test]
async fn what_is_added_to_a_closed_plan_is_planned_on_that_day() {
    let bench = Bench::new().await;
    let first = one_habit(&bench).await.practice;
    bench.pass(200 * DAY);
    let Subject::Commitment { entry, .. } = first.about else { panic!("it is planned in an entry") };
    let both = json!([first.commitment, {"cue": "the printer stops", "act": "call"}]);
    bench.app.review(entry, None, &plan(&both)).await.unwrap();
    let practised = bench.app.practices().await.unwrap();
    let days: Vec<_> = practised.iter().map(|it| it.practice.planned_on.to_string()).collect();
    assert_eq!(days, ["2026-05-14", "2026-11-30"]);
    assert_eq!(practised[1].growth.flags, [].into(), "it is new, and not long untested");
}

#[tokio::test]
async fn what_is_said_of_a_moment_can_be_said_otherwise_and_taken_back() {
    let bench = Bench::new().await;
    let it = one_habit(&bench).await;
    let noted = bench.app.note_moment(it.practice.id, &did(Did::Missed)).await.unwrap();
    let tally = async || {
        let tally = bench.app.practice(it.practice.id).await.unwrap().growth.tally;
        (tally.done, tally.missed)
    };
    assert_eq!(tally().await, (0, 1));
    let met = Met { recurred: Recurred::No, ..Met::quick(Did::Done) };
    let better = Noted { known: Witness::Artefact, ..Noted::quick(Outcome::Met(met)) };
    let saved = bench.app.correct_moment(noted.id, Some(1), &better).await.unwrap();
    assert_eq!((saved.version, tally().await), (2, (1, 0)));
    let stale = bench.app.correct_moment(noted.id, Some(1), &did(Did::Half)).await;
    assert!(matches!(stale, Err(AppError::Conflict(_))), "{stale:?}");
    for expected in [(0, 1), (1, 0), (0, 1)] {
        bench.app.undo_moment(noted.id, None).await.unwrap();
        assert_eq!(tally().await, expected);
    }
    bench.app.remove_moment(noted.id, None).await.unwrap();
    assert_eq!(tally().await, (0, 0));
    bench.app.undo_moment(noted.id, None).await.unwrap();
    assert_eq!(tally().await, (0, 1));
    assert_eq!(bench.app.find_opportunity(&noted.id.to_string()).await.unwrap(), noted.id);
}

#[tokio::test]
async fn an_answer_that_is_taken_back_leaves_the_question() {
    let bench = Bench::new().await;
    let it = one_habit(&bench).await;
    bench.app.note_moment(it.practice.id, &did(Did::Done)).await.unwrap();
    bench.pass(3 * DAY);
    let entry = bench.app.list(&hansei_store::Filter::default(), None, 1).await.unwrap().lines[0].id;
    let expected = bench.app.expect_moments(&[entry]).await.unwrap();
    assert_eq!(expected.len(), 1);
    assert_eq!(bench.app.expect_moments(&[entry]).await.unwrap()[0].1, expected[0].1, "once a day");
    assert_eq!(asked(&bench).await, ["an order comes by phone"]);
    let noted = bench.app.note_moment(it.practice.id, &did(Did::Done)).await.unwrap();
    assert_eq!(noted.id, expected[0].1, "what was expected is what came");
    assert_eq!(bench.app.practice(it.practice.id).await.unwrap().growth.tally.done, 2);
    bench.app.undo_moment(noted.id, None).await.unwrap();
    let it = bench.app.practice(it.practice.id).await.unwrap();
    assert_eq!(it.open_moment().map(|moment| moment.id), Some(noted.id));
    bench.pass(28 * DAY);
    let it = bench.app.practice(it.practice.id).await.unwrap();
    assert_eq!((it.growth.tally.unknown, it.growth.tally.missed), (1, 0), "unknown, and never missed");
    bench.app.answer_moment(noted.id, None, &did(Did::Half)).await.unwrap();
    assert_eq!(bench.app.practice(it.practice.id).await.unwrap().growth.tally.half, 1);
}

#[tokio::test]
async fn what_is_put_off_or_set_aside_is_not_asked_about() {
    let bench = Bench::new().await;
    let it = one_habit(&bench).await.practice;
    bench.pass(DAY);
    let until = bench.app.now().date().saturating_add(jiff::ToSpan::days(2));
    bench.app.put_practice_off(it.id, None, Some(until)).await.unwrap();
    assert_eq!(asked(&bench).await, [""; 0]);
    bench.pass(2 * DAY);
    assert_eq!(asked(&bench).await.len(), 1);
    bench.app.set_practice_aside(it.id, None).await.unwrap();
    assert_eq!(asked(&bench).await, [""; 0]);
    assert_eq!(bench.app.practice(it.id).await.unwrap().practice.turn(), Turn::Aside);
    bench.app.begin_practice(it.id, None).await.unwrap();
    bench.pass(2 * DAY);
    assert_eq!(asked(&bench).await.len(), 1, "begun anew, it is asked about from then on");
}

#[tokio::test]
async fn a_lesson_that_wants_practice_begins() {
    let bench = Bench::new().await;
    let entry = planned(&bench, "It went wrong", &json!([{"cue": "an order", "act": "read it back"}])).await;
    let it = bench.app.practices().await.unwrap().remove(0).practice;
    bench.app.set_practice_aside(it.id, None).await.unwrap();
    bench.app.say_of_lesson(entry, None, Said::Practise).await.unwrap();
    assert_eq!(bench.app.practice(it.id).await.unwrap().practice.turn(), Turn::Begun);
}

#[tokio::test]
async fn only_what_is_built_can_be_installed() {
    let bench = Bench::new().await;
    let it = one_habit(&bench).await.practice;
    let refused = bench.app.note_moment(it.id, &Noted::quick(Outcome::Installed)).await;
    assert!(matches!(refused, Err(AppError::Invalid(_))), "{refused:?}");
    planned(&bench, "No alarm", &json!([{"cue": "the disk fills", "act": "it alarms", "kind": "system"}]))
        .await;
    let practised = bench.app.practices().await.unwrap();
    let built = practised.iter().find(|it| it.title == "No alarm").unwrap().practice.id;
    bench.app.note_moment(built, &Noted::quick(Outcome::Installed)).await.unwrap();
    assert_eq!(bench.app.practice(built).await.unwrap().growth.state, State::Practising);
}

#[tokio::test]
async fn ratings_are_kept_and_taken_back() {
    let bench = Bench::new().await;
    let it = one_habit(&bench).await.practice;
    bench.app.rate_practice(it.id, None, None, Scores::One(5)).await.unwrap();
    bench.app.rate_practice(it.id, None, None, Scores::Four([5, 6, 5, 6])).await.unwrap();
    bench.app.unrate_practice(it.id, None).await.unwrap();
    let ratings = bench.app.practice(it.id).await.unwrap().practice.ratings;
    assert_eq!(ratings.iter().map(|rating| rating.scores).collect::<Vec<_>>(), [Scores::One(5)]);
}

#[tokio::test]
async fn a_moment_is_noted_once_under_one_key() {
    let bench = Bench::new().await;
    let it = one_habit(&bench).await.practice;
    let once = bench.app.once("k", "noted".to_owned()).unwrap();
    let first = once.note_moment(it.id, &did(Did::Done)).await.unwrap();
    assert_eq!(once.note_moment(it.id, &did(Did::Done)).await.unwrap(), first);
    assert_eq!(bench.app.practice(it.id).await.unwrap().observed.len(), 1);
}

#[tokio::test]
async fn what_was_closed_elsewhere_is_planned_when_somebody_looks() {
    let bench = Bench::new().await;
    bench.app.fill_with_demo().await.unwrap();
    let practised = bench.app.practices().await.unwrap();
    assert!(practised.len() > 10, "{}", practised.len());
    let begun = practised.iter().filter(|it| it.practice.turn() == Turn::Begun).count();
    assert!(begun >= 3);
    assert_eq!(bench.app.practices().await.unwrap(), practised, "looking again changes nothing");
}

#[tokio::test]
async fn no_word_of_practice_stays_in_the_file_when_its_entry_is_erased() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::at(&Place::Sqlite(folder.path().join("hansei.db"))).await;
    let entry = planned(&bench, "It went wrong", &json!([{"cue": "the xylophone", "act": "stop"}])).await;
    let it = bench.app.practices().await.unwrap().remove(0).practice;
    let noted = Noted { note: Some("the yodeller came".parse().unwrap()), ..did(Did::Done) };
    bench.app.note_moment(it.id, &noted).await.unwrap();
    assert!(is_in_a_file(folder.path(), "yodeller"));
    bench.app.delete(entry, None).await.unwrap();
    bench.app.erase(entry, None).await.unwrap();
    assert!(!is_in_a_file(folder.path(), "xylophone"));
    assert!(!is_in_a_file(folder.path(), "yodeller"));
}

#[tokio::test]
async fn what_can_only_be_read_is_shown_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hansei.db");
    let bench = Bench::at(&Place::Sqlite(file.clone())).await;
    planned(&bench, "It went wrong", &json!([{"cue": "an order", "act": "read it back"}])).await;
    let reading = bench.reading(&file).await;
    let practised = reading.practices().await.unwrap();
    assert_eq!(practised[0].practice.turn(), Turn::Begun, "begun for whoever looks, and kept another time");
    assert_eq!(bench.app.practices().await.unwrap()[0].version, 2);
}

#[tokio::test]
async fn a_review_that_comes_in_whole_is_practised_like_any_other() {
    let bench = Bench::new().await;
    assert_eq!(bench.app.practices().await.unwrap(), []);
    let capture = Capture { text: "The order was misheard".to_owned(), ..Capture::default() };
    let said = closed(&json!([{"cue": "an order comes by phone", "act": "read it back"}]));
    bench.app.answer(About::New(capture), &Details::default(), &said).await.unwrap();
    assert_eq!(bench.app.practices().await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_changed_around_a_practice_is_kept_with_it_and_erased_with_its_entry() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hansei.db");
    let bench = Bench::at(&Place::Sqlite(file.clone())).await;
    let entry =
        planned(&bench, "The order was misheard", &json!([{"cue": "an order comes", "act": "read it back"}]))
            .await;
    let id = bench.app.practices().await.unwrap()[0].practice.id;
    let words = "The zebra shift has one nurse fewer".parse().unwrap();
    let saved = bench.app.say_around(id, None, Some(&words)).await.unwrap();
    assert_eq!(bench.app.practice(id).await.unwrap().practice.around, Some(words));
    assert!(bench.app.say_around(id, Some(saved.version - 1), None).await.is_err());
    assert!(is_in_a_file(folder.path(), "zebra"));
    bench.app.erase(entry, None).await.unwrap();
    bench.app.store().close().await;
    assert!(!is_in_a_file(folder.path(), "zebra"));
}

#[tokio::test]
async fn what_was_taken_out_is_listed_until_it_is_brought_back() {
    let bench = Bench::new().await;
    let id = one_habit(&bench).await.practice.id;
    let noted = bench.app.note_moment(id, &did(Did::Done)).await.unwrap().id;
    assert_eq!(bench.app.removed_opportunities_of(id).await.unwrap(), []);
    bench.app.remove_moment(noted, None).await.unwrap();
    let removed = bench.app.removed_opportunities_of(id).await.unwrap();
    assert_eq!(removed.iter().map(|it| it.opportunity.id).collect::<Vec<_>>(), [noted]);
    bench.app.undo_moment(noted, None).await.unwrap();
    assert_eq!(bench.app.removed_opportunities_of(id).await.unwrap(), []);
    assert_eq!(bench.app.practice(id).await.unwrap().observed.len(), 1);
}

#[tokio::test]
async fn numbers_that_were_set_back_are_undone() {
    let bench = Bench::new().await;
    assert!(bench.app.undo_parameters().await.is_err());
    let mine = bench.app.set_parameter("most_in_practice", 2.0).await.unwrap();
    bench.app.set_parameters(&Parameters::default()).await.unwrap();
    assert_eq!(bench.app.undo_parameters().await.unwrap(), mine);
    assert_eq!(bench.app.parameters().await.unwrap(), mine);
    assert_eq!(bench.app.undo_parameters().await.unwrap(), Parameters::default());
}

#[tokio::test]
async fn a_lookup_expects_the_moments_of_what_is_clearly_about_it_and_of_nothing_else() {
    let bench = Bench::new().await;
    one_habit(&bench).await;
    bench.pass(3 * DAY);
    let expected = async |words: &str| {
        let looked = bench.app.look_up(words, &hansei_store::Filter::default(), true, 9).await.unwrap();
        assert!(!looked.hits.is_empty(), "{words} finds it");
        bench.app.expect_looked_up(words, &looked).await.unwrap().len()
    };
    assert_eq!((expected("the").await, expected("orders").await), (0, 1));
    for number in 0..3 {
        bench.log(&format!("order number {number}")).await;
    }
    assert_eq!(expected("order").await, 0, "much is about that word");
    assert_eq!(expected("order misheard").await, 1);
}
