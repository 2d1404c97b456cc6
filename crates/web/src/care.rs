//! Somebody to talk to, named on the page that comes after words of hurting oneself were sent. Nothing of it is kept.
//!
//! Every form of every page passes here, so that no field of a person's own words is forgotten. What was sent is saved as it is;
//! where the answer leads on to another page, its address says that the note is to stand there, and nothing else. Programs are told
//! in a header.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hansei_app::AppError;
use hansei_app::coaching::{Heeded, words_in};
use hansei_method::text::Text;
use maud::{Markup, html};

use crate::error::{Problem, WebError, is_typed_form, texts_in};
use crate::page::parts::care;
use crate::server::MOST_BODY_BYTES;
use crate::state::Web;

/// What an address carries behind its `?` where the note is to stand; it says nothing to whoever looks through a history.
const SHOWN: &str = "note=shown";

/// The header that a program is told by.
const NEEDED: &str = "hansei-care";

tokio::task_local! {
    /// The note on the page that is drawn now.
    static NOTE: Markup;
}

/// Draws the note where it belongs on the page that is drawn now; nothing on any other.
pub(crate) fn note() -> Markup {
    NOTE.try_with(Clone::clone).unwrap_or_else(|_| html! {})
}

/// Names somebody to talk to on the page that answers words of hurting oneself, or on the one that comes next.
pub(crate) async fn with_note(State(web): State<Web>, request: Request, next: Next) -> Response {
    if request.uri().query().is_some_and(|query| query.split('&').any(|part| part == SHOWN)) {
        return match heeded(&web).await {
            Ok(Some(heeded)) => NOTE.scope(drawn(&heeded), next.run(request)).await,
            Ok(None) => next.run(request).await,
            Err(error) => error.into_response(),
        };
    }
    if !is_typed_form(&request) || is_answered_beside(request.uri().path()) {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MOST_BODY_BYTES).await else {
        return Problem::of(StatusCode::PAYLOAD_TOO_LARGE).into_response();
    };
    let needed = needed(&web, texts_in(&body).unwrap_or_default()).await;
    let request = Request::from_parts(head, Body::from(body));
    // What is sent is kept, whatever becomes of the note.
    let Ok(Some(heeded)) = needed else { return next.run(request).await };
    led_to_note(NOTE.scope(drawn(&heeded), next.run(request)).await)
}

/// Says in the answer to a program that words of hurting oneself came with a change; nothing of it is kept, and what was sent
/// is saved as it is. What the program shows is its own matter: whom the person named is told by the coach.
pub(crate) async fn with_header(State(web): State<Web>, request: Request, next: Next) -> Response {
    if !is_json(&request) || request.uri().path().starts_with("/api/v1/coach") {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MOST_BODY_BYTES).await else {
        return Problem::of(StatusCode::PAYLOAD_TOO_LARGE).into_response();
    };
    let texts = serde_json::from_slice(&body).map(|sent| words_in(&sent)).unwrap_or_default();
    let needed = needed(&web, texts).await;
    let mut response = next.run(Request::from_parts(head, Body::from(body))).await;
    if let Ok(Some(_)) = needed {
        response.headers_mut().insert(NEEDED, HeaderValue::from_static("needed"));
    }
    response
}

fn is_json(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    kind.is_some_and(|kind| kind.starts_with(b"application/json"))
}

/// Says whether an address is asked while somebody types, by a script that puts what it gets under the field itself.
fn is_answered_beside(path: &str) -> bool {
    path.ends_with("/draft") || path.ends_with("/coach") || path.contains("/coach/")
}

/// Reads texts, and returns what the coach heeds of the person where they speak of hurting oneself.
async fn needed(web: &Web, texts: String) -> Result<Option<Heeded>, WebError> {
    let Some(heeded) = heeded(web).await? else { return Ok(None) };
    // A long answer takes longer to read than others should wait for.
    let read = tokio::task::spawn_blocking(move || heeded.needs_care(&texts).then_some(heeded));
    read.await.map_err(|error| WebError(AppError::broken(error)))
}

/// Returns what the coach heeds of the person; `None` where it is switched off.
async fn heeded(web: &Web) -> Result<Option<Heeded>, WebError> {
    let heeded = web.app.heeded().await?;
    Ok((!heeded.is_silent).then_some(heeded))
}

fn drawn(heeded: &Heeded) -> Markup {
    care(heeded.contacts.as_ref().map(Text::as_str))
}

/// Lets the page to which an answer leads show the note.
fn led_to_note(mut response: Response) -> Response {
    let location = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
    if let Some(location) = location.map(with_shown).and_then(|address| HeaderValue::try_from(address).ok()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

fn with_shown(address: &str) -> String {
    let (before, place) =
        address.split_once('#').map_or((address, None), |(before, place)| (before, Some(place)));
    let mark = if before.contains('?') { '&' } else { '?' };
    let place = place.map_or_else(String::new, |place| format!("#{place}"));
    format!("{before}{mark}{SHOWN}{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_stands_behind_what_an_address_says_already() {
        for (address, with) in [
            ("/", "/?note=shown"),
            ("/?kept=captured", "/?kept=captured&note=shown"),
            ("/entries/3/why#tree", "/entries/3/why?note=shown#tree"),
        ] {
            assert_eq!(with_shown(address), with);
        }
    }
}
