//! `hansei restore`: a backup in the place of the data, after a look at both.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use hansei_app::AppError;
use hansei_app::backup::{Contents, backups, look_into, restore};
use hansei_store::StoreError;
use serde::Serialize;

use crate::error::{CliError, Kind};
use crate::open::Desk;
use crate::output;
use crate::running::Hold;
use crate::{files, say};

/// Put a backup in the place of the data; without --yes, only show what is in it
///
/// What is there now is kept aside under another name. Without FILE, the backups are listed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei restore
  hansei restore backups/hansei-20260302-140000.db
  hansei restore backups/hansei-20260302-140000.db --yes")]
pub(crate) struct Args {
    /// The backup; also looked for in the data folder and its backups
    file: Option<PathBuf>,
    /// Yes, put it in the place of what is here
    #[arg(long, requires = "file")]
    yes: bool,
}

#[derive(Serialize)]
struct Shown {
    backup: Held,
    here: Option<Held>,
    restored: bool,
    aside: Option<PathBuf>,
}

/// What a database holds, as it is shown.
#[derive(Serialize)]
struct Held {
    entries: i64,
    first: Option<String>,
    last: Option<String>,
    schema: i64,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    if desk.config.database.is_some() {
        return Err(CliError::invalid(
            "a PostgreSQL database is restored with pg_restore; hansei restore is for the file in the data folder",
        ));
    }
    let Some(file) = args.file else { return list(desk) };
    let Some(file) = where_it_is(&file, desk) else {
        return Err(CliError::file(&file, &std::io::ErrorKind::NotFound.into()));
    };
    let data = desk.config.database_file();
    let found = look_into(&file).await.map_err(|error| no_backup(&file, error))?;
    if let Some(fault) = found.faults.first() {
        let file = file.display();
        return Err(CliError::new(
            Kind::Broken,
            format!("{file} is damaged ({fault}); choose an older backup"),
        ));
    }
    let had_data = data.is_file();
    let here = if had_data { look_into(&data).await.ok() } else { None };
    let mut shown =
        Shown { backup: held(&found), here: here.as_ref().map(held), restored: false, aside: None };
    if args.yes {
        files::make_folder(&desk.config.data_dir)?;
        let Some(_hold) = Hold::take(&desk.config.data_dir)? else {
            return Err(CliError::new(
                Kind::Conflict,
                "hansei is serving this data; stop it with Ctrl-C, then restore",
            ));
        };
        shown.aside = restore(&file, &data, desk.world.now().timestamp()).await?;
        shown.restored = true;
    }
    if desk.output.json {
        return output::print_json(&shown);
    }
    output::print(&told(&shown, &file, &data, had_data))?;
    if !args.yes {
        output::tell(
            "Nothing was changed. To put the backup in the place of what is here, repeat this with --yes.",
        );
    }
    Ok(())
}

/// Says that a file is not a backup, and not that the data is damaged: nobody has touched that.
fn no_backup(file: &Path, error: AppError) -> CliError {
    let is_damaged = matches!(&error, AppError::Broken { source, .. }
        if matches!(source.downcast_ref::<StoreError>(), Some(StoreError::Damaged(_))));
    if !is_damaged {
        return error.into();
    }
    let told = error.to_string();
    let told = told.split_once("; ").map_or(told.as_str(), |(told, _)| told);
    let what = told.trim_start_matches("the data is damaged (").trim_end_matches(')');
    let file = file.display();
    CliError::invalid(format!(
        "{file} is no backup that can be put back ({what}); choose another with `hansei restore`"
    ))
}

/// Finds a backup where it was named, then in the data folder, then by its bare name among the backups.
fn where_it_is(file: &Path, desk: &Desk) -> Option<PathBuf> {
    let in_backups = file.file_name().map(|name| desk.config.backups_dir().join(name));
    let bare = in_backups.filter(|_| file.components().count() == 1);
    let places = [Some(file.to_owned()), Some(desk.config.data_dir.join(file)), bare];
    places.into_iter().flatten().find(|place| place.is_file())
}

fn list(desk: &Desk) -> Result<(), CliError> {
    let folder = desk.config.backups_dir();
    let found = backups(&folder).map_err(|error| CliError::file(&folder, &error))?;
    if desk.output.json {
        let files: Vec<_> = found.iter().map(|backup| serde_json::json!({ "file": backup.file, "made_at": format!("{}Z", backup.made_at) })).collect();
        return output::print_json(&serde_json::json!({ "backups": files }));
    }
    if found.is_empty() {
        output::tell("There is no backup yet. Make one with: hansei backup");
        return Ok(());
    }
    let zone = desk.world.now().time_zone().clone();
    let line = |backup: &hansei_app::backup::Backup| {
        let made_at =
            backup.made_at.to_zoned(jiff::tz::TimeZone::UTC).map(|at| say::moment(at.timestamp(), &zone));
        format!("{}  {}\n", backup.file.display(), made_at.unwrap_or_default())
    };
    output::print(&found.iter().map(line).collect::<String>())
}

fn held(contents: &Contents) -> Held {
    let overview = contents.overview.as_ref();
    let day = |occurred: hansei_method::occurred::Occurred| occurred.date().to_string();
    Held {
        entries: overview.map_or(0, |overview| overview.entries),
        first: overview.and_then(|overview| overview.first).map(day),
        last: overview.and_then(|overview| overview.last).map(day),
        schema: contents.schema,
    }
}

fn told(shown: &Shown, file: &Path, data: &Path, had_data: bool) -> String {
    let held = |held: &Held| {
        let entries = say::count(held.entries, "entry", "entries");
        match (&held.first, &held.last) {
            (Some(first), Some(last)) => format!("{entries}, {first} to {last}"),
            _ => entries,
        }
    };
    let here = match &shown.here {
        Some(here) => held(here),
        None if had_data => "data that cannot be read".to_owned(),
        None => "nothing".to_owned(),
    };
    let mut told = format!("In the backup  {} ({})\n", held(&shown.backup), file.display());
    if shown.restored {
        let _ = writeln!(told, "Was here       {here}");
        match &shown.aside {
            Some(aside) => {
                let _ = writeln!(told, "Restored. What was here is kept as {}", aside.display());
            }
            None => told.push_str("Restored.\n"),
        }
    } else {
        let _ = writeln!(told, "Here now       {here} ({})", data.display());
    }
    told
}
