//! The JSON API.

use axum::Router;

use crate::state::Web;

/// Serves the API.
pub fn routes() -> Router<Web> {
    Router::new()
}
