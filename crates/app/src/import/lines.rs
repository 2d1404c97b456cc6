//! A file's lines, none of them longer in memory than it may be.

use std::io::{self, BufRead};

use super::MOST_LINE_BYTES;

/// The lines of a file with their numbers.
pub(super) struct Lines<R> {
    file: R,
    number: u64,
    waiting: Option<(u64, Read)>,
    is_over: bool,
}

/// What was found where a line should be.
pub(super) enum Read {
    /// A line, without its end.
    Text(String),
    /// A line that is not UTF-8.
    NotText,
    /// A line of more than [`MOST_LINE_BYTES`].
    TooLong,
    /// The file or the pipe broke; nothing follows.
    Broken(io::Error),
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(file: R) -> Self {
        Self { file, number: 0, waiting: None, is_over: false }
    }

    /// Reads the next line and its number, from 1; `None` at the end.
    pub(super) fn next(&mut self) -> Option<(u64, Read)> {
        if let Some(waiting) = self.waiting.take() {
            return Some(waiting);
        }
        if self.is_over {
            return None;
        }
        let mut bytes = Vec::new();
        let most = MOST_LINE_BYTES as u64 + 1;
        let read = match io::Read::take(&mut self.file, most).read_until(b'\n', &mut bytes) {
            Ok(0) => return None,
            Ok(_) if bytes.ends_with(b"\n") || bytes.len() <= MOST_LINE_BYTES => text(bytes),
            Ok(_) => self.skip_rest().map_or_else(Read::Broken, |()| Read::TooLong),
            Err(error) => Read::Broken(error),
        };
        self.is_over = matches!(read, Read::Broken(_));
        self.number += 1;
        Some((self.number, read))
    }

    /// Puts a line back, to be read once more.
    pub(super) fn put_back(&mut self, line: (u64, Read)) {
        self.waiting = Some(line);
    }

    fn skip_rest(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.file.fill_buf()?;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let skipped = end.map_or(buffer.len(), |end| end + 1);
            self.file.consume(skipped);
            if end.is_some() || skipped == 0 {
                return Ok(());
            }
        }
    }
}

fn text(mut bytes: Vec<u8>) -> Read {
    if bytes.ends_with(b"\n") {
        bytes.pop();
    }
    if bytes.ends_with(b"\r") {
        bytes.pop();
    }
    String::from_utf8(bytes).map_or(Read::NotText, Read::Text)
}
