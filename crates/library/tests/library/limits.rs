//! What is too large is named and passed over, however large it is.

use hansei_library::form::Form;
use hansei_library::{MOST_RECORD_BYTES, look, look_as};

use crate::harness::{endless, read, read_as, refusal};

const LINE: &str = "It broke and broke again, for as long as anybody looked\n";

fn times(bytes: usize) -> usize {
    bytes / LINE.len() + 1
}

#[test]
fn a_cell_of_many_megabytes_is_passed_over() {
    let look = look("a.csv", b"title,happened\nA,It broke\n").unwrap();
    let start = "title,happened\nA,It broke\nB,\"";
    let read = read_as("a.csv", endless(start, LINE, times(32 << 20), "\"\nC,It sank\n"), look);
    assert_eq!(
        read.reasons(),
        [
            "a.csv, line 3: this record is larger than 8 MiB and is passed over; split it, or leave its largest part out"
        ]
    );
    assert_eq!(read.cases.len(), 2);
    assert_eq!(read.lines[1], 4 + times(32 << 20) as u64);
}

#[test]
fn a_quotation_mark_that_is_never_closed_in_a_large_table_costs_its_row_only() {
    let look = look("a.csv", b"id,title,happened\n1,A,It broke\n").unwrap();
    let start = "id,title,happened\n1,A,It broke\n2,\"B,It burned\n";
    let row = "3,C,It sank again and again for as long as anybody looked\n";
    let times = (10 << 20) / row.len();
    let read = read_as("a.csv", endless(start, row, times, ""), look);
    assert_eq!(read.reasons().len(), 1, "{:?}", read.reasons());
    assert!(read.reasons()[0].starts_with("a.csv, line 3: a quotation mark"), "{:?}", read.reasons());
    assert_eq!(read.cases.len(), times + 1);
}

#[test]
fn an_object_and_a_line_of_many_megabytes_are_passed_over() {
    for (name, start) in [
        ("a.json", "[{\"title\":\"A\",\"text\":\"It broke\"},\n"),
        ("a.jsonl", "{\"title\":\"A\",\"text\":\"It broke\"}\n"),
    ] {
        let look = look(name, start.as_bytes()).unwrap();
        let start = format!("{start}{{\"title\":\"B\",\"text\":\"");
        let bytes = endless(
            &start,
            "It broke and broke again, ",
            1 << 20,
            "\"}\n{\"title\":\"C\",\"text\":\"It sank\"}\n",
        );
        let read = read_as(name, bytes, look);
        assert_eq!(read.wrong.len(), 1, "{name}: {:?}", read.reasons());
        assert!(
            read.reasons()[0].contains("line 2: this record is larger than 8 MiB"),
            "{:?}",
            read.reasons()
        );
        assert_eq!(read.cases.len(), 2, "{name}");
    }
}

#[test]
fn a_document_of_many_megabytes_is_refused() {
    let look = look("a.md", b"# A\n\nIt broke\n").unwrap();
    let read = read_as("a.md", endless("# A\n\n", LINE, times(20 << 20), ""), look);
    assert_eq!(read.wrong.len(), 1);
    assert_eq!(read.cases.len(), 0);
}

#[test]
fn a_text_that_is_too_long_is_named_and_the_next_is_read() {
    let long = "a".repeat((1 << 20) + 1);
    let read = read("a.csv", format!("title,happened\nA,{long}\nB,It sank\n"));
    assert_eq!(
        read.reasons(),
        [
            "a.csv, line 2: what happened has 1048577 bytes, and 1048576 are kept; split it, or leave a part of it out"
        ]
    );
    assert_eq!(read.cases.len(), 1);
}

#[test]
fn thousands_of_columns_are_refused() {
    for columns in [2_001, 60_000, 1_000_000] {
        let table = format!("{}\n1\n", "c,".repeat(columns));
        let refused = refusal("a.csv", table.as_bytes());
        assert_eq!(refused, "a.csv: the table has more than 2000 columns; keep those that tell of a case");
    }
    let look = look("a.csv", b"title,happened\nA,It broke\n").unwrap();
    let read = read_as("a.csv", endless("", "c,", 10_000_000, "\nA,It broke\n"), look);
    assert!(read.wrong[0].is_end);
    assert_eq!(read.wrong.len(), 1);
}

#[test]
fn a_file_of_nothing_but_open_quotation_marks_comes_to_an_end() {
    let look = look("a.csv", b"title,happened\n\"A\",It broke\n").unwrap();
    let read = read_as("a.csv", endless("title,happened\n", "\"A\",\"It broke\n", 2 << 20, ""), look);
    assert!(read.wrong.last().unwrap().is_end);
    assert!(read.wrong.len() < 1000);
}

#[test]
fn what_is_opened_again_and_again_takes_no_longer_than_it_should() {
    let opened =
        ["<!--", "<script>", "<a ", "[", "&", "[a](", "<", "---\n", "|", "*", "\u{e2}", "- [", "20", "![]("];
    for start in opened {
        let text = start.repeat((200 << 10) / start.len());
        for form in Form::ALL {
            let Ok(look) = look_as("a.txt", &text.as_bytes()[..4096], form) else { continue };
            let bytes = format!("title,text\nA,{text}\n");
            read_as("a.txt", bytes.as_bytes(), look);
        }
    }
}

#[test]
fn the_largest_record_is_as_large_as_it_may_be() {
    let fields = ["intended", "happened", "why", "response", "change", "lesson"];
    let text = "a ".repeat(500 << 10);
    let table = format!("title,{}\nA,{}\n", fields.join(","), [text.as_str(); 6].join(","));
    assert!(table.len() < MOST_RECORD_BYTES);
    let read = read_as(
        "a.csv",
        table.as_bytes(),
        look("a.csv", format!("title,{}\nA,b,c,d,e,f,g\n", fields.join(",")).as_bytes()).unwrap(),
    );
    assert_eq!((read.cases.len(), read.reasons()), (1, Vec::new()));
}
