//! Transactions: all of it or nothing, tried again where the database asks for that.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::runtime::Handle;

use crate::db::{Connection, Db};
use crate::error::StoreError;
use crate::store::{Store, Unwritable};

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
const MOST_TRIES: u32 = 8;

/// Runs work in one transaction and commits when it is `Ok`; otherwise nothing of it stays.
///
/// `transaction!(store, tx => work)`: `work` is an expression of type `Result<T, E>` that may await and use `?`, where
/// `E: From<StoreError>`. It is run again, up to eight times in all, when the database could not put it into one order with
/// the work of others. It must therefore do nothing but use the transaction and its own values.
///
/// A macro, because the future of a function that takes an asynchronous closure cannot yet be shown to be `Send` for
/// closures that borrow (rust-lang/rust#110338), and a server needs it to be.
#[macro_export]
macro_rules! transaction {
    ($store:expr, $tx:ident => $work:expr) => {{
        let mut tries = $store.tries().await;
        loop {
            let mut open = match tries.begin().await {
                Ok(open) => open,
                Err(error) => break Err(error.into()),
            };
            let result = {
                let $tx = &mut open;
                async { $work }.await
            };
            if let Some(result) = tries.settle(open, result).await {
                break result;
            }
        }
    }};
}

/// The tries at one piece of work; see [`transaction!`](crate::transaction).
#[derive(Debug)]
pub struct Tries<'s> {
    store: &'s Store,
    made: u32,
    /// SQLite has one writer at a time. Those of this process queue up here, in order, instead of knocking.
    _turn: Option<tokio::sync::MutexGuard<'s, ()>>,
}

impl Tries<'_> {
    /// Opens a transaction for the next try.
    pub async fn begin(&mut self) -> Result<Tx, StoreError> {
        loop {
            self.made += 1;
            match self.store.begin().await {
                Err(StoreError::Busy) if self.made < MOST_TRIES => wait(self.made).await,
                result => return result,
            }
        }
    }

    /// Commits or rolls back after a try; `None` asks for another one.
    pub async fn settle<T, E: From<StoreError>>(
        &mut self,
        tx: Tx,
        result: Result<T, E>,
    ) -> Option<Result<T, E>> {
        let is_last = self.made >= MOST_TRIES;
        let settled = match result {
            Ok(value) => match tx.commit().await {
                Ok(erased) => {
                    if erased {
                        self.store.checkpoint().await;
                    }
                    Some(Ok(value))
                }
                Err(StoreError::Busy) if !is_last => None,
                Err(error) => Some(Err(error.into())),
            },
            Err(error) => {
                let again = tx.clashed && !is_last;
                tx.roll_back().await;
                (!again).then_some(Err(error))
            }
        };
        if settled.is_none() {
            wait(self.made).await;
        }
        settled
    }
}

impl Store {
    /// Starts the tries at one piece of work; see [`transaction!`](crate::transaction).
    pub async fn tries(&self) -> Tries<'_> {
        let turn = match self.turn() {
            Some(turn) => Some(turn.lock().await),
            None => None,
        };
        Tries { store: self, made: 0, _turn: turn }
    }

    /// Runs work in one transaction, as [`transaction!`](crate::transaction) does, where the future need not be `Send`.
    pub async fn write<T, E, W>(&self, mut work: W) -> Result<T, E>
    where
        W: AsyncFnMut(&mut Tx) -> Result<T, E>,
        E: From<StoreError>,
    {
        crate::transaction!(self, tx => work(tx).await)
    }

    async fn begin(&self) -> Result<Tx, StoreError> {
        // SQLite would only say that the file is read-only, which is not all there is to say of a full disk.
        match self.unwritable().await {
            Some(Unwritable::Full) => return Err(StoreError::Full),
            Some(Unwritable::ReadOnly) => return Err(StoreError::ReadOnly),
            None => {}
        }
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

    /// Asks for another try, should the work fail: what it was refused for was done by others in the meantime.
    pub fn try_again(&mut self) {
        self.clashed = true;
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
