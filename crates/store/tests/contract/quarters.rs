use hansei_method::adoption::Adoption;
use hansei_method::id::QuarterId;
use hansei_method::practice::Practice;
use hansei_method::quarter::{Frozen, Quarter, Report};
use hansei_store::{Reply, Reviewed, Store, Tx};
use jiff::civil::date;
use serde_json::json;
use uuid::Uuid;

use crate::fixture::*;

fn quarter(number: u64, period: &str) -> Quarter {
    let id = QuarterId::new(Uuid::from_u64_pair(9, number));
    Quarter::begin(id, period.parse().unwrap(), date(2027, 1, 1)).unwrap()
}

/// A report that quotes an entry and what is practised of it.
fn report(quoted: u64, practice: &Practice) -> Report {
    serde_json::from_value(json!({
        "as_of": "2026-06-30", "entries": serde_json::to_value(hansei_method::quarter::Counts::default()).unwrap(),
        "lessons": {"flows": [], "moved": 1, "untested": 0, "challenged": 0, "waiting": 0, "observed": {}},
        "moved": [{
            "practice": practice.id, "about": practice.about, "title": "zebra title", "planned_on": "2026-04-02",
            "sentence": "If zebra, then I will stop.", "state": "practising", "state_name": "practising", "evidence": [],
        }],
        "steady": [], "untested": [], "patterns": [], "strengths": [1, 0, 0], "controls": [0, 0, 0],
        "due": [{"entry": id(quoted), "title": "zebra due", "way": "stop", "reason": "enough", "on": "2026-05-01"}],
        "due_count": 1, "coming": [], "successes": [], "next_on": "2026-09-30",
    }))
    .unwrap()
}

fn frozen(mut quarter: Quarter, report: Report) -> Quarter {
    let clock = "2026-06-30T18:20".parse().unwrap();
    let frozen = Frozen { at: NOW, clock, owner: None, report: Box::new(report), fingerprint: None };
    quarter.freeze(frozen, |_| "print".to_owned()).unwrap();
    quarter
}

fn practice(number: u64, about: &serde_json::Value) -> Practice {
    serde_json::from_value(json!({
        "id": Uuid::from_u64_pair(7, number), "about": about, "planned_on": "2026-04-02",
        "commitment": {"number": 1, "cue": "zebra", "act": "stop"},
    }))
    .unwrap()
}

async fn put(store: &Store, quarter: &Quarter) -> bool {
    store.write(async |tx: &mut Tx| tx.insert_quarter(space(), quarter, NOW).await).await.unwrap()
}

async fn save(store: &Store, quarter: &Quarter, expected: i64) -> Option<i64> {
    store.write(async |tx: &mut Tx| tx.save_quarter(space(), quarter, expected, NOW).await).await.unwrap()
}

pub(crate) async fn a_review_is_kept_until_it_is_frozen_and_then_as_it_is(ground: Ground) {
    let store = ground.store().await;
    let mut draft = quarter(1, "2026-Q2");
    assert!(put(&store, &draft).await);
    draft.answers.watch = Some("the ten minutes at takeover".parse().unwrap());
    assert_eq!(save(&store, &draft, 1).await, Some(2));
    assert_eq!(save(&store, &draft, 1).await, None, "another version is there");
    let whole =
        frozen(draft.clone(), report(1, &practice(1, &json!({"commitment": {"entry": id(1), "number": 1}}))));
    assert_eq!(save(&store, &whole, 2).await, Some(3));
    assert_eq!(save(&store, &draft, 3).await, None, "what is frozen is not written over");
    let kept = store.quarter(space(), whole.id).await.unwrap().unwrap();
    assert_eq!((kept.quarter, kept.version, kept.deleted_at), (whole, 3, None));
}

pub(crate) async fn a_period_has_one_review_beside_those_that_were_removed(ground: Ground) {
    let store = ground.store().await;
    let (one, other, later) = (quarter(1, "2026-Q2"), quarter(2, "2026-Q2"), quarter(3, "2026-Q3"));
    let set = async |id, expected, at| {
        let work = async |tx: &mut Tx| tx.set_quarter_removed(space(), id, expected, at, NOW).await;
        store.write(work).await.unwrap()
    };
    let ids = async || {
        let all = store.quarters(space()).await.unwrap();
        all.iter().map(|kept| kept.quarter.id).collect::<Vec<_>>()
    };
    assert_eq!(
        [put(&store, &one).await, put(&store, &other).await, put(&store, &later).await],
        [true, false, true]
    );
    assert_eq!(ids().await, [later.id, one.id]);
    assert_eq!(set(one.id, 1, Some(NOW)).await, Some(2));
    assert!(put(&store, &other).await);
    assert_eq!(set(one.id, 2, None).await, None, "its period has another one");
    assert_eq!(store.removed_quarters(space()).await.unwrap()[0].quarter.id, one.id);
    assert_eq!(set(other.id, 1, Some(NOW)).await, Some(2));
    assert_eq!(set(one.id, 2, None).await, Some(3));
    assert_eq!(ids().await, [later.id, one.id]);
    let found = store.write(async |tx: &mut Tx| tx.quarter_of(space(), one.period).await).await.unwrap();
    assert_eq!(found.map(|kept| kept.quarter.id), Some(one.id));
}

pub(crate) async fn what_is_erased_is_quoted_in_no_review(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "zebra", "body"), written(2, "stays", "body")]).await;
    let adopted: Adoption = serde_json::from_value(json!({
        "id": Uuid::from_u128(7), "lesson": "zebra", "commitment": {"cue": "zebra", "act": "y"},
        "from": {"collection": Uuid::from_u128(8), "collection_name": "C", "key": "k", "title": "T"},
    }))
    .unwrap();
    let own = practice(1, &json!({"commitment": {"entry": id(1), "number": 1}}));
    let taken = practice(2, &json!({"adoption": adopted.id}));
    let reviews = [
        frozen(quarter(1, "2026-Q1"), report(1, &own)),
        frozen(quarter(2, "2026-Q2"), report(2, &taken)),
        frozen(
            quarter(3, "2026-Q3"),
            report(2, &practice(3, &json!({"commitment": {"entry": id(2), "number": 1}}))),
        ),
    ];
    let work = async |tx: &mut Tx| {
        tx.insert_adoption(space(), &adopted, NOW, NOW).await?;
        for practice in [&own, &taken] {
            tx.insert_practice(space(), practice, NOW).await?;
        }
        for quarter in &reviews {
            tx.insert_quarter(space(), quarter, NOW).await?;
        }
        tx.erase(space(), id(1)).await?;
        tx.erase_adoption(space(), adopted.id).await
    };
    store.write(work).await.unwrap();
    let all = store.quarters(space()).await.unwrap();
    let told = |at: usize| {
        let frozen = all[at].quarter.frozen.as_ref().unwrap();
        (frozen.report.moved.len(), frozen.report.due.len(), frozen.fingerprint.is_some())
    };
    assert_eq!([told(0), told(1), told(2)], [(1, 1, true), (0, 1, false), (0, 0, false)]);
}

pub(crate) async fn nothing_is_left_of_an_erased_review(ground: Ground) {
    let store = ground.store().await;
    let (erased, stays) = (quarter(1, "2026-Q1"), quarter(2, "2026-Q2"));
    for quarter in [&erased, &stays] {
        let reply = Reply { fingerprint: "f".to_owned(), status: 200, body: quarter.id.to_string() };
        let work = async |tx: &mut Tx| {
            tx.keep_reply(space(), &quarter.id.to_string(), &reply, NOW).await?;
            tx.insert_quarter(space(), quarter, NOW).await
        };
        store.write(work).await.unwrap();
    }
    store.write(async |tx: &mut Tx| tx.erase_quarter(space(), erased.id).await).await.unwrap();
    assert_eq!(store.quarter(space(), erased.id).await.unwrap(), None);
    assert_eq!(store.reply(space(), &erased.id.to_string()).await.unwrap(), None);
    assert!(store.reply(space(), &stays.id.to_string()).await.unwrap().is_some());
    assert_eq!(store.quarters(space()).await.unwrap()[0].quarter, stays);
}

pub(crate) async fn a_review_looks_at_what_is_of_its_days(ground: Ground) {
    let store = ground.store().await;
    let early = "2026-01-05T08:00:00Z";
    let entries = [
        entry(1, json!({"occurred": "2026-04-01", "captured_at": early})),
        entry(2, json!({"occurred": "2026-06-30T23:59", "captured_at": early})),
        entry(3, json!({"occurred": "2026-07-01", "captured_at": early})),
        entry(4, json!({"occurred": "2025-01-01", "captured_at": "2026-05-01T08:00:00Z"})),
        entry(
            5,
            json!({"occurred": "2025-01-01", "captured_at": early, "review": {"answers": {
                "skipped": {"intended": "x", "happened": "x", "why": "x"},
                "next": {"choice": {"way": "stop", "reason": "\"on\" and on", "on": "2026-05-05"}},
            }}}),
        ),
        entry(6, json!({"occurred": "2025-01-01", "captured_at": early, "title": "\"on\":\""})),
        entry(7, json!({"occurred": "2026-05-01", "captured_at": early})),
    ];
    insert(&store, &entries).await;
    store.write(async |tx: &mut Tx| tx.set_deleted(space(), id(7), 1, Some(NOW), NOW).await).await.unwrap();
    let which = Reviewed {
        first: date(2026, 4, 1),
        last: date(2026, 6, 30),
        captured_from: "2026-04-01T00:00:00Z".parse().unwrap(),
        captured_until: "2026-07-01T00:00:00Z".parse().unwrap(),
    };
    let mut found: Vec<_> =
        store.entries_to_review(space(), which).await.unwrap().iter().map(|entry| entry.id).collect();
    let mut wanted = [1, 2, 4, 5].map(id);
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
    assert_eq!(store.first_captured(space()).await.unwrap(), Some(early.parse().unwrap()));
}
