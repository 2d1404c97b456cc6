//! Entries in a list: as rows for people, as objects for programs.

use hansei_app::App;
use hansei_store::Listed;
use serde::Serialize;

use crate::error::CliError;
use crate::say;
use crate::table::Table;
use crate::words::control_word;

/// An entry of a list, as programs get it.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    id: String,
    short: String,
    version: i64,
    kind: &'static str,
    significance: &'static str,
    stage: &'static str,
    title: String,
    date: String,
    context: String,
    root_cause: Option<String>,
    lesson: Option<String>,
    change: Option<String>,
    tags: Vec<String>,
    controls: Vec<&'static str>,
    minutes: i64,
    attempt: Option<u32>,
    captured_at: String,
    saved_at: String,
}

impl Line {
    /// Reads a line of the store.
    pub(crate) async fn of(app: &App, listed: &Listed) -> Result<Self, CliError> {
        Ok(Self {
            id: listed.id.to_string(),
            short: app.short_id(listed.id).await?,
            version: listed.version,
            kind: listed.kind.word(),
            significance: listed.significance.word(),
            stage: listed.stage.word(),
            title: listed.title.clone(),
            date: listed.record.date.to_string(),
            context: listed.record.context.clone(),
            root_cause: listed.record.root_cause.clone(),
            lesson: listed.record.lesson.clone(),
            change: listed.record.change.clone(),
            tags: listed.tags.iter().map(ToString::to_string).collect(),
            controls: listed.controls.iter().map(|control| control_word(*control)).collect(),
            minutes: listed.minutes,
            attempt: listed.attempt,
            captured_at: listed.captured_at.to_string(),
            saved_at: listed.saved_at.to_string(),
        })
    }

    /// Reads many lines of the store.
    pub(crate) async fn all(app: &App, listed: &[Listed]) -> Result<Vec<Self>, CliError> {
        let mut lines = Vec::with_capacity(listed.len());
        for line in listed {
            lines.push(Self::of(app, line).await?);
        }
        Ok(lines)
    }
}

/// Writes entries as a table that fits the terminal.
pub(crate) async fn table(app: &App, listed: &[Listed], columns: Option<usize>) -> Result<String, CliError> {
    let mut table = Table::new(["ID", "DATE", "KIND", "REVIEW", "WHAT HAPPENED"]);
    for line in listed {
        table.row([
            app.short_id(line.id).await?,
            line.record.date.date().to_string(),
            line.kind.name().to_owned(),
            say::stage(line).to_owned(),
            line.title.clone(),
        ]);
    }
    Ok(table.write(columns))
}
