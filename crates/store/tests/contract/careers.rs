use hansei_method::career::CareerStory;
use hansei_method::id::CareerId;
use hansei_store::{Reply, Store, Tx};
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use crate::fixture::*;

fn career(number: u64) -> CareerId {
    CareerId::new(Uuid::from_u64_pair(11, number))
}

/// A story with a chapter about each of these entries.
fn story(number: u64, entries: &[u64]) -> CareerStory {
    let chapters: Vec<_> = entries
        .iter()
        .map(|entry| json!({"entry": id(*entry), "heading": format!("zebra {entry}"), "now": "I ask", "hidden": ["dates"]}))
        .collect();
    serde_json::from_value(json!({"id": career(number), "title": "What went wrong", "chapters": chapters}))
        .unwrap()
}

async fn put(store: &Store, told: &CareerStory) -> bool {
    store.write(async |tx: &mut Tx| tx.insert_career(space(), told, NOW).await).await.unwrap()
}

async fn save(
    store: &Store,
    told: &CareerStory,
    expected: i64,
    deleted_at: Option<Timestamp>,
) -> Option<i64> {
    let work = async |tx: &mut Tx| tx.save_career(space(), told, expected, deleted_at, NOW).await;
    store.write(work).await.unwrap()
}

pub(crate) async fn a_story_is_kept_and_saved_over_the_version_that_was_seen(ground: Ground) {
    let store = ground.store().await;
    let mut told = story(1, &[2, 1]);
    assert_eq!([put(&store, &told).await, put(&store, &told).await], [true, false]);
    told.intro = Some("Three times".parse().unwrap());
    assert_eq!(save(&store, &told, 1, None).await, Some(2));
    assert_eq!(save(&store, &story(1, &[]), 1, None).await, None, "another version is there");
    let kept = store.career(space(), told.id).await.unwrap().unwrap();
    assert_eq!((kept.version, kept.saved_at, kept.deleted_at), (2, NOW, None));
    assert_eq!(kept.story, told);
    assert_eq!(store.career(space(), career(9)).await.unwrap(), None);
}

pub(crate) async fn a_removed_story_is_listed_apart_and_comes_back(ground: Ground) {
    let store = ground.store().await;
    let (one, other) = (story(1, &[1]), story(2, &[1]));
    for story in [&one, &other] {
        put(&store, story).await;
    }
    assert_eq!(save(&store, &one, 1, Some(NOW)).await, Some(2));
    let there = async || {
        let (there, removed) =
            (store.careers(space()).await.unwrap(), store.removed_careers(space()).await.unwrap());
        let ids = |all: Vec<hansei_store::KeptCareer>| {
            all.into_iter().map(|kept| kept.story.id).collect::<Vec<_>>()
        };
        (ids(there), ids(removed))
    };
    assert_eq!(there().await, (vec![other.id], vec![one.id]));
    assert_eq!(save(&store, &one, 2, None).await, Some(3));
    assert_eq!(there().await, (vec![one.id, other.id], vec![]));
}

pub(crate) async fn what_is_erased_is_told_in_no_story(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "zebra", "body"), written(2, "stays", "body")]).await;
    let (there, removed, other) = (story(1, &[2, 1]), story(2, &[1]), story(3, &[2]));
    for story in [&there, &removed, &other] {
        put(&store, story).await;
    }
    save(&store, &removed, 1, Some(NOW)).await;
    erase(&store, id(1)).await;
    let kept = async |id| store.career(space(), id).await.unwrap().unwrap();
    let (first, second, third) = (kept(there.id).await, kept(removed.id).await, kept(other.id).await);
    assert_eq!((first.story.chapters.len(), first.version), (1, 2));
    assert_eq!((second.story.chapters.len(), second.version, second.deleted_at), (0, 3, Some(NOW)));
    assert_eq!((third.story, third.version), (other, 1));
}

pub(crate) async fn nothing_is_left_of_an_erased_story(ground: Ground) {
    let store = ground.store().await;
    let (erased, stays) = (story(1, &[1]), story(2, &[1]));
    for story in [&erased, &stays] {
        let reply = Reply { fingerprint: "f".to_owned(), status: 200, body: story.id.to_string() };
        let work = async |tx: &mut Tx| {
            tx.keep_reply(space(), &story.id.to_string(), &reply, NOW).await?;
            tx.insert_career(space(), story, NOW).await
        };
        store.write(work).await.unwrap();
    }
    store.write(async |tx: &mut Tx| tx.erase_career(space(), erased.id).await).await.unwrap();
    assert_eq!(store.career(space(), erased.id).await.unwrap(), None);
    assert_eq!(store.reply(space(), &erased.id.to_string()).await.unwrap(), None);
    assert!(store.reply(space(), &stays.id.to_string()).await.unwrap().is_some());
    assert_eq!(store.careers(space()).await.unwrap()[0].story, stays);
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
}
