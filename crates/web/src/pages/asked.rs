//! What the coach asked so far, for the person's own look: what became of it, what has gone quiet, what was meant.

use axum::Router;
use axum::extract::State;
use axum::response::Redirect;
use axum::routing::{get, post};
use hansei_app::AppError;
use hansei_app::coach::{Field, Flaw};
use hansei_app::coaching::{LAST, MOST_WAVED_AWAY, MeantWords, RuleCounts};
use maud::{Markup, html};
use serde::Deserialize;

use super::flash::{Done, Flash};
use super::frame::{self, Frame};
use crate::error::WebError;
use crate::extract::{Form, Query};
use crate::page::layout::Here;
use crate::page::parts::{Button, Confirm, act, empty, head, meta, section};
use crate::state::Web;

/// What the buttons send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    rule: String,
    entry: String,
    field: String,
    words: String,
}

/// Serves this page.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/coach", get(show))
        .route("/coach/again", post(again))
        .route("/coach/unmean", post(unmean))
        .route("/coach/forget", get(sure).post(forget))
}

async fn show(State(web): State<Web>, Query(flash): Query<Flash>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let (counts, meant) = (web.app.coach_counts().await?, web.app.meant_words().await?);
    Ok(frame.page("What the coach asked", Here::Settings, &html! { (flash.line()) (page(&counts, &meant)) }))
}

async fn again(State(web): State<Web>, Form(sent): Form<Sent>) -> Result<Redirect, WebError> {
    let flaw =
        Flaw::named(&sent.rule).ok_or_else(|| AppError::Invalid("there is no such rule".to_owned()))?;
    web.app.hear_again(flaw).await?;
    Ok(Done::Heard.then("/coach", None))
}

async fn unmean(State(web): State<Web>, Form(sent): Form<Sent>) -> Result<Redirect, WebError> {
    let field =
        Field::named(&sent.field).ok_or_else(|| AppError::Invalid("there is no such field".to_owned()))?;
    web.app.unmean(frame::entry_id(&sent.entry)?, field, &sent.rule, &frame::typed(&sent.words)).await?;
    Ok(Done::Heard.then("/coach", None))
}

async fn sure(State(web): State<Web>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let confirm = Confirm {
        question: "Forget all of it?",
        sentence: "What was asked and what became of it, and the words you said you meant as they stand: they can be asked about \
            again. Your entries stay as they are. This cannot be taken back.",
        words: "",
        action: "/coach/forget",
        hidden: &[],
        verb: "Forget it",
        back: "/coach",
    };
    Ok(frame.page("Forget all of it?", Here::Settings, &html! { (confirm) }))
}

async fn forget(State(web): State<Web>) -> Result<Redirect, WebError> {
    web.app.forget_asked().await?;
    Ok(Done::Forgotten.then("/coach", None))
}

fn page(counts: &[RuleCounts], meant: &[MeantWords]) -> Markup {
    html! {
        (head("What the coach asked", None))
        p.lede.below-5 { "Kept on this computer for you alone. It is in no export and is never sent." }
        @if counts.is_empty() { (empty("Nothing so far. The coach reads along in a review and asks at most one question about an answer.", None)) }
        @else {
            (section("rules", "What became of it", "", &html! { ul.list role="list" { @for counts in counts { (rule(counts)) } } }))
            @if !meant.is_empty() {
                (section("meant", "What you meant as it stands", "", &html! { ul.list role="list" { @for words in meant { (said(words)) } } }))
            }
            p { (Button::quiet("Forget all of it").href("/coach/forget")) }
        }
    }
}

fn rule(counts: &RuleCounts) -> Markup {
    html! {
        li.side {
            div {
                p { (counts.flaw.name()) }
                p.meta { (told(counts)) }
                @if counts.is_quiet {
                    (meta(&format!("It has gone quiet: of its last {LAST} questions you waved away more than {MOST_WAVED_AWAY}.")))
                }
            }
            @if counts.is_quiet {
                (act("/coach/again", &[("rule", counts.flaw.rule())], Button::plain("Ask again").about(counts.flaw.name())))
            }
        }
    }
}

/// Says how often it was asked, and what became of it.
fn told(counts: &RuleCounts) -> String {
    let open = counts.asked - counts.kept - counts.revised - counts.meant;
    let parts = [
        (counts.revised, "rewritten"),
        (counts.kept, "kept as written"),
        (counts.meant, "meant as it stands"),
        (open, "not saved yet"),
    ];
    let parts: Vec<_> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let times =
        if counts.asked == 1 { "Asked once".to_owned() } else { format!("Asked {} times", counts.asked) };
    format!("{times}: {}.", parts.join(", "))
}

fn said(meant: &MeantWords) -> Markup {
    let entry = meant.entry.to_string();
    let hidden = [
        ("entry", entry.as_str()),
        ("field", meant.field.word()),
        ("rule", meant.flaw.rule()),
        ("words", meant.words.as_str()),
    ];
    html! {
        li.side {
            div {
                a.words href={ "/entries/" (meant.entry) } dir="auto" { (meant.words) }
                p.meta { (meant.flaw.name()) }
            }
            (act("/coach/unmean", &hidden, Button::plain("Ask about it again").about(&meant.words)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, HOSTILE};
    use super::*;

    fn counts(flaw: Flaw, asked: u64, is_quiet: bool) -> RuleCounts {
        RuleCounts { flaw, asked, meant: u64::from(is_quiet) * 3, revised: 1, kept: 0, is_quiet }
    }

    #[test]
    fn what_became_of_it_is_counted_and_quiet_rules_can_be_heard_again() {
        let meant = MeantWords {
            entry: fixture::captured().id,
            field: Field::Next,
            flaw: Flaw::Aspiration,
            words: HOSTILE.to_owned(),
        };
        let page = page(&[counts(Flaw::Blame, 1, false), counts(Flaw::Aspiration, 6, true)], &[meant]);
        fixture::check(&page);
        insta::assert_snapshot!(fixture::lines(page));
    }

    #[test]
    fn where_nothing_was_asked_nothing_is_counted() {
        let page = page(&[], &[]);
        fixture::check(&page);
        assert!(page.into_string().contains("Nothing so far."));
    }
}
