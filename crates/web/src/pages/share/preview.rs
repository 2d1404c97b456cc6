//! The document as it would be handed over, with what was replaced marked.

use hansei_app::redaction::{Redactions, Replaced, Suggested};
use hansei_app::share::Shared;
use maud::{Markup, PreEscaped, html};

/// Signs that nobody types, put around what was replaced so that it is found again in the finished document.
const START: char = '\u{f0f01}';
const END: char = '\u{f0f02}';

/// The headings of the document, and what they are on this page; the lowest first.
const LOWER: [(&str, &str); 7] = [
    ("<h3>", "<h4>"),
    ("</h3>", "</h4>"),
    ("<h2>", "<h3>"),
    ("<h2 class=\"w\"", "<h3 class=\"w\""),
    ("</h2>", "</h3>"),
    ("<h1 class=\"w\"", "<h3 class=\"w title\""),
    ("</h1>", "</h3>"),
];

/// The most that is named of what may still tell who is meant.
const MOST_LEFT: usize = 20;

/// Draws the document with marks, what was replaced, and what is left.
///
/// `write` writes the document as a page.
pub(in crate::pages) fn preview(redactions: &Redactions, write: impl Fn(&Redactions) -> Shared) -> Markup {
    let plain = write(redactions);
    let marked = write(&redactions.marked(START, END)).document;
    html! {
        (replaced(&plain.replaced))
        (left(&plain.left))
        div.document tabindex="0" role="group" aria-label="The document" { (PreEscaped(inside(&marked))) }
    }
}

/// Takes what a reader of the document sees, with its headings under those of this page, and turns the signs into marks.
///
/// Every word in it was escaped when the document was written, so that each `<` begins a tag of hansei's own.
fn inside(document: &str) -> String {
    let main = document.split_once("<main>").and_then(|(_, rest)| rest.split_once("</main>"));
    let main = main.map_or("", |(main, _)| main).replace(START, "<mark>").replace(END, "</mark>");
    LOWER.iter().fold(main, |main, (from, to)| main.replace(from, to))
}

fn replaced(replaced: &[Replaced]) -> Markup {
    html! {
        @if !replaced.is_empty() {
            ul.meta role="list" {
                @for one in replaced {
                    li { bdi { (one.from) } " → " bdi { (one.to) } ": " (one.count) @if one.count == 1 { " place" } @else { " places" } }
                }
            }
        }
    }
}

fn left(left: &[Suggested]) -> Markup {
    html! {
        @if !left.is_empty() {
            p.meta {
                "Still there, and may tell who is meant: "
                @for (at, found) in left.iter().take(MOST_LEFT).enumerate() { @if at > 0 { ", " } bdi { (found.name) } }
                @if left.len() > MOST_LEFT { ", and " (left.len() - MOST_LEFT) " more" }
                "."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use hansei_app::share::{Form, Options, preview as shared};

    use super::*;
    use crate::pages::fixture;

    fn drawn(from: &str, to: &str) -> String {
        let redactions = Redactions::new([(from.to_owned(), to.to_owned())]).unwrap();
        let options = Options::usual(fixture::frame().today());
        preview(&redactions, |redactions| shared(&fixture::whole(), redactions, Form::Html, &options))
            .into_string()
    }

    #[test]
    fn the_document_is_shown_as_it_will_be_read() {
        let html = drawn("Nobody", "somebody");
        assert!(
            html.contains("<h3 class=\"w title\" dir=\"auto\">Northgate proposal a week late</h3>"),
            "{html}"
        );
        assert!(!html.contains("<style>") && !html.contains("<h1"), "{html}");
    }

    #[test]
    fn what_was_put_in_is_marked_and_cannot_become_markup() {
        let html = drawn("Northgate", "<b>the site</b>");
        assert!(html.contains("<mark>&lt;b&gt;the site&lt;/b&gt;</mark> proposal"), "{html}");
    }
}
