//! Patterns: what recurs, and what the person says of it.

use axum::Json;
use axum::extract::State;
use hansei_app::patterns::SavedPattern;
use hansei_method::id::EntryId;
use hansei_method::pattern::PatternKey;
use hansei_method::text::Line;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Missing, Refused, Unkept, Unseen, Versioned};
use super::pattern_view::{OnePattern, PatternList};
use super::request::{Expected, MustSee, On, Said, Seen};
use super::schema::Schema;
use crate::error::WebError;
use crate::extract::Path;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list_patterns))
        .routes(routes!(read_pattern))
        .routes(routes!(confirm_pattern))
        .routes(routes!(rename_pattern))
        .routes(routes!(merge_pattern))
        .routes(routes!(reject_pattern))
        .routes(routes!(say_of_pattern_entry))
        .routes(routes!(undo_pattern))
}

/// Names a pattern.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct PatternPath {
    /// The pattern's id.
    #[param(value_type = String, pattern = "^[a-z0-9-]{1,60}$", example = "underestimating-time")]
    id: PatternKey,
}

/// A name for a pattern.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "name": "It always takes two lessons"}))]
struct Named {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The name; `null` gives it its first name back.
    #[schema(required = true, value_type = Option<String>, max_length = 300)]
    #[serde(deserialize_with = "Option::deserialize")]
    name: Option<Line>,
}

/// What a pattern is merged into.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "into": "procrastination"}))]
struct MergedInto {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The other pattern.
    into: PatternKey,
}

/// Whether an entry belongs to a pattern.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "entry": "3f2a7e86-7d0f-4d0c-9a3e-1b2f0d3c4e5a", "belongs": false}))]
struct EntrySaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The entry.
    entry: EntryId,
    /// Whether it belongs; `null` takes back what was said.
    #[schema(required = true)]
    #[serde(deserialize_with = "Option::deserialize")]
    belongs: Option<bool>,
}

/// What was said of a pattern, and the version it has now.
#[derive(Debug, Serialize, ToSchema)]
struct PatternSaved {
    schema: Schema,
    /// The pattern.
    id: PatternKey,
    /// Its version now; also the `ETag`.
    #[schema(minimum = 1)]
    version: i64,
}

fn saved(saved: SavedPattern) -> Versioned<PatternSaved> {
    Versioned::new(saved.version, PatternSaved { schema: Schema, id: saved.key, version: saved.version })
}

/// List what recurs.
///
/// Something recurs when it stands in at least three entries from at least two kinds of situation.
#[utoipa::path(get, path = "/api/v1/patterns", tag = "patterns",
    responses((status = 200, description = "The patterns.", body = PatternList), Refused))]
async fn list_patterns(State(web): State<Web>) -> Result<Json<PatternList>, WebError> {
    Ok(Json(web.app.patterns().await?.into()))
}

/// Read a pattern.
///
/// Whatever was said of it. Its version changes with what is said, not with the entries behind it.
#[utoipa::path(get, path = "/api/v1/patterns/{id}", tag = "patterns", params(PatternPath),
    responses((status = 200, description = "The pattern.", body = OnePattern,
        headers(("ETag" = String, description = "The version."))), Refused, Missing))]
async fn read_pattern(
    State(web): State<Web>,
    Path(PatternPath { id }): Path<PatternPath>,
) -> Result<Versioned<OnePattern>, WebError> {
    let card = web.app.pattern(&id).await?;
    Ok(Versioned::new(card.version, OnePattern::of(card)))
}

/// Confirm a pattern.
///
/// With all the evidence it has now. What comes later is new until something is said of it.
#[utoipa::path(post, path = "/api/v1/patterns/{id}/confirm", tag = "patterns", params(PatternPath, Seen),
    responses((status = 200, description = "Kept.", body = PatternSaved,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn confirm_pattern(
    State(web): State<Web>,
    Path(PatternPath { id }): Path<PatternPath>,
    Expected(expected): Expected,
) -> Result<Versioned<PatternSaved>, WebError> {
    Ok(saved(web.app.confirm_pattern(&id, expected, None).await?))
}

/// Name a pattern.
///
/// A name confirms a pattern of which nothing was said.
#[utoipa::path(put, path = "/api/v1/patterns/{id}/name", tag = "patterns", params(PatternPath, Seen),
    request_body = Named,
    responses((status = 200, description = "Kept.", body = PatternSaved,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn rename_pattern(
    State(web): State<Web>,
    Path(PatternPath { id }): Path<PatternPath>,
    Said { expected, said }: Said<Named>,
) -> Result<Versioned<PatternSaved>, WebError> {
    Ok(saved(web.app.rename_pattern(&id, expected, said.name).await?))
}

/// Merge a pattern into another one.
///
/// The other one has its evidence from then on.
#[utoipa::path(post, path = "/api/v1/patterns/{id}/merge", tag = "patterns", params(PatternPath, Seen),
    request_body = MergedInto,
    responses((status = 200, description = "Kept.", body = PatternSaved,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn merge_pattern(
    State(web): State<Web>,
    Path(PatternPath { id }): Path<PatternPath>,
    Said { expected, said }: Said<MergedInto>,
) -> Result<Versioned<PatternSaved>, WebError> {
    Ok(saved(web.app.merge_pattern(&id, expected, &said.into).await?))
}

/// Reject a pattern.
///
/// It stays away until its evidence has doubled.
#[utoipa::path(post, path = "/api/v1/patterns/{id}/reject", tag = "patterns", params(PatternPath, Seen),
    responses((status = 200, description = "Kept.", body = PatternSaved,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn reject_pattern(
    State(web): State<Web>,
    Path(PatternPath { id }): Path<PatternPath>,
    Expected(expected): Expected,
) -> Result<Versioned<PatternSaved>, WebError> {
    Ok(saved(web.app.reject_pattern(&id, expected).await?))
}

/// Say whether an entry belongs to a pattern.
#[utoipa::path(put, path = "/api/v1/patterns/{id}/entries", tag = "patterns", params(PatternPath, Seen),
    request_body = EntrySaid,
    responses((status = 200, description = "Kept.", body = PatternSaved,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn say_of_pattern_entry(
    State(web): State<Web>,
    Path(PatternPath { id }): Path<PatternPath>,
    Said { expected, said }: Said<EntrySaid>,
) -> Result<Versioned<PatternSaved>, WebError> {
    Ok(saved(web.app.say_of_entry(&id, expected, said.entry, said.belongs).await?))
}

/// Undo the last thing that was said of a pattern.
///
/// Asked again, the one before it. The version has to be named, so that a repeated request undoes no more than once.
#[utoipa::path(post, path = "/api/v1/patterns/{id}/undo", tag = "patterns", params(PatternPath, MustSee),
    responses((status = 200, description = "Undone.", body = PatternSaved,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept, Unseen))]
async fn undo_pattern(
    State(web): State<Web>,
    Path(PatternPath { id }): Path<PatternPath>,
    On(Expected(expected)): On<Expected>,
) -> Result<Versioned<PatternSaved>, WebError> {
    let missing = "say which version is undone: send the ETag of the pattern as If-Match";
    let expected = expected.ok_or_else(|| super::entries::invalid(missing.to_owned()))?;
    Ok(saved(web.app.undo_pattern(&id, Some(expected)).await?))
}
