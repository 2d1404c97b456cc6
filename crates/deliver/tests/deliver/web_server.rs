//! A web server that answers one way, and remembers what it was sent.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// What the server does when it is asked.
#[derive(Clone)]
pub(crate) enum Answer {
    /// It answers this, byte for byte.
    Says(String),
    /// It never answers.
    Hangs,
    /// It answers and goes on talking for ever.
    NeverStops,
    /// It closes the connection.
    HangsUp,
}

/// A running server; it ends with the test.
pub(crate) struct WebServer {
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl WebServer {
    pub(crate) async fn start(answer: Answer) -> Self {
        Self::start_at("127.0.0.1:0", answer, None).await
    }

    pub(crate) async fn encrypted(answer: Answer, acceptor: TlsAcceptor) -> Self {
        Self::start_at("127.0.0.1:0", answer, Some(acceptor)).await
    }

    pub(crate) async fn start_at(address: &str, answer: Answer, acceptor: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                kept.lock().unwrap().push(String::new());
                tokio::spawn(serve(stream, answer.clone(), acceptor.clone(), Arc::clone(&kept)));
            }
        });
        Self { address, requests }
    }

    /// What came, one text for each connection.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(
    stream: TcpStream,
    answer: Answer,
    acceptor: Option<TlsAcceptor>,
    kept: Arc<Mutex<Vec<String>>>,
) {
    match acceptor {
        None => talk(stream, answer, kept).await,
        Some(acceptor) => {
            if let Ok(stream) = acceptor.accept(stream).await {
                talk(stream, answer, kept).await;
            }
        }
    }
}

async fn talk(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    answer: Answer,
    kept: Arc<Mutex<Vec<String>>>,
) {
    let mut request = String::new();
    let mut bytes = [0; 4096];
    while !request.ends_with('}') {
        match stream.read(&mut bytes).await {
            Ok(0) | Err(_) => return,
            Ok(read) => request.push_str(std::str::from_utf8(&bytes[..read]).unwrap()),
        }
    }
    *kept.lock().unwrap().last_mut().unwrap() = request;
    match answer {
        Answer::Says(text) => {
            drop(stream.write_all(text.as_bytes()).await);
            drop(stream.shutdown().await);
        }
        Answer::Hangs => std::future::pending().await,
        Answer::NeverStops => {
            drop(stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await);
            while stream.write_all(&[b'x'; 8192]).await.is_ok() {}
        }
        Answer::HangsUp => {}
    }
}
