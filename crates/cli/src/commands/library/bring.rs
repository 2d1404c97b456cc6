//! `hansei library import`: files of other people's failures.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use hansei_app::App;
use hansei_app::library::{Coming, Described};
use hansei_method::id::CollectionId;
use hansei_method::text::Line;
use serde::Serialize;

use super::{Progress, reading};
use crate::error::{CliError, Kind};
use crate::open::Desk;
use crate::table::one_line;
use crate::{daily, output};

/// How many bad lines are named.
const MOST_NAMED: usize = 10;

/// How many titles a preview shows.
const MOST_TITLES: usize = 5;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei library import lessons.jsonl --preview
  hansei library import lessons.jsonl --collection \"Public lessons\" --licence \"public domain\"")]
pub(super) struct Args {
    /// The files; - reads standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The collection they go into, by its name; made when there is none [default: the name of the file]
    #[arg(long, value_name = "NAME")]
    collection: Option<Line>,
    /// Who tells it
    #[arg(long)]
    source: Option<Line>,
    /// Under which licence it may be passed on
    #[arg(long)]
    licence: Option<Line>,
    /// Where it comes from: an address
    #[arg(long)]
    link: Option<Line>,
    /// Only say what would come in
    #[arg(long)]
    preview: bool,
    /// Which column is which field, such as title="Incident name"; can be given several times
    #[arg(long = "column", value_name = "FIELD=COLUMN", value_parser = column)]
    columns: Vec<(String, String)>,
}

fn column(written: &str) -> Result<(String, String), String> {
    let (field, column) = written.split_once('=').ok_or("write it like title=\"Incident name\"")?;
    Ok((field.trim().to_owned(), column.trim().to_owned()))
}

#[derive(Serialize)]
struct Previewed {
    cases: u64,
    bad: u64,
    titles: Vec<String>,
}

#[derive(Serialize)]
struct Done {
    collection: String,
    new: u64,
    same: u64,
    changed: u64,
    bad: u64,
}

/// Lines that hold no case: counted, and the first of them named.
#[derive(Default)]
struct Bad {
    count: u64,
}

impl Bad {
    fn note(&mut self, file: &Path, unread: &reading::Unread) {
        self.count += 1;
        if self.count <= MOST_NAMED as u64 {
            let (file, reason) = (file.display(), one_line(&unread.reason));
            output::tell(&format!("{file}, line {}: {reason}", unread.line));
        }
    }

    fn tell_the_rest(&self) {
        if self.count > MOST_NAMED as u64 {
            output::tell(&format!("and {} more lines that hold no case", self.count - MOST_NAMED as u64));
        }
    }
}

pub(super) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    if args.preview {
        return preview(&args, desk);
    }
    let app = desk.app().await?;
    let id = collection(&app, &args).await?;
    let (mut coming, mut bad, mut progress) = (Coming::default(), Bad::default(), Progress::new(None));
    for file in &args.files {
        let before = coming.all();
        let cases = reading::cases(file, &args.columns)?;
        let tell = |so_far: Coming| {
            progress.reach(before + so_far.all(), |done| format!("Bringing in: {done} cases"));
        };
        coming.add(app.import_cases(id, cases, tell, |unread| bad.note(file, &unread)).await?);
    }
    bad.tell_the_rest();
    if desk.output.json {
        let Coming { new, same, changed } = coming;
        output::print_json(&Done { collection: id.to_string(), new, same, changed, bad: bad.count })?;
    } else {
        let mut told = format!("{} came in", coming.new);
        for (count, what) in [(coming.changed, "changed"), (coming.same, "here already"), (bad.count, "bad")]
        {
            if count > 0 {
                let _ = write!(told, " · {count} {what}");
            }
        }
        output::print(&(told + "\n"))?;
    }
    super::catch_up(&app).await?;
    daily::after_a_change(desk, &app).await;
    Ok(())
}

/// Finds the collection that is meant, or makes it.
async fn collection(app: &App, args: &Args) -> Result<CollectionId, CliError> {
    let name = match (&args.collection, args.files.first()) {
        (Some(name), _) => name.clone(),
        (None, Some(file)) if file != Path::new("-") => {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            stem.parse().map_err(|_| CliError::usage("name the collection with --collection"))?
        }
        _ => return Err(CliError::usage("name the collection with --collection")),
    };
    let (source, licence, link) = (args.source.clone(), args.licence.clone(), args.link.clone());
    match app.find_collection(name.as_str()).await {
        Ok(kept) => {
            let told = kept.collection;
            let described = Described {
                name: told.name,
                source: source.or(told.source),
                licence: licence.or(told.licence),
                notice: told.notice,
                link: link.or(told.link),
            };
            Ok(app.describe_collection(told.id, None, described).await?.id)
        }
        Err(hansei_app::AppError::NotFound(_)) => {
            let described = Described { source, licence, link, ..Described::named(name) };
            Ok(app.add_collection(described).await?.id)
        }
        Err(error) => Err(error.into()),
    }
}

fn preview(args: &Args, desk: &Desk) -> Result<(), CliError> {
    let (mut cases, mut bad, mut titles) = (0, Bad::default(), Vec::new());
    for file in &args.files {
        for case in reading::cases(file, &args.columns)? {
            match case {
                Ok(case) => {
                    cases += 1;
                    if titles.len() < MOST_TITLES {
                        titles.push(case.title.to_string());
                    }
                }
                Err(unread) => bad.note(file, &unread),
            }
        }
    }
    bad.tell_the_rest();
    if desk.output.json {
        return output::print_json(&Previewed { cases, bad: bad.count, titles });
    }
    if cases == 0 {
        return Err(CliError::new(
            Kind::Invalid,
            "no case could be read; look at the lines that are named above",
        ));
    }
    let mut written = format!("{cases} would come in\n");
    for title in &titles {
        let _ = writeln!(written, "  {}", one_line(title));
    }
    if cases > titles.len() as u64 {
        let _ = writeln!(written, "  and {} more", cases - titles.len() as u64);
    }
    output::print(&written)?;
    output::tell("Nothing was changed.");
    Ok(())
}
