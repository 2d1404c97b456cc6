//! What a command works with: configuration, output, the clock, and the data, opened when it is needed.

use std::fs;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hansei_app::{App, World, backup};
use hansei_method::id::EntryId;
use hansei_store::{Place, Store, StoreError};
use tokio::sync::OnceCell;

use crate::carrier::Post;
use crate::config::Config;
use crate::error::{CliError, Kind};
use crate::files::{self, Over};
use crate::output::{self, Output};

/// After how long without a word somebody wants to know what goes on.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long to wait for the data to be closed.
const LONGEST_GOODBYE: Duration = Duration::from_secs(2);

/// What a command works with.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    /// Everything that is set from outside.
    pub(crate) config: Config,
    /// Where to write, and how.
    pub(crate) output: Output,
    /// The clock and the source of ids.
    pub(crate) world: World,
    /// Whether several ask at a time.
    pub(crate) is_serving: bool,
    /// The data, once it was opened.
    pub(crate) store: Arc<OnceCell<Store>>,
}

impl Desk {
    /// Opens the data; the folder and the file are made on the very first start.
    ///
    /// Where the file cannot be written to, reading goes on and every change is refused.
    pub(crate) async fn app(&self) -> Result<App, CliError> {
        let place = self.config.place();
        if matches!(place, Place::Sqlite(_)) {
            files::make_folder(&self.config.data_dir)?;
            files::keep_to_oneself(&self.config.data_dir);
        }
        let store = self.store.get_or_try_init(|| self.opened(&place)).await?;
        let app = App::open(store.clone(), self.world.clone()).await?;
        Ok(app.with_model_shelf(self.config.model_shelf()).with_carrier(Arc::new(Post)))
    }

    /// Opens the data where there is some already; where there is none, none is made.
    pub(crate) async fn app_if_there(&self) -> Result<Option<App>, CliError> {
        let is_there = match self.config.place() {
            Place::Sqlite(file) => file.exists(),
            Place::Postgres(_) | Place::Memory => true,
        };
        Ok(if is_there { Some(self.app().await?) } else { None })
    }

    async fn opened(&self, place: &Place) -> Result<Store, CliError> {
        let open = async {
            if self.is_serving { Store::open(place).await } else { Store::open_for_one(place).await }
        };
        if let Place::Sqlite(file) = place {
            self.refuse_to_begin_anew(file)?;
        }
        let mut open = pin!(open);
        let opened = if let Ok(opened) = tokio::time::timeout(PATIENCE, &mut open).await {
            opened
        } else {
            output::tell("Still opening the data. After an update this can take a minute, once.");
            open.await
        };
        opened.map_err(|error| self.told(error))
    }

    /// Refuses to make a new log where there was one: without its file, or with nothing in it, but with backups beside it.
    fn refuse_to_begin_anew(&self, file: &Path) -> Result<(), CliError> {
        let has_data = fs::metadata(file).is_ok_and(|found| found.len() > 0);
        if has_data || !self.has_backups() {
            return Ok(());
        }
        Err(CliError::new(
            Kind::Broken,
            format!(
                "{} is gone or empty, and there are backups of it; hansei doctor names the newest good one for hansei restore. To begin a new log all the same, move {} away",
                file.display(),
                self.config.backups_dir().display()
            ),
        ))
    }

    /// Says whether there are backups of the data.
    pub(crate) fn has_backups(&self) -> bool {
        backup::backups(&self.config.backups_dir()).is_ok_and(|backups| !backups.is_empty())
    }

    /// Ends the work on the data: the last to leave folds SQLite's log file in, so that the one file holds everything.
    pub(crate) async fn close(&self) {
        if let Some(store) = self.store.get() {
            // Whoever still works on it is not waited for; a log file that stays is folded in by the next one.
            drop(tokio::time::timeout(LONGEST_GOODBYE, store.close()).await);
        }
    }

    /// Finds the entry that an id, or the start of one, stands for.
    pub(crate) async fn find(&self, app: &App, id: &str) -> Result<EntryId, CliError> {
        Ok(app.find(id).await?)
    }

    /// Says what becomes of a file that somebody named to be written, and refuses one that is hansei's own.
    pub(crate) fn over(&self, path: &Path, force: bool) -> Result<Over, CliError> {
        const OWN: [&str; 7] = [
            "hansei.db",
            "hansei.db-wal",
            "hansei.db-shm",
            "serve.lock",
            "serve.json",
            "serve.sock",
            "api-token",
        ];
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let is_here = match (folder.canonicalize(), self.config.data_dir.canonicalize()) {
            (Ok(folder), Ok(data)) => folder == data,
            _ => false,
        };
        if is_here && path.file_name().is_some_and(|name| OWN.iter().any(|own| name == *own)) {
            let path = path.display();
            return Err(CliError::invalid(format!("{path} is a part of the data itself; name another file")));
        }
        let over = Over::forced(force);
        over.check(path)?;
        Ok(over)
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
