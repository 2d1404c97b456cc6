//! `hansei deleted`: what can be taken back.

use serde::Serialize;

use crate::error::CliError;
use crate::lines::{self, Line};
use crate::open::Desk;
use crate::output;

/// Show the entries that were deleted and can be taken back
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei deleted
  hansei take-back 3f2a")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct Shown {
    entries: Vec<Line>,
}

pub(crate) async fn run(_: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let deleted = app.deleted().await?;
    if desk.output.json {
        return output::print_json(&Shown { entries: Line::all(&app, &deleted).await? });
    }
    if deleted.is_empty() {
        output::tell("Nothing is deleted.");
        return Ok(());
    }
    output::print(&lines::table(&app, &deleted, desk.output.columns).await?)
}
