//! Who is let in, and what every answer tells a browser.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::json;

use crate::harness::{Answer, House, PORT};

const OWN: &str = "http://127.0.0.1:4321";

/// Sends an empty form as the browser that is in, with these headers beside its cookie.
async fn form(house: &House, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::post(path)
        .header(header::COOKIE, &house.cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    house.send(request.body(Body::from("text=kept")).unwrap()).await
}

/// Counts the entries in the log.
async fn entries(house: &House) -> i64 {
    house.app.overview().await.unwrap().entries
}

#[tokio::test]
async fn nobody_comes_in_without_a_token_or_a_cookie() {
    let house = House::new().await;
    house.captured("CANARY").await;
    let addresses =
        ["/", "/log", "/settings", "/api", "/api/v1", "/api/v1/entries", "/api/openapi.json", "/nowhere"];
    for path in addresses {
        let answer = house.send(Request::get(path).body(Body::empty()).unwrap()).await.expect(401);
        assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"hansei\"", "{path}");
        assert!(!answer.body.contains("CANARY") && answer.header("set-cookie").is_empty(), "{path}");
    }
    let capture = Request::post("/").body(Body::from("text=from+outside")).unwrap();
    house.send(capture).await.expect(401);
    assert_eq!(entries(&house).await, 1);
}

#[tokio::test]
async fn what_is_there_and_what_is_not_look_the_same_from_outside() {
    let house = House::new().await;
    let id = house.captured("A line").await;
    let ask =
        async |path: String| house.send(Request::get(path).body(Body::empty()).unwrap()).await.expect(401);
    let there = ask(format!("/api/v1/entries/{id}")).await;
    let nowhere = ask("/api/v1/entries/00000000-0000-4000-8000-000000000000".to_owned()).await;
    assert_eq!((there.body, there.headers), (nowhere.body, nowhere.headers));
}

#[tokio::test]
async fn a_wrong_token_is_refused_whatever_else_comes_with_it() {
    let house = House::new().await;
    let longer = format!("Bearer {}0", house.api_token);
    let swapped = format!("Bearer {}", house.url_token);
    for value in ["Bearer ", "Bearer x", "Basic eDp4", "Bearer", longer.as_str(), swapped.as_str()] {
        let request = Request::get("/api/v1").header(header::AUTHORIZATION, value);
        house.send(request.body(Body::empty()).unwrap()).await.expect(401);
    }
    for cookie in ["", "hansei_4321=", "hansei_4321", "hansei_4320=x; other=y", &format!("x{}", house.cookie)]
    {
        let request = Request::get("/").header(header::COOKIE, cookie);
        house.send(request.body(Body::empty()).unwrap()).await.expect(401);
    }
    let both =
        Request::get("/").header(header::AUTHORIZATION, "Bearer x").header(header::COOKIE, &house.cookie);
    house.send(both.body(Body::empty()).unwrap()).await.expect(401);
    let among_others = format!("a=b; {}; c=d", house.cookie);
    let request = Request::get("/").header(header::COOKIE, among_others);
    house.send(request.body(Body::empty()).unwrap()).await.expect(200);
}

#[tokio::test]
async fn an_address_with_a_token_lets_one_browser_in_once() {
    let house = House::new().await;
    let path = format!("/?token={}", house.url_token);
    let first = house.send(Request::get(&path).body(Body::empty()).unwrap()).await.expect(303);
    assert_eq!(first.header("location"), "/?write=now");
    let cookie = first.header("set-cookie");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
    let given = cookie.split(';').next().unwrap();
    let second = house.send(Request::get(&path).body(Body::empty()).unwrap()).await.expect(401);
    assert!(
        second.body.contains("hansei open") && !second.body.contains(&house.url_token),
        "{}",
        second.body
    );
    let again = Request::get(&path).header(header::COOKIE, given).body(Body::empty()).unwrap();
    let again = house.send(again).await.expect(303);
    assert_eq!((again.header("location"), again.header("set-cookie")), ("/", ""));
    let today = Request::get("/").header(header::COOKIE, given).body(Body::empty()).unwrap();
    house.send(today).await.expect(200);
}

/// On every later visit the keys of the check-ins answer them.
#[tokio::test]
async fn the_first_landing_is_ready_to_type_and_no_later_visit_is() {
    let house = House::new().await;
    house.captured("The van came late").await;
    let ready = |page: &str| {
        page.split("id=\"capture\"").nth(1).unwrap().split('>').next().unwrap().contains("autofocus")
    };
    let landed = house.get(&format!("/?token={}", house.url_token)).await.expect(303);
    assert!(ready(&house.get(landed.header("location")).await.expect(200).body));
    for later in ["/", "/?write=", "/?write=x"] {
        assert!(!ready(&house.get(later).await.expect(200).body), "{later}");
    }
}

#[tokio::test]
async fn a_token_is_not_used_up_by_anything_but_opening_its_address() {
    let house = House::new().await;
    for (method, path) in [(Method::HEAD, "/"), (Method::POST, "/"), (Method::GET, "/log")] {
        let request = Request::builder().method(method).uri(format!("{path}?token={}", house.url_token));
        house.send(request.body(Body::empty()).unwrap()).await.expect(401);
    }
    let path = format!("/?token={}", house.url_token);
    house.send(Request::get(path).body(Body::empty()).unwrap()).await.expect(303);
}

#[tokio::test]
async fn another_name_for_this_machine_is_refused() {
    let house = House::new().await;
    for host in
        ["evil.example", "evil.example:4321", "127.0.0.1", "localhost:1", "127.0.0.1:4321@evil.example", ""]
    {
        let request = Request::get("/").header(header::HOST, host).header(header::COOKIE, &house.cookie);
        let answer = house.send(request.body(Body::empty()).unwrap()).await.expect(421);
        assert!(!answer.body.contains("evil"), "{}", answer.body);
    }
    let whole = Request::get(format!("http://evil.example:{PORT}/")).header(header::COOKIE, &house.cookie);
    house.send(whole.body(Body::empty()).unwrap()).await.expect(421);
    let twice = Request::get("/").header(header::HOST, "localhost:4321").header(header::HOST, "evil.example");
    house.send(twice.header(header::COOKIE, &house.cookie).body(Body::empty()).unwrap()).await.expect(421);
    for host in ["localhost:4321", "[::1]:4321"] {
        let request = Request::get("/").header(header::HOST, host).header(header::COOKIE, &house.cookie);
        house.send(request.body(Body::empty()).unwrap()).await.expect(200);
    }
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let house = House::new().await;
    for headers in [
        vec![],
        vec![("origin", "null")],
        vec![("origin", "http://evil.example")],
        vec![("origin", "http://127.0.0.1:4322")],
        vec![("origin", "http://localhost:4321")],
        vec![("sec-fetch-site", "cross-site"), ("origin", OWN)],
        vec![("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:4322")],
        vec![("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")],
        vec![("referer", "http://127.0.0.1:4321/")],
    ] {
        let answer = form(&house, "/", &headers).await;
        assert_eq!(answer.status.as_u16(), 403, "{headers:?}");
    }
    let plain = Request::post("/api/v1/entries")
        .header(header::COOKIE, &house.cookie)
        .header(header::ORIGIN, "http://evil.example")
        .header(header::CONTENT_TYPE, "text/plain");
    house.send(plain.body(Body::from(json!({"text": "x"}).to_string())).unwrap()).await.expect(403);
    assert_eq!(entries(&house).await, 0);
}

#[tokio::test]
async fn a_form_of_our_own_is_kept() {
    let house = House::new().await;
    for headers in [
        vec![("origin", OWN)],
        vec![("sec-fetch-site", "same-origin"), ("origin", OWN)],
        // Some browsers hide the origin of our own forms; they say where the form came from all the same.
        vec![("sec-fetch-site", "same-origin"), ("origin", "null")],
    ] {
        let answer = form(&house, "/", &headers).await;
        assert_eq!(answer.status.as_u16(), 303, "{headers:?}: {}", answer.body);
    }
    assert_eq!(entries(&house).await, 3);
}

#[tokio::test]
async fn another_site_may_link_here_and_not_look_in() {
    let house = House::new().await;
    let ask = async |mode: &str, site: &str| {
        let request = Request::get("/").header("sec-fetch-site", site).header("sec-fetch-mode", mode);
        house
            .send(request.header(header::COOKIE, &house.cookie).body(Body::empty()).unwrap())
            .await
            .status
            .as_u16()
    };
    assert_eq!(ask("navigate", "cross-site").await, 200);
    assert_eq!(ask("no-cors", "cross-site").await, 403);
    assert_eq!(ask("cors", "same-site").await, 403);
    assert_eq!(ask("cors", "same-origin").await, 200);
}

#[tokio::test]
async fn a_program_needs_no_origin_and_a_wrong_one_is_refused() {
    let house = House::new().await;
    house.api(Method::POST, "/entries", json!({"text": "From a script"})).await.expect(201);
    let origin = [("origin", "http://evil.example")];
    house.api_with(Method::POST, "/entries", json!({"text": "x"}), &origin).await.expect(403);
}

#[tokio::test]
async fn every_answer_tells_browsers_the_same() {
    let house = House::new().await;
    let id = house.captured("A line").await;
    let mut answers = Vec::new();
    for path in [
        "/",
        "/log",
        "/patterns",
        "/patterns/relying-on-memory",
        "/settings",
        "/deleted",
        "/files",
        "/api",
        "/api/openapi.json",
        "/nowhere",
        "/api/nowhere",
    ] {
        answers.push((path.to_owned(), house.get(path).await));
    }
    for path in ["", "/history", "/details", "/intended", "/happened", "/attempts", "/share", "/similar"] {
        let path = format!("/entries/{id}{path}");
        answers.push((path.clone(), house.get(&path).await));
    }
    answers.push(("/api/v1".to_owned(), house.api(Method::GET, "", json!(null)).await));
    answers.push(("refused".to_owned(), house.api(Method::POST, "/entries", json!({})).await));
    answers.push(("method".to_owned(), house.api(Method::DELETE, "/tags", json!(null)).await));
    answers.push(("closed".to_owned(), house.send(Request::get("/").body(Body::empty()).unwrap()).await));
    answers.push(("foreign".to_owned(), form(&house, "/", &[]).await));
    answers.push(("kept".to_owned(), form(&house, "/", &[("origin", OWN)]).await));
    let host = Request::get("/").header(header::HOST, "evil.example").body(Body::empty()).unwrap();
    answers.push(("host".to_owned(), house.send(host).await));
    answers.push(("asset".to_owned(), house.get("/assets/hansei.css").await));
    answers.push(("no asset".to_owned(), house.get("/assets/nothing.css").await));
    for (name, answer) in answers {
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{name}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{name}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{name}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{name}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{name}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{name}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{name}");
        let caching = if name == "asset" { "no-cache" } else { "no-store" };
        assert_eq!(answer.header("cache-control"), caching, "{name}");
        assert!(answer.headers.get("server").is_none(), "{name}");
    }
}

#[tokio::test]
async fn a_refusal_is_a_page_for_people_and_a_problem_for_programs() {
    let house = House::new().await;
    for (path, status) in
        [("/nowhere", 404), ("/entries/zzz", 404), ("/entries/00000000-0000-4000-8000-000000000000", 404)]
    {
        let answer = house.get(path).await;
        assert!([404, 422].contains(&answer.status.as_u16()), "{path} {status}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert!(answer.body.starts_with("<!DOCTYPE html>") && answer.body.contains("<h1"), "{path}");
    }
    let unknown = house.get("/api/v1/nowhere").await.expect(404);
    assert_eq!(unknown.header("content-type"), "application/problem+json");
    insta::assert_snapshot!(unknown.body, @r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"nothing is kept under this address; go on from the log or from today"}"#);
    let method = house.api(Method::PATCH, "/tags", json!(null)).await.expect(405);
    assert_eq!(method.header("allow"), "GET,HEAD");
    insta::assert_snapshot!(method.body, @r#"{"type":"about:blank","title":"Method Not Allowed","status":405,"detail":"this address does not do that; look at /api for what it does"}"#);
    let closed = house.send(Request::get("/api/v1").body(Body::empty()).unwrap()).await;
    insta::assert_snapshot!(closed.body, @r#"{"type":"about:blank","title":"Unauthorized","status":401,"detail":"nobody is let in without a fresh address or a token; run `hansei open` for an address that lets one browser in, once"}"#);
    let foreign = house.api_with(Method::POST, "/entries", json!({}), &[("origin", "null")]).await;
    insta::assert_snapshot!(foreign.body, @r#"{"type":"about:blank","title":"Forbidden","status":403,"detail":"this came from another page than hansei's own; open the address that `hansei open` prints and repeat it there"}"#);
}

#[tokio::test]
async fn a_form_that_is_not_let_in_comes_back_to_be_copied() {
    let house = House::new().await;
    let form = |body: String| {
        Request::post("/")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap()
    };
    let fields = "key=21a52c6b&version=3&text=%3Cb%3Ea+long+answer&m.0.what=%C3%B6ffnen&do=save";
    let answer = house.send(form(fields.to_owned())).await.expect(401);
    let back = "readonly dir=\"auto\">\n&lt;b&gt;a long answer\n\nöffnen</textarea>";
    assert!(answer.body.contains(back), "{}", answer.body);
    assert!(answer.body.contains("Copy it from here"), "{}", answer.body);
    // Nor is a page of hansei's own lost that shows no origin.
    let mut request = form("text=typed".to_owned());
    request.headers_mut().insert(header::COOKIE, house.cookie.parse().unwrap());
    assert!(house.send(request).await.expect(403).body.contains("typed</textarea>"));
    // What nobody types is not read to its end.
    let long = house.send(form(format!("text={}", "a".repeat(1 << 20)))).await.expect(401);
    assert!(!long.body.contains("aaaa"));
    assert_eq!(entries(&house).await, 0);
}
