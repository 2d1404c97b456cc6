//! What was written out comes back as it was.

use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_method::record::Record;
use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::sample::{any_entry, rich};
use super::{Export, Format, markdown, one};
use crate::import::{BadLine, Filler, Holds, Incoming, read};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn written(entries: &[Entry], format: Format) -> String {
    let mut out = Vec::new();
    let mut export = Export::start(&mut out, format, NOW, entries.len() as u64).unwrap();
    for entry in entries {
        export.entry(entry).unwrap();
    }
    assert_eq!(export.finish().unwrap(), entries.len() as u64);
    String::from_utf8(out).unwrap()
}

fn came_back(text: &str) -> Vec<Result<Incoming, BadLine>> {
    let filler = Filler { now: NOW, new_id: &|| Uuid::nil() };
    read(text.as_bytes(), None, filler).unwrap().collect()
}

fn whole(text: &str) -> Vec<Entry> {
    came_back(text)
        .into_iter()
        .map(|incoming| {
            let incoming = incoming.unwrap();
            assert_eq!(incoming.holds, Holds::Everything);
            incoming.entry
        })
        .collect()
}

#[test]
fn the_rich_entry_reads_like_this_in_markdown() {
    insta::assert_snapshot!(markdown::document(&rich()));
}

#[test]
fn the_rich_entry_is_one_line_of_json() {
    insta::assert_snapshot!(one(&rich(), Format::JsonLines, NOW));
}

#[test]
fn the_rich_entry_is_one_row_of_a_table() {
    insta::assert_snapshot!(one(&rich(), Format::Csv, NOW));
}

/// What a table holds of an entry.
fn four(entry: &Entry) -> (EntryId, Record) {
    (entry.id, entry.record())
}

#[test]
fn line_breaks_at_the_very_end_of_an_entry_are_kept() {
    let mut entry = rich();
    entry.review.not_before = None;
    entry.review.confidant = None;
    entry.review.feeling = Some("two lines\nand two breaks\n\n".parse().unwrap());
    assert_eq!(whole(&markdown::document(&entry)), [entry]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn json_lines_bring_every_entry_back(entries in prop::collection::vec(any_entry(), 1..4)) {
        let text = written(&entries, Format::JsonLines);
        prop_assert_eq!(text.lines().count(), entries.len() + 1);
        prop_assert_eq!(&whole(&text), &entries);
        prop_assert_eq!(&whole(&format!("\u{feff}{}", text.replace('\n', "\r\n"))), &entries);
    }

    #[test]
    fn markdown_brings_every_entry_back(entries in prop::collection::vec(any_entry(), 1..4)) {
        let text = written(&entries, Format::Markdown);
        prop_assert_eq!(&whole(&text), &entries);
        prop_assert_eq!(&whole(&format!("\u{feff}{}", text.replace('\n', "\r\n"))), &entries);
    }

    #[test]
    fn a_table_brings_the_four_fields_back(entries in prop::collection::vec(any_entry(), 1..4)) {
        let text = written(&entries, Format::Csv);
        let back: Vec<_> = came_back(&text).into_iter().map(|row| four(&row.unwrap().entry)).collect();
        prop_assert_eq!(back, entries.iter().map(four).collect::<Vec<_>>());
    }

    #[test]
    fn no_cell_of_a_table_begins_like_a_formula(entry in any_entry()) {
        let text = written(&[entry], Format::Csv);
        for row in csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).records() {
            for cell in &row.unwrap() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", cell);
            }
        }
    }
}
