//! `hansei` alone: what waits today, and the next step.

use std::fmt::Write as _;

use hansei_app::App;
use hansei_app::practice::{PracticeLine, Practised, Standing};
use hansei_app::reminders::{Matter, ToLookAt};
use hansei_app::today::Today;
use hansei_method::plan::Choice;
use hansei_store::Listed;
use jiff::civil::Date;
use owo_colors::OwoColorize as _;
use serde::Serialize;

use crate::commands::lesson;
use crate::commands::practice::asked_of;
use crate::commands::practice::shown::Told;
use crate::commands::practice::told::Shorts;
use crate::commands::remind::due::Names;
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
    look_again: Vec<Again>,
    entries: i64,
    open_reviews: i64,
    next: Option<String>,
}

/// Something to look at again, as programs get it.
#[derive(Serialize)]
struct Again {
    name: String,
    day: Date,
    what: &'static str,
    title: Option<String>,
    choice: Option<Choice>,
}

pub(crate) async fn run(desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let today = app.today().await?;
    let line = app.practice_line().await?;
    let practised = app.practised(line.all().filter(|it| it.is_coming()).map(Standing::id)).await?;
    let asked: Vec<&Practised> = asked_of(&practised, desk.world.now().date()).collect();
    let again = app.to_look_at(&practised).await?;
    let next = match next(&today) {
        Some(line) => Some(format!("hansei review {}", app.short_id(line.id).await?)),
        None if !asked.is_empty() => Some("hansei practice".to_owned()),
        None => again.first().map(|it| next_look(&it.matter).to_owned()),
    };
    if desk.output.json {
        let Today { begun, captured, lesson, overview } = &today;
        return output::print_json(&Shown {
            practices: Told::all(asked, &line, desk),
            begun: Line::all(&app, begun).await?,
            captured: Line::all(&app, captured).await?,
            lesson: Line::all(&app, lesson.as_slice()).await?.into_iter().next(),
            look_again: again.into_iter().map(Again::from).collect(),
            entries: overview.entries,
            open_reviews: overview.open_reviews,
            next,
        });
    }
    let practice = format!("{}{}", practice(desk, &asked, &line), look_again(desk, &again));
    output::print(&told(desk, &app, &today, &practice, next.as_deref()).await?)
}

impl From<ToLookAt> for Again {
    fn from(ToLookAt { item, matter }: ToLookAt) -> Self {
        let (title, choice) = match matter {
            Matter::Decision { title, choice, .. } => (Some(title), Some(choice)),
            Matter::Plan { title, .. } => (Some(title), None),
            Matter::Quarter { .. } => (None, None),
        };
        Self { what: item.sort.words(), name: item.name, day: item.day, title, choice }
    }
}

/// Says what shows more of something to look at again.
fn next_look(matter: &Matter) -> &'static str {
    match matter {
        Matter::Quarter { .. } => "hansei quarter",
        Matter::Decision { .. } | Matter::Plan { .. } => "hansei remind",
    }
}

/// Names what is to be looked at again today.
fn look_again(desk: &Desk, again: &[ToLookAt]) -> String {
    if again.is_empty() {
        return String::new();
    }
    let names = Names::of(again.iter().map(|it| it.item.name.as_str()));
    let mut table = Table::new(["NAME", "SINCE", "WHAT"]);
    for ToLookAt { item, matter } in again {
        let what = match matter {
            Matter::Decision { title, choice, .. } => {
                format!("{} ({}): {}", title, choice.way.name(), choice.reason)
            }
            Matter::Plan { title, .. } => format!("does the plan still fit? {title}"),
            Matter::Quarter { period } => format!("look back at {}: hansei quarter", period.name()),
        };
        table.row([names.short(&item.name), item.day.to_string(), what]);
    }
    let heading = "To look at again: hansei remind looked-at NAME, or hansei put-off NAME DATE";
    format!("\n{}\n{}", heading.bold(), table.write(desk.output.columns))
}

/// Names what is asked about today, by what it is about: the plan is to be remembered first.
fn practice(desk: &Desk, asked: &[&Practised], line: &PracticeLine) -> String {
    if asked.is_empty() {
        return String::new();
    }
    let shorts = Shorts::among(line.ids());
    let mut table = Table::new(["ID", "STATE", "YOUR PLAN FOR"]);
    for it in asked {
        table.row([shorts.of_one(it.practice.id), it.state_name().to_owned(), it.title.clone()]);
    }
    let heading = "Did the moment come up? hansei practice";
    format!("\n{}\n{}", heading.bold(), table.write(desk.output.columns))
}

/// Chooses what to go on with: what was begun before what was only captured.
pub(crate) fn next(today: &Today) -> Option<&Listed> {
    today.begun.first().or_else(|| today.captured.first())
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
