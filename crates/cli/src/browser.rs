//! Starting the browser.

use std::process::{Command, Stdio};

/// Opens an address in the browser; says whether something took it.
pub(crate) fn open(address: &str) -> bool {
    let openers: &[&str] =
        if cfg!(target_os = "macos") { &["open"] } else { &["xdg-open", "gio", "wslview"] };
    openers.iter().any(|opener| {
        let mut command = Command::new(opener);
        if *opener == "gio" {
            command.arg("open");
        }
        let started =
            command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        // The opener hands the address on and ends; nobody has to wait for the browser.
        started.is_ok_and(|mut child| {
            std::thread::spawn(move || child.wait());
            true
        })
    })
}
