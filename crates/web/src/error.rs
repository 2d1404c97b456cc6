//! From an app's error to an answer: a page for people, problem+json for programs.

use std::any::Any;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hansei_app::AppError;
use maud::{Markup, html};
use serde::Serialize;
use utoipa::ToSchema;

use crate::forms::Form;
use crate::page::layout::{self, Here, Shell};
use crate::page::parts::{capital, coded, unsent};
use crate::server::MOST_BODY_BYTES;

/// What went wrong, on its way to becoming an answer. A layer turns it into a page or into problem+json.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// The sentence for the person: what is wrong, then what to do.
    pub sentence: String,
    /// What the person sent with the request and is kept nowhere, shown on the page so that it can be copied.
    pub unsent: String,
}

/// What was wrong with a request, after RFC 9457.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemDetails<'a> {
    /// Always `about:blank`: the status says what sort of problem it is.
    #[serde(rename = "type")]
    kind: &'a str,
    /// The name of the status.
    title: &'a str,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What is wrong, then what to do.
    #[schema(example = "there is no such entry; look at the list for its id")]
    detail: &'a str,
}

/// An app's error in the mouth of the web.
#[derive(Debug)]
pub struct WebError(pub AppError);

/// Counts what broke since the start, so that a person can name one fault and its line in the log is found.
static FAULTS: AtomicU64 = AtomicU64::new(0);

impl<E: Into<AppError>> From<E> for WebError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl WebError {
    /// The one table from kind to status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match &self.0 {
            AppError::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            // Missing and forbidden look the same from outside.
            AppError::Denied(_) | AppError::NotFound(_) => StatusCode::NOT_FOUND,
            AppError::Conflict(_) => StatusCode::CONFLICT,
            AppError::Broken { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<WebError> for Problem {
    /// Takes the sentence; what broke is logged here, once, under the number that the person sees.
    fn from(error: WebError) -> Self {
        let AppError::Broken { source, .. } = &error.0 else {
            return Self::new(error.status(), error.0.to_string());
        };
        let fault = next_fault();
        tracing::error!(fault, error = source.as_ref(), "a request broke");
        Self::new(error.status(), format!("{} (fault {fault})", error.0))
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        Problem::from(self).into_response()
    }
}

impl Problem {
    /// Makes a problem with a sentence of its own.
    pub fn new(status: StatusCode, sentence: impl Into<String>) -> Self {
        Self { status, sentence: sentence.into(), unsent: String::new() }
    }

    /// Makes the problem of an answer that has nothing but a status.
    #[must_use]
    pub fn of(status: StatusCode) -> Self {
        let sentence = match status {
            StatusCode::NOT_FOUND => "nothing is kept under this address; go on from the log or from today",
            StatusCode::METHOD_NOT_ALLOWED => "this address does not do that; look at /api for what it does",
            StatusCode::PAYLOAD_TOO_LARGE => "this is more than can be taken at once; send it in parts",
            StatusCode::REQUEST_TIMEOUT => "this took too long to arrive; send it again",
            StatusCode::SERVICE_UNAVAILABLE => "this took too long and was given up; try again in a moment",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                "this kind of content is not read here; send application/json"
            }
            status if status.is_server_error() => "something broke inside hansei; nothing was changed",
            _ => "this request cannot be read; look at /api for how to write it",
        };
        Self::new(status, sentence)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Makes the answer to a request whose handler panicked, for [`tower_http::catch_panic`].
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "a panic is handed over in its box")]
pub fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let fault = next_fault();
    let words =
        panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(fault, panic = words.unwrap_or("without words"), "a request panicked");
    let sentence = format!("something broke inside hansei; nothing was changed (fault {fault})");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, sentence).into_response()
}

/// Gives back what a form held that broke on its way, so that nobody types it again: on a full disk, say, or a read-only one.
pub async fn with_what_was_typed(request: Request, next: Next) -> Response {
    if !is_typed_form(&request) {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MOST_BODY_BYTES).await else {
        return Problem::of(StatusCode::PAYLOAD_TOO_LARGE).into_response();
    };
    let mut response = next.run(Request::from_parts(head, Body::from(body.clone()))).await;
    if response.status().is_server_error()
        && let Some(problem) = response.extensions_mut().get_mut::<Problem>()
    {
        problem.unsent = texts_in(&body).unwrap_or_default();
    }
    response
}

/// Says whether a request carries the form of a page.
pub(crate) fn is_typed_form(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let is_form = kind.is_some_and(|kind| kind.starts_with(b"application/x-www-form-urlencoded"));
    request.method() == Method::POST && is_form && !request.uri().path().starts_with("/api/")
}

/// Reads what a person typed out of the body of a form; `None` when it cannot be read.
pub(crate) fn texts_in(body: &[u8]) -> Option<String> {
    Some(Form::parse(str::from_utf8(body).ok()?).ok()?.texts())
}

/// Gives every problem its body: problem+json under `/api/`, a page everywhere else.
pub async fn as_asked(request: Request, next: Next) -> Response {
    let for_programs = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let problem = match response.extensions().get::<Problem>() {
        Some(problem) => problem.clone(),
        None if is_bare(&response) => Problem::of(response.status()),
        None => return response,
    };
    let (mut parts, _) = response.into_parts();
    parts.status = problem.status;
    parts.headers.remove(header::CONTENT_LENGTH);
    let body =
        if for_programs { json(&problem, &mut parts.headers) } else { page(&problem, &mut parts.headers) };
    Response::from_parts(parts, Body::from(body))
}

fn next_fault() -> u64 {
    FAULTS.fetch_add(1, Ordering::Relaxed) + 1
}

/// Says whether this is an error that nobody wrote a page for: axum's own, or a layer's.
fn is_bare(response: &Response) -> bool {
    let is_error = response.status().is_client_error() || response.status().is_server_error();
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let is_plain = kind.is_none_or(|kind| kind.starts_with(b"text/plain"));
    is_error && is_plain
}

fn json(problem: &Problem, headers: &mut HeaderMap) -> String {
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    let details = ProblemDetails {
        kind: "about:blank",
        title: problem.status.canonical_reason().unwrap_or("Problem"),
        status: problem.status.as_u16(),
        detail: &problem.sentence,
    };
    serde_json::to_string(&details).expect("texts and a number are always JSON")
}

fn page(problem: &Problem, headers: &mut HeaderMap) -> String {
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let heading = heading(problem);
    if is_outside(problem.status) {
        let main = html! { (said(heading, &problem.sentence)) (unsent(&problem.unsent)) };
        return layout::closed(heading, &main).into_string();
    }
    let main = html! {
        div.stack {
            (said(heading, &problem.sentence))
            (unsent(&problem.unsent))
            p { a href="/" { "Back to today" } }
        }
    };
    let shell = Shell { title: heading, here: Here::Nowhere, owner: "", place: "", wide: false };
    layout::app(&shell, &main).into_string()
}

fn said(heading: &str, sentence: &str) -> Markup {
    html! {
        h1 { (heading) }
        p { (coded(&capital(sentence))) "." }
    }
}

/// Says whether the person is not in: nothing leads anywhere from there.
fn is_outside(status: StatusCode) -> bool {
    matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::MISDIRECTED_REQUEST)
}

fn heading(problem: &Problem) -> &'static str {
    match problem.status {
        // The disk, and not the program: full, read-only, or held by somebody else.
        StatusCode::INTERNAL_SERVER_ERROR if problem.sentence.contains("nothing was saved") => {
            "Nothing was saved"
        }
        StatusCode::UNAUTHORIZED => "This browser is not in yet",
        StatusCode::FORBIDDEN | StatusCode::MISDIRECTED_REQUEST => "This was not let in",
        StatusCode::NOT_FOUND => "Nothing is here",
        StatusCode::CONFLICT => "This changed somewhere else",
        StatusCode::UNPROCESSABLE_ENTITY => "This cannot be kept as it is",
        StatusCode::PAYLOAD_TOO_LARGE => "This is too much at once",
        status if status.is_server_error() => "Something broke on our side",
        _ => "This did not go through",
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::to_bytes;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    async fn broken() -> WebError {
        WebError(AppError::broken("CANARY in the source"))
    }

    async fn full() -> WebError {
        let told = Some("the disk is full and nothing was saved; make room and try again".to_owned());
        WebError(AppError::Broken { told, source: "CANARY".into() })
    }

    async fn panics() {
        panic!("CANARY in the panic");
    }

    /// Asks a router whose handlers all break, behind the layers that have to cope with it.
    async fn ask(path: &str) -> (u16, String, String) {
        let router = Router::new()
            .route("/broken", get(broken))
            .route("/api/full", get(full))
            .route("/panics", get(panics))
            .route("/api/bare", get(async || StatusCode::IM_A_TEAPOT))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(from_fn(as_asked));
        let response = router.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        let kind = response.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, kind, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn what_broke_is_a_page_with_a_number_and_nothing_of_its_cause() {
        for path in ["/broken", "/panics"] {
            let (status, kind, body) = ask(path).await;
            assert_eq!((status, kind.as_str()), (500, "text/html; charset=utf-8"), "{path}");
            assert!(
                body.contains("nothing was changed (fault ") && !body.contains("CANARY"),
                "{path}: {body}"
            );
        }
    }

    #[tokio::test]
    async fn a_full_disk_is_told_to_programs_in_words() {
        let (status, kind, body) = ask("/api/full").await;
        assert_eq!((status, kind.as_str()), (500, "application/problem+json"));
        assert!(
            body.contains("the disk is full and nothing was saved; make room and try again (fault "),
            "{body}"
        );
    }

    #[tokio::test]
    async fn an_answer_with_nothing_but_a_status_gets_a_body() {
        let (status, kind, body) = ask("/api/bare").await;
        assert_eq!((status, kind.as_str()), (418, "application/problem+json"));
        assert!(body.contains("look at /api"), "{body}");
    }
}
