//! `hansei edit`: what is said about an entry beside its review.

use hansei_app::entry::Details;
use hansei_method::entry::{Kind, Significance};
use hansei_method::occurred::Occurred;
use hansei_method::tag::Tag;
use hansei_method::text::{Line, Text};

use crate::commands::changed;
use crate::error::CliError;
use crate::open::Desk;
use crate::words;

/// Change the title, the text, when it happened, and what is said beside the review
///
/// An empty text takes a field away: --context "".
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei edit 3f2a --on 2026-03-02 --context \"Northgate, second sprint\"
  hansei edit 3f2a --tag deploys --tag friday
  hansei edit 3f2a --kind mixed --significance full")]
pub(crate) struct Args {
    /// The entry's id, or the start of it
    id: String,
    /// The title, on one line
    #[arg(long)]
    title: Option<String>,
    /// The text below the title
    #[arg(long)]
    body: Option<String>,
    /// The situation: project, place, people by their roles
    #[arg(long)]
    context: Option<String>,
    /// What sort of event it was
    #[arg(long, value_parser = words::kind())]
    kind: Option<Kind>,
    /// How deep the review goes
    #[arg(long, value_parser = words::significance())]
    significance: Option<Significance>,
    /// When it happened
    #[arg(long, value_name = "WHEN")]
    on: Option<String>,
    /// The words to find it by, in place of those it has
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Take all tags away
    #[arg(long, conflicts_with = "tag")]
    no_tags: bool,
    /// Take out the parked idea at this place, counted from 1
    #[arg(long, value_name = "PLACE")]
    unpark: Option<usize>,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let details = details(&args, desk)?;
    let is_empty = details == Details::default();
    if is_empty && args.unpark.is_none() {
        return Err(CliError::usage("nothing was said to change; see hansei edit --help"));
    }
    let app = desk.app().await?;
    let id = desk.find(&app, &args.id).await?;
    let mut saved = None;
    if !is_empty {
        saved = Some(app.describe(id, None, &details).await?);
    }
    if let Some(place) = args.unpark {
        let place = place
            .checked_sub(1)
            .ok_or_else(|| CliError::invalid("places are counted from 1; see hansei show"))?;
        saved = Some(app.unpark(id, None, place).await?);
    }
    match saved {
        Some(saved) => changed(desk, &app, saved, "Changed").await,
        None => Ok(()),
    }
}

fn details(args: &Args, desk: &Desk) -> Result<Details, CliError> {
    let on = |text: &String| {
        Occurred::told(text, &desk.world.now()).map_err(|_| {
            CliError::invalid(format!("\"{text}\" is no day; write it like 2026-03-02 or \"last friday\""))
        })
    };
    let tags = (args.no_tags || !args.tag.is_empty()).then(|| Tag::list(&args.tag.join(","))).transpose()?;
    Ok(Details {
        title: args.title.as_deref().map(str::parse::<Line>).transpose()?,
        body: args.body.as_deref().map(Text::optional).transpose()?,
        context: args.context.as_deref().map(Line::optional).transpose()?,
        kind: args.kind,
        significance: args.significance,
        occurred: args.on.as_ref().map(on).transpose()?,
        tags,
        ..Details::default()
    })
}
