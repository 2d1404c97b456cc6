//! `hansei library adopted`: the lessons taken from others.

use std::fmt::Write as _;

use hansei_app::App;
use hansei_method::adoption::Adoption;
use hansei_method::id::AdoptionId;
use hansei_store::KeptAdoption;
use owo_colors::OwoColorize as _;
use serde::Serialize;

use crate::commands::erase::told as copies_told;
use crate::commands::similar::WIDE;
use crate::error::{CliError, Kind};
use crate::open::Desk;
use crate::table::{one_line, wrapped};
use crate::{daily, output};

/// The fewest characters that name an adopted lesson.
const SHORTEST_START: usize = 4;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei library adopted
  hansei library adopted --remove 3f2a91c0
  hansei library adopted --take-back 3f2a91c0-7d0f-4d0c-9a3e-1b2f0d3c4e5a
  hansei library adopted --erase 3f2a91c0 --yes")]
pub(super) struct Args {
    /// Remove this one; it can be taken back by its whole id
    #[arg(long, value_name = "ID", group = "done")]
    remove: Option<String>,
    /// Take back one that was removed, by its whole id
    #[arg(long, value_name = "ID", group = "done")]
    take_back: Option<AdoptionId>,
    /// Erase this one for good, removed or not; backups and exports that were made before still have it
    #[arg(long, value_name = "ID", group = "done")]
    erase: Option<String>,
    /// Yes, erase it: there is no way back
    #[arg(long, requires = "erase")]
    yes: bool,
}

#[derive(Serialize)]
struct Shown {
    adopted: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    version: i64,
    created_at: String,
    #[serde(flatten)]
    adoption: Adoption,
}

pub(super) async fn run(args: &Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let kept = app.adoptions().await?;
    if let Some(start) = &args.erase {
        let all = [kept, app.removed_adoptions().await?].concat();
        return erase(desk, &app, find(&all, start)?, args.yes).await;
    }
    let (saved, told) = if let Some(start) = &args.remove {
        (app.remove_adoption(find(&kept, start)?, None).await?, "Removed")
    } else if let Some(id) = args.take_back {
        (app.take_back_adoption(id, None).await?, "Back again:")
    } else {
        return list(desk, kept);
    };
    if desk.output.json {
        output::print_json(&serde_json::json!({ "id": saved.id, "version": saved.version }))?;
    } else {
        output::print(&format!("{told} {}\n", &saved.id.to_string()[..8]))?;
        if args.remove.is_some() {
            output::tell(&format!("Take it back: hansei library adopted --take-back {}", saved.id));
        }
    }
    daily::after_a_change(desk, &app).await;
    Ok(())
}

async fn erase(desk: &Desk, app: &App, id: AdoptionId, yes: bool) -> Result<(), CliError> {
    if !yes {
        return Err(CliError::usage("erasing has no way back; repeat it with --yes, or use --remove"));
    }
    app.erase_adoption(id, None).await?;
    if desk.output.json {
        return output::print_json(&serde_json::json!({ "id": id, "erased": true }));
    }
    output::print(&format!("Erased {}\n", &id.to_string()[..8]))?;
    output::tell(&copies_told(&app.copies(Some(&desk.config.backups_dir()))));
    Ok(())
}

fn find(kept: &[KeptAdoption], start: &str) -> Result<AdoptionId, CliError> {
    if start.chars().count() < SHORTEST_START {
        return Err(CliError::invalid(format!(
            "\"{start}\" is too short for the start of an id; write at least {SHORTEST_START} characters of it"
        )));
    }
    let start = start.to_lowercase();
    let mut found = kept.iter().map(|kept| kept.adoption.id).filter(|id| id.to_string().starts_with(&start));
    match (found.next(), found.next()) {
        (Some(id), None) => Ok(id),
        (None, _) => Err(CliError::new(
            Kind::NotFound,
            "there is no such adopted lesson; hansei library adopted lists them",
        )),
        _ => Err(CliError::invalid("this names more than one adopted lesson; write more of the id")),
    }
}

fn list(desk: &Desk, kept: Vec<KeptAdoption>) -> Result<(), CliError> {
    if desk.output.json {
        let line = |kept: KeptAdoption| Line {
            version: kept.version,
            created_at: kept.created_at.to_string(),
            adoption: kept.adoption,
        };
        return output::print_json(&Shown { adopted: kept.into_iter().map(line).collect() });
    }
    if kept.is_empty() {
        output::tell("Nothing was adopted yet. Take a lesson over: hansei library adopt KEY --lesson …");
        return Ok(());
    }
    let adoptions: Vec<Adoption> = kept.into_iter().map(|kept| kept.adoption).collect();
    output::print(&rows(&adoptions, desk.output.columns.unwrap_or(WIDE)))
}

/// Writes adopted lessons, each with where it comes from.
pub(crate) fn rows(adoptions: &[Adoption], columns: usize) -> String {
    let mut written = String::new();
    for adoption in adoptions {
        let (mut id, from) = (adoption.id.to_string(), &adoption.from);
        id.truncate(8);
        let _ = writeln!(written, "{} · {}", id.bold(), one_line(adoption.lesson.as_str()));
        let (cue, act) = (adoption.commitment.cue.as_str(), adoption.commitment.act.as_str());
        written.push_str(&wrapped(&format!("If {cue}, then {act}"), columns, "  "));
        let source = format!("Adopted from {} ({}): {}", from.collection_name, from.key, from.title);
        written.push_str(&wrapped(&source, columns, "  "));
    }
    written
}
