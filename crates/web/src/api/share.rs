//! Sharing one entry with one trusted person: the document, and what to look at before it is handed over.

use axum::Json;
use axum::extract::State;
use hansei_app::redaction::{Redactions, Replaced, Suggested};
use hansei_app::share::{self, Form, Options, Part, Shared};
use hansei_method::text::Line;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Missing, Refused, Unkept};
use super::request::{Asked, EntryPath, Of};
use super::schema::Schema;
use crate::error::WebError;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(share_entry))
}

/// What is shared, with whom, and what is replaced in it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "schema": 1, "form": "html", "for_whom": "Grace", "parts": ["situation", "intended", "happened"],
    "replace": [{"from": "Meridian", "to": "the client"}]
}))]
struct ShareAsked {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The form of the document.
    form: ShareForm,
    /// Whom it is for; not named when left out.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 300)]
    for_whom: Option<Line>,
    /// The parts that are shown; all but what lies beside the review when left out.
    parts: Option<Vec<SharePart>>,
    /// The names that are replaced.
    #[serde(default)]
    #[schema(max_items = 200)]
    replace: Vec<Replacement>,
}

/// The form of a shared document.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ShareForm {
    /// A page that every browser opens and prints.
    Html,
    /// A text.
    Markdown,
}

/// One part of an entry. The title and the date are always there.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SharePart {
    /// The situation, the kind of event and the tags.
    Situation,
    /// What was written down first, beyond the title.
    Body,
    /// Question 1.
    Intended,
    /// Question 2.
    Happened,
    /// Question 3.
    Why,
    /// Question 4.
    Next,
    /// What lies beside the answers: feelings, ideas that wait, the time spent.
    Beside,
}

/// A name, and what stands there instead: whole words in any case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Replacement {
    /// What to replace.
    #[schema(max_length = 300)]
    pub(super) from: String,
    /// What to put there.
    #[schema(max_length = 300)]
    pub(super) to: String,
}

/// What would be handed over.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ShareView {
    schema: Schema,
    /// The whole document.
    document: String,
    /// What was replaced, and how often; 0 for what stands nowhere.
    replaced: Vec<ReplacedName>,
    /// What is still there and may tell who is meant.
    left: Vec<LeftName>,
}

/// How often something was replaced.
#[derive(Debug, Serialize, ToSchema)]
struct ReplacedName {
    /// What was replaced.
    from: String,
    /// What stands there now.
    to: String,
    /// How often.
    count: usize,
}

/// Something that may tell who is meant.
#[derive(Debug, Serialize, ToSchema)]
struct LeftName {
    /// As it stands there.
    name: String,
    /// How often.
    count: usize,
}

impl From<ShareForm> for Form {
    fn from(form: ShareForm) -> Self {
        match form {
            ShareForm::Html => Self::Html,
            ShareForm::Markdown => Self::Markdown,
        }
    }
}

impl From<SharePart> for Part {
    fn from(part: SharePart) -> Self {
        match part {
            SharePart::Situation => Self::Situation,
            SharePart::Body => Self::Body,
            SharePart::Intended => Self::Intended,
            SharePart::Happened => Self::Happened,
            SharePart::Why => Self::Why,
            SharePart::Next => Self::Next,
            SharePart::Beside => Self::Beside,
        }
    }
}

impl From<Shared> for ShareView {
    fn from(shared: Shared) -> Self {
        let replaced = |Replaced { from, to, count }| ReplacedName { from, to, count };
        let left = |Suggested { name, count }| LeftName { name, count };
        Self {
            schema: Schema,
            document: shared.document,
            replaced: shared.replaced.into_iter().map(replaced).collect(),
            left: shared.left.into_iter().map(left).collect(),
        }
    }
}

/// Write an entry for one trusted person.
///
/// Nothing is sent anywhere and nothing is kept: the document is handed back, to be looked at and passed on.
#[utoipa::path(post, path = "/api/v1/entries/{id}/share", tag = "files", params(EntryPath), request_body = ShareAsked,
    responses((status = 200, description = "The document.", body = ShareView), Refused, Missing, Unkept))]
async fn share_entry(
    State(web): State<Web>,
    Of(id): Of,
    Asked(asked): Asked<ShareAsked>,
) -> Result<Json<ShareView>, WebError> {
    let kept = web.app.entry(id).await?;
    let usual = Options::usual(web.app.now().date());
    let parts = asked.parts.map_or(usual.parts.clone(), |parts| parts.into_iter().map(Part::from).collect());
    let options = Options { for_whom: asked.for_whom, parts, ..usual };
    let redactions = Redactions::new(asked.replace.into_iter().map(|pair| (pair.from, pair.to)))?;
    Ok(Json(share::preview(&kept.entry, &redactions, asked.form.into(), &options).into()))
}
