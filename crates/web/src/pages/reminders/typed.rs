//! What is typed about reminders, as the forms send it and as they are filled. A password is taken and never given back.

use hansei_app::AppError;
use hansei_app::reminders::{self, Hidden, MailSaid, Quiet, Reminders, Security, WebhookSaid};
use jiff::civil::Time;
use serde::Deserialize;

/// Everything that stands in the forms; `None` where it is what is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) hours: Option<Hours>,
    pub(super) mail: Option<Mail>,
    pub(super) webhook: Option<Webhook>,
}

/// Everything that stands in the forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filled {
    pub(super) hours: Hours,
    pub(super) mail: Mail,
    pub(super) webhook: Webhook,
}

/// When something is sent, and when nothing is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Hours {
    pub(super) at: String,
    pub(super) quiet_from: String,
    pub(super) quiet_until: String,
}

/// What mail needs. `Debug` does not show the password.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Mail {
    pub(super) on: bool,
    pub(super) host: String,
    pub(super) port: String,
    pub(super) security: String,
    pub(super) user: String,
    password: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) certificate: String,
}

/// What the webhook needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Webhook {
    pub(super) on: bool,
    pub(super) url: String,
    pub(super) at_home: bool,
    pub(super) certificate: String,
}

/// The field that something is wrong with, and what.
pub(super) type Wrong = (&'static str, AppError);

impl std::fmt::Debug for Mail {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Mail").field("host", &self.host).finish_non_exhaustive()
    }
}

impl Typed {
    /// Fills in what is kept where nothing was typed.
    pub(super) fn over(self, chosen: &Reminders) -> Filled {
        Filled {
            hours: self.hours.unwrap_or_else(|| Hours::of(chosen)),
            mail: self.mail.unwrap_or_else(|| chosen.mail.as_ref().map(Mail::of).unwrap_or_default()),
            webhook: self
                .webhook
                .unwrap_or_else(|| chosen.webhook.as_ref().map(Webhook::of).unwrap_or_default()),
        }
    }
}

impl Hours {
    fn of(chosen: &Reminders) -> Self {
        let none = chosen.quiet.from == chosen.quiet.until;
        let quiet = |time| if none { String::new() } else { hour(time) };
        Self {
            at: hour(chosen.at),
            quiet_from: quiet(chosen.quiet.from),
            quiet_until: quiet(chosen.quiet.until),
        }
    }

    /// Reads the hour of sending and the quiet hours; both of these empty are none.
    pub(super) fn read(&self) -> Result<(Time, Quiet), Wrong> {
        let at = time("f-at", &self.at)?;
        if self.quiet_from.trim().is_empty() && self.quiet_until.trim().is_empty() {
            return Ok((at, Quiet { from: Time::midnight(), until: Time::midnight() }));
        }
        let from = time("f-quiet_from", &self.quiet_from)?;
        Ok((at, Quiet { from, until: time("f-quiet_until", &self.quiet_until)? }))
    }
}

impl Mail {
    fn of(mail: &reminders::Mail) -> Self {
        Self {
            on: mail.on,
            host: mail.host.clone(),
            port: mail.port.to_string(),
            security: mail.security.word().to_owned(),
            user: mail.user.clone().unwrap_or_default(),
            password: String::new(),
            from: mail.from.clone(),
            to: mail.to.clone(),
            certificate: mail.certificate.clone().unwrap_or_default(),
        }
    }

    /// Reads what is said about mail. A password that is left empty stays as it is.
    pub(super) fn read(&self) -> Result<MailSaid, Wrong> {
        let port = match self.port.trim() {
            "" => None,
            digits => Some(digits.parse().ok().filter(|port| *port > 0).ok_or_else(|| {
                (
                    "f-port",
                    AppError::Invalid(format!("\"{digits}\" is no port; give a number from 1 to 65535")),
                )
            })?),
        };
        if self.user.trim().is_empty() && !self.password.is_empty() {
            let sentence = "a password goes with a user; name the user, or leave both empty";
            return Err(("f-user", AppError::Invalid(sentence.to_owned())));
        }
        let line = |text: &str| Some(text.trim().to_owned());
        Ok(MailSaid {
            on: Some(self.on),
            host: line(&self.host),
            port,
            security: Security::of(&self.security),
            user: line(&self.user),
            password: (!self.password.is_empty()).then(|| Hidden::new(self.password.as_str())),
            from: line(&self.from),
            to: line(&self.to),
            certificate: Some(self.certificate.replace("\r\n", "\n")),
        })
    }
}

impl Webhook {
    fn of(webhook: &reminders::Webhook) -> Self {
        Self {
            on: webhook.on,
            url: webhook.url.clone(),
            at_home: webhook.at_home,
            certificate: webhook.certificate.clone().unwrap_or_default(),
        }
    }

    /// Reads what is said about the webhook.
    pub(super) fn read(&self) -> WebhookSaid {
        WebhookSaid {
            on: Some(self.on),
            url: Some(self.url.trim().to_owned()),
            at_home: Some(self.at_home),
            certificate: Some(self.certificate.replace("\r\n", "\n")),
            new_key: false,
        }
    }
}

/// Finds the field of mail that a refusal is about.
pub(super) fn mail_field(error: &AppError) -> &'static str {
    let sentence = error.to_string();
    let about = [
        ("certificate", "f-certificate"),
        ("address of mail", "f-from"),
        ("a user goes with", "f-password"),
        ("unencrypted", "f-security"),
    ];
    about.into_iter().find(|(words, _)| sentence.contains(words)).map_or("f-host", |(_, field)| field)
}

/// Finds the field of the webhook that a refusal is about.
pub(super) fn webhook_field(error: &AppError) -> &'static str {
    if error.to_string().contains("certificate") { "f-webhook-certificate" } else { "f-url" }
}

/// Writes a time of day as a field for one holds it.
pub(super) fn hour(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

fn time(field: &'static str, typed: &str) -> Result<Time, Wrong> {
    let read = Time::strptime("%H:%M", typed.trim()).ok().filter(|time| time.second() == 0);
    read.ok_or_else(|| {
        (field, AppError::Invalid("this is not a time of day; write it like 09:00".to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(at: &str, from: &str, until: &str) -> Hours {
        Hours { at: at.to_owned(), quiet_from: from.to_owned(), quiet_until: until.to_owned() }
    }

    #[test]
    fn hours_are_read_and_filled_in_again() {
        let (at, quiet) = hours("09:30", "21:00", "08:00").read().unwrap();
        let chosen = Reminders { at, quiet, ..Reminders::default() };
        assert_eq!(Hours::of(&chosen), hours("09:30", "21:00", "08:00"));
        let (_, none) = hours("09:30", "", "").read().unwrap();
        assert_eq!(Hours::of(&Reminders { at, quiet: none, ..Reminders::default() }), hours("09:30", "", ""));
        for (typed, field) in [
            (hours("", "", ""), "f-at"),
            (hours("9:00", "21:00", ""), "f-quiet_until"),
            (hours("9", "", ""), "f-at"),
        ] {
            assert_eq!(typed.read().unwrap_err().0, field);
        }
    }

    #[test]
    fn a_password_is_taken_and_not_given_back() {
        let typed = Mail { user: "me".to_owned(), password: "correct horse".to_owned(), ..Mail::default() };
        assert_eq!(typed.read().unwrap().password, Some(Hidden::new("correct horse")));
        assert!(!format!("{typed:?}").contains("correct horse"));
        assert_eq!(Mail::default().read().unwrap().password, None);
    }
}
