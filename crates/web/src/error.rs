//! From an app's error to an answer: a page for people, problem+json for programs.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hansei_app::AppError;
use maud::html;

use crate::page::layout::{self, Here, Shell};

/// What went wrong, on its way to becoming an answer. A layer turns it into a page or into problem+json.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// The sentence for the person: what is wrong, then what to do.
    pub sentence: String,
}

/// An app's error in the mouth of the web.
#[derive(Debug)]
pub struct WebError(pub AppError);

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

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        if let AppError::Broken { source, .. } = &self.0 {
            tracing::error!(error = source.as_ref(), "a request broke");
        }
        Problem { status: self.status(), sentence: self.0.to_string() }.into_response()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives every problem its body: problem+json under `/api/`, a page everywhere else.
pub async fn as_asked(request: Request, next: Next) -> Response {
    let for_programs = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    match response.extensions().get::<Problem>() {
        Some(problem) if for_programs => json(problem),
        Some(problem) => page(problem),
        None => response,
    }
}

fn json(problem: &Problem) -> Response {
    let body = serde_json::json!({
        "type": "about:blank",
        "title": problem.status.canonical_reason().unwrap_or("Problem"),
        "status": problem.status.as_u16(),
        "detail": problem.sentence,
    });
    let kind = HeaderValue::from_static("application/problem+json");
    (problem.status, [(header::CONTENT_TYPE, kind)], body.to_string()).into_response()
}

fn page(problem: &Problem) -> Response {
    let heading = match problem.status {
        StatusCode::NOT_FOUND => "Nothing is here",
        StatusCode::CONFLICT => "This changed somewhere else",
        StatusCode::UNPROCESSABLE_ENTITY => "This cannot be kept as it is",
        _ if problem.status.is_server_error() => "Something broke on our side",
        _ => "This did not go through",
    };
    let main = html! {
        h1 { (heading) }
        p { (problem.sentence) "." }
        p { a href="/" { "Back to today" } }
    };
    (
        problem.status,
        layout::app(&Shell { title: heading, here: Here::Nowhere, owner: "", place: "", wide: false }, &main),
    )
        .into_response()
}
