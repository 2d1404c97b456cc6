//! The binary from outside: what it prints, what it refuses, and what it keeps when things go wrong.
//! (In the making: `faults`, `stories` and `harness` are written by the helper "cli faults"; the help texts and the output of
//! commands by the helper "cli".)

#![expect(clippy::unwrap_used, reason = "a fixture that fails is a failed test")]

mod faults;
mod harness;
mod stories;
