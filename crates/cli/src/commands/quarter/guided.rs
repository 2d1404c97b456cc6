//! The review in the terminal: what the log tells, then a question, one after the other. What was said is kept at once.

use hansei_app::App;
use hansei_app::quarter::LookedBack;
use hansei_method::id::QuarterId;
use hansei_method::quarter::{Asked, Decision, Verdict};
use hansei_method::text::{Line, Text};

use super::{show, told};
use crate::error::CliError;
use crate::interview::{Ask, Prompter, Terminal, Unanswered, letter};
use crate::open::Desk;
use crate::output;

/// What helps with a question that wants words.
const HELP: &str = "A few words, or an empty line to pass. Ctrl C leaves; what was said before is kept.";

/// What helps with what becomes of a lesson.
const WHAT: &str =
    "k: it goes on as it is. p: it is practised now. w: it is worded anew. r: it is let go. Empty: nothing.";

/// Why there is no answer.
enum Stopped {
    Left,
    Broken(CliError),
}

/// Asks about a period, and freezes it if that is wished for.
pub(super) async fn run(desk: &Desk, app: &App, id: QuarterId) -> Result<(), CliError> {
    let mut terminal = Terminal::new(desk);
    match through(app, id, &mut terminal).await {
        Ok(()) => show(desk, &app.look_back(id).await?),
        Err(Stopped::Left) => {
            output::tell("It waits as it is; hansei quarter goes on with it.");
            Ok(())
        }
        Err(Stopped::Broken(error)) => Err(error),
    }
}

/// Goes through the parts of a draft.
async fn through(app: &App, id: QuarterId, asker: &mut (dyn Prompter + Send)) -> Result<(), Stopped> {
    let look = app.look_back(id).await?;
    let wide = asker.columns();
    let (quarter, report) = (&look.kept.quarter, &look.report);
    asker.tell(&format!("{}\n{}", quarter.period.name(), told::held(report, wide)));
    if let Some(watched) = report.earlier.as_ref().and_then(|earlier| earlier.watched.as_ref()) {
        asker.tell(&format!("Last time you wanted to watch: {}", output::shown(watched)));
    }
    asker.tell(&told::lessons(report, wide));
    decide(app, &look, asker).await?;
    words(app, &look, Asked::Changed, asker).await?;
    asker.tell(&told::recurs(report, wide));
    words(app, &look, Asked::Returned, asker).await?;
    words(app, &look, Asked::Success, asker).await?;
    asker.tell(&told::due(report, wide));
    if !report.due.is_empty() {
        words(app, &look, Asked::Due, asker).await?;
    }
    words(app, &look, Asked::Taken, asker).await?;
    words(app, &look, Asked::Watch, asker).await?;
    let ask = Ask::choice(
        "Freeze it? Nothing of it changes after that [y/N]",
        "y freezes it; anything else leaves it as a draft.",
    );
    if asked(asker, &ask)?.trim().eq_ignore_ascii_case("y") {
        app.freeze_quarter(id, None).await?;
    }
    Ok(())
}

/// Asks what becomes of each lesson that was never tested, or slips.
async fn decide(app: &App, look: &LookedBack, asker: &mut (dyn Prompter + Send)) -> Result<(), Stopped> {
    let slipping = look.report.moved.iter().filter(|line| line.state == hansei_method::growth::State::Lapsed);
    for line in slipping.chain(&look.report.untested) {
        let ask = Ask::choice("What becomes of it? [k/p/w/r]", WHAT).before(output::shown(&line.sentence));
        let verdict = loop {
            let said = asked(asker, &ask)?;
            if said.trim().is_empty() {
                break None;
            }
            let choices = [
                ("k", Verdict::Keep),
                ("p", Verdict::Practise),
                ("w", Verdict::Reword),
                ("r", Verdict::Retire),
            ];
            match letter(&said, None, &choices) {
                Ok(verdict) => break Some(verdict),
                Err(wrong) => asker.tell(&wrong),
            }
        };
        let Some(verdict) = verdict else { continue };
        let note = loop {
            let said = asked(asker, &Ask::new("Why, or what changed around it?", HELP))?;
            match Line::optional(&said) {
                Ok(note) => break note,
                Err(wrong) => asker.tell(&wrong.to_string()),
            }
        };
        let decision = Decision { practice: line.practice, verdict: Some(verdict), note };
        app.answer_quarter(look.kept.quarter.id, None, |answers| answers.decide(decision.clone())).await?;
    }
    Ok(())
}

/// Asks for words, and keeps them.
async fn words(
    app: &App,
    look: &LookedBack,
    of: Asked,
    asker: &mut (dyn Prompter + Send),
) -> Result<(), Stopped> {
    let kept = look.kept.quarter.answers.to(of).map(ToString::to_string).unwrap_or_default();
    // Words of several lines would be broken by a line that is edited; they stay as they are.
    let is_one_line = !kept.contains(['\n', '\r']);
    let ask = Ask::new(of.question(), HELP).written(if is_one_line { kept.as_str() } else { "" });
    loop {
        let said = asked(asker, &ask)?;
        if said.trim().is_empty() && !is_one_line {
            return Ok(());
        }
        match Text::optional(&said) {
            Ok(words) => {
                app.answer_quarter(look.kept.quarter.id, None, |answers| answers.say(of, words.clone()))
                    .await?;
                return Ok(());
            }
            Err(wrong) => asker.tell(&wrong.to_string()),
        }
    }
}

/// Asks, and helps where that is asked for.
fn asked(asker: &mut (dyn Prompter + Send), ask: &Ask) -> Result<String, Stopped> {
    if !ask.before.is_empty() {
        asker.tell(&ask.before);
    }
    loop {
        match asker.ask(ask) {
            Ok(said) if said.trim() == "?" => asker.tell(ask.help),
            Ok(said) => return Ok(said),
            Err(Unanswered::Left) => return Err(Stopped::Left),
            Err(Unanswered::Broken(error)) => return Err(Stopped::Broken(error)),
        }
    }
}

impl<E: Into<CliError>> From<E> for Stopped {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::fmt::Write as _;
    use std::sync::atomic::{AtomicU64, Ordering};

    use hansei_app::World;
    use hansei_app::capture::Capture;
    use hansei_store::{Place, Store};
    use jiff::Zoned;
    use uuid::Uuid;

    use super::*;
    use crate::interview::Unwritten;

    /// Answers from a list, and writes down what was shown. `^C` leaves, `^M` takes what stands there.
    struct Script {
        lines: VecDeque<&'static str>,
        seen: String,
    }

    impl Script {
        fn of(lines: &[&'static str]) -> Self {
            Self { lines: lines.iter().copied().collect(), seen: String::new() }
        }
    }

    impl Prompter for Script {
        fn tell(&mut self, text: &str) {
            writeln!(self.seen, "{}", text.trim_end()).unwrap();
        }

        fn ask(&mut self, ask: &Ask) -> Result<String, Unanswered> {
            let said = self.lines.pop_front().unwrap_or("^C");
            writeln!(self.seen, "? {} {said}", ask.question).unwrap();
            match said {
                "^C" => Err(Unanswered::Left),
                "^M" => Ok(ask.written.clone()),
                said => Ok(said.to_owned()),
            }
        }

        fn write(&mut self, so_far: &str) -> Result<String, Unwritten> {
            Ok(so_far.to_owned())
        }

        fn columns(&self) -> usize {
            80
        }
    }

    async fn begun() -> (App, QuarterId) {
        let ids = AtomicU64::new(1);
        let now: Zoned = "2026-06-30T18:20:00+02:00[Europe/Berlin]".parse().unwrap();
        let next = move || Uuid::from_u64_pair(0x4000 + ids.fetch_add(1, Ordering::Relaxed), 1 << 63);
        let world = World::new(move || now.clone(), next);
        let app = App::open(Store::open(&Place::Memory).await.unwrap(), world).await.unwrap();
        let text = "The proposal came late".to_owned();
        app.log(Capture { text, ..Capture::default() }).await.unwrap();
        let id = app.begin_quarter(None).await.unwrap().id;
        (app, id)
    }

    #[tokio::test]
    async fn what_was_said_is_kept_when_somebody_leaves() {
        let (app, id) = begun().await;
        let mut script = Script::of(&["?", "I ask first.", "Time.", "^C"]);
        assert!(matches!(through(&app, id, &mut script).await, Err(Stopped::Left)));
        let answers = app.quarter(id).await.unwrap().quarter.answers;
        assert_eq!(answers.changed.unwrap().as_str(), "I ask first.");
        let mut script = Script::of(&["^M", "", "", "Handing over.", "", "n"]);
        assert!(through(&app, id, &mut script).await.is_ok());
        let quarter = app.quarter(id).await.unwrap().quarter;
        let told = (quarter.answers.changed.is_some(), quarter.answers.returned, quarter.frozen);
        assert_eq!(told, (true, None, None));
    }

    #[tokio::test]
    async fn it_goes_through_the_parts_and_freezes_where_that_is_wished_for() {
        let (app, id) = begun().await;
        let mut script = Script::of(&["I ask first.", "Time.", "", "Handing over.", "the ten minutes", "y"]);
        assert!(through(&app, id, &mut script).await.is_ok());
        assert!(app.quarter(id).await.unwrap().quarter.frozen.is_some());
        insta::assert_snapshot!(script.seen);
    }
}
