//! `hansei coach`: at most one question about an answer.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::Path;

use hansei_app::coach::{self, Asked, Context, Field, Offer, Reading, Slots};
use hansei_method::factor::Control;
use hansei_method::plan::Strength;
use hansei_method::text::Text;
use owo_colors::OwoColorize as _;
use serde::Serialize;

use crate::commands::similar::WIDE;
use crate::error::CliError;
use crate::input;
use crate::open::Desk;
use crate::output;
use crate::table::{one_line, wrapped};
use crate::words;

/// What is said instead of a question to somebody who writes of hurting themselves.
const CARE: &str = "What you write here is more than a review can hold. Somebody to talk to now is worth more than any \
    question: a person you trust, or a helpline where you live. The review can wait.";

/// One question about an answer at most, with the words that made the coach ask
///
/// The answer is read from standard input. The coach reads English only, on this machine, and keeps nothing. It can be
/// wrong: it asks, and you decide whether the question is one.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei coach why < answer.txt
  echo \"I will be more careful\" | hansei coach next
  echo \"The supplier was late\" | hansei coach factor --control outside")]
pub(crate) struct Args {
    /// Where the answer stands, and what is always asked there
    #[arg(value_parser = words::field())]
    field: Field,
    /// How a factor was sorted
    #[arg(long, value_parser = words::control())]
    control: Option<Control>,
    /// Show what else could be asked, less surely
    #[arg(long)]
    hints: bool,
}

/// What the coach makes of an answer, as programs get it.
#[derive(Serialize)]
struct Shown<'a> {
    field: &'static str,
    standing: &'static str,
    asked: Option<ShownAsked<'a>>,
    hints: Vec<ShownAsked<'a>>,
    slots: Option<Vec<Part<'a>>>,
    strength: Option<Strength>,
    needs_care: bool,
}

#[derive(Serialize)]
struct ShownAsked<'a> {
    rule: &'static str,
    code: &'static str,
    weight: &'static str,
    chance: f32,
    question: &'static str,
    words: Words<'a>,
    acknowledgement: Option<&'static str>,
    second_question: Option<&'static str>,
    offer: Option<&'static str>,
}

#[derive(Serialize)]
struct Part<'a> {
    name: &'static str,
    words: Option<Words<'a>>,
}

/// Words of the answer, and the bytes of it where they stand.
#[derive(Serialize)]
struct Words<'a> {
    from: usize,
    to: usize,
    text: &'a str,
}

#[expect(clippy::unused_async, reason = "every command is run alike")]
pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    if std::io::stdin().is_terminal() {
        output::tell("Write the answer and end it with Ctrl+D.");
    }
    let text: Text = input::text(Path::new("-"))?.parse()?;
    let answer = text.as_str();
    let reading = coach::read(args.field, answer, &Context { control: args.control, ..Context::default() });
    if desk.output.json {
        return output::print_json(&Shown::of(args.field, &reading, answer));
    }
    output::print(&told(&reading, answer, args.hints, desk.output.columns.unwrap_or(WIDE)))
}

/// Writes a reading for a person.
fn told(reading: &Reading, answer: &str, with_hints: bool, columns: usize) -> String {
    if reading.needs_care {
        return wrapped(CARE, columns, "");
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
        if let Some(acknowledgement) = asked.flaw.acknowledgement() {
            told.push_str(&wrapped(acknowledgement, columns, ""));
        }
        told.push_str(&question(asked, answer, columns));
    }
    if with_hints && !reading.hints.is_empty() {
        let _ = write!(told, "\n{}\n", "Could be asked too, less surely:".dimmed());
        for hint in &reading.hints {
            told.push_str(&question(hint, answer, columns));
        }
    }
    told
}

fn question(asked: &Asked, answer: &str, columns: usize) -> String {
    let words = format!("\u{201c}{}\u{201d}", one_line(&answer[asked.words.clone()]));
    wrapped(asked.question, columns, "") + &wrapped(&words, columns, "  ")
}

/// Says how many of the parts are there, and which.
fn present(slots: &Slots) -> String {
    let names: Vec<_> = slots.0.iter().filter(|slot| slot.words.is_some()).map(|slot| slot.name).collect();
    let which = if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
    format!("{} of {} present{which}", slots.present(), slots.0.len())
}

impl<'a> Shown<'a> {
    fn of(field: Field, reading: &Reading, answer: &'a str) -> Self {
        let question = |asked: &Asked| ShownAsked::of(asked, answer);
        let parts = |slots: &Slots| {
            slots
                .0
                .iter()
                .map(|slot| Part {
                    name: slot.name,
                    words: slot.words.clone().map(|bytes| Words::of(bytes, answer)),
                })
                .collect()
        };
        Self {
            field: field.word(),
            standing: reading.standing,
            asked: reading.asked.as_ref().map(question),
            hints: reading.hints.iter().map(question).collect(),
            slots: reading.slots.as_ref().map(parts),
            strength: reading.strength,
            needs_care: reading.needs_care,
        }
    }
}

impl<'a> ShownAsked<'a> {
    fn of(asked: &Asked, answer: &'a str) -> Self {
        Self {
            rule: asked.flaw.rule(),
            code: asked.flaw.code(),
            weight: asked.weight.word(),
            chance: asked.chance,
            question: asked.question,
            words: Words::of(asked.words.clone(), answer),
            acknowledgement: asked.flaw.acknowledgement(),
            second_question: asked.flaw.second_question(),
            offer: asked.flaw.offer().map(Offer::word),
        }
    }
}

impl<'a> Words<'a> {
    fn of(bytes: std::ops::Range<usize>, answer: &'a str) -> Self {
        Self { from: bytes.start, to: bytes.end, text: &answer[bytes] }
    }
}
