//! `hansei open`: a fresh address of the server that runs.

use crate::browser;
use crate::error::{CliError, Kind};
use crate::open::Desk;
use crate::output;
use crate::running::fresh_address;

/// Print a fresh address of the hansei that is serving; it lets one browser in, once
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei open
  hansei open --browser")]
pub(crate) struct Args {
    /// Open it in the browser as well
    #[arg(long)]
    browser: bool,
}

#[expect(clippy::unused_async, reason = "every command is run alike")]
pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let Some(address) = fresh_address(&desk.config.data_dir) else {
        return Err(CliError::new(
            Kind::NotFound,
            "no hansei is serving this data; start one with hansei serve",
        ));
    };
    if desk.output.json {
        output::print_json(&serde_json::json!({ "url": address }))?;
    } else {
        output::print(&format!("{address}\n"))?;
    }
    if args.browser && !browser::open(&address) {
        output::tell("No browser could be started; open the address yourself.");
    }
    Ok(())
}
