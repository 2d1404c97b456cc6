//! The JSON API.

mod document;
mod entries;
mod files;
mod history;
mod patterns;
mod review;
mod similar;
mod writes;
