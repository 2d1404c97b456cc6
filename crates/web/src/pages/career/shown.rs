//! The document of a story: names replaced, looked at, then downloaded. Nothing is sent anywhere.

use hansei_app::career::{Told, document};
use hansei_app::redaction::Suggested;
use hansei_app::share::Form as Kind;
use maud::{Markup, html};

use super::address;
use crate::forms::Form;
use crate::page::parts::{Button, check_these, head, meta, section};
use crate::pages::share::{NAMES, names, preview, redactions};

/// Draws the page, with what is wrong with the names.
pub(super) fn page(told: &Told, suggested: &[Suggested], form: &Form, wrong: Option<&str>) -> Markup {
    let at = address(told.kept.story.id);
    let action = format!("{at}/document");
    let field = format!("f-{NAMES}.0.to");
    let listed: Vec<(&str, &str)> = wrong.iter().map(|sentence| (field.as_str(), *sentence)).collect();
    html! {
        (head("The document", None))
        p { a.words href=(at) dir="auto" { (told.kept.story.title) } }
        p.lede.below-5 {
            "You get a file and hand it over yourself; nothing is sent from here. Whoever has the file can read it, copy it and pass "
            "it on, and it cannot be called back."
        }
        (check_these(&listed))
        div.beside {
            form #share method="post" action=(action) hx-post=(action) hx-target="#preview" hx-trigger="input delay:300ms" hx-sync="this:replace" {
                (section("names", "Names", "Whole words, in any case.", &names(suggested, form)))
            }
            aside.handed-over aria-labelledby="preview-h" {
                h2 #preview-h { "As it would be handed over" }
                div #preview { (as_handed_over(told, form)) }
            }
            // What is still there is read before the file is taken.
            div.onward {
                (Button::go("Download as a page").of("share").to(&format!("{action}/download")).sends("as", "html"))
                (Button::plain("Download as a text").of("share").to(&format!("{action}/download")).sends("as", "markdown"))
                (Button::quiet("Show the preview").of("share").sends("show", "preview"))
                (Button::quiet("Go on writing").href(&at))
            }
        }
    }
}

/// Draws the document, or says why there is none with these names.
pub(super) fn as_handed_over(told: &Told, form: &Form) -> Markup {
    match redactions(form) {
        Ok(redactions) => preview::preview(&redactions, |redactions| document(told, redactions, Kind::Html)),
        Err(error) => meta(&error.to_string()),
    }
}
