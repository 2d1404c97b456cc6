//! What was said of patterns, on its way out and in.

use std::collections::BTreeSet;

use hansei_app::import::{Import, Imported};
use hansei_app::patterns::Patterns;
use hansei_method::id::EntryId;
use hansei_method::pattern::{Pattern, PatternKey, Standing};
use hansei_store::{KeptPattern, Tx};
use proptest::prelude::*;

use crate::adopted::exported;
use crate::harness::*;
use crate::patterns::{card, forgetful, memory};

/// A page of patterns without the versions: what is brought in begins to count anew.
async fn page(bench: &Bench) -> Patterns {
    let mut patterns = bench.app.patterns().await.unwrap();
    for card in &mut patterns.cards {
        card.version = 0;
    }
    for away in &mut patterns.away {
        away.version = 0;
    }
    patterns
}

async fn moved(from: &Bench, to: &Bench, replace: bool) -> Imported {
    let how = Import { replace, ..Import::default() };
    to.app.import(&exported(from).await[..], how).await.unwrap()
}

async fn kept(bench: &Bench) -> Vec<(PatternKey, Pattern)> {
    let kept = bench.app.store().patterns(bench.app.space()).await.unwrap();
    let is_said = |kept: &KeptPattern| kept.pattern != Pattern::default();
    kept.into_iter().filter(is_said).map(|kept| (kept.key, kept.pattern)).collect()
}

#[tokio::test]
async fn the_page_of_patterns_is_the_same_where_the_log_was_moved_to() {
    let (bench, elsewhere) = (Bench::new().await, Bench::new().await);
    bench.app.fill_with_demo().await.unwrap();
    let keys: Vec<PatternKey> =
        bench.app.patterns().await.unwrap().cards.into_iter().map(|card| card.key).collect();
    let [one, two, three, four, ..] = &keys[..] else { panic!("{keys:?}") };
    let evidence = bench.app.pattern(two).await.unwrap().entries;
    bench.app.confirm_pattern(one, None, None).await.unwrap();
    bench.app.rename_pattern(two, None, Some("In my own words".parse().unwrap())).await.unwrap();
    bench.app.say_of_entry(two, None, evidence[0].id, Some(false)).await.unwrap();
    bench.app.reject_pattern(three, None).await.unwrap();
    bench.app.merge_pattern(four, None, one).await.unwrap();
    let done = moved(&bench, &elsewhere, false).await;
    assert_eq!((done.patterns, done.bad, done.missing), (4, 0, 0));
    assert_eq!(page(&elsewhere).await, page(&bench).await);
    // Each is taken back there as it is here.
    for bench in [&bench, &elsewhere] {
        bench.app.undo_pattern(three, None).await.unwrap();
        bench.app.undo_pattern(four, None).await.unwrap();
    }
    assert_eq!(page(&elsewhere).await, page(&bench).await);
}

#[tokio::test]
async fn what_was_said_here_stays_unless_the_file_is_to_replace_it_and_that_can_be_undone() {
    let (bench, elsewhere) = (Bench::new().await, Bench::new().await);
    forgetful(&bench).await;
    bench.app.reject_pattern(&memory(), None).await.unwrap();
    let counts = async || {
        let seen = elsewhere.app.import_preview(&exported(&bench).await[..], None).await.unwrap();
        (seen.patterns, seen.patterns_different)
    };
    assert_eq!(counts().await, (1, 0));
    assert_eq!(moved(&bench, &elsewhere, false).await.patterns, 1);
    assert_eq!(counts().await, (0, 0));
    assert_eq!(moved(&bench, &elsewhere, true).await.patterns, 0, "there is nothing to replace");
    elsewhere.app.confirm_pattern(&memory(), None, None).await.unwrap();
    assert_eq!(counts().await, (0, 1));
    let mine = kept(&elsewhere).await;
    assert_eq!(moved(&bench, &elsewhere, false).await.patterns, 0);
    assert_eq!(kept(&elsewhere).await, mine);
    assert_eq!(moved(&bench, &elsewhere, true).await.patterns, 1);
    assert_eq!(kept(&elsewhere).await, kept(&bench).await);
    elsewhere.app.undo_pattern(&memory(), None).await.unwrap();
    assert_eq!(kept(&elsewhere).await, mine);
}

#[tokio::test]
async fn what_lies_in_the_trash_is_left_out_with_the_name_that_was_made_of_its_words() {
    let bench = Bench::new().await;
    let ids = forgetful(&bench).await;
    bench.app.confirm_pattern(&memory(), None, None).await.unwrap();
    assert!(card(&bench).await.entries.len() == 3);
    bench.app.delete(ids[1], None).await.unwrap();
    let written = String::from_utf8(exported(&bench).await).unwrap();
    assert!(!written.contains(&ids[1].to_string()), "{written}");
    let elsewhere = Bench::new().await;
    moved(&bench, &elsewhere, false).await;
    let members = BTreeSet::from([ids[0], ids[2]]);
    let pattern = Pattern { standing: Standing::Confirmed, members, ..Pattern::default() };
    assert_eq!(kept(&elsewhere).await, [(memory(), pattern)]);
}

#[tokio::test]
async fn a_pattern_of_entries_that_are_not_here_and_one_that_leads_back_to_itself_stay_out() {
    let bench = Bench::new().await;
    let id = bench.log("The van was late").await;
    let line = |key: &str, standing: &str, member: &str| {
        format!(
            r#"{{"hansei":"beside","schema":1,"pattern":{{"key":"{key}","standing":{standing},"members":["{member}"]}}}}"#
        )
    };
    let (here, gone) = (id.to_string(), "00000000-0000-4000-8000-000000000009");
    let lines = [
        line("like-1", "\"confirmed\"", gone),
        line("like-2", r#"{"merged":"like-3"}"#, &here),
        line("like-3", r#"{"merged":"like-2"}"#, &here),
        line("like-4", r#"{"merged":"like-4"}"#, &here),
        line("No key", "\"confirmed\"", &here),
        line("like-5", "\"perhaps\"", &here),
    ];
    let done = bench.app.import(lines.join("\n").as_bytes(), Import::default()).await.unwrap();
    assert_eq!((done.patterns, done.bad), (1, 2), "{:?}", done.bad_lines);
    let keys: Vec<String> = kept(&bench).await.into_iter().map(|(key, _)| key.to_string()).collect();
    assert_eq!(keys, ["like-2"]);
}

/// How a pattern stands, its name, whether the person gave it that, and which of four entries have which part in it.
type Drawn = (u8, Option<String>, bool, [Vec<bool>; 3]);

fn any_patterns() -> impl Strategy<Value = Vec<Drawn>> {
    let parts = || prop::collection::vec(any::<bool>(), 4);
    let parts = (parts(), parts(), parts()).prop_map(|(one, two, three)| [one, two, three]);
    let name = prop::option::of("[a-zé\"<=+]{1,20}");
    prop::collection::vec((0_u8..4, name, any::<bool>(), parts), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn what_was_said_of_patterns_comes_back_as_it_was(any in any_patterns()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (bench, elsewhere) = (Bench::new().await, Bench::new().await);
            let mut ids: Vec<EntryId> = Vec::new();
            for day in ["first", "second", "third", "fourth"] {
                ids.push(bench.log(&format!("The van was late on the {day} day")).await);
            }
            let key = |at: usize| -> PatternKey { format!("like-{at}").parse().unwrap() };
            let (store, space, now) = (bench.app.store(), bench.app.space(), jiff::Timestamp::UNIX_EPOCH);
            for (at, (standing, name, is_named, parts)) in any.into_iter().enumerate() {
                let standing = match standing {
                    1 => Standing::Confirmed,
                    2 => Standing::Rejected,
                    3 if at > 0 => Standing::Merged(key(at - 1)),
                    _ => Standing::Open,
                };
                let [members, added, removed] = parts.map(|part| {
                    let taken = ids.iter().zip(part).filter(|(_, is_in)| *is_in);
                    taken.map(|(id, _)| *id).collect::<BTreeSet<EntryId>>()
                });
                let name = name.map(|name| name.parse().unwrap());
                let pattern = Pattern { standing, name, is_named, members, added, removed };
                let (version, saved_at, action) = (2, now, "confirmed".to_owned());
                let said = KeptPattern { key: key(at), version, saved_at, action, back: None, pattern };
                let work = async |tx: &mut Tx| tx.keep_pattern(space, &said).await;
                store.write(work).await.unwrap();
            }
            let done = moved(&bench, &elsewhere, false).await;
            assert_eq!(done.bad, 0);
            assert_eq!(kept(&elsewhere).await, kept(&bench).await);
        });
    }
}

#[tokio::test]
async fn an_entry_is_chosen_by_its_id_the_start_of_it_or_its_words() {
    let bench = Bench::new().await;
    let ids = forgetful(&bench).await;
    let short = bench.app.short_id(ids[1]).await.unwrap();
    for typed in [ids[1].to_string(), short, " slipped MIND ".to_owned()] {
        assert_eq!(
            bench.app.choose_entry(&typed).await.unwrap(),
            hansei_app::patterns::Chosen::One(ids[1]),
            "{typed}"
        );
    }
    let hansei_app::patterns::Chosen::OneOf(hits) = bench.app.choose_entry("forgot").await.unwrap() else {
        panic!("one was chosen")
    };
    assert_eq!(hits.len(), 2);
    for typed in ["", "zebra", "00000000-0000-4000-8000-000000000000"] {
        assert!(bench.app.choose_entry(typed).await.is_err(), "{typed}");
    }
}
