//! Webhooks: a program of the person's own is told that something is due, by its id and its type and nothing else.
//!
//! They are signed as <https://www.standardwebhooks.com> says, so that receivers find a library for it. Whoever has none takes the
//! headers `webhook-id` and `webhook-timestamp` and the body, joins them with full stops, and compares the HMAC-SHA256 of that,
//! under the key, in base64, with what follows `v1,` in `webhook-signature`; and looks whether the time is about now.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use serde::Serialize;
use sha2::Sha256;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::rustls::pki_types::ServerName;
use uuid::Uuid;

use crate::guard::{Destination, Refusal, Resolve};
use crate::trust::{Trust, is_mistrust};

/// How long a webhook may take, from looking its host up to its answer.
pub const LIMIT: Duration = Duration::from_secs(10);

/// What the written form of a key begins with.
const KEY_PREFIX: &str = "whsec_";

/// How many bytes a key may have.
const KEY_SIZES: std::ops::RangeInclusive<usize> = 24..=64;

/// The key that webhooks are signed with. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(Vec<u8>);

/// What was given as a key is none.
#[derive(Debug, thiserror::Error)]
#[error(
    "this is not a key for webhooks; it begins with \"whsec_\" and goes on with 24 to 64 bytes in base64"
)]
pub struct NotAKey;

impl Key {
    /// Takes random bytes as a key.
    #[must_use]
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(bytes.to_vec())
    }

    /// Writes the key down, for the receiver.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("{KEY_PREFIX}{}", STANDARD.encode(&self.0))
    }

    fn sign(&self, id: &str, at: Timestamp, body: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of every length");
        mac.update(format!("{id}.{}.{body}", at.as_second()).as_bytes());
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

impl FromStr for Key {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let encoded = text.trim().strip_prefix(KEY_PREFIX).ok_or(NotAKey)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| NotAKey)?;
        if KEY_SIZES.contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(NotAKey) }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Key")
    }
}

/// What a webhook tells: no word that anybody wrote.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Event<'a> {
    /// The same whenever the same is sent again, so that the receiver can pass it over.
    pub id: Uuid,
    /// What it is about, for example `reminder.due`.
    #[serde(rename = "type")]
    pub kind: &'a str,
}

/// A program that is told.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Where it is told.
    pub destination: Destination,
    /// What the message is signed with.
    pub key: Key,
    /// Whose certificates are believed.
    pub trust: Trust,
}

/// Why a webhook was not delivered.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// It must not go there.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Nobody answered in time.
    #[error("{host} did not answer within {} seconds; it is tried again later", limit.as_secs_f64())]
    Late {
        /// The host that was asked.
        host: String,
        /// How long was waited.
        limit: Duration,
    },
    /// The connection did not come about, or broke.
    #[error("{host} cannot be reached: {source}; it is tried again later")]
    Unreachable {
        /// The host that was asked.
        host: String,
        /// What happened.
        #[source]
        source: io::Error,
    },
    /// The connection cannot be encrypted.
    #[error(
        "the connection to {host} cannot be encrypted: {source}; check its name, its port and its certificate"
    )]
    Untrusted {
        /// The host that was asked.
        host: String,
        /// What is wrong.
        #[source]
        source: io::Error,
    },
    /// It wanted to send us somewhere else, and nobody checked where that is.
    #[error(
        "{host} answered with {status}, a redirection, which is not followed; give the address that it leads to"
    )]
    Redirected {
        /// The host that was asked.
        host: String,
        /// What it answered.
        status: StatusCode,
    },
    /// It did not take it.
    #[error("{host} answered with {status}; look there for the reason")]
    Answered {
        /// The host that was asked.
        host: String,
        /// What it answered.
        status: StatusCode,
    },
}

impl WebhookError {
    /// Whether it may go away by itself, so that trying again later makes sense without a change of the settings.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Refused(refusal) => matches!(refusal, Refusal::Unknown { .. }),
            Self::Late { .. } | Self::Unreachable { .. } => true,
            Self::Untrusted { .. } | Self::Redirected { .. } => false,
            Self::Answered { status, .. } => {
                status.is_server_error()
                    || [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS].contains(status)
            }
        }
    }
}

impl Webhook {
    /// Tells the program, once. Any answer of 200 to 299 is success; nothing else of the answer is read.
    pub async fn send(
        &self,
        event: Event<'_>,
        at: Timestamp,
        resolver: &impl Resolve,
        limit: Duration,
    ) -> Result<(), WebhookError> {
        let host = || self.destination.host();
        let delivery = async {
            let addresses = self.destination.find(resolver).await?;
            let stream = connect(&addresses, limit).await.map_err(|source| self.explain(source))?;
            let answer = if self.destination.is_encrypted() {
                let stream = self.encrypt(stream).await.map_err(|source| self.explain(source))?;
                self.post(stream, event, at).await
            } else {
                self.post(stream, event, at).await
            };
            answer.map_err(|source| self.explain(source))
        };
        let status = match timeout(limit, delivery).await {
            Ok(status) => status?,
            Err(_) => return Err(WebhookError::Late { host: host(), limit }),
        };
        if status.is_success() {
            Ok(())
        } else if status.is_redirection() {
            Err(WebhookError::Redirected { host: host(), status })
        } else {
            Err(WebhookError::Answered { host: host(), status })
        }
    }

    fn explain(&self, source: io::Error) -> WebhookError {
        let host = self.destination.host();
        if is_mistrust(&source) {
            WebhookError::Untrusted { host, source }
        } else {
            WebhookError::Unreachable { host, source }
        }
    }

    async fn encrypt(
        &self,
        stream: TcpStream,
    ) -> io::Result<impl AsyncRead + AsyncWrite + Unpin + Send + 'static> {
        let connector = self.trust.connector().map_err(io::Error::other)?;
        let name = ServerName::try_from(self.destination.host()).map_err(io::Error::other)?;
        connector.connect(name, stream).await
    }

    async fn post(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        event: Event<'_>,
        at: Timestamp,
    ) -> io::Result<StatusCode> {
        let body = serde_json::to_string(&event).map_err(io::Error::other)?;
        let id = event.id.to_string();
        let request = Request::post(self.destination.path_and_query())
            .header(HOST, self.destination.authority())
            .header(USER_AGENT, "hansei")
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-signature", self.key.sign(&id, at, &body))
            .header("webhook-id", id)
            .header("webhook-timestamp", at.as_second())
            .body(Full::<Bytes>::from(body))
            .map_err(io::Error::other)?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
        // Dropping the set ends the connection, with whatever the answer still holds.
        let mut connections = JoinSet::new();
        connections.spawn(connection);
        let answer = sender.send_request(request).await.map_err(io::Error::other)?;
        Ok(answer.status())
    }
}

/// Connects to the first address that answers; each gets its share of the time.
async fn connect(addresses: &[SocketAddr], limit: Duration) -> io::Result<TcpStream> {
    let share = limit / u32::try_from(addresses.len().max(1)).unwrap_or(u32::MAX);
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for address in addresses {
        match timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => last = error,
            Err(_) => last = io::Error::from(io::ErrorKind::TimedOut),
        }
    }
    Err(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_the_one_that_the_standard_gives_as_its_example() {
        let key: Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse().unwrap();
        let at = Timestamp::from_second(1_614_265_330).unwrap();
        let signature = key.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_key_survives_being_written_down() {
        let key = Key::from_random([7; 32]);
        assert_eq!(key.reveal().parse::<Key>().unwrap(), key);
        assert_eq!(format!("{key:?}"), "Key");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_not base64"] {
            assert!(text.parse::<Key>().is_err(), "{text}");
        }
    }
}
