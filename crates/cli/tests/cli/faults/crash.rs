//! A process that is killed in the middle of a save: what it was to keep is whole or absent, and what was said to be kept is.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::Stdio;
use std::time::Duration;

use crate::harness::{Answer, Dice, Home, wait};

const ROUNDS: usize = 200;

#[test]
fn two_hundred_kills_during_a_save_lose_nothing_that_was_acknowledged_and_leave_nothing_half() {
    let mut log = Log::begin();
    // How long until the kill, in microseconds. It follows the moment of the save, so that it keeps hitting it.
    let mut patience: u64 = 15_000;
    let mut dice = Dice(1);
    let (mut kept, mut refused) = (0, 0);
    for round in 0..ROUNDS {
        let delay = patience * (50 + dice.below(100)) / 100;
        if log.killed_after(round, Duration::from_micros(delay)) {
            kept += 1;
            patience = patience * 9 / 10;
        } else {
            refused += 1;
            patience = patience * 11 / 10 + 100;
        }
        log.assert_nothing_is_lost_or_half(round);
    }
    assert!(kept > ROUNDS / 10 && refused > ROUNDS / 10, "the kills did not hit: {kept} and {refused}");
    log.home.assert_sound();
    log.home.log("And it goes on");
}

/// What is known about the entries from outside.
struct Log {
    home: Home,
    /// What was said to be kept: each id with its text.
    acknowledged: BTreeMap<String, String>,
    /// What was seen and found whole.
    whole: BTreeSet<String>,
}

/// A text long enough for a save to take its time; its first line tells the rest.
fn text(round: usize) -> String {
    let line = format!("and line after line of round {round} has to be there\n");
    format!("Round {round}\n{}.", line.repeat(1_000))
}

impl Log {
    fn begin() -> Self {
        let home = Home::new();
        home.log("Before");
        let whole = home.sorted("id").into_iter().collect();
        Self { home, acknowledged: BTreeMap::new(), whole }
    }

    /// Logs a text and kills the process after a while; says whether the process had acknowledged it.
    fn killed_after(&mut self, round: usize, delay: Duration) -> bool {
        let text = text(round);
        let mut child = self.home.command(&["log", "-", "--json"]).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(text.as_bytes()).unwrap();
        drop(stdin);
        // The fault itself is a moment in time: nothing is waited for.
        std::thread::sleep(delay);
        child.kill().unwrap();
        let Answer { out, err, .. } = wait(child);
        assert_eq!(err, "");
        let Ok(said) = serde_json::from_str::<serde_json::Value>(&out) else { return false };
        self.acknowledged.insert(said["id"].as_str().unwrap().to_owned(), text);
        true
    }

    fn assert_nothing_is_lost_or_half(&mut self, round: usize) {
        let entries = self.home.entries_of_all_pages();
        let there: BTreeSet<_> = entries.iter().map(|(id, _)| id.clone()).collect();
        for id in self.acknowledged.keys() {
            assert!(there.contains(id), "round {round}: {id} was acknowledged and is gone");
        }
        for (id, title) in entries {
            if !self.whole.insert(id.clone()) {
                continue;
            }
            let written = text(round);
            let entry = self.home.entry(&id);
            assert_eq!(title, format!("Round {round}"));
            let read = format!("{}\n{}", entry["title"].as_str().unwrap(), entry["body"].as_str().unwrap());
            assert!(read == written, "round {round}: {id} is not what was written");
            if let Some(acknowledged) = self.acknowledged.get(&id) {
                assert!(read == *acknowledged);
            }
        }
    }
}

impl Home {
    fn entries_of_all_pages(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let mut args = vec!["list", "--limit", "200"];
            if let Some(after) = &after {
                args.extend(["--after", after]);
            }
            let list = self.json(&args);
            for entry in list["entries"].as_array().unwrap() {
                let field = |name: &str| entry[name].as_str().unwrap().to_owned();
                found.push((field("id"), field("title")));
            }
            match list["next"].as_str() {
                Some(next) => after = Some(next.to_owned()),
                None => return found,
            }
        }
    }
}
