//! Zip archives, as they come and as they should not.

use std::io::{Cursor, Read, Write};

use hansei_library::archive::{Archive, Unpacked};
use hansei_library::{cases, look};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    packed_with(CompressionMethod::Deflated, files)
}

fn packed_with(method: CompressionMethod, files: &[(&str, &[u8])]) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(method);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn unpacked(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let (mut names, mut wrong) = (Vec::new(), Vec::new());
    let mut archive = Archive::open("a.zip", Cursor::new(bytes)).unwrap();
    while let Some(file) = archive.next_file() {
        match file.map(Unpacked::bytes) {
            Ok((name, mut bytes)) => match std::io::copy(&mut bytes, &mut std::io::sink()) {
                Ok(_) => names.push(name),
                Err(error) => wrong.push(format!("{name}: {error}")),
            },
            Err(fault) => wrong.push(fault.to_string()),
        }
    }
    (names, wrong)
}

fn refused(bytes: &[u8]) -> String {
    Archive::open("a.zip", Cursor::new(bytes)).unwrap_err().to_string()
}

#[test]
fn the_files_of_a_folder_are_unpacked_and_hidden_ones_passed_over() {
    let archive = packed(&[
        ("posts/one.md", b"# One\n\nIt broke"),
        ("__MACOSX/posts/._one.md", b"\0\x05"),
        ("posts/.DS_Store", b"\0"),
        ("../../two.csv", b"title\nTwo"),
        ("posts/a.png", b"\x89PNG"),
        ("posts/deep.zip", b"PK"),
        ("posts/renamed.txt", b"PK\x03\x04"),
    ]);
    let (names, wrong) = unpacked(&archive);
    assert_eq!(names, ["posts/one.md", "../../two.csv"]);
    assert_eq!(
        wrong,
        [
            "posts/a.png: this file is none that is read from an archive; give Markdown, text, CSV or JSON Lines",
            "posts/deep.zip: this is an archive inside an archive; unpack it and add its files by themselves",
            "posts/renamed.txt: this is an archive inside an archive; unpack it and add its files by themselves",
        ]
    );
    let mut opened = Archive::open("a.zip", Cursor::new(&archive)).unwrap();
    let mut text = String::new();
    opened.next_file().unwrap().unwrap().bytes().1.read_to_string(&mut text).unwrap();
    assert_eq!(text, "# One\n\nIt broke");
}

#[test]
fn a_file_that_unpacks_to_much_more_than_it_is_is_refused() {
    let zeros = vec![b'a'; 7 << 20];
    let (names, wrong) = unpacked(&packed(&[("a.md", &zeros), ("c.md", b"fine")]));
    assert_eq!(names, ["c.md"]);
    assert_eq!(wrong.len(), 1);
    assert!(wrong[0].starts_with("a.md: this file unpacks to more than 200 times its size"), "{}", wrong[0]);
}

/// A table of more than so many bytes, in which nothing comes again soon.
fn table(bytes: usize) -> String {
    let mut table = "id,title,happened\n".to_owned();
    let mut at = 1_u64;
    while table.len() < bytes {
        at = at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let row =
            format!("{at},Valve {:x},It leaked {:x} times over {:x} nights\n", at >> 7, at >> 20, at >> 33);
        table.push_str(&row);
    }
    table
}

#[test]
fn a_table_of_more_than_a_record_may_have_is_read_row_by_row() {
    let table = table(10 << 20);
    let archive = packed(&[("big.csv", table.as_bytes()), ("b.md", &b"# B\n\nIt broke. ".repeat(600_000))]);
    let mut opened = Archive::open("a.zip", Cursor::new(&archive)).unwrap();
    let file = opened.next_file().unwrap().unwrap();
    let look = look(&file.name, &file.head).unwrap();
    let (name, bytes) = file.bytes();
    let (found, wrong): (Vec<_>, Vec<_>) = cases(&name, bytes, &look).partition(Result::is_ok);
    assert_eq!((found.len(), wrong.len()), (table.lines().count() - 1, 0));
}

#[test]
fn a_table_in_an_archive_that_turns_out_damaged_says_so_where_it_is_read() {
    let table = format!(
        "id,title\n{}",
        "1,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n".repeat(40_000)
    );
    let mut damaged = packed_with(CompressionMethod::Stored, &[("a.csv", table.as_bytes())]);
    damaged[400_000] = b'x';
    let mut opened = Archive::open("a.zip", Cursor::new(&damaged)).unwrap();
    let file = opened.next_file().unwrap().unwrap();
    let look = look(&file.name, &file.head).unwrap();
    let (name, bytes) = file.bytes();
    let last = cases(&name, bytes, &look).last().unwrap().unwrap_err();
    assert!(last.is_end && last.reason.starts_with("this file could not be unpacked"), "{last}");
}

#[test]
fn what_the_list_says_of_a_size_is_not_believed() {
    let mut archive = packed(&[("a.md", &vec![b'a'; 7 << 20]), ("c.md", b"fine")]);
    let size = u32::try_from(7 << 20).unwrap().to_le_bytes();
    let places: Vec<usize> =
        archive.windows(4).enumerate().filter(|(_, four)| *four == size).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        archive[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    let (names, wrong) = unpacked(&archive);
    assert_eq!(names, ["c.md"]);
    assert_eq!(wrong.len(), 1, "{wrong:?}");
}

#[test]
fn more_than_ten_thousand_files_are_refused() {
    let names: Vec<String> = (0..10_001).map(|number| format!("{number}.md")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    assert_eq!(
        refused(&packed_with(CompressionMethod::Stored, &files)),
        "a.zip: 10001 are packed in this archive, and 10,000 are read; split it into several"
    );
}

#[test]
fn an_archive_of_the_largest_kind_is_refused_before_its_list_is_read() {
    let mut archive = packed(&[("a.md", b"x")]);
    let end = archive.windows(4).rposition(|four| four == b"PK\x05\x06").unwrap();
    archive.splice(end..end, *b"PK\x06\x07\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0");
    assert!(refused(&archive).contains("(zip64)"), "{}", refused(&archive));
}

#[test]
fn an_archive_that_is_damaged_or_encrypted_is_named() {
    let archive = packed(&[("a.md", b"It broke")]);
    assert!(refused(&archive[..archive.len() - 10]).contains("could not be opened"));
    assert!(refused(b"PK\x03\x04").contains("could not be opened"));
    let mut locked = archive.clone();
    let places = [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)];
    for (mark, flags) in places {
        let at = locked.windows(4).position(|four| four == mark).unwrap();
        locked[at + flags] |= 1;
    }
    let (names, wrong) = unpacked(&locked);
    assert_eq!(names, Vec::<String>::new());
    assert_eq!(wrong, ["a.md: this file is encrypted; pack it without a password"]);
}
