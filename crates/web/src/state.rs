//! What every handler is handed.

use std::path::PathBuf;
use std::sync::Arc;

use hansei_app::App;

use crate::door::Door;
use crate::pages::files::held::Held;
use crate::pages::library::import::upload::Uploads;

/// The web side of one running hansei: the app behind it, and how it is reached.
#[derive(Clone)]
pub struct Web {
    /// What a person can do.
    pub app: App,
    /// How this server is reached and guarded.
    pub door: Arc<Door>,
    /// Where everything is kept, as the settings show it.
    pub home: Arc<Home>,
    /// The file that was looked at and not yet imported.
    pub held: Arc<Held>,
    /// The files of cases that were uploaded, and how far their import is.
    pub uploads: Arc<Uploads>,
}

/// Where everything is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Home {
    /// Where the data is, in words; empty when there is nothing to say.
    pub data: String,
    /// The folder of the backups that are made by themselves; `None` when there are none.
    pub backups: Option<PathBuf>,
    /// The folder in which uploads are put aside while they are looked at; `None` holds them in memory.
    pub uploads: Option<PathBuf>,
}

impl Web {
    /// Puts an app behind a door.
    #[must_use]
    pub fn new(app: App, door: Door) -> Self {
        Self {
            app,
            door: Arc::new(door),
            home: Arc::default(),
            held: Arc::default(),
            uploads: Arc::default(),
        }
    }

    /// Says where everything is kept.
    #[must_use]
    pub fn kept_in(self, home: Home) -> Self {
        Self { home: Arc::new(home), ..self }
    }
}
