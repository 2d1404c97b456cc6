//! The failure log: a real table, cards where it is narrow, and the search above it.

use maud::{Markup, Render, html};

use super::button::Button;
use super::text::status;
use crate::page::icons::{Glyph, Icon, icon};

/// One entry in the log. Texts that may be empty are left out.
#[derive(Debug, Clone, Copy)]
pub struct LogRow<'a> {
    /// Where the entry is.
    pub href: &'a str,
    /// The day, short.
    pub day: &'a str,
    /// Its title, in its author's words.
    pub title: &'a str,
    /// The situation, in its author's words; may be empty.
    pub context: &'a str,
    /// What the interface says under the title: its kind, its stage; may be empty.
    pub note: &'a str,
    /// The chosen cause; may be empty.
    pub cause: &'a str,
    /// How much of it was in one's hands; may be empty.
    pub control: &'a str,
    /// The lesson; may be empty.
    pub lesson: &'a str,
    /// The tags; may be empty.
    pub tags: &'a str,
    /// The change of behaviour; may be empty.
    pub change: &'a str,
    /// Where the change stands, as a shape and a word.
    pub state: Option<(Glyph, &'a str)>,
}

/// The entries of one year, or of one answer to a search.
#[derive(Debug, Clone, Copy)]
pub struct LogGroup<'a> {
    /// Its heading.
    pub name: &'a str,
    /// Its entries.
    pub rows: &'a [LogRow<'a>],
}

const COLUMNS: [&str; 4] = ["Date and context", "Root cause", "Lesson", "Behavioural change"];

/// Draws the log.
#[must_use]
pub fn log(groups: &[LogGroup<'_>]) -> Markup {
    html! {
        // Roles are said aloud because the restyled table loses its own.
        table.log role="table" aria-label="Failure log" {
            thead role="rowgroup" {
                tr role="row" { @for name in COLUMNS { th scope="col" role="columnheader" { (name) } } }
            }
            @for group in groups {
                tbody role="rowgroup" {
                    tr role="row" { th role="rowheader" scope="rowgroup" colspan="4" { (group.name) } }
                    @for row in group.rows { (entry(row)) }
                }
            }
        }
    }
}

fn entry(row: &LogRow<'_>) -> Markup {
    html! {
        tr role="row" {
            td role="cell" {
                p.num.ink { (row.day) }
                a.words.open href=(row.href) dir="auto" data-open { (row.title) }
                @if !row.context.is_empty() { p.words.context dir="auto" { (row.context) } }
                @if !row.note.is_empty() || !row.tags.is_empty() {
                    p.meta { (row.note) @if !row.tags.is_empty() { ". " bdi { (row.tags) } } }
                }
            }
            (cell(COLUMNS[1], row.cause, &html! { (row.control) }, row.control.is_empty()))
            (cell(COLUMNS[2], row.lesson, &html! {}, true))
            (cell(COLUMNS[3], row.change, &html! { @if let Some((shape, word)) = row.state { (status(shape, word)) } }, row.state.is_none()))
        }
    }
}

fn cell(label: &str, words: &str, note: &Markup, unnoted: bool) -> Markup {
    if words.is_empty() && unnoted {
        return html! { td.blank role="cell" {} };
    }
    html! {
        td role="cell" data-l=(label) {
            @if !words.is_empty() { p.words.cut dir="auto" { (words) } }
            @if !unnoted { p.meta { (note) } }
        }
    }
}

/// The search above a list: it answers while one types, and as an ordinary form without a script.
///
/// The words go by POST, so that they are never part of an address.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// What is searched, as it is said: "Search the log".
    pub name: &'a str,
    /// Where the question goes, as `q` and the names of the filters.
    pub action: &'a str,
    /// What is already typed.
    pub text: &'a str,
    /// An example of what to look for.
    pub placeholder: &'a str,
    /// The `id` of what the answer replaces the inside of.
    pub results: &'a str,
    /// Lists that narrow the answer.
    pub filters: &'a Markup,
}

impl Render for Search<'_> {
    fn render(&self) -> Markup {
        html! {
            form.stack.gap-3 role="search" method="post" action=(self.action) aria-label=(self.name)
                hx-post=(self.action) hx-target={ "#" (self.results) } hx-trigger="input delay:150ms, submit"
                hx-sync="this:replace" {
                label.find {
                    (icon(Icon::Find))
                    span.vh { (self.name) }
                    input #find type="search" name="q" value=(self.text) placeholder=(self.placeholder) dir="auto"
                        autocomplete="off" spellcheck="false";
                    kbd data-single aria-hidden="true" { "/" }
                }
                div.row {
                    (self.filters)
                    (Button::plain("Search"))
                    p.meta.push.hide data-single aria-hidden="true" {
                        kbd { "j" } " " kbd { "k" } " move " kbd { "Enter" } " open"
                    }
                }
            }
        }
    }
}

/// One entry that a search found.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'a> {
    /// Where the entry is.
    pub href: &'a str,
    /// The day, what sort of event it was, how far its review is.
    pub note: &'a str,
    /// Its title, in stretches; the marked ones were looked for.
    pub title: &'a [(bool, &'a str)],
    /// The lesson; may be empty.
    pub lesson: &'a str,
    /// The change of behaviour; may be empty.
    pub change: &'a str,
    /// The place where the words stand, in stretches; may be empty.
    pub excerpt: &'a [(bool, &'a str)],
}

/// Draws what a search found.
#[must_use]
pub fn hits(hits: &[Hit<'_>]) -> Markup {
    html! {
        ol.list.hits role="list" {
            @for hit in hits {
                li {
                    p.meta { (hit.note) }
                    a.words.open href=(hit.href) dir="auto" data-open { (marked(hit.title.iter().copied())) }
                    @if !hit.lesson.is_empty() { (named("Lesson", hit.lesson)) }
                    @if !hit.change.is_empty() { (named("Behavioural change", hit.change)) }
                    @if !hit.excerpt.is_empty() { p.words.sm.cut dir="auto" { (marked(hit.excerpt.iter().copied())) } }
                }
            }
        }
    }
}

fn named(name: &str, words: &str) -> Markup {
    html! { div.hit { p.meta { (name) } p.words.cut dir="auto" { (words) } } }
}

/// Draws stretches of words, with a mark on those that were looked for.
#[must_use]
pub fn marked<'a>(stretches: impl IntoIterator<Item = (bool, &'a str)>) -> Markup {
    html! { @for (found, words) in stretches { @if found { mark { (words) } } @else { (words) } } }
}

/// Draws the ways to the newest and to older pages of something; nothing when there are neither.
#[must_use]
pub fn pager(of: &str, newest: Option<&str>, older: Option<&str>) -> Markup {
    html! {
        @if newest.is_some() || older.is_some() {
            nav.pager aria-label={ "Pages of " (of) } {
                @if let Some(href) = newest { (Button::plain("Newest").href(href)) }
                @if let Some(href) = older { (Button::plain("Older").href(href)) }
            }
        }
    }
}
