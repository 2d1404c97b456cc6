//! A file as it is read: what is held of it, and on which line that begins.

use std::io::{self, Read};

use crate::MOST_RECORD_BYTES;
use crate::encoding::{Decoded, Encoding};

/// The part of a file that is held while a record is looked for.
pub(crate) struct Input<R> {
    bytes: Decoded<R>,
    buffer: Vec<u8>,
    start: usize,
    line: u64,
    is_after_return: bool,
    is_over: bool,
}

impl<R: Read> Input<R> {
    pub(crate) fn new(bytes: R, encoding: Encoding) -> Self {
        Self {
            bytes: Decoded::new(bytes, encoding),
            buffer: Vec::new(),
            start: 0,
            line: 1,
            is_after_return: false,
            is_over: false,
        }
    }

    /// Borrows what is held.
    pub(crate) fn held(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Returns the line on which it begins, from 1.
    pub(crate) fn line(&self) -> u64 {
        let is_next = self.is_after_return && self.held().first() != Some(&b'\n');
        self.line + u64::from(is_next)
    }

    /// Whether so much is held that no record may be longer.
    pub(crate) fn is_full(&self) -> bool {
        self.held().len() > MOST_RECORD_BYTES
    }

    /// Reads more; `false` at the end of the file.
    pub(crate) fn more(&mut self) -> io::Result<bool> {
        if self.is_over {
            return Ok(false);
        }
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let has_more = self.bytes.more(&mut self.buffer);
        self.is_over = !matches!(has_more, Ok(true));
        has_more
    }

    /// Passes over the first bytes of what is held.
    pub(crate) fn pass(&mut self, count: usize) {
        let passed = &self.buffer[self.start..self.start + count];
        for byte in passed {
            let is_break = match byte {
                b'\n' => true,
                _ => self.is_after_return,
            };
            self.line += u64::from(is_break);
            self.is_after_return = *byte == b'\r';
        }
        self.start += count;
    }

    /// Finds the end of the first line that is held, with its break; reads more until there is one, the file is over
    /// or too much is held.
    pub(crate) fn line_end(&mut self) -> io::Result<LineEnd> {
        let mut looked_at = 0;
        loop {
            let held = self.held();
            if let Some(found) = held[looked_at..].iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
                return Ok(LineEnd::At(looked_at + found + 1));
            }
            looked_at = held.len();
            if self.is_full() {
                return Ok(LineEnd::TooFar);
            }
            if !self.more()? {
                return Ok(if looked_at == 0 { LineEnd::Over } else { LineEnd::At(looked_at) });
            }
        }
    }

    /// Passes over everything up to the next line.
    pub(crate) fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let held = self.held();
            if let Some(found) = held.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
                self.pass(found + 1);
                return Ok(());
            }
            self.pass(held.len());
            if !self.more()? {
                return Ok(());
            }
        }
    }
}

/// Where a line ends.
pub(crate) enum LineEnd {
    /// After so many bytes.
    At(usize),
    /// Further away than a record may be long.
    TooFar,
    /// There is no line any more.
    Over,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u64, String)> {
        let mut input = Input::new(text.as_bytes(), Encoding::Utf8);
        let mut found = Vec::new();
        while let LineEnd::At(end) = input.line_end().unwrap() {
            found.push((input.line(), String::from_utf8_lossy(&input.held()[..end]).trim().to_owned()));
            input.pass(end);
        }
        found.retain(|(_, line)| !line.is_empty());
        found
    }

    #[test]
    fn lines_are_counted_whatever_they_end_with() {
        let expected = vec![(1, "a".to_owned()), (3, "b".to_owned()), (4, "c".to_owned())];
        for text in ["a\n\nb\nc", "a\r\n\r\nb\r\nc\r\n", "a\r\rb\rc\r"] {
            assert_eq!(lines(text), expected, "{text:?}");
        }
    }
}
