use hansei_store::{AskedLine, Store, StoreError, Tx};
use jiff::SignedDuration;

use crate::fixture::*;

fn line(entry: u64, phrase: &str, outcome: &str, after: i64) -> AskedLine {
    AskedLine {
        entry: id(entry),
        field: "why".to_owned(),
        rule: "blame".to_owned(),
        phrase: phrase.to_owned(),
        words: phrase.to_uppercase(),
        asked_at: NOW + SignedDuration::from_secs(after),
        outcome: outcome.to_owned(),
    }
}

async fn put(store: &Store, line: &AskedLine) -> Result<(), StoreError> {
    store.write(async |tx: &mut Tx| tx.put_asked(space(), line).await).await
}

pub(crate) async fn what_was_asked_is_one_line_for_each_phrase(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Title", "body"), written(2, "Other", "body")]).await;
    let (first, second) = (line(1, "his fault", "open", 0), line(2, "who did it", "meant", 5));
    put(&store, &first).await.unwrap();
    put(&store, &second).await.unwrap();
    let again = line(1, "his fault", "revised", 9);
    put(&store, &again).await.unwrap();
    let last = store.asked_last(space(), "blame", None, 10).await.unwrap();
    assert_eq!(last, [again.clone(), second.clone()]);
    assert_eq!(
        store.asked_last(space(), "blame", Some(second.asked_at), 10).await.unwrap(),
        std::slice::from_ref(&again)
    );
    assert_eq!(store.asked_last(space(), "hindsight", None, 10).await.unwrap(), []);
    assert_eq!(store.asked_with(space(), "meant").await.unwrap(), std::slice::from_ref(&second));
    let counts = store.asked_counts(space()).await.unwrap();
    let counts: Vec<_> =
        counts.iter().map(|count| (count.rule.as_str(), count.outcome.as_str(), count.count)).collect();
    assert_eq!(counts, [("blame", "meant", 1), ("blame", "revised", 1)]);
    store.write(async |tx: &mut Tx| tx.drop_asked(space(), &second).await).await.unwrap();
    let left = store.write(async |tx: &mut Tx| tx.asked_about(space(), id(2)).await).await.unwrap();
    assert_eq!(left, []);
    store.write(async |tx: &mut Tx| tx.forget_asked(space()).await).await.unwrap();
    assert_eq!(store.asked_counts(space()).await.unwrap(), []);
}

pub(crate) async fn what_was_asked_goes_with_its_entry(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Title", "body")]).await;
    let asked = line(1, "his fault", "open", 0);
    put(&store, &asked).await.unwrap();
    erase(&store, id(1)).await;
    assert_eq!(store.asked_counts(space()).await.unwrap(), []);
    let result = put(&store, &asked).await;
    assert!(matches!(result, Err(StoreError::Conflict { found: None, .. })), "{result:?}");
}
