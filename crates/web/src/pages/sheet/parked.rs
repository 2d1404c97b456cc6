//! The parked idea that a button of the page names by its place.

use hansei_app::AppError;
use hansei_method::text::Text;
use hansei_store::Kept;

use super::Sent;
use crate::forms::Press;
use crate::state::Web;

/// A parked idea as it stood on the page.
pub(super) struct Idea {
    pub(super) words: Text,
    /// Where it stands now; `None` when it is gone, as after a button that was pressed twice.
    pub(super) place: Option<usize>,
}

/// Finds the idea that a button names: places are those of the version that the person saw, and other ideas may have
/// gone since. `None` when the button is about something else.
pub(super) async fn named(web: &Web, kept: &Kept, sent: &Sent) -> Result<Option<Idea>, AppError> {
    let (Press::Unpark(place) | Press::NotNow(place)) = sent.press else { return Ok(None) };
    let now = &kept.entry.review.parked;
    let seen = match sent.version.filter(|seen| *seen != kept.version) {
        None => now.clone(),
        Some(seen) => web.app.revision(kept.entry.id, seen).await?.review.parked,
    };
    let none =
        || AppError::NotFound("there is no parked idea at that place; look at the entry again".to_owned());
    let words = seen.get(place).ok_or_else(none)?.clone();
    if seen == *now {
        return Ok(Some(Idea { words, place: Some(place) }));
    }
    if seen.iter().filter(|idea| **idea == words).count() > 1 {
        return Err(AppError::Conflict(
            "this idea is parked twice, and one of them may be gone; look at the entry again".to_owned(),
        ));
    }
    let place = now.iter().position(|idea| *idea == words);
    Ok(Some(Idea { words, place }))
}
