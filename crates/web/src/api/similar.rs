//! What resembles an entry or a text, and what was said of two.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hansei_app::similar::{FEW, MOST_SIMILAR, Similar};
use hansei_method::id::EntryId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Missing, Refused, Senseless, Unkept};
use super::entries::invalid;
use super::line::EntryLine;
use super::request::{Asked, EntryPath, Of};
use super::schema::Schema;
use crate::error::WebError;
use crate::extract::Query;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list_similar, say_of_two)).routes(routes!(list_similar_to_text))
}

/// How many are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SimilarQuery {
    /// The most to list; 3 when it is left out.
    #[param(minimum = 1, maximum = 20)]
    pub(super) limit: Option<u8>,
    /// Whether those that are not near are listed too; only near ones when it is left out.
    #[serde(default)]
    pub(super) far: bool,
}

/// A text to compare the log with.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "text": "The client added requirements after the kickoff"}))]
pub(super) struct SimilarAsked {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The text; it is compared and not kept.
    #[schema(min_length = 1)]
    text: String,
    /// The most to list; 3 when it is left out.
    #[schema(minimum = 1, maximum = 20)]
    pub(super) limit: Option<u8>,
    /// Whether those that are not near are listed too; only near ones when it is left out.
    #[serde(default)]
    pub(super) far: bool,
}

/// What is said of two entries.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "other": "3f2a7e86-7d0f-4d0c-9a3e-1b2f0d3c4e5a", "same": true}))]
struct SaidOfTwo {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The other entry.
    other: EntryId,
    /// Whether they are the same kind; `null` takes back what was said.
    #[schema(required = true)]
    #[serde(deserialize_with = "Option::deserialize")]
    same: Option<bool>,
}

/// Entries that resemble what was asked.
#[derive(Debug, Serialize, ToSchema)]
struct SimilarEntries {
    schema: Schema,
    /// The most alike first.
    similar: Vec<SimilarEntry>,
}

/// One entry that resembles what was asked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SimilarEntry {
    /// The entry; its lesson was meant to prevent this.
    entry: EntryLine,
    /// Words that both have, the most telling first.
    shared: Vec<String>,
    /// Whether the person said that the two are the same kind; `null` where nothing was said.
    same: Option<bool>,
}

impl SimilarAsked {
    /// Returns the text; without a word in it there is nothing to compare.
    pub(super) fn text(&self) -> Result<&str, WebError> {
        match self.text.trim() {
            "" => Err(invalid("there is nothing to compare yet; send a text of a few words".to_owned())),
            _ => Ok(&self.text),
        }
    }
}

impl From<Similar> for SimilarEntry {
    fn from(similar: Similar) -> Self {
        Self { entry: similar.line.into(), shared: similar.shared, same: similar.same }
    }
}

fn listed(similar: Vec<Similar>) -> Json<SimilarEntries> {
    Json(SimilarEntries { schema: Schema, similar: similar.into_iter().map(SimilarEntry::from).collect() })
}

pub(super) fn most(limit: Option<u8>) -> Result<u8, WebError> {
    let most = limit.unwrap_or(FEW);
    if (1..=MOST_SIMILAR).contains(&most) {
        return Ok(most);
    }
    Err(invalid(format!("limit is {most}; send a number from 1 to {MOST_SIMILAR}")))
}

/// List the entries that resemble an entry.
///
/// Neither the other attempts at its goal nor what was said to be another kind is among them.
#[utoipa::path(get, path = "/api/v1/entries/{id}/similar", tag = "similar", params(EntryPath, SimilarQuery),
    responses((status = 200, description = "What resembles it.", body = SimilarEntries), Refused, Missing))]
async fn list_similar(
    State(web): State<Web>,
    Of(id): Of,
    Query(asked): Query<SimilarQuery>,
) -> Result<Json<SimilarEntries>, WebError> {
    let most = most(asked.limit)?;
    Ok(listed(web.app.similar_to(id, !asked.far, most).await?))
}

/// List the entries that resemble a text.
#[utoipa::path(post, path = "/api/v1/similar", tag = "similar", request_body = SimilarAsked,
    responses((status = 200, description = "What resembles it.", body = SimilarEntries), Refused, Senseless, Unkept))]
async fn list_similar_to_text(
    State(web): State<Web>,
    Asked(asked): Asked<SimilarAsked>,
) -> Result<Json<SimilarEntries>, WebError> {
    let (text, most) = (asked.text()?, most(asked.limit)?);
    Ok(listed(web.app.similar_to_text(text, !asked.far, most).await?))
}

/// Say whether two entries are the same kind.
///
/// What is said is remembered for good, for both. Two that are not the same kind are not suggested to each other again.
#[utoipa::path(put, path = "/api/v1/entries/{id}/similar", tag = "similar", params(EntryPath),
    request_body = SaidOfTwo,
    responses((status = 204, description = "Remembered."), Refused, Missing, Unkept))]
async fn say_of_two(
    State(web): State<Web>,
    Of(id): Of,
    Asked(said): Asked<SaidOfTwo>,
) -> Result<StatusCode, WebError> {
    web.app.say_of_two(id, said.other, said.same).await?;
    Ok(StatusCode::NO_CONTENT)
}
