//! The questions in a terminal of their own, which `script` (util-linux) lends.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use crate::harness::{HANSEI, Home};

/// Ctrl with a letter, as a terminal sends it.
const CTRL_A: &str = "\u{1}";
const CTRL_C: &str = "\u{3}";
const CTRL_U: &str = "\u{15}";
const CTRL_W: &str = "\u{17}";

#[test]
fn a_line_is_edited_as_in_a_shell() {
    let home = Home::new();
    let id = home.log("The launch slipped by a week");
    let review = format!("{HANSEI} review {id}");
    let mut lent = Command::new("script");
    let mut lent = home
        .settle(lent.args(["--quiet", "--command", &review, "/dev/null"]))
        .env("TERM", "xterm")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut keys, mut screen) = (lent.stdin.take().unwrap(), lent.stdout.take().unwrap());
    let mut shown = Vec::new();
    // Keys are pressed when what they answer is there; what never comes ends with the program, and the test with it.
    let mut press = |after: &str, typed: &str| {
        let mut piece = [0; 4096];
        while !String::from_utf8_lossy(&shown).contains(after) {
            let read = screen.read(&mut piece).unwrap();
            assert!(read > 0, "{after:?} never came: {}", String::from_utf8_lossy(&shown));
            shown.extend_from_slice(&piece[..read]);
        }
        keys.write_all(typed.as_bytes()).unwrap();
    };
    // "m" is left over of what was typed, and Ctrl-A goes before it.
    press("[failure] ", &format!("what{CTRL_U}m{CTRL_A}x{CTRL_W}\r"));
    // Nothing of what Ctrl-U took away is left, so that the line is empty and takes what is offered.
    press("[ordinary] ", &format!("small and more{CTRL_W}{CTRL_W}{CTRL_W}s{CTRL_U}\r"));
    press("outcome? ", CTRL_C);
    assert!(lent.wait().unwrap().success());
    let entry = home.entry(&id);
    assert_eq!(
        (entry["kind"].as_str(), entry["significance"].as_str()),
        (Some("mixed"), Some("ordinary")),
        "{entry}"
    );
}
