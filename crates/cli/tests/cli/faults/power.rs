//! Power that is lost at any moment: what was said to be kept is there after it, and nothing is half.
//!
//! What the program does to its files is traced, and played onto a disk that forgets what was not settled. Two disks
//! that do not keep their word show that this finds a loss where there is one: one does to the log what
//! `PRAGMA synchronous = NORMAL` does, the other what `OFF` does.

mod disk;
mod trace;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use disk::{Disk, Faith};
use hansei_store::test_support::run_sql;
use hansei_store::{Place, Store};
use serde_json::{Value, json};
use trace::{Step, traced};

use crate::harness::{Dice, Home};

/// What was said to be kept: each id with its version.
type Told = BTreeMap<String, i64>;

/// Stands for the version of what was thrown away.
const GONE: i64 = 0;

/// What a loss of power left.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Whole,
    /// Something that was said to be kept is not there.
    Lost(String),
    /// Something is half, or nothing can be read.
    Damaged(String),
}

/// Does what people do to a new log, and lists each step with what had been told by then.
fn lived() -> Option<Vec<(Step, Told)>> {
    let home = Home::new();
    let long = format!("Long\n{}", "a line that needs some pages of its own\n".repeat(700));
    let answers = home.path().join("answers.json");
    let review: Value = json!({
        "schema": 1,
        "log": "The proposal was late",
        "intended": {"statement": "The proposal is sent by March 15"},
        "happened": {"moments": [{"what": "It was sent on March 22"}]},
        "why": {"causes": [{"statement": "Nobody owned the date", "chosen": true}]},
        "next": {"lesson": "A date needs an owner"}
    });
    std::fs::write(&answers, review.to_string()).unwrap();
    let from = answers.to_str().unwrap().to_owned();
    let mut life = Life { home, steps: Vec::new(), told: Told::new() };
    let first = life.live(&["log", "The first thing ever", "--json"])?;
    life.live(&["log", &long, "--json"])?;
    life.live(&["review", "--from", &from, "--json"])?;
    life.live(&["edit", &first, "--title", "It has another name by now", "--json"])?;
    life.live(&["log", "One more", "--json"])?;
    // What is thrown away next may be gone before anybody heard of it.
    life.told.remove(&first);
    life.live(&["delete", &first, "--json"])?;
    life.live(&["log", &long, "--json"])?;
    assert_eq!(life.told.len(), 5, "each command told what it kept");
    Some(life.steps)
}

/// A log as it comes to be.
struct Life {
    home: Home,
    steps: Vec<(Step, Told)>,
    told: Told,
}

impl Life {
    /// Runs a command, and returns the id that it told.
    fn live(&mut self, args: &[&str]) -> Option<String> {
        let (mut id, mut printed) = (None, Vec::new());
        for step in traced(&self.home, args)? {
            if let Step::Told(words) = &step {
                printed.extend_from_slice(words);
            }
            if id.is_none()
                && let Ok(printed) = serde_json::from_slice::<Value>(&printed)
            {
                let told = printed["id"].as_str().unwrap().to_owned();
                let version = if args[0] == "delete" { GONE } else { printed["version"].as_i64().unwrap() };
                self.told.insert(told.clone(), version);
                id = Some(told);
            }
            self.steps.push((step, self.told.clone()));
        }
        assert!(id.is_some(), "{args:?} told nothing");
        id
    }
}

/// Opens what is left and compares it with what was told.
async fn judged(folder: &Path, told: &Told) -> Found {
    let place = Place::Sqlite(folder.join("hansei.db"));
    let store = match Store::open_for_one(&place).await {
        Ok(store) => store,
        Err(error) => return Found::Damaged(error.to_string()),
    };
    let found = async {
        let wrong = store.verify().await.map_err(|error| Found::Damaged(error.to_string()))?;
        if !wrong.is_empty() {
            return Err(Found::Damaged(wrong.join("; ")));
        }
        let sql = "SELECT e.id || ' ' || e.version FROM entry e WHERE e.deleted_at IS NULL";
        run_sql(&store, sql).await.map_err(|error| Found::Damaged(error.to_string()))
    }
    .await;
    store.close().await;
    let listed = match found {
        Ok(listed) => listed,
        Err(found) => return found,
    };
    let there: BTreeMap<String, i64> = listed
        .iter()
        .map(|line| line.split_once(' ').unwrap())
        .map(|(id, version)| (id.to_owned(), version.parse().unwrap()))
        .collect();
    let lost = told.iter().find(|(id, version)| match there.get(&id.replace('-', "")) {
        Some(found) => **version == GONE || found < version,
        None => **version != GONE,
    });
    match lost {
        Some((id, version)) => Found::Lost(format!("{id} at {version}; there is {there:?}")),
        None => Found::Whole,
    }
}

/// Loses the power after steps that are drawn, and returns what came of each.
fn images(steps: &[(Step, Told)], faith: Faith, count: usize, seed: u64) -> Vec<(usize, Found)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut dice = Dice(seed);
    let mut at: Vec<usize> =
        (0..count).map(|_| usize::try_from(dice.below(steps.len() as u64)).unwrap()).collect();
    at.sort_unstable();
    let (mut disk, mut done, mut found) = (Disk::new(faith), 0, Vec::new());
    for at in at {
        for (step, _) in steps.iter().take(at + 1).skip(done) {
            disk.take(step);
        }
        done = done.max(at + 1);
        // Opening settles a lot, and nobody loses the power here: in memory that takes half the time.
        let memory = Path::new("/dev/shm");
        let folder =
            if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        disk.lose_power(&mut dice, folder.path());
        found.push((at, runtime.block_on(judged(folder.path(), &steps[at].1))));
    }
    found
}

fn count(found: &[(usize, Found)], is_counted: fn(&Found) -> bool) -> usize {
    found.iter().filter(|(_, found)| is_counted(found)).count()
}

/// How often the power is lost. Ten thousand times takes minutes: `HANSEI_LOSSES=10000 cargo test -p hansei --test cli power`.
#[expect(clippy::disallowed_methods, reason = "tests have no configuration but the environment")]
fn losses() -> usize {
    std::env::var("HANSEI_LOSSES").map_or(400, |often| often.parse().unwrap())
}

#[test]
fn power_lost_at_any_moment_loses_nothing_that_was_acknowledged_and_leaves_nothing_half() {
    let Some(steps) = lived() else {
        let left_out = b"left out: 1 test that loses the power; it needs strace\n";
        drop(std::io::stderr().write_all(left_out));
        assert!(!super::disk::is_ci(), "nothing is left out in CI; install strace, and let it trace");
        return;
    };
    let losses = losses();
    let found = images(&steps, Faith::Kept, losses, 1);
    let wrong: Vec<_> = found.iter().filter(|(_, found)| *found != Found::Whole).take(3).collect();
    assert!(wrong.is_empty(), "of {} steps: {wrong:?}", steps.len());
    // A disk that breaks its word is found out: otherwise the above says nothing.
    let log_broken = images(&steps, Faith::LogBroken, losses / 4, 2);
    assert!(count(&log_broken, |found| matches!(found, Found::Lost(_))) > 0, "nothing was lost");
    let broken = images(&steps, Faith::Broken, losses / 4, 3);
    assert!(count(&broken, |found| matches!(found, Found::Damaged(_))) > 0, "nothing was damaged");
}
