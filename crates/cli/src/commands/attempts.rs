//! `hansei attempts`: the attempts at one goal, side by side.

use std::fmt::Write as _;

use hansei_app::App;
use hansei_method::id::EntryId;
use hansei_store::Kept;
use owo_colors::OwoColorize as _;
use serde::Serialize;

use crate::commands::changed;
use crate::error::CliError;
use crate::open::Desk;
use crate::output;
use crate::table::{one_line, wrapped};
use crate::{say, story};

/// Compare the attempts at one goal, or say which earlier lessons apply
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei attempts 3f2a
  hansei attempts 9c41 --applies 1
  hansei attempts 9c41 --applies-not 2")]
pub(crate) struct Args {
    /// The id of one of the attempts, or the start of it
    id: String,
    /// The earlier lesson at this place, counted from 1, applies to this attempt
    #[arg(long, value_name = "PLACE")]
    applies: Option<usize>,
    /// The earlier lesson at this place does not apply
    #[arg(long, value_name = "PLACE", conflicts_with = "applies")]
    applies_not: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    attempts: Vec<Attempt>,
}

#[derive(Serialize)]
struct Attempt {
    id: String,
    short: String,
    number: u32,
    title: String,
    date: String,
    stage: &'static str,
    changed: Option<String>,
    record: hansei_method::record::Record,
    earlier_lessons: Vec<hansei_method::attempt::EarlierLesson>,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    if args.applies.is_some() || args.applies_not.is_some() {
        return answer(&args, desk).await;
    }
    let app = desk.app().await?;
    let chain = app.attempts(desk.find(&app, &args.id).await?).await?;
    if desk.output.json {
        let mut attempts = Vec::with_capacity(chain.len());
        for kept in &chain {
            attempts.push(attempt(&app, kept).await?);
        }
        return output::print_json(&Shown { attempts });
    }
    let mut written = String::new();
    for kept in &chain {
        written.push_str(&told(
            &app.short_id(kept.entry.id).await?,
            kept,
            desk.output.columns.unwrap_or(100),
        ));
    }
    if chain.len() < 2 {
        output::tell(
            "This is the only attempt so far. Start the next one with: hansei attempt ID \"what happened\"",
        );
    }
    output::print(&written)
}

async fn answer(args: &Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let id: EntryId = desk.find(&app, &args.id).await?;
    let (place, applies) = match (args.applies, args.applies_not) {
        (Some(place), _) => (place, true),
        (None, place) => (place.unwrap_or(0), false),
    };
    let place = place
        .checked_sub(1)
        .ok_or_else(|| CliError::invalid("places are counted from 1; see hansei show"))?;
    let saved = app.lesson_applies(id, None, place, Some(applies)).await?;
    changed(desk, &app, saved, "Noted on").await
}

async fn attempt(app: &App, kept: &Kept) -> Result<Attempt, CliError> {
    let entry = &kept.entry;
    Ok(Attempt {
        id: entry.id.to_string(),
        short: app.short_id(entry.id).await?,
        number: entry.attempt.as_ref().map_or(1, |attempt| attempt.number),
        title: entry.title.to_string(),
        date: entry.occurred.to_string(),
        stage: entry.review.answers.kind().word(),
        changed: entry.attempt.as_ref().and_then(|attempt| attempt.changed.as_ref().map(ToString::to_string)),
        record: entry.record(),
        earlier_lessons: entry.attempt.as_ref().map(|attempt| attempt.lessons.clone()).unwrap_or_default(),
    })
}

/// Writes one attempt: what changed, how it stood against the intention, what it taught.
fn told(short: &str, kept: &Kept, columns: usize) -> String {
    let entry = &kept.entry;
    let attempt = entry.attempt.as_ref();
    let number = attempt.map_or(1, |attempt| attempt.number);
    let mut told = format!("{}. {} · {}\n", number, short.bold(), say::occurred(entry.occurred));
    told.push_str(&wrapped(&one_line(entry.title.as_str()), columns, "   "));
    if let Some(changed) = attempt.and_then(|attempt| attempt.changed.as_ref()) {
        told.push_str(&wrapped(&format!("Changed: {changed}"), columns, "   "));
    }
    let gap = story::gap_table(entry, Some(columns.saturating_sub(3)));
    for line in gap.lines() {
        let _ = writeln!(told, "   {line}");
    }
    let record = entry.record();
    for (name, field) in
        [("Root cause", record.root_cause), ("Lesson", record.lesson), ("Change", record.change)]
    {
        if let Some(field) = field {
            told.push_str(&wrapped(&format!("{name}: {field}"), columns, "   "));
        }
    }
    let lessons = story::earlier_lessons(entry);
    if !lessons.is_empty() {
        told.push_str("   Earlier lessons\n");
        told.push_str(&wrapped(&lessons, columns, "     "));
    }
    told.push('\n');
    told
}
