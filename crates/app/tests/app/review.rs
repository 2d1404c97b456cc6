use hansei_app::AppError;
use hansei_app::capture::Capture;
use hansei_app::draft::Writer;
use hansei_app::entry::Details;
use hansei_app::review::{About, CauseChange, Reviewed};
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

fn late() -> Capture {
    Capture { text: "The proposal was late".to_owned(), ..Capture::default() }
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
async fn what_is_said_in_one_go_keeps_together_whatever_numbers_it_gets() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    bench.app.review(id, None, &Reviewed { finish: false, ..whole() }).await.unwrap();
    let other = Reviewed {
        intended: json(r#"{"targets": [{"name": "Price", "slot": {"amount": "$2"}}]}"#),
        happened: json(r#"{"outcomes": [{"target": 1, "actual": {"amount": "$3"}}]}"#),
        ..Reviewed::default()
    };
    let first = bench.app.review(id, None, &other).await.unwrap();
    assert_eq!(bench.app.review(id, None, &other).await.unwrap(), first);
    let entry = bench.app.entry(id).await.unwrap().entry;
    let target = entry.review.answers.intended().unwrap().given().unwrap().targets.as_slice()[0].number;
    let outcome = entry.review.answers.happened().unwrap().given().unwrap().outcomes[0].target;
    assert_eq!((target, outcome), (2, 2));
}

#[tokio::test]
async fn an_answered_question_is_not_passed_over_and_keeps_its_draft() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let answered = Reviewed { intended: json(r#"{"statement": "y"}"#), ..Reviewed::default() };
    let saved = bench.app.review(id, None, &answered).await.unwrap();
    bench.app.keep_draft(id, Question::Intended, "statement=z".to_owned(), None).await.unwrap();
    let skipped = || json(r#"{"intended": "nothing was planned"}"#);
    for said in
        [Reviewed { skipped: skipped(), ..Reviewed::default() }, Reviewed { skipped: skipped(), ..answered }]
    {
        assert!(matches!(bench.app.review(id, None, &said).await, Err(AppError::Invalid(_))));
    }
    assert_eq!(bench.app.entry(id).await.unwrap().version, saved.version);
    assert!(bench.app.draft(id, Question::Intended).await.unwrap().is_some());
}

#[tokio::test]
async fn a_reworded_cause_takes_its_sorted_factor_along() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    bench.app.review(id, None, &Reviewed { finish: false, ..whole() }).await.unwrap();
    bench.app.change_causes(id, None, &CauseChange::Sort(1, Control::Mine), Writer::Page).await.unwrap();
    let reworded = CauseChange::Replace(1, json(r#"{"statement": "the client asked for more"}"#));
    bench.app.change_causes(id, None, &reworded, Writer::Page).await.unwrap();
    let entry = bench.app.entry(id).await.unwrap().entry;
    let words = entry.analysis().unwrap().factors.as_slice()[0].statement.as_str();
    assert_eq!(words, "the client asked for more");
}

#[tokio::test]
async fn an_entry_is_made_described_and_reviewed_in_one_revision() {
    let bench = Bench::new().await;
    let details = Details { tags: Some([json(r#""proposal""#)].into()), ..Details::default() };
    let saved = bench.app.answer(About::New(late()), &details, &whole()).await.unwrap();
    let kept = bench.app.entry(saved.id).await.unwrap();
    assert_eq!((saved.version, kept.version, kept.entry.tags.len()), (1, 1, 1));
    assert_eq!(kept.entry.review.answers.kind(), StageKind::Done);
    let history = bench.app.history(saved.id, None).await.unwrap();
    assert_eq!(history.iter().map(|line| line.action.as_str()).collect::<Vec<_>>(), ["logged and finished"]);
}

#[tokio::test]
async fn an_entry_is_described_and_answered_in_one_revision() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let details = Details { tags: Some([json(r#""proposal""#)].into()), ..Details::default() };
    let saved = bench.app.answer(About::Entry(id), &details, &whole()).await.unwrap();
    assert_eq!(saved.version, 2);
    let only = Details { tags: Some([].into()), ..Details::default() };
    bench.app.answer(About::Entry(id), &only, &Reviewed::default()).await.unwrap();
    let history = bench.app.history(id, None).await.unwrap();
    let actions: Vec<_> = history.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(actions, ["changed the details", "finished", "logged"]);
}

#[tokio::test]
async fn a_new_entry_whose_answers_are_refused_is_not_made() {
    let bench = Bench::new().await;
    let mut without_choice = whole();
    without_choice.next = json(r#"{"lesson": "scope moves"}"#);
    let refused = bench.app.answer(About::New(late()), &Details::default(), &without_choice).await;
    assert!(matches!(refused, Err(AppError::Invalid(_))));
    let lines = bench.app.list(&hansei_store::Filter::default(), None, 10).await.unwrap().lines;
    assert!(lines.is_empty(), "{lines:?}");
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
    bench.app.keep_draft(id, Question::Intended, "statement=y".to_owned(), None).await.unwrap();
    let said = Reviewed { intended: json(r#"{"statement": "y"}"#), ..Reviewed::default() };
    bench.app.review(id, None, &said).await.unwrap();
    assert_eq!(bench.app.draft(id, Question::Intended).await.unwrap(), None);
}

#[tokio::test]
async fn a_refused_answer_leaves_its_draft() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    bench.app.keep_draft(id, Question::Why, "cause=y".to_owned(), None).await.unwrap();
    let early = Reviewed { why: json(r#"{"causes": [{"statement": "x"}]}"#), ..Reviewed::default() };
    bench.app.review(id, None, &early).await.unwrap_err();
    assert!(bench.app.draft(id, Question::Why).await.unwrap().is_some());
}

#[tokio::test]
async fn minutes_count_while_somebody_works() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    bench.app.resume(id, None).await.unwrap();
    bench.pass(240);
    bench.app.pause(id, None).await.unwrap();
    bench.pass(3_600);
    let intended = json(r#"{"statement": "y"}"#);
    let said = Reviewed { intended, typed_in: Some(Writer::Page), ..Reviewed::default() };
    bench.app.review(id, None, &said).await.unwrap();
    let spent = bench.app.entry(id).await.unwrap().entry.review.spent;
    assert_eq!((spent.seconds, spent.is_running()), (240, true));
}

#[tokio::test]
async fn a_program_is_no_person_at_work() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let spent = async || bench.app.entry(id).await.unwrap().entry.review.spent;
    let said = Reviewed { finish: false, ..whole() };
    bench.app.review(id, None, &said).await.unwrap();
    let added = CauseChange::Add(json(r#"{"statement": "no clause"}"#));
    bench.app.change_causes(id, None, &added, Writer::Program).await.unwrap();
    bench.pass(300);
    let park = vec!["ask".parse().unwrap()];
    bench.app.review(id, None, &Reviewed { park, ..Reviewed::default() }).await.unwrap();
    assert_eq!((spent().await.seconds, spent().await.running_since), (0, None));
    // Nor does it stop the clock of somebody who is at work.
    bench.app.resume(id, None).await.unwrap();
    let since = spent().await.running_since;
    bench.pass(60);
    let park = vec!["ask again".parse().unwrap()];
    bench.app.review(id, None, &Reviewed { park, ..Reviewed::default() }).await.unwrap();
    assert_eq!(spent().await.running_since, since);
    let added = About::New(late());
    let made = bench.app.answer(added, &Details::default(), &said).await.unwrap().id;
    assert!(!bench.app.entry(made).await.unwrap().entry.review.spent.is_running());
}

#[tokio::test]
async fn the_tree_of_causes_grows_one_change_at_a_time() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let skipped = json(r#"{"intended": "nothing was planned", "happened": "nobody took notes"}"#);
    bench.app.review(id, None, &Reviewed { skipped, ..Reviewed::default() }).await.unwrap();
    for cause in [r#"{"statement": "the scope grew"}"#, r#"{"statement": "no clause", "under": 1}"#] {
        bench.app.change_causes(id, None, &CauseChange::Add(json(cause)), Writer::Page).await.unwrap();
    }
    bench.app.change_causes(id, None, &CauseChange::Choose(2, true), Writer::Page).await.unwrap();
    bench.app.change_causes(id, None, &CauseChange::Sort(2, Control::Mine), Writer::Page).await.unwrap();
    let kept = bench.app.entry(id).await.unwrap();
    assert_eq!(kept.entry.record().root_cause.as_deref(), Some("no clause"));
    assert_eq!(kept.entry.controls().into_iter().collect::<Vec<_>>(), [Control::Mine]);
    let unknown = bench.app.change_causes(id, None, &CauseChange::Choose(9, true), Writer::Page).await;
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
    assert!(!entry.review.spent.is_running());
}

#[tokio::test]
async fn a_review_that_is_put_off_counts_no_time() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    bench.app.resume(id, None).await.unwrap();
    bench.pass(60);
    bench.app.put_off(id, None, Some("2026-05-20".parse().unwrap())).await.unwrap();
    bench.pass(60);
    bench.app.pause(id, None).await.unwrap();
    assert_eq!(bench.app.entry(id).await.unwrap().entry.review.spent.seconds, 60);
}

#[tokio::test]
async fn whoever_goes_on_with_what_was_put_off_waits_for_no_day() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    bench.app.put_off(id, None, Some("2026-05-20".parse().unwrap())).await.unwrap();
    bench.app.resume(id, None).await.unwrap();
    assert_eq!(bench.app.entry(id).await.unwrap().entry.review.not_before, None);
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
