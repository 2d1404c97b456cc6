//! What holds of every file.

use std::io::Cursor;

use hansei_library::archive::Archive;
use hansei_library::form::Form;
use hansei_library::look_as;
use hansei_method::case::Case;
use proptest::prelude::*;

use crate::harness::{Drops, read, read_as, seen};

const NAMES: [&str; 6] = ["a.csv", "a.jsonl", "a.json", "a.md", "README.md", "a"];

/// Bytes that have much of what the readers look for.
fn likely() -> impl Strategy<Value = Vec<u8>> {
    let parts = prop::sample::select(vec![
        "\"",
        "\"\"",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        "\r",
        " ",
        "title",
        "happened",
        "2019-04-03",
        "03/04/2019",
        "{",
        "}",
        "[",
        "]",
        "](",
        "https://a.b/",
        ")",
        ":",
        "{\"title\":\"A\"}",
        "# ",
        "## Summary\n",
        "---\n",
        "===\n",
        "|",
        "<br/>",
        "<!--",
        "-->",
        "&amp;",
        "â€™",
        "\0",
        "\u{feff}",
        "- [A](https://a.b/c) it broke",
        "```\n",
        "\\",
        "\\u0000",
    ]);
    let bytes = prop_oneof![9 => parts.prop_map(|part| part.as_bytes().to_vec()), 1 => any::<Vec<u8>>()];
    prop::collection::vec(bytes, 0..60).prop_map(|parts| parts.concat())
}

fn written(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in likely(), name in 0..NAMES.len()) {
        if let Ok(look) = seen(NAMES[name], &bytes) {
            read_as(NAMES[name], bytes.as_slice(), look);
        }
        for form in Form::ALL {
            if let Ok(look) = look_as(NAMES[name], &bytes, form) {
                read_as(NAMES[name], bytes.as_slice(), look);
            }
        }
    }

    #[test]
    fn a_file_is_the_same_in_pieces_of_any_size(
        bytes in likely(),
        sizes in prop::collection::vec(1_usize..9, 1..5),
        form in prop::sample::select(Form::ALL.to_vec()),
    ) {
        if let Ok(look) = look_as("a", &bytes, form) {
            let whole = read_as("a", bytes.as_slice(), look.clone());
            let pieces = read_as("a", Drops { bytes: &bytes, sizes, at: 0 }, look);
            prop_assert_eq!(whole, pieces);
        }
    }

    #[test]
    fn a_table_is_read_back_as_it_was_written(
        rows in prop::collection::vec(("[a-zA-Z0-9 ,;\"'|äö’-]{0,30}[a-z]", "[a-zA-Z0-9 ,;\"'|äö’\n-]{0,60}[a-z]"), 1..8),
        delimiter in prop::sample::select(vec![",", ";", "\t"]),
    ) {
        let mut table = format!("title{delimiter}happened\n");
        for (title, happened) in &rows {
            table.push_str(&[&written(title), delimiter, &written(happened), "\n"].concat());
        }
        let mut look = seen("a.csv", format!("title{delimiter}happened\na{delimiter}b\n").as_bytes()).unwrap();
        look.mapping.columns.retain(|_, columns| !columns.is_empty());
        let read = read_as("a.csv", table.as_bytes(), look);
        prop_assert_eq!(read.reasons(), Vec::<String>::new());
        for ((title, happened), case) in rows.iter().zip(&read.cases) {
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(case.title.as_str(), title);
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(words(case.happened.as_ref().unwrap().as_str()), words(happened));
        }
        prop_assert_eq!(read.cases.len(), rows.len());
    }

    #[test]
    fn a_case_of_our_own_is_read_back_as_it_was(
        key in "[^\\p{Cc}]{0,20}[a-z]", title in "[^\\p{Cc}]{0,40}[a-z]", happened in "[^\0]{0,80}[a-z]",
        labels in prop::collection::vec("[a-z;,é ]{0,8}[a-z]", 0..4),
    ) {
        let case = Case {
            key: key.parse().unwrap(),
            title: title.parse().unwrap(),
            intended: None,
            happened: Some(happened.parse().unwrap()),
            why: None,
            response: None,
            change: None,
            lesson: None,
            occurred: None,
            link: None,
            labels: labels.iter().map(|label| label.parse().unwrap()).collect(),
        };
        prop_assert_eq!(read("a.jsonl", serde_json::to_string(&case).unwrap()).cases, vec![case]);
    }

    #[test]
    fn no_bytes_make_an_archive_panic(bytes in any::<Vec<u8>>(), start in prop::bool::ANY) {
        let bytes = if start { [b"PK\x03\x04".to_vec(), bytes, b"PK\x05\x06".to_vec()].concat() } else { bytes };
        if let Ok(mut archive) = Archive::open("a.zip", Cursor::new(bytes)) {
            while let Some(file) = archive.next_file() {
                drop(file.map(|file| std::io::copy(&mut file.bytes().1, &mut std::io::sink())));
            }
        }
    }
}
