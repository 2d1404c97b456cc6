//! Files that people give: cut off, joined, edited, hostile.

use std::io::{self, BufReader};

use super::*;
use crate::export::sample::rich;
use crate::export::{Format, one};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn filler() -> Filler<'static> {
    Filler { now: NOW, new_id: &|| Uuid::nil() }
}

fn all(file: &str) -> Vec<Result<Incoming, BadLine>> {
    read(file.as_bytes(), None, filler()).unwrap().collect()
}

fn refused(file: &[u8]) -> String {
    read(file, None, filler()).err().unwrap().to_string()
}

fn only_bad(file: &str) -> (u64, String) {
    let bad = all(file).into_iter().find_map(Result::err).unwrap();
    (bad.line, bad.reason)
}

fn row(file: &str) -> Entry {
    all(file).remove(0).unwrap().entry
}

#[test]
fn a_bad_line_is_named_and_the_others_are_read() {
    let good = one(&rich(), Format::JsonLines, NOW);
    let file = format!("{good}{{\"schema\":1,\"entry\":{{\"title\":\"x\"}}}}\nnot json\n\n{good}");
    let found: Vec<_> = all(&file).into_iter().map(|found| found.map(|good| good.line)).collect();
    assert_eq!(
        found,
        [
            Ok(2),
            Err(bad(3, "\"id\" is missing; add it")),
            Err(bad(4, "this line is not JSON from character 2 on; correct it or leave it out")),
            Ok(7),
        ]
    );
}

#[test]
fn a_bad_field_is_named_and_said_without_the_words_of_a_parser() {
    let good = one(&rich(), Format::JsonLines, NOW);
    let entry = good.lines().nth(1).unwrap();
    let kind = |word: &str| {
        let mut line: serde_json::Value = serde_json::from_str(entry).unwrap();
        line["entry"]["kind"] = word.into();
        line.to_string()
    };
    assert_eq!(
        only_bad(&kind("fiasco")).1,
        "the field \"kind\": \"fiasco\" is not a kind; use failure, near-miss, success or mixed"
    );
    for word in ["near-miss", "near_miss"] {
        assert_eq!(row(&kind(word)).kind, hansei_method::entry::Kind::NearMiss, "{word}");
    }
    let mut line: serde_json::Value = serde_json::from_str(entry).unwrap();
    line["entry"]["id"] = "7".into();
    assert_eq!(
        only_bad(&line.to_string()).1,
        "the field \"id\": this is not an id; put in the one from the export"
    );
    assert_eq!(only_bad("{1}").1, "this line is not JSON from character 2 on; correct it or leave it out");
}

#[test]
fn bad_lines_with_one_reason_are_named_together() {
    let bad_lines: Vec<BadLine> =
        (1..=75).map(|at| bad(at * 4, if at == 2 { "other" } else { "same" })).collect();
    let together: Vec<_> =
        alike(&bad_lines).iter().map(|alike| (alike.reason.to_owned(), alike.places())).collect();
    assert_eq!(
        together,
        [
            ("same".to_owned(), "74 lines, first 4, 12, 16".to_owned()),
            ("other".to_owned(), "line 8".to_owned())
        ]
    );
    assert_eq!(alike(&bad_lines[2..5])[0].places(), "lines 12, 16, 20");
}

#[test]
fn what_stands_beside_the_entries_and_cannot_be_read_is_named() {
    let lines = [
        r#"{"hansei":"export","schema":1,"exported_at":"2026-05-14T08:00:00Z","entries":0}"#,
        r#"{"hansei":"beside","schema":1,"verdict":{"one":"x"}}"#,
        r#"{"hansei":"beside","schema":1}"#,
        r#"{"hansei":"beside","schema":2,"verdict":{"one":"x"}}"#,
        r#"{"hansei":"export","schema":1}"#,
    ];
    let bad: Vec<_> = all(&lines.join("\n")).into_iter().map(Result::unwrap_err).collect();
    assert_eq!(bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [2, 3, 4]);
    let begins = "what stands here beside the entries cannot be read (";
    assert!(
        bad[..2].iter().all(|bad| bad.reason.starts_with(begins) && !bad.reason.contains(" column ")),
        "{bad:?}"
    );
    assert_eq!(bad[2], newer(4, 2));
}

#[test]
fn a_newer_format_is_refused_as_a_whole_and_line_by_line() {
    let header = r#"{"hansei":"export","schema":2,"exported_at":"1970-01-01T00:00:00Z","entries":1}"#;
    assert_eq!(
        refused(header.as_bytes()),
        "this file was written by a newer hansei (format 2, this one reads up to 1); install the newer version to import it"
    );
    assert!(only_bad("{\"schema\":2,\"entry\":{\"colour\":1}}").1.contains("newer hansei (format 2"));
    let document = "---\n# hansei: x\nhansei: entry\nschema: 7\nentry:\n  colour: 1\n---\n";
    assert!(only_bad(document).1.contains("newer hansei (format 7"));
}

#[test]
fn the_header_says_how_many_entries_there_should_be() {
    let file = one(&rich(), Format::JsonLines, NOW);
    assert_eq!(read(file.as_bytes(), None, filler()).unwrap().promised(), Some(1));
    let without = file.lines().nth(1).unwrap();
    assert_eq!(read(without.as_bytes(), None, filler()).unwrap().promised(), None);
}

#[test]
fn files_that_are_not_ours_are_refused() {
    assert!(refused(b"").contains("nothing in this file"));
    assert!(refused(b" \n\n").contains("nothing in this file"));
    assert!(refused(b"hello\n").contains("none of the formats"));
    assert!(refused(b"name,price\nx,1\n").contains("none of the formats"));
    assert!(refused(&[0xff, 0xfe, b'{', 0]).contains("UTF-16"));
}

#[test]
fn nul_bad_utf8_and_deep_json_are_bad_lines() {
    let entry = one(&rich(), Format::JsonLines, NOW);
    assert!(only_bad(&entry.replace("Cold hands", "a\\u0000b")).1.contains("NUL"));
    assert!(only_bad(&entry.replace("Cold hands", "a\0b")).1.contains("not JSON"));
    let deep = format!("{{\"schema\":1,\"entry\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(only_bad(&deep).0, 1);
    let mut bytes = entry.into_bytes();
    bytes.extend(b"{\"entry\":\"\xff\"}\n");
    let found: Vec<_> = read(&bytes[..], None, filler()).unwrap().collect();
    assert_eq!(
        found[1],
        Err(bad(3, "this line is not UTF-8 text; save the file as UTF-8 or leave the line out"))
    );
}

#[test]
fn an_endless_line_is_passed_over_without_keeping_it() {
    let good = one(&rich(), Format::JsonLines, NOW);
    let file = format!("{good}{}\n{good}", "x".repeat(MOST_LINE_BYTES + 1));
    let found = all(&file);
    assert_eq!(found.len(), 3);
    assert!(found[1].as_ref().unwrap_err().reason.contains("more than 16 MiB"));
    assert!(found[2].is_ok());
}

#[test]
fn a_file_that_breaks_off_is_named() {
    struct Breaking;
    impl io::Read for Breaking {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let good = one(&rich(), Format::JsonLines, NOW);
    let file = BufReader::new(io::Read::chain(good.as_bytes(), Breaking));
    let found: Vec<_> = read(file, None, filler()).unwrap().collect();
    assert_eq!(found.len(), 2);
    assert!(found[1].as_ref().unwrap_err().reason.contains("the disk is gone"));
}

#[test]
fn a_body_that_looks_like_an_entry_stays_one_entry() {
    let mut entry = rich();
    let inner = crate::export::markdown::document(&rich());
    entry.body = Some(inner.parse().unwrap());
    for format in [Format::Markdown, Format::JsonLines] {
        let found = all(&one(&entry, format, NOW));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].as_ref().unwrap().entry, entry);
    }
}

#[test]
fn documents_joined_by_hand_are_all_read() {
    let document = crate::export::markdown::document(&rich());
    assert_eq!(all(&format!("{document}{document}\n\n{document}")).len(), 3);
}

#[test]
fn a_rule_in_the_text_begins_no_entry() {
    let document = crate::export::markdown::document(&rich());
    assert_eq!(all(&format!("{document}\n---\n\nmy own words\n\n---\n")).len(), 1);
}

#[test]
fn a_document_that_is_cut_off_is_named() {
    let document = crate::export::markdown::document(&rich());
    let (line, reason) = only_bad(&document[..document.len() / 4]);
    assert_eq!(line, 1);
    assert!(reason.contains("has no end"), "{reason}");
}

#[test]
fn an_edited_document_that_is_no_entry_names_its_line() {
    let document = crate::export::markdown::document(&rich()).replace("kind: near_miss", "kind: disaster");
    let (line, reason) = only_bad(&document);
    assert_eq!(line, 7);
    assert_eq!(reason, "\"disaster\" is not a kind; use failure, near-miss, success or mixed");
}

#[test]
fn what_can_make_a_small_document_large_is_refused() {
    let document = crate::export::markdown::document(&rich());
    let aliased = document
        .replace("title: The", "title: &a The")
        .replace("context: storage cluster, on call with Mara Lindqvist", "context: *a");
    let (_, reason) = only_bad(&aliased);
    assert!(reason.starts_with("there is no entry in this front matter"), "{reason}");
}

#[test]
fn markdown_of_somebody_else_is_named() {
    assert!(only_bad("---\ntitle: x\n---\ntext\n").1.contains("no entry of hansei's"));
}

#[test]
fn a_table_of_somebody_else_is_read() {
    let entry = row(
        "Date;What happened;Root Cause;Lesson learned;Behavioural change\n2026-03-02;\"Late; again\";Scope grew;Ask;If asked, then I will wait.\n",
    );
    let record = entry.record();
    assert_eq!(record.context, "Late; again");
    assert_eq!(record.root_cause.as_deref(), Some("Scope grew"));
    assert_eq!(record.change.as_deref(), Some("If asked, then I will wait."));
    let plan = entry.plan().unwrap();
    assert_eq!(plan.commitments.iter().map(|one| one.act.as_str()).collect::<Vec<_>>(), ["wait"]);
    assert!(entry.review.answers.finished_at().is_some());
}

#[test]
fn a_row_without_answers_is_a_capture() {
    let entry = row("date,context\n2026-03-02,It broke\n");
    assert_eq!(entry.review.answers, hansei_method::stage::Stage::Captured);
}

#[test]
fn a_long_cell_of_many_lines_is_kept_whole() {
    let entry = row("date,context\n2026-03-02,\"It broke.\nThen, it broke again\"\n");
    assert_eq!(entry.title.as_str(), "It broke");
    assert_eq!(entry.body.unwrap().as_str(), "It broke.\nThen, it broke again");
}

#[test]
fn bad_rows_are_named_and_blank_ones_passed_over() {
    let file = "id,date,context\n,,\n,2026-13-01,x\n,,no date\nzz,2026-03-02,x\n,2026-03-02,good\n";
    let found: Vec<_> =
        all(file).into_iter().map(|found| found.map_err(|bad| (bad.line, bad.reason))).collect();
    assert_eq!(found.len(), 4);
    let (line, reason) = found[0].as_ref().unwrap_err();
    assert_eq!(*line, 3);
    assert!(reason.starts_with("the date \"2026-13-01\": "), "{reason}");
    assert!(found[1].as_ref().unwrap_err().1.starts_with("there is no date"));
    assert!(found[2].as_ref().unwrap_err().1.contains("\"zz\" is not an id"));
    assert_eq!(found[3].as_ref().unwrap().holds, Holds::FourFieldsWithoutId);
}

#[test]
fn a_quotation_mark_that_is_never_closed_does_not_fill_the_memory() {
    let file = format!("date,context\n2026-03-02,\"{}", "x\n".repeat(MOST_LINE_BYTES));
    assert!(only_bad(&file).1.contains("quotation mark that is not closed"));
}
