//! Cases of the library: other people's failures, apart from the entries.

use axum::Json;
use axum::extract::State;
use hansei_app::library::files::Remark;
use hansei_app::library::{CaseHit, CaseQuery, Heard, LookedCases, MOST_CASES, Noted, SimilarCase, ToldCase};
use hansei_method::case::{Case, Collection};
use hansei_method::id::CollectionId;
use hansei_method::occurred::Occurred;
use hansei_method::text::{Line, Text};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Missing, Refused, Senseless, Unkept};
use super::collections::CollectionPath;
use super::entries::{invalid, page_size};
use super::request::{Asked, Change, EntryPath, Of, Once};
use super::schema::Schema;
use super::search::{ExcerptView, PieceView};
use super::similar::{SimilarAsked, SimilarQuery, most};
use crate::error::WebError;
use crate::extract::{Path, Query};
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list_cases, put_cases))
        .routes(routes!(read_case))
        .routes(routes!(search_cases))
        .routes(routes!(list_similar_cases))
        .routes(routes!(list_cases_similar_to_text))
        .routes(routes!(write_down))
}

/// The most cases that one request puts.
const MOST_TOGETHER: usize = 500;

/// Names a case.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct CasePath {
    /// The collection's id.
    collection: CollectionId,
    /// What the collection calls the case.
    key: String,
}

/// Which page of a collection is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CasesQuery {
    /// Where the page begins: `next` of the page before.
    after: Option<i64>,
    /// How many cases at most; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A page of a collection.
#[derive(Debug, Serialize, ToSchema)]
struct CaseList {
    schema: Schema,
    /// The cases, in the order in which they came.
    cases: Vec<Case>,
    /// Where the next page begins, for `after`; `null` when this was the last.
    next: Option<i64>,
}

/// Cases for a collection.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CasesSaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The cases, each under its key.
    #[schema(max_items = 500)]
    cases: Vec<Case>,
    /// Whether they may take the place of cases that have their keys and tell something else; refused where most of them
    /// would and this is not said.
    #[serde(default)]
    replace: bool,
}

/// What became of cases that were put.
#[derive(Debug, Serialize, ToSchema)]
struct CasesPut {
    schema: Schema,
    /// Those that were not there.
    new: u64,
    /// Those that were there, just as they are.
    same: u64,
    /// Those that took the place of another with the same key.
    changed: u64,
    /// What was decided about them, each once.
    remarks: Vec<RemarkView>,
}

/// What was decided about cases that were kept.
#[derive(Debug, Serialize, ToSchema)]
struct RemarkView {
    /// What: of several with one key the last one stays; a day in the future is left out; a link that is no address of
    /// the web is shown as words.
    remark: RemarkKind,
    /// About how many cases.
    #[schema(minimum = 1)]
    count: u64,
    /// Which of the cases that were sent is the first, from 1.
    #[schema(minimum = 1)]
    first: u64,
}

/// What can be decided about a case.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum RemarkKind {
    SameKey,
    FutureDay,
    OtherLink,
}

impl RemarkView {
    /// Shows a decision; `None` for one that only files need.
    fn of(noted: &Noted) -> Option<Self> {
        let remark = match noted.remark {
            Remark::SameKey => RemarkKind::SameKey,
            Remark::FutureDay => RemarkKind::FutureDay,
            Remark::OtherLink => RemarkKind::OtherLink,
            Remark::NoKeys | Remark::NoDay | Remark::TwoDays => return None,
        };
        Some(Self { remark, count: noted.count, first: noted.first })
    }
}

/// A case, with the collection that tells it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ToldView {
    /// Who tells it, and under which licence.
    collection: Collection,
    /// The case.
    case: Case,
}

impl From<ToldCase> for ToldView {
    fn from(ToldCase { case, collection }: ToldCase) -> Self {
        Self { collection, case }
    }
}

/// One case.
#[derive(Debug, Serialize, ToSchema)]
struct WholeCase {
    schema: Schema,
    #[serde(flatten)]
    told: ToldView,
}

/// What is looked for in the library.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "words": "kubernetes upgrade", "label": "Kubernetes"}))]
struct CaseSearchAsked {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The words, whole or their beginnings; every one of them has to be there.
    words: String,
    /// Only this collection.
    collection: Option<CollectionId>,
    /// Only cases with this label.
    label: Option<Line>,
    /// The most to list; 20 when it is left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// What was found in the library.
#[derive(Debug, Serialize, ToSchema)]
struct CaseHits {
    schema: Schema,
    /// Those with the words in the title first.
    hits: Vec<CaseHitView>,
    /// What was looked for instead, because no case has what was asked for; `null` otherwise.
    instead: Option<String>,
    /// Cases that resemble what was asked for, where none has every word of it.
    close: Vec<SimilarCaseView>,
}

/// One case that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CaseHitView {
    #[serde(flatten)]
    told: ToldView,
    /// Its title in pieces.
    title: Vec<PieceView>,
    /// The place where most of the words stand together.
    excerpt: ExcerptView,
}

impl From<CaseHit> for CaseHitView {
    fn from(hit: CaseHit) -> Self {
        Self {
            told: hit.told.into(),
            title: hit.title.into_iter().map(PieceView::from).collect(),
            excerpt: hit.excerpt.into(),
        }
    }
}

/// One case that resembles what was asked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SimilarCaseView {
    #[serde(flatten)]
    told: ToldView,
    /// Words that both have, the most telling first.
    shared: Vec<String>,
}

impl From<SimilarCase> for SimilarCaseView {
    fn from(similar: SimilarCase) -> Self {
        Self { told: similar.told.into(), shared: similar.shared }
    }
}

/// Cases that resemble what was asked.
#[derive(Debug, Serialize, ToSchema)]
struct SimilarCases {
    schema: Schema,
    /// The most alike first.
    similar: Vec<SimilarCaseView>,
}

/// A failure that somebody told.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "title": "A colleague ran the command in the wrong window", "lesson": "Colour the window"}))]
struct HeardSaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// What happened, in one line; leave out who it was.
    title: Line,
    /// What they intended.
    intended: Option<Text>,
    /// What happened.
    happened: Option<Text>,
    /// How it came about, as they see it.
    why: Option<Text>,
    /// How they responded.
    response: Option<Text>,
    /// What they changed.
    change: Option<Text>,
    /// What they learned.
    lesson: Option<Text>,
    /// When it happened.
    occurred: Option<Occurred>,
    /// Where it can be read.
    link: Option<Line>,
    /// What it is filed under.
    #[serde(default)]
    #[schema(max_items = 50)]
    labels: Vec<Line>,
}

/// List the cases of a collection.
#[utoipa::path(get, path = "/api/v1/library/collections/{collection}/cases", tag = "library",
    params(CollectionPath, CasesQuery),
    responses((status = 200, description = "A page of cases.", body = CaseList), Refused, Missing))]
async fn list_cases(
    State(web): State<Web>,
    Path(path): Path<CollectionPath>,
    Query(asked): Query<CasesQuery>,
) -> Result<Json<CaseList>, WebError> {
    let page = web.app.cases(path.collection, asked.after, page_size(asked.limit)?).await?;
    Ok(Json(CaseList { schema: Schema, cases: page.cases, next: page.next }))
}

/// Put cases into a collection.
///
/// Each under its key; what is there just the same is only counted, so sending them again does no harm.
#[utoipa::path(post, path = "/api/v1/library/collections/{collection}/cases", tag = "library",
    params(CollectionPath), request_body = CasesSaid,
    responses((status = 200, description = "Kept.", body = CasesPut), Refused, Missing, Unkept))]
async fn put_cases(
    State(web): State<Web>,
    Path(path): Path<CollectionPath>,
    Asked(said): Asked<CasesSaid>,
) -> Result<Json<CasesPut>, WebError> {
    if said.cases.len() > MOST_TOGETHER {
        return Err(invalid(format!(
            "{MOST_TOGETHER} cases are the most at once; send the others afterwards"
        )));
    }
    let (put, noted) = web.app.put_cases_noted(path.collection, said.cases, said.replace).await?;
    let remarks = noted.iter().filter_map(RemarkView::of).collect();
    Ok(Json(CasesPut { schema: Schema, new: put.new, same: put.same, changed: put.changed, remarks }))
}

/// Read a case.
#[utoipa::path(get, path = "/api/v1/library/collections/{collection}/cases/{key}", tag = "library",
    params(CasePath),
    responses((status = 200, description = "The case.", body = WholeCase), Refused, Missing))]
async fn read_case(State(web): State<Web>, Path(path): Path<CasePath>) -> Result<Json<WholeCase>, WebError> {
    let told = web.app.case(path.collection, &path.key).await?;
    Ok(Json(WholeCase { schema: Schema, told: told.into() }))
}

/// Search the library.
///
/// Words without a single letter or digit find nothing.
#[utoipa::path(post, path = "/api/v1/library/search", tag = "library", request_body = CaseSearchAsked,
    responses((status = 200, description = "What was found.", body = CaseHits), Refused, Senseless, Unkept))]
async fn search_cases(
    State(web): State<Web>,
    Asked(asked): Asked<CaseSearchAsked>,
) -> Result<Json<CaseHits>, WebError> {
    const USUAL: u32 = 20;
    let limit = asked.limit.unwrap_or(USUAL);
    if !(1..=MOST_CASES).contains(&limit) {
        return Err(invalid(format!("limit is {limit}; send a number from 1 to {MOST_CASES}")));
    }
    let query = CaseQuery { collection: asked.collection, label: asked.label };
    let LookedCases { hits, instead, close, near_is_due: _ } =
        web.app.look_up_cases(&asked.words, &query, limit).await?;
    Ok(Json(CaseHits {
        schema: Schema,
        hits: hits.into_iter().map(CaseHitView::from).collect(),
        instead,
        close: close.into_iter().map(SimilarCaseView::from).collect(),
    }))
}

fn listed(similar: Vec<SimilarCase>) -> Json<SimilarCases> {
    let similar = similar.into_iter().map(SimilarCaseView::from).collect();
    Json(SimilarCases { schema: Schema, similar })
}

/// List the cases that resemble an entry.
#[utoipa::path(get, path = "/api/v1/entries/{id}/cases", tag = "library", params(EntryPath, SimilarQuery),
    responses((status = 200, description = "What resembles it.", body = SimilarCases), Refused, Missing))]
async fn list_similar_cases(
    State(web): State<Web>,
    Of(id): Of,
    Query(asked): Query<SimilarQuery>,
) -> Result<Json<SimilarCases>, WebError> {
    let most = most(asked.limit)?;
    Ok(listed(web.app.similar_cases(id, !asked.far, most).await?))
}

/// List the cases that resemble a text.
#[utoipa::path(post, path = "/api/v1/library/similar", tag = "library", request_body = SimilarAsked,
    responses((status = 200, description = "What resembles it.", body = SimilarCases), Refused, Senseless, Unkept))]
async fn list_cases_similar_to_text(
    State(web): State<Web>,
    Asked(asked): Asked<SimilarAsked>,
) -> Result<Json<SimilarCases>, WebError> {
    let (text, most) = (asked.text()?, most(asked.limit)?);
    Ok(listed(web.app.similar_cases_to_text(text, !asked.far, most).await?))
}

/// Write down a failure that somebody told.
///
/// It goes into a collection of its own, "Told to me", which is made when it is first needed.
#[utoipa::path(post, path = "/api/v1/library/told", tag = "library", params(Once), request_body = HeardSaid,
    responses((status = 200, description = "Kept.", body = WholeCase), Refused, Unkept))]
async fn write_down(Change { app, said, .. }: Change<HeardSaid>) -> Result<Json<WholeCase>, WebError> {
    let HeardSaid {
        title, intended, happened, why, response, change, lesson, occurred, link, labels, ..
    } = said;
    let heard = Heard { title, intended, happened, why, response, change, lesson, occurred, link, labels };
    let told = app.write_down(heard).await?;
    Ok(Json(WholeCase { schema: Schema, told: told.into() }))
}
