//! `hansei settings`: what the person chose about hansei itself.

use hansei_method::text::Line;

use crate::error::CliError;
use crate::open::Desk;
use crate::output;
use crate::words;

/// Show or change settings
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei settings
  hansei settings --name \"Anna's log\" --automatic-backups yes")]
pub(crate) struct Args {
    /// What the log is called; an empty name takes it away
    #[arg(long)]
    name: Option<String>,
    /// Whether single letters act as keys in the pages
    #[arg(long, value_parser = words::yes_or_no(), value_name = "YES_OR_NO")]
    letter_keys: Option<bool>,
    /// Whether a backup is made by itself once a day
    #[arg(long, value_parser = words::yes_or_no(), value_name = "YES_OR_NO")]
    automatic_backups: Option<bool>,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let Args { name, letter_keys, automatic_backups } = args;
    let is_change = name.is_some() || letter_keys.is_some() || automatic_backups.is_some();
    let app = desk.app().await?;
    let mut settings = app.settings().await?;
    if is_change {
        settings.name = name.as_deref().map_or(Ok(settings.name), Line::optional)?;
        settings.letter_keys = letter_keys.unwrap_or(settings.letter_keys);
        settings.automatic_backups = automatic_backups.unwrap_or(settings.automatic_backups);
        app.choose(&settings).await?;
    }
    if desk.output.json {
        return output::print_json(&settings);
    }
    let yes = |is: bool| if is { "yes" } else { "no" };
    let name = settings.name.as_ref().map_or("(none)".to_owned(), |name| crate::output::shown(name.as_str()));
    output::print(&format!(
        "name               {name}\nletter-keys        {}\nautomatic-backups  {}\n",
        yes(settings.letter_keys),
        yes(settings.automatic_backups)
    ))
}
