//! A story as text, and the list of all.

use std::fmt::Write as _;

use hansei_app::App;
use hansei_app::career::{Told, ToldChapter};
use hansei_method::career::{Chapter, EvidenceKey, Part};
use hansei_method::id::{CareerId, EntryId};
use hansei_method::occurred::Occurred;
use hansei_method::text::{Line, Text};
use hansei_store::KeptCareer;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::short;
use crate::error::CliError;
use crate::open::Desk;
use crate::output::{self, shown};
use crate::say;
use crate::table::{one_line, wrapped};

/// The columns that sentences are broken at where the terminal does not say.
const WIDE: usize = 80;

#[derive(Serialize)]
struct Listed {
    stories: Vec<StoryLine>,
    removed: Vec<StoryLine>,
}

#[derive(Serialize)]
struct StoryLine {
    id: CareerId,
    version: i64,
    title: Line,
    chapters: usize,
    saved_at: Timestamp,
}

#[derive(Serialize)]
struct Shown<'a> {
    id: CareerId,
    version: i64,
    title: &'a Line,
    intro: &'a Option<Text>,
    chapters: Vec<ShownChapter<'a>>,
    away: usize,
    told_on: Date,
}

#[derive(Serialize)]
struct ShownChapter<'a> {
    chapter: &'a Chapter,
    title: &'a str,
    occurred: Occurred,
    evidence: Vec<ShownLine<'a>>,
}

#[derive(Serialize)]
struct ShownLine<'a> {
    key: Option<EvidenceKey>,
    of: Option<&'a str>,
    words: &'a str,
    shown: bool,
}

impl From<KeptCareer> for StoryLine {
    fn from(kept: KeptCareer) -> Self {
        let KeptCareer { story, version, saved_at, .. } = kept;
        Self { id: story.id, version, title: story.title, chapters: story.chapters.len(), saved_at }
    }
}

impl<'a> From<&'a ToldChapter> for ShownChapter<'a> {
    fn from(told: &'a ToldChapter) -> Self {
        let line = |line: &'a hansei_method::career::Evidence| ShownLine {
            key: line.key,
            of: line.of.as_deref(),
            words: &line.words,
            shown: told.chapter.tells(line),
        };
        Self {
            chapter: &told.chapter,
            title: &told.title,
            occurred: told.occurred,
            evidence: told.evidence.iter().map(line).collect(),
        }
    }
}

/// Lists the stories.
pub(super) async fn list(desk: &Desk, app: &App) -> Result<(), CliError> {
    let (stories, removed) = (app.careers().await?, app.removed_careers().await?);
    if desk.output.json {
        let lines = |kept: Vec<KeptCareer>| kept.into_iter().map(StoryLine::from).collect();
        return output::print_json(&Listed { stories: lines(stories), removed: lines(removed) });
    }
    if stories.is_empty() {
        output::tell("There is no story yet. hansei career new ID begins one from an entry.");
    }
    let zone = desk.world.now().time_zone().clone();
    let mut out = String::new();
    for kept in &stories {
        let saved = say::day(kept.saved_at.to_zoned(zone.clone()).date());
        let chapters = say::count(kept.story.chapters.len(), "chapter", "chapters");
        let _ = writeln!(
            out,
            "{}  {}  {chapters}, saved on {saved}",
            short(kept.story.id),
            one_line(kept.story.title.as_str())
        );
    }
    for kept in &removed {
        let _ = writeln!(out, "{}  {}  removed", short(kept.story.id), one_line(kept.story.title.as_str()));
    }
    output::print(&out)
}

/// Shows a story.
pub(super) fn show(desk: &Desk, told: &Told) -> Result<(), CliError> {
    if desk.output.json {
        let story = &told.kept.story;
        return output::print_json(&Shown {
            id: story.id,
            version: told.kept.version,
            title: &story.title,
            intro: &story.intro,
            chapters: told.chapters.iter().map(ShownChapter::from).collect(),
            away: told.away,
            told_on: told.on,
        });
    }
    output::print(&text(told, desk.output.columns))
}

fn text(told: &Told, columns: Option<usize>) -> String {
    let wide = columns.unwrap_or(WIDE).clamp(40, WIDE);
    let story = &told.kept.story;
    let mut out = String::new();
    put(&mut out, &wrapped(&one_line(&shown(story.title.as_str())), wide, ""));
    put(&mut out, &format!("{}, told on {}.", short(story.id), say::day(told.on)));
    if let Some(intro) = &story.intro {
        put(&mut out, &format!("\n{}", wrapped(&shown(intro.as_str()), wide, "  ")));
    }
    for chapter in &told.chapters {
        out.push_str(&written(chapter, wide));
    }
    if told.chapters.is_empty() {
        put(&mut out, "\nIt has no chapter yet; hansei career edit --add ENTRY adds one.");
    }
    if told.away > 0 {
        let chapters = say::count(told.away, "chapter is", "chapters are");
        put(&mut out, &format!("\n{chapters} not told, because the entry is deleted."));
    }
    out
}

fn written(told: &ToldChapter, wide: usize) -> String {
    let chapter = &told.chapter;
    let mut out = String::from("\n");
    let heading = one_line(&shown(chapter.heading.as_str()));
    put(&mut out, &wrapped(&format!("{heading}  ({})", start(chapter.entry)), wide, ""));
    for part in Part::ALL {
        if let Some(words) = chapter.text(part) {
            put(&mut out, &format!("  {}", part.name(told.kind)));
            put(&mut out, &wrapped(&shown(words.as_str()), wide, "    "));
        }
    }
    put(&mut out, "  What the log shows");
    for (at, line) in told.evidence.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| told.evidence.get(before));
        let of = line.of_after(before).map_or(String::new(), |of| format!("{} ", one_line(&shown(of))));
        let left_out = if chapter.tells(line) { "" } else { " (left out)" };
        put(&mut out, &wrapped(&format!("{of}{}{left_out}", line.words), wide, "    "));
    }
    out
}

/// Writes the start of an entry's id.
pub(super) fn start(id: EntryId) -> String {
    id.uuid().simple().to_string().chars().take(8).collect()
}

fn put(out: &mut String, line: &str) {
    let _ = writeln!(out, "{}", line.trim_end_matches('\n'));
}
