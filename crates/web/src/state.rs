//! What every handler is handed.

use std::sync::Arc;

use hansei_app::App;

use crate::door::Door;

/// The web side of one running hansei: the app behind it, and how it is reached.
#[derive(Clone)]
pub struct Web {
    /// What a person can do.
    pub app: App,
    /// How this server is reached and guarded.
    pub door: Arc<Door>,
}

impl Web {
    /// Puts an app behind a door.
    #[must_use]
    pub fn new(app: App, door: Door) -> Self {
        Self { app, door: Arc::new(door) }
    }
}
