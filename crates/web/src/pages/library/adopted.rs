//! Adopted lessons: one's own words about somebody else's failure, each with where it came from.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hansei_app::AppError;
use hansei_app::practice::Practised;
use hansei_method::adoption::{Adoption, Provenance};
use hansei_method::id::AdoptionId;
use hansei_method::practice::Subject;
use hansei_store::KeptAdoption;
use maud::{Markup, html};
use serde::Deserialize;

use super::{adopting, outward, shown};
use crate::error::WebError;
use crate::extract::{Form as Fields, Path, Query};
use crate::forms::{Form, Wrongs};
use crate::page::layout::Here;
use crate::page::parts::{
    Button, Confirm, Plan, Size, act, check_these, empty, head, section, words, words_in,
};
use crate::pages::flash::{Done, Flash};
use crate::pages::frame::{self, Frame};
use crate::pages::practice::said;
use crate::state::Web;

/// The version that the person saw.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Seen {
    version: Option<i64>,
}

/// What the page that writes a lesson anew shows.
struct View<'a> {
    kept: &'a KeptAdoption,
    form: &'a Form,
    wrong: &'a Wrongs,
    /// What stands there now, where somebody else was faster.
    theirs: Option<&'a Form>,
}

/// Serves these pages.
pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/library/adopted", get(show))
        .route("/library/adopted/{id}", get(edit).post(keep))
        .route("/library/adopted/{id}/remove", post(remove))
        .route("/library/adopted/{id}/take-back", post(take_back))
        .route("/library/adopted/{id}/erase", get(sure).post(erase))
}

/// Writes the address of an adopted lesson in the list of all.
pub(crate) fn address(id: AdoptionId) -> String {
    format!("/library/adopted#a-{id}")
}

async fn show(State(web): State<Web>, Query(flash): Query<Flash>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let (adopted, removed) = (web.app.adoptions().await?, web.app.removed_adoptions().await?);
    // It is one quiet line: where it cannot be read, the lessons are shown without it.
    let practised = web.app.practices_adopted().await.unwrap_or_default();
    let main = html! { (flash.line()) (page(&adopted, &removed, &practised)) };
    Ok(frame.page("Adopted lessons", Here::Library, &main))
}

async fn edit(State(web): State<Web>, Path(id): Path<AdoptionId>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let kept = web.app.adoption(id).await?;
    let form = adopting::as_form(&kept.adoption);
    let view = View { kept: &kept, form: &form, wrong: &Wrongs::default(), theirs: None };
    Ok(frame.page("Adopted lesson", Here::Library, &anew(&view)))
}

async fn keep(State(web): State<Web>, Path(id): Path<AdoptionId>, form: Form) -> Result<Response, WebError> {
    let mut wrong = Wrongs::default();
    let mut kept = web.app.adoption(id).await?;
    let version: Option<i64> = form.get("version").parse().ok();
    if let Some(adopt) = adopting::read(&form, Some(&kept.adoption.commitment), &mut wrong) {
        match web.app.change_adoption(id, version, adopt).await {
            Ok(_) => return Ok(Done::AdoptedAnew.to_adopted("/library/adopted", id).into_response()),
            Err(AppError::Conflict(_)) => return conflict(&web, id, &form).await,
            Err(error) => wrong.add("conditions", "", frame::sentence(error)?),
        }
    }
    // What was typed was begun on the version that the page showed, whatever there is by now.
    kept.version = version.unwrap_or(kept.version);
    let frame = Frame::of(&web).await?;
    let view = View { kept: &kept, form: &form, wrong: &wrong, theirs: None };
    Ok(frame::refused(frame.page("Adopted lesson", Here::Library, &anew(&view))))
}

/// Shows what was typed beside what somebody else has kept in the meantime; keeping it again decides.
async fn conflict(web: &Web, id: AdoptionId, form: &Form) -> Result<Response, WebError> {
    let frame = Frame::of(web).await?;
    let kept = web.app.adoption(id).await?;
    let theirs = adopting::as_form(&kept.adoption);
    let view = View { kept: &kept, form, wrong: &Wrongs::default(), theirs: Some(&theirs) };
    let page = frame.page("Adopted lesson", Here::Library, &anew(&view));
    Ok((StatusCode::CONFLICT, page).into_response())
}

async fn remove(
    State(web): State<Web>,
    Path(id): Path<AdoptionId>,
    Fields(seen): Fields<Seen>,
) -> Result<Redirect, WebError> {
    web.app.remove_adoption(id, seen.version).await?;
    Ok(Done::AdoptedRemoved.to_adopted("/library/adopted", id))
}

async fn take_back(State(web): State<Web>, Path(id): Path<AdoptionId>) -> Result<Redirect, WebError> {
    web.app.take_back_adoption(id, None).await?;
    Ok(Done::AdoptedBack.to_adopted("/library/adopted", id))
}

async fn sure(State(web): State<Web>, Path(id): Path<AdoptionId>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let kept = web.app.adoption_or_removed(id).await?;
    let copies = web.app.copies(web.home.backups.as_deref());
    Ok(frame.page("Erase for good?", Here::Library, &confirm(&kept.adoption, &copies)))
}

async fn erase(State(web): State<Web>, Path(id): Path<AdoptionId>) -> Result<Redirect, WebError> {
    web.app.erase_adoption(id, None).await?;
    Ok(Done::Erased.then("/library/adopted", None))
}

fn page(adopted: &[KeptAdoption], removed: &[KeptAdoption], practised: &[Practised]) -> Markup {
    html! {
        (head("Adopted lessons", None))
        @if adopted.is_empty() {
            (empty("Nothing is adopted yet. Find a case that shares conditions with your work, and take one thing from it.",
                Some(Button::plain("To the library").href("/library"))))
        } @else {
            p.lede.below-5 { "Taken from what others told, in your own words. Each begins as new, like a lesson of your own." }
            ol.list role="list" { @for kept in adopted { li #{ "a-" (kept.adoption.id) } { (one(kept, practised)) } } }
        }
        @if !removed.is_empty() {
            (section("removed", "Removed", "They stay here until you take them back or erase them.", &html! {
                ol.list role="list" { @for kept in removed { (gone(&kept.adoption)) } }
            }))
        }
    }
}

fn one(kept: &KeptAdoption, practised: &[Practised]) -> Markup {
    let Adoption { id, from, conditions, difference, lesson, commitment } = &kept.adoption;
    let at = format!("/library/adopted/{id}");
    let version = kept.version.to_string();
    html! {
        (words_in(Size::Large, lesson.as_str()))
        (Plan::IfThen { cue: commitment.cue_after_if(), act: commitment.act_after_i_will() })
        @if !conditions.is_empty() {
            p.meta { "True here too" }
            ul.stack.gap-1 role="list" { @for condition in conditions { li.words.sm dir="auto" { (condition) } } }
        }
        @if let Some(difference) = difference {
            p.meta { "Different here" }
            p.words.sm dir="auto" { (difference) }
        }
        p.meta { (origin(from)) }
        @if let Some(it) = practised.iter().find(|it| it.practice.about == Subject::Adoption(*id)) { (said::line(it)) }
        div.row {
            (Button::plain("Edit").small().href(&at).about(lesson.as_str()))
            (act(&format!("{at}/remove"), &[("version", &version)], Button::quiet("Remove").small().about(lesson.as_str())))
        }
    }
}

fn gone(adoption: &Adoption) -> Markup {
    let (at, lesson) = (format!("/library/adopted/{}", adoption.id), adoption.lesson.as_str());
    html! {
        li.side {
            div { (words(lesson)) p.meta { (origin(&adoption.from)) } }
            div.row {
                (act(&format!("{at}/take-back"), &[], Button::plain("Take back").about(lesson)))
                (Button::quiet("Erase for good…").href(&format!("{at}/erase")).about(lesson))
            }
        }
    }
}

fn confirm(adoption: &Adoption, copies: &[String]) -> Markup {
    let here =
        if copies.is_empty() { String::new() } else { format!(" Here that is: {}.", copies.join(", ")) };
    let sentence = format!(
        "What you wrote with it goes with it. Nothing brings it back; the case it was taken from stays. Copies that were \
         made before, such as backups and exports, still hold it.{here}"
    );
    html! {
        (Confirm {
            question: "Erase this adopted lesson for good?",
            sentence: &sentence,
            words: adoption.lesson.as_str(),
            action: &format!("/library/adopted/{}/erase", adoption.id),
            hidden: &[],
            verb: "Erase it for good",
            back: "/library/adopted",
        })
    }
}

/// Says where an adopted lesson comes from; it knows so by itself, also when the collection was taken away.
pub(crate) fn origin(from: &Provenance) -> Markup {
    html! {
        "From " a href=(shown::address(from.collection, from.key.as_str())) { bdi { (from.title) } }
        ", " bdi { (from.collection_name) } "."
        @if let Some(source) = &from.source { " Told by " bdi { (source) } "." }
        @if let Some(licence) = &from.licence { " Licence: " bdi { (licence) } "." }
        @if let Some(link) = &from.link { " " (outward(link.as_str())) }
    }
}

fn anew(view: &View<'_>) -> Markup {
    let listed = view.wrong.listed();
    let listed: Vec<(&str, &str)> = listed.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    html! {
        (head("Adopted lesson", None))
        p.meta.below-5 { (origin(&view.kept.adoption.from)) }
        (check_these(&listed))
        @if let Some(theirs) = view.theirs { (differences(view.form, theirs)) }
        form.stack.wrap method="post" action={ "/library/adopted/" (view.kept.adoption.id) } {
            input type="hidden" name="version" value=(view.kept.version);
            (adopting::fields(view.form, view.wrong))
            div.onward {
                (Button::go("Keep it").hint("Ctrl Enter"))
                (Button::quiet("Leave it as it is").href(&address(view.kept.adoption.id)))
            }
        }
    }
}

/// Shows what stands there now for every field that is not as it was typed.
fn differences(mine: &Form, theirs: &Form) -> Markup {
    html! {
        div.check-these role="alert" tabindex="-1" data-focus-first {
            h2 { "This lesson was changed somewhere else while you were writing" }
            p { "What you typed is below. Here is what stands there now; keeping it puts yours in its place." }
            dl.slots {
                @for (name, label) in adopting::FIELDS.iter().filter(|(name, _)| mine.get(name) != theirs.get(name)) {
                    dt { (label) }
                    dd { @if theirs.get(name).is_empty() { span.soft { "nothing" } } @else { (words(theirs.get(name))) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::fixture::{self, lines};

    fn drawn(adopted: &[KeptAdoption], removed: &[KeptAdoption]) -> Markup {
        let page = page(adopted, removed, &[]);
        fixture::check(&page);
        page
    }

    #[test]
    fn nothing_adopted_is_a_sentence_that_says_how_it_begins() {
        insta::assert_snapshot!(lines(drawn(&[], &[])));
    }

    #[test]
    fn an_adopted_lesson_stands_with_its_plan_and_where_it_came_from() {
        insta::assert_snapshot!(lines(drawn(&[fixture::kept_adoption()], &[])));
    }

    #[test]
    fn a_removed_lesson_can_be_taken_back_or_erased() {
        insta::assert_snapshot!(lines(drawn(&[], &[fixture::kept_adoption()])));
    }

    #[test]
    fn erasing_asks_once_and_says_what_stays() {
        let adoption = fixture::hostile_adoption().adoption;
        let page = confirm(&adoption, &["2 backups in /home/brid/backups".to_owned()]);
        fixture::check(&page);
        insta::assert_snapshot!(lines(page));
    }

    #[test]
    fn hostile_words_stay_words() {
        let html = drawn(&[fixture::hostile_adoption()], &[fixture::hostile_adoption()]).into_string();
        assert!(html.contains("&lt;script&gt;") && !html.contains("href=\"javascript"), "{html}");
    }

    #[test]
    fn what_somebody_else_kept_in_the_meantime_stands_beside_what_was_typed() {
        let kept = fixture::kept_adoption();
        let theirs = adopting::as_form(&kept.adoption);
        let mut form = theirs.clone();
        form.set("lesson", "Mine, in other words");
        let page = anew(&View { kept: &kept, form: &form, wrong: &Wrongs::default(), theirs: Some(&theirs) });
        fixture::check(&page);
        let html = page.into_string();
        assert!(html.contains("changed somewhere else") && html.contains("Mine, in other words"), "{html}");
        assert_eq!(html.matches("<dt>").count(), 1, "{html}");
    }
}
