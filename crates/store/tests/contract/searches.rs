use std::collections::BTreeSet;

use hansei_method::entry::{Entry, Kind};
use hansei_method::id::EntryId;
use hansei_recall::{SearchQuery, search_text};
use hansei_store::{Filter, Match, SearchText, Tx};
use serde_json::json;

use crate::fixture::*;

/// Texts that search engines split, fold or trip over in ways of their own.
const TEXTS: [&str; 34] = [
    "Café crème",
    "e-mail a.b@example.com",
    "https://example.com/x?y=1",
    "v1.2.3-rc.1",
    "3.14e10",
    "1e5 5e 0x1F",
    "2026-03-04T05:06",
    "don't",
    "naïve Straße",
    "ÅNGSTRÖM",
    "日本語 テスト",
    "納期遅れ",
    "ภาษาไทย",
    "foo_bar-baz/qux",
    "C++ & Rust",
    "<b>tag</b>",
    "a:b|c!d",
    "ﬁle İstanbul ΑΣ",
    "x²",
    "100%",
    "-5 +1e3",
    "&amp;",
    "tab\tnew\nline",
    "O'Neil",
    "Ⅷ ① ⓐ 🅐 🄰",
    "𞤀𞤣𞤤𞤢𞤥 𐓏𐒰 ᏣᎳᎩ",
    "🚑 sirens",
    "\u{202E}override\u{200B}d",
    "and or not near AND OR NOT NEAR",
    "title body space id search rowid",
    "ß ẞ ss",
    "١٢٣ ४५६",
    "the the the",
    "ab abc abcd",
];

pub(crate) async fn search_agrees_with_a_plain_scan(ground: Ground) {
    let store = ground.store().await;
    // Any mix does, as long as it is the same each time; the multiplier is Knuth's for 64 bits.
    let mut state = 7_u64;
    let mut pick = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        TEXTS[usize::try_from(state >> 33).unwrap() % TEXTS.len()]
    };
    let entries: Vec<_> =
        (1..=120).map(|number| written(number, "Title", &[pick(), pick(), pick()].join(" "))).collect();
    insert(&store, &entries).await;
    let hexadecimal =
        [&space().uuid().simple().to_string(), &id(3).uuid().simple().to_string()[..6]].map(str::to_owned);
    let cut =
        |text: &'static str| [1, 2, 3, 5, 40].map(|length| text.chars().take(length).collect::<String>());
    let mut checked = 0;
    for typed in TEXTS.into_iter().flat_map(cut).chain(hexadecimal) {
        let Some(query) = SearchQuery::parse(&typed) else { continue };
        let matches = |entry: &&hansei_method::entry::Entry| {
            let words = format!("{} {}", search(entry).words_title, search(entry).words_body);
            query.matches(words.split(' '))
        };
        let expected: BTreeSet<_> = entries.iter().filter(matches).map(|entry| entry.id).collect();
        let found: BTreeSet<_> = find(&store, &typed).await.into_iter().collect();
        assert_eq!(found, expected, "{typed:?}");
        checked += usize::from(!expected.is_empty());
    }
    assert!(checked > 100, "only {checked} queries found anything");
}

pub(crate) async fn the_beginnings_of_words_and_accents_are_found(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Café outage", "The payment database ran out of disk at night")]).await;
    for typed in ["café", "CAFE", "pay data", "d", "outage night"] {
        assert_eq!(find(&store, typed).await, [id(1)], "{typed}");
    }
    assert_eq!(find(&store, "network").await, []);
    assert_eq!(find(&store, "pay network").await, []);
    let found = store.search(space(), &words("disk").unwrap(), &Filter::default(), 9).await.unwrap();
    assert_eq!(found[0].text, "Café outage\nThe payment database ran out of disk at night");
}

pub(crate) async fn whatever_is_typed_is_no_error(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Apple", "body")]).await;
    for typed in [
        "a\"b",
        "a AND",
        "NEAR(",
        "*",
        "x:*&|!",
        "'; DROP TABLE entry; --",
        "title:apple",
        "^apple",
        "a\0b",
        "\\",
        "{a b}: c",
    ] {
        let Some(words) = words(typed) else { continue };
        store.search(space(), &words, &Filter::default(), 9).await.unwrap();
    }
    let nothing = Match::default();
    assert_eq!(store.search(space(), &nothing, &Filter::default(), 9).await.unwrap(), []);
    assert_eq!(find(&store, "apple").await, [id(1)]);
}

pub(crate) async fn what_has_the_words_in_its_title_comes_first(ground: Ground) {
    let store = ground.store().await;
    let on = |number: u64, title: &str, body: &str, day: u64| {
        entry(number, json!({"title": title, "body": body, "occurred": format!("2026-03-{day:02}")}))
    };
    insert(
        &store,
        &[
            on(1, "A long day", "the invoice", 9),
            on(2, "The invoice", "x", 1),
            on(3, "Another day", "invoice, invoice", 10),
            on(4, "Invoices", "late", 3),
            on(5, "Late", "an invoice", 8),
        ],
    )
    .await;
    assert_eq!(find(&store, "invoice").await, [4, 2, 3, 1, 5].map(id));
    assert_eq!(find(&store, "invoice late").await, [5, 4].map(id));
    let two = store.search(space(), &words("invoice").unwrap(), &Filter::default(), 2).await.unwrap();
    assert_eq!(two.into_iter().map(|found| found.line.id).collect::<Vec<_>>(), [4, 2].map(id));
}

pub(crate) async fn search_can_be_narrowed(ground: Ground) {
    let store = ground.store().await;
    insert(
        &store,
        &[
            entry(1, json!({"title": "Apple", "tags": ["red"], "occurred": "2026-03-02T23:59:59"})),
            entry(2, json!({"title": "Apple", "kind": "success", "occurred": "2026-03-03"})),
            entry(3, json!({"title": "Pear", "tags": ["red"]})),
        ],
    )
    .await;
    let find = async |filter: Filter| {
        let found = store.search(space(), &words("appl").unwrap(), &filter, 9).await.unwrap();
        found.into_iter().map(|found| found.line.id).collect::<Vec<_>>()
    };
    assert_eq!(find(Filter { tag: Some("red".parse().unwrap()), ..Filter::default() }).await, [id(1)]);
    assert_eq!(find(Filter { kind: Some(Kind::Success), ..Filter::default() }).await, [id(2)]);
    assert_eq!(find(Filter { to: Some("2026-03-02".parse().unwrap()), ..Filter::default() }).await, [id(1)]);
    assert_eq!(
        find(Filter { from: Some("2026-03-03".parse().unwrap()), ..Filter::default() }).await,
        [id(2)]
    );
}

pub(crate) async fn a_changed_entry_is_found_by_its_new_words_only(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Apple", "banana"), written(2, "Apple", "banana")]).await;
    save(&store, &written(1, "Cherry", "dates"), 1).await.unwrap();
    assert_eq!(find(&store, "cherry date").await, [id(1)]);
    assert_eq!(find(&store, "apple banana").await, [id(2)]);
}

pub(crate) async fn neighbours_are_found_as_neighbours(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "納期遅れ", "x"), written(2, "納入 期限", "x"), written(3, "x", "前納期後")])
        .await;
    let found: BTreeSet<_> = find(&store, "納期").await.into_iter().collect();
    assert_eq!(found, BTreeSet::from([id(1), id(3)]));
    assert_eq!(search_text("納期"), "納 期");
}

pub(crate) async fn what_was_taken_back_counts_as_saved_last(ground: Ground) {
    let store = ground.store().await;
    let at = |seconds: i64| NOW + jiff::SignedDuration::from_secs(seconds);
    for (number, seconds) in [(1, 1), (2, 2), (3, 3)] {
        let apple = written(number, "A day", "apple");
        let work =
            async |tx: &mut Tx| tx.insert(space(), &apple, &search(&apple), "captured", at(seconds)).await;
        store.write(work).await.unwrap();
    }
    let work = async |tx: &mut Tx| {
        tx.set_deleted(space(), id(1), 1, Some(at(4)), at(4)).await?;
        tx.set_deleted(space(), id(1), 2, None, at(5)).await
    };
    store.write(work).await.unwrap();
    let found = store.search(space(), &words("apple").unwrap(), &Filter::default(), 2).await.unwrap();
    let found: BTreeSet<_> = found.into_iter().map(|found| found.line.id).collect();
    assert_eq!(found, BTreeSet::from([id(1), id(3)]));
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
}

pub(crate) async fn what_has_a_lesson_is_found_among_many_without(ground: Ground) {
    let store = ground.store().await;
    let learned = |number: u64| {
        let review = json!({"answers": {"skipped": {"intended": "x", "happened": "x", "why": "x"},
            "next": {"lesson": "ask first", "knowledge_only": true}}});
        entry(number, json!({"title": "A deploy", "occurred": "2020-01-01", "review": review}))
    };
    insert(&store, &[learned(1), learned(2)]).await;
    insert(&store, &(3..=60).map(|number| written(number, "A deploy", "again")).collect::<Vec<_>>()).await;
    // One loses its lesson again.
    save(&store, &written(2, "A deploy", "again"), 1).await.unwrap();
    let find = async |has_lesson| {
        let filter = Filter { has_lesson: Some(has_lesson), ..Filter::default() };
        let found = store.search(space(), &words("depl").unwrap(), &filter, 100).await.unwrap();
        found.into_iter().map(|found| found.line.id).collect::<BTreeSet<_>>()
    };
    assert_eq!(find(true).await, BTreeSet::from([id(1)]));
    assert_eq!(find(false).await, (2..=60).map(id).collect());
}

pub(crate) async fn the_words_that_begin_alike_are_listed_with_their_entries(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Received late", "a receipt"), written(2, "x", "received, and recorded")])
        .await;
    let mut words = store.words_beginning(space(), "rec", 9).await.unwrap();
    words.sort();
    let words: Vec<(&str, i64)> = words.iter().map(|(word, entries)| (word.as_str(), *entries)).collect();
    assert_eq!(words, [("receipt", 1), ("received", 2), ("recorded", 1)]);
    assert_eq!(store.words_beginning(space(), "rec", 1).await.unwrap().len(), 1);
    assert_eq!(store.words_beginning(space(), "'", 9).await.unwrap(), []);
    let digits = id(1).uuid().simple().to_string();
    assert_eq!(store.words_beginning(space(), &digits[..4], 9).await.unwrap(), [], "an id is no word");
}

pub(crate) async fn words_are_taken_anew_in_their_place(ground: Ground) {
    let store = ground.store().await;
    let entries = [written(1, "Apple", "pie"), written(2, "Apple", "cake"), written(3, "Apple", "tart")];
    insert(&store, &entries).await;
    set_deleted(&store, id(3), 1, Some(NOW)).await;
    let all = store.entries_after(space(), None, 2).await.unwrap();
    let rest = store.entries_after(space(), Some(all[1].0), 2).await.unwrap();
    let mut found: Vec<EntryId> = all.iter().chain(&rest).map(|(id, _)| *id).collect();
    found.sort();
    let mut known = [id(1), id(2), id(3)];
    known.sort();
    assert_eq!(found, known);
    let last_first = find(&store, "apple").await;
    let richer = |entry: &Entry| SearchText { words_body: "juice".to_owned(), ..search(entry) };
    let renew = async |entry: &Entry, version| {
        store
            .write(async |tx: &mut Tx| tx.renew_search(space(), &[(entry, version, richer(entry))]).await)
            .await
            .unwrap();
    };
    renew(&entries[0], 1).await;
    assert_eq!(find(&store, "juice").await, [id(1)]);
    assert_eq!(find(&store, "apple").await, last_first);
    // What was saved since has its words.
    save(&store, &written(2, "Apple", "crumble"), 1).await.unwrap();
    renew(&entries[1], 1).await;
    assert_eq!(find(&store, "juice").await, [id(1)]);
    assert_eq!(find(&store, "crumble").await, [id(2)]);
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
}
