//! `hansei put-off`: not now.

use crate::commands::{changed, remind};
use crate::error::CliError;
use crate::open::Desk;
use crate::say;

/// Not now: ask about this entry, or about something that is due, on a later day
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei put-off 3f2a monday
  hansei put-off 3f2a \"in 2 weeks\"
  hansei put-off 3f2a never-mind
  hansei put-off quarter \"in 2 weeks\"
  hansei put-off decision/3f2a monday")]
pub(crate) struct Args {
    /// The entry's id, or the start of it; or the name of something that is due, as `hansei remind` shows it
    id: String,
    /// The day, for example 2026-06-01, monday or "in 2 weeks"; never-mind lets it be asked about again
    date: String,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let until = match args.date.as_str() {
        "never-mind" => None,
        text => Some(say::coming_day(text, &desk.world.now()).ok_or_else(|| {
            CliError::invalid(format!(
                "\"{text}\" is no day to come; write it like 2026-06-01, monday or \"in 2 weeks\""
            ))
        })?),
    };
    let app = desk.app().await?;
    // An id has digits and the letters to f only, so that it is never taken for a name.
    if args.id.contains('/') || "quarter".starts_with(args.id.as_str()) && !args.id.is_empty() {
        return remind::due::put_off(desk, &app, &args.id, until).await;
    }
    let id = desk.find(&app, &args.id).await?;
    let saved = app.put_off(id, None, until).await?;
    let told = match until {
        Some(day) => format!("Nothing asks before {} about", say::day(day)),
        None => "Today may ask again about".to_owned(),
    };
    changed(desk, &app, saved, &told).await
}
