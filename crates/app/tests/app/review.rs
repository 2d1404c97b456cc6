use hansei_app::AppError;
use hansei_app::review::{CauseChange, Reviewed};
use hansei_method::factor::Control;
use hansei_method::question::Question;
use hansei_method::stage::StageKind;

use crate::harness::{Bench, json};

fn whole() -> Reviewed {
    Reviewed {
        intended: json(
            r#"{"statement": "deliver", "targets": [{"name": "Day", "slot": {"deadline": "2026-03-15"}}]}"#,
        ),
        happened: json(
            r#"{"moments": [{"what": "it went out"}], "outcomes": [{"target": 1, "actual": {"date": "2026-03-22"}}]}"#,
        ),
        why: json(r#"{"causes": [{"statement": "the scope grew", "chosen": true}]}"#),
        next: json(r#"{"lesson": "scope moves", "choice": {"way": "retry", "reason": "it is worth it"}}"#),
        finish: true,
        ..Reviewed::default()
    }
}

#[tokio::test]
async fn a_review_is_finished_in_one_go_and_fills_the_log() {
    let bench = Bench::new().await;
    let id = bench.log("2026-03-22: The proposal was late").await;
    bench.app.review(id, Some(1), &whole()).await.unwrap();
    let line = bench.app.list(&hansei_store::Filter::default(), None, 10).await.unwrap().lines.remove(0);
    assert_eq!(line.stage, StageKind::Done);
    assert_eq!(line.record.root_cause.as_deref(), Some("the scope grew"));
    assert_eq!(line.record.lesson.as_deref(), Some("scope moves"));
}

#[tokio::test]
async fn a_refused_part_refuses_the_whole() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let early = Reviewed {
        next: json(r#"{"lesson": "x"}"#),
        intended: json(r#"{"statement": "y"}"#),
        ..Reviewed::default()
    };
    assert!(matches!(bench.app.review(id, None, &early).await, Err(AppError::Invalid(_))));
    assert_eq!(bench.app.entry(id).await.unwrap().version, 1);
}

#[tokio::test]
async fn a_change_on_top_of_an_old_version_is_a_conflict() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    bench.app.review(id, Some(1), &whole()).await.unwrap();
    assert!(matches!(bench.app.review(id, Some(1), &whole()).await, Err(AppError::Conflict(_))));
}

#[tokio::test]
async fn saying_the_same_again_is_no_new_version() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let said = Reviewed { intended: json(r#"{"statement": "y"}"#), ..Reviewed::default() };
    let first = bench.app.review(id, None, &said).await.unwrap();
    bench.pass(60);
    assert_eq!(bench.app.review(id, None, &said).await.unwrap(), first);
}

#[tokio::test]
async fn an_answer_takes_its_draft_along() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    bench.app.keep_draft(id, Question::Intended, "statement=y".to_owned()).await.unwrap();
    let said = Reviewed { intended: json(r#"{"statement": "y"}"#), ..Reviewed::default() };
    bench.app.review(id, None, &said).await.unwrap();
    assert_eq!(bench.app.draft(id, Question::Intended).await.unwrap(), None);
}

#[tokio::test]
async fn a_refused_answer_leaves_its_draft() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    bench.app.keep_draft(id, Question::Why, "cause=y".to_owned()).await.unwrap();
    let early = Reviewed { why: json(r#"{"causes": [{"statement": "x"}]}"#), ..Reviewed::default() };
    bench.app.review(id, None, &early).await.unwrap_err();
    assert!(bench.app.draft(id, Question::Why).await.unwrap().is_some());
}

#[tokio::test]
async fn minutes_count_while_somebody_works() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    bench.app.resume(id).await.unwrap();
    bench.pass(240);
    bench.app.pause(id).await.unwrap();
    bench.pass(3_600);
    let said = Reviewed { intended: json(r#"{"statement": "y"}"#), ..Reviewed::default() };
    bench.app.review(id, None, &said).await.unwrap();
    let spent = bench.app.entry(id).await.unwrap().entry.review.spent;
    assert_eq!((spent.seconds, spent.is_running()), (240, true));
}

#[tokio::test]
async fn the_tree_of_causes_grows_one_change_at_a_time() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let skipped = json(r#"{"intended": "nothing was planned", "happened": "nobody took notes"}"#);
    bench.app.review(id, None, &Reviewed { skipped, ..Reviewed::default() }).await.unwrap();
    for cause in [r#"{"statement": "the scope grew"}"#, r#"{"statement": "no clause", "under": 1}"#] {
        bench.app.change_causes(id, None, &CauseChange::Add(json(cause))).await.unwrap();
    }
    bench.app.change_causes(id, None, &CauseChange::Choose(2, true)).await.unwrap();
    bench.app.change_causes(id, None, &CauseChange::Sort(2, Control::Mine)).await.unwrap();
    let kept = bench.app.entry(id).await.unwrap();
    assert_eq!(kept.entry.record().root_cause.as_deref(), Some("no clause"));
    assert_eq!(kept.entry.controls().into_iter().collect::<Vec<_>>(), [Control::Mine]);
    let unknown = bench.app.change_causes(id, None, &CauseChange::Choose(9, true)).await;
    assert!(matches!(unknown, Err(AppError::NotFound(_))));
}

#[tokio::test]
async fn a_finished_review_opens_again_with_what_is_new() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    bench.app.review(id, None, &whole()).await.unwrap();
    let reason = "the invoice turned up".parse().unwrap();
    bench.app.reopen(id, None, Some(&reason)).await.unwrap();
    let entry = bench.app.entry(id).await.unwrap().entry;
    assert_eq!(entry.review.answers.kind(), StageKind::Next);
    assert_eq!(entry.review.reopened[0].reason, Some(reason));
}

#[tokio::test]
async fn an_entry_that_could_not_be_moved_out_and_in_again_is_refused_and_nothing_changes() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let long: hansei_method::text::Text = "a ".repeat(500_000).parse().unwrap();
    let park = vec![long; 9];
    let refused = bench.app.review(id, None, &Reviewed { park, ..Reviewed::default() }).await;
    assert!(matches!(refused, Err(AppError::Invalid(_))));
    assert_eq!(bench.app.entry(id).await.unwrap().version, 1);
}
