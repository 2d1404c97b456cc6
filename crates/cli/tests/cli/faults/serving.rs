//! A server that is killed while programs save through it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command};
use std::sync::mpsc;

use serde_json::Value;

use crate::harness::{HANSEI, Home};

/// A server that runs on a home's data; killed when it goes out of scope.
pub(crate) struct Server {
    process: Child,
    address: String,
    port: u16,
    token: String,
}

impl Server {
    /// Starts it, and waits until it says where it is.
    pub(crate) fn start(home: &Home) -> Self {
        Self::of(&mut home.command(&["serve", "--port", "0"]), home)
    }

    /// Starts it where every new file is open to everybody, unless the program sees to it.
    pub(super) fn start_openly(home: &Home) -> Self {
        let mut command = Command::new("sh");
        home.settle(&mut command).args(["-c", "umask 000; exec \"$0\" serve --port 0", HANSEI]);
        Self::of(&mut command, home)
    }

    pub(super) fn of(command: &mut Command, home: &Home) -> Self {
        let mut process = command.spawn().unwrap();
        let mut address = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut address).unwrap();
        assert!(address.starts_with("http://127.0.0.1:"), "{address}");
        let address = address.trim().to_owned();
        let port = address.split([':', '/']).nth(4).unwrap().parse().unwrap();
        // Where nothing can be written there is none.
        let token = std::fs::read_to_string(home.data().join("api-token")).unwrap_or_default();
        Self { process, address, port, token }
    }

    /// Returns how a program captures something.
    fn caller(&self) -> Caller {
        Caller { port: self.port, token: self.token.clone() }
    }

    /// Comes in as a browser does, with the address that was printed, and reads these pages.
    #[track_caller]
    pub(crate) fn pages<const COUNT: usize>(&self, paths: [&str; COUNT]) -> [String; COUNT] {
        let cookie = self.enter();
        paths.map(|path| {
            let (head, page) = self.get(path, &cookie);
            assert!(head.starts_with("HTTP/1.1 200 "), "{path}: {head}\n{page}");
            page
        })
    }

    /// Comes in with the address that was printed, and returns the cookie.
    pub(super) fn enter(&self) -> String {
        let (_, token) = self.address.rsplit_once('/').unwrap();
        let (head, _) = self.get(&format!("/{token}"), "");
        let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// Sends a form as a browser does, and returns the head and the page.
    pub(super) fn send(&self, path: &str, cookie: &str, form: &str) -> (String, String) {
        let Self { port, .. } = self;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            form.len()
        );
        let mut answer = String::new();
        let mut call = TcpStream::connect(("127.0.0.1", *port)).unwrap();
        call.write_all(format!("{head}{form}").as_bytes()).unwrap();
        call.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    pub(super) fn get(&self, path: &str, cookie: &str) -> (String, String) {
        let mut answer = String::new();
        let mut call = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let port = self.port;
        write!(
            call,
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        call.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    /// Ends it, and returns what it said on its standard error and the token that it left for programs.
    pub(super) fn stop(mut self) -> (String, String) {
        self.process.kill().unwrap();
        let mut told = String::new();
        self.process.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        (told, self.token.clone())
    }

    /// Kills it, as a loss of power would.
    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

struct Caller {
    port: u16,
    token: String,
}

impl Caller {
    /// Captures a text through the API, and returns its id once that was said to be kept.
    fn capture(&self, text: &str, key: &str) -> Option<String> {
        let body = serde_json::json!({"schema": 1, "text": text}).to_string();
        let Self { port, token } = self;
        let head = format!(
            "POST /api/v1/entries HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nIdempotency-Key: {key}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        let mut answer = String::new();
        let mut call = TcpStream::connect(("127.0.0.1", *port)).ok()?;
        call.write_all(format!("{head}{body}").as_bytes()).ok()?;
        call.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        // What is cut off was not acknowledged, and only a whole object can be read.
        let body: Value = serde_json::from_str(body).ok()?;
        assert!(head.starts_with("HTTP/1.1 201 "), "{head}\n{body}");
        Some(body["id"].as_str().unwrap().to_owned())
    }
}

#[test]
fn twenty_kills_of_the_server_lose_nothing_that_it_acknowledged() {
    let home = Home::new();
    let mut acknowledged = Vec::new();
    for round in 0..20 {
        let server = Server::start(&home);
        let caller = server.caller();
        let (said, heard) = mpsc::channel();
        let calling = std::thread::spawn(move || {
            (0..)
                .map_while(|call| {
                    caller.capture(&format!("Call {round}-{call}"), &format!("key-{round}-{call}"))
                })
                .for_each(|id| said.send(id).unwrap());
        });
        // The next call is on its way when the server dies; from none to four came before it.
        let before = round % 5;
        let first: Vec<_> = heard.iter().take(before).collect();
        server.kill();
        calling.join().unwrap();
        assert_eq!(first.len(), before, "the server stopped by itself");
        acknowledged.extend(first);
        acknowledged.extend(heard);
        let there = home.sorted("id");
        for id in &acknowledged {
            assert!(there.contains(id), "round {round}: {id} was acknowledged and is gone");
        }
        // Of each round at most the one call that was never answered came on top.
        assert!(there.len() <= acknowledged.len() + round + 1, "{} of {}", there.len(), acknowledged.len());
    }
    let mut titles = home.sorted("title");
    let count = titles.len();
    titles.dedup();
    assert_eq!(titles.len(), count, "something was kept twice");
    home.assert_sound();
}

#[test]
fn a_call_that_was_never_answered_is_kept_once_when_it_is_repeated() {
    let home = Home::new();
    for round in 0..5 {
        let (title, key) = (format!("Call {round}"), format!("key-{round}"));
        let server = Server::start(&home);
        let caller = server.caller();
        let first = std::thread::scope(|scope| {
            let calling = scope.spawn(|| caller.capture(&title, &key));
            server.kill();
            calling.join().unwrap()
        });
        let server = Server::start(&home);
        let again = server.caller().capture(&title, &key).unwrap();
        assert!(first.is_none_or(|first| first == again));
        server.kill();
        assert_eq!(home.entries().len(), round + 1);
    }
}
