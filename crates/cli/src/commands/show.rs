//! `hansei show`: one entry's whole story.

use hansei_method::gap::gap;
use serde::Serialize;

use crate::error::CliError;
use crate::open::Desk;
use crate::output;
use crate::story;

/// Tell one entry's whole story
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei show 3f2a
  hansei show 3f2a | less
  hansei show 3f2a --json")]
pub(crate) struct Args {
    /// The entry's id, or the start of it
    id: String,
}

#[derive(Serialize)]
struct Shown<'a> {
    short: &'a str,
    version: i64,
    saved_at: String,
    stage: &'static str,
    entry: &'a hansei_method::entry::Entry,
    record: hansei_method::record::Record,
    gap: Vec<Row>,
    checklist: Vec<Check>,
}

#[derive(Serialize)]
struct Row {
    name: Option<String>,
    intended: Option<String>,
    actual: Option<String>,
    difference: Option<String>,
    met: hansei_method::account::Met,
    computed: Option<hansei_method::account::Met>,
}

#[derive(Serialize)]
struct Check {
    name: &'static str,
    there: bool,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let kept = app.entry(desk.find(&app, &args.id).await?).await?;
    let short = app.short_id(kept.entry.id).await?;
    if !desk.output.json {
        return output::print(&story::write(&kept.entry, &short, desk));
    }
    let answers = &kept.entry.review.answers;
    let intention = hansei_app::review::answer(answers.intended());
    let account = hansei_app::review::answer(answers.happened());
    let row = |row: hansei_method::gap::GapRow| Row {
        name: row.name,
        intended: row.intended,
        actual: row.actual,
        difference: row.difference.map(|difference| difference.to_string()),
        met: row.met,
        computed: row.computed,
    };
    output::print_json(&Shown {
        short: &short,
        version: kept.version,
        saved_at: kept.saved_at.to_string(),
        stage: answers.kind().word(),
        record: kept.entry.record(),
        gap: gap(&intention, &account).into_iter().map(row).collect(),
        checklist: kept
            .entry
            .checklist()
            .into_iter()
            .map(|check| Check { name: check.name, there: check.is_there })
            .collect(),
        entry: &kept.entry,
    })
}
