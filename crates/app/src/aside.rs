//! Copies put aside: what was there before a restore, and before a newer version changed the tables.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::App;
use crate::backup::{backups, files_in, in_utc};

/// How long every copy stays: whoever restored the wrong backup, and then another one, wants the first copy back.
const ALL_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long the newest of each kind stays: nine months, as the last of the backups that make themselves.
const NEWEST_KEPT: SignedDuration = SignedDuration::from_hours(275 * 24);

/// What the name of a copy has after that of the data.
const BEFORE: &str = ".before-";

/// What it has after that when it was made before a restore; otherwise there is the version of the tables.
const RESTORE: &str = "restore-";

/// A copy that was put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// When it was put there.
    pub made_at: Timestamp,
    /// Whether it was before a restore; otherwise the tables were about to change.
    pub is_from_restore: bool,
    /// Where it is.
    pub file: PathBuf,
}

/// Lists the copies beside the data that were put aside, newest first.
pub fn asides(data: &Path) -> io::Result<Vec<Aside>> {
    let (Some(folder), Some(name)) = (data.parent(), data.file_name().and_then(OsStr::to_str)) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for beside in files_in(folder)? {
        let beside_name = beside.file_name();
        let Some(before) = beside_name.to_str().and_then(|own| own.strip_prefix(name)?.strip_prefix(BEFORE))
        else {
            continue;
        };
        let file = beside.path();
        if let Some(at) = before.strip_prefix(RESTORE) {
            let Ok(at) = DateTime::strptime("%Y%m%d-%H%M%S", at) else { continue };
            let Ok(at) = at.to_zoned(TimeZone::UTC) else { continue };
            found.push(Aside { made_at: at.timestamp(), is_from_restore: true, file });
        } else if before.len() == 4 && before.bytes().all(|digit| digit.is_ascii_digit()) {
            let made_at = Timestamp::try_from(beside.metadata()?.modified()?).map_err(io::Error::other)?;
            found.push(Aside { made_at, is_from_restore: false, file });
        }
    }
    found.sort_unstable_by_key(|aside: &Aside| std::cmp::Reverse(aside.made_at));
    Ok(found)
}

/// Removes the copies that nobody will want back: the newest of each kind after nine months, the others after thirty days.
///
/// They hold what was erased since, so none stays for ever.
pub fn thin_out_aside(data: &Path, now: Timestamp) -> io::Result<()> {
    let mut seen = [false; 2];
    for aside in asides(data)? {
        let is_newest = !std::mem::replace(&mut seen[usize::from(aside.is_from_restore)], true);
        let longest = if is_newest { NEWEST_KEPT } else { ALL_KEPT };
        if now.duration_since(aside.made_at) <= longest {
            continue;
        }
        for ending in ["-wal", "-shm", ""] {
            match fs::remove_file(with_ending(&aside.file, ending)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                result => result?,
            }
        }
    }
    Ok(())
}

impl App {
    /// Names the copies on this machine that may still hold what is erased: the backups in their folder, and what was put
    /// aside. What cannot be looked at is not named; nothing is for PostgreSQL.
    #[must_use]
    pub fn copies(&self, backups_folder: Option<&Path>) -> Vec<String> {
        let Some(data) = self.store().file() else { return Vec::new() };
        let made = backups_folder.and_then(|folder| Some((folder, backups(folder).ok()?.len())));
        let backups = made.filter(|(_, count)| *count > 0).map(|(folder, count)| {
            let noun = if count == 1 { "backup" } else { "backups" };
            format!("{count} {noun} in {}", folder.display())
        });
        let asides = asides(data).unwrap_or_default();
        backups.into_iter().chain(asides.iter().map(|aside| aside.file.display().to_string())).collect()
    }
}

/// Writes what the name of a copy that is put aside by a restore ends with.
pub(crate) fn restored_at(now: Timestamp) -> String {
    format!("{BEFORE}{RESTORE}{}", in_utc(now).strftime("%Y%m%d-%H%M%S"))
}

pub(crate) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(data: &Path) -> Vec<String> {
        let mut left: Vec<String> = fs::read_dir(data.parent().unwrap())
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        left
    }

    #[test]
    fn of_each_kind_the_newest_stays_nine_months_and_the_others_thirty_days() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("hansei.db");
        for name in [
            "hansei.db",
            "hansei.db.before-restore-20260401-080000",
            "hansei.db.before-restore-20260401-080000-wal",
            "hansei.db.before-restore-20260420-080000",
            "hansei.db.before-restore-20260510-080000",
            "hansei.db.before-0003",
            "hansei.db.before-dinner",
            "other.db.before-0003",
        ] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        thin_out_aside(&data, at("2026-05-13T08:00:00Z")).unwrap();
        let copies: Vec<String> = left(&data).into_iter().filter(|name| name.contains("restore")).collect();
        assert_eq!(
            copies,
            ["hansei.db.before-restore-20260420-080000", "hansei.db.before-restore-20260510-080000"]
        );
        thin_out_aside(&data, at("2027-01-13T08:00:00Z")).unwrap();
        assert!(left(&data).contains(&"hansei.db.before-restore-20260510-080000".to_owned()));
        thin_out_aside(&data, at("2999-01-01T08:00:00Z")).unwrap();
        assert_eq!(left(&data), ["hansei.db", "hansei.db.before-dinner", "other.db.before-0003"]);
    }
}
