//! `hansei delete`: out of the log, and still to be taken back.

use crate::commands::changed;
use crate::error::CliError;
use crate::open::Desk;

/// Delete an entry; it can be taken back
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei delete 3f2a
  hansei take-back 3f2a")]
pub(crate) struct Args {
    /// The entry's id, or the start of it
    id: String,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let id = desk.find(&app, &args.id).await?;
    let saved = app.delete(id, None).await?;
    changed(desk, &app, saved, "Deleted; hansei take-back brings it back:").await
}
