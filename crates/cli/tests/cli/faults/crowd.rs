//! Many at once.

use std::collections::BTreeSet;

use crate::harness::{Home, wait};

#[test]
fn sixty_four_that_log_at_once_keep_sixty_four_entries() {
    let home = Home::new();
    let titles: Vec<_> = (0..64).map(|number| format!("{number:02} came at the same time")).collect();
    let all: Vec<_> =
        titles.iter().map(|title| home.command(&["log", title, "--json"]).spawn().unwrap()).collect();
    let ids: BTreeSet<_> = all.into_iter().map(|one| wait(one).id()).collect();
    assert_eq!(ids.len(), 64);
    assert_eq!(home.sorted("title"), titles);
    assert_eq!(home.sorted("id"), ids.into_iter().collect::<Vec<_>>());
    home.assert_sound();
    let names = std::fs::read_dir(home.data()).unwrap().map(|file| file.unwrap().file_name());
    assert!(
        names.into_iter().all(|name| !name.to_string_lossy().contains("before")),
        "a new log was put aside"
    );
}

#[test]
fn sixteen_that_review_one_entry_at_once_leave_one_of_their_answers() {
    let home = Home::new();
    let id = home.log("Everybody looked at it at the same time");
    let answers: Vec<_> = (0..16).map(|number| format!("Outcome {number}")).collect();
    let codes: Vec<_> = std::thread::scope(|scope| {
        let review = |statement: &String| {
            let file = serde_json::json!({"schema": 1, "intended": {"statement": statement}});
            home.feed(&["review", &id, "--from", "-"], file.to_string()).code
        };
        let all: Vec<_> = answers.iter().map(|statement| scope.spawn(move || review(statement))).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    // Each was kept, one after the other, or told that somebody else was faster.
    assert!(codes.iter().all(|code| matches!(code, Some(0 | 5))), "{codes:?}");
    let statement = home.entry(&id)["review"]["answers"]["intended"]["statement"].take();
    assert!(answers.iter().any(|answer| *answer == statement), "{statement}");
    home.assert_sound();
}
