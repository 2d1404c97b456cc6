//! The tree of causes, changed in one place at a time.

use axum::extract::State;
use hansei_app::draft::Writer;
use hansei_app::review::CauseChange;
use hansei_method::cause::{Cause, DecisionPoint};
use hansei_method::factor::Control;
use hansei_method::id::{EntryId, Number};
use hansei_method::items::Direction;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Missing, Refused, SavedEntry, Unkept, Unseen, Versioned};
use super::request::{Act, Change, EntryPath, Of, On, OnSeen, Once, Seen};
use super::schema::Schema;
use crate::error::WebError;
use crate::extract::Path;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(add_cause))
        .routes(routes!(replace_cause, remove_cause))
        .routes(routes!(shift_cause))
        .routes(routes!(choose_cause))
        .routes(routes!(sort_cause))
        .routes(routes!(describe_decision))
}

/// Names a cause.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct CausePath {
    /// The cause's number in the tree.
    #[param(minimum = 1)]
    number: Number,
}

/// A cause, with its words and its place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "schema": 1,
    "cause": {"statement": "Nobody had a second person check the numbers", "kind": "condition", "under": 1}
}))]
struct CauseSaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The cause. Its number is given by hansei, or by the address.
    cause: Cause,
}

/// Which way a cause moves.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CauseShift {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// Towards the start or the end of those that stand under the same cause.
    way: ShiftWay,
}

/// Which way something moves in its list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ShiftWay {
    /// One place towards the start.
    Earlier,
    /// One place towards the end.
    Later,
}

/// Whether a cause is one to act on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CauseChoice {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// Whether it is.
    chosen: bool,
}

/// How far a cause was in the person's own hands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CauseControl {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// How far.
    control: Control,
}

/// What stood at a decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CauseDecision {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The decision as it looked when it was made; one with nothing in it takes the description away.
    decision: DecisionPoint,
}

/// A cause that was added.
#[derive(Debug, Serialize, ToSchema)]
struct AddedCause {
    schema: Schema,
    /// The entry.
    id: EntryId,
    /// Its version now; also the `ETag`.
    #[schema(minimum = 1)]
    version: i64,
    /// The number of the new cause.
    #[schema(minimum = 1)]
    number: Number,
}

/// Add a cause.
///
/// Under another, or straight under the gap. Question 3 has to be open.
#[utoipa::path(post, path = "/api/v1/entries/{id}/causes", tag = "causes", params(EntryPath, Once, Seen),
    request_body = CauseSaid,
    responses((status = 200, description = "Saved.", body = AddedCause,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn add_cause(
    State(web): State<Web>,
    Of(id): Of,
    Change { app, expected, said }: Change<CauseSaid>,
) -> Result<Versioned<AddedCause>, WebError> {
    let saved = app.change_causes(id, expected, &CauseChange::Add(said.cause), Writer::Program).await?;
    // In the version that was saved, whatever happened since, the new one is the last.
    let entry = web.app.revision(id, saved.version).await?;
    let number =
        entry.analysis().and_then(|analysis| analysis.causes.iter().last()).map_or(0, |cause| cause.number);
    Ok(Versioned::new(saved.version, AddedCause { schema: Schema, id, version: saved.version, number }))
}

/// Replace a cause.
///
/// With other words, another kind or another place. What stands under it moves with it.
#[utoipa::path(put, path = "/api/v1/entries/{id}/causes/{number}", tag = "causes",
    params(EntryPath, CausePath, Once, OnSeen), request_body = CauseSaid,
    responses((status = 200, description = "Saved.", body = SavedEntry), Refused, Missing, Unkept, Unseen))]
async fn replace_cause(
    Of(id): Of,
    Path(CausePath { number }): Path<CausePath>,
    On(Change { app, expected, said }): On<Change<CauseSaid>>,
) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app
        .change_causes(id, expected, &CauseChange::Replace(number, said.cause), Writer::Program)
        .await?
        .into())
}

/// Take a cause out.
///
/// With all that stands under it.
#[utoipa::path(delete, path = "/api/v1/entries/{id}/causes/{number}", tag = "causes",
    params(EntryPath, CausePath, Once, OnSeen),
    responses((status = 200, description = "Saved.", body = SavedEntry), Refused, Missing, Unkept, Unseen))]
async fn remove_cause(
    Of(id): Of,
    Path(CausePath { number }): Path<CausePath>,
    On(Act { app, expected }): On<Act>,
) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app.change_causes(id, expected, &CauseChange::Remove(number), Writer::Program).await?.into())
}

/// Move a cause among those beside it.
#[utoipa::path(post, path = "/api/v1/entries/{id}/causes/{number}/shift", tag = "causes",
    params(EntryPath, CausePath, Once, Seen), request_body = CauseShift,
    responses((status = 200, description = "Saved.", body = SavedEntry), Refused, Missing, Unkept))]
async fn shift_cause(
    Of(id): Of,
    Path(CausePath { number }): Path<CausePath>,
    Change { app, expected, said }: Change<CauseShift>,
) -> Result<Versioned<SavedEntry>, WebError> {
    let direction = match said.way {
        ShiftWay::Earlier => Direction::Earlier,
        ShiftWay::Later => Direction::Later,
    };
    Ok(app.change_causes(id, expected, &CauseChange::Shift(number, direction), Writer::Program).await?.into())
}

/// Choose a cause to act on, or no longer.
#[utoipa::path(put, path = "/api/v1/entries/{id}/causes/{number}/chosen", tag = "causes",
    params(EntryPath, CausePath, Once, Seen), request_body = CauseChoice,
    responses((status = 200, description = "Saved.", body = SavedEntry), Refused, Missing, Unkept))]
async fn choose_cause(
    Of(id): Of,
    Path(CausePath { number }): Path<CausePath>,
    Change { app, expected, said }: Change<CauseChoice>,
) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app
        .change_causes(id, expected, &CauseChange::Choose(number, said.chosen), Writer::Program)
        .await?
        .into())
}

/// Sort a cause by control.
#[utoipa::path(put, path = "/api/v1/entries/{id}/causes/{number}/control", tag = "causes",
    params(EntryPath, CausePath, Once, Seen), request_body = CauseControl,
    responses((status = 200, description = "Saved.", body = SavedEntry), Refused, Missing, Unkept))]
async fn sort_cause(
    Of(id): Of,
    Path(CausePath { number }): Path<CausePath>,
    Change { app, expected, said }: Change<CauseControl>,
) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app
        .change_causes(id, expected, &CauseChange::Sort(number, said.control), Writer::Program)
        .await?
        .into())
}

/// Describe the decision at a cause.
#[utoipa::path(put, path = "/api/v1/entries/{id}/causes/{number}/decision", tag = "causes",
    params(EntryPath, CausePath, Once, OnSeen), request_body = CauseDecision,
    responses((status = 200, description = "Saved.", body = SavedEntry), Refused, Missing, Unkept, Unseen))]
async fn describe_decision(
    Of(id): Of,
    Path(CausePath { number }): Path<CausePath>,
    On(Change { app, expected, said }): On<Change<CauseDecision>>,
) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app
        .change_causes(id, expected, &CauseChange::Decide(number, said.decision), Writer::Program)
        .await?
        .into())
}
