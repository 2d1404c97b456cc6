use std::collections::BTreeSet;

use hansei_method::occurred::Occurred;
use hansei_store::{Draft, Filter, Reply, StoreError, Tx};
use serde_json::json;

use crate::fixture::*;

pub(crate) async fn the_trash_hides_an_entry_and_gives_it_back(ground: Ground) {
    let store = ground.store().await;
    let why = json!({"answers": {"skipped": {"intended": "x", "happened": "x"},
        "why": {"factors": [{"statement": "it rained", "control": "outside"}]}}});
    let mine = entry(1, json!({"title": "Apple", "tags": ["red"], "review": why}));
    insert(&store, std::slice::from_ref(&mine)).await;
    let filters = [
        Filter::default(),
        Filter { tag: Some("red".parse().unwrap()), ..Filter::default() },
        Filter { control: Some(hansei_method::factor::Control::Outside), ..Filter::default() },
        Filter { unfinished: true, ..Filter::default() },
    ];

    set_deleted(&store, id(1), 1, Some(NOW)).await;
    for filter in &filters {
        assert_eq!(store.list(space(), filter, None, 9).await.unwrap().lines, [], "{filter:?}");
    }
    assert_eq!(find(&store, "apple").await, []);
    assert_eq!(store.tags(space(), 9).await.unwrap(), []);
    assert_eq!(store.all(space(), None, 9).await.unwrap(), []);
    assert_eq!(store.trash(space(), None, 9).await.unwrap().lines[0].id, id(1));
    assert_eq!(store.entry(space(), id(1)).await.unwrap().unwrap().deleted_at, Some(NOW));
    let overview = store.overview(space()).await.unwrap();
    assert_eq!((overview.entries, overview.trashed, overview.first), (0, 1, None::<Occurred>));

    // Saving what lies in the trash, as an undo may, does not bring it out.
    save(&store, &mine, 2).await.unwrap();
    for filter in &filters {
        assert_eq!(store.list(space(), filter, None, 9).await.unwrap().lines, [], "{filter:?}");
    }

    set_deleted(&store, id(1), 3, None).await;
    for filter in &filters {
        assert_eq!(store.list(space(), filter, None, 9).await.unwrap().lines.len(), 1, "{filter:?}");
    }
    assert_eq!(find(&store, "apple").await, [id(1)]);
    assert_eq!(store.trash(space(), None, 9).await.unwrap().lines, []);
    let actions: Vec<_> =
        store.revisions(space(), id(1), None, 9).await.unwrap().into_iter().map(|line| line.action).collect();
    assert_eq!(actions, ["taken back", "changed", "deleted", "captured"]);
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
}

pub(crate) async fn an_erased_entry_leaves_nothing_to_ask_for(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[entry(1, json!({"title": "Apple", "tags": ["red"]})), written(2, "Pear", "stays")])
        .await;
    let draft = Draft { question: "why".to_owned(), body: "apple".to_owned(), saved_at: NOW, based_on: 1 };
    let about = |number| Reply {
        fingerprint: "f".to_owned(),
        status: 201,
        body: format!("{{\"id\":\"{}\"}}", id(number)),
    };
    let work = async |tx: &mut Tx| {
        tx.put_draft(space(), id(1), &draft).await?;
        tx.keep_reply(space(), "one", &about(1), NOW).await?;
        tx.keep_reply(space(), "two", &about(2), NOW).await
    };
    store.write(work).await.unwrap();
    erase(&store, id(1)).await;
    erase(&store, id(1)).await;
    assert_eq!(store.entry(space(), id(1)).await.unwrap(), None);
    assert_eq!(store.revisions(space(), id(1), None, 9).await.unwrap(), []);
    assert_eq!(store.drafts(space(), id(1)).await.unwrap(), []);
    assert_eq!(store.tags(space(), 9).await.unwrap(), []);
    assert_eq!(find(&store, "apple").await, []);
    let replies = async |tx: &mut Tx| {
        Ok::<_, StoreError>((tx.reply(space(), "one").await?, tx.reply(space(), "two").await?))
    };
    assert_eq!(store.write(replies).await.unwrap(), (None, Some(about(2))));
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
}

pub(crate) async fn verify_finds_nothing_in_a_sound_store(ground: Ground) {
    let store = ground.store().await;
    let entries: Vec<_> = (1..=20).map(|number| entry(number, json!({"tags": ["a", "b"]}))).collect();
    insert(&store, &entries).await;
    save(&store, &written(3, "Changed", "body"), 1).await.unwrap();
    set_deleted(&store, id(4), 1, Some(NOW)).await;
    erase(&store, id(5)).await;
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
}

pub(crate) async fn the_trash_is_read_page_by_page(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &(1..=7).map(|number| entry(number, json!({}))).collect::<Vec<_>>()).await;
    for number in 1..=7 {
        // Some are deleted in the same moment.
        let at = NOW + jiff::SignedDuration::from_micros(i64::try_from(number / 3).unwrap());
        set_deleted(&store, id(number), 1, Some(at)).await;
    }
    let whole: Vec<_> =
        store.trash(space(), None, 9).await.unwrap().lines.into_iter().map(|line| line.id).collect();
    assert_eq!(whole.len(), 7);
    assert_eq!(whole[..2].iter().copied().collect::<BTreeSet<_>>(), BTreeSet::from([id(6), id(7)]));
    let (mut read, mut after) = (Vec::new(), None);
    loop {
        let page = store.trash(space(), after.as_ref(), 2).await.unwrap();
        assert!((1..=2).contains(&page.lines.len()));
        read.extend(page.lines.into_iter().map(|line| line.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(read, whole);
}
