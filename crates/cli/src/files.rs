//! Files that hansei makes: readable by their owner only, and whole or not there at all.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use crate::error::{CliError, Kind};

/// Makes a folder, and those above it, for the owner only. One that is there stays as it is.
pub(crate) fn make_folder(folder: &Path) -> Result<(), CliError> {
    match fs::metadata(folder) {
        Ok(found) if found.is_dir() => return Ok(()),
        Ok(_) => return Err(no_folder(folder)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Err(no_folder(folder)),
        Err(error) => return Err(CliError::file(folder, &error)),
    }
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => crate::open::read_only(folder),
        io::ErrorKind::NotFound => CliError::new(
            Kind::Broken,
            format!("{} cannot be made; name another folder with --data-dir", folder.display()),
        ),
        _ => CliError::file(folder, &error),
    })
}

/// Takes the rights of others away from a folder that somebody else made and that nothing is in yet.
///
/// Where that is not possible, or something else is in it, `doctor` says who may read it.
pub(crate) fn keep_to_oneself(folder: &Path) {
    let Ok(found) = fs::metadata(folder) else { return };
    let is_open = found.permissions().mode() & 0o077 != 0;
    if is_open && fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_none()) {
        drop(fs::set_permissions(folder, fs::Permissions::from_mode(0o700)));
    }
}

/// Says whether something cannot be written because its place is read-only or full.
pub(crate) fn is_unwritable(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem
            | io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
    )
}

fn no_folder(folder: &Path) -> CliError {
    let folder = folder.display();
    CliError::new(
        Kind::Invalid,
        format!("{folder} is not a folder; name one for the data with --data-dir or HANSEI_DATA_DIR"),
    )
}

/// What becomes of a file that is there already under the name of a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    /// It stays, and nothing is written.
    Refuse,
    /// It is replaced in the same instant in which the new one is whole.
    Replace,
}

impl Over {
    /// Reads what `--force` said; [`Desk::over`](crate::open::Desk::over) looks at the file as well.
    pub(crate) fn forced(force: bool) -> Self {
        if force { Self::Replace } else { Self::Refuse }
    }

    /// Refuses a name that is taken; a device or a pipe is written to as it is.
    pub(crate) fn check(self, path: &Path) -> Result<(), CliError> {
        let is_taken = fs::symlink_metadata(path).is_ok_and(|found| found.is_file() || found.is_symlink())
            && fs::metadata(path).is_ok_and(|found| found.is_file());
        if self == Self::Refuse && is_taken { Err(taken(path)) } else { Ok(()) }
    }
}

/// Says that there is no folder for a file.
pub(crate) fn without_folder(path: &Path) -> CliError {
    let folder = path.parent().unwrap_or(path).display();
    CliError::new(Kind::NotFound, format!("there is no folder {folder}; make it, or name another place"))
}

fn taken(path: &Path) -> CliError {
    let path = path.display();
    CliError::new(
        Kind::Invalid,
        format!(
            "{path} is there already, and stays as it is; name another file, or replace this one with --force"
        ),
    )
}

/// Writes a file that somebody named, for the owner only and whole or not at all.
pub(crate) fn write_named(path: &Path, content: &[u8], over: Over) -> Result<(), CliError> {
    let mut part = Part::new(path, over)?;
    part.write_all(content).map_err(|error| CliError::file(path, &error))?;
    part.finish()
}

/// Writes a file of hansei's own for the owner only, whole or not at all; one of that name is replaced in the same instant.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> Result<(), CliError> {
    write_named(path, content, Over::Replace)
}

/// A file for the owner only that is being written under another name. It takes its own when it is whole, and is gone
/// when it never is.
#[derive(Debug)]
pub(crate) struct Part {
    path: PathBuf,
    under: Option<PathBuf>,
    over: Over,
    file: File,
}

impl Part {
    /// Starts a file; fails where one is there that is not to be replaced.
    pub(crate) fn new(path: &Path, over: Over) -> Result<Self, CliError> {
        over.check(path)?;
        Self::start(path, over).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => without_folder(path),
            _ => CliError::file(path, &error),
        })
    }

    fn start(path: &Path, over: Over) -> io::Result<Self> {
        let owned = path.to_owned();
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            // A device or a pipe is written to as it is; there is nothing to replace.
            Ok(found) if !found.is_file() => {
                return Ok(Self {
                    path: owned,
                    under: None,
                    over,
                    file: OpenOptions::new().write(true).open(path)?,
                });
            }
            _ => {}
        }
        let mut name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?.to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let part = path.with_file_name(name);
        let file = new_private(&part)?;
        Ok(Self { path: owned, under: Some(part), over, file })
    }

    /// Brings the file to the disk under its name.
    pub(crate) fn finish(mut self) -> Result<(), CliError> {
        let Some(part) = self.under.take() else { return Ok(()) };
        let finished = self.file.sync_all().and_then(|()| renamed(&part, &self.path, self.over));
        finished.map_err(|error| {
            drop(fs::remove_file(&part));
            match error.kind() {
                // Somebody made it in the meantime.
                io::ErrorKind::AlreadyExists => taken(&self.path),
                _ => CliError::file(&self.path, &error),
            }
        })
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if let Some(part) = &self.under {
            drop(fs::remove_file(part));
        }
    }
}

/// Gives a whole file its name.
fn renamed(from: &Path, to: &Path, over: Over) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    if over == Over::Replace {
        return fs::rename(from, to);
    }
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // A disk that does not know how to keep what is there: it was not there when this began.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::OPNOTSUPP) => {
            fs::rename(from, to)
        }
        result => Ok(result?),
    }
}

/// Makes a file that was not there, for the owner only.
fn new_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_for_the_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b");
        make_folder(&path).unwrap();
        write_private(&path.join("log.md"), b"one").unwrap();
        write_private(&path.join("log.md"), b"two").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(
            (mode(&path), mode(path.parent().unwrap()), mode(&path.join("log.md"))),
            (0o700, 0o700, 0o600)
        );
        assert_eq!(fs::read(path.join("log.md")).unwrap(), b"two");
        assert_eq!(fs::read_dir(&path).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_is_there_is_replaced_only_where_somebody_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.md");
        write_named(&path, b"one", Over::Refuse).unwrap();
        let refused = write_named(&path, b"two", Over::Refuse).unwrap_err();
        assert_eq!(refused.kind, Kind::Invalid);
        assert!(refused.told().contains("replace this one with --force"), "{}", refused.told());
        // One that was made while the other was being written stays too.
        let later = folder.path().join("later.md");
        let part = Part::new(&later, Over::Refuse).unwrap();
        fs::write(&later, "theirs").unwrap();
        assert_eq!(part.finish().unwrap_err().kind, Kind::Invalid);
        assert_eq!(fs::read(&later).unwrap(), b"theirs");
        write_named(&path, b"two", Over::Replace).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_folder_that_was_there_is_kept_to_oneself_while_it_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        let open = || fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let mode = || fs::metadata(folder.path()).unwrap().permissions().mode() & 0o777;
        open();
        keep_to_oneself(folder.path());
        assert_eq!(mode(), 0o700);
        open();
        fs::write(folder.path().join("theirs"), "x").unwrap();
        keep_to_oneself(folder.path());
        assert_eq!(mode(), 0o755);
    }

    #[test]
    fn a_file_in_place_of_the_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("data");
        fs::write(&file, "x").unwrap();
        assert!(make_folder(&file).unwrap_err().told().contains("is not a folder"));
        assert!(make_folder(&file.join("deeper")).unwrap_err().told().contains("is not a folder"));
        let refused =
            write_named(&folder.path().join("not/there.md"), b"x", Over::Refuse).unwrap_err().told();
        assert!(refused.contains("there is no folder ") && refused.contains("/not\n"), "{refused}");
    }
}
