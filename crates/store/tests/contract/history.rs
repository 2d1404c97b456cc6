use hansei_method::entry::Entry;
use hansei_store::{Change, Filter, RevisionLine, StoreError, Tx};

use serde_json::json;

use crate::fixture::*;

pub(crate) async fn every_save_is_kept(ground: Ground) {
    let store = ground.store().await;
    let versions: Vec<_> = (1..=5).map(|number| written(1, &format!("Title {number}"), "body")).collect();
    insert(&store, &versions[..1]).await;
    for (version, changed) in (1..).zip(&versions[1..]) {
        assert_eq!(save(&store, changed, version).await.unwrap(), version + 1);
    }
    for (version, expected) in (1..).zip(&versions) {
        assert_eq!(store.revision(space(), id(1), version).await.unwrap().as_ref(), Some(expected));
    }
    assert_eq!(store.revision(space(), id(1), 6).await.unwrap(), None);
    let line = |version: i64, action: &str| RevisionLine {
        version,
        saved_at: NOW,
        action: action.to_owned(),
        back: None,
        title: format!("Title {version}"),
    };
    let newest = store.revisions(space(), id(1), None, 2).await.unwrap();
    assert_eq!(newest, [line(5, "changed"), line(4, "changed")]);
    let oldest = store.revisions(space(), id(1), Some(3), 9).await.unwrap();
    assert_eq!(oldest, [line(2, "changed"), line(1, "captured")]);
}

pub(crate) async fn a_stale_save_is_a_conflict_and_changes_nothing(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "First", "apple")]).await;
    let second = written(1, "Second", "banana");
    save(&store, &second, 1).await.unwrap();
    let error = save(&store, &written(1, "Third", "cherry"), 1).await.unwrap_err();
    assert!(matches!(error, StoreError::Conflict { expected: 1, found: Some(2), .. }), "{error:?}");
    assert_eq!(
        error.to_string(),
        format!("entry {} was changed in the meantime; load it again and repeat the change", id(1))
    );
    let kept = store.entry(space(), id(1)).await.unwrap().unwrap();
    assert_eq!((kept.entry, kept.version), (second, 2));
    assert_eq!(store.revisions(space(), id(1), None, 9).await.unwrap().len(), 2);
    assert_eq!(store.list(space(), &Filter::default(), None, 9).await.unwrap().lines[0].title, "Second");
    assert_eq!((find(&store, "banana").await, find(&store, "cherry").await), (vec![id(1)], vec![]));
    let missing = save(&store, &written(2, "Never", "kept"), 1).await.unwrap_err();
    assert!(matches!(missing, StoreError::Conflict { expected: 1, found: None, .. }), "{missing:?}");
}

pub(crate) async fn undo_knows_where_it_returns_to(ground: Ground) {
    let store = ground.store().await;
    let (first, second) = (written(1, "First", "a"), written(1, "Second", "b"));
    insert(&store, std::slice::from_ref(&first)).await;
    save(&store, &second, 1).await.unwrap();
    let undo = Change { action: "undone", back: Some(1) };
    store
        .write(async |tx: &mut Tx| tx.save(space(), &first, &search(&first), 2, &undo, NOW).await)
        .await
        .unwrap();
    let latest = store.revisions(space(), id(1), None, 1).await.unwrap().remove(0);
    assert_eq!((latest.version, latest.action.as_str(), latest.back), (3, "undone", Some(1)));
    assert_eq!(store.entry(space(), id(1)).await.unwrap().unwrap().entry, first);
}

pub(crate) async fn what_is_taken_out_of_the_history_is_in_no_version(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "First", "secret"), written(2, "Other", "secret")]).await;
    save(&store, &written(1, "Second", "plain"), 1).await.unwrap();
    let forget = |entry: &mut Entry| entry.body.take_if(|body| body.as_str() == "secret").is_some();
    store.write(async |tx: &mut Tx| tx.take_out_of_history(space(), id(1), forget).await).await.unwrap();
    let body =
        async |number, version| store.revision(space(), id(number), version).await.unwrap().unwrap().body;
    assert_eq!(body(1, 1).await, None);
    assert_eq!(body(1, 2).await.unwrap().as_str(), "plain");
    assert_eq!(body(2, 1).await.unwrap().as_str(), "secret");
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
}

pub(crate) async fn of_two_saved_in_one_moment_the_one_captured_last_was_changed_last(ground: Ground) {
    let store = ground.store().await;
    let captured = |number, at: &str| entry(number, json!({"captured_at": at}));
    let (early, late) = ("2026-03-23T08:00:00Z", "2026-03-23T08:00:01Z");
    insert(&store, &[captured(1, early), captured(2, late)]).await;
    assert_eq!(store.last_changed(space()).await.unwrap(), Some(id(2)));
    insert(&store, &[captured(4, "2026-03-23T08:00:03Z"), captured(3, "2026-03-23T08:00:02Z")]).await;
    assert_eq!(store.last_changed(space()).await.unwrap(), Some(id(4)));
}
