//! A house to knock at: everything behind the router is real but the clock, the ids and the disk.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use hansei_app::{App, World};
use hansei_store::{Place, Store};
use hansei_web::door::Door;
use hansei_web::server::router;
use hansei_web::state::{Home, Web};
use jiff::Zoned;
use serde_json::Value;
use tower::ServiceExt;
use uuid::Uuid;

/// The port in every address; nothing listens on it.
pub(crate) const PORT: u16 = 4321;

/// The first moment of every house: a Thursday morning in spring.
const FIRST_MOMENT: &str = "2026-05-14T10:41:00[Europe/Berlin]";

/// A running hansei with an empty log, and a browser and a program that are let in already.
pub(crate) struct House {
    pub(crate) app: App,
    pub(crate) router: Router,
    pub(crate) cookie: String,
    pub(crate) api_token: String,
    pub(crate) url_token: String,
    clock: Arc<Mutex<Zoned>>,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl House {
    pub(crate) async fn new() -> Self {
        Self::with(|app| app).await
    }

    /// A house whose app is changed before anything asks for it.
    pub(crate) async fn with(change: impl FnOnce(App) -> App) -> Self {
        Self::built(change, Home::default()).await
    }

    /// A house whose data and backups are said to be somewhere.
    pub(crate) async fn kept_in(home: Home) -> Self {
        Self::built(|app| app, home).await
    }

    async fn built(change: impl FnOnce(App) -> App, home: Home) -> Self {
        let clock = Arc::new(Mutex::new(FIRST_MOMENT.parse::<Zoned>().unwrap()));
        let (shown, count) = (Arc::clone(&clock), AtomicU64::new(1));
        // Multiplied, so that ids look random and differ from their first characters on.
        let next = move || {
            u128::from(count.fetch_add(1, Ordering::Relaxed))
                .wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
        };
        let id = move || uuid::Builder::from_random_bytes(next().to_be_bytes()).into_uuid();
        let world = World::new(move || shown.lock().unwrap().clone(), id);
        let store = Store::open(&Place::Memory).await.unwrap();
        let app = change(App::open(store, world).await.unwrap());
        let secrets = AtomicU64::new(1);
        let door = Door::local(PORT, move || {
            u128::from(secrets.fetch_add(1, Ordering::Relaxed))
                .wrapping_mul(0x0123_4567_89ab_cdef_0fed_cba9_8765_4321)
                .to_be_bytes()
        });
        let api_token = door.new_api_token().to_string();
        let session = door.exchange(&door.new_token().to_string()).unwrap();
        let cookie = format!("{}={session}", door.cookie_name());
        let url_token = door.new_token().to_string();
        let router = router(Web::new(app.clone(), door).kept_in(home));
        Self { app, router, cookie, api_token, url_token, clock }
    }

    /// Sets the clock.
    pub(crate) fn now(&self, moment: &str) {
        *self.clock.lock().unwrap() = moment.parse().unwrap();
    }

    /// Sends a request as it is, with nothing but a `Host` added where there is none.
    pub(crate) async fn send(&self, mut request: Request<Body>) -> Answer {
        let host = format!("127.0.0.1:{PORT}").parse().unwrap();
        request.headers_mut().entry(header::HOST).or_insert(host);
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 30).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap_or_else(|_| "not text".to_owned());
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Asks for a page as a browser that is in.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, &self.cookie);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a form as a browser that is in, from a page of hansei's own.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<_> =
            fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::ORIGIN, format!("http://127.0.0.1:{PORT}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(fields.join("&"))).unwrap()).await
    }

    /// Calls the API as a program that is in; `Value::Null` sends no body. What it writes over is whatever is there.
    pub(crate) async fn api(&self, method: Method, path: &str, body: Value) -> Answer {
        let any_version = [("if-match", "*")];
        let writes_over = [Method::PUT, Method::PATCH, Method::DELETE].contains(&method);
        self.api_with(method, path, body, if writes_over { &any_version } else { &[] }).await
    }

    /// Calls the API with more headers.
    pub(crate) async fn api_with(
        &self,
        method: Method,
        path: &str,
        body: Value,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.api_token));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = match body {
            Value::Null => request.body(Body::empty()),
            body => {
                request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()))
            }
        };
        self.send(request.unwrap()).await
    }

    /// Captures three lines, the first and the last of which are alike, and returns these two.
    pub(crate) async fn two_alike(&self) -> (Uuid, Uuid) {
        let first =
            self.captured("The van came late. The driver was never told that the venue had moved.").await;
        self.captured("I gave the patient twice the dose. The label was hard to read at night.").await;
        let last = self
            .captured("The caterer stood before a closed hall. Nobody told her that the venue had moved.")
            .await;
        (first, last)
    }

    /// Captures a line and returns its id.
    pub(crate) async fn captured(&self, text: &str) -> Uuid {
        let capture = hansei_app::capture::Capture { text: text.to_owned(), ..Default::default() };
        self.app.log(capture).await.unwrap().saved.id.uuid()
    }
}

impl Answer {
    /// Borrows a header; empty when it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Reads the body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {:?}", self.body))
    }

    /// Returns the answer when it has this status, with all of it in the complaint when it has not.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self
    }
}

/// Writes a field as forms do.
pub(crate) fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            b' ' => "+".to_owned(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
