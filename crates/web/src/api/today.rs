//! What there is: the index, today, the tags, what was deleted.

use axum::Json;
use axum::extract::State;
use hansei_app::practice::view::PracticeView;
use hansei_app::reminders::view::DueView;
use hansei_method::occurred::Occurred;
use hansei_store::{Overview, TrashCursor};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Refused, Senseless};
use super::entries::{invalid, page_size};
use super::line::{EntryLine, lines};
use super::schema::Schema;
use crate::error::WebError;
use crate::extract::Query;
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
    /// Reviews that were begun and not closed, if only by a draft, last touched first; at most five.
    begun: Vec<EntryLine>,
    /// What was captured and not begun since, newest first; at most five.
    captured: Vec<EntryLine>,
    /// The entry of a lesson that comes back to be asked whether it is still true; at most one a day.
    lesson: Option<EntryLine>,
    /// What is asked about today: whether the moment came up. Its `question` comes before the plan is shown.
    practices: Vec<PracticeView>,
    /// Decisions, plans and the quarter whose day to look again has come; more of each under their own address.
    look_again: Vec<DueView>,
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

/// Which page of the deleted entries is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct DeletedQuery {
    /// Where the page begins: `next` of the page before.
    #[param(pattern = "^[0-9a-f]{32}-(0|-?[1-9][0-9]{0,16})$")]
    after: Option<String>,
    /// How many entries at most; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A page of the entries that were deleted and can be taken back.
#[derive(Debug, Serialize, ToSchema)]
struct Deleted {
    schema: Schema,
    /// The entries, deleted last first.
    entries: Vec<EntryLine>,
    /// Where the next page begins, for `after`; `null` when this was the last.
    next: Option<String>,
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
    let (practised, day) = (web.app.practices().await?, web.app.now().date());
    let asked = practised.iter().filter(|it| it.is_asked(day));
    let practices = asked.map(|it| PracticeView::of(it, day)).collect();
    let look_again = web.app.to_look_at(&practised).await?;
    let look_again = look_again.into_iter().map(|it| DueView::from(it.titled())).collect();
    let (begun, captured) = (lines(today.begun), lines(today.captured));
    let lesson = today.lesson.map(EntryLine::from);
    Ok(Json(TodayView {
        schema: Schema,
        begun,
        captured,
        lesson,
        practices,
        look_again,
        overview: today.overview.into(),
    }))
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
///
/// Deleted last first, page by page.
#[utoipa::path(get, path = "/api/v1/deleted", tag = "today", params(DeletedQuery),
    responses((status = 200, description = "A page of the deleted entries.", body = Deleted), Refused, Senseless))]
async fn list_deleted(
    State(web): State<Web>,
    Query(asked): Query<DeletedQuery>,
) -> Result<Json<Deleted>, WebError> {
    let limit = page_size(asked.limit)?;
    let after = asked.after.as_deref().map(str::parse::<TrashCursor>).transpose();
    let after = after.map_err(|error| invalid(error.to_string()))?;
    let page = web.app.deleted(after.as_ref(), limit).await?;
    let next = page.next.map(|next| next.to_string());
    Ok(Json(Deleted { schema: Schema, entries: lines(page.lines), next }))
}
