//! Who is let in, and what every answer tells a browser.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::harness::{House, PORT};

#[tokio::test]
async fn nobody_comes_in_without_a_token_or_a_cookie() {
    let house = House::new().await;
    for path in ["/", "/log", "/settings", "/api", "/api/v1", "/api/openapi.json", "/nowhere"] {
        let answer = house.send(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn an_address_with_a_token_lets_one_browser_in_once() {
    let house = House::new().await;
    let path = format!("/?token={}", house.url_token);
    let first = house.send(Request::get(&path).body(Body::empty()).unwrap()).await;
    assert_eq!((first.status.as_u16(), first.header("location")), (303, "/"));
    let cookie = first.header("set-cookie");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
    let given = cookie.split(';').next().unwrap();
    let second = house.send(Request::get(&path).body(Body::empty()).unwrap()).await.expect(401);
    assert!(second.body.contains("hansei open"), "{}", second.body);
    let again = Request::get(&path).header(header::COOKIE, given).body(Body::empty()).unwrap();
    let again = house.send(again).await.expect(303);
    assert_eq!((again.header("location"), again.header("set-cookie")), ("/", ""));
    let today = Request::get("/").header(header::COOKIE, given).body(Body::empty()).unwrap();
    house.send(today).await.expect(200);
}

#[tokio::test]
async fn another_name_for_this_machine_is_refused() {
    let house = House::new().await;
    for host in
        ["evil.example", "evil.example:4321", "127.0.0.1", "localhost:1", "127.0.0.1:4321@evil.example"]
    {
        let request = Request::get("/").header(header::HOST, host).header(header::COOKIE, &house.cookie);
        house.send(request.body(Body::empty()).unwrap()).await.expect(421);
    }
    let request = Request::get(format!("http://evil.example:{PORT}/")).header(header::COOKIE, &house.cookie);
    house.send(request.body(Body::empty()).unwrap()).await.expect(421);
}
