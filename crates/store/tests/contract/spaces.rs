use hansei_method::id::SpaceId;
use hansei_store::{Among, Draft, Filter, Reply, Store, StoreError, Tx};
use serde_json::json;
use uuid::Uuid;

use crate::fixture::*;

pub(crate) async fn spaces_do_not_see_each_other(ground: Ground) {
    let store = ground.store().await;
    let other = SpaceId::new(Uuid::from_u128(0x07e4));
    make_space(&store, other).await;
    let mine =
        entry(1, json!({"title": "Mine apple", "tags": ["red"], "attempt": {"goal": id(1), "number": 1}}));
    let theirs =
        entry(1, json!({"title": "Theirs apple", "tags": ["blue"], "attempt": {"goal": id(1), "number": 1}}));
    insert(&store, std::slice::from_ref(&mine)).await;
    let draft = Draft { question: "why".to_owned(), body: "theirs".to_owned(), saved_at: NOW, based_on: 1 };
    let reply = Reply { fingerprint: "f".to_owned(), status: 200, body: "theirs".to_owned() };
    let work = async |tx: &mut Tx| {
        tx.insert(other, &theirs, &search(&theirs), "captured", NOW).await?;
        tx.put_draft(other, id(1), &draft).await?;
        tx.keep_reply(other, "key", &reply, NOW).await?;
        tx.put_setting(other, "theme", &json!("theirs")).await
    };
    store.write(work).await.unwrap();

    assert_eq!(store.entry(space(), id(1)).await.unwrap().unwrap().entry, mine);
    assert_eq!(store.entry(other, id(1)).await.unwrap().unwrap().entry, theirs);
    assert_eq!(store.list(space(), &Filter::default(), None, 9).await.unwrap().lines.len(), 1);
    assert_eq!(store.ids_starting(space(), &id(1).to_string(), Among::Log, 9).await.unwrap().len(), 1);
    assert_eq!((find(&store, "apple").await, find(&store, "theirs").await), (vec![id(1)], vec![]));
    assert_eq!(store.attempts(space(), id(1)).await.unwrap().len(), 1);
    assert_eq!(store.revisions(space(), id(1), None, 9).await.unwrap()[0].title, "Mine apple");
    assert_eq!(store.drafts(space(), id(1)).await.unwrap(), []);
    assert_eq!(store.setting(space(), "theme").await.unwrap(), None);
    assert_eq!(store.overview(space()).await.unwrap().entries, 1);
    assert_eq!(store.tags(space(), 9).await.unwrap(), [("red".parse().unwrap(), 1)]);
    assert_eq!(store.all(space(), None, 9).await.unwrap().len(), 1);
    let asked = store.write(async |tx: &mut Tx| Ok::<_, StoreError>(tx.reply(space(), "key").await?)).await;
    assert_eq!(asked.unwrap(), None);

    erase(&store, id(1)).await;
    assert_eq!(store.entry(space(), id(1)).await.unwrap(), None);
    assert_eq!(store.entry(other, id(1)).await.unwrap().unwrap().entry, theirs);
    assert_eq!(store.drafts(other, id(1)).await.unwrap(), [draft]);
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
}

pub(crate) async fn a_space_is_made_once(ground: Ground) {
    let store = ground.store().await;
    make_space(&store, space()).await;
    assert_eq!(store.spaces().await.unwrap(), [space()]);
}

pub(crate) async fn of_many_first_spaces_at_once_one_is_made(ground: Ground) {
    let first = |number: u128| {
        let place = ground.place.clone();
        async move {
            let store = Store::open(&place).await.unwrap();
            let space = SpaceId::new(Uuid::from_u128(number));
            store.write(async |tx: &mut Tx| tx.make_first_space(space, "mine", NOW).await).await.unwrap();
            let seen = store.spaces().await.unwrap();
            store.close().await;
            seen
        }
    };
    // They come in any order; each has to see the one that all others see.
    let seen = tokio::join!(first(4), first(3), first(2), first(1));
    assert_eq!(seen.0.len(), 1);
    assert!([&seen.1, &seen.2, &seen.3].into_iter().all(|others| *others == seen.0), "{seen:?}");
}
