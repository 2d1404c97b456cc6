//! The JSON API.

mod document;
mod entries;
mod files;
mod history;
mod review;
mod similar;
mod writes;
