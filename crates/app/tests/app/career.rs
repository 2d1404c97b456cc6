//! Career stories: begun from entries, written by the person, told with what the log shows.

use std::collections::HashSet;

use hansei_app::AppError;
use hansei_app::career::{Retold, Told, document, names};
use hansei_app::export::Format;
use hansei_app::import::Import;
use hansei_app::redaction::Redactions;
use hansei_app::share::Form;
use hansei_method::career::{EvidenceKey, Part};
use hansei_method::entry::Kind;
use hansei_method::id::{CareerId, EntryId};
use hansei_method::opportunity::Did;
use hansei_store::{Filter, Place};
use serde_json::json;

use crate::harness::*;
use crate::library::is_in_a_file;
use crate::practice::{did, planned};

const DAY: i64 = 24 * 60 * 60;

async fn habit(bench: &Bench, title: &str) -> EntryId {
    planned(bench, title, &json!([{"cue": format!("{title} again"), "act": "read it back"}])).await
}

async fn begun(bench: &Bench, entries: &[EntryId]) -> CareerId {
    bench.app.begin_career(None, entries).await.unwrap().id
}

async fn told(bench: &Bench, id: CareerId) -> Told {
    bench.app.career(id).await.unwrap()
}

fn written(told: &Told, form: Form) -> String {
    document(told, &Redactions::default(), form).document
}

fn headings(told: &Told) -> Vec<&str> {
    told.chapters.iter().map(|told| told.chapter.heading.as_str()).collect()
}

#[tokio::test]
async fn a_story_begins_with_what_its_entries_hold() {
    let bench = Bench::new().await;
    let entry = habit(&bench, "The order was misheard").await;
    let id = begun(&bench, &[entry]).await;
    let told = told(&bench, id).await;
    assert_eq!(told.kept.story.title.as_str(), "What went wrong, and what I do now");
    let chapter = &told.chapters[0].chapter;
    let texts =
        Part::ALL.map(|part| chapter.text(part).map(|text| text.as_str().to_owned()).unwrap_or_default());
    assert_eq!(
        texts,
        [
            "Intended: It goes well\nWhat came: It went wrong",
            "Ask first",
            "If The order was misheard again, then I will read it back.",
        ]
    );
    let lines: Vec<_> = told.chapters[0].shown().map(|line| line.words.as_str()).collect();
    assert_eq!(
        lines,
        [
            "It happened on 14 May 2026, was written down the same day, and reviewed to the end the same day.",
            "Not tested yet: planned on 14 May 2026, and nothing was observed since.",
        ]
    );
}

#[tokio::test]
async fn what_is_observed_later_is_told_the_next_time() {
    let bench = Bench::new().await;
    let entry = habit(&bench, "The order was misheard").await;
    let id = begun(&bench, &[entry]).await;
    let practice = bench.app.practices().await.unwrap().remove(0).practice.id;
    for _ in 0..3 {
        bench.pass(DAY);
        bench.app.note_moment(practice, &did(Did::Done)).await.unwrap();
    }
    let before = told(&bench, id).await;
    let lines: Vec<_> = before.chapters[0].shown().map(|line| line.words.as_str()).collect();
    assert_eq!(
        lines[1..3],
        [
            "Done for the first time on 15 May 2026, a day after it happened.",
            "Planned on 14 May 2026; since then the moment came up 3 times: 3 done. Known: 3 by memory.",
        ]
    );
    let hide = |story: &mut hansei_method::career::CareerStory| {
        story.chapter_mut(entry)?.hide(EvidenceKey::Practised(practice), true);
        Ok(())
    };
    let saved = bench.app.change_career(id, Some(1), hide).await.unwrap();
    assert_eq!(saved.version, 2);
    assert_eq!(bench.app.change_career(id, Some(2), hide).await.unwrap().version, 2, "nothing is different");
    let after = told(&bench, id).await;
    assert_eq!(after.chapters[0].evidence, before.chapters[0].evidence);
    assert!(!written(&after, Form::Markdown).contains("3 times: 3 done"));
    let stale = bench.app.change_career(id, Some(1), hide).await;
    assert!(matches!(stale, Err(AppError::Conflict(_))), "{stale:?}");
}

#[tokio::test]
async fn chapters_are_added_moved_and_taken_out() {
    let bench = Bench::new().await;
    let (one, two) = (habit(&bench, "One").await, habit(&bench, "Two").await);
    let id = begun(&bench, &[one]).await;
    bench.app.add_chapter(id, None, two).await.unwrap();
    let again = bench.app.add_chapter(id, None, two).await;
    assert!(matches!(again, Err(AppError::Invalid(_))), "{again:?}");
    let nobody = bench.app.add_chapter(id, None, EntryId::new(bench.app.new_id())).await;
    assert!(matches!(nobody, Err(AppError::NotFound(_))), "{nobody:?}");
    bench.app.move_chapter(id, None, two, false).await.unwrap();
    assert_eq!(headings(&told(&bench, id).await), ["Two", "One"]);
    let offered = bench.app.to_be_told(&HashSet::from([one])).await.unwrap();
    assert_eq!(offered.iter().map(|line| line.id).collect::<Vec<_>>(), [two]);
    bench.app.remove_chapter(id, None, two).await.unwrap();
    assert_eq!(headings(&told(&bench, id).await), ["One"]);
}

#[tokio::test]
async fn a_chapter_hides_while_its_entry_is_deleted_and_stays_when_the_story_is_told_anew() {
    let bench = Bench::new().await;
    let (one, two) = (habit(&bench, "One").await, habit(&bench, "Two").await);
    let id = begun(&bench, &[one, two]).await;
    bench.app.delete(one, None).await.unwrap();
    let seen = told(&bench, id).await;
    assert_eq!((headings(&seen), seen.away), (vec!["Two"], 1));
    assert!(!written(&seen, Form::Html).contains("One"));
    let chapters = seen.chapters.into_iter().map(|told| told.chapter).collect();
    let retold = Retold { title: "Anew".parse().unwrap(), intro: None, chapters };
    bench.app.retell_career(id, None, &retold).await.unwrap();
    bench.app.take_back(one, None).await.unwrap();
    let seen = told(&bench, id).await;
    assert_eq!((seen.kept.story.title.as_str(), headings(&seen), seen.away), ("Anew", vec!["One", "Two"], 0));
}

#[tokio::test]
async fn no_word_of_an_erased_entry_stays_in_a_story() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::at(&Place::Sqlite(folder.path().join("hansei.db"))).await;
    let (gone, stays) = (habit(&bench, "Xylophones fell").await, habit(&bench, "Two").await);
    let id = begun(&bench, &[gone, stays]).await;
    let removed = begun(&bench, &[gone]).await;
    bench.app.remove_career(removed, None).await.unwrap();
    assert!(is_in_a_file(folder.path(), "ylophone"));
    bench.app.erase(gone, None).await.unwrap();
    assert!(!is_in_a_file(folder.path(), "ylophone"));
    assert_eq!(headings(&told(&bench, id).await), ["Two"]);
    assert_eq!(bench.app.career_or_removed(removed).await.unwrap().story.chapters, []);
}

#[tokio::test]
async fn a_removed_story_comes_back_and_an_erased_one_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::at(&Place::Sqlite(folder.path().join("hansei.db"))).await;
    let title = "Zebras hand over badly".parse().unwrap();
    let id = bench.app.begin_career(Some(&title), &[]).await.unwrap().id;
    for text in ["zebras hand over badly", &id.to_string()[..18]] {
        assert_eq!(bench.app.find_career(text).await.unwrap(), id);
    }
    bench.app.remove_career(id, None).await.unwrap();
    assert!(matches!(bench.app.career(id).await, Err(AppError::NotFound(_))));
    assert_eq!(bench.app.find_removed_career("zebras hand over badly").await.unwrap(), id);
    bench.app.take_back_career(id, None).await.unwrap();
    assert_eq!(told(&bench, id).await.kept.version, 3);
    assert!(is_in_a_file(folder.path(), "Zebras"));
    bench.app.erase_career(id, None).await.unwrap();
    assert!(!is_in_a_file(folder.path(), "Zebras"));
}

#[tokio::test]
async fn a_story_is_begun_once_under_its_key() {
    let bench = Bench::new().await;
    let entry = habit(&bench, "One").await;
    let once = bench.app.once("k", "f".to_owned()).unwrap();
    let first = once.begin_career(None, &[entry]).await.unwrap();
    assert_eq!(once.begin_career(None, &[entry]).await.unwrap(), first);
    assert_eq!(bench.app.careers().await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_document_shows_words_and_evidence_and_nothing_else() {
    let bench = Bench::new().await;
    let (one, two) = (habit(&bench, "The call with Anna").await, bench.log("Nothing planned").await);
    let id = begun(&bench, &[one, two]).await;
    let practice = bench.app.practices().await.unwrap().remove(0).practice.id;
    for _ in 0..6 {
        bench.pass(DAY);
        bench.app.note_moment(practice, &did(Did::Done)).await.unwrap();
    }
    let hostile = "</p><script>alert(1)</script> | `x` *y*\n# no heading\n- no point";
    let said = Some(hostile.parse().unwrap());
    bench
        .app
        .change_career(id, None, |story| {
            story.title = "<script>alert(1)</script>".parse()?;
            story.intro.clone_from(&said);
            let chapter = story.chapter_mut(two)?;
            chapter.heading = "<img src=x onerror=alert(1)> & more".parse()?;
            for part in Part::ALL {
                chapter.say(part, said.clone());
            }
            Ok(())
        })
        .await
        .unwrap();
    let told = told(&bench, id).await;
    let html = written(&told, Form::Html);
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    let ids = [id.uuid(), one.uuid(), two.uuid(), practice.uuid()];
    for id in ids {
        assert!(!html.contains(&id.to_string()) && !html.contains(&id.simple().to_string()));
    }
    insta::assert_snapshot!(written(&told, Form::Markdown));
}

#[tokio::test]
async fn a_name_is_replaced_in_the_words_and_never_in_what_the_log_shows() {
    let bench = Bench::new().await;
    let entry = habit(&bench, "The call with May and Anna").await;
    let told = told(&bench, begun(&bench, &[entry]).await).await;
    let redactions = Redactions::new([("May".to_owned(), "the lead".to_owned())]).unwrap();
    let shared = document(&told, &redactions, Form::Markdown);
    assert!(shared.document.contains("The call with the lead") && shared.document.contains("14 May 2026"));
    assert!(shared.document.contains("Some names are replaced"), "{}", shared.document);
    assert_eq!(shared.replaced[0].count, 2, "the heading and the plan");
    assert!(names(&told).iter().any(|found| found.name == "Anna"));
}

#[tokio::test]
async fn what_went_well_is_said_to_have_gone_well() {
    let bench = Bench::new().await;
    let entry = bench.log("It held").await;
    let details =
        hansei_app::entry::Details { kind: Some(Kind::Success), ..hansei_app::entry::Details::default() };
    bench.app.describe(entry, None, &details).await.unwrap();
    let told = told(&bench, begun(&bench, &[entry]).await).await;
    let document = written(&told, Form::Markdown);
    assert!(
        document.contains("### What went well") && !document.contains("### What went wrong"),
        "{document}"
    );
    assert!(!document.contains("Not tested"), "nothing is said to be learned: {document}");
}

#[tokio::test]
async fn a_story_goes_out_and_comes_in_without_loss() {
    let bench = Bench::new().await;
    let (one, two) = (habit(&bench, "One").await, habit(&bench, "Two").await);
    let id = begun(&bench, &[one, two]).await;
    let empty = begun(&bench, &[]).await;
    let gone = begun(&bench, &[one]).await;
    bench.app.remove_career(gone, None).await.unwrap();
    let mut file = Vec::new();
    bench.app.export(Format::JsonLines, &Filter::default(), &mut file).await.unwrap();
    let there = Bench::new().await;
    let preview = there.app.import_preview(file.as_slice(), None).await.unwrap();
    assert_eq!((preview.careers, preview.careers_different), (2, 0));
    let imported = there.app.import(file.as_slice(), Import::default()).await.unwrap();
    assert_eq!((imported.careers, imported.bad), (2, 0));
    for id in [id, empty] {
        assert_eq!(told(&there, id).await.kept.story, told(&bench, id).await.kept.story);
    }
    let again = there.app.import(file.as_slice(), Import::default()).await.unwrap();
    assert_eq!(again.careers, 0);
    there.app.remove_chapter(id, None, one).await.unwrap();
    let preview = there.app.import_preview(file.as_slice(), None).await.unwrap();
    assert_eq!((preview.careers, preview.careers_different), (0, 1));
    let how = Import { replace: true, ..Import::default() };
    assert_eq!(there.app.import(file.as_slice(), how).await.unwrap().careers, 1);
    assert_eq!(headings(&told(&there, id).await), ["One", "Two"]);
}

#[tokio::test]
async fn of_an_entry_in_the_trash_no_chapter_goes_out() {
    let bench = Bench::new().await;
    let (one, two) = (habit(&bench, "One").await, habit(&bench, "Two").await);
    let id = begun(&bench, &[one, two]).await;
    bench.app.delete(one, None).await.unwrap();
    let mut file = Vec::new();
    bench.app.export(Format::JsonLines, &Filter::default(), &mut file).await.unwrap();
    assert!(!String::from_utf8(file.clone()).unwrap().contains(&one.to_string()));
    let there = Bench::new().await;
    there.app.import(file.as_slice(), Import::default()).await.unwrap();
    assert_eq!(headings(&told(&there, id).await), ["Two"]);
}

#[tokio::test]
async fn a_story_that_is_too_much_is_a_bad_line() {
    let bench = Bench::new().await;
    let chapters: Vec<_> =
        (0..13).map(|number| json!({"entry": uuid::Uuid::from_u128(number), "heading": "x"})).collect();
    let story = json!({"id": uuid::Uuid::from_u128(99), "title": "x", "chapters": chapters});
    let file = format!("{}\n", json!({"hansei": "beside", "schema": 1, "career": story}));
    let imported = bench.app.import(file.as_bytes(), Import::default()).await.unwrap();
    assert_eq!((imported.careers, imported.bad), (0, 1));
    assert!(imported.bad_lines[0].reason.contains("keep it to 12"), "{:?}", imported.bad_lines);
}
