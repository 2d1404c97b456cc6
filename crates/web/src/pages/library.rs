//! The library: other people's failures, apart from one's own, found by their words and collection by collection.

pub(crate) mod adopted;
mod adopting;
mod case;
pub(crate) mod import;
pub(crate) mod shown;
mod take_away;
mod tell;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hansei_app::library::{CaseQuery, LookedCases, MOST_CASES, SimilarCase, ToldCase};
use hansei_method::case::is_web_address;
use hansei_method::id::CollectionId;
use hansei_store::KeptCollection;
use maud::{Markup, html};
use serde::Deserialize;

use super::flash::Flash;
use super::frame::Frame;
use super::similar::near_place;
use crate::error::WebError;
use crate::extract::{Form, Query};
use crate::page::icons::Icon;
use crate::page::layout::Here;
use crate::page::parts::{Button, Pick, Search, Select, empty, fold, head, pager, section, theirs};
use crate::state::Web;

/// The cases on one page of a collection.
const CASES: u32 = 50;

/// What is asked for, as it was written. What cannot be read narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    collection: String,
    after: String,
}

/// What stands under the search.
enum Answer {
    /// The collections, where nothing is asked for.
    Collections,
    /// A page of one collection, and where the next one begins.
    Cases(Vec<ToldCase>, Option<i64>),
    /// What a search found.
    Found(LookedCases),
}

/// What the page shows.
struct View<'a> {
    asked: &'a Asked,
    collections: &'a [KeptCollection],
    /// How many cases were taken away and are not erased yet.
    going: i64,
    answer: &'a Answer,
}

impl Asked {
    fn collection(&self) -> Option<CollectionId> {
        self.collection.parse().ok()
    }

    /// Writes the address of the page, without the words: they are never part of it.
    fn address(&self) -> String {
        match self.collection() {
            Some(id) => collection_address(id),
            None => "/library".to_owned(),
        }
    }
}

/// Serves these pages.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/library", get(show))
        .route("/library/search", post(search).get(begin))
        .route("/library/near", post(fill_near))
        .merge(adopted::routes())
        .merge(case::routes())
        .merge(import::routes())
        .merge(take_away::routes())
        .merge(tell::routes())
}

fn collection_address(id: CollectionId) -> String {
    format!("/library?collection={id}")
}

async fn show(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
    Query(flash): Query<Flash>,
) -> Result<Markup, WebError> {
    whole(&web, &Asked { q: String::new(), ..asked }, &flash.line()).await
}

/// A search that is opened again by its address alone begins anew: the words were never part of it.
async fn begin() -> Redirect {
    Redirect::to("/library")
}

async fn search(
    State(web): State<Web>,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Response, WebError> {
    if !headers.contains_key("hx-request") {
        return Ok(whole(&web, &asked, &html! {}).await?.into_response());
    }
    let collections = web.app.collections().await?;
    let (answer, going) = (answer(&web, &asked, &collections, true).await?, web.app.hidden_cases().await?);
    let view = View { asked: &asked, collections: &collections, going, answer: &answer };
    Ok(fragment(&view).into_response())
}

async fn whole(web: &Web, asked: &Asked, said: &Markup) -> Result<Markup, WebError> {
    let frame = Frame::of(web).await?;
    let collections = web.app.collections().await?;
    let (answer, going) = (answer(web, asked, &collections, false).await?, web.app.hidden_cases().await?);
    let view = View { asked, collections: &collections, going, answer: &answer };
    Ok(frame.page("Others’ failures", Here::Library, &html! { (said) (page(&view)) }))
}

async fn answer(
    web: &Web,
    asked: &Asked,
    collections: &[KeptCollection],
    is_typed: bool,
) -> Result<Answer, WebError> {
    let known = asked.collection().and_then(|id| collections.iter().find(|kept| kept.collection.id == id));
    if !asked.q.trim().is_empty() {
        let query = CaseQuery { collection: known.map(|kept| kept.collection.id), label: None };
        let looked = if is_typed {
            web.app.look_up_cases_typed(&asked.q, &query, MOST_CASES).await?
        } else {
            web.app.look_up_cases(&asked.q, &query, MOST_CASES).await?
        };
        return Ok(Answer::Found(looked));
    }
    let Some(kept) = known else { return Ok(Answer::Collections) };
    let page = web.app.cases(kept.collection.id, asked.after.parse().ok(), CASES).await?;
    let told = page.cases.into_iter().map(|case| ToldCase { case, collection: kept.collection.clone() });
    Ok(Answer::Cases(told.collect(), page.next))
}

fn page(view: &View<'_>) -> Markup {
    let beside = html! { p.meta { span #count role="status" { (count(view)) } } };
    let names: Vec<(String, &str)> = view
        .collections
        .iter()
        .map(|kept| (kept.collection.id.to_string(), kept.collection.name.as_str()))
        .collect();
    let picks: Vec<Pick<'_>> = std::iter::once(Pick { value: "", label: "all" })
        .chain(names.iter().map(|(value, label)| Pick { value, label }))
        .collect();
    let filters =
        html! { (Select::new("collection", "Collection", &picks).chosen(Some(&view.asked.collection))) };
    let search = Search {
        name: "Search the cases",
        action: "/library/search",
        text: &view.asked.q,
        placeholder: "What are you about to do?",
        results: "results",
        filters: &filters,
    };
    html! {
        (head("Others’ failures", Some(&beside)))
        p.lede.below-5 {
            "In studies, people learned as much from others’ failures as from others’ successes, with less of their own to defend."
        }
        @if !view.collections.is_empty() { (search) }
        div #results.above-5 { (results(view)) }
        (ways())
    }
}

/// What replaces the inside of the results while somebody types, with the count said aloud.
fn fragment(view: &View<'_>) -> Markup {
    html! {
        (results(view))
        span #count hx-swap-oob="innerHTML" { (count(view)) }
    }
}

fn results(view: &View<'_>) -> Markup {
    html! {
        // The script puts this into the address bar: the collection, never the words.
        div data-at=(view.asked.address()) {}
        @match view.answer {
            Answer::Collections => (collections(view)),
            Answer::Cases(cases, next) => (one_collection(view, cases, *next)),
            Answer::Found(looked) => (found(looked)),
        }
    }
}

fn found(looked: &LookedCases) -> Markup {
    if !looked.hits.is_empty() {
        return html! {
            @if let Some(instead) = &looked.instead {
                p.below-5 role="status" { "No case has all of these words. This is for “" bdi { (instead) } "”." }
            }
            (shown::hits(&looked.hits))
            (near(&looked.close))
            @if looked.near_is_due { (near_place("/library/near")) }
        };
    }
    if looked.close.is_empty() {
        return empty("No case here is about that. Others may have met it and told nobody.", None);
    }
    html! {
        p.below-5 role="status" { "No case has all of these words. Most like them:" }
        (shown::alike(&looked.close))
    }
}

/// Draws what is near beside the few cases that were found; nothing where nothing is.
fn near(close: &[SimilarCase]) -> Markup {
    if close.is_empty() {
        return html! {};
    }
    section(
        "near",
        "Most like what you asked",
        "",
        &html! {
            p.meta { "Few cases have all of these words." }
            (shown::alike(close))
        },
    )
}

/// Fills the place of what is near.
async fn fill_near(State(web): State<Web>, Form(asked): Form<Asked>) -> Result<Markup, WebError> {
    if asked.q.trim().is_empty() || asked.collection().is_some() {
        return Ok(html! {});
    }
    let query = CaseQuery::default();
    let looked = web.app.look_up_cases_typed(&asked.q, &query, MOST_CASES).await?;
    Ok(near(&web.app.near_cases_beside(&asked.q, &looked).await))
}

fn collections(view: &View<'_>) -> Markup {
    html! {
        @if view.collections.is_empty() {
            (empty("There is no collection here. Import one, or write down what somebody told you.", None))
        } @else {
            (section("collections", "Collections", "", &html! {
                ul.list role="list" { @for kept in view.collections { li { (entry(kept)) } } }
            }))
        }
        @if view.going > 0 {
            p.meta role="status" { (cases(view.going)) " that you took away are being erased. They are in no search any more." }
        }
    }
}

/// Draws a collection in the list: its name, how much there is of it, who tells it.
fn entry(kept: &KeptCollection) -> Markup {
    html! {
        a.ink.open href=(collection_address(kept.collection.id)) dir="auto" data-open { (kept.collection.name) }
        (about(kept))
    }
}

/// Says what is known of a collection, and how it goes again.
fn about(kept: &KeptCollection) -> Markup {
    let collection = &kept.collection;
    html! {
        p.meta {
            (cases(kept.cases)) "."
            @if let Some(source) = &collection.source { " Told by " bdi { (source) } "." }
            @match &collection.licence {
                Some(licence) => { " Licence: " bdi { (licence) } "." },
                None => " No licence is written down: ask before you pass it on.",
            }
        }
        @if let Some(link) = &collection.link {
            p.meta { "From " (outward(link.as_str())) }
        }
        @if let Some(notice) = &collection.notice { (fold("The notice of its licence", false, &theirs(notice.as_str()))) }
        div { (Button::quiet("Take away…").small().href(&format!("/library/collections/{}/take-away", collection.id)).about(collection.name.as_str())) }
    }
}

/// Draws an address of the web as a link that tells the other side nothing of this page; anything else as it is written.
fn outward(link: &str) -> Markup {
    html! {
        @if is_web_address(link) { a href=(link) rel="noopener noreferrer" referrerpolicy="no-referrer" { bdi { (link) } } }
        @else { bdi { (link) } }
    }
}

fn one_collection(view: &View<'_>, told: &[ToldCase], next: Option<i64>) -> Markup {
    let id = view.asked.collection();
    let kept = view.collections.iter().find(|kept| Some(kept.collection.id) == id);
    let first = (!view.asked.after.is_empty()).then(|| view.asked.address());
    let more = next.map(|next| format!("{}&after={next}", view.asked.address()));
    html! {
        @if let Some(kept) = kept {
            (section("collection", kept.collection.name.as_str(), "", &html! { (about(kept)) }))
        }
        (section("cases", "Cases", "In the order in which they came.", &html! {
            @if told.is_empty() { (empty("There is no case in it.", None)) } @else { (shown::listed(told)) }
            (pager("the collection", first.as_deref(), more.as_deref()))
        }))
    }
}

/// Offers what else there is: what was adopted, and how more comes in.
fn ways() -> Markup {
    html! {
        div.row.above-5.noprint {
            (Button::plain("Write down one I heard").icon(Icon::Plus).href("/library/tell"))
            (Button::plain("Import a collection").href("/library/import"))
            (Button::plain("Adopted lessons").href("/library/adopted"))
        }
    }
}

fn count(view: &View<'_>) -> String {
    match view.answer {
        Answer::Found(looked) if looked.hits.len() >= MOST_CASES as usize => {
            format!("the best {MOST_CASES} cases")
        }
        Answer::Found(looked) => cases(i64::try_from(looked.hits.len()).unwrap_or(i64::MAX)),
        Answer::Cases(..) => {
            let kept =
                view.collections.iter().find(|kept| Some(kept.collection.id) == view.asked.collection());
            cases(kept.map_or(0, |kept| kept.cases))
        }
        Answer::Collections => cases(view.collections.iter().map(|kept| kept.cases).sum()),
    }
}

fn cases(count: i64) -> String {
    match count {
        0 => "No cases".to_owned(),
        1 => "1 case".to_owned(),
        count => format!("{} cases", grouped(count)),
    }
}

/// Writes a count with a comma at every third digit.
fn grouped(count: i64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests;
