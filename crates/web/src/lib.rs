//! How browsers and programs ask for it: pages, fragments, the JSON API.

pub mod assets;
pub mod page;
