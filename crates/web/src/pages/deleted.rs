//! What was deleted: taken back, or erased for good.

use axum::Router;
use axum::extract::State;
use axum::response::Redirect;
use axum::routing::{get, post};
use hansei_method::id::EntryId;
use hansei_store::{Listed, Page, TrashCursor};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::day;
use super::flash::{Done, Flash};
use super::frame::Frame;
use crate::error::WebError;
use crate::extract::{Form, Path, Query};
use crate::page::layout::Here;
use crate::page::parts::{Button, Confirm, act, empty, head, pager, words};
use crate::state::Web;

/// The entries on one page.
const LINES: u32 = 50;

/// Where the page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    after: String,
}

/// The version that the person saw.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Seen {
    version: Option<i64>,
}

/// Serves these pages.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/deleted", get(show))
        .route("/entries/{id}/delete", post(delete))
        .route("/entries/{id}/take-back", post(take_back))
        .route("/entries/{id}/erase", get(sure).post(erase))
}

async fn show(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
    Query(flash): Query<Flash>,
) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    // What cannot be read is the first page, as in the log.
    let after: Option<TrashCursor> = asked.after.parse().ok();
    let deleted = web.app.deleted(after.as_ref(), LINES).await?;
    let main = html! { (flash.line()) (page(&deleted, after.is_some(), frame.today())) };
    Ok(frame.page("Deleted entries", Here::Nowhere, &main))
}

async fn delete(
    State(web): State<Web>,
    Path(id): Path<EntryId>,
    Form(seen): Form<Seen>,
) -> Result<Redirect, WebError> {
    web.app.delete(id, seen.version).await?;
    Ok(Done::Deleted.then("/log", Some(id)))
}

async fn take_back(State(web): State<Web>, Path(id): Path<EntryId>) -> Result<Redirect, WebError> {
    web.app.take_back(id, None).await?;
    Ok(Done::TakenBack.then(&format!("/entries/{id}"), Some(id)))
}

async fn sure(State(web): State<Web>, Path(id): Path<EntryId>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let kept = web.app.entry_or_deleted(id).await?;
    Ok(frame.page(
        "Erase for good?",
        Here::Nowhere,
        &confirm(id, kept.entry.title.as_str(), &web.app.copies(web.home.backups.as_deref())),
    ))
}

async fn erase(State(web): State<Web>, Path(id): Path<EntryId>) -> Result<Redirect, WebError> {
    web.app.erase(id, None).await?;
    Ok(Done::Erased.then("/deleted", None))
}

fn page(deleted: &Page<TrashCursor>, is_later: bool, today: Date) -> Markup {
    let newest = is_later.then_some("/deleted");
    let older = deleted.next.map(|cursor| format!("/deleted?after={cursor}"));
    html! {
        (head("Deleted entries", None))
        @if deleted.lines.is_empty() && !is_later { (empty("Nothing is deleted.", Some(Button::plain("To the log").href("/log")))) }
        @else {
            p.lede.below-5 { "They stay here until you take them back or erase them." }
            ol.list role="list" { @for line in &deleted.lines { (item(line, today)) } }
            (pager("what was deleted", newest, older.as_deref()))
        }
    }
}

fn item(line: &Listed, today: Date) -> Markup {
    let at = format!("/entries/{}", line.id);
    html! {
        li.side {
            div { (words(&line.title)) p.meta { (day::occurred(line.record.date, today)) } }
            div.row {
                (act(&format!("{at}/take-back"), &[], Button::plain("Take back").about(&line.title)))
                (Button::quiet("Erase for good…").href(&format!("{at}/erase")).about(&line.title))
            }
        }
    }
}

fn confirm(id: EntryId, title: &str, copies: &[String]) -> Markup {
    let here =
        if copies.is_empty() { String::new() } else { format!(" Here that is: {}.", copies.join(", ")) };
    let sentence = format!(
        "Its review, its plans, every earlier version, what was typed and not saved, and the lessons of it that later \
         attempts took over go with it, out of this log and its search. Nothing brings it back. Copies that were made \
         before, such as backups, exports and what you have shared, still hold it.{here} A backup that made itself goes as \
         newer ones take its place; one made by hand stays until you remove it."
    );
    html! {
        (Confirm {
            question: "Erase this entry for good?",
            sentence: &sentence,
            words: title,
            action: &format!("/entries/{id}/erase"),
            hidden: &[],
            verb: "Erase it for good",
            back: "/deleted",
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fixture::{self, lines};
    use super::*;

    fn drawn(deleted: &[Listed]) -> Markup {
        let deleted = Page { lines: deleted.to_vec(), next: None };
        let page = page(&deleted, false, fixture::frame().today());
        fixture::check(&page);
        page
    }

    #[test]
    fn nothing_deleted_is_a_sentence() {
        insta::assert_snapshot!(lines(drawn(&[])));
    }

    #[test]
    fn a_deleted_entry_can_be_taken_back_or_erased() {
        insta::assert_snapshot!(lines(drawn(&[fixture::listed(&fixture::captured())])));
    }

    #[test]
    fn erasing_asks_once_and_says_what_it_does() {
        let page = confirm(fixture::id(), fixture::HOSTILE, &["2 backups in /home/brid/backups".to_owned()]);
        fixture::check(&page);
        insta::assert_snapshot!(lines(page));
    }

    #[test]
    fn no_key_erases_and_the_way_out_comes_first() {
        let html = confirm(fixture::id(), "x", &[]).into_string();
        assert!(!html.contains("data-primary") && !html.contains("aria-keyshortcuts"), "{html}");
        assert!(html.find("Leave it as it is") < html.find("Erase it for good"), "{html}");
    }

    #[test]
    fn hostile_words_stay_words() {
        let all: Vec<_> = [fixture::HOSTILE, fixture::NO_SPACES, fixture::RIGHT_TO_LEFT]
            .iter()
            .map(|title| fixture::listed(&fixture::entry(json!({"title": title, "occurred": "2026-05-01"}))))
            .collect();
        assert!(drawn(&all).into_string().contains("&lt;script&gt;"));
    }

    #[test]
    fn more_than_fits_on_a_page_leads_to_the_next_one() {
        let cursor = TrashCursor { deleted_at: fixture::now().timestamp(), id: fixture::id() };
        let deleted = Page { lines: vec![fixture::listed(&fixture::captured())], next: Some(cursor) };
        let html = page(&deleted, true, fixture::frame().today()).into_string();
        assert!(html.contains(&format!("href=\"/deleted?after={cursor}\"")), "{html}");
        assert!(html.contains("href=\"/deleted\""), "{html}");
    }
}
