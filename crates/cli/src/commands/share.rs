//! `hansei share`: one entry for one trusted person.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
use hansei_app::redaction::{Redactions, Replaced, Suggested, suggest_names};
use hansei_app::share::{Form, Options, Part, Shared, preview};
use hansei_method::text::Line;
use serde::Serialize;

use crate::error::CliError;
use crate::open::Desk;
use crate::table::{one_line, wrapped};
use crate::{files, output};

/// Write one entry as a file for one trusted person, with names replaced where you say so
///
/// The file needs nothing else and sends nothing anywhere. What was replaced, and what may still tell who is meant, is
/// said beside it: look at it before you hand it over.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei share 3f2a --suggest
  hansei share 3f2a --replace \"Anna=the lead\" --preview
  hansei share 3f2a --replace \"Anna=the lead\" --replace \"Northgate=the client\" -o for-sam.html
  hansei share 3f2a --as md --for Sam --leave-out why")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Args {
    /// The entry's id, or the start of it
    id: String,
    /// The form of the file [default: what the name of FILE says, otherwise html]
    #[arg(long = "as", value_parser = ["html", "md"], value_name = "FORM")]
    form: Option<String>,
    /// A name and what stands in its place, whatever its case
    #[arg(long, value_name = "NAME=WORDS")]
    replace: Vec<String>,
    /// Whom it is for
    #[arg(long = "for", value_name = "WHOM")]
    for_whom: Option<String>,
    /// A part that is not handed over
    #[arg(long, value_name = "PART", value_parser = part())]
    leave_out: Vec<Part>,
    /// Hand over what lies beside the review too: feelings, ideas, time spent
    #[arg(long)]
    with_beside: bool,
    /// Only list what may tell who is meant
    #[arg(long)]
    suggest: bool,
    /// Only show the whole text as it would leave, with what was put in the place of names marked
    #[arg(long, conflicts_with_all = ["suggest", "output"])]
    preview: bool,
    /// Write into this file instead of standard output; only you may read it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it is there already
    #[arg(long, requires = "output")]
    force: bool,
}

/// Said where nothing was found that may tell who is meant: that is no promise.
const NOTHING_FOUND: &str = "Nothing was found that may tell who is meant. A name that only begins a sentence, or is written small, may not be \
     found: read it yourself.";

fn part() -> impl clap::builder::TypedValueParser<Value = Part> {
    let values = Part::ALL.map(|part| PossibleValue::new(part.word()).help(part.name()));
    PossibleValuesParser::new(values).map(|word| Part::from_word(&word).unwrap_or(Part::Beside))
}

/// What is handed over, as programs get it: the document, or the file that holds it.
#[derive(Serialize)]
struct Shown {
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<PathBuf>,
    replaced: Vec<Counted>,
    left: Vec<Named>,
}

/// How often something was replaced; 0 for what stands nowhere.
#[derive(Serialize)]
struct Counted {
    from: String,
    to: String,
    count: usize,
}

/// What may tell who is meant.
#[derive(Serialize)]
struct Named {
    name: String,
    count: usize,
}

impl Shown {
    fn of(shared: Shared, file: Option<PathBuf>) -> Self {
        let counted = |Replaced { from, to, count }| Counted { from, to, count };
        let named = |Suggested { name, count }| Named { name, count };
        Self {
            document: file.is_none().then_some(shared.document),
            file,
            replaced: shared.replaced.into_iter().map(counted).collect(),
            left: shared.left.into_iter().map(named).collect(),
        }
    }
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let redactions = Redactions::new(pairs(&args.replace)?)?;
    let for_whom = args.for_whom.as_deref().map(str::parse::<Line>).transpose()?;
    let app = desk.app().await?;
    let entry = app.entry(desk.find(&app, &args.id).await?).await?.entry;
    let usual = Options::usual(desk.world.now().date());
    let mut parts: BTreeSet<Part> = usual.parts.clone();
    if args.with_beside {
        parts.insert(Part::Beside);
    }
    parts.retain(|part| !args.leave_out.contains(part));
    if args.suggest {
        return suggest(desk, suggest_names(&entry, &parts));
    }
    let named =
        args.output.as_ref().and_then(|path| path.extension()).and_then(|extension| extension.to_str());
    let form = args.form.as_deref().or(named).and_then(Form::from_word).unwrap_or(Form::Html);
    let options = Options { for_whom, parts, ..usual };
    if args.preview && !desk.output.json {
        let written = |redactions: &Redactions| preview(&entry, redactions, Form::Markdown, &options);
        return show(desk, &written(&redactions.marked('«', '»')).document, &written(&redactions));
    }
    let shared = preview(&entry, &redactions, form, &options);
    if let Some(path) = &args.output {
        files::write_named(path, shared.document.as_bytes(), desk.over(path, args.force)?)?;
    }
    hand_over(desk, shared, args.output)
}

/// Shows the text as it would leave, with marks around what was put in, then what was replaced and what is left.
fn show(desk: &Desk, marked: &str, shared: &Shared) -> Result<(), CliError> {
    const COLUMNS: usize = 100;
    output::print(&wrapped(marked, desk.output.columns.unwrap_or(COLUMNS).min(COLUMNS), ""))?;
    tell(shared);
    if !shared.replaced.is_empty() {
        output::tell("« and » stand around what was put in, here only.");
    }
    output::tell("Nothing was written, and nothing was sent to anybody.");
    Ok(())
}

/// Tells what was replaced, and prints the document or says which file holds it.
pub(super) fn hand_over(desk: &Desk, shared: Shared, file: Option<PathBuf>) -> Result<(), CliError> {
    if desk.output.json {
        return output::print_json(&Shown::of(shared, file));
    }
    tell(&shared);
    match file {
        Some(path) => {
            output::tell(&format!("Wrote {}. Nothing was sent to anybody.", path.display()));
            Ok(())
        }
        None => output::print_raw(shared.document.as_bytes()),
    }
}

/// Lists what may tell who is meant.
pub(super) fn suggest(desk: &Desk, found: Vec<Suggested>) -> Result<(), CliError> {
    if desk.output.json {
        let one = |Suggested { name, count }| Named { name, count };
        let names: Vec<_> = found.into_iter().map(one).collect();
        return output::print_json(&serde_json::json!({ "names": names }));
    }
    if found.is_empty() {
        output::tell(NOTHING_FOUND);
    }
    let line = |found: &Suggested| format!("{}  {}\n", one_line(&found.name), found.count);
    output::print(&found.iter().map(line).collect::<String>())
}

/// Tells what was replaced, and what may still tell who is meant.
fn tell(shared: &Shared) {
    for replaced in &shared.replaced {
        let times = match replaced.count {
            0 => "not found".to_owned(),
            1 => "once".to_owned(),
            count => format!("{count} times"),
        };
        output::tell(&format!(
            "Replaced \"{}\" by \"{}\": {times}",
            one_line(&replaced.from),
            one_line(&replaced.to)
        ));
    }
    if shared.left.is_empty() {
        output::tell(NOTHING_FOUND);
    } else {
        let left: Vec<_> = shared.left.iter().map(|left| one_line(&left.name)).collect();
        output::tell(&format!("Still in it, and may tell who is meant: {}", left.join(", ")));
    }
}

/// Reads what is replaced by what.
pub(super) fn pairs(replace: &[String]) -> Result<Vec<(String, String)>, CliError> {
    let pair = |written: &String| {
        let (from, to) = written.split_once('=')?;
        (!from.trim().is_empty()).then(|| (from.trim().to_owned(), to.trim().to_owned()))
    };
    let wrong = |written: &String| {
        CliError::usage(format!("\"{written}\" replaces nothing; write it like \"Anna=the lead\""))
    };
    replace.iter().map(|written| pair(written).ok_or_else(|| wrong(written))).collect()
}
