//! Who may come in: this machine only, and of it only who was given a token or a cookie at this launch.
//!
//! [`Door::invite`] makes an address that works once; whoever opens it gets a cookie for as long as hansei runs.
//! Programs carry the token of [`Door::new_api_token`] with each request. Of every secret only its SHA-256 is kept.
//! A cookie is sent to every port of a host, so another server that runs on this machine and is visited by the same
//! browser can see it: a door on the loopback interface cannot keep that out.

mod guard;
mod held;

pub use guard::{Came, guard, refused};

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use held::Held;

use crate::hex::hex;

/// The most addresses that wait to be opened; a further one makes the oldest useless.
const MOST_INVITATIONS: usize = 16;

/// The most browsers that are let in at once; a further one shuts the oldest out.
const MOST_BROWSERS: usize = 64;

/// The most programs that are let in at once.
const MOST_PROGRAMS: usize = 16;

/// How this server is reached, and who may come in.
pub struct Door {
    port: u16,
    random: Box<dyn Fn() -> [u8; 16] + Send + Sync>,
    keys: Mutex<Keys>,
}

/// A secret on its way to whom it is for. It is written out with `{}`, never with `{:?}`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

struct Keys {
    invitations: Held,
    browsers: Held,
    programs: Held,
}

impl Door {
    /// Makes the door of a server on this port of the loopback interface. `random` gives 16 unpredictable bytes.
    pub fn local(port: u16, random: impl Fn() -> [u8; 16] + Send + Sync + 'static) -> Self {
        let keys = Keys {
            invitations: Held::at_most(MOST_INVITATIONS),
            browsers: Held::at_most(MOST_BROWSERS),
            programs: Held::at_most(MOST_PROGRAMS),
        };
        Self { port, random: Box::new(random), keys: Mutex::new(keys) }
    }

    /// Makes a token for the address of [`Door::address`]; it lets one browser in, once.
    #[must_use]
    pub fn new_token(&self) -> Secret {
        let token = self.new_secret();
        self.keys().invitations.keep(&token.0);
        token
    }

    /// Makes an address that lets one browser in, once.
    #[must_use]
    pub fn invite(&self) -> Secret {
        Secret(self.address(&self.new_token()))
    }

    /// Writes a token into the address where a browser can hand it in.
    #[must_use]
    pub fn address(&self, token: &Secret) -> String {
        format!("{}/?token={token}", self.place())
    }

    /// Returns the address of this server, for people who are in.
    #[must_use]
    pub fn place(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Makes a token that lets a program in for as long as this server runs.
    #[must_use]
    pub fn new_api_token(&self) -> Secret {
        let token = self.new_secret();
        self.keys().programs.keep(&token.0);
        token
    }

    /// Takes a token from an address, once, and returns the secret of the cookie; `None` when it is used or made up.
    #[must_use]
    pub fn exchange(&self, token: &str) -> Option<Secret> {
        let session = self.new_secret();
        let mut keys = self.keys();
        keys.invitations.take(token).then(|| keys.browsers.keep(&session.0))?;
        Some(session)
    }

    /// Names the cookie. Browsers do not tell the ports of a host apart, so the port is part of the name.
    #[must_use]
    pub fn cookie_name(&self) -> String {
        format!("hansei_{}", self.port)
    }

    /// Says whether this is a cookie that was given at this launch.
    fn knows_browser(&self, session: &str) -> bool {
        self.keys().browsers.has(session)
    }

    /// Says whether this is a token that a program was given at this launch.
    fn knows_program(&self, token: &str) -> bool {
        self.keys().programs.has(token)
    }

    /// Says whether a `Host` header names this server; anything else is a name that somebody pointed at this machine.
    fn is_named(&self, host: &str) -> bool {
        let (name, port) = match host.rfind(':').filter(|colon| !host[*colon..].contains(']')) {
            Some(colon) => (&host[..colon], &host[colon + 1..]),
            None => (host, "80"),
        };
        ["127.0.0.1", "localhost", "[::1]"].contains(&name) && port == self.port.to_string()
    }

    fn new_secret(&self) -> Secret {
        Secret(hex(&(self.random)()))
    }

    fn keys(&self) -> MutexGuard<'_, Keys> {
        // Nothing in here can be left half done.
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Door {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Door").field("port", &self.port).finish_non_exhaustive()
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;

    fn door() -> Door {
        let count = AtomicU8::new(0);
        Door::local(4321, move || [count.fetch_add(1, Ordering::Relaxed); 16])
    }

    #[test]
    fn an_address_lets_one_browser_in_once() {
        let door = door();
        let token = door.new_token().to_string();
        let session = door.exchange(&token).unwrap();
        assert!(door.knows_browser(&session.0));
        assert_eq!(door.exchange(&token), None);
    }

    #[test]
    fn each_browser_gets_a_cookie_of_its_own() {
        let door = door();
        let sessions = [(); 2].map(|()| door.exchange(&door.new_token().0).unwrap());
        assert_ne!(sessions[0], sessions[1]);
        assert!(sessions.iter().all(|session| door.knows_browser(&session.0)));
    }

    #[test]
    fn one_kind_of_secret_does_not_stand_for_another() {
        let door = door();
        let token = door.new_token();
        let program = door.new_api_token();
        assert!(!door.knows_program(&token.0) && !door.knows_browser(&token.0));
        assert!(!door.knows_browser(&program.0) && door.exchange(&program.0).is_none());
        assert!(door.knows_program(&program.0));
    }

    #[test]
    fn a_door_lets_nobody_in_with_nothing() {
        assert!(!door().knows_program("") && !door().knows_browser("") && door().exchange("").is_none());
    }

    #[test]
    fn only_names_of_this_machine_with_this_port_are_its_own() {
        let door = door();
        for host in ["127.0.0.1:4321", "localhost:4321", "[::1]:4321"] {
            assert!(door.is_named(host), "{host}");
        }
        for host in [
            "",
            "localhost",
            "localhost:80",
            "127.0.0.1",
            "127.0.0.2:4321",
            "evil.example:4321",
            "localhost:4321.evil.example",
            "[::1]",
        ] {
            assert!(!door.is_named(host), "{host}");
        }
        assert!(Door::local(80, || [0; 16]).is_named("localhost"));
    }

    #[test]
    fn a_secret_is_not_shown_by_accident() {
        let door = door();
        let token = door.new_token();
        assert_eq!(format!("{token:?}"), "Secret(…)");
        assert!(!format!("{door:?}").contains(&token.0));
    }
}
