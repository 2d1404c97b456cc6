use hansei_store::{Among, Kept, Neighbours, StoreError, Tx};
use serde_json::json;

use crate::fixture::*;

pub(crate) async fn an_entry_with_everything_in_it_comes_back_as_it_was(ground: Ground) {
    let store = ground.store().await;
    let everything = entry(
        1,
        json!({
            "kind": "near_miss", "significance": "full", "title": "Proposal 🚑 \u{202E}late, \"quoted\" & <b>bold</b>",
            "body": "a tab\t, two\r\nlines, 日本語, a quote ' and a backslash \\ %_", "context": "Northgate",
            "occurred": "0001-01-01T00:00:01", "tags": ["client work", "prix < 5 €"],
            "attempt": {"goal": id(7), "number": 2, "changed": "asked first",
                "lessons": [{"from": id(7), "lesson": "Scope moves", "applies": true}]},
            "review": {
                "answers": {
                    "intended": {"statement": "deliver", "targets": [{"name": "Day", "slot": {"deadline": "9999-12-31"}}]},
                    "happened": {"moments": [{"when": "17:20", "what": "it was late"}],
                        "outcomes": [{"target": 1, "actual": {"date": "2026-03-22"}}]},
                    "why": {"causes": [{"statement": "No clause", "chosen": true}],
                        "factors": [{"statement": "estimate", "control": "mine"}, {"statement": "storm", "control": "outside"}]},
                    "next": {"lesson": "ask", "commitments": [{"cue": "it grows", "act": "stop"}],
                        "choice": {"way": "retry", "reason": "worth it"}},
                    "finished_at": "2026-04-01T10:00:00.000000001Z",
                },
                "parked": ["an idea"], "spent": {"seconds": 1_859}, "not_before": "2026-05-01", "feeling": "tired",
                "confidant": "a friend", "reopened": [{"at": "2026-03-30T10:00:00Z", "reason": "the invoice"}],
            },
        }),
    );
    insert(&store, std::slice::from_ref(&everything)).await;
    let kept = store.entry(space(), everything.id).await.unwrap();
    assert_eq!(kept, Some(Kept { entry: everything, version: 1, saved_at: NOW, deleted_at: None }));
    assert_eq!(store.entry(space(), id(2)).await.unwrap(), None);
}

pub(crate) async fn an_id_is_given_once(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "First", "body")]).await;
    let second = written(1, "Second", "body");
    let result = store
        .write(async |tx: &mut Tx| tx.insert(space(), &second, &search(&second), "captured", NOW).await)
        .await;
    assert!(matches!(result, Err(StoreError::Exists)), "{result:?}");
    assert_eq!(store.entry(space(), id(1)).await.unwrap().unwrap().entry.title.as_str(), "First");
}

pub(crate) async fn the_first_digits_of_an_id_find_it(ground: Ground) {
    let store = ground.store().await;
    let entries: Vec<_> = (1..=40).map(|number| entry(number, json!({}))).collect();
    insert(&store, &entries).await;
    for wanted in &entries {
        let whole = wanted.id.to_string();
        for length in [1, 2, 7, 9, 10, 36] {
            let prefix = &whole[..length];
            let mut expected: Vec<_> = entries
                .iter()
                .map(|entry| entry.id)
                .filter(|id| id.to_string().starts_with(prefix))
                .collect();
            expected.sort();
            let found = store.ids_starting(space(), &prefix.to_uppercase(), Among::Log, 40).await.unwrap();
            assert_eq!(found, expected, "{prefix}");
        }
    }
    for nothing in ["", "-", "x", "%", "3f2a'", &"0".repeat(33)] {
        assert_eq!(store.ids_starting(space(), nothing, Among::Both, 40).await.unwrap(), [], "{nothing}");
    }
    let mut sorted: Vec<_> = entries.iter().map(|entry| entry.id).collect();
    sorted.sort();
    let [first, second, third, .., last] = *sorted else { panic!("too few") };
    let mut beside = store.neighbours(space(), &[last, first]).await.unwrap();
    beside.sort_by_key(|neighbours| neighbours.id);
    assert_eq!(beside[0], Neighbours { id: first, before: None, after: Some(second) });
    assert_eq!((beside[1].id, beside[1].after, beside.len()), (last, None, 2));
    set_deleted(&store, second, 1, Some(NOW)).await;
    assert_eq!(
        store.neighbours(space(), &[first]).await.unwrap()[0].after,
        Some(second),
        "one in the trash counts"
    );
    set_deleted(&store, first, 1, Some(NOW)).await;
    for (among, found) in [(Among::Log, vec![]), (Among::Trash, vec![first]), (Among::Both, vec![first])] {
        assert_eq!(
            store.ids_starting(space(), &first.to_string(), among, 40).await.unwrap(),
            found,
            "{among:?}"
        );
    }
    for (among, found) in [(Among::Log, vec![third]), (Among::Trash, vec![]), (Among::Both, vec![third])] {
        assert_eq!(
            store.ids_starting(space(), &third.to_string(), among, 40).await.unwrap(),
            found,
            "{among:?}"
        );
    }
}

pub(crate) async fn all_entries_come_in_the_order_of_their_ids(ground: Ground) {
    let store = ground.store().await;
    let mut entries: Vec<_> = (1..=25).map(|number| entry(number, json!({}))).collect();
    insert(&store, &entries).await;
    entries.sort_by_key(|entry| entry.id);
    let mut read = Vec::new();
    loop {
        let after = read.last().map(|kept: &Kept| kept.entry.id);
        let next = store.all(space(), after, 10).await.unwrap();
        if next.is_empty() {
            break;
        }
        read.extend(next);
    }
    assert_eq!(read.into_iter().map(|kept| kept.entry).collect::<Vec<_>>(), entries);
}

pub(crate) async fn attempts_come_in_their_order(ground: Ground) {
    let store = ground.store().await;
    let attempt = |number: u64| entry(number, json!({"attempt": {"goal": id(1), "number": number}}));
    insert(&store, &[attempt(10), attempt(2), attempt(1), attempt(3), entry(4, json!({}))]).await;
    set_deleted(&store, id(3), 1, Some(NOW)).await;
    let numbers: Vec<_> =
        store.attempts(space(), id(1)).await.unwrap().into_iter().map(|kept| kept.entry.id).collect();
    assert_eq!(numbers, [id(1), id(2), id(10)]);
}

pub(crate) async fn the_number_of_an_attempt_in_the_trash_counts(ground: Ground) {
    let store = ground.store().await;
    let attempt = |number: u64| entry(number, json!({"attempt": {"goal": id(1), "number": number}}));
    let elsewhere = entry(4, json!({"attempt": {"goal": id(4), "number": 9}}));
    insert(&store, &[attempt(1), attempt(2), attempt(3), elsewhere]).await;
    set_deleted(&store, id(3), 1, Some(NOW)).await;
    for (goal, number) in [(id(1), 3), (id(4), 9), (id(2), 0)] {
        assert_eq!(store.last_attempt_number(space(), goal).await.unwrap(), number);
        let last = async |tx: &mut Tx| tx.last_attempt_number(space(), goal).await;
        assert_eq!(store.write(last).await.unwrap(), number);
    }
}

pub(crate) async fn a_megabyte_of_text_is_kept_and_found(ground: Ground) {
    let store = ground.store().await;
    // So many different words are more than PostgreSQL's index holds of one entry.
    let body: String = (0..).map(|number: u32| format!("{number:x} ")).take(200_000).collect();
    let large = written(1, "Large", &body[..1_000_000]);
    let unbroken = written(2, "Unbroken", &"é".repeat(500_000));
    insert(&store, &[large.clone(), unbroken.clone()]).await;
    assert_eq!(store.entry(space(), id(1)).await.unwrap().unwrap().entry, large);
    assert_eq!(store.entry(space(), id(2)).await.unwrap().unwrap().entry, unbroken);
    assert_eq!(find(&store, "large a1b2").await, [id(1)]);
    assert_eq!(find(&store, "unbroken").await, [id(2)]);
}

pub(crate) async fn a_setting_is_made_and_changed(ground: Ground) {
    let store = ground.store().await;
    assert_eq!(store.setting(space(), "theme").await.unwrap(), None);
    for value in [json!({"dark": true}), json!("a \u{0} and a 'quote'"), json!(null)] {
        store.write(async |tx: &mut Tx| tx.put_setting(space(), "theme", &value).await).await.unwrap();
        assert_eq!(store.setting(space(), "theme").await.unwrap(), Some(value));
    }
}
