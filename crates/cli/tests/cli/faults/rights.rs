//! Data that may be read and not written.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::serving::Server;
use crate::harness::{Answer, HANSEI, Home};

/// A user that owns nothing.
const NOBODY: u32 = 65_534;

/// Somebody whom the modes of files bind. Root is bound by none, and so lets another user do it.
struct Somebody {
    home: Home,
    program: PathBuf,
    is_root: bool,
}

impl Somebody {
    fn new() -> Self {
        let home = Home::new();
        let is_root = fs::metadata(home.path()).unwrap().uid() == 0;
        let mut program = PathBuf::from(HANSEI);
        if is_root {
            // The folder that the program was built in may be closed to others.
            program = home.path().join("program");
            if fs::hard_link(HANSEI, &program).is_err() {
                fs::copy(HANSEI, &program).unwrap();
            }
            chmod(home.path(), 0o755);
        }
        home.log("Before");
        // No log file is left beside it: where one is, the files alone decide whether it can be written to.
        let somebody = Self { home, program, is_root };
        if is_root {
            for path in somebody.paths() {
                chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
            }
        }
        somebody
    }

    /// The data folder and what is in it.
    fn paths(&self) -> Vec<PathBuf> {
        let inside = fs::read_dir(self.home.data()).unwrap().map(|entry| entry.unwrap().path());
        std::iter::once(self.home.data()).chain(inside).collect()
    }

    fn run(&self, args: &[&str]) -> Answer {
        self.command(args).output().unwrap().into()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = if self.is_root {
            let user = NOBODY.to_string();
            let mut command = Command::new("setpriv");
            command.args(["--reuid", &user, "--regid", &user, "--clear-groups"]).arg(&self.program);
            command
        } else {
            Command::new(&self.program)
        };
        self.home.settle(&mut command).args(args);
        command
    }

    /// Takes the right to write away from the folder, or from the files, or from both.
    fn take_rights(&self, folder: bool, files: bool) {
        for path in self.paths() {
            let (usual, taken, is_taken) =
                if path.is_dir() { (0o700, 0o500, folder) } else { (0o600, 0o400, files) };
            chmod(&path, if is_taken { taken } else { usual });
        }
    }
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn data_that_is_read_only_refuses_changes_and_is_read() {
    for (folder, files) in [(true, true), (true, false), (false, true)] {
        let somebody = Somebody::new();
        somebody.take_rights(folder, files);
        let list = somebody.run(&["list", "--json"]).json();
        let id = list["entries"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(list["entries"].as_array().unwrap().len(), 1);
        for change in [vec!["log", "More"], vec!["edit", &id, "--title", "Other"], vec!["delete", &id]] {
            somebody.run(&change).assert_refused(
                1,
                &[
                    "the data is read-only and nothing was saved",
                    "Hint: give yourself the right to write to it",
                ],
            );
        }
        assert!(somebody.run(&["show", &id]).done().starts_with("Before\n"));
        assert!(somebody.run(&["search", "before"]).done().contains("Before"));

        let doctor = somebody.run(&["doctor"]);
        assert!(doctor.out.contains("sound     contents"), "{doctor:?}");
        assert_eq!(doctor.out.contains("cannot be written to"), folder, "{doctor:?}");

        somebody.take_rights(false, false);
        somebody.run(&["log", "More"]).done();
        assert_eq!(somebody.run(&["list", "--json"]).json()["entries"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn data_that_is_read_only_is_served_and_says_that_nothing_can_be_saved() {
    for (folder, files) in [(true, true), (true, false), (false, true)] {
        let somebody = Somebody::new();
        somebody.take_rights(folder, files);
        let server = Server::of(&mut somebody.command(&["serve", "--port", "0"]), &somebody.home);
        let cookie = server.enter();
        let list = somebody.run(&["list", "--json"]).json();
        let review = format!("/entries/{}", list["entries"][0]["id"].as_str().unwrap());
        // Question 1 is open, and question 4 is not yet.
        let (open, shut) = (format!("{review}/intended"), format!("{review}/next"));
        for path in ["/", "/log", "/settings", "/growth", "/library", &open, &shut] {
            let (head, page) = server.get(path, &cookie);
            assert!(head.starts_with("HTTP/1.1 200 "), "{path}: {head}\n{page}");
            assert!(page.contains("Nothing can be saved now: the data is read-only."), "{path}: {page}");
        }
        assert!(server.get("/log", &cookie).1.contains("Before"));
        let (head, page) = server.send("/", &cookie, "text=What+I+typed");
        assert!(head.starts_with("HTTP/1.1 500 "), "{head}\n{page}");
        for words in
            ["Nothing was saved", "The data is read-only and nothing was saved", "What I typed</textarea>"]
        {
            assert!(page.contains(words), "no {words}: {page}");
        }
        assert_eq!(somebody.run(&["list", "--json"]).json()["entries"].as_array().unwrap().len(), 1);
        let (told, token) = server.stop();
        assert!(told.contains("Nothing can be saved: the data is read-only."), "{told}");
        // Where no file can be left for programs, whoever started it is told what stands in it elsewhere.
        assert_eq!(token.is_empty(), told.contains("Until this stops their token is "), "{told}");
    }
}

#[test]
fn a_folder_that_may_not_be_made_is_named() {
    let somebody = Somebody::new();
    somebody.take_rights(true, false);
    let deeper = somebody.home.data().join("deeper");
    let deeper = deeper.to_str().unwrap();
    somebody.run(&["log", "More", "--data-dir", deeper]).assert_refused(
        1,
        &[deeper, "cannot be written to, and nothing was saved", "name another folder with --data-dir"],
    );
    somebody.take_rights(false, false);
    assert_eq!(somebody.run(&["list", "--json"]).json()["entries"].as_array().unwrap().len(), 1);
}
