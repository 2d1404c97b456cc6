//! Reminders: what is due, brought to the person where they are.

mod again;
pub mod calendar;
mod change;
mod chosen;
mod due;
mod feed;
mod put_off;
mod sending;
mod standing;
pub mod view;

pub use again::{Matter, ToLookAt};
pub use change::{MailSaid, WebhookSaid};
pub use chosen::{Channel, Hidden, Mail, Quiet, Reminders, Security, Webhook};
pub use due::{Due, Item, Sort, Titled, UNTOUCHED_DAYS, WAITING_DAYS};
pub use sending::{Carried, Carrier, Parcel, Pause, Tried, Way, examine_reminders};
pub use standing::{Overview, Said, Standing};
