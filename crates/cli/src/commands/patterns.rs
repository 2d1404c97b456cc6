//! `hansei patterns`: what recurs, and what the person says of it.

mod told;

use hansei_app::App;
use hansei_app::patterns::{Patterns, SavedPattern, State};
use hansei_method::id::EntryId;
use hansei_method::pattern::PatternKey;
use hansei_method::text::Line;
use serde::Serialize;

use crate::commands::similar::{WIDE, catch_up};
use crate::error::CliError;
use crate::open::Desk;
use crate::output;
use crate::say::count;
use crate::table::{Table, wrapped};

/// Show what recurs, and say what it is
///
/// Without a command, the list: what recurs, what you put away, and what too few entries show. Something recurs when it
/// stands in at least three entries from two kinds of situation. Whatever is said of it can be undone.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei patterns
  hansei patterns show relying-on-memory
  hansei patterns confirm relying-on-memory --name \"It always takes two lessons\"
  hansei patterns merge procrastination relying-on-memory
  hansei patterns belongs relying-on-memory 3f2a --not
  hansei patterns undo relying-on-memory")]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Option<Act>,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Show one pattern with its entries, its numbers and how it was found
    #[command(after_help = "Examples:\n  hansei patterns show relying-on-memory")]
    Show {
        /// The pattern's id, or the start of it
        id: String,
    },
    /// Say that it is one thing, with the entries it has now
    #[command(
        after_help = "Examples:\n  hansei patterns confirm relying-on-memory --name \"It always takes two lessons\""
    )]
    Confirm {
        /// The pattern's id, or the start of it
        id: String,
        /// Your name for it
        #[arg(long)]
        name: Option<Line>,
    },
    /// Give it your own name, which confirms it
    #[command(
        after_help = "Examples:\n  hansei patterns rename relying-on-memory \"It always takes two lessons\""
    )]
    Rename {
        /// The pattern's id, or the start of it
        id: String,
        /// Your name for it; an empty one gives it its first name back
        name: String,
    },
    /// Say that it is the same as another one
    #[command(after_help = "Examples:\n  hansei patterns merge procrastination relying-on-memory")]
    Merge {
        /// The pattern's id, or the start of it
        id: String,
        /// The id of the other pattern, which has its entries from then on
        into: String,
    },
    /// Say that it is no pattern of yours; it is shown again when it has twice as many entries
    #[command(after_help = "Examples:\n  hansei patterns reject relying-on-memory")]
    Reject {
        /// The pattern's id, or the start of it
        id: String,
    },
    /// Say that an entry belongs to it
    #[command(after_help = "Examples:\n  hansei patterns belongs relying-on-memory 3f2a --not")]
    Belongs {
        /// The pattern's id, or the start of it
        id: String,
        /// The entry's id, or the start of it
        entry: String,
        /// Say that it does not belong
        #[arg(long)]
        not: bool,
        /// Take back what was said of this entry
        #[arg(long, conflicts_with = "not")]
        unsaid: bool,
    },
    /// Take back the last thing you said of it; again, the one before it
    #[command(after_help = "Examples:\n  hansei patterns undo relying-on-memory")]
    Undo {
        /// The pattern's id, or the start of it
        id: String,
    },
}

/// What an act answers to a program.
#[derive(Serialize)]
struct Changed {
    id: PatternKey,
    version: i64,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    // A model has nothing to read for patterns, which go by the table.
    if app.wanted_model().await?.is_none() {
        catch_up(&app).await?;
    }
    let Some(act) = args.act else { return list(desk, &app.patterns().await?) };
    let (saved, told) = match act {
        Act::Show { id } => {
            let card = app.pattern(&app.find_pattern(&id).await?).await?;
            return told::show(desk, &app, &card).await;
        }
        Act::Confirm { id, name } => {
            let key = app.find_pattern(&id).await?;
            (app.confirm_pattern(&key, None, name).await?, "Confirmed")
        }
        Act::Rename { id, name } => {
            let key = app.find_pattern(&id).await?;
            (app.rename_pattern(&key, None, Line::optional(&name)?).await?, "Renamed")
        }
        Act::Merge { id, into } => {
            let (key, into) = (app.find_pattern(&id).await?, app.find_pattern(&into).await?);
            (app.merge_pattern(&key, None, &into).await?, "Merged")
        }
        Act::Reject { id } => {
            let key = app.find_pattern(&id).await?;
            (app.reject_pattern(&key, None).await?, "Rejected")
        }
        Act::Belongs { id, entry, not, unsaid } => {
            let key = app.find_pattern(&id).await?;
            let entry: EntryId = desk.find(&app, &entry).await?;
            let belongs = (!unsaid).then_some(!not);
            (app.say_of_entry(&key, None, entry, belongs).await?, "Remembered for")
        }
        Act::Undo { id } => {
            let key = app.find_pattern(&id).await?;
            let saved = app.undo_pattern(&key, None).await?;
            return changed(desk, &app, saved, "Took back the last thing said of", false).await;
        }
    };
    changed(desk, &app, saved, told, true).await
}

async fn changed(
    desk: &Desk,
    app: &App,
    saved: SavedPattern,
    told: &str,
    can_be_undone: bool,
) -> Result<(), CliError> {
    let SavedPattern { key, version } = saved;
    if desk.output.json {
        output::print_json(&Changed { id: key, version })?;
    } else {
        output::print(&format!("{told} {key}\n"))?;
        if can_be_undone {
            output::tell(&format!("Take it back: hansei patterns undo {key}"));
        }
    }
    crate::daily::after_a_change(desk, app).await;
    Ok(())
}

fn list(desk: &Desk, patterns: &Patterns) -> Result<(), CliError> {
    if desk.output.json {
        return output::print_json(&told::All::of(patterns));
    }
    let columns = desk.output.columns.unwrap_or(WIDE);
    let mut written = String::new();
    if patterns.cards.is_empty() {
        output::tell(&format!(
            "Nothing recurs yet in {}. A pattern takes three entries from two kinds of situation (a tag, or a context).",
            count(patterns.entries as u64, "entry", "entries")
        ));
    } else {
        let mut table = Table::new(["ID", "ENTRIES", "SITUATIONS", "SINCE A COMMITMENT", "PATTERN"]);
        for card in &patterns.cards {
            let asked = if card.state == State::Confirmed { "" } else { "? " };
            table.row([
                card.key.to_string(),
                card.entries.len().to_string(),
                card.contexts.len().to_string(),
                card.rate.change.map_or("none made", |change| change.trend.words()).to_owned(),
                format!("{asked}{}", card.name),
            ]);
        }
        written.push_str(&table.write(desk.output.columns));
        if patterns.cards.iter().any(|card| card.state != State::Confirmed) {
            output::tell(
                "? You have not said whether it is one thing: hansei patterns confirm ID, or reject ID",
            );
        }
    }
    for idea in &patterns.ideas {
        written.push_str(&told::idea(idea, columns));
    }
    written.push_str(&told::away(&patterns.away, columns));
    let few: Vec<String> = patterns.few.iter().map(|few| format!("{} ({})", few.name, few.entries)).collect();
    if !few.is_empty() {
        written.push_str(&wrapped(&format!("Too few to say: {}", few.join(", ")), columns, ""));
    }
    output::print(&written)
}
