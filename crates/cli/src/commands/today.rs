//! `hansei` alone: what waits today, and the next step.

use std::fmt::Write as _;

use hansei_app::App;
use hansei_app::practice::Practised;
use hansei_app::today::Today;
use hansei_store::Listed;
use owo_colors::OwoColorize as _;
use serde::Serialize;

use crate::commands::lesson;
use crate::commands::practice::asked_of;
use crate::commands::practice::shown::Told;
use crate::commands::practice::told::Shorts;
use crate::error::CliError;
use crate::lines::{self, Line};
use crate::open::Desk;
use crate::output;
use crate::say;
use crate::table::Table;

#[derive(Serialize)]
struct Shown {
    practices: Vec<Told>,
    begun: Vec<Line>,
    captured: Vec<Line>,
    lesson: Option<Line>,
    entries: i64,
    open_reviews: i64,
    next: Option<String>,
}

pub(crate) async fn run(desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let mut today = app.today().await?;
    // What was captured is not begun, even where the two lists overlap.
    today.begun.retain(|line| !today.captured.iter().any(|captured| captured.id == line.id));
    let practised = app.practices().await?;
    let asked: Vec<&Practised> = asked_of(&practised, desk.world.now().date()).collect();
    let next = match next(&today) {
        Some(line) => Some(format!("hansei review {}", app.short_id(line.id).await?)),
        None => (!asked.is_empty()).then(|| "hansei practice".to_owned()),
    };
    if desk.output.json {
        let Today { begun, captured, lesson, overview } = &today;
        return output::print_json(&Shown {
            practices: Told::all(asked, &practised, desk),
            begun: Line::all(&app, begun).await?,
            captured: Line::all(&app, captured).await?,
            lesson: Line::all(&app, lesson.as_slice()).await?.into_iter().next(),
            entries: overview.entries,
            open_reviews: overview.open_reviews,
            next,
        });
    }
    let practice = practice(desk, &asked, &practised);
    output::print(&told(desk, &app, &today, &practice, next.as_deref()).await?)
}

/// Names what is asked about today, by what it is about: the plan is to be remembered first.
fn practice(desk: &Desk, asked: &[&Practised], all: &[Practised]) -> String {
    if asked.is_empty() {
        return String::new();
    }
    let shorts = Shorts::of(all);
    let mut table = Table::new(["ID", "STATE", "YOUR PLAN FOR"]);
    for it in asked {
        table.row([shorts.of_one(it.practice.id), it.state_name().to_owned(), it.title.clone()]);
    }
    let heading = "Did the moment come up? hansei practice";
    format!("\n{}\n{}", heading.bold(), table.write(desk.output.columns))
}

/// Chooses what to go on with: what was begun before what was only captured.
pub(crate) fn next(today: &Today) -> Option<&Listed> {
    let begun = today.begun.iter().find(|line| line.stage != hansei_method::stage::StageKind::Captured);
    begun.or_else(|| today.captured.first())
}

async fn told(
    desk: &Desk,
    app: &App,
    today: &Today,
    practice: &str,
    next: Option<&str>,
) -> Result<String, CliError> {
    let mut told = format!("{}\n{practice}", say::day(desk.world.now().date()).bold());
    for (heading, listed) in
        [("Begun, and not finished", &today.begun), ("Captured, and not looked at since", &today.captured)]
    {
        if !listed.is_empty() {
            let table = lines::table(app, listed, desk.output.columns).await?;
            let _ = write!(told, "\n{}\n{table}", heading.bold());
        }
    }
    if let Some(line) = &today.lesson {
        let lesson = lesson::told(line, &app.short_id(line.id).await?);
        let _ = write!(told, "\n{}\n{lesson}", "A lesson of yours comes back".bold());
    }
    match (next, today.overview.entries) {
        (Some(next), _) => {
            let _ = writeln!(told, "\nNext: {next}");
        }
        (None, 0) => told.push_str("\nThe log is empty.\nNext: hansei log \"what happened, in one line\"\n"),
        (None, entries) => {
            let count = say::count(entries, "entry", "entries");
            let _ = writeln!(
                told,
                "\nNothing waits. There are {count} in the log: hansei list, hansei learned WORDS"
            );
        }
    }
    Ok(told)
}
