//! What the API answers with, where several operations answer the same.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::header::{ETAG, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response as Answer};
use hansei_app::Saved;
use hansei_method::id::EntryId;
use serde::Serialize;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use super::schema::Schema;

/// What was saved, and the version it has now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SavedEntry {
    schema: Schema,
    /// The entry.
    id: EntryId,
    /// Its version now; also the `ETag`.
    #[schema(minimum = 1)]
    version: i64,
}

/// A body with the version of the entry that it is about.
pub(super) struct Versioned<T> {
    version: i64,
    body: T,
}

/// What was made, and where it is.
pub(super) struct Made<T> {
    place: String,
    version: i64,
    body: T,
}

impl<T> Versioned<T> {
    pub(super) fn new(version: i64, body: T) -> Self {
        Self { version, body }
    }
}

impl<T> Made<T> {
    pub(super) fn new(saved: Saved, body: T) -> Self {
        Self::at(format!("/api/v1/entries/{}", saved.id), saved.version, body)
    }

    /// Says where something other than an entry was made.
    pub(super) fn at(place: String, version: i64, body: T) -> Self {
        Self { place, version, body }
    }
}

impl From<Saved> for SavedEntry {
    fn from(saved: Saved) -> Self {
        Self { schema: Schema, id: saved.id, version: saved.version }
    }
}

impl From<Saved> for Versioned<SavedEntry> {
    fn from(saved: Saved) -> Self {
        Self::new(saved.version, saved.into())
    }
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Answer {
        (tag(self.version), Json(self.body)).into_response()
    }
}

impl<T: Serialize> IntoResponse for Made<T> {
    fn into_response(self) -> Answer {
        let mut headers = tag(self.version);
        let place = HeaderValue::from_str(&self.place);
        headers.insert(LOCATION, place.expect("an id is plain text"));
        (StatusCode::CREATED, headers, Json(self.body)).into_response()
    }
}

fn tag(version: i64) -> HeaderMap {
    let tag = HeaderValue::from_str(&format!("\"{version}\"")).expect("a number is plain text");
    HeaderMap::from_iter([(ETAG, tag)])
}

/// The refusals that every operation can answer with.
pub(super) struct Refused;

/// The answer when the address names nothing.
pub(super) struct Missing;

/// The answer when what was asked makes no sense.
pub(super) struct Senseless;

/// The refusals of an operation that reads a body or changes something.
pub(super) struct Unkept;

/// The refusal of an operation that has to say which version it is made on.
pub(super) struct Unseen;

/// Every refusal there is: its status, its name in the document, what it means.
const REFUSALS: [(u16, &str, &str); 12] = [
    (400, "Unreadable", "The body is not JSON, or did not arrive whole."),
    (401, "Closed", "No token and no cookie of this launch."),
    (403, "Foreign", "Sent by another site's page, or by a browser where only a program may ask."),
    (404, "Missing", "Nothing is there under this address."),
    (409, "Conflict", "The entry has another version by now than `If-Match` says."),
    (413, "TooMuch", "The body is more than can be taken at once."),
    (415, "OtherKind", "The body is of another kind than the ones that are read here."),
    (421, "Misdirected", "Sent to another name than this computer's."),
    (422, "Senseless", "What was sent cannot be understood or kept; `detail` says what to change."),
    (428, "Unseen", "`If-Match` is left out: what somebody else wrote in between could be lost."),
    (500, "Broken", "Something broke inside hansei, or its disk is full or read-only; nothing was changed."),
    (503, "Late", "It took too long and was given up."),
];

impl IntoResponses for Refused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        named(&[401, 403, 421, 500, 503])
    }
}

impl IntoResponses for Missing {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        named(&[404, 422])
    }
}

impl IntoResponses for Senseless {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        named(&[422])
    }
}

impl IntoResponses for Unkept {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        named(&[400, 409, 413, 415, 422])
    }
}

impl IntoResponses for Unseen {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        named(&[428])
    }
}

/// Describes every refusal, under the name by which operations point at it.
pub(super) fn refusals() -> impl Iterator<Item = (String, Response)> {
    REFUSALS.into_iter().map(|(_, name, meaning)| {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemDetails"))).build();
        let response =
            ResponseBuilder::new().description(meaning).content("application/problem+json", content);
        (name.to_owned(), response.build())
    })
}

fn named(statuses: &[u16]) -> BTreeMap<String, RefOr<Response>> {
    let wanted = REFUSALS.into_iter().filter(|(status, ..)| statuses.contains(status));
    wanted.map(|(status, name, _)| (status.to_string(), Ref::from_response_name(name).into())).collect()
}
