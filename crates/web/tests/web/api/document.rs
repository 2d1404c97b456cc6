//! The OpenAPI document, and that the API keeps to it.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::Value;

use crate::harness::{Answer, House};

#[tokio::test]
async fn the_document_is_as_agreed() {
    let house = House::new().await;
    let answer = house.get("/api/openapi.json").await.expect(200);
    assert_eq!(answer.header("content-type"), "application/json");
    insta::assert_snapshot!("openapi", answer.body);
}

/// Requirements are numbered inside the house only: "(B34)" tells nothing to whoever reads the reference.
#[test]
fn the_document_names_no_requirement_by_its_number() {
    let document = hansei_web::api::document().to_string();
    let is_mark = |words: &str| {
        let mut characters = words.chars();
        let is_letter = characters.next().is_some_and(|first| first.is_ascii_uppercase());
        is_letter && words.len() <= 4 && words.len() > 1 && characters.all(|rest| rest.is_ascii_digit())
    };
    let words = document.split(|character: char| !character.is_ascii_alphanumeric());
    let marks: Vec<_> = words.filter(|words| is_mark(words)).collect();
    assert_eq!(marks, [""; 0]);
}

/// A link of the code leads nowhere in the document, and on the page that is drawn from it.
#[tokio::test]
async fn the_document_holds_no_link_of_the_code() {
    let house = House::new().await;
    for path in ["/api/openapi.json", "/api"] {
        let answer = house.get(path).await.expect(200).body;
        let at = ["[`", "`]", "](", "MOST_", "::"].iter().find_map(|sign| answer.find(sign));
        assert_eq!(at.map(|at| answer.get(at.saturating_sub(80)..at + 40)), None, "{path}");
    }
}

/// One operation of the document.
struct Operation {
    id: String,
    method: Method,
    path: String,
    description: Value,
}

fn operations() -> Vec<Operation> {
    let document = hansei_web::api::document();
    let paths = document["paths"].as_object().unwrap();
    let of_path = |(path, item): (&String, &Value)| {
        let path = path.clone();
        let one = move |(method, description): (&String, &Value)| Operation {
            id: description["operationId"].as_str().unwrap().to_owned(),
            method: method.to_uppercase().parse().unwrap(),
            path: path.clone(),
            description: description.clone(),
        };
        item.as_object().unwrap().iter().map(one).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

impl Operation {
    /// Writes the address with these words in the place of its names.
    fn address(&self, id: &str, other: &str) -> String {
        self.path
            .split('/')
            .map(|part| match part {
                "{id}" => id,
                part if part.starts_with('{') => other,
                part => part,
            })
            .collect::<Vec<_>>()
            .join("/")
    }

    /// Asserts that an answer is one that the document names, with a body of a kind that it names.
    #[track_caller]
    fn allows(&self, what: &str, answer: &Answer) {
        let status = answer.status.as_u16();
        assert!(status < 500, "{} with {what}: {status} {}", self.id, answer.body);
        let known = &self.description["responses"][status.to_string()];
        assert!(known.is_object(), "{} with {what} answers {status}, which is not in the document", self.id);
        let kind = answer.header("content-type").split(';').next().unwrap();
        match known["$ref"].as_str() {
            Some(_) => {
                assert_eq!(kind, "application/problem+json", "{} with {what}: {}", self.id, answer.body);
            }
            None if kind.is_empty() => assert!(known["content"].is_null(), "{} with {what}", self.id),
            None => assert!(known["content"][kind].is_object(), "{} with {what} answers {kind}", self.id),
        }
    }
}

#[test]
fn every_operation_has_a_name_of_its_own_and_says_what_it_does() {
    let mut names = BTreeSet::new();
    for operation in operations() {
        let Operation { id, description, .. } = operation;
        assert!(description["summary"].as_str().is_some_and(|summary| summary.ends_with('.')), "{id}");
        assert!(names.insert(id.clone()), "{id} stands twice");
    }
    assert!(names.len() > 40);
}

#[tokio::test]
async fn an_operation_that_asks_for_the_version_is_refused_without_and_no_other_is() {
    let house = House::new().await;
    let mut asking = 0;
    for operation in operations().into_iter().filter(|operation| operation.method != Method::GET) {
        let parameters = operation.description["parameters"].as_array().cloned().unwrap_or_default();
        let asks = parameters.iter().any(|one| one["name"] == "If-Match" && one["required"] == true);
        let id = house.captured("A line").await.to_string();
        let is_counted = ["{number}", "{place}"].iter().any(|name| operation.path.contains(name));
        let other = if is_counted { "1" } else { &id };
        let request = Request::builder()
            .method(operation.method.clone())
            .uri(operation.address(&id, other))
            .header(header::AUTHORIZATION, format!("Bearer {}", house.api_token));
        let answer = house.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status.as_u16() == 428, asks, "{}: {}", operation.id, answer.status);
        operation.allows("no version", &answer);
        asking += usize::from(asks);
    }
    assert!(asking > 10, "{asking}");
}

#[tokio::test]
async fn every_operation_is_closed_to_whoever_is_not_in() {
    let house = House::new().await;
    let id = house.captured("CANARY").await.to_string();
    for operation in operations() {
        let request = Request::builder().method(operation.method.clone()).uri(operation.address(&id, "1"));
        let answer = house.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status.as_u16(), 401, "{}", operation.id);
        operation.allows("no token", &answer);
        assert!(!answer.body.contains("CANARY"), "{}", operation.id);
    }
}

#[tokio::test]
async fn whatever_is_sent_the_answer_is_one_that_the_document_names() {
    let house = House::new().await;
    let long = "9".repeat(400);
    let ids =
        ["00000000-0000-4000-8000-000000000000", "zzz", "%FF", "..%2F..", "'%20OR%201=1", "0", long.as_str()];
    let others = ["0", "-1", "99999999999999999999", "intended", "%00", "1.5"];
    let bodies: [(&str, &[u8]); 10] = [
        ("", b""),
        ("application/json", b""),
        ("application/json", b"{}"),
        ("application/json", b"[]"),
        ("application/json", b"null"),
        ("application/json", b"{\"schema\": 2}"),
        ("application/json", b"{\"text\": \"\\ud800\"}"),
        ("application/json; charset=utf-8", b"\xff\xfe"),
        ("text/plain", b"{}"),
        ("application/jsonl", b"\0\0\0"),
    ];
    for operation in operations() {
        for (id, other) in ids.iter().flat_map(|id| others.iter().map(move |other| (*id, *other))) {
            for (kind, body) in bodies {
                let mut request = Request::builder()
                    .method(operation.method.clone())
                    .uri(operation.address(id, other))
                    .header(header::AUTHORIZATION, format!("Bearer {}", house.api_token));
                if !kind.is_empty() {
                    request = request.header(header::CONTENT_TYPE, kind);
                }
                let answer = house.send(request.body(Body::from(body)).unwrap()).await;
                operation.allows(&format!("{id}, {other}, {kind} {body:?}"), &answer);
                if operation.method == Method::GET {
                    break;
                }
            }
            if !operation.path.contains('{') {
                break;
            }
        }
    }
}

#[tokio::test]
async fn whatever_is_asked_for_the_answer_is_one_that_the_document_names() {
    let house = House::new().await;
    let id = house.captured("A line").await.to_string();
    let values =
        ["", "x", "-1", "0", "201", "true", "%00", "2026-02-30", "%FF", "9223372036854775808", "a,b"];
    for operation in operations().into_iter().filter(|operation| operation.method == Method::GET) {
        let parameters = operation.description["parameters"].as_array().cloned().unwrap_or_default();
        let names = parameters.iter().filter(|parameter| parameter["in"] == "query");
        let names = names.map(|parameter| parameter["name"].as_str().unwrap()).chain(["nothing"]);
        for (name, value) in names.flat_map(|name| values.iter().map(move |value| (name, value))) {
            let path = format!("{}?{name}={value}", operation.address(&id, "1"));
            let request =
                Request::get(&path).header(header::AUTHORIZATION, format!("Bearer {}", house.api_token));
            let answer = house.send(request.body(Body::empty()).unwrap()).await;
            operation.allows(&path, &answer);
        }
    }
}
