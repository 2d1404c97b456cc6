//! Measures what recurs and what resembles in an invented log, in a file of its own:
//! `cargo run --release -p hansei-app --example recurring -- 10000 /tmp/recurring.db TEXT…` writes 10,000 entries of sentences
//! that stand in the texts (JSON Lines, or anything with lines), and says how long it takes to find all patterns, as the page
//! and `hansei patterns` do, and what resembles a text of a hundred words: in a program that just started and in one that
//! runs. A file that is there already is only asked. The number of what was found is the same as long as all of it is.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "what it measures is its output, and it runs by hand"
)]

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use hansei_app::{App, World};
use hansei_method::entry::Entry;
use hansei_store::{Place, SearchText, Store, StoreError, transaction};
use jiff::ToSpan as _;
use serde_json::{Value, json};
use uuid::Uuid;

/// How many times everything is looked for anew.
const TIMES: usize = 5;

/// How many texts are asked with.
const QUESTIONS: usize = 100;

/// How many entries are written at a time.
const TOGETHER: usize = 500;

/// The words of the shortest and of the longest sentence that is taken.
const LENGTHS: std::ops::RangeInclusive<usize> = 6..=40;

/// Knuth's linear congruential generator: the same log each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// Sentences in an order of chance, each once before any comes again; from then on every fifth word is one of another.
struct Sentences {
    all: Vec<String>,
    order: Vec<usize>,
    has_run_out: bool,
    chance: Chance,
}

impl Sentences {
    fn next(&mut self) -> String {
        if self.order.is_empty() {
            self.has_run_out = true;
            self.shuffle();
        }
        let place = self.order.pop().unwrap();
        if !self.has_run_out {
            return self.all[place].clone();
        }
        let mut words: Vec<&str> = self.all[place].split(' ').collect();
        for at in 0..words.len().div_ceil(5) {
            let other: Vec<&str> = self.all[self.chance.below(self.all.len())].split(' ').collect();
            let put = self.chance.below(words.len());
            words[put] = other[at % other.len()];
        }
        words.join(" ")
    }

    fn shuffle(&mut self) {
        self.order = (0..self.all.len()).collect();
        for end in (2..=self.order.len()).rev() {
            let other = self.chance.below(end);
            self.order.swap(end - 1, other);
        }
    }

    fn of(texts: impl Iterator<Item = String>) -> Self {
        let mut all: Vec<String> = texts
            .flat_map(|text| text.lines().flat_map(pieces).collect::<Vec<_>>())
            .flat_map(|piece| piece.split(['\n', '\r']).flat_map(sentences).collect::<Vec<_>>())
            .filter(|sentence| LENGTHS.contains(&sentence.split(' ').count()))
            .collect();
        all.sort_unstable();
        all.dedup();
        let mut sentences = Self { all, order: Vec::new(), has_run_out: false, chance: Chance(7) };
        sentences.shuffle();
        sentences
    }
}

/// Lists the words of a line: those that stand in its object, or the line itself.
fn pieces(line: &str) -> Vec<String> {
    match serde_json::from_str(line) {
        Ok(Value::Object(fields)) => {
            fields.into_iter().filter_map(|(_, value)| value.as_str().map(str::to_owned)).collect()
        }
        _ => vec![line.to_owned()],
    }
}

fn sentences(text: &str) -> Vec<String> {
    let words = |sentence: &str| sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    text.split_inclusive(". ").map(words).collect()
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let entries: usize = arguments.next().unwrap().parse().unwrap();
    let file = PathBuf::from(arguments.next().unwrap());
    let texts = arguments.map(|text| String::from_utf8_lossy(&std::fs::read(text).unwrap()).into_owned());
    let mut sentences = Sentences::of(texts);
    println!("{} sentences", sentences.all.len());
    let is_new = !file.exists();
    let store = Store::open(&Place::Sqlite(file)).await.unwrap();
    let today = "2026-06-30T12:00:00Z[UTC]".parse::<jiff::Zoned>().unwrap();
    let opened = async || {
        let today = today.clone();
        App::open(store.clone(), World::new(move || today.clone(), || Uuid::from_u64_pair(1, 1 << 63)))
            .await
            .unwrap()
    };
    let app = opened().await;
    if is_new {
        fill(&app, entries, &mut sentences).await;
        let started = Instant::now();
        app.catch_up(|_| ()).await.unwrap();
        println!("made comparable in {:.1?}", started.elapsed());
    }
    let (mut times, mut processor) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        let app = opened().await;
        let (started, used) = (Instant::now(), processor_time());
        let found = app.patterns().await.unwrap();
        times.push(started.elapsed());
        processor.push(processor_time().saturating_sub(used));
        if times.len() == 1 {
            let number = number(&format!("{found:?}"));
            let (cards, few, ideas) = (found.cards.len(), found.few.len(), found.ideas.len());
            println!(
                "{} entries: {cards} patterns, {few} too few to say, {ideas} ideas; number {number:016x}",
                found.entries
            );
        }
    }
    tell("patterns", &mut times);
    tell("patterns, processor time", &mut processor);
    // From the beginning again, so that what is asked is the same whether the log was there or not.
    let mut sentences = Sentences { has_run_out: true, chance: Chance(8), ..sentences };
    sentences.shuffle();
    let (mut first, mut others, mut named) = (Vec::new(), Vec::new(), String::new());
    for at in 0..QUESTIONS {
        let question = (0..5).map(|_| sentences.next()).collect::<Vec<_>>().join(" ");
        if at < TIMES {
            let app = opened().await;
            let started = Instant::now();
            app.similar_to_text(&question, true, 3).await.unwrap();
            first.push(started.elapsed());
        }
        app.similar_to_text(&question, true, 3).await.unwrap();
        let started = Instant::now();
        let found = app.similar_to_text(&question, true, 3).await.unwrap();
        others.push(started.elapsed());
        write!(named, "{found:?}").unwrap();
    }
    println!("what resembles: number {:016x}", number(&named));
    tell("what resembles a text, for the first time", &mut first);
    tell("what resembles a text, in a running program", &mut others);
}

async fn fill(app: &App, entries: usize, sentences: &mut Sentences) {
    let begun = app.now().date().saturating_sub(6.years());
    let made: Vec<Entry> = (0..entries).map(|number| entry(number, entries, begun, sentences)).collect();
    let (space, now) = (app.space(), app.now().timestamp());
    for some in made.chunks(TOGETHER) {
        let filled: Result<(), StoreError> = transaction!(app.store(), tx => {
            for entry in some {
                let search = SearchText {
                    words_title: String::new(),
                    words_body: String::new(),
                    original: entry.title.to_string(),
                };
                tx.insert(space, entry, &search, "logged", now).await?;
            }
            Ok(())
        });
        filled.unwrap();
    }
}

/// Writes down an entry: half of them a line or two, a third with a story, a sixth with a whole review.
fn entry(number: usize, entries: usize, begun: jiff::civil::Date, sentences: &mut Sentences) -> Entry {
    const TAGS: [&str; 12] = [
        "clinic", "choir", "garden", "payroll", "release", "handover", "kitchen", "thesis", "club", "move",
        "website", "workshop",
    ];
    let day = begun.saturating_add(i64::try_from(number * 2190 / entries).unwrap().days());
    let title: String = sentences.next().chars().take(120).collect();
    let mut fields = json!({
        "id": Uuid::from_u64_pair(0x4000 + (u64::try_from(number).unwrap() << 20), 1 << 63 | u64::try_from(number).unwrap()),
        "title": title.trim(), "occurred": day.to_string(), "captured_at": format!("{day}T08:00:00Z"),
    });
    if !number.is_multiple_of(3) {
        fields["tags"] = json!([TAGS[sentences.chance.below(TAGS.len())]]);
    }
    let length = if number % 6 < 3 { 1 } else { 3 + sentences.chance.below(4) };
    fields["body"] = json!((0..length).map(|_| sentences.next()).collect::<Vec<_>>().join(" "));
    if number % 6 == 5 {
        let factors = [(); 2].map(|()| json!({"statement": sentences.next(), "control": "mine"}));
        fields["review"] = json!({"parked": [sentences.next()], "answers": {
            "intended": {"statement": sentences.next()}, "happened": {"moments": [{"what": sentences.next()}]},
            "why": {"factors": factors},
            "next": {"lesson": sentences.next(), "commitments": [{"number": 1, "cue": "it begins", "act": "read the list"}],
                "choice": {"way": "retry", "reason": "the aim is the same"}},
            "finished_at": format!("{day}T09:00:00Z"),
        }});
    }
    serde_json::from_value(fields).unwrap()
}

/// Numbers a text. Source: FNV-1a, 64 bits (Fowler, Noll and Vo).
fn number(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Says how long all processors have worked for this program; nothing where the system does not tell.
fn processor_time() -> Duration {
    // In hundredths of a second, on every machine that tells it.
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = told.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11);
    Duration::from_millis(10 * fields.take(2).filter_map(|field| field.parse::<u64>().ok()).sum::<u64>())
}

fn tell(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!("{what}: median {:.1?}, 95 of 100 within {:.1?}, most {:.1?}", at(50), at(95), at(100));
}
