//! How files of cases are read: one case after the other, each that cannot be read named with its line.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};

use hansei_app::library::files::{Aside, Chosen, Field, Seen, Source, look_into, read_cases};
use hansei_method::case::Case;
use jiff::civil::Date;

use crate::error::CliError;
use crate::input;

/// The most bytes that are read from standard input, which is kept in memory: 64 MiB.
const MOST_STANDARD_INPUT: u64 = 64 << 20;

/// How many cases wait between who reads and who keeps them.
const WAITING: usize = 100;

/// Bytes that can be gone through twice.
trait Bytes: Read + Seek + Send {}
impl<T: Read + Seek + Send> Bytes for T {}

/// What is read: files, the Markdown files of folders, and standard input.
pub(super) struct Files(Vec<Source<Box<dyn Bytes>>>);

impl Files {
    /// Opens all of them, so that a name with a slip in it stops everything before it begins.
    pub(super) fn open(named: &[PathBuf]) -> Result<Self, CliError> {
        let mut sources = Vec::new();
        for path in named {
            if path == Path::new("-") {
                sources.push(Source { name: "standard input".to_owned(), bytes: standard_input()? });
            } else if path.is_dir() {
                for file in inside(path)? {
                    sources.push(opened(&file)?);
                }
            } else {
                sources.push(opened(path)?);
            }
        }
        Ok(Self(sources))
    }

    /// Looks at the start of what was given.
    pub(super) fn look(&mut self, chosen: &Chosen, today: Date) -> Seen {
        look_into(&mut self.0, chosen, today)
    }

    /// Reads all cases, in a thread of its own, a hundred ahead at most.
    pub(super) fn cases(mut self, chosen: Chosen, today: Date) -> Receiver<Result<Case, Aside>> {
        let (send, receive) = mpsc::sync_channel(WAITING);
        std::thread::spawn(move || {
            read_cases(&mut self.0, &chosen, today, |case| match send.send(case) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            });
        });
        receive
    }
}

/// A file that opens itself when it is read, and is closed when it is at its start again: thousands of them together are more
/// than may be open at once.
struct Closed {
    path: PathBuf,
    open: Option<BufReader<File>>,
}

impl Closed {
    fn open(&mut self) -> io::Result<&mut BufReader<File>> {
        let file = match self.open.take() {
            Some(file) => file,
            None => BufReader::new(File::open(&self.path)?),
        };
        Ok(self.open.insert(file))
    }
}

impl Read for Closed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.open()?.read(buffer)
    }
}

impl Seek for Closed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if to == SeekFrom::Start(0) {
            self.open = None;
            return Ok(0);
        }
        self.open()?.seek(to)
    }
}

fn opened(path: &Path) -> Result<Source<Box<dyn Bytes>>, CliError> {
    let faulty = |error: io::Error| CliError::file(input::name(path), &error);
    let file = File::open(path).map_err(faulty)?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    // What comes through a pipe cannot be opened twice.
    let bytes: Box<dyn Bytes> = if file.metadata().map_err(faulty)?.is_file() {
        Box::new(Closed { path: path.to_owned(), open: None })
    } else {
        Box::new(BufReader::new(file))
    };
    Ok(Source { name, bytes })
}

/// Lists the Markdown files of a folder, by their names.
fn inside(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    let read = std::fs::read_dir(folder).map_err(|error| CliError::file(input::name(folder), &error))?;
    let mut files: Vec<PathBuf> = read.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md")));
    files.sort();
    if files.is_empty() {
        let folder = folder.display();
        return Err(CliError::invalid(format!(
            "{folder} holds no Markdown file; name the files themselves, or another folder"
        )));
    }
    Ok(files)
}

fn standard_input() -> Result<Box<dyn Bytes>, CliError> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(MOST_STANDARD_INPUT + 1).read_to_end(&mut bytes);
    let read = read.map_err(|error| CliError::file(Path::new("standard input"), &error))?;
    if read as u64 > MOST_STANDARD_INPUT {
        return Err(CliError::invalid(
            "standard input has more than 64 MiB; write it to a file and name that",
        ));
    }
    Ok(Box::new(Cursor::new(bytes)))
}

/// Puts together what was said of the columns: `("title", "Incident name")`. A field that is named is what was named, and
/// nothing that was guessed.
pub(super) fn chosen(seen: &Seen, columns: &[(String, String)]) -> Result<Chosen, CliError> {
    let mut fields = BTreeMap::new();
    for (word, column) in columns {
        let field = (word != "none").then(|| field(word)).transpose()?;
        if !seen.columns.iter().any(|seen| seen.name == *column) {
            let names: Vec<&str> = seen.columns.iter().map(|seen| seen.name.as_str()).collect();
            let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            return Err(CliError::invalid(format!(
                "there is no column \"{column}\"; the columns are: {names}"
            )));
        }
        fields.insert(column.clone(), field);
    }
    for guessed in &seen.columns {
        let is_named = fields.values().any(|field| field.is_some() && *field == guessed.field);
        if is_named && !fields.contains_key(&guessed.name) {
            fields.insert(guessed.name.clone(), None);
        }
    }
    Ok(Chosen { fields, ..Chosen::default() })
}

fn field(word: &str) -> Result<Field, CliError> {
    Field::ALL.into_iter().find(|field| field.word() == word).ok_or_else(|| {
        let words = Field::ALL.map(Field::word).join(", ");
        CliError::invalid(format!("\"{word}\" is no field of a case; it is one of {words}, or none"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = jiff::civil::date(2026, 3, 4);

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_of_many_files_has_few_of_them_open() {
        const FILES: usize = 1_500;
        let folder = tempfile::tempdir().unwrap();
        for at in 0..FILES {
            let told = format!("# Valve {at}\n\n## What happened\n\nIt leaked over night.\n");
            std::fs::write(folder.path().join(format!("{at:04}.md")), told).unwrap();
        }
        let mut files = Files::open(&[folder.path().to_owned()]).unwrap();
        assert_eq!(files.look(&Chosen::default(), TODAY).read, 1_000);
        assert_eq!(files.cases(Chosen::default(), TODAY).into_iter().flatten().count(), FILES);
        let mut files = Files::open(&[folder.path().to_owned()]).unwrap();
        let mut most = 0;
        read_cases(&mut files.0, &Chosen::default(), TODAY, |_| {
            most = most.max(std::fs::read_dir("/proc/self/fd").unwrap().count());
            ControlFlow::Continue(())
        });
        assert!(most < FILES / 2, "{most} files are open at once");
    }

    #[test]
    fn what_was_read_is_read_again_from_its_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "one two").unwrap();
        let Source { mut bytes, .. } = opened(&path).unwrap();
        let mut texts = [String::new(), String::new(), String::new()];
        bytes.read_to_string(&mut texts[0]).unwrap();
        bytes.rewind().unwrap();
        bytes.read_to_string(&mut texts[1]).unwrap();
        bytes.seek(SeekFrom::End(-3)).unwrap();
        bytes.read_to_string(&mut texts[2]).unwrap();
        assert_eq!(texts, ["one two", "one two", "two"]);
    }
}
