//! The coach, through the API.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::House;

async fn read(house: &House, body: Value) -> Value {
    house.api(Method::POST, "/coach", body).await.expect(200).json()
}

#[tokio::test]
async fn an_answer_gets_one_question_with_the_words_that_made_it() {
    let house = House::new().await;
    let answer = "We were late\u{2026}\nI am a failure.";
    let read = read(&house, json!({"schema": 1, "field": "why", "text": answer})).await;
    assert_eq!([&read["schema"], &read["needs_care"]], [&json!(1), &json!(false)]);
    assert_eq!([&read["field"], &read["standing"]], ["why", "How did that come about?"]);
    assert_eq!([&read["slots"], &read["strength"]], [&Value::Null; 2]);
    let asked = &read["asked"];
    assert_eq!(
        [&asked["rule"], &asked["code"], &asked["weight"], &asked["offer"], &asked["acknowledgement"]],
        ["rumination", "F5", "nudge", "stop_for_today", "That is a hard thing to write down."]
    );
    let place = |name: &str| usize::try_from(asked["words"][name].as_u64().unwrap()).unwrap();
    assert_eq!(asked["words"]["text"], answer[place("from")..place("to")]);
}

#[tokio::test]
async fn what_stands_beside_it_and_what_it_is_about_decide_what_is_asked() {
    let house = House::new().await;
    let rule = async |body: Value| read(&house, body).await["asked"]["rule"].take();
    let timing = json!({"field": "why", "text": "The timing was bad."});
    assert_eq!(rule(timing.clone()).await, "external-blame");
    let mut with_a_decision = timing;
    with_a_decision["beside"] = json!("I decided to launch in August.");
    assert_eq!(rule(with_a_decision).await, Value::Null);
    let factor =
        |control: &str| json!({"field": "factor", "text": "The weather was bad.", "control": control});
    assert_eq!(rule(factor("mine")).await, "misattribution");
    assert_eq!(rule(factor("outside")).await, Value::Null);
}

#[tokio::test]
async fn an_action_is_read_with_its_parts_and_its_strength() {
    let house = House::new().await;
    let action = json!({"field": "next", "text": "Remind all staff at the next huddle."});
    let quiet = read(&house, action.clone()).await;
    let names: Vec<_> = quiet["slots"].as_array().unwrap().iter().map(|slot| &slot["name"]).collect();
    assert_eq!(names, ["the moment", "who", "the act", "a number"]);
    assert_eq!(quiet["strength"], "weaker");
    let mut serious = action;
    serious["serious"] = json!(true);
    let rules = |read: &Value| {
        let hints = read["hints"].as_array().unwrap().iter();
        hints.chain([&read["asked"]]).filter(|asked| asked["rule"] == "weak-action").count()
    };
    assert_eq!([rules(&quiet), rules(&read(&house, serious).await)], [0, 1]);
}

#[tokio::test]
async fn nothing_is_asked_of_another_language_and_words_of_hurting_oneself() {
    let house = House::new().await;
    let german = "Ich bin ein totaler Versager und alle wissen es, weil ich immer alles falsch mache.";
    for (text, needs_care) in [(german, false), ("I am a failure and I want to die.", true)] {
        let read = read(&house, json!({"field": "why", "text": text})).await;
        assert_eq!(
            [&read["asked"], &read["hints"], &read["needs_care"]],
            [&Value::Null, &json!([]), &json!(needs_care)],
            "{text}"
        );
    }
}

#[tokio::test]
async fn what_is_no_field_and_no_text_is_refused() {
    let house = House::new().await;
    let unknown = json!({"field": "sideways", "text": "x"});
    let refused = house.api(Method::POST, "/coach", unknown).await.expect(422);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    let detail = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("there is no field \"sideways\"") && detail.contains("pre-mortem"), "{detail}");
    let long = "a".repeat((1 << 20) + 1);
    for wrong in [
        json!({"field": "why", "text": long}),
        json!({"field": "why", "text": "x", "beside": long}),
        json!({"field": "why", "text": "a\0b"}),
        json!({"field": "why", "text": " \n"}),
        json!({"field": "why"}),
        json!({"field": "factor", "text": "x", "control": "sideways"}),
    ] {
        house.api(Method::POST, "/coach", wrong).await.expect(422);
    }
}
