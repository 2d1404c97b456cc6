//! What resembles what: the words of a text, a query over them, the excerpt that shows the match.
//!
//! Everything here is pure. A text is folded to words once, when it is saved, by [`search_text`]; what a
//! person types is folded by the same rules in [`SearchQuery::parse`]; a store compares the two and never sees
//! anything but such words, so every database finds the same entries. [`Excerpt`] and [`mark`] go back to the
//! original text, accents, capitals and all.
//!
//! - [`words`]: how a text becomes words, the one place that decides it
//! - [`terms`]: what a text is about: its words, stemmed, counted
//! - `bm25`: likeness by words
//! - [`digest`]: the stems of a text in a form that is kept
//! - [`vector`], [`table`]: likeness by meaning, from a table of pieces of words
//! - [`likeness`]: both together
//! - [`pairs`], [`neighbours`], [`groups`]: which texts of a log tell of the same kind of thing; [`commonness`] helps
//!   while the log is small
//! - [`cues`]: what a tendency is heard by
//! - [`naming`]: what a group is called, and when it is a pattern
//! - [`query`]: what is looked for: the terms for a store, and a plain scan that both databases agree with
//! - [`typo`]: what a mistyped word was meant to be
//! - [`excerpt`]: the part of a text worth showing, with the matches marked

mod bm25;
pub mod commonness;
mod communities;
pub mod cues;
pub mod digest;
pub mod excerpt;
mod forms;
pub mod groups;
mod index;
mod irregular;
pub mod likeness;
mod middle;
pub mod naming;
pub mod neighbours;
pub mod pairs;
mod pieces;
pub mod query;
pub mod table;
pub mod terms;
#[cfg(feature = "transformer")]
pub mod transformer;
pub mod typo;
pub mod vector;
pub mod words;

pub use communities::Verdicts;
pub use excerpt::{Excerpt, Piece, mark};
pub use query::{SearchQuery, Term};
pub use words::{fold, search_text};
