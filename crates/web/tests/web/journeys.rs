//! Journeys through the pages in a real browser, against a server on a real port of the loopback interface.
//!
//! Each needs Chromium, Node.js and `npm ci --prefix crates/web/tests/journeys`. Where one is missing, a local run says how many
//! journeys it left out; with the variable `CI` set they fail.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

use hansei_app::{App, World};
use hansei_store::{Place, Store};
use hansei_web::door::Door;
use hansei_web::server;
use hansei_web::state::Web;
use jiff::Zoned;

/// How many journeys there are, for saying how many were left out.
const JOURNEYS: usize = 12;

/// What a journey finds when it arrives.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Log {
    Empty,
    Demo,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journeys")
}

/// Says what is missing for a journey; `None` when everything is there.
fn missing() -> Option<&'static str> {
    let runs =
        |program: &str| Command::new(program).arg("--version").output().is_ok_and(|ran| ran.status.success());
    if !runs("node") {
        return Some("Node.js");
    }
    if !folder().join("node_modules/playwright-core").exists() {
        return Some("the Node packages (npm ci --prefix crates/web/tests/journeys)");
    }
    if runs("chromium") { None } else { Some("Chromium") }
}

#[expect(clippy::disallowed_methods, reason = "a test asks whether it may leave itself out")]
fn is_ci() -> bool {
    std::env::var_os("CI").is_some()
}

/// Says once, past the capture of the test runner, how many journeys were left out.
fn say_left_out(missing: &str) {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        let sentence = format!("left out: {JOURNEYS} journeys in the browser, for want of {missing}\n");
        std::io::stderr().write_all(sentence.as_bytes()).unwrap();
    });
}

/// Serves a log at a fixed time on a free port and sends a browser through it.
async fn travel(script: &'static str, log: Log) {
    if let Some(missing) = missing() {
        assert!(!is_ci(), "{missing} is missing, and nothing is left out in CI");
        say_left_out(missing);
        return;
    }
    let app = app().await;
    if log == Log::Demo {
        app.fill_with_demo().await.unwrap();
    }
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let door = Door::local(listener.local_addr().unwrap().port(), || counted().to_be_bytes());
    let address = door.invite().to_string();
    let router = server::router(Web::new(app, door));
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(server::serve(listener, router, async { drop(stopped.await) }));
    let ran = tokio::task::spawn_blocking(move || node(script, &address)).await.unwrap();
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{script}: {said}");
}

fn node(script: &str, address: &str) -> Output {
    Command::new("node").arg(folder().join(script)).arg(address).output().unwrap()
}

async fn app() -> App {
    let now: Zoned = "2026-05-14T10:41:00[Europe/Berlin]".parse().unwrap();
    let world = World::new(
        move || now.clone(),
        || uuid::Builder::from_random_bytes(counted().to_be_bytes()).into_uuid(),
    );
    App::open(Store::open(&Place::Memory).await.unwrap(), world).await.unwrap()
}

/// Counts in steps so long that each number looks random.
fn counted() -> u128 {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    u128::from(COUNT.fetch_add(1, Ordering::Relaxed)).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_kept_found_and_opened_by_keys() {
    travel("capture.mjs", Log::Empty).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_there_again_after_the_browser_has_gone() {
    travel("draft.mjs", Log::Empty).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_account_is_entered_by_hand() {
    travel("gitlab.mjs", Log::Empty).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_flawless_wide_in_the_light_and_narrow_in_the_dark() {
    travel("flawless.mjs", Log::Demo).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_coach_asks_while_somebody_types_and_can_be_waved_away() {
    travel("coach.mjs", Log::Empty).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_in_is_answered_with_a_key_and_shows_in_growth() {
    travel("practice.mjs", Log::Demo).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_told_with_evidence_and_handed_over() {
    travel("career.mjs", Log::Demo).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_is_put_off_and_reminders_are_set() {
    travel("reminders.mjs", Log::Demo).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_line_becomes_a_closed_review_by_keys_alone() {
    travel("keyboard.mjs", Log::Empty).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tree_of_causes_is_walked_by_keys() {
    travel("tree.mjs", Log::Empty).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_works_without_scripts() {
    travel("plain.mjs", Log::Empty).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_words_stay_words_on_every_page() {
    travel("hostile.mjs", Log::Empty).await;
}
