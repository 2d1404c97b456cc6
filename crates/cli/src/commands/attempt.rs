//! `hansei attempt`: another attempt at the same goal.

use hansei_method::text::Text;

use crate::error::CliError;
use crate::open::Desk;
use crate::output;
use crate::table::wrapped;
use crate::{daily, say, story};

/// Start another attempt at the same goal, with the earlier lessons at hand
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei attempt 3f2a \"The second proposal went out on time\"
  hansei attempt 3f2a \"Tried again\" --changed \"a clause for changes\"")]
pub(crate) struct Args {
    /// The id of an earlier attempt, or the start of it
    id: String,
    /// What happened this time, or what is about to
    #[arg(value_name = "TEXT", required = true)]
    text: Vec<String>,
    /// What is changed this time; one change at a time tells most
    #[arg(long, value_name = "TEXT")]
    changed: Option<String>,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let changed = args.changed.as_deref().map(str::parse::<Text>).transpose()?;
    let app = desk.app().await?;
    let earlier = desk.find(&app, &args.id).await?;
    let saved = app.attempt_again(earlier, None, &args.text.join(" "), changed).await?;
    let entry = app.entry(saved.id).await?.entry;
    let short = app.short_id(saved.id).await?;
    if desk.output.json {
        output::print_json(&serde_json::json!({
            "id": saved.id, "short": short, "version": saved.version, "attempt": entry.attempt,
        }))?;
    } else {
        output::print(&format!(
            "Kept {short} · attempt {} · {}\n",
            entry.attempt.as_ref().map_or(1, |attempt| attempt.number),
            say::occurred(entry.occurred),
        ))?;
        let lessons = story::earlier_lessons(&entry);
        if !lessons.is_empty() {
            output::tell(
                "What the earlier attempts taught (say which applies: hansei attempts ID --applies PLACE):",
            );
            output::tell(wrapped(&lessons, desk.output.columns.unwrap_or(100), "  ").trim_end());
        }
    }
    daily::after_a_change(desk, &app).await;
    Ok(())
}
