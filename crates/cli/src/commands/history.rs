//! `hansei history`: every save of an entry.

use hansei_app::history::MOST_REVISIONS;
use serde::Serialize;

use crate::error::CliError;
use crate::open::Desk;
use crate::output;
use crate::say;
use crate::story;
use crate::table::Table;

/// Show every save of an entry, newest first
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei history 3f2a
  hansei history 3f2a --version 2
  hansei undo 3f2a --to 2")]
pub(crate) struct Args {
    /// The entry's id, or the start of it
    id: String,
    /// Show the entry as it was in this version
    #[arg(long)]
    version: Option<i64>,
    /// Go on with versions older than this one
    #[arg(long, value_name = "VERSION", conflicts_with = "version")]
    before: Option<i64>,
}

#[derive(Serialize)]
struct Shown {
    revisions: Vec<Revision>,
    /// Where the older ones begin, for `--before`; `None` when these were the last.
    next: Option<i64>,
}

#[derive(Serialize)]
struct Revision {
    version: i64,
    saved_at: String,
    action: String,
    /// The version that undo from here returns to; `None` when there is nothing left to undo.
    back: Option<i64>,
    title: String,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let id = desk.find(&app, &args.id).await?;
    if let Some(version) = args.version {
        let entry = app.revision(id, version).await?;
        if desk.output.json {
            return output::print_json(&serde_json::json!({ "version": version, "entry": entry }));
        }
        return output::print(&story::write(&entry, &app.short_id(id).await?, desk));
    }
    let lines = app.history(id, args.before).await?;
    let is_full = lines.len() >= MOST_REVISIONS as usize;
    let next = lines.last().map(|line| line.version).filter(|version| is_full && *version > 1);
    if desk.output.json {
        let revision = |line: hansei_store::RevisionLine| Revision {
            version: line.version,
            saved_at: line.saved_at.to_string(),
            action: line.action,
            back: line.back,
            title: line.title,
        };
        return output::print_json(&Shown { revisions: lines.into_iter().map(revision).collect(), next });
    }
    let zone = desk.world.now().time_zone().clone();
    let mut table = Table::new(["VERSION", "SAVED", "WHAT"]);
    for line in lines {
        table.row([line.version.to_string(), say::moment(line.saved_at, &zone), line.action]);
    }
    output::print(&table.write(desk.output.columns))?;
    if let Some(next) = next {
        output::tell(&format!("More: add --before {next}"));
    }
    Ok(())
}
