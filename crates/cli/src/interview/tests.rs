mod coached;
mod elsewhere;
mod refused;
mod told;
mod whole;

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use hansei_app::capture::Capture;
use hansei_app::draft::Writer;
use hansei_app::review::Reviewed;
use hansei_app::settings::Settings;
use hansei_app::{App, World};
use hansei_method::entry::{Entry, Significance};
use hansei_method::id::EntryId;
use hansei_method::question::Question;
use hansei_method::stage::StageKind;
use hansei_store::{Place, Store};
use jiff::Zoned;
use uuid::Uuid;

use super::prompter::{Ask, Prompter, Unanswered, Unwritten};
use super::run;
use crate::config::Config;
use crate::error::CliError;
use crate::open::Desk;
use crate::output::Output;

/// Answers from a list, and writes down what was shown. `·` types nothing, `^C` leaves, `^M` takes what stands there.
struct Script {
    lines: VecDeque<String>,
    written: Option<&'static str>,
    seen: String,
    meanwhile: Option<(Meanwhile, App, EntryId)>,
    clock: Arc<Mutex<Zoned>>,
}

/// What happens while a line is typed: time passes, and a page saves an answer to question 1.
#[derive(Clone)]
struct Meanwhile {
    line: &'static str,
    at: &'static str,
    statement: &'static str,
}

impl Meanwhile {
    /// Saves from a thread of its own, on the runtime that the connections belong to.
    fn happens(self, app: App, id: EntryId) {
        let intended = serde_json::from_value(serde_json::json!({"statement": self.statement})).unwrap();
        let said = Reviewed { intended: Some(intended), ..Reviewed::default() };
        let runtime = tokio::runtime::Handle::current();
        let saved = std::thread::spawn(move || runtime.block_on(app.review(id, None, &said)).map(drop));
        saved.join().unwrap().unwrap();
    }
}

impl Prompter for Script {
    fn tell(&mut self, text: &str) {
        let plain = anstream::adapter::strip_str(text).to_string();
        writeln!(self.seen, "{}", plain.trim_end()).unwrap();
    }

    fn ask(&mut self, ask: &Ask) -> Result<String, Unanswered> {
        let written = if ask.written.is_empty() { String::new() } else { format!(" «{}»", ask.written) };
        let line = self
            .lines
            .pop_front()
            .unwrap_or_else(|| panic!("no answer left for: {}\n{}", ask.question, self.seen));
        writeln!(self.seen, "> {}{written} {line}", ask.question).unwrap();
        if let Some((meanwhile, app, id)) = self.meanwhile.take_if(|(it, ..)| it.line == line) {
            *self.clock.lock().unwrap() = meanwhile.at.parse().unwrap();
            meanwhile.happens(app, id);
        }
        match line.as_str() {
            "·" => Ok(String::new()),
            "^C" => Err(Unanswered::Left),
            "^M" => Ok(ask.written.clone()),
            _ => Ok(line),
        }
    }

    fn write(&mut self, so_far: &str) -> Result<String, Unwritten> {
        Ok(self.written.map_or_else(|| so_far.to_owned(), ToOwned::to_owned))
    }

    fn columns(&self) -> usize {
        80
    }
}

struct Bench {
    desk: Desk,
    app: App,
    id: EntryId,
    clock: Arc<Mutex<Zoned>>,
    meanwhile: Mutex<Option<Meanwhile>>,
}

impl Bench {
    /// Makes a bench without the coach, whose questions have tests of their own.
    async fn new(significance: Significance) -> Self {
        let bench = Self::coached(significance).await;
        let settings = Settings { coach: false, ..Settings::default() };
        bench.app.choose(&settings).await.unwrap();
        bench
    }

    async fn coached(significance: Significance) -> Self {
        let now: Zoned = "2026-05-13T10:00:00+02:00[Europe/Berlin]".parse().unwrap();
        let count = AtomicU64::new(0x3f2a_0000);
        let ids = move || Uuid::from_u64_pair(count.fetch_add(1, Ordering::Relaxed) << 32, 0);
        let clock = Arc::new(Mutex::new(now));
        let shown = Arc::clone(&clock);
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
        let text = "2026-03-22: The proposal went out late".to_owned();
        let capture = Capture { text, significance: Some(significance), ..Capture::default() };
        let id = app.log(capture).await.unwrap().saved.id;
        Self {
            desk: Desk { config, output, world, is_serving: false, store: Arc::default() },
            app,
            id,
            clock,
            meanwhile: Mutex::default(),
        }
    }

    /// Lets something happen while this line is typed.
    fn meanwhile(&self, line: &'static str, at: &'static str, statement: &'static str) {
        *self.meanwhile.lock().unwrap() = Some(Meanwhile { line, at, statement });
    }

    /// Answers line by line, and returns what was seen.
    async fn answer(&self, lines: &str) -> String {
        self.answer_with(lines, None, None).await.unwrap()
    }

    async fn answer_with(
        &self,
        lines: &str,
        first: Option<Question>,
        written: Option<&'static str>,
    ) -> Result<String, CliError> {
        let lines = lines.lines().map(|line| line.trim().to_owned()).collect();
        let meanwhile = self.meanwhile.lock().unwrap().take().map(|it| (it, self.app.clone(), self.id));
        let clock = Arc::clone(&self.clock);
        let mut script = Script { lines, written, seen: String::new(), meanwhile, clock };
        run(&self.desk, &self.app, self.id, first, &mut script).await?;
        assert!(script.lines.is_empty(), "nobody asked for {:?}\n{}", script.lines, script.seen);
        Ok(script.seen)
    }

    async fn entry(&self) -> Entry {
        self.app.entry(self.id).await.unwrap().entry
    }
}

const ORDINARY: &str = "·
·
Deliver the proposal by March 15, under $200K, with all three on board
·
Budget: under $200K
·
2026-03-15
·
Buy-in: all three stakeholders
·
·
kickoff: we started from the initial scope !
2026-03-22 the proposal was delivered [the mail]
then one of the three had not been asked ~
·
$247K
2026-03-22
two of three
s
·
·
The design team needed more time
e
the plan
·
I assumed that the scope would hold
d
·
·
the scope at the kickoff
that the client would add to it
a clause for changes
80
n
·
+The client asked for more
e
his mail
·
·
·
·
2
p
o
m my estimate
·
·
·
the brief is the scope
b
2
90
·
·
three additions in a week
y
the thread with the client
·
A scope does not hold by itself
If I write a kickoff document
put the clause for changes into it
s
i
·
·
·
Ask the design team for its calendar
An addition starts a review
t
r
The aim is the same
·
relieved
my sister
y";

#[tokio::test]
async fn what_was_like_it_before_is_told_once_what_was_meant_is_written() {
    let bench = Bench::new(Significance::Small).await;
    let text = "2025-11-04: The proposal for the tender went out late, nobody had asked for the last figure"
        .to_owned();
    bench.app.log(Capture { text, ..Capture::default() }).await.unwrap();
    let seen = bench.answer("·\n·\n^C").await;
    assert!(seen.contains("1 of 4") && !seen.contains("been here before"), "{seen}");
    let seen = bench.answer("·\n·\nThe proposal goes out on time\n·\nIt was late\n·\n^C").await;
    assert!(seen.contains("3 of 4"), "{seen}");
    let (before, after) = seen.split_once("You may have been here before:\n").unwrap();
    assert!(before.contains("2 of 4") && !after.contains("2 of 4"), "{seen}");
    assert!(after.contains("The proposal for the tender went out late"), "{seen}");
    assert_eq!(seen.matches("been here before").count(), 1);
}

#[tokio::test]
async fn an_ordinary_review_is_asked_one_thing_at_a_time() {
    let bench = Bench::new(Significance::Ordinary).await;
    let seen = bench.answer(ORDINARY).await;
    insta::assert_snapshot!(seen);
    let entry = bench.entry().await;
    assert_eq!(entry.review.answers.kind(), StageKind::Done);
    insta::assert_json_snapshot!(entry.review.answers);
    assert!(entry.checklist().iter().all(|check| check.is_there), "{:?}", entry.checklist());
}

#[tokio::test]
async fn an_answered_question_is_not_passed_over() {
    let bench = Bench::new(Significance::Small).await;
    let intended = Some(serde_json::from_str(r#"{"statement": "on time"}"#).unwrap());
    bench.app.review(bench.id, None, &Reviewed { intended, ..Reviewed::default() }).await.unwrap();
    let seen = bench.answer_with("\\skip no notes\n^C", Some(Question::Intended), None).await.unwrap();
    assert!(seen.contains("this question has an answer, which is kept"), "{seen}");
    assert!(bench.entry().await.review.answers.is_answered(Question::Intended));
}

#[tokio::test]
async fn whoever_leaves_after_any_answer_comes_back_to_the_next_one() {
    let whole = Bench::new(Significance::Ordinary).await;
    whole.answer(ORDINARY).await;
    let lines: Vec<&str> = ORDINARY.lines().collect();
    let torn = Bench::new(Significance::Ordinary).await;
    // What lies before and after the four questions has no draft of its own.
    let (first, rest) = lines.split_at(3);
    let (within, last) = rest.split_at(rest.len() - 3);
    torn.answer(&format!("{}\n^C", first.join("\n"))).await;
    for line in within {
        torn.answer(&format!("{line}\n^C")).await;
    }
    torn.answer(&last.join("\n")).await;
    let [whole, torn] = [whole.entry().await, torn.entry().await];
    assert_eq!(whole.review.answers, torn.review.answers);
}

#[tokio::test]
async fn going_back_takes_the_last_answer_back_and_offers_it_again() {
    let bench = Bench::new(Significance::Small).await;
    let seen =
        bench.answer("·\n·\nDeliver in time\n·\nit was late\nback\n^M\n<\nit was a week late\n·\n^C").await;
    assert!(seen.contains("«it was late»"), "{seen}");
    let account =
        bench.entry().await.review.answers.happened().and_then(|answer| answer.given().cloned()).unwrap();
    let facts: Vec<_> = account.moments.iter().map(|moment| moment.what.as_str()).collect();
    assert_eq!(facts, ["it was a week late"]);
}

#[tokio::test]
async fn going_back_from_the_first_thing_asked_leads_to_the_question_before() {
    let bench = Bench::new(Significance::Small).await;
    bench.answer("·\n·\nDeliver in time\n·\n<\n<\nDeliver by March 15\n·\n^C").await;
    let intention =
        bench.entry().await.review.answers.intended().and_then(|answer| answer.given().cloned()).unwrap();
    assert_eq!(intention.statement.unwrap().as_str(), "Deliver by March 15");
}

#[tokio::test]
async fn a_small_review_is_short_and_its_tree_has_as_many_steps_as_it_has() {
    let bench = Bench::new(Significance::Small).await;
    let seen = bench.answer("·\n·\nDeliver in time\n·\nit was late\n·\nthe scope grew\n·\n·\n.\n·\n1\nm\nask first\na client asks for more\nsay the price\ny").await;
    insta::assert_snapshot!(seen);
    assert_eq!(bench.entry().await.review.answers.kind(), StageKind::Done);
}

#[tokio::test]
async fn a_question_is_passed_over_with_a_reason_and_an_idea_is_parked() {
    let bench = Bench::new(Significance::Small).await;
    let seen = bench.answer("·\n·\n\\skip\n\\park ask for a clause\n\\skip nobody remembers\nit was late\n·\n\\skip clear enough\n^C").await;
    assert!(seen.contains("write the reason too"), "{seen}");
    assert!(seen.contains("- ask for a clause"), "{seen}");
    let entry = bench.entry().await;
    assert_eq!(entry.review.answers.skipped(Question::Intended).unwrap().as_str(), "nobody remembers");
    assert_eq!(entry.review.parked.len(), 1);
}

#[tokio::test]
async fn a_question_without_any_answer_does_not_go_round() {
    let bench = Bench::new(Significance::Ordinary).await;
    let seen = bench.answer("·\n·\n\\skip a\n\\skip b\n·\n·\n·\n·\n·\n·\nthe scope grew\n^C").await;
    assert_eq!(seen.matches("How did that come about?").count(), 4, "{seen}");
    assert_eq!(seen.matches("What else contributed?").count(), 1, "{seen}");
}

#[tokio::test]
async fn a_long_answer_is_written_in_the_editor_and_kept_when_nothing_is_typed_over_it() {
    let bench = Bench::new(Significance::Small).await;
    let lines = "·\n·\ne\n·\n<\n·\n^C";
    let seen = bench.answer_with(lines, None, Some("Deliver:\n- by March 15\n- under $200K")).await.unwrap();
    assert!(seen.contains("  - under $200K"), "{seen}");
    let intention =
        bench.entry().await.review.answers.intended().and_then(|answer| answer.given().cloned()).unwrap();
    assert_eq!(intention.statement.unwrap().as_str(), "Deliver:\n- by March 15\n- under $200K");
}

#[tokio::test]
async fn help_is_there_for_whatever_is_asked() {
    let bench = Bench::new(Significance::Ordinary).await;
    let doubled: Vec<String> = ORDINARY.lines().map(|line| format!("?\n{line}")).collect();
    let seen = bench.answer(&doubled.join("\n")).await;
    assert_eq!(seen.matches("< back · ? help").count(), ORDINARY.lines().count() + 1);
}

#[tokio::test]
async fn a_question_that_is_not_open_yet_is_refused() {
    let bench = Bench::new(Significance::Small).await;
    let refused = bench.answer_with("", Some(Question::Why), None).await.unwrap_err();
    assert!(refused.told().contains("--question intended"), "{}", refused.told());
    let entry = bench.entry().await;
    assert!(!entry.review.spent.is_running(), "the clock runs although nobody works");
}
