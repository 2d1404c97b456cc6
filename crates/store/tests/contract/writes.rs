use hansei_store::{Change, Filter, Reply, Store, StoreError, Tx, transaction};
use serde_json::json;
use tokio::sync::Barrier;

use crate::fixture::*;

async fn is_empty(store: &Store) -> bool {
    store.entry(space(), id(1)).await.unwrap().is_none()
        && store.revisions(space(), id(1), None, 9).await.unwrap().is_empty()
        && store.list(space(), &Filter::default(), None, 9).await.unwrap().lines.is_empty()
        && find(store, "apple").await.is_empty()
        && store.tags(space(), 9).await.unwrap().is_empty()
}

pub(crate) async fn work_that_fails_leaves_nothing(ground: Ground) {
    let store = ground.store().await;
    let apple = entry(1, json!({"title": "Apple", "tags": ["red"]}));
    let result: Result<(), StoreError> = store
        .write(async |tx: &mut Tx| {
            tx.insert(space(), &apple, &search(&apple), "captured", NOW).await?;
            assert!(tx.entry(space(), id(1)).await?.is_some());
            Err(StoreError::Exists)
        })
        .await;
    assert!(matches!(result, Err(StoreError::Exists)));
    assert!(is_empty(&store).await);
    insert(&store, &[apple]).await;
    assert!(!is_empty(&store).await);
}

pub(crate) async fn work_that_is_given_up_leaves_nothing(ground: Ground) {
    let store = ground.store().await;
    let apple = entry(1, json!({"title": "Apple", "tags": ["red"]}));
    let (reached, wait) = tokio::sync::oneshot::channel();
    let mut reached = Some(reached);
    let work = store.write(async |tx: &mut Tx| {
        tx.insert(space(), &apple, &search(&apple), "captured", NOW).await?;
        reached.take().unwrap().send(()).unwrap();
        std::future::pending::<Result<(), StoreError>>().await
    });
    tokio::select! {
        _ = work => unreachable!("it waits for ever"),
        result = wait => result.unwrap(),
    }
    assert!(is_empty(&store).await);
    // Nothing holds a lock, and the connection is good for the next one.
    for _ in 0..10 {
        insert(&store, std::slice::from_ref(&apple)).await;
        erase(&store, id(1)).await;
    }
}

pub(crate) async fn a_write_can_be_spawned(ground: Ground) {
    let store = ground.store().await;
    let apple = written(1, "Apple", "body");
    let clone = store.clone();
    let spawned = tokio::spawn(async move {
        let text = search(&apple);
        let version: Result<i64, StoreError> =
            transaction!(clone, tx => tx.insert(space(), &apple, &text, "captured", NOW).await);
        version
    });
    assert_eq!(spawned.await.unwrap().unwrap(), 1);
}

pub(crate) async fn writers_of_several_stores_all_get_through(ground: Ground) {
    drop(ground.store().await);
    let mut writers = Vec::new();
    for number in 0..16 {
        let place = ground.place.clone();
        writers.push(tokio::spawn(async move {
            let store = Store::open(&place).await.unwrap();
            for part in 0..4 {
                insert(&store, &[written(1 + number * 4 + part, "Apple", "one of many")]).await;
            }
            store.close().await;
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    let store = ground.store().await;
    assert_eq!(store.overview(space()).await.unwrap().entries, 64);
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
}

pub(crate) async fn eight_clashes_are_enough(ground: Ground) {
    let store = ground.store().await;
    let reply = Reply { fingerprint: "f".to_owned(), status: 200, body: "first".to_owned() };
    store.write(async |tx: &mut Tx| tx.keep_reply(space(), "key", &reply, NOW).await).await.unwrap();
    let mut tries = 0;
    let result = store
        .write(async |tx: &mut Tx| {
            tries += 1;
            tx.keep_reply(space(), "key", &reply, NOW).await
        })
        .await;
    assert!(matches!(result, Err(StoreError::Busy)), "{result:?}");
    assert_eq!(tries, 8);
}

/// Two transactions take the same two entries in opposite order; PostgreSQL ends one of them.
pub(crate) async fn a_deadlock_is_tried_again(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Apple", "0"), written(2, "Pear", "0")]).await;
    let both_hold_one = Barrier::new(2);
    let crossed = async |first: u64, second: u64| {
        let mut tries = 0;
        let work = async |tx: &mut Tx| {
            tries += 1;
            for number in [first, second] {
                let kept = tx.entry(space(), id(number)).await?.unwrap();
                let change = Change { action: "changed", back: None };
                tx.save(space(), &kept.entry, &search(&kept.entry), kept.version, &change, NOW).await?;
                if tries == 1 && number == first {
                    both_hold_one.wait().await;
                }
            }
            Ok::<_, StoreError>(())
        };
        store.write(work).await.map(|()| tries)
    };
    let (one, two) = tokio::join!(crossed(1, 2), crossed(2, 1));
    assert_eq!(one.unwrap() + two.unwrap(), 3);
    for number in [1, 2] {
        assert_eq!(store.entry(space(), id(number)).await.unwrap().unwrap().version, 3);
    }
}
