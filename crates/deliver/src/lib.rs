//! How a reminder leaves this machine: by mail, by webhook, as a notification on the desktop.
//!
//! The only crate that connects outwards, and it does so only while a `send` or a `show` is awaited. It keeps nothing, reads no
//! clock, no environment and no file: times, keys, limits and what is to be said are handed in.

#[cfg(feature = "desktop")]
pub mod desktop;
pub mod guard;
pub mod mail;
pub mod secret;
pub mod trust;
pub mod webhook;
