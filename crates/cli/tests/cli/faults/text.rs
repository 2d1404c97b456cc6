//! Words that are long, odd or hostile: kept to the letter or refused with a reason.

use serde_json::{Value, json};

use crate::harness::Home;

/// The most bytes that one answer may have.
const MOST: usize = 1 << 20;

fn answered(words: &str) -> Value {
    json!({
        "schema": 1,
        "log": "Odd words",
        "intended": {"statement": words},
        "happened": {"moments": [{"number": 1, "what": words, "source": words}], "unplanned": [words]},
        "why": {"causes": [{"number": 1, "statement": words, "evidence": words}], "signals": [{"number": 1, "what": words, "where": words}]},
        "next": {"lesson": words},
    })
}

/// Asserts that words come back from every place they were put, to the letter.
fn assert_kept(home: &Home, words: &str) {
    let id = home.review(&answered(words));
    let answers = home.entry(&id)["review"]["answers"].take();
    for place in [
        "/intended/statement",
        "/happened/moments/0/what",
        "/happened/moments/0/source",
        "/happened/unplanned/0",
        "/why/causes/0/statement",
        "/why/causes/0/evidence",
        "/why/signals/0/what",
        "/why/signals/0/where",
        "/next/lesson",
    ] {
        let kept = answers.pointer(place).and_then(Value::as_str);
        assert!(kept == Some(words), "{place}: {:?}", kept.map(|kept| kept.get(..100)));
    }
    let shown = home.done(&["show", &id]);
    let is_harmful = |character: char| character.is_control() && character != '\n';
    assert!(!shown.contains(is_harmful), "{:?}", shown.chars().find(|character| is_harmful(*character)));
}

#[test]
fn odd_words_are_kept_to_the_letter() {
    let home = Home::new();
    for words in [
        "The file was called \u{202E}gpj.exe\u{202C}, they said",
        "\u{1F691} came, \u{1F469}\u{200D}\u{1F692} and \u{1F1EF}\u{1F1F5} too; e\u{301} is not \u{e9}",
        "\u{1b}[31mred\u{1b}[0m, a bell \u{7}, a tab\t, \u{85} and \u{9b}31m",
        "  spaces before and after  \r\n\r\n\tand a line\u{2028}separator\n",
        "<script>alert(1)</script> & \"quotes\" 'and' `such` \\n %s {} $HOME",
        "=HYPERLINK(\"http://example.org\")",
        "---\ntitle: not a header\n---\n# Not a heading",
        "\u{feff}mark first, \u{fffd} and \u{fffe}, and last \u{10ffff}",
    ] {
        assert_kept(&home, words);
        let id = home.log(&format!("Odd words\n\n{words}"));
        let body = home.entry(&id)["body"].take();
        // The white space between title and text belongs to neither.
        let gap = words.trim_start_matches(['\n', '\r']);
        assert!(body.as_str().is_some_and(|body| body == gap || body == gap.trim_end()), "{body:?}");
    }
    home.assert_sound();
}

#[test]
fn a_megabyte_is_kept_to_the_letter_and_more_is_refused() {
    let home = Home::new();
    let line = "Tausend Wörter und mehr \u{1F691}\n";
    let long = line.repeat(MOST / line.len());
    assert!(long.len() > 1_000_000);
    let id = home.review(&json!({
        "schema": 1,
        "log": "A long story",
        "intended": {"statement": long},
        "happened": {"moments": [{"number": 1, "what": long}]},
        "why": {"causes": [{"number": 1, "statement": long}]},
        "next": {"lesson": long},
    }));
    let answers = home.entry(&id)["review"]["answers"].take();
    for place in
        ["/intended/statement", "/happened/moments/0/what", "/why/causes/0/statement", "/next/lesson"]
    {
        assert!(answers.pointer(place).unwrap() == &long, "{place}");
    }
    home.done(&["show", &id]);
    let logged = home.log(&format!("A long text\n{long}"));
    assert!(home.entry(&logged)["body"].as_str().unwrap().trim_end() == long.trim_end());

    let count = home.entries().len();
    let before = home.entry(&id);
    home.feed(&["review", &id, "--from", "-"], answered(&long).to_string())
        .assert_refused(3, &["this entry would have 9 MiB, and 8 is the most"]);
    assert!(home.entry(&id) == before, "the entry is another one now");
    let longer = "a".repeat(MOST + 1);
    home.feed(&["review", "--from", "-"], answered(&longer).to_string())
        .assert_refused(3, &["this text has 1048577 bytes"]);
    home.feed(&["log", "-"], format!("A long text\n{longer}")).assert_refused(3, &["this text has 10485"]);
    assert_eq!(home.entries().len(), count);
}

#[test]
fn answers_that_are_refused_leave_no_entry_behind_however_often_they_come() {
    let home = Home::new();
    let without_choice = json!({
        "schema": 1,
        "log": "The proposal was late",
        "tags": ["proposal"],
        "intended": {"statement": "on time"},
        "happened": {"unplanned": ["a week late"]},
        "why": {"causes": [{"statement": "the scope grew"}]},
        "next": {"lesson": "ask first"},
        "finish": true,
    });
    for _ in 0..2 {
        home.feed(&["review", "--from", "-"], without_choice.to_string())
            .assert_refused(3, &["the review has no choice yet"]);
    }
    let long = "a ".repeat(MOST / 2);
    let parked = json!({"schema": 1, "log": "too long", "park": vec![long; 9]});
    home.feed(&["review", "--from", "-"], parked.to_string()).assert_refused(3, &["8 is the most"]);
    assert_eq!(home.entries(), [] as [Value; 0]);
}

#[test]
fn a_nul_and_what_is_no_text_are_refused_and_nothing_is_kept() {
    let home = Home::new();
    let nul = "unreadable character (NUL)";
    home.feed(&["log", "-"], "before\0after").assert_refused(3, &[nul]);
    home.feed(&["log", "-"], "Title\n\nbefore\0after").assert_refused(3, &[nul]);
    home.feed(&["review", "--from", "-"], answered("before\0after").to_string()).assert_refused(3, &[nul]);
    home.feed(&["log", "-"], b"caf\xe9").assert_refused(3, &["is not text in UTF-8"]);
    home.feed(&["review", "--from", "-"], b"{\"schema\": 1, \"log\": \"caf\xe9\"}")
        .assert_refused(3, &["is not text in UTF-8"]);
    home.feed(&["log", "-"], " \n\t ").assert_refused(3, &[]);
    assert_eq!(home.entries(), [] as [Value; 0]);
}

#[test]
fn a_pasted_text_that_looks_like_another_entry_stays_one_and_moves_to_another_log_unchanged() {
    let home = Home::new();
    let header = home.done(&["export", &home.log("Another entry"), "--format", "md"]);
    let pasted = format!(
        "Somebody sent me this\n\n---\nid: 00000000-0000-4000-8000-000000000000\ntitle: Not an entry\n---\n\n\
         # Not a title\n\n{header}\n---\n\n2026-03-02: Not a date\n\n## 1. Not a question\n"
    );
    let id = home.log(&pasted);
    assert_eq!(home.sorted("title"), ["Another entry", "Somebody sent me this"]);
    let entry = home.entry(&id);
    let body = entry["body"].as_str().unwrap();
    assert_eq!(body, pasted.split_once("\n\n").unwrap().1.trim_end());

    let other = Home::new();
    for format in ["md", "jsonl"] {
        let moved = home.done(&["export", "--format", format]);
        other.feed(&["import", "-", "--all-or-nothing"], moved).done();
        assert_eq!(other.entries().len(), 2, "{format}");
        assert_eq!(other.entry(&id), entry, "{format}");
    }
}
