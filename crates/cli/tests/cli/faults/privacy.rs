//! Files that only their owner reads.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::serving::Server;
use crate::harness::{Answer, HANSEI, Home};

/// Runs a command where every new file is open to everybody, unless the program sees to it.
fn run_openly(home: &Home, args: &[&str]) -> Answer {
    let mut command = Command::new("sh");
    home.settle(&mut command).args(["-c", "umask 000; exec \"$0\" \"$@\"", HANSEI]).args(args);
    command.output().unwrap().into()
}

/// Lists a folder and everything in it.
fn everything(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(everything(&path)) } else { found.push(path) }
    }
    found
}

#[track_caller]
fn assert_private(folder: &Path) -> Vec<String> {
    let everything = everything(folder);
    for path in &everything {
        let about = fs::metadata(path).unwrap();
        let wanted = if about.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(about.permissions().mode() & 0o777, wanted, "{}", path.display());
    }
    let name = |path: &PathBuf| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    everything.iter().map(name).collect()
}

#[test]
fn files_are_for_their_owner_alone_and_so_are_folders() {
    let home = Home::new();
    let id = run_openly(&home, &["log", "For my eyes", "--json"]).id();
    run_openly(&home, &["backup"]).done();
    let server = Server::start_openly(&home);
    let found = assert_private(&home.data());
    for name in [
        "hansei.db",
        "hansei.db-wal",
        "hansei.db-shm",
        "backups",
        "serve.json",
        "serve.lock",
        "serve.sock",
        "api-token",
    ] {
        assert!(found.iter().any(|found| found == name), "{name} is not there: {found:?}");
    }
    assert_eq!(found.iter().filter(|name| name.starts_with("backups/")).count(), 1);
    home.assert_sound();
    drop(server);

    let out = home.path().join("out");
    fs::create_dir(&out).unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o700)).unwrap();
    for name in ["log.md", "log.jsonl", "log.csv"] {
        run_openly(&home, &["export", "-o", out.join(name).to_str().unwrap()]).done();
    }
    run_openly(&home, &["export", &id, "-o", out.join("one.md").to_str().unwrap()]).done();
    run_openly(&home, &["backup", out.join("backup.db").to_str().unwrap()]).done();
    assert_eq!(assert_private(&out).len(), 6);
}
