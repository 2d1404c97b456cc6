use hansei_app::adoption::Adopt;
use hansei_app::doctor::{Rebuilt, State, examine_data};
use hansei_app::library::{CaseQuery, Described, Heard, SimilarCase, starter};
use hansei_app::{App, AppError};
use hansei_method::case::{Case, Collection};
use hansei_method::id::CollectionId;
use hansei_store::test_support::run_sql;
use hansei_store::{Filter, Place, Tx};
use serde_json::json;

use crate::harness::*;

pub(crate) fn case(key: &str, title: &str, happened: &str) -> Case {
    serde_json::from_value(json!({"key": key, "title": title, "happened": happened})).unwrap()
}

pub(crate) fn some() -> Vec<Case> {
    vec![
        case(
            "1",
            "The orbiter was lost",
            "Two teams worked in different units. Nobody compared the figures.",
        ),
        case("2", "The pump ran dry", "A valve was closed for the repair and nobody opened it afterwards."),
        case(
            "3",
            "The wrong dose",
            "The label was hard to read at night, and the nurse gave twice the dose.",
        ),
    ]
}

pub(crate) async fn shelved(bench: &Bench) -> CollectionId {
    let described = Described::named("Heard of".parse().unwrap());
    let id = bench.app.add_collection(described).await.unwrap().id;
    let put = bench.app.put_cases(id, some()).await.unwrap();
    assert_eq!((put.new, put.all()), (3, 3));
    id
}

pub(crate) async fn keys(app: &App, typed: &str) -> Vec<String> {
    let looked = app.look_up_cases(typed, &CaseQuery::default(), 20).await.unwrap();
    looked.hits.into_iter().map(|hit| hit.told.case.key.to_string()).collect()
}

pub(crate) fn adopt(lesson: &str) -> Adopt {
    Adopt {
        conditions: vec!["Figures cross between two teams here too".parse().unwrap()],
        difference: None,
        lesson: lesson.parse().unwrap(),
        commitment: serde_json::from_value(
            json!({"cue": "a figure comes from another team", "act": "ask for its unit"}),
        )
        .unwrap(),
    }
}

#[tokio::test]
async fn there_is_a_collection_on_the_first_day_and_once_deleted_it_stays_away() {
    let bench = Bench::new().await;
    let kept = bench.app.collections().await.unwrap();
    assert_eq!(kept.iter().map(|kept| kept.collection.id).collect::<Vec<_>>(), [starter()]);
    assert!(
        kept[0].cases > 30 && kept[0].collection.notice.as_ref().unwrap().as_str().contains("(c) 2019 DFDS")
    );
    assert!(!keys(&bench.app, "kubernetes nodes").await.is_empty());
    bench.app.delete_collection(starter()).await.unwrap();
    assert_eq!(bench.app.collections().await.unwrap(), []);
    assert_eq!(keys(&bench.app, "kubernetes nodes").await, [""; 0]);
    let mut erased = 0;
    bench.app.erase_hidden_cases(|more| erased += more).await.unwrap();
    assert!(erased > 30 && bench.app.hidden_cases().await.unwrap() == 0);
    let again = bench.again().await;
    assert_eq!(again.collections().await.unwrap(), []);
}

pub(crate) fn is_in_a_file(folder: &std::path::Path, word: &str) -> bool {
    let holds = |file: std::path::PathBuf| {
        std::fs::read(file).unwrap().windows(word.len()).any(|part| part == word.as_bytes())
    };
    std::fs::read_dir(folder).unwrap().any(|file| holds(file.unwrap().path()))
}

#[tokio::test]
async fn no_word_of_what_is_erased_or_replaced_stays_in_the_file_even_when_the_tidying_was_broken_off() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::at(&Place::Sqlite(folder.path().join("hansei.db"))).await;
    let id = shelved(&bench).await;
    let gone = bench.app.add_collection(Described::named("Gone".parse().unwrap())).await.unwrap().id;
    bench.app.put_cases(id, vec![case("4", "Xylophones", "It was said of xylophones.")]).await.unwrap();
    bench.app.put_cases(gone, vec![case("5", "Zeppelins", "It was said of zeppelins.")]).await.unwrap();
    assert!(is_in_a_file(folder.path(), "xylophones") && is_in_a_file(folder.path(), "zeppelins"));
    bench.app.put_cases(id, vec![case("4", "Pumps", "It was said of pumps.")]).await.unwrap();
    bench.app.delete_collection(gone).await.unwrap();
    let store = bench.app.store();
    let some = async |tx: &mut Tx| tx.erase_cases(bench.app.space(), gone, 9).await;
    while store.write(some).await.unwrap() > 0 {}
    assert!(store.collections_going(bench.app.space()).await.unwrap().is_empty());
    bench.again().await.erase_hidden_cases(|_| ()).await.unwrap();
    assert_eq!(["xylophones", "zeppelins"].map(|word| is_in_a_file(folder.path(), word)), [false; 2]);
    assert_eq!(store.untidied_cases(bench.app.space()).await.unwrap(), 0);
}

#[tokio::test]
async fn a_collection_is_named_whole_described_with_what_is_new_or_made() {
    let bench = Bench::new().await;
    let named = |name: &str| Described::named(name.parse().unwrap());
    let made =
        bench.app.collection_named(Described { licence: "MIT".parse().ok(), ..named("dfd5") }).await.unwrap();
    assert_ne!(made, starter());
    let again = bench
        .app
        .collection_named(Described { source: "A board".parse().ok(), ..named("DFD5") })
        .await
        .unwrap();
    assert_eq!(again, made);
    let kept = bench.app.collection(made).await.unwrap().collection;
    let Described { name, .. } = named("dfd5");
    let told = Collection {
        id: made,
        name,
        source: "A board".parse().ok(),
        licence: "MIT".parse().ok(),
        notice: None,
        link: None,
    };
    assert_eq!(kept, told);
    bench.app.add_collection(named("dfd5")).await.unwrap();
    let refused = bench.app.collection_named(named("dfd5")).await.unwrap_err().to_string();
    assert!(refused.contains("2 collections are called \"dfd5\""), "{refused}");
}

#[tokio::test]
async fn an_import_that_is_run_again_goes_on_where_it_broke_off() {
    let bench = Bench::new().await;
    let id = bench.app.add_collection(Described::named("Heard of".parse().unwrap())).await.unwrap().id;
    bench.app.put_cases(id, some()[..2].to_vec()).await.unwrap();
    let mut lines: Vec<Result<Case, &str>> = some().into_iter().map(Ok).collect();
    lines.insert(1, Err("line 2"));
    let (mut bad, mut last) = (Vec::new(), None);
    let coming =
        bench.app.import_cases(id, lines.into_iter(), |so_far| last = Some(so_far), |line| bad.push(line));
    let coming = coming.await.unwrap();
    assert_eq!((coming.new, coming.same, coming.changed, bad, last), (1, 2, 0, vec!["line 2"], Some(coming)));
}

#[tokio::test]
async fn cases_are_found_as_they_are_typed_and_mistyped() {
    let bench = Bench::new().await;
    shelved(&bench).await;
    assert_eq!(keys(&bench.app, "dose lab").await, ["3"]);
    let looked = bench.app.look_up_cases("orbitter", &CaseQuery::default(), 9).await.unwrap();
    assert_eq!((looked.instead.as_deref(), looked.hits.len()), (Some("orbiter"), 1));
    let asked = "medicine label confused at night by the nurse";
    let looked = bench.app.look_up_cases(asked, &CaseQuery::default(), 9).await.unwrap();
    assert_eq!(looked.hits, []);
    assert_eq!(looked.close[0].told.case.key.as_str(), "3");
    let narrowed = CaseQuery { collection: Some(starter()), ..CaseQuery::default() };
    assert_eq!(bench.app.look_up_cases("dose", &narrowed, 9).await.unwrap().hits, []);
}

#[tokio::test]
async fn a_few_words_bring_what_is_most_like_them_where_no_case_has_them_all() {
    let bench = Bench::new().await;
    let rest =
        (0..200).map(|page| format!("Chapter{page} is about page{page}.")).collect::<Vec<_>>().join(" ");
    let long = format!("The figures of one program were read by another one in a different unit. {rest}");
    let id = shelved(&bench).await;
    bench.app.put_cases(id, vec![case("4", "A report of a hundred pages", &long)]).await.unwrap();
    let asked = "unit conversion of program figures";
    let looked = bench.app.look_up_cases(asked, &CaseQuery::default(), 9).await.unwrap();
    let has_it = |close: &[SimilarCase]| close.iter().any(|close| close.told.case.key.as_str() == "4");
    assert!(looked.hits.is_empty() && has_it(&looked.close));
    let beside = bench.app.look_up(asked, &Filter::default(), true, 9).await.unwrap().cases;
    assert!(!has_it(&beside.close), "unasked only what is near");
}

#[tokio::test]
async fn unasked_nobody_is_shown_somebody_else_with_whom_they_share_one_word() {
    let bench = Bench::new().await;
    let id = shelved(&bench).await;
    let told = "A businessman paid because a voice on the telephone sounded like his son.";
    let cases = vec![case("5", "The voice of a son", told), case("6", "His son", "It was about a son.")];
    bench.app.put_cases(id, cases).await.unwrap();
    let keys = async |text: &str, near| {
        let found = bench.app.similar_cases_to_text(text, near, 9).await.unwrap();
        found.into_iter().map(|similar| similar.told.case.key.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(keys("Shouted at my son", true).await, [""; 0], "of the words the sixth has, half are shared");
    assert!(keys("Shouted at my son", false).await.contains(&"6".to_owned()));
    let alike = "I paid because the voice on the telephone was my son's";
    assert_eq!(keys(alike, true).await, ["5"]);
}

#[tokio::test]
async fn what_somebody_else_met_comes_with_the_words_that_both_have() {
    let bench = Bench::new().await;
    shelved(&bench).await;
    let text = "After the repair the valve was left closed, and the pump was damaged";
    let entry = bench.log(text).await;
    let near = bench.app.similar_cases(entry, true, 3).await.unwrap();
    assert_eq!(near[0].told.case.key.as_str(), "2");
    assert_eq!(near[0].told.collection.name.as_str(), "Heard of");
    assert!(near[0].shared.contains(&"valve".to_owned()), "{:?}", near[0].shared);
    let nothing = "We ran out of blue paint on the second day of the summer festival";
    assert_eq!(bench.app.similar_cases_to_text(nothing, true, 3).await.unwrap(), []);
    assert_eq!(bench.app.similar_cases_to_text("", false, 3).await.unwrap(), []);
    assert_eq!(bench.app.cases_due().await.unwrap(), 0);
}

#[tokio::test]
async fn whoever_waits_for_an_answer_ends_the_comparing_and_it_goes_on_where_it_ended() {
    let bench = Bench::new().await;
    let id = shelved(&bench).await;
    let many = (0..600).map(|at| case(&format!("n{at}"), "The pump ran dry", "Nobody opened the valve"));
    bench.app.put_cases(id, many.collect()).await.unwrap();
    let due = bench.app.cases_due().await.unwrap();
    bench.app.catch_up_cases_while(|_| false).await.unwrap();
    assert_eq!(bench.app.cases_due().await.unwrap(), due - 250);
    let mut made = 0;
    bench.app.catch_up_cases(|more| made += more).await.unwrap();
    assert_eq!((made, bench.app.cases_due().await.unwrap()), (usize::try_from(due).unwrap() - 250, 0));
}

async fn is_the_same_when_made_anew(bench: Bench) {
    shelved(&bench).await;
    let entry = bench.log("After the repair the valve was left closed, and the pump was damaged").await;
    bench.log("The valve was left closed after the repair of the pump").await;
    let seen = async || {
        let app = bench.again().await;
        let looked = app.look_up_cases("label night", &CaseQuery::default(), 9).await.unwrap();
        let similar = app.similar_cases(entry, false, 9).await.unwrap();
        (looked, similar, app.similar_to(entry, false, 9).await.unwrap())
    };
    bench.app.catch_up_cases(|_| ()).await.unwrap();
    let before = seen().await;
    assert!(!before.0.hits.is_empty() && !before.1.is_empty() && !before.2.is_empty());
    let mut made = Vec::new();
    bench.app.rebuild(|what, count| made.push((what, count))).await.unwrap();
    let cases =
        usize::try_from(bench.app.store().count_cases_after(bench.app.space(), 0).await.unwrap()).unwrap();
    assert_eq!(
        made,
        [(Rebuilt::Words, cases), (Rebuilt::EntryWords, 2), (Rebuilt::Entries, 2), (Rebuilt::Cases, cases),]
    );
    assert_eq!(seen().await, before);
    assert_eq!(bench.app.store().verify().await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn what_is_found_is_the_same_when_it_is_made_anew() {
    is_the_same_when_made_anew(Bench::new().await).await;
}

#[tokio::test]
async fn what_is_found_on_postgres_is_the_same_when_it_is_made_anew() {
    if let Some(bench) = Bench::postgres(1).await {
        is_the_same_when_made_anew(bench).await;
    }
}

#[tokio::test]
async fn what_is_made_anew_finds_nothing_that_is_not_there_and_passes_over_what_cannot_be_read() {
    let bench = Bench::new().await;
    shelved(&bench).await;
    let store = bench.app.store();
    run_sql(store, "INSERT INTO case_search (rowid, words) VALUES (999999, 'stray')").await.unwrap();
    run_sql(store, "UPDATE library_case SET content = '{' WHERE key = '3'").await.unwrap();
    let told = async || {
        let faults =
            examine_data(store).await.unwrap().into_iter().filter(|found| found.state == State::Problem);
        faults.map(|found| (found.told, found.advice.unwrap())).collect::<Vec<_>>()
    };
    let before = told().await;
    assert_eq!(before.len(), 2, "{before:?}");
    assert_eq!(before[0].0, "case 999999: search finds it, and it is not there");
    bench.app.rebuild(|_, _| ()).await.unwrap();
    assert_eq!(told().await, before[1..]);
    assert!(before[1].0.ends_with(": it cannot be read") && before[1].1.starts_with("import its collection"));
}

#[tokio::test]
async fn what_stands_together_is_found_among_many_in_which_it_stands_apart() {
    let bench = Bench::new().await;
    let id = shelved(&bench).await;
    let told = |number: usize| match number {
        7 => case("together", "納期に遅れた", "発注が遅かった。"),
        _ => case(&format!("apart {number}"), "期限までに納めた", "期限の前に納めた。"),
    };
    bench.app.put_cases(id, (0..450).map(told).collect()).await.unwrap();
    assert_eq!(keys(&bench.app, "納期").await, ["together"]);
}

#[tokio::test]
async fn what_was_told_to_me_has_a_collection_of_its_own() {
    let bench = Bench::new().await;
    let heard = Heard {
        title: "The scaffold gave way".parse().unwrap(),
        intended: None,
        happened: Some("A bolt was missing".parse().unwrap()),
        why: None,
        response: None,
        change: None,
        lesson: None,
        occurred: None,
        link: None,
        labels: Vec::new(),
    };
    let told = bench.app.write_down(heard.clone()).await.unwrap();
    assert_eq!(told.collection.name.as_str(), "Told to me");
    assert_eq!(keys(&bench.app, "scaffold").await, [told.case.key.as_str()]);
    assert_eq!(bench.app.find_case(told.case.key.as_str()).await.unwrap(), told);
    bench.app.write_down(heard).await.unwrap();
    assert_eq!(bench.app.find_collection("told to me").await.unwrap().cases, 2);
}

#[tokio::test]
async fn what_others_learned_comes_beside_what_the_log_has() {
    let bench = Bench::new().await;
    let id = shelved(&bench).await;
    let own = bench.log("The invoice was in the wrong unit").await;
    bench.app.adopt(id, "1", adopt("Write the unit beside every figure")).await.unwrap();
    let looked = bench.app.look_up("unit", &Filter::default(), true, 9).await.unwrap();
    assert_eq!(looked.hits.iter().map(|hit| hit.line.id).collect::<Vec<_>>(), [own]);
    assert_eq!(looked.adopted[0].adoption.from.title.as_str(), "The orbiter was lost");
    assert!(looked.cases.hits.iter().any(|hit| hit.told.case.key.as_str() == "1"));
    let narrowed = Filter { has_lesson: Some(true), ..Filter::default() };
    let looked = bench.app.look_up("unit", &narrowed, false, 9).await.unwrap();
    assert_eq!((looked.adopted.len(), looked.cases.hits.len()), (0, 0), "what is narrowed is one's own");
}

#[tokio::test]
async fn what_cannot_be_looked_up_is_said_and_what_cannot_be_written_is_no_hindrance() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hansei.db");
    let bench = Bench::at(&Place::Sqlite(file.clone())).await;
    bench.log("The invoice was in the wrong unit").await;
    let looked = bench.reading(&file).await.look_up("unit", &Filter::default(), true, 9).await.unwrap();
    assert_eq!((looked.hits.len(), looked.cases.hits.len()), (1, 0), "nothing was put there while reading");
    let id = shelved(&bench).await;
    bench.app.adopt(id, "1", adopt("Write the unit beside every figure")).await.unwrap();
    for table in ["library_case", "adoption"] {
        run_sql(bench.app.store(), &format!("UPDATE {table} SET content = '{{' || content")).await.unwrap();
        let looked = bench.app.look_up("units", &Filter::default(), true, 9).await;
        assert!(matches!(looked, Err(AppError::Broken { .. })), "{table}: {looked:?}");
        let sql = format!("UPDATE {table} SET content = substr(content, 2)");
        run_sql(bench.app.store(), &sql).await.unwrap();
    }
    assert!(bench.app.look_up("units", &Filter::default(), true, 9).await.is_ok());
    let older = "DELETE FROM migration WHERE version >= 7; DROP TABLE opportunity; DROP TABLE practice; \
                 DROP TABLE adoption; DROP TABLE case_search";
    run_sql(bench.app.store(), older).await.unwrap();
    let looked = bench.reading(&file).await.look_up("unit", &Filter::default(), true, 9).await.unwrap();
    assert_eq!((looked.hits.len(), looked.adopted.len()), (1, 0), "the tables are older ones");
}
