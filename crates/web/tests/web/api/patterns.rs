//! Patterns through the API.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::House;

const MEMORY: &str = "/patterns/relying-on-memory";

#[tokio::test]
async fn what_recurs_comes_with_the_entries_and_the_words_that_show_it() {
    let house = House::new().await;
    let ids = house.forgetful().await;
    let list = house.api(Method::GET, "/patterns", Value::Null).await.expect(200).json();
    let found = &list["patterns"][0];
    assert_eq!((found["id"].as_str(), found["state"].as_str()), (Some("relying-on-memory"), Some("open")));
    assert_eq!(found["contexts"][0], json!({"name": "home", "entries": 2}));
    let of = |id: &str| found["entries"].as_array().unwrap().iter().find(|entry| entry["id"] == id).unwrap();
    let why = &of(&ids[1].to_string())["why"];
    assert_eq!(why["phrases"], json!(["slipped my mind"]));
    assert_eq!(why["excerpt"]["pieces"][1], json!({"text": "slipped my mind", "found": true}));
}

#[tokio::test]
async fn what_is_said_is_a_version_that_can_be_undone() {
    let house = House::new().await;
    let ids = house.forgetful().await;
    let answer = house.api(Method::GET, MEMORY, Value::Null).await.expect(200);
    assert_eq!(answer.header("etag"), "\"1\"");
    let seen = |tag: &'static str| [("if-match", tag)];
    let name = json!({"schema": 1, "name": "Two pockets"});
    let named = house
        .api_with(Method::PUT, &format!("{MEMORY}/name"), name.clone(), &seen("\"1\""))
        .await
        .expect(200);
    assert_eq!((named.header("etag"), named.json()["version"].clone()), ("\"2\"", json!(2)));
    house.api_with(Method::PUT, &format!("{MEMORY}/name"), name, &seen("\"1\"")).await.expect(409);
    let out = json!({"schema": 1, "entry": ids[0], "belongs": false});
    house.api(Method::PUT, &format!("{MEMORY}/entries"), out).await.expect(200);
    let shown = house.api(Method::GET, MEMORY, Value::Null).await.json()["pattern"].take();
    assert_eq!((shown["name"].as_str(), shown["state"].as_str()), (Some("Two pockets"), Some("confirmed")));
    assert_eq!(
        (shown["left_out"].as_array().unwrap().len(), shown["undo"].as_str()),
        (1, Some("left an entry out"))
    );
    house.api(Method::POST, &format!("{MEMORY}/undo"), Value::Null).await.expect(428);
    for (tag, version) in [("\"3\"", 4), ("\"4\"", 5)] {
        let undone = house
            .api_with(Method::POST, &format!("{MEMORY}/undo"), Value::Null, &seen(tag))
            .await
            .expect(200);
        assert_eq!(undone.json()["version"], json!(version));
    }
    let shown = house.api(Method::GET, MEMORY, Value::Null).await.json()["pattern"].take();
    assert_eq!((shown["state"].as_str(), shown["undo"].clone()), (Some("open"), Value::Null));
}

#[tokio::test]
async fn a_pattern_is_confirmed_rejected_and_merged() {
    let house = House::new().await;
    house.forgetful().await;
    house.api(Method::POST, &format!("{MEMORY}/confirm"), Value::Null).await.expect(200);
    house.api(Method::POST, &format!("{MEMORY}/reject"), json!({"schema": 1})).await.expect(200);
    let list = house.api(Method::GET, "/patterns", Value::Null).await.json();
    assert_eq!(
        (list["patterns"].as_array().unwrap().len(), &list["put_away"][0]["state"]),
        (0, &json!("rejected"))
    );
    let itself = json!({"schema": 1, "into": "relying-on-memory"});
    house.api(Method::POST, &format!("{MEMORY}/merge"), itself).await.expect(422);
    let nowhere = json!({"schema": 1, "into": "nothing"});
    house.api(Method::POST, &format!("{MEMORY}/merge"), nowhere).await.expect(404);
    house.api(Method::GET, "/patterns/nothing", Value::Null).await.expect(404);
}
