//! The door: a fresh address for another browser, asked for by a program that is in.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Refused, Unkept};
use super::request::Act;
use super::schema::Schema;
use crate::door::Came;
use crate::error::Problem;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(invite_browser))
}

/// An address that lets one browser in, once.
#[derive(Debug, Serialize, ToSchema)]
struct Invitation {
    schema: Schema,
    /// The address.
    #[schema(example = "http://127.0.0.1:4321/?token=…")]
    address: String,
}

/// Make an address for a browser.
///
/// It works once. Only for programs that carry the token: a browser that is in cannot let others in.
#[utoipa::path(post, path = "/api/v1/door", tag = "house",
    responses((status = 200, description = "The address.", body = Invitation), Refused, Unkept))]
async fn invite_browser(
    State(web): State<Web>,
    Extension(came): Extension<Came>,
    _: Act,
) -> Result<Json<Invitation>, Problem> {
    if came != Came::WithToken {
        return Err(Problem::new(StatusCode::FORBIDDEN, "a browser cannot let others in; run `hansei open`"));
    }
    Ok(Json(Invitation { schema: Schema, address: web.door.invite().to_string() }))
}
