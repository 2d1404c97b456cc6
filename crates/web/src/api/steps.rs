//! What happens to a review beside its answers: paused, resumed, put off, opened again, undone.

use axum::extract::State;
use axum::http::StatusCode;
use hansei_app::AppError;
use hansei_method::standing::Said;
use hansei_method::text::Text;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Missing, Refused, SavedEntry, Unkept, Unseen, Versioned};
use super::request::{Act, Change, EntryPath, MustSee, Of, On, Once, Seen};
use super::schema::Schema;
use crate::error::WebError;
use crate::extract::Path;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(pause_review))
        .routes(routes!(resume_review))
        .routes(routes!(put_off_review))
        .routes(routes!(say_of_lesson))
        .routes(routes!(put_off_lesson))
        .routes(routes!(reopen_review))
        .routes(routes!(unpark_idea))
}

/// Until when a review is put off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "until": "2026-06-01"}))]
struct PutOff {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The day before which nothing asks about it; `null` lets it be asked about again.
    #[schema(required = true)]
    #[serde(deserialize_with = "Option::deserialize")]
    until: Option<Date>,
}

/// What is said of a lesson that came back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "said": "keep"}))]
struct SaidOfLesson {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// Whether it is still true, wants practice, or is done with.
    said: Said,
}

/// Why a review is opened again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "reason": "The supplier sent their own report"}))]
struct Reopen {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// What is new: a fact, a cause, something to do.
    #[schema(value_type = Option<String>, min_length = 1)]
    reason: Option<Text>,
}

/// Names a parked idea.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct ParkedPath {
    /// The idea's place in `parked`, from 0.
    place: usize,
}

/// Stop the clock.
#[utoipa::path(post, path = "/api/v1/entries/{id}/pause", tag = "review", params(EntryPath, Once, Seen),
    responses((status = 200, description = "The clock stands.", body = SavedEntry), Refused, Missing, Unkept))]
async fn pause_review(Of(id): Of, Act { app, expected }: Act) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app.pause(id, expected).await?.into())
}

/// Start the clock.
///
/// Also lets a review that was put off be asked about again.
#[utoipa::path(post, path = "/api/v1/entries/{id}/resume", tag = "review", params(EntryPath, Once, Seen),
    responses((status = 200, description = "The clock runs.", body = SavedEntry), Refused, Missing, Unkept))]
async fn resume_review(Of(id): Of, Act { app, expected }: Act) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app.resume(id, expected).await?.into())
}

/// Put a review off.
#[utoipa::path(post, path = "/api/v1/entries/{id}/put-off", tag = "review", params(EntryPath, Once, Seen),
    request_body = PutOff,
    responses((status = 200, description = "Nothing asks about it before that day.", body = SavedEntry),
        Refused, Missing, Unkept))]
async fn put_off_review(
    Of(id): Of,
    Change { app, expected, said }: Change<PutOff>,
) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app.put_off(id, expected, said.until).await?.into())
}

/// Say whether a lesson is still true.
///
/// No other lesson comes back on the same day. A retired lesson does not come back at all.
#[utoipa::path(post, path = "/api/v1/entries/{id}/lesson", tag = "review", params(EntryPath, Once, Seen),
    request_body = SaidOfLesson,
    responses((status = 200, description = "It is kept.", body = SavedEntry), Refused, Missing, Unkept))]
async fn say_of_lesson(
    Of(id): Of,
    Change { app, expected, said }: Change<SaidOfLesson>,
) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app.say_of_lesson(id, expected, said.said).await?.into())
}

/// Let no lesson come back before tomorrow.
#[utoipa::path(post, path = "/api/v1/today/no-lesson", tag = "today",
    responses((status = 204, description = "None comes back today."), Refused))]
async fn put_off_lesson(State(web): State<Web>) -> Result<StatusCode, WebError> {
    web.app.no_more_lessons_today().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Open a finished review again.
#[utoipa::path(post, path = "/api/v1/entries/{id}/reopen", tag = "review", params(EntryPath, Once, Seen),
    request_body = Reopen,
    responses((status = 200, description = "It is open.", body = SavedEntry), Refused, Missing, Unkept))]
async fn reopen_review(
    Of(id): Of,
    Change { app, expected, said }: Change<Reopen>,
) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app.reopen(id, expected, said.reason.as_ref()).await?.into())
}

/// Take a parked idea out.
///
/// An idea is named by its place, and places move up when one goes; so the version that was read is needed, and the same
/// request sent twice takes one idea out.
#[utoipa::path(delete, path = "/api/v1/entries/{id}/parked/{place}", tag = "review",
    params(EntryPath, ParkedPath, Once, MustSee),
    responses((status = 200, description = "It is out.", body = SavedEntry), Refused, Missing, Unkept, Unseen))]
async fn unpark_idea(
    Of(id): Of,
    Path(ParkedPath { place }): Path<ParkedPath>,
    On(Act { app, expected }): On<Act>,
) -> Result<Versioned<SavedEntry>, WebError> {
    let lacking = || {
        let sentence = "send the ETag of the entry as If-Match: a place names an idea in one version only";
        AppError::Invalid(sentence.to_owned())
    };
    let expected = expected.ok_or_else(lacking)?;
    Ok(app.unpark(id, Some(expected), place).await?.into())
}
