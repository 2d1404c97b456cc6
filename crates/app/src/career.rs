//! Career stories: chosen entries told to somebody in the person's words, each with what the log shows of it.

mod acts;
mod document;

use std::collections::{HashMap, HashSet};

use hansei_method::career::{Chapter, Evidence, Practised as Planned, Sources, Suggestion};
use hansei_method::entry::{Entry, Kind};
use hansei_method::id::{CareerId, EntryId};
use hansei_method::occurred::Occurred;
use hansei_method::practice::Subject;
use hansei_store::{Filter, KeptCareer, Listed};
use jiff::civil::Date;

use crate::entry::hex_start;
use crate::practice::Practised;
use crate::{App, AppError};

pub use acts::Retold;
pub use document::{document, names};

/// The most entries that are offered for a story at once.
pub const MOST_OFFERED: u32 = 50;

/// A story as it is told on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The story, with all its chapters.
    pub kept: KeptCareer,
    /// The chapters that are told: those whose entry is there.
    pub chapters: Vec<ToldChapter>,
    /// How many chapters are not told, because their entries lie in the trash.
    pub away: usize,
    /// The day as of which the evidence is told.
    pub on: Date,
}

/// A chapter with what its entry offers, and what the log shows of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldChapter {
    /// The chapter.
    pub chapter: Chapter,
    /// The title of its entry.
    pub title: String,
    /// What sort of event it was.
    pub kind: Kind,
    /// When it happened.
    pub occurred: Occurred,
    /// What the entry offers by now.
    pub suggestion: Suggestion,
    /// What the log shows, also what is left out of the story.
    pub evidence: Vec<Evidence>,
}

impl ToldChapter {
    /// Lists what the log shows, without what is left out.
    pub fn shown(&self) -> impl Iterator<Item = &Evidence> {
        self.evidence.iter().filter(|line| self.chapter.tells(line))
    }
}

impl App {
    /// Lists the stories, saved last first.
    pub async fn careers(&self) -> Result<Vec<KeptCareer>, AppError> {
        Ok(self.store.careers(self.space).await?)
    }

    /// Lists the stories that were removed, removed last first.
    pub async fn removed_careers(&self) -> Result<Vec<KeptCareer>, AppError> {
        Ok(self.store.removed_careers(self.space).await?)
    }

    /// Returns a story as it is told today; a removed one is not there.
    pub async fn career(&self, id: CareerId) -> Result<Told, AppError> {
        let kept = self.store.career(self.space, id).await?;
        let kept = kept.filter(|kept| kept.deleted_at.is_none()).ok_or_else(no_story)?;
        let mut entries = HashMap::new();
        for chapter in &kept.story.chapters {
            let entry = self.store.entry(self.space, chapter.entry).await?;
            entries.extend(
                entry.filter(|kept| kept.deleted_at.is_none()).map(|kept| (kept.entry.id, kept.entry)),
            );
        }
        let told: Vec<EntryId> = entries.keys().copied().collect();
        let practised = self.practices_planned_in(&told).await?;
        let told =
            |chapter: &Chapter| Some(self.told_chapter(chapter, entries.get(&chapter.entry)?, &practised));
        let chapters: Vec<_> = kept.story.chapters.iter().filter_map(told).collect();
        let away = kept.story.chapters.len() - chapters.len();
        Ok(Told { kept, chapters, away, on: self.now().date() })
    }

    /// Returns a story as it is kept, removed or not.
    pub async fn career_or_removed(&self, id: CareerId) -> Result<KeptCareer, AppError> {
        self.store.career(self.space, id).await?.ok_or_else(no_story)
    }

    /// Finds the one story whose id starts so, or that goes by this title.
    pub async fn find_career(&self, text: &str) -> Result<CareerId, AppError> {
        found(&self.careers().await?, text)
    }

    /// Does the same among those that were removed.
    pub async fn find_removed_career(&self, text: &str) -> Result<CareerId, AppError> {
        found(&self.removed_careers().await?, text)
    }

    /// Lists entries that a story could tell of: those with a lesson, newest first, without those named; at most 50.
    pub async fn to_be_told(&self, without: &HashSet<EntryId>) -> Result<Vec<Listed>, AppError> {
        let filter = Filter { has_lesson: Some(true), ..Filter::default() };
        let lines = self.list(&filter, None, MOST_OFFERED).await?.lines;
        Ok(lines.into_iter().filter(|line| !without.contains(&line.id)).collect())
    }

    fn told_chapter(&self, chapter: &Chapter, entry: &Entry, practised: &[Practised]) -> ToldChapter {
        let of_it = practised.iter().filter(|it| planned_in(it.practice.about) == Some(entry.id));
        let planned: Vec<_> = of_it
            .map(|it| Planned { practice: &it.practice, observed: &it.observed, growth: &it.growth })
            .collect();
        let now = self.now();
        ToldChapter {
            chapter: chapter.clone(),
            title: entry.title.to_string(),
            kind: entry.kind,
            occurred: entry.occurred,
            suggestion: Suggestion::of(entry),
            evidence: Evidence::of(&Sources { entry, practised: &planned, zone: now.time_zone() }),
        }
    }
}

fn planned_in(about: Subject) -> Option<EntryId> {
    match about {
        Subject::Commitment { entry, .. } => Some(entry),
        Subject::Adoption(_) => None,
    }
}

fn found(all: &[KeptCareer], text: &str) -> Result<CareerId, AppError> {
    let is_titled =
        |kept: &&KeptCareer| kept.story.title.as_str().to_lowercase() == text.trim().to_lowercase();
    let mut titled = all.iter().filter(is_titled);
    if let (Some(one), None) = (titled.next(), titled.next()) {
        return Ok(one.story.id);
    }
    let start = hex_start(text);
    let ids = all.iter().map(|kept| kept.story.id);
    let found: Vec<_> =
        ids.filter(|id| !start.is_empty() && id.uuid().simple().to_string().starts_with(&start)).collect();
    match *found {
        [id] => Ok(id),
        [] => Err(no_story()),
        _ => {
            Err(AppError::Invalid(format!("{} stories start with {text}; write more of the id", found.len())))
        }
    }
}

fn no_story() -> AppError {
    AppError::NotFound("there is no such story; \"hansei career\" lists them".to_owned())
}
