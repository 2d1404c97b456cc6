//! Career stories as programs get them.

use hansei_app::career::{Told, ToldChapter};
use hansei_method::career::{Chapter, Evidence, EvidenceKey, Suggestion};
use hansei_method::entry::Kind;
use hansei_method::id::CareerId;
use hansei_method::occurred::Occurred;
use hansei_method::text::{Line, Text};
use hansei_store::KeptCareer;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::schema::Schema;

/// A story in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CareerLine {
    /// The story.
    id: CareerId,
    /// Its version.
    #[schema(minimum = 1)]
    version: i64,
    /// What stands above it.
    #[schema(value_type = String)]
    title: Line,
    /// How many chapters it has.
    chapters: usize,
    /// When it was saved last.
    #[schema(value_type = String, format = DateTime)]
    saved_at: Timestamp,
}

/// The stories.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CareerList {
    pub(super) schema: Schema,
    /// Those that are there, saved last first.
    pub(super) stories: Vec<CareerLine>,
    /// Those that were removed, removed last first.
    pub(super) removed: Vec<CareerLine>,
}

/// A story as it is told today.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CareerView {
    schema: Schema,
    /// The story.
    id: CareerId,
    /// Its version; also the `ETag`.
    #[schema(minimum = 1)]
    version: i64,
    /// What stands above it.
    #[schema(value_type = String)]
    title: Line,
    /// What stands before the first chapter.
    #[schema(value_type = Option<String>)]
    intro: Option<Text>,
    /// The chapters that are told: those whose entry is there.
    chapters: Vec<ChapterView>,
    /// How many chapters are not told, because their entries are deleted.
    away: usize,
    /// The day as of which the evidence is told.
    #[schema(value_type = String, format = Date)]
    told_on: Date,
}

/// A chapter with what its entry offers, and what the log shows of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChapterView {
    /// What the person says.
    chapter: Chapter,
    /// The title of the entry.
    title: String,
    /// What sort of event it was.
    kind: Kind,
    /// When it happened.
    occurred: Occurred,
    /// What the entry offers by now.
    suggestion: SuggestionView,
    /// What the log shows, with what is left out.
    evidence: Vec<EvidenceView>,
}

/// What an entry offers for a chapter, in the person's own words.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SuggestionView {
    /// What stands above it.
    #[schema(value_type = String)]
    heading: Line,
    /// What went wrong.
    #[schema(value_type = Option<String>)]
    wrong: Option<Text>,
    /// What I learned.
    #[schema(value_type = Option<String>)]
    learned: Option<Text>,
    /// What I do now.
    #[schema(value_type = Option<String>)]
    now: Option<Text>,
}

/// A line of what the log shows: told from dates and counts, and never written.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EvidenceView {
    /// Names it; `null` where it cannot be left out.
    key: Option<EvidenceKey>,
    /// Which plan it is of, in the person's words; `null` where there is only one.
    of: Option<String>,
    /// What it says.
    words: String,
    /// Whether it is told.
    shown: bool,
}

impl From<KeptCareer> for CareerLine {
    fn from(kept: KeptCareer) -> Self {
        let KeptCareer { story, version, saved_at, .. } = kept;
        Self { id: story.id, version, title: story.title, chapters: story.chapters.len(), saved_at }
    }
}

impl From<ToldChapter> for ChapterView {
    fn from(told: ToldChapter) -> Self {
        let ToldChapter { chapter, title, kind, occurred, suggestion, evidence } = told;
        let Suggestion { heading, wrong, learned, now } = suggestion;
        let view = |line: Evidence| {
            let shown = chapter.tells(&line);
            let Evidence { key, of, words } = line;
            EvidenceView { key, of, words, shown }
        };
        Self {
            evidence: evidence.into_iter().map(view).collect(),
            chapter,
            title,
            kind,
            occurred,
            suggestion: SuggestionView { heading, wrong, learned, now },
        }
    }
}

impl From<Told> for CareerView {
    fn from(told: Told) -> Self {
        let Told { kept, chapters, away, on } = told;
        let KeptCareer { story, version, .. } = kept;
        Self {
            schema: Schema,
            id: story.id,
            version,
            title: story.title,
            intro: story.intro,
            chapters: chapters.into_iter().map(ChapterView::from).collect(),
            away,
            told_on: on,
        }
    }
}
