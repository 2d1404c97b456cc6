//! The calendar of what is due, for programs that know its address: the one page that is given without a cookie.
//!
//! The token in the address opens this and nothing else, and says nothing that anybody wrote.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::error::WebError;
use crate::state::Web;

/// Where it is, before its token.
pub const PLACE: &str = "/calendar/";

/// How a calendar is named among the kinds of files.
pub const KIND: &str = "text/calendar; charset=utf-8";

/// Serves the calendar.
pub fn routes() -> Router<Web> {
    Router::new().route("/calendar/{file}", get(read))
}

async fn read(State(web): State<Web>, Path(file): Path<String>) -> Result<impl IntoResponse, WebError> {
    let token = file.strip_suffix(".ics").unwrap_or_default();
    Ok(([(CONTENT_TYPE, KIND)], web.app.feed(token).await?))
}
