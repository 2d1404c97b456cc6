//! A lesson that comes back as a question, one a day at most.

use hansei_app::review::Reviewed;
use hansei_method::id::EntryId;
use hansei_method::standing::Said;

use crate::harness::*;

const DAY: i64 = 24 * 60 * 60;

/// Logs something, and reviews it to the end with a lesson.
async fn learned(bench: &Bench, lesson: &str) -> EntryId {
    let id = bench.log(&format!("It went wrong, and so: {lesson}")).await;
    let answers = Reviewed {
        intended: json(r#"{"statement": "It goes well"}"#),
        happened: json(r#"{"moments": [{"what": "It went wrong"}]}"#),
        why: json(r#"{"factors": [{"statement": "My estimate", "control": "mine"}]}"#),
        next: Some(json(&format!(
            r#"{{"lesson": "{lesson}", "knowledge_only": true,
            "choice": {{"way": "retry", "reason": "The aim is the same"}}}}"#
        ))),
        finish: true,
        ..Reviewed::default()
    };
    bench.app.review(id, None, &answers).await.unwrap();
    id
}

async fn lesson(bench: &Bench) -> Option<EntryId> {
    bench.app.today().await.unwrap().lesson.map(|line| line.id)
}

#[tokio::test]
async fn a_lesson_comes_back_after_a_month_and_only_one_a_day() {
    let bench = Bench::new().await;
    let first = learned(&bench, "Ask first").await;
    bench.pass(DAY);
    let second = learned(&bench, "Write the unit").await;
    bench.pass(28 * DAY);
    assert_eq!(lesson(&bench).await, None);
    bench.pass(3 * DAY);
    assert_eq!(lesson(&bench).await, Some(first));
    bench.app.say_of_lesson(first, None, Said::Keep).await.unwrap();
    assert_eq!(lesson(&bench).await, None, "one a day at most");
    bench.pass(DAY);
    assert_eq!(lesson(&bench).await, Some(second));
    bench.app.no_more_lessons_today().await.unwrap();
    assert_eq!(lesson(&bench).await, None);
    bench.pass(DAY);
    assert_eq!(lesson(&bench).await, Some(second), "what was waved away comes again");
    bench.app.say_of_lesson(second, None, Said::Retire).await.unwrap();
    bench.pass(87 * DAY);
    assert_eq!(lesson(&bench).await, None);
    bench.pass(2 * DAY);
    assert_eq!(lesson(&bench).await, Some(first), "a quarter after the answer");
}

#[tokio::test]
async fn a_retired_lesson_comes_back_when_that_is_undone() {
    let bench = Bench::new().await;
    let id = learned(&bench, "Ask first").await;
    bench.pass(40 * DAY);
    bench.app.say_of_lesson(id, None, Said::Retire).await.unwrap();
    bench.pass(DAY);
    assert_eq!(lesson(&bench).await, None);
    bench.app.undo(id, None).await.unwrap();
    assert_eq!(lesson(&bench).await, Some(id));
}

#[tokio::test]
async fn the_lesson_of_a_deleted_entry_does_not_come_back_until_the_entry_does() {
    let bench = Bench::new().await;
    let id = learned(&bench, "Ask first").await;
    bench.pass(40 * DAY);
    bench.app.delete(id, None).await.unwrap();
    assert_eq!(lesson(&bench).await, None);
    bench.app.take_back(id, None).await.unwrap();
    assert_eq!(lesson(&bench).await, Some(id));
}

#[tokio::test]
async fn nothing_can_be_said_of_a_lesson_that_is_not_there() {
    let bench = Bench::new().await;
    let id = bench.log("It went wrong").await;
    let refused = bench.app.say_of_lesson(id, None, Said::Keep).await.unwrap_err();
    assert_eq!(refused.to_string(), "this entry has no lesson yet; finish its review with one first");
}
