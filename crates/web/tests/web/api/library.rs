//! The library through the API.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::House;

#[tokio::test]
async fn a_collection_comes_is_searched_and_goes_and_what_was_adopted_stays() {
    let house = House::new().await;
    let list = house.api(Method::GET, "/library/collections", Value::Null).await.expect(200).json();
    assert_eq!(list["collections"][0]["collection"]["licence"], "MIT");
    let said = json!({"schema": 1, "name": "Heard of", "licence": "public domain"});
    let made = house.api(Method::POST, "/library/collections", said.clone()).await.expect(201);
    let place = made.header("location").strip_prefix("/api/v1").unwrap().to_owned();
    let cases = json!({"schema": 1, "cases": [
        {"key": "1", "title": "The orbiter was lost", "happened": "Two teams worked in different units", "labels": ["Space"]},
        {"key": "a/2", "title": "The bus came late", "happened": "Nobody told the driver"},
    ]});
    let at = format!("{place}/cases");
    assert_eq!(house.api(Method::POST, &at, cases.clone()).await.expect(200).json()["new"], 2);
    assert_eq!(house.api(Method::POST, &at, cases.clone()).await.expect(200).json()["same"], 2);
    let page = house.api(Method::GET, &format!("{at}?limit=1"), Value::Null).await.expect(200).json();
    let next =
        house.api(Method::GET, &format!("{at}?after={}", page["next"]), Value::Null).await.expect(200).json();
    assert_eq!((&page["cases"][0]["key"], &next["cases"][0]["key"]), (&json!("1"), &json!("a/2")));
    let whole = house.api(Method::GET, &format!("{at}/a%2F2"), Value::Null).await.expect(200).json();
    assert_eq!(whole["case"]["title"], "The bus came late");
    let asked = json!({"schema": 1, "words": "unit orb", "label": "Space"});
    let hits = house.api(Method::POST, "/library/search", asked.clone()).await.expect(200).json();
    assert_eq!(hits["hits"][0]["case"]["key"], "1");
    assert_eq!(hits["hits"][0]["collection"]["name"], "Heard of");
    let id = place.rsplit('/').next().unwrap();
    let adopt = json!({"schema": 1, "collection": id, "key": "1", "lesson": "Write the unit",
        "commitment": {"cue": "a figure comes", "act": "ask for its unit"}});
    let adopted = house.api(Method::POST, "/adoptions", adopt.clone()).await.expect(201);
    let adopted = adopted.header("location").strip_prefix("/api/v1").unwrap().to_owned();
    house.api(Method::DELETE, &place, Value::Null).await.expect(204);
    house.api(Method::GET, &place, Value::Null).await.expect(404);
    house.api(Method::GET, &format!("{at}/1"), Value::Null).await.expect(404);
    let kept = house.api(Method::GET, &adopted, Value::Null).await.expect(200).json();
    assert_eq!(kept["adoption"]["from"]["title"], "The orbiter was lost");
    house.api(Method::DELETE, &adopted, Value::Null).await.expect(200);
    house.api(Method::GET, &adopted, Value::Null).await.expect(404);
    house.api(Method::POST, &format!("{adopted}/take-back"), Value::Null).await.expect(200);
    let learned = json!({"schema": 1, "words": "unit"});
    let learned = house.api(Method::POST, "/learned", learned.clone()).await.expect(200).json();
    assert_eq!(learned["adopted"][0]["lesson"], "Write the unit");
    house.api(Method::DELETE, &adopted, Value::Null).await.expect(200);
    house.api(Method::POST, &format!("{adopted}/erase"), Value::Null).await.expect(204);
    house.api(Method::POST, &format!("{adopted}/take-back"), Value::Null).await.expect(404);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let house = House::new().await;
    let told = json!({"schema": 1, "title": "A bolt was missing"});
    let told = house.api(Method::POST, "/library/told", told.clone()).await.expect(200).json();
    assert_eq!(told["collection"]["name"], "Told to me");
    let asked = json!({"schema": 1, "words": "bolt", "limit": 0});
    house.api(Method::POST, "/library/search", asked.clone()).await.expect(422);
    house
        .api(Method::GET, "/library/collections/00000000-0000-4000-8000-000000000009", Value::Null)
        .await
        .expect(404);
    house.api(Method::GET, "/library/collections/nothing", Value::Null).await.expect(404);
    house.api(Method::GET, "/adoptions/00000000-0000-4000-8000-000000000009", Value::Null).await.expect(404);
}

#[tokio::test]
async fn a_search_of_the_log_says_what_was_meant_among_the_cases_and_which_are_near() {
    let house = House::new().await;
    let asked = json!({"schema": 1, "words": "kubernetse"});
    for at in ["/search", "/learned"] {
        let found = house.api(Method::POST, at, asked.clone()).await.expect(200).json();
        assert_eq!(found["cases_instead"], "kubernetes", "{found}");
        assert!(
            !found["cases"].as_array().unwrap().is_empty() && found["cases_close"] == json!([]),
            "{found}"
        );
    }
    let told = json!({"schema": 1, "title": "The bus came late", "happened": "Nobody told the driver that the venue had moved."});
    house.api(Method::POST, "/library/told", told).await.expect(200);
    let asked = json!({"schema": 1, "words": "nobody told our caterer that the venue had moved"});
    let found = house.api(Method::POST, "/search", asked).await.expect(200).json();
    assert!(found["cases"] == json!([]) && found["cases_instead"] == json!(null), "{found}");
    assert_eq!(found["cases_close"][0]["case"]["title"], "The bus came late", "{found}");
}
