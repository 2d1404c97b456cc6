//! What is said about an entry beside its review: title, situation, kind, depth, day, tags.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hansei_app::AppError;
use hansei_app::entry::Details;
use hansei_method::entry::{Entry, Kind, Significance};
use hansei_method::id::EntryId;
use hansei_method::tag::Tag;
use hansei_store::Kept;
use maud::{Markup, html};

use super::entry::{depth, kind};
use super::flash::Done;
use super::frame::{self, Frame};
use crate::error::WebError;
use crate::extract::Path;
use crate::forms::{Form, Wrongs};
use crate::page::layout::Here;
use crate::page::parts::{Button, Field, Pick, Picks, check_these, head, words};
use crate::state::Web;

/// What the page shows.
struct View<'a> {
    id: EntryId,
    version: i64,
    form: &'a Form,
    wrong: &'a Wrongs,
    /// What stands there now, where somebody else was faster.
    theirs: Option<&'a Form>,
}

/// The fields that a person types into, as their name and how they are called where two versions stand side by side.
const FIELDS: [(&str, &str); 9] = [
    ("title", "What happened, in one line"),
    ("occurred", "When it happened"),
    ("body", "Everything else"),
    ("context", "The situation"),
    ("kind", "What it was"),
    ("significance", "How deep the review goes"),
    ("tags", "Tags"),
    ("feeling", "How it felt"),
    ("confidant", "Who I could tell"),
];

/// Serves this page.
pub fn routes() -> Router<Web> {
    Router::new().route("/entries/{id}/details", get(show).post(keep))
}

async fn show(State(web): State<Web>, Path(id): Path<EntryId>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let kept = web.app.entry(id).await?;
    let view = View {
        id,
        version: kept.version,
        form: &as_form(&kept.entry),
        wrong: &Wrongs::default(),
        theirs: None,
    };
    Ok(frame.page("Details", Here::Log, &page(&view)))
}

async fn keep(State(web): State<Web>, Path(id): Path<EntryId>, form: Form) -> Result<Response, WebError> {
    let mut wrong = Wrongs::sent_at(web.app.now());
    let version = form.get("version").parse().ok();
    let details = read(&form, &mut wrong);
    if wrong.is_empty() {
        match web.app.describe(id, version, &details).await {
            Ok(_) => return Ok(Done::Details.then(&format!("/entries/{id}"), Some(id)).into_response()),
            Err(AppError::Conflict(_)) => return conflict(&web, id, &form).await,
            Err(error) => {
                let is_to_come = details.occurred.is_some_and(|day| day.check_past(&web.app.now()).is_err());
                wrong.add(if is_to_come { "occurred" } else { "tags" }, "", frame::sentence(error)?);
            }
        }
    }
    let frame = Frame::of(&web).await?;
    let version = version.unwrap_or_default();
    let view = View { id, version, form: &form, wrong: &wrong, theirs: None };
    Ok(frame::refused(frame.page("Details", Here::Log, &page(&view))))
}

/// Shows what was typed beside what somebody else has kept in the meantime; keeping it again decides.
async fn conflict(web: &Web, id: EntryId, form: &Form) -> Result<Response, WebError> {
    let frame = Frame::of(web).await?;
    let Kept { entry, version, .. } = web.app.entry(id).await?;
    let theirs = as_form(&entry);
    let view = View { id, version, form, wrong: &Wrongs::default(), theirs: Some(&theirs) };
    let page = frame.page("Details", Here::Log, &page(&view));
    Ok((StatusCode::CONFLICT, page).into_response())
}

fn as_form(entry: &Entry) -> Form {
    let tags: Vec<&str> = entry.tags.iter().map(Tag::as_str).collect();
    let mut form = Form::default();
    form.set("title", entry.title.as_str());
    form.set("body", entry.body.as_ref().map_or("", |body| body.as_str()));
    form.set("context", entry.context.as_ref().map_or("", |context| context.as_str()));
    form.set("kind", entry.kind.word());
    form.set("significance", entry.significance.word());
    form.set("occurred", entry.occurred.to_string().replace('T', " "));
    form.set("tags", tags.join(", "));
    form.set("feeling", entry.review.feeling.as_ref().map_or("", |feeling| feeling.as_str()));
    form.set("confidant", entry.review.confidant.as_ref().map_or("", |confidant| confidant.as_str()));
    form
}

fn read(form: &Form, wrong: &mut Wrongs) -> Details {
    let title = wrong.fact("title", "", form.get("title"));
    let tags = wrong.of("tags", "", Tag::list(form.get("tags")));
    Details {
        title,
        body: Some(wrong.text("body", "", form.get("body"))),
        context: Some(wrong.line("context", "", form.get("context"))),
        kind: Kind::from_word(form.get("kind")),
        significance: Significance::from_word(form.get("significance")),
        occurred: wrong.moment("occurred", "", form.get("occurred")),
        tags,
        feeling: Some(wrong.text("feeling", "", form.get("feeling"))),
        confidant: Some(wrong.text("confidant", "", form.get("confidant"))),
    }
}

fn page(view: &View<'_>) -> Markup {
    let listed = view.wrong.listed();
    let listed: Vec<(&str, &str)> = listed.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    html! {
        (head("Details", None))
        (check_these(&listed))
        @if let Some(theirs) = view.theirs { (differences(view.form, theirs)) }
        form.stack.gap-5.wrap method="post" action={ "/entries/" (view.id) "/details" } {
            input type="hidden" name="version" value=(view.version);
            (facts(view))
            (sorts(view))
            (for_oneself(view))
            div.onward {
                (Button::go("Keep the details").hint("Ctrl Enter"))
                (Button::quiet("Leave them as they are").href(&format!("/entries/{}", view.id)))
            }
        }
    }
}

fn facts(view: &View<'_>) -> Markup {
    let field = |field: Field<'_>, name: &str| -> Markup {
        html! { (field.value(view.form.get(name)).error(view.wrong.at(name))) }
    };
    html! {
        (field(Field::line("title", "What happened, in one line").required(), "title"))
        (field(Field::fact("occurred", "When it happened").hint("A day, and a time if you know it: “2026-03-02”, “2026-03-02 15:00”, “last friday”.").required(), "occurred"))
        (field(Field::area("body", "Everything else you wrote", 4), "body"))
        (field(Field::line("context", "The situation").hint("Project, place, people by their roles."), "context"))
        (field(Field::line("tags", "Tags").hint("Your own words to find it by, with commas between them."), "tags"))
    }
}

fn sorts(view: &View<'_>) -> Markup {
    let kinds = Kind::ALL.map(|one| format!("{}: {}", kind(one), one.meaning()));
    let kinds: Vec<Pick<'_>> =
        Kind::ALL.iter().zip(&kinds).map(|(kind, label)| Pick { value: kind.word(), label }).collect();
    let depths = Significance::ALL.map(|one| format!("{}: {}", depth(one), one.meaning()));
    let depths: Vec<Pick<'_>> =
        Significance::ALL.iter().zip(&depths).map(|(one, label)| Pick { value: one.word(), label }).collect();
    html! {
        (Picks::new("kind", "What it was", &kinds).chosen(Some(view.form.get("kind"))))
        (Picks::new("significance", "How deep the review goes", &depths)
            .chosen(Some(view.form.get("significance")))
            .note("It decides which fields are asked for. Nothing already written goes away when it changes."))
    }
}

fn for_oneself(view: &View<'_>) -> Markup {
    html! {
        (Field::area("feeling", "How it felt", 2)
            .hint("Optional. It is kept and never analysed.")
            .value(view.form.get("feeling")).error(view.wrong.at("feeling")))
        (Field::area("confidant", "Who could I tell?", 1)
            .hint("Optional. Nobody is told by writing it here.")
            .value(view.form.get("confidant")).error(view.wrong.at("confidant")))
    }
}

/// Shows what stands there now for every field that is not as it was typed.
fn differences(mine: &Form, theirs: &Form) -> Markup {
    html! {
        div.check-these role="alert" tabindex="-1" data-focus-first {
            h2 { "This entry was changed somewhere else while you were writing" }
            p { "What you typed is below. Here is what stands there now; keeping the details puts yours in its place." }
            dl.slots {
                @for (name, label) in FIELDS.iter().filter(|(name, _)| mine.get(name) != theirs.get(name)) {
                    dt { (label) }
                    dd { @if theirs.get(name).is_empty() { span.soft { "nothing" } } @else { (words(theirs.get(name))) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, lines};
    use super::*;

    fn drawn(form: &Form, theirs: Option<&Form>) -> Markup {
        let mut wrong = Wrongs::default();
        read(form, &mut wrong);
        let page = page(&View { id: fixture::id(), version: 3, form, wrong: &wrong, theirs });
        fixture::check(&page);
        page
    }

    #[test]
    fn a_line_shows_what_is_known_about_it() {
        insta::assert_snapshot!(lines(drawn(&as_form(&fixture::captured()), None)));
    }

    #[test]
    fn an_entry_survives_its_form() {
        let entry = fixture::whole();
        let mut wrong = Wrongs::default();
        let details = read(&as_form(&entry), &mut wrong);
        assert!(wrong.is_empty());
        assert_eq!(details.title, Some(entry.title));
        assert_eq!(details.body, Some(entry.body));
        assert_eq!(details.context, Some(entry.context));
        assert_eq!((details.kind, details.significance), (Some(entry.kind), Some(entry.significance)));
        assert_eq!((details.occurred, details.tags), (Some(entry.occurred), Some(entry.tags)));
        assert_eq!(details.feeling, Some(entry.review.feeling));
        assert_eq!(details.confidant, Some(entry.review.confidant));
    }

    #[test]
    fn each_wrong_field_is_listed_and_keeps_what_was_typed() {
        let mut form = as_form(&fixture::captured());
        form.set("title", " ");
        form.set("occurred", "the other day");
        form.set("tags", "x".repeat(41));
        let html = drawn(&form, None).into_string();
        for id in ["f-title", "f-occurred", "f-tags"] {
            assert!(html.contains(&format!("href=\"#{id}\"")), "{id}");
        }
        assert!(html.contains("value=\"the other day\""), "{html}");
    }

    #[test]
    fn a_conflict_shows_both_versions_and_keeps_what_was_typed() {
        let theirs = as_form(&fixture::captured());
        let mut mine = theirs.clone();
        mine.set("title", "My own title");
        let html = drawn(&mine, Some(&theirs)).into_string();
        assert!(html.contains("value=\"My own title\""), "{html}");
        assert!(html.contains(">Handover ended before we reached bed 9<"), "{html}");
        assert_eq!(html.matches("<dt>").count(), 1, "only what differs is shown");
    }

    #[test]
    fn hostile_words_stay_words() {
        let form = as_form(&fixture::hostile());
        assert!(drawn(&form, Some(&Form::default())).into_string().contains("&lt;script&gt;"));
    }
}
