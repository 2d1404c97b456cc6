//! How far everything has come, and the numbers by which that is told.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use hansei_app::practice::view::AllGrowth;
use hansei_method::parameters::{Parameters, Shown};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Refused, Unkept};
use super::request::{Act, Once, Said};
use super::schema::Schema;
use crate::error::WebError;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(read_growth))
        .routes(routes!(read_parameters, set_parameters, change_parameters))
        .routes(routes!(undo_parameters))
}

/// How far everything has come.
#[derive(Debug, Serialize, ToSchema)]
struct GrowthShown {
    schema: Schema,
    /// The counts, and what is practised.
    #[serde(flatten)]
    growth: AllGrowth,
}

/// The numbers by which a state is told.
#[derive(Debug, Serialize, ToSchema)]
struct ParametersShown {
    schema: Schema,
    /// In the order in which they are shown.
    parameters: Vec<ParameterView>,
}

/// One of the numbers by which a state is told.
#[derive(Debug, Serialize, ToSchema)]
struct ParameterView {
    /// Its name.
    name: &'static str,
    /// What it is now.
    value: f64,
    /// What it was at first.
    default: f64,
    /// The lowest it may be.
    least: f64,
    /// The highest it may be.
    most: f64,
    /// What it does.
    meaning: &'static str,
}

/// All numbers by which a state is told.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "parameters": {"most_in_practice": 2}}))]
struct ParametersSaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The numbers; what is left out is as it was at first.
    parameters: Parameters,
}

/// Some of the numbers by which a state is told.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "parameters": {"most_in_practice": 2}}))]
struct ParametersChanged {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The numbers by their names; what is left out stays.
    parameters: BTreeMap<String, f64>,
}

fn shown(parameters: Parameters) -> Json<ParametersShown> {
    let view = |Shown { name, meaning, value, default, least, most }| ParameterView {
        name,
        value,
        default,
        least,
        most,
        meaning,
    };
    Json(ParametersShown { schema: Schema, parameters: parameters.shown().map(view).into() })
}

/// Look at how far everything has come.
///
/// A state is a rule of thumb, shown with its evidence and with what that still fits.
#[utoipa::path(get, path = "/api/v1/growth", tag = "practice",
    responses((status = 200, description = "How far everything has come.", body = GrowthShown), Refused))]
async fn read_growth(State(web): State<Web>) -> Result<Json<GrowthShown>, WebError> {
    let practised = web.app.practices().await?;
    let growth = AllGrowth::of(&practised, web.app.now().date());
    Ok(Json(GrowthShown { schema: Schema, growth }))
}

/// Read the numbers by which a state is told.
#[utoipa::path(get, path = "/api/v1/parameters", tag = "practice",
    responses((status = 200, description = "The numbers.", body = ParametersShown), Refused))]
async fn read_parameters(State(web): State<Web>) -> Result<Json<ParametersShown>, WebError> {
    Ok(shown(web.app.parameters().await?))
}

/// Set all numbers by which a state is told.
///
/// What is left out is as it was at first. Sending them twice does no more than sending them once.
#[utoipa::path(put, path = "/api/v1/parameters", tag = "practice", request_body = ParametersSaid,
    responses((status = 200, description = "Kept.", body = ParametersShown), Refused, Unkept))]
async fn set_parameters(
    State(web): State<Web>,
    Said { said, .. }: Said<ParametersSaid>,
) -> Result<Json<ParametersShown>, WebError> {
    web.app.set_parameters(&said.parameters).await?;
    Ok(shown(said.parameters))
}

/// Change some of the numbers by which a state is told.
///
/// What is left out stays. Either all of what is sent is kept, or nothing.
#[utoipa::path(patch, path = "/api/v1/parameters", tag = "practice", request_body = ParametersChanged,
    responses((status = 200, description = "Kept.", body = ParametersShown), Refused, Unkept))]
async fn change_parameters(
    State(web): State<Web>,
    Said { said, .. }: Said<ParametersChanged>,
) -> Result<Json<ParametersShown>, WebError> {
    let changes: Vec<_> = said.parameters.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    Ok(shown(web.app.change_parameters(&changes).await?))
}

/// Set the numbers back to what they were before they were changed last.
///
/// Done twice, they are as they were.
#[utoipa::path(post, path = "/api/v1/parameters/undo", tag = "practice", params(Once),
    responses((status = 200, description = "As before.", body = ParametersShown), Refused, Unkept))]
async fn undo_parameters(Act { app, .. }: Act) -> Result<Json<ParametersShown>, WebError> {
    Ok(shown(app.undo_parameters().await?))
}
