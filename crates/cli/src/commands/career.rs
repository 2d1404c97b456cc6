//! `hansei career`: chosen entries told to somebody, each with what the log shows of it.

mod changes;
mod told;
mod written;

use std::path::PathBuf;

use hansei_app::career::{Told, document, names};
use hansei_app::redaction::Redactions;
use hansei_app::share::Form;
use hansei_app::{App, Saved};
use hansei_method::id::CareerId;
use hansei_method::text::Line;
use serde::Serialize;

use super::share;
use crate::daily;
use crate::error::CliError;
use crate::files;
use crate::open::Desk;
use crate::output;

/// Tell somebody what went wrong, what you learned and what you do now
///
/// A story of entries you choose, in your own words. Beside each stands what the log shows of it: dates and counts, told by
/// hansei; a line of it can be left out and not be written. Without anything else it lists your stories.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei career
  hansei career new 3f2a 81c0 --title \"Handing over, three times\"
  hansei career show 9b1d
  hansei career edit 9b1d
  hansei career export 9b1d --format html -o story.html")]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Option<Act>,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Begin a story from entries; each chapter begins with what its entry holds
    #[command(
        after_help = "Examples:\n  hansei career new 3f2a 81c0\n  hansei career new 3f2a --title \"What I took from the outage\""
    )]
    New {
        /// The entries, in their order: ids or the starts of them
        entries: Vec<String>,
        /// What stands above the story
        #[arg(long)]
        title: Option<String>,
    },
    /// Show a story with what the log shows of each chapter
    #[command(after_help = "Examples:\n  hansei career show 9b1d")]
    Show {
        /// The story's id, the start of it, or its title
        id: String,
    },
    /// Change a story: in your editor, from a file, or one thing at a time
    Edit(Box<changes::Args>),
    /// Write a story as a document that needs nothing else, with names replaced where you say so
    ///
    /// Nothing is sent anywhere. What was replaced, and what may still tell who is meant, is said beside it: look at it before
    /// you hand it over.
    #[command(
        after_help = "Examples:\n  hansei career export 9b1d --format md\n  hansei career export 9b1d -o story.html --replace \"Anna=the lead\"\n  hansei career export 9b1d --suggest"
    )]
    Export {
        /// The story's id, the start of it, or its title
        id: String,
        /// The form of the file [default: what the name of FILE says, otherwise html]
        #[arg(long, value_parser = ["html", "md"], value_name = "FORM")]
        format: Option<String>,
        /// A name and what stands in its place, whatever its case
        #[arg(long, value_name = "NAME=WORDS")]
        replace: Vec<String>,
        /// Only list what may tell who is meant
        #[arg(long)]
        suggest: bool,
        /// Write into this file instead of standard output; only you may read it
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace the file if it is there already
        #[arg(long, requires = "output")]
        force: bool,
    },
    /// Remove a story; it can be taken back
    #[command(alias = "delete", after_help = "Examples:\n  hansei career remove 9b1d")]
    Remove {
        /// The story's id, the start of it, or its title
        id: String,
    },
    /// Take a removed story back
    #[command(after_help = "Examples:\n  hansei career take-back 9b1d")]
    TakeBack {
        /// The story's id, the start of it, or its title
        id: String,
    },
    /// Erase a story for good, removed or not
    #[command(after_help = "Examples:\n  hansei career erase 9b1d --yes")]
    Erase {
        /// The story's id, the start of it, or its title
        id: String,
        /// Erase it without asking
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Serialize)]
struct Changed {
    id: CareerId,
    version: i64,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let Some(act) = args.act else { return told::list(desk, &app).await };
    match act {
        Act::New { entries, title } => {
            let title = title.as_deref().map(str::parse::<Line>).transpose()?;
            let mut ids = Vec::with_capacity(entries.len());
            for entry in &entries {
                ids.push(desk.find(&app, entry).await?);
            }
            let saved = app.begin_career(title.as_ref(), &ids).await?;
            changed(desk, &app, saved, "Begun; hansei career edit changes").await
        }
        Act::Show { id } => told::show(desk, &app.career(app.find_career(&id).await?).await?),
        Act::Edit(args) => changes::run(*args, desk, &app).await,
        Act::Export { id, format, replace, suggest, output, force } => {
            let told = app.career(app.find_career(&id).await?).await?;
            if suggest {
                return share::suggest(desk, names(&told));
            }
            export(desk, &told, format.as_deref(), &replace, output, force)
        }
        Act::Remove { id } => {
            let saved = app.remove_career(app.find_career(&id).await?, None).await?;
            changed(desk, &app, saved, "Removed; hansei career take-back brings back").await
        }
        Act::TakeBack { id } => {
            let saved = app.take_back_career(app.find_removed_career(&id).await?, None).await?;
            changed(desk, &app, saved, "Taken back:").await
        }
        Act::Erase { id, yes } => {
            let id = match app.find_career(&id).await {
                Ok(id) => id,
                Err(_) => app.find_removed_career(&id).await?,
            };
            if !yes {
                return Err(CliError::invalid("nothing brings an erased story back; say --yes to erase it"));
            }
            let saved = app.erase_career(id, None).await?;
            changed(desk, &app, saved, "Erased for good:").await
        }
    }
}

fn export(
    desk: &Desk,
    told: &Told,
    format: Option<&str>,
    replace: &[String],
    output: Option<PathBuf>,
    force: bool,
) -> Result<(), CliError> {
    let redactions = Redactions::new(share::pairs(replace)?)?;
    let named = output.as_ref().and_then(|path| path.extension()).and_then(|extension| extension.to_str());
    let form = format.or(named).and_then(Form::from_word).unwrap_or(Form::Html);
    let shared = document(told, &redactions, form);
    if let Some(path) = &output {
        files::write_named(path, shared.document.as_bytes(), desk.over(path, force)?)?;
    }
    share::hand_over(desk, shared, output)
}

async fn changed(desk: &Desk, app: &App, saved: Saved<CareerId>, told: &str) -> Result<(), CliError> {
    let Saved { id, version } = saved;
    if desk.output.json {
        output::print_json(&Changed { id, version })?;
    } else {
        output::print(&format!("{told} {}\n", short(id)))?;
    }
    daily::after_a_change(desk, app).await;
    Ok(())
}

/// Writes the start of an id.
fn short(id: CareerId) -> String {
    id.uuid().simple().to_string().chars().take(8).collect()
}
