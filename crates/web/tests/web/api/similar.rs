//! What resembles an entry or a text, through the API.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::House;

fn ids(answer: &Value) -> Vec<&str> {
    let similar = answer["similar"].as_array().unwrap();
    similar.iter().map(|similar| similar["entry"]["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_is_near_comes_with_the_words_that_both_have() {
    let house = House::new().await;
    let (first, last) = house.two_alike().await;
    let (first, last) = (first.to_string(), last.to_string());
    let near =
        house.api(Method::GET, &format!("/entries/{last}/similar"), Value::Null).await.expect(200).json();
    assert_eq!(ids(&near), [first.as_str()]);
    assert_eq!(near["similar"][0]["shared"], json!(["venue", "told", "moved"]));
    let far = format!("/entries/{last}/similar?far=true&limit=20");
    assert!(ids(&house.api(Method::GET, &far, Value::Null).await.expect(200).json()).len() >= 2);
    let text =
        json!({"schema": 1, "text": "The singer came too late, nobody had told her that the venue moved"});
    let near = house.api(Method::POST, "/similar", text).await.expect(200).json();
    assert!(ids(&near).contains(&first.as_str()), "{near}");
    for wrong in ["limit=0", "limit=21", "limit=300", "far=perhaps"] {
        house.api(Method::GET, &format!("/entries/{last}/similar?{wrong}"), Value::Null).await.expect(422);
    }
}

#[tokio::test]
async fn a_text_without_a_word_is_refused() {
    let house = House::new().await;
    for path in ["/similar", "/library/similar"] {
        let refused = house.api(Method::POST, path, json!({"text": " \n\t "})).await.expect(422).json();
        assert_eq!(refused["detail"], "there is nothing to compare yet; send a text of a few words");
    }
}

#[tokio::test]
async fn what_is_said_of_two_is_remembered_for_both() {
    let house = House::new().await;
    let (first, last) = house.two_alike().await;
    let (first, last) = (first.to_string(), last.to_string());
    let say = async |same: Value| {
        let said = json!({"schema": 1, "other": first, "same": same});
        house.api(Method::PUT, &format!("/entries/{last}/similar"), said).await.expect(204)
    };
    let near = async |id: &str| {
        house.api(Method::GET, &format!("/entries/{id}/similar"), Value::Null).await.expect(200).json()
    };
    say(json!(true)).await;
    assert_eq!(near(&first).await["similar"][0]["same"], json!(true));
    say(json!(false)).await;
    assert_eq!(ids(&near(&first).await), [""; 0]);
    assert_eq!(ids(&near(&last).await), [""; 0]);
    say(Value::Null).await;
    assert_eq!(ids(&near(&last).await), [first.as_str()]);
    let itself = json!({"schema": 1, "other": last, "same": true});
    house.api(Method::PUT, &format!("/entries/{last}/similar"), itself).await.expect(422);
}
