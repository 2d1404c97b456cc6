//! Measures practice on an invented log, in a file of its own:
//! `cargo run --release -p hansei-app --example practised -- 2000 50 /tmp/practised.db` keeps 2,000 commitments with 50
//! observations each, and says how long it takes to list them all with how far each has come, to tell what the log holds of
//! this year for a review of it, and to note one more moment. A file that is there already is filled no further.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "what it measures is its output, and it runs by hand"
)]

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use hansei_app::practice::Noted;
use hansei_app::{App, World};
use hansei_method::entry::Entry;
use hansei_method::opportunity::{Did, Met, Opportunity, Outcome};
use hansei_method::practice::Practice;
use hansei_store::{Place, SearchText, Store, StoreError, transaction};
use jiff::ToSpan as _;
use serde_json::json;
use uuid::Uuid;

/// How many times each thing is done.
const TIMES: usize = 20;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let practices: u64 = arguments.next().unwrap().parse().unwrap();
    let observations: u64 = arguments.next().unwrap().parse().unwrap();
    let file = PathBuf::from(arguments.next().unwrap());
    let is_new = !file.exists();
    let store = Store::open(&Place::Sqlite(file)).await.unwrap();
    let ids = AtomicU64::new(u64::from(jiff::Timestamp::now().subsec_nanosecond().unsigned_abs()) << 20);
    let next = move || Uuid::from_u64_pair(0x4000 + ids.fetch_add(1, Ordering::Relaxed), 1 << 63);
    let app = App::open(store, World::new(jiff::Zoned::now, next)).await.unwrap();
    if is_new {
        fill(&app, practices, observations).await;
    }
    let listed = app.practices().await.unwrap();
    let observed: usize = listed.iter().map(|it| it.observed.len()).sum();
    println!("{} practices with {observed} observations", listed.len());
    let id = listed[0].practice.id;
    time("list them all with how far each has come", async || drop(app.practices().await.unwrap())).await;
    time("show one", async || drop(app.practice(id).await.unwrap())).await;
    let year = app.now().date().year().to_string().parse().unwrap();
    let review = app.begin_quarter(Some(year)).await.unwrap().id;
    time("tell what the log holds of this year", async || drop(app.look_back(review).await.unwrap())).await;
    let noted = Noted::quick(Outcome::Met(Met::quick(Did::Done)));
    time("note a moment", async || assert_eq!(app.note_moment(id, &noted).await.unwrap().version, 1)).await;
}

async fn time(what: &str, work: impl AsyncFn()) {
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let started = Instant::now();
        work().await;
        times.push(started.elapsed());
    }
    times.sort_unstable();
    println!("{what}: median {:.1?}, 95th of a hundred {:.1?}", times[TIMES / 2], times[TIMES * 95 / 100]);
}

/// Plans so many commitments, one an entry, and observes each every other day in the same proportions.
async fn fill(app: &App, practices: u64, observations: u64) {
    let begun =
        app.now().date().saturating_sub(jiff::Span::new().days(i64::try_from(2 * observations).unwrap()));
    for number in 0..practices {
        let entry: Entry = serde_json::from_value(json!({
            "id": Uuid::from_u64_pair(number, 1), "title": format!("The handover went wrong for the {number}th time"),
            "occurred": begun.to_string(), "captured_at": format!("{begun}T08:00:00Z"),
            "review": {"answers": {
                "intended": {"statement": "a handover without gaps"}, "happened": {"moments": [{"what": "a gap"}]},
                "why": {"factors": [{"statement": "no list", "control": "mine"}]},
                "next": {"lesson": "Read the list aloud", "commitments": [{"number": 1, "cue": "a handover begins",
                    "act": "read the list aloud"}], "choice": {"way": "retry", "reason": "the aim is the same"}},
                "finished_at": format!("{begun}T09:00:00Z"),
            }},
        }))
        .unwrap();
        let practice: Practice = serde_json::from_value(json!({
            "id": Uuid::from_u64_pair(number, 2), "about": {"commitment": {"entry": entry.id, "number": 1}},
            "commitment": {"number": 1, "cue": "a handover begins", "act": "read the list aloud"},
            "lesson": "Read the list aloud", "planned_on": begun, "begun_on": begun,
        }))
        .unwrap();
        let observed: Vec<Opportunity> =
            (0..observations).map(|count| observed(&practice, number, count)).collect();
        let (space, now) = (app.space(), app.now().timestamp());
        let search = SearchText {
            words_title: "handover".to_owned(),
            words_body: String::new(),
            original: entry.title.to_string(),
        };
        let filled: Result<(), StoreError> = transaction!(app.store(), tx => {
            tx.insert(space, &entry, &search, "logged", now).await?;
            tx.insert_practice(space, &practice, now).await?;
            for opportunity in &observed {
                tx.insert_opportunity(space, opportunity, now).await?;
            }
            Ok(())
        });
        filled.unwrap();
    }
}

fn observed(practice: &Practice, number: u64, count: u64) -> Opportunity {
    let on = practice.planned_on.saturating_add((2 * i64::try_from(count).unwrap()).days());
    let outcome = match (number + count) % 9 {
        0 => json!({"met": {"did": "missed", "recurred": "no"}}),
        1 => json!({"met": {"did": "half", "recurred": "unknown"}}),
        2 => json!("did_not_come_up"),
        _ => json!({"met": {"did": "done", "recurred": "no"}}),
    };
    let context = if count.is_multiple_of(2) { "the ward" } else { "the night shift" };
    serde_json::from_value(json!({
        "id": Uuid::from_u64_pair((number << 16) + count, 3), "practice": practice.id, "when": on, "outcome": outcome,
        "noted_at": format!("{on}T18:00:00Z"), "context": context,
    }))
    .unwrap()
}
