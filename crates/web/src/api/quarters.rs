//! Reviews of a period: drafts that change, and what was frozen of them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use hansei_app::quarter::{LookedBack, document, is_as_frozen};
use hansei_app::share::Form;
use hansei_app::{AppError, Saved};
use hansei_method::id::QuarterId;
use hansei_method::quarter::{Answers, Period, Quarter, Report};
use hansei_store::KeptQuarter;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Made, Missing, Refused, Senseless, Unkept, Unseen, Versioned};
use super::request::{Act, Change, On, OnSeen, Once, Seen};
use super::schema::Schema;
use crate::error::WebError;
use crate::extract::{Path, Query};
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list_quarters, begin_quarter))
        .routes(routes!(tell_period))
        .routes(routes!(skip_quarter))
        .routes(routes!(set_quarter_rhythm))
        .routes(routes!(read_quarter, answer_quarter, remove_quarter))
        .routes(routes!(freeze_quarter))
        .routes(routes!(take_back_quarter))
        .routes(routes!(erase_quarter))
        .routes(routes!(write_quarter))
}

/// Names a review.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct QuarterPath {
    /// The review's id.
    id: QuarterId,
}

/// Names a period.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PeriodAsked {
    /// The period: a year, a month as 2026-05, a quarter with Q and its number in the place of the month, a half with H, or
    /// two days as 2026-01-01..2026-06-30.
    #[param(example = "2026-05")]
    period: String,
}

/// Says in which form a review is written.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct WrittenAs {
    /// The form: html or markdown.
    #[serde(default, rename = "as")]
    #[param(example = "markdown", pattern = "^(html|markdown|md)$")]
    form: String,
}

/// A review in the list.
#[derive(Debug, Serialize, ToSchema)]
struct QuarterLine {
    /// The review.
    id: QuarterId,
    /// Its version.
    #[schema(minimum = 1)]
    version: i64,
    /// What it looks back on.
    period: Period,
    /// The name of that.
    #[schema(example = "Second quarter of 2026")]
    name: String,
    /// Whether it is frozen.
    is_frozen: bool,
    /// Its fingerprint, once it is frozen.
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
}

/// The reviews, and what is due.
#[derive(Debug, Serialize, ToSchema)]
struct QuarterList {
    schema: Schema,
    /// The day from which the next one is due; left out while the log is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// Whether that day has come. It can be skipped at no cost.
    is_due: bool,
    /// The period that is offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    offered: Option<Period>,
    /// The months from one to the next.
    #[schema(minimum = 1, maximum = 12)]
    months: u8,
    /// Drafts, of the latest period first.
    drafts: Vec<QuarterLine>,
    /// What was frozen, of the latest period first.
    frozen: Vec<QuarterLine>,
}

/// A review with what the log tells of its period.
#[derive(Debug, Serialize, ToSchema)]
struct QuarterView {
    schema: Schema,
    /// Its version; also the `ETag`.
    #[schema(minimum = 1)]
    version: i64,
    /// What the person says, and what was frozen.
    quarter: Quarter,
    /// What the log tells: what was frozen, or what it tells now.
    report: Report,
    /// Whether a frozen one is what was frozen, by its fingerprint; left out where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_as_frozen: Option<bool>,
}

/// What the log tells of a period.
#[derive(Debug, Serialize, ToSchema)]
struct PeriodView {
    schema: Schema,
    /// The period.
    period: Period,
    /// What the log tells of it.
    report: Report,
}

/// A period to look back on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "period": "2026-01-01..2026-06-30"}))]
struct NewQuarter {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The period; left out, it is the one that is offered.
    period: Option<String>,
}

/// What the person says of a period; what is left out is taken out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "answers": {"taken": "Most of it came down to handing over."}}))]
struct QuarterSaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The answers.
    answers: Answers,
}

/// How often a review is due.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct QuarterRhythm {
    #[serde(default)]
    #[schema(required = false)]
    schema: Schema,
    /// The months from one to the next.
    #[schema(minimum = 1, maximum = 12)]
    months: u8,
}

/// What was saved of a review.
#[derive(Debug, Serialize, ToSchema)]
struct SavedQuarter {
    schema: Schema,
    /// The review.
    id: QuarterId,
    /// Its version now; also the `ETag`.
    #[schema(minimum = 1)]
    version: i64,
}

fn line(kept: &KeptQuarter) -> QuarterLine {
    let KeptQuarter { quarter, version, .. } = kept;
    QuarterLine {
        id: quarter.id,
        version: *version,
        period: quarter.period,
        name: quarter.period.name(),
        is_frozen: quarter.frozen.is_some(),
        fingerprint: quarter.frozen.as_ref().and_then(|frozen| frozen.fingerprint.clone()),
    }
}

fn saved(Saved { id, version }: Saved<QuarterId>) -> Versioned<SavedQuarter> {
    Versioned::new(version, SavedQuarter { schema: Schema, id, version })
}

fn period(text: &str) -> Result<Period, AppError> {
    Ok(text.parse::<Period>()?)
}

/// List the reviews of periods, and what is due.
#[utoipa::path(get, path = "/api/v1/quarters", tag = "quarters",
    responses((status = 200, description = "The reviews.", body = QuarterList), Refused))]
async fn list_quarters(State(web): State<Web>) -> Result<Json<QuarterList>, WebError> {
    let quarters = web.app.quarters().await?;
    Ok(Json(QuarterList {
        schema: Schema,
        due_on: quarters.due_on,
        is_due: quarters.is_due(web.app.now().date()),
        offered: quarters.offered,
        months: quarters.rhythm.months,
        drafts: quarters.drafts.iter().map(line).collect(),
        frozen: quarters.frozen.iter().map(line).collect(),
    }))
}

/// Begin the review of a period.
///
/// A draft that was begun is gone on with; a period that has a frozen review is refused with 409.
#[utoipa::path(post, path = "/api/v1/quarters", tag = "quarters", params(Once), request_body = NewQuarter,
    responses((status = 201, description = "Begun.", body = SavedQuarter,
        headers(("ETag" = String, description = "The version."), ("Location" = String, description = "The review."))),
        Refused, Unkept))]
async fn begin_quarter(Change { app, said, .. }: Change<NewQuarter>) -> Result<Made<SavedQuarter>, WebError> {
    let period = said.period.as_deref().map(period).transpose()?;
    let Saved { id, version } = app.begin_quarter(period).await?;
    Ok(Made::at(format!("/api/v1/quarters/{id}"), version, SavedQuarter { schema: Schema, id, version }))
}

/// Tell what the log holds of a period, without beginning a review.
#[utoipa::path(get, path = "/api/v1/quarters/report", tag = "quarters", params(PeriodAsked),
    responses((status = 200, description = "What the log tells.", body = PeriodView), Refused, Senseless))]
async fn tell_period(
    State(web): State<Web>,
    Query(asked): Query<PeriodAsked>,
) -> Result<Json<PeriodView>, WebError> {
    let period = period(&asked.period)?;
    let report = web.app.report_of(period).await?;
    Ok(Json(PeriodView { schema: Schema, period, report }))
}

/// Skip the review that is due.
///
/// The next one is due as if it had been done; nothing else is kept of that.
#[utoipa::path(post, path = "/api/v1/quarters/skip", tag = "quarters",
    responses((status = 204, description = "Skipped."), Refused, Unkept))]
async fn skip_quarter(Act { app, .. }: Act) -> Result<StatusCode, WebError> {
    app.skip_quarter().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Choose how often a review is due.
#[utoipa::path(put, path = "/api/v1/quarters/rhythm", tag = "quarters", request_body = QuarterRhythm,
    responses((status = 200, description = "Kept.", body = QuarterRhythm), Refused, Unkept))]
async fn set_quarter_rhythm(
    Change { app, said, .. }: Change<QuarterRhythm>,
) -> Result<Json<QuarterRhythm>, WebError> {
    let rhythm = app.review_every(said.months).await?;
    Ok(Json(QuarterRhythm { schema: Schema, months: rhythm.months }))
}

/// Read a review with what the log tells of its period.
#[utoipa::path(get, path = "/api/v1/quarters/{id}", tag = "quarters", params(QuarterPath),
    responses((status = 200, description = "The review.", body = QuarterView,
        headers(("ETag" = String, description = "The version."))), Refused, Missing))]
async fn read_quarter(
    State(web): State<Web>,
    Path(path): Path<QuarterPath>,
) -> Result<Versioned<QuarterView>, WebError> {
    let LookedBack { kept, report } = web.app.look_back(path.id).await?;
    let is_as_frozen = is_as_frozen(&kept.quarter);
    let KeptQuarter { quarter, version, .. } = kept;
    Ok(Versioned::new(version, QuarterView { schema: Schema, version, quarter, report, is_as_frozen }))
}

/// Say something of a period.
///
/// A frozen review takes nothing more.
#[utoipa::path(put, path = "/api/v1/quarters/{id}", tag = "quarters", params(QuarterPath, Once, OnSeen),
    request_body = QuarterSaid,
    responses((status = 200, description = "Saved.", body = SavedQuarter,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept, Unseen))]
async fn answer_quarter(
    Path(path): Path<QuarterPath>,
    On(Change { app, expected, said }): On<Change<QuarterSaid>>,
) -> Result<Versioned<SavedQuarter>, WebError> {
    Ok(saved(app.answer_quarter(path.id, expected, |answers| *answers = said.answers.clone()).await?))
}

/// Freeze a review.
///
/// There is no way back. What was decided of lessons is done with it.
#[utoipa::path(post, path = "/api/v1/quarters/{id}/freeze", tag = "quarters", params(QuarterPath, Once, Seen),
    responses((status = 200, description = "Frozen.", body = SavedQuarter,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn freeze_quarter(
    Path(path): Path<QuarterPath>,
    Act { app, expected }: Act,
) -> Result<Versioned<SavedQuarter>, WebError> {
    Ok(saved(app.freeze_quarter(path.id, expected).await?))
}

/// Remove a review.
///
/// It can be taken back.
#[utoipa::path(delete, path = "/api/v1/quarters/{id}", tag = "quarters", params(QuarterPath, Once, OnSeen),
    responses((status = 200, description = "Removed.", body = SavedQuarter,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept, Unseen))]
async fn remove_quarter(
    Path(path): Path<QuarterPath>,
    On(Act { app, expected }): On<Act>,
) -> Result<Versioned<SavedQuarter>, WebError> {
    Ok(saved(app.remove_quarter(path.id, expected).await?))
}

/// Take a removed review back.
#[utoipa::path(post, path = "/api/v1/quarters/{id}/take-back", tag = "quarters",
    params(QuarterPath, Once, Seen),
    responses((status = 200, description = "It is there again.", body = SavedQuarter,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn take_back_quarter(
    Path(path): Path<QuarterPath>,
    Act { app, expected }: Act,
) -> Result<Versioned<SavedQuarter>, WebError> {
    Ok(saved(app.take_back_quarter(path.id, expected).await?))
}

/// Erase a review for good.
///
/// Removed or not. There is no way back.
#[utoipa::path(post, path = "/api/v1/quarters/{id}/erase", tag = "quarters", params(QuarterPath, Once, Seen),
    responses((status = 204, description = "Nothing of it is left."), Refused, Missing, Unkept))]
async fn erase_quarter(
    Path(path): Path<QuarterPath>,
    Act { app, expected }: Act,
) -> Result<StatusCode, WebError> {
    app.erase_quarter(path.id, expected).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Write a review as a document that needs nothing else.
#[utoipa::path(get, path = "/api/v1/quarters/{id}/document", tag = "quarters", params(QuarterPath, WrittenAs),
    responses((status = 200, description = "The document.",
        content((String = "text/html"), (String = "text/markdown"))), Refused, Missing))]
async fn write_quarter(
    State(web): State<Web>,
    Path(path): Path<QuarterPath>,
    Query(written): Query<WrittenAs>,
) -> Result<impl IntoResponse, WebError> {
    let form = if written.form.is_empty() { Some(Form::Markdown) } else { Form::from_word(&written.form) };
    let form = form.ok_or_else(|| {
        AppError::Invalid("a review is written as html or as markdown; ask for one of them".to_owned())
    })?;
    let look = web.app.look_back(path.id).await?;
    let media = match form {
        Form::Html => "text/html; charset=utf-8",
        Form::Markdown => "text/markdown; charset=utf-8",
    };
    Ok(([(CONTENT_TYPE, media)], document(&look.kept.quarter, &look.report, form)))
}
