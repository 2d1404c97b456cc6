//! The web side from outside: a router over a log in memory, at a fixed time, with counted ids.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod api;
mod calendar;
mod career;
mod causes;
mod coached;
mod conflicts;
mod desk;
mod drafts;
mod due;
mod everyday;
mod filters;
mod harness;
mod journeys;
mod lesson;
mod library;
mod logs;
mod patterns;
mod practice;
mod quarter;
mod reminders;
mod reviewing;
mod security;
mod similar;
mod simulation;
mod stories;
