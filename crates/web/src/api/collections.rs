//! Collections of other people's failures: where cases come from, and how they go again.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hansei_app::library::Described;
use hansei_method::case::Collection;
use hansei_method::id::CollectionId;
use hansei_method::text::{Line, Text};
use hansei_store::KeptCollection;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Made, Missing, Refused, Unkept, Unseen, Versioned};
use super::request::{Act, Change, On, OnSeen, Once};
use super::schema::Schema;
use crate::error::WebError;
use crate::extract::Path;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list_collections, add_collection)).routes(routes!(
        read_collection,
        describe_collection,
        delete_collection
    ))
}

/// Names a collection.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct CollectionPath {
    /// The collection's id.
    pub(super) collection: CollectionId,
}

/// A collection, with how many cases it has.
#[derive(Debug, Serialize, ToSchema)]
struct CollectionView {
    schema: Schema,
    /// Its version; also the `ETag`.
    #[schema(minimum = 1)]
    version: i64,
    /// How many cases it has.
    #[schema(minimum = 0)]
    cases: i64,
    /// When it was added.
    added_at: Timestamp,
    /// Where its cases come from.
    collection: Collection,
}

/// The collections.
#[derive(Debug, Serialize, ToSchema)]
struct CollectionList {
    schema: Schema,
    /// Added first first.
    collections: Vec<CollectionView>,
}

/// How a collection is described.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "name": "NASA public lessons learned", "licence": "public domain"}))]
struct CollectionSaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// Its name.
    name: Line,
    /// Who tells it.
    source: Option<Line>,
    /// Under which licence it may be passed on.
    licence: Option<Line>,
    /// The notice that the licence asks for, whole.
    notice: Option<Text>,
    /// Where it comes from: an address.
    link: Option<Line>,
}

impl From<CollectionSaid> for Described {
    fn from(said: CollectionSaid) -> Self {
        let CollectionSaid { name, source, licence, notice, link, .. } = said;
        Self { name, source, licence, notice, link }
    }
}

/// What was saved of a collection.
#[derive(Debug, Serialize, ToSchema)]
struct SavedCollection {
    schema: Schema,
    /// The collection.
    id: CollectionId,
    /// Its version now; also the `ETag`.
    #[schema(minimum = 1)]
    version: i64,
}

fn view(kept: KeptCollection) -> CollectionView {
    let KeptCollection { collection, version, cases, added_at } = kept;
    CollectionView { schema: Schema, version, cases, added_at, collection }
}

/// List the collections of the library.
#[utoipa::path(get, path = "/api/v1/library/collections", tag = "library",
    responses((status = 200, description = "The collections.", body = CollectionList), Refused))]
async fn list_collections(State(web): State<Web>) -> Result<Json<CollectionList>, WebError> {
    let collections = web.app.collections().await?.into_iter().map(view).collect();
    Ok(Json(CollectionList { schema: Schema, collections }))
}

/// Add an empty collection.
#[utoipa::path(post, path = "/api/v1/library/collections", tag = "library", params(Once),
    request_body = CollectionSaid,
    responses((status = 201, description = "Added.", body = SavedCollection,
        headers(("ETag" = String, description = "The version."), ("Location" = String, description = "The collection."))),
        Refused, Unkept))]
async fn add_collection(
    Change { app, said, .. }: Change<CollectionSaid>,
) -> Result<Made<SavedCollection>, WebError> {
    let saved = app.add_collection(said.into()).await?;
    let body = SavedCollection { schema: Schema, id: saved.id, version: saved.version };
    Ok(Made::at(format!("/api/v1/library/collections/{}", saved.id), saved.version, body))
}

/// Read what is said of a collection.
#[utoipa::path(get, path = "/api/v1/library/collections/{collection}", tag = "library", params(CollectionPath),
    responses((status = 200, description = "The collection.", body = CollectionView,
        headers(("ETag" = String, description = "The version."))), Refused, Missing))]
async fn read_collection(
    State(web): State<Web>,
    Path(path): Path<CollectionPath>,
) -> Result<Versioned<CollectionView>, WebError> {
    let kept = web.app.collection(path.collection).await?;
    Ok(Versioned::new(kept.version, view(kept)))
}

/// Describe a collection anew.
///
/// Its cases stay.
#[utoipa::path(put, path = "/api/v1/library/collections/{collection}", tag = "library",
    params(CollectionPath, Once, OnSeen), request_body = CollectionSaid,
    responses((status = 200, description = "Saved.", body = SavedCollection,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept, Unseen))]
async fn describe_collection(
    Path(path): Path<CollectionPath>,
    On(Change { app, expected, said }): On<Change<CollectionSaid>>,
) -> Result<Versioned<SavedCollection>, WebError> {
    let saved = app.describe_collection(path.collection, expected, said.into()).await?;
    let body = SavedCollection { schema: Schema, id: saved.id, version: saved.version };
    Ok(Versioned::new(saved.version, body))
}

/// Delete a collection with all its cases.
///
/// It is hidden at once, and erased by the way. Adopted lessons stay.
#[utoipa::path(delete, path = "/api/v1/library/collections/{collection}", tag = "library",
    params(CollectionPath),
    responses((status = 204, description = "It is gone."), Refused, Missing, Unkept))]
async fn delete_collection(
    Path(path): Path<CollectionPath>,
    Act { app, .. }: Act,
) -> Result<StatusCode, WebError> {
    app.delete_collection(path.collection).await?;
    Ok(StatusCode::NO_CONTENT)
}
