//! What leaves this machine, against servers of this machine: none of these tests needs a network.

#![expect(clippy::unwrap_used, reason = "a fixture that fails is a failed test")]

mod certificates;
mod guard;
mod mail;
mod mail_server;
mod web_server;
mod webhook;
