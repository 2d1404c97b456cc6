use hansei_app::AppError;
use hansei_app::entry::Details;
use hansei_method::id::EntryId;

use crate::harness::Bench;

async fn rename(bench: &Bench, id: EntryId, title: &str) {
    let details = Details { title: Some(title.parse().unwrap()), ..Details::default() };
    bench.app.describe(id, None, &details).await.unwrap();
}

async fn title(bench: &Bench, id: EntryId) -> String {
    bench.app.entry(id).await.unwrap().entry.title.to_string()
}

#[tokio::test]
async fn undo_goes_back_one_by_one_and_stops_at_the_first_words() {
    let bench = Bench::new().await;
    let id = bench.log("one").await;
    rename(&bench, id, "two").await;
    rename(&bench, id, "three").await;
    bench.app.undo(id, None).await.unwrap();
    assert_eq!(title(&bench, id).await, "two");
    bench.app.undo(id, None).await.unwrap();
    assert_eq!(title(&bench, id).await, "one");
    assert!(matches!(bench.app.undo(id, None).await, Err(AppError::Invalid(_))));
}

#[tokio::test]
async fn undo_after_a_new_change_goes_back_over_what_was_undone_before() {
    let bench = Bench::new().await;
    let id = bench.log("one").await;
    rename(&bench, id, "two").await;
    bench.app.undo(id, None).await.unwrap();
    rename(&bench, id, "three").await;
    bench.app.undo(id, None).await.unwrap();
    assert_eq!(title(&bench, id).await, "one");
}

#[tokio::test]
async fn undo_passes_over_the_clock() {
    let bench = Bench::new().await;
    let id = bench.log("one").await;
    rename(&bench, id, "two").await;
    bench.app.resume(id, None).await.unwrap();
    bench.pass(60);
    bench.app.pause(id, None).await.unwrap();
    bench.app.undo(id, None).await.unwrap();
    assert_eq!(title(&bench, id).await, "one");
}

#[tokio::test]
async fn any_version_comes_back_and_that_can_be_undone() {
    let bench = Bench::new().await;
    let id = bench.log("one").await;
    rename(&bench, id, "two").await;
    rename(&bench, id, "three").await;
    bench.app.bring_back(id, None, 1).await.unwrap();
    assert_eq!(title(&bench, id).await, "one");
    bench.app.undo(id, None).await.unwrap();
    assert_eq!(title(&bench, id).await, "three");
    let actions: Vec<_> =
        bench.app.history(id, None).await.unwrap().into_iter().map(|line| line.action).collect();
    assert_eq!(actions[..2], ["undid: brought version 1 back", "brought version 1 back"]);
}

#[tokio::test]
async fn a_deleted_entry_is_gone_until_it_is_taken_back() {
    let bench = Bench::new().await;
    let id = bench.log("one").await;
    bench.app.delete(id, None).await.unwrap();
    assert!(matches!(bench.app.entry(id).await, Err(AppError::NotFound(_))));
    assert!(matches!(bench.app.undo(id, None).await, Err(AppError::NotFound(_))));
    bench.app.take_back(id, None).await.unwrap();
    assert_eq!(title(&bench, id).await, "one");
}

#[tokio::test]
async fn an_erased_entry_is_gone_for_good() {
    let bench = Bench::new().await;
    let id = bench.log("one").await;
    bench.app.erase(id, None).await.unwrap();
    assert!(matches!(bench.app.take_back(id, None).await, Err(AppError::NotFound(_))));
    assert!(bench.app.history(id, None).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_last_change_is_known_for_an_undo_without_an_id() {
    let bench = Bench::new().await;
    let (one, _two) = (bench.log("one").await, bench.log("two").await);
    bench.pass(1);
    rename(&bench, one, "uno").await;
    assert_eq!(bench.app.last_changed().await.unwrap(), Some(one));
}

#[tokio::test]
async fn going_back_leaves_the_first_attempt_in_its_chain() {
    let bench = Bench::new().await;
    let first = bench.log("one").await;
    rename(&bench, first, "uno").await;
    let second = bench.app.attempt_again(first, None, "two", None).await.unwrap().id;
    bench.app.undo(first, None).await.unwrap();
    assert_eq!(title(&bench, first).await, "one");
    assert_eq!(bench.app.attempts(second).await.unwrap().len(), 2);
    bench.app.bring_back(first, None, 2).await.unwrap();
    assert_eq!(title(&bench, first).await, "uno");
    assert_eq!(bench.app.attempts(second).await.unwrap().len(), 2);
    let third = bench.app.attempt_again(first, None, "three", None).await.unwrap().id;
    let chain = bench.app.attempts(third).await.unwrap();
    let numbers: Vec<_> =
        chain.iter().map(|kept| (kept.entry.id, kept.entry.attempt.as_ref().unwrap().number)).collect();
    assert_eq!(numbers, [(first, 1), (second, 2), (third, 3)]);
}

#[tokio::test]
async fn going_back_takes_no_time_away_that_was_spent() {
    let bench = Bench::new().await;
    let id = bench.log("one").await;
    rename(&bench, id, "two").await;
    bench.app.resume(id, None).await.unwrap();
    bench.pass(60);
    bench.app.pause(id, None).await.unwrap();
    bench.app.undo(id, None).await.unwrap();
    assert_eq!(bench.app.entry(id).await.unwrap().entry.review.spent.seconds, 60);
    bench.app.bring_back(id, None, 2).await.unwrap();
    assert_eq!(bench.app.entry(id).await.unwrap().entry.review.spent.seconds, 60);
}

#[tokio::test]
async fn the_history_names_the_change_that_was_undone() {
    let bench = Bench::new().await;
    let id = bench.log("one").await;
    rename(&bench, id, "two").await;
    bench.app.put_off(id, None, Some("2026-05-20".parse().unwrap())).await.unwrap();
    bench.app.resume(id, None).await.unwrap();
    bench.pass(60);
    bench.app.pause(id, None).await.unwrap();
    for name in ["put off", "changed the details"] {
        assert_eq!(bench.app.last_change(id).await.unwrap().unwrap().action, name);
        bench.app.undo(id, None).await.unwrap();
        let newest = bench.app.history(id, None).await.unwrap().remove(0);
        assert_eq!(newest.action, format!("undid: {name}"));
    }
    assert_eq!(bench.app.last_change(id).await.unwrap(), None);
}

#[tokio::test]
async fn what_could_be_undone_can_be_undone_after_the_trash() {
    let bench = Bench::new().await;
    let id = bench.log("one").await;
    rename(&bench, id, "two").await;
    bench.app.delete(id, None).await.unwrap();
    bench.app.take_back(id, None).await.unwrap();
    bench.app.undo(id, None).await.unwrap();
    assert_eq!(title(&bench, id).await, "one");
    assert!(matches!(bench.app.undo(id, None).await, Err(AppError::Invalid(_))));
}
