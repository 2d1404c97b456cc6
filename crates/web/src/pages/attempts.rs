//! Attempts at one goal side by side, the next one, and which earlier lessons apply to it.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hansei_app::{AppError, Saved};
use hansei_method::attempt::{Attempt, EarlierLesson};
use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_method::stage::{Answer, StageKind};
use hansei_method::text::Text;
use hansei_store::Kept;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::day;
use super::entry::compared;
use super::flash::{Done, Flash};
use super::frame::{self, Frame};
use super::question::continued;
use crate::error::WebError;
use crate::extract::{Form, Path, Query};
use crate::page::layout::Here;
use crate::page::parts::{Button, Field, capital, head, meta, section, words};
use crate::state::Web;

/// What starts the next attempt.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Next {
    line: String,
    changed: String,
    /// Names this showing of the form, so that an attempt sent twice is begun once.
    key: String,
}

/// What is said about an earlier lesson.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    version: Option<i64>,
    place: usize,
    applies: String,
}

/// What the page shows.
struct View<'a> {
    kept: &'a Kept,
    chain: &'a [Kept],
    /// The highest number that an attempt at this goal has, those in the trash too.
    given: u32,
    today: Date,
    next: &'a Next,
    key: &'a str,
    wrong: Option<&'a str>,
}

/// Serves this page.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/entries/{id}/attempts", get(show).post(start))
        .route("/entries/{id}/lessons", post(answer))
}

async fn show(
    State(web): State<Web>,
    Path(id): Path<EntryId>,
    Query(flash): Query<Flash>,
) -> Result<Markup, WebError> {
    draw(&web, id, &Next::default(), None, &flash.line()).await
}

async fn start(
    State(web): State<Web>,
    Path(id): Path<EntryId>,
    Form(next): Form<Next>,
) -> Result<Response, WebError> {
    let next = Next { line: frame::typed(&next.line), changed: frame::typed(&next.changed), ..next };
    match begin(&web, id, &next).await {
        Ok(saved) => {
            Ok(Done::Attempt.then(&format!("/entries/{}/attempts", saved.id), Some(saved.id)).into_response())
        }
        Err(error) => {
            let sentence = frame::sentence(error)?;
            Ok(frame::refused(draw(&web, id, &next, Some(&sentence), &html! {}).await?))
        }
    }
}

async fn begin(web: &Web, id: EntryId, next: &Next) -> Result<Saved, AppError> {
    let changed = Text::optional(&next.changed)?;
    let app = frame::once(web, "attempt", &next.key, &[&id.to_string(), &next.line, &next.changed])?;
    app.attempt_again(id, None, &next.line, changed).await
}

async fn answer(
    State(web): State<Web>,
    Path(id): Path<EntryId>,
    Form(said): Form<Said>,
) -> Result<Redirect, WebError> {
    let applies = match said.applies.as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    web.app.lesson_applies(id, said.version, said.place, applies).await?;
    Ok(Done::Lesson.then(&format!("/entries/{id}/attempts#lessons"), Some(id)))
}

async fn draw(
    web: &Web,
    id: EntryId,
    next: &Next,
    wrong: Option<&str>,
    said: &Markup,
) -> Result<Markup, WebError> {
    let frame = Frame::of(web).await?;
    let kept = web.app.entry(id).await?;
    let chain = web.app.attempts(id).await?;
    let given = web.app.last_attempt_number(id).await?;
    let key = web.app.new_id().to_string();
    let view = View { kept: &kept, chain: &chain, given, today: frame.today(), next, key: &key, wrong };
    Ok(frame.wide("Attempts", Here::Log, &html! { (said) (page(&view)) }))
}

fn page(view: &View<'_>) -> Markup {
    let lessons = view.kept.entry.attempt.as_ref().map_or(&[][..], |attempt| &attempt.lessons);
    html! {
        (head("Attempts at one goal", None))
        (asked(view, lessons))
        div.cols.attempts.below-5 { @for (at, kept) in view.chain.iter().enumerate() { (one(kept, at, view)) } }
        (another(view))
    }
}

/// Asks of each earlier lesson whether it applies this time.
fn asked(view: &View<'_>, lessons: &[EarlierLesson]) -> Markup {
    if lessons.is_empty() {
        return html! {};
    }
    let id = view.kept.entry.id;
    let number = view.kept.entry.attempt.as_ref().map_or(1, |attempt| attempt.number);
    let heading = format!("Before attempt {number}");
    section(
        "lessons",
        &heading,
        "What you wrote in the attempts before. Does it apply this time?",
        &html! {
            ol.list role="list" {
                @for (place, lesson) in lessons.iter().enumerate() {
                    li.side {
                        div { (words(lesson.lesson.as_str())) p.meta { a href={ "/entries/" (lesson.from) } { "Where it comes from" } ". " (applies(lesson)) } }
                        form.row method="post" action={ "/entries/" (id) "/lessons" } {
                            input type="hidden" name="version" value=(view.kept.version);
                            input type="hidden" name="place" value=(place);
                            (choice(lesson, Some(true), "It applies", "yes"))
                            (choice(lesson, Some(false), "It does not", "no"))
                            @if lesson.applies.is_some() { (Button::quiet("Leave it open").small().sends("applies", "").about(lesson.lesson.as_str())) }
                        }
                    }
                }
            }
            @if view.kept.entry.review.answers.kind() != StageKind::Done {
                div { (Button::go("Go on to its review").href(&continued(id, view.kept.entry.review.answers.kind()))) }
            }
        },
    )
}

fn choice(lesson: &EarlierLesson, this: Option<bool>, label: &str, word: &str) -> Markup {
    html! {
        @if lesson.applies != this { (Button::plain(label).small().sends("applies", word).about(lesson.lesson.as_str())) }
    }
}

fn applies(lesson: &EarlierLesson) -> &'static str {
    match lesson.applies {
        Some(true) => "It applies.",
        Some(false) => "It does not apply this time.",
        None => "Not said yet.",
    }
}

fn one(kept: &Kept, at: usize, view: &View<'_>) -> Markup {
    let entry = &kept.entry;
    let number = entry.attempt.as_ref().map_or(at + 1, |attempt| attempt.number as usize);
    let changed = entry.attempt.as_ref().and_then(|attempt| attempt.changed.as_ref());
    let answers = &entry.review.answers;
    html! {
        article.bin aria-labelledby={ "attempt-" (at) } {
            h2 #{ "attempt-" (at) } { "Attempt " (number) }
            p.meta { (day::occurred(entry.occurred, view.today)) @if entry.id == view.kept.entry.id { ", this entry" } }
            a.words href={ "/entries/" (entry.id) } dir="auto" { (entry.title) }
            (named("Changed this time", changed.map(Text::as_str)))
            (named("Intended", answers.intended().and_then(Answer::given).and_then(|intention| intention.statement.as_ref()).map(Text::as_str)))
            (came(entry, view.today))
            (named("Lesson", entry.plan().and_then(|plan| plan.lesson.as_ref()).map(Text::as_str)))
            @if let Some(choice) = entry.plan().and_then(|plan| plan.choice.as_ref()) {
                (named(&format!("Then: {}", choice.way.name()), Some(choice.reason.as_str())))
            }
        }
    }
}

/// Says what came of the targets, a line each.
fn came(entry: &Entry, today: Date) -> Markup {
    let intention = entry.review.answers.intended().and_then(Answer::given);
    let Some(account) = entry.review.answers.happened().and_then(Answer::given) else {
        return named("What came", None);
    };
    let rows = compared::rows(intention, account, today);
    html! {
        @if !rows.is_empty() {
            div {
                (meta("What came"))
                ul role="list" {
                    @for row in &rows {
                        @let row = row.drawn();
                        li.words.sm.cut { bdi { (row.of) } ": " bdi { (row.actual.unwrap_or("not known")) } @if !row.difference.is_empty() { " " span.meta { (capital(row.difference)) } } }
                    }
                }
            }
        }
    }
}

fn named(name: &str, words: Option<&str>) -> Markup {
    html! { @if let Some(words) = words { div { (meta(name)) p.words.sm.cut dir="auto" { (words) } } } }
}

/// Offers the next attempt, with what the earlier ones taught in view.
fn another(view: &View<'_>) -> Markup {
    let entries: Vec<Entry> = view.chain.iter().map(|kept| kept.entry.clone()).collect();
    let next = Attempt::following(&entries, view.given);
    let lessons = next.as_ref().map_or(&[][..], |attempt| &attempt.lessons);
    let number = next.as_ref().map_or(1, |attempt| attempt.number);
    let button = format!("Start attempt {number}");
    let heading = format!("Attempt {number}");
    section(
        "another",
        &heading,
        "A new entry with the same intention. You will be asked which of these lessons apply.",
        &html! {
            @if lessons.is_empty() { (meta("No lesson is written in the attempts so far.")) }
            @else { ul.stack.gap-2.wrap role="list" { @for lesson in lessons { li { (words(lesson.lesson.as_str())) } } } }
            form.stack.wrap method="post" action={ "/entries/" (view.kept.entry.id) "/attempts" } {
                input type="hidden" name="key" value=(view.key);
                (Field::area("line", "What is being tried, in one line", 1).value(&view.next.line).error(view.wrong).required())
                (Field::area("changed", "What is changed this time?", 2).value(&view.next.changed)
                    .hint("One change at a time tells most about what made the difference."))
                div { (Button::plain(&button)) }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fixture::{self, lines};
    use super::*;

    fn drawn(kept: &Kept, chain: &[Kept], wrong: Option<&str>) -> Markup {
        let next =
            Next { line: "a second try".to_owned(), changed: fixture::HOSTILE.to_owned(), ..Next::default() };
        let today = fixture::frame().today();
        let page = page(&View { kept, chain, given: 0, today, next: &next, key: "k1", wrong });
        fixture::check(&page);
        page
    }

    #[test]
    fn an_only_attempt_offers_the_second() {
        let kept = fixture::kept(fixture::captured());
        insta::assert_snapshot!(lines(drawn(&kept, std::slice::from_ref(&kept), None)));
    }

    #[test]
    fn attempts_stand_side_by_side_and_earlier_lessons_are_asked_about() {
        let first = fixture::kept(fixture::entry(
            json!({"id": "11111111-7d0f-4d0c-9a3e-1b2f0d3c4e5a", "title": "First try", "occurred": "2026-01-05"}),
        ));
        let second = fixture::kept(fixture::whole());
        insta::assert_snapshot!(lines(drawn(
            &second,
            &[first, second.clone()],
            Some("there is nothing to keep yet")
        )));
    }

    #[test]
    fn hostile_words_stay_words() {
        let kept = fixture::kept(fixture::hostile());
        let html = drawn(&kept, std::slice::from_ref(&kept), None).into_string();
        assert!(html.contains("&lt;script&gt;"));
    }
}
