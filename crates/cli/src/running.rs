//! The server that runs on some data: how a second one finds it, and how it is asked for a fresh address.
//!
//! Whoever serves holds a lock for as long as the process lives, so that a file left by a crash is never mistaken for a
//! server. A socket in the data folder, which only its owner can enter, answers each call with a one-time address.

use std::fs::{File, OpenOptions, TryLockError};
use std::future::poll_fn;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::task::{Context, Poll};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::net::{UnixListener, UnixStream};

use crate::error::CliError;
use crate::files;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long to wait after a call that could not be taken, so that a lasting fault does not keep the machine busy.
const PAUSE: Duration = Duration::from_millis(100);

/// The hold on some data that only one process has at a time.
#[derive(Debug)]
pub(crate) struct Hold {
    data_dir: PathBuf,
    // The lock lives as long as the file is open. There is none where no file can be made: then nothing can be saved either.
    _lock: Option<File>,
}

/// What is known about the server that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Running {
    /// Its process.
    pub(crate) process: u32,
    /// The port it serves on.
    pub(crate) port: u16,
}

impl Hold {
    /// Takes hold of some data; `None` while another process has it.
    ///
    /// In a folder that cannot be written to nobody can tell others that it serves, and nobody needs to: it is only read.
    pub(crate) fn take(data_dir: &Path) -> Result<Option<Self>, CliError> {
        let path = data_dir.join("serve.lock");
        let opened = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
        let lock = match opened {
            Ok(lock) => lock,
            // One that is there may be held all the same.
            Err(error) if files::is_unwritable(&error) => match File::open(&path) {
                Ok(lock) => lock,
                Err(_) => return Ok(Some(Self { data_dir: data_dir.to_owned(), _lock: None })),
            },
            Err(error) => return Err(CliError::file(&path, &error)),
        };
        match lock.try_lock() {
            Ok(()) => Ok(Some(Self { data_dir: data_dir.to_owned(), _lock: Some(lock) })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(CliError::file(&path, &error)),
        }
    }

    /// Notes who serves, and where.
    pub(crate) fn note(&self, running: &Running) -> Result<(), CliError> {
        let written = serde_json::to_vec(running).map_err(hansei_app::AppError::broken)?;
        files::write_private(&notes(&self.data_dir), &written)
    }

    /// Leaves the token that programs send with each request, where only its owner can read it, until the server stops.
    pub(crate) fn leave_token(&self, token: &str) -> Result<(), CliError> {
        files::write_private(&token_file(&self.data_dir), token.as_bytes())
    }

    /// Opens the socket that gives out addresses; `None` where its name would be too long for the system.
    pub(crate) fn socket(&self) -> Option<UnixListener> {
        let path = socket(&self.data_dir);
        // Nobody else serves, so what is there was left by a crash.
        drop(std::fs::remove_file(&path));
        let listener = UnixListener::bind(&path).ok()?;
        // The folder keeps others out already; the doctor looks at what is in it all the same.
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).ok()?;
        Some(listener)
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        drop(std::fs::remove_file(socket(&self.data_dir)));
        drop(std::fs::remove_file(notes(&self.data_dir)));
        drop(std::fs::remove_file(token_file(&self.data_dir)));
    }
}

impl Running {
    /// Reads what the server that holds the data has noted; `None` when it has not come that far.
    pub(crate) fn read(data_dir: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(notes(data_dir)).ok()?).ok()
    }
}

/// Asks the server that holds the data for a one-time address; `None` when nobody answers.
pub(crate) fn fresh_address(data_dir: &Path) -> Option<String> {
    let call = std::os::unix::net::UnixStream::connect(socket(data_dir)).ok()?;
    call.set_read_timeout(Some(PATIENCE)).ok()?;
    let mut answer = String::new();
    call.take(1024).read_to_string(&mut answer).ok()?;
    let address = answer.trim();
    address.starts_with("http://127.0.0.1:").then(|| address.to_owned())
}

/// Gives everybody who calls a one-time address, until the server stops.
pub(crate) async fn give_addresses(socket: UnixListener, invite: impl Fn() -> String) {
    answer_calls(|context| socket.poll_accept(context).map_ok(|(call, _)| call), invite).await;
}

/// Answers one call after the other. A call that cannot be taken, say because too many files are open, ends nothing.
async fn answer_calls(
    mut next_call: impl FnMut(&mut Context<'_>) -> Poll<std::io::Result<UnixStream>>,
    invite: impl Fn() -> String,
) {
    loop {
        let Ok(call) = poll_fn(&mut next_call).await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let Ok(mut call) = call.into_std() else { continue };
        drop(call.set_nonblocking(false).and_then(|()| writeln!(call, "{}", invite())));
    }
}

fn notes(data_dir: &Path) -> PathBuf {
    data_dir.join("serve.json")
}

fn token_file(data_dir: &Path) -> PathBuf {
    data_dir.join("api-token")
}

fn socket(data_dir: &Path) -> PathBuf {
    data_dir.join("serve.sock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_held_by_one_at_a_time_and_let_go() {
        let folder = tempfile::tempdir().unwrap();
        let hold = Hold::take(folder.path()).unwrap().unwrap();
        assert!(Hold::take(folder.path()).unwrap().is_none());
        let running = Running { process: 7, port: 7373 };
        hold.note(&running).unwrap();
        assert_eq!(Running::read(folder.path()), Some(running));
        drop(hold);
        assert_eq!(Running::read(folder.path()), None);
        assert!(Hold::take(folder.path()).unwrap().is_some());
    }

    #[tokio::test]
    async fn a_call_that_cannot_be_taken_does_not_keep_the_next_one_waiting() {
        use tokio::io::AsyncReadExt as _;

        let (mut asking, answering) = UnixStream::pair().unwrap();
        let mut calls = vec![Ok(answering), Err(std::io::ErrorKind::ConnectionAborted.into())];
        let next_call = |_: &mut Context<'_>| calls.pop().map_or(Poll::Pending, Poll::Ready);
        let mut answer = String::new();
        tokio::select! {
            () = answer_calls(next_call, || "an address".to_owned()) => {}
            read = asking.read_to_string(&mut answer) => { read.unwrap(); }
        }
        assert_eq!(answer, "an address\n");
    }

    #[test]
    fn what_a_crash_left_is_not_a_server() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(notes(folder.path()), r#"{"process": 7, "port": 7373}"#).unwrap();
        drop(std::os::unix::net::UnixListener::bind(socket(folder.path())).unwrap());
        assert_eq!(fresh_address(folder.path()), None);
        assert!(Hold::take(folder.path()).unwrap().is_some());
    }
}
