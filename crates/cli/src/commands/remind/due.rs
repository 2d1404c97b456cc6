//! What is due, by name: listed, put off, and looked at.

use std::fmt::Write as _;

use hansei_app::App;
use hansei_app::reminders::Item;
use hansei_app::reminders::view::DueView;
use jiff::civil::Date;
use owo_colors::OwoColorize as _;
use serde::Serialize;

use crate::error::CliError;
use crate::open::Desk;
use crate::table::Table;
use crate::{output, say};

/// How many characters of an id a name shows at least.
const SHORTEST: usize = 4;

/// What was said of something that is due, as programs get it.
#[derive(Serialize)]
struct Said {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    looked_at: bool,
}

/// Shortens names as far as each still names one thing: "decision/3f2a", "quarter".
pub(crate) struct Names(Vec<String>);

impl Names {
    /// Takes all the names among which each is to be told apart.
    pub(crate) fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self(names.into_iter().map(str::to_owned).collect())
    }

    /// Shortens one of them.
    pub(crate) fn short(&self, name: &str) -> String {
        let sort = name.find('/').unwrap_or(name.len());
        let others = || self.0.iter().filter(|other| *other != name);
        if name.starts_with("quarter/") && !others().any(|other| other.starts_with("quarter/")) {
            return name[..sort].to_owned();
        }
        let ends = (sort + 1 + SHORTEST).min(name.len())..name.len();
        let ends = ends.filter(|end| name.is_char_boundary(*end)).map(|end| &name[..end]);
        let told = ends.into_iter().find(|start| !others().any(|other| other.starts_with(start)));
        told.unwrap_or(name).to_owned()
    }
}

/// Lists what is due and what was put off, with the names by which they are put off; nothing where there is nothing.
pub(super) fn listed(due: &[DueView], put_off: &[DueView], columns: Option<usize>) -> String {
    let names = Names::of(due.iter().chain(put_off).map(|it| it.name.as_str()));
    let mut told = String::new();
    for (heading, all) in [("Due", due), ("Put off until", put_off)] {
        if all.is_empty() {
            continue;
        }
        let mut table = Table::new(["NAME", "DAY", "WHAT"]);
        for it in all {
            let title = it.title.as_ref().map_or_else(String::new, |title| format!(": {title}"));
            table.row([names.short(&it.name), it.day.to_string(), format!("{}{title}", it.sort.words())]);
        }
        let _ = write!(told, "\n{}\n{}", heading.bold(), table.write(columns));
    }
    told
}

/// Puts off what a name names, or lets it be due as before.
pub(crate) async fn put_off(desk: &Desk, app: &App, name: &str, until: Option<Date>) -> Result<(), CliError> {
    let item = app.find_due(name).await?;
    app.put_off_due(&item.name, until).await?;
    let told = match until {
        Some(day) => format!("Nothing asks before {} about", say::day(day)),
        None => "It may be asked about again:".to_owned(),
    };
    said(desk, app, &item, Said { name: item.name.clone(), until, looked_at: false }, &told).await
}

/// Keeps that a decision or a plan was looked at, or takes that back.
pub(super) async fn looked_at(desk: &Desk, app: &App, name: &str, is_undo: bool) -> Result<(), CliError> {
    let name = if is_undo { name.to_owned() } else { app.find_due(name).await?.name };
    app.look_at_due(&name, !is_undo).await?;
    if desk.output.json {
        return output::print_json(&Said { name, until: None, looked_at: !is_undo });
    }
    if is_undo {
        return output::print(&format!("It may be asked about again: {name}\n"));
    }
    output::print(&format!("Looked at, and not due any more: {name}\n"))?;
    output::tell(&format!("Take it back: hansei remind looked-at {name} --undo"));
    Ok(())
}

async fn said(desk: &Desk, app: &App, item: &Item, said: Said, told: &str) -> Result<(), CliError> {
    if desk.output.json {
        output::print_json(&said)?;
    } else {
        output::print(&format!("{told} {} ({})\n", item.name, item.sort.words()))?;
    }
    crate::daily::after_a_change(desk, app).await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_short_as_they_can_be_told_apart() {
        let all = [
            "decision/3f2a0000/2026-06-01",
            "decision/3f2b0000/2026-06-01",
            "quarter/2026-07-01",
            "plan/3f2a0000/x",
        ];
        let names = Names::of(all);
        assert_eq!(
            all.map(|name| names.short(name)),
            ["decision/3f2a", "decision/3f2b", "quarter", "plan/3f2a"]
        );
        let alike = ["plan/3f2a0000/2026-06-01", "plan/3f2a0000/2026-07-01"];
        assert_eq!(Names::of(alike).short(alike[0]), "plan/3f2a0000/2026-06");
    }
}
