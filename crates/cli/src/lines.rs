//! Entries in a list: as rows for people, as objects for programs.

use std::collections::HashMap;

use hansei_app::App;
use hansei_method::id::EntryId;
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
    pub(crate) fn of(listed: &Listed, shorts: &Shorts) -> Self {
        Self {
            id: listed.id.to_string(),
            short: shorts.of(listed.id),
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
        }
    }

    /// Reads many lines of the store.
    pub(crate) async fn all(app: &App, listed: &[Listed]) -> Result<Vec<Self>, CliError> {
        let shorts = Shorts::of_all(app, listed).await?;
        Ok(listed.iter().map(|line| Self::of(line, &shorts)).collect())
    }
}

/// The short ids of the entries in a list, found out at once.
#[derive(Debug)]
pub(crate) struct Shorts(HashMap<EntryId, String>);

impl Shorts {
    /// Finds them.
    pub(crate) async fn of_all(
        app: &App,
        listed: impl IntoIterator<Item = &Listed>,
    ) -> Result<Self, CliError> {
        let ids: Vec<EntryId> = listed.into_iter().map(|line| line.id).collect();
        Ok(Self(app.short_ids(&ids).await?))
    }

    /// Returns the short id of one entry; the whole one when it is gone by now.
    pub(crate) fn of(&self, id: EntryId) -> String {
        self.0.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
}

/// Writes entries as a table that fits the terminal.
pub(crate) async fn table(app: &App, listed: &[Listed], columns: Option<usize>) -> Result<String, CliError> {
    let mut table = Table::new(["ID", "DATE", "KIND", "REVIEW", "WHAT HAPPENED"]);
    let shorts = Shorts::of_all(app, listed).await?;
    let drafted = app.only_drafted(listed).await?;
    for line in listed {
        let stage = if drafted.contains(&line.id) { "begun, not saved" } else { say::stage(line) };
        table.row([
            shorts.of(line.id),
            line.record.date.date().to_string(),
            line.kind.name().to_owned(),
            stage.to_owned(),
            line.title.clone(),
        ]);
    }
    Ok(table.write(columns))
}
