//! Archives: a folder of files in one upload, unpacked one at a time and never onto the disk.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::HEAD_BYTES;
use crate::kind::is_archive;
use crate::wrong::{Fault, Wrong};

/// The most files in an archive.
pub const MOST_FILES: usize = 10_000;

/// The most bytes that all files of an archive may have when they are unpacked: 1 GiB.
pub const MOST_UNPACKED_BYTES: u64 = 1 << 30;

/// The most that the list of files at the end of an archive is read: ten thousand files need a fifth of it.
const MOST_LIST_BYTES: u64 = 8 << 20;

/// How many times its size a file may unpack to, when it is not small. Text is packed to a fifth, rarely to a
/// fiftieth; Deflate can do a thousandth.
const MOST_TIMES: u64 = 200;

/// A file that unpacks to less than this is never too dense.
const SMALL_BYTES: u64 = 64 << 10;

/// The endings of the names of files that are read.
const ENDINGS: [&str; 10] =
    ["md", "markdown", "mdown", "txt", "csv", "tsv", "tab", "json", "jsonl", "ndjson"];

/// A file out of an archive, unpacked as it is read.
pub struct Unpacked<'a> {
    /// Its name with its folders, as the archive has it: to be shown, and never to be used as a path.
    pub name: String,
    /// Its first bytes, at most [`HEAD_BYTES`].
    pub head: Vec<u8>,
    rest: Unpacking<'a>,
}

impl<'a> Unpacked<'a> {
    /// Gives its name and all of its bytes, from the first on. What is wrong with the file ends them with an error.
    #[must_use]
    pub fn bytes(self) -> (String, impl Read + 'a) {
        (self.name, io::Cursor::new(self.head).chain(self.rest))
    }
}

impl std::fmt::Debug for Unpacked<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Unpacked").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The bytes of a file as they are unpacked: no more than a file of its packed size may have, and than are left for the
/// archive. What the list says of a size is not believed.
struct Unpacking<'a> {
    bytes: Box<dyn Read + 'a>,
    /// How many it may still have by its packed size.
    most: u64,
    unpacked: &'a mut u64,
}

impl Read for Unpacking<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => io::Error::other(Fault::Unpacked(error.to_string())),
        })?;
        *self.unpacked += read as u64;
        let Some(most) = self.most.checked_sub(read as u64) else {
            return Err(io::Error::other(Fault::TooDense));
        };
        self.most = most;
        if *self.unpacked > MOST_UNPACKED_BYTES {
            return Err(io::Error::other(Fault::ArchiveTooLarge));
        }
        Ok(read)
    }
}

/// The files of a zip archive, in its order.
///
/// A file that is too large, encrypted, an archive itself, or of a kind that is not read is [`Wrong`], and the next one
/// follows; folders and hidden files are passed over silently.
pub struct Archive<R> {
    name: String,
    zip: ZipArchive<Limited<R>>,
    next: usize,
    unpacked: u64,
}

impl<R> std::fmt::Debug for Archive<R> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Archive")
            .field("name", &self.name)
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

impl<R: Read + Seek> Archive<R> {
    /// Opens an archive: reads the list of its files, and nothing of them.
    pub fn open(name: &str, bytes: R) -> Result<Self, Wrong> {
        let zip = opened(bytes).map_err(|fault| Wrong::new(name, 0, &fault))?;
        Ok(Self { name: name.to_owned(), zip, next: 0, unpacked: 0 })
    }

    /// Gives the next file, to be read before the one after it; `None` at the end.
    pub fn next_file(&mut self) -> Option<Result<Unpacked<'_>, Wrong>> {
        let (index, name, packed) = loop {
            if self.next >= self.zip.len() || self.unpacked > MOST_UNPACKED_BYTES {
                return None;
            }
            let index = self.next;
            self.next += 1;
            match self.listed(index) {
                Ok(None) => {}
                Ok(Some((name, packed))) => break (index, name, packed),
                Err(wrong) => {
                    if wrong.is_end {
                        self.next = usize::MAX;
                    }
                    return Some(Err(wrong));
                }
            }
        };
        Some(self.opened(index, &name, packed).map_err(|fault| Wrong::new(&name, 0, &fault)))
    }

    /// Looks at what the list says of a file: its name and its packed size; `None` where it is passed over.
    fn listed(&mut self, index: usize) -> Result<Option<(String, u64)>, Wrong> {
        let damaged = |error: ZipError| Wrong::new(&self.name, 0, &Fault::Unpacked(told(&error)));
        let entry = self.zip.by_index_data(index).map_err(damaged)?;
        let name = crate::plain::one_line(&String::from_utf8_lossy(entry.name_raw()));
        if entry.is_dir() || is_hidden(&name) {
            return Ok(None);
        }
        let (size, packed, is_encrypted) = (entry.size(), entry.compressed_size(), entry.encrypted());
        self.checked(&name, size, packed, is_encrypted).map_err(|fault| Wrong::new(&name, 0, &fault))?;
        Ok(Some((name, packed)))
    }

    fn checked(&self, name: &str, size: u64, packed: u64, is_encrypted: bool) -> Result<(), Fault> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "zip" => return Err(Fault::Nested),
            ending if !ENDINGS.contains(&ending) => return Err(Fault::OtherKind),
            _ => {}
        }
        if is_encrypted {
            return Err(Fault::Encrypted);
        }
        if size > SMALL_BYTES && size / MOST_TIMES > packed {
            return Err(Fault::TooDense);
        }
        if self.unpacked.saturating_add(size) > MOST_UNPACKED_BYTES {
            return Err(Fault::ArchiveTooLarge);
        }
        Ok(())
    }

    /// Opens a file, and unpacks its start.
    fn opened(&mut self, index: usize, name: &str, packed: u64) -> Result<Unpacked<'_>, Fault> {
        let file = self.zip.by_index(index).map_err(|error| Fault::Unpacked(told(&error)))?;
        let most = packed.saturating_mul(MOST_TIMES).max(SMALL_BYTES);
        let mut rest = Unpacking { bytes: Box::new(file), most, unpacked: &mut self.unpacked };
        let mut head = Vec::new();
        let read = rest.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head);
        read.map_err(|error| error.downcast::<Fault>().unwrap_or_else(Fault::Broken))?;
        if is_archive(&head) {
            return Err(Fault::Nested);
        }
        Ok(Unpacked { name: name.to_owned(), head, rest })
    }
}

fn opened<R: Read + Seek>(mut bytes: R) -> Result<ZipArchive<Limited<R>>, Fault> {
    if is_very_large(&mut bytes).map_err(Fault::Broken)? {
        return Err(Fault::LargeArchive);
    }
    let left = Arc::new(AtomicU64::new(MOST_LIST_BYTES));
    let limited = Limited { bytes, left: Arc::clone(&left) };
    let zip = ZipArchive::new(limited).map_err(|error| Fault::NotAnArchive(told(&error)))?;
    left.store(u64::MAX, Ordering::Relaxed);
    if zip.len() > MOST_FILES {
        return Err(Fault::TooManyFiles(zip.len()));
    }
    Ok(zip)
}

/// Whether the end of an archive points to a list of more than 65,535 files, room for which would be made at once.
fn is_very_large(bytes: &mut (impl Read + Seek)) -> io::Result<bool> {
    let length = bytes.seek(SeekFrom::End(0))?;
    bytes.seek(SeekFrom::Start(length.saturating_sub(MOST_LIST_BYTES)))?;
    let mut end = Vec::new();
    bytes.take(MOST_LIST_BYTES).read_to_end(&mut end)?;
    bytes.seek(SeekFrom::Start(0))?;
    Ok(end.windows(4).any(|window| window == b"PK\x06\x07"))
}

/// Whether a file is one that systems leave behind and people do not see.
fn is_hidden(name: &str) -> bool {
    let is_hidden = |part: &str| part.starts_with('.') && !part.trim_matches('.').is_empty();
    name.split(['/', '\\']).any(|part| is_hidden(part) || part == "__MACOSX" || part == "Thumbs.db")
}

fn told(error: &ZipError) -> String {
    match error {
        ZipError::Io(error) => error.to_string(),
        ZipError::InvalidArchive(_) => "it is damaged or cut off".to_owned(),
        ZipError::UnsupportedArchive(_) => "it is packed in another way than Deflate".to_owned(),
        _ => "something in it is missing".to_owned(),
    }
}

/// A reader that gives no more than so many bytes while an archive is opened.
struct Limited<R> {
    bytes: R,
    left: Arc<AtomicU64>,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(io::Error::other("its list of files is too long"));
        }
        let room = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.bytes.read(&mut buffer[..room])?;
        self.left.store(left.saturating_sub(read as u64), Ordering::Relaxed);
        Ok(read)
    }
}

impl<R: Seek> Seek for Limited<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}
