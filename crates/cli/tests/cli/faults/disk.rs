//! A disk without room: what cannot be kept is refused, what was kept can be read, and room makes everything good again.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::harness::{Answer, HANSEI, Home, feed};

/// How many pages of 4 KiB are left when something is to be kept: each stops the save at another place, the last does not.
const PAGES: [u64; 14] = [0, 1, 2, 3, 5, 8, 9, 13, 21, 34, 40, 55, 89, 200];

fn text(number: usize) -> String {
    format!("Number {number}\n{}", "a line that takes up some room\n".repeat(1_500))
}

#[test]
fn a_full_disk_refuses_loudly_and_keeps_what_was_acknowledged() {
    let home = Home::new();
    let Some(disk) = Disk::make(&home) else {
        let left_out = b"left out: 1 test on a full disk; it needs the right to mount one (unshare)\n";
        drop(std::io::stderr().write_all(left_out));
        assert!(!is_ci(), "nothing is left out in CI; give it the right to mount a small disk");
        return;
    };
    let mut kept = vec![disk.run(&home, &["log", "-", "--json"], "Before").id()];
    let mut refused = 0;
    for (number, pages) in PAGES.into_iter().enumerate() {
        disk.leave(pages);
        let answer = disk.run(&home, &["log", "-", "--json"], &text(number));
        if answer.code == Some(0) {
            kept.push(answer.id());
        } else {
            answer.assert_refused(
                1,
                &["the disk is full and nothing was saved", "Hint: make room and try again"],
            );
            refused += 1;
        }
        // Reading goes on with the disk as full as it is.
        let list = disk.run(&home, &["list", "--json", "--limit", "200"], "").json();
        let mut there: Vec<_> =
            list["entries"].as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap()).collect();
        there.sort_unstable();
        kept.sort();
        assert_eq!(there, kept, "{pages} pages");
        disk.run(&home, &["show", &kept[0]], "").done();
    }
    assert!(refused > 5 && kept.len() > 1, "{refused} and {}", kept.len());
    fs::remove_file(disk.mounted().join("filling")).unwrap();
    kept.push(disk.run(&home, &["log", "-", "--json"], "There is room again").id());
    let found = disk.run(&home, &["doctor", "--json"], "");
    let found: serde_json::Value = serde_json::from_str(&found.out).unwrap();
    for finding in found["findings"].as_array().unwrap() {
        // A disk as small as this one is never roomy.
        assert!(finding["state"] != "problem" || finding["about"] == "disk", "{finding}");
    }
    assert_eq!(
        found["findings"].as_array().unwrap().iter().filter(|one| one["about"] == "contents").count(),
        1
    );
}

#[test]
fn a_file_that_must_not_grow_refuses_loudly_and_keeps_what_was_acknowledged() {
    let home = Home::new();
    let mut kept = vec![home.log("Before")];
    let mut refused = 0;
    // In blocks of 512 bytes. The shell ignores the signal, so that the write itself is refused.
    for (number, blocks) in [1, 8, 64, 100, 200, 256, 300, 320, 400, 1_000].into_iter().enumerate() {
        let mut limited = Command::new("sh");
        home.settle(&mut limited)
            .args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\""), HANSEI])
            .args(["log", "-", "--json"]);
        let answer = feed(&mut limited, text(number).as_bytes());
        if answer.code == Some(0) {
            kept.push(answer.id());
        } else {
            answer.assert_refused(1, &["nothing was "]);
            refused += 1;
        }
        kept.sort();
        assert_eq!(home.sorted("id"), kept, "{blocks} blocks");
    }
    assert!(refused > 3 && kept.len() > 1, "{refused} and {}", kept.len());
    home.log("The limit is gone");
    home.assert_sound();
}

/// A disk of four megabytes that only its own processes see, and that goes away with them.
struct Disk {
    holder: Child,
    /// How to get to where it is mounted.
    enter: Vec<String>,
}

impl Disk {
    /// Mounts it in place of the data folder; `None` where that is not permitted.
    fn make(home: &Home) -> Option<Self> {
        fs::create_dir(home.data()).unwrap();
        // Root may, and others may as the root of a user namespace, if the machine allows those.
        let ways: [(&[&str], &[&str]); 2] =
            [(&["-m"], &["-m"]), (&["-r", "-m"], &["-U", "--preserve-credentials", "-m"])];
        ways.into_iter().find_map(|(leave, enter)| {
            const HOLD: &str = "mount -t tmpfs -o size=4m,mode=0700 tmpfs \"$0\" && echo ready && exec cat";
            let mut holder = Command::new("unshare")
                .args(leave)
                .args(["sh", "-c", HOLD])
                .arg(home.data())
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .ok()?;
            let mut said = String::new();
            BufReader::new(holder.stdout.take().unwrap()).read_line(&mut said).unwrap();
            if said != "ready\n" {
                holder.wait().unwrap();
                return None;
            }
            let mut enter: Vec<_> = enter.iter().map(ToString::to_string).collect();
            enter.extend(["-t".to_owned(), holder.id().to_string()]);
            Some(Self { holder, enter })
        })
    }

    fn run(&self, home: &Home, args: &[&str], input: &str) -> Answer {
        let mut command = Command::new("nsenter");
        home.settle(&mut command).args(&self.enter).arg(HANSEI).args(args);
        feed(&mut command, input.as_bytes())
    }

    /// Fills it up but for some pages.
    fn leave(&self, pages: u64) {
        let mount = self.mounted();
        let mut file = File::create(mount.join("filling")).unwrap();
        let mut filled = 0;
        while file.write_all(&[7; 4096]).is_ok() {
            filled += 4096;
        }
        file.set_len(u64::saturating_sub(filled, pages * 4096)).unwrap();
    }

    /// The data folder as the holder sees it.
    fn mounted(&self) -> PathBuf {
        let process = PathBuf::from(format!("/proc/{}", self.holder.id()));
        let mounts = fs::read_to_string(process.join("mounts")).unwrap();
        // The last one is ours.
        let folder = mounts.lines().last().unwrap().split(' ').nth(1).unwrap();
        process.join("root").join(folder.trim_start_matches('/'))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(self.holder.kill());
        drop(self.holder.wait());
    }
}

#[expect(clippy::disallowed_methods, reason = "tests have no configuration but the environment")]
pub(super) fn is_ci() -> bool {
    std::env::var_os("CI").is_some()
}
