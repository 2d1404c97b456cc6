//! One entry: the whole story on one page, and what can be done with it.

mod actions;
pub(crate) mod compared;
mod next;
pub(crate) mod story;
pub(crate) mod why;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use hansei_app::AppError;
use hansei_app::practice::Practised;
use hansei_method::attempt::Attempt;
use hansei_method::entry::{Entry, Kind, Significance};
use hansei_method::id::EntryId;
use hansei_method::pattern::PatternKey;
use hansei_method::tag::Tag;
use hansei_method::text::Text;
use hansei_store::Kept;
use maud::{Markup, html};
use serde::Deserialize;

use super::flash::{Done, Flash};
use super::frame::{self, Frame};
use super::{day, due, patterns, similar};
use crate::error::WebError;
use crate::extract::{Form, Path, Query};
use crate::page::layout::Here;
use crate::page::parts::{fold, words};
use crate::state::Web;

/// What the page shows beside the entry itself.
pub(crate) struct View<'a> {
    pub(crate) kept: &'a Kept,
    pub(crate) frame: &'a Frame,
    /// The highest number of an attempt at the same goal.
    pub(crate) attempts: u32,
    /// The confirmed patterns that it is in.
    pub(crate) patterns: &'a [(PatternKey, String)],
    /// What of its plan is practised.
    pub(crate) practised: &'a [Practised],
    /// What is wrong with the day to put it off to, or with the reason to open it again.
    pub(crate) wrong: Option<Wrong<'a>>,
}

/// What was typed into one of the forms of this page, and why it was not taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wrong<'a> {
    pub(crate) asking: Asking,
    pub(crate) sentence: &'a str,
    pub(crate) typed: &'a str,
}

impl View<'_> {
    /// Returns what is wrong with this form, when it is this one.
    fn wrong_with(&self, asking: Asking) -> Option<Wrong<'_>> {
        self.wrong.filter(|wrong| wrong.asking == asking)
    }
}

/// The forms of this page that can be filled in wrongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asking {
    PutOff,
    Reopen,
}

/// What the forms of this page send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    version: Option<i64>,
    until: String,
    /// `today` where the person came from there.
    back: String,
    reason: String,
}

/// Serves this page.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/entries/{id}", get(show))
        .route("/entries/{id}/put-off", post(put_off))
        .route("/entries/{id}/reopen", post(reopen))
}

async fn show(
    State(web): State<Web>,
    Path(id): Path<EntryId>,
    Query(flash): Query<Flash>,
) -> Result<Markup, WebError> {
    draw(&web, id, &flash.line(), None).await
}

async fn put_off(
    State(web): State<Web>,
    Path(id): Path<EntryId>,
    Form(sent): Form<Sent>,
) -> Result<Response, WebError> {
    let typed = sent.until.trim();
    let until = match due::until(typed, web.app.now().date()) {
        Ok(until) => until,
        Err(error) => {
            let sentence = frame::sentence(error)?;
            let wrong = Wrong { asking: Asking::PutOff, sentence: &sentence, typed };
            return Ok(frame::refused(draw(&web, id, &html! {}, Some(wrong)).await?));
        }
    };
    match web.app.put_off(id, sent.version, until).await {
        Ok(_) => {}
        Err(AppError::Conflict(sentence)) => {
            let wrong = Wrong { asking: Asking::PutOff, sentence: &sentence, typed };
            return Ok((StatusCode::CONFLICT, draw(&web, id, &html! {}, Some(wrong)).await?).into_response());
        }
        Err(error) => return Err(WebError(error)),
    }
    let done = if until.is_some() { Done::PutOff } else { Done::AskedAgain };
    let place = if sent.back == "today" { "/".to_owned() } else { format!("/entries/{id}") };
    Ok(done.then(&place, Some(id)).into_response())
}

async fn reopen(
    State(web): State<Web>,
    Path(id): Path<EntryId>,
    Form(sent): Form<Sent>,
) -> Result<Response, WebError> {
    let typed = frame::typed(&sent.reason);
    let reason = Text::optional(&typed).map_err(AppError::from);
    let reopened = match reason {
        Ok(reason) => web.app.reopen(id, sent.version, reason.as_ref()).await,
        Err(error) => Err(error),
    };
    match reopened {
        Ok(_) => Ok(Done::Reopened.then(&format!("/entries/{id}"), Some(id)).into_response()),
        Err(error) => {
            let (status, sentence) = match error {
                AppError::Conflict(sentence) => (StatusCode::CONFLICT, sentence),
                error => (StatusCode::UNPROCESSABLE_ENTITY, frame::sentence(error)?),
            };
            let wrong = Wrong { asking: Asking::Reopen, sentence: &sentence, typed: &typed };
            Ok((status, draw(&web, id, &html! {}, Some(wrong)).await?).into_response())
        }
    }
}

async fn draw(web: &Web, id: EntryId, said: &Markup, wrong: Option<Wrong<'_>>) -> Result<Markup, WebError> {
    let frame = Frame::of(web).await?;
    let kept = web.app.entry(id).await?;
    let chain = web.app.attempts(id).await?;
    let numbers = chain.iter().filter_map(|kept| kept.entry.attempt.as_ref()).map(|attempt| attempt.number);
    let attempts = numbers.max().unwrap_or(1);
    // It is one quiet line: where it cannot be read, the entry is shown without it.
    let patterns = web.app.patterns_of(id).await.unwrap_or_default();
    let practised = web.app.practices_planned_in(&[id]).await.unwrap_or_default();
    let view =
        View { kept: &kept, frame: &frame, attempts, patterns: &patterns, practised: &practised, wrong };
    Ok(frame.page(kept.entry.title.as_str(), Here::Log, &html! { (said) (page(&view)) }))
}

fn page(view: &View<'_>) -> Markup {
    let entry = &view.kept.entry;
    html! {
        article.story {
            (heading(entry, view.frame, view.attempts))
            (actions::first(view))
            (story::story(entry, view.practised, view.frame.today()))
            (story::beside(entry, &view.frame.now))
        }
        (patterns::line(view.patterns))
        div.above-5.below-5 { (similar::place(entry.id)) }
        div.noprint { (actions::all(view)) }
    }
}

/// Draws the title with all that says what sort of entry it is.
pub(crate) fn heading(entry: &Entry, frame: &Frame, attempts: u32) -> Markup {
    let today = frame.today();
    html! {
        header.stack.gap-2.below-5 {
            h1.words dir="auto" { (entry.title) }
            p.meta {
                (day::occurred(entry.occurred, today)) ". " (kind(entry.kind)) ". "
                @if let Some(context) = &entry.context { bdi { (context) } ". " }
                @if let Some(attempt) = &entry.attempt { (place(entry, attempt, attempts)) ". " }
                (state(entry, frame))
            }
            (tags(entry))
            @if let Some(body) = &entry.body { div.wrap { (words(body.as_str())) } }
        }
    }
}

/// The most tags that stand open under a title; the rest is folded.
const MOST_TAGS: usize = 12;

fn tags(entry: &Entry) -> Markup {
    let tags: Vec<&Tag> = entry.tags.iter().collect();
    let (few, more) = tags.split_at(tags.len().min(MOST_TAGS));
    let list = |tags: &[&Tag], label: &str| {
        html! {
            ul.row.meta role="list" aria-label=(label) {
                @for tag in tags {
                    li { a href={ "/log?tag=" (frame::encoded(tag.as_str())) } { bdi { (tag) } } }
                }
            }
        }
    };
    html! {
        @if !few.is_empty() { (list(few, "Tags")) }
        @if !more.is_empty() { (fold(&format!("And {} more tags", more.len()), false, &list(more, "More tags"))) }
    }
}

fn place(entry: &Entry, attempt: &Attempt, attempts: u32) -> Markup {
    html! {
        a href={ "/entries/" (entry.id) "/attempts" } {
            "Attempt " (attempt.number) @if attempts > 1 { " of " (attempts) }
        }
    }
}

/// Says how far it has come. A closed review is "recorded": that something was learned shows only in what is done (B01).
fn state(entry: &Entry, frame: &Frame) -> Markup {
    let minutes = entry.review.spent.minutes();
    let stage = entry.review.answers.kind();
    let spent = match minutes {
        0 => String::new(),
        1 => ", 1 minute spent".to_owned(),
        minutes => format!(", {minutes} minutes spent"),
    };
    html! {
        @if let Some(at) = entry.review.answers.finished_at() { "Recorded on " (day::stamp(at, &frame.now)) }
        @else if stage == hansei_method::stage::StageKind::Captured { "Not reviewed" }
        @else { "Review open, " (stage.name()) }
        (spent) "."
    }
}

/// Names what sort of event it was.
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Failure => "Failure",
        Kind::NearMiss => "Near miss",
        Kind::Success => "Success",
        Kind::Mixed => "Some of each",
    }
}

/// Names how deep a review goes, with the time it takes.
pub(crate) fn depth(significance: Significance) -> &'static str {
    match significance {
        Significance::Small => "Small",
        Significance::Ordinary => "Ordinary",
        Significance::Full => "Full",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fixture::{self, lines};
    use super::*;

    fn drawn(entry: Entry, wrong: Option<Wrong<'_>>) -> Markup {
        let (kept, frame) = (fixture::kept(entry), fixture::frame());
        let page =
            page(&View { kept: &kept, frame: &frame, attempts: 3, patterns: &[], practised: &[], wrong });
        fixture::check(&page);
        page
    }

    #[test]
    fn a_line_is_a_title_and_the_way_into_its_review() {
        insta::assert_snapshot!(lines(drawn(fixture::captured(), None)));
    }

    #[test]
    fn a_whole_review_tells_its_story_in_order() {
        insta::assert_snapshot!(lines(drawn(fixture::whole(), None)));
    }

    #[test]
    fn a_question_that_was_passed_over_says_why() {
        let entry = fixture::entry(json!({"title": "x", "occurred": "2026-05-01", "review": {"answers": {
            "skipped": {"intended": "nothing was intended", "happened": "y"}}}}));
        let html = drawn(entry, None).into_string();
        assert!(html.contains("Passed over:") && html.contains("nothing was intended"), "{html}");
    }

    #[test]
    fn no_entry_is_said_to_be_learned() {
        for entry in [fixture::captured(), fixture::whole()] {
            let html = drawn(entry, None).into_string();
            let words = html.replace("learned later", "");
            assert!(!words.to_lowercase().contains("learned"), "{words}");
        }
        assert!(drawn(fixture::whole(), None).into_string().contains("Recorded on Wed 1 Apr"));
    }

    #[test]
    fn a_review_without_a_factor_of_its_own_says_so() {
        let entry = fixture::entry(json!({"title": "x", "occurred": "2026-05-01", "review": {"answers": {
            "skipped": {"intended": "a", "happened": "b", "next": "c"},
            "why": {"factors": [{"statement": "the weather", "control": "outside"}]},
            "finished_at": "2026-05-02T08:00:00Z"}}}));
        assert!(drawn(entry, None).into_string().contains("Nothing here was sorted as mine"));
    }

    #[test]
    fn a_wrong_day_is_said_at_its_field() {
        let html = drawn(
            fixture::captured(),
            Some(Wrong { asking: Asking::PutOff, sentence: "this is not a day", typed: "soon" }),
        )
        .into_string();
        assert!(html.contains(r#"aria-describedby="f-until-wrong""#), "{html}");
        assert!(html.contains("<details open") && html.contains("value=\"soon\""), "{html}");
    }

    #[test]
    fn of_many_tags_the_first_few_stand_open_and_all_lead_to_their_entries() {
        let many: Vec<String> = (10..60).map(|at| format!("tag {at}")).collect();
        let entry = fixture::entry(json!({"title": "Late", "occurred": "2026-05-01", "tags": many}));
        let html = drawn(entry, None).into_string();
        let (open, folded) = html.split_once("<summary>And 38 more tags</summary>").unwrap();
        let links = |html: &str| html.matches("href=\"/log?tag=").count();
        assert_eq!((links(open), links(folded)), (12, 38));
    }

    #[test]
    fn hostile_words_stay_words() {
        assert!(drawn(fixture::hostile(), None).into_string().contains("&lt;script&gt;"));
    }
}
