//! One entry for one trusted person: a file that needs nothing else, with names replaced where its owner says so.

use std::collections::BTreeSet;

use hansei_method::entry::Entry;
use hansei_method::text::Line;
use jiff::civil::Date;

use crate::export::story::{Story, date};
use crate::export::{html, markdown};
use crate::redaction::{Redactions, Replaced, Suggested, names_among, people};

pub use crate::export::story::Part;

/// The forms in which an entry is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A page that every browser opens and prints.
    Html,
    /// A text.
    Markdown,
}

impl Form {
    /// Returns the ending of its files, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
        }
    }

    /// Reads the word that stands for it, or the ending of its files.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word.trim().to_lowercase().as_str() {
            "html" => Some(Self::Html),
            "markdown" | "md" => Some(Self::Markdown),
            _ => None,
        }
    }
}

/// What is shared, with whom, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Whom it is for; not named when left out.
    pub for_whom: Option<Line>,
    /// The day on which it is shared.
    pub on: Date,
    /// The parts that are shown.
    pub parts: BTreeSet<Part>,
}

impl Options {
    /// Shares all but what lies beside the review: feelings, ideas that wait, the time spent.
    #[must_use]
    pub fn usual(on: Date) -> Self {
        let mut parts = Part::all();
        parts.remove(&Part::Beside);
        Self { for_whom: None, on, parts }
    }
}

/// What will be handed over, to be looked at before it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The whole document.
    pub document: String,
    /// What was replaced, and how often; with a count of 0 for what stands nowhere.
    pub replaced: Vec<Replaced>,
    /// What is still there and may tell who is meant.
    pub left: Vec<Suggested>,
}

/// Writes the document.
#[must_use]
pub fn document(entry: &Entry, redactions: &Redactions, form: Form, options: &Options) -> String {
    preview(entry, redactions, form, options).document
}

/// Writes the document and tells what was replaced in it and what was not.
#[must_use]
pub fn preview(entry: &Entry, redactions: &Redactions, form: Form, options: &Options) -> Shared {
    let story = Story::of(entry, &options.parts);
    handed_over(
        story,
        redactions,
        &people(entry),
        |replaced| note(options, replaced),
        |story, note| match form {
            Form::Html => html::page(story, note),
            Form::Markdown => markdown::page(story, Some(note)),
        },
    )
}

/// Replaces names in what is laid out, writes it, and tells what was replaced and what was not. The note under the title is made
/// from how often something was replaced; `people` are looked for as they were named elsewhere.
pub(crate) fn handed_over(
    mut story: Story,
    redactions: &Redactions,
    people: &[String],
    note: impl Fn(usize) -> String,
    write: impl Fn(&Story, &str) -> String,
) -> Shared {
    let mut replaced = redactions.nothing_yet();
    story.rewrite(|words| redactions.apply_counting(words, &mut replaced));
    let left = names_among(&story.texts(), people)
        .into_iter()
        .filter(|found| !redactions.puts_in(&found.name))
        .collect();
    let note = note(replaced.iter().map(|replaced| replaced.count).sum());
    Shared { document: write(&story, &note), replaced, left }
}

/// Says whom it is for and that it was meant to be shared. Promises nothing that a file cannot keep.
fn note(options: &Options, replaced: usize) -> String {
    let reader = options.for_whom.as_ref().map_or("one person", Line::as_str);
    let mut note = format!(
        "For {reader}. Shared on purpose on {} by the person who wrote it; please ask before passing it on.",
        date(options.on)
    );
    if replaced > 0 {
        note.push_str(" Some names are replaced; what is left may still show who is meant.");
    }
    note
}

#[cfg(test)]
mod tests;
