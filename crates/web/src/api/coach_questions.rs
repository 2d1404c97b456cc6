//! What the coach asked, what became of it, and what it is not to ask about again.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hansei_app::coach::{Context, Flaw};
use hansei_app::coaching::{MeantWords, Place, RuleCounts};
use hansei_method::factor::Control;
use hansei_method::id::EntryId;
use hansei_method::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Missing, Refused, Senseless, Unkept};
use super::coach::{CoachField, by_word};
use super::request::{Asked, Change, Once};
use super::schema::Schema;
use crate::error::WebError;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list_questions))
        .routes(routes!(mean_words))
        .routes(routes!(hear_rule_again))
}

/// What the coach asked so far.
#[derive(Debug, Serialize, ToSchema)]
struct CoachQuestions {
    schema: Schema,
    /// The rules that asked anything.
    rules: Vec<CoachRuleCounts>,
    /// The words that were meant as they stand, the last first; those of deleted entries are left out.
    meant: Vec<CoachMeant>,
}

/// What was asked by one rule, and what became of it. What was asked and not saved since is in `asked` only.
#[derive(Debug, Serialize, ToSchema)]
struct CoachRuleCounts {
    /// The name of the rule.
    rule: CoachRule,
    /// Its code.
    code: &'static str,
    /// How often it asked.
    asked: u64,
    /// How often the answer was saved as it was.
    kept: u64,
    /// How often the answer was saved without the words that were asked about.
    revised: u64,
    /// How often the words were meant as they stand.
    meant: u64,
    /// Whether it has gone quiet: in more than two of its last ten questions the words were meant as they stand.
    quiet: bool,
}

/// Words that were meant as they stand: they are not asked about again in that field.
#[derive(Debug, Serialize, ToSchema)]
struct CoachMeant {
    /// The entry in which they stand.
    entry: EntryId,
    /// Where they stand.
    field: CoachField,
    /// The rule that asked.
    rule: CoachRule,
    /// The words.
    words: String,
}

/// The words that were noted as meant.
#[derive(Debug, Serialize, ToSchema)]
struct CoachNoted {
    schema: Schema,
    #[serde(flatten)]
    meant: CoachMeant,
}

/// An answer that is meant as it stands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "entry": "3f2a7e86-7d0f-4d0c-9a3e-1b2f0d3c4e5a", "field": "next", "text": "I will be more careful."}))]
struct CoachMeantSaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The entry in which it stands.
    entry: EntryId,
    /// Where the answer stands.
    field: CoachField,
    /// The answer; of it, only the words that are asked about are kept.
    text: Text,
    /// What else the same step says, as it was when the coach asked.
    beside: Option<Text>,
    /// How a factor was sorted, as it was when the coach asked.
    control: Option<Control>,
    /// Whether it matters how well an action holds, as it was when the coach asked.
    #[serde(default)]
    serious: bool,
}

/// A rule that is to be heard again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "rule": "aspiration"}))]
struct CoachAgain {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The rule.
    rule: CoachRule,
}

by_word!(CoachRule(Flaw), rule, "rule", "A rule of the coach, by its name.");

impl From<&RuleCounts> for CoachRuleCounts {
    fn from(counts: &RuleCounts) -> Self {
        let RuleCounts { flaw, asked, meant, revised, kept, is_quiet } = *counts;
        Self { rule: CoachRule(flaw), code: flaw.code(), asked, kept, revised, meant, quiet: is_quiet }
    }
}

impl From<MeantWords> for CoachMeant {
    fn from(meant: MeantWords) -> Self {
        let MeantWords { entry, field, flaw, words } = meant;
        Self { entry, field: CoachField(field), rule: CoachRule(flaw), words }
    }
}

/// List what the coach asked, and what became of it.
///
/// Kept for the person's own look: it is never exported or sent.
#[utoipa::path(get, path = "/api/v1/coach/questions", tag = "coach",
    responses((status = 200, description = "What was asked.", body = CoachQuestions), Refused))]
async fn list_questions(State(web): State<Web>) -> Result<Json<CoachQuestions>, WebError> {
    let rules = web.app.coach_counts().await?.iter().map(CoachRuleCounts::from).collect();
    let meant = web.app.meant_words().await?.into_iter().map(CoachMeant::from).collect();
    Ok(Json(CoachQuestions { schema: Schema, rules, meant }))
}

/// Say that an answer is meant as it stands.
///
/// It is read again, and the words that are asked about are not asked about any more in that field. Refused where nothing is
/// asked.
#[utoipa::path(post, path = "/api/v1/coach/meant", tag = "coach", params(Once), request_body = CoachMeantSaid,
    responses((status = 200, description = "What was noted.", body = CoachNoted), Refused, Missing, Unkept))]
async fn mean_words(Change { app, said, .. }: Change<CoachMeantSaid>) -> Result<Json<CoachNoted>, WebError> {
    let place = Place { control: said.control, ..Place::of(said.field.0, said.text.as_str()) };
    let context = Context {
        beside: said.beside.as_ref().map_or("", Text::as_str),
        is_serious: said.serious,
        ..Context::default()
    };
    let meant = app.mean(said.entry, &place, &context).await?;
    Ok(Json(CoachNoted { schema: Schema, meant: meant.into() }))
}

/// Let a rule be heard again that has gone quiet.
///
/// What it asked before no longer counts for that. What was meant as it stands stays so.
#[utoipa::path(post, path = "/api/v1/coach/again", tag = "coach", request_body = CoachAgain,
    responses((status = 204, description = "It is heard again."), Refused, Senseless, Unkept))]
async fn hear_rule_again(
    State(web): State<Web>,
    Asked(said): Asked<CoachAgain>,
) -> Result<StatusCode, WebError> {
    web.app.hear_again(said.rule.0).await?;
    Ok(StatusCode::NO_CONTENT)
}
