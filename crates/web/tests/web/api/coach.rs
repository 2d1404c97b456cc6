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
async fn words_of_hurting_oneself_in_a_change_are_said_in_a_header_and_kept_as_they_are() {
    let house = House::new().await;
    let log = async |text: &str| {
        house.api(Method::POST, "/entries", json!({"schema": 1, "text": text})).await.expect(201)
    };
    let answer = log("Some days I want to die.").await;
    assert_eq!(answer.header("hansei-care"), "needed");
    let answers = json!({"schema": 1, "intended": {"statement": "I want to die"}});
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    let reviewed = house.api(Method::PATCH, &format!("/entries/{id}/review"), answers).await;
    assert_eq!(reviewed.header("hansei-care"), "needed");
    assert_eq!(log("The pump failed").await.header("hansei-care"), "");
    let off = json!({"letter_keys": true, "automatic_backups": true, "coach": false, "self_judgements": false, "contacts": null});
    house.api(Method::PUT, "/settings", off).await.expect(204);
    assert_eq!(log("Some days I want to die.").await.header("hansei-care"), "");
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

#[tokio::test]
async fn what_was_meant_is_not_asked_about_unless_the_bare_reading_is_wanted() {
    let house = House::new().await;
    let entry = house.captured("The handover was late").await.to_string();
    let said = json!({"field": "next", "text": "I will be more careful."});
    let mut about = said.clone();
    about["entry"] = json!(entry);
    let noted = house.api(Method::POST, "/coach/meant", about.clone()).await.expect(200).json();
    let words = json!({"schema": 1, "entry": entry, "field": "next", "rule": "aspiration", "words": "I will be more careful"});
    assert_eq!(noted, words);
    assert_eq!(read(&house, said.clone()).await["asked"], Value::Null);
    let mut bare = said;
    bare["heed"] = json!(false);
    assert_eq!(read(&house, bare).await["asked"]["rule"], "aspiration");
    let refused = house.api(Method::POST, "/coach/meant", about).await.expect(422).json();
    assert!(
        refused["detail"].as_str().unwrap().starts_with("nothing is asked about this answer"),
        "{refused}"
    );
}

#[tokio::test]
async fn the_same_answer_is_meant_once_under_its_key() {
    let house = House::new().await;
    let entry = house.captured("The handover was late").await;
    let said = json!({"entry": entry, "field": "next", "text": "I will be more careful."});
    let mean = async || {
        house
            .api_with(Method::POST, "/coach/meant", said.clone(), &[("idempotency-key", "k1")])
            .await
            .expect(200)
            .body
    };
    assert_eq!(mean().await, mean().await);
    let asked = house.api(Method::GET, "/coach/questions", Value::Null).await.expect(200).json();
    assert_eq!(asked["rules"][0]["asked"], 1);
}

#[tokio::test]
async fn what_was_asked_is_counted_and_a_quiet_rule_is_heard_again() {
    let house = House::new().await;
    let questions = async || house.api(Method::GET, "/coach/questions", Value::Null).await.expect(200).json();
    assert_eq!(questions().await, json!({"schema": 1, "rules": [], "meant": []}));
    let entry = house.captured("The handover was late").await;
    for wish in ["I will be more careful.", "I will try harder.", "I will pay more attention."] {
        let said = json!({"entry": entry, "field": "next", "text": wish});
        house.api(Method::POST, "/coach/meant", said).await.expect(200);
    }
    let counted = questions().await;
    assert_eq!(
        counted["rules"],
        json!([{"rule": "aspiration", "code": "F8", "asked": 3, "kept": 0, "revised": 0, "meant": 3, "quiet": true}])
    );
    assert_eq!(counted["meant"].as_array().unwrap().len(), 3);
    let wish = json!({"field": "next", "text": "I need to be more organised."});
    assert_eq!(read(&house, wish.clone()).await["asked"], Value::Null);
    house.now("2026-05-14T10:42:00[Europe/Berlin]");
    house.api(Method::POST, "/coach/again", json!({"rule": "aspiration"})).await.expect(204);
    assert_eq!(read(&house, wish).await["asked"]["rule"], "aspiration");
    house.api(Method::POST, "/coach/again", json!({"rule": "sideways"})).await.expect(422);
}

#[tokio::test]
async fn nothing_is_meant_in_an_entry_that_is_not_there() {
    let house = House::new().await;
    let gone = json!({
        "entry": "00000000-0000-4000-8000-000000000000",
        "field": "next",
        "text": "I will be more careful."
    });
    house.api(Method::POST, "/coach/meant", gone).await.expect(404);
}

#[tokio::test]
async fn what_is_switched_off_is_not_asked_and_the_contacts_come_where_they_are_needed() {
    let house = House::new().await;
    let choose = async |coach: bool| {
        let settings = json!({
            "letter_keys": true,
            "automatic_backups": true,
            "coach": coach,
            "self_judgements": false,
            "contacts": "Maeve 01 234 56 78"
        });
        house.api(Method::PUT, "/settings", settings).await.expect(204);
    };
    choose(true).await;
    let failure = json!({"field": "elsewhere", "text": "I am a failure."});
    let quiet = read(&house, failure.clone()).await;
    assert_eq!([&quiet["asked"], &quiet["contacts"]], [&Value::Null; 2]);
    let hard = json!({"field": "elsewhere", "text": "I am a failure and I want to die."});
    assert_eq!(read(&house, hard).await["contacts"], "Maeve 01 234 56 78");
    choose(false).await;
    let wish = json!({"field": "next", "text": "I will be more careful."});
    assert_eq!(read(&house, wish).await["asked"], Value::Null);
    let mut bare = failure;
    bare["heed"] = json!(false);
    assert_eq!(read(&house, bare).await["asked"]["rule"], "rumination");
}
