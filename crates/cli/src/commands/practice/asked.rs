//! What is asked today, one at a time: say first what was planned, then look, then one key.

use std::fmt::Write as _;

use hansei_app::practice::{Noted, Practised};
use hansei_app::{App, AppError};
use hansei_method::entry::Significance;
use hansei_method::growth::{Growth, SLIPPING, State};
use hansei_method::id::{OpportunityId, PracticeId};
use hansei_method::opportunity::{Did, Met, Opportunity, Outcome, Recurred, Witness};
use hansei_method::parameters::Parameters;
use hansei_method::plan::CommitmentKind;
use hansei_method::text::Line;
use owo_colors::OwoColorize as _;

use super::details::day;
use super::told::{self, short_observation};
use crate::error::CliError;
use crate::interview::{Ask, Prompter, Unanswered};
use crate::open::Desk;
use crate::output;
use crate::say;
use crate::table::wrapped;

const RECALL_HELP: &str = "What you remember by yourself stays longer, so say it first. Enter shows the plan; \
    s skips this one, u takes your last answer back, q stops. Nothing that you leave counts as missed.";

const ANSWER_HELP: &str = "d: the moment came up, and you did it. h: in part, or late. m: it came up, and you did not do it. \
    n: it did not come up. + asks for more after the next key: whether it happened again, a reminder, how you know, the day, \
    the situation, a line. s skips, u takes your last answer back, q stops. Nothing that you leave counts as missed.";

const BUILT_HELP: &str = "i: it is installed. t: you looked, and it is still there. d: it came into play. m: it was got round. \
    g: it was taken away. n: nothing to see. + asks for more after the next key. s skips, u takes your last answer back, q stops. \
    Nothing that you leave counts as missed.";

/// The keys that answer nothing.
const OTHERS: &str = "+ say more · s skip · u undo · q stop · ? help";

/// One question: about a practice, or about one moment of it that may have come up.
#[derive(Debug, Clone, Copy)]
struct Question {
    practice: PracticeId,
    moment: Option<OpportunityId>,
    /// Whether another question about the same practice came before: then the plan was shown already.
    is_further: bool,
}

/// What became of a question.
enum Became {
    Kept(OpportunityId),
    Skipped,
    Undo,
    Stopped,
}

/// A key that was understood, in front of a plan.
enum Key {
    Answer(Outcome),
    More,
    Help,
    Skip,
    Undo,
    Stop,
    Unknown,
}

struct Round<'a> {
    desk: &'a Desk,
    app: &'a App,
    parameters: Parameters,
    prompter: &'a mut dyn Prompter,
}

/// Goes through what is asked today.
pub(super) async fn go(
    desk: &Desk,
    app: &App,
    asked: &[Practised],
    prompter: &mut dyn Prompter,
) -> Result<(), CliError> {
    let questions: Vec<Question> = asked.iter().flat_map(questions_of).collect();
    let mut round = Round { desk, app, parameters: app.parameters().await?, prompter };
    let mut kept: Vec<(usize, OpportunityId)> = Vec::new();
    let mut place = 0;
    while let Some(question) = questions.get(place) {
        match round.put(*question, place + 1, questions.len()).await? {
            Became::Kept(id) => {
                kept.push((place, id));
                place += 1;
            }
            Became::Skipped => place += 1,
            Became::Undo => match kept.pop() {
                Some((before, id)) => {
                    app.undo_moment(id, None).await?;
                    round.prompter.tell("Taken back.");
                    place = before;
                }
                None => round.prompter.tell("Nothing was answered yet."),
            },
            Became::Stopped => break,
        }
    }
    let left = questions.len() - kept.len();
    if left > 0 {
        let left = say::count(left, "question waits", "questions wait");
        output::tell(&format!(
            "{left}: hansei practice, or not before a day: hansei practice ID --put-off DAY"
        ));
    }
    if let Some((_, id)) = kept.last() {
        output::tell(&format!(
            "Take the last answer back: hansei practice --undo {}",
            short_observation(*id)
        ));
    }
    Ok(())
}

/// Lists what is asked of one practice: each moment that waits, or else whether one came up.
fn questions_of(practised: &Practised) -> Vec<Question> {
    let practice = practised.practice.id;
    let waits = practised.observed.iter().filter(|it| it.outcome == Outcome::Pending);
    let moments: Vec<_> = waits.map(|it| Some(it.id)).collect();
    let moments = if moments.is_empty() { vec![None] } else { moments };
    let question = |(place, moment)| Question { practice, moment, is_further: place > 0 };
    moments.into_iter().enumerate().map(question).collect()
}

impl Round<'_> {
    async fn put(&mut self, question: Question, number: usize, of: usize) -> Result<Became, CliError> {
        let practised = self.app.practice(question.practice).await?;
        let moment = question.moment.and_then(|id| practised.observed.iter().find(|it| it.id == id).cloned());
        let columns = self.prompter.columns();
        self.prompter
            .tell(&format!("\n{}", format!("{number} of {of} · {}", told::state(&practised)).dimmed()));
        if !question.is_further
            && let Some(became) = self.recall(&practised)?
        {
            return Ok(became);
        }
        self.prompter.tell(&wrapped(&practised.practice.commitment.sentence(), columns, "  "));
        let Some((outcome, with_more)) = self.answer(&practised, moment.as_ref())? else {
            return Ok(Became::Stopped);
        };
        let outcome = match outcome {
            Key::Answer(outcome) => outcome,
            Key::Undo => return Ok(Became::Undo),
            Key::Skip => return Ok(Became::Skipped),
            _ => return Ok(Became::Stopped),
        };
        let noted = match self.say_more(&practised, moment.as_ref(), outcome, with_more) {
            Ok(noted) => noted,
            Err(Unanswered::Left) => return Ok(Became::Stopped),
            Err(Unanswered::Broken(error)) => return Err(error),
        };
        let saved = match &moment {
            Some(moment) => self.app.answer_moment(moment.id, None, &noted).await,
            None => self.app.note_moment(practised.practice.id, &noted).await,
        };
        match saved {
            Ok(saved) => {
                self.tell_kept(&practised, saved.id).await?;
                Ok(Became::Kept(saved.id))
            }
            // Answered somewhere else meanwhile, or not possible any more: said, and gone on.
            Err(error @ (AppError::Invalid(_) | AppError::Conflict(_) | AppError::NotFound(_))) => {
                self.prompter.tell(&CliError::from(error).told());
                Ok(Became::Skipped)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Asks for the plan before it is shown; `None` goes on.
    fn recall(&mut self, practised: &Practised) -> Result<Option<Became>, CliError> {
        let ask = Ask::choice(format!("{} (Enter shows it)", practised.question()), RECALL_HELP);
        loop {
            let Some(key) = self.key(&ask)? else { return Ok(Some(Became::Stopped)) };
            match key.as_str() {
                "" => return Ok(None),
                "s" => return Ok(Some(Became::Skipped)),
                "u" => return Ok(Some(Became::Undo)),
                "q" => return Ok(Some(Became::Stopped)),
                _ => self.prompter.tell(&wrapped(RECALL_HELP, self.prompter.columns(), "  ")),
            }
        }
    }

    /// Asks what there was to see, and whether more is to be said; `None` where the person left.
    fn answer(
        &mut self,
        practised: &Practised,
        moment: Option<&Opportunity>,
    ) -> Result<Option<(Key, bool)>, CliError> {
        let is_built = practised.practice.commitment.kind == CommitmentKind::System;
        let when = moment.map_or_else(String::new, |moment| format!(" on {}", say::occurred(moment.when)));
        let (question, help) = if is_built {
            (
                format!(
                    "Is it there, and did it come into play{when}?\n  i installed · t still there · d came into play · \
                     m got round · g gone\n  n nothing to see · {OTHERS}"
                ),
                BUILT_HELP,
            )
        } else {
            (
                format!(
                    "Did the moment come up{when}?\n  d done · h half · m missed · n did not come up\n  {OTHERS}"
                ),
                ANSWER_HELP,
            )
        };
        let ask = Ask::choice(question, help);
        let mut with_more = false;
        loop {
            let Some(key) = self.key(&ask)? else { return Ok(None) };
            match meant(&key, is_built) {
                Key::More => {
                    with_more = true;
                    self.prompter.tell("  More is asked after the next key.");
                }
                Key::Help => self.prompter.tell(&wrapped(help, self.prompter.columns(), "  ")),
                Key::Unknown => self.prompter.tell("  That key answers nothing here; ? says what each does."),
                Key::Stop => return Ok(None),
                key => return Ok(Some((key, with_more))),
            }
        }
    }

    /// Asks for what belongs to an answer: everything where that was wished for, and how one knows where the state changes.
    // D18
    fn say_more(
        &mut self,
        practised: &Practised,
        moment: Option<&Opportunity>,
        outcome: Outcome,
        with_more: bool,
    ) -> Result<Noted, Unanswered> {
        let mut noted = Noted::quick(outcome);
        if !with_more {
            if self.changes(practised, moment, outcome) {
                noted.known = self.known()?;
            }
            return Ok(noted);
        }
        if let Outcome::Met(met) = outcome {
            noted.outcome = Outcome::Met(self.met(met)?);
        }
        noted.known = self.known()?;
        let ask = Ask::new("When was it? (Enter: the day it is asked for)", "").day(true);
        loop {
            let line = self.prompter.ask(&ask)?;
            if line.trim().is_empty() {
                break;
            }
            match day(line.trim(), &self.desk.world.now()) {
                Ok(when) => {
                    noted.when = Some(when);
                    break;
                }
                Err(error) => self.prompter.tell(&error.told()),
            }
        }
        noted.context =
            self.line("The situation: a project, a place, people by their roles (Enter leaves it out)")?;
        noted.note = self.line("A line about it (Enter leaves it out)")?;
        Ok(noted)
    }

    fn met(&mut self, met: Met) -> Result<Met, Unanswered> {
        let recurred =
            match self.one_of("Did it happen again? y yes · n no · ? not known", &["y", "n", "?", ""])? {
                "y" => Recurred::Yes,
                "n" => Recurred::No,
                _ => Recurred::Unknown,
            };
        let significance = if recurred == Recurred::Yes {
            let asked = "How much hung on it? s little · o as usual · f much · Enter leaves it open";
            match self.one_of(asked, &["s", "o", "f", ""])? {
                "s" => Some(Significance::Small),
                "o" => Some(Significance::Ordinary),
                "f" => Some(Significance::Full),
                _ => None,
            }
        } else {
            None
        };
        let reminded = met.did != Did::Missed
            && self.one_of("Did a reminder help? y yes · n no", &["y", "n", ""])? == "y";
        Ok(Met { recurred, significance, reminded, ..met })
    }

    fn known(&mut self) -> Result<Witness, Unanswered> {
        let asked =
            "How do you know? Enter I remember · a there is something to look at · o somebody else saw it";
        Ok(match self.one_of(asked, &["a", "o", ""])? {
            "a" => Witness::Artefact,
            "o" => Witness::SomebodyElse,
            _ => Witness::Myself,
        })
    }

    fn line(&mut self, question: &str) -> Result<Option<Line>, Unanswered> {
        loop {
            let line = self.prompter.ask(&Ask::new(question, ""))?;
            match Line::optional(line.trim()) {
                Ok(line) => return Ok(line),
                Err(error) => self.prompter.tell(&CliError::from(error).told()),
            }
        }
    }

    /// Asks until one of these keys comes.
    fn one_of(&mut self, question: &str, keys: &[&'static str]) -> Result<&'static str, Unanswered> {
        let ask = Ask::choice(question, "");
        loop {
            let key = self.prompter.key(&ask)?;
            if let Some(known) = keys.iter().find(|known| **known == key.trim().to_lowercase()) {
                return Ok(known);
            }
        }
    }

    /// Says whether the state would be another one with this answer.
    fn changes(&self, practised: &Practised, moment: Option<&Opportunity>, outcome: Outcome) -> bool {
        let now = self.desk.world.now();
        let Ok(today) = hansei_method::occurred::Occurred::new(now.date(), None) else { return false };
        let mut observed = practised.observed.clone();
        let id = moment.map_or_else(|| OpportunityId::new(uuid::Uuid::max()), |moment| moment.id);
        let when = moment.map_or(today, |moment| moment.when);
        observed.retain(|it| it.id != id);
        let Ok(pending) = Opportunity::pending(id, practised.practice.id, when, &now) else { return false };
        observed.push(Opportunity { outcome, ..pending });
        let history = hansei_method::growth::History { observations: &observed, ..practised.history() };
        Growth::of(&history, &self.parameters, now.date()).state != practised.growth.state
    }

    /// Says what was kept, what both answers say together, and what changed with it.
    async fn tell_kept(&mut self, before: &Practised, id: OpportunityId) -> Result<(), CliError> {
        let after = self.app.practice(before.practice.id).await?;
        let Some(kept) = after.observed.iter().find(|it| it.id == id) else { return Ok(()) };
        let columns = self.prompter.columns();
        let mut said = format!("Kept: {}", told::kept(kept, after.practice.commitment.kind));
        if let Some(fits) = after.growth.tally.fits() {
            let _ = write!(said, " · {fits}");
        }
        self.prompter.tell(&wrapped(&said, columns, "  "));
        if let Some(words) = told::is_no_evidence(&after, kept) {
            self.prompter.tell(&wrapped(words, columns, "  "));
        }
        if let Some(reading) = kept.met().and_then(Met::reading) {
            self.prompter.tell(&wrapped(&told::capital(reading.words()), columns, "  "));
        }
        let transition =
            after.growth.transitions.last().filter(|_| after.growth.state != before.growth.state);
        if let Some(transition) = transition {
            let told = format!(
                "{} now, by the rule of thumb: {}",
                told::capital(after.state_name()),
                transition.reason.words()
            );
            self.prompter.tell(&wrapped(&told, columns, "  "));
            if after.growth.state == State::Lapsed {
                self.prompter.tell(&wrapped(&told::capital(SLIPPING), columns, "  "));
            }
        }
        Ok(())
    }

    /// Waits for a key; `None` where the person left.
    fn key(&mut self, ask: &Ask) -> Result<Option<String>, CliError> {
        match self.prompter.key(ask) {
            Ok(key) => Ok(Some(key.trim().to_lowercase())),
            Err(Unanswered::Left) => Ok(None),
            Err(Unanswered::Broken(error)) => Err(error),
        }
    }
}

fn meant(key: &str, is_built: bool) -> Key {
    let met = |did| Key::Answer(Outcome::Met(Met::quick(did)));
    match key {
        "i" if is_built => Key::Answer(Outcome::Installed),
        "t" if is_built => Key::Answer(Outcome::StillThere),
        "g" if is_built => Key::Answer(Outcome::Gone),
        "h" if !is_built => met(Did::Half),
        "d" => met(Did::Done),
        "m" => met(Did::Missed),
        "n" => Key::Answer(Outcome::DidNotComeUp),
        "+" => Key::More,
        "?" => Key::Help,
        "s" => Key::Skip,
        "u" => Key::Undo,
        "q" => Key::Stop,
        _ => Key::Unknown,
    }
}

#[cfg(test)]
mod tests;
