//! The questions in a real terminal.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal;
use inquire::autocompletion::Replacement;
use inquire::{Autocomplete, CustomUserError, InquireError, Text};

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
    /// What an editor wrote that did not end well, until it is answered with.
    left: Option<PathBuf>,
}

/// The columns that words are broken at where the terminal has more: longer lines are hard to read.
const MOST_COLUMNS: usize = 80;

/// What stands before a question.
const MARK: &str = "? ";

/// What follows from a line that was not entered.
#[derive(Debug)]
enum After {
    /// It is asked for again, with what stood in it.
    Again,
    /// The person left, or something broke.
    Over(Unanswered),
}

/// What a key that was pressed means.
#[derive(Debug, PartialEq, Eq)]
enum Pressed {
    Nothing,
    Key(String),
    Leave,
}

/// Notes what stands in a line while it is typed; nothing is suggested.
#[derive(Debug, Clone, Default)]
struct Line(Arc<Mutex<String>>);

impl Autocomplete for Line {
    fn get_suggestions(&mut self, input: &str) -> Result<Vec<String>, CustomUserError> {
        input.clone_into(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(Vec::new())
    }

    fn get_completion(&mut self, _: &str, _: Option<String>) -> Result<Replacement, CustomUserError> {
        Ok(None)
    }
}

impl Terminal {
    /// Takes the terminal that hansei was started in.
    pub(crate) fn new(desk: &Desk) -> Self {
        Self {
            folder: desk.config.data_dir.clone(),
            editor: desk.config.editor.clone(),
            columns: desk.output.columns.unwrap_or(MOST_COLUMNS).clamp(40, MOST_COLUMNS),
            left: None,
        }
    }
}

impl Prompter for Terminal {
    fn tell(&mut self, text: &str) {
        drop(writeln!(anstream::stderr().lock(), "{}", fitted(text.trim_end_matches('\n'), self.columns)));
    }

    fn ask(&mut self, ask: &Ask) -> Result<String, Unanswered> {
        let line = Line::default();
        let mut written = ask.written.clone();
        let question = fitted(&ask.question, self.columns.saturating_sub(MARK.len()));
        // A prompt of several lines would be broken inside words.
        let question = match question.rsplit_once('\n') {
            Some((first, last)) => {
                self.tell(first);
                last
            }
            None => &question,
        };
        loop {
            let prompt = Text::new(question).with_autocomplete(line.clone());
            let prompt = if written.is_empty() { prompt } else { prompt.with_initial_value(&written) };
            match prompt.prompt() {
                Ok(said) => {
                    if let Some(path) = self.left.take() {
                        std::fs::remove_file(&path).map_err(|error| CliError::file(&path, &error))?;
                    }
                    return Ok(said);
                }
                Err(error) => match after(error) {
                    After::Again => {
                        let typed = line.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
                        written = after_esc(typed, &ask.written);
                    }
                    After::Over(over) => {
                        if let Some(path) = &self.left {
                            self.tell(&format!("What the editor wrote is in {}", path.display()));
                        }
                        return Err(over);
                    }
                },
            }
        }
    }

    fn key(&mut self, ask: &Ask) -> Result<String, Unanswered> {
        self.tell(&ask.question);
        let key = pressed()?;
        match &key {
            Some(key) => self.tell(&format!("{MARK}{key}")),
            None => self.tell(MARK),
        }
        key.ok_or(Unanswered::Left)
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

/// Waits for one key; `None` is Ctrl-C. What is neither a character nor Enter is passed over.
fn pressed() -> Result<Option<String>, CliError> {
    terminal::enable_raw_mode()?;
    let key = loop {
        match crossterm::event::read() {
            Ok(Event::Key(key)) => match meant(key) {
                Pressed::Nothing => {}
                Pressed::Key(key) => break Ok(Some(key)),
                Pressed::Leave => break Ok(None),
            },
            Ok(_) => {}
            Err(error) => break Err(error),
        }
    };
    terminal::disable_raw_mode()?;
    Ok(key?)
}

fn meant(key: KeyEvent) -> Pressed {
    let with_control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        _ if key.kind == KeyEventKind::Release => Pressed::Nothing,
        KeyCode::Char('c' | 'd') if with_control => Pressed::Leave,
        KeyCode::Char(character) if !with_control => Pressed::Key(character.to_string()),
        KeyCode::Enter => Pressed::Key(String::new()),
        _ => Pressed::Nothing,
    }
}

/// Returns what stands in a line after Esc: what was put there is taken out, so that it can be written anew, and is put back
/// the next time; what was typed stays.
fn after_esc(typed: String, written: &str) -> String {
    if typed == written {
        return String::new();
    }
    if typed.is_empty() { written.to_owned() } else { typed }
}

/// Says what follows from a line that was not entered: Esc takes nothing back, only Ctrl-C leaves.
fn after(error: InquireError) -> After {
    After::Over(match error {
        InquireError::OperationCanceled => return After::Again,
        InquireError::OperationInterrupted => Unanswered::Left,
        InquireError::IO(error) => error.into(),
        _ => CliError::usage("there is no terminal to ask in; give the answers with --from FILE or --from -")
            .into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn esc_asks_again_and_ctrl_c_leaves() {
        assert!(matches!(after(InquireError::OperationCanceled), After::Again));
        assert!(matches!(after(InquireError::OperationInterrupted), After::Over(Unanswered::Left)));
    }

    #[test]
    fn a_key_is_a_character_or_enter_and_ctrl_c_leaves() {
        let pressed = |code, modifiers| meant(KeyEvent::new(code, modifiers));
        let none = KeyModifiers::NONE;
        assert_eq!(pressed(KeyCode::Char('d'), none), Pressed::Key("d".to_owned()));
        assert_eq!(pressed(KeyCode::Enter, none), Pressed::Key(String::new()));
        assert_eq!(pressed(KeyCode::Char('c'), KeyModifiers::CONTROL), Pressed::Leave);
        assert_eq!(pressed(KeyCode::Char('x'), KeyModifiers::CONTROL), Pressed::Nothing);
        assert_eq!(pressed(KeyCode::Up, none), Pressed::Nothing);
        let released = KeyEvent::new_with_kind(KeyCode::Char('d'), none, KeyEventKind::Release);
        assert_eq!(meant(released), Pressed::Nothing);
    }

    #[test]
    fn esc_empties_a_line_of_what_was_put_there_and_puts_it_back() {
        for (typed, written, left) in
            [("late", "late", ""), ("", "late", "late"), ("late again", "late", "late again"), ("", "", "")]
        {
            assert_eq!(after_esc(typed.to_owned(), written), left);
        }
    }

    #[test]
    fn what_an_editor_wrote_that_did_not_end_well_is_put_back_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("editor.sh");
        std::fs::write(&script, "printf 'a long text' > \"$1\"; exit 1").unwrap();
        let editor = Some(format!("sh '{}'", script.display()).into());
        let data = folder.path().join("data");
        let mut terminal = Terminal { folder: data.clone(), editor, columns: 80, left: None };
        let unwritten = terminal.write("a").unwrap_err();
        assert_eq!(unwritten.text, "a long text");
        assert!(unwritten.error.told().contains("what it wrote is put back"), "{}", unwritten.error.told());
        assert_eq!(std::fs::read_to_string(terminal.left.unwrap()).unwrap(), "a long text");
        std::fs::write(&script, "printf 'another' > \"$1\"").unwrap();
        let editor = Some(format!("sh '{}'", script.display()).into());
        let mut terminal = Terminal { folder: data.clone(), editor, columns: 80, left: None };
        assert_eq!(terminal.write("a").unwrap(), "another");
        assert_eq!(terminal.left, None);
    }
}
