//! What is chosen about reminders: hours, and each way with what it needs.

use std::path::PathBuf;

use hansei_app::App;
use hansei_app::reminders::{Hidden, Mail, Quiet, Security, Webhook};
use hansei_deliver::webhook::Key;
use jiff::civil::Time;

use super::{hours, show};
use crate::error::CliError;
use crate::open::Desk;
use crate::{input, output, words, world};

/// What is chosen.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Action {
    /// From which hour on reminders are sent, and when nothing is
    #[command(
        after_help = "Examples:\n  hansei remind hours --at 9:00 --quiet 21:00-8:00\n  hansei remind hours --quiet none"
    )]
    Hours {
        /// The time of day from which on the day's reminder is sent
        #[arg(long, value_name = "TIME", value_parser = time)]
        at: Option<Time>,
        /// The hours in which nothing is sent, or none
        #[arg(long, value_name = "FROM-UNTIL", value_parser = quiet)]
        quiet: Option<Quiet>,
    },
    /// Turn mail on with what it needs, or off
    ///
    /// What is not given stays as it was. The password is kept in your database, beside your log.
    #[command(
        after_help = "Examples:\n  hansei remind mail --host smtp.example.org --from me@example.org\n  hansei remind mail --user me --password-from secret.txt\n  hansei remind mail --off"
    )]
    Mail(Box<MailArgs>),
    /// Turn the webhook on with what it needs, or off
    ///
    /// A program of yours gets an id and the type "reminder.due", signed as standardwebhooks.com says. The key is shown once.
    #[command(
        after_help = "Examples:\n  hansei remind webhook --url https://example.org/hansei\n  hansei remind webhook --off"
    )]
    Webhook {
        /// The address of the program that is told
        #[arg(long)]
        url: Option<String>,
        /// Whether it may be on this machine or in this network
        #[arg(long, value_parser = words::yes_or_no(), value_name = "YES_OR_NO")]
        at_home: Option<bool>,
        /// A certificate that is believed as well, in a PEM file
        #[arg(long, value_name = "FILE")]
        certificate: Option<PathBuf>,
        /// Make another key
        #[arg(long)]
        new_key: bool,
        /// Turn it off; what it needs is kept
        #[arg(long)]
        off: bool,
    },
    /// Turn notifications on the desktop on, or off
    #[command(after_help = "Examples:\n  hansei remind desktop\n  hansei remind desktop --off")]
    Desktop {
        /// Turn them off
        #[arg(long)]
        off: bool,
    },
    /// Make an address under which calendar programs read what is due; the one before stops working
    ///
    /// The address works on this machine while `hansei serve` runs.
    #[command(after_help = "Examples:\n  hansei remind address\n  hansei remind address --revoke")]
    Address {
        /// Take the address away
        #[arg(long)]
        revoke: bool,
    },
}

/// What mail needs.
#[derive(Debug, clap::Args)]
pub(crate) struct MailArgs {
    /// The server that takes your mail for sending
    #[arg(long)]
    host: Option<String>,
    /// Its port [default: 465, or 587 with starttls]
    #[arg(long)]
    port: Option<u16>,
    /// How the way to it is encrypted; plain is for a server on this machine [default: tls]
    #[arg(long, value_parser = ["tls", "starttls", "plain"])]
    security: Option<String>,
    /// The user there; an empty one takes user and password away
    #[arg(long)]
    user: Option<String>,
    /// The file with the password in its first line; - for standard input
    #[arg(long, value_name = "FILE")]
    password_from: Option<PathBuf>,
    /// Who the letters are from
    #[arg(long)]
    from: Option<String>,
    /// Who they are for [default: the one they are from]
    #[arg(long)]
    to: Option<String>,
    /// A certificate that is believed as well, in a PEM file
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Turn it off; what it needs is kept
    #[arg(long)]
    off: bool,
}

impl Action {
    pub(super) async fn run(self, desk: &Desk, app: &App) -> Result<(), CliError> {
        match self {
            Self::Hours { at, quiet } => {
                let chosen = app
                    .choose_reminders(|it| {
                        it.at = at.unwrap_or(it.at);
                        it.quiet = quiet.unwrap_or(it.quiet);
                    })
                    .await?;
                if desk.output.json {
                    return show(desk, app).await;
                }
                return output::print(&format!("hours     {}\n", hours(&chosen)));
            }
            Self::Mail(args) => args.choose(app).await?,
            Self::Webhook { url, at_home, certificate, new_key, off } => {
                let certificate = certificate.as_deref().map(input::text).transpose()?;
                let fresh = Key::from_random(world::random()?).reveal();
                let is_new = new_key || app.reminders().await?.webhook.is_none();
                app.choose_reminders(|it| {
                    let before = it.webhook.clone().unwrap_or_else(|| Webhook {
                        on: true,
                        url: String::new(),
                        key: Hidden::new(fresh.as_str()),
                        at_home: false,
                        certificate: None,
                    });
                    it.webhook = Some(Webhook {
                        on: !off,
                        url: url.clone().unwrap_or(before.url),
                        key: if new_key { Hidden::new(fresh.as_str()) } else { before.key },
                        at_home: at_home.unwrap_or(before.at_home),
                        certificate: certificate.clone().or(before.certificate),
                    });
                })
                .await?;
                if is_new {
                    output::tell(&format!("The key, which is shown only now: {fresh}"));
                }
            }
            Self::Desktop { off } => {
                app.choose_reminders(|it| it.desktop = !off).await?;
            }
            Self::Address { revoke: true } => {
                app.revoke_feed().await?;
            }
            Self::Address { revoke: false } => return address(desk, app).await,
        }
        show(desk, app).await
    }
}

async fn address(desk: &Desk, app: &App) -> Result<(), CliError> {
    let token = app.renew_feed().await?;
    let port = crate::running::Running::read(&desk.config.data_dir).map(|running| running.port);
    let port = port.or(desk.config.port).unwrap_or(crate::config::USUAL_PORT);
    let url = format!("http://127.0.0.1:{port}/calendar/{token}.ics");
    if desk.output.json {
        return output::print_json(&serde_json::json!({ "url": url }));
    }
    output::print(&format!("{url}\n"))?;
    output::tell(
        "It is shown only now, and works on this machine while `hansei serve` runs. Whoever knows it can read how much is due.",
    );
    Ok(())
}

impl MailArgs {
    async fn choose(self, app: &App) -> Result<(), CliError> {
        let password = self.password_from.as_deref().map(input::text).transpose()?;
        let password = password.and_then(|text| text.lines().next().map(Hidden::new));
        let certificate = self.certificate.as_deref().map(input::text).transpose()?;
        let security = match self.security.as_deref() {
            Some("tls") => Some(Security::Tls),
            Some("starttls") => Some(Security::StartTls),
            Some(_) => Some(Security::Plain),
            None => None,
        };
        app.choose_reminders(|it| {
            let before = it.mail.clone().unwrap_or_else(|| Mail {
                on: true,
                host: String::new(),
                port: 465,
                security: Security::Tls,
                user: None,
                password: None,
                from: String::new(),
                to: String::new(),
                certificate: None,
            });
            let usual = match security {
                Some(Security::Tls) => 465,
                Some(Security::StartTls) => 587,
                Some(Security::Plain) => 25,
                None => before.port,
            };
            let from = self.from.clone().unwrap_or(before.from);
            let before_to = if before.to.is_empty() { from.clone() } else { before.to };
            let is_anonymous = self.user.as_deref() == Some("");
            it.mail = Some(Mail {
                on: !self.off,
                host: self.host.clone().unwrap_or(before.host),
                port: self.port.unwrap_or(usual),
                security: security.unwrap_or(before.security),
                user: self.user.clone().or(before.user).filter(|_| !is_anonymous),
                password: password.clone().or(before.password).filter(|_| !is_anonymous),
                to: self.to.clone().unwrap_or(before_to),
                from,
                certificate: certificate.clone().or(before.certificate),
            });
        })
        .await?;
        Ok(())
    }
}

fn time(text: &str) -> Result<Time, String> {
    let is_time = |time: &Time| time.second() == 0 && time.subsec_nanosecond() == 0;
    let read = Time::strptime("%H:%M", text).ok().filter(is_time);
    read.ok_or_else(|| "write it like 9:00".to_owned())
}

fn quiet(text: &str) -> Result<Quiet, String> {
    if text == "none" {
        return Ok(Quiet { from: Time::midnight(), until: Time::midnight() });
    }
    let (from, until) = text.split_once('-').ok_or("write them like 21:00-8:00, or none")?;
    Ok(Quiet { from: time(from.trim())?, until: time(until.trim())? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_they_are_written() {
        let from = |text: &str| quiet(text).map(|quiet| (quiet.from.hour(), quiet.until.hour()));
        assert_eq!(from("21:00-8:00"), Ok((21, 8)));
        assert_eq!(from("none"), Ok((0, 0)));
        for wrong in ["", "21", "21-8", "25:00-8:00", "21:00-", "21:00:30-8:00"] {
            assert!(from(wrong).is_err(), "{wrong}");
        }
    }
}
