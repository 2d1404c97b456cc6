//! `hansei library tell`: a failure that somebody told.

use hansei_app::library::Heard;
use hansei_method::occurred::Occurred;
use hansei_method::text::{Line, Text};

use super::Told;
use crate::error::CliError;
use crate::open::Desk;
use crate::{daily, output};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei library tell \"A colleague ran the command in the wrong window\"
  hansei library tell \"The scaffold gave way\" --lesson \"Count the bolts\"")]
pub(super) struct Args {
    /// What happened, in one line; leave out who it was
    title: Line,
    /// What they intended
    #[arg(long, value_name = "WORDS")]
    intended: Option<Text>,
    /// What happened, at length
    #[arg(long, value_name = "WORDS")]
    happened: Option<Text>,
    /// How it came about, as they see it
    #[arg(long, value_name = "WORDS")]
    why: Option<Text>,
    /// How they responded
    #[arg(long, value_name = "WORDS")]
    response: Option<Text>,
    /// What they changed
    #[arg(long, value_name = "WORDS")]
    change: Option<Text>,
    /// What they learned
    #[arg(long, value_name = "WORDS")]
    lesson: Option<Text>,
    /// When it happened
    #[arg(long, value_name = "DAY")]
    occurred: Option<Occurred>,
    /// Where it can be read
    #[arg(long)]
    link: Option<Line>,
    /// What it is filed under; can be given several times
    #[arg(long = "label", value_name = "LABEL")]
    labels: Vec<Line>,
}

pub(super) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let Args { title, intended, happened, why, response, change, lesson, occurred, link, labels } = args;
    let heard = Heard { title, intended, happened, why, response, change, lesson, occurred, link, labels };
    let told = app.write_down(heard).await?;
    if desk.output.json {
        output::print_json(&Told::from(&told))?;
    } else {
        output::print(&format!("Written down in \"{}\" as {}\n", told.collection.name, told.case.key))?;
    }
    daily::after_a_change(desk, &app).await;
    Ok(())
}
