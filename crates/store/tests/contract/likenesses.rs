use hansei_method::id::EntryId;
use hansei_store::{KeptLikeness, Likeness, Store, Tx};
use jiff::Timestamp;

use crate::fixture::*;

const MAKER: &str = "words-1";

fn made(number: u64) -> Likeness {
    Likeness { id: id(number), words: vec![1, 2, 3], vector: Vec::new() }
}

async fn due(store: &Store, maker: &str) -> Vec<EntryId> {
    due_of_both(store, [maker, maker]).await
}

async fn due_of_both(store: &Store, makers: [&str; 2]) -> Vec<EntryId> {
    let due = store.likeness_due(space(), makers, 10).await.unwrap();
    assert_eq!(usize::try_from(store.count_likeness_due(space(), makers).await.unwrap()).unwrap(), due.len());
    let mut ids: Vec<EntryId> = due.into_iter().map(|due| due.entry.id).collect();
    ids.sort_unstable();
    ids
}

fn sorted<const N: usize>(numbers: [u64; N]) -> Vec<EntryId> {
    let mut ids = numbers.map(id).to_vec();
    ids.sort_unstable();
    ids
}

async fn keep(store: &Store, (number, made_at): (u64, i64), version: i64) {
    let made = made(number);
    let work = async |tx: &mut Tx| tx.keep_likeness(space(), &made, version, MAKER, made_at).await;
    store.write(work).await.unwrap();
}

async fn put(store: &Store, pair: (u64, u64), same: Option<bool>) -> Option<bool> {
    let pair = (id(pair.0), id(pair.1));
    store.write(async |tx: &mut Tx| tx.put_verdict(space(), pair, same, NOW).await).await.unwrap()
}

pub(crate) async fn what_was_saved_is_due_until_it_was_made(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Apple", "x"), written(2, "Pear", "x")]).await;
    assert_eq!(due(&store, MAKER).await, sorted([1, 2]));
    keep(&store, (1, 5), 1).await;
    assert_eq!(due(&store, MAKER).await, [id(2)]);
    assert_eq!(due(&store, "words-2").await, sorted([1, 2]), "what something else made is due");
    save(&store, &written(1, "Apples", "x"), 1).await.unwrap();
    assert_eq!(due(&store, MAKER).await, sorted([1, 2]));
    keep(&store, (1, 5), 2).await;
    keep(&store, (2, 5), 1).await;
    assert_eq!(due(&store, MAKER).await, []);
}

pub(crate) async fn what_either_of_two_makers_made_is_not_due(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Apple", "x"), written(2, "Pear", "x")]).await;
    keep(&store, (1, 5), 1).await;
    for makers in [[MAKER, "words-2"], ["words-2", MAKER]] {
        assert_eq!(due_of_both(&store, makers).await, [id(2)]);
    }
    assert_eq!(due_of_both(&store, ["words-0", "words-2"]).await, sorted([1, 2]));
}

pub(crate) async fn what_was_made_of_an_older_version_is_not_kept(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Apple", "x")]).await;
    let seen = store.likeness_due(space(), [MAKER, MAKER], 1).await.unwrap().remove(0);
    save(&store, &written(1, "Pear", "x"), 1).await.unwrap();
    keep(&store, (1, 5), seen.version).await;
    assert_eq!(due(&store, MAKER).await, [id(1)]);
}

pub(crate) async fn what_was_made_is_read_from_a_time_on(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Apple", "x"), written(2, "Pear", "x")]).await;
    keep(&store, (1, 5), 1).await;
    keep(&store, (2, 6), 1).await;
    assert_eq!(store.likeness_since(space(), 0, None, 9).await.unwrap().len(), 2);
    assert_eq!(store.likeness_since(space(), 0, None, 1).await.unwrap()[0].likeness.id, id(1));
    let next = store.likeness_since(space(), 5, Some(id(1)), 9).await.unwrap();
    assert_eq!(next.iter().map(|kept| kept.likeness.id).collect::<Vec<_>>(), [id(2)]);
    assert_eq!(store.likeness_since(space(), 6, Some(id(2)), 9).await.unwrap(), [], "of one time");
    let kept = KeptLikeness { likeness: made(2), made_by: MAKER.to_owned(), made_at: 6 };
    assert_eq!(store.likeness_since(space(), 6, None, 9).await.unwrap(), [kept]);
    let next = async |now: Timestamp| {
        store.write(async |tx: &mut Tx| tx.likeness_time(space(), now).await).await.unwrap()
    };
    assert_eq!(next(Timestamp::UNIX_EPOCH).await, 7, "later than the last, whatever the clock says");
    assert_eq!(next(NOW).await, NOW.as_microsecond());
    save(&store, &written(1, "Apples", "x"), 1).await.unwrap();
    assert_eq!(
        store.likeness_since(space(), 0, None, 9).await.unwrap().len(),
        1,
        "what has to be made anew is not there"
    );
    insert(&store, &[written(3, "Plum", "x")]).await;
    keep(&store, (3, 6), 1).await;
    let [first, second] = sorted([2, 3]).try_into().unwrap();
    let after = store.likeness_since(space(), 6, Some(first), 9).await.unwrap();
    assert_eq!(
        after.iter().map(|kept| kept.likeness.id).collect::<Vec<_>>(),
        [second],
        "of one time the rest"
    );
}

pub(crate) async fn a_verdict_is_read_from_both_sides_until_it_is_taken_back(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Apple", "x"), written(2, "Pear", "x"), written(3, "Plum", "x")]).await;
    assert_eq!(put(&store, (1, 2), Some(true)).await, None);
    assert_eq!(put(&store, (3, 1), Some(false)).await, None);
    assert_eq!(put(&store, (2, 1), Some(false)).await, Some(true), "whichever is named first");
    assert_eq!(store.verdicts_on(space(), id(2)).await.unwrap(), [(id(1), false)]);
    let mut on_the_first = store.verdicts_on(space(), id(1)).await.unwrap();
    on_the_first.sort_unstable();
    let mut expected = [(id(2), false), (id(3), false)];
    expected.sort_unstable();
    assert_eq!(on_the_first, expected);
    assert_eq!(put(&store, (1, 2), None).await, Some(false));
    assert_eq!(store.verdicts_on(space(), id(2)).await.unwrap(), []);
}

pub(crate) async fn what_is_erased_takes_its_likeness_and_verdicts_along(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Apple", "x"), written(2, "Pear", "x"), written(3, "Plum", "x")]).await;
    for number in 1..=3 {
        keep(&store, (number, 5), 1).await;
    }
    put(&store, (1, 2), Some(true)).await;
    put(&store, (2, 3), Some(true)).await;
    erase(&store, id(2)).await;
    assert_eq!(store.verdicts_on(space(), id(1)).await.unwrap(), []);
    assert_eq!(store.verdicts_on(space(), id(3)).await.unwrap(), []);
    assert_eq!(store.likeness_since(space(), 0, None, 9).await.unwrap().len(), 2);
    assert!(store.line(space(), id(2)).await.unwrap().is_none());
    set_deleted(&store, id(1), 1, Some(NOW)).await;
    assert!(store.line(space(), id(1)).await.unwrap().is_none());
    assert_eq!(store.line(space(), id(3)).await.unwrap().unwrap().title, "Plum");
}
