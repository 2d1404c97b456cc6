//! The review of a period, from the browser and for programs.

use axum::http::Method;
use hansei_app::review::Reviewed;
use hansei_method::id::EntryId;
use serde_json::{Value, json};

use crate::harness::House;

/// Reviews something to the end with a commitment.
async fn planned(house: &House) {
    let id = house.captured("The order was misheard").await;
    let answers = Reviewed {
        intended: serde_json::from_value(json!({"statement": "It is given once"})).unwrap(),
        happened: serde_json::from_value(json!({"moments": [{"what": "It was given twice"}]})).unwrap(),
        why: serde_json::from_value(json!({"factors": [{"statement": "The noise", "control": "outside"}]}))
            .unwrap(),
        next: serde_json::from_value(json!({"lesson": "Say it back",
            "commitments": [{"cue": "an order comes by phone", "act": "read it back"}],
            "choice": {"way": "retry", "reason": "The aim is the same"}}))
        .unwrap(),
        finish: true,
        ..Reviewed::default()
    };
    house.app.review(EntryId::new(id), None, &answers).await.unwrap();
}

#[tokio::test]
async fn a_review_is_gone_through_part_by_part_and_frozen() {
    let house = House::new().await;
    planned(&house).await;
    let begun = house.post("/quarter", &[("period", "2026-Q2")]).await.expect(303);
    let at = begun.header("location").to_owned();
    assert!(house.get(&at).await.expect(200).body.contains("part 1 of 7"));
    let saved = house.post(&format!("{at}/answer/held"), &[("do", "continue")]).await.expect(303);
    assert_eq!(saved.header("location"), format!("{at}?at=lessons"));
    let practice = house.app.practices().await.unwrap()[0].practice.id.to_string();
    let fields = [
        ("changed", "I ask\r\nnow"),
        ("lesson.0.practice", practice.as_str()),
        ("lesson.0.verdict", "retire"),
        ("lesson.0.note", "the phone is gone"),
        ("do", "stop"),
    ];
    assert_eq!(
        house.post(&format!("{at}/answer/lessons"), &fields).await.expect(303).header("location"),
        "/quarter"
    );
    house.post(&format!("{at}/answer/taken/draft"), &[("taken", "Handing over.")]).await.expect(204);
    let page = house.get(&format!("{at}?at=whole")).await.expect(200).body;
    assert!(
        page.contains("I ask\nnow") && page.contains("Handing over.") && page.contains("Draft."),
        "{page}"
    );
    let sure = house.get(&format!("{at}/freeze")).await.expect(200).body;
    assert!(sure.contains("There is no way back") && sure.contains("1 let go"), "{sure}");
    house.post(&format!("{at}/freeze"), &[("version", "1")]).await.expect(409);
    let frozen = house.post(&format!("{at}/freeze"), &[("version", "3")]).await.expect(303);
    let page = house.get(frozen.header("location")).await.expect(200).body;
    assert!(page.contains("Frozen Thursday 14 May 2026, 10:41") && page.contains("Fingerprint "), "{page}");
    assert!(page.contains("is let go") && page.contains("the phone is gone"), "{page}");
    house.post(&format!("{at}/answer/taken"), &[("taken", "Something else")]).await.expect(303);
    assert!(house.get(&at).await.expect(200).body.contains("Handing over."));
    let document = house.get(&format!("{at}/html")).await.expect(200);
    assert!(document.header("content-disposition").contains("review-2026-Q2.html"));
    assert!(
        house.get(&format!("{at}/markdown")).await.expect(200).body.starts_with("# Second quarter of 2026")
    );
}

#[tokio::test]
async fn what_cannot_be_kept_stays_on_the_page_and_says_why() {
    let house = House::new().await;
    let at = house.post("/quarter", &[("period", "2026-05")]).await.expect(303).header("location").to_owned();
    let fields = [("watch", "the ten minutes"), ("next_on", "someday")];
    let page = house.post(&format!("{at}/answer/next"), &fields).await.expect(422).body;
    assert!(page.contains("the ten minutes") && page.contains("someday"), "{page}");
    house.post(&format!("{at}/answer/nowhere"), &[]).await.expect(404);
    let wrong = house.post("/quarter", &[("period", "soon")]).await.expect(422).body;
    assert!(wrong.contains("is not a period"), "{wrong}");
    house.get("/quarter/00000000-0000-4000-8000-000000000000").await.expect(404);
    house.get("/quarter/x").await.expect(404);
}

#[tokio::test]
async fn what_is_due_can_be_skipped_and_what_was_removed_comes_back() {
    let house = House::new().await;
    house.captured("The proposal came late").await;
    house.now("2026-09-01T10:00:00[Europe/Berlin]");
    assert!(house.get("/quarter").await.expect(200).body.contains("A review is due."));
    house.post("/quarter/skip", &[]).await.expect(303);
    let page = house.get("/quarter").await.expect(200).body;
    assert!(!page.contains("A review is due.") && page.contains("Saturday 14 November 2026"), "{page}");
    let at = house.post("/quarter", &[("period", "2026-Q2")]).await.expect(303).header("location").to_owned();
    house.post(&format!("{at}/remove"), &[("version", "1")]).await.expect(303);
    house.get(&at).await.expect(404);
    house.post(&format!("{at}/take-back"), &[]).await.expect(303);
    house.get(&at).await.expect(200);
    house.post(&format!("{at}/erase"), &[]).await.expect(303);
    house.get(&at).await.expect(404);
}

#[tokio::test]
async fn programs_do_all_that_the_pages_do() {
    let house = House::new().await;
    planned(&house).await;
    let made = house.api(Method::POST, "/quarters", json!({"period": "2026-Q2"})).await.expect(201).json();
    let at = format!("/quarters/{}", made["id"].as_str().unwrap());
    let said = json!({"answers": {"taken": "Handing over.", "decisions": []}});
    let saved = house.api(Method::PUT, &at, said).await.expect(200).json();
    assert_eq!(saved["version"], 2);
    let read = house.api(Method::GET, &at, Value::Null).await.expect(200).json();
    assert_eq!(
        (&read["report"]["entries"]["entries"], &read["quarter"]["answers"]["taken"]),
        (&json!(1), &json!("Handing over."))
    );
    house.api(Method::POST, &format!("{at}/freeze"), Value::Null).await.expect(200);
    house.api(Method::PUT, &at, json!({"answers": {}})).await.expect(422);
    let read = house.api(Method::GET, &at, Value::Null).await.expect(200).json();
    assert_eq!(
        (&read["is_as_frozen"], &read["quarter"]["frozen"]["clock"]),
        (&json!(true), &json!("2026-05-14T10:41"))
    );
    let list = house.api(Method::GET, "/quarters", Value::Null).await.expect(200).json();
    assert_eq!(
        (&list["frozen"][0]["name"], &list["due_on"]),
        (&json!("Second quarter of 2026"), &json!("2026-09-30"))
    );
    let told =
        house.api(Method::GET, "/quarters/report?period=2026-05", Value::Null).await.expect(200).json();
    assert_eq!(told["report"]["strengths"], json!([1, 0, 0]));
    house.api(Method::GET, "/quarters/report?period=soon", Value::Null).await.expect(422);
    let text = house.api(Method::GET, &format!("{at}/document?as=markdown"), Value::Null).await.expect(200);
    assert!(text.body.starts_with("# Second quarter of 2026"));
    house.api(Method::PUT, "/quarters/rhythm", json!({"months": 1})).await.expect(200);
    house.api(Method::POST, "/quarters/skip", Value::Null).await.expect(204);
    house.api(Method::DELETE, &at, Value::Null).await.expect(200);
    house.api(Method::POST, &format!("{at}/take-back"), Value::Null).await.expect(200);
    house.api(Method::POST, &format!("{at}/erase"), Value::Null).await.expect(204);
    house.api(Method::GET, &at, Value::Null).await.expect(404);
}
