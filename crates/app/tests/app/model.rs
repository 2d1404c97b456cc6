use std::fs;
use std::path::Path;

use hansei_app::App;
use hansei_app::doctor::{Rebuilt, State, examine_model};
use hansei_app::model::{Model, ModelError, Shelf};
use hansei_method::id::EntryId;

use crate::harness::*;

/// Made by `crates/recall/tests/model/make.py`: the inputs and the output of the real one, and none of its sense.
const TINY: &[u8] = include_bytes!("../../../recall/tests/model/tiny.onnx");

const LOG: [&str; 4] = [
    "The van with the flowers arrived late. The driver was never told that the venue had moved.",
    "I gave the patient twice the dose. The label was hard to read at night.",
    "The release broke the login. Nobody had tried it with an old account.",
    "The caterer stood before a closed hall. Nobody had told her that the venue had moved.",
];

fn tiny() -> Model {
    Model {
        name: "tiny".to_owned(),
        sha256: "38c751f85c0246d0eadcc61c5f4844366ed8ff98a4305fd7b6d775be67e76d27".to_owned(),
    }
}

fn shelf(folder: &Path) -> Shelf {
    Shelf::new(folder.to_owned(), tiny())
}

async fn filled(bench: &Bench) -> Vec<EntryId> {
    let mut ids = Vec::new();
    for text in LOG {
        ids.push(bench.log(text).await);
    }
    ids
}

async fn first(app: &App, id: EntryId) -> EntryId {
    app.similar_to(id, false, 1).await.unwrap()[0].line.id
}

/// How many entries are told as made anew.
async fn made_anew(app: &App) -> usize {
    let mut entries = 0;
    app.rebuild(|what, more| entries += if what == Rebuilt::Entries { more } else { 0 }).await.unwrap();
    entries
}

/// Where the transformer is not built in, its file is as good as none.
async fn falls_back_to_words(app: &App, ids: &[EntryId], wrong: fn(&ModelError) -> bool) {
    app.catch_up(|_| panic!("there is no model that could read anything")).await.unwrap();
    assert_eq!(first(app, ids[3]).await, ids[0]);
    let error = app.model_shelf().unwrap().look("tiny").unwrap_err();
    assert!(wrong(&error), "{error}");
    let found = examine_model(app.store(), app.model_shelf().unwrap()).await.unwrap();
    assert_eq!((found.len(), found[0].state), (1, State::Problem));
    assert!(found[0].told.ends_with(". Entries are compared by their words"), "{found:?}");
    assert!(
        found[0].advice.as_ref().unwrap().ends_with("or do without it: `hansei model remove`"),
        "{found:?}"
    );
}

#[tokio::test]
async fn a_missing_file_and_a_damaged_one_fall_back_to_words_and_the_doctor_says_so() {
    let (bench, folder) = (Bench::new().await, tempfile::tempdir().unwrap());
    let ids = filled(&bench).await;
    let app = bench.again().await.with_model_shelf(shelf(folder.path()));
    app.want_model(Some("tiny")).await.unwrap();
    falls_back_to_words(&app, &ids, |error| matches!(error, ModelError::Missing(_))).await;
    let mut damaged = TINY.to_vec();
    damaged[1000] ^= 1;
    for bytes in [&damaged[..], &TINY[..TINY.len() / 2], b""] {
        fs::write(app.model_shelf().unwrap().file(), bytes).unwrap();
        falls_back_to_words(&app, &ids, |error| matches!(error, ModelError::Other(..))).await;
    }
    fs::remove_file(app.model_shelf().unwrap().file()).unwrap();
    fs::create_dir(app.model_shelf().unwrap().file()).unwrap();
    falls_back_to_words(&app, &ids, |error| matches!(error, ModelError::Unread(..))).await;
}

#[tokio::test]
async fn a_model_of_another_version_is_named() {
    let (bench, folder) = (Bench::new().await, tempfile::tempdir().unwrap());
    let ids = filled(&bench).await;
    let app = bench.again().await.with_model_shelf(shelf(folder.path()));
    app.want_model(Some("huge")).await.unwrap();
    assert_eq!(first(&app, ids[3]).await, ids[0]);
    let found = examine_model(app.store(), app.model_shelf().unwrap()).await.unwrap();
    assert!(found[0].told.contains("asks for the model huge, which this hansei does not know"), "{found:?}");
}

#[tokio::test]
async fn a_log_that_asks_for_no_model_has_nothing_to_examine() {
    let (bench, folder) = (Bench::new().await, tempfile::tempdir().unwrap());
    filled(&bench).await;
    assert_eq!(examine_model(bench.app.store(), &shelf(folder.path())).await.unwrap(), []);
}

#[tokio::test]
async fn without_its_file_everything_is_made_anew_once_and_told_once() {
    let (bench, folder) = (Bench::new().await, tempfile::tempdir().unwrap());
    let ids = filled(&bench).await;
    let app = bench.again().await.with_model_shelf(shelf(folder.path()));
    app.want_model(Some("tiny")).await.unwrap();
    assert_eq!((made_anew(&app).await, first(&app, ids[3]).await), (4, ids[0]));
}

#[cfg(not(feature = "transformer"))]
#[tokio::test]
async fn a_program_without_the_transformer_says_how_to_get_one() {
    let (bench, folder) = (Bench::new().await, tempfile::tempdir().unwrap());
    let ids = filled(&bench).await;
    let app = bench.again().await.with_model_shelf(shelf(folder.path()));
    fs::write(app.model_shelf().unwrap().file(), TINY).unwrap();
    app.want_model(Some("tiny")).await.unwrap();
    falls_back_to_words(&app, &ids, |error| *error == ModelError::NotBuiltIn).await;
}

#[cfg(feature = "transformer")]
mod with_the_transformer {
    use hansei_app::library::SimilarCase;
    use hansei_app::patterns::Patterns;

    use super::*;

    /// What goes by the table, whatever model reads the log, as another program sees it.
    async fn by_the_table(app: &App, text: &str) -> (Patterns, Vec<SimilarCase>) {
        (app.patterns().await.unwrap(), app.similar_cases_to_text(text, false, 9).await.unwrap())
    }

    async fn installed(bench: &Bench, folder: &Path) -> App {
        let app = bench.again().await.with_model_shelf(shelf(folder));
        fs::write(app.model_shelf().unwrap().file(), TINY).unwrap();
        app.want_model(Some("tiny")).await.unwrap();
        app
    }

    async fn read(app: &App) -> usize {
        let mut made = 0;
        app.catch_up(|more| made += more).await.unwrap();
        made
    }

    /// The makers of what is kept, each once.
    async fn makers(app: &App) -> Vec<String> {
        let kept = app.store().likeness_since(app.space(), 1, None, 999).await.unwrap();
        let mut makers: Vec<String> = kept.into_iter().map(|kept| kept.made_by).collect();
        makers.sort_unstable();
        makers.dedup();
        makers
    }

    #[tokio::test]
    async fn what_is_installed_reads_everything_once_and_what_is_saved_later() {
        let (bench, folder) = (Bench::new().await, tempfile::tempdir().unwrap());
        let ids = filled(&bench).await;
        bench.app.catch_up(|_| ()).await.unwrap();
        let app = installed(&bench, folder.path()).await;
        assert_eq!(app.likeness_due().await.unwrap(), 4);
        assert_eq!((read(&app).await, app.likeness_due().await.unwrap()), (4, 0));
        assert_eq!(makers(&app).await, ["words-2+tiny+1"]);
        assert_eq!(first(&app, ids[3]).await, ids[0]);
        let last =
            bench.log("The singers stood before the hall. Nobody told them that the venue had moved.").await;
        assert_eq!(first(&app, last).await, ids[3], "by its words, before the model has read it");
        assert_eq!((read(&app).await, read(&app).await), (1, 0));
        let found = examine_model(app.store(), app.model_shelf().unwrap()).await.unwrap();
        assert_eq!(found[0].told, "tiny is whole, and entries are compared with its help");
    }

    #[tokio::test]
    async fn a_question_without_a_known_word_in_common_goes_by_the_model() {
        let (bench, folder) = (Bench::new().await, tempfile::tempdir().unwrap());
        let ids = filled(&bench).await;
        let app = installed(&bench, folder.path()).await;
        let question = "What was it that he had been before we were there";
        assert_eq!(app.similar_to_text(question, false, 9).await.unwrap(), [], "nothing was read yet");
        read(&app).await;
        assert_eq!(app.similar_to_text(question, false, 9).await.unwrap().len(), ids.len());
    }

    #[tokio::test]
    async fn a_file_that_goes_while_it_is_in_use_is_noticed_and_nothing_is_lost() {
        let (bench, folder) = (Bench::new().await, tempfile::tempdir().unwrap());
        let ids = filled(&bench).await;
        let app = installed(&bench, folder.path()).await;
        read(&app).await;
        assert_eq!(first(&app, ids[3]).await, ids[0]);
        fs::remove_file(app.model_shelf().unwrap().file()).unwrap();
        falls_back_to_words(&app, &ids, |error| matches!(error, ModelError::Missing(_))).await;
        assert_eq!(makers(&app).await, ["words-2+tiny+1"], "what was read is kept");
        fs::write(app.model_shelf().unwrap().file(), TINY).unwrap();
        assert_eq!((read(&app).await, first(&app, ids[3]).await), (0, ids[0]));
    }

    #[tokio::test]
    async fn programs_with_and_without_the_file_do_not_undo_each_others_work() {
        let (bench, folder) = (Bench::new().await, tempfile::tempdir().unwrap());
        let nowhere = tempfile::tempdir().unwrap();
        let ids = filled(&bench).await;
        let app = installed(&bench, folder.path()).await;
        let without = bench.again().await.with_model_shelf(shelf(nowhere.path()));
        read(&app).await;
        let last = bench.log("Nobody told the singers that the venue had moved.").await;
        assert_eq!(read(&without).await, 0);
        assert_eq!(makers(&app).await, ["words-2+tiny+1", "words-2+tokens-256-3"]);
        assert_eq!((first(&without, last).await, read(&app).await), (ids[3], 1));
        assert_eq!(
            (first(&without, last).await, makers(&app).await),
            (ids[3], vec!["words-2+tiny+1".to_owned()])
        );
    }

    #[tokio::test]
    async fn without_a_model_everything_is_as_it_was_before() {
        let (bench, folder) = (Bench::new().await, tempfile::tempdir().unwrap());
        let ids = filled(&bench).await;
        let before = bench.app.similar_to(ids[3], false, 9).await.unwrap();
        let app = installed(&bench, folder.path()).await;
        read(&app).await;
        app.want_model(None).await.unwrap();
        assert_eq!(app.similar_to(ids[3], false, 9).await.unwrap(), before);
        assert_eq!(makers(&app).await, ["words-2+tokens-256-3"]);
    }

    #[tokio::test]
    async fn patterns_and_cases_are_the_same_with_a_model_and_without() {
        let (bench, folder) = (Bench::new().await, tempfile::tempdir().unwrap());
        let count = bench.app.fill_with_demo().await.unwrap() + 8;
        crate::patterns::keep_three_alike(&bench).await;
        let before = by_the_table(&bench.app, LOG[1]).await;
        assert!(before.0.cards.iter().any(|card| card.key.as_str().starts_with("like-")), "{:?}", before.0);
        assert!(!before.1.is_empty(), "the library has something to begin with");
        let app = installed(&bench, folder.path()).await;
        assert_eq!(read(&app).await, count);
        assert_eq!(by_the_table(&app, LOG[1]).await, before);
        assert_eq!(app.cases_due().await.unwrap(), 0);
    }

    #[tokio::test]
    async fn what_is_made_anew_is_read_anew_and_told_once() {
        let (bench, folder) = (Bench::new().await, tempfile::tempdir().unwrap());
        filled(&bench).await;
        let app = installed(&bench, folder.path()).await;
        read(&app).await;
        assert_eq!((made_anew(&app).await, makers(&app).await), (4, vec!["words-2+tiny+1".to_owned()]));
    }

    #[tokio::test]
    async fn a_model_that_nobody_uses_gives_its_memory_back_and_is_read_again() {
        let (bench, folder) = (Bench::new().await, tempfile::tempdir().unwrap());
        let ids = filled(&bench).await;
        let app = installed(&bench, folder.path()).await;
        read(&app).await;
        assert!(app.model_shelf().unwrap().is_in_memory());
        (0..31).for_each(|_| app.model_shelf().unwrap().rest());
        assert!(!app.model_shelf().unwrap().is_in_memory());
        assert_eq!(read(&app).await, 0);
        assert!(!app.model_shelf().unwrap().is_in_memory(), "where nothing is to be read it is left alone");
        assert_eq!(first(&app, ids[3]).await, ids[0]);
        assert!(app.model_shelf().unwrap().is_in_memory());
    }

    #[tokio::test]
    async fn reading_stops_where_it_is_told_to_and_goes_on_from_there() {
        let (bench, folder) = (Bench::new().await, tempfile::tempdir().unwrap());
        for number in 0..40 {
            bench.log(&format!("Entry {number}")).await;
        }
        let app = installed(&bench, folder.path()).await;
        app.catch_up_while(|_| false).await.unwrap();
        assert_eq!(app.likeness_due().await.unwrap(), 24);
        assert_eq!(read(&app).await, 24);
    }
}
