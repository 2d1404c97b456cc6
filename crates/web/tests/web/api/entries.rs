//! Entries through the API: captured, listed, read, changed, deleted.

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::House;

#[tokio::test]
async fn a_line_is_captured_with_what_was_read_from_it() {
    let house = House::new().await;
    let answer = house
        .api(Method::POST, "/entries", json!({"schema": 1, "text": "yesterday: The proposal came late"}))
        .await;
    let made = answer.expect(201);
    assert_eq!(made.header("etag"), "\"1\"");
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(made.header("location"), format!("/api/v1/entries/{id}"));
    let mut said = made.json();
    said["id"] = json!("");
    assert_eq!(
        said,
        json!({"schema": 1, "id": "", "version": 1, "title": "The proposal came late", "occurred": "2026-05-13", "read_from": "yesterday", "unread": null})
    );
    let unread =
        house.api(Method::POST, "/entries", json!({"schema": 1, "text": "2026-02-31: It came late"})).await;
    assert_eq!(unread.expect(201).json()["unread"], "2026-02-31");
}

#[tokio::test]
async fn an_entry_is_read_by_as_much_of_its_id_as_names_no_other() {
    let house = House::new().await;
    let id = house.captured("The proposal came late").await.to_string();
    let whole = house.api(Method::GET, &format!("/entries/{id}"), Value::Null).await.expect(200);
    let short = house.api(Method::GET, &format!("/entries/{}", &id[..4]), Value::Null).await.expect(200);
    assert_eq!(whole.body, short.body);
    house.api(Method::GET, &format!("/entries/{}", &id[..3]), Value::Null).await.expect(422);
    insta::assert_snapshot!(whole.body, @r#"{"schema":1,"version":1,"saved_at":"2026-05-14T08:41:00Z","stage":"captured","entry":{"id":"3c6ef372-fe94-482b-a739-80c0b9db906a","kind":"failure","significance":"ordinary","title":"The proposal came late","occurred":"2026-05-14T10:41","captured_at":"2026-05-14T08:41:00Z","review":{"answers":{},"parked":[],"spent":{"seconds":0},"reopened":[]}}}"#);
}

#[tokio::test]
async fn the_log_is_read_page_by_page_and_nothing_stands_on_two() {
    let house = House::new().await;
    for number in 1..=7 {
        house.captured(&format!("2026-03-0{number}: Line {number}")).await;
    }
    let (mut titles, mut after) = (Vec::new(), String::new());
    loop {
        let page =
            house.api(Method::GET, &format!("/entries?limit=3{after}"), Value::Null).await.expect(200).json();
        titles.extend(
            page["entries"]
                .as_array()
                .unwrap()
                .iter()
                .map(|entry| entry["title"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(titles, ["Line 7", "Line 6", "Line 5", "Line 4", "Line 3", "Line 2", "Line 1"]);
}

#[tokio::test]
async fn deleted_entries_are_read_page_by_page() {
    let house = House::new().await;
    for number in 1..=5 {
        let id = house.captured(&format!("Line {number}")).await;
        house.api(Method::DELETE, &format!("/entries/{id}"), Value::Null).await.expect(200);
    }
    let (mut pages, mut titles, mut after) = (0, BTreeSet::new(), String::new());
    loop {
        let page =
            house.api(Method::GET, &format!("/deleted?limit=2{after}"), Value::Null).await.expect(200).json();
        pages += 1;
        for entry in page["entries"].as_array().unwrap() {
            assert!(titles.insert(entry["title"].as_str().unwrap().to_owned()), "{page}");
        }
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!((pages, titles.len()), (3, 5));
    for wrong in ["after=nowhere", "limit=0", "limit=201", "stage=done"] {
        house.api(Method::GET, &format!("/deleted?{wrong}"), Value::Null).await.expect(422);
    }
}

#[tokio::test]
async fn the_log_is_filtered_and_a_filter_that_is_none_is_refused() {
    let house = House::new().await;
    house
        .api(
            Method::POST,
            "/entries",
            json!({"text": "Nearly dropped it", "kind": "near_miss", "tags": ["lab"]}),
        )
        .await
        .expect(201);
    house.captured("2025-01-02: Long ago").await;
    for (filter, count) in [
        ("kind=near_miss", 1),
        ("tag=lab", 1),
        ("to=2025-12-31", 1),
        ("stage=captured", 2),
        ("stage=done", 0),
        ("unfinished=true", 2),
    ] {
        let page =
            house.api(Method::GET, &format!("/entries?{filter}"), Value::Null).await.expect(200).json();
        assert_eq!(page["entries"].as_array().unwrap().len(), count, "{filter}");
    }
    for wrong in [
        "kind=disaster",
        "limit=0",
        "limit=201",
        "after=x",
        "from=tomorrow",
        "colour=red",
        "unfinished=maybe",
    ] {
        house.api(Method::GET, &format!("/entries?{wrong}"), Value::Null).await.expect(422);
    }
    let misspelled = house.api(Method::GET, "/entries?knid=failure", Value::Null).await;
    insta::assert_snapshot!(misspelled.json()["detail"].as_str().unwrap(), @"knid: unknown field `knid`, expected one of `kind`, `stage`, `unfinished`, `control`, `tag`, `from`, `to`, `after`, `limit`; look at /api for how to write it");
}

#[tokio::test]
async fn what_is_left_out_of_a_change_stays_and_null_takes_away() {
    let house = House::new().await;
    let id = house.captured("Late again. The train stood still.").await;
    let path = format!("/entries/{id}");
    house.api(Method::PATCH, &path, json!({"context": "Leeds", "significance": "full"})).await.expect(200);
    house.api(Method::PATCH, &path, json!({"body": null, "tags": ["Train", "work"]})).await.expect(200);
    let entry = house.api(Method::GET, &path, Value::Null).await.json()["entry"].clone();
    assert_eq!(entry["context"], "Leeds");
    assert_eq!(entry["significance"], "full");
    assert_eq!(entry["tags"], json!(["train", "work"]));
    assert!(entry.get("body").is_none(), "{entry}");
}

#[tokio::test]
async fn a_deleted_entry_is_gone_until_it_is_taken_back_and_an_erased_one_for_good() {
    let house = House::new().await;
    let id = house.captured("A line").await;
    let path = format!("/entries/{id}");
    let deleted = house.api(Method::DELETE, &path, Value::Null).await.expect(200);
    assert_eq!(deleted.json()["version"], 2);
    house.api(Method::GET, &path, Value::Null).await.expect(404);
    house.api(Method::DELETE, &path, Value::Null).await.expect(404);
    let waiting = house.api(Method::GET, "/deleted", Value::Null).await.json();
    assert_eq!(waiting["entries"][0]["id"], json!(id));
    house.api(Method::POST, &format!("{path}/take-back"), Value::Null).await.expect(200);
    house.api(Method::GET, &path, Value::Null).await.expect(200);
    let erased = house.api(Method::POST, &format!("{path}/erase"), Value::Null).await.expect(204);
    assert_eq!(erased.body, "");
    house.api(Method::POST, &format!("{path}/take-back"), Value::Null).await.expect(404);
}

#[tokio::test]
async fn a_search_finds_what_was_written_and_marks_it() {
    let house = House::new().await;
    house.captured("The proposal came late. The Zürich office waited for signatures.").await;
    house.captured("Another line").await;
    let found = house.api(Method::POST, "/search", json!({"words": "zurich sign"})).await.expect(200).json();
    assert_eq!(found["hits"].as_array().unwrap().len(), 1);
    insta::assert_json_snapshot!(found["hits"][0]["excerpt"], @r#"
    {
      "ends_inside": false,
      "pieces": [
        {
          "found": false,
          "text": "The "
        },
        {
          "found": true,
          "text": "Zürich"
        },
        {
          "found": false,
          "text": " office waited for "
        },
        {
          "found": true,
          "text": "signatures"
        },
        {
          "found": false,
          "text": "."
        }
      ],
      "starts_inside": false
    }
    "#);
    let none =
        house.api(Method::POST, "/search", json!({"words": "zurich", "filter": {"kind": "success"}})).await;
    assert_eq!(none.json()["hits"], json!([]));
    let learned = house.api(Method::POST, "/learned", json!({"words": "late"})).await.expect(200).json();
    assert_eq!(learned["hits"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn today_tags_and_settings_are_there() {
    let house = House::new().await;
    house.api(Method::POST, "/entries", json!({"text": "A line", "tags": ["work"]})).await.expect(201);
    let today = house.api(Method::GET, "/today", Value::Null).await.expect(200).json();
    assert_eq!((today["captured"].as_array().unwrap().len(), &today["overview"]["entries"]), (1, &json!(1)));
    let tags = house.api(Method::GET, "/tags", Value::Null).await.expect(200).json();
    assert_eq!(tags, json!({"schema": 1, "tags": [{"tag": "work", "entries": 1}]}));
    let many: Vec<_> = (0..51).map(|tag| format!("tag {tag}")).collect();
    house.api(Method::POST, "/entries", json!({"text": "A line", "tags": many})).await.expect(422);
    let settings = json!({"schema": 1, "name": "Ada", "letter_keys": false, "automatic_backups": true, "coach": true,
        "self_judgements": false, "contacts": "Maeve 01 234 56 78"});
    house.api(Method::PUT, "/settings", settings.clone()).await.expect(204);
    assert_eq!(house.api(Method::GET, "/settings", Value::Null).await.expect(200).json(), settings);
    let few = json!({"name": "Ada", "letter_keys": true, "automatic_backups": true});
    let mut kept = settings;
    kept["letter_keys"] = json!(true);
    house.api(Method::PUT, "/settings", few.clone()).await.expect(204);
    assert_eq!(house.api(Method::GET, "/settings", Value::Null).await.expect(200).json(), kept);
    let mut cleared = few;
    cleared["contacts"] = Value::Null;
    kept["contacts"] = Value::Null;
    house.api(Method::PUT, "/settings", cleared).await.expect(204);
    assert_eq!(house.api(Method::GET, "/settings", Value::Null).await.expect(200).json(), kept);
    let index = house.api(Method::GET, "", Value::Null).await.expect(200).json();
    assert_eq!((&index["name"], &index["openapi"]), (&json!("hansei"), &json!("/api/openapi.json")));
}
