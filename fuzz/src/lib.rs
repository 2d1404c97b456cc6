//! What is done with the bytes. It is compiled once, and each target says which of it.

use std::io::{self, Cursor, Read};

use hansei_library::archive::Archive;
use hansei_library::cases::Found;
use hansei_library::form::Form;
use hansei_library::wrong::Wrong;
use hansei_library::{HEAD_BYTES, cases, look, look_as};

/// Looks at a file and reads it to its end as a form: in one piece and in small ones, which has to be the same.
pub fn read(bytes: &[u8], form: Form) {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    drop(look("file", head));
    let Ok(look) = look_as("file.md", head, form) else { return };
    let whole: Vec<Result<Found, Wrong>> =
        cases("file.md", Drops { bytes, most: usize::MAX }, &look).collect();
    let pieces: Vec<Result<Found, Wrong>> = cases("file.md", Drops { bytes, most: 7 }, &look).collect();
    assert_eq!(whole, pieces);
}

/// Goes through an archive.
pub fn unpack(bytes: &[u8]) {
    if let Ok(mut archive) = Archive::open("archive.zip", Cursor::new(bytes)) {
        while let Some(file) = archive.next_file() {
            drop(file.map(|file| std::io::copy(&mut file.bytes().1, &mut std::io::sink())));
        }
    }
}

/// A reader that gives so many bytes at a time.
struct Drops<'b> {
    bytes: &'b [u8],
    most: usize,
}

impl Read for Drops<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.most.min(buffer.len()).min(self.bytes.len());
        buffer[..size].copy_from_slice(&self.bytes[..size]);
        self.bytes = &self.bytes[size..];
        Ok(size)
    }
}
