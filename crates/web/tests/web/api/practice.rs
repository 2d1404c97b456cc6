//! Practice and growth through the API.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::House;

/// Closes a review with a habit and something that is built, and returns the ids of what is practised.
async fn planned(house: &House) -> (String, String) {
    house.now("2026-03-02T09:00:00+00:00[UTC]");
    let entry = house.captured("The migration ran on the live cluster").await;
    let answers = json!({
        "intended": {"statement": "Run it on staging"}, "happened": {"moments": [{"what": "It ran on the live cluster"}]},
        "why": {"factors": [{"statement": "I did not look", "control": "mine"}]},
        "next": {
            "lesson": "Read it aloud",
            "commitments": [
                {"cue": "I open a shell on a live host", "act": "read its name aloud"},
                {"cue": "a live host is connected", "act": "have the prompt coloured", "kind": "system"}
            ],
            "choice": {"way": "retry", "reason": "The aim is the same"}
        },
        "finish": true
    });
    house.api(Method::PATCH, &format!("/entries/{entry}/review"), answers).await.expect(200);
    let list = house.api(Method::GET, "/practices", Value::Null).await.expect(200).json();
    let of = |number: u64| {
        let practices = list["practices"].as_array().unwrap();
        let found = practices.iter().find(|it| it["about"]["commitment"]["number"] == number);
        found.unwrap()["id"].as_str().unwrap().to_owned()
    };
    (of(1), of(2))
}

async fn read(house: &House, id: &str) -> Value {
    house.api(Method::GET, &format!("/practices/{id}"), Value::Null).await.expect(200).json()
}

fn done() -> Value {
    json!({"schema": 1, "outcome": {"met": {"did": "done", "recurred": "no"}}, "known": "artefact", "context": "on call"})
}

#[tokio::test]
async fn a_practice_comes_with_its_plan_its_evidence_and_what_that_still_fits() {
    let house = House::new().await;
    let (habit, _) = planned(&house).await;
    house.now("2026-03-03T09:00:00+00:00[UTC]");
    house.api(Method::POST, &format!("/practices/{habit}/opportunities"), done()).await.expect(201);
    let shown = read(&house, &habit).await;
    insta::assert_json_snapshot!(shown);
}

#[tokio::test]
async fn practices_are_listed_by_their_turn_their_state_and_whether_they_are_asked() {
    let house = House::new().await;
    let (habit, built) = planned(&house).await;
    house.now("2026-03-03T09:00:00+00:00[UTC]");
    house.api(Method::POST, &format!("/practices/{habit}/opportunities"), done()).await.expect(201);
    house
        .api(Method::POST, &format!("/practices/{built}/put-off"), json!({"until": "2026-04-01"}))
        .await
        .expect(200);
    let ids = async |query: &str| {
        let list =
            house.api(Method::GET, &format!("/practices?{query}"), Value::Null).await.expect(200).json();
        let ids =
            list["practices"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(ids("state=practising").await, std::slice::from_ref(&habit));
    assert_eq!(ids("state=new").await, std::slice::from_ref(&built));
    assert_eq!(ids("turn=begun").await.len(), 2);
    assert_eq!(ids("asked=true").await, [""; 0]);
    house.now("2026-04-01T09:00:00+00:00[UTC]");
    let mut asked = ids("asked=true&turn=begun").await;
    asked.sort();
    let mut both = [habit.clone(), built];
    both.sort();
    assert_eq!(asked, both);
    house.api(Method::GET, "/practices?state=perfect", Value::Null).await.expect(422);
    let today = house.api(Method::GET, "/today", Value::Null).await.json();
    let asked = today["practices"].as_array().unwrap().iter().find(|it| it["id"] == *habit).unwrap();
    let question =
        "When does your plan for “The migration ran on the live cluster” apply, and what do you do?";
    assert_eq!(asked["question"], question);
}

#[tokio::test]
async fn a_moment_is_noted_once_under_one_key_corrected_and_taken_back() {
    let house = House::new().await;
    let (habit, _) = planned(&house).await;
    let path = format!("/practices/{habit}/opportunities");
    let key = [("idempotency-key", "one")];
    let noted = house.api_with(Method::POST, &path, done(), &key).await.expect(201);
    let again = house.api_with(Method::POST, &path, done(), &key).await.expect(201);
    assert_eq!(noted.json(), again.json());
    let moment = noted.header("location").strip_prefix("/api/v1").unwrap().to_owned();
    assert_eq!(house.api(Method::GET, &moment, Value::Null).await.expect(200).header("etag"), "\"1\"");
    let missed = json!({"outcome": {"met": {"did": "missed"}}});
    let seen = [("if-match", "\"1\"")];
    house.api_with(Method::PUT, &moment, missed.clone(), &seen).await.expect(200);
    house.api_with(Method::PUT, &moment, done(), &seen).await.expect(409);
    house.api(Method::POST, &format!("{moment}/answer"), missed).await.expect(422);
    let tally = async || read(&house, &habit).await["practice"]["growth"]["tally"].take();
    assert_eq!(tally().await["missed"], 1);
    house.api(Method::POST, &format!("{moment}/undo"), Value::Null).await.expect(200);
    assert_eq!(tally().await["done"], 1);
    house.api(Method::DELETE, &moment, Value::Null).await.expect(200);
    assert_eq!(tally().await["met"], 0);
    house.api(Method::GET, &moment, Value::Null).await.expect(404);
    house.api(Method::POST, &format!("{moment}/undo"), Value::Null).await.expect(200);
    assert_eq!(tally().await["done"], 1);
}

#[tokio::test]
async fn a_moment_that_was_looked_up_waits_for_its_answer() {
    let house = House::new().await;
    let (habit, _) = planned(&house).await;
    let entry = read(&house, &habit).await["practice"]["about"]["commitment"]["entry"].take();
    let looked = json!({"schema": 1, "entries": [entry]});
    let expected = house.api(Method::POST, "/practices/expect", looked.clone()).await.expect(200).json();
    let again = house.api(Method::POST, "/practices/expect", looked).await.expect(200).json();
    assert_eq!(expected, again);
    let moment = expected["expected"].as_array().unwrap().iter().find(|it| it["practice"] == *habit).unwrap();
    let moment = moment["opportunity"].as_str().unwrap();
    assert_eq!(read(&house, &habit).await["practice"]["open_moment"]["id"], moment);
    house.api(Method::POST, &format!("/opportunities/{moment}/answer"), done()).await.expect(200);
    assert_eq!(read(&house, &habit).await["practice"]["open_moment"], Value::Null);
}

#[tokio::test]
async fn a_practice_is_begun_set_aside_rated_and_ended() {
    let house = House::new().await;
    let (habit, built) = planned(&house).await;
    for (act, body, turn) in [
        ("aside", Value::Null, "aside"),
        ("begin", Value::Null, "begun"),
        ("retire", Value::Null, "ended"),
        ("resume", Value::Null, "begun"),
        ("supersede", json!({"by": built}), "ended"),
    ] {
        house.api(Method::POST, &format!("/practices/{habit}/{act}"), body).await.expect(200);
        assert_eq!(read(&house, &habit).await["practice"]["turn"], turn, "{act}");
    }
    let itself = json!({"by": built});
    house.api(Method::POST, &format!("/practices/{built}/supersede"), itself).await.expect(422);
    let ratings = format!("/practices/{built}/ratings");
    house.api(Method::POST, &ratings, json!({"scores": [5]})).await.expect(200);
    house.api(Method::POST, &ratings, json!({"scores": [5, 6, 4, 7], "on": "2026-03-02"})).await.expect(200);
    for wrong in [json!([]), json!([8]), json!([1, 2])] {
        house.api(Method::POST, &ratings, json!({"scores": wrong})).await.expect(422);
    }
    house.api(Method::DELETE, &format!("{ratings}/last"), Value::Null).await.expect(200);
    let rated = read(&house, &built).await["practice"]["ratings"].take();
    assert_eq!(rated, json!([{"on": "2026-03-02", "scores": [5]}]));
}

#[tokio::test]
async fn growth_is_counted_by_state_with_the_moments_behind_it() {
    let house = House::new().await;
    let (habit, _) = planned(&house).await;
    house.api(Method::POST, &format!("/practices/{habit}/opportunities"), done()).await.expect(201);
    let growth = house.api(Method::GET, "/growth", Value::Null).await.expect(200).json();
    let count = |state: &str, lessons: u32, moments: u32| json!({"state": state, "lessons": lessons, "moments": moments});
    let expected = json!([
        count("new", 1, 0),
        count("practising", 1, 1),
        count("established", 0, 0),
        count("automatic", 0, 0),
        count("lapsed", 0, 0)
    ]);
    assert_eq!((&growth["states"], growth["practices"].as_array().unwrap().len()), (&expected, 2));
}

#[tokio::test]
async fn parameters_are_set_changed_and_refused_by_their_names() {
    let house = House::new().await;
    let value = |answer: Value, name: &str| {
        let found = answer["parameters"].as_array().unwrap().iter().find(|it| it["name"] == name).cloned();
        found.unwrap()["value"].take()
    };
    let changed = json!({"schema": 1, "parameters": {"lapsed_misses": 4, "lapsed_of": 5}});
    let changed = house.api(Method::PATCH, "/parameters", changed).await.expect(200).json();
    assert_eq!(value(changed, "lapsed_misses"), 4.0);
    let set = json!({"parameters": {"stale_days": 90}});
    let set = house.api(Method::PUT, "/parameters", set).await.expect(200).json();
    assert_eq!((value(set.clone(), "stale_days"), value(set, "lapsed_of")), (json!(90.0), json!(3.0)));
    for (method, body, part) in [
        (Method::PATCH, json!({"parameters": {"streak": 3}}), "there is no parameter \\\"streak\\\""),
        (Method::PATCH, json!({"parameters": {"stale_days": 0}}), "stale_days is 0"),
        (Method::PUT, json!({"parameters": {"stale_days": 0}}), "stale_days is 0"),
    ] {
        let refused = house.api(method, "/parameters", body).await.expect(422);
        assert!(refused.body.contains(part), "{}", refused.body);
    }
    let read = house.api(Method::GET, "/parameters", Value::Null).await.expect(200).json();
    assert_eq!(value(read, "stale_days"), 90.0);
}
