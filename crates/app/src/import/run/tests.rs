use hansei_method::id::EntryId;
use std::sync::atomic::{AtomicU64, Ordering};

use hansei_store::{Filter, Place, Store};
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use uuid::Uuid;

use super::*;
use crate::World;
use crate::export::sample::{any_entry, rich};
use crate::export::{Export, one};

fn world() -> World {
    let next = AtomicU64::new(1);
    World::new(
        || Timestamp::UNIX_EPOCH.to_zoned(jiff::tz::TimeZone::UTC),
        move || Uuid::from_u128(0x1000 + u128::from(next.fetch_add(1, Ordering::Relaxed))),
    )
}

async fn empty() -> App {
    App::open(Store::open(&Place::Memory).await.unwrap(), world()).await.unwrap()
}

fn file(entries: &[Entry], format: Format) -> String {
    let mut out = Vec::new();
    let mut export = Export::start(&mut out, format, Timestamp::UNIX_EPOCH, entries.len() as u64).unwrap();
    for entry in entries {
        export.entry(entry).unwrap();
    }
    export.finish().unwrap();
    String::from_utf8(out).unwrap()
}

async fn exported(app: &App, format: Format) -> String {
    let mut out = Vec::new();
    app.export(format, &Filter::default(), &mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

async fn log(app: &App) -> Vec<Entry> {
    app.store.all(app.space, None, 10_000).await.unwrap().into_iter().map(|kept| kept.entry).collect()
}

async fn import(app: &App, file: &str, how: Import) -> Imported {
    app.import(file.as_bytes(), how).await.unwrap()
}

fn some(count: usize) -> Vec<Entry> {
    let mut runner = TestRunner::deterministic();
    let mut entries: Vec<Entry> =
        (0..count).map(|_| any_entry().new_tree(&mut runner).unwrap().current()).collect();
    entries.sort_by_key(|entry| entry.id.uuid());
    entries
}

const USUAL: Import = Import { format: None, all_or_nothing: false, replace: false };
const REPLACE: Import = Import { replace: true, ..USUAL };
const AT_ONCE: Import = Import { all_or_nothing: true, ..USUAL };

#[tokio::test]
async fn an_export_imported_into_an_empty_log_is_the_same_log() {
    let entries = some(24);
    for format in [Format::JsonLines, Format::Markdown] {
        for how in [USUAL, AT_ONCE] {
            let (one, other) = (empty().await, empty().await);
            assert_eq!(import(&one, &file(&entries, Format::JsonLines), USUAL).await.added, 24);
            let moved = import(&other, &exported(&one, format).await, how).await;
            assert_eq!(moved, Imported { added: 24, ..Imported::default() });
            assert_eq!(log(&other).await, entries);
        }
    }
}

#[tokio::test]
async fn a_second_import_changes_nothing() {
    let app = empty().await;
    let entries = some(8);
    let file = file(&entries, Format::JsonLines);
    import(&app, &file, USUAL).await;
    for how in [USUAL, AT_ONCE, REPLACE] {
        assert_eq!(import(&app, &file, how).await, Imported { same: 8, ..Imported::default() });
    }
    assert_eq!(log(&app).await, entries);
}

#[tokio::test]
async fn twins_that_differ_only_in_their_ids_both_come_in_and_an_import_that_broke_off_goes_on() {
    let app = empty().await;
    let twin = |bits| Entry { id: EntryId::new(Uuid::from_u128(bits)), ..rich() };
    let twins = [twin(5), twin(6), twin(7)];
    import(&app, &file(&twins[..1], Format::JsonLines), USUAL).await;
    let rest = import(&app, &file(&twins, Format::JsonLines), USUAL).await;
    assert_eq!((rest.added, rest.same), (2, 1));
    assert_eq!(log(&app).await.len(), 3);
}

#[tokio::test]
async fn a_copy_under_another_id_is_recognised() {
    let app = empty().await;
    import(&app, &file(&[rich()], Format::JsonLines), USUAL).await;
    let copy = Entry { id: EntryId::new(Uuid::from_u128(9)), ..rich() };
    for how in [USUAL, AT_ONCE] {
        let again = import(&app, &file(std::slice::from_ref(&copy), Format::JsonLines), how).await;
        assert_eq!((again.added, again.same), (0, 1));
    }
}

#[tokio::test]
async fn what_is_here_stays_unless_it_is_to_be_replaced_and_that_can_be_undone() {
    let app = empty().await;
    let changed = Entry { title: "Another title".parse().unwrap(), ..rich() };
    import(&app, &file(&[rich()], Format::JsonLines), USUAL).await;
    let changed_file = file(std::slice::from_ref(&changed), Format::Markdown);
    let left = import(&app, &changed_file, USUAL).await;
    assert_eq!((left.different, left.differing[0].title.as_str()), (1, "Another title"));
    assert_eq!(log(&app).await, [rich()]);
    assert_eq!(import(&app, &changed_file, REPLACE).await.replaced, 1);
    assert_eq!(log(&app).await, [changed]);
    app.undo(rich().id, None).await.unwrap();
    assert_eq!(log(&app).await, [rich()]);
}

#[tokio::test]
async fn what_lies_in_the_trash_comes_back_only_when_asked_for() {
    let app = empty().await;
    let file = file(&[rich()], Format::JsonLines);
    import(&app, &file, USUAL).await;
    app.delete(rich().id, None).await.unwrap();
    assert_eq!(import(&app, &file, USUAL).await.different, 1);
    assert_eq!(log(&app).await, []);
    assert_eq!(import(&app, &file, REPLACE).await.replaced, 1);
    assert_eq!(log(&app).await, [rich()]);
}

#[tokio::test]
async fn a_table_never_replaces_a_review() {
    let app = empty().await;
    import(&app, &file(&[rich()], Format::JsonLines), USUAL).await;
    let table = exported(&app, Format::Csv).await;
    assert_eq!(import(&app, &table, REPLACE).await, Imported { same: 1, ..Imported::default() });
    let edited = table.replace("in a hurry", "slowly");
    assert_eq!(import(&app, &edited, REPLACE).await.different, 1);
    assert_eq!(log(&app).await, [rich()]);
}

#[tokio::test]
async fn a_table_without_ids_comes_in_once() {
    let app = empty().await;
    let table = "Date,Context,Lesson\n2026-03-02,It broke,Look twice\n2026-03-02,It broke,Look twice\n2026-03-03,x,y\n";
    assert_eq!(import(&app, table, USUAL).await.added, 3);
    assert_eq!(import(&app, table, USUAL).await, Imported { same: 3, ..Imported::default() });
}

#[tokio::test]
async fn all_or_nothing_refuses_everything_for_one_bad_line() {
    let app = empty().await;
    let broken = format!("{}not json\n", file(&[rich()], Format::JsonLines));
    let refused = app.import(broken.as_bytes(), AT_ONCE).await.unwrap_err().to_string();
    assert!(refused.starts_with("nothing was imported") && refused.contains("line 3: "), "{refused}");
    assert_eq!(log(&app).await, []);
    let usual = import(&app, &broken, USUAL).await;
    assert_eq!((usual.added, usual.bad, usual.bad_lines[0].line), (1, 1, 3));
}

#[tokio::test]
async fn a_file_that_is_cut_off_is_noticed() {
    let app = empty().await;
    let whole = file(&some(3), Format::JsonLines);
    let cut: String = whole.split_inclusive('\n').take(3).collect();
    assert!(app.import(cut.as_bytes(), AT_ONCE).await.unwrap_err().to_string().contains("1 entries"));
    assert_eq!(app.import_preview(cut.as_bytes(), None).await.unwrap().missing, 1);
    assert_eq!(import(&app, &cut, USUAL).await.missing, 1);
}

#[tokio::test]
async fn a_preview_says_what_the_import_then_does_and_changes_nothing() {
    let app = empty().await;
    let here = some(3);
    import(&app, &file(&here[..2], Format::JsonLines), USUAL).await;
    let changed = Entry { title: "Another title".parse().unwrap(), ..here[1].clone() };
    let coming = [here[0].clone(), changed, here[2].clone(), rich(), rich()];
    let file = format!("{}oops\n", file(&coming, Format::JsonLines));
    let preview = app.import_preview(file.as_bytes(), None).await.unwrap();
    assert_eq!(log(&app).await.len(), 2);
    assert_eq!((preview.new, preview.same, preview.different, preview.bad), (2, 2, 1, 1));
    let titles: Vec<&str> = preview.titles.iter().map(|coming| coming.title.as_str()).collect();
    assert_eq!(titles, [here[2].title.to_string(), rich().title.to_string()]);
    let done = import(&app, &file, USUAL).await;
    assert_eq!((done.added, done.same, done.different, done.bad), (2, 2, 1, 1));
    assert_eq!(done.bad_lines, preview.bad_lines);
}

#[tokio::test]
async fn more_than_one_transaction_full_comes_in_whole() {
    let app = empty().await;
    let entries: Vec<Entry> = (1..=1_203u128)
        .map(|bits| Entry {
            id: EntryId::new(Uuid::from_u128(bits)),
            ..Entry::capture(rich().id, rich().title, None, rich().occurred, rich().captured_at)
        })
        .collect();
    assert_eq!(import(&app, &file(&entries, Format::JsonLines), USUAL).await.added, 1_203);
    assert_eq!(exported(&app, Format::JsonLines).await.lines().count(), 1_204);
}

#[tokio::test]
async fn only_what_the_filter_lets_through_is_exported() {
    let app = empty().await;
    import(&app, &file(&[rich()], Format::JsonLines), USUAL).await;
    let filter = Filter { tag: Some("nothing".parse().unwrap()), ..Filter::default() };
    assert_eq!(app.export(Format::Csv, &filter, &mut Vec::new()).await.unwrap(), 0);
    let text = app.export_one(rich().id, Format::Markdown).await.unwrap();
    assert_eq!(text, one(&rich(), Format::Markdown, Timestamp::UNIX_EPOCH));
}

#[tokio::test]
async fn a_server_may_await_moving_in_and_out() {
    let app = empty().await;
    let moved = tokio::spawn(async move {
        let text = file(&[rich()], Format::JsonLines);
        let preview = app.import_preview(text.as_bytes(), None).await.unwrap();
        let done = [import(&app, &text, USUAL).await, import(&app, &text, AT_ONCE).await];
        (preview.new, done.map(|done| done.added), exported(&app, Format::JsonLines).await == text)
    });
    assert_eq!(moved.await.unwrap(), (1, [1, 0], true));
}

#[tokio::test]
async fn an_entry_that_could_not_be_changed_afterwards_is_a_bad_line() {
    let whole = file(&[rich()], Format::JsonLines);
    let (head, line) = whole.trim_end().split_once('\n').unwrap();
    let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
    let moment = serde_json::json!({ "what": "x".repeat(1 << 20) });
    line["entry"]["review"]["answers"]["happened"]["moments"] = vec![moment; 9].into();
    let file = format!("{head}\n{line}\n");
    let app = empty().await;
    let preview = app.import_preview(file.as_bytes(), None).await.unwrap();
    assert_eq!((preview.new, preview.bad), (0, 1));
    let imported = import(&app, &file, USUAL).await;
    assert_eq!((imported.added, imported.bad), (0, 1));
    assert!(imported.bad_lines[0].reason.contains("9 MiB, and 8 is the most"), "{:?}", imported.bad_lines);
    assert!(app.import(file.as_bytes(), AT_ONCE).await.is_err());
}
