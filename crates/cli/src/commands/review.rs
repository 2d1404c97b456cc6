//! `hansei review`: the four questions, in the terminal or from a file.

use std::path::PathBuf;

use hansei_app::App;
use hansei_method::id::EntryId;
use hansei_method::question::Question;
use serde::Serialize;

use crate::answers_file::AnswersFile;
use crate::commands::{coach, today};
use crate::error::CliError;
use crate::interview::{self, Terminal};
use crate::open::Desk;
use crate::{daily, output};

/// Answer the four questions, one thing at a time; resumes where it stopped
///
/// Without ID, what was begun last, otherwise what was captured last. Ctrl-C leaves and keeps all but the line you are in.
/// With --from, the answers come from a file and nothing is asked; a file that says "log" makes a new entry when no ID is
/// given.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei review
  hansei review 3f2a --question why
  hansei review 3f2a --from answers.json
  hansei show 3f2a --json | jq '{schema: 1, answers: .entry.review.answers}' > answers.json

answers.json:
  { \"schema\": 1, \"intended\": { \"statement\": \"Deliver by March 15\" }, \"finish\": false }")]
pub(crate) struct Args {
    /// The entry's id, or the start of it
    id: Option<String>,
    /// Take the answers from this file; - reads standard input
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Begin with this question
    #[arg(long, value_parser = ["intended", "happened", "why", "next"], conflicts_with = "from")]
    question: Option<String>,
}

#[derive(Serialize)]
struct Reviewed {
    id: String,
    short: String,
    version: i64,
    stage: &'static str,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    if let Some(from) = &args.from {
        let file = AnswersFile::read(from)?;
        let said = file.said.clone();
        let app = desk.app().await?;
        let id = match &args.id {
            Some(id) => Some(desk.find(&app, id).await?),
            None => None,
        };
        let id = file.save(&app, id).await?;
        told(desk, &app, id).await?;
        coach::care_about(desk, &app, &said).await?;
        daily::after_a_change(desk, &app).await;
        return Ok(());
    }
    if !output::is_interactive() {
        return Err(CliError::usage(
            "there is no terminal to ask in; give the answers with --from FILE or --from -",
        ));
    }
    let app = desk.app().await?;
    let id = chosen(args.id.as_deref(), desk, &app).await?;
    let question = args.question.as_deref().and_then(Question::from_word);
    let mut terminal = Terminal::new(desk);
    let outcome = interview::run(desk, &app, id, question, &mut terminal).await;
    daily::after_a_change(desk, &app).await;
    outcome
}

async fn chosen(id: Option<&str>, desk: &Desk, app: &App) -> Result<EntryId, CliError> {
    if let Some(id) = id {
        return desk.find(app, id).await;
    }
    let waiting = app.today().await?;
    let next = today::next(&waiting);
    next.map(|line| line.id)
        .ok_or_else(|| CliError::invalid("nothing waits for a review; log something first, or name an entry"))
}

async fn told(desk: &Desk, app: &App, id: EntryId) -> Result<(), CliError> {
    let kept = app.entry(id).await?;
    let short = app.short_id(id).await?;
    let stage = kept.entry.review.answers.kind();
    if desk.output.json {
        let (id, version, stage) = (id.to_string(), kept.version, stage.word());
        return output::print_json(&Reviewed { id, short, version, stage });
    }
    output::print(&format!("Saved {short} · {}\n", stage.name()))
}
