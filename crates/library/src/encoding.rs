//! In which encoding a file is written, and its bytes as UTF-8 where the whole file has to be read anew.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Read};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How much is read at once.
const CHUNK_BYTES: usize = 64 << 10;

const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a mark at its start.
    Utf8,
    /// UTF-16, the lower byte first.
    Utf16Le,
    /// UTF-16, the higher byte first.
    Utf16Be,
    /// Windows-1252, in which older programs of the West write.
    Windows1252,
}

impl fmt::Display for Encoding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16 (little-endian)",
            Self::Utf16Be => "UTF-16 (big-endian)",
            Self::Windows1252 => "Windows-1252",
        })
    }
}

impl Encoding {
    /// Finds it in the first bytes: by its mark, by where the NULs of UTF-16 stand, or by what UTF-8 cannot be.
    pub(crate) fn of(head: &[u8]) -> Self {
        match head {
            [0xff, 0xfe, ..] => return Self::Utf16Le,
            [0xfe, 0xff, ..] => return Self::Utf16Be,
            _ => {}
        }
        let start = &head[..head.len().min(4096) & !1];
        let nuls = |offset: usize| start.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
        let (first, second, pairs) = (nuls(0), nuls(1), start.len() / 2);
        if pairs > 0 && second * 10 >= pairs * 4 && first * 20 <= pairs {
            return Self::Utf16Le;
        }
        if pairs > 0 && first * 10 >= pairs * 4 && second * 20 <= pairs {
            return Self::Utf16Be;
        }
        match std::str::from_utf8(head) {
            Ok(_) => Self::Utf8,
            // A character that the end of the head cuts through.
            Err(error) if error.error_len().is_none() => Self::Utf8,
            Err(_) => Self::Windows1252,
        }
    }

    fn decoder(self) -> Option<Decoder> {
        match self {
            Self::Utf8 | Self::Windows1252 => None,
            Self::Utf16Le => Some(UTF_16LE.new_decoder_with_bom_removal()),
            Self::Utf16Be => Some(UTF_16BE.new_decoder_with_bom_removal()),
        }
    }
}

/// Reads the bytes of one cell: as UTF-8 where they are, and otherwise as Windows-1252.
///
/// Files in which both stand are common, so this is decided anew for each cell.
pub(crate) fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// The bytes of a file, in an encoding in which commas, quotation marks and line breaks are what they are in ASCII.
pub(crate) struct Decoded<R> {
    bytes: R,
    decoder: Option<Decoder>,
    chunk: Vec<u8>,
    has_started: bool,
}

impl<R: Read> Decoded<R> {
    pub(crate) fn new(bytes: R, encoding: Encoding) -> Self {
        Self { bytes, decoder: encoding.decoder(), chunk: vec![0; CHUNK_BYTES], has_started: false }
    }

    /// Adds what comes next; `false` at the end of the file.
    pub(crate) fn more(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        let read = self.read()?;
        let is_first = !std::mem::replace(&mut self.has_started, true);
        let Some(decoder) = &mut self.decoder else {
            let chunk = &self.chunk[..read];
            let unmarked = chunk.strip_prefix(UTF8_MARK).filter(|_| is_first).unwrap_or(chunk);
            out.extend_from_slice(unmarked);
            return Ok(read > 0);
        };
        let room = decoder.max_utf8_buffer_length(read).unwrap_or(4 * CHUNK_BYTES);
        let start = out.len();
        out.resize(start + room, 0);
        let (_, _, written, _) = decoder.decode_to_utf8(&self.chunk[..read], &mut out[start..], read == 0);
        out.truncate(start + written);
        if read == 0 {
            self.decoder = None;
            return Ok(written > 0);
        }
        Ok(true)
    }

    /// Reads a chunk; the first one is long enough to hold the mark.
    fn read(&mut self) -> io::Result<usize> {
        let least = if self.has_started || self.decoder.is_some() { 1 } else { UTF8_MARK.len() };
        let mut filled = 0;
        while filled < least {
            match self.bytes.read(&mut self.chunk[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}
