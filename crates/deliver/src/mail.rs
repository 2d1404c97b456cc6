//! Mail: one plain letter over SMTP, to the server that the person named.
//!
//! Encryption is not negotiated away: with [`Security::StartTls`] nothing is sent, and nobody logs in, before the connection is
//! encrypted. A letter that is sent again carries the same `Message-ID`, by which many mailboxes know it.

use std::error::Error as _;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use serde::{Deserialize, Serialize};
use tokio::time::timeout;
use tokio_rustls::rustls::pki_types::ServerName;
use uuid::Uuid;

use crate::secret::Secret;
use crate::trust::{Trust, is_mistrust};

/// How long the whole sending of a letter may take.
pub const LIMIT: Duration = Duration::from_secs(30);

/// An address of mail, with or without a name before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(Mailbox);

/// What was given as an address of mail is none.
#[derive(Debug, thiserror::Error)]
#[error("this is not an address of mail; write it like name@example.org")]
pub struct NotAnAddress;

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        text.trim().parse().map(Self).map_err(|_| NotAnAddress)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// How the way to the server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// From the first byte, as on port 465.
    Tls,
    /// After a greeting, before anything else, as on port 587.
    StartTls,
    /// Not at all; only for a server on this machine.
    Plain,
}

/// A user of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The name of the user.
    pub user: String,
    /// The password of the user.
    pub password: Secret,
}

/// The server that takes the letters.
#[derive(Debug, Clone)]
pub struct Server {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is encrypted.
    pub security: Security,
    /// Who sends; `None` where the server does not ask.
    pub login: Option<Login>,
    /// Whose certificates are believed.
    pub trust: Trust,
}

/// A letter.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// The same whenever the same letter is sent again.
    pub id: Uuid,
    /// Who it is from.
    pub from: &'a Address,
    /// Who it is for.
    pub to: &'a Address,
    /// What it is about.
    pub subject: &'a str,
    /// What it says.
    pub body: &'a str,
    /// When it was written.
    pub at: Timestamp,
}

/// Why a letter was not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Nobody said which server, or what was said is no name.
    #[error(
        "the name of the mail server cannot be one; give the one that your mail provider names for sending"
    )]
    NoServer,
    /// Everybody on the way could read it.
    #[error(
        "mail to {0} would travel unencrypted; choose tls or starttls, plain is for a server on this machine"
    )]
    Unencrypted(String),
    /// It cannot be put into the form of a letter.
    #[error("the letter cannot be written: {0}")]
    Unwritable(String),
    /// The server took too long.
    #[error("the mail server {host} did not answer within {} seconds; it is tried again later", limit.as_secs_f64())]
    Late {
        /// The server that was asked.
        host: String,
        /// How long was waited.
        limit: Duration,
    },
    /// The connection did not come about, or broke.
    #[error("the mail server {host} cannot be reached: {said}; it is tried again later")]
    Unreachable {
        /// The server that was asked.
        host: String,
        /// What happened.
        said: String,
    },
    /// The connection cannot be encrypted.
    #[error(
        "the connection to the mail server {host} cannot be encrypted: {said}; check its name and its port"
    )]
    Untrusted {
        /// The server that was asked.
        host: String,
        /// What is wrong.
        said: String,
    },
    /// The server did not take it, for now.
    #[error("the mail server {host} put it off: {said}; it is tried again later")]
    PutOff {
        /// The server that was asked.
        host: String,
        /// What it said.
        said: String,
    },
    /// The server will not take it.
    #[error("the mail server {host} refused it: {said}; check the user, the password and the addresses")]
    Refused {
        /// The server that was asked.
        host: String,
        /// What it said, or what it cannot do.
        said: String,
    },
}

impl MailError {
    /// Whether it may go away by itself, so that trying again later makes sense without a change of the settings.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Late { .. } | Self::Unreachable { .. } | Self::PutOff { .. } => true,
            Self::NoServer
            | Self::Unencrypted(_)
            | Self::Unwritable(_)
            | Self::Untrusted { .. }
            | Self::Refused { .. } => false,
        }
    }
}

/// RFC 3834: nobody's absence notice answers this.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Letter<'_> {
    fn write(&self) -> Result<Message, MailError> {
        let domain = self.from.0.email.domain();
        Message::builder()
            .message_id(Some(format!("<{}@{domain}>", self.id)))
            .date(SystemTime::from(self.at))
            .from(self.from.0.clone())
            .to(self.to.0.clone())
            .subject(self.subject)
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(self.body.to_owned())
            .map_err(|error| MailError::Unwritable(error.to_string()))
    }
}

impl Server {
    /// Refuses what cannot work whoever answers: no name, or mail that would travel unencrypted.
    pub fn check(&self) -> Result<(), MailError> {
        ServerName::try_from(self.host.as_str()).map_err(|_| MailError::NoServer)?;
        self.dialled().map(drop)?;
        self.tls().map(drop)
    }

    /// Sends a letter, once.
    ///
    /// Where the server breaks off after the letter and before its answer, nobody knows whether it was taken; that is
    /// [`MailError::Unreachable`], and sending it again may double it.
    pub async fn send(&self, letter: &Letter<'_>, limit: Duration) -> Result<(), MailError> {
        let message = letter.write()?;
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(self.dialled()?)
            .port(self.port)
            .timeout(Some(limit))
            .tls(self.tls()?);
        if let Some(login) = &self.login {
            transport = transport
                .credentials(Credentials::new(login.user.clone(), login.password.reveal().to_owned()));
        }
        match timeout(limit, transport.build().send(message)).await {
            Ok(sent) => sent.map(drop).map_err(|error| self.explain(&error, limit)),
            Err(_) => Err(MailError::Late { host: self.host.clone(), limit }),
        }
    }

    /// The name that is connected to. Unencrypted, it is never one that a name server could lead elsewhere.
    fn dialled(&self) -> Result<String, MailError> {
        if self.security != Security::Plain {
            return Ok(self.host.clone());
        }
        if self.host.eq_ignore_ascii_case("localhost") {
            return Ok("127.0.0.1".to_owned());
        }
        match self.host.parse::<IpAddr>() {
            Ok(address) if address.is_loopback() => Ok(self.host.clone()),
            _ => Err(MailError::Unencrypted(self.host.clone())),
        }
    }

    fn tls(&self) -> Result<Tls, MailError> {
        if self.security == Security::Plain {
            return Ok(Tls::None);
        }
        let mut parameters =
            TlsParameters::builder(self.host.clone()).certificate_store(CertificateStore::WebpkiRoots);
        for certificate in self.trust.added() {
            let certificate =
                Certificate::from_der(certificate.to_vec()).map_err(|error| self.untrusted(&error))?;
            parameters = parameters.add_root_certificate(certificate);
        }
        let parameters = parameters.build().map_err(|error| self.untrusted(&error))?;
        Ok(match self.security {
            Security::Tls => Tls::Wrapper(parameters),
            Security::StartTls | Security::Plain => Tls::Required(parameters),
        })
    }

    fn untrusted(&self, error: &lettre::transport::smtp::Error) -> MailError {
        MailError::Untrusted { host: self.host.clone(), said: said(error) }
    }

    fn explain(&self, error: &lettre::transport::smtp::Error, limit: Duration) -> MailError {
        let host = self.host.clone();
        if error.is_timeout() {
            return MailError::Late { host, limit };
        }
        if error.is_tls() || is_mistrust(error) {
            return self.untrusted(error);
        }
        let said = said(error);
        if error.is_transient() {
            MailError::PutOff { host, said }
        } else if error.is_permanent() || error.is_client() {
            MailError::Refused { host, said }
        } else {
            MailError::Unreachable { host, said }
        }
    }
}

/// What is at the bottom of an error, without the names of its kinds above.
fn said(error: &lettre::transport::smtp::Error) -> String {
    let mut deepest = error.source();
    while let Some(source) = deepest.and_then(std::error::Error::source) {
        deepest = Some(source);
    }
    deepest.map_or_else(|| error.to_string(), ToString::to_string)
}
