//! A throw-away PostgreSQL for tests, started from the installed programs; shared by all test processes of a user.
//!
//! The first test that asks starts one cluster in the temporary folder; those that come later, in this process or in
//! others, use it too, each with a schema of its own. A small shell script watches over it: when no process that used
//! the cluster has been alive for ten seconds, it stops the server and removes the folder. So nothing depends on a test
//! ending well, and a killed run leaves nothing behind.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Once, OnceLock};
use std::time::Duration;

use sqlx::{ColumnIndex, Connection as _, Decode, PgConnection, Row, Type};

use crate::db::Db;
use crate::error::StoreError;
use crate::place::Place;
use crate::store::Store;

/// Makes an empty place in PostgreSQL for one test.
///
/// `None` when PostgreSQL is not installed, after saying once how many tests are `left_out` for that. With the variable
/// `CI` set nothing is left out: the test fails.
///
/// # Panics
///
/// When PostgreSQL is installed and does not start.
pub async fn postgres(left_out: usize) -> Option<Place> {
    let Some(cluster) = cluster() else {
        assert!(
            !is_ci(),
            "PostgreSQL is not installed, and nothing is left out in CI; install it, or say where it is in PG_BINDIR"
        );
        say_left_out(left_out);
        return None;
    };
    let schema = format!("test_{}_{}", std::process::id(), SCHEMAS.fetch_add(1, Ordering::Relaxed));
    let url = cluster.url();
    let mut connection = PgConnection::connect(&url).await.expect("the cluster answered a moment ago");
    let sql = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .expect("the name is made of word characters");
    connection.close().await.expect("nothing is left to be sent");
    Some(Place::Postgres(format!("{url}&options=-csearch_path%3D{schema}")))
}

/// Runs any SQL and returns the texts in the first column: for breaking what the store itself never breaks.
pub async fn run_sql(store: &Store, sql: &str) -> Result<Vec<String>, StoreError> {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    match store.db() {
        Db::Sqlite(on) => texts(&sqlx::raw_sql(sql).fetch_all(on).await?),
        Db::Postgres(on) => texts(&sqlx::raw_sql(sql).fetch_all(on).await?),
    }
}

fn texts<R: Row>(rows: &[R]) -> Result<Vec<String>, StoreError>
where
    usize: ColumnIndex<R>,
    for<'r> String: Decode<'r, R::Database> + Type<R::Database>,
{
    rows.iter().map(|row| row.try_get_unchecked(0).map_err(StoreError::from)).collect()
}

/// Counts the schemas that this process made.
static SCHEMAS: AtomicU32 = AtomicU32::new(0);

/// The cluster that this process uses.
struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    /// Who the server runs as: PostgreSQL refuses to be root.
    user: Option<(u32, u32)>,
}

fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER
        .get_or_init(|| {
            let cluster = Cluster::find()?;
            cluster.join();
            Some(cluster)
        })
        .as_ref()
}

/// Runs the server until nobody needs it: $1 is the folder, what follows starts the server.
///
/// A process writes its number into `users` before it looks for `ready`; this script takes `ready` away before it looks
/// at `users` for the last time. So one of the two always sees the other.
const WATCH: &str = r#"
folder=$1
shift
"$@" >"$folder.log" 2>&1 &
server=$!
used() {
    for user in "$folder"/users/*; do
        kill -0 "${user##*/}" 2>/dev/null && return 0
    done
    return 1
}
idle=0
while kill -0 "$server" 2>/dev/null; do
    sleep 1
    if used; then idle=0; continue; fi
    idle=$((idle + 1))
    [ "$idle" -lt 10 ] && continue
    mv "$folder/ready" "$folder/closing"
    if used; then mv "$folder/closing" "$folder/ready"; idle=0; continue; fi
    kill -QUIT "$server"
    wait "$server"
done
rm -rf "$folder"
"#;

impl Cluster {
    /// Finds the programs; `None` when they are not there, or when nobody else is there to run them for root.
    fn find() -> Option<Self> {
        let me = number(Command::new("id").arg("-u"))?;
        let user = match me {
            0 => Some((
                number(Command::new("id").args(["-u", "postgres"]))?,
                number(Command::new("id").args(["-g", "postgres"]))?,
            )),
            _ => None,
        };
        let folder = std::env::temp_dir().join(format!("hansei-postgres-{me}"));
        Some(Self { folder, programs: programs()?, user })
    }

    fn url(&self) -> String {
        let folder: String = self
            .data()
            .to_string_lossy()
            .bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect();
        format!("postgres://hansei@localhost/postgres?host={folder}")
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Starts the cluster, or joins those who use it already.
    fn join(&self) {
        let lock =
            File::create(self.folder.with_extension("lock")).expect("the temporary folder can be written to");
        lock.lock().expect("a lock is waited for");
        let mut starts = 0;
        loop {
            // Fails while there is no folder, which is made further down.
            drop(fs::write(self.folder.join("users").join(std::process::id().to_string()), ""));
            if self.folder.join("ready").exists() && self.answers() {
                return;
            }
            if self.is_watched() {
                std::thread::sleep(Duration::from_millis(50));
                continue;
            }
            starts += 1;
            assert!(starts <= 3, "PostgreSQL does not start; see {}.log", self.folder.display());
            self.start();
        }
    }

    fn answers(&self) -> bool {
        let mut ask = Command::new(self.programs.join("pg_isready"));
        succeeds(ask.arg("-q").arg("-h").arg(self.data()))
    }

    fn is_watched(&self) -> bool {
        let pid = fs::read_to_string(self.folder.join("watch")).unwrap_or_default();
        !pid.trim().is_empty() && succeeds(Command::new("kill").args(["-0", pid.trim()]))
    }

    fn start(&self) {
        drop(fs::remove_dir_all(&self.folder));
        fs::create_dir_all(self.folder.join("users")).expect("the temporary folder can be written to");
        fs::create_dir(self.data()).expect("the folder is new");
        if let Some((user, group)) = self.user {
            std::os::unix::fs::chown(self.data(), Some(user), Some(group)).expect("root gives folders away");
        }
        let mut initdb = self.command("initdb");
        initdb.arg("-D").arg(self.data()).args([
            "-U",
            "hansei",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]);
        let made = initdb.current_dir("/").output().expect("initdb was found");
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));

        let server = self.command("postgres");
        let mut watch = Command::new("sh");
        watch
            .args([
                "-c",
                "folder=$1; sh -c \"$0\" hansei-postgres \"$@\" & echo $! >\"$folder/watch\"",
                WATCH,
            ])
            .arg(&self.folder)
            .arg(server.get_program())
            .args(server.get_args())
            .arg("-D")
            .arg(self.data())
            .arg("-k")
            .arg(self.data())
            .args(["-c", "listen_addresses=", "-c", "max_connections=300", "-c", "fsync=off"])
            .args(["-c", "full_page_writes=off", "-c", "shared_buffers=32MB", "-c", "deadlock_timeout=50ms"]);
        // On its own, so that it outlives this process and whatever ends it.
        std::os::unix::process::CommandExt::process_group(&mut watch, 0);
        watch.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        assert!(watch.status().is_ok_and(|status| status.success()), "sh starts the server");
        for _ in 0..600 {
            if self.answers() {
                fs::write(self.folder.join("ready"), "").expect("the folder is ours");
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let Some((user, group)) = self.user else { return Command::new(program) };
        let mut command = Command::new("setpriv");
        command
            .arg(format!("--reuid={user}"))
            .arg(format!("--regid={group}"))
            .arg("--clear-groups")
            .arg(program);
        command
    }
}

/// Finds the folder with PostgreSQL's programs: the one that `PG_BINDIR` names, one in `PATH`, the newest one installed.
#[expect(clippy::disallowed_methods, reason = "tests have no configuration but the environment")]
fn programs() -> Option<PathBuf> {
    let named = std::env::var_os("PG_BINDIR").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let in_path = std::env::split_paths(&path).collect::<Vec<_>>();
    let version = |folder: &Path| folder.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    let mut installed: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|folder| folder.path())
        .collect();
    installed.sort_by_key(|folder| std::cmp::Reverse(version(folder)));
    let installed = installed.into_iter().map(|folder| folder.join("bin"));
    let all_there =
        |folder: &PathBuf| ["initdb", "postgres", "pg_isready"].iter().all(|name| folder.join(name).exists());
    named.into_iter().chain(in_path).chain(installed).find(all_there)
}

#[expect(clippy::disallowed_methods, reason = "tests have no configuration but the environment")]
fn is_ci() -> bool {
    std::env::var_os("CI").is_some()
}

fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn number(command: &mut Command) -> Option<u32> {
    let output = command.output().ok()?;
    std::str::from_utf8(&output.stdout).ok()?.trim().parse().ok()
}

/// Says it where the test runner does not swallow it.
fn say_left_out(tests: usize) {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        let sentence =
            format!("left out: {tests} tests on PostgreSQL; install it, or say where it is in PG_BINDIR\n");
        drop(std::io::stderr().write_all(sentence.as_bytes()));
    });
}
