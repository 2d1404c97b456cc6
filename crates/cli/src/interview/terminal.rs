//! The questions in a real terminal.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

use inquire::{InquireError, Text};

use super::prompter::{Ask, Prompter, Unanswered};
use crate::error::{CliError, Kind};
use crate::files;
use crate::open::Desk;

/// A terminal with a person at it. Questions go to stderr, so that stdout stays free for data.
#[derive(Debug)]
pub(crate) struct Terminal {
    folder: PathBuf,
    editor: Option<std::ffi::OsString>,
    columns: usize,
}

impl Terminal {
    /// Takes the terminal that hansei was started in.
    pub(crate) fn new(desk: &Desk) -> Self {
        Self {
            folder: desk.config.data_dir.clone(),
            editor: desk.config.editor.clone(),
            columns: desk.output.columns.unwrap_or(80).clamp(40, 110),
        }
    }
}

impl Prompter for Terminal {
    fn tell(&mut self, text: &str) {
        drop(writeln!(anstream::stderr().lock(), "{}", text.trim_end_matches('\n')));
    }

    fn ask(&mut self, ask: &Ask) -> Result<String, Unanswered> {
        let prompt = Text::new(&ask.question);
        let prompt = if ask.written.is_empty() { prompt } else { prompt.with_initial_value(&ask.written) };
        match prompt.prompt() {
            Ok(line) => Ok(line),
            Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => {
                Err(Unanswered::Left)
            }
            Err(InquireError::IO(error)) => Err(error.into()),
            Err(_) => Err(CliError::usage(
                "there is no terminal to ask in; give the answers with --from FILE or --from -",
            )
            .into()),
        }
    }

    /// Starts the person's editor on a file that only they may read, in the data folder, and takes it away again.
    fn write(&mut self, so_far: &str) -> Result<String, CliError> {
        files::make_folder(&self.folder)?;
        let path = self.folder.join(format!("answer-{}.md", std::process::id()));
        files::write_private(&path, so_far.as_bytes())?;
        let written = self.edit(&path).and_then(|()| crate::input::text(&path));
        let removed = std::fs::remove_file(&path);
        let written = written?;
        removed.map_err(|error| CliError::file(&path, &error))?;
        Ok(written.trim_end_matches('\n').to_owned())
    }

    fn columns(&self) -> usize {
        self.columns
    }
}

impl Terminal {
    fn edit(&self, path: &std::path::Path) -> Result<(), CliError> {
        let editor = self.editor.clone().unwrap_or_else(|| "sensible-editor".into());
        // The variable may hold options too ("code --wait"), so the shell reads it, as it does for other programs.
        let mut line = editor.clone();
        line.push(" \"$1\"");
        let ended = Command::new("sh").arg("-c").arg(line).arg("hansei").arg(path).status();
        match ended {
            Ok(ended) if ended.success() => Ok(()),
            _ => Err(CliError::new(
                Kind::Invalid,
                format!(
                    "the editor \"{}\" did not end well; set VISUAL or EDITOR to another one",
                    editor.display()
                ),
            )),
        }
    }
}
