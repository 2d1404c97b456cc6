//! A lesson that comes back as a question on Today: still true, to be practised, or done with.

use axum::Router;
use axum::extract::State;
use axum::response::Redirect;
use axum::routing::post;
use hansei_method::id::EntryId;
use hansei_method::standing::Said;
use hansei_store::Listed;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::day;
use super::flash::Done;
use crate::error::WebError;
use crate::extract::{Form, Path};
use crate::page::parts::{Button, section};
use crate::state::Web;

/// What the buttons send.
#[derive(Debug, Deserialize)]
struct Sent {
    said: Said,
    version: Option<i64>,
}

/// Serves what the question sends.
pub fn routes() -> Router<Web> {
    Router::new().route("/entries/{id}/lesson", post(say)).route("/lesson/later", post(later))
}

async fn say(
    State(web): State<Web>,
    Path(id): Path<EntryId>,
    Form(sent): Form<Sent>,
) -> Result<Redirect, WebError> {
    web.app.say_of_lesson(id, sent.version, sent.said).await?;
    let done = match sent.said {
        Said::Keep => Done::LessonKept,
        Said::Practise => Done::LessonPractised,
        Said::Retire => Done::LessonRetired,
    };
    Ok(done.then("/", Some(id)))
}

async fn later(State(web): State<Web>) -> Result<Redirect, WebError> {
    web.app.no_more_lessons_today().await?;
    Ok(Redirect::to("/"))
}

/// Draws the question about a lesson.
pub(crate) fn question(line: &Listed, today: Date) -> Markup {
    let lesson = line.record.lesson.as_deref().unwrap_or_default();
    section(
        "lesson",
        "A lesson of yours",
        "Is it still true?",
        &html! {
            blockquote.words.cut dir="auto" { (lesson) }
            p.meta {
                "From " a href={ "/entries/" (line.id) } dir="auto" { (line.title) } ", "
                (day::occurred(line.record.date, today)) "."
            }
            div.row {
                form.row method="post" action={ "/entries/" (line.id) "/lesson" } {
                    input type="hidden" name="version" value=(line.version);
                    (Button::plain("Still true").sends("said", Said::Keep.word()))
                    (Button::plain("I want to practise it").sends("said", Said::Practise.word()))
                    (Button::plain("Retire it").sends("said", Said::Retire.word()))
                }
                form method="post" action="/lesson/later" { (Button::quiet("Not today")) }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, hostile, listed, whole};
    use super::*;

    fn drawn(line: &Listed) -> String {
        let page = question(line, "2026-06-14".parse().unwrap());
        fixture::check(&page);
        page.into_string()
    }

    #[test]
    fn a_lesson_comes_back_as_a_question_with_a_way_to_wave_it_away() {
        insta::assert_snapshot!(drawn(&listed(&whole())));
    }

    #[test]
    fn hostile_words_stay_words() {
        assert!(!drawn(&listed(&hostile())).contains("<script>"));
    }
}
