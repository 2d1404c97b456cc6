//! The calendar: without a cookie for whoever knows its address, and nothing else without one.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::Value;

use crate::harness::{Answer, House};

/// Asks as a calendar program does, which knows nothing but the address.
async fn ask(house: &House, path: &str) -> Answer {
    house.send(Request::get(path).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn whoever_knows_the_address_reads_the_calendar_until_it_is_revoked() {
    let house = House::new().await;
    let address = format!("/calendar/{}.ics", house.app.renew_feed().await.unwrap());
    let answer = ask(&house, &address).await.expect(200);
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.body.starts_with("BEGIN:VCALENDAR\r\n"), "{}", answer.body);
    house.app.revoke_feed().await.unwrap();
    ask(&house, &address).await.expect(404);
}

#[tokio::test]
async fn the_address_opens_nothing_else_and_no_other_address_opens_it() {
    let house = House::new().await;
    house.captured("CANARY").await;
    let token = house.app.renew_feed().await.unwrap();
    for path in [
        "/calendar/.ics".to_owned(),
        "/calendar/x.ics".to_owned(),
        format!("/calendar/{token}"),
        format!("/calendar/{token}.ics.ics"),
        format!("/calendar/{token}0.ics"),
    ] {
        let answer = ask(&house, &path).await.expect(404);
        assert!(!answer.body.contains("CANARY") && !answer.body.contains("VCALENDAR"), "{path}");
    }
    for path in ["/calendar/", "/calendar/a/b", &format!("/?token={token}")] {
        let answer = ask(&house, path).await;
        assert!(answer.status.is_client_error(), "{path}");
        assert!(!answer.body.contains("CANARY") && answer.header("set-cookie").is_empty(), "{path}");
    }
    let bearer = Request::get("/api/v1/calendar").header(header::AUTHORIZATION, format!("Bearer {token}"));
    house.send(bearer.body(Body::empty()).unwrap()).await.expect(401);
}

#[tokio::test]
async fn another_site_and_another_name_do_not_reach_the_calendar() {
    let house = House::new().await;
    let address = format!("/calendar/{}.ics", house.app.renew_feed().await.unwrap());
    let named = Request::get(&address).header(header::HOST, "evil.example.org");
    house.send(named.body(Body::empty()).unwrap()).await.expect(421);
    let embedded =
        Request::get(&address).header("sec-fetch-site", "cross-site").header("sec-fetch-mode", "no-cors");
    house.send(embedded.body(Body::empty()).unwrap()).await.expect(403);
}

#[tokio::test]
async fn programs_that_are_in_read_the_calendar() {
    let house = House::new().await;
    let answer = house.api(Method::GET, "/calendar", Value::Null).await.expect(200);
    assert!(answer.body.ends_with("END:VCALENDAR\r\n"), "{}", answer.body);
}
