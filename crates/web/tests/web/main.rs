//! The web side from outside: a router over a log in memory, at a fixed time, with counted ids.

mod api;
mod harness;
mod security;
