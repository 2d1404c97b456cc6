//! `hansei reopen`: a finished review opened again.

use hansei_method::text::Text;

use crate::commands::changed;
use crate::error::CliError;
use crate::open::Desk;

/// Open a finished review again
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei reopen 3f2a
  hansei reopen 3f2a --because \"the invoice turned up\"")]
pub(crate) struct Args {
    /// The entry's id, or the start of it
    id: String,
    /// What is new: a fact, a cause, something to do
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let reason = args.because.as_deref().map(str::parse::<Text>).transpose()?;
    let app = desk.app().await?;
    let id = desk.find(&app, &args.id).await?;
    let saved = app.reopen(id, None, reason.as_ref()).await?;
    changed(desk, &app, saved, "Opened again").await
}
