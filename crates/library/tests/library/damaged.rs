//! Files with something wrong in them: each fault is named with its line, and what can be read is.

use hansei_library::form::Field;
use hansei_library::remark::Remark;
use hansei_library::{cases, look};

use crate::harness::{read, refusal};

fn titles(read: &crate::harness::Outcome) -> Vec<&str> {
    read.cases.iter().map(|case| case.title.as_str()).collect()
}

#[test]
fn a_file_that_holds_no_text_is_refused_by_what_it_is() {
    for (bytes, expected) in [
        (&b""[..], "a.csv: there is nothing in this file; choose another one"),
        (b" \r\n\t\n", "a.csv: there is nothing in this file; choose another one"),
        (
            b"\x89PNG\r\n\x1a\n",
            "a.csv: this looks like a picture (PNG); give text: Markdown, a table (CSV), JSON Lines or a list of links",
        ),
        (
            b"PK\x03\x04\x14\0",
            "a.csv: this looks like a zip archive or an office document; give text: Markdown, a table (CSV), JSON Lines or a list of links",
        ),
        (
            b"title,happened\n",
            "a.csv: there is no case in this file: nothing follows after the names of the columns",
        ),
    ] {
        assert_eq!(refusal("a.csv", bytes), expected);
    }
}

#[test]
fn an_open_quotation_mark_costs_its_own_row_only() {
    let table = "\
\"title\",\"happened\",\"why\"
\"A\",\"It broke\",\"x\"
\"B\",\"It burned,y
\"C\",\"It sank\",\"z\"
\"D\",\"It \"really\" stopped\",\"z\"
";
    let read = read("a.csv", table);
    assert_eq!(titles(&read), ["A", "C", "D"]);
    assert_eq!(
        read.reasons(),
        [
            "a.csv, line 3: a quotation mark that is opened in this record is not closed; close it, or write two of them for one in the text"
        ]
    );
    assert_eq!(read.cases[2].happened.as_ref().unwrap().as_str(), "It \"really\" stopped");
}

#[test]
fn an_open_quotation_mark_costs_no_row_after_it_however_the_others_are_quoted() {
    for (rows, expected, lines) in [
        ("1,ok,fine\n2,\"broken,never closed\n3,next,row\n4,last,row\n", vec!["ok", "next", "last"], ""),
        ("2,\"broken,never closed\n3,next,row", vec!["next"], ""),
        ("2,\"broken,never closed\n3,\"next\",row\n4,last,row\n", vec!["next", "last"], ""),
        ("2,\"broken,never closed\n3,next,\"row\"\n4,last,row\n", vec!["next", "last"], ""),
        ("2,\"broken,never closed\n3,next,a \"quoted\" row\n4,last,\"r\nw\"\n", vec!["next", "last"], ""),
        ("2,\"broken,never\nclosed, it\nis\n3,next,row\n4,last,row\n", vec!["next", "last"], "2 to 4"),
        ("2,\"broken,never\r\nclosed\r\n3,next,row\r\n", vec!["next"], "2 to 3"),
        ("\"2\",a,b\n3,\"broken,never closed\n4,next,row\n", vec!["a", "next"], ""),
        ("2,\"broken,never\nclosed at all\n", vec![], "2 to 3"),
    ] {
        let read = read("a.csv", format!("id,title,happened\n{rows}"));
        assert_eq!(titles(&read), expected, "{rows}");
        assert_eq!(read.wrong.len(), 1, "{rows}: {:?}", read.reasons());
        let named =
            if lines.is_empty() { "closed;".to_owned() } else { format!("lines {lines} were not read;") };
        assert!(read.reasons()[0].contains(&named), "{rows}: {:?}", read.reasons());
    }
}

#[test]
fn a_quoted_text_with_lines_like_rows_stays_one_text() {
    let rows = "1,ok,\"they wrote:\n3,next,row\nand \"\"4,last,row\"\"\"\n2,also,\"he said,\n\"\"no\"\"\"\n";
    let read = read("a.csv", format!("id,title,happened\n{rows}"));
    assert_eq!((titles(&read), read.reasons()), (vec!["ok", "also"], Vec::new()));
}

#[test]
fn an_open_quotation_mark_in_the_first_column_is_found() {
    let read = read("a.csv", "\"title\",\"happened\"\n\"A,It broke\n\"B\",\"It burned\"\n");
    assert_eq!(titles(&read), ["B"]);
    assert_eq!(read.wrong[0].line, 2);
}

#[test]
fn a_table_that_is_cut_off_is_read_up_to_there() {
    let read = read("a.csv", "title,happened\nA,It broke\nB,\"It bur");
    assert_eq!(titles(&read), ["A"]);
    assert!(read.reasons()[0].starts_with("a.csv, line 3: a quotation mark"), "{:?}", read.reasons());
}

#[test]
fn a_row_with_too_many_columns_is_named() {
    let read = read("a.csv", "title,happened\nA,It broke\nB,It burned, and sank\nC,It stopped,\n");
    assert_eq!(titles(&read), ["A", "C"]);
    assert_eq!(
        read.reasons(),
        [
            "a.csv, line 3: this row has 3 columns where the first row has 2; put quotation marks around a text with the mark that parts the columns"
        ]
    );
}

#[test]
fn a_row_that_tells_nothing_is_named() {
    let read = read("a.csv", "id,title,happened\n1,A,It broke\n2,,\n");
    assert_eq!(
        read.reasons(),
        ["a.csv, line 3: neither a title nor a text is in this record; look at which column is what"]
    );
}

#[test]
fn a_line_that_is_no_object_is_named() {
    let lines = "{\"title\":\"A\",\"text\":\"It broke\"}\nnonsense\n[1]\n{\"title\":\"B\"\n{\"title\":\"C\",\"text\":\"It sank\"}\n";
    let read = read("a.jsonl", lines);
    assert_eq!(titles(&read), ["A", "C"]);
    let lines: Vec<u64> = read.wrong.iter().map(|wrong| wrong.line).collect();
    assert_eq!(lines, [2, 3, 4]);
    assert_eq!(read.reasons()[2], "a.jsonl, line 4: this object has no end; the file may have been cut off");
}

#[test]
fn an_array_goes_on_after_an_object_without_an_end() {
    let array = "[\n{\"title\":\"A\",\"text\":\"It broke\"},\n{\"title\":\"B,\n{\"title\":\"C\",\"text\":\"It sank\"}\n]\n";
    let read = read_after_array(array);
    assert_eq!(titles(&read), ["A", "C"]);
    assert_eq!(read.wrong.len(), 1, "{:?}", read.reasons());
}

fn read_after_array(array: &str) -> crate::harness::Outcome {
    read("a.json", array)
}

#[test]
fn an_array_that_is_cut_off_says_where() {
    let read = read("a.json", "[{\"title\":\"A\",\"text\":\"It broke\"},\n{\"title\":\"B\",\"te");
    assert_eq!(titles(&read), ["A"]);
    assert_eq!(read.reasons(), ["a.json, line 2: this object has no end; the file may have been cut off"]);
}

#[test]
fn front_matter_that_grows_or_is_too_large_is_refused() {
    let bomb = "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n# T\n\nText\n";
    assert!(read("a.md", bomb).reasons()[0].contains("the front matter could not be read"), "{bomb}");
    let large = format!("---\na: {}\n---\n# T\n\nText\n", "x".repeat(65 << 10));
    assert_eq!(
        read("a.md", large).reasons(),
        ["a.md, line 1: the front matter is larger than 64 KiB; take out what does not belong to the case"]
    );
    let deep = format!("---\na: {}\n---\n# T\n\nText\n", "[".repeat(30_000));
    assert!(read("a.md", deep).reasons()[0].contains("the front matter could not be read"));
}

#[test]
fn what_is_decided_about_a_case_is_remarked_on_and_the_case_is_kept() {
    let table = "id,title,happened,date,link\n\
        1,A,It broke,2020-01-05,https://a.org\n2,B,It burned,31/12/1999,https://b.org\n\
        3,C,It sank,03/04/2001,\n4,D,It fell,not a date,\n5,E,It rose,0000-00-00,\n6,F,It went,1999-02-30,\n\
        1,G,It came,,javascript:alert(1)\n";
    let look = look("a.csv", table.as_bytes()).unwrap();
    let found: Vec<_> = cases("a.csv", table.as_bytes(), &look).map(Result::unwrap).collect();
    let remarks: Vec<_> = found.iter().map(|found| found.remarks.as_slice()).collect();
    // 31/12/1999 says that the day comes first, so 03/04/2001 is clear.
    let none: &[Remark] = &[];
    assert_eq!(
        remarks,
        [none, none, none, &[Remark::NoDay], &[Remark::NoDay], &[Remark::NoDay], &[Remark::OtherLink]]
    );
    assert_eq!(found[6].case.link.as_ref().unwrap().as_str(), "javascript:alert(1)");
    assert_eq!(found[6].case.key.as_str(), "1", "a key that comes again is still the key");
}

#[test]
fn a_day_that_can_be_two_is_remarked_on() {
    let table = "title,happened,date\nA,It broke,03/04/2001\nB,It burned,05/06/2001\n";
    let look = look("a.csv", table.as_bytes()).unwrap();
    let remarks: Vec<_> =
        cases("a.csv", table.as_bytes(), &look).map(|found| found.unwrap().remarks).collect();
    assert_eq!(remarks, [[Remark::TwoDays], [Remark::TwoDays]]);
}

#[test]
fn a_column_for_keys_that_holds_few_is_named_as_left_out() {
    let few = "id,title,happened\n1,A,It broke\n1,B,It burned\n1,C,It sank\n1,D,It rose\n";
    let most = "id,title,happened\n1,A,It broke\n2,B,It burned\n1,C,It sank\n,D,It rose\n";
    let key = |table: &str| {
        let look = look("a.csv", table.as_bytes()).unwrap();
        (look.has_other_keys, look.mapping.columns.contains_key(&Field::Key))
    };
    assert_eq!([key(few), key(most)], [(true, false), (false, true)]);
}

#[test]
fn an_item_whose_link_leads_elsewhere_is_kept_as_words() {
    let list = "# Posts\n\n- [Amazon](https://aws.example/1) An outage.\n- [Other](https://b.example/2) Gone.\n\n\
        - [Etsy](javascript:alert(1)) sent multicast traffic.\n";
    let read = read("links.md", list);
    assert_eq!(titles(&read), ["Amazon: An outage", "Other: Gone", "Etsy: sent multicast traffic"]);
    assert_eq!(read.cases[2].web_link(), None);
}

#[test]
fn control_characters_and_what_no_encoding_has_are_taken_out_or_shown() {
    let read = read("a.csv", b"title,happened\nA\0B,It\x07 broke\nC,It \x81 sank\n");
    assert_eq!(titles(&read), ["AB", "C"]);
    assert_eq!(read.cases[0].happened.as_ref().unwrap().as_str(), "It broke");
}

#[test]
fn utf_16_that_ends_within_a_character_is_read_to_its_end() {
    let table = "\u{feff}title,happened\n\u{feff}A,It broke";
    let mut bytes: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.push(b'!');
    assert_eq!(titles(&read("a.csv", bytes)), ["A"]);
}
