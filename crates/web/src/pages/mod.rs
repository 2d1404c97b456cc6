//! The pages: one file for each, with its handlers and its markup.

pub mod asked;
mod asked_of_whole;
pub mod attempts;
mod beside;
pub mod calendar;
pub mod career;
mod cause_changes;
mod cause_editor;
mod causes;
mod coached;
mod day;
pub mod deleted;
pub mod details;
pub mod due;
pub mod entry;
pub mod files;
#[cfg(test)]
mod fixture;
mod flash;
pub(crate) mod frame;
pub mod growth;
pub mod happened;
pub mod history;
pub mod intended;
pub mod lesson;
pub mod library;
pub mod log;
mod marked;
pub mod next;
pub mod patterns;
pub mod practice;
pub mod quarter;
mod question;
pub mod reminders;
pub mod review;
pub mod settings;
pub mod share;
mod sheet;
pub mod similar;
mod step;
pub mod today;
pub mod why;

pub(crate) use today::LANDING;

use axum::Router;

use crate::state::Web;

/// Serves every page.
pub fn routes() -> Router<Web> {
    Router::new()
        .merge(asked::routes())
        .merge(attempts::routes())
        .merge(calendar::routes())
        .merge(career::routes())
        .merge(deleted::routes())
        .merge(details::routes())
        .merge(due::routes())
        .merge(entry::routes())
        .merge(files::routes())
        .merge(growth::routes())
        .merge(happened::routes())
        .merge(history::routes())
        .merge(intended::routes())
        .merge(library::routes())
        .merge(log::routes())
        .merge(next::routes())
        .merge(patterns::routes())
        .merge(practice::routes())
        .merge(quarter::routes())
        .merge(reminders::routes())
        .merge(review::routes())
        .merge(settings::routes())
        .merge(share::routes())
        .merge(lesson::routes())
        .merge(similar::routes())
        .merge(today::routes())
        .merge(why::routes())
}
