//! Copies: how many are kept, and which of them may still hold what was erased.

use super::Session;

#[test]
fn the_day_s_backup_is_made_once_and_old_ones_are_thinned_out() {
    let session = Session::new();
    session.run(&["log", "x"]).done();
    let folder = session.home.data().join("backups");
    std::fs::create_dir_all(&folder).unwrap();
    for day in 1..=30 {
        std::fs::write(folder.join(format!("hansei-202604{day:02}-080000.db")), "").unwrap();
    }
    session.run(&["backup", "--automatic"]).done();
    session.run(&["backup", "--automatic"]).done();
    let names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.'))
        .collect();
    assert_eq!(names.iter().filter(|name| name.starts_with("hansei-20260513-")).count(), 1);
    assert!(names.len() < 20, "{names:?}");
}

#[test]
fn what_is_erased_is_named_without_doubt_and_the_copies_that_may_hold_it_are_named() {
    let session = Session::new();
    let (one, two) = (session.log_whole("one"), session.log_whole("two"));
    session.run(&["delete", &two]).done();
    session.run(&["erase", "a00", "--yes"]).assert_refused(3, &["at least 4 characters"]);
    session.run(&["backup"]).done();
    std::fs::write(session.home.data().join("hansei.db.before-0002"), "").unwrap();
    let erased = session.run(&["erase", &two, "--yes"]);
    assert_eq!(erased.code, Some(0), "{erased:?}");
    for part in ["1 backup in ", "hansei.db.before-0002"] {
        assert!(erased.err.contains(part), "{erased:?}");
    }
    let found = session.run(&["doctor"]).out;
    assert!(found.contains("put aside before a restore or an update: hansei.db.before-0002"), "{found}");
    session.run(&["show", &one]).done();
}
