//! Moving out: everything, or one entry, as JSON Lines, Markdown or CSV.

/// Writes to the end of a text.
macro_rules! put {
    ($out:expr, $($what:tt)*) => {{
        use std::fmt::Write as _;
        $out.write_fmt(format_args!($($what)*)).expect("memory takes every byte");
    }};
}

mod careers;
mod chapters;
pub mod csv;
pub(crate) mod html;
pub(crate) mod jsonl;
pub mod markdown;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
pub(crate) mod sample;
pub mod story;

use std::collections::HashSet;
use std::io::{self, Write};

use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_method::parameters::Parameters;
use hansei_method::pattern::Pattern;
use hansei_store::{Filter, KeptAdoption, KeptPattern};
use jiff::Timestamp;

use self::jsonl::{Adopted, Beside, Judged, Practised, Verdict};
use crate::{App, AppError};

/// The version of the formats that this hansei writes, and the newest it reads.
pub const SCHEMA: u32 = 1;

/// The formats in which a log moves in and out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Complete, one line an entry.
    JsonLines,
    /// Complete, and readable by a person.
    Markdown,
    /// The four fields, for a spreadsheet.
    Csv,
}

impl Format {
    /// All three, the most complete first.
    pub const ALL: [Self; 3] = [Self::JsonLines, Self::Markdown, Self::Csv];

    /// Returns the word that stands for it in commands and addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
        }
    }

    /// Names it as it is offered.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::JsonLines => "JSON Lines, complete",
            Self::Markdown => "Markdown, complete and readable",
            Self::Csv => "CSV, the four fields",
        }
    }

    /// Returns the ending of its files, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Markdown => "md",
            Self::Csv => "csv",
        }
    }

    /// Returns its media type, for a download.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::JsonLines => "application/jsonl; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// Reads the word that stands for it, or the ending of its files.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase();
        Self::ALL.into_iter().find(|format| format.word() == word || format.extension() == word)
    }
}

/// How many lines of the log, or adopted lessons, are looked at together.
const LINES_TOGETHER: u32 = 200;

impl App {
    /// Writes every entry that the filter lets through, newest first, and returns how many there were.
    ///
    /// One entry is in memory at a time. A reader that went away shows as a broken pipe in [`AppError::Broken`]'s source.
    pub async fn export(
        &self,
        format: Format,
        filter: &Filter,
        out: &mut (impl Write + Send),
    ) -> Result<u64, AppError> {
        let ids = self.ids(filter).await?;
        let now = self.now().timestamp();
        let mut export = Export::start(out, format, now, ids.len() as u64).map_err(unwritten)?;
        let mut exported = HashSet::new();
        for id in ids {
            let kept = self.store.entry(self.space, id).await?;
            // What was deleted since the ids were read is left out.
            if let Some(kept) = kept.filter(|kept| kept.deleted_at.is_none()) {
                export.entry(&kept.entry).map_err(unwritten)?;
                exported.insert(id);
            }
        }
        if *filter == Filter::default() {
            self.export_beside(&mut export, &exported).await?;
        }
        export.finish().map_err(unwritten)
    }

    /// Writes what is kept beside the entries, in the one format that holds it.
    async fn export_beside(
        &self,
        export: &mut Export<&mut (impl Write + Send)>,
        exported: &HashSet<EntryId>,
    ) -> Result<(), AppError> {
        if !export.is_jsonl() {
            return Ok(());
        }
        let mut after = None;
        loop {
            let adoptions = self.store.adoptions_after(self.space, after, LINES_TOGETHER).await?;
            let Some(last) = adoptions.last() else { break };
            after = Some((last.created_at, last.adoption.id));
            for KeptAdoption { adoption, created_at, .. } in adoptions {
                let adopted = Adopted { adopted_at: Some(created_at), adoption };
                export.beside(Beside::Adoption(Box::new(adopted))).map_err(unwritten)?;
            }
        }
        for (one, other, same) in self.store.verdicts(self.space).await? {
            export.beside(Beside::Verdict(Verdict { one, other, same })).map_err(unwritten)?;
        }
        self.export_patterns(export, exported).await?;
        for kept in self.store.quarters(self.space).await? {
            export.beside(Beside::Quarter(Box::new(kept.quarter))).map_err(unwritten)?;
        }
        self.export_careers(export, exported).await?;
        self.export_practised(export).await
    }

    async fn export_practised(&self, export: &mut Export<&mut (impl Write + Send)>) -> Result<(), AppError> {
        let parameters = self.parameters().await?;
        if parameters != Parameters::default() {
            export.beside(Beside::Parameters(Box::new(parameters))).map_err(unwritten)?;
        }
        let mut after = None;
        loop {
            let stretch = self.store.practised(self.space, after, LINES_TOGETHER).await?;
            let Some(last) = stretch.last()? else { return Ok(()) };
            after = Some(last);
            for (listed, mut observed) in stretch.read()? {
                observed.sort_unstable_by_key(|it| it.id);
                for line in Practised::lines(listed.kept.practice, observed) {
                    export.beside(Beside::Practice(Box::new(line))).map_err(unwritten)?;
                }
            }
        }
    }

    async fn export_patterns(
        &self,
        export: &mut Export<&mut (impl Write + Send)>,
        exported: &HashSet<EntryId>,
    ) -> Result<(), AppError> {
        for KeptPattern { key, saved_at, action, mut pattern, .. } in self.store.patterns(self.space).await? {
            // Of what lies in the trash nothing goes out, nor a name that was made of its words.
            let gone = pattern.entries().into_iter().filter(|id| !exported.contains(id)).collect();
            pattern.forget(&gone);
            if pattern != Pattern::default() {
                let judged = Judged::of(key, (saved_at, action), pattern);
                export.beside(Beside::Pattern(Box::new(judged))).map_err(unwritten)?;
            }
        }
        Ok(())
    }

    /// Writes one entry.
    pub async fn export_one(&self, id: EntryId, format: Format) -> Result<String, AppError> {
        let kept = self.entry(id).await?;
        Ok(one(&kept.entry, format, self.now().timestamp()))
    }

    async fn ids(&self, filter: &Filter) -> Result<Vec<EntryId>, AppError> {
        let mut ids = Vec::new();
        let mut after = None;
        loop {
            let page = self.store.list(self.space, filter, after.as_ref(), LINES_TOGETHER).await?;
            ids.extend(page.lines.iter().map(|line| line.id));
            after = page.next;
            if after.is_none() {
                return Ok(ids);
            }
        }
    }
}

fn unwritten(error: io::Error) -> AppError {
    let told = format!("the export could not be written: {error}; look whether there is room and try again");
    AppError::Broken { told: Some(told), source: Box::new(error) }
}

/// An export on its way out, one entry at a time.
#[derive(Debug)]
pub struct Export<W: Write> {
    out: Out<W>,
    written: u64,
}

#[derive(Debug)]
enum Out<W: Write> {
    JsonLines(W),
    Markdown(W),
    Csv(Box<::csv::Writer<W>>),
}

impl<W: Write> Export<W> {
    /// Writes what stands before the first entry. `entries` is how many will follow.
    pub fn start(out: W, format: Format, exported_at: Timestamp, entries: u64) -> io::Result<Self> {
        let out = match format {
            Format::JsonLines => {
                let mut out = out;
                jsonl::write_header(&mut out, exported_at, entries)?;
                Out::JsonLines(out)
            }
            Format::Markdown => Out::Markdown(out),
            Format::Csv => {
                let mut out = csv::writer(out);
                csv::write_header(&mut out)?;
                Out::Csv(Box::new(out))
            }
        };
        Ok(Self { out, written: 0 })
    }

    /// Writes one entry.
    pub fn entry(&mut self, entry: &Entry) -> io::Result<()> {
        match &mut self.out {
            Out::JsonLines(out) => jsonl::write_entry(out, entry)?,
            Out::Markdown(out) => {
                if self.written > 0 {
                    out.write_all(b"\n")?;
                }
                out.write_all(markdown::document(entry).as_bytes())?;
            }
            Out::Csv(out) => csv::write_entry(out, entry)?,
        }
        self.written += 1;
        Ok(())
    }

    fn is_jsonl(&self) -> bool {
        matches!(self.out, Out::JsonLines(_))
    }

    /// Writes what is kept beside the entries, after the last of them; in other formats nothing.
    pub(crate) fn beside(&mut self, beside: Beside) -> io::Result<()> {
        match &mut self.out {
            Out::JsonLines(out) => jsonl::write_beside(out, beside),
            Out::Markdown(_) | Out::Csv(_) => Ok(()),
        }
    }

    /// Hands everything on and returns how many entries were written.
    pub fn finish(mut self) -> io::Result<u64> {
        match &mut self.out {
            Out::JsonLines(out) | Out::Markdown(out) => out.flush()?,
            Out::Csv(out) => out.flush()?,
        }
        Ok(self.written)
    }
}

/// Writes one entry in a format, as a file of its own.
///
/// # Panics
///
/// Never: memory takes every byte, and every format is text.
#[must_use]
pub fn one(entry: &Entry, format: Format, exported_at: Timestamp) -> String {
    let mut out = Vec::new();
    let written = Export::start(&mut out, format, exported_at, 1).and_then(|mut export| {
        export.entry(entry)?;
        export.finish()
    });
    written.expect("memory takes every byte");
    String::from_utf8(out).expect("every format is written as UTF-8")
}
