//! Moving in and out through the API, sharing, and letting a browser in.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};

use hansei_web::state::Home;

use crate::harness::{Answer, House};

async fn send_file(house: &House, path: &str, kind: &str, file: &str) -> Answer {
    let request = Request::post(format!("/api/v1/{path}"))
        .header(header::AUTHORIZATION, format!("Bearer {}", house.api_token))
        .header(header::CONTENT_TYPE, kind);
    house.send(request.body(Body::from(file.to_owned())).unwrap()).await
}

#[tokio::test]
async fn what_is_exported_is_imported_elsewhere_and_adds_nothing_twice() {
    let house = House::new().await;
    for number in 0..450 {
        house.captured(&format!("2026-01-02: Line {number}")).await;
    }
    for (format, kind) in [("jsonl", "application/jsonl"), ("markdown", "text/markdown"), ("csv", "text/csv")]
    {
        let out = house.api(Method::GET, &format!("/export?format={format}"), Value::Null).await.expect(200);
        assert_eq!(out.header("content-type"), format!("{kind}; charset=utf-8"));
        assert!(
            out.header("content-disposition").starts_with("attachment; filename=\"hansei-2026-05-14."),
            "{format}"
        );
        let other = House::new().await;
        let looked = send_file(&other, "import/preview", kind, &out.body).await.expect(200).json();
        assert_eq!((&looked["new"], &looked["bad"]), (&json!(450), &json!(0)), "{format}");
        let done = send_file(&other, "import?all_or_nothing=true", kind, &out.body).await.expect(200).json();
        assert_eq!(done["added"], 450, "{format}");
        let again = send_file(&other, "import", kind, &out.body).await.expect(200).json();
        assert_eq!((&again["added"], &again["same"]), (&json!(0), &json!(450)), "{format}");
    }
}

#[tokio::test]
async fn an_export_is_filtered_and_one_entry_goes_alone() {
    let house = House::new().await;
    let id = house.captured("One of two").await;
    house.captured("2025-01-02: The other").await;
    let out = house.api(Method::GET, "/export?format=csv&from=2026-01-01", Value::Null).await.expect(200);
    assert!(out.body.contains("One of two") && !out.body.contains("The other"), "{}", out.body);
    let one = house
        .api(Method::GET, &format!("/entries/{id}/export?format=markdown"), Value::Null)
        .await
        .expect(200);
    assert!(one.body.contains("One of two") && !one.body.contains("The other"), "{}", one.body);
    house.api(Method::GET, "/export?format=pdf", Value::Null).await.expect(422);
}

#[tokio::test]
async fn a_bad_line_is_named_and_a_file_of_another_kind_is_refused() {
    let house = House::new().await;
    house.captured("A line").await;
    let out = house.api(Method::GET, "/export", Value::Null).await.expect(200).body;
    let broken = format!("{out}{{\"no\": \"entry\"}}\n");
    let done =
        send_file(&House::new().await, "import", "application/jsonl", &broken).await.expect(200).json();
    assert_eq!(
        (&done["added"], &done["bad"], &done["bad_lines"][0]["line"]),
        (&json!(1), &json!(1), &json!(3))
    );
    let refused =
        send_file(&House::new().await, "import?all_or_nothing=true", "application/jsonl", &broken).await;
    refused.expect(422);
    let other = send_file(&house, "import", "application/zip", "PK").await.expect(415);
    insta::assert_snapshot!(other.body, @r#"{"type":"about:blank","title":"Unsupported Media Type","status":415,"detail":"this kind of file is not read here; send application/jsonl, text/markdown or text/csv"}"#);
    send_file(&house, "import", "application/jsonl", "").await.expect(422);
}

#[tokio::test]
async fn a_shared_entry_has_its_names_replaced() {
    let house = House::new().await;
    let id = house.captured("Grace waited for the figures. Grace was right.").await;
    let asked =
        json!({"form": "markdown", "for_whom": "Ada", "replace": [{"from": "grace", "to": "a colleague"}]});
    let shared = house.api(Method::POST, &format!("/entries/{id}/share"), asked).await.expect(200).json();
    let document = shared["document"].as_str().unwrap();
    assert!(!document.contains("Grace") && document.contains("a colleague"), "{document}");
    assert_eq!(shared["replaced"], json!([{"from": "grace", "to": "a colleague", "count": 2}]));
    let parts = json!({"form": "html", "parts": ["why"]});
    let shared = house.api(Method::POST, &format!("/entries/{id}/share"), parts).await.expect(200).json();
    assert!(!shared["document"].as_str().unwrap().contains("was right"));
}

#[tokio::test]
async fn a_program_makes_an_address_for_a_browser_and_a_browser_cannot() {
    let house = House::new().await;
    let made = house.api(Method::POST, "/door", Value::Null).await.expect(200).json();
    let address = made["address"].as_str().unwrap().strip_prefix("http://127.0.0.1:4321").unwrap().to_owned();
    house.send(Request::get(address).body(Body::empty()).unwrap()).await.expect(303);
    let browser = Request::post("/api/v1/door")
        .header(header::COOKIE, &house.cookie)
        .header(header::ORIGIN, "http://127.0.0.1:4321");
    house.send(browser.body(Body::empty()).unwrap()).await.expect(403);
}

#[tokio::test]
async fn the_backups_that_settings_show_are_listed_for_programs() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("hansei-20260512-200000.db", 3),
        ("hansei-20260513-200000-by-hand.db", 5),
        ("hansei-20260513-2000.db", 7),
        ("notes.txt", 9),
    ] {
        std::fs::write(folder.path().join(name), vec![0; bytes]).unwrap();
    }
    let home = Home {
        data: "/home/ada/hansei.db".to_owned(),
        backups: Some(folder.path().to_owned()),
        ..Home::default()
    };
    let listed =
        House::kept_in(home).await.api(Method::GET, "/backups", Value::Null).await.expect(200).json();
    assert_eq!(
        listed,
        json!({"schema": 1, "data": "/home/ada/hansei.db", "folder": folder.path(), "backups": [
            {"name": "hansei-20260513-200000-by-hand.db", "made_at": "2026-05-13T20:00:00Z", "automatic": false, "bytes": 5},
            {"name": "hansei-20260512-200000.db", "made_at": "2026-05-12T20:00:00Z", "automatic": true, "bytes": 3}]})
    );
    let none = House::new().await.api(Method::GET, "/backups", Value::Null).await.expect(200).json();
    assert_eq!(none, json!({"schema": 1, "data": null, "folder": null, "backups": []}));
}
