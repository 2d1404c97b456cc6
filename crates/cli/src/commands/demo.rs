//! `hansei demo`: eighteen months of one invented person's log, in a folder of its own.

use std::path::Path;

use crate::commands::serve;
use crate::error::{CliError, Kind};
use crate::open::Desk;
use crate::running::Hold;
use crate::{files, output, say};

/// Fill a separate folder with a made-up log, to look at every page alive
///
/// The folder is "demo" beside your data; your own log is not touched.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei demo --serve
  hansei demo --again")]
pub(crate) struct Args {
    /// Serve the demo at once
    #[arg(long)]
    pub(crate) serve: bool,
    /// Throw the demo that is there away and begin anew
    #[arg(long)]
    again: bool,
    /// Open the page in the browser
    #[arg(long, requires = "serve")]
    open: bool,
    /// The port to serve on
    #[arg(long, requires = "serve")]
    port: Option<u16>,
}

/// The file that says a folder holds the demo and nobody's own words.
const MARK: &str = "made-by-hansei-demo";

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let folder = desk.config.data_dir.join("demo");
    let desk = &Desk { config: desk.config.in_folder(folder.clone()), ..desk.clone() };
    files::make_folder(&folder)?;
    let database = desk.config.database_file();
    let shown = folder.display();
    if database.exists() && !args.again && !args.serve {
        let sentence = format!(
            "there is a demo in {shown} already; look at it with --serve, or begin anew with --again"
        );
        return Err(CliError::new(Kind::Conflict, sentence));
    }
    let Some(hold) = Hold::take(&folder)? else {
        return serve::run(serve::Args { port: args.port, open: args.open }, desk).await;
    };
    if args.again {
        throw_away(&folder, &database)?;
    }
    let is_new = !database.exists();
    let app = desk.app().await?;
    if is_new {
        files::write_private(&folder.join(MARK), b"")?;
        let entries = app.fill_with_demo().await?;
        if !args.serve && desk.output.json {
            output::print_json(&serde_json::json!({ "folder": folder, "entries": entries }))?;
        } else if !args.serve {
            output::print(&format!("{shown}\n"))?;
        }
        output::tell(&format!("Filled {shown} with {}.", say::count(entries, "entry", "entries")));
    }
    if args.serve {
        return serve::serve(&hold, app, desk, args.port, args.open).await;
    }
    output::tell(&format!("Look at it with: hansei demo --serve, or hansei --data-dir '{shown}' list"));
    Ok(())
}

/// Throws the demo's log away. A folder that the demo did not make is left alone.
fn throw_away(folder: &Path, database: &Path) -> Result<(), CliError> {
    if !database.exists() {
        return Ok(());
    }
    if !folder.join(MARK).exists() {
        let shown = folder.display();
        return Err(CliError::new(
            Kind::Conflict,
            format!("{shown} was not made by hansei demo; move it away first"),
        ));
    }
    for ending in ["-wal", "-shm", ""] {
        let mut name = database.as_os_str().to_owned();
        name.push(ending);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(CliError::file(database, &error));
            }
            _ => {}
        }
    }
    Ok(())
}
