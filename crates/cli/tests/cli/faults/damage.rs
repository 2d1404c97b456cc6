//! Data that a newer program wrote, or that something broke.

use std::fs;

use crate::harness::Home;

/// Commands that write and that read, and the one without a name.
const COMMANDS: [&[&str]; 5] =
    [&["log", "More"], &["list"], &["search", "more"], &["export", "--format", "md"], &[]];

#[track_caller]
fn assert_refused_and_left_alone(home: &Home, parts: &[&str]) {
    let before = fs::read(home.database()).unwrap();
    for command in COMMANDS {
        let answer = home.run(command);
        answer.assert_refused(1, parts);
        assert_eq!(answer.out, "", "{command:?}");
    }
    assert!(fs::read(home.database()).unwrap() == before, "the file is another one now");
}

/// Asserts that the doctor sees what is wrong, and says it in these words.
#[track_caller]
fn assert_diagnosed(home: &Home, words: &str) {
    let answer = home.run(&["doctor"]);
    answer.assert_refused(1, &["not as it should be"]);
    let problem = answer.out.lines().find(|line| line.starts_with("problem"));
    assert!(problem.is_some_and(|line| line.contains(words)), "{answer:?}");
}

#[test]
fn data_of_a_newer_program_is_refused_and_left_alone() {
    let home = Home::new();
    home.log("Before");
    let sound = fs::read(home.database()).unwrap();
    home.run_sql("INSERT INTO migration (version, name) VALUES (9999, 'later')");
    assert_refused_and_left_alone(
        &home,
        &["this data was written by a newer hansei (schema 9999", "Hint: install the newer version"],
    );
    assert_diagnosed(&home, "written by a newer hansei");
    fs::write(home.database(), sound).unwrap();
    assert_eq!(home.sorted("title"), ["Before"]);
}

/// Fills a home with enough to make a file of many pages.
fn filled() -> Home {
    let home = Home::new();
    for number in 0..20 {
        home.log(&format!("Entry {number}\n{}", "It was so and not otherwise. ".repeat(400)));
    }
    home
}

#[test]
fn a_file_without_its_head_is_refused_and_a_backup_helps() {
    let home = filled();
    let (before, backup) = (home.json(&["list"]), home.path().join("backup.db"));
    let backup = backup.to_str().unwrap();
    home.done(&["backup", backup]);
    let mut broken = fs::read(home.database()).unwrap();
    broken[..100].fill(0xA5);
    fs::write(home.database(), broken).unwrap();
    assert_refused_and_left_alone(
        &home,
        &[
            "the data is damaged (this is not a database)",
            "Hint: run `hansei doctor`, then `hansei restore` a backup",
        ],
    );
    assert_diagnosed(&home, "the data is damaged");
    let advised = home.run(&["doctor"]).out;
    assert!(!advised.contains("`hansei doctor`") && advised.contains("`hansei restore FILE`"), "{advised}");
    home.done(&["restore", backup, "--yes"]);
    assert_eq!(home.json(&["list"]), before);
    home.assert_sound();
}

#[test]
fn where_the_log_is_gone_and_its_backups_are_not_no_new_one_is_begun() {
    let home = filled();
    let before = home.json(&["list"]);
    home.done(&["backup"]);
    for is_empty in [false, true] {
        fs::remove_file(home.database()).unwrap();
        if is_empty {
            fs::write(home.database(), "").unwrap();
        }
        for command in COMMANDS {
            home.run(command).assert_refused(1, &["is gone or empty, and there are backups of it"]);
        }
        assert_eq!(fs::metadata(home.database()).map_or(0, |found| found.len()), 0);
        let told = home.run(&["doctor"]).out;
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        let rest = told.split_once("hansei restore '").expect("the doctor names the backup").1;
        home.done(&["restore", rest.split('\'').next().unwrap(), "--yes"]);
        assert_eq!(home.json(&["list"]), before);
    }
    fs::remove_file(home.database()).unwrap();
    let folder = home.database().parent().unwrap().to_owned();
    fs::rename(folder.join("backups"), folder.join("elsewhere")).unwrap();
    home.log("A new beginning");
}

#[test]
fn the_doctor_names_the_command_for_the_newest_backup_that_is_sound() {
    let home = filled();
    let made = ["2026-05-12T08:00:00Z[UTC]", "2026-05-13T08:00:00Z[UTC]"].map(|now| {
        let mut command = home.command(&["backup"]);
        crate::harness::Answer::from(command.env("HANSEI_TEST_NOW", now).output().unwrap()).done()
    });
    let [older, newest] = made.map(|file| file.trim().to_owned());
    let advised = |words: &str| {
        let mut command = home.command(&["doctor"]);
        let answer =
            command.env("HANSEI_TEST_NOW", "2026-05-13T09:00:00Z[UTC]").env("COLUMNS", "1000").output();
        let answer = crate::harness::Answer::from(answer.unwrap());
        assert!(
            answer.out.contains(words) && !answer.out.contains("`hansei doctor`"),
            "no {words}: {answer:?}"
        );
    };
    let mut broken = fs::read(home.database()).unwrap();
    broken[..100].fill(0xA5);
    fs::write(home.database(), broken).unwrap();
    advised(&format!("`hansei restore '{newest}'`. What came after 2026-05-13 08:00 UTC is not in it"));
    fs::write(&newest, "not one").unwrap();
    advised(&format!("`hansei restore '{older}'`"));
    // What still reads is saved first.
    home.done(&["restore", &older, "--yes"]);
    home.run_sql("DELETE FROM search");
    advised(&format!(
        "`hansei export -o still-read.jsonl`, then put the newest sound backup in its place: `hansei restore '{older}'`"
    ));
}

#[test]
fn a_file_broken_in_its_middle_is_diagnosed_and_ends_no_command_in_a_panic() {
    let home = filled();
    let sound = fs::read(home.database()).unwrap();
    for filling in [0x00, 0xA5, 0xFF] {
        let mut broken = sound.clone();
        // From the second page on: the tables are known, and what is in them is not.
        broken[2 * 4096..].fill(filling);
        fs::write(home.database(), broken).unwrap();
        for command in COMMANDS {
            let answer = home.run(command);
            assert!(matches!(answer.code, Some(0 | 1)), "{answer:?}");
            assert_eq!(answer.code == Some(1), answer.err.starts_with("Error: "), "{answer:?}");
        }
        home.run(&["log", "More"]).assert_refused(1, &[]);
        assert_diagnosed(&home, "");
    }
}

#[test]
fn a_file_that_was_cut_off_is_diagnosed() {
    let home = filled();
    let sound = fs::read(home.database()).unwrap();
    for length in [100, 4_095, 4_096, sound.len() / 2] {
        fs::write(home.database(), &sound[..length]).unwrap();
        home.run(&["log", "More"]).assert_refused(1, &[]);
        assert_diagnosed(&home, "");
    }
}

#[test]
fn what_a_command_leaves_is_the_one_file_and_it_holds_everything() {
    let home = Home::new();
    let assert_alone = |done: &str| {
        for ending in ["-wal", "-shm", ".upgrade"] {
            assert!(!home.data().join(format!("hansei.db{ending}")).exists(), "{ending} after {done}");
        }
    };
    // What is not waited for is sometimes done in time all the same, and seldom every time.
    let long = "a ".repeat(500_000);
    for _ in 0..3 {
        home.log(&format!("The last thing before the folder was copied\n{long}"));
        assert_alone("log");
        home.done(&["list"]);
        assert_alone("list");
        home.run(&["show", "ffff"]).assert_refused(4, &[]);
        assert_alone("a refusal");
    }
    let copy = Home::new();
    fs::create_dir_all(copy.data()).unwrap();
    fs::copy(home.database(), copy.database()).unwrap();
    assert_eq!(copy.entries(), home.entries());
}
