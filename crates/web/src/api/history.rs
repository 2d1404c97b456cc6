//! History: every save is a revision; the last one is undone, any of them is brought back.

use axum::Json;
use axum::extract::State;
use hansei_app::history::MOST_REVISIONS;
use hansei_method::entry::Entry;
use hansei_store::RevisionLine;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Missing, Refused, SavedEntry, Unkept, Versioned};
use super::request::{Act, EntryPath, Of, Once, Seen};
use super::schema::Schema;
use crate::error::WebError;
use crate::extract::{Path, Query};
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list_revisions))
        .routes(routes!(read_revision))
        .routes(routes!(bring_back_revision))
        .routes(routes!(undo_change))
}

/// Where the history goes on.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct HistoryQuery {
    /// Only revisions before this version: `next` of the page before.
    before: Option<i64>,
}

/// Names a revision.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct RevisionPath {
    /// The version that the save made.
    #[param(minimum = 1)]
    version: i64,
}

/// The revisions of an entry.
#[derive(Debug, Serialize, ToSchema)]
struct History {
    schema: Schema,
    /// Newest first, at most 200.
    revisions: Vec<Revision>,
    /// Where the history goes on, for `before`; `null` when this was all.
    next: Option<i64>,
}

/// One save.
#[derive(Debug, Serialize, ToSchema)]
struct Revision {
    /// The version that it made.
    #[schema(minimum = 1)]
    version: i64,
    /// When.
    saved_at: Timestamp,
    /// What was done, in a few words.
    action: String,
    /// The version that undo from here returns to; `null` when there is nothing left to undo.
    back: Option<i64>,
    /// The title at that time.
    title: String,
}

/// An entry as it was.
#[derive(Debug, Serialize, ToSchema)]
struct RevisionView {
    schema: Schema,
    /// The version.
    #[schema(minimum = 1)]
    version: i64,
    /// The entry as it was in that version.
    entry: Entry,
}

impl From<RevisionLine> for Revision {
    fn from(line: RevisionLine) -> Self {
        let RevisionLine { version, saved_at, action, back, title } = line;
        Self { version, saved_at, action, back, title }
    }
}

/// List the revisions of an entry.
#[utoipa::path(get, path = "/api/v1/entries/{id}/history", tag = "history", params(EntryPath, HistoryQuery),
    responses((status = 200, description = "The revisions, newest first.", body = History), Refused, Missing))]
async fn list_revisions(
    State(web): State<Web>,
    Of(id): Of,
    Query(asked): Query<HistoryQuery>,
) -> Result<Json<History>, WebError> {
    web.app.entry(id).await?;
    let lines = web.app.history(id, asked.before).await?;
    let is_full = lines.len() >= MOST_REVISIONS as usize;
    let next = lines.last().map(|line| line.version).filter(|version| is_full && *version > 1);
    Ok(Json(History { schema: Schema, revisions: lines.into_iter().map(Revision::from).collect(), next }))
}

/// Read a revision.
#[utoipa::path(get, path = "/api/v1/entries/{id}/history/{version}", tag = "history",
    params(EntryPath, RevisionPath),
    responses((status = 200, description = "The entry as it was.", body = RevisionView), Refused, Missing))]
async fn read_revision(
    State(web): State<Web>,
    Of(id): Of,
    Path(RevisionPath { version }): Path<RevisionPath>,
) -> Result<Json<RevisionView>, WebError> {
    web.app.entry(id).await?;
    let entry = web.app.revision(id, version).await?;
    Ok(Json(RevisionView { schema: Schema, version, entry }))
}

/// Bring a revision back.
///
/// As a new revision; nothing is lost from the history.
#[utoipa::path(post, path = "/api/v1/entries/{id}/history/{version}/bring-back", tag = "history",
    params(EntryPath, RevisionPath, Once, Seen),
    responses((status = 200, description = "Saved.", body = SavedEntry,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn bring_back_revision(
    Of(id): Of,
    Path(RevisionPath { version }): Path<RevisionPath>,
    Act { app, expected }: Act,
) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app.bring_back(id, expected, version).await?.into())
}

/// Undo the last change.
///
/// Asked again, the one before it. What was undone stays in the history.
#[utoipa::path(post, path = "/api/v1/entries/{id}/undo", tag = "history", params(EntryPath, Once, Seen),
    responses((status = 200, description = "Saved.", body = SavedEntry,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn undo_change(Of(id): Of, Act { app, expected }: Act) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app.undo(id, expected).await?.into())
}
