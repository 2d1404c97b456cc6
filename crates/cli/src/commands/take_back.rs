//! `hansei take-back`: a deleted entry brought back.

use crate::commands::changed;
use crate::error::CliError;
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
    let id = app.find_deleted(&args.id).await?;
    let saved = app.take_back(id, None).await?;
    changed(desk, &app, saved, "Taken back").await
}
