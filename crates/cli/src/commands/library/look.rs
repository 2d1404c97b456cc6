//! `hansei library search`, `show` and `list`.

use std::fmt::Write as _;

use hansei_app::library::{CaseQuery, LookedCases, MOST_CASES, MOST_ON_A_PAGE, ToldCase};
use hansei_method::text::Line;
use serde::Serialize;

use super::shown::told_words;
use super::{Told, rows, similar_rows};
use crate::commands::similar::WIDE;
use crate::error::CliError;
use crate::input;
use crate::open::Desk;
use crate::output;
use crate::output::shown;
use crate::say;
use crate::table::{Table, one_line, wrapped};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei library search out of memory
  hansei library search timeout --collection \"DFDS post-mortems\" --label Kubernetes")]
pub(super) struct SearchArgs {
    /// The words, whole or their beginnings
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// Only this collection, by its name or the start of its id
    #[arg(long, value_name = "COLLECTION")]
    collection: Option<String>,
    /// Only cases with this label
    #[arg(long)]
    label: Option<Line>,
    /// The most cases to show, 1 to 100
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_CASES)))]
    limit: u32,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei library show PM2019-010")]
pub(super) struct ShowArgs {
    /// What its collection calls the case; COLLECTION/KEY where several have one of that name
    key: String,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei library list \"DFDS post-mortems\"")]
pub(super) struct ListArgs {
    /// The collection, by its name or the start of its id
    collection: String,
    /// Where the list goes on: the number that the list before ended with
    #[arg(long, value_name = "NUMBER")]
    after: Option<i64>,
    /// The most cases to show, 1 to 200
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_ON_A_PAGE)))]
    limit: u32,
}

#[derive(Serialize)]
struct Found {
    cases: Vec<Told>,
    instead: Option<String>,
    close: Vec<Told>,
}

impl From<&LookedCases> for Found {
    fn from(looked: &LookedCases) -> Self {
        Self {
            cases: looked.hits.iter().map(|hit| Told::from(&hit.told)).collect(),
            instead: looked.instead.clone(),
            close: looked.close.iter().map(Told::from).collect(),
        }
    }
}

pub(super) async fn search(args: SearchArgs, desk: &Desk) -> Result<(), CliError> {
    let words = input::looked_for(&args.words)?;
    let app = desk.app().await?;
    let collection = match &args.collection {
        Some(named) => Some(app.find_collection(named).await?.collection.id),
        None => None,
    };
    super::catch_up_shortly(&app).await?;
    let asked = CaseQuery { collection, label: args.label };
    let looked = app.look_up_cases(&words, &asked, args.limit).await?;
    if desk.output.json {
        return output::print_json(&Found::from(&looked));
    }
    let columns = desk.output.columns.unwrap_or(WIDE);
    if looked.hits.is_empty() && looked.close.is_empty() {
        output::tell("No case has these words.");
        return Ok(());
    }
    if looked.hits.is_empty() {
        output::tell("No case has all of these words. Most like them:");
        return output::print(&similar_rows(&looked.close, columns));
    }
    if let Some(instead) = &looked.instead {
        output::tell(&format!("No case has all of these words. This is for \"{instead}\":"));
    }
    output::print(&rows(&looked.hits, columns))?;
    if looked.close.is_empty() {
        return Ok(());
    }
    output::tell("Few cases have all of these words. Most like them:");
    output::print(&similar_rows(&looked.close, columns))
}

pub(super) async fn show(args: &ShowArgs, desk: &Desk) -> Result<(), CliError> {
    let told = desk.app().await?.find_case(&args.key).await?;
    if desk.output.json {
        return output::print_json(&Told::from(&told));
    }
    output::print(&whole(&told, desk.output.columns.unwrap_or(WIDE)))
}

fn whole(ToldCase { case, collection }: &ToldCase, columns: usize) -> String {
    let mut written = format!("{}\n", one_line(case.title.as_str()));
    let mut facts = vec![one_line(collection.name.as_str())];
    facts.extend(case.occurred.map(say::occurred));
    facts.extend(case.labels.iter().map(|label| one_line(label.as_str())));
    written.push_str(&wrapped(&facts.join(" · "), columns, ""));
    for (part, text) in case.told() {
        let _ = writeln!(written, "\n{}", part.heading());
        written.push_str(&told_words(text.as_str(), columns));
    }
    written.push('\n');
    if let Some(source) = &collection.source {
        written.push_str(&wrapped(&format!("Told by: {source}"), columns, ""));
    }
    if let Some(licence) = &collection.licence {
        written.push_str(&wrapped(&format!("Licence: {licence}"), columns, ""));
    }
    if let Some(link) = case.link.as_ref().or(collection.link.as_ref()) {
        let _ = writeln!(written, "In full: {}", one_line(link.as_str()));
    }
    if let Some(notice) = &collection.notice {
        written.push('\n');
        written.push_str(shown(notice.as_str()).trim_end());
        written.push('\n');
    }
    written
}

#[derive(Serialize)]
struct Page {
    cases: Vec<hansei_method::case::Case>,
    next: Option<i64>,
}

pub(super) async fn list(args: &ListArgs, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let id = app.find_collection(&args.collection).await?.collection.id;
    let page = app.cases(id, args.after, args.limit).await?;
    if desk.output.json {
        return output::print_json(&Page { cases: page.cases, next: page.next });
    }
    let mut table = Table::new(["KEY", "DATE", "TITLE"]);
    for case in page.cases {
        let day = case.occurred.map(|occurred| occurred.date().to_string());
        table.row([case.key.to_string(), day.unwrap_or_default(), case.title.to_string()]);
    }
    output::print(&table.write(desk.output.columns))?;
    if let Some(next) = page.next {
        output::tell(&format!("More: add --after {next}"));
    }
    Ok(())
}
