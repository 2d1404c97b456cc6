//! `hansei export`: everything, or one entry, in an open format.

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
use hansei_app::App;
use hansei_app::export::Format;
use hansei_method::id::EntryId;
use hansei_store::Filter;

use crate::commands::list::Which;
use crate::error::CliError;
use crate::files::Part;
use crate::open::Desk;
use crate::{output, say};

/// Write everything, or one entry, in an open format
///
/// JSON Lines and Markdown hold every entry whole and can be imported again; CSV holds the four fields of the log. JSON Lines of
/// everything also hold the lessons you adopted, what you said of two entries and of patterns, what you practised and observed,
/// the reviews of a period and career stories. Earlier versions of entries, what you took back or put off, the collections of the
/// library and what was told to you are in backups only. With --json, Markdown and CSV on standard output come inside an object;
/// JSON Lines stay as they are.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei export -o log.jsonl
  hansei export --format md 3f2a
  hansei export --format csv --from 2026-01-01 -o log.csv
  hansei export | hansei --data-dir elsewhere import -")]
pub(crate) struct Args {
    /// One entry only: its id, or the start of it
    id: Option<String>,
    /// The format [default: what the name of FILE says, otherwise jsonl]
    #[arg(long, value_parser = format())]
    format: Option<Format>,
    /// Write into this file instead of standard output; only you may read it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it is there already
    #[arg(long, requires = "output")]
    force: bool,
    #[command(flatten)]
    which: Which,
}

/// Reads a format of files.
pub(crate) fn format() -> impl clap::builder::TypedValueParser<Value = Format> {
    let values = Format::ALL.map(|format| {
        let value = PossibleValue::new(format.extension()).help(format.name());
        if format.extension() == format.word() { value } else { value.alias(format.word()) }
    });
    PossibleValuesParser::new(values).map(|word| Format::from_word(&word).unwrap_or(Format::JsonLines))
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let filter = args.which.filter(desk)?;
    let named = args.output.as_deref().and_then(Path::extension).and_then(|extension| extension.to_str());
    let format = args.format.or_else(|| named.and_then(Format::from_word)).unwrap_or(Format::JsonLines);
    let over = args.output.as_deref().map(|path| desk.over(path, args.force)).transpose()?;
    let app = desk.app().await?;
    let one = match &args.id {
        Some(_) if filter != Filter::default() => {
            return Err(CliError::usage("an entry and a filter exclude each other; give one of the two"));
        }
        Some(id) => Some(desk.find(&app, id).await?),
        None => None,
    };
    let (Some(path), Some(over)) = (args.output, over) else {
        // JSON Lines are for programs as they are, and can be longer than memory.
        if desk.output.json && format != Format::JsonLines {
            let mut document = Vec::new();
            let entries = write(&app, one, format, &filter, &mut document).await?;
            let document = String::from_utf8(document).map_err(hansei_app::AppError::broken)?;
            return output::print_json(
                &serde_json::json!({ "document": document, "format": format.word(), "entries": entries }),
            );
        }
        let mut out = BufWriter::new(std::io::stdout());
        write(&app, one, format, &filter, &mut out).await?;
        return Ok(out.flush()?);
    };
    let mut out = BufWriter::new(Part::new(&path, over)?);
    let written = write(&app, one, format, &filter, &mut out).await?;
    let part = out.into_inner().map_err(|error| CliError::file(&path, error.error()))?;
    part.finish()?;
    if desk.output.json {
        return output::print_json(
            &serde_json::json!({ "file": path, "format": format.word(), "entries": written }),
        );
    }
    output::tell(&format!("Wrote {} into {}.", say::count(written, "entry", "entries"), path.display()));
    Ok(())
}

async fn write(
    app: &App,
    one: Option<EntryId>,
    format: Format,
    filter: &Filter,
    out: &mut (impl std::io::Write + Send),
) -> Result<u64, CliError> {
    match one {
        Some(id) => {
            out.write_all(app.export_one(id, format).await?.as_bytes())?;
            Ok(1)
        }
        None => Ok(app.export(format, filter, out).await?),
    }
}
