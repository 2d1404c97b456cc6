//! What is chosen about reminders: hours, and each way with what it needs.

use std::path::PathBuf;

use hansei_app::App;
use hansei_app::reminders::{Hidden, MailSaid, Quiet, Security, WebhookSaid};
use jiff::civil::Time;

use super::{due, hours, show};
use crate::error::CliError;
use crate::open::Desk;
use crate::{input, output, words};

/// What is chosen.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Action {
    /// A decision or a plan whose day has come was looked at: it is not due any more
    ///
    /// To put something off instead: hansei put-off NAME DATE.
    #[command(
        after_help = "Examples:\n  hansei remind looked-at decision/3f2a\n  hansei remind looked-at decision/3f2a0000000040008000000000000000/2026-06-01 --undo"
    )]
    LookedAt {
        /// The name that `hansei remind` shows, or the start of it
        name: String,
        /// Take it back; this needs the whole name
        #[arg(long)]
        undo: bool,
    },
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
    #[arg(long, value_parser = Security::ALL.map(Security::word))]
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
            Self::LookedAt { name, undo } => return due::looked_at(desk, app, &name, undo).await,
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
                let said = WebhookSaid { on: Some(!off), url, at_home, certificate, new_key };
                if let Some(key) = app.choose_webhook(&said).await? {
                    output::tell(&format!("The key, which is shown only now: {}", key.reveal()));
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
        let said = MailSaid {
            on: Some(!self.off),
            host: self.host,
            port: self.port,
            security: self.security.as_deref().and_then(Security::of),
            user: self.user,
            password,
            from: self.from,
            to: self.to,
            certificate,
        };
        app.choose_mail(&said).await?;
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
