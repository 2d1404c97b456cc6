//! What programs get: JSON wherever it is asked for, and where a list goes on.

use serde_json::{Value, json};

use crate::harness::Home;

#[test]
fn a_shared_entry_is_an_object_with_what_was_replaced_and_what_is_left() {
    let home = Home::new();
    let id = home.log("Anna Schmidt and Ben Weber missed the call");
    let args = ["share", &id, "--as", "md", "--replace", "Anna Schmidt=the lead"];
    let shared = home.run(&[&args[..], &["--json"]].concat());
    assert_eq!(shared.err, "");
    let shared = shared.json();
    let told = (&shared["replaced"], &shared["left"]);
    let replaced = json!([{"from": "Anna Schmidt", "to": "the lead", "count": 1}]);
    assert_eq!(told, (&replaced, &json!([{"name": "Ben Weber", "count": 1}])), "{shared:#}");
    assert!(shared["document"].as_str().unwrap().contains("the lead and Ben Weber"), "{shared:#}");
    let written = home.json(&[&args[..], &["-o", "for-sam.md"]].concat());
    assert_eq!(
        written,
        json!({"schema": 1, "file": "for-sam.md", "replaced": replaced, "left": shared["left"]})
    );
}

#[test]
fn documents_and_scripts_come_inside_an_object() {
    let home = Home::new();
    home.log("The call was missed");
    for format in ["md", "csv"] {
        let exported = home.json(&["export", "--format", format]);
        assert_eq!(exported["entries"], 1);
        assert_eq!(exported["document"].as_str().unwrap(), home.done(&["export", "--format", format]));
    }
    let entry = |exported: String| exported.lines().nth(1).unwrap().to_owned();
    assert_eq!(entry(home.done(&["export", "--json"])), entry(home.done(&["export"])));
    assert_eq!(home.json(&["completions", "bash"])["shell"], "bash");
}

#[test]
fn a_long_history_says_where_it_goes_on() {
    let home = Home::new();
    let id = home.log("Version 1");
    // As many saves as a page shows, past the program: that many commands would take a minute.
    home.run_sql(
        "INSERT INTO revision SELECT r.space, r.id, n.n, r.saved_at, r.action, NULL, r.title, r.content \
         FROM revision r, (WITH RECURSIVE n(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < 201) SELECT n FROM n) n",
    );
    let newest = home.run(&["history", &id]);
    assert_eq!((newest.code, newest.err.as_str()), (Some(0), "More: add --before 2\n"));
    let newest = home.json(&["history", &id]);
    assert_eq!((&newest["next"], newest["revisions"].as_array().unwrap().len()), (&json!(2), 200));
    let oldest = home.json(&["history", &id, "--before", "2"]);
    assert_eq!((&oldest["next"], &oldest["revisions"][0]["back"]), (&Value::Null, &Value::Null));
    assert_eq!(home.run(&["history", &id, "--before", "2"]).err, "");
}

#[test]
fn the_history_says_where_undo_leads() {
    let home = Home::new();
    let id = home.log("One");
    home.done(&["edit", &id, "--title", "Two"]);
    let revisions = home.json(&["history", &id])["revisions"].take();
    assert_eq!((&revisions[0]["back"], &revisions[1]["back"]), (&json!(1), &Value::Null));
}

#[test]
fn a_search_that_was_cut_says_so() {
    let home = Home::new();
    for number in 1..=3 {
        home.log(&format!("Call {number} was missed"));
    }
    let cut = home.run(&["search", "missed", "--limit", "2"]);
    assert_eq!(cut.err, "More: add --limit 100, or another word\n");
    let cut = home.json(&["search", "missed", "--limit", "2"]);
    assert_eq!((&cut["is_cut"], cut["entries"].as_array().unwrap().len()), (&json!(true), 2));
    assert_eq!(home.run(&["search", "missed", "--limit", "3"]).err, "");
    assert_eq!(home.json(&["search", "missed", "--limit", "3"])["is_cut"], false);
}
