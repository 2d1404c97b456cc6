//! `hansei erase`: gone for good.

use crate::error::CliError;
use crate::open::Desk;
use crate::output;

/// Erase an entry for good: every version, draft and word of it
///
/// The lessons of it that later attempts took over go too. Backups and exports that were made before still have it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei erase 3f2a --yes")]
pub(crate) struct Args {
    /// The entry's id, or at least four characters of its start
    id: String,
    /// Yes, erase it: there is no way back
    #[arg(long)]
    yes: bool,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let id = app.find_to_erase(&args.id).await?;
    if !args.yes {
        return Err(CliError::usage("erasing has no way back; repeat it with --yes, or use hansei delete"));
    }
    let short = app.short_id(id).await?;
    let saved = app.erase(id, None).await?;
    if desk.output.json {
        return output::print_json(&serde_json::json!({ "id": saved.id, "erased": true }));
    }
    output::print(&format!("Erased {short}\n"))?;
    output::tell(&told(&app.copies(Some(&desk.config.backups_dir()))));
    Ok(())
}

/// Says which copies may still have what was erased.
pub(crate) fn told(copies: &[String]) -> String {
    if copies.is_empty() {
        return "Backups and exports that were made elsewhere still have it.".to_owned();
    }
    format!(
        "Copies that were made before may still have it: {}; and so may what was exported.",
        copies.join(", ")
    )
}
