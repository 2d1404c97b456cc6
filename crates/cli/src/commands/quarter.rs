//! `hansei quarter`: look back on a period, and freeze what comes of it.

mod guided;
mod told;

use std::path::PathBuf;

use hansei_app::App;
use hansei_app::quarter::{LookedBack, Quarters, document, is_as_frozen};
use hansei_app::share::Form;
use hansei_method::id::QuarterId;
use hansei_method::quarter::{Answers, Asked, Period, Report};
use hansei_store::KeptQuarter;
use jiff::civil::Date;
use serde::Serialize;

use crate::daily;
use crate::error::CliError;
use crate::files;
use crate::open::Desk;
use crate::output;
use crate::say;

/// Look back on a quarter, or any period, and freeze what comes of it
///
/// Without anything else it asks, one thing after the other, about the period that is offered; what you said is kept when
/// you leave. Nothing of it has to be done: --skip moves on to the next one.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei quarter
  hansei quarter --list
  hansei quarter --period 2026-Q2
  hansei quarter --period 2026-01-01..2026-06-30 --freeze
  hansei quarter show 2026-Q2
  hansei quarter show 2026-Q2 --html q2.html
  hansei quarter --skip")]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Option<Act>,
    /// The period: 2026-Q2, 2026-05, 2026-H1, 2026, or a first and a last day with .. between
    #[arg(long, value_name = "PERIOD")]
    period: Option<Period>,
    /// Say something without being asked: changed, returned, success, due, taken or watch, and the words
    #[arg(long, value_name = "WHAT=WORDS")]
    say: Vec<String>,
    /// Freeze it: from then on nothing of it changes
    #[arg(long)]
    freeze: bool,
    /// Only list what is due, begun and frozen
    #[arg(long, conflicts_with_all = ["period", "freeze", "say"])]
    list: bool,
    /// Pass over the one that is due
    #[arg(long, conflicts_with_all = ["period", "freeze", "list", "say"])]
    skip: bool,
    /// The months from one to the next
    #[arg(long, value_name = "MONTHS", conflicts_with_all = ["period", "freeze", "list", "skip", "say"])]
    every: Option<u8>,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Show a review
    #[command(
        after_help = "Examples:\n  hansei quarter show 2026-Q2\n  hansei quarter show 3f2a --markdown q2.md"
    )]
    Show {
        /// The review's id, the start of it, or its period
        id: String,
        /// Write it as Markdown into this file
        #[arg(long, value_name = "FILE")]
        markdown: Option<PathBuf>,
        /// Write it as a page of its own into this file; a browser prints it as PDF
        #[arg(long, value_name = "FILE")]
        html: Option<PathBuf>,
        /// Replace the file if it is there already
        #[arg(long)]
        force: bool,
    },
    /// Remove a review; it can be taken back
    #[command(after_help = "Examples:\n  hansei quarter remove 2026-Q2")]
    Remove {
        /// The review's id, the start of it, or its period
        id: String,
    },
    /// Take a removed review back
    #[command(after_help = "Examples:\n  hansei quarter take-back 3f2a")]
    TakeBack {
        /// The review's id, or the start of it
        id: String,
    },
    /// Erase a review for good, removed or not
    #[command(after_help = "Examples:\n  hansei quarter erase 3f2a --yes")]
    Erase {
        /// The review's id, or the start of it
        id: String,
        /// Erase it without asking
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Serialize)]
struct Line {
    id: QuarterId,
    version: i64,
    period: String,
    name: String,
    frozen: bool,
}

#[derive(Serialize)]
struct Listed {
    #[serde(skip_serializing_if = "Option::is_none")]
    due_on: Option<Date>,
    is_due: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    offered: Option<String>,
    months: u8,
    quarters: Vec<Line>,
}

#[derive(Serialize)]
struct Shown<'a> {
    id: QuarterId,
    version: i64,
    period: String,
    name: String,
    frozen: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_as_frozen: Option<bool>,
    answers: &'a Answers,
    report: &'a Report,
}

#[derive(Serialize)]
struct Changed {
    id: QuarterId,
    version: i64,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    if let Some(act) = args.act {
        return done(act, desk, &app).await;
    }
    if let Some(months) = args.every {
        app.review_every(months).await?;
        return list(desk, &app).await;
    }
    if args.skip {
        app.skip_quarter().await?;
        return list(desk, &app).await;
    }
    let is_asked_nothing = args.period.is_none() && args.say.is_empty() && !args.freeze;
    if args.list || (is_asked_nothing && (desk.output.json || !output::is_interactive())) {
        return list(desk, &app).await;
    }
    let said = args.say.iter().map(|said| answer(said)).collect::<Result<Vec<_>, _>>()?;
    let id = app.begin_quarter(args.period).await?.id;
    if !said.is_empty() {
        let say = |answers: &mut Answers| {
            for (asked, words) in &said {
                answers.say(*asked, words.clone());
            }
        };
        app.answer_quarter(id, None, say).await?;
    } else if !args.freeze && !desk.output.json && output::is_interactive() {
        guided::run(desk, &app, id).await?;
        daily::after_a_change(desk, &app).await;
        return Ok(());
    }
    if args.freeze {
        app.freeze_quarter(id, None).await?;
    }
    daily::after_a_change(desk, &app).await;
    show(desk, &app.look_back(id).await?)
}

async fn done(act: Act, desk: &Desk, app: &App) -> Result<(), CliError> {
    match act {
        Act::Show { id, markdown, html, force } => {
            let look = app.look_back(app.find_quarter(&id).await?).await?;
            let mut is_written = false;
            // Both or neither.
            for path in [&markdown, &html].into_iter().flatten() {
                desk.over(path, force)?;
            }
            for (path, form) in [(markdown, Form::Markdown), (html, Form::Html)] {
                let Some(path) = path else { continue };
                let written = document(&look.kept.quarter, &look.report, form);
                files::write_named(&path, written.as_bytes(), desk.over(&path, force)?)?;
                output::tell(&format!("Wrote {}.", path.display()));
                is_written = true;
            }
            if is_written && !desk.output.json { Ok(()) } else { show(desk, &look) }
        }
        Act::Remove { id } => {
            let saved = app.remove_quarter(app.find_quarter(&id).await?, None).await?;
            changed(desk, saved.id, saved.version, "Removed; hansei quarter take-back brings back")
        }
        Act::TakeBack { id } => {
            let saved = app.take_back_quarter(removed(app, &id).await?, None).await?;
            changed(desk, saved.id, saved.version, "Taken back:")
        }
        Act::Erase { id, yes } => {
            let id = match app.find_quarter(&id).await {
                Ok(id) => id,
                Err(_) => removed(app, &id).await?,
            };
            if !yes {
                return Err(CliError::invalid("nothing brings an erased review back; say --yes to erase it"));
            }
            let saved = app.erase_quarter(id, None).await?;
            changed(desk, saved.id, saved.version, "Erased for good:")
        }
    }
}

/// Finds a removed review by the start of its id.
async fn removed(app: &App, text: &str) -> Result<QuarterId, CliError> {
    let start: String = text.chars().filter(|character| *character != '-').collect::<String>().to_lowercase();
    let kept = app.removed_quarters().await?;
    let mut found = kept.iter().map(|kept| kept.quarter.id);
    let found = found.find(|id| !start.is_empty() && id.uuid().simple().to_string().starts_with(&start));
    found.ok_or_else(|| {
        CliError::invalid("no removed review has this id; \"hansei quarter --list\" lists the others")
    })
}

fn changed(desk: &Desk, id: QuarterId, version: i64, told: &str) -> Result<(), CliError> {
    if desk.output.json {
        return output::print_json(&Changed { id, version });
    }
    output::print(&format!("{told} {}\n", short(id)))
}

fn answer(said: &str) -> Result<(Asked, Option<hansei_method::text::Text>), CliError> {
    let words = Asked::ALL.map(Asked::word).join(", ");
    let wrong =
        || CliError::usage(format!("\"{said}\" says nothing; write one of {words}, then = and the words"));
    let (word, said) = said.split_once('=').ok_or_else(wrong)?;
    let asked = Asked::ALL.into_iter().find(|asked| asked.word() == word.trim()).ok_or_else(wrong)?;
    Ok((asked, hansei_method::text::Text::optional(said)?))
}

async fn list(desk: &Desk, app: &App) -> Result<(), CliError> {
    let quarters = app.quarters().await?;
    let today = desk.world.now().date();
    if desk.output.json {
        let line = |kept: &KeptQuarter| Line {
            id: kept.quarter.id,
            version: kept.version,
            period: kept.quarter.period.to_string(),
            name: kept.quarter.period.name(),
            frozen: kept.quarter.frozen.is_some(),
        };
        let Quarters { due_on, offered, rhythm, drafts, frozen } = &quarters;
        return output::print_json(&Listed {
            due_on: *due_on,
            is_due: quarters.is_due(today),
            offered: offered.map(|period| period.to_string()),
            months: rhythm.months,
            quarters: drafts.iter().chain(frozen).map(line).collect(),
        });
    }
    output::print(&told::list(&quarters, today))
}

fn show(desk: &Desk, look: &LookedBack) -> Result<(), CliError> {
    let LookedBack { kept, report } = look;
    if desk.output.json {
        return output::print_json(&Shown {
            id: kept.quarter.id,
            version: kept.version,
            period: kept.quarter.period.to_string(),
            name: kept.quarter.period.name(),
            frozen: kept.quarter.frozen.is_some(),
            is_as_frozen: is_as_frozen(&kept.quarter),
            answers: &kept.quarter.answers,
            report,
        });
    }
    output::print(&told::review(look, desk.output.columns))
}

/// Writes the start of an id.
fn short(id: QuarterId) -> String {
    id.uuid().simple().to_string().chars().take(8).collect()
}

fn day(day: Date) -> String {
    say::day(day)
}
