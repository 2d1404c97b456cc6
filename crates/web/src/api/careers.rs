//! Career stories: chosen entries told to somebody in the person's words, each with what the log shows of it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hansei_app::Saved;
use hansei_app::career::{Retold, document};
use hansei_app::redaction::Redactions;
use hansei_method::career::Chapter;
use hansei_method::id::{CareerId, EntryId};
use hansei_method::text::{Line, Text};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Made, Missing, Refused, Unkept, Unseen, Versioned};
use super::career_view::{CareerLine, CareerList, CareerView};
use super::request::{Act, Asked, Change, On, OnSeen, Once, Seen};
use super::schema::Schema;
use super::share::{Replacement, ShareForm, ShareView};
use crate::error::WebError;
use crate::extract::Path;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list_careers, begin_career))
        .routes(routes!(read_career, tell_career, remove_career))
        .routes(routes!(add_chapter))
        .routes(routes!(remove_chapter))
        .routes(routes!(move_chapter))
        .routes(routes!(take_back_career))
        .routes(routes!(erase_career))
        .routes(routes!(write_career))
}

/// Names a story.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct CareerPath {
    /// The story's id.
    id: CareerId,
}

/// Names a chapter.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct ChapterPath {
    /// The story's id.
    id: CareerId,
    /// The id of the entry that the chapter is about.
    entry: EntryId,
}

/// Entries to tell of.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "title": "What went wrong, and what I do now", "entries": []}))]
struct NewCareer {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// What stands above it; left out, it says what a story tells.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 300)]
    title: Option<Line>,
    /// The entries, in their order; each gets a chapter with what it offers.
    #[serde(default)]
    #[schema(max_items = 12)]
    entries: Vec<EntryId>,
}

/// A story told anew; what is left out is taken out. Chapters whose entries are deleted stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "title": "What went wrong, and what I do now", "chapters": []}))]
struct CareerSaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// What stands above it.
    #[schema(value_type = String, min_length = 1, max_length = 300)]
    title: Line,
    /// What stands before the first chapter.
    #[schema(value_type = Option<String>, max_length = 5000)]
    intro: Option<Text>,
    /// The chapters, in their order.
    #[schema(max_items = 12)]
    chapters: Vec<Chapter>,
}

/// An entry to tell of.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "entry": "00000000-0000-4000-8000-000000000000"}))]
struct NewChapter {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The entry.
    entry: EntryId,
}

/// Where a chapter is moved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "later": false}))]
struct ChapterMoved {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// Whether it comes one place later, or else one earlier.
    later: bool,
}

/// In which form a story is written, and what is replaced in it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "form": "markdown", "replace": [{"from": "Meridian", "to": "the client"}]}))]
struct CareerWritten {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The form of the document.
    form: ShareForm,
    /// The names that are replaced.
    #[serde(default)]
    #[schema(max_items = 200)]
    replace: Vec<Replacement>,
}

/// What was saved of a story.
#[derive(Debug, Serialize, ToSchema)]
struct SavedCareer {
    schema: Schema,
    /// The story.
    id: CareerId,
    /// Its version now; also the `ETag`.
    #[schema(minimum = 1)]
    version: i64,
}

fn saved(Saved { id, version }: Saved<CareerId>) -> Versioned<SavedCareer> {
    Versioned::new(version, SavedCareer { schema: Schema, id, version })
}

/// List the career stories.
#[utoipa::path(get, path = "/api/v1/careers", tag = "career",
    responses((status = 200, description = "The stories.", body = CareerList), Refused))]
async fn list_careers(State(web): State<Web>) -> Result<Json<CareerList>, WebError> {
    Ok(Json(CareerList {
        schema: Schema,
        stories: web.app.careers().await?.into_iter().map(CareerLine::from).collect(),
        removed: web.app.removed_careers().await?.into_iter().map(CareerLine::from).collect(),
    }))
}

/// Begin a career story from entries.
///
/// Each chapter begins with the person's own words from its entry.
#[utoipa::path(post, path = "/api/v1/careers", tag = "career", params(Once), request_body = NewCareer,
    responses((status = 201, description = "Begun.", body = SavedCareer,
        headers(("ETag" = String, description = "The version."), ("Location" = String, description = "The story."))),
        Refused, Missing, Unkept))]
async fn begin_career(Change { app, said, .. }: Change<NewCareer>) -> Result<Made<SavedCareer>, WebError> {
    let Saved { id, version } = app.begin_career(said.title.as_ref(), &said.entries).await?;
    Ok(Made::at(format!("/api/v1/careers/{id}"), version, SavedCareer { schema: Schema, id, version }))
}

/// Read a career story as it is told today.
///
/// What the log shows of each chapter is told from dates and counts, as of `told_on`.
#[utoipa::path(get, path = "/api/v1/careers/{id}", tag = "career", params(CareerPath),
    responses((status = 200, description = "The story.", body = CareerView,
        headers(("ETag" = String, description = "The version."))), Refused, Missing))]
async fn read_career(
    State(web): State<Web>,
    Path(path): Path<CareerPath>,
) -> Result<Versioned<CareerView>, WebError> {
    let told = web.app.career(path.id).await?;
    Ok(Versioned::new(told.kept.version, told.into()))
}

/// Tell a career story anew.
#[utoipa::path(put, path = "/api/v1/careers/{id}", tag = "career", params(CareerPath, Once, OnSeen),
    request_body = CareerSaid,
    responses((status = 200, description = "Saved.", body = SavedCareer,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept, Unseen))]
async fn tell_career(
    Path(path): Path<CareerPath>,
    On(Change { app, expected, said }): On<Change<CareerSaid>>,
) -> Result<Versioned<SavedCareer>, WebError> {
    let CareerSaid { title, intro, chapters, .. } = said;
    Ok(saved(app.retell_career(path.id, expected, &Retold { title, intro, chapters }).await?))
}

/// Remove a career story.
///
/// It can be taken back.
#[utoipa::path(delete, path = "/api/v1/careers/{id}", tag = "career", params(CareerPath, Once, OnSeen),
    responses((status = 200, description = "Removed.", body = SavedCareer,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept, Unseen))]
async fn remove_career(
    Path(path): Path<CareerPath>,
    On(Act { app, expected }): On<Act>,
) -> Result<Versioned<SavedCareer>, WebError> {
    Ok(saved(app.remove_career(path.id, expected).await?))
}

/// Add a chapter at the end, with what its entry offers.
#[utoipa::path(post, path = "/api/v1/careers/{id}/chapters", tag = "career", params(CareerPath, Once, Seen),
    request_body = NewChapter,
    responses((status = 200, description = "Added.", body = SavedCareer,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn add_chapter(
    Path(path): Path<CareerPath>,
    Change { app, expected, said }: Change<NewChapter>,
) -> Result<Versioned<SavedCareer>, WebError> {
    Ok(saved(app.add_chapter(path.id, expected, said.entry).await?))
}

/// Take a chapter out.
///
/// Its words go with it.
#[utoipa::path(delete, path = "/api/v1/careers/{id}/chapters/{entry}", tag = "career",
    params(ChapterPath, Once, OnSeen),
    responses((status = 200, description = "Taken out.", body = SavedCareer,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept, Unseen))]
async fn remove_chapter(
    Path(path): Path<ChapterPath>,
    On(Act { app, expected }): On<Act>,
) -> Result<Versioned<SavedCareer>, WebError> {
    Ok(saved(app.remove_chapter(path.id, expected, path.entry).await?))
}

/// Move a chapter by one place.
#[utoipa::path(post, path = "/api/v1/careers/{id}/chapters/{entry}/move", tag = "career",
    params(ChapterPath, Once, Seen), request_body = ChapterMoved,
    responses((status = 200, description = "Moved; at the end it stays.", body = SavedCareer,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn move_chapter(
    Path(path): Path<ChapterPath>,
    Change { app, expected, said }: Change<ChapterMoved>,
) -> Result<Versioned<SavedCareer>, WebError> {
    Ok(saved(app.move_chapter(path.id, expected, path.entry, said.later).await?))
}

/// Take a removed career story back.
#[utoipa::path(post, path = "/api/v1/careers/{id}/take-back", tag = "career", params(CareerPath, Once, Seen),
    responses((status = 200, description = "It is there again.", body = SavedCareer,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn take_back_career(
    Path(path): Path<CareerPath>,
    Act { app, expected }: Act,
) -> Result<Versioned<SavedCareer>, WebError> {
    Ok(saved(app.take_back_career(path.id, expected).await?))
}

/// Erase a career story for good.
///
/// Removed or not. There is no way back.
#[utoipa::path(post, path = "/api/v1/careers/{id}/erase", tag = "career", params(CareerPath, Once, Seen),
    responses((status = 204, description = "Nothing of it is left."), Refused, Missing, Unkept))]
async fn erase_career(
    Path(path): Path<CareerPath>,
    Act { app, expected }: Act,
) -> Result<StatusCode, WebError> {
    app.erase_career(path.id, expected).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Write a career story as a document that needs nothing else.
///
/// Nothing is sent anywhere and nothing is kept: the document is handed back, to be looked at and passed on.
#[utoipa::path(post, path = "/api/v1/careers/{id}/document", tag = "career", params(CareerPath),
    request_body = CareerWritten,
    responses((status = 200, description = "The document.", body = ShareView), Refused, Missing, Unkept))]
async fn write_career(
    State(web): State<Web>,
    Path(path): Path<CareerPath>,
    Asked(written): Asked<CareerWritten>,
) -> Result<Json<ShareView>, WebError> {
    let told = web.app.career(path.id).await?;
    let redactions = Redactions::new(written.replace.into_iter().map(|pair| (pair.from, pair.to)))?;
    Ok(Json(document(&told, &redactions, written.form.into()).into()))
}
