//! What a command works with: configuration, output, the clock, and the data, opened when it is needed.

use std::path::Path;

use hansei_app::{App, World};
use hansei_method::id::EntryId;
use hansei_store::{Place, Store, StoreError};

use crate::config::Config;
use crate::error::{CliError, Kind};
use crate::files;
use crate::output::Output;

/// What a command works with.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    /// Everything that is set from outside.
    pub(crate) config: Config,
    /// Where to write, and how.
    pub(crate) output: Output,
    /// The clock and the source of ids.
    pub(crate) world: World,
}

impl Desk {
    /// Opens the data; the folder and the file are made on the very first start.
    ///
    /// Where the file cannot be written to, reading goes on and every change is refused.
    pub(crate) async fn app(&self) -> Result<App, CliError> {
        let place = self.config.place();
        if matches!(place, Place::Sqlite(_)) {
            files::make_folder(&self.config.data_dir)?;
        }
        let store = Store::open(&place).await.map_err(|error| self.told(error))?;
        Ok(App::open(store, self.world.clone()).await?)
    }

    /// Finds the entry that an id, or the start of one, stands for.
    pub(crate) async fn find(&self, app: &App, id: &str) -> Result<EntryId, CliError> {
        Ok(app.find(id).await?)
    }

    /// Names the file in what the store says about the data as a whole.
    fn told(&self, error: StoreError) -> CliError {
        match &error {
            StoreError::ReadOnly => read_only(&self.config.data_dir),
            _ => error.into(),
        }
    }
}

/// Says that nothing can be kept in a folder.
pub(crate) fn read_only(folder: &Path) -> CliError {
    CliError::new(
        Kind::Broken,
        format!(
            "{} cannot be written to, and nothing was saved; give yourself the right to write there (chmod u+w), or name another folder with --data-dir",
            folder.display()
        ),
    )
}
