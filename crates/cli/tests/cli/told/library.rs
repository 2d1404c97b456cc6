//! What the library tells.

use super::Session;

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
    insta::assert_snapshot!(session.seen);
}
