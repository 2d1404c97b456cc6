//! Words somebody wrote, and the lines of the interface around them.

use maud::{Markup, html};

use crate::page::icons::{Glyph, glyph};

/// How large a person's words are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// In the margin and in small cards.
    Small,
    /// As body text.
    Plain,
    /// In focus.
    Large,
    /// As a title.
    Title,
}

impl Size {
    const fn class(self) -> &'static str {
        match self {
            Self::Small => "words sm",
            Self::Plain => "words",
            Self::Large => "words lg",
            Self::Title => "words xl",
        }
    }
}

/// Draws a paragraph a person wrote: serif, with its line breaks, in its own direction.
#[must_use]
pub fn words(text: &str) -> Markup {
    words_in(Size::Plain, text)
}

/// Draws a paragraph a person wrote in another size.
#[must_use]
pub fn words_in(size: Size, text: &str) -> Markup {
    html! { p class=(size.class()) dir="auto" { (text) } }
}

/// Draws a soft line of the interface: a date, a count, a source.
#[must_use]
pub fn meta(text: &str) -> Markup {
    html! { p.meta { (text) } }
}

/// Draws a sentence of the program in which what stands between backticks is code.
#[must_use]
pub fn coded(sentence: &str) -> Markup {
    html! {
        @for (place, part) in sentence.split('`').enumerate() {
            @if place % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// Draws the page's one `h1`, with something beside it such as a count.
#[must_use]
pub fn head(title: &str, beside: Option<&Markup>) -> Markup {
    html! {
        div.head {
            h1 dir="auto" { (title) }
            @if let Some(beside) = beside { (beside) }
        }
    }
}

/// Draws the `h1` of a question with the sentence under it, and on phones the way to the notes at the end of the page.
#[must_use]
pub fn lede(title: &str, sentence: &str, jump: Option<(&str, &str)>) -> Markup {
    html! {
        div {
            h1 { (title) }
            p.lede { (sentence) }
            @if let Some((href, label)) = jump {
                p.meta.jump { a href=(href) { (label) } }
            }
        }
    }
}

/// Draws a section whose heading hangs in the margin where there is room; `id` names the section's anchor.
#[must_use]
pub fn section(id: &str, heading: &str, note: &str, body: &Markup) -> Markup {
    html! {
        section.sec #(id) aria-labelledby={ (id) "-h" } {
            header {
                h2 #{ (id) "-h" } { (heading) }
                @if !note.is_empty() { p.meta { (note) } }
            }
            div.stack { (body) }
        }
    }
}

/// Draws something that opens on demand.
#[must_use]
pub fn fold(summary: &str, open: bool, body: &Markup) -> Markup {
    html! {
        details open[open] {
            summary { (summary) }
            div.stack.gap-2 { (body) }
        }
    }
}

/// Draws named facts; a fact nobody has given yet (`None`) says so in soft type.
#[must_use]
pub fn slots(facts: &[(&str, Option<&str>)]) -> Markup {
    html! {
        dl.slots {
            @for (name, words) in facts {
                dt { (name) }
                @if let Some(words) = words { dd.words dir="auto" { (words) } }
                @else { dd.soft { "not named yet" } }
            }
        }
    }
}

/// Draws a state as a shape and a word.
#[must_use]
pub fn status(shape: Glyph, word: &str) -> Markup {
    html! { span.state { (glyph(shape)) span { (word) } } }
}
/// Begins words with a capital.
pub fn capital(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
