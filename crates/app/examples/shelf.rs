//! Measures a library of many invented cases, in a file of its own:
//! `cargo run --release -p hansei-app --example shelf -- 1000000 /tmp/shelf.db WORDS.txt`, where the last is any English text
//! whose words, as often as they stand there, the cases are made of. A file that is there already is only asked.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "what it measures is its output, and it runs by hand"
)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use hansei_app::library::{CaseBatch, CaseQuery, Coming, Described};
use hansei_app::{App, World};
use hansei_method::case::Case;
use hansei_store::{Place, Store};
use uuid::Uuid;

/// Knuth's linear congruential generator: the same cases each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (count, file, text) =
        (arguments.next().unwrap(), arguments.next().unwrap(), arguments.next().unwrap());
    let words = std::fs::read_to_string(text).unwrap();
    let words: Vec<&str> =
        words.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let work = measure(count.parse().unwrap(), PathBuf::from(file), &words);
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(work);
}

async fn measure(count: usize, file: PathBuf, words: &[&str]) {
    let is_new = !file.exists();
    let store = Store::open(&Place::Sqlite(file)).await.unwrap();
    let ids = std::sync::atomic::AtomicU64::new(1);
    let next =
        move || Uuid::from_u64_pair(0x4000 + ids.fetch_add(1, std::sync::atomic::Ordering::Relaxed), 1 << 63);
    let app = App::open(store, World::new(jiff::Zoned::now, next)).await.unwrap();
    let mut chance = Chance(7);
    if is_new {
        fill(&app, count, words, &mut chance).await;
    }
    let (mut typed, mut alike) = (Vec::new(), Vec::new());
    for _ in 0..200 {
        let asked: Vec<&str> = (0..=chance.below(3)).map(|_| words[chance.below(words.len())]).collect();
        let whole = asked.join(" ");
        for end in (1..=whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            let started = Instant::now();
            app.look_up_cases(&whole[..end], &CaseQuery::default(), 20).await.unwrap();
            typed.push(started.elapsed());
        }
        let text = case(0, words, &mut chance).whole_text();
        let started = Instant::now();
        app.similar_cases_to_text(&text, true, 5).await.unwrap();
        alike.push(started.elapsed());
    }
    tell("searched as it is typed", &mut typed);
    tell("what is alike", &mut alike);
}

async fn fill(app: &App, count: usize, words: &[&str], chance: &mut Chance) {
    let id = app.add_collection(Described::named("Invented".parse().unwrap())).await.unwrap().id;
    let (mut batch, mut coming, mut spent) = (CaseBatch::default(), Coming::default(), Duration::ZERO);
    for number in 0..count {
        if batch.add(case(number, words, chance)) || number + 1 == count {
            let started = Instant::now();
            coming.add(app.put_cases(id, batch.take()).await.unwrap());
            spent += started.elapsed();
        }
    }
    println!("{} cases came in, in {spent:.1?}", coming.new);
    let started = Instant::now();
    app.catch_up_cases(|_| ()).await.unwrap();
    println!("compared in {:.1?}", started.elapsed());
}

fn case(number: usize, words: &[&str], chance: &mut Chance) -> Case {
    let mut some = |least: usize, more: usize| {
        let length = least + chance.below(more);
        (0..length).map(|_| words[chance.below(words.len())]).collect::<Vec<_>>().join(" ")
    };
    let (title, happened) = (some(4, 5), some(60, 41));
    serde_json::from_value(
        serde_json::json!({"key": number.to_string(), "title": title, "happened": happened}),
    )
    .unwrap()
}

fn tell(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!("{what}: median {:.1?}, 95 of 100 within {:.1?}, most {:.1?}", at(50), at(95), at(100));
}
