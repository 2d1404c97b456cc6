//! Search: everything that was written, by its words.

use axum::Json;
use axum::extract::State;
use hansei_app::list::{Hit, Looked, MOST_HITS};
use hansei_method::adoption::Adoption;
use hansei_recall::{Excerpt, Piece};
use hansei_store::Filter;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Refused, Unkept};
use super::cases::{CaseHitView, SimilarCaseView};
use super::line::{EntryLine, Filters};
use super::request::Asked;
use super::schema::Schema;
use super::similar::SimilarEntry;
use crate::error::WebError;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(search_entries)).routes(routes!(ask_what_was_learned))
}

/// What is looked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "words": "client dead", "filter": {"control": "mine"}}))]
struct SearchAsked {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The words, whole or their beginnings; every one of them has to be there.
    words: String,
    /// Which entries are looked through.
    #[serde(default)]
    filter: Filters,
}

/// What one wants to know more about before starting something.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "words": "proposal"}))]
struct LearnedAsked {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The words.
    words: String,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Hits)]
struct Answer {
    schema: Schema,
    /// Best first, at most 100.
    hits: Vec<HitView>,
    /// What was looked for instead, because no entry has what was asked for; `null` otherwise.
    instead: Option<String>,
    /// Entries that resemble what was asked for, where none has every word of it. Of five words or more without quotation
    /// marks also where fewer than five entries have every word, without these, unless one has them word for word.
    close: Vec<SimilarEntry>,
    /// Lessons adopted from others; only where nothing narrows the search.
    adopted: Vec<Adoption>,
    /// The first cases of the library, at most 5; only where nothing narrows the search.
    cases: Vec<CaseHitView>,
    /// What was looked for among the cases instead, because none has what was asked for; `null` otherwise.
    cases_instead: Option<String>,
    /// Cases that are near to what was asked for, where none has every word of it.
    cases_close: Vec<SimilarCaseView>,
}

/// One entry that was found.
#[derive(Debug, Serialize, ToSchema)]
struct HitView {
    /// The entry.
    entry: EntryLine,
    /// Its title in pieces.
    title: Vec<PieceView>,
    /// The place where most of the words stand together.
    excerpt: ExcerptView,
}

/// A few words around what was looked for.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExcerptView {
    /// The text in pieces.
    pieces: Vec<PieceView>,
    /// Whether text was left out before it.
    starts_inside: bool,
    /// Whether text was left out after it.
    ends_inside: bool,
}

/// A piece of text.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PieceView {
    /// The text.
    text: String,
    /// Whether it is one of the words that were looked for.
    found: bool,
}

impl From<Hit> for HitView {
    fn from(hit: Hit) -> Self {
        Self {
            entry: hit.line.into(),
            title: hit.title.into_iter().map(PieceView::from).collect(),
            excerpt: hit.excerpt.into(),
        }
    }
}

impl From<Excerpt> for ExcerptView {
    fn from(Excerpt { pieces, starts_inside, ends_inside }: Excerpt) -> Self {
        Self { pieces: pieces.into_iter().map(PieceView::from).collect(), starts_inside, ends_inside }
    }
}

impl From<Piece> for PieceView {
    fn from(piece: Piece) -> Self {
        match piece {
            Piece::Plain(text) => Self { text, found: false },
            Piece::Marked(text) => Self { text, found: true },
        }
    }
}

/// Search everything written.
///
/// Words without a single letter or digit find nothing.
#[utoipa::path(post, path = "/api/v1/search", tag = "search", request_body = SearchAsked,
    responses((status = 200, description = "What was found.", body = Answer), Refused, Unkept))]
async fn search_entries(
    State(web): State<Web>,
    Asked(asked): Asked<SearchAsked>,
) -> Result<Json<Answer>, WebError> {
    Ok(Json(found(web.app.look_up(&asked.words, &asked.filter.into(), false, MOST_HITS).await?)))
}

/// Ask what was learned about something.
///
/// What has a lesson first.
#[utoipa::path(post, path = "/api/v1/learned", tag = "search", request_body = LearnedAsked,
    responses((status = 200, description = "What was found.", body = Answer), Refused, Unkept))]
async fn ask_what_was_learned(
    State(web): State<Web>,
    Asked(asked): Asked<LearnedAsked>,
) -> Result<Json<Answer>, WebError> {
    Ok(Json(found(web.app.look_up(&asked.words, &Filter::default(), true, MOST_HITS).await?)))
}

fn found(looked: Looked) -> Answer {
    Answer {
        schema: Schema,
        hits: looked.hits.into_iter().map(HitView::from).collect(),
        instead: looked.instead,
        close: looked.close.into_iter().map(SimilarEntry::from).collect(),
        adopted: looked.adopted.into_iter().map(|hit| hit.adoption).collect(),
        cases: looked.cases.hits.into_iter().map(CaseHitView::from).collect(),
        cases_instead: looked.cases.instead,
        cases_close: looked.cases.close.into_iter().map(SimilarCaseView::from).collect(),
    }
}
