//! How things are kept: SQLite or PostgreSQL. All SQL lives here, and nowhere else.
//!
//! A [`Store`] reads by itself and writes in [`Store::write`], one transaction after the other. There is one SQL text
//! for each query, run by whichever driver the [`Place`] names; only connecting, beginning and searching differ.
//! Every save of an entry appends a revision and renews what is searched, in the same transaction.
//! The store knows neither the clock nor the source of ids, and nothing of how words are folded: they are handed in.

#[macro_use]
mod db;
#[macro_use]
mod listed;
#[macro_use]
mod query;

mod adoption;
mod asked;
mod backup;
mod career;
mod case_likeness;
mod case_search;
mod collection;
mod cursor;
mod draft;
mod due;
mod entry;
mod error;
mod filter;
mod library_case;
mod likeness;
mod list;
mod membership;
mod open;
mod opportunity;
mod overview;
mod pattern;
mod place;
mod practice;
mod quarter;
mod reminder;
mod reply;
mod revision;
mod schema;
mod search;
mod setting;
mod space;
mod store;
mod tidying;
mod trash;
mod tx;
mod verify;

#[cfg(feature = "test-support")]
pub mod test_support;

pub use adoption::KeptAdoption;
pub use asked::{AskedCount, AskedLine};
pub use career::KeptCareer;
pub use case_likeness::{CaseLikeness, Shelf};
pub use case_search::{CaseClue, CaseFilter, CaseFound, CaseWords};
pub use collection::KeptCollection;
pub use cursor::{Cursor, CursorError, TrashCursor};
pub use draft::{Draft, Drafted, StrandedDraft};
pub use due::{DueMark, LookAgain};
pub use entry::{Change, Kept};
pub use error::StoreError;
pub use filter::Filter;
pub use library_case::{KeptCase, NewCase, Put};
pub use likeness::{Due, KeptLikeness, Likeness};
pub use list::{Among, Neighbours, Page};
pub use listed::Listed;
pub use opportunity::KeptOpportunity;
pub use overview::Overview;
pub use pattern::{KeptPattern, Stamp};
pub use place::Place;
pub use practice::{KeptPractice, ListedPractice, MOST_PRACTICES, Stretch};
pub use quarter::{KeptQuarter, Reviewed};
pub use reminder::{Channel, Claim, Reminded};
pub use reply::Reply;
pub use revision::RevisionLine;
pub use search::{Found, Match, SearchText, Term};
pub use store::{Store, Unwritable};
pub use tx::Tx;
pub use verify::CASE_UNREADABLE;
