//! `hansei list`: the failure log, newest first.

use std::fmt::Write as _;

use hansei_app::list::MOST_LINES;
use hansei_method::entry::Kind;
use hansei_method::factor::Control;
use hansei_method::occurred::Occurred;
use hansei_method::stage::StageKind;
use hansei_method::tag::Tag;
use hansei_store::{Cursor, Filter, Listed};
use jiff::civil::Date;
use owo_colors::OwoColorize as _;
use serde::Serialize;

use crate::error::CliError;
use crate::lines::{self, Line, Shorts};
use crate::open::Desk;
use crate::output;
use crate::table::wrapped;
use crate::{say, words};

/// Show the log, newest first
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei list
  hansei list --control mine --tag deploys --from 2026-01-01
  hansei list --fields --stage done
  hansei list --limit 200 --json")]
pub(crate) struct Args {
    /// The most entries to show, 1 to 200
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_LINES)))]
    limit: u32,
    #[command(flatten)]
    which: Which,
    /// Go on after the place that the last list named
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
    /// Show the four fields of each entry: date and context, root cause, lesson, change
    #[arg(long)]
    fields: bool,
}

/// Which entries are asked for.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Which {
    /// Only this kind
    #[arg(long, value_parser = words::kind())]
    kind: Option<Kind>,
    /// Only reviews that have come just this far
    #[arg(long, value_parser = words::stage())]
    stage: Option<StageKind>,
    /// Only reviews that are still open
    #[arg(long)]
    unfinished: bool,
    /// Only entries with a factor sorted so
    #[arg(long, value_parser = words::control())]
    control: Option<Control>,
    /// Only entries with this tag
    #[arg(long)]
    tag: Option<String>,
    /// Only what happened on this day or later
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Only what happened on this day or earlier
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
}

impl Which {
    /// Makes the filter that was asked for.
    pub(crate) fn filter(&self, desk: &Desk) -> Result<Filter, CliError> {
        let day = |text: &String| -> Result<Date, CliError> {
            let read = Occurred::told(text, &desk.world.now());
            let wrong = |_| CliError::invalid(format!("\"{text}\" is no day; write it like 2026-03-02"));
            read.map(|read| read.date()).map_err(wrong)
        };
        Ok(Filter {
            kind: self.kind,
            stage: self.stage,
            unfinished: self.unfinished,
            control: self.control,
            tag: self.tag.as_deref().map(str::parse::<Tag>).transpose()?,
            from: self.from.as_ref().map(day).transpose()?,
            to: self.to.as_ref().map(day).transpose()?,
            has_lesson: None,
            ..Filter::default()
        })
    }
}

#[derive(Serialize)]
struct Shown {
    entries: Vec<Line>,
    next: Option<String>,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let filter = args.which.filter(desk)?;
    let after = args.after.as_deref().map(str::parse::<Cursor>).transpose()?;
    let app = desk.app().await?;
    let page = app.list(&filter, after.as_ref(), args.limit).await?;
    let next = page.next.map(|cursor| cursor.to_string());
    if desk.output.json {
        return output::print_json(&Shown { entries: Line::all(&app, &page.lines).await?, next });
    }
    if page.lines.is_empty() {
        output::tell(if filter == Filter::default() && after.is_none() {
            "The log is empty. Begin with: hansei log \"what happened, in one line\""
        } else {
            "Nothing in the log is like that."
        });
        return Ok(());
    }
    let written = if args.fields {
        let mut written = String::new();
        let shorts = Shorts::of_all(&app, &page.lines).await?;
        for line in &page.lines {
            written.push_str(&fields(&shorts.of(line.id), line, desk.output.columns));
        }
        written
    } else {
        lines::table(&app, &page.lines, desk.output.columns).await?
    };
    output::print(&written)?;
    if let Some(next) = next {
        output::tell(&format!("More: add --after {next}"));
    }
    Ok(())
}

/// Writes the four fields of one entry.
fn fields(short: &str, line: &Listed, columns: Option<usize>) -> String {
    let columns = columns.unwrap_or(100);
    let record = &line.record;
    let mut written = format!("{} · {}\n", short.bold(), say::occurred(record.date));
    written.push_str(&wrapped(&record.context, columns, "  "));
    let none = "(not yet)".to_owned();
    for (name, field) in
        [("Root cause", &record.root_cause), ("Lesson", &record.lesson), ("Change", &record.change)]
    {
        let _ = writeln!(written, "  {}", name.dimmed());
        written.push_str(&wrapped(field.as_ref().unwrap_or(&none), columns, "    "));
    }
    written.push('\n');
    written
}
