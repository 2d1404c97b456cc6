//! `hansei library delete`: a collection, whole.

use super::Progress;
use crate::error::CliError;
use crate::open::Desk;
use crate::{output, say};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei library delete \"Public lessons\" --yes")]
pub(super) struct Args {
    /// The collection, by its name or the start of its id
    collection: String,
    /// Yes, delete it: the way back is to import it again, or a backup
    #[arg(long)]
    yes: bool,
}

pub(super) async fn run(args: &Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let kept = app.find_collection(&args.collection).await?;
    if !args.yes {
        let cases = say::count(kept.cases, "case", "cases");
        return Err(CliError::usage(format!("this deletes {cases} for good; repeat it with --yes")));
    }
    app.delete_collection(kept.collection.id).await?;
    let all = app.hidden_cases().await?;
    let mut progress = Progress::new(Some(all));
    app.erase_hidden_cases(|more| progress.add(more, |done| format!("Erasing: {done} of {all}"))).await?;
    if desk.output.json {
        return output::print_json(
            &serde_json::json!({ "id": kept.collection.id, "cases": kept.cases, "deleted": true }),
        );
    }
    output::print(&format!("Deleted {}\n", kept.collection.name))?;
    output::tell("Lessons that you adopted from it stay.");
    Ok(())
}
