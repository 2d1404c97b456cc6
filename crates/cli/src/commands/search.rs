//! `hansei search`: everything that was written, by its words.

use std::fmt::Write as _;

use hansei_app::App;
use hansei_app::library::LookedCases;
use hansei_app::list::{Excerpt, Hit, Looked, MOST_HITS, Piece};
use owo_colors::OwoColorize as _;
use serde::Serialize;

use crate::commands::learned::Expected;
use crate::commands::library::Progress;
use crate::commands::list::Which;
use crate::commands::{library, similar};
use crate::error::CliError;
use crate::input;
use crate::lines::{Line, Shorts};
use crate::open::Desk;
use crate::output;
use crate::say;
use crate::table::{one_line, wrapped};

/// Search everything you wrote; every word has to be there, whole or as the start of one
///
/// Where nothing narrows the search, the lessons you adopted and the library answer too: all such lessons, and up to five
/// cases. Where nothing has every word, you are shown what may have been meant, or what is near. Of a sentence of five words
/// or more, what is near also follows where fewer than five entries have every word; put it in quotation marks not to be
/// shown that.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei search scope change
  hansei search estim --kind failure --limit 5")]
pub(crate) struct Args {
    /// The words to look for
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// The most entries of your own to show, 1 to 100
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_HITS)))]
    limit: u32,
    #[command(flatten)]
    which: Which,
}

/// A hit as programs get it.
#[derive(Debug, Serialize)]
struct Found {
    #[serde(flatten)]
    line: Line,
    excerpt: String,
}

#[derive(Serialize)]
struct Shown {
    entries: Vec<Found>,
    /// What was looked for instead, because no entry has what was typed.
    instead: Option<String>,
    /// Entries that are like what was typed, where none has every word, or, of a sentence, few have.
    close: Vec<similar::Found>,
    /// Lessons adopted from others.
    adopted: Vec<hansei_method::adoption::Adoption>,
    /// What others told.
    cases: Vec<library::Told>,
    /// What was looked for among the cases instead, because none has what was typed.
    cases_instead: Option<String>,
    /// Cases that are near, where none has every word.
    cases_close: Vec<library::Told>,
}

impl Shown {
    async fn of(app: &App, looked: &Looked) -> Result<Self, CliError> {
        let shorts = shorts(app, looked).await?;
        Ok(Self {
            entries: found(&looked.hits, &shorts),
            instead: looked.instead.clone(),
            close: similar::Found::all(&looked.close, &shorts),
            adopted: looked.adopted.iter().map(|hit| hit.adoption.clone()).collect(),
            cases: looked.cases.hits.iter().map(|hit| library::Told::from(&hit.told)).collect(),
            cases_instead: looked.cases.instead.clone(),
            cases_close: looked.cases.close.iter().map(library::Told::from).collect(),
        })
    }
}

#[derive(Serialize)]
struct Learned<'a> {
    #[serde(flatten)]
    shown: Shown,
    /// The moments that are asked about later; left out where nothing was looked up to begin with.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<&'a Expected>,
}

async fn shorts(app: &App, looked: &Looked) -> Result<Shorts, CliError> {
    let lines = looked.hits.iter().map(|hit| &hit.line);
    Shorts::of_all(app, lines.chain(looked.close.iter().map(|similar| &similar.line))).await
}

#[derive(Serialize)]
struct Searched {
    #[serde(flatten)]
    shown: Shown,
    /// Whether there is, or at the most that a search returns may be, more than is shown.
    is_cut: bool,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let filter = args.which.filter(desk)?;
    let words = input::looked_for(&args.words)?;
    let app = desk.app().await?;
    renew_words(&app).await?;
    // One more than is shown tells whether there is more; at the most that a search returns, there may be.
    let limit = args.limit as usize;
    let mut looked = app.look_up(&words, &filter, false, args.limit.saturating_add(1)).await?;
    let is_cut = looked.hits.len() > limit || looked.hits.len() == MOST_HITS as usize;
    looked.hits.truncate(limit);
    if desk.output.json {
        let shown = Shown::of(&app, &looked).await?;
        return output::print_json(&Searched { shown, is_cut });
    }
    show(desk, &app, &looked, None).await?;
    if is_cut && args.limit < MOST_HITS {
        output::tell(&format!("More: add --limit {MOST_HITS}, or another word"));
    } else if is_cut {
        output::tell(&format!(
            "These are the first {MOST_HITS}, and there may be more: add another word, or --from and --to"
        ));
    }
    Ok(())
}

/// Sees to it that entries are found by all their words, also those that an earlier hansei saved; that takes a moment once.
pub(crate) async fn renew_words(app: &App) -> Result<(), CliError> {
    let mut progress = Progress::new(None);
    let told = |done| format!("Taking the words of your entries anew, once after this update: {done}");
    Ok(app.renew_words(|more| progress.add(more, told)).await?)
}

fn found(hits: &[Hit], shorts: &Shorts) -> Vec<Found> {
    hits.iter().map(|hit| Found { line: Line::of(&hit.line, shorts), excerpt: excerpt(hit) }).collect()
}

/// Shows what was found, with the lesson first and the moments that are expected where that is what was asked for.
pub(crate) async fn show(
    desk: &Desk,
    app: &App,
    looked: &Looked,
    expected: Option<&Expected>,
) -> Result<(), CliError> {
    if desk.output.json {
        let shown = Shown::of(app, looked).await?;
        return output::print_json(&Learned { shown, expected });
    }
    show_own(desk, app, looked, expected.is_some()).await?;
    let columns = desk.output.columns.unwrap_or(similar::WIDE);
    if let Some(expected) = expected {
        output::print(&expected.told(columns))?;
    }
    let mut parts = Vec::new();
    if !looked.adopted.is_empty() {
        let adopted: Vec<_> = looked.adopted.iter().map(|hit| hit.adoption.clone()).collect();
        parts.push(format!("Adopted from others:\n{}", library::adopted_rows(&adopted, columns)));
    }
    parts.extend(others(looked, columns));
    if parts.is_empty() {
        return Ok(());
    }
    let is_first = looked.hits.is_empty() && looked.close.is_empty();
    output::print(&format!("{}{}", if is_first { "" } else { "\n" }, parts.join("\n")))
}

/// Writes what others told: the cases that have every word, or, where nothing of one's own was found, those that are near.
fn others(looked: &Looked, columns: usize) -> Option<String> {
    let LookedCases { hits, instead, close, near_is_due: _ } = &looked.cases;
    if !hits.is_empty() {
        let note = instead.as_ref().map_or_else(String::new, |instead| {
            wrapped(&format!("No case has all of these words. This is for \"{instead}\":"), columns, "")
        });
        return Some(format!("{}\n{note}{}", library::TOLD_BY, library::rows(hits, columns)));
    }
    if close.is_empty() || !looked.hits.is_empty() {
        return None;
    }
    let cases = library::similar_rows(close, columns);
    Some(format!("{}\nNo case has all of these words. Most like them:\n{cases}", library::TOLD_BY))
}

/// Shows what one's own log has.
async fn show_own(desk: &Desk, app: &App, looked: &Looked, with_lessons: bool) -> Result<(), CliError> {
    let shorts = shorts(app, looked).await?;
    if looked.hits.is_empty() && looked.close.is_empty() {
        output::tell("Nothing you wrote has these words.");
        return Ok(());
    }
    if looked.hits.is_empty() {
        output::tell("Nothing you wrote has all of these words. Most like them:");
        return output::print(&similar::rows(
            &looked.close,
            &shorts,
            desk.output.columns.unwrap_or(similar::WIDE),
        ));
    }
    if let Some(instead) = &looked.instead {
        output::tell(&format!("Nothing you wrote has all of these words. This is for \"{instead}\":"));
    }
    let columns = desk.output.columns.unwrap_or(similar::WIDE);
    let mut written = String::new();
    for hit in &looked.hits {
        let title = styled_pieces(&hit.title);
        let (short, date) = (shorts.of(hit.line.id), say::occurred(hit.line.record.date));
        let _ = writeln!(written, "{} · {date} · {title}", short.bold());
        match &hit.line.record.lesson {
            Some(lesson) if with_lessons => {
                written.push_str(&wrapped(&format!("Lesson: {lesson}"), columns, "  "));
                if let Some(change) = &hit.line.record.change {
                    written.push_str(&wrapped(&format!("Change: {change}"), columns, "  "));
                }
            }
            _ => {
                written.push_str(&excerpt_lines(&hit.excerpt, columns));
            }
        }
    }
    output::print(&written)?;
    if looked.close.is_empty() {
        return Ok(());
    }
    output::tell("Few entries have all of these words. Most like them:");
    output::print(&similar::rows(&looked.close, &shorts, columns))
}

/// Unicode sets these two aside for a program's own use: while lines are broken they stand for the start and the end of
/// what was found.
const START: char = '\u{fdd0}';
const END: char = '\u{fdd1}';

/// Writes the excerpt on one line, as it was written.
fn excerpt(hit: &Hit) -> String {
    around(&hit.excerpt, &hit.excerpt.pieces.iter().map(|piece| seamed(piece.text())).collect::<String>())
}

/// Breaks the excerpt into lines, with what was found underlined.
pub(crate) fn excerpt_lines(excerpt: &Excerpt, columns: usize) -> String {
    let words = around(excerpt, &excerpt.pieces.iter().map(marked).collect::<String>());
    styled(&wrapped(&words, columns, "  "))
}

/// Writes pieces with what was found underlined.
pub(crate) fn styled_pieces(pieces: &[Piece]) -> String {
    styled(&pieces.iter().map(marked).collect::<String>())
}

fn around(excerpt: &Excerpt, words: &str) -> String {
    let (before, after) = (excerpt.starts_inside, excerpt.ends_inside);
    format!("{}{words}{}", if before { "…" } else { "" }, if after { "…" } else { "" })
}

fn marked(piece: &Piece) -> String {
    let words = seamed(piece.text()).replace([START, END], "");
    match piece {
        Piece::Marked(_) => format!("{START}{words}{END}"),
        Piece::Plain(_) => words,
    }
}

fn styled(words: &str) -> String {
    let styles = owo_colors::Style::new().underline();
    let (start, end) = (styles.prefix_formatter().to_string(), styles.suffix_formatter().to_string());
    words.replace(START, &start).replace(END, &end)
}

/// Puts a piece on one line; the spaces at its seams belong to it.
fn seamed(text: &str) -> String {
    let words = one_line(text);
    let lead = if text.starts_with(char::is_whitespace) { " " } else { "" };
    let trail = if text.ends_with(char::is_whitespace) && !words.is_empty() { " " } else { "" };
    format!("{lead}{words}{trail}")
}
