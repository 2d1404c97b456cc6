//! What is due on Today beside practice: decisions, plans and the quarter, put off and looked at without scripts.

use axum::http::Method;
use hansei_app::review::Reviewed;
use serde_json::{Value, json};

use crate::harness::House;

fn said<T: serde::de::DeserializeOwned>(part: Value) -> T {
    serde_json::from_value(part).unwrap()
}

/// A house on the 1st of June with a decision that was to be looked at again on that day. Returns its name.
async fn decided() -> (House, String) {
    let house = House::new().await;
    let id = house.captured("The proposal went out late").await;
    let reviewed = Reviewed {
        intended: said(json!({"statement": "It goes out on time"})),
        happened: said(json!({"moments": [{"what": "It went out late"}]})),
        why: said(json!({"factors": [{"statement": "My estimate", "control": "mine"}]})),
        next: said(
            json!({"lesson": "Ask first", "commitments": [{"cue": "it grows", "act": "stop", "review_on": "2026-06-01"}],
            "choice": {"way": "retry", "reason": "The tender comes again", "on": "2026-06-01"}}),
        ),
        finish: true,
        ..Reviewed::default()
    };
    house.app.review(hansei_method::id::EntryId::new(id), None, &reviewed).await.unwrap();
    house.now("2026-06-01T10:00:00[Europe/Berlin]");
    let name = house.app.find_due("decision/").await.unwrap().name;
    (house, name)
}

/// Sends a form and opens the page that it leads to.
async fn done(house: &House, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = house.post(path, fields).await.expect(303);
    house.get(answer.header("location")).await.expect(200).body
}

#[tokio::test]
async fn a_decision_and_a_plan_wait_on_today_until_they_were_looked_at() {
    let (house, name) = decided().await;
    let page = house.get("/").await.expect(200).body;
    for words in [
        "To look at again",
        "Retry differently",
        "The tender comes again",
        "Does the plan still fit?",
        "You wanted to look again on Mon 1 Jun.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let page = done(&house, "/due/looked-at", &[("item", &name)]).await;
    assert!(page.contains("It is not due any more.") && !page.contains("The tender comes again"), "{page}");
    let page = done(&house, "/due/looked-at/undo", &[("item", &name)]).await;
    assert!(
        page.contains("It can be asked about again.") && page.contains("The tender comes again"),
        "{page}"
    );
}

#[tokio::test]
async fn what_is_put_off_is_gone_from_today_until_its_day_and_undo_brings_it_back() {
    let (house, name) = decided().await;
    let page = done(&house, "/due/put-off", &[("item", &name), ("until", "week")]).await;
    assert!(page.contains("Put off. Nothing says it before that day."), "{page}");
    assert!(!page.contains("The tender comes again"), "{page}");
    let page = done(&house, "/due/put-off", &[("item", &name), ("until", "")]).await;
    assert!(page.contains("The tender comes again"), "{page}");
    done(&house, "/due/put-off", &[("item", &name), ("until", "2026-06-03")]).await;
    let page = house.get("/settings/reminders").await.expect(200).body;
    assert!(page.contains("until Wed 3 Jun."), "{page}");
    house.now("2026-06-03T10:00:00[Europe/Berlin]");
    let page = house.get("/").await.expect(200).body;
    assert!(page.contains("The tender comes again") && page.contains("on Mon 1 Jun."), "{page}");
    house.post("/due/put-off", &[("item", &name), ("until", "2026-06-01")]).await.expect(422);
    house.post("/due/put-off", &[("item", "nonsense"), ("until", "day")]).await.expect(404);
}

#[tokio::test]
async fn a_review_that_was_begun_is_put_off_where_it_waits() {
    let house = House::new().await;
    let id = house.captured("The proposal went out late").await;
    let intended = serde_json::from_value(json!({"statement": "On time"})).unwrap();
    let begun = Reviewed { intended, ..Reviewed::default() };
    house.app.review(hansei_method::id::EntryId::new(id), None, &begun).await.unwrap();
    let put_off = format!("/entries/{id}/put-off");
    assert!(house.get("/").await.expect(200).body.contains(&format!("action=\"{put_off}\"")));
    let page = done(&house, &put_off, &[("until", "day"), ("back", "today")]).await;
    assert!(page.contains("Put off.") && page.contains(&format!("action=\"/entries/{id}/undo\"")), "{page}");
    assert!(!page.contains(&format!("action=\"{put_off}\"")), "{page}");
    house.now("2026-05-15T10:00:00[Europe/Berlin]");
    assert!(house.get("/").await.expect(200).body.contains(&format!("action=\"{put_off}\"")));
}

#[tokio::test]
async fn a_look_back_that_is_due_is_shown_and_put_off() {
    let house = House::new().await;
    house.captured("The proposal went out late").await;
    house.now("2026-08-14T10:00:00[Europe/Berlin]");
    let page = house.get("/").await.expect(200).body;
    assert!(
        page.contains("A look back: Second quarter of 2026") && page.contains("Skipping it costs nothing."),
        "{page}"
    );
    let page = done(&house, "/due/put-off", &[("item", "quarter/1778748060/3"), ("until", "month")]).await;
    assert!(!page.contains("A look back:"), "{page}");
}

#[tokio::test]
async fn programs_see_what_is_due_put_it_off_and_look_at_it() {
    let (house, name) = decided().await;
    let seen = async || house.api(Method::GET, "/reminders", Value::Null).await.expect(200).json();
    let names = |list: &Value| {
        list.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let reminders = seen().await;
    assert_eq!(reminders["due"].as_array().unwrap().len(), 2, "{reminders}");
    assert!(names(&reminders["due"]).contains(&name), "{reminders}");
    let today = house.api(Method::GET, "/today", Value::Null).await.expect(200).json();
    assert_eq!(today["look_again"][0]["title"], "The proposal went out late");
    let until = json!({"schema": 1, "name": name, "until": "2026-06-08"});
    for _ in 0..2 {
        house.api(Method::POST, "/reminders/put-off", until.clone()).await.expect(204);
    }
    let reminders = seen().await;
    assert!(
        !names(&reminders["due"]).contains(&name) && names(&reminders["put_off"]) == [name.clone()],
        "{reminders}"
    );
    house.api(Method::POST, "/reminders/put-off", json!({"name": name, "until": null})).await.expect(204);
    for looked_at in [true, true, false, false] {
        let said = json!({"name": name, "looked_at": looked_at});
        house.api(Method::POST, "/reminders/looked-at", said).await.expect(204);
        assert_eq!(names(&seen().await["due"]).contains(&name), !looked_at);
    }
    let past = json!({"name": name, "until": "2026-05-01"});
    house.api(Method::POST, "/reminders/put-off", past).await.expect(422);
    house
        .api(Method::POST, "/reminders/put-off", json!({"name": "x", "until": "2026-07-01"}))
        .await
        .expect(404);
    house
        .api(Method::POST, "/reminders/looked-at", json!({"name": "quarter/1", "looked_at": true}))
        .await
        .expect(404);
}
