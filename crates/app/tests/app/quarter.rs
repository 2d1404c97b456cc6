//! The review of a period: what is due, what is asked, and what is frozen.

use hansei_app::AppError;
use hansei_app::entry::Details;
use hansei_app::export::Format;
use hansei_app::import::Import;
use hansei_app::quarter::{document, is_as_frozen};
use hansei_app::share::Form;
use hansei_method::growth::State;
use hansei_method::id::{EntryId, QuarterId};
use hansei_method::opportunity::Did;
use hansei_method::practice::Turn;
use hansei_method::quarter::{Asked, Decision, Period, Verdict};
use hansei_store::{Filter, Place};
use jiff::civil::date;
use serde_json::json;

use crate::harness::*;
use crate::library::is_in_a_file;
use crate::practice::{did, one_habit, planned};

const DAY: i64 = 24 * 60 * 60;

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

/// Freezes the review of a period with one sentence in it.
async fn frozen(bench: &Bench, of: &str) -> QuarterId {
    let id = bench.app.begin_quarter(Some(period(of))).await.unwrap().id;
    let say = |answers: &mut hansei_method::quarter::Answers| {
        answers.say(Asked::Taken, Some("Zebras hand over badly.".parse().unwrap()));
    };
    bench.app.answer_quarter(id, None, say).await.unwrap();
    bench.app.freeze_quarter(id, None).await.unwrap();
    id
}

/// The content of a review as the file holds it.
async fn written(bench: &Bench, id: QuarterId) -> String {
    serde_json::to_string(&bench.app.quarter(id).await.unwrap().quarter).unwrap()
}

#[tokio::test]
async fn nothing_is_due_while_the_log_is_empty() {
    let bench = Bench::new().await;
    let quarters = bench.app.quarters().await.unwrap();
    assert_eq!(
        (quarters.due_on, quarters.offered, quarters.drafts, quarters.frozen),
        (None, None, vec![], vec![])
    );
    let report = bench.app.report_of(period("2026-Q2")).await.unwrap();
    assert_eq!((report.entries.entries, report.lessons.all(), report.earlier), (0, 0, None));
}

#[tokio::test]
async fn a_review_is_due_a_quarter_after_the_first_entry_and_then_after_the_last_review() {
    let bench = Bench::new().await;
    bench.log("The proposal came late").await;
    assert_eq!(bench.app.quarter_due().await.unwrap(), Some(date(2026, 8, 14)));
    bench.pass(92 * DAY);
    let quarters = bench.app.quarters().await.unwrap();
    assert!(quarters.is_due(date(2026, 8, 14)) && !quarters.is_due(date(2026, 8, 13)));
    assert_eq!(quarters.offered, Some(period("2026-Q2")));
    frozen(&bench, "2026-Q2").await;
    assert_eq!(bench.app.quarter_due().await.unwrap(), Some(date(2026, 9, 30)));
    assert_eq!(bench.app.quarters().await.unwrap().offered, Some(period("2026-Q3")));
}

#[tokio::test]
async fn what_is_skipped_is_due_a_quarter_later_and_leaves_nothing_behind() {
    let bench = Bench::new().await;
    bench.log("The proposal came late").await;
    bench.app.skip_quarter().await.unwrap();
    bench.app.skip_quarter().await.unwrap();
    let quarters = bench.app.quarters().await.unwrap();
    assert_eq!(quarters.due_on, Some(date(2027, 2, 14)));
    assert_eq!((quarters.drafts.len(), quarters.frozen.len()), (0, 0));
    bench.app.review_every(1).await.unwrap();
    assert_eq!(bench.app.quarter_due().await.unwrap(), Some(date(2026, 12, 14)));
    assert!(matches!(bench.app.review_every(13).await, Err(AppError::Invalid(_))));
}

#[tokio::test]
async fn a_period_may_reach_to_the_ends_of_the_calendar() {
    let bench = Bench::new().await;
    bench.log("The proposal came late").await;
    for text in ["0001-01-01..9999-12-31", "2026-01-01..9999-12-31", "0001", "0001-01-01..2026-05-14"] {
        let id = bench.app.begin_quarter(Some(period(text))).await.unwrap().id;
        let told = bench.app.look_back(id).await.unwrap().report;
        assert_eq!(told.entries.entries, u32::from(text != "0001"), "{text}");
    }
}

#[tokio::test]
async fn a_period_has_one_draft_and_goes_on_with_it() {
    let bench = Bench::new().await;
    let first = bench.app.begin_quarter(Some(period("2026-Q2"))).await.unwrap();
    assert_eq!(bench.app.begin_quarter(Some(period("2026-04-01..2026-06-30"))).await.unwrap(), first);
    let other = bench.app.begin_quarter(Some(period("2026-05"))).await.unwrap();
    assert_ne!(other.id, first.id);
    let ahead = bench.app.begin_quarter(Some(period("2026-Q3"))).await;
    assert!(matches!(ahead, Err(AppError::Invalid(_))), "{ahead:?}");
    let stale = bench.app.answer_quarter(first.id, Some(7), |_| ()).await;
    assert!(matches!(stale, Err(AppError::Conflict(_))), "{stale:?}");
    for text in ["2026-Q2", &first.id.to_string()[..18]] {
        assert_eq!(bench.app.find_quarter(text).await.unwrap(), first.id);
    }
}

#[tokio::test]
async fn what_is_frozen_stays_byte_for_byte_whatever_becomes_of_the_log() {
    let bench = Bench::new().await;
    let practised = one_habit(&bench).await;
    for _ in 0..3 {
        bench.app.note_moment(practised.practice.id, &did(Did::Done)).await.unwrap();
        bench.pass(DAY);
    }
    let id = frozen(&bench, "2026-Q2").await;
    let look = bench.app.look_back(id).await.unwrap();
    let line = &look.report.moved[0];
    assert_eq!((line.title.as_str(), line.state), ("The order was misheard", State::Practising));
    assert_eq!(line.evidence[0], "Planned on 14 May 2026; since then the moment came up 3 times: 3 done.");
    let pages = |form| document(&look.kept.quarter, &look.report, form);
    let before = (written(&bench, id).await, pages(Form::Html), pages(Form::Markdown));

    let entry = bench.app.list(&Filter::default(), None, 1).await.unwrap().lines[0].id;
    let details = Details { title: Some("Another title".parse().unwrap()), ..Details::default() };
    bench.app.describe(entry, None, &details).await.unwrap();
    bench.app.note_moment(practised.practice.id, &did(Did::Missed)).await.unwrap();
    bench.app.retire_practice(practised.practice.id, None).await.unwrap();
    planned(&bench, "Another one", &json!([{"cue": "it rains", "act": "take the bus"}])).await;
    bench.app.delete(entry, None).await.unwrap();
    bench.app.set_parameter("half_life_days", 10.0).await.unwrap();

    let look = bench.app.look_back(id).await.unwrap();
    let pages = |form| document(&look.kept.quarter, &look.report, form);
    assert_eq!((written(&bench, id).await, pages(Form::Html), pages(Form::Markdown)), before);
    assert_eq!(is_as_frozen(&look.kept.quarter), Some(true));
    let refused = bench.app.answer_quarter(id, None, |answers| answers.taken = None).await;
    assert!(matches!(refused, Err(AppError::Invalid(_))), "{refused:?}");
    let again = bench.app.freeze_quarter(id, None).await;
    assert!(matches!(again, Err(AppError::Invalid(_))), "{again:?}");
    let second = bench.app.begin_quarter(Some(period("2026-Q2"))).await;
    assert!(matches!(second, Err(AppError::Conflict(_))), "{second:?}");
}

#[tokio::test]
async fn a_review_that_was_tampered_with_is_found_out() {
    let bench = Bench::new().await;
    let id = frozen(&bench, "2026-Q2").await;
    let mut quarter = bench.app.quarter(id).await.unwrap().quarter;
    quarter.answers.taken = Some("Zebras hand over well.".parse().unwrap());
    assert_eq!(is_as_frozen(&quarter), Some(false));
}

#[tokio::test]
async fn what_was_decided_of_lessons_is_done_with_the_freezing() {
    let bench = Bench::new().await;
    let cues = ["one", "two", "three"].map(|cue| json!({"cue": cue, "act": "stop"}));
    planned(&bench, "First", &json!(cues)).await;
    planned(&bench, "Second", &json!([{"cue": "four", "act": "stop"}])).await;
    let practised = bench.app.practices().await.unwrap();
    let turn = |at: usize| practised[at].practice.turn();
    assert_eq!([turn(0), turn(3)], [Turn::Begun, Turn::Waiting]);
    let id = bench.app.begin_quarter(Some(period("2026-Q2"))).await.unwrap().id;
    let (let_go, begun) = (practised[0].practice.id, practised[3].practice.id);
    bench
        .app
        .answer_quarter(id, None, |answers| {
            let note = Some("it asked too much".parse().unwrap());
            answers.decide(Decision { practice: let_go, verdict: Some(Verdict::Retire), note });
            answers.decide(Decision { practice: begun, verdict: Some(Verdict::Practise), note: None });
        })
        .await
        .unwrap();
    assert_eq!(
        bench.app.practice(let_go).await.unwrap().practice.turn(),
        Turn::Begun,
        "a draft does nothing"
    );
    bench.app.freeze_quarter(id, None).await.unwrap();
    assert_eq!(bench.app.practice(let_go).await.unwrap().practice.turn(), Turn::Ended);
    assert_eq!(bench.app.practice(begun).await.unwrap().practice.turn(), Turn::Begun);
    let decided = bench.app.look_back(id).await.unwrap().report.decided;
    let told: Vec<_> = decided.iter().map(|it| (it.verdict, it.note.as_deref())).collect();
    assert_eq!(told, [(Some(Verdict::Retire), Some("it asked too much")), (Some(Verdict::Practise), None)]);
    bench.app.resume_practice(let_go, None).await.unwrap();
}

#[tokio::test]
async fn a_removed_review_comes_back_and_an_erased_one_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::at(&Place::Sqlite(folder.path().join("hansei.db"))).await;
    let id = frozen(&bench, "2026-Q2").await;
    bench.app.remove_quarter(id, None).await.unwrap();
    assert!(matches!(bench.app.quarter(id).await, Err(AppError::NotFound(_))));
    assert_eq!(bench.app.removed_quarters().await.unwrap()[0].quarter.id, id);
    let other = bench.app.begin_quarter(Some(period("2026-Q2"))).await.unwrap().id;
    let taken = bench.app.take_back_quarter(id, None).await;
    assert!(matches!(taken, Err(AppError::Conflict(_))), "{taken:?}");
    bench.app.remove_quarter(other, None).await.unwrap();
    bench.app.take_back_quarter(id, None).await.unwrap();
    assert_eq!(is_as_frozen(&bench.app.quarter(id).await.unwrap().quarter), Some(true));
    assert!(is_in_a_file(folder.path(), "Zebras"));
    bench.app.erase_quarter(id, None).await.unwrap();
    assert!(!is_in_a_file(folder.path(), "Zebras"));
}

#[tokio::test]
async fn no_word_of_an_erased_entry_stays_in_a_frozen_review() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::at(&Place::Sqlite(folder.path().join("hansei.db"))).await;
    let entry: EntryId =
        planned(&bench, "Xylophones fell", &json!([{"cue": "a xylophone comes", "act": "hold it"}])).await;
    let practised = bench.app.practices().await.unwrap().remove(0);
    bench.app.note_moment(practised.practice.id, &did(Did::Done)).await.unwrap();
    let id = frozen(&bench, "2026-Q2").await;
    assert!(written(&bench, id).await.contains("Xylophones"));
    bench.app.erase(entry, None).await.unwrap();
    assert!(!is_in_a_file(folder.path(), "ylophone"));
    let quarter = bench.app.quarter(id).await.unwrap().quarter;
    assert_eq!(is_as_frozen(&quarter), None);
    assert_eq!(quarter.frozen.unwrap().report.lessons.moved, 1, "what was counted stays counted");
}

#[tokio::test]
async fn a_review_goes_out_and_comes_in_without_loss() {
    let bench = Bench::new().await;
    let practised = one_habit(&bench).await;
    bench.app.note_moment(practised.practice.id, &did(Did::Done)).await.unwrap();
    let id = frozen(&bench, "2026-Q2").await;
    let draft = bench.app.begin_quarter(Some(period("2026-05"))).await.unwrap().id;
    let mut file = Vec::new();
    bench.app.export(Format::JsonLines, &Filter::default(), &mut file).await.unwrap();
    let there = Bench::new().await;
    let preview = there.app.import_preview(file.as_slice(), None).await.unwrap();
    assert_eq!((preview.quarters, preview.quarters_different), (2, 0));
    let imported = there.app.import(file.as_slice(), Import::default()).await.unwrap();
    assert_eq!((imported.quarters, imported.bad), (2, 0));
    for id in [id, draft] {
        assert_eq!(written(&there, id).await, written(&bench, id).await);
    }
    assert_eq!(is_as_frozen(&there.app.quarter(id).await.unwrap().quarter), Some(true));
    let again = there.app.import(file.as_slice(), Import::default()).await.unwrap();
    assert_eq!(again.quarters, 0);
}

#[tokio::test]
async fn what_is_frozen_here_is_not_replaced_by_a_file() {
    let (bench, there) = (Bench::new().await, Bench::new().await);
    frozen(&bench, "2026-Q2").await;
    there.log("Something, so that the ids are others").await;
    let own = frozen(&there, "2026-Q2").await;
    let before = written(&there, own).await;
    let mut file = Vec::new();
    bench.app.export(Format::JsonLines, &Filter::default(), &mut file).await.unwrap();
    let preview = there.app.import_preview(file.as_slice(), None).await.unwrap();
    assert_eq!((preview.quarters, preview.quarters_different), (0, 1));
    let how = Import { replace: true, ..Import::default() };
    assert_eq!(there.app.import(file.as_slice(), how).await.unwrap().quarters, 0);
    assert_eq!(written(&there, own).await, before);
    assert_eq!(there.app.quarters().await.unwrap().frozen.len(), 1);
}

#[tokio::test]
async fn the_document_says_what_was_frozen_in_both_forms() {
    let bench = Bench::new().await;
    let practised = one_habit(&bench).await;
    bench.app.note_moment(practised.practice.id, &did(Did::Done)).await.unwrap();
    let id = bench.app.begin_quarter(Some(period("2026-Q2"))).await.unwrap().id;
    let hostile = "</p><script>alert(1)</script> | `x` *y*\n# no heading";
    bench
        .app
        .answer_quarter(id, None, |answers| answers.say(Asked::Taken, Some(hostile.parse().unwrap())))
        .await
        .unwrap();
    bench.app.freeze_quarter(id, None).await.unwrap();
    let look = bench.app.look_back(id).await.unwrap();
    let html = document(&look.kept.quarter, &look.report, Form::Html);
    assert!(!html.contains("<script"), "{html}");
    insta::assert_snapshot!(document(&look.kept.quarter, &look.report, Form::Markdown));
}
