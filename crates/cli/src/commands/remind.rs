//! `hansei remind`: what is due, and how it reaches the person.

mod chosen;
pub(crate) mod due;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use hansei_app::App;
use hansei_app::reminders::view::{RemindersView, WayView};
use hansei_app::reminders::{Channel, Pause, Reminders};
use jiff::civil::Time;
use serde::Serialize;

use crate::error::{CliError, Kind};
use crate::open::Desk;
use crate::{files, output, say};

/// What is due, and how it reaches you: by mail, a webhook, the desktop or a calendar
///
/// Everything is off until you turn it on. A reminder says how much is due and nothing of what, each thing once, in at
/// most one message a day by each way. `hansei serve` sends by itself; without it, let cron or systemd run
/// `hansei remind --once` every quarter of an hour. Mail passes through the servers of others.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  hansei remind
  hansei remind --once
  hansei remind mail --host smtp.example.org --from me@example.org
  hansei remind --test mail
  hansei remind hours --at 9:00 --quiet 21:00-8:00
  hansei remind looked-at decision/3f2a
  hansei put-off quarter \"in a week\"
  hansei remind --calendar due.ics"
)]
pub(crate) struct Args {
    /// Send what is due and was not sent, if it is time for it
    #[arg(long, group = "one")]
    once: bool,
    /// Send a message by one way that only shows that it works
    #[arg(long, group = "one", value_name = "WAY", value_parser = channel())]
    test: Option<Channel>,
    /// Write what is due, and will be, as an iCalendar file; - for standard output
    #[arg(long, group = "one", value_name = "FILE")]
    calendar: Option<PathBuf>,
    /// Replace the file if it is there already
    #[arg(long, requires = "calendar")]
    force: bool,
    /// Print a service and a timer for systemd that run `hansei remind --once`
    #[arg(long, group = "one")]
    systemd: bool,
    #[command(subcommand)]
    action: Option<chosen::Action>,
}

fn channel() -> impl TypedValueParser<Value = Channel> {
    PossibleValuesParser::new(Channel::ALL.map(Channel::word))
        .map(|word| Channel::of(&word).unwrap_or(Channel::Mail))
}

#[derive(Serialize)]
struct Sent {
    tried: Vec<Outcome>,
}

#[derive(Serialize)]
struct Outcome {
    way: &'static str,
    said: String,
    fault: Option<String>,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    if args.systemd {
        return output::print(&systemd(desk));
    }
    let app = desk.app().await?;
    if let Some(action) = args.action {
        return action.run(desk, &app).await;
    }
    if args.once {
        return once(desk, &app).await;
    }
    if let Some(channel) = args.test {
        app.test_channel(channel).await.map_err(|error| CliError::new(Kind::Broken, error.to_string()))?;
        if desk.output.json {
            return output::print_json(&serde_json::json!({ "sent": channel.word() }));
        }
        return output::print(&format!("A test was sent: {}\n", channel.word()));
    }
    match args.calendar {
        Some(file) => calendar(desk, &app, &file, args.force).await,
        None => show(desk, &app).await,
    }
}

async fn once(desk: &Desk, app: &App) -> Result<(), CliError> {
    let pause = app.reminders().await?.pause(app.now().time());
    let tried = app.remind().await?;
    let faults: Vec<_> = tried.iter().filter(|it| it.fault.is_some()).collect();
    let is_broken = !tried.is_empty() && faults.len() == tried.len();
    if desk.output.json {
        let tried = tried.iter().map(|it| Outcome {
            way: it.channel.word(),
            said: it.summary.clone(),
            fault: it.fault.clone(),
        });
        output::print_json(&Sent { tried: tried.collect() })?;
    } else {
        for it in tried.iter().filter(|it| it.fault.is_none()) {
            output::print(&format!("Sent by {}: {}\n", it.channel.word(), it.summary))?;
        }
    }
    for it in &faults {
        output::tell(&format!(
            "Not sent by {}: {}.",
            it.channel.word(),
            it.fault.as_deref().unwrap_or_default()
        ));
    }
    if tried.is_empty() {
        output::tell(&match pause {
            Some(Pause::Off) => "Nothing is sent: no way is on. `hansei remind --help` says how.".to_owned(),
            Some(Pause::Quiet(until)) => {
                format!("Nothing is sent before {}: it is a quiet hour.", hour(until))
            }
            Some(Pause::Early(at)) => format!("Nothing is sent before {}.", hour(at)),
            None => "There is nothing to send.".to_owned(),
        });
    }
    if is_broken {
        return Err(CliError::new(Kind::Broken, "nothing could be sent; `hansei doctor` keeps track of it"));
    }
    Ok(())
}

async fn calendar(desk: &Desk, app: &App, file: &Path, force: bool) -> Result<(), CliError> {
    let calendar = app.calendar().await?;
    if file == Path::new("-") {
        return output::print_raw(calendar.as_bytes());
    }
    files::write_named(file, calendar.as_bytes(), desk.over(file, force)?)
}

async fn show(desk: &Desk, app: &App) -> Result<(), CliError> {
    let overview = app.reminders_overview().await?;
    let hours = hours(&overview.chosen);
    let view = RemindersView::from(overview);
    if desk.output.json {
        return output::print_json(&view);
    }
    let mut told =
        if view.summary.is_empty() { "Nothing is due.\n".to_owned() } else { format!("{}\n", view.summary) };
    told.push_str(&due::listed(&view.due, &view.put_off, desk.output.columns));
    told.push('\n');
    for way in &view.ways {
        told.push_str(&line(way));
    }
    let address = if view.calendar_address { "has an address" } else { "has no address" };
    let _ = write!(told, "calendar  {address}\nhours     {hours}\n");
    output::print(&told)
}

fn line(way: &WayView) -> String {
    let word = way.way.word();
    if !way.on {
        return format!("{word:10}off\n");
    }
    let unsent = match way.unsent {
        0 => "nothing to send".to_owned(),
        more => format!("{more} to send"),
    };
    let last = way.sent_on.map_or_else(String::new, |day| format!(", sent last on {}", say::day(day)));
    let fault =
        way.fault.as_ref().map_or_else(String::new, |fault| format!("\n          {}", output::shown(fault)));
    format!("{word:10}on, {unsent}{last}{fault}\n")
}

fn hours(chosen: &Reminders) -> String {
    let quiet = chosen.quiet;
    let quiet = if quiet.from == quiet.until {
        "no quiet hours".to_owned()
    } else {
        format!("quiet from {} to {}", hour(quiet.from), hour(quiet.until))
    };
    format!("from {} on, {quiet}", hour(chosen.at))
}

fn hour(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// Writes the service and the timer. The program is the one that runs now, the data the data it was given.
fn systemd(desk: &Desk) -> String {
    let program =
        std::env::current_exe().map_or_else(|_| "hansei".to_owned(), |path| path.display().to_string());
    let data = desk.config.data_dir.display();
    format!(
        "# ~/.config/systemd/user/hansei-remind.service\n\
         [Unit]\nDescription=Reminders of hansei\n\n\
         [Service]\nType=oneshot\nExecStart=\"{program}\" --data-dir \"{data}\" remind --once\n\n\
         # ~/.config/systemd/user/hansei-remind.timer\n\
         [Unit]\nDescription=Reminders of hansei\n\n\
         [Timer]\nOnCalendar=*:0/15\nPersistent=true\n\n\
         [Install]\nWantedBy=timers.target\n\n\
         # Then: systemctl --user enable --now hansei-remind.timer\n"
    )
}
