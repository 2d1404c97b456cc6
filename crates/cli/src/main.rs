//! The binary `hansei`: arguments, configuration, output, and the server.

mod answers_file;
mod browser;
mod carrier;
mod cli;
mod commands;
mod config;
mod daily;
mod error;
mod files;
mod input;
mod interview;
mod lines;

mod open;
mod output;
mod running;
mod say;
mod story;
mod table;
mod words;
mod world;
mod zone;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
