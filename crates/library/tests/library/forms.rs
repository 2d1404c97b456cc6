//! Each form as people write it, in small.

use hansei_library::dates::DayOrder;
use hansei_library::encoding::Encoding;
use hansei_library::form::{Field, Form};
use hansei_library::look_as;
use hansei_method::case::Case;
use hansei_method::text::{Line, Text};

use crate::harness::{read, read_as, seen};

fn text(part: Option<&Text>) -> &str {
    part.map(Text::as_str).unwrap_or_default()
}

const POST_MORTEM: &str = "\
---
title: Certificate ran out
tags: [tls, monitoring]
url: https://example.org/7
---
# Another heading

Nobody could sign in.

## Timeline

All times in UTC.

| Time | Event |
| :--- | --- |
| 2021-03-31 06:00 | Certificate ran out |
| 2021-03-31 07:10 | First call |

## Contributing Factors

- Nobody owned the reminder

### Five whys

Because the owner had left.

## Resolution

A new one was installed.

## Action Items

- Give the reminder to the team

## Lessons Learned

A reminder needs an owner who is there.

## Attendees

- Jo Doe

# Stats

- Time to recovery: 70 minutes
";

#[test]
fn a_post_mortem_is_told_under_its_headings() {
    let read = read("PM2021-004 - Sign-in.md", POST_MORTEM);
    assert_eq!(read.look.form, Form::Markdown);
    let case = &read.cases[0];
    assert_eq!(case.key.as_str(), "PM2021-004 - Sign-in");
    assert_eq!(case.title.as_str(), "Certificate ran out");
    assert_eq!(
        text(case.happened.as_ref()),
        "Nobody could sign in.\n\nTimeline\nAll times in UTC.\n\n2021-03-31 06:00 — Certificate ran out\n2021-03-31 07:10 — First call"
    );
    assert_eq!(
        text(case.why.as_ref()),
        "Contributing Factors\n- Nobody owned the reminder\n\nFive whys\nBecause the owner had left."
    );
    assert_eq!(text(case.response.as_ref()), "A new one was installed.");
    assert_eq!(text(case.change.as_ref()), "- Give the reminder to the team");
    assert_eq!(text(case.lesson.as_ref()), "A reminder needs an owner who is there.");
    assert_eq!(case.occurred.unwrap().to_string(), "2021-03-31");
    assert_eq!(case.web_link(), Some("https://example.org/7"));
    assert_eq!(case.labels.iter().map(Line::as_str).collect::<Vec<_>>(), ["tls", "monitoring"]);
    assert!(!case.whole_text().contains("Jo Doe"));
}

#[test]
fn headings_are_shown_and_a_person_may_say_otherwise() {
    let mut look = seen("a.md", POST_MORTEM.as_bytes()).unwrap();
    let shown: Vec<_> =
        look.columns.iter().map(|column| (column.name.as_str(), look.mapping.field(&column.name))).collect();
    assert_eq!(shown[0], ("Timeline", Some(Field::Happened)));
    assert_eq!(shown[6], ("Attendees", None));
    look.mapping.columns.get_mut(&Field::Change).unwrap().clear();
    look.mapping.columns.get_mut(&Field::Lesson).unwrap().push("Action Items".to_owned());
    let read = read_as("a.md", POST_MORTEM.as_bytes(), look);
    let case = &read.cases[0];
    assert_eq!(case.change, None);
    assert!(text(case.lesson.as_ref()).starts_with("Action Items\n- Give the reminder"));
}

#[test]
fn the_title_is_the_first_heading_or_the_name_without_its_number() {
    let title = |name: &str, text: &str| read(name, text).cases[0].title.as_str().to_owned();
    assert_eq!(title("a.md", "A late\ncertificate\n===\n\nIt ran out."), "a");
    assert_eq!(title("a.md", "A late certificate\n===\n\nIt ran out."), "A late certificate");
    assert_eq!(
        title("folder/PM2021-004 - A late certificate.md", "## Summary\n\nIt ran out."),
        "A late certificate"
    );
    assert_eq!(title("0042-a_late-certificate.md", "It ran out."), "a late certificate");
    assert_eq!(
        title("a.md", "# Impact of a late certificate\n\nIt ran out."),
        "Impact of a late certificate"
    );
}

#[test]
fn code_and_comments_hold_no_headings() {
    let text = "# A\n\nBefore\n\n```\n# no heading\n```\n<!-- ## none here -->\nAfter";
    let read = read("a.md", text);
    assert_eq!(read.look.columns.len(), 0);
    assert!(read.cases[0].whole_text().contains("# no heading"));
    assert!(!read.cases[0].whole_text().contains("none here"));
}

#[test]
fn a_table_with_blanks_behind_its_commas_is_read() {
    let table = "\
\"ID\", \"SAFENET ID\", \"Event Start Date\", \"Incident Name\", \"Contributing Factors\", \"Narrative\", \"Submitter\"
\"1\",\"A-1\",\"10/27/2010 07:00\",\"WIND\",\"Communications;Other;\",\"One.<br/><br/>The \"\"last\"\" &amp; only.\",\"Jo\"

\"2\", \"A-2\" ,\"11/02/2010 00:00\",\"SMOKE\",\"\",\"Two
lines\",\"Al\"
";
    let read = read("a.csv", table);
    assert_eq!(read.reasons(), Vec::<String>::new());
    assert_eq!(read.lines, [2, 4]);
    assert_eq!(read.look.mapping.field("Submitter"), None);
    let first = &read.cases[0];
    assert_eq!((first.key.as_str(), first.title.as_str()), ("A-1", "WIND"));
    assert_eq!(text(first.happened.as_ref()), "One.\n\nThe \"last\" & only.");
    assert_eq!(first.occurred.unwrap().to_string(), "2010-10-27T07:00");
    assert_eq!(first.labels.len(), 2);
    assert_eq!(text(read.cases[1].happened.as_ref()), "Two\nlines");
    assert_eq!(read.cases[1].occurred.unwrap().to_string(), "2010-11-02");
}

#[test]
fn columns_are_parted_by_what_parts_them_alike() {
    for (name, table) in [
        ("a.csv", "title;happened\nA, b;It broke, twice\nC;It, too\n"),
        ("a.csv", "sep=;\ntitle;happened\nA, b;It broke, twice\nC;It, too\n"),
        ("a.tsv", "title\thappened\nA, b\tIt broke, twice\nC\tIt, too\n"),
        ("a.txt", "title|happened\nA, b|It broke, twice\nC|It, too\n"),
        ("a.csv", "title,happened\r\"A, b\",\"It broke, twice\"\r\"C\",\"It, too\"\r"),
    ] {
        let read = read(name, table);
        let told: Vec<_> =
            read.cases.iter().map(|case| (case.title.as_str(), text(case.happened.as_ref()))).collect();
        assert_eq!(told, [("A, b", "It broke, twice"), ("C", "It, too")], "{table}");
    }
}

#[test]
fn a_changed_mapping_and_a_changed_order_of_dates_are_followed() {
    let table = "a,b,when\nOne,First it broke,03/04/2019\nTwo,Then it burned,05/06/2019\n";
    let mut look = seen("a.csv", table.as_bytes()).unwrap();
    let dates = look.columns[2].dates.as_mut().unwrap();
    assert_eq!((dates.order, dates.example.as_deref()), (DayOrder::Unclear, Some("03/04/2019")));
    assert_eq!(dates.example_read(), None);
    dates.order = DayOrder::DayFirst;
    assert_eq!(dates.example_read().unwrap().to_string(), "2019-04-03");
    look.mapping.columns.clear();
    look.mapping.columns.insert(Field::Lesson, vec!["b".to_owned(), "a".to_owned()]);
    look.mapping.columns.insert(Field::Occurred, vec!["when".to_owned()]);
    let read = read_as("a.csv", table.as_bytes(), look);
    let case = &read.cases[0];
    assert_eq!(text(case.lesson.as_ref()), "First it broke\n\nOne");
    assert_eq!(case.title.as_str(), "First it broke");
    assert_eq!(case.occurred.unwrap().to_string(), "2019-04-03");
}

#[test]
fn objects_are_read_from_lines_from_an_array_and_one_after_another() {
    let objects = [
        r#"{"id":7,"title":"A","abstract":"It broke","cats":"Energy, Safety","date":"2014-06-06"}"#,
        r#"{"id":8,"title":"B","abstract":"It burned","cats":["Fire; smoke"],"date":null}"#,
    ];
    let pretty = objects.join("\n").replace(",\"", ",\n  \"").replace('{', "{\n  ");
    for text in [
        objects.join("\n"),
        format!("[{}]", objects.join(",")),
        format!("[\n{}\n]", objects.join(",\n")),
        pretty,
    ] {
        let read = read("a.json", &text);
        assert_eq!((read.look.form, read.reasons()), (Form::JsonLines, Vec::new()), "{text}");
        let titles: Vec<_> = read.cases.iter().map(|case| (case.key.as_str(), case.title.as_str())).collect();
        assert_eq!(titles, [("7", "A"), ("8", "B")], "{text}");
        let labels: Vec<_> = read.cases.iter().flat_map(|case| &case.labels).map(Line::as_str).collect();
        assert_eq!(labels, ["Energy", "Safety", "Fire; smoke"], "{text}");
    }
}

#[test]
fn a_case_of_our_own_is_read_exactly_as_it_is() {
    let json = r#"{"key":"7","title":"A  <b>","happened":"  x<br/>y &amp; z\r\n","occurred":"2019-04-03T13:05","labels":["a;b","c"],"link":"https://a.b/"}"#;
    let case: Case = serde_json::from_str(json).unwrap();
    assert_eq!(read("a.jsonl", json).cases, [case]);
}

const LINKS: &str = "\
A List of Post-mortems!
===

## Table of Contents

**[Config Errors](#config-errors)**

## Config Errors

[Etsy](https://example.org/solr/). Sending multicast traffic caused an outage.
It lasted [an hour](https://example.org/hour).

Sun famously told nobody.

- **[A router rule at the edge of it](https://example.org/a_(b))** - On February 28th 2017 a bad rule crashed all.

### Time

1. [Linux](https://example.org/leap)

## Contributors

[Jo Doe](https://example.org/jo)
";

#[test]
fn a_list_of_links_is_read_with_its_headings_as_labels() {
    let read = read("README.md", LINKS);
    assert_eq!((read.look.form, read.reasons()), (Form::LinkList, Vec::new()));
    assert_eq!(read.lines, [10, 15, 19]);
    let told: Vec<_> = read
        .cases
        .iter()
        .map(|case| (case.key.as_str(), case.title.as_str(), text(case.happened.as_ref()), case.labels.len()))
        .collect();
    assert_eq!(
        told,
        [
            (
                "https://example.org/solr/",
                "Etsy: Sending multicast traffic caused an outage",
                "Sending multicast traffic caused an outage. It lasted an hour.",
                1
            ),
            (
                "https://example.org/a_(b)",
                "A router rule at the edge of it",
                "On February 28th 2017 a bad rule crashed all.",
                1
            ),
            ("https://example.org/leap", "Linux", "", 2),
        ]
    );
    assert_eq!(read.cases[1].occurred.unwrap().to_string(), "2017-02-28");
    assert_eq!(read.cases[0].web_link(), Some("https://example.org/solr/"));
}

#[test]
fn a_list_without_a_link_says_so() {
    let look = look_as("a.md", b"# A\n\n- one\n- two\n", Form::LinkList).unwrap();
    let read = read_as("a.md", &b"# A\n\n- one\n- two\n"[..], look);
    assert_eq!(
        read.reasons(),
        ["a.md: no link to the web is in this list; write each case as [Title](https://...) and a few words"]
    );
}

#[test]
fn a_file_is_read_in_the_encoding_it_is_in() {
    let table = "title,happened\nÄrger,„Über“ it’s 5 € – done\nSecond,Fine\n";
    let utf16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
        [mark, &table.encode_utf16().flat_map(bytes).collect::<Vec<_>>()].concat()
    };
    let (windows, ..) = encoding_rs::WINDOWS_1252.encode(table);
    for (encoding, bytes) in [
        (Encoding::Utf8, table.as_bytes().to_vec()),
        (Encoding::Utf8, [b"\xef\xbb\xbf", table.as_bytes()].concat()),
        (Encoding::Utf16Le, utf16(b"\xff\xfe", u16::to_le_bytes)),
        (Encoding::Utf16Be, utf16(b"\xfe\xff", u16::to_be_bytes)),
        (Encoding::Utf16Le, utf16(b"", u16::to_le_bytes)),
        (Encoding::Utf16Be, utf16(b"", u16::to_be_bytes)),
        (Encoding::Windows1252, windows.to_vec()),
    ] {
        let read = read("a.csv", &bytes);
        assert_eq!((read.look.encoding, read.reasons()), (encoding, Vec::new()));
        assert_eq!(read.cases[0].title.as_str(), "Ärger", "{encoding}");
        assert_eq!(text(read.cases[0].happened.as_ref()), "„Über“ it’s 5 € – done", "{encoding}");
        assert_eq!(read.cases.len(), 2);
    }
}

#[test]
fn letters_that_were_encoded_twice_are_put_right_and_that_is_shown() {
    let read = read("a.csv", "title,happened\nA,itâ€™s 80Â° in a cafÃ©\n");
    assert!(read.look.is_mended);
    assert_eq!(text(read.cases[0].happened.as_ref()), "it’s 80° in a café");
    assert!(!seen("a.csv", "title,happened\nA,Café Âge\n".as_bytes()).unwrap().is_mended);
}

#[test]
fn a_field_of_ones_own_that_comes_late_is_kept() {
    let long = "The valve was left closed. ".repeat(12_000);
    let first = serde_json::json!({"key": "1", "title": "Valve", "happened": long});
    let last =
        serde_json::json!({"key": "2", "title": "Pump", "occurred": "2026-03-02", "lesson": "Open it"});
    for lines in [format!("{first}\n{last}\n"), format!("{last}\n{first}\n")] {
        let outcome = read("own.jsonl", lines);
        assert_eq!(outcome.reasons(), [""; 0]);
        let pump = outcome.cases.iter().find(|case| case.key.as_str() == "2").unwrap();
        assert_eq!((pump.occurred, text(pump.lesson.as_ref())), ("2026-03-02".parse().ok(), "Open it"));
    }
}
