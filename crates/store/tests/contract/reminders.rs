use hansei_store::{Channel, Claim, Reminded, Store, StoreError, Tx, transaction};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::fixture::*;

const TODAY: Date = date(2027, 1, 15);
const LEASE: SignedDuration = SignedDuration::from_mins(5);

fn later(minutes: i64) -> Timestamp {
    NOW + SignedDuration::from_mins(minutes)
}

async fn claim(store: &Store, message: u128, now: Timestamp, today: Date) -> Option<Claim> {
    let message = Uuid::from_u128(message);
    let claimed: Result<_, StoreError> = transaction!(store, tx =>
        tx.claim_channel(space(), "mail", message, (now, today), now + LEASE).await);
    claimed.unwrap()
}

async fn keep_sent(store: &Store, items: &[&str], today: Date) {
    let said: Vec<_> =
        items.iter().map(|item| Reminded { item: (*item).to_owned(), about: id(1).uuid() }).collect();
    store.write(async |tx: &mut Tx| tx.keep_sent(space(), "mail", &said, (NOW, today)).await).await.unwrap();
}

pub(crate) async fn of_many_processes_one_sends(ground: Ground) {
    let store = ground.store().await;
    let mut processes = tokio::task::JoinSet::new();
    for number in 1..=8 {
        let store = Store::open(&ground.place).await.unwrap();
        processes.spawn(async move { claim(&store, number, NOW, TODAY).await });
    }
    let claims = processes.join_all().await;
    assert_eq!(claims.iter().flatten().count(), 1, "{claims:?}");
    assert_eq!(claim(&store, 9, later(1), TODAY).await, None);
}

pub(crate) async fn a_process_that_died_while_sending_is_followed_by_another_with_the_same_message(
    ground: Ground,
) {
    let store = ground.store().await;
    let first = claim(&store, 1, NOW, TODAY).await.unwrap();
    assert_eq!(first, Claim { message: Uuid::from_u128(1), attempts: 0 });
    assert_eq!(claim(&store, 2, later(4), TODAY).await, None);
    assert_eq!(claim(&store, 2, later(5), TODAY).await, Some(first));
}

pub(crate) async fn one_message_goes_a_day_and_what_it_said_is_kept(ground: Ground) {
    let store = ground.store().await;
    claim(&store, 1, NOW, TODAY).await.unwrap();
    keep_sent(&store, &["review/1", "review/1", "review/2"], TODAY).await;
    let mut items: Vec<_> = store.reminded(space(), "mail").await.unwrap().into_iter().collect();
    items.sort();
    assert_eq!(items, ["review/1", "review/2"]);
    assert!(store.reminded(space(), "desktop").await.unwrap().is_empty());
    assert_eq!(claim(&store, 2, later(60), TODAY).await, None);
    let tomorrow = claim(&store, 2, later(60), TODAY.tomorrow().unwrap()).await;
    assert_eq!(tomorrow, Some(Claim { message: Uuid::from_u128(2), attempts: 0 }));
}

pub(crate) async fn what_did_not_arrive_is_tried_again_in_its_time(ground: Ground) {
    let store = ground.store().await;
    let first = claim(&store, 1, NOW, TODAY).await.unwrap();
    for minute in [0, 5] {
        store
            .write(async |tx: &mut Tx| {
                let times = (later(minute), later(minute + 5));
                tx.keep_unsent(space(), "mail", first.message, "nobody answered", times).await
            })
            .await
            .unwrap();
    }
    let failing = Channel {
        name: "mail".to_owned(),
        attempts: 2,
        next_try_at: Some(later(10)),
        failing_since: Some(NOW),
        fault: Some("nobody answered".to_owned()),
        sent_on: None,
    };
    assert_eq!(store.channels(space()).await.unwrap(), std::slice::from_ref(&failing));
    assert_eq!(claim(&store, 2, later(9), TODAY).await, None);
    assert_eq!(claim(&store, 2, later(10), TODAY).await, Some(Claim { attempts: 2, ..first }));
    keep_sent(&store, &[], TODAY).await;
    let well = Channel {
        attempts: 0,
        next_try_at: None,
        failing_since: None,
        fault: None,
        sent_on: Some(TODAY),
        ..failing
    };
    assert_eq!(store.channels(space()).await.unwrap(), [well]);
}

pub(crate) async fn a_clock_that_was_wrong_holds_nothing_up(ground: Ground) {
    let store = ground.store().await;
    let in_ten_years = later(60 * 24 * 3650);
    let first = claim(&store, 1, in_ten_years, TODAY).await.unwrap();
    assert_eq!(claim(&store, 2, NOW, TODAY).await, Some(first));
    let times = (in_ten_years, in_ten_years);
    let unsent: Result<(), StoreError> = store
        .write(async |tx: &mut Tx| {
            tx.keep_unsent(space(), "mail", first.message, "nobody answered", times).await
        })
        .await;
    unsent.unwrap();
    assert!(claim(&store, 2, NOW, TODAY).await.is_some());
}

pub(crate) async fn what_was_said_of_an_entry_is_erased_with_it(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Title", "body")]).await;
    claim(&store, 1, NOW, TODAY).await.unwrap();
    keep_sent(&store, &["review/1"], TODAY).await;
    erase(&store, id(1)).await;
    assert!(store.reminded(space(), "mail").await.unwrap().is_empty());
}
