//! One file for each word of the command line, under the same name.

pub(crate) mod attempt;
pub(crate) mod attempts;
pub(crate) mod backup;
pub(crate) mod career;
pub(crate) mod coach;
pub(crate) mod completions;
pub(crate) mod delete;
pub(crate) mod deleted;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod edit;
pub(crate) mod erase;
pub(crate) mod export;
pub(crate) mod growth;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod learned;
pub(crate) mod lesson;
pub(crate) mod library;
pub(crate) mod list;
pub(crate) mod log;
pub(crate) mod man;
pub(crate) mod model;
pub(crate) mod open;
pub(crate) mod patterns;
pub(crate) mod practice;
pub(crate) mod put_off;
pub(crate) mod quarter;
pub(crate) mod remind;
pub(crate) mod reopen;
pub(crate) mod restore;
pub(crate) mod review;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod settings;
pub(crate) mod share;
pub(crate) mod show;
pub(crate) mod similar;
pub(crate) mod take_back;
pub(crate) mod today;
pub(crate) mod undo;

use hansei_app::{App, Saved};
use serde::Serialize;

use crate::error::CliError;
use crate::open::Desk;
use crate::output;

/// What a change answers to a program.
#[derive(Debug, Serialize)]
struct Changed {
    id: String,
    short: String,
    version: i64,
}

/// Says what was done to one entry, then lets the daily backup happen.
async fn changed(desk: &Desk, app: &App, saved: Saved, told: &str) -> Result<(), CliError> {
    let short = app.short_id(saved.id).await?;
    if desk.output.json {
        output::print_json(&Changed { id: saved.id.to_string(), short, version: saved.version })?;
    } else {
        output::print(&format!("{told} {short}\n"))?;
    }
    crate::daily::after_a_change(desk, app).await;
    Ok(())
}
