use hansei_store::{Reply, StoreError, Tx};
use jiff::ToSpan;

use crate::fixture::*;

fn reply(body: &str) -> Reply {
    Reply { fingerprint: "f1".to_owned(), status: 201, body: body.to_owned() }
}

pub(crate) async fn a_reply_is_given_again(ground: Ground) {
    let store = ground.store().await;
    let key = "it's a key";
    let asked = store.write(async |tx: &mut Tx| tx.reply(space(), key).await).await;
    assert_eq!(asked.unwrap(), None);
    store.write(async |tx: &mut Tx| tx.keep_reply(space(), key, &reply("made"), NOW).await).await.unwrap();
    let asked = store.write(async |tx: &mut Tx| tx.reply(space(), key).await).await;
    assert_eq!(asked.unwrap(), Some(reply("made")));
}

pub(crate) async fn a_second_reply_under_one_key_is_tried_again(ground: Ground) {
    let store = ground.store().await;
    store.write(async |tx: &mut Tx| tx.keep_reply(space(), "key", &reply("first"), NOW).await).await.unwrap();
    // Looks only on the second try, as if the first had been just too early.
    let mut tries = 0;
    let given = store
        .write(async |tx: &mut Tx| {
            tries += 1;
            if tries > 1
                && let Some(given) = tx.reply(space(), "key").await?
            {
                return Ok(given);
            }
            tx.keep_reply(space(), "key", &reply("second"), NOW).await?;
            Ok::<_, StoreError>(reply("second"))
        })
        .await;
    assert_eq!((given.unwrap(), tries), (reply("first"), 2));
}

pub(crate) async fn old_replies_are_dropped(ground: Ground) {
    let store = ground.store().await;
    let eight_days_ago = NOW - (8 * 24).hours();
    for (key, time) in [("old", eight_days_ago), ("new", NOW)] {
        store.write(async |tx: &mut Tx| tx.keep_reply(space(), key, &reply(key), time).await).await.unwrap();
    }
    let work = async |tx: &mut Tx| {
        tx.drop_replies_before(space(), NOW - (7 * 24).hours()).await?;
        Ok::<_, StoreError>((tx.reply(space(), "old").await?, tx.reply(space(), "new").await?))
    };
    assert_eq!(store.write(work).await.unwrap(), (None, Some(reply("new"))));
}
