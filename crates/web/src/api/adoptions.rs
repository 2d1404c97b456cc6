//! Adopted lessons: taken from somebody else's failure, each with where it came from.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hansei_app::Saved;
use hansei_app::adoption::Adopt;
use hansei_method::adoption::Adoption;
use hansei_method::id::{AdoptionId, CollectionId};
use hansei_method::plan::Commitment;
use hansei_method::text::{Line, Text};
use hansei_store::KeptAdoption;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Made, Missing, Refused, Unkept, Unseen, Versioned};
use super::request::{Act, Change, On, OnSeen, Once, Seen};
use super::schema::Schema;
use crate::error::WebError;
use crate::extract::Path;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list_adoptions, adopt_lesson))
        .routes(routes!(read_adoption, change_adoption, remove_adoption))
        .routes(routes!(take_back_adoption))
        .routes(routes!(erase_adoption))
}

/// Names an adopted lesson.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct AdoptionPath {
    /// The adopted lesson's id.
    id: AdoptionId,
}

/// An adopted lesson.
#[derive(Debug, Serialize, ToSchema)]
struct AdoptionView {
    schema: Schema,
    /// Its version; also the `ETag`.
    #[schema(minimum = 1)]
    version: i64,
    /// When it was adopted.
    created_at: Timestamp,
    /// The lesson, and where it comes from.
    adoption: Adoption,
}

/// The adopted lessons.
#[derive(Debug, Serialize, ToSchema)]
struct AdoptionList {
    schema: Schema,
    /// Adopted last first.
    adoptions: Vec<AdoptionView>,
}

/// What is taken from a case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "collection": "dfd50000-0000-4000-8000-000000000001", "key": "PM2019-010",
    "lesson": "Rights for every day are too many", "commitment": {"cue": "I ask for rights", "act": "ask for one day"}}))]
struct NewAdoption {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The collection that tells the case.
    collection: CollectionId,
    /// What the collection calls the case.
    key: Line,
    /// What is true here too.
    #[serde(default)]
    #[schema(max_items = 20)]
    conditions: Vec<Text>,
    /// What would be different in one's own case.
    difference: Option<Text>,
    /// The lesson in one's own words.
    lesson: Text,
    /// What to do when the moment comes.
    commitment: Commitment,
}

/// An adopted lesson, written anew.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AdoptionSaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// What is true here too.
    #[serde(default)]
    #[schema(max_items = 20)]
    conditions: Vec<Text>,
    /// What would be different in one's own case.
    difference: Option<Text>,
    /// The lesson in one's own words.
    lesson: Text,
    /// What to do when the moment comes.
    commitment: Commitment,
}

/// What was saved of an adopted lesson.
#[derive(Debug, Serialize, ToSchema)]
struct SavedAdoption {
    schema: Schema,
    /// The adopted lesson.
    id: AdoptionId,
    /// Its version now; also the `ETag`.
    #[schema(minimum = 1)]
    version: i64,
}

fn view(kept: KeptAdoption) -> AdoptionView {
    let KeptAdoption { adoption, version, created_at, .. } = kept;
    AdoptionView { schema: Schema, version, created_at, adoption }
}

fn saved(Saved { id, version }: Saved<AdoptionId>) -> Versioned<SavedAdoption> {
    Versioned::new(version, SavedAdoption { schema: Schema, id, version })
}

/// List the adopted lessons.
#[utoipa::path(get, path = "/api/v1/adoptions", tag = "library",
    responses((status = 200, description = "The adopted lessons.", body = AdoptionList), Refused))]
async fn list_adoptions(State(web): State<Web>) -> Result<Json<AdoptionList>, WebError> {
    let adoptions = web.app.adoptions().await?.into_iter().map(view).collect();
    Ok(Json(AdoptionList { schema: Schema, adoptions }))
}

/// Adopt a lesson from a case.
///
/// It says where it comes from, and stays when the collection is deleted.
#[utoipa::path(post, path = "/api/v1/adoptions", tag = "library", params(Once), request_body = NewAdoption,
    responses((status = 201, description = "Adopted.", body = SavedAdoption,
        headers(("ETag" = String, description = "The version."), ("Location" = String, description = "The adopted lesson."))),
        Refused, Missing, Unkept))]
async fn adopt_lesson(
    Change { app, said, .. }: Change<NewAdoption>,
) -> Result<Made<SavedAdoption>, WebError> {
    let NewAdoption { collection, key, conditions, difference, lesson, commitment, .. } = said;
    let adopt = Adopt { conditions, difference, lesson, commitment };
    let Saved { id, version } = app.adopt(collection, key.as_str(), adopt).await?;
    Ok(Made::at(format!("/api/v1/adoptions/{id}"), version, SavedAdoption { schema: Schema, id, version }))
}

/// Read an adopted lesson.
#[utoipa::path(get, path = "/api/v1/adoptions/{id}", tag = "library", params(AdoptionPath),
    responses((status = 200, description = "The adopted lesson.", body = AdoptionView,
        headers(("ETag" = String, description = "The version."))), Refused, Missing))]
async fn read_adoption(
    State(web): State<Web>,
    Path(path): Path<AdoptionPath>,
) -> Result<Versioned<AdoptionView>, WebError> {
    let kept = web.app.adoption(path.id).await?;
    Ok(Versioned::new(kept.version, view(kept)))
}

/// Write an adopted lesson anew.
///
/// Where it comes from stays.
#[utoipa::path(put, path = "/api/v1/adoptions/{id}", tag = "library", params(AdoptionPath, Once, OnSeen),
    request_body = AdoptionSaid,
    responses((status = 200, description = "Saved.", body = SavedAdoption,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept, Unseen))]
async fn change_adoption(
    Path(path): Path<AdoptionPath>,
    On(Change { app, expected, said }): On<Change<AdoptionSaid>>,
) -> Result<Versioned<SavedAdoption>, WebError> {
    let AdoptionSaid { conditions, difference, lesson, commitment, .. } = said;
    let adopt = Adopt { conditions, difference, lesson, commitment };
    Ok(saved(app.change_adoption(path.id, expected, adopt).await?))
}

/// Remove an adopted lesson.
///
/// It can be taken back.
#[utoipa::path(delete, path = "/api/v1/adoptions/{id}", tag = "library", params(AdoptionPath, Once, OnSeen),
    responses((status = 200, description = "Removed.", body = SavedAdoption,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept, Unseen))]
async fn remove_adoption(
    Path(path): Path<AdoptionPath>,
    On(Act { app, expected }): On<Act>,
) -> Result<Versioned<SavedAdoption>, WebError> {
    Ok(saved(app.remove_adoption(path.id, expected).await?))
}

/// Take a removed lesson back.
#[utoipa::path(post, path = "/api/v1/adoptions/{id}/take-back", tag = "library",
    params(AdoptionPath, Once, Seen),
    responses((status = 200, description = "It is there again.", body = SavedAdoption,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn take_back_adoption(
    Path(path): Path<AdoptionPath>,
    Act { app, expected }: Act,
) -> Result<Versioned<SavedAdoption>, WebError> {
    Ok(saved(app.take_back_adoption(path.id, expected).await?))
}

/// Erase an adopted lesson for good.
///
/// Removed or not. There is no way back.
#[utoipa::path(post, path = "/api/v1/adoptions/{id}/erase", tag = "library",
    params(AdoptionPath, Once, Seen),
    responses((status = 204, description = "Nothing of it is left."), Refused, Missing, Unkept))]
async fn erase_adoption(
    Path(path): Path<AdoptionPath>,
    Act { app, expected }: Act,
) -> Result<StatusCode, WebError> {
    app.erase_adoption(path.id, expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
