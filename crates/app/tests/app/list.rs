use hansei_store::Filter;

use crate::harness::{Bench, json};
use crate::library::{case, shelved};

#[tokio::test]
async fn search_finds_every_word_that_was_written_with_the_place_marked() {
    let bench = Bench::new().await;
    let id = bench.log("The café order went wrong").await;
    let why = json(r#"{"causes": [{"statement": "Übergabe am Telefon ohne Rücklesen"}]}"#);
    let skipped = json(r#"{"intended": "x", "happened": "x"}"#);
    let said = hansei_app::review::Reviewed { why, skipped, ..Default::default() };
    bench.app.review(id, None, &said).await.unwrap();
    for words in ["cafe", "ubergabe tele", "rücklesen wrong"] {
        let hits = bench.app.search(words, &Filter::default(), 10).await.unwrap();
        assert_eq!(hits.iter().map(|hit| hit.line.id).collect::<Vec<_>>(), [id], "{words}");
    }
    let hits = bench.app.search("telefon", &Filter::default(), 10).await.unwrap();
    let marked: Vec<_> = hits[0]
        .excerpt
        .pieces
        .iter()
        .filter(|piece| matches!(piece, hansei_recall::Piece::Marked(_)))
        .collect();
    assert_eq!(marked.iter().map(|piece| piece.text()).collect::<Vec<_>>(), ["Telefon"]);
}

#[tokio::test]
async fn words_of_the_program_are_not_found() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let said =
        hansei_app::review::Reviewed { intended: json(r#"{"statement": "deliver"}"#), ..Default::default() };
    bench.app.review(id, None, &said).await.unwrap();
    assert!(bench.app.search("statement", &Filter::default(), 10).await.unwrap().is_empty());
    assert!(bench.app.search("  *' \" ", &Filter::default(), 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn lessons_come_first_when_somebody_asks_what_was_learned() {
    let bench = Bench::new().await;
    let with = bench.log("pilot one").await;
    bench.log("pilot pilot pilot two").await;
    let skipped = json(r#"{"intended": "x", "happened": "x", "why": "x"}"#);
    let said = hansei_app::review::Reviewed {
        skipped,
        next: json(r#"{"lesson": "start small"}"#),
        ..Default::default()
    };
    bench.app.review(with, None, &said).await.unwrap();
    let hits = bench.app.learned("pilot", 10).await.unwrap();
    assert_eq!((hits.len(), hits[0].line.id), (2, with));
}

#[tokio::test]
async fn today_shows_what_was_begun_and_captured_and_is_silent_about_what_was_put_off() {
    let bench = Bench::new().await;
    let (begun, captured) = (bench.log("begun").await, bench.log("captured").await);
    let (begun_later, later) = (bench.log("begun later").await, bench.log("later").await);
    let said = hansei_app::review::Reviewed { intended: json(r#"{"statement": "x"}"#), ..Default::default() };
    for id in [begun, begun_later] {
        bench.app.review(id, None, &said).await.unwrap();
    }
    for id in [begun_later, later] {
        bench.app.put_off(id, None, Some("2026-05-20".parse().unwrap())).await.unwrap();
    }
    let today = bench.app.today().await.unwrap();
    assert_eq!(today.begun.iter().map(|line| line.id).collect::<Vec<_>>(), [begun]);
    assert_eq!(today.captured.iter().map(|line| line.id).collect::<Vec<_>>(), [captured]);
    bench.pass(7 * 24 * 3_600);
    let today = bench.app.today().await.unwrap();
    assert_eq!((today.begun.len(), today.captured.len()), (2, 2));
}

#[tokio::test]
async fn what_was_begun_and_not_saved_is_begun_and_comes_first_when_it_is_the_latest() {
    use hansei_method::question::Question;
    let bench = Bench::new().await;
    let said = hansei_app::review::Reviewed { intended: json(r#"{"statement": "x"}"#), ..Default::default() };
    let (line, begun) = (bench.log("a line").await, bench.log("begun").await);
    let (drafted, off) = (bench.log("drafted").await, bench.log("put off").await);
    bench.app.review(begun, None, &said).await.unwrap();
    bench.app.put_off(off, None, Some("2026-05-20".parse().unwrap())).await.unwrap();
    bench.pass(60);
    for id in [drafted, off] {
        bench.app.keep_draft(id, Question::Intended, r#"{"terminal":1}"#.to_owned(), None).await.unwrap();
    }
    let ids = |lines: &[hansei_store::Listed]| lines.iter().map(|line| line.id).collect::<Vec<_>>();
    let today = bench.app.today().await.unwrap();
    assert_eq!((ids(&today.begun), ids(&today.captured)), (vec![drafted, begun], vec![line]));
    assert_eq!(bench.app.only_drafted(&today.begun).await.unwrap(), [drafted].into());
    bench.pass(60);
    bench.app.keep_draft(begun, Question::Happened, "quick=x".to_owned(), None).await.unwrap();
    assert_eq!(ids(&bench.app.today().await.unwrap().begun), [begun, drafted]);
    bench.app.drop_draft(drafted, Question::Intended, None).await.unwrap();
    let today = bench.app.today().await.unwrap();
    assert_eq!((ids(&today.begun), today.captured.len()), (vec![begun], 2));
}

#[tokio::test]
async fn an_amount_is_found_by_what_was_typed() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let intended = json(r#"{"targets": [{"name": "Budget", "slot": {"amount": "under 777K wunits"}}]}"#);
    let happened = json(r#"{"outcomes": [{"target": 1, "actual": {"amount": "888K wunits"}}]}"#);
    let said = hansei_app::review::Reviewed { intended, happened, ..Default::default() };
    bench.app.review(id, None, &said).await.unwrap();
    for words in ["777K", "under 777k wunits", "888K"] {
        assert_eq!(bench.app.search(words, &Filter::default(), 10).await.unwrap().len(), 1, "{words}");
    }
}

#[tokio::test]
async fn an_old_lesson_is_not_lost_behind_many_newer_entries() {
    let bench = Bench::new().await;
    let old = bench.log("2020-01-01: the deploy failed").await;
    let skipped = json(r#"{"intended": "x", "happened": "x", "why": "x"}"#);
    let said = hansei_app::review::Reviewed {
        skipped,
        next: json(r#"{"lesson": "start small"}"#),
        ..Default::default()
    };
    bench.app.review(old, None, &said).await.unwrap();
    for number in 0..120 {
        bench.log(&format!("deploy number {number}")).await;
    }
    let hits = bench.app.learned("deploy", 20).await.unwrap();
    assert_eq!((hits.len(), hits[0].line.id), (20, old));
}

#[tokio::test]
async fn today_begins_with_the_review_that_was_begun_last_however_old_the_event() {
    let bench = Bench::new().await;
    let said =
        || hansei_app::review::Reviewed { intended: json(r#"{"statement": "x"}"#), ..Default::default() };
    for day in 1..=6 {
        let id = bench.log(&format!("2026-05-0{day}: late")).await;
        bench.app.review(id, None, &said()).await.unwrap();
    }
    bench.pass(60);
    let old = bench.log("2011-03-02: a long time ago").await;
    bench.app.review(old, None, &said()).await.unwrap();
    let today = bench.app.today().await.unwrap();
    assert_eq!((today.begun.len(), today.begun[0].id), (5, old));
}

#[tokio::test]
async fn a_deleted_entry_is_found_by_its_id_however_many_were_deleted_since() {
    let bench = Bench::new().await;
    let first = bench.log("the first").await;
    bench.app.delete(first, None).await.unwrap();
    for number in 0..201 {
        let id = bench.log(&format!("number {number}")).await;
        bench.app.delete(id, None).await.unwrap();
    }
    assert_eq!(bench.app.find_deleted(&first.to_string()).await.unwrap(), first);
    let page = bench.app.deleted(None, 200).await.unwrap();
    assert_eq!(page.lines.len(), 200);
    assert_eq!(bench.app.deleted(page.next.as_ref(), 200).await.unwrap().lines.len(), 2);
}

#[tokio::test]
async fn what_is_erased_is_named_without_doubt() {
    let bench = Bench::new().await;
    let (one, two) = (bench.log("one").await, bench.log("two").await);
    bench.app.delete(two, None).await.unwrap();
    let refused = async |prefix: &str| bench.app.find_to_erase(prefix).await.unwrap_err().to_string();
    let shared = &one.to_string()[..12];
    assert!(refused(shared).await.starts_with("more than one entry, deleted or not, starts with"));
    assert!(refused("000").await.contains("at least 4 characters"));
    assert!(refused("ffff").await.starts_with("there is no such entry"));
    for id in [one, two] {
        let short = bench.app.short_id(id).await.unwrap();
        assert_eq!(bench.app.find_to_erase(&short).await.unwrap(), id);
    }
}

#[tokio::test]
async fn a_mistyped_word_is_looked_for_as_it_was_meant() {
    let bench = Bench::new().await;
    let id = bench.log("The invoice was received late").await;
    let looked = bench.app.look_up("recieved late", &Filter::default(), true, 9).await.unwrap();
    assert_eq!(looked.instead.as_deref(), Some("received late"));
    assert_eq!(looked.hits.iter().map(|hit| hit.line.id).collect::<Vec<_>>(), [id]);
    let looked = bench.app.look_up("received", &Filter::default(), false, 9).await.unwrap();
    assert_eq!((looked.instead, looked.hits.len()), (None, 1));
    let looked = bench.app.look_up("elephant", &Filter::default(), true, 9).await.unwrap();
    assert_eq!(looked, hansei_app::list::Looked::default());
}

#[tokio::test]
async fn of_the_same_minute_what_was_captured_last_comes_first() {
    let bench = Bench::new().await;
    let mut ids = Vec::new();
    for number in 0..8 {
        // Ids are counted here, and say the opposite.
        bench.pass(-60);
        ids.push(bench.log(&format!("2026-03-02 10:00: line {number}")).await);
    }
    let listed = bench.app.list(&Filter::default(), None, 9).await.unwrap();
    assert_eq!(listed.lines.iter().map(|line| line.id).collect::<Vec<_>>(), ids);
    let first = bench.app.list(&Filter::default(), None, 3).await.unwrap();
    let second = bench.app.list(&Filter::default(), first.next.as_ref(), 3).await.unwrap();
    let cut: Vec<_> = [first.lines, second.lines].concat().iter().map(|line| line.id).collect();
    assert_eq!(cut, ids[..6]);
    let today = bench.app.today().await.unwrap();
    assert_eq!(today.captured.iter().map(|line| line.id).collect::<Vec<_>>(), ids[..today.captured.len()]);
}

#[tokio::test]
async fn where_no_entry_has_every_word_those_that_are_like_it_come() {
    let bench = Bench::new().await;
    let id = bench.log("Nobody told the caterer that the venue had moved").await;
    bench.log("I gave the patient twice the dose").await;
    let asked = "telling the caterers and the guests that the venue has moved";
    let looked = bench.app.look_up(asked, &Filter::default(), true, 9).await.unwrap();
    assert_eq!(looked.hits, []);
    assert_eq!(looked.close.iter().map(|close| close.line.id).collect::<Vec<_>>(), [id]);
    // A few words of which each is somewhere, and none that is nowhere.
    let close =
        async |asked: &str| bench.app.look_up(asked, &Filter::default(), true, 9).await.unwrap().close;
    assert_eq!(close("caterer dose").await.len(), 2);
    assert_eq!(
        close("the caterer's elephant").await.iter().map(|close| close.line.id).collect::<Vec<_>>(),
        [id]
    );
    assert_eq!(close("elephants and giraffes").await, []);
    bench.log("The cluster of grapes on the cake").await;
    let upgraded = bench.log("Upgraded the cluster on a Friday").await;
    bench.log("Forgot the cluster of balloons").await;
    let found = close("upgrading a kubernetes cluster").await;
    assert_eq!((found[0].line.id, found[0].shared.join(" ")), (upgraded, "upgrading cluster".to_owned()));
    assert_eq!(found.len(), 3);
    let narrowed = Filter { has_lesson: Some(true), ..Filter::default() };
    assert_eq!(bench.app.look_up(asked, &narrowed, true, 9).await.unwrap().close, []);
}

#[tokio::test]
async fn what_has_all_words_of_a_sentence_by_chance_is_followed_by_what_is_near_and_lessons_come_first() {
    let bench = Bench::new().await;
    let chance = bench.log("Saying no better: how do I get the cat to eat? At the vet's").await;
    let near = bench.log("I say yes to whoever stands in front of me and then say nothing better").await;
    let asked = "how do I get better at saying no?";
    let looked = bench.app.look_up(asked, &Filter::default(), true, 9).await.unwrap();
    assert_eq!(looked.hits.iter().map(|hit| hit.line.id).collect::<Vec<_>>(), [chance]);
    assert_eq!(looked.close.iter().map(|close| close.line.id).collect::<Vec<_>>(), [near]);
    let narrowed = Filter { kind: Some(hansei_method::entry::Kind::Failure), ..Filter::default() };
    for (asked, filter) in [
        ("\"how do I get better at saying no?\"", &Filter::default()),
        ("better saying vet", &Filter::default()),
        ("how do I get the cat to eat", &Filter::default()),
        (asked, &narrowed),
    ] {
        let looked = bench.app.look_up(asked, filter, true, 9).await.unwrap();
        assert_eq!((looked.hits.len(), looked.close.len()), (1, 0), "{asked}");
    }
    let typed = bench.app.look_up_typed(asked, &Filter::default(), true, 9).await.unwrap();
    assert_eq!((typed.hits.len(), typed.close.len()), (1, 0), "it is looked for at a pause");
}

#[tokio::test]
async fn what_the_log_has_spelled_so_is_not_corrected_for_the_library() {
    let bench = Bench::new().await;
    bench.log("Lena was not asked").await;
    let id = shelved(&bench).await;
    bench.app.put_cases(id, vec![case("4", "A lean team", "Nobody was there.")]).await.unwrap();
    let looked = bench.app.look_up("lena", &Filter::default(), true, 9).await.unwrap();
    assert_eq!((looked.hits.len(), looked.cases.hits.len(), looked.cases.instead), (1, 0, None));
    let looked = bench.app.look_up("leana", &Filter::default(), true, 9).await.unwrap();
    assert_eq!(
        (looked.instead.as_deref(), looked.cases.hits.len()),
        (Some("lena"), 0),
        "nor to another word"
    );
}
