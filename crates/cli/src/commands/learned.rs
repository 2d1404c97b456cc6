//! `hansei learned`: what have I learned about this? Lessons first.

use crate::commands::search;
use crate::error::CliError;
use crate::open::Desk;

/// What have I learned about this? Lessons first, then the rest
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei learned estimates
  hansei learned client proposal")]
pub(crate) struct Args {
    /// What you are about to do
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let hits = app.learned(&args.words.join(" ")).await?;
    search::show(desk, &app, &hits, true).await
}
