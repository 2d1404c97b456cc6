//! What is due, as a calendar.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::Refused;
use crate::error::WebError;
use crate::pages::calendar::KIND;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(read_calendar))
}

/// Read what is due, and what will be, as a calendar.
///
/// One event of a whole day for each thing, with a name that stays the same. It says how much is due and nothing of what.
#[utoipa::path(get, path = "/api/v1/calendar", tag = "today",
    responses((status = 200, description = "The calendar (RFC 5545).", content((String = "text/calendar"))), Refused))]
async fn read_calendar(State(web): State<Web>) -> Result<impl IntoResponse, WebError> {
    Ok(([(CONTENT_TYPE, KIND)], web.app.calendar().await?))
}
