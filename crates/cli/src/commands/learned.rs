//! `hansei learned`: what have I learned about this? Lessons first.

use hansei_app::list::MOST_HITS;
use hansei_store::Filter;

use crate::commands::search;
use crate::error::CliError;
use crate::open::Desk;

/// What have I learned about this? Lessons first, then the rest
///
/// The lessons you adopted and the library answer too, after your own: all such lessons, and up to five cases. Where nothing
/// has every word, you are shown what may have been meant, or what is near.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei learned estimates
  hansei learned client proposal")]
pub(crate) struct Args {
    /// What you are about to do
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// The most entries of your own to show, 1 to 100
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_HITS)))]
    limit: u32,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let looked = app.look_up(&args.words.join(" "), &Filter::default(), true, args.limit).await?;
    search::show(desk, &app, &looked, true).await
}
