//! The layer in front of every route.

use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower_http::csrf::{ProtectionError, ResponseForProtectionError};

use super::{Door, Secret};
use crate::error::{Problem, is_typed_form, texts_in};
use crate::pages::{LANDING, calendar};
use crate::state::Web;

/// The most bytes of a refused form that are given back.
const MOST_FORM_BYTES: usize = 1 << 20;

/// How long a refused form may take to arrive.
const LONGEST_FORM: Duration = Duration::from_secs(10);

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// How somebody came in; handlers find it among the request's extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// A browser with its cookie.
    WithCookie,
    /// A program with its token.
    WithToken,
}

/// Lets in who belongs here, exchanges the token of an address for a cookie, and refuses everybody else.
pub async fn guard(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let door = &web.door;
    if !names_this_server(door, &request) {
        return misdirected().into_response();
    }
    if is_embedded_elsewhere(&request) {
        return foreign().into_response();
    }
    let path = request.uri().path();
    // The address of a calendar holds a token of its own, because calendar programs know nothing else.
    if path.starts_with("/assets/") || path.starts_with(calendar::PLACE) {
        return next.run(request).await;
    }
    let came = came(door, request.headers());
    if let Some(token) = token_in_address(&request) {
        return enter(door, &token, came);
    }
    match came {
        None => with_unsent(closed(), request).await,
        Some(Came::WithCookie) if !is_safe(request.method()) && !shows_its_origin(request.headers()) => {
            with_unsent(foreign().into_response(), request).await
        }
        Some(came) => {
            request.extensions_mut().insert(came);
            next.run(request).await
        }
    }
}

/// Gives back what a refused form held, so that nobody loses an answer because hansei was started anew in the meantime.
///
/// It goes to whoever sent it, and nothing else is read. A form that is long in coming, or longer than a person types, is
/// not read to its end.
async fn with_unsent(mut refused: Response, request: Request) -> Response {
    if !is_typed_form(&request) {
        return refused;
    }
    let body = tokio::time::timeout(LONGEST_FORM, to_bytes(request.into_body(), MOST_FORM_BYTES)).await;
    let texts = body.ok().and_then(Result::ok).and_then(|body| texts_in(&body));
    if let (Some(texts), Some(problem)) = (texts, refused.extensions_mut().get_mut::<Problem>()) {
        problem.unsent = texts;
    }
    refused
}

/// The answer to a form or a script of another site, for [`tower_http::csrf`].
#[must_use]
pub fn refused() -> impl ResponseForProtectionError<axum::body::Body> + Send + Sync + 'static {
    Refused
}

#[derive(Clone, Copy)]
struct Refused;

impl ResponseForProtectionError<axum::body::Body> for Refused {
    fn response_for_protection_error(&mut self, _: ProtectionError) -> Response {
        foreign().into_response()
    }
}

/// One `Host` header, one of ours; and no other name in the request line.
fn names_this_server(door: &Door, request: &Request) -> bool {
    let mut hosts = request.headers().get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    let is_ours = |host: &str| door.is_named(host);
    host.to_str().is_ok_and(is_ours) && request.uri().authority().is_none_or(|name| is_ours(name.as_str()))
}

/// Says whether another site's page asks for this as a part of itself, as a script or in a frame; following a link is allowed.
fn is_embedded_elsewhere(request: &Request) -> bool {
    let header = |name| request.headers().get(name).map(HeaderValue::as_bytes);
    let is_elsewhere = matches!(header(SITE), Some(b"cross-site" | b"same-site"));
    is_elsewhere && !(request.method() == Method::GET && header(MODE) == Some(b"navigate"))
}

/// Every browser sends one of these with a form or a script's request; [`tower_http::csrf`] has looked at what they say.
fn shows_its_origin(headers: &HeaderMap) -> bool {
    headers.contains_key(ORIGIN) || headers.contains_key(SITE)
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn came(door: &Door, headers: &HeaderMap) -> Option<Came> {
    let bearer = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(bearer);
    if let Some(token) = bearer {
        return door.knows_program(token).then_some(Came::WithToken);
    }
    let name = door.cookie_name();
    let mut cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let is_known = |pair: &str| {
        let (key, value) = pair.trim().split_once('=').unwrap_or_default();
        key == name && door.knows_browser(value)
    };
    cookies.any(|line| line.split(';').any(is_known)).then_some(Came::WithCookie)
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn token_in_address(request: &Request) -> Option<String> {
    if request.method() != Method::GET || request.uri().path() != "/" {
        return None;
    }
    let mut pairs = request.uri().query()?.split('&');
    pairs.find_map(|pair| pair.strip_prefix("token=")).map(str::to_owned)
}

/// A fresh token lets the browser in; a used one changes nothing for a browser that is in already.
fn enter(door: &Door, token: &str, came: Option<Came>) -> Response {
    let to = |address| (LOCATION, HeaderValue::from_static(address));
    match (door.exchange(token).and_then(|session| cookie(door, &session)), came) {
        (Some(cookie), _) => (StatusCode::SEE_OTHER, [to(LANDING), (SET_COOKIE, cookie)]).into_response(),
        (None, Some(_)) => (StatusCode::SEE_OTHER, [to("/")]).into_response(),
        (None, None) => closed(),
    }
}

fn cookie(door: &Door, session: &Secret) -> Option<HeaderValue> {
    let written = format!("{}={session}; Path=/; HttpOnly; SameSite=Strict", door.cookie_name());
    HeaderValue::from_str(&written).ok()
}

fn closed() -> Response {
    let problem = Problem::new(
        StatusCode::UNAUTHORIZED,
        "nobody is let in without a fresh address or a token; run `hansei open` for an address that lets one browser in, once",
    );
    ([(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"hansei\""))], problem).into_response()
}

fn misdirected() -> Problem {
    Problem::new(
        StatusCode::MISDIRECTED_REQUEST,
        "hansei answers only to the name of this computer; open the address that `hansei open` prints",
    )
}

fn foreign() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "this came from another page than hansei's own; open the address that `hansei open` prints and repeat it there",
    )
}
