//! What comes with a request, read in one place: which entry, which version, under which key, and what is said.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, MatchedPath, Request};
use axum::http::header::{CONTENT_TYPE, HeaderName, IF_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use hansei_app::{App, AppError, unread};
use hansei_method::id::EntryId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use super::objects::{self, Unread};
use super::schema::Schema;
use crate::error::{Problem, WebError};
use crate::extract::{Path, too_much};
use crate::hex::hex;
use crate::state::Web;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The fewest characters of an id that are taken for one.
const SHORTEST_ID: usize = 4;

/// The most characters that are told of what is wrong with a body.
const MOST_TOLD: usize = 400;

/// Names the entry in an address.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct EntryPath {
    /// The entry's id, whole or as much of it as names no other entry, at least four characters.
    #[param(example = "3f2a")]
    id: String,
}

/// The name under which a change is done once.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes the header that `Change` and `Act` read")]
pub(super) struct Once {
    /// A fresh random name for this request; sent again under the same name, it is done only once.
    #[param(rename = "Idempotency-Key", value_type = String, required = false, pattern = "^[!-~]{1,200}$")]
    idempotency_key: String,
}

/// The version that a change is made on.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes the header that `Change` and `Act` read")]
pub(super) struct Seen {
    /// The version that was seen, as its `ETag`; refused with 409 when there is another one by now. Left out, whatever is there is changed.
    #[param(rename = "If-Match", value_type = String, required = false, pattern = "^(\"[1-9][0-9]{0,17}\"|\\*)$", example = "\"7\"")]
    if_match: String,
}

/// The version that is written over or deleted.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes the header that `On` asks for")]
pub(super) struct OnSeen {
    /// The version that was seen, as its `ETag`; refused with 409 when there is another one by now, and with 428 when it is left out. `*` stands for whatever is there.
    #[param(rename = "If-Match", value_type = String, required = true, pattern = "^(\"[1-9][0-9]{0,17}\"|\\*)$", example = "\"7\"")]
    if_match: String,
}

/// The version in which a place is named.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes the header that `Act` reads")]
pub(super) struct MustSee {
    /// The version that was seen, as its `ETag`; refused with 409 when there is another one by now, and with 428 when it is left out.
    #[param(rename = "If-Match", value_type = String, required = true, pattern = "^\"[1-9][0-9]{0,17}\"$", example = "\"7\"")]
    if_match: String,
}

/// The entry that an address names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of(pub(super) EntryId);

/// What a question says in its body.
#[derive(Debug)]
pub(super) struct Asked<T>(pub(super) T);

/// What a change says in its body, with the app that does it at most once.
pub(super) struct Change<T> {
    pub(super) app: App,
    pub(super) expected: Option<i64>,
    pub(super) said: T,
}

/// What a change of something other than an entry says in its body; sent again, it does no more than once by itself.
pub(super) struct Said<T> {
    pub(super) expected: Option<i64>,
    pub(super) said: T,
}

/// The version that a request without a body is made on.
pub(super) struct Expected(pub(super) Option<i64>);

/// A change that says all in its address; a body, if there is one, is empty.
pub(super) struct Act {
    pub(super) app: App,
    pub(super) expected: Option<i64>,
}

/// A request that has to say on which version it is made, because it writes over what somebody else may have written since.
pub(super) struct On<E>(pub(super) E);

/// What is said about a field that can be left as it is, taken away or written anew.
#[derive(Debug, Default)]
pub(super) enum Field<T> {
    /// It is left out: it stays.
    #[default]
    Kept,
    /// It is `null`: it goes.
    Gone,
    /// It is this from now on.
    New(T),
}

/// The body of an [`Act`].
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Nothing {
    #[serde(rename = "schema")]
    _schema: Schema,
}

impl FromRequestParts<Web> for Of {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let Path(EntryPath { id }) = Path::from_request_parts(parts, web).await?;
        if let Ok(whole) = id.parse() {
            return Ok(Self(whole));
        }
        if id.chars().count() < SHORTEST_ID {
            // A program that cuts an id short by mistake must not hit the one entry that happens to begin so.
            let sentence =
                format!("\"{id}\" is too short for an id; send {SHORTEST_ID} characters of it or more");
            return Err(WebError(AppError::Invalid(sentence)).into());
        }
        // What is asked for again may have deleted the entry, and a deleted one is found by its whole id only.
        match saved_before(web, &parts.headers, &id).await? {
            Some(before) => Ok(Self(before)),
            None => Ok(Self(web.app.find(&id).await.map_err(WebError)?)),
        }
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = whole(request, state).await?;
        Ok(Self(json(&parts.headers, &body)?))
    }
}

impl<T: DeserializeOwned> FromRequest<Web> for Change<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        let (parts, body) = whole(request, web).await?;
        let (app, expected) = (once(web, &parts, &body)?, expected(&parts.headers)?);
        Ok(Self { app, expected, said: json(&parts.headers, &body)? })
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Said<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = whole(request, state).await?;
        Ok(Self { expected: expected(&parts.headers)?, said: json(&parts.headers, &body)? })
    }
}

impl<S: Send + Sync> FromRequest<S> for Expected {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = whole(request, state).await?;
        if !body.is_empty() {
            json::<Nothing>(&parts.headers, &body)?;
        }
        Ok(Self(expected(&parts.headers)?))
    }
}

impl FromRequest<Web> for Act {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        let (parts, body) = whole(request, web).await?;
        if !body.is_empty() {
            json::<Nothing>(&parts.headers, &body)?;
        }
        Ok(Self { app: once(web, &parts, &body)?, expected: expected(&parts.headers)? })
    }
}

impl<E: FromRequest<Web, Rejection = Problem>> FromRequest<Web> for On<E> {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        if !request.headers().contains_key(IF_MATCH) {
            let sentence = format!(
                "send If-Match with the ETag that GET {} answers with, so that nothing written in between is lost; a * in its place stands for whatever is there",
                whole_of(&request)
            );
            return Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, sentence));
        }
        E::from_request(request, web).await.map(Self)
    }
}

/// Returns the address of the thing that a request is about a part of: "/api/v1/entries/{id}".
fn whole_of(request: &Request) -> String {
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    path.split_inclusive('}').next().unwrap_or_default().to_owned()
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(from)?.map_or(Self::Gone, Self::New))
    }
}

impl<T> Field<T> {
    /// Says what is changed: nothing, or to what; `Some(None)` takes it away.
    #[expect(clippy::option_option, reason = "the app asks for it so")]
    pub(super) fn changed(self) -> Option<Option<T>> {
        match self {
            Self::Kept => None,
            Self::Gone => Some(None),
            Self::New(value) => Some(Some(value)),
        }
    }
}

async fn whole<S: Send + Sync>(request: Request, state: &S) -> Result<(Parts, Bytes), Problem> {
    let (parts, body) = request.into_parts();
    let request = Request::from_parts(parts.clone(), body);
    let body = Bytes::from_request(request, state).await.map_err(|rejection| too_much(&rejection))?;
    Ok((parts, body))
}

fn json<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, Problem> {
    if !is_json(headers) {
        return Err(Problem::of(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    objects::from_slice(body).map_err(|Unread { field, error }| match error.classify() {
        Category::Data => {
            let told = shortened(&unread::told(&error, &field));
            // Most sentences say what to do; what is only a reader's word leads on.
            let told =
                if told.contains("; ") { told } else { format!("{told}; look at /api for how to write it") };
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, format!("the body cannot be read: {told}"))
        }
        Category::Io | Category::Syntax | Category::Eof => {
            let told = shortened(&unread::not_json(&error));
            let sentence = format!("the body cannot be read: {told}; look at /api for how to write it");
            Problem::new(StatusCode::BAD_REQUEST, sentence)
        }
    })
}

/// Keeps the beginning and the end of what is wrong with a body: a part of it may be quoted there, however long that is,
/// and the end says where it stands.
fn shortened(told: &str) -> String {
    let (count, half) = (told.chars().count(), MOST_TOLD / 2);
    if count <= MOST_TOLD {
        return told.to_owned();
    }
    told.chars().take(half).chain(['…']).chain(told.chars().skip(count - half)).collect()
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

/// Returns the app that does this request at most once, when it has a name.
fn once(web: &Web, parts: &Parts, body: &[u8]) -> Result<App, Problem> {
    let Some(key) = key(&parts.headers) else { return Ok(web.app.clone()) };
    Ok(web.app.once(key, fingerprint(parts, body)).map_err(WebError)?)
}

/// Reads the name of a request; empty, and so refused, when it is none.
fn key(headers: &HeaderMap) -> Option<&str> {
    let mut keys = headers.get_all(IDEMPOTENCY_KEY).iter();
    let key = keys.next()?;
    let is_plain = key.as_bytes().iter().all(u8::is_ascii_graphic) && keys.next().is_none();
    Some(key.to_str().ok().filter(|_| is_plain).unwrap_or_default())
}

/// Finds the entry that a request of this name changed before, where the start of an id names it.
async fn saved_before(web: &Web, headers: &HeaderMap, start: &str) -> Result<Option<EntryId>, Problem> {
    let Some(key) = key(headers) else { return Ok(None) };
    Ok(web.app.find_under(key, start).await.map_err(WebError)?)
}

/// Stands for all that was asked: the method, the address with what stands behind its `?`, the version and the body.
fn fingerprint(parts: &Parts, body: &[u8]) -> String {
    let version = parts.headers.get(IF_MATCH).map_or(&b""[..], HeaderValue::as_bytes);
    let query = parts.uri.query().unwrap_or_default();
    let mut hash = Sha256::new();
    for part in [parts.method.as_str().as_bytes(), parts.uri.path().as_bytes(), query.as_bytes(), version] {
        hash.update(part);
        hash.update([0]);
    }
    hash.update(body);
    hex(&hash.finalize())
}

/// Reads the version that was seen; `None` changes whatever is there.
fn expected(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let mut tags = headers.get_all(IF_MATCH).iter();
    let Some(tag) = tags.next() else { return Ok(None) };
    let tag = tag.to_str().ok().filter(|_| tags.next().is_none()).unwrap_or_default().trim();
    if tag == "*" {
        return Ok(None);
    }
    let version = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')).and_then(version);
    let wrong = || {
        let sentence = "If-Match names no version; send the ETag of the entry, for example \"7\"";
        WebError(AppError::Invalid(sentence.to_owned())).into()
    };
    version.map(Some).ok_or_else(wrong)
}

fn version(digits: &str) -> Option<i64> {
    let is_plain = digits.bytes().all(|digit| digit.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| is_plain)
}
