//! Reminders: what is due, brought to the person where they are.

pub mod calendar;
