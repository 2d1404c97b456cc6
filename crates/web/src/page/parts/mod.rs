//! The parts pages are built from. A part takes plain text and gives markup; it knows no noun of the domain.

mod bins;
mod button;
mod capture;
mod field;
mod gap;
mod log;
mod notes;
mod overview;
mod parked;
mod pick;
mod plan;
mod rows;
mod say;
mod text;
mod theirs;
mod time;
mod tree;
mod unsent;

pub use bins::{Bin, Slip, bins, moves};
pub use button::{Button, act};
pub use capture::Capture;
pub use field::Field;
pub use gap::{GapRow, Strip, gap};
pub use log::{Hit, LogGroup, LogRow, Search, hits, log, marked, pager};
pub use notes::{Question, sealed};
pub use overview::{overview, overview_to};
pub use parked::{Parked, parked};
pub use pick::{Pick, Picks, Select, check};
pub use plan::{Holds, Plan};
pub use rows::{Tools, tools};
pub use say::{Confirm, check_these, empty, kept, kept_and};
pub use text::{Size, capital, coded, fold, head, lede, meta, section, slots, status, words, words_in};
pub use theirs::{Told, theirs, told};
pub use time::{Moment, timeline, timeline_key};
pub use tree::{Cause, CauseKind, tree, tree_key};
pub use unsent::unsent;
