//! `hansei undo`: the last change taken back.

use crate::commands::changed;
use crate::error::CliError;
use crate::open::Desk;

/// Take the last change of an entry back; again, the one before it
///
/// Without ID, the entry that was changed last. What was undone stays in the history.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei undo
  hansei undo 3f2a
  hansei undo 3f2a --to 4")]
pub(crate) struct Args {
    /// The entry's id, or the start of it
    id: Option<String>,
    /// Bring back the entry as it was in this version of its history
    #[arg(long, value_name = "VERSION")]
    to: Option<i64>,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let id = match &args.id {
        Some(id) => desk.find(&app, id).await?,
        None => app
            .last_changed()
            .await?
            .ok_or_else(|| CliError::invalid("the log is empty; there is nothing to undo"))?,
    };
    if let Some(version) = args.to {
        let saved = app.bring_back(id, None, version).await?;
        return changed(desk, &app, saved, &format!("Brought back version {version} of")).await;
    }
    let last = app.last_change(id).await?;
    let saved = app.undo(id, None).await?;
    let action = last.map_or_else(|| "the last change".to_owned(), |line| format!("\"{}\"", line.action));
    changed(desk, &app, saved, &format!("Took back {action} on")).await
}
