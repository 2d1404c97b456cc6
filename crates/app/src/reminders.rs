//! Reminders: what is due, brought to the person where they are.

pub mod calendar;
mod chosen;
mod due;
mod feed;
mod sending;

pub use chosen::{Channel, Hidden, Mail, Quiet, Reminders, Security, Webhook};
pub use due::{Due, Item, Sort, UNTOUCHED_DAYS};
pub use sending::{Carried, Carrier, Parcel, Pause, Tried, Way, examine_reminders};
