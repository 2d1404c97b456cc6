//! A reader that goes away before everything was said.

use std::io::{BufRead as _, BufReader, pipe};

use crate::harness::{Home, wait};

#[test]
fn output_that_nobody_reads_ends_silently() {
    let home = Home::new();
    let id = home.log("Nobody reads this");
    for args in [
        vec!["list"],
        vec!["list", "--json"],
        vec!["show", &id],
        vec!["show", &id, "--json"],
        vec!["search", "nobody"],
        vec!["export", "--format", "md"],
        vec!["doctor"],
        vec!["settings"],
        vec!["completions", "bash"],
        vec!["--help"],
        vec![],
    ] {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let answer = wait(home.command(&args).stdout(writer).spawn().unwrap());
        assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn the_first_line_can_be_taken_from_a_long_output() {
    let home = Home::new();
    let id = home.log(&format!("A long one\n{}", "that does not fit into a pipe\n".repeat(10_000)));
    for args in [vec!["show", &id], vec!["export", "--format", "md"], vec!["export", "--format", "jsonl"]] {
        let mut child = home.command(&args).spawn().unwrap();
        let mut first = String::new();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        reader.read_line(&mut first).unwrap();
        drop(reader);
        assert!(first.ends_with('\n'), "{args:?}");
        let answer = wait(child);
        assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn what_was_kept_is_kept_although_nobody_hears_of_it() {
    let home = Home::new();
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    let answer = wait(home.command(&["log", "Nobody reads this"]).stdout(writer).spawn().unwrap());
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""));
    assert_eq!(home.sorted("title"), ["Nobody reads this"]);
}

#[test]
fn a_disk_without_room_for_the_output_is_told() {
    let home = Home::new();
    home.log("Nobody reads this");
    for args in [["list", "--json"], ["export", "--format=md"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let answer = wait(home.command(&args).stdout(full).spawn().unwrap());
        answer.assert_refused(1, &["room"]);
    }
}
