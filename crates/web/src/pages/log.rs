//! To be written.

use axum::Router;

use crate::state::Web;

/// Serves this page.
pub fn routes() -> Router<Web> {
    Router::new()
}
