use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use hansei_app::World;
use hansei_app::capture::Capture;
use hansei_app::review::Reviewed;
use hansei_method::entry::Significance;
use hansei_method::practice::Subject;
use hansei_store::{Place, Store};
use jiff::Zoned;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::config::Config;
use crate::interview::Unwritten;
use crate::output::Output;

/// Presses keys and types lines from a list, and writes down what was shown. `·` is Enter alone, `^C` leaves.
struct Script {
    keys: VecDeque<String>,
    seen: String,
}

impl Prompter for Script {
    fn tell(&mut self, text: &str) {
        let plain = anstream::adapter::strip_str(text).to_string();
        writeln!(self.seen, "{}", plain.trim_end()).unwrap();
    }

    fn ask(&mut self, ask: &Ask) -> Result<String, Unanswered> {
        let key = self.keys.pop_front();
        let key = key.unwrap_or_else(|| panic!("no key left for: {}\n{}", ask.question, self.seen));
        writeln!(self.seen, "> {} {key}", ask.question).unwrap();
        match key.as_str() {
            "·" => Ok(String::new()),
            "^C" => Err(Unanswered::Left),
            _ => Ok(key),
        }
    }

    fn write(&mut self, so_far: &str) -> Result<String, Unwritten> {
        Ok(so_far.to_owned())
    }

    fn columns(&self) -> usize {
        80
    }
}

struct Bench {
    desk: Desk,
    app: App,
    clock: Arc<Mutex<Zoned>>,
}

impl Bench {
    /// Makes a log with one review that plans so much of a kind, closed on Monday 2 March.
    async fn new(kinds: &[&str]) -> Self {
        let clock: Arc<Mutex<Zoned>> =
            Arc::new(Mutex::new("2026-03-02T09:00:00+00:00[UTC]".parse().unwrap()));
        let (count, shown) = (AtomicU64::new(0x3f2a_0000), Arc::clone(&clock));
        let ids = move || Uuid::from_u64_pair(count.fetch_add(1, Ordering::Relaxed) << 32, 0);
        let world = World::new(move || shown.lock().unwrap().clone(), ids);
        let config = Config {
            data_dir: "/nowhere".into(),
            database: None,
            port: None,
            editor: None,
            automatic_backups: false,
            columns: Some(80),
            edits_lines: true,
            names_zone: false,
            now: None,
            ids: None,
            model: hansei_app::model::Model::known(),
        };
        let output = Output { json: false, columns: Some(80) };
        let store = Store::open(&Place::Memory).await.unwrap();
        let app = App::open(store, world.clone()).await.unwrap();
        let commitments: Vec<_> = kinds
            .iter()
            .map(|kind| json!({"cue": format!("a {kind} is due"), "act": "stop first", "kind": kind}))
            .collect();
        let text = "2026-03-01: The proposal went out late".to_owned();
        let capture = Capture { text, significance: Some(Significance::Small), ..Capture::default() };
        let id = app.log(capture).await.unwrap().saved.id;
        let read = |value| serde_json::from_value(value).unwrap();
        let said = Reviewed {
            intended: Some(serde_json::from_value(json!({"statement": "on time"})).unwrap()),
            happened: Some(serde_json::from_value(json!({"moments": [{"what": "late"}]})).unwrap()),
            why: Some(
                serde_json::from_value(
                    json!({"factors": [{"statement": "nobody asked", "control": "mine"}]}),
                )
                .unwrap(),
            ),
            next: Some(read(json!({
                "lesson": "Ask first", "commitments": commitments,
                "choice": {"way": "retry", "reason": "the aim is the same"},
            }))),
            finish: true,
            ..Reviewed::default()
        };
        app.review(id, None, &said).await.unwrap();
        let desk = Desk { config, output, world, is_serving: false, store: Arc::default() };
        let bench = Self { desk, app, clock };
        bench.app.practices().await.unwrap();
        bench.on("2026-03-04");
        bench
    }

    fn on(&self, day: &str) {
        *self.clock.lock().unwrap() = format!("{day}T09:00:00+00:00[UTC]").parse().unwrap();
    }

    /// Presses keys, and returns what was seen.
    async fn press(&self, keys: &str) -> String {
        let keys = keys.lines().map(|line| line.trim().to_owned()).collect();
        let mut script = Script { keys, seen: String::new() };
        let asked = self.app.practices_asked().await.unwrap();
        go(&self.desk, &self.app, &asked, &mut script).await.unwrap();
        assert!(script.keys.is_empty(), "nobody asked for {:?}\n{}", script.keys, script.seen);
        script.seen
    }

    /// Lists what there was to see of everything, in the order in which it was planned.
    async fn outcomes(&self) -> Vec<Vec<Outcome>> {
        let practised = self.app.practices().await.unwrap();
        practised.iter().map(|it| it.observed.iter().map(|it| it.outcome).collect()).collect()
    }
}

fn quick(did: Did) -> Outcome {
    Outcome::Met(Met::quick(did))
}

#[tokio::test]
async fn the_plan_is_shown_after_it_was_asked_for_and_one_key_answers() {
    let bench = Bench::new(&["habit"]).await;
    let seen = bench.press("·\nd\n·").await;
    insta::assert_snapshot!(seen);
    let (before, after) = seen.split_once("If a habit is due").unwrap();
    assert!(before.contains("When does your plan for “The proposal went out late” apply"), "{before}");
    assert!(after.contains("Did the moment come up?"), "{after}");
    assert_eq!(bench.outcomes().await, [[quick(Did::Done)]]);
    assert!(bench.app.practices_asked().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_is_built_has_keys_of_its_own() {
    let bench = Bench::new(&["system"]).await;
    let seen = bench.press("·\nh\ni\na").await;
    assert!(seen.contains("That key answers nothing here"), "{seen}");
    assert_eq!(bench.outcomes().await, [[Outcome::Installed]]);
    let known = bench.app.practices().await.unwrap()[0].observed[0].known;
    assert_eq!(known, Witness::Artefact);
}

#[tokio::test]
async fn undo_takes_the_last_answer_back_and_asks_it_again() {
    let bench = Bench::new(&["habit", "judgement"]).await;
    bench.press("u\n·\nm\n·\nu\n·\nn\n·\nh\n·").await;
    assert_eq!(bench.outcomes().await, [vec![Outcome::DidNotComeUp], vec![quick(Did::Half)]]);
}

#[tokio::test]
async fn what_is_skipped_or_left_is_asked_again_and_nothing_is_kept_of_it() {
    let bench = Bench::new(&["habit", "judgement"]).await;
    bench.press("s\n·\nq").await;
    bench.press("^C").await;
    assert_eq!(bench.outcomes().await, [[]; 2]);
    assert_eq!(bench.app.practices_asked().await.unwrap().len(), 2);
}

#[tokio::test]
async fn more_is_asked_only_where_that_is_wished_for() {
    let bench = Bench::new(&["habit"]).await;
    let seen = bench.press("·\n+\nd\ny\nf\nn\no\nno day\nyesterday\nClient call\nTwo of us were there").await;
    insta::assert_snapshot!(seen);
    let practised = bench.app.practices().await.unwrap();
    let it = &practised[0].observed[0];
    let met = Met {
        did: Did::Done,
        recurred: Recurred::Yes,
        significance: Some(Significance::Full),
        reminded: false,
    };
    assert_eq!((it.outcome, it.known), (Outcome::Met(met), Witness::SomebodyElse));
    assert_eq!(it.when.to_string(), "2026-03-03");
    assert_eq!(it.context.as_ref().unwrap().as_str(), "Client call");
}

#[tokio::test]
async fn each_moment_that_was_looked_up_is_asked_about_and_the_plan_is_shown_once() {
    let bench = Bench::new(&["habit"]).await;
    let Subject::Commitment { entry, .. } = bench.app.practices().await.unwrap()[0].practice.about else {
        panic!("it was planned in an entry")
    };
    bench.app.expect_moments(&[entry]).await.unwrap();
    bench.on("2026-03-05");
    bench.app.expect_moments(&[entry]).await.unwrap();
    bench.on("2026-03-09");
    let seen = bench.press("·\nd\n·\nm").await;
    assert_eq!(seen.matches("(Enter shows it)").count(), 1, "{seen}");
    assert!(seen.contains("Did the moment come up on Wed 4 Mar 2026?"), "{seen}");
    assert!(seen.contains("Did the moment come up on Thu 5 Mar 2026?"), "{seen}");
    assert_eq!(bench.outcomes().await, [[quick(Did::Done), quick(Did::Missed)]]);
}
