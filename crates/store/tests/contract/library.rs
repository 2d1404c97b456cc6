use hansei_method::adoption::Adoption;
use hansei_method::case::{Case, Collection};
use hansei_method::id::{AdoptionId, CollectionId, SpaceId};
use hansei_recall::search_text;
use hansei_store::{
    CaseClue, CaseFilter, CaseLikeness, CaseWords, Match, NewCase, Put, Reply, Store, StoreError, Tx,
    transaction,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::fixture::*;

fn collection(number: u128) -> Collection {
    let id = CollectionId::new(Uuid::from_u128(number));
    serde_json::from_value(json!({"id": id, "name": format!("Collection {number}"), "licence": "MIT"}))
        .unwrap()
}

fn case(key: &str, title: &str, happened: &str, labels: &Value) -> NewCase {
    let case: Case =
        serde_json::from_value(json!({"key": key, "title": title, "happened": happened, "labels": labels}))
            .unwrap();
    let words = CaseWords {
        title: search_text(title),
        all: search_text(&case.whole_text()),
        labels: case.labels.iter().map(|label| search_text(label.as_str())).collect(),
    };
    NewCase { case, words }
}

fn plain(key: &str, title: &str, happened: &str) -> NewCase {
    case(key, title, happened, &json!([]))
}

async fn put_in(store: &Store, space: SpaceId, number: u128, cases: &[NewCase]) -> Put {
    let collection = collection(number);
    let put: Result<Option<Put>, StoreError> = transaction!(store, tx => {
        if tx.collection(space, collection.id).await?.is_none() {
            tx.put_collection(space, &collection, NOW).await?;
        }
        tx.put_cases(space, collection.id, cases).await
    });
    put.unwrap().unwrap()
}

async fn put(store: &Store, number: u128, cases: &[NewCase]) -> Put {
    put_in(store, space(), number, cases).await
}

async fn found(store: &Store, typed: &str, filter: &CaseFilter) -> Vec<String> {
    let words: Match = words(typed).unwrap();
    let found = store.search_cases(space(), &words, filter).await.unwrap();
    let numbers: Vec<i64> = found.iter().map(|found| found.number).collect();
    let kept = store.cases_numbered(space(), &numbers).await.unwrap();
    let key = |number: &i64| kept.iter().find(|kept| kept.number == *number).unwrap().case.key.to_string();
    numbers.iter().map(key).collect()
}

async fn anywhere(store: &Store, typed: &str) -> Vec<String> {
    found(store, typed, &CaseFilter::default()).await
}

async fn erase_some(store: &Store, number: u128, most: u32) -> usize {
    let id = collection(number).id;
    store.write(async |tx: &mut Tx| tx.erase_cases(space(), id, most).await).await.unwrap()
}

async fn hide(store: &Store, number: u128) -> bool {
    let id = collection(number).id;
    store.write(async |tx: &mut Tx| tx.hide_collection(space(), id, NOW).await).await.unwrap()
}

pub(crate) async fn cases_are_kept_under_their_keys(ground: Ground) {
    let store = ground.store().await;
    let first = [plain("a", "Apple", "fell"), plain("b", "Pear", "fell"), plain("a", "Apple", "fell")];
    assert_eq!(put(&store, 1, &first).await, Put { new: 2, same: 1, changed: 0 });
    let again = [plain("a", "Apple", "rolled"), plain("b", "Pear", "fell"), plain("c", "Plum", "fell")];
    assert_eq!(put(&store, 1, &again).await, Put { new: 1, same: 1, changed: 1 });
    assert_eq!(put(&store, 2, &again[..1]).await, Put { new: 1, same: 0, changed: 0 }, "another collection");
    let kept = store.case(space(), collection(1).id, "a").await.unwrap().unwrap();
    assert_eq!(kept.case, again[0].case);
    assert_eq!(anywhere(&store, "fell apple").await, [""; 0], "the old words are gone");
    assert_eq!(store.collection(space(), collection(1).id).await.unwrap().unwrap().cases, 3);
    let page = store.cases(space(), collection(1).id, 0, 2).await.unwrap();
    let keys: Vec<_> = page.iter().map(|kept| kept.case.key.as_str()).collect();
    assert_eq!(keys, ["b", "a"], "what changed came last");
    let rest = store.cases(space(), collection(1).id, page[1].number, 2).await.unwrap();
    assert_eq!(rest.iter().map(|kept| kept.case.key.as_str()).collect::<Vec<_>>(), ["c"]);
}

pub(crate) async fn only_what_is_written_takes_a_number(ground: Ground) {
    let store = ground.store().await;
    let cases = [plain("a", "Apple", "fell"), plain("b", "Pear", "fell"), plain("a", "Apple", "rolled")];
    put(&store, 1, &cases).await;
    assert_eq!(store.shelf(space()).await.unwrap().last_number, 2);
    put(&store, 1, &cases[1..]).await;
    assert_eq!(store.shelf(space()).await.unwrap().last_number, 2, "nothing is new");
}

pub(crate) async fn a_collection_goes_whole_and_at_once(ground: Ground) {
    let store = ground.store().await;
    let many: Vec<NewCase> = (0..5).map(|key| plain(&key.to_string(), "Apple", "fell")).collect();
    put(&store, 1, &many).await;
    put(&store, 2, &[plain("x", "Apple", "stays")]).await;
    assert!(hide(&store, 1).await);
    assert!(!hide(&store, 1).await, "it is not there any more");
    assert_eq!(anywhere(&store, "apple").await, ["x"]);
    assert_eq!(store.collections(space()).await.unwrap().len(), 1);
    assert_eq!(store.case(space(), collection(1).id, "0").await.unwrap(), None);
    let clue = CaseClue { word: "fell".to_owned(), is_beginning: false, weight: 1.0 };
    assert_eq!(store.cases_with_clues(space(), &[clue], 9).await.unwrap(), [0; 0]);
    let new = [plain("9", "Apple", "fell")];
    let id = collection(1).id;
    let refused = store.write(async |tx: &mut Tx| tx.put_cases(space(), id, &new).await).await.unwrap();
    assert_eq!(refused, None, "nothing comes into what is going");
    assert_eq!(erase_some(&store, 1, 3).await, 3);
    assert_eq!(store.collections_going(space()).await.unwrap(), [(id, 2)]);
    assert_eq!((erase_some(&store, 1, 3).await, erase_some(&store, 1, 3).await), (2, 0));
    assert_eq!(store.collections_going(space()).await.unwrap(), []);
    let mut is_first = true;
    while store.tidy_case_search(is_first).await.unwrap() {
        is_first = false;
    }
    assert_eq!(anywhere(&store, "apple").await, ["x"]);
    assert_eq!(put(&store, 1, &many).await.new, 5, "it can come again");
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
}

pub(crate) async fn cases_are_found_as_they_are_typed(ground: Ground) {
    let store = ground.store().await;
    let cases = [
        case("1", "The valve", "A pump broke", &json!(["Water", "Old plants"])),
        plain("2", "The pump", "It was the valve that broke. 納期遅れ"),
        plain("3", "Elsewhere", "Deliveries of pumps were late"),
    ];
    put(&store, 1, &cases).await;
    put(&store, 2, &[case("4", "Pumps again", "The same", &json!(["Water"]))]).await;
    assert_eq!(anywhere(&store, "pump").await, ["4", "2", "3", "1"], "titles first, then what came last");
    assert_eq!(anywhere(&store, "pu val").await, ["2", "1"]);
    assert_eq!(anywhere(&store, "delivery").await, ["3"], "another form");
    assert_eq!(anywhere(&store, "納期").await, ["2"]);
    assert_eq!(anywhere(&store, "elephant").await, [""; 0]);
    let narrowed = |number: Option<u128>, label: Option<&str>| CaseFilter {
        collection: number.map(|number| collection(number).id),
        label: label.map(search_text),
    };
    assert_eq!(found(&store, "pump", &narrowed(Some(2), None)).await, ["4"]);
    assert_eq!(found(&store, "pump", &narrowed(None, Some("old plants"))).await, ["1"]);
    assert_eq!(found(&store, "pump", &narrowed(Some(1), Some("water"))).await, ["1"]);
    let there = store.case_words_beginning(space(), "pu", 9).await.unwrap();
    let mut there: Vec<_> = there.iter().map(|(word, cases)| (word.as_str(), *cases)).collect();
    there.sort_unstable();
    assert_eq!(there, [("pump", 2), ("pumps", 2)]);
}

pub(crate) async fn cases_of_other_spaces_are_not_found(ground: Ground) {
    let store = ground.store().await;
    let other = SpaceId::new(Uuid::from_u128(0x0DD));
    make_space(&store, other).await;
    put(&store, 1, &[plain("1", "Apple", "x"), plain("2", "Pear", "x")]).await;
    put_in(&store, other, 1, &[plain("1", "Apple", "x"), plain("3", "Apple", "x")]).await;
    assert_eq!(anywhere(&store, "apple").await, ["1"]);
    assert_eq!(put(&store, 1, &[plain("3", "Plum", "x")]).await.new, 1);
    assert_eq!(anywhere(&store, "plum").await, ["3"]);
    assert_eq!(store.count_cases_after(other, 0).await.unwrap(), 2);
}

pub(crate) async fn what_shares_the_most_telling_words_comes_first(ground: Ground) {
    let store = ground.store().await;
    let cases = [
        plain("1", "Pump", "The valve leaked"),
        plain("2", "Pump", "The forwarder forgot"),
        plain("3", "Pump", "Nothing leaked"),
    ];
    put(&store, 1, &cases).await;
    let clue = |word: &str, weight| CaseClue { word: word.to_owned(), is_beginning: true, weight };
    let clues = [clue("forward", 3.0), clue("leak", 1.0), clue("valve", 1.5), clue("elephant", 9.0)];
    let found = store.cases_with_clues(space(), &clues, 2).await.unwrap();
    let keys: Vec<_> = store.cases_numbered(space(), &found).await.unwrap();
    let key = |number: &i64| keys.iter().find(|kept| kept.number == *number).unwrap().case.key.to_string();
    assert_eq!(found.iter().map(key).collect::<Vec<_>>(), ["2", "1"]);
}

async fn keep_made(store: &Store, maker: &str, made: &[CaseLikeness], (after, until): (i64, i64)) -> bool {
    let work = async |tx: &mut Tx| tx.keep_case_likenesses(space(), maker, made, (after, until)).await;
    store.write(work).await.unwrap()
}

pub(crate) async fn what_is_compared_was_all_made_by_one(ground: Ground) {
    let store = ground.store().await;
    put(&store, 1, &[plain("1", "Apple", "x"), plain("2", "Pear", "x")]).await;
    let made = |number, by: u8| CaseLikeness { number, words: vec![by], vector: vec![by] };
    let all = async || store.sample_of_cases(space(), 40).await.unwrap();
    assert!(keep_made(&store, "words-1", &[made(1, 1), made(2, 1)], (0, 2)).await);
    assert!(!keep_made(&store, "words-1", &[made(1, 9)], (0, 1)).await, "another was faster");
    assert!(!keep_made(&store, "words-2", &[made(2, 2)], (1, 2)).await, "it has not made the first");
    assert_eq!(all().await, [made(1, 1), made(2, 1)]);
    assert_eq!(store.shelf(space()).await.unwrap().made_until, 2);
    assert!(keep_made(&store, "words-2", &[made(1, 2)], (0, 1)).await);
    assert_eq!(all().await, [made(1, 2)], "what the other made is gone");
}

pub(crate) async fn what_came_is_due_until_it_is_compared(ground: Ground) {
    let store = ground.store().await;
    put(&store, 1, &[plain("1", "Apple", "x"), plain("2", "Pear", "x")]).await;
    let due = store.cases_after(space(), 0, 9).await.unwrap();
    let made: Vec<CaseLikeness> = due
        .iter()
        .map(|(number, _)| CaseLikeness { number: *number, words: vec![1], vector: vec![2] })
        .collect();
    let until = made[1].number;
    let keep = async |made: &[CaseLikeness], after| keep_made(&store, "words-1", made, (after, until)).await;
    assert!(keep(&made, 0).await);
    assert!(keep(&made, until).await);
    let shelf = store.shelf(space()).await.unwrap();
    assert_eq!((shelf.made_by.as_str(), shelf.made_until, shelf.last_number), ("words-1", until, until));
    assert_eq!(store.sample_of_cases(space(), 40).await.unwrap(), made);
    put(&store, 1, &[plain("1", "Apples", "x")]).await;
    assert_eq!(store.count_cases_after(space(), until).await.unwrap(), 1);
    assert!(keep(&made, until).await);
    assert_eq!(
        store.case_likenesses(space(), &[made[0].number]).await.unwrap(),
        [],
        "it is another case now"
    );
    store.write(async |tx: &mut Tx| tx.forget_case_likenesses(space()).await).await.unwrap();
    assert_eq!(store.sample_of_cases(space(), 40).await.unwrap(), []);
    assert_eq!(store.shelf(space()).await.unwrap().made_until, 0);
}

fn adoption(lesson: &str) -> Adoption {
    serde_json::from_value(json!({
        "id": AdoptionId::new(Uuid::from_u128(7)),
        "from": {"collection": collection(1).id, "collection_name": "C", "key": "k", "title": "T"},
        "lesson": lesson, "commitment": {"cue": "x", "act": "y"},
    }))
    .unwrap()
}

pub(crate) async fn an_adopted_lesson_is_kept_changed_and_removed(ground: Ground) {
    let store = ground.store().await;
    let (first, second) = (adoption("Write the unit"), adoption("Write both units"));
    let insert = async |adoption: &Adoption| {
        store.write(async |tx: &mut Tx| tx.insert_adoption(space(), adoption, NOW, NOW).await).await.unwrap()
    };
    assert!(insert(&first).await);
    assert!(!insert(&first).await, "the id is taken");
    let save = async |adoption: &Adoption, expected, at| {
        let work = async |tx: &mut Tx| tx.save_adoption(space(), adoption, expected, at, NOW).await;
        store.write(work).await.unwrap()
    };
    assert_eq!(save(&second, 1, None).await, Some(2));
    assert_eq!(save(&second, 1, None).await, None, "another version is there");
    assert_eq!(store.adoptions(space()).await.unwrap()[0].adoption, second);
    assert_eq!(save(&second, 2, Some(NOW)).await, Some(3));
    assert_eq!(store.adoptions(space()).await.unwrap(), []);
    let kept = store.adoption(space(), first.id).await.unwrap().unwrap();
    assert_eq!(
        (kept.adoption, kept.version, kept.deleted_at, kept.created_at.as_microsecond()),
        (second.clone(), 3, Some(NOW), NOW.as_microsecond())
    );
    assert_eq!(store.removed_adoptions(space()).await.unwrap()[0].adoption, second);
}

pub(crate) async fn nothing_is_left_of_an_erased_lesson(ground: Ground) {
    let store = ground.store().await;
    let erased = adoption("Write the unit");
    let stays = Adoption { id: AdoptionId::new(Uuid::from_u128(77)), ..erased.clone() };
    let reply = |id: AdoptionId| Reply { fingerprint: "f".to_owned(), status: 201, body: id.to_string() };
    for (key, adoption) in [("erased", &erased), ("stays", &stays)] {
        let work = async |tx: &mut Tx| {
            tx.keep_reply(space(), key, &reply(adoption.id), NOW).await?;
            tx.insert_adoption(space(), adoption, NOW, NOW).await
        };
        store.write(work).await.unwrap();
    }
    store.write(async |tx: &mut Tx| tx.erase_adoption(space(), erased.id).await).await.unwrap();
    assert_eq!(store.adoption(space(), erased.id).await.unwrap(), None);
    assert_eq!(store.reply(space(), "erased").await.unwrap(), None);
    assert_eq!(store.adoptions(space()).await.unwrap()[0].adoption, stays);
    assert_eq!(store.reply(space(), "stays").await.unwrap(), Some(reply(stays.id)));
}
