//! `hansei practice`: did the moment come up, and what was done then?

mod acts;
mod asked;
mod details;
pub(crate) mod shown;
pub(crate) mod told;

use hansei_app::practice::{PracticeLine, Practised, Standing};
use jiff::civil::Date;

use crate::error::CliError;
use crate::interview::Terminal;
use crate::open::Desk;
use crate::{daily, output};

/// Did the moment come up? What you planned, asked about one at a time
///
/// In a terminal, goes through what is asked today: say first what you planned, then look, then one key. Elsewhere, lists it.
/// With ID, shows one practice; with ID and an answer, notes a moment, at any time. What nobody says is unknown, never missed.
/// Two things are asked apart: whether it was done, and whether the failure came back all the same (--again).
#[derive(Debug, clap::Args)]
#[command(
    group(clap::ArgGroup::new("act").args(ACTS).requires("id").conflicts_with("answer")),
    after_help = "\
Examples:
  hansei practice
  hansei practice --all
  hansei practice 3f2a
  hansei practice 3f2a did
  hansei practice 3f2a missed --when yesterday --again yes --note \"two terminals were open\"
  hansei practice 3f2a --put-off \"in 2 weeks\"
  hansei practice 3f2a --around \"the night shift has one nurse fewer\"
  hansei practice 3f2a --rate 5
  hansei practice --undo 9c41d0aa"
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Args {
    /// The practice's id, or the start of it
    id: Option<String>,
    /// What there was to see
    #[arg(requires = "id")]
    answer: Option<Answer>,
    /// List everything that was planned, also what waits and what has ended
    #[arg(long, conflicts_with = "id")]
    all: bool,
    #[command(flatten)]
    details: details::Details,
    /// Say it of this observation: a moment that waits for its answer, or one that you answered otherwise
    #[arg(long, value_name = "OBSERVATION", requires = "answer")]
    of: Option<String>,
    /// Begin to ask about it now, also where others are in practice
    #[arg(long)]
    begin: bool,
    /// Ask no more about it until you begin it again
    #[arg(long)]
    aside: bool,
    /// Ask nothing about it before this day, for example monday or "in 2 weeks"; never-mind asks as before
    #[arg(long, value_name = "DAY")]
    put_off: Option<String>,
    /// What changed around it where it slips, in your words; an empty text takes it away
    #[arg(long, value_name = "TEXT")]
    around: Option<String>,
    /// End its practice: the moment does not exist any more
    #[arg(long)]
    retire: bool,
    /// End its practice: something was built that takes its place
    #[arg(long)]
    superseded: bool,
    /// End its practice: what was built instead is practised under this id
    #[arg(long, value_name = "ID")]
    superseded_by: Option<String>,
    /// Take its ending back
    #[arg(long)]
    resume: bool,
    /// How automatic it has become: one number from 1 (I disagree) to 7 (I agree) for "I do it automatically", or four, also
    /// for "without having to remember it", "without thinking", and "I start before I notice that I do"
    #[arg(long, value_name = "SCORES", value_delimiter = ',')]
    rate: Option<Vec<u8>>,
    /// Take the last rating back
    #[arg(long)]
    unrate: bool,
    /// Take back what was said last of this observation; again brings it back
    #[arg(long, value_name = "OBSERVATION", conflicts_with_all = ["id", "all"])]
    undo: Option<String>,
    /// Take this observation out, whatever was said of it; --undo brings it back
    #[arg(long, value_name = "OBSERVATION", conflicts_with_all = ["id", "all", "undo"])]
    remove: Option<String>,
}

/// What changes the practice itself; one at a time.
const ACTS: [&str; 9] =
    ["begin", "aside", "put_off", "around", "retire", "superseded_by", "resume", "rate", "unrate"];

/// What there was to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Answer {
    /// The moment came up, and it was done; of what is built: it came into play
    #[value(alias = "done")]
    Did,
    /// The moment came up, and it was done in part, or late
    Half,
    /// The moment came up, and it was not done; of what is built: it was got round
    Missed,
    /// The moment did not come up
    No,
    /// What was to be built is there
    Installed,
    /// What was built was looked for, and is still there
    There,
    /// What was built was taken away
    Gone,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    if let Some(observation) = args.undo.as_ref().or(args.remove.as_ref()) {
        return acts::take_back(desk, &app, observation, args.undo.is_some()).await;
    }
    let Some(id) = &args.id else {
        if args.all {
            let practised = app.practices().await?;
            return shown::list(desk, &practised, &PracticeLine::of(&practised));
        }
        let (line, today) = (app.practice_line().await?, desk.world.now().date());
        let asked = line.all().filter(|it| it.is_asked(today)).map(Standing::id);
        let asked = app.practised(asked).await?;
        if desk.output.json || asked.is_empty() || !output::is_interactive() {
            return shown::list(desk, &asked, &line);
        }
        let outcome = asked::go(desk, &app, &asked, &mut Terminal::new(desk)).await;
        daily::after_a_change(desk, &app).await;
        return outcome;
    };
    // What there is room for begins before anything is said of it.
    drop(app.practice_line().await?);
    let id = app.find_practice(id).await?;
    if let Some(answer) = args.answer {
        return acts::note(desk, &app, id, answer, &args).await;
    }
    match acts::change(desk, &app, id, &args).await? {
        Some((saved, told)) => acts::changed(desk, &app, saved, &told).await,
        None => shown::one(desk, &app, id).await,
    }
}

/// Chooses what is asked about on a day.
pub(crate) fn asked_of(practised: &[Practised], today: Date) -> impl Iterator<Item = &Practised> {
    practised.iter().filter(move |it| it.is_asked(today))
}
