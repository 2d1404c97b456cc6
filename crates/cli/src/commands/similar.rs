//! `hansei similar`: what resembles an entry, or a text.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use hansei_app::App;
use hansei_app::library::SimilarCase;
use hansei_app::similar::{FEW, MOST_SIMILAR, Similar};
use owo_colors::OwoColorize as _;
use serde::Serialize;

use crate::commands::library;
use crate::error::CliError;
use crate::input;
use crate::lines::{Line, Shorts};
use crate::open::Desk;
use crate::output;
use crate::say;
use crate::table::{one_line, wrapped};

/// The columns that lines are broken at where there is no terminal.
pub(crate) const WIDE: usize = 100;

/// Have I been here before? Entries like this one, each with its lesson
///
/// After them come the cases of the library that are near: what others told.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei similar 3f2a
  hansei similar 3f2a --same 91c0
  echo \"the client added requirements\" | hansei similar -")]
pub(crate) struct Args {
    /// The entry's id, or the start of it; - compares a text from standard input
    id: String,
    /// The most entries to show, and the most cases, 1 to 20
    #[arg(long, default_value_t = FEW, value_parser = clap::value_parser!(u8).range(1..=i64::from(MOST_SIMILAR)))]
    limit: u8,
    /// Show the entries that are most alike even where they are not near; cases only where they are
    #[arg(long)]
    far: bool,
    /// Remember that this other entry is the same kind
    #[arg(long, value_name = "ID", group = "said")]
    same: Option<String>,
    /// Remember that this other entry is not the same kind; it is not suggested again
    #[arg(long, value_name = "ID", group = "said")]
    different: Option<String>,
    /// Take back what was said of this other entry
    #[arg(long, value_name = "ID", group = "said")]
    unsaid: Option<String>,
}

#[derive(Serialize)]
struct Shown {
    similar: Vec<Found>,
    /// What others told that is near.
    cases: Vec<library::Told>,
}

/// An entry that is alike, as programs get it.
#[derive(Debug, Serialize)]
pub(crate) struct Found {
    #[serde(flatten)]
    line: Line,
    shared: Vec<String>,
    same: Option<bool>,
}

impl Found {
    /// Reads entries that are alike.
    pub(crate) fn all(similar: &[Similar], shorts: &Shorts) -> Vec<Self> {
        let one = |similar: &Similar| Self {
            line: Line::of(&similar.line, shorts),
            shared: similar.shared.clone(),
            same: similar.same,
        };
        similar.iter().map(one).collect()
    }
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let text = match args.id.as_str() {
        "-" => Some(input::looked_for(&[input::text(Path::new("-"))?])?),
        _ => None,
    };
    let app = desk.app().await?;
    let said = [(&args.same, Some(true)), (&args.different, Some(false)), (&args.unsaid, None)];
    if let Some((other, same)) = said.into_iter().find_map(|(other, same)| Some((other.as_ref()?, same))) {
        return remember(&app, desk, &args.id, other, same).await;
    }
    catch_up(&app).await?;
    library::catch_up_shortly(&app).await?;
    let (near, limit) = (!args.far, args.limit);
    let (similar, cases) = if let Some(text) = text {
        (app.similar_to_text(&text, near, limit).await?, app.similar_cases_to_text(&text, true, limit).await?)
    } else {
        let id = desk.find(&app, &args.id).await?;
        (app.similar_to(id, near, limit).await?, app.similar_cases(id, true, limit).await?)
    };
    show(desk, &app, (similar, cases), near).await
}

async fn remember(
    app: &App,
    desk: &Desk,
    one: &str,
    other: &str,
    same: Option<bool>,
) -> Result<(), CliError> {
    if one == "-" {
        return Err(CliError::invalid("a text is not kept, so nothing is remembered of it; name an entry"));
    }
    let (one, other) = (desk.find(app, one).await?, desk.find(app, other).await?);
    let before = app.say_of_two(one, other, same).await?;
    if desk.output.json {
        return output::print_json(&serde_json::json!({ "same": same, "before": before }));
    }
    let shorts = app.short_ids(&[one, other]).await?;
    let (one, other) = (&shorts[&one], &shorts[&other]);
    output::print(&match same {
        Some(true) => format!("Remembered: {one} and {other} are the same kind\n"),
        Some(false) => format!("Remembered: {one} and {other} are not the same kind\n"),
        None => format!("Nothing is said of {one} and {other} any more\n"),
    })?;
    if same.is_some() {
        output::tell(&format!("Take it back: hansei similar {one} --unsaid {other}"));
    }
    Ok(())
}

/// Makes what is compared where it is missing, and says how far that has come when it takes longer than a second.
///
/// A model reads for a few seconds; what it has not read by then is compared by its words, and read the next time or by
/// `serve`.
pub(crate) async fn catch_up(app: &App) -> Result<(), CliError> {
    const LONGEST: Duration = Duration::from_secs(5);
    let may_wait = app.wanted_model().await?.is_some();
    read_on(app, |waited| !may_wait || waited < LONGEST).await
}

/// Makes what is compared where it is missing, for as long as somebody wants to wait.
pub(crate) async fn read_on(app: &App, goes_on: impl Fn(Duration) -> bool) -> Result<(), CliError> {
    const SOON: Duration = Duration::from_secs(1);
    let (started, mut told, mut made) = (Instant::now(), Instant::now(), 0);
    let all = app.likeness_due().await?;
    app.catch_up_while(|more| {
        made += more;
        if started.elapsed() > SOON && told.elapsed() > SOON {
            told = Instant::now();
            output::tell(&format!("Reading what was written, once: {made} of {all}"));
        }
        goes_on(started.elapsed())
    })
    .await?;
    Ok(())
}

async fn show(
    desk: &Desk,
    app: &App,
    (similar, cases): (Vec<Similar>, Vec<SimilarCase>),
    near: bool,
) -> Result<(), CliError> {
    let shorts = Shorts::of_all(app, similar.iter().map(|similar| &similar.line)).await?;
    if desk.output.json {
        let cases = cases.iter().map(library::Told::from).collect();
        return output::print_json(&Shown { similar: Found::all(&similar, &shorts), cases });
    }
    let columns = desk.output.columns.unwrap_or(WIDE);
    if similar.is_empty() {
        output::tell(if near {
            "Nothing else you wrote is near. The most alike all the same: add --far"
        } else {
            "Nothing else you wrote has one of its words."
        });
    } else {
        output::print(&rows(&similar, &shorts, columns))?;
    }
    if !cases.is_empty() {
        let cases = library::similar_rows(&cases, columns);
        let apart = if similar.is_empty() { "" } else { "\n" };
        output::print(&format!("{apart}{}\n{cases}", library::TOLD_BY))?;
    }
    Ok(())
}

/// Writes entries that are alike, each with its lesson and the words that both have.
pub(crate) fn rows(similar: &[Similar], shorts: &Shorts, columns: usize) -> String {
    let mut written = String::new();
    for similar in similar {
        let line = &similar.line;
        let (short, date) = (shorts.of(line.id), say::occurred(line.record.date));
        let _ = writeln!(written, "{} · {date} · {}", short.bold(), one_line(&line.title));
        let lesson = line.record.lesson.as_deref();
        let lesson = lesson.map_or_else(
            || "No lesson was written then".to_owned(),
            |lesson| format!("Lesson then: {lesson}"),
        );
        written.push_str(&wrapped(&lesson, columns, "  "));
        if !similar.shared.is_empty() {
            written.push_str(&wrapped(&format!("Both: {}", similar.shared.join(", ")), columns, "  "));
        }
        if similar.same == Some(true) {
            written.push_str("  You said: the same kind\n");
        }
    }
    written
}
