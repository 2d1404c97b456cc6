//! A review through the API, from the first question to the last.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::House;

/// The answers to the first three questions.
fn answers() -> Value {
    json!({
        "schema": 1,
        "intended": {"statement": "Deliver on 15 March for under $200K", "targets": [
            {"name": "Deadline", "slot": {"deadline": "2026-03-15"}},
            {"name": "Budget", "slot": {"amount": "under $200K"}}
        ]},
        "happened": {"moments": [{"when": "2026-03-22", "what": "It went out"}], "outcomes": [
            {"target": 1, "actual": {"date": "2026-03-22"}},
            {"target": 2, "actual": {"amount": "$247K"}}
        ]},
        "why": {"causes": [{"number": 1, "statement": "Scope grew after the kickoff", "chosen": true}],
            "factors": [{"statement": "I said yes to every request", "control": "mine"}]}
    })
}

#[tokio::test]
async fn a_plan_together_with_knowledge_only_is_refused_and_changes_nothing() {
    let house = House::new().await;
    let path = format!("/entries/{}/review", house.captured("A line").await);
    house.api(Method::PATCH, &path, answers()).await.expect(200);
    let both = json!({"next": {"commitments": [{"cue": "a client asks", "act": "set the date again"}], "knowledge_only": true}});
    let refused = house.api(Method::PATCH, &path, both).await.expect(422);
    insta::assert_snapshot!(refused.body, @r#"{"type":"about:blank","title":"Unprocessable Entity","status":422,"detail":"a commitment says what will be done, and \"knowledge only\" that nothing will; keep one of the two and take the other out"}"#);
    let read = house.api(Method::GET, &path, Value::Null).await.expect(200);
    assert_eq!((read.header("etag"), &read.json()["stage"]), ("\"2\"", &json!("why")));
}

#[tokio::test]
async fn a_review_is_answered_in_order_and_says_what_it_would_ask() {
    let house = House::new().await;
    let id = house.captured("The proposal went out a week late").await;
    let path = format!("/entries/{id}/review");
    let early = house
        .api(Method::PATCH, &path, json!({"why": {"causes": [{"statement": "Too late a start"}]}}))
        .await;
    insta::assert_snapshot!(early.expect(422).body, @r#"{"type":"about:blank","title":"Unprocessable Entity","status":422,"detail":"question 3 (why) opens when question 1 (what was intended) has an answer; answer that first, or skip it with a reason"}"#);
    house.api(Method::PATCH, &path, answers()).await.expect(200);
    let read = house.api(Method::GET, &path, Value::Null).await.expect(200).json();
    assert_eq!((&read["stage"], &read["next_question"]), (&json!("why"), &json!("next")));
    insta::assert_json_snapshot!(read["asks"], @r#"
    {
      "balance": "Everything stands under \"fully mine\". What would have been in the way of anyone else in your place?",
      "counter": [
        "You wrote \"Scope grew after the kickoff\". What speaks against that being a cause?",
        "\"Scope grew after the kickoff\": what shows that it would have happened with anyone in your seat?"
      ],
      "missing": [
        {
          "question": "Who had to take part, agree or receive it?",
          "slot": "party"
        },
        {
          "question": "If a stranger had watched, what would they have seen that told them it worked?",
          "slot": "observable"
        }
      ],
      "more_causes": true
    }
    "#);
}

#[tokio::test]
async fn the_gap_is_computed() {
    let house = House::new().await;
    let id = house.captured("The proposal went out a week late").await;
    let none = house.api(Method::GET, &format!("/entries/{id}/gap"), Value::Null).await.expect(200).json();
    assert_eq!(none["rows"], json!([]));
    house.api(Method::PATCH, &format!("/entries/{id}/review"), answers()).await.expect(200);
    let gap = house.api(Method::GET, &format!("/entries/{id}/gap"), Value::Null).await.expect(200).json();
    insta::assert_json_snapshot!(gap["rows"], @r#"
    [
      {
        "actual": "2026-03-22",
        "computed": null,
        "difference": {
          "by": null,
          "days": 7,
          "percent": null,
          "seconds": null,
          "unit": null,
          "words": "7 days late"
        },
        "intended": "by 2026-03-15",
        "met": "short",
        "name": "Deadline"
      },
      {
        "actual": "$247K",
        "computed": null,
        "difference": {
          "by": "47000",
          "days": null,
          "percent": "23.5",
          "seconds": null,
          "unit": "$",
          "words": "+$47,000 (+23.5 %)"
        },
        "intended": "under $200K",
        "met": "short",
        "name": "Budget"
      }
    ]
    "#);
}

#[tokio::test]
async fn how_it_stands_is_the_person_s_to_say_and_what_is_computed_stands_beside_it() {
    let house = House::new().await;
    let id = house.captured("The proposal went out a week late").await;
    let mut said = answers();
    said["happened"]["outcomes"][1]["met"] = json!("as_intended");
    house.api(Method::PATCH, &format!("/entries/{id}/review"), said).await.expect(200);
    let gap = house.api(Method::GET, &format!("/entries/{id}/gap"), Value::Null).await.expect(200).json();
    assert_eq!([&gap["rows"][1]["met"], &gap["rows"][1]["computed"]], ["as_intended", "short"]);
    assert_eq!([&gap["rows"][0]["met"], &gap["rows"][0]["computed"]], [&json!("short"), &Value::Null]);
}

#[tokio::test]
async fn a_review_is_closed_with_its_last_answer_and_opened_again_once() {
    let house = House::new().await;
    let id = house.captured("The proposal went out a week late").await;
    let path = format!("/entries/{id}/review");
    house.api(Method::PATCH, &path, answers()).await.expect(200);
    let last = json!({"next": {
        "lesson": "A date needs a rule for changes",
        "commitments": [{"cue": "a client asks for more", "act": "set date and budget again first"}],
        "choice": {"way": "retry", "reason": "The goal is still right"}
    }, "feeling": null, "finish": true});
    house.api(Method::PATCH, &path, last).await.expect(200);
    let record =
        house.api(Method::GET, &format!("/entries/{id}/record"), Value::Null).await.expect(200).json();
    insta::assert_json_snapshot!(record["record"], @r#"
    {
      "change": "If a client asks for more, then I will set date and budget again first.",
      "context": "The proposal went out a week late",
      "date": "2026-05-14T10:41",
      "lesson": "A date needs a rule for changes",
      "root_cause": "Scope grew after the kickoff"
    }
    "#);
    let checks =
        house.api(Method::GET, &format!("/entries/{id}/checklist"), Value::Null).await.expect(200).json();
    assert_eq!(checks["checks"][0], json!({"name": "an intention", "is_there": true}));
    house
        .api(Method::POST, &format!("/entries/{id}/reopen"), json!({"reason": "A new fact"}))
        .await
        .expect(200);
    house.api(Method::POST, &format!("/entries/{id}/reopen"), json!({})).await.expect(422);
}

#[tokio::test]
async fn the_tree_of_causes_is_changed_in_one_place_at_a_time() {
    let house = House::new().await;
    let id = house.captured("The deploy took the search down").await;
    let skipped = json!({"skipped": {"intended": "It was routine", "happened": "See the log"}});
    house.api(Method::PATCH, &format!("/entries/{id}/review"), skipped).await.expect(200);
    let path = format!("/entries/{id}/causes");
    let add =
        async |cause: Value| house.api(Method::POST, &path, json!({"cause": cause})).await.expect(200).json();
    assert_eq!(add(json!({"statement": "An old flag was on"})).await["number"], 1);
    assert_eq!(
        add(json!({"statement": "Nobody removes flags", "kind": "condition", "under": 1})).await["number"],
        2
    );
    assert_eq!(add(json!({"statement": "The test had a gap", "number": 2})).await["number"], 3);
    house.api(Method::PUT, &format!("{path}/3/chosen"), json!({"chosen": true})).await.expect(200);
    house.api(Method::PUT, &format!("{path}/2/control"), json!({"control": "partly"})).await.expect(200);
    let decision = json!({"decision": {"known": "The flag had an owner", "confidence": 60}});
    house.api(Method::PUT, &format!("{path}/1/decision"), decision).await.expect(200);
    house.api(Method::POST, &format!("{path}/3/shift"), json!({"way": "earlier"})).await.expect(200);
    let circle =
        house.api(Method::PUT, &format!("{path}/1"), json!({"cause": {"statement": "x", "under": 2}})).await;
    insta::assert_snapshot!(circle.expect(422).body, @r#"{"type":"about:blank","title":"Unprocessable Entity","status":422,"detail":"cause 1 would lead back to itself; put it under a cause that does not come from it"}"#);
    house.api(Method::DELETE, &format!("{path}/2"), Value::Null).await.expect(200);
    let why = house.api(Method::GET, &format!("/entries/{id}/review"), Value::Null).await.json()["review"]["answers"]["why"].clone();
    insta::assert_json_snapshot!(why, @r#"
    {
      "assumptions": [],
      "causes": [
        {
          "certainty": "possible",
          "chosen": true,
          "kind": "event",
          "number": 3,
          "statement": "The test had a gap"
        },
        {
          "certainty": "possible",
          "decision": {
            "confidence": 60,
            "known": "The flag had an owner"
          },
          "kind": "event",
          "number": 1,
          "statement": "An old flag was on"
        }
      ],
      "counter": [],
      "factors": [
        {
          "control": "partly",
          "number": 1,
          "statement": "Nobody removes flags"
        }
      ],
      "signals": []
    }
    "#);
    house.api(Method::DELETE, &format!("{path}/9"), Value::Null).await.expect(422);
}

#[tokio::test]
async fn an_idea_is_parked_and_taken_out_and_the_clock_is_started_and_stopped() {
    let house = House::new().await;
    let id = house.captured("A line").await;
    let path = format!("/entries/{id}");
    house
        .api(Method::PATCH, &format!("{path}/review"), json!({"park": ["Ask Grace first"]}))
        .await
        .expect(200);
    // What a program saves is no time that somebody spent; a person says when it begins.
    house.api(Method::POST, &format!("{path}/resume"), json!({})).await.expect(200);
    house.now("2026-05-14T10:46:00[Europe/Berlin]");
    house.api(Method::POST, &format!("{path}/pause"), Value::Null).await.expect(200);
    let read = house.api(Method::GET, &format!("{path}/review"), Value::Null).await.expect(200).json();
    assert_eq!((&read["minutes"], &read["review"]["parked"]), (&json!(5), &json!(["Ask Grace first"])));
    // A place names an idea in one version only.
    let parked = format!("{path}/parked/0");
    house.api(Method::DELETE, &parked, Value::Null).await.expect(422);
    let version = house.api(Method::GET, &path, Value::Null).await.header("etag").to_owned();
    let seen = [("if-match", version.as_str())];
    house.api_with(Method::DELETE, &parked, Value::Null, &seen).await.expect(200);
    house.api_with(Method::DELETE, &parked, Value::Null, &seen).await.expect(409);
    house.api(Method::POST, &format!("{path}/put-off"), json!({"until": "2026-06-01"})).await.expect(200);
    assert_eq!(house.api(Method::GET, "/today", Value::Null).await.json()["captured"], json!([]));
    house.api(Method::POST, &format!("{path}/resume"), json!({})).await.expect(200);
    house.api(Method::POST, &format!("{path}/put-off"), json!({})).await.expect(422);
}

#[tokio::test]
async fn a_draft_waits_until_its_question_is_answered() {
    let house = House::new().await;
    let id = house.captured("A line").await;
    let path = format!("/entries/{id}/drafts/intended");
    house.api(Method::GET, &path, Value::Null).await.expect(404);
    house.api(Method::PUT, &path, json!({"body": "Half a sentence"})).await.expect(204);
    let draft = house.api(Method::GET, &path, Value::Null).await.expect(200).json();
    assert_eq!((&draft["body"], &draft["based_on"]), (&json!("Half a sentence"), &json!(1)));
    let answer = json!({"intended": {"statement": "A whole sentence"}});
    house.api(Method::PATCH, &format!("/entries/{id}/review"), answer).await.expect(200);
    house.api(Method::PUT, &path, json!({"body": "x", "based_on": 1})).await.expect(204);
    assert_eq!(house.api(Method::GET, &path, Value::Null).await.json()["based_on"], 1);
    house.api(Method::PUT, &path, json!({"body": "x", "based_on": 0})).await.expect(422);
    house.api(Method::DELETE, &path, Value::Null).await.expect(204);
    house.api(Method::GET, &path, Value::Null).await.expect(404);
    house.api(Method::DELETE, &path, Value::Null).await.expect(204);
    house.api(Method::GET, &format!("/entries/{id}/drafts/whatever"), Value::Null).await.expect(404);
    let large = json!({"body": "a".repeat((4 << 20) + 1)});
    house.api(Method::PUT, &path, large).await.expect(422);
}
