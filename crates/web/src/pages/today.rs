//! Today: the box for one line, and what waits without pressing.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use hansei_app::capture::{Capture as Typed, Logged};
use hansei_app::reminders::ToLookAt;
use hansei_app::today::Today;
use hansei_method::capture::Captured;
use hansei_method::entry::Kind;
use hansei_method::id::EntryId;
use hansei_method::stage::StageKind;
use hansei_store::{Kept, Listed};
use jiff::Zoned;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::day;
use super::flash::{Done, Flash};
use super::frame::{self, Frame};
use super::practice::asked::Line as Practice;
use super::practice::told::{Back, Told};
use super::question::{continued, stopped_at};
use super::{due, lesson, similar};
use crate::error::WebError;
use crate::extract::{Form, Query};
use crate::page::layout::Here;
use crate::page::parts::{Button, Capture, head, later, section};
use crate::state::Web;

/// What the box sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Line {
    text: String,
    /// `review` where the person goes straight on to question 1.
    then: String,
    /// Names this showing of the box, so that a line sent twice is kept once.
    key: String,
}

/// The words that the day was read from, as the address carries them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Read {
    read: String,
    /// The words that look like a day and were not read as one.
    unread: String,
}

/// Where a browser lands that has just been let in: on Today, ready to type. No link leads there, because on every other visit
/// the keys of the check-ins should do what they say, and they type once the cursor is in the box.
pub(crate) const LANDING: &str = "/?write=now";

/// Whether the address asks for the cursor in the box.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Landed {
    write: String,
}

/// What the page shows.
struct View<'a> {
    date: Date,
    today: &'a Today,
    practice: &'a Practice,
    look_again: &'a [ToLookAt],
    kept: Markup,
    /// The line that was kept just now.
    captured: Option<EntryId>,
    key: &'a str,
    text: &'a str,
    error: Option<&'a str>,
    /// Whether the page opens with the cursor in the box, whatever is asked below it.
    ready: bool,
}

/// Serves this page.
pub fn routes() -> Router<Web> {
    Router::new().route("/", get(show).post(keep))
}

async fn show(
    State(web): State<Web>,
    Query(flash): Query<Flash>,
    Query(read): Query<Read>,
    Query(told): Query<Told>,
    Query(due): Query<due::Told>,
    Query(landed): Query<Landed>,
) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let kept = said(&web, &frame, &flash, &read).await;
    let kept = html! { (kept) (told.line(Back::Today)) (due.line("")) };
    let (today, practice) = (web.app.today().await?, Practice::of(&web).await?);
    let look_again = web.app.to_look_at(&practice.all).await?;
    let key = web.app.new_id().to_string();
    let captured = match flash.entry().filter(|_| flash.done() == Some(Done::Captured)) {
        Some(id) if web.app.entry(id).await.is_ok() => Some(id),
        _ => None,
    };
    let view = View {
        date: frame.today(),
        today: &today,
        practice: &practice,
        look_again: &look_again,
        kept,
        captured,
        key: &key,
        text: "",
        error: None,
        ready: landed.write == "now",
    };
    Ok(frame.page("Today", Here::Today, &page(&view)))
}

/// Draws what was just done; nothing for a line that was deleted again in the meantime.
async fn said(web: &Web, frame: &Frame, flash: &Flash, read: &Read) -> Markup {
    let (Some(Done::Captured), Some(id)) = (flash.done(), flash.entry()) else { return flash.line() };
    let Ok(kept) = web.app.entry(id).await else { return html! {} };
    flash.says(&captured(&kept, read, &frame.now), &correct(&kept))
}

async fn keep(State(web): State<Web>, Form(line): Form<Line>) -> Result<Response, WebError> {
    let text = frame::typed(&line.text);
    match log(&web, &line.key, &text).await {
        Ok(logged) if line.then == "review" => {
            Ok(Redirect::to(&format!("/entries/{}/intended", logged.saved.id)).into_response())
        }
        Ok(logged) => Ok(Redirect::to(&after(&logged)).into_response()),
        Err(error) => {
            let sentence = frame::sentence(error)?;
            let frame = Frame::of(&web).await?;
            let (today, practice) = (web.app.today().await?, Practice::of(&web).await?);
            let look_again = web.app.to_look_at(&practice.all).await?;
            let key = web.app.new_id().to_string();
            let view = View {
                date: frame.today(),
                today: &today,
                practice: &practice,
                look_again: &look_again,
                kept: html! {},
                captured: None,
                key: &key,
                text: &text,
                error: Some(&sentence),
                ready: true,
            };
            Ok(frame::refused(frame.page("Today", Here::Today, &page(&view))))
        }
    }
}

/// Keeps the line once, however often it is sent; a changed line is another line.
async fn log(web: &Web, key: &str, text: &str) -> Result<Logged, hansei_app::AppError> {
    let typed = Typed { text: text.to_owned(), ..Typed::default() };
    frame::once(web, "line", key, &[text])?.log(typed).await
}

fn after(logged: &Logged) -> String {
    let address = Done::Captured.address("/", Some(logged.saved.id));
    match (&logged.read_from, &logged.unread) {
        (Some(words), _) => format!("{address}&read={}", frame::encoded(words)),
        (None, Some(words)) => format!("{address}&unread={}", frame::encoded(words)),
        (None, None) => address,
    }
}

/// Says how the line was kept: "Kept as a failure on Wed 13 May, read from “last night”."
fn captured(kept: &Kept, read: &Read, now: &Zoned) -> String {
    let kind = match kept.entry.kind {
        Kind::Failure => "a failure",
        Kind::NearMiss => "a near miss",
        Kind::Success => "a success",
        Kind::Mixed => "some of each",
    };
    let day = day::occurred(kept.entry.occurred, now.date());
    if says_when(&read.read, now) {
        return format!("Kept as {kind} on {day}, read from “{}”.", read.read);
    }
    if looks_like_when(&read.unread, now) {
        return format!(
            "Kept as {kind}. “{}” was not read as a day that has been, so it is dated {day}; correct it if it was another day.",
            read.unread
        );
    }
    format!("Kept as {kind} on {day}.")
}

/// Says whether words name a day or a time and nothing else, so that no other words come out of an address onto the page.
fn says_when(words: &str, now: &Zoned) -> bool {
    let read = Captured::read(&format!("{words}: x"), now);
    !words.is_empty() && read.is_ok_and(|read| read.read_from.as_deref() == Some(words))
}

/// Says the same of words that look like a day and were not read as one.
fn looks_like_when(words: &str, now: &Zoned) -> bool {
    let read = Captured::read(&format!("{words}: x"), now);
    !words.is_empty() && read.is_ok_and(|read| read.unread.as_deref() == Some(words))
}

fn correct(kept: &Kept) -> Markup {
    let id = kept.entry.id;
    html! {
        (Button::quiet("Review it").href(&format!("/entries/{id}/review")))
        (Button::quiet("Correct it").href(&format!("/entries/{id}/details")))
        (Button::quiet("Open it").href(&format!("/entries/{id}")))
    }
}

fn page(view: &View<'_>) -> Markup {
    let first = view.today.overview.entries == 0;
    html! {
        (view.kept)
        (head(&day::full(view.date), None))
        @if first {
            p.lede.below-5 {
                "One line about something that did not come out as intended is enough to begin; everything else can wait. "
                "It is kept on this computer only, and whoever can use your account here can read it."
            }
        }
        (Capture { action: "/", text: view.text, error: view.error, hidden: &[("key", view.key)], focused: first || view.ready })
        @if let Some(id) = view.captured { div.above-5 { (similar::place(id)) } }
        (view.practice.on_today())
        (due::on_today(view.look_again, view.date))
        @if let Some(line) = &view.today.lesson { (lesson::question(line, view.date)) }
        (begun(&view.today.begun, view.date))
        (lines(&view.today.captured, view.date))
    }
}

fn begun(begun: &[Listed], date: Date) -> Markup {
    if begun.is_empty() {
        return html! {};
    }
    section(
        "begun",
        "Begun",
        "What you leave stays as it is.",
        &html! {
            ol.list role="list" {
                @for (at, line) in begun.iter().enumerate() {
                    li.side {
                        div {
                            (title(line))
                            p.meta { (day::occurred(line.record.date, date)) ". " (stopped_at(line.stage, line.minutes)) }
                        }
                        (Button::plain("Continue").href(&continued(line.id, line.stage)).about(&line.title))
                        (later(&format!("/entries/{}/put-off", line.id), &format!("f-until-begun-{at}"), &line.title, &[("back", "today")]))
                    }
                }
            }
        },
    )
}

fn lines(captured: &[Listed], date: Date) -> Markup {
    if captured.is_empty() {
        return html! {};
    }
    section(
        "lines",
        "Kept as a line",
        "Each can be reviewed when you want to, or stay a line.",
        &html! {
            ol.list role="list" {
                @for line in captured {
                    li.side {
                        div { (title(line)) p.meta { (day::occurred(line.record.date, date)) } }
                        (Button::plain("Review").href(&continued(line.id, StageKind::Captured)).about(&line.title))
                    }
                }
            }
            p.meta { a href="/log?stage=captured" { "All lines in the log" } }
        },
    )
}

fn title(line: &Listed) -> Markup {
    html! { a.words.open href={ "/entries/" (line.id) } dir="auto" data-open { (line.title) } }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fixture::{self, HOSTILE, NO_SPACES, RIGHT_TO_LEFT, lines};
    use super::*;

    fn overview(entries: i64) -> hansei_store::Overview {
        hansei_store::Overview { entries, first: None, last: None, open_reviews: 0, trashed: 0 }
    }

    fn drawn(today: &Today, text: &str, error: Option<&str>) -> Markup {
        drawn_with(today, Vec::new(), text, error)
    }

    fn drawn_with(
        today: &Today,
        all: Vec<hansei_app::practice::Practised>,
        text: &str,
        error: Option<&str>,
    ) -> Markup {
        let practice = Practice { all, today: fixture::frame().today(), key: "k2".to_owned() };
        let view = View {
            date: fixture::frame().today(),
            today,
            practice: &practice,
            look_again: &[],
            kept: html! {},
            captured: None,
            key: "k1",
            text,
            error,
            ready: error.is_some(),
        };
        let page = page(&view);
        fixture::check(&page);
        page
    }

    #[test]
    fn the_very_first_visit_is_two_sentences_and_the_box() {
        let today = Today { begun: Vec::new(), captured: Vec::new(), lesson: None, overview: overview(0) };
        insta::assert_snapshot!(lines(drawn(&today, "", None)));
    }

    #[test]
    fn what_waits_stands_under_the_box_without_pressing() {
        let begun = fixture::entry(
            json!({"title": "The insulin was given before the tray came", "occurred": "2026-05-10T07:40",
            "review": {"answers": {"intended": {"statement": "tray first"}}, "spent": {"seconds": 840}}}),
        );
        let today = Today {
            begun: vec![fixture::listed(&begun)],
            captured: vec![fixture::listed(&fixture::captured())],
            lesson: Some(fixture::listed(&fixture::whole())),
            overview: overview(9),
        };
        insta::assert_snapshot!(lines(drawn(&today, "", None)));
    }

    #[test]
    fn what_is_practised_is_asked_about_before_its_plan_is_shown() {
        let due = json!({"check_in": {"on": "2026-05-10", "until": "2026-06-07", "slack": 0, "asked_on": "2026-05-11"}});
        let asked = fixture::practised(1, due, "dd");
        let going = fixture::practised(2, json!({}), "dmd");
        let today = Today { begun: Vec::new(), captured: Vec::new(), lesson: None, overview: overview(9) };
        insta::assert_snapshot!(lines(drawn_with(&today, vec![asked, going], "", None)));
    }

    #[test]
    fn of_many_check_ins_a_few_are_shown_and_the_others_counted() {
        let due = json!({"check_in": {"on": "2026-05-10", "until": "2026-06-07", "slack": 0}});
        let asked = (1..=5).map(|number| fixture::practised(number, due.clone(), "")).collect();
        let today = Today { begun: Vec::new(), captured: Vec::new(), lesson: None, overview: overview(9) };
        let html = drawn_with(&today, asked, "", None).into_string();
        assert_eq!(html.matches("Did the moment come up?").count(), 3);
        assert!(html.contains("2 more to be asked about"), "{html}");
    }

    #[test]
    fn hostile_words_stay_words() {
        let lines: Vec<_> = [HOSTILE, NO_SPACES, RIGHT_TO_LEFT]
            .iter()
            .map(|title| fixture::listed(&fixture::entry(json!({"title": title, "occurred": "0001-01-01"}))))
            .collect();
        let today = Today { begun: lines.clone(), captured: lines, lesson: None, overview: overview(3) };
        let html = drawn(&today, HOSTILE, Some("this text has 2000000 bytes")).into_string();
        assert!(html.contains("&lt;script&gt;"));
    }

    #[test]
    fn only_words_that_name_a_day_are_said_back() {
        let now = fixture::now();
        for words in ["last night", "2026-03-02", "last friday 15:00"] {
            assert!(says_when(words, &now), "{words}");
        }
        for words in ["", "you are hacked", "yesterday: x", "last night and more", "2099-01-01"] {
            assert!(!says_when(words, &now), "{words}");
        }
    }

    #[test]
    fn what_was_kept_is_said_with_its_kind_and_day() {
        let kept = fixture::kept(fixture::captured());
        let read = Read { read: "last night".to_owned(), ..Read::default() };
        assert_eq!(
            captured(&kept, &read, &fixture::now()),
            "Kept as a failure on Wed 13 May, read from “last night”."
        );
    }

    #[test]
    fn a_day_that_was_not_read_is_said_and_nothing_else_out_of_an_address() {
        let kept = fixture::kept(fixture::captured());
        let said = |words: &str| {
            let read = Read { unread: words.to_owned(), ..Read::default() };
            captured(&kept, &read, &fixture::now())
        };
        for words in ["2026-02-31", "tomorrow", "2099-01-01"] {
            assert_eq!(
                said(words),
                format!(
                    "Kept as a failure. “{words}” was not read as a day that has been, so it is dated Wed 13 May; correct it if it was another day."
                )
            );
        }
        for words in ["you are hacked", "Note", "2026-02-31: x", "yesterday"] {
            assert_eq!(said(words), "Kept as a failure on Wed 13 May.");
        }
    }
}
