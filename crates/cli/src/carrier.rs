//! What takes reminders out of the program: each way of `hansei-deliver`, with the settings of the person.

use std::time::Duration;

use hansei_app::reminders::{Carried, Carrier, Hidden, Mail, Parcel, Reminders, Security, Way, Webhook};
use hansei_deliver::guard::{Destination, MachineResolver};
use hansei_deliver::mail::{self, Address, Letter, Login, Server};
use hansei_deliver::secret::Secret;
use hansei_deliver::trust::Trust;
use hansei_deliver::webhook::{self, Event, Key};

use crate::world;

/// The carrier of this program.
pub(crate) struct Post;

/// What a webhook is told when something is due.
const DUE: &str = "reminder.due";

/// What it is told when somebody only tries it.
const TEST: &str = "reminder.test";

impl Carrier for Post {
    fn check(&self, reminders: &Reminders) -> Result<(), String> {
        if let Some(chosen) = &reminders.mail {
            server(chosen)?;
            addresses(chosen)?;
        }
        if let Some(chosen) = &reminders.webhook {
            receiver(chosen)?;
        }
        if reminders.desktop { may_show() } else { Ok(()) }
    }

    fn new_key(&self) -> Result<Hidden, String> {
        let random = world::random().map_err(|_| "the system gives no randomness".to_owned())?;
        Ok(Hidden::new(Key::from_random(random).reveal()))
    }

    fn carry(&self, parcel: Parcel) -> Carried<'_> {
        Box::pin(async move {
            match &parcel.way {
                Way::Mail(chosen) => post(chosen, &parcel, mail::LIMIT).await,
                Way::Webhook(chosen) => tell(chosen, &parcel, webhook::LIMIT).await,
                Way::Desktop => show(&parcel).await,
            }
        })
    }
}

async fn post(chosen: &Mail, parcel: &Parcel, limit: Duration) -> Result<(), String> {
    let (from, to) = addresses(chosen)?;
    let letter = Letter {
        id: parcel.message,
        from: &from,
        to: &to,
        subject: &format!("hansei: {}", parcel.subject),
        body: &parcel.body,
        at: parcel.at,
    };
    server(chosen)?.send(&letter, limit).await.map_err(|error| error.to_string())
}

async fn tell(chosen: &Webhook, parcel: &Parcel, limit: Duration) -> Result<(), String> {
    let event = Event { id: parcel.message, kind: if parcel.is_test { TEST } else { DUE } };
    let sent = receiver(chosen)?.send(event, parcel.at, &MachineResolver, limit).await;
    sent.map_err(|error| error.to_string())
}

fn addresses(chosen: &Mail) -> Result<(Address, Address), String> {
    let read = |text: &str| text.parse::<Address>().map_err(|error| error.to_string());
    Ok((read(&chosen.from)?, read(&chosen.to)?))
}

fn server(chosen: &Mail) -> Result<Server, String> {
    let login = match (&chosen.user, &chosen.password) {
        (Some(user), Some(password)) => {
            Some(Login { user: user.clone(), password: Secret::new(password.reveal()) })
        }
        (None, None) => None,
        _ => return Err("a user goes with a password; give both or neither".to_owned()),
    };
    let server = Server {
        host: chosen.host.clone(),
        port: chosen.port,
        security: match chosen.security {
            Security::Tls => mail::Security::Tls,
            Security::StartTls => mail::Security::StartTls,
            Security::Plain => mail::Security::Plain,
        },
        login,
        trust: trust(chosen.certificate.as_deref())?,
    };
    server.check().map_err(|error| error.to_string())?;
    Ok(server)
}

fn receiver(chosen: &Webhook) -> Result<webhook::Webhook, String> {
    Ok(webhook::Webhook {
        destination: Destination::parse(&chosen.url, chosen.at_home).map_err(|error| error.to_string())?,
        key: chosen.key.reveal().parse::<Key>().map_err(|error| error.to_string())?,
        trust: trust(chosen.certificate.as_deref())?,
    })
}

fn trust(certificate: Option<&str>) -> Result<Trust, String> {
    certificate.map_or(Ok(Trust::default()), |pem| Trust::with(pem).map_err(|error| error.to_string()))
}

#[cfg(feature = "desktop")]
#[expect(clippy::unnecessary_wraps, reason = "built without notifications it refuses")]
fn may_show() -> Result<(), String> {
    Ok(())
}

#[cfg(not(feature = "desktop"))]
fn may_show() -> Result<(), String> {
    Err("this hansei was built without notifications; build it with \
         `cargo install --path crates/cli --features desktop`"
        .to_owned())
}

#[cfg(feature = "desktop")]
async fn show(parcel: &Parcel) -> Result<(), String> {
    hansei_deliver::desktop::show("hansei", &parcel.subject).await.map_err(|error| error.to_string())
}

#[cfg(not(feature = "desktop"))]
async fn show(_: &Parcel) -> Result<(), String> {
    std::future::ready(may_show()).await
}
