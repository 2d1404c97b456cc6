//! The JSON API.

mod career;
mod coach;
mod document;
mod entries;
mod files;
mod history;
mod hostile;
mod library;
mod patterns;
mod practice;
mod review;
mod similar;
mod writes;
