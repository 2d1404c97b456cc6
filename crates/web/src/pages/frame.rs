//! What every page of the house is put into, and what its handlers share.

use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hansei_app::{App, AppError};
use hansei_method::id::EntryId;
use jiff::Zoned;
use jiff::civil::Date;
use maud::{Markup, html};
use sha2::{Digest, Sha256};

use crate::error::WebError;
use crate::hex::hex;
use crate::page::layout::{self, Here, Shell};
use crate::state::Web;

/// What is said about the log in the foot of the rail, and the time the page was made at.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) now: Zoned,
    owner: String,
    letter_keys: bool,
    /// Why nothing can be saved; `None` where it can.
    cannot_save: Option<&'static str>,
}

impl Frame {
    /// Looks up whose log it is.
    pub(crate) async fn of(web: &Web) -> Result<Self, WebError> {
        let settings = web.app.settings().await?;
        let owner = settings.name.map_or_else(|| "My log".to_owned(), String::from);
        let cannot_save = web.app.cannot_save().await;
        Ok(Self { now: web.app.now(), owner, letter_keys: settings.letter_keys, cannot_save })
    }

    /// Makes a frame for a test or a page without a log.
    #[cfg(test)]
    pub(crate) fn at(now: Zoned) -> Self {
        Self { now, owner: "My log".to_owned(), letter_keys: true, cannot_save: None }
    }

    /// Returns the day it is for the person.
    pub(crate) fn today(&self) -> Date {
        self.now.date()
    }

    /// Draws a page of prose.
    pub(crate) fn page(&self, title: &str, here: Here, main: &Markup) -> Markup {
        self.draw(title, here, false, main)
    }

    /// Draws a page that holds a wide table.
    pub(crate) fn wide(&self, title: &str, here: Here, main: &Markup) -> Markup {
        self.draw(title, here, true, main)
    }

    fn draw(&self, title: &str, here: Here, wide: bool, main: &Markup) -> Markup {
        let shell = Shell { title, here, owner: &self.owner, place: "On this computer only", wide };
        // The script takes it from here into the browser, for the pages of a review too.
        let letters = if self.letter_keys { "on" } else { "off" };
        layout::app(
            &shell,
            &html! { (for_reading(self.cannot_save)) (main) div hidden data-letters=(letters) {} },
        )
    }
}

/// Says that nothing can be saved and why, before somebody types what would be refused; nothing where it can.
pub(crate) fn for_reading(cannot_save: Option<&str>) -> Markup {
    html! {
        @if let Some(why) = cannot_save {
            div.kept role="status" {
                p { "Nothing can be saved now: " (why) ". What is kept can be read, and saving goes on as soon as it can." }
            }
        }
    }
}

/// Reads the name of an entry out of an address; anything else is an entry that is not there.
pub(crate) fn entry_id(text: &str) -> Result<EntryId, WebError> {
    text.parse().map_err(|_| WebError(AppError::no_entry()))
}

/// Reads the sentence of an error that the person can put right in the form; any other error goes on.
pub(crate) fn sentence(error: AppError) -> Result<String, WebError> {
    match error {
        AppError::Invalid(sentence) => Ok(sentence),
        other => Err(WebError(other)),
    }
}

/// Answers with the same form again, with what is wrong in it.
pub(crate) fn refused(page: Markup) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// Returns the app that keeps what a showing of a form sends once, however often it is sent; other words are another request.
///
/// `key` names the showing; a form that names none is kept each time.
pub(crate) fn once(web: &Web, form: &str, key: &str, said: &[&str]) -> Result<App, AppError> {
    if key.is_empty() {
        return Ok(web.app.clone());
    }
    let mut hash = Sha256::new();
    for words in said {
        // No text holds a NUL, so that words cannot move from one field into the next.
        hash.update(words);
        hash.update([0]);
    }
    let fingerprint = hex(&hash.finalize());
    web.app.once(&format!("{form}-{key}-{}", &fingerprint[..16]), fingerprint)
}

/// Undoes what browsers do to line breaks in a form, so that a text arrives as it was typed.
pub(crate) fn typed(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Writes a value so that it can stand in the query of an address.
pub(crate) fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("a string takes all that is written to it");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_in_an_address_cannot_end_it_or_add_to_it() {
        assert_eq!(encoded("client work&stage=done#x"), "client%20work%26stage%3Ddone%23x");
        assert_eq!(encoded("ö"), "%C3%B6");
    }

    #[test]
    fn line_breaks_of_a_form_are_line_breaks_of_a_text() {
        assert_eq!(typed("a\r\nb\nc\r"), "a\nb\nc\r");
    }
}
