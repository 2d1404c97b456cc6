//! What the library tells.

use super::Session;
use crate::harness::Home;

#[test]
fn what_others_told_is_searched_adopted_and_deleted() {
    let mut session = Session::new();
    session.log("The caterer stood before a closed hall. Nobody told her that the venue had moved.");
    session.type_in(&["library"]);
    let lines = [
        r#"{"key": "7", "title": "The orbiter was lost", "happened": "Two teams worked in different units.", "lesson": "Write the unit", "labels": ["Space"]}"#,
        "not a case",
        r#"{"key": "8", "title": "The bus came late", "happened": "Nobody told the driver that the venue had moved."}"#,
    ];
    std::fs::write(session.home.path().join("heard.jsonl"), lines.join("\n")).unwrap();
    session.type_in(&["library", "import", "heard.jsonl", "--preview"]);
    session.type_in(&["library", "import", "heard.jsonl", "--licence", "public domain"]);
    session.type_in(&["library", "import", "heard.jsonl", "--json"]);
    session.type_in(&["library", "search", "units", "orbitter"]);
    session.type_in(&["library", "search", "units", "--collection", "heard", "--label", "Space", "--json"]);
    session.type_in(&["library", "show", "7"]);
    session.type_in(&["library", "list", "heard"]);
    session.type_in(&["similar", "a001"]);
    session.type_in(&["search", "venue"]);
    session.type_in(&[
        "library",
        "adopt",
        "8",
        "--lesson",
        "Tell the driver",
        "--if",
        "the venue moves",
        "--then",
        "call",
    ]);
    session.type_in(&["learned", "driver"]);
    session.type_in(&["library", "adopted"]);
    session.type_in(&["library", "delete", "heard"]);
    session.type_in(&["library", "delete", "heard", "--yes"]);
    session.type_in(&["library", "show", "7"]);
    session.type_in(&["library", "adopted"]);
    session.type_in(&["doctor", "--rebuild"]);
    session.type_in(&["library", "adopted", "--remove", "a00c"]);
    session.type_in(&["library", "adopted", "--erase", "a00c"]);
    session.type_in(&["library", "adopted", "--erase", "a00c", "--yes"]);
    session.type_in(&["library", "adopted", "--erase", "a00c", "--yes"]);
    insta::assert_snapshot!(session.seen);
}

const TABLE: &str = "ID,Title,Narrative\n7,A valve,It leaked over night and nobody saw it.\n";

#[test]
fn an_import_goes_into_the_collection_of_its_name_and_never_into_one_whose_id_begins_so() {
    let home = Home::new();
    std::fs::write(home.path().join("dfd5.csv"), TABLE).unwrap();
    std::fs::write(home.path().join("notice.txt"), "(c) the board\nPass it on whole.\n").unwrap();
    home.done(&["library", "import", "dfd5.csv", "--notice", "notice.txt"]);
    home.done(&["library", "import", "dfd5.csv", "--collection", "DFD5", "--source", "The board"]);
    let collections = home.json(&["library"])["collections"].take();
    let told: Vec<_> = collections
        .as_array()
        .unwrap()
        .iter()
        .map(|told| (told["name"].as_str().unwrap(), told["cases"].as_i64()))
        .collect();
    assert_eq!(told, [("DFDS post-mortems", Some(38)), ("dfd5", Some(1))]);
    assert_eq!(collections[1]["source"], "The board");
    assert!(home.done(&["library", "show", "dfd5/7"]).ends_with("(c) the board\nPass it on whole.\n"));
}

#[test]
fn an_import_that_reads_nothing_is_refused_in_words_and_as_json_and_a_preview_of_it_is_not() {
    let home = Home::new();
    std::fs::write(home.path().join("empty.csv"), "ID,Title\n").unwrap();
    let answer = home.run(&["library", "import", "empty.csv"]);
    assert!(
        (answer.code, answer.out.as_str()) == (Some(3), "") && answer.err.contains("no case could be read"),
        "{answer:?}"
    );
    let answer = home.run(&["library", "import", "empty.csv", "--json"]);
    assert_eq!((answer.code, answer.out.as_str()), (Some(3), ""), "{answer:?}");
    assert_eq!(home.json(&["library", "import", "empty.csv", "--preview"])["cases"], 0);
}

#[test]
fn too_little_of_an_id_is_not_said_to_name_several_lessons() {
    let home = Home::new();
    let adopt = ["library", "adopt", "PM2019-010", "--lesson", "Ask", "--if", "I am sure", "--then", "ask"];
    let id = home.json(&adopt)["id"].as_str().unwrap().to_owned();
    home.run(&["library", "adopted", "--remove", &id[..3]])
        .assert_refused(3, &["write at least 4 characters"]);
    home.done(&["library", "adopted", "--remove", &id[..4]]);
}

#[test]
fn a_search_of_the_log_says_what_was_meant_among_the_cases_and_which_are_near() {
    let home = Home::new();
    for command in ["search", "learned"] {
        let told = home.done(&[command, "kubernetse"]);
        assert!(
            told.starts_with(
                "What others told:\nNo case has all of these words. This is for \"kubernetes\":\nPM"
            ),
            "{told}"
        );
        assert_eq!(home.json(&[command, "kubernetse"])["cases_instead"], "kubernetes");
    }
    let heard = r#"{"key": "8", "title": "The bus came late", "happened": "Nobody told the driver that the venue had moved."}"#;
    std::fs::write(home.path().join("heard.jsonl"), heard).unwrap();
    home.done(&["library", "import", "heard.jsonl"]);
    let words = "nobody told our caterer that the venue had moved";
    let told = home.done(&["search", words]);
    assert!(
        told.starts_with("What others told:\nNo case has all of these words. Most like them:\n8 · heard"),
        "{told}"
    );
    let found = home.json(&["learned", words]);
    assert_eq!(found["cases"], serde_json::json!([]));
    assert_eq!(found["cases_close"][0]["key"], "8", "{found}");
}

#[test]
fn a_file_of_the_same_name_that_tells_something_else_is_refused_until_it_is_said_to_be_meant() {
    let home = Home::new();
    std::fs::write(home.path().join("lessons.csv"), TABLE).unwrap();
    home.done(&["library", "import", "lessons.csv"]);
    std::fs::write(home.path().join("lessons.csv"), format!("{TABLE}8,A pump,It stopped in the morning.\n"))
        .unwrap();
    assert_eq!(home.json(&["library", "import", "lessons.csv"])["new"], 1);
    let other = "ID,Title,Narrative\n7,A fire,It burned down in the night.\n";
    std::fs::write(home.path().join("lessons.csv"), other).unwrap();
    let preview = home.json(&["library", "import", "lessons.csv", "--preview"]);
    assert!(preview["strange"].as_str().unwrap().contains("this looks like another one"), "{preview}");
    home.run(&["library", "import", "lessons.csv"]).assert_refused(
        3,
        &["1 would take the place of another case", "--collection NAME", "--collection \"lessons\""],
    );
    assert!(home.done(&["library", "show", "lessons/7"]).starts_with("A valve"));
    home.done(&["library", "import", "lessons.csv", "--collection", "lessons"]);
    assert!(home.done(&["library", "show", "lessons/7"]).starts_with("A fire"));
}

#[test]
fn where_a_record_holds_no_case_the_rest_comes_in_and_the_exit_code_says_so() {
    let home = Home::new();
    let records =
        "{\"key\": \"1\", \"title\": \"A late bus\", \"happened\": \"It came late.\"}\n{\"key\": \n";
    std::fs::write(home.path().join("heard.jsonl"), records).unwrap();
    assert_eq!(home.run(&["library", "import", "heard.jsonl", "--preview"]).code, Some(0));
    let answer = home.run(&["library", "import", "heard.jsonl"]);
    assert!(answer.out.starts_with("1 came in · 1 bad"), "{answer:?}");
    let wrong = "Error: 1 record holds no case and did not come in\n";
    assert!(answer.code == Some(3) && answer.err.contains(wrong), "{answer:?}");
    let again = home.run(&["library", "import", "heard.jsonl", "--json"]);
    assert_eq!(again.code, Some(3));
    let told: serde_json::Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!([&told["new"], &told["same"], &told["bad"]], [0, 1, 1]);
    assert!(home.done(&["library", "show", "heard/1"]).starts_with("A late bus"));
}

#[test]
fn what_was_decided_about_cases_is_said_before_and_after_they_come_in() {
    let home = Home::new();
    let table = "ID,Title,Narrative,Date\n7,A valve,It leaked.,2020-01-02\n8,A pump,It stopped.,2199-01-01\n7,A seal,It broke.,soon\n";
    std::fs::write(home.path().join("lessons.csv"), table).unwrap();
    for command in [&["--preview"][..], &[]] {
        let answer = home.run(&[&["library", "import", "lessons.csv"], command].concat());
        for line in [
            "1 case has a key that another one had before it, and got a number behind it (first: lessons.csv, line 4)",
            "1 day could not be read and was left out (first: lessons.csv, line 4)",
            "1 day lies in the future and was left out (first: lessons.csv, line 3)",
        ] {
            assert!(answer.code == Some(0) && answer.err.contains(line), "{answer:?}");
        }
    }
    let remarks = &home.json(&["library", "import", "lessons.csv"])["remarks"];
    assert_eq!(
        remarks[0],
        serde_json::json!({"remark": "same_key", "count": 1, "file": "lessons.csv", "line": 4})
    );
}
