//! `hansei settings`: what the person chose about hansei itself.

use hansei_method::text::{Line, Text};

use crate::error::CliError;
use crate::open::Desk;
use crate::output::{self, shown};
use crate::table::one_line;
use crate::words;

/// Show or change settings
#[derive(Debug, Default, PartialEq, Eq, clap::Args)]
#[command(after_help = "\
Examples:
  hansei settings
  hansei settings --name \"Anna's log\" --automatic-backups yes
  hansei settings --contacts \"Maeve 01 234 56 78\" --self-judgements no")]
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
    /// Whether the coach reads answers and asks about them
    #[arg(long, value_parser = words::yes_or_no(), value_name = "YES_OR_NO")]
    coach: Option<bool>,
    /// Whether it asks about what you write of yourself as a whole
    #[arg(long, value_parser = words::yes_or_no(), value_name = "YES_OR_NO")]
    self_judgements: Option<bool>,
    /// Whom to talk to when it gets too much: shown where somebody writes of hurting themselves; empty takes it away
    #[arg(long)]
    contacts: Option<String>,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let is_change = args != Args::default();
    let app = desk.app().await?;
    let mut settings = app.settings().await?;
    if is_change {
        let Args { name, letter_keys, automatic_backups, coach, self_judgements, contacts } = args;
        settings.name = name.as_deref().map_or(Ok(settings.name), Line::optional)?;
        settings.letter_keys = letter_keys.unwrap_or(settings.letter_keys);
        settings.automatic_backups = automatic_backups.unwrap_or(settings.automatic_backups);
        settings.coach = coach.unwrap_or(settings.coach);
        settings.self_judgements = self_judgements.unwrap_or(settings.self_judgements);
        settings.contacts = contacts.as_deref().map_or(Ok(settings.contacts), Text::optional)?;
        app.choose(&settings).await?;
    }
    if desk.output.json {
        return output::print_json(&settings);
    }
    let yes = |is: bool| if is { "yes" } else { "no" };
    let none = || "(none)".to_owned();
    let name = settings.name.as_ref().map_or_else(none, |name| shown(name.as_str()));
    let contacts =
        settings.contacts.as_ref().map_or_else(none, |contacts| shown(&one_line(contacts.as_str())));
    output::print(&format!(
        "name               {name}\nletter-keys        {}\nautomatic-backups  {}\ncoach              {}\n\
         self-judgements    {}\ncontacts           {contacts}\n",
        yes(settings.letter_keys),
        yes(settings.automatic_backups),
        yes(settings.coach),
        yes(settings.self_judgements)
    ))
}
