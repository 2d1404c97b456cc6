//! A failure that somebody told, written down: one's own words about what is somebody else's.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hansei_app::library::Heard;
use hansei_method::case::{MOST_LABELS, Part};
use hansei_method::text::Line;
use maud::{Markup, html};

use super::shown;
use crate::error::WebError;
use crate::forms::{Form, Wrongs};
use crate::page::layout::Here;
use crate::page::parts::{Button, Field, check_these, fold, head};
use crate::pages::flash::Done;
use crate::pages::frame::{self, Frame};
use crate::state::Web;

/// What the page shows.
struct View<'a> {
    form: &'a Form,
    wrong: &'a Wrongs,
    /// Names this showing of the form, so that it is kept once.
    key: &'a str,
}

/// Serves this page.
pub(super) fn routes() -> Router<Web> {
    Router::new().route("/library/tell", get(show).post(keep))
}

async fn show(State(web): State<Web>) -> Result<Markup, WebError> {
    draw(&web, &Form::default(), &Wrongs::default()).await
}

async fn keep(State(web): State<Web>, form: Form) -> Result<Response, WebError> {
    let mut wrong = Wrongs::sent_at(web.app.now());
    if let Some(heard) = read(&form, &mut wrong) {
        let app = frame::once(&web, "tell", form.get("key"), &[&form.encoded()])?;
        match app.write_down(heard).await {
            Ok(told) => {
                let address = shown::address(told.collection.id, told.case.key.as_str());
                return Ok(Done::ToldToMe.then(&address, None).into_response());
            }
            Err(error) => wrong.add("title", "", frame::sentence(error)?),
        }
    }
    Ok(frame::refused(draw(&web, &form, &wrong).await?))
}

async fn draw(web: &Web, form: &Form, wrong: &Wrongs) -> Result<Markup, WebError> {
    let frame = Frame::of(web).await?;
    let key = web.app.new_id().to_string();
    let view = View { form, wrong, key: &key };
    Ok(frame.page("Write down one I heard", Here::Library, &page(&view)))
}

fn read(form: &Form, wrong: &mut Wrongs) -> Option<Heard> {
    let title = match form.get("title").trim() {
        "" => {
            wrong.add("title", "", "say in one line what went wrong");
            None
        }
        typed => wrong.fact("title", "", typed),
    };
    let mut text = |name: &str| wrong.text(name, "", form.get(name));
    let (intended, happened, why) = (text("intended"), text("happened"), text("why"));
    let (response, change, lesson) = (text("response"), text("change"), text("lesson"));
    let occurred = match form.get("occurred").trim() {
        "" => None,
        typed => wrong.moment("occurred", "", typed),
    };
    let link = wrong.line("link", "", form.get("link"));
    let labels = labels(form.get("labels"), wrong);
    let title = title.filter(|_| wrong.is_empty())?;
    Some(Heard { title, intended, happened, why, response, change, lesson, occurred, link, labels })
}

fn labels(typed: &str, wrong: &mut Wrongs) -> Vec<Line> {
    let labels: Vec<Line> =
        typed.split(',').filter_map(|label| wrong.line("labels", "", label.trim())).collect();
    if labels.len() > MOST_LABELS {
        wrong.add(
            "labels",
            "",
            format!("{} labels are too many; keep the {MOST_LABELS} that say most", labels.len()),
        );
    }
    labels
}

fn page(view: &View<'_>) -> Markup {
    let listed = view.wrong.listed();
    let listed: Vec<(&str, &str)> = listed.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    html! {
        (head("Write down one I heard", None))
        p.lede.below-5 {
            "What somebody told you stays in your library, in the collection “Told to me”. Leave out names and what was said in confidence."
        }
        (check_these(&listed))
        form.stack.gap-5.wrap method="post" action="/library/tell" {
            input type="hidden" name="key" value=(view.key);
            (fields(view))
            div.onward {
                (Button::go("Keep it").hint("Ctrl Enter"))
                (Button::quiet("Back to the library").href("/library"))
            }
        }
    }
}

fn fields(view: &View<'_>) -> Markup {
    let filled = |field: Field<'_>, name: &str| html! { (field.value(view.form.get(name)).error(view.wrong.at(name))) };
    let part = |part: Part, name: &str, rows: u16, hint: &str| {
        let field = Field::area(name, part.heading(), rows);
        filled(if hint.is_empty() { field } else { field.hint(hint) }, name)
    };
    let rest = ["intended", "why", "occurred", "link", "labels"];
    let is_open = rest.iter().any(|name| !view.form.get(name).is_empty());
    html! {
        (filled(Field::line("title", "What went wrong, in one line").required(), "title"))
        (part(Part::Happened, "happened", 4, ""))
        (part(Part::Response, "response", 2, "What they did while it happened or right after."))
        (part(Part::Change, "change", 2, "What they do otherwise since then."))
        (part(Part::Lesson, "lesson", 2, "As they put it."))
        (fold("More, if you know it", is_open, &html! {
            div.stack.gap-5 {
                (part(Part::Intended, "intended", 2, ""))
                (part(Part::Why, "why", 2, "As they see it."))
                (filled(Field::fact("occurred", "When it happened").hint("A day or as much as is known: “2026-03-02”, “last friday”."), "occurred"))
                (filled(Field::fact("link", "Where it can be read").hint("An address, if there is one."), "link"))
                (filled(Field::line("labels", "Labels").hint("Words to find it by, with commas between them."), "labels"))
            }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::fixture::{self, lines};

    fn drawn(form: &Form) -> Markup {
        let mut wrong = Wrongs::default();
        if form != &Form::default() {
            read(form, &mut wrong);
        }
        let page = page(&View { form, wrong: &wrong, key: "k1" });
        fixture::check(&page);
        page
    }

    #[test]
    fn it_asks_how_they_responded_and_what_they_changed_and_folds_the_rest() {
        insta::assert_snapshot!(lines(drawn(&Form::default())));
    }

    #[test]
    fn a_refused_form_keeps_everything_that_was_typed_in_view() {
        let form = Form::parse("happened=h&why=w&occurred=nonsense&labels=a,b").unwrap();
        let html = drawn(&form).into_string();
        for typed in
            [">\nh</textarea>", ">\nw</textarea>", "value=\"nonsense\"", "value=\"a,b\"", "<details open"]
        {
            assert!(html.contains(typed), "{typed} in {html}");
        }
        assert!(html.contains("2 things to change"), "{html}");
    }

    #[test]
    fn labels_are_taken_apart_at_commas_and_too_many_are_refused() {
        let mut wrong = Wrongs::default();
        let read = labels(" Kitchen, heat ,,", &mut wrong);
        assert_eq!(read.iter().map(Line::as_str).collect::<Vec<_>>(), ["Kitchen", "heat"]);
        labels(&"a,".repeat(51), &mut wrong);
        assert!(wrong.at("labels").unwrap().starts_with("51 labels are too many"));
    }
}
