//! The check-up: what can be wrong with the data and the files around it, each explained with what to do about it.

use std::fs;
use std::path::Path;

use hansei_store::{CASE_UNREADABLE, CaseWords, KeptCase, Store, StoreError};
use jiff::Timestamp;

use crate::aside::asides;
use crate::backup::{backups, is_due, look_into};
use crate::library::words_of;
use crate::model::{SETTING, Shelf, wanted};
use crate::{App, AppError};

/// How much room should be free beside what the data takes: a backup needs as much as the data itself.
const ROOM_TO_SPARE: u64 = 50 << 20;

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub about: &'static str,
    /// How it is.
    pub state: State,
    /// What was found.
    pub told: String,
    /// What to do about it; `None` when there is nothing to do.
    pub advice: Option<String>,
}

/// How something that was looked at is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// As it should be.
    Sound,
    /// Worth knowing; nothing is broken.
    Notice,
    /// Broken, or open to others.
    Problem,
}

impl State {
    /// Returns the word that stands for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::Notice => "notice",
            Self::Problem => "problem",
        }
    }
}

impl Finding {
    /// Finds something as it should be.
    #[must_use]
    pub fn sound(about: &'static str, told: impl Into<String>) -> Self {
        Self { about, state: State::Sound, told: told.into(), advice: None }
    }

    /// Finds something worth knowing.
    #[must_use]
    pub fn notice(about: &'static str, told: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { about, state: State::Notice, told: told.into(), advice: Some(advice.into()) }
    }

    /// Finds something broken.
    #[must_use]
    pub fn problem(about: &'static str, told: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { about, state: State::Problem, told: told.into(), advice: Some(advice.into()) }
    }
}

/// What helps against damaged data; [`rescue`] says it with the command for the backup that is there.
pub const RESTORE: &str = "restore the newest sound backup with `hansei restore`";

/// How many backups are looked into for one that is sound.
const BACKUPS_LOOKED_INTO: usize = 5;

/// How many cases are made anew in one transaction.
const CASES_TOGETHER: u32 = 250;

impl App {
    /// Drops what was made of the entries and of the library (what both are compared by, and the words that they are found by)
    /// and makes it again. What can be found and what is alike is the same afterwards.
    ///
    /// `made` is told after each step what was made and how many of it. Broken off, it begins anew; nothing is missing in
    /// between but what is alike. A case that cannot be read is left as it is; [`examine_data`] names it.
    pub async fn rebuild(&self, mut made: impl FnMut(Rebuilt, usize)) -> Result<(), AppError> {
        hansei_store::transaction!(self.store, tx => Ok::<_, AppError>(tx.drop_stray_case_words().await?))?;
        let mut after = 0;
        loop {
            let cases = self.store.all_cases(self.space, after, CASES_TOGETHER).await?;
            let Some((last, _)) = cases.last() else { break };
            after = *last;
            let cases: Vec<(KeptCase, CaseWords)> = cases
                .into_iter()
                .filter_map(|(_, kept)| kept)
                .map(|kept| {
                    let words = words_of(&kept.case);
                    (kept, words)
                })
                .collect();
            hansei_store::transaction!(self.store, tx =>
                Ok::<_, AppError>(tx.renew_case_words(self.space, &cases).await?))?;
            made(Rebuilt::Words, cases.len());
        }
        self.tidy_the_library().await?;
        self.renew_all_words(|more| made(Rebuilt::EntryWords, more)).await?;
        hansei_store::transaction!(self.store, tx => {
            tx.forget_likenesses(self.space).await?;
            Ok::<_, AppError>(tx.forget_case_likenesses(self.space).await?)
        })?;
        // Each entry is told once: when a model has read it, or at the end where none could.
        let has_model = self.wanted_model().await?.is_some();
        let quickly = |more| {
            if !has_model {
                made(Rebuilt::Entries, more);
            }
        };
        let mut untold = self.make_comparable(quickly).await?;
        self.catch_up(|more| {
            untold = untold.saturating_sub(more);
            made(Rebuilt::Entries, more);
        })
        .await?;
        if has_model && untold > 0 {
            made(Rebuilt::Entries, untold);
        }
        self.catch_up_cases(|more| made(Rebuilt::Cases, more)).await
    }
}

/// What was made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rebuilt {
    /// What cases are found by.
    Words,
    /// What entries are found by.
    EntryWords,
    /// What entries are compared by.
    Entries,
    /// What cases are compared by.
    Cases,
}

/// Examines what an open database holds. Reads all of it and changes nothing.
pub async fn examine_data(store: &Store) -> Result<Vec<Finding>, AppError> {
    let mut found = vec![Finding::sound("tables", format!("version {}", store.schema_version().await?))];
    let faults = store.verify().await?;
    if faults.is_empty() {
        found.push(Finding::sound("contents", "every entry, its history and its search words agree"));
    }
    for fault in faults {
        let advice = if fault.starts_with("case ") && fault.ends_with(CASE_UNREADABLE) {
            "import its collection again, or restore the newest sound backup with `hansei restore`"
        } else if fault.starts_with("case ") {
            "make the search of the library anew with `hansei doctor --rebuild`"
        } else {
            RESTORE
        };
        found.push(Finding::problem("contents", fault, advice));
    }
    for space in store.spaces().await? {
        let overview = store.overview(space).await?;
        found.push(Finding::sound(
            "log",
            format!("{} entries, and {} deleted that can be taken back", overview.entries, overview.trashed),
        ));
        for draft in store.stranded_drafts(space).await? {
            found.push(Finding::notice(
                "drafts",
                format!(
                    "an answer to \"{}\" was begun and never saved, and entry {} is {}",
                    draft.question,
                    &draft.id.to_string()[..8],
                    if draft.is_deleted { "deleted" } else { "finished" }
                ),
                "take the entry back or open it again to save the answer",
            ));
        }
    }
    Ok(found)
}

/// Examines the model that each log asks for; nothing where none does. Reads its file.
pub async fn examine_model(store: &Store, shelf: &Shelf) -> Result<Vec<Finding>, AppError> {
    let mut found = Vec::new();
    for space in store.spaces().await? {
        let Some(wanted) = wanted(store.setting(space, SETTING).await?.as_ref()) else { continue };
        found.push(match shelf.look(&wanted) {
            Ok(()) => {
                Finding::sound("model", format!("{wanted} is whole, and entries are compared with its help"))
            }
            Err(error) => {
                let sentence = error.to_string();
                let (told, advice) = sentence.rsplit_once("; ").unwrap_or((&sentence, ""));
                Finding::problem("model", format!("{told}. Entries are compared by their words"), advice)
            }
        });
    }
    Ok(found)
}

/// Explains why a database could not even be opened.
#[must_use]
pub fn unopened(error: &StoreError) -> Finding {
    let sentence = error.to_string();
    let (told, advice) =
        sentence.rsplit_once("; ").unwrap_or((&sentence, "run this again, and report it if it stays so"));
    let is_damaged = matches!(error, StoreError::Damaged(_));
    Finding::problem("database", told, if is_damaged { RESTORE } else { advice })
}

/// Explains why a database that was opened could not be examined to its end.
#[must_use]
pub fn unexamined(error: &AppError) -> Finding {
    let sentence = error.to_string();
    let told = sentence.split_once("; ").map_or(sentence.as_str(), |(told, _)| told);
    Finding::problem("contents", told, RESTORE)
}

/// Says in the place of [`RESTORE`] what helps here: the command for the newest backup in a folder that is sound, and where the
/// data is still read in parts (`reads`), how those are saved first.
pub async fn rescue(folder: &Path, now: Timestamp, reads: bool) -> String {
    let mut advice = String::new();
    if reads {
        advice.push_str("save what can still be read with `hansei export -o still-read.jsonl`, then ");
    }
    let all = backups(folder).unwrap_or_default();
    for backup in all.iter().filter(|backup| !backup.is_ahead(now)).take(BACKUPS_LOOKED_INTO) {
        if look_into(&backup.file).await.is_ok_and(|found| found.faults.is_empty()) {
            let (file, made_at) = (backup.file.display(), backup.made_at.strftime("%Y-%m-%d %H:%M"));
            return format!(
                "{advice}put the newest sound backup in its place: `hansei restore '{file}'`. What came after {made_at} UTC is not in it"
            );
        }
    }
    format!(
        "{advice}put a backup of your own in its place with `hansei restore FILE`: in {} there is none that is sound. Copy the damaged file before you do anything else",
        folder.display()
    )
}

/// Examines who else may read the files in a folder, the folder itself first. Entries below it are looked at one level deep.
#[cfg(unix)]
pub fn examine_permissions(folder: &Path) -> std::io::Result<Vec<Finding>> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut found = Vec::new();
    let mut look = |path: &Path| -> std::io::Result<bool> {
        let about = fs::symlink_metadata(path)?;
        let mode = about.permissions().mode() & 0o777;
        if !about.is_symlink() && mode & 0o077 != 0 {
            let wanted = if about.is_dir() { "700" } else { "600" };
            let path = path.display();
            found.push(Finding::problem(
                "permissions",
                format!("{path} can be used by others on this machine (mode {mode:03o})"),
                format!("chmod {wanted} '{path}'"),
            ));
        }
        Ok(about.is_dir())
    };
    look(folder)?;
    for name in fs::read_dir(folder)? {
        let path = name?.path();
        if look(&path)? {
            for inner in fs::read_dir(&path)? {
                look(&inner?.path())?;
            }
        }
    }
    if found.is_empty() {
        found.push(Finding::sound("permissions", "only you may read the data"));
    }
    Ok(found)
}

/// Examines whether a recent backup is there, and names those that a wrong clock dated.
pub fn examine_backups(folder: &Path, now: Timestamp) -> std::io::Result<Vec<Finding>> {
    let (ahead, all): (Vec<_>, Vec<_>) =
        backups(folder)?.into_iter().partition(|backup| backup.is_ahead(now));
    let mut found = Vec::new();
    match all.first() {
        None => found.push(Finding::notice("backups", "there is none yet", "make one with `hansei backup`")),
        Some(newest) => {
            let told = format!(
                "{} in {}, the newest from {} UTC",
                all.len(),
                folder.display(),
                newest.made_at.strftime("%Y-%m-%d %H:%M")
            );
            found.push(if is_due(folder, now)? {
                Finding::notice(
                    "backups",
                    told,
                    "nothing, if the log has not changed since; otherwise `hansei backup`",
                )
            } else {
                Finding::sound("backups", told)
            });
        }
    }
    if let Some(first) = ahead.first() {
        found.push(Finding::notice(
            "backups",
            format!("{} with a date in the future, such as {}", ahead.len(), first.file.display()),
            "see that the clock is right; what is dated so is kept and not counted, and can be removed by hand",
        ));
    }
    Ok(found)
}

/// Examines which copies were put aside before a restore or an update; `None` when there are none.
pub fn examine_asides(data: &Path) -> std::io::Result<Option<Finding>> {
    let names: Vec<String> = asides(data)?
        .iter()
        .filter_map(|aside| Some(aside.file.file_name()?.to_string_lossy().into_owned()))
        .collect();
    if names.is_empty() {
        return Ok(None);
    }
    Ok(Some(Finding::notice(
        "copies",
        format!("put aside before a restore or an update: {}", names.join(", ")),
        "nothing; they go after nine months at most. They hold what was erased since: remove them if that matters",
    )))
}

/// Examines whether there is room for the data to be copied.
#[must_use]
pub fn examine_room(free: u64, data: u64) -> Finding {
    let told = format!("{} MB are free, the data takes {} MB", free >> 20, (data >> 20).max(1));
    if free < data.saturating_add(ROOM_TO_SPARE) {
        return Finding::problem("disk", told, "make room: a backup needs as much as the data itself");
    }
    Finding::sound("disk", told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_a_problem_before_the_next_backup_fails() {
        assert_eq!(examine_room(60 << 20, 20 << 20).state, State::Problem);
        assert_eq!(examine_room(90 << 20, 20 << 20).state, State::Sound);
    }

    #[test]
    fn a_damaged_database_is_told_with_what_to_do() {
        let finding = unopened(&StoreError::Damaged("this is not a database".to_owned()));
        assert_eq!(finding.told, "the data is damaged (this is not a database)");
        assert_eq!(finding.advice.as_deref(), Some(RESTORE));
    }

    #[cfg(unix)]
    #[test]
    fn what_others_may_read_is_named_with_the_command_that_stops_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        assert_eq!(examine_permissions(folder.path()).unwrap()[0].state, State::Sound);
        let file = folder.path().join("hansei.db");
        fs::write(&file, "").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        let found = examine_permissions(folder.path()).unwrap();
        assert_eq!(found.len(), 1);
        assert!(found[0].advice.as_ref().unwrap().starts_with("chmod 600 "));
    }

    #[test]
    fn a_backup_from_the_future_is_named_and_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("hansei-20360101-000000.db"), "").unwrap();
        let now = "2026-05-13T08:00:00Z".parse().unwrap();
        let found = examine_backups(folder.path(), now).unwrap();
        assert_eq!(found[0].told, "there is none yet");
        assert!(found[1].told.starts_with("1 with a date in the future, such as "), "{found:?}");
        fs::write(folder.path().join("hansei-20260513-070000.db"), "").unwrap();
        let found = examine_backups(folder.path(), now).unwrap();
        assert_eq!([found[0].state, found[1].state], [State::Sound, State::Notice]);
    }

    #[test]
    fn copies_that_were_put_aside_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("hansei.db");
        assert_eq!(examine_asides(&data).unwrap(), None);
        fs::write(folder.path().join("hansei.db.before-0002"), "").unwrap();
        let found = examine_asides(&data).unwrap().unwrap();
        assert_eq!(found.told, "put aside before a restore or an update: hansei.db.before-0002");
    }
}
