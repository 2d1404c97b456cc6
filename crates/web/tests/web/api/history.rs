//! History and attempts through the API.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::House;

#[tokio::test]
async fn the_last_change_is_undone_and_an_earlier_version_is_brought_back() {
    let house = House::new().await;
    let id = house.captured("A line").await;
    let path = format!("/entries/{id}");
    for kind in ["mixed", "success"] {
        house.api(Method::PATCH, &path, json!({"kind": kind})).await.expect(200);
    }
    house.api(Method::POST, &format!("{path}/undo"), Value::Null).await.expect(200);
    assert_eq!(house.api(Method::GET, &path, Value::Null).await.json()["entry"]["kind"], "mixed");
    house.api(Method::POST, &format!("{path}/history/3/bring-back"), Value::Null).await.expect(200);
    assert_eq!(house.api(Method::GET, &path, Value::Null).await.json()["entry"]["kind"], "success");
    let history = house.api(Method::GET, &format!("{path}/history"), Value::Null).await.expect(200).json();
    let actions: Vec<_> = history["revisions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["action"].as_str().unwrap())
        .collect();
    insta::assert_json_snapshot!(actions, @r#"
    [
      "brought version 3 back",
      "undid: changed the details",
      "changed the details",
      "changed the details",
      "logged"
    ]
    "#);
    let older =
        house.api(Method::GET, &format!("{path}/history?before=2"), Value::Null).await.expect(200).json();
    assert_eq!((older["revisions"].as_array().unwrap().len(), &older["next"]), (1, &Value::Null));
    let first = house.api(Method::GET, &format!("{path}/history/1"), Value::Null).await.expect(200).json();
    assert_eq!(first["entry"]["kind"], "failure");
    house.api(Method::GET, &format!("{path}/history/9"), Value::Null).await.expect(404);
    house.api(Method::POST, &format!("{path}/history/9/bring-back"), Value::Null).await.expect(404);
}

#[tokio::test]
async fn a_further_attempt_brings_the_earlier_lessons_along() {
    let house = House::new().await;
    let id = house.captured("First try").await;
    let answers = json!({
        "significance": "small",
        "intended": {"statement": "Run it in under an hour"},
        "happened": {"moments": [{"what": "It took two"}]},
        "why": {"causes": [{"statement": "I started too fast"}]},
        "next": {"lesson": "Start slower"}
    });
    house.api(Method::PATCH, &format!("/entries/{id}/review"), answers).await.expect(200);
    let again = json!({"text": "Second try", "changed": "A slower start"});
    let made = house.api(Method::POST, &format!("/entries/{id}/attempts"), again).await.expect(201).json();
    let next = made["id"].as_str().unwrap();
    let attempts =
        house.api(Method::GET, &format!("/entries/{next}/attempts"), Value::Null).await.expect(200).json();
    let numbers: Vec<_> =
        attempts["attempts"].as_array().unwrap().iter().map(|attempt| attempt["number"].clone()).collect();
    assert_eq!(numbers, [json!(1), json!(2)]);
    assert_eq!(attempts["attempts"][1]["lessons"][0]["lesson"], "Start slower");
    house.api(Method::PUT, &format!("/entries/{next}/lessons/0"), json!({"applies": true})).await.expect(200);
    house.api(Method::PUT, &format!("/entries/{next}/lessons/9"), json!({"applies": null})).await.expect(404);
    house.api(Method::PUT, &format!("/entries/{next}/lessons/0"), json!({})).await.expect(422);
}
