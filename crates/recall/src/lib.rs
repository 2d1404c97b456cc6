//! What resembles what: the words of a text, a query over them, the excerpt that shows the match.
//!
//! Everything here is pure. A text is folded to words once, when it is saved, by [`search_text`]; what a
//! person types is folded by the same rules in [`SearchQuery::parse`]; a store compares the two and never sees
//! anything but such words, so every database finds the same entries. [`Excerpt`] and [`mark`] go back to the
//! original text, accents, capitals and all.
//!
//! - [`words`]: how a text becomes words, the one place that decides it
//! - [`query`]: what is looked for, written for FTS5, for `tsquery`, and as a plain scan
//! - [`excerpt`]: the part of a text worth showing, with the matches marked

pub mod excerpt;
pub mod query;
pub mod words;

pub use excerpt::{Excerpt, Piece, mark};
pub use query::SearchQuery;
pub use words::{fold, search_text};
