//! What is written to the log: nothing of what people wrote, looked for or carry to be let in.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::harness::{House, PORT};

/// Writes down everything that any crate logs, at every level.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<String>>);

impl Visit for Heard {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0.lock().unwrap(), "{field} = {value:?}").unwrap();
    }
}

impl Subscriber for Heard {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn no_word_no_token_and_no_cookie_is_logged() {
    let heard = Heard::default();
    tracing::subscriber::set_global_default(heard.clone()).unwrap();
    let house = House::new().await;
    let id = house.captured("CANARY in a title. CANARY in a body.").await;
    house.post("/", &[("text", "CANARY in a form")]).await.expect(303);
    house.post("/log/search", &[("q", "CANARY")]).await;
    house.get("/log?q=CANARY").await;
    house.get(&format!("/?token={}", house.url_token)).await.expect(303);
    house.get("/?token=CANARY").await.expect(303);
    house.api(Method::POST, "/search", json!({"words": "CANARY"})).await.expect(200);
    house.api(Method::POST, "/search", json!({"words": ["CANARY"]})).await.expect(422);
    house.api(Method::GET, "/entries?tag=CANARY&limit=CANARY", json!(null)).await.expect(422);
    house
        .api_with(Method::POST, "/entries", json!({"text": "CANARY"}), &[("idempotency-key", "CANARY")])
        .await
        .expect(201);
    house.api(Method::PATCH, &format!("/entries/{id}/review"), json!({"park": ["CANARY"]})).await.expect(200);
    house.get(&format!("/entries/{id}")).await.expect(200);
    house.get(&format!("/entries/{id}/share")).await.expect(200);
    let wrong = Request::get("/").header(header::HOST, "CANARY").header(header::ORIGIN, "http://CANARY");
    house.send(wrong.body(Body::empty()).unwrap()).await.expect(421);
    house.api(Method::POST, &format!("/entries/{id}/erase"), json!(null)).await.expect(204);
    let heard = heard.0.lock().unwrap();
    assert!(heard.contains("request passed"), "nothing is heard, so nothing is shown: {heard}");
    let session = house.cookie.split_once('=').unwrap().1;
    for secret in ["CANARY", session, &house.api_token, &house.url_token] {
        let place =
            heard.find(secret).map(|place| &heard[place.saturating_sub(200)..(place + 100).min(heard.len())]);
        assert_eq!(place, None, "on port {PORT}");
    }
}
