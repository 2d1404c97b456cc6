//! `hansei lesson`: a lesson that comes back as a question.

use hansei_method::standing::Said;
use hansei_store::Listed;
use serde::Serialize;

use crate::commands::changed;
use crate::error::CliError;
use crate::lines::Line;
use crate::open::Desk;
use crate::output;
use crate::say;

/// A lesson comes back, one a day at most: is it still true?
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei lesson
  hansei lesson keep
  hansei lesson retire 3f2a
  hansei lesson later")]
pub(crate) struct Args {
    /// What to say of it; nothing shows it
    answer: Option<Answer>,
    /// The entry of another lesson than the one that comes back today: its id, or the start of it
    #[arg(requires = "answer")]
    id: Option<String>,
}

/// What can be said of a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Answer {
    /// It is still true
    Keep,
    /// It is true and wants practice
    Practise,
    /// It does not come back
    Retire,
    /// Not today
    Later,
}

#[derive(Serialize)]
struct Shown {
    lesson: Option<Line>,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let said = match args.answer {
        None => {
            let lesson = app.lesson_of_the_day().await?;
            if desk.output.json {
                let lines = Line::all(&app, lesson.as_slice()).await?;
                return output::print_json(&Shown { lesson: lines.into_iter().next() });
            }
            let told = match &lesson {
                Some(line) => told(line, &app.short_id(line.id).await?),
                None => "No lesson comes back today.\n".to_owned(),
            };
            return output::print(&told);
        }
        Some(Answer::Later) => {
            if args.id.is_some() {
                return Err(CliError::invalid("later needs no id; no lesson comes back before tomorrow"));
            }
            app.no_more_lessons_today().await?;
            if desk.output.json {
                return output::print_json(&Shown { lesson: None });
            }
            return output::print("No lesson comes back before tomorrow.\n");
        }
        Some(Answer::Keep) => Said::Keep,
        Some(Answer::Practise) => Said::Practise,
        Some(Answer::Retire) => Said::Retire,
    };
    let id = match &args.id {
        Some(id) => desk.find(&app, id).await?,
        None => app.lesson_of_the_day().await?.map(|line| line.id).ok_or_else(|| {
            CliError::invalid("no lesson comes back today; name an entry: hansei lesson keep ID")
        })?,
    };
    let saved = app.say_of_lesson(id, None, said).await?;
    let told = match said {
        Said::Keep => "Kept, and back in about three months: the lesson of",
        Said::Practise => "Noted that you want to practise the lesson of",
        Said::Retire => "Retired, and kept in its entry: the lesson of",
    };
    changed(desk, &app, saved, told).await
}

/// Tells the lesson, and where it comes from.
pub(crate) fn told(line: &Listed, short: &str) -> String {
    let lesson = line.record.lesson.as_deref().unwrap_or_default();
    let from = format!("{short} · {} · {}", say::occurred(line.record.date), line.title);
    format!("{lesson}\n  {from}\n  Still true? hansei lesson keep, practise, retire or later\n")
}
