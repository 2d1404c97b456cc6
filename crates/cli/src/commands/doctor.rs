//! `hansei doctor`: what is wrong, and what to do about it.

use hansei_app::AppError;
use hansei_app::doctor::{
    Finding, RESTORE, Rebuilt, State, examine_asides, examine_backups, examine_data, examine_model,
    examine_permissions, examine_room, rescue, unexamined, unopened,
};
use hansei_app::reminders::examine_reminders;
use hansei_store::{Place, Store};
use owo_colors::OwoColorize as _;
use serde::Serialize;

use crate::commands::library::Progress;
use crate::config::Config;
use crate::error::{CliError, Kind};
use crate::open::Desk;
use crate::output;
use crate::output::shown;
use crate::running::{Hold, Running};
use crate::table::wrapped;

/// Check the data, the files and the backups, and explain what is found
///
/// Reads everything and, without --rebuild, changes nothing. Ends with exit code 1 when something is broken.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei doctor
  hansei doctor --json
  hansei doctor --rebuild")]
pub(crate) struct Args {
    /// Make anew what was made of your entries and of the library, so that both are found and compared as before
    #[arg(long)]
    rebuild: bool,
}

#[derive(Serialize)]
struct Shown {
    sound: bool,
    findings: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    about: &'static str,
    state: &'static str,
    told: String,
    advice: Option<String>,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    if args.rebuild {
        return rebuild(desk).await;
    }
    let found = examine(desk).await?;
    let problems = found.iter().filter(|finding| finding.state == State::Problem).count();
    if desk.output.json {
        let line = |finding: Finding| Line {
            about: finding.about,
            state: finding.state.word(),
            told: finding.told,
            advice: finding.advice,
        };
        let findings = found.into_iter().map(line).collect();
        output::print_json(&Shown { sound: problems == 0, findings })?;
    } else {
        let columns = desk.output.columns.unwrap_or(100);
        let written: String = found.iter().map(|finding| told(finding, columns)).collect();
        output::print(&written)?;
    }
    if problems == 0 {
        return Ok(());
    }
    let count = crate::say::count(problems, "thing is", "things are");
    Err(CliError::new(Kind::Broken, format!("{count} not as it should be; follow the advice above")))
}

async fn rebuild(desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let all: i64 = app.collections().await?.iter().map(|kept| kept.cases).sum();
    let overview = app.overview().await?;
    let mut entries = Progress::new(Some(overview.entries + overview.trashed));
    let mut entry_words = Progress::new(Some(overview.entries + overview.trashed));
    let (mut words, mut cases) = (Progress::new(Some(all)), Progress::new(Some(all)));
    app.rebuild(|what, more| match what {
        Rebuilt::Words => words.add(more, |done| format!("Words of the library: {done} cases")),
        Rebuilt::EntryWords => entry_words.add(more, |done| format!("Words of your entries: {done}")),
        Rebuilt::Entries => entries.add(more, |done| format!("Comparing your entries: {done}")),
        Rebuilt::Cases => cases.add(more, |done| format!("Comparing the cases: {done}")),
    })
    .await?;
    let (entries, cases) = (entries.done(), cases.done());
    if desk.output.json {
        return output::print_json(&serde_json::json!({ "entries": entries, "cases": cases }));
    }
    let told = [crate::say::count(entries, "entry", "entries"), crate::say::count(cases, "case", "cases")];
    output::print(&format!("Made anew: {} and {}\n", told[0], told[1]))
}

async fn examine(desk: &Desk) -> Result<Vec<Finding>, CliError> {
    let config = &desk.config;
    let mut found = Vec::new();
    match config.place() {
        Place::Sqlite(_) => found.extend(files(desk)?),
        _ => found.push(Finding::sound("database", "PostgreSQL; its backups are made with pg_dump")),
    }
    match store(config).await {
        Ok(Some(store)) => {
            let examined = async {
                let mut found = examine_data(&store).await?;
                found.extend(examine_model(&store, &config.model_shelf()).await?);
                found.extend(examine_reminders(&store, desk.world.now().timestamp()).await?);
                Ok::<_, AppError>(found)
            };
            match examined.await {
                Ok(more) => found.extend(more),
                Err(error) => found.push(unexamined(&error)),
            }
            store.close().await;
            name_the_backup(desk, &mut found, true).await;
        }
        Ok(None) if desk.has_backups() => {
            found.push(Finding::problem("database", "it is gone, and there are backups of it", RESTORE));
            name_the_backup(desk, &mut found, false).await;
        }
        Ok(None) => found.push(Finding::notice(
            "database",
            "there is none yet",
            "hansei log \"what happened\" makes it",
        )),
        Err(error) => {
            found.push(unopened(&error));
            name_the_backup(desk, &mut found, false).await;
        }
    }
    Ok(found)
}

/// Says once, with the command for the backup that is there, what helps against damage.
async fn name_the_backup(desk: &Desk, found: &mut [Finding], reads: bool) {
    let mut damaged = found.iter_mut().filter(|finding| finding.advice.as_deref() == Some(RESTORE));
    let Some(first) = damaged.next() else { return };
    if matches!(desk.config.place(), Place::Sqlite(_)) {
        let now = desk.world.now().timestamp();
        first.advice = Some(rescue(&desk.config.backups_dir(), now, reads).await);
    } else {
        first.advice = Some("put a backup made with pg_dump in its place with pg_restore".to_owned());
    }
    damaged.for_each(|finding| finding.advice = None);
}

async fn store(config: &Config) -> Result<Option<Store>, hansei_store::StoreError> {
    match config.place() {
        Place::Sqlite(file) if !file.exists() => Ok(None),
        Place::Sqlite(file) => Store::open_read_only(&file).await.map(Some),
        place => Store::open(&place).await.map(Some),
    }
}

/// Examines the data folder and what is in it.
fn files(desk: &Desk) -> Result<Vec<Finding>, CliError> {
    let config = &desk.config;
    let folder = &config.data_dir;
    let shown = folder.display();
    if !folder.exists() {
        return Ok(vec![Finding::notice(
            "folder",
            format!("{shown} is not there yet"),
            "hansei log \"what happened\" makes it",
        )]);
    }
    if !folder.is_dir() {
        return Ok(vec![Finding::problem(
            "folder",
            format!("{shown} is not a folder"),
            "name one with --data-dir or HANSEI_DATA_DIR",
        )]);
    }
    let unread = |error: std::io::Error| CliError::file(folder, &error);
    let mut found = vec![Finding::sound("folder", shown.to_string())];
    if rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).is_err() {
        found.push(Finding::problem(
            "folder",
            format!("{shown} cannot be written to"),
            format!("chmod u+w '{shown}'"),
        ));
    }
    found.extend(examine_permissions(folder).map_err(unread)?);
    found.extend(examine_backups(&config.backups_dir(), desk.world.now().timestamp()).map_err(unread)?);
    found.extend(examine_asides(&config.database_file()).map_err(unread)?);
    if let Ok(room) = rustix::fs::statvfs(folder) {
        let data = std::fs::metadata(config.database_file()).map_or(0, |file| file.len());
        found.push(examine_room(room.f_bavail.saturating_mul(room.f_frsize), data));
    }
    if let Some(running) = Running::read(folder)
        && Hold::take(folder).is_ok_and(|hold| hold.is_none())
    {
        found.push(Finding::sound(
            "server",
            format!("running as process {} on port {}", running.process, running.port),
        ));
    }
    Ok(found)
}

fn told(finding: &Finding, columns: usize) -> String {
    let state = match finding.state {
        State::Sound => format!("{:8}", "sound").dimmed().to_string(),
        State::Notice => format!("{:8}", "notice"),
        State::Problem => format!("{:8}", "problem").bold().to_string(),
    };
    let mut told = format!("{state}  {:12}{}\n", finding.about, shown(&finding.told));
    if let Some(advice) = &finding.advice {
        told.push_str(&wrapped(advice, columns.max(60), &" ".repeat(22)));
    }
    told
}
