//! `hansei log`: one line is kept, no questions asked.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::Path;

use hansei_app::capture::{Capture, Logged};
use hansei_method::entry::{Kind, Significance};
use hansei_method::occurred::Occurred;
use hansei_method::tag::Tag;
use serde::Serialize;

use crate::commands::coach;
use crate::error::CliError;
use crate::open::Desk;
use crate::output;
use crate::{daily, input, say, words};

/// Keep one line about what happened, no questions asked
///
/// Words like "yesterday:", "last friday 15:00:" or "2026-03-02:" at the start say when it happened. The first sentence
/// becomes the title, the rest is kept below it. Without TEXT, or with -, the text comes from standard input.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei log \"yesterday: the demo failed in front of the client\"
  hansei log --kind near-miss --tag deploys \"Friday's backup was empty, and nobody needed it\"
  hansei log < notes.txt

Shorter, with one line in ~/.bashrc, ~/.zshrc or config.fish:
  alias h='hansei log'
Then h, a blank, the text in quotes and Enter keep it: five keystrokes beside the text. Without it, l is short for log.")]
pub(crate) struct Args {
    /// What happened; - reads standard input
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    /// What sort of event it was [default: failure]
    #[arg(long, value_parser = words::kind(), hide_default_value = true)]
    kind: Option<Kind>,
    /// When it happened, for example 2026-03-02 or "last friday 15:00" [default: read from the text, otherwise now]
    #[arg(long, value_name = "WHEN")]
    on: Option<String>,
    /// A word to find it by; several are parted by commas, or given one after another
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// How deep the review goes [default: ordinary]
    #[arg(long, value_parser = words::significance())]
    significance: Option<Significance>,
}

#[derive(Serialize)]
struct Kept<'a> {
    id: String,
    short: &'a str,
    version: i64,
    title: &'a str,
    date: String,
    read_from: Option<&'a str>,
    unread: Option<&'a str>,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let text = text(&args.text)?;
    let said = text.clone();
    let on = |on: String| {
        Occurred::told(&on, &desk.world.now()).map_err(|_| {
            CliError::invalid(format!("\"{on}\" is no day; write it like 2026-03-02 or \"last friday\""))
        })
    };
    let capture = Capture {
        text,
        kind: args.kind,
        significance: args.significance,
        occurred: args.on.map(on).transpose()?,
        tags: Tag::list(&args.tag.join(","))?,
    };
    let app = desk.app().await?;
    let logged = app.log(capture).await?;
    let short = app.short_id(logged.saved.id).await?;
    if desk.output.json {
        output::print_json(&Kept {
            id: logged.saved.id.to_string(),
            short: &short,
            version: logged.saved.version,
            title: &logged.title,
            date: logged.occurred.to_string(),
            read_from: logged.read_from.as_deref(),
            unread: logged.unread.as_deref(),
        })?;
    } else {
        output::print(&told(&short, &logged))?;
    }
    coach::care_about(desk, &app, &said).await?;
    daily::after_a_change(desk, &app).await;
    Ok(())
}

fn text(words: &[String]) -> Result<String, CliError> {
    match words {
        [dash] if dash == "-" => input::text(Path::new("-")),
        [] if std::io::stdin().is_terminal() => Err(CliError::usage(
            "there is nothing to keep yet; write what happened: hansei log \"the demo failed\"",
        )),
        [] => input::text(Path::new("-")),
        words => Ok(words.join(" ")),
    }
}

fn told(short: &str, logged: &Logged) -> String {
    let read = match &logged.read_from {
        Some(words) => format!(" (read from \"{}\")", crate::table::one_line(words)),
        None => String::new(),
    };
    let mut told = format!("Kept {short} · {}{read}\n", say::occurred(logged.occurred));
    if let Some(words) = &logged.unread {
        let _ = writeln!(
            told,
            "\"{}\" was not read as a day that has been, so it is dated now. To correct it: hansei edit {short} --on 2026-03-02",
            crate::table::one_line(words)
        );
    }
    told
}
