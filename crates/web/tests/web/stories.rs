//! A real account, whole, through the API.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::House;

fn story(name: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../cli/tests/stories");
    serde_json::from_str(&std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap()).unwrap()
}

#[tokio::test]
async fn an_account_comes_back_from_the_api_word_for_word() {
    let house = House::new().await;
    let story = story("mars-climate-orbiter");
    let line = json!({"text": story["log"], "kind": story["kind"], "significance": story["significance"], "tags": story["tags"]});
    let logged = house.api(Method::POST, "/entries", line).await.expect(201).json();
    let path = format!("/entries/{}", logged["id"].as_str().unwrap());
    house.api(Method::PATCH, &path, json!({"context": story["context"]})).await.expect(200);

    let mut answers = story["answers"].clone();
    answers["finish"] = json!(true);
    house.api(Method::PATCH, &format!("{path}/review"), answers).await.expect(200);

    let entry = house.api(Method::GET, &path, Value::Null).await.expect(200).json();
    let kept = &entry["entry"]["review"]["answers"];
    for question in ["intended", "happened", "why", "next"] {
        assert_holds(&kept[question], &story["answers"][question], question);
    }
    assert!(kept["finished_at"].is_string(), "{entry}");
}

/// Claims that everything that was given is kept; what hansei adds (numbers, defaults) may stand beside it.
fn assert_holds(kept: &Value, given: &Value, place: &str) {
    match given {
        Value::Object(fields) => {
            for (name, inner) in fields {
                assert_holds(&kept[name], inner, &format!("{place}.{name}"));
            }
        }
        Value::Array(items) => {
            assert_eq!(kept.as_array().map(Vec::len), Some(items.len()), "{place}");
            for (at, inner) in items.iter().enumerate() {
                assert_holds(&kept[at], inner, &format!("{place}.{at}"));
            }
        }
        // What is left out when written says the same as its default.
        Value::Bool(false) if kept.is_null() => {}
        // An amount is written in its one form: "about 226 km".
        given => assert_eq!(kept, given, "{place}"),
    }
}
