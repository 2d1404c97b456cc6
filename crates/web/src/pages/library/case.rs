//! One case: what others tell of a failure, part by part, and the way from it to a lesson of one's own.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hansei_app::library::ToldCase;
use hansei_app::similar::{FEW, Similar};
use hansei_method::id::CollectionId;
use hansei_store::KeptAdoption;
use jiff::civil::Date;
use maud::{Markup, html};

use super::{adopted, adopting, collection_address, outward, shown};
use crate::error::WebError;
use crate::extract::{Path, Query};
use crate::forms::{Form, Wrongs};
use crate::page::layout::Here;
use crate::page::parts::{Button, check_these, fold, theirs_told, words};
use crate::pages::day;
use crate::pages::flash::{Done, Flash};
use crate::pages::frame::{self, Frame};
use crate::pages::similar::like;
use crate::state::Web;

/// How much of a case is compared with one's own entries, in bytes: what it is about stands in its first pages.
const MOST_COMPARED: usize = 20_000;

/// What the page shows.
struct View<'a> {
    told: &'a ToldCase,
    adopted: &'a [KeptAdoption],
    similar: &'a [Similar],
    today: Date,
    form: &'a Form,
    wrong: &'a Wrongs,
    /// Names this showing of the form, so that it is kept once.
    key: &'a str,
}

/// Serves this page.
pub(super) fn routes() -> Router<Web> {
    Router::new().route("/library/{collection}/{key}", get(show).post(adopt))
}

async fn show(
    State(web): State<Web>,
    Path((collection, key)): Path<(CollectionId, String)>,
    Query(flash): Query<Flash>,
) -> Result<Markup, WebError> {
    let said = match flash.done() {
        Some(Done::Adopted) => flash.line_and(&html! { a href="/library/adopted" { "All adopted lessons" } }),
        _ => flash.line(),
    };
    draw(&web, collection, &key, &said, &Form::default(), &Wrongs::default()).await
}

async fn adopt(
    State(web): State<Web>,
    Path((collection, key)): Path<(CollectionId, String)>,
    form: Form,
) -> Result<Response, WebError> {
    let mut wrong = Wrongs::default();
    if let Some(adopt) = adopting::read(&form, None, &mut wrong) {
        let said = [collection.to_string(), key.clone(), form.encoded()];
        let app = frame::once(&web, "adopt", form.get("key"), &said.each_ref().map(String::as_str))?;
        match app.adopt(collection, &key, adopt).await {
            Ok(saved) => {
                return Ok(Done::Adopted
                    .to_adopted(&shown::address(collection, &key), saved.id)
                    .into_response());
            }
            Err(error) => wrong.add("conditions", "", frame::sentence(error)?),
        }
    }
    Ok(frame::refused(draw(&web, collection, &key, &html! {}, &form, &wrong).await?))
}

async fn draw(
    web: &Web,
    collection: CollectionId,
    key: &str,
    said: &Markup,
    form: &Form,
    wrong: &Wrongs,
) -> Result<Markup, WebError> {
    let frame = Frame::of(web).await?;
    let told = web.app.case(collection, key).await?;
    let mut adopted = web.app.adoptions().await?;
    adopted
        .retain(|kept| kept.adoption.from.collection == collection && kept.adoption.from.key.as_str() == key);
    // What is like it is a courtesy: the case is shown without.
    let similar = web.app.similar_to_text(&beginning(&told), true, FEW).await.unwrap_or_default();
    let view = View {
        told: &told,
        adopted: &adopted,
        similar: &similar,
        today: frame.today(),
        form,
        wrong,
        key: &web.app.new_id().to_string(),
    };
    Ok(frame.page(told.case.title.as_str(), Here::Library, &html! { (said) (page(&view)) }))
}

fn beginning(told: &ToldCase) -> String {
    let mut text = told.case.whole_text();
    let end = (0..=MOST_COMPARED.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    text.truncate(end.unwrap_or_default());
    text
}

fn page(view: &View<'_>) -> Markup {
    let case = &view.told.case;
    html! {
        article {
            (heading(view.told))
            div.told {
                @for (at, (part, text)) in case.told().into_iter().enumerate() {
                    section.stack.gap-3 aria-labelledby={ "part-" (at) } {
                        h2 #{ "part-" (at) } { (part.heading()) }
                        (theirs_told(text.as_str()))
                    }
                }
                @if case.told().is_empty() { p.soft { "No more than this is told here." @if case.web_link().is_some() { " The full account is behind the link." } } }
            }
            p.meta.wrap.above-5.below-5 {
                "It is known because it went wrong. Where the same was done and nothing happened, nobody wrote it down."
            }
        }
        (already(view))
        (adoption(view))
        (similar(view))
    }
}

fn heading(told: &ToldCase) -> Markup {
    let ToldCase { case, collection } = told;
    html! {
        header.stack.gap-2.below-5 {
            h1.theirs dir="auto" { (case.title) }
            p.meta {
                "Somebody else’s. "
                @if let Some(occurred) = case.occurred { (day::dated(occurred.date())) ". " }
                a href=(collection_address(collection.id)) { bdi { (collection.name) } } "."
                @if let Some(source) = &collection.source { " Told by " bdi { (source) } "." }
                @match &collection.licence {
                    Some(licence) => { " Licence: " bdi { (licence) } "." },
                    None => " No licence is written down.",
                }
            }
            @if let Some(link) = &case.link { p.meta { "The full account: " (outward(link.as_str())) } }
            @if !case.labels.is_empty() {
                ul.row.meta role="list" aria-label="Labels" { @for label in &case.labels { li { bdi { (label) } } } }
            }
        }
    }
}

fn already(view: &View<'_>) -> Markup {
    html! {
        @if !view.adopted.is_empty() {
            section.stack.gap-3.below-5 aria-labelledby="adopted-h" {
                h2 #adopted-h { "What you adopted from it" }
                @for kept in view.adopted {
                    div.stack.gap-1 {
                        (words(kept.adoption.lesson.as_str()))
                        p.meta { a href=(adopted::address(kept.adoption.id)) { "Its plan" } }
                    }
                }
            }
        }
    }
}

fn adoption(view: &View<'_>) -> Markup {
    let listed = view.wrong.listed();
    let listed: Vec<(&str, &str)> = listed.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let form = html! {
        form.stack method="post" action=(shown::address(view.told.collection.id, view.told.case.key.as_str())) {
            input type="hidden" name="key" value=(view.key);
            (adopting::fields(view.form, view.wrong))
            div.row {
                (Button::go("Adopt as a lesson").hint("Ctrl Enter"))
                p.meta { "It begins as new, like one of your own, and keeps its source." }
            }
        }
    };
    html! {
        section.card.noprint aria-labelledby="adopt-h" {
            h2 #adopt-h { @if view.adopted.is_empty() { "Take one thing from it" } @else { "Take another thing from it" } }
            (check_these(&listed))
            @if view.adopted.is_empty() || !view.wrong.is_empty() { (form) } @else { (fold("Write it down", false, &form)) }
        }
    }
}

fn similar(view: &View<'_>) -> Markup {
    html! {
        @if !view.similar.is_empty() {
            section.stack.gap-3.above-5 aria-labelledby="own-h" {
                h2 #own-h { "Your own entries that are like it" }
                ol.stack.gap-4 role="list" {
                    @for similar in view.similar { li.stack.gap-2 { (like(similar, view.today)) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::pages::fixture::{self, lines};

    fn drawn(told: &ToldCase, adopted: &[KeptAdoption], form: &Form) -> Markup {
        let mut wrong = Wrongs::default();
        if form != &Form::default() {
            adopting::read(form, None, &mut wrong);
        }
        let line = fixture::listed(&fixture::captured());
        let similar = [Similar { line, shared: vec!["scope".to_owned()], same: None }];
        let today = fixture::frame().today();
        let page = page(&View { told, adopted, similar: &similar, today, form, wrong: &wrong, key: "k1" });
        fixture::check(&page);
        page
    }

    #[test]
    fn a_case_is_told_part_by_part_and_marked_as_somebody_else_s() {
        insta::assert_snapshot!(lines(drawn(&fixture::told(fixture::case()), &[], &Form::default())));
    }

    #[test]
    fn a_case_of_which_only_a_title_is_known_says_so() {
        let told = fixture::told(fixture::case_of(
            json!({"key": "7", "title": "A valve", "link": "https://example.org/7"}),
        ));
        let html = drawn(&told, &[], &Form::default()).into_string();
        assert!(
            html.contains("No more than this is told here. The full account is behind the link."),
            "{html}"
        );
        assert!(html.contains(r#"rel="noopener noreferrer" referrerpolicy="no-referrer""#), "{html}");
    }

    #[test]
    fn what_was_adopted_from_it_is_shown_in_one_s_own_words() {
        let html = drawn(&fixture::told(fixture::case()), &[fixture::kept_adoption()], &Form::default())
            .into_string();
        assert!(
            html.contains("What you adopted from it") && html.contains("Take another thing from it"),
            "{html}"
        );
    }

    #[test]
    fn a_refused_form_keeps_everything_that_was_typed() {
        let form = Form::parse("conditions=one%0Atwo&difference=d&lesson=&cue=c&act=").unwrap();
        let html = drawn(&fixture::told(fixture::case()), &[], &form).into_string();
        for typed in [">\none\ntwo</textarea>", ">\nd</textarea>", ">\nc</textarea>", "2 things to change"] {
            assert!(html.contains(typed), "{typed} in {html}");
        }
    }

    #[test]
    fn hostile_words_stay_words_and_only_addresses_of_the_web_are_links() {
        let html = drawn(&fixture::told(fixture::hostile_case()), &[], &Form::default()).into_string();
        assert!(html.contains("&lt;script&gt;") && !html.contains("href=\"javascript"), "{html}");
    }
}
