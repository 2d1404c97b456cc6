//! What a person can do, through the whole of app and store, on a database in memory.

#![expect(clippy::unwrap_used, reason = "a fixture that fails is a failed test")]

mod adopted;
mod attempt;
mod calendar;
mod capture;
mod career;
mod clocks;
mod coaching;
mod demo;
mod draft;
mod due;
mod harness;
mod history;
mod judged;
mod kin;
mod lesson;
mod library;
mod list;
mod meanwhile;
mod model;
mod once;
mod patterns;
mod practice;
mod practised;
mod quarter;
mod reminders;
mod review;
mod searched;
mod similar;
