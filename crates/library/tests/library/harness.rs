//! Files that are looked at and read in one go.

use std::io::{self, Read};

use hansei_library::cases::Found;
use hansei_library::look::Look;
use hansei_library::wrong::Wrong;
use hansei_library::{HEAD_BYTES, cases, look};
use hansei_method::case::Case;

/// What a file gave.
#[derive(Debug, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) look: Look,
    pub(crate) cases: Vec<Case>,
    pub(crate) lines: Vec<u64>,
    pub(crate) wrong: Vec<Wrong>,
}

impl Outcome {
    pub(crate) fn reasons(&self) -> Vec<String> {
        self.wrong.iter().map(ToString::to_string).collect()
    }
}

pub(crate) fn seen(name: &str, bytes: &[u8]) -> Result<Look, Wrong> {
    look(name, &bytes[..bytes.len().min(HEAD_BYTES)])
}

pub(crate) fn refusal(name: &str, bytes: &[u8]) -> String {
    seen(name, bytes).unwrap_err().to_string()
}

pub(crate) fn read(name: &str, bytes: impl AsRef<[u8]>) -> Outcome {
    let bytes = bytes.as_ref();
    let look = seen(name, bytes).unwrap_or_else(|wrong| panic!("{wrong}"));
    read_as(name, bytes, look)
}

pub(crate) fn read_as(name: &str, bytes: impl Read, look: Look) -> Outcome {
    let (mut found, mut lines, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for record in cases(name, bytes, &look) {
        match record {
            Ok(Found { line, case, .. }) => {
                lines.push(line);
                found.push(case);
            }
            Err(fault) => wrong.push(fault),
        }
    }
    Outcome { look, cases: found, lines, wrong }
}

/// A reader that gives a few bytes at a time.
pub(crate) struct Drops<'b> {
    pub(crate) bytes: &'b [u8],
    pub(crate) sizes: Vec<usize>,
    pub(crate) at: usize,
}

impl Read for Drops<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes[self.at % self.sizes.len()].min(buffer.len()).min(self.bytes.len());
        self.at += 1;
        buffer[..size].copy_from_slice(&self.bytes[..size]);
        self.bytes = &self.bytes[size..];
        Ok(size)
    }
}

/// A part of a file as often as it is wanted, between a start and an end, never whole in memory.
pub(crate) fn endless(start: &str, part: &'static str, times: usize, end: &str) -> impl Read {
    struct Again {
        part: &'static [u8],
        at: usize,
        left: usize,
    }
    impl Read for Again {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.left == 0 {
                return Ok(0);
            }
            let size = (self.part.len() - self.at).min(buffer.len());
            buffer[..size].copy_from_slice(&self.part[self.at..self.at + size]);
            self.at += size;
            if self.at == self.part.len() {
                (self.at, self.left) = (0, self.left - 1);
            }
            Ok(size)
        }
    }
    let again = Again { part: part.as_bytes(), at: 0, left: times };
    io::Cursor::new(start.as_bytes().to_vec()).chain(again).chain(io::Cursor::new(end.as_bytes().to_vec()))
}
