//! `hansei library import`: files of other people's failures.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use hansei_app::App;
use hansei_app::library::files::{Aside, Chosen, Counted, Field, Remark, Remarks, Seen, SeenColumn, Wrong};
use hansei_app::library::{Coming, Described, Kinship};
use hansei_method::text::{Line, Text};
use serde::Serialize;

use super::Progress;
use super::reading::{self, Files};
use crate::error::CliError;
use crate::open::Desk;
use crate::table::one_line;
use crate::{daily, input, output, say};

/// How many bad lines are named.
const MOST_NAMED: u64 = 10;

/// The same number, for what is counted in memory.
const MOST_NAMED_AT_ONCE: usize = 10;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei library import lessons.csv --preview
  hansei library import postmortems/ --collection \"Post-mortems\" --licence MIT --notice LICENSE
  hansei library import lessons.jsonl --collection \"Public lessons\" --licence \"public domain\"")]
pub(super) struct Args {
    /// Tables (CSV), JSON Lines, Markdown, lists of links, a zip of them, or a folder of Markdown; - reads standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The collection they go into, by its name; made when there is none [default: the name of the first file]
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
    /// The notice that the licence asks for, whole: a text file
    #[arg(long, value_name = "FILE")]
    notice: Option<PathBuf>,
    /// Only say what would come in, and what each column is taken for
    #[arg(long)]
    preview: bool,
    /// Which column is which field, such as title="Incident name", or none=Notes to leave it out; can be given several
    /// times, and what is not named is guessed
    #[arg(long = "column", value_name = "FIELD=COLUMN", value_parser = column)]
    columns: Vec<(String, String)>,
}

fn column(written: &str) -> Result<(String, String), String> {
    let (field, column) = written.split_once('=').ok_or("write it like title=\"Incident name\"")?;
    Ok((field.trim().to_owned(), column.trim().to_owned()))
}

#[derive(Serialize)]
struct Previewed {
    /// Cases that were read; `whole` says whether those are all.
    cases: u64,
    whole: bool,
    bad: u64,
    columns: Vec<PreviewedColumn>,
    titles: Vec<String>,
    remarks: Vec<Remarked>,
    /// Why the collection of this name seems to be another one.
    strange: Option<String>,
}

/// What was decided about cases, counted.
#[derive(Serialize)]
struct Remarked {
    remark: Remark,
    count: u64,
    file: String,
    line: u64,
}

fn remarked(remarks: &Remarks) -> Vec<Remarked> {
    let one = |(remark, counted): (Remark, &Counted)| Remarked {
        remark,
        count: counted.count,
        file: counted.file.clone(),
        line: counted.line,
    };
    remarks.all().map(one).collect()
}

fn tell_remarks(remarks: &Remarks) {
    remarks.lines().iter().for_each(|line| output::tell(&one_line(line)));
}

#[derive(Serialize)]
struct PreviewedColumn {
    name: String,
    field: Option<&'static str>,
}

impl From<&SeenColumn> for PreviewedColumn {
    fn from(column: &SeenColumn) -> Self {
        Self { name: column.name.clone(), field: column.field.map(Field::word) }
    }
}

#[derive(Serialize)]
struct Done {
    collection: String,
    new: u64,
    same: u64,
    changed: u64,
    bad: u64,
    remarks: Vec<Remarked>,
}

/// Records that hold no case: counted, and the first of them named.
#[derive(Default)]
struct Bad {
    count: u64,
    remarks: Remarks,
}

impl Bad {
    fn aside(&mut self, aside: Aside) {
        match aside {
            Aside::Wrong(wrong) => self.note(&wrong),
            Aside::Remarked(remarked) => self.remarks.note(remarked),
        }
    }

    fn note(&mut self, wrong: &Wrong) {
        self.count += 1;
        if self.count <= MOST_NAMED {
            output::tell(&one_line(&wrong.to_string()));
        }
    }

    fn tell_the_rest(&self) {
        if self.count > MOST_NAMED {
            output::tell(&format!("and {} more that hold no case", self.count - MOST_NAMED));
        }
    }
}

pub(super) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let mut files = Files::open(&args.files)?;
    let today = desk.world.now().date();
    let seen = files.look(&Chosen::default(), today);
    let chosen = reading::chosen(&seen, &args.columns)?;
    let seen = if args.columns.is_empty() { seen } else { files.look(&chosen, today) };
    if args.preview {
        return preview(&args, &seen, desk).await;
    }
    if seen.read == 0 {
        name_wrongs(&seen);
        return Err(nothing_read());
    }
    let described = described(&args)?;
    let app = desk.app().await?;
    if let Some(strange) = strange(&args, &app, &seen).await? {
        return Err(CliError::invalid(strange));
    }
    let id = app.collection_named(described).await?;
    let (mut bad, mut progress) = (Bad::default(), Progress::new(None));
    let tell = |so_far: Coming| progress.reach(so_far.all(), |done| format!("Bringing in: {done} cases"));
    let cases = files.cases(chosen, today).into_iter();
    let coming = app.import_cases(id, cases, tell, |aside| bad.aside(aside)).await?;
    bad.tell_the_rest();
    if desk.output.json {
        let Coming { new, same, changed } = coming;
        let (collection, remarks) = (id.to_string(), remarked(&bad.remarks));
        output::print_json(&Done { collection, new, same, changed, bad: bad.count, remarks })?;
    } else {
        tell_remarks(&bad.remarks);
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
    whole(bad.count)
}

/// Lets a script know by the exit code that not all came in.
fn whole(bad: u64) -> Result<(), CliError> {
    if bad == 0 {
        return Ok(());
    }
    let wrong = say::count(bad, "record holds", "records hold");
    Err(CliError::invalid(format!(
        "{wrong} no case and did not come in; mend the file and import it again: what came in already does not come in twice"
    )))
}

/// Says why the collection that is named by the file alone seems to be another one, and what to do; `None` where it does
/// not, or a person named it.
async fn strange(args: &Args, app: &App, seen: &Seen) -> Result<Option<String>, CliError> {
    if args.collection.is_some() {
        return Ok(None);
    }
    let Described { name, .. } = described(args)?;
    let kin = app.kinship_by_name(&name, &seen.sketches).await?.filter(Kinship::is_strange);
    Ok(kin.map(|kin| {
        format!(
            "{}; name another collection with --collection NAME, or if they belong into that one, write --collection \"{}\"",
            kin.told(),
            kin.name
        )
    }))
}

/// Says into which collection it goes, and what is known of that one.
fn described(args: &Args) -> Result<Described, CliError> {
    let name = match (&args.collection, args.files.first()) {
        (Some(name), _) => name.clone(),
        (None, Some(file)) if file != Path::new("-") => {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            stem.parse().map_err(|_| CliError::usage("name the collection with --collection"))?
        }
        _ => return Err(CliError::usage("name the collection with --collection")),
    };
    let notice = match &args.notice {
        Some(file) => Text::optional(&input::text(file)?)?,
        None => None,
    };
    Ok(Described {
        name,
        source: args.source.clone(),
        licence: args.licence.clone(),
        notice,
        link: args.link.clone(),
    })
}

/// Says what was seen: in which form the files are, what each column was taken for, the first cases, and what is wrong.
async fn preview(args: &Args, seen: &Seen, desk: &Desk) -> Result<(), CliError> {
    name_wrongs(seen);
    let strange = match desk.app_if_there().await? {
        Some(app) if args.files.first().is_some_and(|file| file != Path::new("-")) => {
            strange(args, &app, seen).await?
        }
        _ => None,
    };
    let titles: Vec<String> = seen.cases.iter().map(|case| case.title.to_string()).collect();
    if desk.output.json {
        let columns = seen.columns.iter().map(PreviewedColumn::from).collect();
        return output::print_json(&Previewed {
            cases: seen.read,
            whole: seen.is_whole,
            bad: seen.bad,
            columns,
            titles,
            remarks: remarked(&seen.remarks),
            strange,
        });
    }
    if seen.read == 0 {
        return Err(nothing_read());
    }
    let mut written = String::new();
    for (form, encoding) in &seen.written {
        let _ = writeln!(written, "{}, {encoding}", form.name());
    }
    for column in &seen.columns {
        let field = column.field.map_or("left out", Field::name);
        let _ = writeln!(written, "  {}: {field}", one_line(&column.name));
        let dates = column.dates.as_ref();
        if let Some((example, read)) =
            dates.and_then(|dates| dates.example.as_ref().zip(dates.example_read()))
        {
            let _ = writeln!(written, "    {} is read as {}", one_line(example), say::occurred(read));
        }
    }
    let (at_least, more) =
        if seen.is_whole { ("", "") } else { ("at least ", ", and what comes after that") };
    let _ = writeln!(written, "{at_least}{} would come in{more}", seen.read);
    for title in &titles {
        let _ = writeln!(written, "  {}", one_line(title));
    }
    if seen.read > titles.len() as u64 {
        let _ = writeln!(written, "  and {} more", seen.read - titles.len() as u64);
    }
    output::print(&written)?;
    tell_remarks(&seen.remarks);
    if let Some(strange) = strange {
        output::tell(&one_line(&strange));
    }
    output::tell("Nothing was changed.");
    Ok(())
}

fn name_wrongs(seen: &Seen) {
    for wrong in seen.wrongs.iter().take(MOST_NAMED_AT_ONCE) {
        output::tell(&one_line(&wrong.to_string()));
    }
    if seen.bad > MOST_NAMED {
        output::tell(&format!("and {} more that hold no case", seen.bad - MOST_NAMED));
    }
}

fn nothing_read() -> CliError {
    CliError::invalid("no case could be read; look at what is named above, or say with --column what is what")
}
