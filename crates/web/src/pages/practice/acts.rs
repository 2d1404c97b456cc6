//! What becomes of a practice: begun, set aside, put off, let go, replaced, taken up again, and how automatic it is.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use hansei_app::AppError;
use hansei_app::practice::Practised;
use hansei_method::automaticity::{ITEMS, Scores, ScoresError, TYPICAL};
use hansei_method::id::PracticeId;
use hansei_method::practice::{Position, Turn};
use hansei_method::text::Text;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::said;
use super::told::{Act, Back};
use crate::error::WebError;
use crate::extract::{Form as Fields, Path};
use crate::forms::{Form, Wrongs};
use crate::page::parts::{Button, Field, Pick, Picks, Select, act, fold, section};
use crate::pages::{day, due, frame};
use crate::state::Web;

/// The most practices that are offered as what takes the place of one; those planned first.
const MOST_OTHERS: usize = 200;

/// What the forms send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    back: Back,
    /// `day`, `week`, `month`, or a day; empty asks as before.
    until: String,
    /// What takes its place; empty for something that is not practised.
    by: String,
    /// Where it stood before.
    was: String,
}

/// Begins to ask about it.
pub(super) async fn begin(
    State(web): State<Web>,
    Path(id): Path<PracticeId>,
    Fields(sent): Fields<Sent>,
) -> Result<Redirect, WebError> {
    let was = position(&web, id).await?;
    web.app.begin_practice(id, None).await?;
    Ok(Act::Begun.with(id, sent.back, was))
}

/// Asks no more about it.
pub(super) async fn set_aside(
    State(web): State<Web>,
    Path(id): Path<PracticeId>,
    Fields(sent): Fields<Sent>,
) -> Result<Redirect, WebError> {
    let was = position(&web, id).await?;
    web.app.set_practice_aside(id, None).await?;
    Ok(Act::Aside.with(id, sent.back, was))
}

/// Asks nothing before a day.
pub(super) async fn put_off(
    State(web): State<Web>,
    Path(id): Path<PracticeId>,
    Fields(sent): Fields<Sent>,
) -> Result<Redirect, WebError> {
    let until = due::until(&sent.until, web.app.now().date())?;
    let was = position(&web, id).await?;
    web.app.put_practice_off(id, None, until).await?;
    let act = if until.is_some() { Act::PutOff } else { Act::AskedAgain };
    Ok(act.with(id, sent.back, was))
}

/// Ends it: the moment does not exist any more.
pub(super) async fn retire(
    State(web): State<Web>,
    Path(id): Path<PracticeId>,
    Fields(sent): Fields<Sent>,
) -> Result<Redirect, WebError> {
    let was = position(&web, id).await?;
    web.app.retire_practice(id, None).await?;
    Ok(Act::Retired.with(id, sent.back, was))
}

/// Ends it: something else takes its place.
pub(super) async fn supersede(
    State(web): State<Web>,
    Path(id): Path<PracticeId>,
    Fields(sent): Fields<Sent>,
) -> Result<Redirect, WebError> {
    let by = match sent.by.as_str() {
        "" => None,
        by => Some(
            by.parse()
                .map_err(|_| AppError::Invalid("choose from the list what takes its place".to_owned()))?,
        ),
    };
    let was = position(&web, id).await?;
    web.app.supersede_practice(id, None, by).await?;
    Ok(Act::Superseded.with(id, sent.back, was))
}

/// Takes it up again.
pub(super) async fn resume(
    State(web): State<Web>,
    Path(id): Path<PracticeId>,
    Fields(sent): Fields<Sent>,
) -> Result<Redirect, WebError> {
    let was = position(&web, id).await?;
    web.app.resume_practice(id, None).await?;
    Ok(Act::Resumed.with(id, sent.back, was))
}

/// Puts it back where it stood.
pub(super) async fn put_back(
    State(web): State<Web>,
    Path(id): Path<PracticeId>,
    Fields(sent): Fields<Sent>,
) -> Result<Redirect, WebError> {
    let was: Position = serde_json::from_str(&sent.was).map_err(|_| {
        AppError::Invalid(
            "it is not known any more how this stood before; change it on its own page".to_owned(),
        )
    })?;
    web.app.put_practice_back(id, None, was).await?;
    Ok(Act::PutBack.with(id, sent.back, None))
}

/// Keeps how automatic it is.
pub(super) async fn rate(
    State(web): State<Web>,
    Path(id): Path<PracticeId>,
    form: Form,
) -> Result<Response, WebError> {
    match scores(&form) {
        Ok(scores) => {
            web.app.rate_practice(id, None, None, scores).await?;
            Ok(Act::Rated.with(id, Back::One, None).into_response())
        }
        Err(error) => {
            let mut wrong = Wrongs::default();
            wrong.add("one", "How automatic", error);
            Ok(frame::refused(super::one::draw(&web, id, &html! {}, false, Some((&form, &wrong))).await?))
        }
    }
}

/// Reads the one sentence that was rated, or all four.
fn scores(form: &Form) -> Result<Scores, ScoresError> {
    let score = |name: &str| form.get(name).parse::<u8>().ok();
    let typed = match score("one") {
        Some(one) => vec![one],
        None => (0..ITEMS.len()).filter_map(|item| score(&format!("item-{item}"))).collect(),
    };
    typed.try_into()
}

/// Keeps what changed around it where it slips; nothing takes that away.
pub(super) async fn around(
    State(web): State<Web>,
    Path(id): Path<PracticeId>,
    form: Form,
) -> Result<Response, WebError> {
    match Text::optional(&frame::typed(form.get("around"))) {
        Ok(around) => {
            web.app.say_around(id, None, around.as_ref()).await?;
            Ok(Act::Around.with(id, Back::One, None).into_response())
        }
        Err(error) => {
            let mut wrong = Wrongs::default();
            wrong.add("around", "What changed around it", error);
            Ok(frame::refused(super::one::draw(&web, id, &html! {}, false, Some((&form, &wrong))).await?))
        }
    }
}

/// Takes the last rating back.
pub(super) async fn unrate(
    State(web): State<Web>,
    Path(id): Path<PracticeId>,
    Fields(sent): Fields<Sent>,
) -> Result<Redirect, WebError> {
    web.app.unrate_practice(id, None).await?;
    Ok(Act::Unrated.with(id, sent.back, None))
}

async fn position(web: &Web, id: PracticeId) -> Result<Option<Position>, WebError> {
    Ok(Some(web.app.practice(id).await?.practice.position()))
}

/// Draws what can be done with a practice. `others` can take its place.
pub(super) fn all(it: &Practised, others: &[&Practised], today: Date) -> Markup {
    let at = said::address(it);
    let button = |to: &str, button| act(&format!("{at}/{to}"), &[], button);
    let body = match it.practice.turn() {
        Turn::Ended if it.practice.is_dropped => html! {
            p { "This was taken out of its plan, so nothing asks about it. What was observed stays." }
            p { a href=(said::planned_at(it)) { "Look at the plan" } }
        },
        Turn::Ended => html! { (button("resume", Button::plain("Take it up again"))) },
        Turn::Waiting | Turn::Aside => html! {
            div.row {
                (button("begin", Button::plain("Begin now")))
                @if it.practice.turn() == Turn::Waiting { (button("aside", Button::quiet("Set it aside"))) }
            }
            (ways_out(it, others))
        },
        Turn::Begun => html! {
            (later(it, today))
            div.row { (button("aside", Button::plain("Set it aside"))) span.meta { "Nothing asks about it until you begin it again." } }
            (ways_out(it, others))
        },
    };
    section("becomes", "What becomes of it", "Each of these can be undone.", &body)
}

fn later(it: &Practised, today: Date) -> Markup {
    let at = said::address(it);
    let put_off = it.practice.put_off_until.filter(|until| *until > today);
    html! {
        form.row.put-off method="post" action={ (at) "/put-off" } {
            (Field::date("until", "Ask nothing before").quiet())
            (Button::plain("Put it off"))
        }
        @if let Some(until) = put_off {
            div.row {
                p.meta { "Put off until " (day::short(until, today)) "." }
                (act(&format!("{at}/put-off"), &[], Button::quiet("Ask as before").small()))
            }
        }
    }
}

fn ways_out(it: &Practised, others: &[&Practised]) -> Markup {
    let at = said::address(it);
    let ids: Vec<(String, String)> = others
        .iter()
        .take(MOST_OTHERS)
        .map(|other| (other.practice.id.to_string(), cut(other.practice.commitment.cue.as_str())))
        .collect();
    let something = Pick { value: "", label: "something that is not practised here" };
    let picks: Vec<Pick<'_>> =
        std::iter::once(something).chain(ids.iter().map(|(id, label)| Pick { value: id, label })).collect();
    html! {
        div.row {
            (act(&format!("{at}/retire"), &[], Button::plain("Let it go")))
            span.meta { "The moment does not exist any more. What was observed stays." }
        }
        (fold("Something was built that takes its place", false, &html! {
            form.row.merge method="post" action={ (at) "/supersede" } {
                (Select::new("by", "It is", &picks))
                (Button::plain("It takes the place"))
            }
        }))
    }
}

fn cut(words: &str) -> String {
    const MOST: usize = 60;
    let line = words.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST {
        line.to_owned()
    } else {
        format!("{}…", line.chars().take(MOST).collect::<String>().trim_end())
    }
}

/// Draws how automatic it was rated, and the form for today.
pub(super) fn rating(it: &Practised, wrong: Option<&str>, today: Date) -> Markup {
    let at = said::address(it);
    section(
        "rating",
        "How automatic",
        "From 1, I disagree, to 7, I agree.",
        &html! {
            form.stack.gap-3.rate method="post" action={ (at) "/rate" } {
                (scale("one", ITEMS[0], wrong))
                div { (Button::plain("Keep the rating")) }
            }
            (fold("All four sentences", false, &html! {
                form.stack.gap-3.rate method="post" action={ (at) "/rate" } {
                    @for (item, sentence) in ITEMS.iter().enumerate() { (scale(&format!("item-{item}"), sentence, None)) }
                    div { (Button::plain("Keep the four ratings")) }
                }
            }))
            @if !it.practice.ratings.is_empty() {
                div.row {
                    p.meta { (rated(it, today)) }
                    (act(&format!("{at}/unrate"), &[], Button::quiet("Take the last one back").small()))
                }
            }
            p.meta { "How long it takes differs: " (TYPICAL) "." }
        },
    )
}

fn scale(name: &str, sentence: &str, wrong: Option<&str>) -> Markup {
    let labels: Vec<String> = (1..=7).map(|score| score.to_string()).collect();
    let picks: Vec<Pick<'_>> = labels.iter().map(|label| Pick { value: label, label }).collect();
    html! { (Picks::new(name, sentence, &picks).error(wrong)) }
}

fn rated(it: &Practised, today: Date) -> String {
    const LATEST: usize = 5;
    let latest = it.practice.ratings.iter().rev().take(LATEST);
    let said: Vec<String> = latest
        .map(|rating| format!("{} on {}", tenths(rating.scores.mean()), day::short(rating.on, today)))
        .collect();
    let count = it.practice.ratings.len();
    let of = if count > LATEST { format!(" (the latest of {count})") } else { String::new() };
    format!("So far, of 7: {}{of}.", said.join(", "))
}

fn tenths(mean: f64) -> String {
    format!("{mean:.2}").trim_end_matches('0').trim_end_matches('.').to_owned()
}
