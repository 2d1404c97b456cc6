//! A career story as a document that needs nothing else: Markdown, or a page that every browser opens and prints.

use hansei_method::career::{Evidence, Part};

use super::{Told, ToldChapter};
use crate::export::story::{Block, Line, Story};
use crate::export::{html, markdown};
use crate::redaction::{Redactions, Suggested, names_in};
use crate::share::{Form, Shared, handed_over};

/// Writes a story with what the log shows, and tells what was replaced in it and what was not.
#[must_use]
pub fn document(told: &Told, redactions: &Redactions, form: Form) -> Shared {
    let day = format!("{} {:04}", told.on.strftime("%-d %B"), told.on.year());
    let note = move |replaced: usize| {
        let names = if replaced > 0 {
            " Some names are replaced; what is left may still show who is meant."
        } else {
            ""
        };
        format!(
            "Told on {day}, in my own words. The lines under “What the log shows” are told by a program from the dates and \
             counts in my private log up to that day; states are rules of thumb.{names}"
        )
    };
    handed_over(laid_out(told), redactions, &[], note, |story, note| match form {
        Form::Html => html::page(story, note),
        Form::Markdown => markdown::page(story, Some(note)),
    })
}

/// Lists what in a story may tell who is meant, the most frequent first.
#[must_use]
pub fn names(told: &Told) -> Vec<Suggested> {
    names_in(&laid_out(told).texts())
}

fn laid_out(told: &Told) -> Story {
    let story = &told.kept.story;
    let intro = story.intro.iter().map(|intro| Block::Words(intro.to_string()));
    let blocks = intro.chain(told.chapters.iter().flat_map(chapter)).collect();
    Story { title: story.title.to_string(), blocks }
}

fn chapter(told: &ToldChapter) -> Vec<Block> {
    let chapter = &told.chapter;
    let mut blocks = vec![Block::Chapter(chapter.heading.to_string())];
    for part in Part::ALL {
        if let Some(words) = chapter.text(part) {
            blocks.push(Block::Label(part.name(told.kind)));
            blocks.push(Block::Words(words.to_string()));
        }
    }
    let shown: Vec<_> = told.shown().collect();
    let before = std::iter::once(None).chain(shown.iter().map(|line| Some(*line)));
    let line = |(line, before): (&&Evidence, Option<&Evidence>)| Line {
        of: line.of_after(before).map(ToOwned::to_owned),
        words: line.words.clone(),
    };
    let lines: Vec<_> = shown.iter().zip(before).map(line).collect();
    if !lines.is_empty() {
        blocks.push(Block::Label("What the log shows"));
        blocks.push(Block::Lines(lines));
    }
    blocks
}
