use hansei_method::entry::{Entry, Kind};
use hansei_method::factor::Control;
use hansei_method::id::EntryId;
use hansei_method::occurred::Occurred;
use hansei_method::stage::StageKind;
use hansei_method::tag::Tag;
use hansei_store::{Cursor, Filter, Listed, Overview, Store, Tx};
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::fixture::*;

const DAYS: [&str; 6] = [
    "0001-01-01",
    "2026-03-02",
    "2026-03-02T15:00",
    "2026-03-02T15:00:07",
    "2026-03-03",
    "9999-12-31T23:59:59",
];

/// When something is captured: often within one minute, and long before 1970 where it was imported.
const CAPTURED: [&str; 4] = [
    "1969-12-31T23:59:59.999999Z",
    "2026-03-23T08:00:00.000001Z",
    "2026-03-23T08:00:00.000002Z",
    "2026-03-24T08:00:00Z",
];

fn date() -> impl Strategy<Value = Date> {
    prop::sample::select(vec!["0001-01-01", "2026-03-02", "2026-03-03", "2026-03-04", "9999-12-31"])
        .prop_map(|day| day.parse().unwrap())
}

fn tag() -> impl Strategy<Value = Tag> {
    prop::sample::select(vec!["a", "ab", "ö"]).prop_map(|tag| tag.parse().unwrap())
}

fn control() -> impl Strategy<Value = Control> {
    prop::sample::select(Control::ALL.to_vec())
}

/// The answers that make a review come just this far.
fn answers(stage: StageKind, controls: &[Control]) -> Value {
    let factors: Vec<_> =
        controls.iter().map(|control| json!({"statement": "it", "control": control})).collect();
    let mut answers = json!({"skipped": {}});
    for question in ["intended", "happened"].into_iter().take(stage as usize) {
        answers["skipped"][question] = json!("no notes");
    }
    if stage >= StageKind::Why {
        answers["why"] = json!({"factors": factors, "signals": [{"what": "a mail"}]});
    }
    if stage >= StageKind::Next {
        answers["next"] = json!({"lesson": "ask first", "knowledge_only": true});
    }
    if stage == StageKind::Done {
        answers["finished_at"] = json!("2026-04-01T00:00:00Z");
    }
    answers
}

fn entries() -> impl Strategy<Value = Vec<(Entry, bool)>> {
    let one = (
        prop::sample::select(DAYS.to_vec()),
        prop::sample::select(Kind::ALL.to_vec()),
        prop::sample::select(StageKind::ALL.to_vec()),
        prop::collection::btree_set(control(), 0..3),
        prop::collection::btree_set(tag(), 0..3),
        prop::option::of(date()),
        prop::sample::select(CAPTURED.to_vec()),
        prop::bool::weighted(0.1),
    );
    prop::collection::vec(one, 0..40).prop_map(|all| {
        let entry = |(number, one): (u64, _)| {
            let (occurred, kind, stage, controls, tags, not_before, captured_at, trashed) = one;
            let controls: std::collections::BTreeSet<Control> = controls;
            let review = json!({
                "answers": answers(stage, &controls.into_iter().collect::<Vec<_>>()),
                "not_before": Option::<Date>::clone(&not_before),
            });
            let tags: std::collections::BTreeSet<Tag> = tags;
            let fields = json!({"occurred": occurred, "kind": kind, "tags": tags, "review": review, "captured_at": captured_at});
            (entry(number, fields), trashed)
        };
        (1..).zip(all).map(entry).collect()
    })
}

fn filter() -> impl Strategy<Value = Filter> {
    (
        prop::option::weighted(0.2, prop::sample::select(Kind::ALL.to_vec())),
        prop::option::weighted(0.2, prop::sample::select(StageKind::ALL.to_vec())),
        prop::bool::weighted(0.2),
        prop::option::weighted(0.2, control()),
        prop::option::weighted(0.3, tag()),
        prop::option::weighted(0.2, date()),
        prop::option::weighted(0.2, date()),
        prop::option::weighted(0.2, date()),
        prop::option::weighted(0.2, prop::bool::ANY),
    )
        .prop_map(|(kind, stage, unfinished, control, tag, from, to, asked_on, has_lesson)| Filter {
            kind,
            stage,
            unfinished,
            control,
            tag,
            from,
            to,
            asked_on,
            has_lesson,
        })
}

/// What a filter means, said without SQL.
fn lets_through(filter: &Filter, entry: &Entry) -> bool {
    let stage = entry.review.answers.kind();
    let day = entry.occurred.date();
    filter.kind.is_none_or(|kind| entry.kind == kind)
        && filter.stage.is_none_or(|wanted| stage == wanted)
        && (!filter.unfinished || stage != StageKind::Done)
        && filter.control.is_none_or(|control| entry.controls().contains(&control))
        && filter.tag.as_ref().is_none_or(|tag| entry.tags.contains(tag))
        && filter.from.is_none_or(|from| day >= from)
        && filter.to.is_none_or(|to| day <= to)
        && filter.has_lesson.is_none_or(|has| entry.record().lesson.is_some() == has)
        && filter.asked_on.is_none_or(|today| entry.review.not_before.is_none_or(|day| day <= today))
}

async fn all_pages(store: &Store, filter: &Filter, limit: u32) -> Vec<EntryId> {
    let (mut ids, mut after) = (Vec::new(), None::<Cursor>);
    loop {
        let page = store.list(space(), filter, after.as_ref(), limit).await.unwrap();
        assert!(page.lines.len() <= limit as usize);
        ids.extend(page.lines.into_iter().map(|line| line.id));
        // As it goes through an address.
        after = page.next.map(|next| next.to_string().parse().unwrap());
        if after.is_none() {
            return ids;
        }
    }
}

pub(crate) async fn a_list_pages_like_the_model(ground: Ground) {
    let store = ground.store().await;
    let mut runner = TestRunner::deterministic();
    for _ in 0..12 {
        let entries = entries().new_tree(&mut runner).unwrap().current();
        insert(&store, &entries.iter().map(|(entry, _)| entry.clone()).collect::<Vec<_>>()).await;
        for (entry, _) in entries.iter().filter(|(_, trashed)| *trashed) {
            set_deleted(&store, entry.id, 1, Some(NOW)).await;
        }
        for _ in 0..25 {
            let (filter, limit) = (filter(), 1u32..12).new_tree(&mut runner).unwrap().current();
            let mut expected: Vec<_> = entries
                .iter()
                .filter(|(entry, trashed)| !trashed && lets_through(&filter, entry))
                .map(|(entry, _)| (entry.occurred, entry.captured_at, entry.id))
                .collect();
            expected.sort_by(|one, other| other.cmp(one));
            let expected: Vec<_> = expected.into_iter().map(|(.., id)| id).collect();
            assert_eq!(all_pages(&store, &filter, limit).await, expected, "{filter:?} by {limit}");
        }
        for (entry, _) in &entries {
            erase(&store, entry.id).await;
        }
    }
}

pub(crate) async fn a_line_shows_what_the_entry_holds(ground: Ground) {
    let store = ground.store().await;
    let review = json!({"answers": answers(StageKind::Next, &[Control::Outside, Control::Mine]), "spent": {"seconds": 119}});
    let full = entry(
        1,
        json!({"kind": "mixed", "significance": "small", "context": "Northgate", "tags": ["b", "a c"],
            "occurred": "2026-03-02T15:00", "attempt": {"goal": id(1), "number": 3}, "review": review}),
    );
    let bare = entry(2, json!({"occurred": "2026-03-01"}));
    insert(&store, &[full.clone(), bare.clone()]).await;
    save(&store, &full, 1).await.unwrap();
    let line = |entry: &Entry, version: i64| Listed {
        id: entry.id,
        version,
        kind: entry.kind,
        significance: entry.significance,
        stage: entry.review.answers.kind(),
        record: entry.record(),
        title: entry.title.to_string(),
        tags: entry.tags.iter().cloned().collect(),
        controls: entry.controls().into_iter().collect(),
        saved_at: NOW,
        captured_at: "2026-03-23T08:00:00.123456Z".parse().unwrap(),
        attempt: entry.attempt.as_ref().map(|attempt| attempt.number),
        minutes: i64::from(entry.review.spent.seconds / 60),
    };
    let page = store.list(space(), &Filter::default(), None, 9).await.unwrap();
    assert_eq!(page.lines, [line(&full, 2), line(&bare, 1)]);
    assert_eq!((page.lines[0].minutes, page.lines[0].controls.len(), page.next), (1, 2, None));
}

pub(crate) async fn what_happened_at_one_time_stands_in_the_order_of_its_capture_across_pages(
    ground: Ground,
) {
    let store = ground.store().await;
    // The ids say the opposite.
    let entries: Vec<_> = (1..=7)
        .map(|number| entry(number, json!({"occurred": "2026-03-02T15:00", "captured_at": format!("2026-03-02T15:00:0{}Z", 8 - number)})))
        .collect();
    insert(&store, &entries).await;
    let newest_first: Vec<_> = (1..=7).map(id).collect();
    for limit in 1..=8 {
        assert_eq!(all_pages(&store, &Filter::default(), limit).await, newest_first, "by {limit}");
    }
}

pub(crate) async fn a_place_in_a_list_outlives_its_entry(ground: Ground) {
    let store = ground.store().await;
    let entries: Vec<_> =
        (1..=4).map(|number| entry(number, json!({"occurred": format!("2026-03-0{number}")}))).collect();
    insert(&store, &entries).await;
    let next = store.list(space(), &Filter::default(), None, 2).await.unwrap().next.unwrap();
    erase(&store, id(3)).await;
    let rest = store.list(space(), &Filter::default(), Some(&next), 9).await.unwrap();
    assert_eq!(rest.lines.iter().map(|line| line.id).collect::<Vec<_>>(), [id(2), id(1)]);
}

pub(crate) async fn the_overview_counts(ground: Ground) {
    let store = ground.store().await;
    let nothing = Overview { entries: 0, first: None, last: None, open_reviews: 0, trashed: 0 };
    assert_eq!(store.overview(space()).await.unwrap(), nothing);
    let done = json!({"answers": answers(StageKind::Done, &[])});
    insert(
        &store,
        &[
            entry(1, json!({"occurred": "0001-01-01"})),
            entry(2, json!({"occurred": "9999-12-31T23:59:59"})),
            entry(3, json!({"review": done})),
            entry(4, json!({})),
        ],
    )
    .await;
    set_deleted(&store, id(4), 1, Some(NOW)).await;
    let moment = |text: &str| Some(text.parse::<Occurred>().unwrap());
    let (first, last) = (moment("0001-01-01"), moment("9999-12-31T23:59:59"));
    let expected = Overview { entries: 3, first, last, open_reviews: 2, trashed: 1 };
    assert_eq!(store.overview(space()).await.unwrap(), expected);
}

pub(crate) async fn tags_are_counted(ground: Ground) {
    let store = ground.store().await;
    insert(
        &store,
        &[
            entry(1, json!({"tags": ["b", "a"]})),
            entry(2, json!({"tags": ["c", "b"]})),
            entry(3, json!({"tags": ["c", "d"]})),
        ],
    )
    .await;
    save(&store, &entry(3, json!({"tags": ["c", "d", "b"]})), 1).await.unwrap();
    let tags = |most| {
        let store = store.clone();
        async move {
            let tags = store.tags(space(), most).await.unwrap();
            tags.into_iter().map(|(tag, entries)| format!("{tag} {entries}")).collect::<Vec<_>>()
        }
    };
    assert_eq!(tags(9).await, ["b 3", "c 2", "a 1", "d 1"]);
    assert_eq!(tags(2).await, ["b 3", "c 2"]);
}

pub(crate) async fn what_was_begun_comes_in_the_order_in_which_it_was_touched(ground: Ground) {
    let store = ground.store().await;
    let at = |number: u64, stage: StageKind, day: &str| {
        let review = match stage {
            StageKind::Captured => json!({}),
            stage => json!({"answers": answers(stage, &[])}),
        };
        entry(number, json!({"occurred": day, "review": review}))
    };
    let put_off = json!({"answers": answers(StageKind::Why, &[]), "not_before": "2026-03-03"});
    let all = [
        at(1, StageKind::Intended, "2026-03-09"),
        at(2, StageKind::Happened, "2026-03-08"),
        at(3, StageKind::Captured, "2026-03-07"),
        at(4, StageKind::Done, "2026-03-06"),
        at(5, StageKind::Next, "0001-01-01"),
        at(6, StageKind::Why, "2026-03-05"),
        entry(7, json!({"review": put_off})),
    ];
    for (entry, seconds) in all.iter().zip(1..) {
        let now = NOW + jiff::SignedDuration::from_secs(seconds);
        let work = async |tx: &mut Tx| tx.insert(space(), entry, &search(entry), "captured", now).await;
        store.write(work).await.unwrap();
    }
    set_deleted(&store, id(6), 1, Some(NOW)).await;
    let begun = async |day: &str, limit| {
        let lines = store.begun(space(), day.parse().unwrap(), limit).await.unwrap();
        lines.into_iter().map(|line| line.id).collect::<Vec<_>>()
    };
    assert_eq!(begun("2026-03-02", 9).await, [5, 2, 1].map(id));
    assert_eq!(begun("2026-03-03", 2).await, [7, 5].map(id));
}
