//! `hansei library`: other people's failures.

mod adopt;
mod adopted;
mod bring;
mod delete;
mod look;
mod reading;
mod shown;
mod tell;

use std::time::{Duration, Instant};

use hansei_app::App;
use hansei_store::KeptCollection;
use serde::Serialize;

use crate::error::CliError;
use crate::open::Desk;
use crate::output;
use crate::table::Table;

pub(crate) use adopted::rows as adopted_rows;
pub(crate) use shown::{TOLD_BY, Told, rows, similar_rows};

/// Other people's failures: searched, compared with yours, and lessons adopted from them
///
/// Without a command it lists the collections. Nothing of the library is counted or reviewed with your own entries.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei library
  hansei library search kubernetes upgrade
  hansei library show PM2019-010
  hansei library import lessons.jsonl --collection \"Public lessons\"
  hansei library adopt PM2019-010 --lesson \"Ask first\" --if \"I am sure\" --then \"ask anyway\"
  hansei library tell \"A colleague ran the command in the wrong window\"")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Search the library as you would search your log; where no case has every word, what is near
    Search(look::SearchArgs),
    /// Show a case whole
    Show(look::ShowArgs),
    /// List the cases of a collection
    List(look::ListArgs),
    /// Bring in files of cases; run again, it goes on where it broke off
    ///
    /// What holds no case is named and left out, and what is good comes in all the same; the exit code is 3 then, as it is
    /// of hansei import.
    Import(bring::Args),
    /// Delete a collection with all its cases; adopted lessons stay
    Delete(delete::Args),
    /// Take a lesson from a case into your own practice
    Adopt(adopt::Args),
    /// List the adopted lessons, remove one, take it back, or erase it
    Adopted(adopted::Args),
    /// Write down a failure that somebody told you
    Tell(tell::Args),
}

#[derive(Serialize)]
struct Shown {
    collections: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    id: String,
    name: String,
    cases: i64,
    source: Option<String>,
    licence: Option<String>,
    link: Option<String>,
    added_at: String,
}

impl From<KeptCollection> for Line {
    fn from(kept: KeptCollection) -> Self {
        let (added_at, cases, told) = (kept.added_at.to_string(), kept.cases, kept.collection);
        Self {
            id: told.id.to_string(),
            name: told.name.to_string(),
            cases,
            source: told.source.map(String::from),
            licence: told.licence.map(String::from),
            link: told.link.map(String::from),
            added_at,
        }
    }
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    match args.command {
        None => list(desk).await,
        Some(Command::Search(args)) => look::search(args, desk).await,
        Some(Command::Show(args)) => look::show(&args, desk).await,
        Some(Command::List(args)) => look::list(&args, desk).await,
        Some(Command::Import(args)) => bring::run(args, desk).await,
        Some(Command::Delete(args)) => delete::run(&args, desk).await,
        Some(Command::Adopt(args)) => adopt::run(args, desk).await,
        Some(Command::Adopted(args)) => adopted::run(&args, desk).await,
        Some(Command::Tell(args)) => tell::run(args, desk).await,
    }
}

async fn list(desk: &Desk) -> Result<(), CliError> {
    let collections = desk.app().await?.collections().await?;
    if desk.output.json {
        let collections = collections.into_iter().map(Line::from).collect();
        return output::print_json(&Shown { collections });
    }
    if collections.is_empty() {
        output::tell("The library is empty. Bring something in: hansei library import FILE");
        return Ok(());
    }
    let mut table = Table::new(["ID", "CASES", "LICENCE", "COLLECTION"]);
    for kept in collections {
        table.row([
            kept.collection.id.to_string()[..8].to_owned(),
            kept.cases.to_string(),
            kept.collection.licence.map(String::from).unwrap_or_default(),
            kept.collection.name.to_string(),
        ]);
    }
    output::print(&table.write(desk.output.columns))
}

/// Says how far something has come, once it takes longer than a second.
pub(crate) struct Progress {
    started: Instant,
    told: Instant,
    done: u64,
    /// How much there is to do; what is nearly over is not told. `None` where nobody knows.
    all: Option<u64>,
}

impl Progress {
    /// Begins.
    pub(crate) fn new(all: Option<i64>) -> Self {
        let all = all.and_then(|all| u64::try_from(all).ok());
        Self { started: Instant::now(), told: Instant::now(), done: 0, all }
    }

    /// Notes how much was done in all.
    fn reach(&mut self, done: u64, told: impl FnOnce(u64) -> String) {
        const SOON: Duration = Duration::from_secs(1);
        self.done = done;
        let is_over = self.all.is_some_and(|all| done >= all);
        if !is_over && self.started.elapsed() > SOON && self.told.elapsed() > SOON {
            self.told = Instant::now();
            output::tell(&told(done));
        }
    }

    /// Returns how much was done in all.
    pub(crate) fn done(&self) -> u64 {
        self.done
    }

    /// Notes how much more was done.
    pub(crate) fn add(&mut self, more: usize, told: impl FnOnce(u64) -> String) {
        self.reach(self.done + more as u64, told);
    }
}

/// Makes what is compared of the cases where it is missing.
pub(crate) async fn catch_up(app: &App) -> Result<(), CliError> {
    let all = app.cases_due().await?;
    let mut progress = Progress::new(Some(all));
    app.catch_up_cases(|more| {
        progress.add(more, |done| format!("Comparing the cases, once: {done} of {all}"));
    })
    .await?;
    Ok(())
}

/// Makes what is compared of the cases where it is missing, for as long as somebody wants to wait who asked for something
/// else, and says so when that was not enough: an import that was broken off can leave very many.
pub(crate) async fn catch_up_shortly(app: &App) -> Result<(), CliError> {
    const LONGEST: Duration = Duration::from_millis(1_500);
    let started = Instant::now();
    app.catch_up_cases_while(|_| started.elapsed() < LONGEST).await?;
    if started.elapsed() >= LONGEST
        && let left @ 1.. = app.cases_due().await?
    {
        output::tell(&format!(
            "{left} cases are not compared with anything yet, and are found by their words only; the next search goes on with them, and so does hansei serve"
        ));
    }
    Ok(())
}
