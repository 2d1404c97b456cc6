//! `hansei backup`: one whole, checked copy, made while others go on.

use std::path::PathBuf;

use hansei_app::backup::{file_name_by_hand, look_into};
use jiff::tz::TimeZone;

use crate::error::CliError;
use crate::open::Desk;
use crate::output;
use crate::{files, say};

/// Make a checked copy of everything, while hansei is in use
///
/// Without FILE, the copy goes into the folder "backups" beside the data, under a name that says when it was made; it
/// stays there until you remove it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei backup
  hansei backup /media/stick/hansei.db
  hansei restore /media/stick/hansei.db")]
pub(crate) struct Args {
    /// The file, or the folder, to write the copy into
    file: Option<PathBuf>,
    /// Replace the file if it is there already
    #[arg(long, requires = "file")]
    force: bool,
    /// Only if the last one is a day old; old ones are thinned out
    #[arg(long, hide = true, conflicts_with = "file")]
    automatic: bool,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    if args.automatic {
        app.back_up_daily(&desk.config.backups_dir()).await?;
        return Ok(());
    }
    let name = file_name_by_hand(desk.world.now().with_time_zone(TimeZone::UTC).datetime());
    let file = match args.file {
        Some(folder) if folder.is_dir() => folder.join(name),
        Some(file) => file,
        None => {
            files::make_folder(&desk.config.backups_dir())?;
            desk.config.backups_dir().join(name)
        }
    };
    desk.over(&file, args.force)?;
    // A device cannot be a backup, and one that root names would be gone.
    let is_something_else = std::fs::metadata(&file).is_ok_and(|found| !found.is_file());
    if is_something_else {
        return Err(CliError::invalid(format!("{} is no file; name a file or a folder", file.display())));
    }
    if file.parent().is_some_and(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        return Err(files::without_folder(&file));
    }
    app.back_up(&file).await?;
    let entries = look_into(&file).await?.overview.map_or(0, |overview| overview.entries);
    if desk.output.json {
        return output::print_json(&serde_json::json!({ "file": file, "entries": entries }));
    }
    output::print(&format!("{}\n", file.display()))?;
    output::tell(&format!("Copied and checked: {}.", say::count(entries, "entry", "entries")));
    Ok(())
}
