use hansei_app::AppError;
use hansei_app::export::Format;
use hansei_app::import::Import;
use hansei_app::library::starter;
use hansei_method::adoption::Adoption;
use hansei_method::id::AdoptionId;
use hansei_method::text::Line;
use hansei_store::{Filter, Place, Tx};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::json;

use crate::harness::*;
use crate::library::{adopt, is_in_a_file, shelved};

#[tokio::test]
async fn an_adopted_lesson_outlives_its_collection_and_can_be_taken_back() {
    let bench = Bench::new().await;
    let id = shelved(&bench).await;
    let saved = bench.app.adopt(id, "1", adopt("Write the unit beside every figure")).await.unwrap();
    bench.app.delete_collection(id).await.unwrap();
    bench.app.erase_hidden_cases(|_| ()).await.unwrap();
    let kept = bench.app.adoption(saved.id).await.unwrap();
    assert_eq!(kept.adoption.from.title.as_str(), "The orbiter was lost");
    assert_eq!(kept.adoption.from.collection_name.as_str(), "Heard of");
    let changed = bench.app.change_adoption(saved.id, Some(1), adopt("Ask for the unit")).await.unwrap();
    assert_eq!(changed.version, 2);
    let stale = bench.app.remove_adoption(saved.id, Some(1)).await;
    assert!(matches!(stale, Err(AppError::Conflict(_))), "{stale:?}");
    bench.app.remove_adoption(saved.id, Some(2)).await.unwrap();
    assert_eq!(bench.app.adoptions().await.unwrap(), []);
    bench.app.take_back_adoption(saved.id, None).await.unwrap();
    assert_eq!(bench.app.adoptions().await.unwrap()[0].adoption.lesson.as_str(), "Ask for the unit");
}

#[tokio::test]
async fn a_lesson_is_adopted_once_under_one_key() {
    let bench = Bench::new().await;
    let id = shelved(&bench).await;
    let once = bench.app.once("k", "adopt".to_owned()).unwrap();
    let first = once.adopt(id, "1", adopt("Write the unit")).await.unwrap();
    assert_eq!(once.adopt(id, "1", adopt("Write the unit")).await.unwrap(), first);
    assert_eq!(bench.app.adoptions().await.unwrap().len(), 1);
}

#[tokio::test]
async fn no_word_of_an_erased_lesson_stays_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::at(&Place::Sqlite(folder.path().join("hansei.db"))).await;
    let id = shelved(&bench).await;
    let saved = bench.app.adopt(id, "1", adopt("Xylophones need their unit")).await.unwrap();
    let removed = bench.app.remove_adoption(saved.id, None).await.unwrap();
    assert_eq!(bench.app.removed_adoptions().await.unwrap()[0].adoption.id, saved.id);
    assert!(is_in_a_file(folder.path(), "Xylophones"));
    let stale = bench.app.erase_adoption(saved.id, Some(saved.version)).await;
    assert!(matches!(stale, Err(AppError::Conflict(_))), "{stale:?}");
    bench.app.erase_adoption(saved.id, Some(removed.version)).await.unwrap();
    assert!(!is_in_a_file(folder.path(), "Xylophones"));
    assert_eq!(bench.app.removed_adoptions().await.unwrap(), []);
    let gone = bench.app.take_back_adoption(saved.id, None).await;
    assert!(matches!(gone, Err(AppError::NotFound(_))), "{gone:?}");
}

fn any_words() -> impl Strategy<Value = String> {
    "\\PC{1,40}".prop_filter("words are more than blanks", |text| text.parse::<Line>().is_ok())
}

fn any_adoption() -> impl Strategy<Value = Adoption> {
    let from = (any_words(), any_words(), any_words(), prop::option::of(any_words()));
    let own = (prop::collection::vec(any_words(), 0..=20), prop::option::of(any_words()), any_words());
    (from, own, any_words(), any_words()).prop_map(|(from, (conditions, difference, lesson), cue, act)| {
        let (collection_name, key, title, source) = from;
        let from = json!({"collection": starter(), "collection_name": collection_name, "key": key, "title": title,
            "source": source});
        serde_json::from_value(json!({"id": AdoptionId::new(uuid::Uuid::nil()), "from": from, "conditions": conditions,
            "difference": difference, "lesson": lesson, "commitment": {"cue": cue, "act": act}}))
        .unwrap()
    })
}

async fn keep_adopted(bench: &Bench, adopted: impl IntoIterator<Item = (Adoption, i64)>) {
    for (number, (mut adoption, at)) in (1..).zip(adopted) {
        adoption.id = AdoptionId::new(uuid::Uuid::from_u128(number));
        let (at, space) = (Timestamp::from_microsecond(at).unwrap(), bench.app.space());
        let work = async |tx: &mut Tx| tx.insert_adoption(space, &adoption, at, at).await;
        assert!(bench.app.store().write(work).await.unwrap());
    }
}

pub(crate) async fn exported(bench: &Bench) -> Vec<u8> {
    let mut written = Vec::new();
    bench.app.export(Format::JsonLines, &Filter::default(), &mut written).await.unwrap();
    written
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn adopted_lessons_and_verdicts_come_back_as_they_were(
        adopted in prop::collection::vec((any_adoption(), 0..4_000_000_000_000_000_i64), 0..4),
        said in prop::option::of(any::<bool>()),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (bench, elsewhere) = (Bench::new().await, Bench::new().await);
            let (one, other) = (bench.log("The van was late").await, bench.log("The van was late again").await);
            if said.is_some() {
                bench.app.say_of_two(one, other, said).await.unwrap();
            }
            keep_adopted(&bench, adopted).await;
            let done = elsewhere.app.import(&exported(&bench).await[..], Import::default()).await.unwrap();
            assert_eq!((done.bad, done.missing), (0, 0));
            assert_eq!(elsewhere.app.adoptions().await.unwrap(), bench.app.adoptions().await.unwrap());
            let (there, here) = (elsewhere.app.store(), bench.app.store());
            let space = bench.app.space();
            assert_eq!(there.verdicts(space).await.unwrap(), here.verdicts(space).await.unwrap());
        });
    }
}

#[tokio::test]
async fn every_adopted_lesson_moves_however_many_there_are() {
    let bench = Bench::new().await;
    let id = shelved(&bench).await;
    let saved = bench.app.adopt(id, "1", adopt("Write the unit")).await.unwrap();
    let adoption = bench.app.adoption(saved.id).await.unwrap().adoption;
    keep_adopted(&bench, std::iter::repeat_n((adoption, 1), 450)).await;
    let written = String::from_utf8(exported(&bench).await).unwrap();
    assert_eq!(written.matches("\"adopted_at\":").count(), 451);
}

#[tokio::test]
async fn an_adopted_lesson_with_more_conditions_than_may_be_is_a_bad_line() {
    let bench = Bench::new().await;
    let id = shelved(&bench).await;
    bench.app.adopt(id, "1", adopt("Write the unit")).await.unwrap();
    let written = String::from_utf8(exported(&bench).await).unwrap();
    let many = written.replace("\"conditions\":[", &format!("\"conditions\":[{}", "\"x\",".repeat(20)));
    let done = Bench::new().await.app.import(many.as_bytes(), Import::default()).await.unwrap();
    assert_eq!((done.adopted, done.bad), (0, 1));
    assert!(
        done.bad_lines[0].reason.starts_with("21 shared conditions are too many"),
        "{:?}",
        done.bad_lines
    );
}

#[tokio::test]
async fn adopted_lessons_and_what_was_said_of_two_move_with_the_log() {
    let bench = Bench::new().await;
    let id = shelved(&bench).await;
    let (one, other) = (bench.log("The van was late").await, bench.log("The van was late again").await);
    bench.app.say_of_two(one, other, Some(true)).await.unwrap();
    let saved = bench.app.adopt(id, "1", adopt("Write the unit beside every figure")).await.unwrap();
    let written = exported(&bench).await;
    let elsewhere = Bench::new().await;
    elsewhere.pass(3_600);
    let seen = elsewhere.app.import_preview(&written[..], None).await.unwrap();
    assert_eq!((seen.new, seen.adopted, seen.said), (2, 1, 1));
    let done = elsewhere.app.import(&written[..], Import::default()).await.unwrap();
    assert_eq!((done.added, done.adopted, done.said, done.bad, done.missing), (2, 1, 1, 0, 0));
    assert_eq!(
        elsewhere.app.adoption(saved.id).await.unwrap(),
        bench.app.adoption(saved.id).await.unwrap(),
        "with the time at which it was adopted"
    );
    let counts = async || {
        let seen = elsewhere.app.import_preview(&written[..], None).await.unwrap();
        (seen.adopted, seen.adopted_different, seen.said, seen.said_different)
    };
    assert_eq!(counts().await, (0, 0, 0, 0));
    elsewhere.app.say_of_two(one, other, Some(false)).await.unwrap();
    elsewhere.app.change_adoption(saved.id, None, adopt("In other words")).await.unwrap();
    assert_eq!(counts().await, (0, 1, 0, 1));
    let strict = Import { all_or_nothing: true, ..Import::default() };
    let again = elsewhere.app.import(&written[..], strict).await.unwrap();
    assert_eq!((again.same, again.adopted, again.said), (2, 0, 0));
    assert_eq!(elsewhere.app.not_the_same(one).await.unwrap().len(), 1, "what was said here stays");
    let over = Import { replace: true, ..Import::default() };
    let done = elsewhere.app.import(&written[..], over).await.unwrap();
    assert_eq!((done.adopted, done.said), (1, 1));
    assert!(elsewhere.app.not_the_same(one).await.unwrap().is_empty());
    let version = elsewhere.app.adoption(saved.id).await.unwrap().version;
    elsewhere.pass(3_600);
    let stamp = elsewhere.app.store().stamp(elsewhere.app.space()).await.unwrap();
    let done = elsewhere.app.import(&written[..], over).await.unwrap();
    assert_eq!((done.adopted, done.said), (0, 0), "there is nothing to replace");
    assert_eq!(elsewhere.app.adoption(saved.id).await.unwrap().version, version);
    assert_eq!(elsewhere.app.store().stamp(elsewhere.app.space()).await.unwrap(), stamp);
    let narrowed = Filter { has_lesson: Some(true), ..Filter::default() };
    let mut part = Vec::new();
    bench.app.export(Format::JsonLines, &narrowed, &mut part).await.unwrap();
    assert!(!String::from_utf8(part).unwrap().contains("beside"), "a part of the log is only that");
}
