//! `hansei coach`: at most one question about an answer, and what became of those that were asked.

mod kept;

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::Path;

use hansei_app::App;
use hansei_app::coach::{Asked, Context, Field, Flaw, Reading, Slots};
use hansei_app::coaching::{CARE, Heeded, Place};
use hansei_method::factor::Control;
use hansei_method::text::Text;
use hansei_web::api::CoachReading;
use owo_colors::OwoColorize as _;

use crate::commands::similar::WIDE;
use crate::error::CliError;
use crate::input;
use crate::open::Desk;
use crate::output;
use crate::table::{one_line, wrapped};
use crate::words;

/// One question about an answer at most, with the words that made the coach ask
///
/// The answer is read from standard input. The coach reads English only, on this machine, and keeps nothing of what it reads
/// here. It can be wrong: it asks, and you decide whether the question is one. What you meant as it stands, what has gone
/// quiet and what is switched off in the settings is not asked about. What it asked in your reviews is counted for you alone
/// (--stats); none of it is ever exported or sent.
#[derive(Debug, clap::Args)]
#[command(
    group(clap::ArgGroup::new("what").args(["field", "stats", "again", "forget"]).required(true)),
    after_help = "\
Examples:
  hansei coach why < answer.txt
  echo \"I will be more careful\" | hansei coach next
  echo \"The supplier was late\" | hansei coach factor --control outside
  hansei coach --stats
  hansei coach --again blame
  hansei coach --forget --yes"
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Args {
    /// Where the answer stands, and what is always asked there
    #[arg(value_parser = words::field())]
    field: Option<Field>,
    /// How a factor was sorted
    #[arg(long, value_parser = words::control(), conflicts_with_all = NO_READING)]
    control: Option<Control>,
    /// Show what else could be asked, less surely
    #[arg(long, conflicts_with_all = NO_READING)]
    hints: bool,
    /// Show what was asked so far by which rule, what became of it, and the words that you meant as they stand
    #[arg(long)]
    stats: bool,
    /// Let a rule be heard again that has gone quiet
    #[arg(long, value_name = "RULE", value_parser = words::rule())]
    again: Option<Flaw>,
    /// Forget everything that was asked, and what you meant as it stands
    #[arg(long)]
    forget: bool,
    /// Yes, forget it: there is no way back
    #[arg(long, requires = "forget", conflicts_with_all = ["field", "stats", "again"])]
    yes: bool,
}

/// What reads no answer.
const NO_READING: [&str; 3] = ["stats", "again", "forget"];

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    match (args.field, args.again) {
        (Some(field), _) => read(field, &args, desk).await,
        (None, Some(flaw)) => kept::hear_again(flaw, desk).await,
        (None, None) if args.forget => kept::forget(args.yes, desk).await,
        (None, None) => kept::show(desk).await,
    }
}

async fn read(field: Field, args: &Args, desk: &Desk) -> Result<(), CliError> {
    if std::io::stdin().is_terminal() {
        output::tell("Write the answer and end it with Ctrl+D.");
    }
    let text: Text = input::text(Path::new("-"))?.parse()?;
    let answer = text.as_str();
    let heeded = match desk.app_if_there().await? {
        Some(app) => app.heeded().await?,
        None => Heeded::default(),
    };
    let place = Place { control: args.control, ..Place::of(field, answer) };
    let reading = heeded.read_beside(&place, &Context::default());
    if desk.output.json {
        return output::print_json(&CoachReading::of(field, &reading, answer, &heeded));
    }
    if heeded.is_silent {
        output::tell(
            "The coach is switched off and read nothing; hansei settings --coach yes switches it on.",
        );
    }
    output::print(&told(&reading, answer, args.hints, &heeded, desk.output.columns.unwrap_or(WIDE)))
}

/// Says a kind note instead of a question, with whom the person named to talk to.
pub(crate) fn care(heeded: &Heeded, columns: usize) -> String {
    let named = heeded.contacts.as_ref().map(|contacts| {
        format!(
            "\n{}{}",
            wrapped("You named for such a moment:", columns, ""),
            wrapped(contacts.as_str(), columns, "  ")
        )
    });
    wrapped(CARE, columns, "") + &named.unwrap_or_default()
}

/// Names somebody to talk to, on standard error, where words that were saved speak of hurting oneself. Nothing of it is kept.
pub(crate) async fn care_about(desk: &Desk, app: &App, said: &str) -> Result<(), CliError> {
    let heeded = app.heeded().await?;
    if heeded.needs_care(said) {
        output::tell(&format!("\n{}", care(&heeded, desk.output.columns.unwrap_or(WIDE))));
    }
    Ok(())
}

/// Writes a reading for a person.
fn told(reading: &Reading, answer: &str, with_hints: bool, heeded: &Heeded, columns: usize) -> String {
    if reading.needs_care {
        return care(heeded, columns);
    }
    let mut told = wrapped(reading.standing, columns, "");
    let slots = reading.slots.iter().map(present);
    let strength =
        reading.strength.iter().map(|strength| format!("{}: {}", strength.name(), strength.meaning()));
    for line in slots.chain(strength) {
        told.push_str(&wrapped(&line, columns, "  "));
    }
    if let Some(asked) = &reading.asked {
        told.push('\n');
        told.push_str(&acknowledged(asked, answer, columns));
    }
    if with_hints && !reading.hints.is_empty() {
        let _ = write!(told, "\n{}\n", "Could be asked too, less surely:".dimmed());
        for hint in &reading.hints {
            told.push_str(&question(hint, answer, columns));
        }
    }
    told
}

/// Writes a question with what is said before it.
pub(crate) fn acknowledged(asked: &Asked, answer: &str, columns: usize) -> String {
    let acknowledgement = asked.flaw.acknowledgement().map(|words| wrapped(words, columns, ""));
    acknowledgement.unwrap_or_default() + &question(asked, answer, columns)
}

/// Writes a question with the words that raised it.
fn question(asked: &Asked, answer: &str, columns: usize) -> String {
    let words = format!("\u{201c}{}\u{201d}", one_line(&answer[asked.words.clone()]));
    wrapped(asked.question, columns, "") + &wrapped(&words, columns, "  ")
}

/// Says how many of the parts are there, and which.
fn present(slots: &Slots) -> String {
    let names = slots.names();
    let which = if names.is_empty() { names } else { format!(": {names}") };
    format!("{} of {} present{which}", slots.present(), slots.0.len())
}
