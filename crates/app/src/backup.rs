//! Backups: whole copies of the data, made by hand or by themselves, thinned out as they age, and put back.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use hansei_store::{Overview, Place, Store, StoreError};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::aside::{restored_at, thin_out_aside, with_ending};
use crate::{App, AppError};

/// How many days, counted back over days that have a backup, keep their last one.
pub const DAYS_KEPT: usize = 12;

/// How many weeks keep their last backup.
pub const WEEKS_KEPT: usize = 10;

/// How many months keep their last backup.
pub const MONTHS_KEPT: usize = 9;

/// How old the newest backup is when the next one is due.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// How far ahead of the clock a backup may be dated and still count: clocks are set a little back and forth.
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

/// What the name of a backup that was made by hand ends with.
const BY_HAND: &str = "-by-hand";

/// The lock that keeps two programs from making the same backup.
const LOCK: &str = ".lock";

/// A backup in the folder of backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// When it was made, in UTC, to the second.
    pub made_at: DateTime,
    /// Whether somebody made it by hand; then it stays until they remove it.
    pub by_hand: bool,
    /// Where it is.
    pub file: PathBuf,
}

impl Backup {
    /// Returns its size in bytes; `None` when it went in the meantime.
    pub fn bytes(&self) -> io::Result<Option<u64>> {
        match fs::metadata(&self.file) {
            Ok(file) => Ok(Some(file.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Says whether it is dated later than now: by a clock that was wrong, then or now.
    #[must_use]
    pub fn is_ahead(&self, now: Timestamp) -> bool {
        self.made_at.duration_since(in_utc(now)) > AN_HOUR
    }
}

/// What is in a backup, found out by reading all of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Contents {
    /// The version of its tables.
    pub schema: i64,
    /// What is in its log; `None` when nobody has begun one.
    pub overview: Option<Overview>,
    /// What is wrong with it, a sentence each; empty when it is sound.
    pub faults: Vec<String>,
}

/// Names the backup of a moment: `hansei-20260302-140000.db`, in UTC, where no hour comes twice.
#[must_use]
pub fn file_name(made_at: DateTime) -> String {
    format!("hansei-{}.db", made_at.strftime("%Y%m%d-%H%M%S"))
}

/// Names a backup that is made by hand, and so never thinned out: `hansei-20260302-140000-by-hand.db`.
#[must_use]
pub fn file_name_by_hand(made_at: DateTime) -> String {
    format!("hansei-{}{BY_HAND}.db", made_at.strftime("%Y%m%d-%H%M%S"))
}

/// Reads from its name when a backup was made, and whether by hand; `None` for the name of anything else.
#[must_use]
pub fn made(name: &str) -> Option<(DateTime, bool)> {
    let written = name.strip_prefix("hansei-")?.strip_suffix(".db")?;
    let (written, by_hand) = match written.strip_suffix(BY_HAND) {
        Some(written) => (written, true),
        None => (written, false),
    };
    let made_at = DateTime::strptime("%Y%m%d-%H%M%S", written).ok()?;
    let same = if by_hand { file_name_by_hand(made_at) } else { file_name(made_at) };
    (same == name).then_some((made_at, by_hand))
}

/// Chooses the backups that are no longer worth their room.
///
/// The last one of each of the latest [`DAYS_KEPT`] days, [`WEEKS_KEPT`] weeks and [`MONTHS_KEPT`] months that have any
/// is kept: never more than 31, and always the newest of all.
#[must_use]
pub fn to_thin_out(made: &[DateTime]) -> Vec<DateTime> {
    let mut newest_first: Vec<DateTime> = made.to_vec();
    newest_first.sort_unstable_by(|one, other| other.cmp(one));
    let mut kept = BTreeSet::new();
    keep(&newest_first, DAYS_KEPT, |at| (at.year(), i32::from(at.date().day_of_year())), &mut kept);
    keep(
        &newest_first,
        WEEKS_KEPT,
        |at| {
            let week = at.date().iso_week_date();
            (week.year(), i32::from(week.week()))
        },
        &mut kept,
    );
    keep(&newest_first, MONTHS_KEPT, |at| (at.year(), i32::from(at.month())), &mut kept);
    made.iter().copied().filter(|at| !kept.contains(at)).collect()
}

/// Keeps the newest of each of the latest so many periods.
fn keep(
    newest_first: &[DateTime],
    periods: usize,
    period: impl Fn(&DateTime) -> (i16, i32),
    kept: &mut BTreeSet<DateTime>,
) {
    let mut seen = BTreeSet::new();
    for at in newest_first {
        if seen.len() == periods {
            return;
        }
        if seen.insert(period(at)) {
            kept.insert(*at);
        }
    }
}

/// Lists the backups in a folder, newest first; none when there is no such folder.
pub fn backups(folder: &Path) -> io::Result<Vec<Backup>> {
    let mut found = Vec::new();
    for file in files_in(folder)? {
        let name = file.file_name();
        found.extend(name.to_str().and_then(made).map(|(made_at, by_hand)| Backup {
            made_at,
            by_hand,
            file: file.path(),
        }));
    }
    found.sort_unstable_by_key(|backup: &Backup| std::cmp::Reverse(backup.made_at));
    Ok(found)
}

/// Lists what is in a folder; nothing when there is no such folder.
pub(crate) fn files_in(folder: &Path) -> io::Result<Vec<fs::DirEntry>> {
    match fs::read_dir(folder) {
        Ok(files) => files.collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Says whether the newest backup in a folder is a day old, or there is none. One from the future does not count.
pub fn is_due(folder: &Path, now: Timestamp) -> io::Result<bool> {
    let newest = backups(folder)?.into_iter().find(|backup| !backup.is_ahead(now));
    Ok(newest.is_none_or(|newest| in_utc(now).duration_since(newest.made_at) >= A_DAY))
}

/// Reads all of a backup and says what is in it. Nothing in it is changed.
pub async fn look_into(file: &Path) -> Result<Contents, AppError> {
    let store = Store::open_read_only(file).await?;
    let contents = contents(&store).await;
    store.close().await;
    Ok(contents?)
}

async fn contents(store: &Store) -> Result<Contents, StoreError> {
    let faults = store.verify().await?;
    let overview = match store.spaces().await?.first() {
        Some(space) => Some(store.overview(*space).await?),
        None => None,
    };
    Ok(Contents { schema: store.schema_version().await?, overview, faults })
}

/// Puts a backup in the place of the data, and what was there aside. Returns where aside is; `None` when nothing was there.
///
/// Nobody else may have the data open. The copy is whole and checked before anything that is there moves.
pub async fn restore(backup: &Path, data: &Path, now: Timestamp) -> Result<Option<PathBuf>, AppError> {
    let copy = with_ending(data, ".restoring");
    let source = Store::open_read_only(backup).await?;
    let copied = source.backup_to(&copy).await;
    source.close().await;
    copied?;
    let aside = with_ending(data, &restored_at(now));
    let had_any = data.exists();
    if had_any {
        fold_log(data).await;
        move_aside(data, &aside).map_err(|error| moved(data, error))?;
    }
    fs::rename(&copy, data).map_err(|error| moved(data, error))?;
    if let Some(folder) = data.parent() {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| moved(data, error))?;
    }
    let restored = Store::open(&Place::Sqlite(data.to_owned())).await?;
    restored.close().await;
    // What is restored is there. A copy that could not be removed goes the next time.
    drop(thin_out_aside(data, now));
    Ok(had_any.then_some(aside))
}

/// Folds the log file into the data, if the data can still be read at all.
async fn fold_log(data: &Path) {
    if let Ok(store) = Store::open(&Place::Sqlite(data.to_owned())).await {
        store.close().await;
    }
}

/// Moves the file away together with what belongs to it: damaged data may still have its log beside it.
fn move_aside(data: &Path, aside: &Path) -> io::Result<()> {
    for ending in ["-wal", "-shm", ""] {
        match fs::rename(with_ending(data, ending), with_ending(aside, ending)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && !ending.is_empty() => {}
            result => result?,
        }
    }
    Ok(())
}

fn moved(data: &Path, error: io::Error) -> AppError {
    let folder = data.parent().unwrap_or(data).display();
    let told = format!(
        "{folder} could not take the restored data ({error}); what was there is in it, under one name or another"
    );
    AppError::Broken { told: Some(told), source: Box::new(error) }
}

pub(crate) fn in_utc(now: Timestamp) -> DateTime {
    let now = now.to_zoned(TimeZone::UTC).datetime();
    now.with().subsec_nanosecond(0).build().unwrap_or(now)
}

impl App {
    /// Writes a checked backup to a file while others go on writing.
    pub async fn back_up(&self, file: &Path) -> Result<(), AppError> {
        Ok(self.store.backup_to(file).await?)
    }

    /// Makes the day's backup in a folder if it is due, and thins out the older ones. Returns the file; `None` when
    /// nothing had to be done: it is not due, somebody else is at it, or this is not an SQLite file.
    pub async fn back_up_daily(&self, folder: &Path) -> Result<Option<PathBuf>, AppError> {
        let now = self.now().timestamp();
        if !self.store.is_sqlite() || !is_due(folder, now).map_err(AppError::broken)? {
            return Ok(None);
        }
        make_private_folder(folder).map_err(AppError::broken)?;
        let lock = private_file(&folder.join(LOCK)).map_err(AppError::broken)?;
        // Somebody else may have made it while this one waited for the folder.
        if lock.try_lock().is_err() || !is_due(folder, now).map_err(AppError::broken)? {
            return Ok(None);
        }
        let file = folder.join(file_name(in_utc(now)));
        self.back_up(&file).await?;
        thin_out(folder, now).map_err(AppError::broken)?;
        if let Some(data) = self.store.file() {
            thin_out_aside(data, now).map_err(AppError::broken)?;
        }
        Ok(Some(file))
    }
}

/// Removes the backups that made themselves and are no longer worth their room. Those from the future are left alone:
/// they would crowd out what is made now.
fn thin_out(folder: &Path, now: Timestamp) -> io::Result<()> {
    let mut all = backups(folder)?;
    all.retain(|backup| !backup.by_hand && !backup.is_ahead(now));
    let made: Vec<DateTime> = all.iter().map(|backup| backup.made_at).collect();
    let gone: BTreeSet<DateTime> = to_thin_out(&made).into_iter().collect();
    all.iter()
        .filter(|backup| gone.contains(&backup.made_at))
        .try_for_each(|backup| fs::remove_file(&backup.file))
}

fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn private_file(file: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn times() -> impl Strategy<Value = Vec<DateTime>> {
        let start = date(2024, 1, 1).at(0, 0, 0, 0);
        let minutes = prop::collection::btree_set(0i64..2 * 365 * 24 * 60, 0..120);
        minutes
            .prop_map(move |minutes| minutes.into_iter().map(|minutes| start + minutes.minutes()).collect())
    }

    fn thinned(made: &[DateTime]) -> Vec<DateTime> {
        let gone = to_thin_out(made);
        made.iter().copied().filter(|at| !gone.contains(at)).collect()
    }

    proptest! {
        #[test]
        fn the_newest_always_stays_and_never_more_than_31(made in times()) {
            let kept = thinned(&made);
            prop_assert!(kept.len() <= DAYS_KEPT + WEEKS_KEPT + MONTHS_KEPT);
            prop_assert_eq!(kept.iter().max(), made.iter().max());
        }

        #[test]
        fn thinning_out_again_changes_nothing(made in times()) {
            let kept = thinned(&made);
            prop_assert_eq!(to_thin_out(&kept), vec![]);
        }

        #[test]
        fn the_order_of_the_list_does_not_matter(made in times()) {
            let mut turned = made.clone();
            turned.reverse();
            let sets = [to_thin_out(&made), to_thin_out(&turned)].map(|gone| gone.into_iter().collect::<BTreeSet<_>>());
            prop_assert_eq!(&sets[0], &sets[1]);
        }
    }

    /// Thinning out day by day is another walk than thinning a full list once: nothing may be lost on the way.
    #[test]
    fn a_backup_a_day_keeps_twelve_days_ten_weeks_and_nine_months_over_two_years() {
        let mut kept: Vec<DateTime> = Vec::new();
        let mut all: Vec<DateTime> = Vec::new();
        for day in 0..730 {
            let at = date(2024, 1, 1).at(18, 30, 0, 0) + day.days();
            all.push(at);
            kept.push(at);
            kept = thinned(&kept);
        }
        assert_eq!(kept, thinned(&all));
        let last = *all.last().unwrap();
        assert!((0..12).all(|day| kept.contains(&(last - day.days()))), "a day is missing");
        assert!(kept.contains(&date(2025, 4, 30).at(18, 30, 0, 0)), "the ninth month is missing: {kept:?}");
    }

    #[test]
    fn a_name_says_when_and_no_other_name_does() {
        let at = date(2026, 3, 2).at(14, 0, 5, 0);
        assert_eq!(file_name(at), "hansei-20260302-140005.db");
        assert_eq!(made("hansei-20260302-140005.db"), Some((at, false)));
        assert_eq!(made(&file_name_by_hand(at)), Some((at, true)));
        for name in [
            "hansei.db",
            "hansei-20260302-140005.db.part",
            "hansei-2026032-140005.db",
            "hansei-20260302-140005-by-foot.db",
            "hansei-20260230-140005.db",
        ] {
            assert_eq!(made(name), None, "{name}");
        }
    }

    /// 2026-05-13 08:00 UTC.
    const NOW: Timestamp = Timestamp::constant(1_778_659_200, 0);

    fn folder_of(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            fs::write(folder.path().join(name), "").unwrap();
        }
        folder
    }

    #[test]
    fn a_backup_from_the_future_does_not_keep_the_next_one_from_being_made() {
        let ahead = folder_of(&["hansei-20360101-000000.db"]);
        assert!(is_due(ahead.path(), NOW).unwrap());
        let yesterday = folder_of(&["hansei-20360101-000000.db", "hansei-20260512-070000.db"]);
        assert!(is_due(yesterday.path(), NOW).unwrap());
        let a_little_ahead = folder_of(&["hansei-20260513-083000.db"]);
        assert!(!is_due(a_little_ahead.path(), NOW).unwrap());
    }

    #[test]
    fn what_was_made_by_hand_or_is_from_the_future_is_never_thinned_out() {
        let days: Vec<String> = (1..=30).map(|day| format!("hansei-202604{day:02}-080000.db")).collect();
        let mut names: Vec<&str> = days.iter().map(String::as_str).collect();
        // Two of one day, of which only the last would stay.
        names.extend(["hansei-20360101-000000.db", "hansei-20360101-120000.db"]);
        names.extend(["hansei-20260402-090000-by-hand.db", "hansei-20260402-100000-by-hand.db"]);
        let folder = folder_of(&names);
        thin_out(folder.path(), NOW).unwrap();
        let left = backups(folder.path()).unwrap();
        assert_eq!(left.iter().filter(|backup| backup.by_hand).count(), 2);
        assert_eq!(left.iter().filter(|backup| backup.is_ahead(NOW)).count(), 2);
        // The newest of the others, and eleven days more.
        assert!(left.iter().any(|backup| backup.made_at == date(2026, 4, 19).at(8, 0, 0, 0)));
        assert!(left.len() < 20, "{left:?}");
    }
}
