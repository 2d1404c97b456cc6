//! Career stories for programs.

use axum::http::Method;
use serde_json::{Value, json};

use crate::career::reviewed;
use crate::harness::House;

async fn begun(house: &House) -> (String, String, String) {
    let (one, two) = (reviewed(house, "The call with Anna").await, reviewed(house, "The second one").await);
    let made =
        house.api(Method::POST, "/careers", json!({"title": "Twice", "entries": [one]})).await.expect(201);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(
        (made.header("location"), made.header("etag")),
        (format!("/api/v1/careers/{id}").as_str(), "\"1\"")
    );
    (format!("/careers/{id}"), one.to_string(), two.to_string())
}

#[tokio::test]
async fn programs_do_all_that_the_pages_do() {
    let house = House::new().await;
    let (at, one, two) = begun(&house).await;
    house.api(Method::POST, &format!("{at}/chapters"), json!({"entry": two})).await.expect(200);
    house.api(Method::POST, &format!("{at}/chapters"), json!({"entry": two})).await.expect(422);
    house.api(Method::POST, &format!("{at}/chapters/{two}/move"), json!({"later": false})).await.expect(200);
    let story = house.api(Method::GET, &at, Value::Null).await.expect(200);
    assert_eq!(story.header("etag"), "\"3\"");
    let story = story.json();
    assert_eq!((&story["told_on"], &story["away"]), (&json!("2026-05-14"), &json!(0)));
    let chapter = &story["chapters"][1];
    assert_eq!(
        (&chapter["chapter"]["entry"], &chapter["chapter"]["learned"]),
        (&json!(one), &json!("Say it back"))
    );
    assert_eq!(chapter["suggestion"]["now"], "If an order comes by phone, then I will read it back.");
    let untested = json!({"key": null, "of": null, "shown": true,
        "words": "Not tested yet: planned on 14 May 2026, and nothing was observed since."});
    assert_eq!(chapter["evidence"][1], untested);
    let said = json!({"title": "Once", "chapters": [
        {"entry": one, "heading": "Anna called", "now": "I read it back", "hidden": ["dates"]}]});
    house.api_with(Method::PUT, &at, said.clone(), &[("if-match", "\"2\"")]).await.expect(409);
    house.api_with(Method::PUT, &at, said, &[("if-match", "\"3\"")]).await.expect(200);
    let story = house.api(Method::GET, &at, Value::Null).await.expect(200).json();
    assert_eq!(
        (&story["title"], &story["chapters"][0]["evidence"][0]["shown"]),
        (&json!("Once"), &json!(false))
    );
    let asked = json!({"form": "markdown", "replace": [{"from": "Anna", "to": "a colleague"}]});
    let written = house.api(Method::POST, &format!("{at}/document"), asked).await.expect(200).json();
    let document = written["document"].as_str().unwrap();
    assert!(document.starts_with("# Once\n") && document.contains("## a colleague called"), "{document}");
    assert_eq!(written["replaced"][0]["count"], 1);
    house.api(Method::DELETE, &format!("{at}/chapters/{one}"), Value::Null).await.expect(200);
    house.api(Method::DELETE, &format!("{at}/chapters/{one}"), Value::Null).await.expect(422);
    house.api(Method::DELETE, &at, Value::Null).await.expect(200);
    house.api(Method::GET, &at, Value::Null).await.expect(404);
    let list = house.api(Method::GET, "/careers", Value::Null).await.expect(200).json();
    assert_eq!((&list["stories"], &list["removed"][0]["title"]), (&json!([]), &json!("Once")));
    house.api(Method::POST, &format!("{at}/take-back"), Value::Null).await.expect(200);
    house.api(Method::POST, &format!("{at}/erase"), Value::Null).await.expect(204);
    house.api(Method::GET, &at, Value::Null).await.expect(404);
}

#[tokio::test]
async fn a_story_is_begun_once_under_its_key() {
    let house = House::new().await;
    let one = reviewed(&house, "One").await;
    let send = async |title: &str| {
        let said = json!({"title": title, "entries": [one]});
        house.api_with(Method::POST, "/careers", said, &[("idempotency-key", "a-key")]).await
    };
    let first = send("Twice").await.expect(201).json();
    assert_eq!(send("Twice").await.expect(201).json(), first);
    send("Another").await.expect(422);
    let list = house.api(Method::GET, "/careers", Value::Null).await.expect(200).json();
    assert_eq!(list["stories"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_cannot_be_told_is_refused_with_a_sentence() {
    let house = House::new().await;
    let (at, one, _) = begun(&house).await;
    let nobody = "00000000-0000-4000-8000-000000000000";
    let chapter = |fields: Value| {
        let mut all = json!({"entry": one, "heading": "x"});
        all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        json!({"title": "x", "chapters": [all]})
    };
    for (said, status, part) in [
        (chapter(json!({"now": "x".repeat(5001)})), 422, "keep it to 5000"),
        (chapter(json!({"hidden": ["mood"]})), 422, "names no line of evidence"),
        (chapter(json!({"entry": nobody})), 404, "no such entry"),
        (json!({"title": " ", "chapters": []}), 422, "nothing written"),
        (json!({"title": "x", "chapters": vec![json!({"entry": one, "heading": "x"}); 2]}), 422, "already"),
    ] {
        let refused = house.api(Method::PUT, &at, said).await.expect(status);
        assert!(refused.body.contains(part), "{}", refused.body);
    }
    house.api(Method::POST, "/careers", json!({"entries": [nobody]})).await.expect(404);
}
