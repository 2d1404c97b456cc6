//! `hansei man`: the manual pages.

use std::path::PathBuf;

use crate::error::CliError;
use crate::open::Desk;
use crate::output;
use crate::{cli, files};

/// Write the manual pages into a folder
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei man ~/.local/share/man/man1
  man hansei-log")]
pub(crate) struct Args {
    /// The folder; it is made when it is not there
    folder: PathBuf,
}

#[expect(clippy::unused_async, reason = "every command is run alike")]
pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    files::make_folder(&args.folder)?;
    let mut definition = cli::definition().disable_help_subcommand(true);
    definition.build();
    let mut written = Vec::new();
    pages("hansei", &definition, &args.folder, &mut written)?;
    if desk.output.json {
        return output::print_json(&serde_json::json!({ "pages": written }));
    }
    let lines: Vec<_> = written.iter().map(|path| path.display().to_string()).collect();
    output::print(&(lines.join("\n") + "\n"))
}

/// Writes the page of a command and those of the commands under it.
fn pages(
    name: &str,
    command: &clap::Command,
    folder: &std::path::Path,
    written: &mut Vec<PathBuf>,
) -> Result<(), CliError> {
    written.push(page(name, command, folder)?);
    for under in command.get_subcommands().filter(|under| !under.is_hide_set()) {
        pages(&format!("{name}-{}", under.get_name()), under, folder, written)?;
    }
    Ok(())
}

fn page(name: &str, command: &clap::Command, folder: &std::path::Path) -> Result<PathBuf, CliError> {
    let path = folder.join(format!("{name}.1"));
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    // A manual holds nobody's words: others on this machine may read it.
    std::fs::write(&path, &page).map_err(|error| CliError::file(&path, &error))?;
    Ok(path)
}
