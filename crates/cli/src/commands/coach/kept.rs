//! What the coach asked, what became of it, and what it no longer asks about.

use std::fmt::Write as _;

use hansei_app::coach::Flaw;
use hansei_app::coaching::{MeantWords, RuleCounts};
use owo_colors::OwoColorize as _;
use serde::Serialize;

use crate::commands::similar::WIDE;
use crate::error::CliError;
use crate::open::Desk;
use crate::output;
use crate::table::{Table, wrapped};

/// What is said where nothing was asked yet.
const NOTHING: &str = "Nothing was asked yet. The coach asks while you review, and what becomes of it is counted here, for you alone.";

const MEANINGS: &str = "Kept: saved as it was. Revised: saved without the words that were asked about. Meant: said to be \
    meant as they stand.";
const QUIET: &str = "Quiet: in more than two of its last ten questions the words were meant as they stand, so it asks no \
    more. To hear it again: hansei coach --again RULE";

/// What was asked, as programs get it.
#[derive(Serialize)]
struct Shown {
    rules: Vec<Counted>,
    meant: Vec<Meant>,
}

#[derive(Serialize)]
struct Counted {
    rule: &'static str,
    code: &'static str,
    asked: u64,
    kept: u64,
    revised: u64,
    meant: u64,
    quiet: bool,
}

#[derive(Serialize)]
struct Meant {
    entry: String,
    short: String,
    field: &'static str,
    rule: &'static str,
    words: String,
}

/// Shows what was asked by each rule and what became of it, and the words that were meant.
pub(super) async fn show(desk: &Desk) -> Result<(), CliError> {
    let shown = match desk.app_if_there().await? {
        Some(app) => {
            let words = app.meant_words().await?;
            let ids: Vec<_> = words.iter().map(|meant| meant.entry).collect();
            let shorts = app.short_ids(&ids).await?;
            let meant = |words: MeantWords| Meant {
                short: shorts.get(&words.entry).cloned().unwrap_or_else(|| words.entry.to_string()),
                entry: words.entry.to_string(),
                field: words.field.word(),
                rule: words.flaw.rule(),
                words: words.words,
            };
            let rules = app.coach_counts().await?.iter().map(Counted::of).collect();
            Shown { rules, meant: words.into_iter().map(meant).collect() }
        }
        None => Shown { rules: Vec::new(), meant: Vec::new() },
    };
    if desk.output.json {
        return output::print_json(&shown);
    }
    if shown.rules.is_empty() {
        output::tell(wrapped(NOTHING, desk.output.columns.unwrap_or(WIDE), "").trim_end());
        return Ok(());
    }
    output::print(&told(shown, desk.output.columns))
}

fn told(shown: Shown, columns: Option<usize>) -> String {
    let mut rules = Table::new(["RULE", "ASKED", "KEPT", "REVISED", "MEANT", ""]);
    let is_any_quiet = shown.rules.iter().any(|rule| rule.quiet);
    for rule in shown.rules {
        let counts = [rule.asked, rule.kept, rule.revised, rule.meant].map(|count| count.to_string());
        let [asked, kept, revised, meant] = counts;
        let state = if rule.quiet { "quiet" } else { "" };
        rules.row([rule.rule.to_owned(), asked, kept, revised, meant, state.to_owned()]);
    }
    let room = columns.unwrap_or(WIDE);
    let mut told = format!("{}\n{}", rules.write(columns), wrapped(MEANINGS, room, ""));
    if is_any_quiet {
        told.push_str(&wrapped(QUIET, room, ""));
    }
    if !shown.meant.is_empty() {
        let mut words = Table::new(["ID", "FIELD", "RULE", "WORDS"]);
        for meant in shown.meant {
            words.row([meant.short, meant.field.to_owned(), meant.rule.to_owned(), meant.words]);
        }
        let heading = "Meant as they stand, and not asked about again in that field:";
        let _ = write!(told, "\n{}\n{}", heading.bold(), words.write_whole(columns));
    }
    told
}

impl Counted {
    fn of(counts: &RuleCounts) -> Self {
        let RuleCounts { flaw, asked, meant, revised, kept, is_quiet } = *counts;
        Self { rule: flaw.rule(), code: flaw.code(), asked, kept, revised, meant, quiet: is_quiet }
    }
}

/// Lets a rule be heard again that has gone quiet.
pub(super) async fn hear_again(flaw: Flaw, desk: &Desk) -> Result<(), CliError> {
    let mut was_quiet = false;
    if let Some(app) = desk.app_if_there().await? {
        was_quiet = app.coach_counts().await?.iter().any(|counts| counts.flaw == flaw && counts.is_quiet);
        if was_quiet {
            app.hear_again(flaw).await?;
        }
    }
    let rule = flaw.rule();
    if desk.output.json {
        return output::print_json(&serde_json::json!({ "rule": rule, "was_quiet": was_quiet }));
    }
    output::print(&if was_quiet {
        format!("{rule} is heard again. What you meant as it stands stays so.\n")
    } else {
        format!("{rule} has not gone quiet; nothing was changed.\n")
    })
}

/// Forgets what was asked and what was meant.
pub(super) async fn forget(is_sure: bool, desk: &Desk) -> Result<(), CliError> {
    if !is_sure {
        return Err(CliError::usage(
            "forgetting has no way back, and what you meant as it stands is asked about again; repeat it with --yes",
        ));
    }
    if let Some(app) = desk.app_if_there().await? {
        app.forget_asked().await?;
    }
    if desk.output.json {
        return output::print_json(&serde_json::json!({ "forgotten": true }));
    }
    output::print("Forgotten: what the coach asked, what became of it, and what you meant as it stands.\n")?;
    output::tell("Backups that were made before may still have it.");
    Ok(())
}
