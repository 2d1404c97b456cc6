//! What is practised: how far it has come, and what is done with it.

use axum::Json;
use axum::extract::State;
use hansei_app::Saved;
use hansei_app::practice::view::{ObservationView, PracticeView};
use hansei_method::automaticity::Scores;
use hansei_method::growth::State as GrowthState;
use hansei_method::id::{EntryId, OpportunityId, PracticeId};
use hansei_method::practice::Turn;
use hansei_method::text::Text;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Missing, Refused, Senseless, Unkept, Versioned};
use super::request::{Act, Change, Once, Said, Seen};
use super::schema::Schema;
use crate::error::WebError;
use crate::extract::{Path, Query};
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list_practices))
        .routes(routes!(expect_moments))
        .routes(routes!(read_practice))
        .routes(routes!(begin_practice))
        .routes(routes!(set_practice_aside))
        .routes(routes!(put_practice_off))
        .routes(routes!(say_around))
        .routes(routes!(retire_practice))
        .routes(routes!(supersede_practice))
        .routes(routes!(resume_practice))
        .routes(routes!(rate_practice))
        .routes(routes!(take_rating_back))
}

/// The most entries whose moments are expected at once.
const MOST_ENTRIES: usize = 100;

/// Names a practice.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct PracticePath {
    /// The practice's id.
    pub(super) id: PracticeId,
}

/// Which practices are asked for; what is left out lets all through.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct PracticeQuery {
    /// Only those that stand here in line.
    #[param(inline)]
    turn: Option<Turn>,
    /// Only those in this state.
    #[param(inline)]
    state: Option<GrowthState>,
    /// Only those that are asked about today, or only the others.
    asked: Option<bool>,
}

/// What is practised.
#[derive(Debug, Serialize, ToSchema)]
struct PracticeList {
    schema: Schema,
    /// What was planned first first.
    practices: Vec<PracticeView>,
}

/// One practice, with all that was observed of it.
#[derive(Debug, Serialize, ToSchema)]
struct OnePractice {
    schema: Schema,
    /// The practice.
    practice: PracticeView,
    /// What was observed of it, oldest first, without what was taken back.
    observations: Vec<ObservationView>,
    /// What was taken out, taken out last first; undo brings each back.
    removed: Vec<ObservationView>,
}

/// Entries whose lessons were looked up before something is begun.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "entries": ["3f2a7e86-7d0f-4d0c-9a3e-1b2f0d3c4e5a"]}))]
struct LookedUp {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The entries, those that fit best first.
    #[schema(max_items = 100)]
    entries: Vec<EntryId>,
}

/// The moments that are asked about later.
#[derive(Debug, Serialize, ToSchema)]
struct ExpectedMoments {
    schema: Schema,
    /// At most three.
    #[schema(max_items = 3)]
    expected: Vec<ExpectedMoment>,
}

/// A moment that is asked about later.
#[derive(Debug, Serialize, ToSchema)]
struct ExpectedMoment {
    /// The practice.
    practice: PracticeId,
    /// The observation that waits for its answer.
    opportunity: OpportunityId,
}

/// Until when nothing is asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "until": "2026-06-01"}))]
struct PutOffUntil {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The day before which nothing is asked; `null` asks as before.
    #[schema(required = true)]
    #[serde(deserialize_with = "Option::deserialize")]
    until: Option<Date>,
}

/// What changed around a practice where it began to slip.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "around": "The night shift has one nurse fewer."}))]
struct AroundSaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// In the person's words; `null` takes it away.
    #[schema(required = true, value_type = Option<String>)]
    #[serde(deserialize_with = "Option::deserialize")]
    around: Option<Text>,
}

/// What takes the place of a practice.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "by": null}))]
struct SupersededBy {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The practice of what was built; `null` where that is not practised.
    #[schema(required = true)]
    #[serde(deserialize_with = "Option::deserialize")]
    by: Option<PracticeId>,
}

/// How automatic something has become.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "scores": [5, 6, 5, 4]}))]
struct RatingSaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// From 1 (I disagree) to 7 (I agree): "I do it automatically" alone, or also "I do it without having to remember it", "I
    /// do it without thinking" and "I start doing it before I notice that I do".
    #[schema(value_type = Vec<u8>, min_items = 1, max_items = 4)]
    scores: Scores,
    /// The day it is rated for; today when left out.
    on: Option<Date>,
}

/// What was saved of a practice.
#[derive(Debug, Serialize, ToSchema)]
struct SavedPractice {
    schema: Schema,
    /// The practice.
    id: PracticeId,
    /// Its version now; also the `ETag`.
    #[schema(minimum = 1)]
    version: i64,
}

fn saved(Saved { id, version }: Saved<PracticeId>) -> Versioned<SavedPractice> {
    Versioned::new(version, SavedPractice { schema: Schema, id, version })
}

/// List what is practised.
///
/// With how far each has come. What there is room for begins with that, and each question gets its day.
#[utoipa::path(get, path = "/api/v1/practices", tag = "practice", params(PracticeQuery),
    responses((status = 200, description = "What is practised.", body = PracticeList), Refused, Senseless))]
async fn list_practices(
    State(web): State<Web>,
    Query(wanted): Query<PracticeQuery>,
) -> Result<Json<PracticeList>, WebError> {
    let today = web.app.now().date();
    let practised = web.app.practices().await?;
    let practices = practised.iter().map(|it| PracticeView::of(it, today));
    let practices = practices.filter(|it| {
        wanted.turn.is_none_or(|turn| it.turn == turn)
            && wanted.state.is_none_or(|state| it.growth.state == state)
            && wanted.asked.is_none_or(|asked| it.asked == asked)
    });
    Ok(Json(PracticeList { schema: Schema, practices: practices.collect() }))
}

/// Expect the moments of lessons that were looked up.
///
/// Whether they came up is asked later; a moment that nobody answers for is unknown, never missed. Delete the observation
/// to be asked nothing. Sent again on the same day, it expects nothing twice, and no more than three moments are begun to be
/// expected on one day: the first of those that are named.
#[utoipa::path(post, path = "/api/v1/practices/expect", tag = "practice", request_body = LookedUp,
    responses((status = 200, description = "What is asked about later.", body = ExpectedMoments), Refused, Unkept))]
async fn expect_moments(
    State(web): State<Web>,
    Said { said, .. }: Said<LookedUp>,
) -> Result<Json<ExpectedMoments>, WebError> {
    if said.entries.len() > MOST_ENTRIES {
        let sentence = format!("{} entries are too many at once; send {MOST_ENTRIES}", said.entries.len());
        return Err(super::entries::invalid(sentence));
    }
    let expected = web.app.expect_moments(&said.entries).await?.into_iter();
    let expected = expected
        .map(|(practised, opportunity)| ExpectedMoment { practice: practised.practice.id, opportunity })
        .collect();
    Ok(Json(ExpectedMoments { schema: Schema, expected }))
}

/// Read a practice.
#[utoipa::path(get, path = "/api/v1/practices/{id}", tag = "practice", params(PracticePath),
    responses((status = 200, description = "The practice.", body = OnePractice,
        headers(("ETag" = String, description = "The version."))), Refused, Missing))]
async fn read_practice(
    State(web): State<Web>,
    Path(PracticePath { id }): Path<PracticePath>,
) -> Result<Versioned<OnePractice>, WebError> {
    // The line is tended first, so that a question that was answered since is not asked any more.
    drop(web.app.practices().await?);
    let practised = web.app.practice(id).await?;
    let observed = web.app.opportunities_of(id).await?;
    let practice = PracticeView::of(&practised, web.app.now().date());
    let observations = observed.into_iter().map(ObservationView::from).collect();
    let removed = web.app.removed_opportunities_of(id).await?;
    let removed = removed.into_iter().map(ObservationView::from).collect();
    Ok(Versioned::new(practised.version, OnePractice { schema: Schema, practice, observations, removed }))
}

/// Begin to ask about a practice.
///
/// Also where others are in practice already.
#[utoipa::path(post, path = "/api/v1/practices/{id}/begin", tag = "practice", params(PracticePath, Once, Seen),
    responses((status = 200, description = "Begun.", body = SavedPractice,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn begin_practice(
    Path(PracticePath { id }): Path<PracticePath>,
    Act { app, expected }: Act,
) -> Result<Versioned<SavedPractice>, WebError> {
    Ok(saved(app.begin_practice(id, expected).await?))
}

/// Set a practice aside.
///
/// Nothing asks about it until it is begun again.
#[utoipa::path(post, path = "/api/v1/practices/{id}/aside", tag = "practice", params(PracticePath, Once, Seen),
    responses((status = 200, description = "Set aside.", body = SavedPractice,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn set_practice_aside(
    Path(PracticePath { id }): Path<PracticePath>,
    Act { app, expected }: Act,
) -> Result<Versioned<SavedPractice>, WebError> {
    Ok(saved(app.set_practice_aside(id, expected).await?))
}

/// Put the question of a practice off.
#[utoipa::path(post, path = "/api/v1/practices/{id}/put-off", tag = "practice", params(PracticePath, Once, Seen),
    request_body = PutOffUntil,
    responses((status = 200, description = "Put off.", body = SavedPractice,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn put_practice_off(
    Path(PracticePath { id }): Path<PracticePath>,
    Change { app, expected, said }: Change<PutOffUntil>,
) -> Result<Versioned<SavedPractice>, WebError> {
    Ok(saved(app.put_practice_off(id, expected, said.until).await?))
}

/// Say what changed around a practice where it began to slip.
#[utoipa::path(put, path = "/api/v1/practices/{id}/around", tag = "practice", params(PracticePath, Once, Seen),
    request_body = AroundSaid,
    responses((status = 200, description = "Kept.", body = SavedPractice,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn say_around(
    Path(PracticePath { id }): Path<PracticePath>,
    Change { app, expected, said }: Change<AroundSaid>,
) -> Result<Versioned<SavedPractice>, WebError> {
    Ok(saved(app.say_around(id, expected, said.around.as_ref()).await?))
}

/// Retire a practice.
///
/// Its moment does not exist any more. What was observed stays.
#[utoipa::path(post, path = "/api/v1/practices/{id}/retire", tag = "practice", params(PracticePath, Once, Seen),
    responses((status = 200, description = "Retired.", body = SavedPractice,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn retire_practice(
    Path(PracticePath { id }): Path<PracticePath>,
    Act { app, expected }: Act,
) -> Result<Versioned<SavedPractice>, WebError> {
    Ok(saved(app.retire_practice(id, expected).await?))
}

/// Let something that was built take the place of a practice.
///
/// What was observed stays.
#[utoipa::path(post, path = "/api/v1/practices/{id}/supersede", tag = "practice",
    params(PracticePath, Once, Seen), request_body = SupersededBy,
    responses((status = 200, description = "Ended.", body = SavedPractice,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn supersede_practice(
    Path(PracticePath { id }): Path<PracticePath>,
    Change { app, expected, said }: Change<SupersededBy>,
) -> Result<Versioned<SavedPractice>, WebError> {
    Ok(saved(app.supersede_practice(id, expected, said.by).await?))
}

/// Take the ending of a practice back.
#[utoipa::path(post, path = "/api/v1/practices/{id}/resume", tag = "practice", params(PracticePath, Once, Seen),
    responses((status = 200, description = "Taken up again.", body = SavedPractice,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn resume_practice(
    Path(PracticePath { id }): Path<PracticePath>,
    Act { app, expected }: Act,
) -> Result<Versioned<SavedPractice>, WebError> {
    Ok(saved(app.resume_practice(id, expected).await?))
}

/// Rate how automatic something has become.
#[utoipa::path(post, path = "/api/v1/practices/{id}/ratings", tag = "practice",
    params(PracticePath, Once, Seen), request_body = RatingSaid,
    responses((status = 200, description = "Kept.", body = SavedPractice,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn rate_practice(
    Path(PracticePath { id }): Path<PracticePath>,
    Change { app, expected, said }: Change<RatingSaid>,
) -> Result<Versioned<SavedPractice>, WebError> {
    Ok(saved(app.rate_practice(id, expected, said.on, said.scores).await?))
}

/// Take the last rating back.
#[utoipa::path(delete, path = "/api/v1/practices/{id}/ratings/last", tag = "practice",
    params(PracticePath, Once, Seen),
    responses((status = 200, description = "Taken back.", body = SavedPractice,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn take_rating_back(
    Path(PracticePath { id }): Path<PracticePath>,
    Act { app, expected }: Act,
) -> Result<Versioned<SavedPractice>, WebError> {
    Ok(saved(app.unrate_practice(id, expected).await?))
}
