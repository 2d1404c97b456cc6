//! Every version of an entry: look at one, bring it back, undo the last change.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_store::{Kept, RevisionLine};
use maud::{Markup, html};
use serde::Deserialize;

use super::day;
use super::entry::{heading, story};
use super::flash::{Done, Flash};
use super::frame::Frame;
use crate::error::WebError;
use crate::extract::{Form, Path, Query};
use crate::page::layout::Here;
use crate::page::parts::{Button, Size, act, capital, head, kept, meta, pager, words_in};
use crate::state::Web;

/// The most versions on one page; as many as the app gives.
const SHOWN: usize = 200;

/// Which versions are asked for, and which version the person saw.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    before: Option<i64>,
    version: Option<i64>,
}

/// Serves this page.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/entries/{id}/history", get(show))
        .route("/entries/{id}/history/{version}", get(one).post(bring_back))
        .route("/entries/{id}/undo", post(undo))
}

async fn show(
    State(web): State<Web>,
    Path(id): Path<EntryId>,
    Query(asked): Query<Asked>,
    Query(flash): Query<Flash>,
) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let kept = web.app.entry(id).await?;
    let lines = web.app.history(id, asked.before).await?;
    let main = html! { (flash.line()) (page(&kept, &lines, asked.before, &frame)) };
    Ok(frame.page("History", Here::Log, &main))
}

async fn one(State(web): State<Web>, Path((id, version)): Path<(EntryId, i64)>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let kept = web.app.entry(id).await?;
    let entry = web.app.revision(id, version).await?;
    Ok(frame.page("An earlier version", Here::Log, &earlier(&kept, &entry, version, &frame)))
}

async fn bring_back(
    State(web): State<Web>,
    Path((id, version)): Path<(EntryId, i64)>,
    Form(asked): Form<Asked>,
) -> Result<Redirect, WebError> {
    web.app.bring_back(id, asked.version, version).await?;
    Ok(Done::BroughtBack.then(&format!("/entries/{id}"), Some(id)))
}

async fn undo(
    State(web): State<Web>,
    Path(id): Path<EntryId>,
    Form(asked): Form<Asked>,
) -> Result<Response, WebError> {
    web.app.undo(id, asked.version).await?;
    Ok(Done::Undone.then(&format!("/entries/{id}"), Some(id)).into_response())
}

fn page(kept: &Kept, lines: &[RevisionLine], before: Option<i64>, frame: &Frame) -> Markup {
    let id = kept.entry.id;
    let at = format!("/entries/{id}/history");
    let newest = before.map(|_| at.clone());
    let older = lines.last().filter(|line| lines.len() >= SHOWN && line.version > 1);
    let older = older.map(|line| format!("{at}?before={}", line.version));
    let version = kept.version.to_string();
    let can_undo = before.is_none() && lines.first().is_some_and(|line| line.back.is_some());
    html! {
        (head("History", None))
        p.below-5 { a.words href={ "/entries/" (id) } dir="auto" { (kept.entry.title) } }
        @if can_undo {
            div.below-5 { (act(&format!("/entries/{id}/undo"), &[("version", &version)], Button::plain("Undo the last change"))) }
        }
        ol.list role="list" aria-label="Versions, newest first" {
            @for line in lines { (revision(line, id, kept, frame)) }
        }
        (pager("the history", newest.as_deref(), older.as_deref()))
    }
}

fn revision(line: &RevisionLine, id: EntryId, kept: &Kept, frame: &Frame) -> Markup {
    let about = format!("version {}", line.version);
    html! {
        li.side {
            div {
                p.ink { (capital(&line.action)) }
                p.meta { "Version " (line.version) ", " (day::stamp(line.saved_at, &frame.now)) }
                @if line.title != kept.entry.title.as_str() { (words_in(Size::Small, &line.title)) }
            }
            @if line.version == kept.version { (meta("as it is now")) }
            @else { (Button::plain("Look").href(&format!("/entries/{id}/history/{}", line.version)).about(&about)) }
        }
    }
}

fn earlier(now: &Kept, entry: &Entry, version: i64, frame: &Frame) -> Markup {
    let id = entry.id;
    let sentence =
        format!("This is version {version}, as it was. Version {} is the one that counts.", now.version);
    let current = now.version.to_string();
    html! {
        (kept(&sentence, None))
        div.row.below-5.noprint {
            @if version != now.version {
                (act(&format!("/entries/{id}/history/{version}"), &[("version", &current)], Button::go("Bring this version back")))
            }
            (Button::quiet("Back to the history").href(&format!("/entries/{id}/history")))
        }
        article.story {
            (heading(entry, frame, 0))
            (story::story(entry, &[], frame.today()))
            (story::beside(entry, &frame.now))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, lines as drawn_lines};
    use super::*;

    fn line(version: i64, action: &str, back: Option<i64>) -> RevisionLine {
        RevisionLine {
            version,
            saved_at: "2026-05-13T20:00:00Z".parse().unwrap(),
            action: action.to_owned(),
            back,
            title: "An earlier title".to_owned(),
        }
    }

    #[test]
    fn versions_stand_newest_first_with_what_was_done() {
        let kept = fixture::kept(fixture::whole());
        let lines =
            [line(3, "finished", Some(2)), line(2, "answered question 1", Some(1)), line(1, "logged", None)];
        let page = page(&kept, &lines, None, &fixture::frame());
        fixture::check(&page);
        insta::assert_snapshot!(drawn_lines(page));
    }

    #[test]
    fn an_entry_as_it_was_first_written_has_nothing_to_undo() {
        let kept = fixture::kept(fixture::captured());
        let html = page(&kept, &[line(3, "logged", None)], None, &fixture::frame()).into_string();
        assert!(!html.contains("Undo"), "{html}");
    }

    #[test]
    fn an_earlier_version_is_shown_whole_and_can_be_brought_back() {
        let kept = fixture::kept(fixture::captured());
        let page = earlier(&kept, &fixture::hostile(), 1, &fixture::frame());
        fixture::check(&page);
        let html = page.into_string();
        assert!(html.contains("Bring this version back") && html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn two_hundred_versions_lead_on_to_older_ones() {
        let kept = fixture::kept(fixture::captured());
        let lines: Vec<_> = (101..=300).rev().map(|version| line(version, "x", None)).collect();
        let html = page(&kept, &lines, Some(301), &fixture::frame()).into_string();
        assert!(html.contains("?before=101\"") && html.contains("Newest"), "{html}");
    }
}
