//! The questions in a real terminal.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

use rustyline::config::BellStyle;
use rustyline::error::ReadlineError;
use rustyline::history::MemHistory;
use rustyline::{
    Behavior, Cmd, ConditionalEventHandler, Config, Editor, Event, EventContext, EventHandler, KeyCode,
    KeyEvent, Modifiers, RepeatCount,
};

use super::prompter::{Ask, Prompter, Unanswered, Unwritten};
use crate::error::{CliError, Kind};
use crate::files;
use crate::open::Desk;
use crate::table::fitted;

/// A terminal with a person at it. Questions go to stderr, so that stdout stays free for data.
#[derive(Debug)]
pub(crate) struct Terminal {
    folder: PathBuf,
    editor: Option<std::ffi::OsString>,
    columns: usize,
    edits_lines: bool,
    /// What an editor wrote that did not end well, until it is answered with.
    left: Option<PathBuf>,
    /// Reads lines and keys; made for the first question. One for all of them, so that what is typed ahead stays in order.
    reader: Option<Reader>,
}

/// Reads a line as a shell does. Nothing is remembered from one line to the next, or written anywhere.
type Reader = Editor<(), MemHistory>;

/// The columns that words are broken at where the terminal has more: longer lines are hard to read.
const MOST_COLUMNS: usize = 80;

/// The milliseconds after which a bare Esc is over, and not the beginning of Alt with a key.
const ESC_ENDS_AFTER: u16 = 50;

/// What stands before a question.
const MARK: &str = "? ";

/// What a key that was pressed means.
#[derive(Debug, PartialEq, Eq)]
enum Pressed {
    Nothing,
    Key(String),
    Leave,
}

/// Takes the first key that means something, as if Enter had followed.
#[derive(Debug, Clone, Default)]
struct OneKey(Arc<Mutex<Option<String>>>);

impl ConditionalEventHandler for OneKey {
    fn handle(&self, event: &Event, _: RepeatCount, _: bool, _: &EventContext<'_>) -> Option<Cmd> {
        let Event::KeySeq(keys) = event else { return Some(Cmd::Noop) };
        Some(match keys.last().map_or(Pressed::Nothing, |key| meant(*key)) {
            Pressed::Nothing => Cmd::Noop,
            Pressed::Leave => Cmd::Interrupt,
            Pressed::Key(key) => {
                *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(key);
                Cmd::AcceptLine
            }
        })
    }
}

impl Terminal {
    /// Takes the terminal that hansei was started in.
    pub(crate) fn new(desk: &Desk) -> Self {
        Self {
            folder: desk.config.data_dir.clone(),
            editor: desk.config.editor.clone(),
            columns: desk.output.columns.unwrap_or(MOST_COLUMNS).clamp(40, MOST_COLUMNS),
            edits_lines: desk.config.edits_lines,
            left: None,
            reader: None,
        }
    }

    /// Reads a line or, with the keys bound otherwise, a key.
    fn reader(&mut self) -> Result<&mut Reader, Unanswered> {
        if self.reader.is_none() {
            if !std::io::stdin().is_terminal() {
                return Err(no_terminal().into());
            }
            // Asked on the terminal itself, so that stdout stays free for data; after a bare Esc the next key is as typed.
            let config = Config::builder()
                .behavior(Behavior::PreferTerm)
                .bell_style(BellStyle::None)
                .keyseq_timeout(Some(ESC_ENDS_AFTER));
            self.reader = Some(Editor::with_history(config.build(), MemHistory::new()).map_err(unanswered)?);
        }
        self.reader.as_mut().ok_or_else(|| no_terminal().into())
    }
}

impl Prompter for Terminal {
    fn tell(&mut self, text: &str) {
        drop(writeln!(anstream::stderr().lock(), "{}", fitted(text.trim_end_matches('\n'), self.columns)));
    }

    fn ask(&mut self, ask: &Ask) -> Result<String, Unanswered> {
        let question = fitted(&ask.question, self.columns.saturating_sub(MARK.len()));
        // A prompt of several lines would be broken inside words.
        let question = match question.rsplit_once('\n') {
            Some((first, last)) => {
                self.tell(first);
                last
            }
            None => &question,
        };
        // What cannot be put into the line is said before it, and Enter takes it there too.
        let is_said_before = !self.edits_lines && !ask.written.is_empty();
        if is_said_before {
            self.tell(&format!("(Enter takes: {})", ask.written));
        }
        match self.reader()?.readline_with_initial(&format!("{MARK}{question} "), (&ask.written, "")) {
            Ok(said) => {
                if let Some(path) = self.left.take() {
                    std::fs::remove_file(&path).map_err(|error| CliError::file(&path, &error))?;
                }
                Ok(if is_said_before && said.is_empty() { ask.written.clone() } else { said })
            }
            Err(error) => {
                if let Some(path) = &self.left {
                    self.tell(&format!("What the editor wrote is in {}", path.display()));
                }
                Err(unanswered(error))
            }
        }
    }

    fn key(&mut self, ask: &Ask) -> Result<String, Unanswered> {
        self.tell(&ask.question);
        let key = OneKey::default();
        let reader = self.reader()?;
        reader.bind_sequence(Event::Any, EventHandler::Conditional(Box::new(key.clone())));
        let read = reader.readline(MARK);
        reader.unbind_sequence(Event::Any);
        let said = read.map_err(unanswered)?;
        let key = key.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Where a terminal knows no single keys, a line was read.
        Ok(key.unwrap_or(said))
    }

    /// Starts the person's editor on a file that only they may read, in the data folder, and takes it away again. When the
    /// editor does not end well, the file stays until its text is answered with.
    fn write(&mut self, so_far: &str) -> Result<String, Unwritten> {
        let kept = |error: CliError| Unwritten { text: so_far.to_owned(), error };
        let path = self.folder.join(format!("answer-{}.md", std::process::id()));
        files::make_folder(&self.folder).map_err(kept)?;
        files::write_private(&path, so_far.as_bytes()).map_err(kept)?;
        let ended = self.edit(&path);
        self.left = Some(path.clone());
        let text = crate::input::text(&path).map_err(kept)?.trim_end_matches('\n').to_owned();
        if let Err(error) = ended {
            return Err(Unwritten { text, error });
        }
        self.left = None;
        std::fs::remove_file(&path)
            .map_err(|error| Unwritten { text: text.clone(), error: CliError::file(&path, &error) })?;
        Ok(text)
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
                    "the editor \"{}\" did not end well, and what it wrote is put back; set VISUAL or EDITOR to another one if it keeps doing so",
                    editor.display()
                ),
            )),
        }
    }
}

/// Says what a key means where one key answers: a character, Enter, or leaving. What is none of these is passed over.
fn meant(key: KeyEvent) -> Pressed {
    match key {
        KeyEvent(KeyCode::Char('c' | 'C' | 'd' | 'D'), Modifiers::CTRL) => Pressed::Leave,
        KeyEvent(KeyCode::Enter, _) | KeyEvent(KeyCode::Char('j' | 'J' | 'm' | 'M'), Modifiers::CTRL) => {
            Pressed::Key(String::new())
        }
        KeyEvent(KeyCode::Char(character), Modifiers::NONE | Modifiers::SHIFT) => {
            Pressed::Key(character.to_string())
        }
        _ => Pressed::Nothing,
    }
}

/// Says what follows from a line that was not entered: Ctrl-C leaves, and Ctrl-D in an empty line.
fn unanswered(error: ReadlineError) -> Unanswered {
    match error {
        ReadlineError::Interrupted | ReadlineError::Eof => Unanswered::Left,
        ReadlineError::Io(error) => error.into(),
        ReadlineError::Errno(error) => std::io::Error::from(error).into(),
        _ => no_terminal().into(),
    }
}

fn no_terminal() -> CliError {
    CliError::usage("there is no terminal to ask in; give the answers with --from FILE or --from -")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ctrl_c_leaves_and_so_does_the_end_of_the_input() {
        assert!(matches!(unanswered(ReadlineError::Interrupted), Unanswered::Left));
        assert!(matches!(unanswered(ReadlineError::Eof), Unanswered::Left));
    }

    #[test]
    fn a_key_is_a_character_or_enter_and_ctrl_c_leaves() {
        let pressed = |code, modifiers| meant(KeyEvent(code, modifiers));
        let none = Modifiers::NONE;
        assert_eq!(pressed(KeyCode::Char('d'), none), Pressed::Key("d".to_owned()));
        assert_eq!(pressed(KeyCode::Enter, none), Pressed::Key(String::new()));
        assert_eq!(pressed(KeyCode::Char('M'), Modifiers::CTRL), Pressed::Key(String::new()));
        assert_eq!(pressed(KeyCode::Char('C'), Modifiers::CTRL), Pressed::Leave);
        assert_eq!(pressed(KeyCode::Char('X'), Modifiers::CTRL), Pressed::Nothing);
        assert_eq!(pressed(KeyCode::Up, none), Pressed::Nothing);
    }

    #[test]
    fn what_an_editor_wrote_that_did_not_end_well_is_put_back_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("editor.sh");
        std::fs::write(&script, "printf 'a long text' > \"$1\"; exit 1").unwrap();
        let editor = Some(format!("sh '{}'", script.display()).into());
        let data = folder.path().join("data");
        let mut terminal = Terminal {
            folder: data.clone(),
            editor,
            columns: 80,
            edits_lines: true,
            left: None,
            reader: None,
        };
        let unwritten = terminal.write("a").unwrap_err();
        assert_eq!(unwritten.text, "a long text");
        assert!(unwritten.error.told().contains("what it wrote is put back"), "{}", unwritten.error.told());
        assert_eq!(std::fs::read_to_string(terminal.left.unwrap()).unwrap(), "a long text");
        std::fs::write(&script, "printf 'another' > \"$1\"").unwrap();
        let editor = Some(format!("sh '{}'", script.display()).into());
        let mut terminal = Terminal {
            folder: data.clone(),
            editor,
            columns: 80,
            edits_lines: true,
            left: None,
            reader: None,
        };
        assert_eq!(terminal.write("a").unwrap(), "another");
        assert_eq!(terminal.left, None);
    }
}
