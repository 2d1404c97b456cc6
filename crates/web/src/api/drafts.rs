//! Drafts: what was typed and not yet saved.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hansei_app::AppError;
use hansei_method::question::Question;
use hansei_store::Draft;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Missing, Refused, Unkept};
use super::request::{Act, Change, EntryPath, Of};
use super::schema::Schema;
use crate::error::WebError;
use crate::extract::Path;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(read_draft, keep_draft, drop_draft))
}

/// Names the question that a draft is for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct DraftPath {
    /// The question.
    #[param(inline)]
    question: Question,
}

/// What was typed so far.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DraftSaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The text, in whatever form the program that keeps it likes; at most 4 MiB.
    body: String,
    /// The version of the entry that was read when it was begun; left out, the one that is there now.
    #[schema(minimum = 1)]
    based_on: Option<i64>,
}

/// What was typed and not yet saved.
#[derive(Debug, Serialize, ToSchema)]
struct DraftView {
    schema: Schema,
    /// The question it is for.
    question: String,
    /// The text.
    body: String,
    /// When it was kept.
    saved_at: Timestamp,
    /// The version of the entry that it was begun on.
    based_on: i64,
}

impl From<Draft> for DraftView {
    fn from(draft: Draft) -> Self {
        let Draft { question, body, saved_at, based_on } = draft;
        Self { schema: Schema, question, body, saved_at, based_on }
    }
}

/// Read a draft.
#[utoipa::path(get, path = "/api/v1/entries/{id}/drafts/{question}", tag = "drafts", params(EntryPath, DraftPath),
    responses((status = 200, description = "What was typed.", body = DraftView), Refused, Missing))]
async fn read_draft(
    State(web): State<Web>,
    Of(id): Of,
    Path(DraftPath { question }): Path<DraftPath>,
) -> Result<Json<DraftView>, WebError> {
    let draft = web.app.draft(id, question).await?;
    let none =
        || AppError::NotFound("nothing waits here that was not saved; read the review instead".to_owned());
    Ok(Json(draft.ok_or_else(none)?.into()))
}

/// Keep a draft.
///
/// Over the one that was kept before. Sending it twice does no more than sending it once.
#[utoipa::path(put, path = "/api/v1/entries/{id}/drafts/{question}", tag = "drafts", params(EntryPath, DraftPath),
    request_body = DraftSaid,
    responses((status = 204, description = "Kept."), Refused, Missing, Unkept))]
async fn keep_draft(
    Of(id): Of,
    Path(DraftPath { question }): Path<DraftPath>,
    Change { app, said, .. }: Change<DraftSaid>,
) -> Result<StatusCode, WebError> {
    app.keep_draft(id, question, said.body, said.based_on).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Throw a draft away.
#[utoipa::path(delete, path = "/api/v1/entries/{id}/drafts/{question}", tag = "drafts", params(EntryPath, DraftPath),
    responses((status = 204, description = "Nothing waits any more."), Refused, Missing, Unkept))]
async fn drop_draft(
    Of(id): Of,
    Path(DraftPath { question }): Path<DraftPath>,
    Act { app, .. }: Act,
) -> Result<StatusCode, WebError> {
    app.drop_draft(id, question, None).await?;
    Ok(StatusCode::NO_CONTENT)
}
