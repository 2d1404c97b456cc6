//! What every change keeps to: done once under its key, and only on the version that was seen.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::House;

#[tokio::test]
async fn a_change_sent_again_under_its_key_is_done_once_and_answered_the_same() {
    let house = House::new().await;
    let key = [("idempotency-key", "3b1f")];
    let body = json!({"text": "The proposal came late"});
    let first = house.api_with(Method::POST, "/entries", body.clone(), &key).await.expect(201);
    house.now("2026-05-15T09:00:00[Europe/Berlin]");
    let again = house.api_with(Method::POST, "/entries", body, &key).await.expect(201);
    assert_eq!(first.json()["id"], again.json()["id"]);
    assert_eq!(house.app.overview().await.unwrap().entries, 1);
}

#[tokio::test]
async fn a_key_that_was_used_for_something_else_is_refused() {
    let house = House::new().await;
    let key = [("idempotency-key", "3b1f")];
    let made = house.api_with(Method::POST, "/entries", json!({"text": "One"}), &key).await.expect(201);
    let other = house.api_with(Method::POST, "/entries", json!({"text": "Two"}), &key).await.expect(422);
    insta::assert_snapshot!(other.body, @r#"{"type":"about:blank","title":"Unprocessable Entity","status":422,"detail":"this idempotency key was used for something else; send a fresh one with each new request"}"#);
    let elsewhere = format!("/entries/{}/undo", made.json()["id"].as_str().unwrap());
    house.api_with(Method::POST, &elsewhere, Value::Null, &key).await.expect(422);
    assert_eq!(house.app.overview().await.unwrap().entries, 1);
}

#[tokio::test]
async fn a_hostile_key_is_refused_and_nothing_is_kept() {
    let house = House::new().await;
    let long = "k".repeat(201);
    let keys = ["", " ", "a b", "\t", "'; DROP TABLE entry; --", "schl\u{fc}ssel", long.as_str()];
    for key in keys {
        let answer =
            house.api_with(Method::POST, "/entries", json!({"text": "x"}), &[("idempotency-key", key)]).await;
        assert_eq!(answer.status.as_u16(), 422, "{key:?}: {}", answer.body);
    }
    let twice = [("idempotency-key", "a"), ("idempotency-key", "b")];
    house.api_with(Method::POST, "/entries", json!({"text": "x"}), &twice).await.expect(422);
    assert_eq!(house.app.overview().await.unwrap().entries, 0);
    let graphic: String = (b'!'..=b'~').map(char::from).collect();
    house
        .api_with(Method::POST, "/entries", json!({"text": "x"}), &[("idempotency-key", &graphic)])
        .await
        .expect(201);
}

#[tokio::test]
async fn a_change_on_a_version_that_is_past_is_refused_and_changes_nothing() {
    let house = House::new().await;
    let id = house.captured("A line").await;
    let path = format!("/entries/{id}");
    let seen = [("if-match", "\"1\"")];
    let saved = house.api_with(Method::PATCH, &path, json!({"kind": "mixed"}), &seen).await.expect(200);
    assert_eq!((saved.header("etag"), &saved.json()["version"]), ("\"2\"", &json!(2)));
    let late = house.api_with(Method::PATCH, &path, json!({"kind": "success"}), &seen).await.expect(409);
    insta::assert_snapshot!(late.body, @r#"{"type":"about:blank","title":"Conflict","status":409,"detail":"this entry was changed somewhere else (version 2 now, 1 when you opened it); look at it again, then repeat your change"}"#);
    for (method, rest, body) in [
        (Method::DELETE, "", Value::Null),
        (Method::POST, "/undo", Value::Null),
        (Method::PATCH, "/review", json!({"park": ["An idea"]})),
    ] {
        house.api_with(method, &format!("{path}{rest}"), body, &seen).await.expect(409);
    }
    let entry = house.api(Method::GET, &path, Value::Null).await.expect(200).json();
    assert_eq!((&entry["entry"]["kind"], &entry["version"]), (&json!("mixed"), &json!(2)));
    house.api_with(Method::PATCH, &path, json!({"kind": "success"}), &[("if-match", "*")]).await.expect(200);
}

#[tokio::test]
async fn every_change_that_names_a_version_is_refused_on_another_one_and_changes_nothing() {
    let house = House::new().await;
    let path = format!("/entries/{}", house.captured("A line").await);
    house.api(Method::PATCH, &path, json!({"kind": "mixed"})).await.expect(200);
    let seen = [("if-match", "\"1\"")];
    for (rest, body) in [
        ("/pause", Value::Null),
        ("/resume", Value::Null),
        ("/put-off", json!({"until": "2026-06-01"})),
        ("/attempts", json!({"text": "A second try"})),
        ("/take-back", Value::Null),
        ("/erase", Value::Null),
    ] {
        let answer = house.api_with(Method::POST, &format!("{path}{rest}"), body, &seen).await;
        assert_eq!(answer.status.as_u16(), 409, "{rest}: {}", answer.body);
    }
    house.api(Method::DELETE, &path, Value::Null).await.expect(200);
    for rest in ["/take-back", "/erase"] {
        house.api_with(Method::POST, &format!("{path}{rest}"), Value::Null, &seen).await.expect(409);
    }
    let there = [("if-match", "\"3\"")];
    house.api_with(Method::POST, &format!("{path}/take-back"), Value::Null, &there).await.expect(200);
    let entry = house.api(Method::GET, &path, Value::Null).await.expect(200).json();
    assert_eq!(entry["entry"]["review"]["not_before"], Value::Null);
    assert_eq!(house.app.overview().await.unwrap().entries, 1);
}

#[tokio::test]
async fn a_change_that_deleted_the_entry_is_answered_the_same_again_where_the_start_of_its_id_named_it() {
    let house = House::new().await;
    for (method, rest, status) in [(Method::DELETE, "", 200), (Method::POST, "/erase", 204)] {
        let short = house.captured("A line").await.simple().to_string()[..6].to_owned();
        let path = format!("/entries/{short}{rest}");
        let key = [("idempotency-key", short.as_str()), ("if-match", "*")];
        let first = house.api_with(method.clone(), &path, Value::Null, &key).await.expect(status);
        let again = house.api_with(method.clone(), &path, Value::Null, &key).await.expect(status);
        assert_eq!(first.body, again.body);
        house.api(method, &path, Value::Null).await.expect(404);
    }
}

#[tokio::test]
async fn an_attempt_that_was_begun_is_answered_the_same_again_when_the_first_one_is_gone() {
    let house = House::new().await;
    let id = house.captured("A line").await;
    let (path, key) = (format!("/entries/{id}/attempts"), [("idempotency-key", "3b1f")]);
    let body = json!({"text": "A second try"});
    let first = house.api_with(Method::POST, &path, body.clone(), &key).await.expect(201);
    house.api(Method::DELETE, &format!("/entries/{id}"), Value::Null).await.expect(200);
    let again = house.api_with(Method::POST, &path, body, &key).await.expect(201);
    assert_eq!(first.body, again.body);
}

#[tokio::test]
async fn a_key_stands_for_the_version_and_the_query_too() {
    let house = House::new().await;
    let path = format!("/entries/{}", house.captured("A line").await);
    let body = json!({"kind": "mixed"});
    let on = |version| [("idempotency-key", "3b1f"), ("if-match", version)];
    house.api_with(Method::PATCH, &path, body.clone(), &on("\"1\"")).await.expect(200);
    house.api_with(Method::PATCH, &path, body.clone(), &on("\"1\"")).await.expect(200);
    house.api_with(Method::PATCH, &path, body.clone(), &on("\"2\"")).await.expect(422);
    let asked = format!("{path}?and=more");
    house.api_with(Method::PATCH, &asked, body, &on("\"1\"")).await.expect(422);
}

#[tokio::test]
async fn what_writes_over_something_has_to_say_what_it_saw_and_changes_nothing_without() {
    let house = House::new().await;
    let path = format!("/entries/{}", house.captured("A line").await);
    let skipped = json!({"skipped": {"intended": "x", "happened": "x"}, "why": {"causes": [{"statement": "One"}]}, "park": ["An idea"]});
    house
        .api_with(Method::PATCH, &format!("{path}/review"), skipped, &[("if-match", "\"1\"")])
        .await
        .expect(200);
    let cause = json!({"cause": {"statement": "Another"}});
    for (method, rest, body) in [
        (Method::PATCH, "", json!({"kind": "mixed"})),
        (Method::PATCH, "/review", json!({"intended": {"statement": "Something else"}})),
        (Method::PUT, "/causes/1", cause),
        (Method::PUT, "/causes/1/decision", json!({"decision": null})),
        (Method::DELETE, "/causes/1", Value::Null),
        (Method::DELETE, "/parked/0", Value::Null),
        (Method::DELETE, "", Value::Null),
    ] {
        let answer = house.api_with(method, &format!("{path}{rest}"), body, &[]).await.expect(428);
        insta::allow_duplicates! {
            insta::assert_snapshot!(answer.body, @r#"{"type":"about:blank","title":"Precondition Required","status":428,"detail":"send If-Match with the ETag that GET /api/v1/entries/{id} answers with, so that nothing written in between is lost; a * in its place stands for whatever is there"}"#);
        }
    }
    let entry = house.api(Method::GET, &path, Value::Null).await.expect(200);
    assert_eq!((entry.header("etag"), &entry.json()["version"]), ("\"2\"", &json!(2)));
    // What adds something, or marks something, takes nothing away from anybody.
    house
        .api_with(Method::POST, &format!("{path}/causes"), json!({"cause": {"statement": "Two"}}), &[])
        .await
        .expect(200);
    house
        .api_with(Method::PUT, &format!("{path}/causes/1/chosen"), json!({"chosen": true}), &[])
        .await
        .expect(200);
}

#[tokio::test]
async fn a_version_that_is_none_is_refused() {
    let house = House::new().await;
    let path = format!("/entries/{}", house.captured("A line").await);
    for tag in
        ["1", "\"0\"", "\"-1\"", "\"01\"", "W/\"1\"", "\"1\", \"2\"", "\"\"", "\"99999999999999999999\"", "x"]
    {
        let answer =
            house.api_with(Method::PATCH, &path, json!({"kind": "mixed"}), &[("if-match", tag)]).await;
        assert_eq!(answer.status.as_u16(), 422, "{tag}");
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_says_where() {
    let house = House::new().await;
    let mut told = String::new();
    for body in [
        json!({}),
        json!({"text": 7}),
        json!({"text": "a", "txet": "b"}),
        json!({"schema": 2, "text": "a"}),
        json!({"text": " "}),
        json!({"text": "a\u{0}b"}),
        json!({"text": "a", "occurred": "2099-01-01"}),
    ] {
        let answer = house.api(Method::POST, "/entries", body).await.expect(422);
        told.push_str(answer.json()["detail"].as_str().unwrap());
        told.push('\n');
    }
    insta::assert_snapshot!(told, @r#"
    the body cannot be read: "text" is missing; add it
    the body cannot be read: the field "text": a number stands where a text belongs; correct it
    the body cannot be read: "txet" is not known here; use schema, text, kind, significance, occurred or tags
    the body cannot be read: the field "schema": schema 2 is not known here; write schema 1, or use a newer hansei
    there is nothing to keep yet; write one line about what happened
    there is an unreadable character (NUL) in this text; take it out and try again
    2099-01-01 has not come yet; look at the year and the month, and give a day up to today
    "#);
}

#[tokio::test]
async fn a_body_of_more_than_eight_mebibytes_is_refused() {
    let house = House::new().await;
    let answer = house.api(Method::POST, "/entries", json!({"text": "a".repeat(9 << 20)})).await.expect(413);
    insta::assert_snapshot!(answer.body, @r#"{"type":"about:blank","title":"Payload Too Large","status":413,"detail":"this is more than can be taken at once; send it in parts"}"#);
    let large = format!("A line\n{}", "word ".repeat(200_000));
    house.api(Method::POST, "/entries", json!({"text": large})).await.expect(201);
}
