//! What a search found, as stretches of words of which some are marked.

use hansei_recall::{Excerpt, Piece};

/// Shows the place where the words stand; nothing where they stand in the title alone.
pub(crate) fn excerpt(cut: &Excerpt) -> Vec<(bool, &str)> {
    if !cut.pieces.iter().any(|piece| matches!(piece, Piece::Marked(_))) {
        return Vec::new();
    }
    let before = cut.starts_inside.then_some((false, "… "));
    let after = cut.ends_inside.then_some((false, " …"));
    before.into_iter().chain(cut.pieces.iter().map(stretch)).chain(after).collect()
}

/// Turns a piece into what is drawn of it.
pub(crate) fn stretch(piece: &Piece) -> (bool, &str) {
    (matches!(piece, Piece::Marked(_)), piece.text())
}
