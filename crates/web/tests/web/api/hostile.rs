//! Whatever comes in about practice, growth and reviews of periods: it is kept or refused with a sentence, and nothing is lost.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::{House, escaped};

/// Words that nobody should send.
const WORDS: [&str; 32] = [
    "",
    " ",
    "\u{0}",
    "a\u{0}b",
    "\u{202e}txt.exe",
    "🦓",
    "done",
    "expired",
    "null",
    "-1",
    "0001-01-01",
    "9999-12-31",
    "-0001-01-01",
    "0000-01-01",
    "10000-01-01",
    "2026-02-30",
    "2026-13-01",
    "2027-02-29",
    "2026-05-14T25:61",
    "tomorrow",
    "0001-Q1",
    "9999-Q4",
    "2026-Q9",
    "0000-Q1",
    "0001-01-01..9999-12-31",
    "9999-12-31..0001-01-01",
    "2026-01-01..2026-01-01",
    "..",
    "' OR 1=1 --",
    "%",
    "../../etc/passwd",
    "00000000-0000-0000-0000-000000000000",
];

/// What nobody should send, in the place of anything.
fn absurd() -> Vec<Value> {
    let mut all: Vec<Value> = WORDS.iter().map(|words| json!(words)).collect();
    all.extend([
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(1),
        json!(255),
        json!(1e308),
        json!(-1e308),
        json!(0.5),
        json!(u64::MAX),
        json!(i64::MIN),
        json!([]),
        json!([[]]),
        json!([-1]),
        json!([8]),
        json!([1, 2]),
        json!({}),
        json!({"met": {}}),
        json!({"met": {"did": "done", "recurred": "perhaps"}}),
        json!({"met": {"did": "done", "x": 1}}),
        json!({"met": {"did": "half", "significance": "enormous"}}),
        json!("x".repeat(70_000)),
        json!("\u{301}".repeat(5_000)),
        json!(vec![json!({"practice": "x"}); 200]),
    ]);
    all
}

/// A house with a practice, a moment of it, a draft and a frozen review; their ids in this order.
async fn lived_in(house: &House) -> [String; 4] {
    house.now("2026-03-02T09:00:00+00:00[UTC]");
    let entry = house.captured("The migration ran on the live cluster").await;
    let answers = json!({
        "intended": {"statement": "Run it on staging"}, "happened": {"moments": [{"what": "It ran on the live cluster"}]},
        "why": {"factors": [{"statement": "I did not look", "control": "mine"}]},
        "next": {"lesson": "Read it aloud", "choice": {"way": "retry", "reason": "The aim is the same"},
            "commitments": [{"cue": "I open a shell", "act": "read its name aloud"}]},
        "finish": true
    });
    house.api(Method::PATCH, &format!("/entries/{entry}/review"), answers).await.expect(200);
    let list = house.api(Method::GET, "/practices", Value::Null).await.expect(200).json();
    let practice = list["practices"][0]["id"].as_str().unwrap().to_owned();
    let done =
        json!({"outcome": {"met": {"did": "done", "recurred": "no"}}, "context": "on call", "note": "kept"});
    for _ in 0..2 {
        house
            .api(Method::POST, &format!("/practices/{practice}/opportunities"), done.clone())
            .await
            .expect(201);
    }
    let of = house.api(Method::GET, &format!("/practices/{practice}"), Value::Null).await.expect(200).json();
    let moment = of["observations"][0]["observation"]["id"].as_str().unwrap().to_owned();
    let mut reviews = Vec::new();
    for period in ["2026-Q1", "2026-02"] {
        let begun = house.api(Method::POST, "/quarters", json!({"period": period})).await.expect(201).json();
        reviews.push(begun["id"].as_str().unwrap().to_owned());
    }
    house.api(Method::POST, &format!("/quarters/{}/freeze", reviews[1]), Value::Null).await.expect(200);
    let [draft, frozen] = <[String; 2]>::try_from(reviews).unwrap();
    [practice, moment, draft, frozen]
}

/// Every place of a body in which something absurd may stand: method, address, body, and where in it.
fn places([practice, moment, draft, _]: &[String; 4]) -> Vec<(Method, String, Value, &'static str)> {
    let said = json!({"outcome": {"met": {"did": "done"}}, "when": "2026-03-02", "known": "myself", "context": "c", "note": "n"});
    let answers = json!({"answers": {"taken": "t", "decisions": [], "next_on": "2026-06-30"}});
    let mut places = Vec::new();
    for at in ["/outcome", "/when", "/known", "/context", "/note"] {
        places.push((Method::POST, format!("/practices/{practice}/opportunities"), said.clone(), at));
        places.push((Method::PUT, format!("/opportunities/{moment}"), said.clone(), at));
        places.push((Method::POST, format!("/opportunities/{moment}/answer"), said.clone(), at));
    }
    for at in ["/scores", "/on"] {
        places.push((
            Method::POST,
            format!("/practices/{practice}/ratings"),
            json!({"scores": [3], "on": "2026-03-02"}),
            at,
        ));
    }
    for at in [
        "/answers",
        "/answers/taken",
        "/answers/watch",
        "/answers/decisions",
        "/answers/next_on",
        "/answers/success_entry",
    ] {
        places.push((Method::PUT, format!("/quarters/{draft}"), answers.clone(), at));
    }
    for name in ["half_life_days", "fidelity", "lapsed_of", "stale_days", "most_in_practice", "nothing"] {
        let body = json!({"parameters": {name: 1}});
        let at = Box::leak(format!("/parameters/{name}").into_boxed_str());
        places.push((Method::PATCH, "/parameters".to_owned(), body.clone(), at));
        places.push((Method::PUT, "/parameters".to_owned(), body, at));
    }
    for (method, path, body, at) in [
        (Method::POST, format!("/practices/{practice}/put-off"), json!({"until": null}), "/until"),
        (Method::POST, format!("/practices/{practice}/supersede"), json!({"by": null}), "/by"),
        (Method::POST, "/practices/expect".to_owned(), json!({"entries": []}), "/entries"),
        (Method::POST, "/quarters".to_owned(), json!({"period": "2026-01"}), "/period"),
        (Method::PUT, "/quarters/rhythm".to_owned(), json!({"months": 3}), "/months"),
        (Method::POST, "/quarters".to_owned(), json!({"schema": 1, "period": "2026-01"}), "/schema"),
    ] {
        places.push((method, path, body, at));
    }
    places
}

/// Puts a value into a place of a body; a place that is not there yet is made.
fn with(body: &Value, at: &str, value: &Value) -> Value {
    let mut body = body.clone();
    let (parent, name) = at.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap()[name] = value.clone();
    body
}

async fn sound(house: &House, told: &str, ids: &[String; 4]) {
    let [practice, _, draft, frozen] = ids;
    for path in [
        "/practices",
        "/growth",
        "/today",
        "/quarters",
        "/parameters",
        &format!("/practices/{practice}"),
        &format!("/quarters/{draft}"),
    ] {
        let answer = house.api(Method::GET, path, Value::Null).await;
        assert_eq!(answer.status, 200, "{path} after {told}: {}", answer.body);
    }
    for path in [
        "/",
        "/practice",
        "/growth",
        "/growth/parameters",
        "/quarter",
        &format!("/practice/{practice}"),
        &format!("/quarter/{draft}?at=whole"),
        &format!("/quarter/{frozen}"),
        &format!("/quarter/{draft}/markdown"),
    ] {
        let answer = house.get(path).await;
        assert_eq!(answer.status, 200, "{path} after {told}: {}", answer.body);
    }
}

#[tokio::test]
async fn whatever_is_sent_is_kept_or_refused_with_a_sentence() {
    let house = House::new().await;
    let ids = lived_in(&house).await;
    let [practice, _, _, frozen] = &ids;
    let whole = house.api(Method::GET, &format!("/quarters/{frozen}"), Value::Null).await.body;
    let absurd = absurd();
    for (method, path, body, at) in places(&ids) {
        for value in &absurd {
            let sent = with(&body, at, value);
            let answer = house.api(method.clone(), &path, sent).await;
            let told = format!(
                "{method} {path} with {at} = {}",
                value.to_string().chars().take(80).collect::<String>()
            );
            let status = answer.status.as_u16();
            assert!(
                (200..300).contains(&status) || (400..500).contains(&status),
                "{told}: {status} {}",
                answer.body
            );
            if status >= 400 {
                let sentence = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
                assert!((10..600).contains(&sentence.chars().count()), "{told}: {status} {sentence:?}");
            }
        }
        // What was let in is undone where it ends something, so that the next is asked of something that goes on.
        house.api(Method::POST, &format!("/practices/{practice}/resume"), Value::Null).await.expect(200);
        sound(&house, &format!("{path}{at}"), &ids).await;
    }
    let read =
        house.api(Method::GET, &format!("/practices/{practice}"), Value::Null).await.expect(200).json();
    let kept =
        read["observations"].as_array().unwrap().iter().filter(|it| it["observation"]["note"] == "kept");
    assert!(kept.count() >= 1, "what was noted before is still there: {read}");
    assert_eq!(house.api(Method::GET, &format!("/quarters/{frozen}"), Value::Null).await.body, whole);
}

#[tokio::test]
async fn whatever_stands_in_an_address_is_found_or_refused_with_a_sentence() {
    let house = House::new().await;
    let ids = lived_in(&house).await;
    for value in absurd() {
        let Some(words) = value.as_str().filter(|words| words.len() < 10_000) else { continue };
        let words = escaped(words).replace('+', "%20");
        let mut asked: Vec<(Method, String)> = Vec::new();
        for act in [
            "",
            "/begin",
            "/aside",
            "/put-off",
            "/retire",
            "/supersede",
            "/resume",
            "/ratings",
            "/opportunities",
        ] {
            asked.push((
                if act.is_empty() { Method::GET } else { Method::POST },
                format!("/practices/{words}{act}"),
            ));
        }
        for act in ["", "/answer", "/undo"] {
            asked.push((
                if act.is_empty() { Method::DELETE } else { Method::POST },
                format!("/opportunities/{words}{act}"),
            ));
        }
        for act in ["", "/freeze", "/take-back", "/erase", "/document?as=html"] {
            asked.push((
                if act.len() < 2 || act.contains('?') { Method::GET } else { Method::POST },
                format!("/quarters/{words}{act}"),
            ));
        }
        for query in [
            "quarters/report?period",
            "practices?turn",
            "practices?state",
            "practices?asked",
            "practices?nothing",
        ] {
            asked.push((Method::GET, format!("/{query}={words}")));
        }
        for (method, path) in asked {
            let answer = house.api(method.clone(), &path, Value::Null).await;
            let status = answer.status.as_u16();
            assert!(
                (200..300).contains(&status) || (400..500).contains(&status),
                "{method} {path}: {status} {}",
                answer.body
            );
        }
        for page in ["practice", "quarter", "quarter/x", "growth?all"] {
            let answer =
                house.get(&format!("/{page}{}{words}", if page.contains('?') { '=' } else { '/' })).await;
            assert!(answer.status.as_u16() < 500, "{page} {words}: {} {}", answer.status, answer.body);
        }
    }
    sound(&house, "addresses", &ids).await;
}

#[tokio::test]
async fn whatever_is_typed_into_a_form_is_kept_or_refused_on_the_page() {
    let house = House::new().await;
    let ids = lived_in(&house).await;
    let [practice, moment, draft, _] = &ids;
    for value in absurd() {
        let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        for (path, names) in [
            (
                format!("/practice/{practice}/moments"),
                &["did", "when", "recurred", "hung", "known", "context", "note", "key"][..],
            ),
            (
                format!("/practice/{practice}/moments/{moment}"),
                &["did", "when", "version", "context", "back"],
            ),
            (format!("/practice/{practice}/answer"), &["did", "moment", "key", "back"]),
            (format!("/practice/{practice}/put-off"), &["until", "back"]),
            (format!("/practice/{practice}/supersede"), &["by"]),
            (format!("/practice/{practice}/resume"), &["back"]),
            (format!("/practice/{practice}/back"), &["was"]),
            (format!("/practice/{practice}/rate"), &["one", "item-0"]),
            (format!("/practice/{practice}/came"), &["entry", "did"]),
            (
                format!("/quarter/{draft}/answer/lessons"),
                &["changed", "lesson.0.practice", "lesson.0.verdict", "lesson.999999.note"],
            ),
            (format!("/quarter/{draft}/answer/next"), &["watch", "next_on"]),
            (format!("/quarter/{draft}/answer/success"), &["success_entry"]),
            ("/quarter".to_owned(), &["period"]),
            ("/quarter/every".to_owned(), &["months"]),
            ("/growth/parameters".to_owned(), &["fidelity", "stale_days", "nothing"]),
        ] {
            for name in names {
                let mut fields = vec![("did", "done"), ("when", "2026-03-02")];
                fields.retain(|(other, _)| other != name);
                fields.push((name, &words));
                let answer = house.post(&path, &fields).await;
                let told = format!("{path} with {name} = {}", words.chars().take(80).collect::<String>());
                assert!(answer.status.as_u16() < 500, "{told}: {} {}", answer.status, answer.body);
            }
        }
    }
    sound(&house, "forms", &ids).await;
}
