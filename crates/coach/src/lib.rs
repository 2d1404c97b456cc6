//! The coach reads an answer and asks at most one question, with the words that made it ask.
//!
//! Everything here is pure: the same answer in the same place gets the same question, on every machine. Each field has a
//! question that always stands there; what is found in an answer only chooses a sharper one. Most flaws are learned: a
//! logistic regression over words, neighbours, kinds of words and meaning, from the sentences in `data/sentences`
//! (`examples/train`), measured on writers it has never seen (`examples/evaluate`).
//!
//! - [`read`]: an answer in a field, with what is known besides it
//! - [`field`], [`flaw`]: where an answer stands, what is looked for there, and how it is asked
//! - [`control`]: factors that were sorted under the wrong control
//! - [`closure`]: causes that end too early, one chain or a whole tree
//! - [`filled`]: what an intention or an action holds, as fields
//! - [`model`]: what was learned
//! - [`is_role_word`]: what people are called by what they do

mod asked;
mod care;
mod classes;
pub mod closure;
pub mod control;
mod cue;
mod date;
mod day;
mod deed;
mod denial;
mod features;
pub mod field;
pub mod filled;
pub mod flaw;
mod grounds;
mod language;
mod leaf;
pub mod model;
mod party;
mod prose;
mod quantity;
mod reading;
mod restating;
mod slots;
mod stock;
mod telling;

pub use asked::{Asked, Meant, Weight};
pub use field::Field;
pub use flaw::{Flaw, Offer};
pub use party::is_role_word;
pub use reading::{Context, Reading, chance, look_for, read, sentences, strength};
pub use slots::{Slot, Slots};
