//! `hansei import`: a log, or a part of one, moved in.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use hansei_app::export::Format;
use hansei_app::import::{BadLine, Differing, Import, Imported, Preview, alike};
use serde::Serialize;

use crate::commands::export::format;
use crate::error::CliError;
use crate::open::Desk;
use crate::table::one_line;
use crate::{daily, input, output, say};

/// Bring in what hansei export wrote: JSON Lines, Markdown or CSV
///
/// What is here already stays as it is, and so does what is here but different. A bad line is named and skipped, and what is
/// good comes in all the same; the exit code is 3 then, as it is where the file is cut off.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei import log.jsonl --preview
  hansei import log.jsonl
  hansei import --all-or-nothing - < log.md")]
pub(crate) struct Args {
    /// The file; - reads standard input
    file: PathBuf,
    /// Only say what would come in
    #[arg(long)]
    preview: bool,
    /// Bring in nothing when one line is bad or the file is cut off
    #[arg(long)]
    all_or_nothing: bool,
    /// Save what is here but different over what is here
    ///
    /// In entries, patterns and observations that can be undone. In adopted lessons, answers to "same kind?", how
    /// practices stand and the parameters it cannot: look at the preview first.
    #[arg(long)]
    replace: bool,
    /// The format [default: found out from the file]
    #[arg(long, value_parser = format())]
    format: Option<Format>,
}

#[derive(Serialize)]
struct Previewed {
    format: &'static str,
    new: u64,
    same: u64,
    different: u64,
    adopted: u64,
    adopted_different: u64,
    said: u64,
    said_different: u64,
    patterns: u64,
    patterns_different: u64,
    quarters: u64,
    quarters_different: u64,
    practices: u64,
    practices_different: u64,
    observations: u64,
    observations_different: u64,
    parameters: bool,
    parameters_different: bool,
    careers: u64,
    careers_different: u64,
    bad: u64,
    missing: u64,
    titles: Vec<String>,
    differing: Vec<Named>,
    bad_lines: Vec<Bad>,
}

#[derive(Serialize)]
struct Done {
    added: u64,
    replaced: u64,
    same: u64,
    different: u64,
    adopted: u64,
    said: u64,
    patterns: u64,
    quarters: u64,
    practices: u64,
    observations: u64,
    parameters: bool,
    careers: u64,
    bad: u64,
    missing: u64,
    differing: Vec<Named>,
    bad_lines: Vec<Bad>,
}

#[derive(Serialize)]
struct Named {
    line: u64,
    id: String,
    title: String,
}

#[derive(Serialize)]
struct Bad {
    line: u64,
    reason: String,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let file = open(&args.file)?;
    let app = desk.app().await?;
    if args.preview {
        return show(desk, app.import_preview(file, args.format).await?);
    }
    let how = Import { format: args.format, all_or_nothing: args.all_or_nothing, replace: args.replace };
    let done = app.import(file, how).await?;
    name_bad(&done.bad_lines, done.bad);
    let (bad, missing) = (done.bad, done.missing);
    if desk.output.json {
        output::print_json(&Done::from(done))?;
    } else {
        output::print(&told(&done))?;
        if done.different > 0 {
            output::tell("What is different was left as it is here; --replace saves over it.");
        }
    }
    daily::after_a_change(desk, &app).await;
    whole(bad, missing)
}

/// Lets a script know by the exit code that not all of the file came in.
fn whole(bad: u64, missing: u64) -> Result<(), CliError> {
    let wrong = match (bad, missing) {
        (0, 0) => return Ok(()),
        (0, _) => "the file is cut off, and what is missing at its end did not come in".to_owned(),
        (bad, _) => format!("{} could not be read and did not come in", say::count(bad, "line", "lines")),
    };
    Err(CliError::invalid(format!(
        "{wrong}; mend the file and import it again: what came in already does not come in twice"
    )))
}

fn open(file: &Path) -> Result<Box<dyn BufRead + Send>, CliError> {
    if file == Path::new("-") {
        return Ok(Box::new(BufReader::new(std::io::stdin())));
    }
    let opened = std::fs::File::open(file).map_err(|error| CliError::file(input::name(file), &error))?;
    if opened.metadata().is_ok_and(|found| found.is_dir()) {
        return Err(CliError::file(file, &std::io::ErrorKind::IsADirectory.into()));
    }
    Ok(Box::new(BufReader::new(opened)))
}

fn show(desk: &Desk, preview: Preview) -> Result<(), CliError> {
    name_bad(&preview.bad_lines, preview.bad);
    if desk.output.json {
        return output::print_json(&Previewed::from(preview));
    }
    let mut written = format!("{} would come in", preview.new);
    count(&mut written, preview.same, "here already");
    count(&mut written, preview.different, "here but different");
    count(&mut written, preview.adopted, "adopted lessons");
    count(&mut written, preview.adopted_different, "adopted lessons different");
    count(&mut written, preview.said, "times \"same kind?\" answered");
    count(&mut written, preview.said_different, "times \"same kind?\" answered differently");
    count(&mut written, preview.patterns, "patterns judged");
    count(&mut written, preview.patterns_different, "patterns judged differently");
    count(&mut written, preview.quarters, "reviews of a period");
    count(&mut written, preview.quarters_different, "reviews of a period different");
    count(&mut written, preview.practices, "practices");
    count(&mut written, preview.practices_different, "practices different");
    count(&mut written, preview.observations, "observations");
    count(&mut written, preview.observations_different, "observations different");
    count(&mut written, preview.parameters.into(), "set of parameters");
    count(&mut written, preview.parameters_different.into(), "set of parameters different");
    count(&mut written, preview.careers, "career stories");
    count(&mut written, preview.careers_different, "career stories different");
    count(&mut written, preview.bad, "bad");
    count(&mut written, preview.missing, "missing at the end of the file");
    written.push('\n');
    for coming in &preview.titles {
        let _ = writeln!(written, "  {}  {}", say::day(coming.occurred.date()), one_line(&coming.title));
    }
    if preview.new > preview.titles.len() as u64 {
        let _ = writeln!(written, "  and {} more", preview.new - preview.titles.len() as u64);
    }
    for differing in &preview.differing {
        let _ = writeln!(written, "  different, line {}: {}", differing.line, one_line(&differing.title));
    }
    output::print(&written)?;
    if preview.is_beside_different() {
        output::tell(
            "--replace would save over the adopted lessons, answers, practices, parameters and career stories that are \
             different, and that cannot be undone.",
        );
    }
    output::tell("Nothing was changed.");
    Ok(())
}

fn told(done: &Imported) -> String {
    let mut written = format!("{} came in", done.added);
    count(&mut written, done.replaced, "replaced");
    count(&mut written, done.same, "here already");
    count(&mut written, done.different, "here but different");
    count(&mut written, done.adopted, "adopted lessons");
    count(&mut written, done.said, "times \"same kind?\" answered");
    count(&mut written, done.patterns, "patterns judged");
    count(&mut written, done.quarters, "reviews of a period");
    count(&mut written, done.practices, "practices");
    count(&mut written, done.observations, "observations");
    count(&mut written, done.parameters.into(), "set of parameters");
    count(&mut written, done.careers, "career stories");
    count(&mut written, done.bad, "bad");
    count(&mut written, done.missing, "missing at the end of the file");
    written + "\n"
}

fn count(written: &mut String, number: u64, what: &str) {
    if number > 0 {
        let _ = write!(written, " · {number} {what}");
    }
}

fn name_bad(bad_lines: &[BadLine], bad: u64) {
    for alike in alike(bad_lines) {
        output::tell(&format!("{}: {}", alike.places(), one_line(alike.reason)));
    }
    if bad > bad_lines.len() as u64 {
        output::tell(&format!("and {} more bad lines", bad - bad_lines.len() as u64));
    }
}

impl From<Preview> for Previewed {
    fn from(preview: Preview) -> Self {
        Self {
            format: preview.format.word(),
            new: preview.new,
            same: preview.same,
            different: preview.different,
            adopted: preview.adopted,
            adopted_different: preview.adopted_different,
            said: preview.said,
            said_different: preview.said_different,
            patterns: preview.patterns,
            patterns_different: preview.patterns_different,
            quarters: preview.quarters,
            quarters_different: preview.quarters_different,
            practices: preview.practices,
            practices_different: preview.practices_different,
            observations: preview.observations,
            observations_different: preview.observations_different,
            parameters: preview.parameters,
            parameters_different: preview.parameters_different,
            careers: preview.careers,
            careers_different: preview.careers_different,
            bad: preview.bad,
            missing: preview.missing,
            titles: preview.titles.into_iter().map(|coming| coming.title).collect(),
            differing: preview.differing.into_iter().map(Named::from).collect(),
            bad_lines: preview.bad_lines.into_iter().map(Bad::from).collect(),
        }
    }
}

impl From<Imported> for Done {
    fn from(done: Imported) -> Self {
        Self {
            added: done.added,
            replaced: done.replaced,
            same: done.same,
            different: done.different,
            adopted: done.adopted,
            said: done.said,
            patterns: done.patterns,
            quarters: done.quarters,
            practices: done.practices,
            observations: done.observations,
            parameters: done.parameters,
            careers: done.careers,
            bad: done.bad,
            missing: done.missing,
            differing: done.differing.into_iter().map(Named::from).collect(),
            bad_lines: done.bad_lines.into_iter().map(Bad::from).collect(),
        }
    }
}

impl From<Differing> for Named {
    fn from(differing: Differing) -> Self {
        Self { line: differing.line, id: differing.id.to_string(), title: differing.title }
    }
}

impl From<BadLine> for Bad {
    fn from(bad: BadLine) -> Self {
        Self { line: bad.line, reason: bad.reason }
    }
}
