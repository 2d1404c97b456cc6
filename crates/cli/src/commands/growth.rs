//! `hansei growth`: how far each lesson has come, told from what was observed.

mod numbers;

use std::fmt::Write as _;

use hansei_app::App;
use hansei_app::practice::view::{AllGrowth, StateCount};
use hansei_app::practice::{PracticeLine, Practised, Standing};
use hansei_method::growth::{Flag, State};
use hansei_method::practice::Turn;
use jiff::civil::Date;
use owo_colors::OwoColorize as _;
use serde::Serialize;

use crate::commands::practice::shown::{Told, evidence};
use crate::commands::practice::told::{self, Shorts};
use crate::commands::similar::WIDE;
use crate::error::CliError;
use crate::open::Desk;
use crate::output;
use crate::say;
use crate::table::wrapped;

/// How far each lesson has come, told from what was observed
///
/// A state is a rule of thumb that is shown with its evidence and with what that still fits. Without anything observed nothing
/// is claimed, and what nobody said is unknown. A lesson that slips is a question: what changed in the context?
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei growth
  hansei growth --state established
  hansei growth --parameters
  hansei growth --set most_in_practice=2")]
pub(crate) struct Args {
    /// Show all lessons in this state, and only these
    #[arg(long)]
    state: Option<Wanted>,
    /// Show the numbers by which a state is told, with their ranges
    #[arg(long, conflicts_with = "state")]
    parameters: bool,
    /// Set one of these numbers; --set again sets another
    #[arg(long, value_name = "NAME=VALUE", conflicts_with = "state")]
    set: Vec<String>,
    /// Set all of them back to what they were at first
    #[arg(long, conflicts_with_all = ["state", "set"])]
    reset: bool,
    /// Set them back to what they were before they were changed last; again brings the change back
    #[arg(long, conflicts_with_all = ["state", "set", "reset"])]
    undo: bool,
}

/// A state that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Wanted {
    /// It was established and is slipping
    Lapsed,
    /// The moment has not come up since it was planned
    New,
    /// The moment came up; it is not established
    Practising,
    /// It is done nearly always, over weeks and in more than one context
    Established,
    /// It is done without thinking of it
    Automatic,
}

/// The states in the order in which they are shown, with what each means.
const SECTIONS: [(State, &str, &str); 5] = [
    (State::Lapsed, "Slipping", "a question, not a mark: what changed in the context?"),
    (State::New, "New", "the moment has not come up yet"),
    (State::Practising, "Practising", "the moment came up; too early to rely on"),
    (State::Established, "Established", "done nearly always, over weeks and in more than one context"),
    (State::Automatic, "Automatic", "happens without deciding to, or holds without you"),
];

/// The most lessons that are shown of one state where all states are.
const MOST_SHOWN: usize = 20;

#[derive(Serialize)]
struct Shown {
    states: Vec<StateCount>,
    waiting: usize,
    aside: usize,
    ended: usize,
    practices: Vec<Told>,
}

impl From<Wanted> for State {
    fn from(wanted: Wanted) -> Self {
        match wanted {
            Wanted::Lapsed => Self::Lapsed,
            Wanted::New => Self::New,
            Wanted::Practising => Self::Practising,
            Wanted::Established => Self::Established,
            Wanted::Automatic => Self::Automatic,
        }
    }
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    if args.reset || !args.set.is_empty() {
        return numbers::change(desk, &app, &args.set).await;
    }
    if args.undo {
        return numbers::show(desk, app.undo_parameters().await?);
    }
    if args.parameters {
        return numbers::show(desk, app.parameters().await?);
    }
    let wanted = args.state.map(State::from);
    if desk.output.json {
        let all = app.practices().await?;
        let is_wanted = |it: &&Practised| {
            wanted.is_none_or(|state| it.practice.turn() != Turn::Ended && it.growth.state == state)
        };
        let AllGrowth { states, waiting, aside, ended, .. } = AllGrowth::of(&all, desk.world.now().date());
        let practices = Told::all(all.iter().filter(is_wanted), &PracticeLine::of(&all), desk);
        return output::print_json(&Shown { states, waiting, aside, ended, practices });
    }
    let line = app.practice_line().await?;
    if line.is_empty() {
        output::tell(
            "Nothing is practised yet. What a review plans is practised once the review is finished: hansei review",
        );
        return Ok(());
    }
    output::print(&told(desk, &app, &line, wanted).await?)
}

async fn told(
    desk: &Desk,
    app: &App,
    line: &PracticeLine,
    wanted: Option<State>,
) -> Result<String, CliError> {
    let columns = desk.output.columns.unwrap_or(WIDE);
    let (shorts, today) = (Shorts::among(line.ids()), desk.world.now().date());
    let mut told = String::new();
    for (state, name, meaning) in SECTIONS {
        let is_it = |it: &&Standing| it.turn() != Turn::Ended && it.state() == state;
        let lessons: Vec<_> = line.all().filter(is_it).map(Standing::id).collect();
        if lessons.is_empty() || wanted.is_some_and(|wanted| wanted != state) {
            continue;
        }
        let apart = if told.is_empty() { "" } else { "\n" };
        let count = say::count(lessons.len(), "lesson", "lessons");
        let _ =
            write!(told, "{apart}{}\n{}", name.bold(), wrapped(&format!("{count} · {meaning}"), columns, ""));
        let most = if wanted.is_some() { lessons.len() } else { MOST_SHOWN };
        for lesson in app.practised(lessons.iter().copied().take(most)).await? {
            told.push('\n');
            told.push_str(&one(&lesson, &shorts, today, columns));
        }
        if lessons.len() > most {
            let _ = writeln!(told, "\n  All {}: hansei growth --state {}", lessons.len(), state.name());
        }
    }
    if wanted.is_none() {
        told.push_str(&ended(app, line, &shorts, columns).await?);
        told.push('\n');
        told.push_str(&wrapped(
            "● done  ◐ half done  ○ missed. State names are rules of thumb: hansei growth --parameters",
            columns,
            "",
        ));
    } else if told.is_empty() {
        told.push_str("No lesson is in this state.\n");
    }
    Ok(told)
}

/// Tells one lesson: what was written then, and what happened since.
fn one(practised: &Practised, shorts: &Shorts, today: Date, columns: usize) -> String {
    let is_asked = practised.is_asked(today);
    let mut head = vec![shorts.of_one(practised.practice.id)];
    let name = practised.state_name();
    if name != practised.growth.state.name() {
        head.push(name.to_owned());
    }
    head.extend(practised.growth.since().map(|since| format!("since {}", say::day(since))));
    match practised.practice.turn() {
        Turn::Waiting => head.push("waits its turn".to_owned()),
        Turn::Aside => head.push("set aside".to_owned()),
        Turn::Begun | Turn::Ended => {}
    }
    if is_asked {
        head.push("asked today".to_owned());
    }
    let plan = told::plan_unless_asked(practised, is_asked);
    let wrote = if is_asked {
        format!("{} you planned something about {plan}.", month(practised.practice.planned_on, today))
    } else {
        format!("{} you wrote: {plan}", month(practised.practice.planned_on, today))
    };
    let mut written = format!("{}\n", head.join(" · "));
    written.push_str(&wrapped(&wrote, columns, "  "));
    written.push_str(&evidence(practised, "since then ", columns));
    written
}

/// Says in which month something was planned.
fn month(on: Date, today: Date) -> String {
    if on.year() == today.year() {
        format!("In {}", on.strftime("%B"))
    } else {
        format!("In {} {:04}", on.strftime("%B"), on.year())
    }
}

/// Lists what has ended, without what was taken out of its plan.
async fn ended(app: &App, line: &PracticeLine, shorts: &Shorts, columns: usize) -> Result<String, CliError> {
    let ended: Vec<_> = line.all().filter(|it| it.has_ending).map(Standing::id).collect();
    if ended.is_empty() {
        return Ok(String::new());
    }
    let mut told = format!("\n{}\n", "Ended".bold());
    for it in app.practised(ended.iter().copied().take(MOST_SHOWN)).await? {
        let why = it.growth.flags.iter().find(|flag| matches!(flag, Flag::Retired | Flag::Superseded));
        let why = why.map_or("", |flag| flag.words());
        let line =
            format!("{} · {} · {why}", shorts.of_one(it.practice.id), it.practice.commitment.sentence());
        told.push_str(&wrapped(&line, columns, ""));
    }
    if ended.len() > MOST_SHOWN {
        let _ = writeln!(told, "  All {}: hansei practice --all", ended.len());
    }
    Ok(told)
}
