//! Practices in a list, and one of them whole.

use std::fmt::Write as _;

use hansei_app::App;
use hansei_app::practice::view::{ObservationView, PracticeView};
use hansei_app::practice::{PracticeLine, Practised, Standing};
use hansei_method::automaticity::{Scores, TYPICAL};
use hansei_method::growth::{SLIPPING, State};
use hansei_method::id::PracticeId;
use hansei_method::plan::CommitmentKind;
use hansei_method::practice::{Subject, Turn};
use hansei_store::KeptOpportunity;
use owo_colors::OwoColorize as _;
use serde::Serialize;

use super::told::{self, Shorts, short_observation};
use crate::commands::similar::WIDE;
use crate::error::CliError;
use crate::open::Desk;
use crate::output;
use crate::say;
use crate::table::{Table, hanging, wrapped};

/// The latest observations that are shown of one practice; JSON has all.
const MOST_SHOWN: usize = 20;

/// A practice as programs get it, with what it is called for short.
#[derive(Debug, Serialize)]
pub(crate) struct Told {
    short: String,
    #[serde(flatten)]
    practice: PracticeView,
}

#[derive(Serialize)]
struct List {
    practices: Vec<Told>,
}

#[derive(Serialize)]
struct One {
    practice: Told,
    observations: Vec<ObservationView>,
    removed: Vec<ObservationView>,
}

impl Told {
    /// Describes practices, of all that are in `line`.
    pub(crate) fn all<'a>(
        practised: impl IntoIterator<Item = &'a Practised>,
        line: &PracticeLine,
        desk: &Desk,
    ) -> Vec<Self> {
        let (shorts, today) = (Shorts::among(line.ids()), desk.world.now().date());
        let told = |it: &Practised| Self {
            short: shorts.of_one(it.practice.id),
            practice: PracticeView::of(it, today),
        };
        practised.into_iter().map(told).collect()
    }
}

/// Lists some of all that is practised.
pub(super) fn list(desk: &Desk, shown: &[Practised], line: &PracticeLine) -> Result<(), CliError> {
    if desk.output.json {
        return output::print_json(&List { practices: Told::all(shown, line, desk) });
    }
    if shown.is_empty() {
        output::tell(&nothing(line));
        return Ok(());
    }
    output::print(&rows(desk, shown, line))?;
    let is_asked = super::asked_of(shown, desk.world.now().date()).next().is_some();
    if is_asked {
        output::tell(
            "Say first when your plan applies and what you do, then look: hansei practice ID\n\
             Then answer: hansei practice ID did, half, missed or no; of what is built also installed, there or gone",
        );
    }
    Ok(())
}

/// Writes practices as a table that fits the terminal.
pub(crate) fn rows(desk: &Desk, shown: &[Practised], line: &PracticeLine) -> String {
    let (shorts, today) = (Shorts::among(line.ids()), desk.world.now().date());
    let mut table = Table::new(["ID", "IN LINE", "STATE", "ASKED", "DONE", "PLAN"]);
    for it in shown {
        let is_asked = it.is_asked(today);
        let asked = if is_asked {
            "today".to_owned()
        } else {
            it.asked_on().map_or_else(String::new, |day| day.to_string())
        };
        table.row([
            shorts.of_one(it.practice.id),
            told::turn(it).to_owned(),
            it.state_name().to_owned(),
            asked,
            it.growth.tally.share().unwrap_or_default(),
            told::plan_unless_asked(it, is_asked),
        ]);
    }
    table.write(desk.output.columns)
}

/// Says that nothing is asked, and what comes next.
pub(super) fn nothing(line: &PracticeLine) -> String {
    let next = line.all().filter_map(Standing::asked_on).min();
    match next {
        Some(day) => format!(
            "Nothing is asked about today; the next question comes {}. If a moment came up: hansei practice ID did (--all lists them)",
            say::day(day)
        ),
        None if line.is_empty() => {
            "Nothing is practised yet. What a review plans is asked about once the review is finished."
                .to_owned()
        }
        None => "Nothing is asked about. What waits or has ended: hansei practice --all".to_owned(),
    }
}

/// Shows one practice with all that is known of it.
pub(super) async fn one(desk: &Desk, app: &App, id: PracticeId) -> Result<(), CliError> {
    let line = app.practice_line().await?;
    let practised = app.practice(id).await?;
    let observed = app.opportunities_of(id).await?;
    let removed = app.removed_opportunities_of(id).await?;
    if desk.output.json {
        let practice = Told {
            short: Shorts::among(line.ids()).of_one(id),
            practice: PracticeView::of(&practised, desk.world.now().date()),
        };
        let observations = observed.into_iter().map(ObservationView::from).collect();
        let removed = removed.into_iter().map(ObservationView::from).collect();
        return output::print_json(&One { practice, observations, removed });
    }
    let short = Shorts::among(line.ids()).of_one(id);
    let columns = desk.output.columns.unwrap_or(WIDE);
    let from = from(app, &practised).await?;
    let mut written = format!("{} · {}\n", short.bold(), told::state(&practised));
    written.push_str(&wrapped(&practised.practice.commitment.sentence(), columns, "  "));
    if let Some(lesson) = &practised.practice.lesson {
        written.push_str(&wrapped(&format!("Lesson: {lesson}"), columns, "  "));
    }
    written.push_str(&wrapped(&from, columns, "  "));
    written.push_str(&wrapped(&in_line(&practised, desk), columns, "  "));
    written.push_str(&evidence(&practised, "", columns));
    written.push_str(&course(&practised, columns));
    written.push_str(&ratings(&practised, columns));
    let kind = practised.practice.commitment.kind;
    written.push_str(&observations("Observations", &observed, kind, desk.output.columns));
    let heading = "Taken out; hansei practice --undo OBSERVATION brings it back";
    written.push_str(&observations(heading, &removed, kind, desk.output.columns));
    output::print(&written)?;
    if practised.practice.turn() != Turn::Ended {
        let answers = match practised.practice.commitment.kind {
            CommitmentKind::System => "installed, there, did, missed or gone",
            _ => "did, half, missed or no",
        };
        output::tell(&format!("It came up: hansei practice {short} {answers}"));
    }
    Ok(())
}

/// Says where it was planned.
async fn from(app: &App, practised: &Practised) -> Result<String, CliError> {
    Ok(match practised.practice.about {
        Subject::Commitment { entry, .. } => {
            let short = app.short_id(entry).await?;
            let day = practised.occurred.map_or_else(String::new, |at| format!(" · {}", say::occurred(at)));
            format!("From {short}{day} · {}", practised.title)
        }
        Subject::Adoption(_) => format!("Adopted from somebody else's case · {}", practised.title),
    })
}

/// Says where it stands in line, and when it is asked about next.
fn in_line(practised: &Practised, desk: &Desk) -> String {
    let practice = &practised.practice;
    let kind = practice.commitment.kind;
    let turn = match (practice.turn(), practice.ending) {
        (Turn::Waiting, _) => "waits until there is room; --begin begins it now".to_owned(),
        (Turn::Aside, _) => "set aside; --begin begins it".to_owned(),
        (Turn::Begun, _) => {
            practice.begun_on.map_or_else(String::new, |on| format!("asked about since {}", say::day(on)))
        }
        (Turn::Ended, Some(ending)) => format!("{} on {}", told::turn(practised), say::day(ending.on())),
        (Turn::Ended, None) => "taken out of its plan".to_owned(),
    };
    let next = if practised.is_asked(desk.world.now().date()) {
        " · asked today".to_owned()
    } else {
        practised.asked_on().map_or_else(String::new, |day| format!(" · next question {}", say::day(day)))
    };
    told::capital(&format!("{} ({}) · {turn}{next}", kind.name(), kind.meaning()))
}

/// Says what was observed, with what that still fits.
pub(crate) fn evidence(practised: &Practised, lead: &str, columns: usize) -> String {
    let growth = &practised.growth;
    let mut written = String::new();
    let dots = told::dots(practised);
    if !dots.is_empty() {
        let _ = writeln!(written, "  {dots}");
    }
    let words = growth.tally.words();
    // "Since then" says already that it may come up later.
    let words = if lead.is_empty() { words.as_str() } else { words.trim_end_matches(" yet") };
    let mut sentences = vec![format!("{}.", told::capital(&format!("{lead}{words}")))];
    sentences.extend(growth.tally.fits().map(|fits| format!("{fits}.")));
    if growth.tally.backed > 0 {
        sentences.push(format!(
            "{} backed by something to look at or by somebody else.",
            say::count(growth.tally.backed, "observation is", "observations are")
        ));
    }
    written.push_str(&wrapped(&sentences.join(" "), columns, "  "));
    if let Some(words) = growth.recurrence.words() {
        written.push_str(&wrapped(&format!("It happened again: {words}."), columns, "  "));
    }
    for flag in &growth.flags {
        written.push_str(&wrapped(&format!("{}.", told::capital(flag.words())), columns, "  "));
    }
    if growth.state == State::Lapsed {
        written.push_str(&wrapped(&told::capital(SLIPPING), columns, "  "));
    }
    if let Some(around) = &practised.practice.around {
        written.push_str(&wrapped(&format!("What changed around it: {around}"), columns, "  "));
    }
    written
}

/// Says how it came to its state.
fn course(practised: &Practised, columns: usize) -> String {
    let mut written = String::new();
    let growth = &practised.growth;
    if !growth.transitions.is_empty() {
        let _ = writeln!(written, "\n{}", "How it came there".bold());
    }
    for it in &growth.transitions {
        let name = it.to.name_for(practised.practice.commitment.kind, growth.is_rare);
        let mark = format!("{} ", it.on);
        written.push_str(&hanging(&mark, &format!("{name}: {}", it.reason.words()), columns, "  "));
    }
    if !growth.transitions.is_empty() {
        let told = "State names are rules of thumb; hansei growth --parameters shows by which numbers.";
        written.push_str(&wrapped(told, columns, "  "));
    }
    written
}

/// Says how automatic it was rated.
fn ratings(practised: &Practised, columns: usize) -> String {
    if practised.practice.ratings.is_empty() {
        return String::new();
    }
    let mut written = format!("\n{}\n", "“I do it automatically”, from 1 to 7".bold());
    for rating in &practised.practice.ratings {
        let lines = match rating.scores {
            Scores::One(_) => "one line",
            Scores::Four(_) => "mean of four lines",
        };
        let _ = writeln!(written, "  {} {} ({lines})", rating.on, rating.scores.mean());
    }
    written.push_str(&wrapped(&format!("How long that takes: {TYPICAL}."), columns, "  "));
    written
}

/// Writes what was observed as a table, the latest last.
fn observations(
    heading: &str,
    observed: &[KeptOpportunity],
    kind: CommitmentKind,
    columns: Option<usize>,
) -> String {
    if observed.is_empty() {
        return String::new();
    }
    let mut table = Table::new(["OBSERVATION", "WHEN", "WHAT"]);
    let over = observed.len().saturating_sub(MOST_SHOWN);
    for kept in &observed[over..] {
        let it = &kept.opportunity;
        let words = told::kept(it, kind);
        let when = say::occurred(it.when);
        // The day has a column of its own.
        let words = words.replacen(&format!(", {when}"), "", 1);
        table.row([short_observation(it.id), it.when.to_string(), words]);
    }
    let more = if over > 0 { format!("  {over} earlier: add --json\n") } else { String::new() };
    format!("\n{}\n{more}{}", heading.bold(), table.write(columns))
}
