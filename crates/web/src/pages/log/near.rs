//! What is near to a whole sentence, beside the few entries that have all of its words: looked for once somebody pauses.

use axum::extract::State;
use maud::{Markup, html};

use super::HITS;
use super::asked::Asked;
use super::found;
use crate::error::WebError;
use crate::extract::Form;
use crate::state::Web;

/// Fills the place. What cannot be told is let go: what was found stands already.
pub(super) async fn show(State(web): State<Web>, Form(asked): Form<Asked>) -> Result<Markup, WebError> {
    if asked.is_wordless() || !asked.wrong().is_empty() {
        return Ok(html! {});
    }
    let looked = web.app.look_up_typed(&asked.q, &asked.filter(), true, HITS).await?;
    let near = web.app.near_beside(&asked.q, true, &looked).await;
    Ok(found::near(&near, web.app.now().date()))
}
