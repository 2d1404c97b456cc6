//! Configuration: what the command line says goes before the environment, the environment before `config.toml`.
//!
//! The one place that reads the environment. Three variables are not for people, but for tests: `HANSEI_TEST_NOW` stops
//! the clock at a time like `2026-03-02T15:00:00+01:00[Europe/Berlin]`, `HANSEI_TEST_IDS` makes ids that follow from a
//! number instead of chance, and `HANSEI_TEST_MODEL` is the SHA-256 of a small model that takes the place of the real one.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use hansei_app::model::{Model, Shelf};
use hansei_store::Place;
use jiff::Zoned;
use serde::Deserialize;

use crate::error::{CliError, Kind};

/// The port that the pages are served on when nobody asks for another.
pub(crate) const USUAL_PORT: u16 = 7373;

/// Everything that is set from outside.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// The folder that holds the data.
    pub(crate) data_dir: PathBuf,
    /// The PostgreSQL database that takes the place of the file in the data folder.
    pub(crate) database: Option<String>,
    /// The port to serve on; `None` leaves the choice to hansei.
    pub(crate) port: Option<u16>,
    /// The program that long answers are written in.
    pub(crate) editor: Option<OsString>,
    /// Whether a backup may be made by itself.
    pub(crate) automatic_backups: bool,
    /// The columns that output may take; `None` where nobody reads it line by line.
    pub(crate) columns: Option<usize>,
    /// Whether a line can be edited in the terminal, and an answer be offered in it; one that only prints cannot (`TERM`).
    pub(crate) edits_lines: bool,
    /// Whether the environment says which time zone it is, or where the zones are kept (`TZ`, `TZDIR`).
    pub(crate) names_zone: bool,
    /// The time that takes the place of the clock's.
    pub(crate) now: Option<Zoned>,
    /// The number that ids follow from, in place of chance.
    pub(crate) ids: Option<u16>,
    /// The model that can be installed.
    pub(crate) model: Model,
}

/// What the command line says about the configuration.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said {
    /// `--data-dir`.
    pub(crate) data_dir: Option<PathBuf>,
}

/// `config.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct File {
    data_dir: Option<PathBuf>,
    database: Option<String>,
    port: Option<u16>,
    editor: Option<String>,
    automatic_backups: Option<bool>,
}

/// Terminals in which nothing can be edited, as rustyline knows them.
const ONLY_PRINT: [&str; 3] = ["dumb", "cons25", "emacs"];

impl Config {
    /// Reads the environment and `config.toml`.
    pub(crate) fn read(said: &Said) -> Result<Self, CliError> {
        let folders = etcetera::choose_base_strategy().ok();
        let file = match &folders {
            Some(folders) => File::read(&folders.config_dir().join("hansei/config.toml"))?,
            None => File::default(),
        };
        let usual = || folders.as_ref().map(|folders| folders.data_dir().join("hansei"));
        let data_dir = said
            .data_dir
            .clone()
            .or_else(|| variable("HANSEI_DATA_DIR").map(PathBuf::from))
            .or(file.data_dir)
            .or_else(usual)
            .ok_or_else(|| {
                CliError::usage("there is no home folder to keep the data in; name one with --data-dir")
            })?;
        Ok(Self {
            data_dir: absolute(&data_dir)?,
            database: text("HANSEI_DATABASE")?.or(file.database),
            port: file.port,
            editor: variable("VISUAL").or_else(|| variable("EDITOR")).or(file.editor.map(OsString::from)),
            automatic_backups: file.automatic_backups.unwrap_or(true),
            columns: columns(text("COLUMNS")?.as_deref()),
            edits_lines: text("TERM")?.is_none_or(|terminal| !ONLY_PRINT.contains(&terminal.as_str())),
            names_zone: names_zone(),
            now: text("HANSEI_TEST_NOW")?.map(|now| fixed(&now)).transpose()?,
            ids: text("HANSEI_TEST_IDS")?.and_then(|ids| ids.parse().ok()),
            model: match text("HANSEI_TEST_MODEL")? {
                Some(sha256) => Model { sha256, ..Model::known() },
                None => Model::known(),
            },
        })
    }

    /// Says where things are kept.
    pub(crate) fn place(&self) -> Place {
        match &self.database {
            Some(url) => Place::Postgres(url.clone()),
            None => Place::Sqlite(self.database_file()),
        }
    }

    /// Returns the file that an SQLite database is kept in.
    pub(crate) fn database_file(&self) -> PathBuf {
        self.data_dir.join("hansei.db")
    }

    /// Returns the folder that automatic backups are kept in.
    pub(crate) fn backups_dir(&self) -> PathBuf {
        self.data_dir.join("backups")
    }

    /// Returns the place for the file of a model.
    pub(crate) fn model_shelf(&self) -> Shelf {
        Shelf::new(self.data_dir.join("models"), self.model.clone())
    }

    /// Takes another folder for the data, and so the file in it.
    pub(crate) fn in_folder(&self, data_dir: PathBuf) -> Self {
        Self { data_dir, database: None, ..self.clone() }
    }
}

impl File {
    fn read(path: &Path) -> Result<Self, CliError> {
        let written = match std::fs::read_to_string(path) {
            Ok(written) => written,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(CliError::file(path, &error)),
        };
        toml::from_str(&written).map_err(|error| {
            let line = error.span().map_or(1, |span| written[..span.start].matches('\n').count() + 1);
            let path = path.display();
            CliError::usage(format!(
                "{path}, line {line}: {}; correct that line or take it out",
                error.message()
            ))
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// An empty `TZ` names the zone of the world.
#[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
fn names_zone() -> bool {
    ["TZ", "TZDIR"].into_iter().any(|name| std::env::var_os(name).is_some())
}

fn text(name: &str) -> Result<Option<String>, CliError> {
    let unreadable = |_| CliError::usage(format!("{name} is not text in UTF-8; set it again or unset it"));
    variable(name).map(OsString::into_string).transpose().map_err(unreadable)
}

fn absolute(path: &Path) -> Result<PathBuf, CliError> {
    std::path::absolute(path).map_err(|error| CliError::file(path, &error))
}

fn columns(said: Option<&str>) -> Option<usize> {
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    said.and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0).or_else(terminal)
}

fn fixed(now: &str) -> Result<Zoned, CliError> {
    let wrong = |_| {
        CliError::new(
            Kind::Usage,
            format!(
                "HANSEI_TEST_NOW is \"{now}\", which is no time; write it like 2026-03-02T15:00:00+00:00[UTC]"
            ),
        )
    };
    now.parse().map_err(wrong)
}
