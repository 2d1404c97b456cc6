//! What entries, reviews and commitments are, and what may happen to them.
//!
//! Pure: no input or output, no clock, no randomness. What comes from outside is parsed once into the types here,
//! and a change is a function on a type, with `now` handed in. The way these types are written as JSON is the one
//! format of hansei: files, the API and the database all carry it.

pub mod account;
pub mod adoption;
pub mod amount;
pub mod analysis;
pub mod answers;
pub mod attempt;
pub mod automaticity;
mod beta;
pub mod cadence;
mod calendar;
pub mod capture;
pub mod career;
pub mod case;
pub mod cause;
pub mod checklist;
pub mod difference;
pub mod entry;
pub mod estimate;
pub mod factor;
pub mod fidelity;
pub mod gap;
pub mod growth;
pub mod id;
pub mod intention;
pub mod items;
pub mod moment_line;
mod numeral;
pub mod occurred;
pub mod opportunity;
pub mod parameters;
pub mod pattern;
pub mod plan;
pub mod practice;
mod prefix;
pub mod quarter;
pub mod question;
pub mod rate;
pub mod record;
pub mod recurrence;
pub mod review;
mod scale;
mod sentence;
pub mod spent;
pub mod stage;
pub mod standing;
pub mod tag;
pub mod tendency;
pub mod text;
pub mod unit;
pub mod when;
mod written;
