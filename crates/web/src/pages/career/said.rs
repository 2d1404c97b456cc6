//! What the page of a story sends: all its texts, what is left out, and what was pressed.

use std::collections::BTreeSet;

use hansei_method::career::{CareerStory, EvidenceKey, MOST_CHARACTERS, Part};
use hansei_method::id::EntryId;
use hansei_method::text::{Line, Text};

use crate::forms::{Form, Row, Wrongs};

/// The list of chapters in the form.
pub(super) const CHAPTER: &str = "chapter";

/// What was typed into a story. What the page did not show is not in it, and stays as it is.
#[derive(Debug)]
pub(super) struct Said {
    title: Option<Line>,
    intro: Option<Text>,
    chapters: Vec<SaidChapter>,
}

#[derive(Debug)]
struct SaidChapter {
    entry: EntryId,
    heading: Option<Line>,
    texts: [Option<Text>; 3],
    told: BTreeSet<EvidenceKey>,
    left_out: BTreeSet<EvidenceKey>,
}

/// What is asked for beside keeping what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Press {
    /// Nothing more.
    Save,
    /// The document.
    Look,
    /// Move a chapter by one place.
    Move {
        /// The entry it is about.
        entry: EntryId,
        /// Whether it comes later.
        later: bool,
    },
    /// Take a chapter out.
    TakeOut(EntryId),
    /// Add a chapter about an entry.
    Add(EntryId),
}

impl Press {
    /// Reads what a button sends, with the entry that was chosen to be added; anything that no button sends saves.
    pub(super) fn read(sent: &str, chosen: &str) -> Self {
        let (act, entry) = sent.split_once('.').unwrap_or((sent, chosen));
        match (act, entry.parse()) {
            ("look", _) => Self::Look,
            ("earlier", Ok(entry)) => Self::Move { entry, later: false },
            ("later", Ok(entry)) => Self::Move { entry, later: true },
            ("out", Ok(entry)) => Self::TakeOut(entry),
            ("add", Ok(entry)) => Self::Add(entry),
            _ => Self::Save,
        }
    }
}

impl Said {
    /// Reads the form. What cannot be kept is noted at its field.
    pub(super) fn read(form: &Form, wrong: &mut Wrongs) -> Self {
        let title = needed(wrong, "title", "", form.get("title"), "give the story a title");
        let intro = text(wrong, "intro", "", form.get("intro"));
        let rows = form.rows(CHAPTER).iter();
        let chapters = rows.filter_map(|row| SaidChapter::read(row, wrong)).collect();
        Self { title, intro, chapters }
    }

    /// Puts it into the story.
    pub(super) fn put(&self, story: &mut CareerStory) {
        story.title = self.title.clone().unwrap_or_else(|| story.title.clone());
        story.intro.clone_from(&self.intro);
        for said in &self.chapters {
            // A chapter that was taken out somewhere else is not brought back by a page that still shows it.
            let Ok(chapter) = story.chapter_mut(said.entry) else { continue };
            chapter.heading = said.heading.clone().unwrap_or_else(|| chapter.heading.clone());
            for (part, words) in Part::ALL.into_iter().zip(&said.texts) {
                chapter.say(part, words.clone());
            }
            for key in &said.told {
                chapter.hide(*key, false);
            }
            for key in &said.left_out {
                chapter.hide(*key, true);
            }
        }
    }
}

impl SaidChapter {
    fn read(row: &Row, wrong: &mut Wrongs) -> Option<Self> {
        let entry = row.get("entry").parse().ok()?;
        let at = row.key();
        let place = format!("Chapter {}", at + 1);
        let field = |name: &str| format!("{CHAPTER}.{at}.{name}");
        let heading =
            needed(wrong, &field("heading"), &place, row.get("heading"), "give the chapter a heading");
        let texts = Part::ALL.map(|part| text(wrong, &field(part.word()), &place, row.get(part.word())));
        let keys = row.get("lines").split(' ').filter_map(|key| key.parse::<EvidenceKey>().ok());
        let (told, left_out) = keys.partition(|key| row.get(&tick(*key)) == "true");
        Some(Self { entry, heading, texts, told, left_out })
    }
}

/// Names the box of a line of evidence within its row.
pub(super) fn tick(key: EvidenceKey) -> String {
    format!("tell-{}", key.to_string().replace('.', "-"))
}

fn needed(wrong: &mut Wrongs, field: &str, place: &str, typed: &str, lacking: &str) -> Option<Line> {
    if typed.trim().is_empty() {
        wrong.add(field, place, lacking);
        return None;
    }
    wrong.line(field, place, typed)
}

fn text(wrong: &mut Wrongs, field: &str, place: &str, typed: &str) -> Option<Text> {
    let characters = typed.chars().count();
    if characters > MOST_CHARACTERS {
        wrong.add(field, place, hansei_method::career::CareerError::TooLong(characters));
        return None;
    }
    wrong.text(field, place, typed)
}
