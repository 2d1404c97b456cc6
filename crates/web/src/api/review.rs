//! The review of an entry: read, answered, passed over, closed.

use axum::Json;
use axum::extract::State;
use hansei_app::review::Reviewed;
use hansei_method::account::Account;
use hansei_method::analysis::Analysis;
use hansei_method::answers::Skips;
use hansei_method::entry::{Kind, Significance};
use hansei_method::intention::Intention;
use hansei_method::plan::Plan;
use hansei_method::text::Text;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Missing, Refused, SavedEntry, Unkept, Unseen, Versioned};
use super::request::{Change, EntryPath, Field, Of, On, OnSeen, Once};
use super::review_view::{Checklist, GapTable, ReviewView};
use super::schema::Schema;
use crate::error::WebError;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(read_review, answer_review))
        .routes(routes!(read_gap))
        .routes(routes!(read_checklist))
}

/// What is said in one go about a review: all of it is kept, or nothing. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "schema": 1,
    "intended": {
        "statement": "Deliver the proposal on 15 March for under $200K",
        "targets": [
            {"number": 1, "name": "Deadline", "slot": {"deadline": "2026-03-15"}},
            {"number": 2, "name": "Budget", "slot": {"amount": "under $200K"}}
        ]
    },
    "happened": {
        "moments": [{"when": "2026-03-22", "what": "The proposal went out", "source": "the sent mail"}],
        "outcomes": [{"target": 1, "actual": {"date": "2026-03-22"}}]
    }
}))]
struct ReviewChange {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// What sort of event it was.
    kind: Option<Kind>,
    /// How deep the review goes.
    significance: Option<Significance>,
    /// The answer to question 1, whole.
    intended: Option<Intention>,
    /// The answer to question 2, whole.
    happened: Option<Account>,
    /// The answer to question 3, whole.
    why: Option<Analysis>,
    /// The answer to question 4, whole.
    next: Option<Plan>,
    /// The reasons for questions that are passed over.
    #[serde(default)]
    skipped: Skips,
    /// Ideas for question 4 that come early.
    #[serde(default)]
    park: Vec<Text>,
    /// How it felt; `null` takes it away.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1)]
    feeling: Field<Text>,
    /// Whom the person could tell; `null` takes it away.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1)]
    confidant: Field<Text>,
    /// Whether the review is closed with this.
    #[serde(default)]
    finish: bool,
}

impl From<ReviewChange> for Reviewed {
    fn from(said: ReviewChange) -> Self {
        Self {
            kind: said.kind,
            significance: said.significance,
            intended: said.intended,
            happened: said.happened,
            why: said.why,
            next: said.next,
            skipped: said.skipped,
            park: said.park,
            feeling: said.feeling.changed(),
            confidant: said.confidant.changed(),
            finish: said.finish,
            ..Self::default()
        }
    }
}

/// Read a review.
///
/// The answers so far, and what hansei would ask next.
#[utoipa::path(get, path = "/api/v1/entries/{id}/review", tag = "review", params(EntryPath),
    responses((status = 200, description = "The review.", body = ReviewView,
        headers(("ETag" = String, description = "The version."))), Refused, Missing))]
async fn read_review(State(web): State<Web>, Of(id): Of) -> Result<Versioned<ReviewView>, WebError> {
    let kept = web.app.entry(id).await?;
    Ok(Versioned::new(kept.version, ReviewView::of(&kept)))
}

/// Answer, pass over, park, close.
///
/// A question opens when the one before it has an answer or a reason for none. What was typed as a draft for an
/// answered question is dropped.
#[utoipa::path(patch, path = "/api/v1/entries/{id}/review", tag = "review", params(EntryPath, Once, OnSeen),
    request_body = ReviewChange,
    responses((status = 200, description = "Saved.", body = SavedEntry,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept, Unseen))]
async fn answer_review(
    Of(id): Of,
    On(Change { app, expected, said }): On<Change<ReviewChange>>,
) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app.review(id, expected, &said.into()).await?.into())
}

/// Read the gap.
///
/// What was intended beside what came, with the differences computed.
#[utoipa::path(get, path = "/api/v1/entries/{id}/gap", tag = "review", params(EntryPath),
    responses((status = 200, description = "The gap, empty before question 2 has an answer.", body = GapTable),
        Refused, Missing))]
async fn read_gap(State(web): State<Web>, Of(id): Of) -> Result<Json<GapTable>, WebError> {
    Ok(Json(GapTable::of(&web.app.entry(id).await?.entry)))
}

/// Read what the review holds.
///
/// A checklist at the depth of the review, never a grade.
#[utoipa::path(get, path = "/api/v1/entries/{id}/checklist", tag = "review", params(EntryPath),
    responses((status = 200, description = "The checklist.", body = Checklist), Refused, Missing))]
async fn read_checklist(State(web): State<Web>, Of(id): Of) -> Result<Json<Checklist>, WebError> {
    Ok(Json(Checklist::of(&web.app.entry(id).await?.entry)))
}
