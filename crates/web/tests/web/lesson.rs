//! A lesson that comes back as a question on Today.

use axum::http::Method;
use hansei_app::review::Reviewed;
use hansei_method::id::EntryId;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::House;

/// Reviews something to the end with a lesson, two months ago.
async fn learned(house: &House) -> Uuid {
    house.now("2026-03-10T10:00:00[Europe/Berlin]");
    let id = house.captured("The proposal went out late").await;
    let answers = Reviewed {
        intended: serde_json::from_value(json!({"statement": "It goes out on time"})).unwrap(),
        happened: serde_json::from_value(json!({"moments": [{"what": "It was late"}]})).unwrap(),
        why: serde_json::from_value(json!({"factors": [{"statement": "My estimate", "control": "mine"}]}))
            .unwrap(),
        next: serde_json::from_value(json!({"lesson": "Ask for the calendar first", "knowledge_only": true,
            "choice": {"way": "retry", "reason": "The aim is the same"}}))
        .unwrap(),
        finish: true,
        ..Reviewed::default()
    };
    house.app.review(EntryId::new(id), None, &answers).await.unwrap();
    house.now("2026-05-14T10:00:00[Europe/Berlin]");
    id
}

#[tokio::test]
async fn a_lesson_comes_back_on_today_and_what_is_said_of_it_can_be_undone() {
    let house = House::new().await;
    let id = learned(&house).await;
    let question = format!("action=\"/entries/{id}/lesson\"");
    let today = house.get("/").await.expect(200).body;
    assert!(today.contains(&question) && today.contains("Ask for the calendar first"), "{today}");
    let said = house
        .post(&format!("/entries/{id}/lesson"), &[("said", "retire"), ("version", "2")])
        .await
        .expect(303);
    let page = house.get(said.header("location")).await.expect(200).body;
    assert!(page.contains("Retired.") && page.contains(&format!("/entries/{id}/undo")), "{page}");
    assert!(!page.contains(&question), "{page}");
    house.post(&format!("/entries/{id}/lesson"), &[("said", "keep"), ("version", "2")]).await.expect(409);
    house.post(&format!("/entries/{id}/lesson"), &[("said", "forget")]).await.expect(422);
}

#[tokio::test]
async fn a_lesson_that_is_waved_away_comes_again_tomorrow() {
    let house = House::new().await;
    learned(&house).await;
    house.post("/lesson/later", &[]).await.expect(303);
    assert!(!house.get("/").await.expect(200).body.contains("Ask for the calendar first"));
    house.now("2026-05-15T10:00:00[Europe/Berlin]");
    assert!(house.get("/").await.expect(200).body.contains("Ask for the calendar first"));
}

#[tokio::test]
async fn programs_are_told_of_the_lesson_and_answer_it() {
    let house = House::new().await;
    let id = learned(&house).await;
    let lesson =
        async || house.api(Method::GET, "/today", Value::Null).await.expect(200).json()["lesson"].clone();
    assert_eq!(lesson().await["id"], json!(id));
    house.api(Method::POST, "/today/no-lesson", Value::Null).await.expect(204);
    assert_eq!(lesson().await, Value::Null);
    house.now("2026-05-15T10:00:00[Europe/Berlin]");
    let at = format!("/entries/{id}/lesson");
    house.api(Method::POST, &at, json!({"said": "practise"})).await.expect(200);
    let entry = house.api(Method::GET, &format!("/entries/{id}"), Value::Null).await.expect(200).json();
    assert_eq!(entry["entry"]["review"]["standing"], json!({"said": "practise", "on": "2026-05-15"}));
    let line = house.captured("A line").await;
    house.api(Method::POST, &format!("/entries/{line}/lesson"), json!({"said": "keep"})).await.expect(422);
}
