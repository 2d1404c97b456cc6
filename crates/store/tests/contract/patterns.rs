use hansei_method::id::SpaceId;
use hansei_method::pattern::{Pattern, Standing};
use hansei_store::{KeptPattern, Store, StoreError, Tx, transaction};
use uuid::Uuid;

use crate::fixture::*;

fn kept(version: i64, standing: Standing) -> KeptPattern {
    let pattern = Pattern {
        standing,
        name: Some("It always takes two lessons".parse().unwrap()),
        is_named: version % 2 == 0,
        members: [id(1), id(2)].into(),
        added: [id(3)].into(),
        removed: [id(1)].into(),
    };
    let back = (version > 2).then_some(version - 1);
    let (key, action) = ("underestimating-time".parse().unwrap(), "confirmed".to_owned());
    // Kept to the microsecond.
    let saved_at = jiff::Timestamp::from_microsecond(NOW.as_microsecond()).unwrap();
    KeptPattern { key, version, saved_at, action, back, pattern }
}

async fn keep(store: &Store, kept: &KeptPattern) -> Result<(), StoreError> {
    transaction!(store, tx => tx.keep_pattern(space(), kept).await)
}

async fn filled(ground: &Ground) -> Store {
    let store = ground.store().await;
    insert(&store, &[written(1, "Apple", "x"), written(2, "Pear", "x"), written(3, "Plum", "x")]).await;
    store
}

pub(crate) async fn what_was_said_of_a_pattern_comes_back_as_it_was(ground: Ground) {
    let store = filled(&ground).await;
    let into = "over-promising".parse().unwrap();
    let standings = [Standing::Open, Standing::Confirmed, Standing::Rejected, Standing::Merged(into)];
    for (version, standing) in (2..).zip(standings) {
        let kept = kept(version, standing);
        keep(&store, &kept).await.unwrap();
        assert_eq!(store.patterns(space()).await.unwrap(), std::slice::from_ref(&kept));
        let read = store.write(async |tx: &mut Tx| tx.pattern(space(), &kept.key).await).await;
        assert_eq!(read.unwrap(), Some(kept));
    }
}

pub(crate) async fn of_each_pattern_the_latest_version_counts(ground: Ground) {
    let store = filled(&ground).await;
    let first = kept(2, Standing::Confirmed);
    let last = KeptPattern { pattern: Pattern::default(), ..kept(3, Standing::Open) };
    let other = KeptPattern { key: "handoff-loss".parse().unwrap(), ..kept(2, Standing::Rejected) };
    for kept in [&first, &last, &other] {
        keep(&store, kept).await.unwrap();
    }
    assert_eq!(store.patterns(space()).await.unwrap(), [other, last]);
    let earlier = async |version| {
        store.write(async |tx: &mut Tx| tx.pattern_in(space(), &first.key, version).await).await
    };
    assert_eq!(earlier(2).await.unwrap(), Some(first.clone()));
    assert_eq!(earlier(1).await.unwrap(), None);
    assert_eq!(earlier(9).await.unwrap(), None);
}

pub(crate) async fn a_version_is_kept_once(ground: Ground) {
    let store = filled(&ground).await;
    keep(&store, &kept(2, Standing::Confirmed)).await.unwrap();
    let again = keep(&store, &kept(2, Standing::Rejected)).await;
    assert!(matches!(again, Err(StoreError::Busy)), "{again:?}");
    assert_eq!(store.patterns(space()).await.unwrap(), [kept(2, Standing::Confirmed)]);
}

pub(crate) async fn what_is_erased_is_in_no_version_of_a_pattern(ground: Ground) {
    let store = filled(&ground).await;
    keep(&store, &kept(2, Standing::Confirmed)).await.unwrap();
    keep(&store, &kept(3, Standing::Confirmed)).await.unwrap();
    erase(&store, id(1)).await;
    let key = kept(2, Standing::Open).key;
    for version in [2, 3] {
        let read = store
            .write(async |tx: &mut Tx| tx.pattern_in(space(), &key, version).await)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((read.pattern.members, read.pattern.removed), ([id(2)].into(), [].into()));
        assert_eq!(read.pattern.name.is_some(), version == 2, "a name of the person's own stays");
    }
    assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
}

pub(crate) async fn spaces_do_not_see_each_others_patterns(ground: Ground) {
    let store = filled(&ground).await;
    let other = SpaceId::new(Uuid::from_u128(2));
    make_space(&store, other).await;
    keep(&store, &kept(2, Standing::Confirmed)).await.unwrap();
    assert_eq!(store.patterns(other).await.unwrap(), []);
    let key = kept(2, Standing::Open).key;
    assert_eq!(store.write(async |tx: &mut Tx| tx.pattern(other, &key).await).await.unwrap(), None);
}

pub(crate) async fn the_stamp_changes_with_the_log_and_with_verdicts(ground: Ground) {
    let store = filled(&ground).await;
    let mut stamps = vec![store.stamp(space()).await.unwrap()];
    assert_eq!(store.stamp(space()).await.unwrap(), stamps[0]);
    save(&store, &written(1, "Apples", "x"), 1).await.unwrap();
    stamps.push(store.stamp(space()).await.unwrap());
    set_deleted(&store, id(2), 1, Some(NOW)).await;
    stamps.push(store.stamp(space()).await.unwrap());
    let pair = (id(1), id(3));
    store.write(async |tx: &mut Tx| tx.put_verdict(space(), pair, Some(true), NOW).await).await.unwrap();
    assert_eq!(store.verdicts(space()).await.unwrap().len(), 1);
    stamps.push(store.stamp(space()).await.unwrap());
    erase(&store, id(3)).await;
    stamps.push(store.stamp(space()).await.unwrap());
    let changed = stamps.windows(2).all(|two| two[0] != two[1]);
    assert!(changed, "{stamps:?}");
}
