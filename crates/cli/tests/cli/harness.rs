//! A home of its own for each test, and the program run in it as a person or a script would.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use hansei_store::test_support::run_sql;
use hansei_store::{Place, Store};
use serde_json::Value;
use tempfile::TempDir;

/// The program.
pub(crate) const HANSEI: &str = env!("CARGO_BIN_EXE_hansei");

/// A home folder with nothing in it but the wish for no backups that make themselves: they would outlive the test.
pub(crate) struct Home {
    folder: TempDir,
    /// The address of the PostgreSQL database that takes the place of the file.
    postgres: Option<String>,
}

/// What came of a command.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join(".config/hansei");
        fs::create_dir_all(&config).unwrap();
        fs::write(config.join("config.toml"), "automatic-backups = false\n").unwrap();
        Self { folder, postgres: None }
    }

    /// Makes a home that keeps everything in PostgreSQL.
    pub(crate) fn on_postgres(address: String) -> Self {
        Self { postgres: Some(address), ..Self::new() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.data().join("hansei.db")
    }

    /// Lets a program know this home and nothing else of the machine.
    pub(crate) fn settle<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .env_clear()
            .env("HOME", self.path())
            .env("HANSEI_DATA_DIR", self.data())
            .env("TZ", "UTC")
            .env("NO_COLOR", "1")
            .envs(self.postgres.iter().map(|address| ("HANSEI_DATABASE", address)))
            .current_dir(self.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(HANSEI);
        self.settle(&mut command).args(args);
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Answer {
        self.command(args).output().unwrap().into()
    }

    /// Runs a command with something on its standard input.
    pub(crate) fn feed(&self, args: &[&str], input: impl AsRef<[u8]>) -> Answer {
        feed(&mut self.command(args), input.as_ref())
    }

    /// Runs a command that has to work, and returns what it printed.
    #[track_caller]
    pub(crate) fn done(&self, args: &[&str]) -> String {
        self.run(args).done()
    }

    /// Runs a command that has to work, and reads its JSON.
    #[track_caller]
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let mut args = args.to_vec();
        args.push("--json");
        self.run(&args).json()
    }

    /// Logs a text and returns the id of the entry.
    #[track_caller]
    pub(crate) fn log(&self, text: &str) -> String {
        self.feed(&["log", "-", "--json"], text).id()
    }

    /// Makes an entry from a file of answers, and returns its id.
    #[track_caller]
    pub(crate) fn review(&self, answers: &Value) -> String {
        self.feed(&["review", "--from", "-", "--json"], answers.to_string()).id()
    }

    /// Returns an entry as the program tells it to other programs.
    #[track_caller]
    pub(crate) fn entry(&self, id: &str) -> Value {
        self.json(&["show", id])["entry"].take()
    }

    /// Lists up to 200 entries.
    #[track_caller]
    pub(crate) fn entries(&self) -> Vec<Value> {
        let mut list = self.json(&["list", "--limit", "200"]);
        assert_eq!(list["next"], Value::Null, "there are more");
        serde_json::from_value(list["entries"].take()).unwrap()
    }

    /// Lists one field of up to 200 entries, sorted.
    #[track_caller]
    pub(crate) fn sorted(&self, field: &str) -> Vec<String> {
        let entries = self.entries();
        let mut found: Vec<_> =
            entries.iter().map(|entry| entry[field].as_str().unwrap().to_owned()).collect();
        found.sort();
        found
    }

    /// Runs SQL past all that the program knows, and folds everything into the one file.
    pub(crate) fn run_sql(&self, sql: &str) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let store = Store::open(&Place::Sqlite(self.database())).await.unwrap();
            run_sql(&store, sql).await.unwrap();
            store.close().await;
        });
        assert!(!self.data().join("hansei.db-wal").exists(), "somebody else has it open");
    }

    /// Asserts that the doctor finds nothing wrong.
    #[track_caller]
    pub(crate) fn assert_sound(&self) {
        let found = self.json(&["doctor"]);
        assert_eq!(found["sound"], true, "{found:#}");
    }
}

impl Answer {
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self.out
    }

    #[track_caller]
    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.done()).unwrap()
    }

    #[track_caller]
    pub(crate) fn id(self) -> String {
        self.json()["id"].as_str().unwrap().to_owned()
    }

    /// Asserts that the command refused with an exit code, and with a sentence that has all of these parts.
    #[track_caller]
    pub(crate) fn assert_refused(&self, code: i32, parts: &[&str]) {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.err.starts_with("Error: "), "{self:?}");
        assert!(!self.err.contains("panicked"), "{self:?}");
        for part in parts {
            assert!(self.err.contains(part), "no \"{part}\": {self:?}");
        }
    }
}

impl From<Output> for Answer {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Runs a command with something on its standard input.
pub(crate) fn feed(command: &mut Command, input: &[u8]) -> Answer {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // Whoever refuses early does not read to the end.
        scope.spawn(move || drop(stdin.write_all(input)));
        wait(child)
    })
}

/// Waits for the end of a command.
pub(crate) fn wait(child: Child) -> Answer {
    child.wait_with_output().unwrap().into()
}

/// Draws numbers that look like chance and are the same every time.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// Draws a number below `end`. Constants: Knuth's MMIX generator.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}
