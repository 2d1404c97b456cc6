//! What a file is that is no text: told by its first bytes, so that the refusal can name it.

/// How files of other kinds begin, and what they are called.
const STARTS: [(&[u8], &str); 24] = [
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a packed file (gzip)"),
    (b"BZh", "a packed file (bzip2)"),
    (b"\xfd7zXZ\0", "a packed file (xz)"),
    (b"\x28\xb5\x2f\xfd", "a packed file (zstd)"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file (7z)"),
    (b"Rar!", "a packed file (rar)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"RIFF", "a picture, a sound or a film"),
    (b"OggS", "a sound or a film"),
    (b"ID3", "a sound (MP3)"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a document of a word processor (RTF)"),
    (b"\xd0\xcf\x11\xe0", "an older office document"),
    (b"SQLite format 3\0", "a database"),
    (b"PAR1", "a table in Parquet"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\0asm", "a program"),
];

/// Whether a file is a zip archive, which [`crate::archive::Archive`] goes through.
///
/// Office documents are zip archives too; nothing in them is read.
#[must_use]
pub fn is_archive(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

/// Names what a file is; `None` when it may be text. UTF-16 has to be read as text before.
pub(crate) fn other_than_text(head: &[u8]) -> Option<&'static str> {
    if let Some((_, name)) = STARTS.iter().find(|(start, _)| head.starts_with(start)) {
        return Some(name);
    }
    let start = head.trim_ascii_start();
    let starts_with =
        |tag: &str| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()));
    if starts_with("<!doctype html") || starts_with("<html") {
        return Some("a web page");
    }
    if starts_with("<?xml") {
        return Some("XML");
    }
    let sample = &head[..head.len().min(8192)];
    let controls = sample.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31)).count();
    (controls * 20 > sample.len()).then_some("a file that is no text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(other_than_text(b"\x89PNG\r\n\x1a\n"), Some("a picture (PNG)"));
        assert_eq!(other_than_text(b"  <!DOCTYPE html>"), Some("a web page"));
        assert_eq!(other_than_text(&[0; 100]), Some("a file that is no text"));
        assert_eq!(other_than_text("a text with one \0 in it, and a good deal more".as_bytes()), None);
        assert_eq!(other_than_text("title,happened\r\nÄ,\u{1}".repeat(9).as_bytes()), None);
    }
}
