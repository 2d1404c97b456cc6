//! Files of other people's failures, good and bad, as an import meets them.

#![expect(clippy::unwrap_used, reason = "a fixture that fails is a failed test")]

mod archives;
mod corpora;
mod damaged;
mod forms;
mod harness;
mod limits;
mod properties;
