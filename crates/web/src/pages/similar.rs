//! You may have been here before: entries that resemble one, each with the lesson that was meant to prevent this.
//!
//! Pages leave a place for it that fills itself when they are shown, so that none of them waits for it.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use hansei_app::AppError;
use hansei_app::library::SimilarCase;
use hansei_app::practice::Practised;
use hansei_app::similar::{FEW, MOST_SIMILAR, Similar};
use hansei_method::id::EntryId;
use hansei_method::occurred::Occurred;
use hansei_store::Listed;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::day;
use super::frame::{self, Frame};
use super::library::shown;
use super::practice::came;
use crate::error::WebError;
use crate::extract::{Form, Path};
use crate::page::layout::Here;
use crate::page::parts::{Button, empty, head};
use crate::state::Web;

/// How many cases of others are shown after one's own entries on another page.
const FEW_CASES: u8 = 2;

/// How many are shown on the page of its own.
const CASES: u8 = 5;

/// What the buttons send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    /// The other entry.
    other: String,
    /// `yes`, `no`, or empty to take back what was said.
    same: Option<String>,
}

/// A pair of which something was just said.
#[derive(Debug, Clone, Copy)]
struct Answered {
    other: EntryId,
    same: Option<bool>,
}

/// What the page is drawn from.
struct View<'a> {
    id: EntryId,
    similar: &'a [Similar],
    /// What others went through that is like it.
    cases: &'a [SimilarCase],
    /// What was planned in those that are like it, and is practised.
    practised: &'a [Practised],
    /// When it happened.
    occurred: Occurred,
    today: Date,
    answered: Option<Answered>,
    /// Whether it fills a place on another page, which an answer then fills anew.
    is_part: bool,
}

/// Serves this page.
pub fn routes() -> Router<Web> {
    Router::new().route("/entries/{id}/similar", get(show).post(say))
}

/// Draws the place that fills itself; without scripts it is a link to the page.
pub(crate) fn place(id: EntryId) -> Markup {
    let address = address(id);
    html! {
        div #similar .noprint hx-get=(address) hx-trigger="load" hx-swap="outerHTML" {
            p.meta { a href=(address) { "Have I been here before?" } }
        }
    }
}

fn address(id: EntryId) -> String {
    format!("/entries/{id}/similar")
}

async fn show(
    State(web): State<Web>,
    headers: HeaderMap,
    Path(id): Path<EntryId>,
) -> Result<Markup, WebError> {
    if !headers.contains_key("hx-request") {
        return whole(&web, id).await;
    }
    // What cannot be told is let go: the page around it counts.
    Ok(part(&web, id, None).await.unwrap_or_else(|_| html! { div #similar {} }))
}

async fn say(
    State(web): State<Web>,
    headers: HeaderMap,
    Path(id): Path<EntryId>,
    Form(said): Form<Said>,
) -> Result<Response, WebError> {
    let same = match said.same.as_deref() {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        Some("") => None,
        _ => return Err(WebError(AppError::Invalid("say yes or no; nothing was changed".to_owned()))),
    };
    let other = frame::entry_id(&said.other)?;
    let remembered = web.app.say_of_two(id, other, same).await;
    if headers.contains_key("hx-request") && remembered.is_err() {
        return Ok(html! { div #similar role="alert" { p.meta { "This could not be remembered. Nothing was changed; try it again." } } }
            .into_response());
    }
    remembered?;
    if headers.contains_key("hx-request") {
        return Ok(part(&web, id, Some(Answered { other, same })).await?.into_response());
    }
    Ok(Redirect::to(&address(id)).into_response())
}

/// Draws what fills the place: nothing where nothing is near.
async fn part(web: &Web, id: EntryId, answered: Option<Answered>) -> Result<Markup, WebError> {
    let similar = web.app.similar_to(id, true, FEW).await?;
    let cases = web.app.similar_cases(id, true, FEW_CASES).await.unwrap_or_default();
    let today = web.app.now().date();
    let occurred = web.app.entry(id).await?.entry.occurred;
    let practised = practised_of(web, &similar).await;
    let (similar, cases, practised) = (&similar, &cases, &practised);
    Ok(beside(&View { id, similar, cases, practised, occurred, today, answered, is_part: true }))
}

/// Looks up what is practised of what was planned in these; it is beside the point where it cannot be read.
async fn practised_of(web: &Web, similar: &[Similar]) -> Vec<Practised> {
    let entries: Vec<EntryId> = similar.iter().map(|it| it.line.id).collect();
    web.app.practices_planned_in(&entries).await.unwrap_or_default()
}

async fn whole(web: &Web, id: EntryId) -> Result<Markup, WebError> {
    let frame = Frame::of(web).await?;
    let kept = web.app.entry(id).await?;
    let similar = web.app.similar_to(id, false, MOST_SIMILAR / 2).await?;
    let refused = web.app.not_the_same(id).await?;
    let cases = web.app.similar_cases(id, true, CASES).await.unwrap_or_default();
    let practised = practised_of(web, &similar).await;
    let view = View {
        id,
        similar: &similar,
        cases: &cases,
        practised: &practised,
        occurred: kept.entry.occurred,
        today: frame.today(),
        answered: None,
        is_part: false,
    };
    let main = html! {
        (head("Have I been here before?", None))
        p { "What you wrote before that is most like " a.words href={ "/entries/" (id) } dir="auto" { (kept.entry.title) } ", the most alike first." }
        div.above-5 {
            @if similar.is_empty() { (empty("Nothing else you wrote has anything in common with it.", None)) }
            @else { (list(&view)) }
        }
        (others(&view))
        @if !refused.is_empty() {
            section.stack.gap-3.above-5 aria-labelledby="not-h" {
                h2 #not-h { "You said these are not the same kind" }
                ul.stack.gap-3 role="list" {
                    @for line in &refused {
                        li.stack.gap-2 {
                            a.words.sm href={ "/entries/" (line.id) } dir="auto" { (line.title) }
                            (forget(&view, line.id))
                        }
                    }
                }
            }
        }
    };
    Ok(frame.page("Have I been here before?", Here::Log, &main))
}

fn beside(view: &View<'_>) -> Markup {
    let is_own = !view.similar.is_empty() || view.answered.is_some();
    html! {
        div #similar .noprint {
            @if is_own { (own(view)) }
            (others(view))
        }
    }
}

fn own(view: &View<'_>) -> Markup {
    html! {
        section.stack.gap-3 aria-labelledby="similar-h" {
            h2 #similar-h { "You may have been here before" }
            @if let Some(Answered { other, same: Some(false) }) = view.answered {
                div role="status" { p.meta { "Not the same kind. This pair is not suggested again." } (forget(view, other)) }
            }
            @if !view.similar.is_empty() { (list(view)) }
            p.meta { a href=(address(view.id)) { "More that is like it" } }
        }
    }
}

/// Draws what others went through, after one's own and marked as theirs; nothing where nothing is near.
fn others(view: &View<'_>) -> Markup {
    html! {
        @if !view.cases.is_empty() {
            section.stack.gap-3.above-5 aria-labelledby="others-h" {
                h2 #others-h { "Others have been through this" }
                (shown::alike(view.cases))
            }
        }
    }
}

fn list(view: &View<'_>) -> Markup {
    html! {
        ol.stack.gap-4 role="list" { @for similar in view.similar { li.stack.gap-2 { (one(view, similar)) } } }
    }
}

fn one(view: &View<'_>, similar: &Similar) -> Markup {
    let other = similar.line.id;
    html! {
        (like(similar, view.today))
        (came::questions(view.id, view.occurred, other, view.practised))
        @if similar.same == Some(true) {
            p.meta { "You said: the same kind." }
            (forget(view, other))
        } @else {
            (answers(view, &similar.line))
        }
    }
}

/// Draws an entry that is alike: its title, what both have, and the lesson that was meant to prevent this.
pub(crate) fn like(similar: &Similar, today: Date) -> Markup {
    let line = &similar.line;
    html! {
        a.words.sm href={ "/entries/" (line.id) } dir="auto" { (line.title) }
        p.meta {
            (day::occurred(line.record.date, today)) "."
            @if !similar.shared.is_empty() { " Both: " bdi { (similar.shared.join(", ")) } }
        }
        @match &line.record.lesson {
            Some(lesson) => p.words.sm dir="auto" { span.meta { "Lesson then: " } (lesson) },
            None => p.meta { "No lesson was written then." },
        }
    }
}

fn answers(view: &View<'_>, line: &Listed) -> Markup {
    let about = format!("as “{}”", line.title);
    form(
        view,
        line.id,
        &html! {
            span.meta aria-hidden="true" { "Same kind?" }
            (Button::plain("Yes").small().about(&about).sends("same", "yes"))
            (Button::plain("No").small().about(&about).sends("same", "no"))
        },
    )
}

fn forget(view: &View<'_>, other: EntryId) -> Markup {
    form(view, other, &html! { (Button::quiet("Take it back").small().sends("same", "")) })
}

fn form(view: &View<'_>, other: EntryId, buttons: &Markup) -> Markup {
    let address = address(view.id);
    let filled = view.is_part.then_some(address.as_str());
    html! {
        form.row method="post" action=(address) hx-post=[filled] hx-target=[filled.map(|_| "#similar")] hx-swap=[filled.map(|_| "outerHTML")] {
            input type="hidden" name="other" value=(other);
            (buttons)
        }
    }
}

/// Draws the place of what is near beside what a search found: it fills itself when nothing was typed for a moment, and what is
/// typed next takes it away before that.
pub(super) fn near_place(address: &str) -> Markup {
    html! {
        div hx-post=(address) hx-include="form[role=search]" hx-trigger="load delay:450ms" hx-swap="outerHTML" {}
    }
}

#[cfg(test)]
mod tests {
    use hansei_method::entry::Entry;

    use super::super::fixture::{HOSTILE, captured, case, check, hostile, hostile_case, listed, told, whole};
    use super::*;

    const OTHER: &str = "aaaaaaaa-7d0f-4d0c-9a3e-1b2f0d3c4e5a";

    fn like(entry: &Entry, same: Option<bool>) -> Similar {
        let mut line = listed(entry);
        line.id = OTHER.parse().unwrap();
        Similar { line, shared: vec!["proposal".to_owned(), "client".to_owned()], same }
    }

    fn drawn(similar: &[Similar], answered: Option<Answered>) -> String {
        let today = "2026-05-14".parse().unwrap();
        drawn_with(similar, &[], answered, today)
    }

    fn drawn_with(
        similar: &[Similar],
        practised: &[Practised],
        answered: Option<Answered>,
        today: Date,
    ) -> String {
        let occurred = "2026-05-13".parse().unwrap();
        let id = captured().id;
        let page =
            beside(&View { id, similar, cases: &[], practised, occurred, today, answered, is_part: true });
        page.into_string()
    }

    #[test]
    fn each_comes_with_the_lesson_that_was_meant_to_prevent_this() {
        insta::assert_snapshot!(drawn(&[like(&whole(), None), like(&captured(), Some(true))], None));
    }

    #[test]
    fn what_was_planned_then_and_is_practised_is_asked_about() {
        let today = "2026-05-14".parse().unwrap();
        let similar = [like(&whole(), None)];
        let about = serde_json::json!({"commitment": {"entry": OTHER, "number": 1}});
        let asked = |practice: serde_json::Value, letters: &str| {
            let it = crate::pages::fixture::practised(1, practice, letters);
            drawn_with(&similar, &[it], None, today).contains("Had its moment come?")
        };
        assert!(asked(serde_json::json!({"about": about}), "d"));
        assert!(!asked(serde_json::json!({}), "d"), "that of another entry");
        assert!(!asked(serde_json::json!({"about": about, "begun_on": null}), ""), "not in practice");
        assert!(
            !asked(serde_json::json!({"about": about, "planned_on": "2026-05-14"}), ""),
            "planned afterwards"
        );
    }

    #[test]
    fn where_nothing_is_near_nothing_is_said() {
        assert!(!drawn(&[], None).contains("<h2"));
    }

    #[test]
    fn what_others_went_through_comes_after_one_s_own_and_is_marked_as_theirs() {
        let (id, today) = (captured().id, "2026-05-14".parse().unwrap());
        let (similar, shared) = ([like(&whole(), None)], vec!["unit".to_owned()]);
        let cases = [
            SimilarCase { told: told(case()), shared },
            SimilarCase { told: told(hostile_case()), shared: Vec::new() },
        ];
        let occurred = "2026-05-13".parse().unwrap();
        let view = View {
            id,
            similar: &similar,
            cases: &cases,
            practised: &[],
            occurred,
            today,
            answered: None,
            is_part: true,
        };
        let (own, theirs) = (beside(&view), beside(&View { similar: &[], ..view }));
        check(&own);
        let (own, theirs) = (own.into_string(), theirs.into_string());
        assert!(
            own.find("You may have been here before") < own.find("Others have been through this"),
            "{own}"
        );
        assert!(own.contains("<bdi>Reports</bdi>, 1999. Told by <bdi>A board of inquiry</bdi>"), "{own}");
        assert!(
            theirs.contains("Others have been through this") && !theirs.contains("You may have"),
            "{theirs}"
        );
    }

    #[test]
    fn a_no_is_said_back_and_can_be_taken_back() {
        let page = drawn(&[], Some(Answered { other: OTHER.parse().unwrap(), same: Some(false) }));
        assert!(page.contains("This pair is not suggested again."), "{page}");
        assert!(page.contains("Take it back") && page.contains(OTHER), "{page}");
    }

    #[test]
    fn hostile_words_stay_words() {
        let mut similar = like(&hostile(), None);
        similar.shared = vec![HOSTILE.to_owned()];
        assert!(!drawn(&[similar], None).contains("<script>"));
    }
}
