//! Attempts at one goal: listed beside one another, and a further one begun.

use axum::Json;
use axum::extract::State;
use hansei_method::attempt::EarlierLesson;
use hansei_method::id::EntryId;
use hansei_method::record::Record;
use hansei_method::stage::StageKind;
use hansei_method::text::Text;
use hansei_store::Kept;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Made, Missing, Refused, SavedEntry, Unkept, Versioned};
use super::request::{Change, EntryPath, Of, Once, Seen};
use super::schema::Schema;
use crate::error::WebError;
use crate::extract::Path;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list_attempts, begin_attempt)).routes(routes!(answer_lesson))
}

/// The attempts at one goal.
#[derive(Debug, Serialize, ToSchema)]
struct Attempts {
    schema: Schema,
    /// First to last; one alone when nobody tried again.
    attempts: Vec<AttemptLine>,
}

/// One attempt, with what is compared.
#[derive(Debug, Serialize, ToSchema)]
struct AttemptLine {
    /// The entry.
    id: EntryId,
    /// Its version.
    #[schema(minimum = 1)]
    version: i64,
    /// Its place in the chain, from 1.
    #[schema(minimum = 1)]
    number: u32,
    /// What happened, in one line.
    title: String,
    /// How far its review has come.
    stage: StageKind,
    /// What was changed this time.
    changed: Option<String>,
    /// The four fields of the log.
    record: Record,
    /// The earlier lessons, and what was said about each.
    lessons: Vec<EarlierLesson>,
}

/// A further attempt.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "text": "Second proposal for the same client", "changed": "A colleague reads the figures first"}))]
struct NewAttempt {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// What it is, as captured.
    #[schema(min_length = 1)]
    text: String,
    /// What is changed this time; one change at a time tells most.
    #[schema(value_type = Option<String>, min_length = 1)]
    changed: Option<Text>,
}

/// Names an earlier lesson.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct LessonPath {
    /// The lesson's place in `lessons`, from 0.
    place: usize,
}

/// Whether an earlier lesson applies.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LessonSaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// Whether it does; `null` takes the answer back.
    #[schema(required = true)]
    #[serde(deserialize_with = "Option::deserialize")]
    applies: Option<bool>,
}

impl From<Kept> for AttemptLine {
    fn from(kept: Kept) -> Self {
        let Kept { entry, version, .. } = kept;
        let (record, stage) = (entry.record(), entry.review.answers.kind());
        let (number, changed, lessons) = match entry.attempt {
            Some(attempt) => (attempt.number, attempt.changed.map(String::from), attempt.lessons),
            None => (1, None, Vec::new()),
        };
        Self { id: entry.id, version, number, title: entry.title.into(), stage, changed, record, lessons }
    }
}

/// List the attempts at the same goal.
#[utoipa::path(get, path = "/api/v1/entries/{id}/attempts", tag = "attempts", params(EntryPath),
    responses((status = 200, description = "The attempts, first to last.", body = Attempts), Refused, Missing))]
async fn list_attempts(State(web): State<Web>, Of(id): Of) -> Result<Json<Attempts>, WebError> {
    let attempts = web.app.attempts(id).await?;
    Ok(Json(Attempts { schema: Schema, attempts: attempts.into_iter().map(AttemptLine::from).collect() }))
}

/// Begin another attempt.
///
/// A new entry with the same intention, linked to the ones before it, with their lessons to be asked about.
#[utoipa::path(post, path = "/api/v1/entries/{id}/attempts", tag = "attempts", params(EntryPath, Once, Seen),
    request_body = NewAttempt,
    responses((status = 201, description = "The new entry.", body = SavedEntry,
        headers(("ETag" = String, description = "The version."), ("Location" = String, description = "The entry."))),
        Refused, Missing, Unkept))]
async fn begin_attempt(
    Of(id): Of,
    Change { app, expected, said }: Change<NewAttempt>,
) -> Result<Made<SavedEntry>, WebError> {
    let saved = app.attempt_again(id, expected, &said.text, said.changed).await?;
    Ok(Made::new(saved, saved.into()))
}

/// Say whether an earlier lesson applies.
#[utoipa::path(put, path = "/api/v1/entries/{id}/lessons/{place}", tag = "attempts",
    params(EntryPath, LessonPath, Once, Seen), request_body = LessonSaid,
    responses((status = 200, description = "Saved.", body = SavedEntry), Refused, Missing, Unkept))]
async fn answer_lesson(
    Of(id): Of,
    Path(LessonPath { place }): Path<LessonPath>,
    Change { app, expected, said }: Change<LessonSaid>,
) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app.lesson_applies(id, expected, place, said.applies).await?.into())
}
