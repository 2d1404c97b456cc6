//! The numbers by which a state is told, shown and changed.

use std::fmt::Write as _;

use hansei_app::App;
use hansei_method::parameters::{Parameters, Shown};
use serde::Serialize;

use crate::commands::similar::WIDE;
use crate::error::CliError;
use crate::open::Desk;
use crate::output;
use crate::table::wrapped;

/// One number, as programs get it.
#[derive(Serialize)]
struct Number {
    name: &'static str,
    value: f64,
    default: f64,
    least: f64,
    most: f64,
    meaning: &'static str,
}

#[derive(Serialize)]
struct Numbers {
    parameters: Vec<Number>,
}

impl From<Shown> for Number {
    fn from(shown: Shown) -> Self {
        let Shown { name, meaning, value, default, least, most } = shown;
        Self { name, value, default, least, most, meaning }
    }
}

/// Sets numbers by their names, all of these or none; no names set all back.
pub(super) async fn change(desk: &Desk, app: &App, set: &[String]) -> Result<(), CliError> {
    if set.is_empty() {
        let parameters = Parameters::default();
        app.set_parameters(&parameters).await?;
        return show(desk, parameters);
    }
    let changes = set.iter().map(|said| read(said)).collect::<Result<Vec<_>, _>>()?;
    show(desk, app.change_parameters(&changes).await?)
}

fn read(said: &str) -> Result<(&str, f64), CliError> {
    let (name, value) = said
        .split_once('=')
        .ok_or_else(|| CliError::invalid(format!("\"{said}\" sets nothing; write NAME=VALUE")))?;
    let value = value.trim();
    let number = value
        .parse()
        .map_err(|_| CliError::invalid(format!("\"{value}\" is no number; write one like 3 or 0.7")))?;
    Ok((name.trim(), number))
}

/// Shows all of them.
pub(super) fn show(desk: &Desk, parameters: Parameters) -> Result<(), CliError> {
    if desk.output.json {
        let parameters = parameters.shown().map(Number::from).into();
        return output::print_json(&Numbers { parameters });
    }
    let columns = desk.output.columns.unwrap_or(WIDE);
    let mut written = String::new();
    for Shown { name, meaning, value, default, least, most } in parameters.shown() {
        let at_first =
            if value.total_cmp(&default).is_eq() { String::new() } else { format!(" (at first {default})") };
        let _ = writeln!(written, "{name} = {value}{at_first}");
        written.push_str(&wrapped(&format!("{meaning}; from {least} to {most}"), columns, "  "));
    }
    written.push_str(&wrapped(
        "These are choices, and no findings. Change one: hansei growth --set NAME=VALUE; all back: hansei growth --reset; the last change: hansei growth --undo",
        columns,
        "",
    ));
    output::print(&written)
}
