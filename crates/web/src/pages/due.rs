//! What is due beside practice and reviews: decisions, plans and the quarter, looked at or put off.
//!
//! The address carries a code, the name of what was due and a day; never anything a person wrote.

use axum::Router;
use axum::extract::State;
use axum::response::Redirect;
use axum::routing::post;
use hansei_app::AppError;
use hansei_app::reminders::{Item, Matter, ToLookAt};
use hansei_method::quarter::Period;
use jiff::ToSpan as _;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::day;
use super::frame::encoded;
use crate::error::WebError;
use crate::extract::Form;
use crate::page::parts::{Button, act, capital, kept_and, later, section};
use crate::state::Web;

/// The most things to look at again on Today; the rest is on the page of reminders.
const FEW: usize = 3;

/// What the forms send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    item: String,
    until: String,
    /// Where the person came from: `reminders`, or Today.
    back: String,
}

/// The part of an address that says what was done.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Told {
    kept: String,
    due: String,
    /// The day until which it was put off before.
    was: String,
}

/// What was done, as the address says it, and the sentence for it.
const PUT_OFF: (&str, &str) = ("due-put-off", "Put off. Nothing says it before that day.");
const LOOKED_AT: (&str, &str) = ("due-looked-at", "Looked at. It is not due any more.");
const AS_BEFORE: (&str, &str) = ("due-as-before", "It can be asked about again.");

/// Serves what these forms send.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/due/put-off", post(put_off))
        .route("/due/looked-at", post(looked_at))
        .route("/due/looked-at/undo", post(not_looked_at))
}

/// Reads until when something is put off: `day`, `week` and `month` from today, or a day; nothing puts it off no more.
pub(crate) fn until(typed: &str, today: Date) -> Result<Option<Date>, AppError> {
    Ok(match typed.trim() {
        "" => None,
        "day" => Some(today.saturating_add(1.day())),
        "week" => Some(today.saturating_add(1.week())),
        "month" => Some(today.saturating_add(1.month())),
        day => Some(
            day.parse::<Date>()
                .map_err(|_| AppError::Invalid("this is not a day; write it like 2026-06-01".to_owned()))?,
        ),
    })
}

async fn put_off(State(web): State<Web>, Form(sent): Form<Sent>) -> Result<Redirect, WebError> {
    let until = until(&sent.until, web.app.now().date())?;
    let was = web.app.put_off_due(&sent.item, until).await?;
    let (code, _) = if until.is_some() { PUT_OFF } else { AS_BEFORE };
    Ok(sent.back(code, was))
}

async fn looked_at(State(web): State<Web>, Form(sent): Form<Sent>) -> Result<Redirect, WebError> {
    web.app.look_at_due(&sent.item, true).await?;
    Ok(sent.back(LOOKED_AT.0, None))
}

async fn not_looked_at(State(web): State<Web>, Form(sent): Form<Sent>) -> Result<Redirect, WebError> {
    web.app.look_at_due(&sent.item, false).await?;
    Ok(sent.back(AS_BEFORE.0, None))
}

impl Sent {
    fn back(&self, code: &str, was: Option<Date>) -> Redirect {
        let place = if self.back == "reminders" { "/settings/reminders" } else { "/" };
        let was = was.map_or_else(String::new, |was| format!("&was={was}"));
        Redirect::to(&format!("{place}?kept={code}&due={}{was}", encoded(&self.item)))
    }
}

impl Told {
    /// Draws the sentence for what was done, with the way back; nothing where the address says nothing that is known.
    pub(crate) fn line(&self, back: &str) -> Markup {
        let Some((code, sentence)) =
            [PUT_OFF, LOOKED_AT, AS_BEFORE].into_iter().find(|(code, _)| *code == self.kept)
        else {
            return html! {};
        };
        let undo = |to: &str, until: &str| {
            let hidden = [("item", self.due.as_str()), ("until", until), ("back", back)];
            act(to, &hidden, Button::quiet("Undo"))
        };
        let ways = match code {
            _ if self.due.is_empty() => html! {},
            code if code == PUT_OFF.0 => undo("/due/put-off", &self.was),
            code if code == LOOKED_AT.0 => undo("/due/looked-at/undo", ""),
            _ => html! {},
        };
        kept_and(sentence, None, &ways)
    }
}

/// Draws what is to be looked at again on Today; nothing where nothing is.
pub(crate) fn on_today(all: &[ToLookAt], today: Date) -> Markup {
    if all.is_empty() {
        return html! {};
    }
    section(
        "look-again",
        "To look at again",
        "What you leave stays as it is.",
        &html! {
            ol.list role="list" {
                @for (at, it) in all.iter().take(FEW).enumerate() { (one(it, at, today)) }
            }
            @if all.len() > FEW { p.meta { a href="/settings/reminders#due" { (all.len() - FEW) " more to look at again" } } }
        },
    )
}

fn one(it: &ToLookAt, at: usize, today: Date) -> Markup {
    let ToLookAt { item, matter } = it;
    let (about, head, button) = match matter {
        Matter::Decision { entry, title, choice } => (
            title.as_str(),
            html! {
                a.words.open href={ "/entries/" (entry) } dir="auto" data-open { (title) }
                p { (capital(choice.way.name())) ": " span.words.sm dir="auto" { (choice.reason) } }
                p.meta { "You wanted to look again on " (day::short(item.first_due, today)) "." }
            },
            looked(item, title),
        ),
        Matter::Plan { practice, title } => (
            title.as_str(),
            html! {
                a.words.open href={ "/practice/" (practice) } dir="auto" data-open { (title) }
                p { "Does the plan still fit?" }
                p.meta { "You wanted to look again on " (day::short(item.first_due, today)) "." }
            },
            looked(item, title),
        ),
        Matter::Quarter { period } => (
            "the look back",
            html! {
                p.ink { "A look back: " (period.name()) }
                p.meta { (since(*period, item.first_due, today)) " Skipping it costs nothing." }
            },
            html! { (Button::plain("Look back").href("/quarter")) },
        ),
    };
    html! {
        li.side {
            div { (head) }
            (button)
            (later("/due/put-off", &format!("f-until-due-{at}"), about, &[("item", &item.name)]))
        }
    }
}

/// Says since when a look back is due. Where that is longer ago than the period that is offered, it was due on an earlier one.
fn since(period: Period, first_due: Date, today: Date) -> String {
    let day = day::short(first_due, today);
    if first_due > period.last() {
        return format!("Due since {day}.");
    }
    format!("One has been due since {day}; this is the latest period to look back on.")
}

fn looked(item: &Item, about: &str) -> Markup {
    act("/due/looked-at", &[("item", &item.name)], Button::plain("I have looked").about(about))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_read_from_a_button_or_a_field() {
        let today = date(2026, 1, 31);
        let read = |typed: &str| until(typed, today).unwrap();
        assert_eq!(read(""), None);
        assert_eq!(read("day"), Some(date(2026, 2, 1)));
        assert_eq!(read("week"), Some(date(2026, 2, 7)));
        assert_eq!(read("month"), Some(date(2026, 2, 28)));
        assert_eq!(read(" 2026-06-01 "), Some(date(2026, 6, 1)));
        assert!(until("soon", today).is_err());
    }

    #[test]
    fn a_look_back_that_waits_for_long_is_not_said_to_be_due_before_its_period() {
        let (period, today) = ("2026-Q3".parse().unwrap(), date(2026, 11, 23));
        assert_eq!(since(period, date(2026, 10, 1), today), "Due since Thu 1 Oct.");
        let before = "One has been due since Mon 1 Sep 2025; this is the latest period to look back on.";
        assert_eq!(since(period, date(2025, 9, 1), today), before);
    }

    #[test]
    fn an_address_that_somebody_made_up_says_nothing() {
        let told = Told { kept: "<script>".to_owned(), due: "x".to_owned(), was: String::new() };
        assert_eq!(told.line("").into_string(), "");
        let told = Told { kept: "due-put-off".to_owned(), due: "\"><script>".to_owned(), was: String::new() };
        assert!(!told.line("").into_string().contains("<script>"));
    }
}
