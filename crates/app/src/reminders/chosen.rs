//! What the person chose about reminders: every channel is off until somebody turns it on.

use std::fmt;

use jiff::civil::Time;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::{App, AppError};

/// The name under which it is kept.
pub(super) const NAME: &str = "reminders";

/// A way by which a reminder leaves the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A letter.
    Mail,
    /// A program of the person's own is told.
    Webhook,
    /// A notification on the desktop.
    Desktop,
}

impl Channel {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Mail, Self::Webhook, Self::Desktop];

    /// Returns the word that stands for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Webhook => "webhook",
            Self::Desktop => "desktop",
        }
    }

    /// Finds it by its word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.word() == word)
    }
}

/// A password or a key: kept, used, and never shown again. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hidden(String);

impl Hidden {
    /// Takes a password as it was typed.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Gives it away, for using it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Hidden")
    }
}

/// How the way to a mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// From the first byte.
    Tls,
    /// After a greeting, before anything else.
    StartTls,
    /// Not at all; only for a server on this machine.
    Plain,
}

/// Reminders by mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Whether letters are sent.
    pub on: bool,
    /// The name of the server that takes them.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is encrypted.
    pub security: Security,
    /// The user there, if it asks for one.
    pub user: Option<String>,
    /// The password of that user.
    pub password: Option<Hidden>,
    /// Who the letters are from.
    pub from: String,
    /// Who they are for.
    pub to: String,
    /// A certificate in PEM form that is believed as well, for a server of one's own.
    pub certificate: Option<String>,
}

/// Reminders to a program of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// Whether it is told.
    pub on: bool,
    /// Its address.
    pub url: String,
    /// The key that messages to it are signed with.
    pub key: Hidden,
    /// Whether it may be on this machine or in this network.
    pub at_home: bool,
    /// A certificate in PEM form that is believed as well.
    pub certificate: Option<String>,
}

/// Hours in which nothing is sent; from nine in the evening to eight in the morning, unless somebody says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// When they begin.
    pub from: Time,
    /// When they are over. The same as the beginning: there are none.
    pub until: Time,
}

impl Quiet {
    /// Says whether a time of day is among them.
    #[must_use]
    pub fn holds(self, time: Time) -> bool {
        if self.from <= self.until {
            self.from <= time && time < self.until
        } else {
            self.from <= time || time < self.until
        }
    }
}

/// What the person chose about reminders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reminders {
    /// From which time of day on a reminder is sent, at most one a day by each channel.
    pub at: Time,
    /// When nothing is sent.
    pub quiet: Quiet,
    /// Letters.
    pub mail: Option<Mail>,
    /// A program of one's own.
    pub webhook: Option<Webhook>,
    /// Notifications on the desktop.
    pub desktop: bool,
    /// The digest of the token in the address of the calendar; `None` while there is no address.
    pub feed: Option<String>,
}

impl Default for Reminders {
    fn default() -> Self {
        Self {
            at: Time::constant(8, 0, 0, 0),
            quiet: Quiet { from: Time::constant(21, 0, 0, 0), until: Time::constant(8, 0, 0, 0) },
            mail: None,
            webhook: None,
            desktop: false,
            feed: None,
        }
    }
}

impl Reminders {
    /// Says whether something is sent by a channel.
    #[must_use]
    pub fn is_on(&self, channel: Channel) -> bool {
        match channel {
            Channel::Mail => self.mail.as_ref().is_some_and(|mail| mail.on),
            Channel::Webhook => self.webhook.as_ref().is_some_and(|webhook| webhook.on),
            Channel::Desktop => self.desktop,
        }
    }

    /// Lists the channels that are on.
    pub fn on(&self) -> impl Iterator<Item = Channel> + '_ {
        Channel::ALL.into_iter().filter(|channel| self.is_on(*channel))
    }
}

pub(super) fn read(value: Option<Value>) -> Result<Reminders, AppError> {
    value.map_or(Ok(Reminders::default()), |value| serde_json::from_value(value).map_err(AppError::broken))
}

impl App {
    /// Returns what the person chose about reminders; the defaults where nothing was chosen.
    pub async fn reminders(&self) -> Result<Reminders, AppError> {
        read(self.store.setting(self.space, NAME).await?)
    }

    /// Changes some of it, over whatever is chosen by then, and returns what is chosen now.
    ///
    /// What cannot work is refused before anything is kept. What went wrong with a channel before is forgotten.
    pub async fn choose_reminders(
        &self,
        change: impl Fn(&mut Reminders) + Send + Sync,
    ) -> Result<Reminders, AppError> {
        let space = self.space;
        hansei_store::transaction!(self.store, tx => {
            let before = read(tx.setting(space, NAME).await?)?;
            let mut after = before.clone();
            change(&mut after);
            self.check_reminders(&after)?;
            let changed = [
                (Channel::Mail, before.mail != after.mail),
                (Channel::Webhook, before.webhook != after.webhook),
                (Channel::Desktop, before.desktop != after.desktop),
            ];
            for (channel, _) in changed.into_iter().filter(|(_, is_changed)| *is_changed) {
                tx.forget_fault(space, channel.word()).await?;
            }
            let value = serde_json::to_value(&after).map_err(AppError::broken)?;
            tx.put_setting(space, NAME, &value).await?;
            Ok::<_, AppError>(after)
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    #[test]
    fn quiet_hours_may_go_past_midnight() {
        let quiet = Reminders::default().quiet;
        let held = [(20, 59), (21, 0), (0, 0), (7, 59), (8, 0)]
            .map(|(hour, minute)| quiet.holds(time(hour, minute, 0, 0)));
        assert_eq!(held, [false, true, true, true, false]);
        let noon = Quiet { from: time(12, 0, 0, 0), until: time(14, 0, 0, 0) };
        assert_eq!([11, 12, 13, 14].map(|hour| noon.holds(time(hour, 0, 0, 0))), [false, true, true, false]);
        let none = Quiet { from: time(9, 0, 0, 0), until: time(9, 0, 0, 0) };
        assert!(!none.holds(time(9, 0, 0, 0)));
    }

    #[test]
    fn a_password_is_not_shown_by_debug() {
        assert_eq!(format!("{:?}", Hidden::new("correct horse")), "Hidden");
    }
}
