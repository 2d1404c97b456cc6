//! `hansei serve`: the pages and the API, for this machine only.

use std::net::Ipv4Addr;
use std::time::Duration;

use hansei_app::App;
use hansei_store::Place;
use hansei_web::door::Door;
use hansei_web::server;
use hansei_web::state::{Home, Web};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::USUAL_PORT;
use crate::error::{CliError, Kind};
use crate::open::Desk;
use crate::output;
use crate::running::{Hold, Running, fresh_address, give_addresses};
use crate::{browser, files, world};

/// Serve the pages and the API, for this machine only
///
/// Prints one address that lets one browser in. A second serve on the same data finds the first and prints a fresh
/// address of it. Programs send the token that stands in the file api-token of the data folder. Ctrl-C stops it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei serve
  hansei serve --open
  hansei serve --port 8080")]
pub(crate) struct Args {
    /// The port to serve on [default: 7373, or the next that is free]
    #[arg(long)]
    pub(crate) port: Option<u16>,
    /// Open the page in the browser
    #[arg(long)]
    pub(crate) open: bool,
}

/// How many ports after the usual one are tried.
const PORTS_TRIED: u16 = 20;

/// How long requests that are under way may take once the server is asked to stop.
const LONGEST_GOODBYE: Duration = Duration::from_secs(5);

/// How often a serving hansei looks whether a backup is due.
const BACKUP_ROUND: Duration = Duration::from_hours(1);

/// How often a serving hansei looks whether something is due.
const REMIND_ROUND: Duration = Duration::from_mins(1);

/// How long nothing is made after everything was.
const MAKING_ROUND: Duration = Duration::from_secs(20);

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    files::make_folder(&desk.config.data_dir)?;
    let Some(hold) = Hold::take(&desk.config.data_dir)? else { return join(desk, args.open).await };
    let app = desk.app().await?;
    serve(&hold, app, desk, args.port.or(desk.config.port), args.open).await
}

/// Serves until somebody asks it to stop.
pub(crate) async fn serve(
    hold: &Hold,
    app: App,
    desk: &Desk,
    port: Option<u16>,
    open: bool,
) -> Result<(), CliError> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::WARN).init();
    let listener = listen(port).await?;
    let port = listener.local_addr()?.port();
    let random = || world::random().expect("the system gives randomness");
    let web = Web::new(app.clone(), Door::local(port, random)).kept_in(home(desk));
    let door = web.door.clone();
    if let Some(socket) = hold.socket() {
        let door = door.clone();
        tokio::spawn(give_addresses(socket, move || door.invite().to_string()));
    }
    let token = door.new_api_token().to_string();
    let cannot_save = app.cannot_save().await;
    if let Some(why) = cannot_save {
        output::tell(&format!(
            "Nothing can be saved: {why}. What is kept can be read, and saving goes on as soon as it can."
        ));
    }
    let left =
        hold.leave_token(&token).and_then(|()| hold.note(&Running { process: std::process::id(), port }));
    match left {
        Ok(()) => {}
        Err(error) if cannot_save.is_none() => return Err(error),
        // Who reads this may read the data: it is theirs.
        Err(_) => output::tell(&format!(
            "No file could be left for programs. Until this stops their token is {token}"
        )),
    }
    tokio::spawn(keep_comparable(app.clone()));
    tokio::spawn(keep_library(app.clone()));
    tokio::spawn(back_up_daily(app.clone(), desk.clone()));
    tokio::spawn(remind(app));
    let stop = stop()?;
    let address = door.invite().to_string();
    show(desk, &address, open)?;
    output::tell(
        "The address lets one browser in, once. For another one: hansei open. Ctrl-C stops the server.",
    );
    let (stopping, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = server::serve(listener, server::router(web), async move {
        stop.await;
        let _ = stopping.send(());
    });
    let out_of_patience = async {
        let _ = stopped.await;
        tokio::time::sleep(LONGEST_GOODBYE).await;
    };
    tokio::select! {
        served = serving => served?,
        () = out_of_patience => {}
    }
    output::tell("Stopped.");
    Ok(())
}

/// Says where everything is, for the settings page. The address of a database may hold a password, so it is not shown.
fn home(desk: &Desk) -> Home {
    let uploads = Some(desk.config.data_dir.clone());
    match desk.config.place() {
        Place::Sqlite(file) => {
            Home { data: file.display().to_string(), backups: Some(desk.config.backups_dir()), uploads }
        }
        _ => Home {
            data: "the PostgreSQL database that hansei was told to use".to_owned(),
            backups: None,
            uploads,
        },
    }
}

/// Finds the server that has this data, and asks it for a fresh address.
async fn join(desk: &Desk, open: bool) -> Result<(), CliError> {
    const PAUSE: Duration = Duration::from_millis(50);
    const TRIES: u32 = 60;
    for _ in 0..TRIES {
        if let Some(address) = fresh_address(&desk.config.data_dir) {
            let who = match Running::read(&desk.config.data_dir) {
                Some(running) => format!("process {}, port {}", running.process, running.port),
                None => "another process".to_owned(),
            };
            output::tell(&format!("hansei serves this data already ({who}). Here is a fresh address:"));
            return show(desk, &address, open);
        }
        // It may be starting at this very moment.
        tokio::time::sleep(PAUSE).await;
    }
    Err(CliError::new(
        Kind::Conflict,
        "another hansei holds this data and does not answer; stop it, then try again",
    ))
}

fn show(desk: &Desk, address: &str, open: bool) -> Result<(), CliError> {
    if desk.output.json {
        output::print_json(&serde_json::json!({ "url": address }))?;
    } else {
        output::print(&format!("{address}\n"))?;
    }
    if open && !browser::open(address) {
        output::tell("No browser could be started; open the address yourself.");
    }
    Ok(())
}

async fn listen(port: Option<u16>) -> Result<TcpListener, CliError> {
    if let Some(port) = port {
        return TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| {
            let sentence = match error.kind() {
                std::io::ErrorKind::AddrInUse => {
                    format!("port {port} is taken; choose another with --port, or leave the choice to hansei")
                }
                std::io::ErrorKind::PermissionDenied => {
                    format!("port {port} is not for you; choose one from 1024 up with --port")
                }
                _ => format!("port {port} cannot be used ({error}); choose another with --port"),
            };
            CliError::new(Kind::Conflict, sentence)
        });
    }
    for port in USUAL_PORT..USUAL_PORT + PORTS_TRIED {
        if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            return Ok(listener);
        }
    }
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?)
}

/// Waits for Ctrl-C or for the system to end the process.
fn stop() -> Result<impl Future<Output = ()> + Send + 'static, CliError> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Makes what entries are compared by, so that nobody who asks what is similar waits for it: of a log that was moved in,
/// or of what another process saved.
async fn keep_comparable(app: App) {
    loop {
        drop(app.renew_words(|_| ()).await);
        // What cannot be made now is made when somebody asks, or the next time; the pages say what is wrong with the data.
        drop(app.catch_up(|_| ()).await);
        if let Some(shelf) = app.model_shelf() {
            shelf.rest();
        }
        tokio::time::sleep(MAKING_ROUND).await;
    }
}

/// Makes what cases are compared by, and erases what was deleted: beside the entries, which a model may read for long.
async fn keep_library(app: App) {
    loop {
        // A deletion that was broken off goes on.
        drop(app.erase_hidden_cases(|_| ()).await);
        drop(app.catch_up_cases(|_| ()).await);
        tokio::time::sleep(MAKING_ROUND).await;
    }
}

/// Makes the day's backup whenever it is due, for as long as the server runs.
async fn back_up_daily(app: App, desk: Desk) {
    loop {
        let is_wanted = desk.config.automatic_backups
            && app.settings().await.is_ok_and(|settings| settings.automatic_backups);
        if is_wanted && let Err(error) = app.back_up_daily(&desk.config.backups_dir()).await {
            output::tell(&format!("The day's backup was not made: {error}."));
        }
        tokio::time::sleep(BACKUP_ROUND).await;
    }
}

/// Reminds of what is due, for as long as the server runs.
async fn remind(app: App) {
    loop {
        // What went wrong is kept, and `hansei doctor` says it.
        drop(app.remind().await);
        tokio::time::sleep(REMIND_ROUND).await;
    }
}
