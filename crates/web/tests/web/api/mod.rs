//! The JSON API.

mod document;
mod entries;
mod files;
mod history;
mod patterns;
mod library;
mod review;
mod similar;
mod writes;
