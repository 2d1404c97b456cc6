//! What was uploaded: held until it is imported or something else takes its place, and nowhere but in one open file.

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hansei_app::library::Coming;
use hansei_app::library::files::{MOST_WRONGS, Remarks, Source, Wrong};
use hansei_method::id::CollectionId;
use uuid::Uuid;

use crate::forms::Form;

/// The most bytes that are held in memory, where there is no folder for them.
const MOST_IN_MEMORY: u64 = 64 << 20;

/// The upload that is looked at or imported; one at a time.
#[derive(Default)]
pub struct Uploads(Mutex<Option<Arc<Upload>>>);

/// Files that were uploaded together, and how far their import is.
pub(crate) struct Upload {
    pub(super) id: Uuid,
    /// Their names, for the page.
    pub(super) names: Vec<String>,
    sources: Mutex<Vec<Source<Spool>>>,
    form: Mutex<Form>,
    run: Mutex<Run>,
    is_stopped: AtomicBool,
}

/// How far an import is.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub(super) stage: Stage,
    pub(super) coming: Coming,
    pub(super) bad: u64,
    /// The first records that could not be read.
    pub(super) wrongs: Vec<Wrong>,
    /// What was decided about cases that came in.
    pub(super) remarks: Remarks,
    pub(super) collection: Option<CollectionId>,
    /// Why it ended before its end; empty when it did not.
    pub(super) broken: String,
}

/// What was done with an upload.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Stage {
    #[default]
    Looked,
    Running,
    Over,
}

/// Where the bytes of a file are: in a file that has no name and is gone with the process, or in memory.
pub(super) enum Spool {
    File(std::fs::File),
    Memory(Cursor<Vec<u8>>),
}

impl Uploads {
    /// Holds an upload in the place of the one before it; an import that is running is not disturbed.
    pub(super) fn hold(&self, upload: Upload) -> Result<Arc<Upload>, Arc<Upload>> {
        let mut held = locked(&self.0);
        if let Some(running) = held.as_ref().filter(|held| held.run().stage == Stage::Running) {
            return Err(Arc::clone(running));
        }
        let upload = Arc::new(upload);
        *held = Some(Arc::clone(&upload));
        Ok(upload)
    }

    /// Returns the upload of this name; `None` when it is not held any more.
    pub(super) fn find(&self, id: Uuid) -> Option<Arc<Upload>> {
        locked(&self.0).as_ref().filter(|held| held.id == id).cloned()
    }

    /// Lets go of an upload that is not wanted.
    pub(super) fn drop_it(&self, id: Uuid) {
        locked(&self.0).take_if(|held| held.id == id && held.run().stage != Stage::Running);
    }
}

impl std::fmt::Debug for Uploads {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Uploads(…)")
    }
}

impl Upload {
    pub(super) fn new(id: Uuid, sources: Vec<Source<Spool>>, form: Form) -> Self {
        Self {
            id,
            names: sources.iter().map(|source| source.name.clone()).collect(),
            sources: Mutex::new(sources),
            form: Mutex::new(form),
            run: Mutex::default(),
            is_stopped: AtomicBool::new(false),
        }
    }

    /// Borrows the files, for one reader at a time.
    pub(super) fn sources(&self) -> MutexGuard<'_, Vec<Source<Spool>>> {
        locked(&self.sources)
    }

    /// Returns what was said of the collection and the columns.
    pub(super) fn form(&self) -> Form {
        locked(&self.form).clone()
    }

    pub(super) fn say(&self, form: Form) {
        *locked(&self.form) = form;
    }

    pub(super) fn run(&self) -> Run {
        locked(&self.run).clone()
    }

    /// Starts the import; says whether it was not started before.
    pub(super) fn start(&self) -> bool {
        let mut run = locked(&self.run);
        let is_first = run.stage == Stage::Looked;
        if is_first {
            run.stage = Stage::Running;
        }
        is_first
    }

    /// Notes how far it is.
    pub(super) fn note(&self, change: impl FnOnce(&mut Run)) {
        change(&mut locked(&self.run));
    }

    /// Ends the import.
    pub(super) fn end(&self, broken: String) {
        self.note(|run| {
            run.stage = Stage::Over;
            run.broken = broken;
        });
    }

    /// Lets go of the files; waits for who reads them.
    pub(super) fn let_go(&self) {
        self.sources().clear();
    }

    /// Asks the import to stop after the cases it is at.
    pub(super) fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }
}

impl Run {
    /// Counts a record that could not be read, and names the first of them.
    pub(super) fn miss(&mut self, wrong: Wrong) {
        self.bad += 1;
        if self.wrongs.len() < MOST_WRONGS {
            self.wrongs.push(wrong);
        }
    }
}

impl Spool {
    /// Makes an empty one in this folder, readable by nobody else, or in memory where there is no folder.
    pub(super) fn new(folder: Option<&Path>) -> io::Result<Self> {
        Ok(match folder {
            Some(folder) => Self::File(tempfile::tempfile_in(folder)?),
            None => Self::Memory(Cursor::default()),
        })
    }

    /// Adds bytes at the end; in memory only so many.
    pub(super) fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::File(file) => file.write_all(bytes),
            Self::Memory(held) if held.position() + bytes.len() as u64 > MOST_IN_MEMORY => {
                Err(io::ErrorKind::FileTooLarge.into())
            }
            Self::Memory(held) => held.write_all(bytes),
        }
    }
}

impl Read for Spool {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Memory(held) => held.read(buffer),
        }
    }
}

impl Seek for Spool {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Memory(held) => held.seek(to),
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing in here can be left half done.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upload(id: u128) -> Upload {
        Upload::new(Uuid::from_u128(id), Vec::new(), Form::default())
    }

    #[test]
    fn a_running_import_keeps_its_place_and_any_other_upload_loses_it() {
        let uploads = Uploads::default();
        uploads.hold(upload(1)).ok().unwrap();
        let second = uploads.hold(upload(2)).ok().unwrap();
        assert!(uploads.find(Uuid::from_u128(1)).is_none());
        assert!(second.start() && !second.start());
        assert_eq!(uploads.hold(upload(3)).err().unwrap().id, second.id);
        uploads.drop_it(second.id);
        assert!(uploads.find(second.id).is_some());
        second.end(String::new());
        assert!(uploads.hold(upload(3)).is_ok());
    }

    #[test]
    fn what_is_spooled_is_read_back_and_leaves_no_name_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::new(Some(folder.path())).unwrap();
        spool.add(b"one ").unwrap();
        spool.add(b"two").unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        spool.rewind().unwrap();
        let mut text = String::new();
        spool.read_to_string(&mut text).unwrap();
        assert_eq!(text, "one two");
    }

    #[test]
    fn memory_takes_no_more_than_it_may() {
        let mut spool = Spool::new(None).unwrap();
        let megabyte = vec![0; 1 << 20];
        for _ in 0..64 {
            spool.add(&megabyte).unwrap();
        }
        assert_eq!(spool.add(b"1").unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}
