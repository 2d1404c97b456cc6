//! One entry for one trusted person: names replaced, looked at, then downloaded. Nothing is sent anywhere.

pub(super) mod preview;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use hansei_app::AppError;
use hansei_app::redaction::{Redactions, Suggested, suggest_names};
use hansei_app::share::{self, Form as Kind, Options, Part};
use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use jiff::civil::Date;
use maud::{Markup, html};

use super::frame::{self, Frame};
use crate::download::attachment;
use crate::error::WebError;
use crate::extract::Path;
use crate::forms::{Form, Row, Wrongs};
use crate::page::layout::Here;
use crate::page::parts::{
    Button, Field, Size, capital, check, check_these, fold, head, meta, section, words_in,
};
use crate::state::Web;

/// The list of what is replaced, and by what.
pub(super) const NAMES: &str = "name";

/// The most names that are suggested; more can be typed.
const MOST_SUGGESTED: usize = 12;

/// The empty rows for names that nobody suggested.
const EMPTY_ROWS: usize = 3;

/// What the page shows.
struct View<'a> {
    entry: &'a Entry,
    suggested: &'a [Suggested],
    form: &'a Form,
    wrong: &'a Wrongs,
    today: Date,
}

/// Serves this page.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/entries/{id}/share", get(show).post(look))
        .route("/entries/{id}/share/download", post(download))
}

async fn show(State(web): State<Web>, Path(id): Path<EntryId>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let entry = web.app.entry(id).await?.entry;
    let suggested = suggest_names(&entry, &Options::usual(frame.today()).parts);
    let form = begun(&suggested, frame.today());
    let view = View {
        entry: &entry,
        suggested: &suggested,
        form: &form,
        wrong: &Wrongs::default(),
        today: frame.today(),
    };
    Ok(frame.wide("Share", Here::Log, &page(&view)))
}

/// Shows the document as it would be handed over; only the preview where the page asks while somebody types.
async fn look(
    State(web): State<Web>,
    Path(id): Path<EntryId>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, WebError> {
    let frame = Frame::of(&web).await?;
    let entry = web.app.entry(id).await?.entry;
    if headers.contains_key("hx-request") {
        return Ok(as_handed_over(&entry, &form, frame.today()).into_response());
    }
    let mut wrong = Wrongs::default();
    let chosen = options(&form, frame.today(), &mut wrong);
    wrong.of(&format!("{NAMES}.0.to"), "", redactions(&form));
    let suggested = suggest_names(&entry, &chosen.parts);
    let view =
        View { entry: &entry, suggested: &suggested, form: &form, wrong: &wrong, today: frame.today() };
    let page = frame.wide("Share", Here::Log, &page(&view));
    Ok(if wrong.is_empty() { page.into_response() } else { frame::refused(page) })
}

async fn download(State(web): State<Web>, Path(id): Path<EntryId>, form: Form) -> Result<Response, WebError> {
    let entry = web.app.entry(id).await?.entry;
    let kind = Kind::from_word(form.get("as"))
        .ok_or_else(|| AppError::Invalid("choose how to download it: as a page or as a text".to_owned()))?;
    let mut wrong = Wrongs::default();
    let options = options(&form, web.app.now().date(), &mut wrong);
    if let Some((_, sentence)) = wrong.listed().into_iter().next() {
        return Err(WebError(AppError::Invalid(sentence)));
    }
    let document = share::document(&entry, &redactions(&form)?, kind, &options);
    let media = match kind {
        Kind::Html => "text/html; charset=utf-8",
        Kind::Markdown => "text/markdown; charset=utf-8",
    };
    // The name of the file tells nothing of what is in it.
    let name = format!("shared-entry.{}", kind.extension());
    Ok((attachment(&name, media), document).into_response())
}

/// Fills the form as it is first shown: the suggested names with nothing in their place, and all but what is most private.
fn begun(suggested: &[Suggested], today: Date) -> Form {
    let mut form = Form::default();
    for part in Options::usual(today).parts {
        form.set(&part_field(part), "true");
    }
    suggest_in(&mut form, suggested);
    form
}

/// Puts the suggested names into a form, with nothing in their place.
pub(super) fn suggest_in(form: &mut Form, suggested: &[Suggested]) {
    for found in suggested.iter().take(MOST_SUGGESTED) {
        form.push(NAMES, Row::of([("from", found.name.clone()), ("to", String::new())]));
    }
}

/// Reads what is replaced by what; what is left empty stays.
pub(super) fn redactions(form: &Form) -> Result<Redactions, AppError> {
    let rows = form.rows(NAMES).iter().filter(|row| !row.get("to").trim().is_empty());
    Redactions::new(rows.map(|row| (row.get("from").trim().to_owned(), row.get("to").trim().to_owned())))
}

fn options(form: &Form, on: Date, wrong: &mut Wrongs) -> Options {
    let parts = Part::ALL.into_iter().filter(|part| form.get(&part_field(*part)) == "true").collect();
    Options { for_whom: wrong.line("for", "", form.get("for")), on, parts }
}

fn part_field(part: Part) -> String {
    format!("part-{}", part.word())
}

fn page(view: &View<'_>) -> Markup {
    let at = format!("/entries/{}/share", view.entry.id);
    let listed = view.wrong.listed();
    let listed: Vec<(&str, &str)> = listed.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let shown = as_handed_over(view.entry, view.form, view.today);
    html! {
        (head("Share with one person", None))
        p { a.words href={ "/entries/" (view.entry.id) } dir="auto" { (view.entry.title) } }
        p.lede.below-5 {
            "You get a file and hand it over yourself; nothing is sent from here. Whoever has the file can read it, copy it and pass "
            "it on, and it cannot be called back. Sharing it does not make it privileged or secret in law."
        }
        (check_these(&listed))
        div.beside {
            form #share method="post" action=(at) hx-post=(at) hx-target="#preview" hx-trigger="input delay:300ms" hx-sync="this:replace" {
                (section("names", "Names", "Whole words, in any case.", &names(view.suggested, view.form)))
                (section("parts", "What is in it", "", &parts(view)))
                (section("whom", "For whom", "", &html! {
                    (Field::line("for", "Who it is for").hint("It stands in the first line. It can stay empty.")
                        .value(view.form.get("for")).error(view.wrong.at("for")))
                }))
            }
            aside.handed-over aria-labelledby="preview-h" {
                h2 #preview-h { "As it would be handed over" }
                div #preview { (shown) }
            }
            // What is still there is read before the file is taken.
            div.onward {
                (Button::go("Download as a page").of("share").to(&format!("{at}/download")).sends("as", "html"))
                (Button::plain("Download as a text").of("share").to(&format!("{at}/download")).sends("as", "markdown"))
                (Button::quiet("Show the preview").of("share").sends("show", "preview"))
            }
        }
    }
}

/// Draws the document, or says why there is none with these names.
fn as_handed_over(entry: &Entry, form: &Form, today: Date) -> Markup {
    let options = options(form, today, &mut Wrongs::default());
    match redactions(form) {
        Ok(redactions) => preview::preview(&redactions, |redactions| {
            share::preview(entry, redactions, Kind::Html, &options)
        }),
        Err(error) => meta(&error.to_string()),
    }
}

/// Draws the fields for what is replaced, beginning with what looks like a name.
pub(super) fn names(suggested: &[Suggested], form: &Form) -> Markup {
    let rows = form.rows(NAMES);
    let known = |row: &Row| suggested.iter().find(|found| found.name == row.get("from"));
    let empty = (0..EMPTY_ROWS).map(|at| rows.len() + at);
    html! {
        @if suggested.is_empty() { (meta("Nothing was found that looks like a name. Read it through all the same.")) }
        @else { (meta("These look like names, addresses or numbers. Write what should stand there instead; what you leave empty stays.")) }
        @for (at, row) in rows.iter().enumerate() {
            @match known(row) {
                Some(found) => (suggestion(at, row, found)),
                None => (typed(at, row.get("from"), row.get("to"))),
            }
        }
        (fold("Replace something else", rows.is_empty(), &html! { @for at in empty { (typed(at, "", "")) } }))
    }
}

fn suggestion(at: usize, row: &Row, found: &Suggested) -> Markup {
    let label = format!("Instead of {}", found.name);
    html! {
        div.pair {
            div {
                input type="hidden" name={ (NAMES) "." (at) ".from" } value=(found.name);
                (words_in(Size::Small, &found.name))
                (meta(&times(found.count)))
            }
            (Field::line(&format!("{NAMES}.{at}.to"), &label).unlabelled().value(row.get("to")).placeholder("stays as it is"))
        }
    }
}

fn typed(at: usize, from: &str, to: &str) -> Markup {
    html! {
        div.pair {
            (Field::line(&format!("{NAMES}.{at}.from"), "Replace").quiet().value(from))
            (Field::line(&format!("{NAMES}.{at}.to"), "with").quiet().value(to))
        }
    }
}

fn parts(view: &View<'_>) -> Markup {
    html! {
        (meta("The title and the day are always in it."))
        div { @for part in Part::ALL { (check(&part_field(part), &capital(part.name()), "", view.form.get(&part_field(part)) == "true")) } }
    }
}

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fixture::{self, lines};
    use super::*;

    fn meeting() -> Entry {
        fixture::entry(json!({"title": "The call with Anna Schmidt", "occurred": "2026-05-12",
            "body": "I told Anna Schmidt that it was done. It was not, and Anna Schmidt wrote to a.schmidt@example.test."}))
    }

    fn drawn(entry: &Entry, form: &Form) -> Markup {
        let suggested = suggest_names(entry, &Part::all());
        let today = fixture::frame().today();
        let page = page(&View { entry, suggested: &suggested, form, wrong: &Wrongs::default(), today });
        fixture::check(&page);
        page
    }

    #[test]
    fn names_are_suggested_with_how_often_they_stand_there() {
        let entry = meeting();
        let form = begun(&suggest_names(&entry, &Part::all()), fixture::frame().today());
        insta::assert_snapshot!(lines(drawn(&entry, &form)));
    }

    #[test]
    fn what_is_replaced_is_marked_in_the_preview_and_gone_from_the_document() {
        let entry = meeting();
        let mut form = begun(&[], fixture::frame().today());
        form.push(NAMES, Row::of([("from", "Anna Schmidt".to_owned()), ("to", "the client".to_owned())]));
        let html = drawn(&entry, &form).into_string();
        assert!(html.contains("<mark>the client</mark>"), "{html}");
        let options = options(&form, fixture::frame().today(), &mut Wrongs::default());
        let document = share::document(&entry, &redactions(&form).unwrap(), Kind::Markdown, &options);
        assert!(!document.contains("Anna") && document.contains("the client"), "{document}");
    }

    #[test]
    fn what_is_still_there_is_said_before_the_buttons_that_hand_it_over() {
        let entry = meeting();
        let html = drawn(&entry, &begun(&[], fixture::frame().today())).into_string();
        let (told, button) = (html.find("Still there, and may tell"), html.find("Download as a page"));
        assert!(told.is_some() && told < button, "{html}");
        assert_eq!(html.matches("form=\"share\"").count(), 3, "{html}");
    }

    #[test]
    fn feelings_stay_out_unless_they_are_asked_for() {
        let form = begun(&[], fixture::frame().today());
        let options = options(&form, fixture::frame().today(), &mut Wrongs::default());
        assert!(!options.parts.contains(&Part::Beside) && options.parts.contains(&Part::Body));
    }

    #[test]
    fn hostile_words_stay_words() {
        let entry = fixture::hostile();
        let mut form = begun(&suggest_names(&entry, &Part::all()), fixture::frame().today());
        form.set("for", fixture::HOSTILE);
        form.push(NAMES, Row::of([("from", "script".to_owned()), ("to", fixture::HOSTILE.to_owned())]));
        assert!(drawn(&entry, &form).into_string().contains("&lt;script&gt;"));
    }
}
