//! Transactions: all of it or nothing, tried again where the database asks for that.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::runtime::Handle;

use crate::db::{Connection, Db};
use crate::error::StoreError;
use crate::store::Store;

/// A transaction, handed to the work of [`Store::write`].
#[derive(Debug)]
pub struct Tx {
    /// `None` once it was committed or rolled back.
    connection: Option<Connection>,
    /// Whether the database, or a rule of ours, asked for another try.
    clashed: bool,
    /// Whether something has to leave no trace.
    erased: bool,
}

/// How often work is tried.
const MOST_TRIES: u32 = 5;

impl Store {
    /// Runs work in one transaction and commits when it returns `Ok`; otherwise nothing of it stays.
    ///
    /// The work is run again, up to five times in all, when the database could not put it into one order with the work
    /// of others. It must therefore do nothing but use the transaction and its own values.
    pub async fn write<T, E, W>(&self, mut work: W) -> Result<T, E>
    where
        W: AsyncFnMut(&mut Tx) -> Result<T, E>,
        E: From<StoreError>,
    {
        // SQLite has one writer at a time. Those of this process queue up here, in order, instead of knocking.
        let _turn = match self.turn() {
            Some(turn) => Some(turn.lock().await),
            None => None,
        };
        let mut tries = 0;
        loop {
            tries += 1;
            let mut tx = match self.begin().await {
                Ok(tx) => tx,
                Err(StoreError::Busy) if tries < MOST_TRIES => {
                    wait(tries).await;
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            let result = work(&mut tx).await;
            let again = tx.clashed && tries < MOST_TRIES;
            match result {
                Ok(value) => match tx.commit().await {
                    Ok(erased) => {
                        if erased {
                            self.checkpoint().await;
                        }
                        return Ok(value);
                    }
                    Err(StoreError::Busy) if tries < MOST_TRIES => {}
                    Err(error) => return Err(error.into()),
                },
                Err(_) if again => tx.roll_back().await,
                Err(error) => {
                    tx.roll_back().await;
                    return Err(error);
                }
            }
            wait(tries).await;
        }
    }

    async fn begin(&self) -> Result<Tx, StoreError> {
        let (connection, sql) = match self.db() {
            // SQLite refuses to turn a read into a write under load, so writers lock from the start.
            Db::Sqlite(pool) => (Connection::Sqlite(pool.acquire().await?), "BEGIN IMMEDIATE"),
            Db::Postgres(pool) => {
                (Connection::Postgres(pool.acquire().await?), "BEGIN ISOLATION LEVEL READ COMMITTED")
            }
        };
        let mut tx = Tx { connection: Some(connection), clashed: false, erased: false };
        if let Err(error) = tx.run(sql).await {
            tx.roll_back().await;
            return Err(error);
        }
        Ok(tx)
    }
}

impl Tx {
    /// Borrows the connection, for the queries of this crate.
    pub(crate) fn connection(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("a transaction is handed out only while it is open")
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.connection, Some(Connection::Sqlite(_)))
    }

    /// Takes note when an error means that the whole has to be tried again.
    pub(crate) fn noted<T>(&mut self, result: Result<T, sqlx::Error>) -> Result<T, StoreError> {
        result.map_err(|error| {
            let error = StoreError::from(error);
            self.clashed |= matches!(error, StoreError::Busy);
            error
        })
    }

    /// Asks for another try.
    pub(crate) fn clash(&mut self) -> StoreError {
        self.clashed = true;
        StoreError::Busy
    }

    /// Asks for the log file to be emptied after the commit.
    pub(crate) fn set_erased(&mut self) {
        self.erased = true;
    }

    pub(crate) async fn run(&mut self, sql: &'static str) -> Result<(), StoreError> {
        execute!(self, sqlx::raw_sql(sql))?;
        Ok(())
    }

    /// Commits, and says whether something has to leave no trace.
    async fn commit(mut self) -> Result<bool, StoreError> {
        if let Err(error) = self.run("COMMIT").await {
            self.roll_back().await;
            return Err(error);
        }
        self.connection = None;
        Ok(self.erased)
    }

    /// Takes everything back and gives the connection back.
    async fn roll_back(mut self) {
        if let Some(connection) = self.connection.take() {
            roll_back(connection).await;
        }
    }
}

impl Drop for Tx {
    /// Takes everything back when the work was given up half-way, for example because a browser went away.
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(roll_back(connection))),
            Err(_) => drop(closed_on_drop(connection)),
        }
    }
}

/// Rolls back; a connection that cannot even do that is closed.
async fn roll_back(mut connection: Connection) {
    let result = on_connection!(&mut connection, |on| sqlx::raw_sql("ROLLBACK").execute(on).await.map(drop));
    // SQLite rolls back by itself when the disk is full, and then has no transaction left: its error 1.
    let nothing_left = |error: &sqlx::Error| crate::error::sqlite_code(error) == Some(1);
    if result.as_ref().is_err_and(|error| !nothing_left(error)) {
        drop(closed_on_drop(connection));
    }
}

fn closed_on_drop(mut connection: Connection) -> Connection {
    match &mut connection {
        Connection::Sqlite(connection) => connection.close_on_drop(),
        Connection::Postgres(connection) => connection.close_on_drop(),
    }
    connection
}

/// Waits before another try: up to 20 ms after the first, twice as long after each further one.
///
/// What is random elsewhere is counted here, so that those who clashed once do not clash again in step.
async fn wait(tries: u32) {
    static WAITS: AtomicU64 = AtomicU64::new(0);
    let count = WAITS.fetch_add(1, Ordering::Relaxed).wrapping_add(u64::from(std::process::id()));
    // Knuth's multiplicative hash spreads neighbouring numbers: The Art of Computer Programming 3, 6.4.
    let spread = count.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48;
    let longest = 20_000 << tries.min(8);
    tokio::time::sleep(Duration::from_micros(1_000 + spread * longest / 0x1_0000)).await;
}
