//! How browsers and programs ask for it: pages, fragments, the JSON API.

pub mod api;
pub mod assets;
mod care;
pub mod door;
mod download;
pub mod error;
pub mod extract;
mod forms;
mod hex;
pub mod page;
pub mod pages;
pub mod server;
pub mod state;
