//! Sending: each thing once by each channel, at most one message a day, by one of many processes.
//!
//! docs/decisions/0017 says what happens when one of them dies half-way.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use hansei_store::Store;
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::chosen::{Channel, Hidden, Mail, Reminders, Webhook};
use super::due::Due;
use crate::doctor::Finding;
use crate::{App, AppError};

/// How long a process may take to send before another one does it.
const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// How long to wait after the first, the second, … try that failed; after the last of them, a day each time.
const BACK_OFF: [SignedDuration; 4] = [
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(25),
    SignedDuration::from_hours(2),
];

/// After how long without success a fault is a problem and no passing one.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// What a carrier says of a parcel: nothing, or one sentence on what went wrong.
pub type Carried<'a> = Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>>;

/// Who takes reminders out of the program. The binary has one; without it nothing leaves.
pub trait Carrier: Send + Sync {
    /// Refuses, with a sentence, what cannot work.
    fn check(&self, reminders: &Reminders) -> Result<(), String>;

    /// Makes a fresh key to sign messages to a webhook with.
    fn new_key(&self) -> Result<Hidden, String>;

    /// Hands a parcel over, once.
    fn carry(&self, parcel: Parcel) -> Carried<'_>;
}

/// A message on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Names the message: the same whenever it is sent again.
    pub message: Uuid,
    /// When it is sent.
    pub at: Timestamp,
    /// What it is about, in a few words.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// Whether it only shows that the channel works.
    pub is_test: bool,
    /// Which way it goes.
    pub way: Way,
}

/// Which way a message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// By mail.
    Mail(Mail),
    /// To a program.
    Webhook(Webhook),
    /// To the desktop.
    Desktop,
}

/// What became of a try to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The channel.
    pub channel: Channel,
    /// What was said.
    pub summary: String,
    /// What went wrong; `None` when it arrived.
    pub fault: Option<String>,
}

/// Why nothing is sent just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// No channel is on.
    Off,
    /// It is a quiet hour; they are over at this time.
    Quiet(Time),
    /// The hour of the day has not come.
    Early(Time),
}

impl Reminders {
    /// Says why nothing is sent at a time of day; `None` when something may be.
    #[must_use]
    pub fn pause(&self, time: Time) -> Option<Pause> {
        if self.on().next().is_none() {
            Some(Pause::Off)
        } else if self.quiet.holds(time) {
            Some(Pause::Quiet(self.quiet.until))
        } else if time < self.at {
            Some(Pause::Early(self.at))
        } else {
            None
        }
    }

    fn way(&self, channel: Channel) -> Option<Way> {
        match channel {
            Channel::Mail => self.mail.clone().map(Way::Mail),
            Channel::Webhook => self.webhook.clone().map(Way::Webhook),
            Channel::Desktop => Some(Way::Desktop),
        }
    }
}

impl App {
    /// Lets reminders leave the program.
    #[must_use]
    pub fn with_carrier(self, carrier: Arc<dyn Carrier>) -> Self {
        Self { carrier: Some(carrier), ..self }
    }

    /// Refuses, with a sentence, what cannot work.
    pub(super) fn check_reminders(&self, reminders: &Reminders) -> Result<(), AppError> {
        match &self.carrier {
            Some(carrier) => carrier.check(reminders).map_err(AppError::Invalid),
            None if reminders.on().next().is_none() => Ok(()),
            None => Err(no_carrier()),
        }
    }

    pub(super) fn new_key(&self) -> Result<Hidden, AppError> {
        let carrier = self.carrier.as_ref().ok_or_else(no_carrier)?;
        carrier.new_key().map_err(AppError::broken)
    }

    /// Sends what is due and was not sent, by every channel that is on, where it is time for it. Returns what was tried.
    ///
    /// Any number of processes may ask at the same time.
    pub async fn remind(&self) -> Result<Vec<Tried>, AppError> {
        let Some(carrier) = self.carrier.clone() else { return Ok(Vec::new()) };
        let chosen = self.reminders().await?;
        let now = self.now();
        if chosen.pause(now.time()).is_some() {
            return Ok(Vec::new());
        }
        let today = now.date();
        let standing = self.store.channels(self.space).await?;
        let went_today = |channel: Channel| {
            standing.iter().any(|it| it.name == channel.word() && it.sent_on == Some(today))
        };
        let open: Vec<_> = chosen.on().filter(|channel| !went_today(*channel)).collect();
        if open.is_empty() {
            return Ok(Vec::new());
        }
        let due = self.due().await?;
        let mut tried = Vec::new();
        for channel in open {
            if let Some(way) = chosen.way(channel) {
                tried.extend(self.send(carrier.as_ref(), channel, way, &due).await?);
            }
        }
        Ok(tried)
    }

    async fn send(
        &self,
        carrier: &dyn Carrier,
        channel: Channel,
        way: Way,
        due: &Due,
    ) -> Result<Option<Tried>, AppError> {
        let (space, now, word) = (self.space, self.now(), channel.word());
        let times = (now.timestamp(), now.date());
        let said = self.store.reminded(space, word).await?;
        if due.0.iter().all(|item| said.contains(&item.key)) {
            return Ok(None);
        }
        let until = times.0.saturating_add(LEASE).map_err(AppError::broken)?;
        let message = self.new_id();
        let claim = hansei_store::transaction!(self.store, tx =>
            Ok::<_, AppError>(tx.claim_channel(space, word, message, times, until).await?))?;
        let Some(claim) = claim else { return Ok(None) };
        // Looked at again: somebody else may have sent between the first look and the claim.
        let said = self.store.reminded(space, word).await?;
        let unsent = Due(due.0.iter().filter(|item| !said.contains(&item.key)).cloned().collect());
        if unsent.0.is_empty() {
            hansei_store::transaction!(self.store, tx =>
                Ok::<_, AppError>(tx.release_channel(space, word, claim.message).await?))?;
            return Ok(None);
        }
        let summary = unsent.summary();
        let parcel = Parcel {
            message: claim.message,
            at: times.0,
            body: letter(&summary),
            subject: summary.clone(),
            is_test: false,
            way,
        };
        let fault = carrier.carry(parcel).await.err();
        match &fault {
            None => {
                let reminded = unsent.reminded();
                hansei_store::transaction!(self.store, tx =>
                    Ok::<_, AppError>(tx.keep_sent(space, word, &reminded, times).await?))?;
            }
            Some(fault) => {
                let next = times.0.saturating_add(back_off(claim.attempts)).map_err(AppError::broken)?;
                hansei_store::transaction!(self.store, tx => Ok::<_, AppError>(
                    tx.keep_unsent(space, word, claim.message, fault, (times.0, next)).await?))?;
            }
        }
        Ok(Some(Tried { channel, summary, fault }))
    }

    /// Sends a message by a channel that only shows that it works, also where it is off. Nothing is kept of it.
    pub async fn test_channel(&self, channel: Channel) -> Result<(), AppError> {
        let carrier = self.carrier.clone().ok_or_else(no_carrier)?;
        let Some(way) = self.reminders().await?.way(channel) else {
            return Err(AppError::Invalid(format!(
                "nothing is known yet about {}; fill it in, then try again",
                channel.word()
            )));
        };
        let parcel = Parcel {
            message: self.new_id(),
            at: self.now().timestamp(),
            subject: "A test from hansei".to_owned(),
            body: "This only shows that reminders arrive here. A reminder says how much is due, and nothing of what.\n"
                .to_owned(),
            is_test: true,
            way,
        };
        carrier.carry(parcel).await.map_err(AppError::Invalid)
    }
}

fn no_carrier() -> AppError {
    AppError::Invalid("this program sends nothing; turn reminders on with the hansei command".to_owned())
}

/// What a letter says: how much is due, and nothing of what.
pub(super) fn letter(summary: &str) -> String {
    format!(
        "{summary}.\n\n`hansei today` shows what, or the page Today.\n\n\
         You get this because reminders are on in the settings of your hansei. Nothing in it was written by you, and there is \
         at most one a day.\n"
    )
}

fn back_off(attempts: i64) -> SignedDuration {
    usize::try_from(attempts).ok().and_then(|attempts| BACK_OFF.get(attempts)).copied().unwrap_or(A_DAY)
}

/// Examines whether reminders arrive; nothing where no channel is on.
pub async fn examine_reminders(store: &Store, now: Timestamp) -> Result<Vec<Finding>, AppError> {
    let mut found = Vec::new();
    for space in store.spaces().await? {
        let chosen = super::chosen::read(store.setting(space, super::chosen::NAME).await?)?;
        let standing = store.channels(space).await?;
        for channel in chosen.on() {
            let it = standing.iter().find(|it| it.name == channel.word());
            let failing = it.and_then(|it| Some((it.failing_since?, it.fault.as_deref()?)));
            let word = channel.word();
            found.push(match failing {
                None => {
                    let last = it.and_then(|it| it.sent_on);
                    let last = last.map_or_else(
                        || "nothing was sent yet".to_owned(),
                        |day| format!("sent last on {day}"),
                    );
                    Finding::sound("reminders", format!("{word}: {last}"))
                }
                Some((since, fault)) => {
                    let (told, advice) = fault.rsplit_once("; ").unwrap_or((fault, "look again in a while"));
                    let told = format!("{word}: {told} (since {} UTC)", since.strftime("%Y-%m-%d %H:%M"));
                    if now.duration_since(since) < A_DAY {
                        Finding::notice("reminders", told, advice)
                    } else {
                        Finding::problem("reminders", told, advice)
                    }
                }
            });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_become_rarer_until_there_is_one_a_day() {
        let minutes = [0, 1, 2, 3, 4, 50].map(|attempts| back_off(attempts).as_mins());
        assert_eq!(minutes, [1, 5, 25, 120, 1440, 1440]);
    }
}
