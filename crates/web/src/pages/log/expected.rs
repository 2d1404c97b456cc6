//! Whoever looks up what they learned before they begin is asked afterwards whether the moment came up.

use axum::extract::State;
use hansei_app::list::Looked;
use hansei_app::practice::Practised;
use hansei_method::id::OpportunityId;
use maud::{Markup, html};

use super::HITS;
use super::asked::Asked;
use crate::error::WebError;
use crate::extract::Form;
use crate::page::parts::Button;
use crate::pages::practice::said;
use crate::state::Web;

/// Fills the place when the question is asked in full.
pub(super) async fn show(State(web): State<Web>, Form(asked): Form<Asked>) -> Result<Markup, WebError> {
    if asked.is_wordless() {
        return Ok(html! {});
    }
    let looked = web.app.look_up(&asked.q, &asked.filter(), true, HITS).await?;
    Ok(of(&web, &asked.q, &looked).await)
}

/// Expects the moments of what was found, and says so. It is let go where it cannot be kept: what was found counts.
pub(super) async fn of(web: &Web, words: &str, looked: &Looked) -> Markup {
    told(&web.app.expect_looked_up(words, looked).await.unwrap_or_default())
}

/// Draws the place that fills itself when the question is sent, and never while it is typed.
pub(super) fn place(inside: &Markup) -> Markup {
    html! {
        div #expected hx-post="/log/expected" hx-include="form[role=search]" hx-trigger="submit from:form[role=search]" {
            (inside)
        }
    }
}

pub(super) fn told(expected: &[(Practised, OpportunityId)]) -> Markup {
    html! {
        @if !expected.is_empty() {
            div.stack.gap-2.above-4 role="note" aria-label="What you are asked later" {
                p.meta { "Later you are asked whether the moment came up:" }
                ul.stack.gap-2 role="list" {
                    @for (it, moment) in expected {
                        @let cue = it.practice.commitment.cue.as_str();
                        @let address = format!("{}/moments/{moment}/not-asked", said::address(it));
                        li.row {
                            a.words.sm href=(said::address(it)) dir="auto" { (cue) }
                            form method="post" action=(address) hx-post=(address) hx-target="closest li" hx-swap="outerHTML" {
                                (Button::quiet("Do not ask").small().about(cue))
                            }
                        }
                    }
                }
            }
        }
    }
}
