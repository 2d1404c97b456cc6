//! `hansei put-off`: not now.

use crate::commands::changed;
use crate::error::CliError;
use crate::open::Desk;
use crate::say;

/// Not now: ask about this entry on a later day
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei put-off 3f2a monday
  hansei put-off 3f2a \"in 2 weeks\"
  hansei put-off 3f2a never-mind")]
pub(crate) struct Args {
    /// The entry's id, or the start of it
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
    let id = desk.find(&app, &args.id).await?;
    let saved = app.put_off(id, None, until).await?;
    let told = match until {
        Some(day) => format!("Nothing asks before {} about", say::day(day)),
        None => "Today may ask again about".to_owned(),
    };
    changed(desk, &app, saved, &told).await
}
