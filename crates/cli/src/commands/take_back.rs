//! `hansei take-back`: a deleted entry brought back.

use hansei_app::App;
use hansei_method::id::EntryId;

use crate::commands::changed;
use crate::error::{CliError, Kind};
use crate::open::Desk;

/// Take a deleted entry back
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei deleted
  hansei take-back 3f2a")]
pub(crate) struct Args {
    /// The entry's id, or the start of it
    id: String,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let id = find_deleted(&app, &args.id).await?;
    let saved = app.take_back(id, None).await?;
    changed(desk, &app, saved, "Taken back").await
}

/// Finds the one deleted entry whose id starts so.
pub(crate) async fn find_deleted(app: &App, prefix: &str) -> Result<EntryId, CliError> {
    let hex: String = prefix.chars().filter(|character| *character != '-').collect::<String>().to_lowercase();
    let deleted = app.deleted().await?;
    let mut found = deleted.iter().filter(|line| line.id.uuid().simple().to_string().starts_with(&hex));
    match (found.next(), found.next()) {
        (Some(line), None) if !hex.is_empty() => Ok(line.id),
        (None, _) => {
            Err(CliError::new(Kind::NotFound, "no deleted entry has this id; look at hansei deleted"))
        }
        _ => Err(CliError::invalid(format!(
            "more than one deleted entry starts with \"{hex}\"; write a few more characters"
        ))),
    }
}
