//! A collection is taken away whole: asked about once, hidden at once, erased by the way.

use axum::Router;
use axum::extract::State;
use axum::response::Redirect;
use axum::routing::get;
use hansei_method::id::CollectionId;
use hansei_store::KeptCollection;
use maud::{Markup, html};

use super::{cases, collection_address};
use crate::error::WebError;
use crate::extract::Path;
use crate::page::layout::Here;
use crate::page::parts::Confirm;
use crate::pages::flash::Done;
use crate::pages::frame::Frame;
use crate::state::Web;

/// Serves this page.
pub(super) fn routes() -> Router<Web> {
    Router::new().route("/library/collections/{id}/take-away", get(sure).post(take_away))
}

async fn sure(State(web): State<Web>, Path(id): Path<CollectionId>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let kept = web.app.collection(id).await?;
    Ok(frame.page("Take this collection away?", Here::Library, &page(&kept)))
}

async fn take_away(State(web): State<Web>, Path(id): Path<CollectionId>) -> Result<Redirect, WebError> {
    web.app.delete_collection(id).await?;
    let app = web.app.clone();
    // Erasing a million cases takes minutes; broken off, it goes on with the next start.
    tokio::spawn(async move { drop(app.erase_hidden_cases(|_| ()).await) });
    Ok(Done::TakenAway.then("/library", None))
}

fn page(kept: &KeptCollection) -> Markup {
    let id = kept.collection.id;
    let sentence = format!(
        "{} with it, out of the library, its search and what is shown beside your entries. Nothing brings them back, but \
         the file they came from can be imported again. Lessons that you adopted from it stay, with where they came from.",
        if kept.cases == 1 { "1 case goes".to_owned() } else { format!("{} go", cases(kept.cases)) }
    );
    html! {
        (Confirm {
            question: "Take this collection away?",
            sentence: &sentence,
            words: kept.collection.name.as_str(),
            action: &format!("/library/collections/{id}/take-away"),
            hidden: &[],
            verb: "Take it away",
            back: &collection_address(id),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::fixture::{self, lines};

    #[test]
    fn taking_away_asks_once_and_says_what_stays() {
        let page = page(&fixture::collection(fixture::HOSTILE, 12_345));
        fixture::check(&page);
        insta::assert_snapshot!(lines(page));
    }
}
