//! What there is: the index, today, the tags, what was deleted.

use axum::Json;
use axum::extract::State;
use hansei_method::occurred::Occurred;
use hansei_store::Overview;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::Refused;
use super::line::{EntryLine, lines};
use super::schema::Schema;
use crate::error::WebError;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(read_index))
        .routes(routes!(read_today))
        .routes(routes!(list_tags))
        .routes(routes!(list_deleted))
}

/// What this is.
#[derive(Debug, Serialize, ToSchema)]
struct Index {
    schema: Schema,
    /// The program.
    #[schema(example = "hansei")]
    name: &'static str,
    /// Its version.
    version: &'static str,
    /// Where the API is described.
    openapi: &'static str,
}

/// What waits, and nothing that presses.
#[derive(Debug, Serialize, ToSchema)]
struct TodayView {
    schema: Schema,
    /// Reviews that were begun and not closed, last touched first; at most five.
    begun: Vec<EntryLine>,
    /// What was captured and not looked at since, newest first; at most five.
    captured: Vec<EntryLine>,
    /// What is in the log.
    overview: OverviewView,
}

/// What is in the log.
#[derive(Debug, Serialize, ToSchema)]
struct OverviewView {
    /// How many entries there are.
    #[schema(minimum = 0)]
    entries: i64,
    /// How many of their reviews are open.
    #[schema(minimum = 0)]
    open_reviews: i64,
    /// How many entries were deleted and can be taken back.
    #[schema(minimum = 0)]
    deleted: i64,
    /// When the earliest happened.
    first: Option<Occurred>,
    /// When the latest happened.
    last: Option<Occurred>,
}

/// The tags in use.
#[derive(Debug, Serialize, ToSchema)]
struct Tags {
    schema: Schema,
    /// Most used first, at most 200.
    tags: Vec<TagCount>,
}

/// A tag, and how many entries carry it.
#[derive(Debug, Serialize, ToSchema)]
struct TagCount {
    /// The tag.
    tag: String,
    /// How many.
    #[schema(minimum = 1)]
    entries: i64,
}

/// The entries that were deleted and can be taken back.
#[derive(Debug, Serialize, ToSchema)]
struct Deleted {
    schema: Schema,
    /// At most 200.
    entries: Vec<EntryLine>,
}

impl From<Overview> for OverviewView {
    fn from(overview: Overview) -> Self {
        let Overview { entries, first, last, open_reviews, trashed } = overview;
        Self { entries, open_reviews, deleted: trashed, first, last }
    }
}

/// Say what this is.
#[utoipa::path(get, path = "/api/v1", tag = "today",
    responses((status = 200, description = "The program and its version.", body = Index), Refused))]
async fn read_index() -> Json<Index> {
    let version = env!("CARGO_PKG_VERSION");
    Json(Index { schema: Schema, name: "hansei", version, openapi: "/api/openapi.json" })
}

/// Look at what waits today.
///
/// What was put off waits silently.
#[utoipa::path(get, path = "/api/v1/today", tag = "today",
    responses((status = 200, description = "What waits.", body = TodayView), Refused))]
async fn read_today(State(web): State<Web>) -> Result<Json<TodayView>, WebError> {
    let today = web.app.today().await?;
    let (begun, captured) = (lines(today.begun), lines(today.captured));
    Ok(Json(TodayView { schema: Schema, begun, captured, overview: today.overview.into() }))
}

/// List the tags in use.
#[utoipa::path(get, path = "/api/v1/tags", tag = "today",
    responses((status = 200, description = "The tags.", body = Tags), Refused))]
async fn list_tags(State(web): State<Web>) -> Result<Json<Tags>, WebError> {
    let tags = web.app.tags().await?;
    let tags = tags.into_iter().map(|(tag, entries)| TagCount { tag: tag.into(), entries }).collect();
    Ok(Json(Tags { schema: Schema, tags }))
}

/// List what was deleted and can be taken back.
#[utoipa::path(get, path = "/api/v1/deleted", tag = "today",
    responses((status = 200, description = "The deleted entries.", body = Deleted), Refused))]
async fn list_deleted(State(web): State<Web>) -> Result<Json<Deleted>, WebError> {
    Ok(Json(Deleted { schema: Schema, entries: lines(web.app.deleted().await?) }))
}
