//! The binary from outside: what it prints, what it refuses, and what it keeps when things go wrong.

#![expect(clippy::unwrap_used, reason = "a fixture that fails is a failed test")]

mod career;
mod coach;
mod faults;
mod harness;
mod help;
mod json;
mod model;
mod patterns;
mod postgres;
mod practice;
mod quarter;
mod refused;
mod remind;
mod stories;
mod terminal;
mod told;
