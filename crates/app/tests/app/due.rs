//! What is due and named: put off, looked at, and due again on its day, by every way.

use std::sync::Arc;

use hansei_app::App;
use hansei_app::reminders::{Matter, Sort, WAITING_DAYS};
use hansei_app::review::Reviewed;
use hansei_method::id::EntryId;
use hansei_store::Place;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use serde_json::json;

use crate::harness::*;
use crate::practice::{one_habit, planned};
use crate::reminders::Pigeon;

const DAY: i64 = 24 * 60 * 60;

/// The names of what is due now.
async fn due(app: &App) -> Vec<String> {
    app.due().await.unwrap().0.into_iter().map(|item| item.name).collect()
}

/// Closes a review whose choice is looked at again on a day.
async fn decided(bench: &Bench, on: &str) -> EntryId {
    let id = bench.log("The proposal went out late").await;
    let next = json!({"lesson": "Ask first", "knowledge_only": true,
        "choice": {"way": "retry", "reason": "The tender comes again", "on": on}});
    let said = Reviewed {
        intended: json(r#"{"statement": "It goes out on time"}"#),
        happened: json(r#"{"moments": [{"what": "It went out late"}]}"#),
        why: json(r#"{"factors": [{"statement": "My estimate", "control": "mine"}]}"#),
        next: Some(serde_json::from_value(next).unwrap()),
        finish: true,
        ..Reviewed::default()
    };
    bench.app.review(id, None, &said).await.unwrap();
    id
}

fn name(sort: &str, id: EntryId, day: &str) -> String {
    format!("{sort}/{}/{day}", id.uuid().simple())
}

#[tokio::test]
async fn a_decision_is_due_on_its_day_until_it_was_looked_at_and_again_when_that_is_taken_back() {
    let bench = Bench::new().await;
    let id = decided(&bench, "2026-06-01").await;
    assert_eq!(due(&bench.app).await, [""; 0]);
    bench.set("2026-06-01T08:00:00");
    let named = name("decision", id, "2026-06-01");
    assert_eq!(due(&bench.app).await, [named.as_str()]);
    let shown = bench.app.to_look_at(&[]).await.unwrap().remove(0);
    let Matter::Decision { entry, title, choice } = shown.matter else { panic!("not a decision") };
    assert_eq!(
        (entry, title.as_str(), choice.reason.as_str()),
        (id, "The proposal went out late", "The tender comes again")
    );
    for _ in 0..2 {
        bench.app.look_at_due(&named, true).await.unwrap();
        assert_eq!(due(&bench.app).await, [""; 0]);
    }
    for _ in 0..2 {
        bench.app.look_at_due(&named, false).await.unwrap();
        assert_eq!(due(&bench.app).await, [named.as_str()]);
    }
}

#[tokio::test]
async fn a_decision_is_due_whatever_becomes_of_its_review_and_with_another_day_it_is_another() {
    let bench = Bench::new().await;
    let id = decided(&bench, "2026-06-01").await;
    bench.set("2026-06-01T08:00:00");
    bench.app.look_at_due(&name("decision", id, "2026-06-01"), true).await.unwrap();
    bench.app.reopen(id, None, None).await.unwrap();
    let next = json!({"lesson": "Ask first", "knowledge_only": true,
        "choice": {"way": "stop", "reason": "Enough", "on": "2026-06-02"}});
    let said = Reviewed { next: Some(serde_json::from_value(next).unwrap()), ..Reviewed::default() };
    bench.app.review(id, None, &said).await.unwrap();
    bench.set("2026-06-02T08:00:00");
    let named = name("decision", id, "2026-06-02");
    assert_eq!(due(&bench.app).await, [named.as_str()]);
    bench.app.delete(id, None).await.unwrap();
    assert_eq!(due(&bench.app).await, [""; 0]);
    bench.app.take_back(id, None).await.unwrap();
    assert_eq!(due(&bench.app).await, [named.as_str()]);
}

#[tokio::test]
async fn what_nobody_looks_at_waits_no_longer_than_a_quarter() {
    let bench = Bench::new().await;
    let id = decided(&bench, "2026-06-01").await;
    let last = date(2026, 6, 1).saturating_add(WAITING_DAYS.days());
    bench.set(&format!("{last}T08:00:00"));
    assert!(due(&bench.app).await.contains(&name("decision", id, "2026-06-01")));
    bench.pass(DAY);
    assert!(!due(&bench.app).await.contains(&name("decision", id, "2026-06-01")));
}

#[tokio::test]
async fn a_plan_is_due_on_the_day_named_for_looking_whether_it_still_fits() {
    let bench = Bench::new().await;
    let plan = json!([{"cue": "an order comes by phone", "act": "read it back", "review_on": "2026-06-10"}]);
    planned(&bench, "The order was misheard", &plan).await;
    let practised = bench.app.practices().await.unwrap();
    bench.set("2026-06-10T08:00:00");
    let coming = bench.app.due().await.unwrap().0;
    let plan = coming.iter().find(|item| item.sort == Sort::Plan).unwrap();
    assert_eq!((plan.about, plan.day), (practised[0].practice.id.uuid(), date(2026, 6, 10)));
    bench.app.look_at_due(&plan.name, true).await.unwrap();
    assert!(bench.app.due().await.unwrap().0.iter().all(|item| item.sort != Sort::Plan));
    bench.app.retire_practice(practised[0].practice.id, None).await.unwrap();
    bench.app.look_at_due(&plan.name, false).await.unwrap();
    assert_eq!(due(&bench.app).await, [""; 0], "what ended is not due");
}

/// Puts off whatever is due under a name that starts so, and asserts that it is silent until its day and then said again.
async fn put_off(bench: &Bench, start: &str, until: Date) {
    let pigeon = Arc::new(Pigeon::default());
    let app = bench.again().await.with_carrier(pigeon.clone());
    app.choose_reminders(|it| it.desktop = true).await.unwrap();
    let item = app.find_due(start).await.unwrap();
    let is_due = async || due(&app).await.contains(&item.name);
    assert!(is_due().await, "{start}");
    app.remind().await.unwrap();
    app.put_off_due(&item.name, Some(until)).await.unwrap();
    assert!(!is_due().await, "{start}");
    let calendar = app.calendar().await.unwrap();
    assert!(
        calendar.contains(&format!("DTSTART;VALUE=DATE:{}", until.strftime("%Y%m%d"))),
        "{start}: {calendar}"
    );
    app.put_off_due(&item.name, None).await.unwrap();
    // A review counts as touched by that, and is due a week after it was.
    assert_eq!(is_due().await, item.sort != Sort::Review, "{start}: undone");
    app.put_off_due(&item.name, Some(until)).await.unwrap();
    bench.set(&format!("{}T12:00:00", until.yesterday().unwrap()));
    assert!(!is_due().await, "{start}");
    assert_eq!(app.remind().await.unwrap(), [], "{start}");
    bench.set(&format!("{until}T12:00:00"));
    assert!(is_due().await, "{start}");
    assert_eq!(app.remind().await.unwrap().len(), 1, "{start}: it is said again on its day");
    bench.pass(DAY);
    assert_eq!(app.remind().await.unwrap(), [], "{start}: and once");
}

#[tokio::test]
async fn a_practice_that_is_put_off_is_silent_until_its_day() {
    let bench = Bench::new().await;
    one_habit(&bench).await;
    bench.set("2026-05-15T12:00:00");
    put_off(&bench, "practice/", date(2026, 5, 18)).await;
}

#[tokio::test]
async fn a_review_that_is_put_off_is_silent_until_its_day() {
    let bench = Bench::new().await;
    let id = bench.log("The proposal went out late").await;
    let begun = Reviewed { intended: json(r#"{"statement": "On time"}"#), ..Reviewed::default() };
    bench.app.review(id, None, &begun).await.unwrap();
    bench.set("2026-05-22T12:00:00");
    put_off(&bench, "review/", date(2026, 5, 25)).await;
}

#[tokio::test]
async fn a_decision_that_is_put_off_is_silent_until_its_day() {
    let bench = Bench::new().await;
    decided(&bench, "2026-06-01").await;
    bench.set("2026-06-01T12:00:00");
    put_off(&bench, "decision/", date(2026, 6, 3)).await;
}

#[tokio::test]
async fn a_quarter_that_is_put_off_is_silent_until_its_day() {
    let bench = Bench::new().await;
    bench.log("The proposal went out late").await;
    bench.set("2026-08-14T12:00:00");
    put_off(&bench, "quarter", date(2026, 9, 1)).await;
    let shown = bench.app.to_look_at(&[]).await.unwrap().remove(0);
    assert!(matches!(shown.matter, Matter::Quarter { .. }));
    assert_eq!((shown.item.day, shown.item.first_due), (date(2026, 9, 1), date(2026, 8, 14)));
}

#[tokio::test]
async fn one_thing_is_put_off_and_nothing_else_of_the_same_entry() {
    let bench = Bench::new().await;
    let id = decided(&bench, "2026-06-01").await;
    bench.app.reopen(id, None, None).await.unwrap();
    bench.set("2026-06-01T08:00:00");
    let both = due(&bench.app).await;
    assert_eq!(both.len(), 2, "{both:?}");
    bench.app.put_off_due(&name("decision", id, "2026-06-01"), Some(date(2026, 6, 9))).await.unwrap();
    assert_eq!(due(&bench.app).await, [format!("review/{}", id.uuid().simple())]);
}

#[tokio::test]
async fn what_is_not_due_and_days_that_have_been_are_refused() {
    let bench = Bench::new().await;
    decided(&bench, "2026-06-01").await;
    bench.set("2026-06-01T08:00:00");
    let found = bench.app.find_due("decision/").await.unwrap().name;
    for day in [date(2026, 6, 1), date(2020, 1, 1)] {
        let error = bench.app.put_off_due(&found, Some(day)).await.unwrap_err();
        assert!(error.to_string().starts_with("choose a day that is to come"), "{error}");
    }
    for name in ["", "quarter/2026-01-01", "decision/x/y", "nonsense"] {
        assert!(bench.app.put_off_due(name, None).await.is_err(), "{name}");
        assert!(bench.app.look_at_due(name, true).await.is_err(), "{name}");
        assert!(bench.app.look_at_due(name, false).await.is_err(), "{name}");
    }
    let overview = bench.app.reminders_overview().await.unwrap();
    assert_eq!((overview.due.len(), overview.said.summary.as_str()), (1, "1 decision to look at again"));
}

#[tokio::test]
async fn what_was_said_of_a_decision_is_erased_with_its_entry() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::at(&Place::Sqlite(folder.path().join("hansei.db"))).await;
    let id = decided(&bench, "2026-06-01").await;
    bench.set("2026-06-01T08:00:00");
    bench.app.look_at_due(&name("decision", id, "2026-06-01"), true).await.unwrap();
    assert_eq!(bench.app.store().due_marks(bench.app.space()).await.unwrap().len(), 1);
    bench.app.erase(id, None).await.unwrap();
    assert!(bench.app.store().due_marks(bench.app.space()).await.unwrap().is_empty());
    assert!(bench.app.store().looks_again(bench.app.space(), date(1, 1, 1)).await.unwrap().is_empty());
}
