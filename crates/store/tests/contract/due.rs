use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_store::{DueMark, LookAgain, Store, Tx};
use jiff::civil::{Date, date};
use serde_json::json;

use crate::fixture::*;

/// An entry whose review chose something, and names a day for looking at that again.
fn decided(number: u64, on: &str) -> Entry {
    let choice = json!({"way": "retry", "reason": "It comes again", "on": on});
    let answers = json!({
        "intended": {"statement": "On time"}, "happened": {"moments": [{"what": "Late"}]},
        "why": {"factors": [{"statement": "Mine", "control": "mine"}]},
        "next": {"lesson": "Ask first", "knowledge_only": true, "choice": choice},
    });
    entry(number, json!({"review": {"answers": answers}}))
}

async fn again(store: &Store, from: Date) -> Vec<(EntryId, Date)> {
    let listed = store.looks_again(space(), from).await.unwrap();
    listed.into_iter().map(|LookAgain { entry, day, .. }| (entry, day)).collect()
}

async fn mark(store: &Store, item: &str, mark: DueMark) {
    store.write(async |tx: &mut Tx| tx.put_due_mark(space(), item, id(1).uuid(), mark).await).await.unwrap();
}

pub(crate) async fn a_decision_is_listed_from_its_day_on_and_hidden_with_its_entry(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[decided(1, "2026-06-03"), decided(2, "2026-06-01T09:00"), written(3, "Title", "body")])
        .await;
    let (first, second) = ((id(2), date(2026, 6, 1)), (id(1), date(2026, 6, 3)));
    assert_eq!(again(&store, date(2026, 6, 1)).await, [first, second]);
    assert_eq!(again(&store, date(2026, 6, 2)).await, [second]);
    save(&store, &decided(1, "2026-07-01"), 1).await.unwrap();
    assert_eq!(again(&store, date(2026, 6, 2)).await, [(id(1), date(2026, 7, 1))]);
    set_deleted(&store, id(1), 2, Some(NOW)).await;
    assert_eq!(again(&store, date(2026, 6, 2)).await, []);
    set_deleted(&store, id(1), 3, None).await;
    assert_eq!(again(&store, date(2026, 6, 2)).await, [(id(1), date(2026, 7, 1))]);
    erase(&store, id(1)).await;
    assert_eq!(again(&store, date(2026, 1, 1)).await, [first]);
}

pub(crate) async fn what_was_said_of_what_is_due_is_kept_and_erased_with_it(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Title", "body")]).await;
    let put_off = DueMark { not_before: Some(date(2026, 6, 1)), looked_on: None };
    let looked = DueMark { looked_on: Some(date(2026, 6, 2)), ..put_off };
    for said in [put_off, looked] {
        mark(&store, "decision/1", said).await;
        let kept = store.due_marks(space()).await.unwrap();
        assert_eq!(kept.into_iter().collect::<Vec<_>>(), [("decision/1".to_owned(), said)]);
    }
    mark(&store, "decision/1", DueMark::default()).await;
    assert!(store.due_marks(space()).await.unwrap().is_empty());
    mark(&store, "decision/1", looked).await;
    erase(&store, id(1)).await;
    assert!(store.due_marks(space()).await.unwrap().is_empty());
}

pub(crate) async fn a_review_that_was_begun_says_until_when_it_is_put_off(ground: Ground) {
    let store = ground.store().await;
    let begun = |number: u64, review: serde_json::Value| {
        let mut review = review;
        review["answers"] = json!({"intended": {"statement": "On time"}});
        entry(number, json!({"review": review}))
    };
    let captured = entry(3, json!({"review": {"not_before": "2026-06-01"}}));
    insert(&store, &[begun(1, json!({"not_before": "2026-06-01"})), begun(2, json!({})), captured]).await;
    let put_off = store.begun_put_off(space()).await.unwrap();
    assert_eq!(put_off.into_iter().collect::<Vec<_>>(), [(id(1), date(2026, 6, 1))]);
}
