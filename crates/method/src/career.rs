//! The career story: chosen entries told to somebody in the person's words, each with what the log shows of it.
//!
//! The words are the person's, and nothing is made of them. What the log shows is told from dates and counts; a line of it can
//! be left out and not be written. No word of either is said about what sort of person somebody is (B46).

mod evidence;
mod suggestion;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::entry::Kind;
use crate::id::{CareerId, EntryId};
use crate::text::{self, Line, Text};

pub use evidence::{Evidence, EvidenceKey, EvidenceKeyError, Practised, Sources};
pub use suggestion::Suggestion;

/// The most chapters of one story: more of them nobody reads.
pub const MOST_CHAPTERS: usize = 12;

/// The most characters that one text of a story has.
pub const MOST_CHARACTERS: usize = 5_000;

/// The most lines of evidence that are left out of one chapter.
pub const MOST_HIDDEN: usize = 100;

/// A story for somebody: what went wrong, what was learned, what is done now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CareerStory {
    /// Names it, for good.
    pub id: CareerId,
    /// What stands above it.
    #[schema(value_type = String, min_length = 1, max_length = 300)]
    pub title: Line,
    /// What stands before the first chapter; at most [`MOST_CHARACTERS`].
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, max_length = 5000)]
    pub intro: Option<Text>,
    /// The chapters, in the person's order; at most [`MOST_CHAPTERS`], each about another entry.
    #[serde(default)]
    #[schema(max_items = 12)]
    pub chapters: Vec<Chapter>,
}

/// What is told of one entry. Each text may be left out, and has at most [`MOST_CHARACTERS`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// The entry.
    pub entry: EntryId,
    /// What stands above it.
    #[schema(value_type = String, min_length = 1, max_length = 300)]
    pub heading: Line,
    /// What went wrong.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, max_length = 5000)]
    pub wrong: Option<Text>,
    /// What I learned.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, max_length = 5000)]
    pub learned: Option<Text>,
    /// What I do now.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, max_length = 5000)]
    pub now: Option<Text>,
    /// The lines of evidence that are left out.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(value_type = Vec<EvidenceKey>, max_items = 100)]
    pub hidden: BTreeSet<EvidenceKey>,
}

/// The three texts of a chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What went wrong.
    Wrong,
    /// What I learned.
    Learned,
    /// What I do now.
    Now,
}

/// Why a story cannot be told so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CareerError {
    /// More than [`MOST_CHAPTERS`]; carries how many.
    #[error("{0} chapters are more than anybody reads; keep it to {MOST_CHAPTERS}")]
    Chapters(usize),
    /// An entry has a chapter already.
    #[error("this entry has a chapter in the story already; change that one")]
    Twice,
    /// No chapter is about this entry.
    #[error("no chapter of the story is about this entry; add one first")]
    NoChapter,
    /// More than [`MOST_CHARACTERS`]; carries how many.
    #[error("this text has {0} characters; keep it to {MOST_CHARACTERS}, for somebody is to read it")]
    TooLong(usize),
    /// More than [`MOST_HIDDEN`]; carries how many.
    #[error("{0} lines are too many to leave out of one chapter; keep it to {MOST_HIDDEN}")]
    Hidden(usize),
}

impl CareerStory {
    /// Refuses what is too much of anything, and two chapters about one entry.
    pub fn check(&self) -> Result<(), CareerError> {
        if self.chapters.len() > MOST_CHAPTERS {
            return Err(CareerError::Chapters(self.chapters.len()));
        }
        let entries: BTreeSet<_> = self.chapters.iter().map(|chapter| chapter.entry).collect();
        if entries.len() < self.chapters.len() {
            return Err(CareerError::Twice);
        }
        let texts = self.chapters.iter().flat_map(|chapter| Part::ALL.map(|part| chapter.text(part)));
        for text in texts.flatten().chain(&self.intro) {
            let characters = text.as_str().chars().count();
            if characters > MOST_CHARACTERS {
                return Err(CareerError::TooLong(characters));
            }
        }
        match self.chapters.iter().find(|chapter| chapter.hidden.len() > MOST_HIDDEN) {
            Some(chapter) => Err(CareerError::Hidden(chapter.hidden.len())),
            None => Ok(()),
        }
    }

    /// Finds the chapter about an entry.
    #[must_use]
    pub fn chapter(&self, entry: EntryId) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.entry == entry)
    }

    /// Finds the chapter about an entry, to change it.
    pub fn chapter_mut(&mut self, entry: EntryId) -> Result<&mut Chapter, CareerError> {
        self.chapters.iter_mut().find(|chapter| chapter.entry == entry).ok_or(CareerError::NoChapter)
    }

    /// Adds a chapter at the end.
    pub fn add(&mut self, chapter: Chapter) -> Result<(), CareerError> {
        if self.chapter(chapter.entry).is_some() {
            return Err(CareerError::Twice);
        }
        self.chapters.push(chapter);
        self.check()
    }

    /// Takes a chapter out; its words go with it.
    pub fn remove(&mut self, entry: EntryId) -> Result<(), CareerError> {
        self.chapter_mut(entry)?;
        self.chapters.retain(|chapter| chapter.entry != entry);
        Ok(())
    }

    /// Moves a chapter by one place among those that are seen; at the end of the story it stays.
    pub fn shift(
        &mut self,
        entry: EntryId,
        later: bool,
        is_seen: impl Fn(EntryId) -> bool,
    ) -> Result<(), CareerError> {
        let seen: Vec<usize> =
            (0..self.chapters.len()).filter(|place| is_seen(self.chapters[*place].entry)).collect();
        let at = seen.iter().position(|place| self.chapters[*place].entry == entry);
        let at = at.ok_or(CareerError::NoChapter)?;
        let other = if later { at.checked_add(1) } else { at.checked_sub(1) };
        if let Some(other) = other.and_then(|other| seen.get(other)) {
            self.chapters.swap(seen[at], *other);
        }
        Ok(())
    }

    /// Puts other chapters in the place of those that are seen. What is not seen just now keeps its place, as far as there is
    /// one.
    pub fn put_chapters(&mut self, chapters: Vec<Chapter>, is_seen: impl Fn(EntryId) -> bool) {
        let before = std::mem::replace(&mut self.chapters, chapters);
        for (place, chapter) in before.into_iter().enumerate() {
            if !is_seen(chapter.entry) && self.chapter(chapter.entry).is_none() {
                self.chapters.insert(place.min(self.chapters.len()), chapter);
            }
        }
    }

    /// Takes out what is told of entries that were erased, or that are not to be told of, and says whether there was
    /// anything.
    pub fn forget(&mut self, is_gone: impl Fn(EntryId) -> bool) -> bool {
        let before = self.chapters.len();
        self.chapters.retain(|chapter| !is_gone(chapter.entry));
        self.chapters.len() < before
    }
}

impl Chapter {
    /// Begins a chapter with what is suggested for it.
    #[must_use]
    pub fn of(entry: EntryId, suggestion: Suggestion) -> Self {
        let Suggestion { heading, wrong, learned, now } = suggestion;
        Self { entry, heading, wrong, learned, now, hidden: BTreeSet::new() }
    }

    /// Borrows one of its texts.
    #[must_use]
    pub fn text(&self, part: Part) -> Option<&Text> {
        match part {
            Part::Wrong => &self.wrong,
            Part::Learned => &self.learned,
            Part::Now => &self.now,
        }
        .as_ref()
    }

    /// Puts words in the place of one of its texts; `None` takes it out.
    pub fn say(&mut self, part: Part, words: Option<Text>) {
        *match part {
            Part::Wrong => &mut self.wrong,
            Part::Learned => &mut self.learned,
            Part::Now => &mut self.now,
        } = words;
    }

    /// Leaves a line of evidence out, or shows it again.
    pub fn hide(&mut self, key: EvidenceKey, is_hidden: bool) {
        if is_hidden {
            self.hidden.insert(key);
        } else {
            self.hidden.remove(&key);
        }
    }

    /// Says whether a line of evidence is told. A line that says that nothing was tested is told wherever something is said
    /// to be learned or done; it cannot be left out.
    #[must_use]
    pub fn tells(&self, line: &Evidence) -> bool {
        match line.key {
            Some(key) => !self.hidden.contains(&key),
            None => self.learned.is_some() || self.now.is_some(),
        }
    }
}

impl Part {
    /// All three, in the order in which they are told.
    pub const ALL: [Self; 3] = [Self::Wrong, Self::Learned, Self::Now];

    /// Returns the word that stands for it in files, forms and commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Learned => "learned",
            Self::Now => "now",
        }
    }

    /// Names it, as it stands above the text. What went well is said to have gone well (B49).
    #[must_use]
    pub fn name(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Self::Wrong, Kind::Success) => "What went well",
            (Self::Wrong, _) => "What went wrong",
            (Self::Learned, _) => "What I learned",
            (Self::Now, _) => "What I do now",
        }
    }
}

#[cfg(test)]
mod tests;
