//! What is observed of what is practised: noted, answered, corrected, taken back.

use axum::extract::State;
use hansei_app::practice::Noted;
use hansei_app::practice::view::ObservationView;
use hansei_app::{AppError, Saved};
use hansei_method::id::OpportunityId;
use hansei_method::occurred::Occurred;
use hansei_method::opportunity::{Outcome, Witness};
use hansei_method::text::Line;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Made, Missing, Refused, Unkept, Versioned};
use super::practices::PracticePath;
use super::request::{Act, Change, Once, Seen};
use super::schema::Schema;
use crate::error::WebError;
use crate::extract::Path;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(note_moment))
        .routes(routes!(read_observation, correct_observation, remove_observation))
        .routes(routes!(answer_moment))
        .routes(routes!(undo_observation))
}

/// Names an observation.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OpportunityPath {
    /// The observation's id.
    id: OpportunityId,
}

/// What is said of one moment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "outcome": {"met": {"did": "done", "recurred": "no"}}, "when": "2026-03-02",
    "known": "artefact", "context": "on call"}))]
struct MomentSaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// What there was to see. Whether it was done and whether the failure came back are two things.
    outcome: Outcome,
    /// When it was; left out, it is today, or the day of the moment that is answered or written anew.
    when: Option<Occurred>,
    /// How one knows; by one's own memory when left out.
    #[serde(default)]
    known: Witness,
    /// The situation: a project, a place, people by their roles.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 300)]
    context: Option<Line>,
    /// A line about it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 300)]
    note: Option<Line>,
}

/// One observation, in an answer of its own.
#[derive(Debug, Serialize, ToSchema)]
struct OneObservation {
    schema: Schema,
    /// What was observed.
    #[serde(flatten)]
    observation: ObservationView,
}

/// What was saved of an observation.
#[derive(Debug, Serialize, ToSchema)]
struct SavedObservation {
    schema: Schema,
    /// The observation.
    id: OpportunityId,
    /// Its version now; also the `ETag`.
    #[schema(minimum = 1)]
    version: i64,
}

impl From<MomentSaid> for Noted {
    fn from(said: MomentSaid) -> Self {
        let MomentSaid { outcome, when, known, context, note, .. } = said;
        Self { outcome, when, known, context, note }
    }
}

fn saved(Saved { id, version }: Saved<OpportunityId>) -> Versioned<SavedObservation> {
    Versioned::new(version, SavedObservation { schema: Schema, id, version })
}

/// Note a moment.
///
/// A moment of that day that waits for an answer is answered with it.
#[utoipa::path(post, path = "/api/v1/practices/{id}/opportunities", tag = "practice",
    params(PracticePath, Once), request_body = MomentSaid,
    responses((status = 201, description = "Kept.", body = SavedObservation,
        headers(("ETag" = String, description = "The version."), ("Location" = String, description = "The observation."))),
        Refused, Missing, Unkept))]
async fn note_moment(
    Path(path): Path<PracticePath>,
    Change { app, said, .. }: Change<MomentSaid>,
) -> Result<Made<SavedObservation>, WebError> {
    let Saved { id, version } = app.note_moment(path.id, &said.into()).await?;
    let place = format!("/api/v1/opportunities/{id}");
    Ok(Made::at(place, version, SavedObservation { schema: Schema, id, version }))
}

/// Read an observation.
#[utoipa::path(get, path = "/api/v1/opportunities/{id}", tag = "practice", params(OpportunityPath),
    responses((status = 200, description = "The observation.", body = OneObservation,
        headers(("ETag" = String, description = "The version."))), Refused, Missing))]
async fn read_observation(
    State(web): State<Web>,
    Path(path): Path<OpportunityPath>,
) -> Result<Versioned<OneObservation>, WebError> {
    let kept = web.app.find_moment(&path.id.to_string()).await?;
    if kept.removed_at.is_some() {
        let sentence = "this observation was taken out; undo brings it back";
        return Err(WebError(AppError::NotFound(sentence.to_owned())));
    }
    Ok(Versioned::new(kept.version, OneObservation { schema: Schema, observation: kept.into() }))
}

/// Write an observation anew.
///
/// Whatever was said of it. Undo brings back what was said before.
#[utoipa::path(put, path = "/api/v1/opportunities/{id}", tag = "practice", params(OpportunityPath, Once, Seen),
    request_body = MomentSaid,
    responses((status = 200, description = "Kept.", body = SavedObservation,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn correct_observation(
    Path(path): Path<OpportunityPath>,
    Change { app, expected, said }: Change<MomentSaid>,
) -> Result<Versioned<SavedObservation>, WebError> {
    Ok(saved(app.correct_moment(path.id, expected, &said.into()).await?))
}

/// Take an observation out.
///
/// Undo brings it back.
#[utoipa::path(delete, path = "/api/v1/opportunities/{id}", tag = "practice",
    params(OpportunityPath, Once, Seen),
    responses((status = 200, description = "Taken out.", body = SavedObservation,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn remove_observation(
    Path(path): Path<OpportunityPath>,
    Act { app, expected }: Act,
) -> Result<Versioned<SavedObservation>, WebError> {
    Ok(saved(app.remove_moment(path.id, expected).await?))
}

/// Answer a moment that waits.
///
/// Also one that nobody answered in time. One that was answered is refused: write it anew instead.
#[utoipa::path(post, path = "/api/v1/opportunities/{id}/answer", tag = "practice",
    params(OpportunityPath, Once, Seen), request_body = MomentSaid,
    responses((status = 200, description = "Kept.", body = SavedObservation,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn answer_moment(
    Path(path): Path<OpportunityPath>,
    Change { app, expected, said }: Change<MomentSaid>,
) -> Result<Versioned<SavedObservation>, WebError> {
    Ok(saved(app.answer_moment(path.id, expected, &said.into()).await?))
}

/// Take back what was said last of an observation.
///
/// An answer leaves the moment waiting again, what was noted goes, what was written anew is as before. Asked again, it is as
/// it was; with an `Idempotency-Key` a repeated request takes back no more than once.
#[utoipa::path(post, path = "/api/v1/opportunities/{id}/undo", tag = "practice",
    params(OpportunityPath, Once, Seen),
    responses((status = 200, description = "Taken back.", body = SavedObservation,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn undo_observation(
    Path(path): Path<OpportunityPath>,
    Act { app, expected }: Act,
) -> Result<Versioned<SavedObservation>, WebError> {
    Ok(saved(app.undo_moment(path.id, expected).await?))
}
