//! `hansei erase`: gone for good.

use hansei_app::aside::asides;
use hansei_app::backup::backups;

use crate::error::CliError;
use crate::open::Desk;
use crate::{output, say};

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
    output::tell(&told(&copies(desk)));
    Ok(())
}

/// Names the copies on this machine that may hold what was erased. What cannot be looked at is not named.
fn copies(desk: &Desk) -> Vec<String> {
    if desk.config.database.is_some() {
        return Vec::new();
    }
    let folder = desk.config.backups_dir();
    let made = backups(&folder).map_or(0, |made| made.len());
    let backups =
        (made > 0).then(|| format!("{} in {}", say::count(made, "backup", "backups"), folder.display()));
    let asides = asides(&desk.config.database_file()).unwrap_or_default();
    backups.into_iter().chain(asides.iter().map(|aside| aside.file.display().to_string())).collect()
}

fn told(copies: &[String]) -> String {
    if copies.is_empty() {
        return "Backups and exports that were made elsewhere still have it.".to_owned();
    }
    format!(
        "Copies that were made before may still have it: {}; and so may what was exported.",
        copies.join(", ")
    )
}
