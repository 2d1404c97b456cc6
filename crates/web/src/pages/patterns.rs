//! Patterns: what recurs, each as a card with its entries; the person confirms, renames, merges or rejects.

mod card;
mod chart;
mod forms;
mod how;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hansei_app::AppError;
use hansei_app::list::Hit;
use hansei_app::patterns::{Away, Card, Chosen, Few, Idea, Patterns, State as Stands, Thought};
use hansei_method::pattern::PatternKey;
use hansei_method::text::Line;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use self::card::{counted, marked};
use super::day;
use super::flash::{Done, Flash};
use super::frame::{self, Frame};
use crate::error::WebError;
use crate::extract::{Form, Path, Query};
use crate::page::layout::Here;
use crate::page::parts::{Button, empty, fold, section};
use crate::state::Web;

/// How many entries of each card stand on the list of patterns.
const ON_THE_LIST: usize = 3;

/// How many cards stand on the list whole; of the others there is a line each.
const WHOLE_CARDS: usize = 10;

/// What the forms send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    version: Option<i64>,
    name: String,
    into: String,
    entry: String,
    belongs: String,
}

/// What the page of one pattern shows.
struct View<'a> {
    card: &'a Card,
    /// The other patterns, to be merged into.
    others: &'a [(PatternKey, String)],
    today: Date,
    wrong: Option<&'a Wrong>,
}

/// What is wrong with what was typed in one of the forms.
struct Wrong {
    field: Typed,
    sentence: String,
    typed: String,
    /// The entries that may have been meant.
    offered: Vec<Hit>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Typed {
    Name,
    Into,
    Entry,
}

impl View<'_> {
    /// Returns what is wrong with a field, and what was typed there.
    fn wrong_with(&self, field: Typed) -> Option<&Wrong> {
        self.wrong.filter(|wrong| wrong.field == field)
    }
}

/// Serves this page.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/patterns", get(list))
        .route("/patterns/{key}", get(show))
        .route("/patterns/{key}/confirm", post(confirm))
        .route("/patterns/{key}/rename", post(rename))
        .route("/patterns/{key}/merge", post(merge))
        .route("/patterns/{key}/reject", post(reject))
        .route("/patterns/{key}/entries", post(entries))
        .route("/patterns/{key}/undo", post(undo))
}

async fn list(State(web): State<Web>, Query(flash): Query<Flash>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let patterns = web.app.patterns().await?;
    let main = html! { (flash.line()) (page(&patterns, frame.today())) };
    Ok(frame.page("Patterns", Here::Patterns, &main))
}

async fn show(
    State(web): State<Web>,
    Path(key): Path<PatternKey>,
    Query(flash): Query<Flash>,
) -> Result<Markup, WebError> {
    draw(&web, &key, &flash.line(), None).await
}

async fn confirm(
    State(web): State<Web>,
    Path(key): Path<PatternKey>,
    Form(said): Form<Said>,
) -> Result<Redirect, WebError> {
    web.app.confirm_pattern(&key, said.version, None).await?;
    Ok(kept(&key))
}

async fn rename(
    State(web): State<Web>,
    Path(key): Path<PatternKey>,
    Form(said): Form<Said>,
) -> Result<Response, WebError> {
    let named = match Line::optional(&said.name).map_err(AppError::from) {
        Ok(name) => web.app.rename_pattern(&key, said.version, name).await,
        Err(error) => Err(error),
    };
    match named {
        Ok(_) => Ok(kept(&key).into_response()),
        Err(error) => refuse(&web, &key, Typed::Name, said.name, error).await,
    }
}

/// Draws the page again with what is wrong at the field where it was typed.
async fn refuse(
    web: &Web,
    key: &PatternKey,
    field: Typed,
    typed: String,
    error: AppError,
) -> Result<Response, WebError> {
    let is_about_the_field = matches!(error, AppError::Invalid(_))
        || field == Typed::Entry && matches!(error, AppError::NotFound(_));
    if !is_about_the_field {
        return Err(WebError(error));
    }
    let sentence = match error {
        AppError::NotFound(sentence) => sentence,
        error => frame::sentence(error)?,
    };
    again(web, key, &Wrong { field, sentence, typed, offered: Vec::new() }).await
}

async fn again(web: &Web, key: &PatternKey, wrong: &Wrong) -> Result<Response, WebError> {
    let page = draw(web, key, &html! {}, Some(wrong)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn merge(
    State(web): State<Web>,
    Path(key): Path<PatternKey>,
    Form(said): Form<Said>,
) -> Result<Response, WebError> {
    let into: PatternKey = said.into.parse().map_err(AppError::from)?;
    match web.app.merge_pattern(&key, said.version, &into).await {
        Ok(_) => Ok(kept(&key).into_response()),
        Err(error) => refuse(&web, &key, Typed::Into, said.into, error).await,
    }
}

async fn reject(
    State(web): State<Web>,
    Path(key): Path<PatternKey>,
    Form(said): Form<Said>,
) -> Result<Redirect, WebError> {
    web.app.reject_pattern(&key, said.version).await?;
    Ok(kept(&key))
}

async fn entries(
    State(web): State<Web>,
    Path(key): Path<PatternKey>,
    Form(said): Form<Said>,
) -> Result<Response, WebError> {
    let belongs = match said.belongs.as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        "" => None,
        _ => return Err(WebError(AppError::Invalid("say yes or no; nothing was changed".to_owned()))),
    };
    let entry = match web.app.choose_entry(&said.entry).await {
        Ok(Chosen::One(entry)) => entry,
        Ok(Chosen::OneOf(offered)) => {
            let sentence =
                "more than one entry has these words; choose one below, or write more of them".to_owned();
            let wrong = Wrong { field: Typed::Entry, sentence, typed: said.entry, offered };
            return again(&web, &key, &wrong).await;
        }
        Err(error) => return refuse(&web, &key, Typed::Entry, said.entry, error).await,
    };
    web.app.say_of_entry(&key, said.version, entry, belongs).await?;
    Ok(kept(&key).into_response())
}

async fn undo(
    State(web): State<Web>,
    Path(key): Path<PatternKey>,
    Form(said): Form<Said>,
) -> Result<Redirect, WebError> {
    web.app.undo_pattern(&key, said.version).await?;
    // What was said may have been all that held it together: then only the list is left to go to.
    let is_left = web.app.pattern(&key).await.is_ok();
    let address = if is_left { format!("/patterns/{key}") } else { "/patterns".to_owned() };
    Ok(Done::PatternUndone.then(&address, None))
}

fn kept(key: &PatternKey) -> Redirect {
    Done::Pattern.then(&format!("/patterns/{key}"), None)
}

async fn draw(web: &Web, key: &PatternKey, said: &Markup, wrong: Option<&Wrong>) -> Result<Markup, WebError> {
    let frame = Frame::of(web).await?;
    let card = web.app.pattern(key).await?;
    let patterns = web.app.patterns().await?;
    let others: Vec<(PatternKey, String)> = patterns
        .cards
        .into_iter()
        .filter(|other| other.key != *key)
        .map(|other| (other.key, other.name))
        .collect();
    let view = View { card: &card, others: &others, today: frame.today(), wrong };
    Ok(frame.page(&card.name, Here::Patterns, &html! { (said) (whole(&view)) }))
}

fn page(patterns: &Patterns, today: Date) -> Markup {
    html! {
        div.head {
            div {
                h1 { "Patterns" }
                p.lede { "Something that recurs in at least three entries and two kinds of situation. You decide whether it is one thing." }
            }
        }
        @if patterns.cards.is_empty() { (nothing(patterns.entries)) }
        @for card in patterns.cards.iter().take(WHOLE_CARDS) { (card::card(card, today, Some(ON_THE_LIST))) }
        @if patterns.cards.len() > WHOLE_CARDS { (section("more-patterns", "And these", "Each has its own page.", &others(&patterns.cards[WHOLE_CARDS..]))) }
        @for (number, idea) in patterns.ideas.iter().enumerate() { (thought(idea, number, today)) }
        @if !patterns.few.is_empty() {
            (section("few", "Too few to say", "", &html! { ul.stack.gap-2.soft role="list" { @for few in &patterns.few { li { (too_few(few)) } } } }))
        }
        @if !patterns.away.is_empty() {
            (section("away", "Put away by you", "", &html! { ul.stack.gap-3 role="list" { @for away in &patterns.away { li { (put_away(away)) } } } }))
        }
    }
}

fn others(cards: &[Card]) -> Markup {
    html! {
        ul.stack.gap-2 role="list" {
            @for card in cards {
                li {
                    a href={ "/patterns/" (card.key) } { bdi { (card.name) } }
                    span.soft { ", " (counted(card.entries.len(), "entry", "entries")) @if card.state == Stands::Confirmed { ", confirmed" } }
                }
            }
        }
    }
}

fn nothing(entries: usize) -> Markup {
    let there = match entries {
        0 => "There is no entry yet.".to_owned(),
        1 => "There is 1 entry so far.".to_owned(),
        entries => format!("There are {entries} entries so far, and nothing recurs that often."),
    };
    let sentence = format!(
        "A pattern is shown when the same thing stands in three entries from two kinds of situation. {there} A tag or a context tells the kind of situation."
    );
    empty(&sentence, (entries == 0).then(|| Button::plain("Write the first line").href("/#capture")))
}

fn too_few(few: &Few) -> Markup {
    let entries = counted(few.entries, "entry", "entries");
    html! {
        a href={ "/patterns/" (few.key) } { bdi { (few.name) } }
        " (" (entries)
        @match few.contexts.as_slice() {
            [] => ", none of which names its situation",
            [one] if few.entries > 2 => { ", all in one kind of situation: " bdi { (one) } },
            _ => {},
        }
        ")."
    }
}

fn put_away(away: &Away) -> Markup {
    html! {
        div.row {
            span {
                a href={ "/patterns/" (away.key) } { bdi { (away.name) } } ": "
                @match &away.state {
                    Stands::Merged { name, .. } => { "one thing with “" bdi { (name) } "”." },
                    Stands::Rejected { then, .. } => { "no pattern of yours, you said, with " (counted(*then, "entry", "entries")) ". It is shown again at " (then * 2) "." },
                    Stands::Open | Stands::Confirmed => {},
                }
            }
            form method="post" action={ "/patterns/" (away.key) "/undo" } {
                input type="hidden" name="version" value=(away.version);
                (Button::quiet("Undo").small().about(&away.name))
            }
        }
    }
}

fn thought(idea: &Idea, number: usize, today: Date) -> Markup {
    let heading = format!("idea-{number}");
    let words: Vec<String> = idea.words.iter().map(|word| format!("“{word}”")).collect();
    html! {
        article.pat.ask aria-labelledby=(heading) {
            header.stack.gap-2 {
                p.meta { "A half-formed idea" }
                h2 #(heading) { "This thought stands in " (idea.places.len()) " places" }
                p.soft.wrap { "The words that recur: " bdi { (words.join(", ")) } ". Nothing was done about it in any of them." }
            }
            ol.list role="list" {
                @for place in &idea.places {
                    li {
                        p.words dir="auto" { (marked(&place.excerpt)) }
                        p.meta { (where_it_stands(place.thought)) ", " (day::short(place.occurred.date(), today)) ": " a href={ "/entries/" (place.id) } { bdi { (place.title) } } }
                    }
                }
            }
        }
    }
}

fn where_it_stands(thought: Thought) -> &'static str {
    match thought {
        Thought::Parked => "Parked",
        Thought::NotNow => "Not now",
        Thought::Assumed => "Taken for granted",
    }
}

fn whole(view: &View<'_>) -> Markup {
    let card = view.card;
    html! {
        p.meta { a href="/patterns" { "All patterns" } }
        (card::card(card, view.today, None))
        (section("say", "What you say of it", "Each of these can be undone.", &html! {
            (forms::rename(view))
            @if !view.others.is_empty() || view.wrong_with(Typed::Into).is_some() { (forms::merge(view)) }
            (forms::add(view))
            @if let Some(action) = &card.undo {
                form.row method="post" action={ "/patterns/" (card.key) "/undo" } {
                    (version(card))
                    (Button::quiet("Undo the last change")) span.meta { "Last: " (action) "." }
                }
            }
        }))
    }
}

fn version(card: &Card) -> Markup {
    html! { input type="hidden" name="version" value=(card.version); }
}

/// Names the confirmed patterns that an entry is in, in one quiet line.
pub(crate) fn line(patterns: &[(PatternKey, String)]) -> Markup {
    if patterns.is_empty() {
        return html! {};
    }
    html! {
        p.meta {
            (if patterns.len() == 1 { "Part of a pattern: " } else { "Part of patterns: " })
            @for (at, (key, name)) in patterns.iter().enumerate() {
                @if at > 0 { ", " }
                a href={ "/patterns/" (key) } { bdi { (name) } }
            }
            "."
        }
    }
}

/// Draws what opens on demand on a card.
fn more(summary: &str, body: &Markup) -> Markup {
    fold(summary, false, body)
}

#[cfg(test)]
mod tests;
