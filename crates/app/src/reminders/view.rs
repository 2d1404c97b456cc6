//! What programs get of reminders: one description, for the command line and for the API. No password or key is in it.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::chosen::{Channel, Mail, Reminders, Security, Webhook};
use super::due::{Sort, Titled};
use super::standing::{Overview, Said, Standing};

/// What is due, how it reaches the person, and what would be said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RemindersView {
    /// What is due now, the first first.
    pub due: Vec<DueView>,
    /// What was put off, the first first.
    pub put_off: Vec<DueView>,
    /// How much is due, and nothing of what; empty where nothing is.
    pub summary: String,
    /// From which time of day on a reminder is sent.
    #[schema(value_type = String, example = "08:00:00")]
    pub at: Time,
    /// When the quiet hours begin.
    #[schema(value_type = String, example = "21:00:00")]
    pub quiet_from: Time,
    /// When they are over; the same as the beginning where there are none.
    #[schema(value_type = String, example = "08:00:00")]
    pub quiet_until: Time,
    /// How each way stands.
    pub ways: Vec<WayView>,
    /// What is known about mail; `null` where nothing is.
    pub mail: Option<MailView>,
    /// What is known about the webhook; `null` where nothing is.
    pub webhook: Option<WebhookView>,
    /// Whether there is an address under which calendar programs read what is due.
    pub calendar_address: bool,
    /// Whether this program can send at all.
    pub can_send: bool,
    /// What a reminder would say now.
    pub said: SaidView,
}

/// One thing that is due, or will be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DueView {
    /// Its name, by which it is put off.
    #[schema(example = "quarter/2026-07-01")]
    pub name: String,
    /// Its name together with the occasion: the same as long as a reminder of it is not repeated.
    pub key: String,
    /// What sort of thing it is.
    pub sort: Sort,
    /// The practice (of a practice and of a plan) or the entry (of a review and of a decision) that it is about; `null` for
    /// a quarter.
    pub about: Option<Uuid>,
    /// The title of the entry or the case behind it; `null` for a quarter.
    pub title: Option<String>,
    /// The day it is due from.
    pub day: Date,
    /// The day until which it is put off; `null` where it is not.
    pub put_off_until: Option<Date>,
}

/// How one way stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WayView {
    /// The way.
    pub way: Channel,
    /// Whether it is on.
    pub on: bool,
    /// How many things are due that it has not said.
    #[schema(minimum = 0)]
    pub unsent: usize,
    /// The day on which it worked last; `null` where nothing was sent yet.
    pub sent_on: Option<Date>,
    /// Since when nothing arrives; `null` where everything does.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub failing_since: Option<Timestamp>,
    /// What went wrong the last time.
    pub fault: Option<String>,
}

/// What is known about mail, without its password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MailView {
    /// Whether letters are sent.
    pub on: bool,
    /// The server that takes them.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is encrypted.
    pub security: Security,
    /// The user there.
    pub user: Option<String>,
    /// Whether a password is kept. It is never shown.
    pub has_password: bool,
    /// Who the letters are from.
    pub from: String,
    /// Who they are for.
    pub to: String,
    /// Whether a certificate is believed beside those of the web.
    pub has_certificate: bool,
}

/// What is known about the webhook, without its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WebhookView {
    /// Whether it is told.
    pub on: bool,
    /// Its address.
    pub url: String,
    /// Whether it may be on this machine or in this network.
    pub at_home: bool,
    /// Whether a certificate is believed beside those of the web.
    pub has_certificate: bool,
}

/// What a reminder says: how much is due, and nothing of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SaidView {
    /// Whether that is what is due; otherwise it is an example.
    pub is_due: bool,
    /// What a notification says, and the subject of a letter.
    pub summary: String,
    /// The letter.
    pub letter: String,
}

impl From<Overview> for RemindersView {
    fn from(overview: Overview) -> Self {
        let Overview { chosen, can_send, ways, due, put_off, said, pause: _ } = overview;
        let Reminders { at, quiet, mail, webhook, feed, desktop: _ } = chosen;
        Self {
            due: due.into_iter().map(DueView::from).collect(),
            put_off: put_off.into_iter().map(DueView::from).collect(),
            summary: if said.is_due { said.summary.clone() } else { String::new() },
            at,
            quiet_from: quiet.from,
            quiet_until: quiet.until,
            ways: ways.into_iter().map(WayView::from).collect(),
            mail: mail.map(MailView::from),
            webhook: webhook.map(WebhookView::from),
            calendar_address: feed.is_some(),
            can_send,
            said: said.into(),
        }
    }
}

impl From<Titled> for DueView {
    fn from(Titled { item, title }: Titled) -> Self {
        Self {
            name: item.name,
            key: item.key,
            sort: item.sort,
            about: (!item.about.is_nil()).then_some(item.about),
            title,
            day: item.day,
            put_off_until: item.put_off_until,
        }
    }
}

impl From<Standing> for WayView {
    fn from(standing: Standing) -> Self {
        let Standing { channel, is_on, unsent, sent_on, failing_since, fault, is_known: _, next_try_at: _ } =
            standing;
        Self { way: channel, on: is_on, unsent, sent_on, failing_since, fault }
    }
}

impl From<Mail> for MailView {
    fn from(mail: Mail) -> Self {
        let Mail { on, host, port, security, user, password, from, to, certificate } = mail;
        let (has_password, has_certificate) = (password.is_some(), certificate.is_some());
        Self { on, host, port, security, user, has_password, from, to, has_certificate }
    }
}

impl From<Webhook> for WebhookView {
    fn from(webhook: Webhook) -> Self {
        let Webhook { on, url, at_home, certificate, key: _ } = webhook;
        Self { on, url, at_home, has_certificate: certificate.is_some() }
    }
}

impl From<Said> for SaidView {
    fn from(Said { is_due, summary, letter }: Said) -> Self {
        Self { is_due, summary, letter }
    }
}
