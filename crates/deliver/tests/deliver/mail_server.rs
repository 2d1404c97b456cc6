//! A mail server that behaves one way, and remembers what it was told.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufStream};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// How the server behaves; by default it takes everything.
#[derive(Clone, Default)]
pub(crate) struct Manners {
    /// What it answers to a word of the protocol instead of agreeing; an empty answer closes the connection.
    pub(crate) instead: Option<(&'static str, &'static str)>,
    /// After which word it says nothing more.
    pub(crate) silent_after: Option<&'static str>,
    /// What it encrypts with, if it can.
    pub(crate) acceptor: Option<TlsAcceptor>,
    /// Whether it encrypts from the first byte.
    pub(crate) wrapped: bool,
}

/// A running server; it ends with the test.
pub(crate) struct MailServer {
    pub(crate) port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    pub(crate) async fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (manners, kept) = (manners.clone(), Arc::clone(&kept));
                tokio::spawn(async move {
                    if manners.wrapped {
                        let acceptor = manners.acceptor.clone().unwrap();
                        let Ok(stream) = acceptor.accept(stream).await else { return };
                        drop(Talk { stream: BufStream::new(stream), manners, kept }.run(true, true).await);
                        return;
                    }
                    let acceptor = manners.acceptor.clone();
                    let talk = Talk { stream: BufStream::new(stream), manners, kept };
                    let (Some(talk), Some(acceptor)) = (talk.run(false, true).await, acceptor) else {
                        return;
                    };
                    let Ok(stream) = acceptor.accept(talk.stream.into_inner()).await else { return };
                    let talk =
                        Talk { stream: BufStream::new(stream), manners: talk.manners, kept: talk.kept };
                    drop(talk.run(true, false).await);
                });
            }
        });
        Self { port, heard }
    }

    /// Every line that was said to the server, letters included.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    /// The letters that came whole.
    pub(crate) fn letters(&self) -> Vec<String> {
        let heard = self.heard();
        let mut letters = Vec::new();
        let mut rest = heard.as_slice();
        while let Some(start) = rest.iter().position(|line| line == "DATA") {
            rest = &rest[start + 1..];
            let Some(end) = rest.iter().position(|line| line == ".") else { break };
            letters.push(rest[..end].join("\n"));
            rest = &rest[end..];
        }
        letters
    }
}

struct Talk<S> {
    stream: BufStream<S>,
    manners: Manners,
    kept: Arc<Mutex<Vec<String>>>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Talk<S> {
    /// Talks until the client goes; returns itself where the client now begins to encrypt.
    async fn run(mut self, encrypted: bool, greeting: bool) -> Option<Self> {
        if greeting {
            self.answer("GREETING", "220 mail.test ready").await?;
        }
        loop {
            let line = self.line().await?;
            let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            let extensions = if self.manners.acceptor.is_some() && !encrypted {
                "250-mail.test\r\n250-AUTH PLAIN\r\n250 STARTTLS"
            } else {
                "250-mail.test\r\n250 AUTH PLAIN"
            };
            match word.as_str() {
                "EHLO" => self.answer("EHLO", extensions).await?,
                "STARTTLS" => {
                    self.answer("STARTTLS", "220 go ahead").await?;
                    return Some(self);
                }
                "AUTH" => self.answer("AUTH", "235 welcome").await?,
                "DATA" => {
                    self.answer("DATA", "354 go on").await?;
                    while self.line().await? != "." {}
                    self.answer("LETTER", "250 taken").await?;
                }
                "QUIT" => self.answer("QUIT", "221 bye").await?,
                word => self.answer(word, "250 ok").await?,
            }
        }
    }

    async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        match self.stream.read_line(&mut line).await {
            Ok(0) | Err(_) => None,
            Ok(_) => {
                let line = line.trim_end().to_owned();
                self.kept.lock().unwrap().push(line.clone());
                Some(line)
            }
        }
    }

    async fn answer(&mut self, word: &str, agreeing: &str) -> Option<()> {
        let said = match self.manners.instead {
            Some((at, said)) if at == word => said,
            _ => agreeing,
        };
        if said.is_empty() {
            return None;
        }
        if self.manners.silent_after == Some(word) {
            std::future::pending::<()>().await;
        }
        self.stream.write_all(format!("{said}\r\n").as_bytes()).await.ok()?;
        self.stream.flush().await.ok()
    }
}
