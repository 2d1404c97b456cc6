//! The command line as a whole: what can be typed, and which command it runs.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::commands;
use crate::config::{Config, Said};
use crate::error::{CliError, Kind};
use crate::open::Desk;
use crate::output::Output;
use crate::world::world;

/// Learn from failure: log it, review it, change one thing, look back.
///
/// Without a command, hansei shows what waits today and the next step.
#[derive(Debug, Parser)]
#[command(name = "hansei", version, max_term_width = 100, after_help = AFTER, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// Print JSON for programs (with "schema": 1)
    #[arg(long, global = true)]
    json: bool,
    /// The folder that holds the data [default: hansei in the XDG data folder]
    #[arg(long, global = true, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
}

const AFTER: &str = "\
Examples:
  hansei log \"yesterday: the demo failed in front of the client\"
  hansei review
  hansei learned demo
  hansei practice

Settings: hansei/config.toml in the XDG configuration folder: data-dir, database, port, editor, automatic-backups.
Environment: HANSEI_DATA_DIR, HANSEI_DATABASE (a PostgreSQL URL), VISUAL or EDITOR, NO_COLOR.
Exit codes: 0 done, 1 broken, 2 not understood, 3 not possible as written, 4 not found, 5 changed by somebody else.";

/// Lists the commands in the order in which the help shows them; each is a file in `commands/` of the same name.
macro_rules! commands {
    ($($(#[$attribute:meta])* $name:ident($module:ident)),* $(,)?) => {
        /// One word of the command line.
        // What a command takes is only made for the one that was typed.
        #[derive(Debug, Subcommand)]
        #[command(defer = true)]
        pub(crate) enum Command {
            $($(#[$attribute])* $name(commands::$module::Args),)*
        }

        impl Command {
            async fn run(self, desk: &Desk) -> Result<(), CliError> {
                match self {
                    $(Self::$name(args) => Box::pin(commands::$module::run(args, desk)).await,)*
                }
            }
        }
    };
}

commands! {
    #[command(visible_alias = "l")]
    Log(log),
    Review(review),
    List(list),
    Show(show),
    Search(search),
    Learned(learned),
    Similar(similar),
    Lesson(lesson),
    Practice(practice),
    Growth(growth),
    Patterns(patterns),
    Quarter(quarter),
    Career(career),
    Coach(coach),
    Library(library),
    Edit(edit),
    Undo(undo),
    History(history),
    Attempt(attempt),
    Attempts(attempts),
    PutOff(put_off),
    Reopen(reopen),
    Delete(delete),
    Deleted(deleted),
    TakeBack(take_back),
    Erase(erase),
    Export(export),
    Import(import),
    Share(share),
    Backup(backup),
    Restore(restore),
    Doctor(doctor),
    Serve(serve),
    Open(open),
    Demo(demo),
    Settings(settings),
    Remind(remind),
    Model(model),
    Completions(completions),
    Man(man),
}

impl Command {
    /// Says whether this goes on until somebody stops it.
    fn is_serving(&self) -> bool {
        match self {
            Self::Serve(_) => true,
            Self::Demo(args) => args.serve,
            _ => false,
        }
    }
}

/// Runs what was typed and says how it went.
pub(crate) fn run() -> ExitCode {
    let typed = texts_last(std::env::args_os().collect());
    let cli = match Cli::try_parse_from(&typed).or_else(|_| read_whole(&typed)) {
        Ok(cli) => cli,
        Err(error) if error.kind() == clap::error::ErrorKind::InvalidUtf8 => {
            return told(&CliError::usage(
                "what was typed is not text in UTF-8; type it anew, or convert it",
            ));
        }
        Err(error) => {
            // Help and mistakes alike; a closed pipe has nobody left to tell.
            drop(error.print());
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Kind::Usage.exit_code()));
        }
    };
    match perform(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => told(&error),
    }
}

/// Tells an error, and returns its exit code.
fn told(error: &CliError) -> ExitCode {
    use std::io::Write as _;
    let told = error.told();
    if !told.is_empty() {
        drop(anstream::stderr().lock().write_all(told.as_bytes()));
    }
    ExitCode::from(error.kind.exit_code())
}

/// Reads what was typed again, with every command made: help and mistakes name others than the one that was typed.
fn read_whole(typed: &[OsString]) -> Result<Cli, clap::Error> {
    let mut definition = definition();
    let typed = definition.try_get_matches_from_mut(typed)?;
    Cli::from_arg_matches(&typed).map_err(|error| error.format(&mut definition))
}

/// Puts a text of `log` that begins with a dash behind all options, so that it is kept like any other: "-5 degrees outside".
///
/// No option has a space in it but behind its `=`, and none begins with a digit or a sign: "-2+3".
fn texts_last(typed: Vec<OsString>) -> Vec<OsString> {
    let is_log = typed.iter().skip(1).any(|word| word == "log" || word == "l");
    let is_text = |word: &OsString| {
        let word = word.to_string_lossy();
        let name = word.split(char::is_whitespace).next().unwrap_or_default();
        let first = word.strip_prefix('-').and_then(|rest| rest.chars().next());
        let is_signed = first.is_some_and(|first| !first.is_ascii_alphabetic() && first != '-');
        is_signed || word.starts_with('-') && name.len() < word.len() && !name.contains('=')
    };
    if !is_log || typed.iter().any(|word| word == "--") || !typed.iter().any(is_text) {
        return typed;
    }
    let (texts, mut others): (Vec<_>, Vec<_>) = typed.into_iter().partition(is_text);
    others.push("--".into());
    others.extend(texts);
    others
}

fn perform(cli: Cli) -> Result<(), CliError> {
    let config = Config::read(&Said { data_dir: cli.data_dir })?;
    let output = Output { json: cli.json, columns: config.columns };
    let is_serving = cli.command.as_ref().is_some_and(Command::is_serving);
    let world = world(&config);
    let desk = Desk { config, output, world, is_serving, store: Arc::default() };
    let work = async {
        let result = match cli.command {
            None => commands::today::run(&desk).await,
            Some(command) => command.run(&desk).await,
        };
        desk.close().await;
        result
    };
    let mut runtime = if is_serving {
        tokio::runtime::Builder::new_multi_thread()
    } else {
        // One thing to do at a time: a thread for each processor would only cost start-up and memory.
        tokio::runtime::Builder::new_current_thread()
    };
    runtime.enable_all().build().map_err(hansei_app::AppError::broken)?.block_on(work)
}

/// Returns the whole command line, for completions and man pages.
pub(crate) fn definition() -> clap::Command {
    let mut definition = Cli::command();
    definition.build();
    definition
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parts a line of the help as a shell would, up to a redirection or a pipe.
    fn words(line: &str) -> Vec<String> {
        let mut words = Vec::new();
        let mut word = String::new();
        let mut is_quoted = false;
        for character in line.trim().chars() {
            match character {
                '"' => is_quoted = !is_quoted,
                ' ' if !is_quoted => words.push(std::mem::take(&mut word)),
                other => word.push(other),
            }
        }
        words.push(word);
        let end = words.iter().position(|word| matches!(word.as_str(), ">" | "<" | "|"));
        words.truncate(end.unwrap_or(words.len()));
        words
    }

    #[test]
    fn a_text_that_begins_with_a_dash_is_a_text() {
        let read = |typed: &[&str]| {
            let typed = texts_last(typed.iter().map(OsString::from).collect());
            format!("{:?}", Cli::try_parse_from(typed).map_err(|error| error.kind()))
        };
        for (typed, text) in [
            (&["hansei", "log", "-5 degrees outside"][..], "-5 degrees outside"),
            (&["hansei", "l", "--verbose broke", "--kind", "near-miss"], "--verbose broke"),
            (&["hansei", "log", "-- dash"], "-- dash"),
            (&["hansei", "log", "-2+3"], "-2+3"),
            (&["hansei", "log", "--on=last friday 15:00", "late"], "late"),
        ] {
            let read = read(typed);
            assert!(read.contains(&format!("text: [{text:?}]")), "{read}");
        }
        assert!(read(&["hansei", "log", "--verbose"]).contains("UnknownArgument"));
        assert!(read(&["hansei", "list", "-5 degrees"]).contains("UnknownArgument"));
    }

    #[test]
    fn every_example_in_the_help_is_understood() {
        let mut definition = definition();
        let mut texts = vec![definition.render_long_help().to_string()];
        texts.extend(definition.get_subcommands_mut().map(|command| command.render_long_help().to_string()));
        let lines = texts.iter().flat_map(|text| text.lines()).filter(|line| line.starts_with("  hansei "));
        let mut count = 0;
        for line in lines {
            count += 1;
            let read = Cli::try_parse_from(words(line));
            assert!(read.is_ok(), "{line}: {}", read.unwrap_err());
        }
        assert!(count > 50, "only {count} examples were found");
    }

    #[test]
    fn the_definition_holds_together() {
        definition().debug_assert();
    }
}
