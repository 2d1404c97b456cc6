//! `hansei deleted`: what can be taken back.

use hansei_app::list::MOST_LINES;
use hansei_store::TrashCursor;
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
pub(crate) struct Args {
    /// The most entries to show, 1 to 200
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_LINES)))]
    limit: u32,
    /// Go on after the place that the last list named
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
}

#[derive(Serialize)]
struct Shown {
    entries: Vec<Line>,
    next: Option<String>,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let after = args.after.as_deref().map(str::parse::<TrashCursor>).transpose()?;
    let app = desk.app().await?;
    let page = app.deleted(after.as_ref(), args.limit).await?;
    let next = page.next.map(|cursor| cursor.to_string());
    if desk.output.json {
        return output::print_json(&Shown { entries: Line::all(&app, &page.lines).await?, next });
    }
    if page.lines.is_empty() {
        output::tell(if after.is_none() { "Nothing is deleted." } else { "Nothing more is deleted." });
        return Ok(());
    }
    output::print(&lines::table(&app, &page.lines, desk.output.columns).await?)?;
    if let Some(next) = next {
        output::tell(&format!("More: add --after {next}"));
    }
    Ok(())
}
