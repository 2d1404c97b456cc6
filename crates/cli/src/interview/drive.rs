//! Driving the interview: putting the questions, keeping what is typed, going back, leaving and coming back.

use hansei_app::App;
use hansei_app::review::{Reviewed, answer};
use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_method::question::Question;
use hansei_method::stage::Stage;
use hansei_method::text::Text;
use jiff::Timestamp;
use owo_colors::OwoColorize as _;

use super::close::Close;
use super::happened::{Happened, gap_lines};
use super::intended::Intended;
use super::next::Next;
use super::prompter::{Ask, Prompter, Unanswered};
use super::start::Start;
use super::steps::Steps;
use super::why::Why;
use crate::error::CliError;
use crate::open::Desk;
use crate::say;
use crate::table::{one_line, wrapped};

const KEYS: &str = "< back · ? help · e editor · \\park IDEA for question 4 · \\skip REASON · Ctrl-C leaves and keeps everything";

/// How one part of the interview ended.
enum Ended<S> {
    /// Everything was asked.
    Done(S),
    /// The person wants the part before.
    Back,
    /// The question is passed over.
    Skipped(Text),
    /// The person left.
    Left,
}

/// One interview about one entry.
pub(super) struct Interview<'a> {
    pub(super) desk: &'a Desk,
    pub(super) app: &'a App,
    pub(super) id: EntryId,
    pub(super) version: i64,
    pub(super) prompter: &'a mut dyn Prompter,
    pub(super) worked_at: Timestamp,
}

/// Asks the four questions about an entry, beginning with the first that is open, or with `first`.
pub(crate) async fn run(
    desk: &Desk,
    app: &App,
    id: EntryId,
    first: Option<Question>,
    prompter: &mut dyn Prompter,
) -> Result<(), CliError> {
    let kept = app.entry(id).await?;
    let answers = &kept.entry.review.answers;
    if matches!(answers, Stage::Done { .. }) {
        let short = app.short_id(id).await?;
        return Err(CliError::invalid(format!(
            "this review is finished; open it again with hansei reopen {short}"
        )));
    }
    if let Some(question) = first.filter(|question| !answers.is_open(*question)) {
        let next = answers.next_question().map_or("next", Question::word);
        return Err(CliError::invalid(format!(
            "question {} opens when those before it have an answer; begin with --question {next}",
            question.number()
        )));
    }
    let mut interview = Interview {
        desk,
        app,
        id,
        version: app.resume(id, None).await?.version,
        prompter,
        worked_at: desk.world.now().timestamp(),
    };
    interview.greet(&kept.entry).await?;
    let is_new = matches!(answers, Stage::Captured)
        && first.is_none()
        && app.draft(id, Question::Intended).await?.is_none();
    let outcome = interview.go(first.or(answers.next_question()), is_new).await;
    app.pause(id, None).await?;
    outcome
}

impl Interview<'_> {
    async fn greet(&mut self, entry: &Entry) -> Result<(), CliError> {
        let short = self.app.short_id(self.id).await?;
        let title = one_line(entry.title.as_str());
        self.prompter.tell(&format!(
            "{}\n{short} · {}\n{}\n",
            title.bold(),
            say::occurred(entry.occurred),
            KEYS.dimmed()
        ));
        if let Some(body) = &entry.body {
            self.prompter.tell(&wrapped(body.as_str(), self.prompter.columns(), "  "));
        }
        Ok(())
    }

    /// Goes from part to part until everything is asked or the person leaves.
    async fn go(&mut self, first: Option<Question>, is_new: bool) -> Result<(), CliError> {
        if is_new && !self.start().await? {
            return self.leave().await;
        }
        // `None` stands for what comes after the four questions.
        let mut question = first;
        loop {
            question = match question {
                Some(asked) => match self.question(asked).await? {
                    Moved::On => Question::ALL.get(usize::from(asked.number())).copied(),
                    Moved::Back => Some(before(asked)),
                    Moved::Left => return self.leave().await,
                },
                None => match self.close().await? {
                    Moved::On => return Ok(()),
                    Moved::Back => Some(Question::Next),
                    Moved::Left => return self.leave().await,
                },
            };
        }
    }

    /// Asks what it was and how deep to go; says whether the person stayed.
    async fn start(&mut self) -> Result<bool, CliError> {
        let entry = self.app.entry(self.id).await?.entry;
        match self.ask_all(None, Start::new(entry.kind, entry.significance)).await? {
            Ended::Done(start) => {
                let said = Reviewed {
                    kind: Some(start.kind),
                    significance: Some(start.significance),
                    ..Reviewed::default()
                };
                self.save(&said).await?;
                Ok(true)
            }
            Ended::Back | Ended::Skipped(_) => Ok(true),
            Ended::Left => Ok(false),
        }
    }

    async fn question(&mut self, question: Question) -> Result<Moved, CliError> {
        let entry = self.app.entry(self.id).await?.entry;
        let heading = format!("{} of 4 · {}", question.number(), question.name());
        self.prompter.tell(&format!("\n{}", heading.bold()));
        let answers = &entry.review.answers;
        let depth = entry.significance;
        let (intention, account, analysis) =
            (answer(answers.intended()), answer(answers.happened()), answer(answers.why()));
        match question {
            Question::Intended => {
                let steps = self.kept(question).await?.unwrap_or_else(|| Intended::new(intention, depth));
                let ended = self.ask_all(Some(question), steps).await?;
                self.settle(question, ended, |steps| Reviewed {
                    intended: Some(steps.answer),
                    ..Reviewed::default()
                })
                .await
            }
            Question::Happened => {
                let kept = self.kept(question).await?.map(|kept: Happened| kept.fit_to(&intention));
                let ended = self
                    .ask_all(Some(question), kept.unwrap_or_else(|| Happened::new(account, intention, depth)))
                    .await?;
                self.settle(question, ended, |steps| Reviewed {
                    happened: Some(steps.answer),
                    ..Reviewed::default()
                })
                .await
            }
            Question::Why => {
                let fresh =
                    || Why::new(analysis, entry.title.as_str(), gap_lines(&intention, &account), depth);
                let steps = self.kept(question).await?.unwrap_or_else(fresh);
                let ended = self.ask_all(Some(question), steps).await?;
                self.settle(question, ended, |steps| Reviewed {
                    why: Some(steps.answer),
                    ..Reviewed::default()
                })
                .await
            }
            Question::Next => {
                let kept = self.kept(question).await?.map(|kept: Next| kept.fit_to(&analysis));
                let fresh =
                    || Next::new(answer(answers.next()), analysis, entry.review.parked.clone(), depth);
                let ended = self.ask_all(Some(question), kept.unwrap_or_else(fresh)).await?;
                self.settle(question, ended, |steps| Reviewed {
                    next: Some(steps.answer),
                    ..Reviewed::default()
                })
                .await
            }
        }
    }

    async fn close(&mut self) -> Result<Moved, CliError> {
        let entry = self.app.entry(self.id).await?.entry;
        self.prompter.tell("");
        let steps = Close::new(entry.review.feeling, entry.review.confidant, entry.significance);
        match self.ask_all(None, steps).await? {
            Ended::Done(close) => {
                let finish = close.finish;
                let said = Reviewed {
                    feeling: Some(close.feeling),
                    confidant: Some(close.confidant),
                    finish,
                    ..Reviewed::default()
                };
                self.save(&said).await?;
                let short = self.app.short_id(self.id).await?;
                let told = if finish {
                    "Closed. The whole story: hansei show"
                } else {
                    "Saved, and still open. Close it with: hansei review"
                };
                self.prompter.tell(&format!("{told} {short}"));
                Ok(Moved::On)
            }
            Ended::Back | Ended::Skipped(_) => Ok(Moved::Back),
            Ended::Left => Ok(Moved::Left),
        }
    }

    /// Saves what a question came to.
    async fn settle<S>(
        &mut self,
        question: Question,
        ended: Ended<S>,
        said: impl FnOnce(S) -> Reviewed,
    ) -> Result<Moved, CliError> {
        match ended {
            Ended::Done(steps) => {
                self.save(&said(steps)).await?;
                Ok(Moved::On)
            }
            Ended::Skipped(reason) => {
                let mut said = Reviewed::default();
                *said.skipped.reason_mut(question) = Some(reason);
                self.save(&said).await?;
                Ok(Moved::On)
            }
            Ended::Back => Ok(Moved::Back),
            Ended::Left => Ok(Moved::Left),
        }
    }

    /// Puts one ask after the other until there is nothing left to ask. With a question, every answer is kept as a draft.
    async fn ask_all<S: Steps>(
        &mut self,
        question: Option<Question>,
        mut steps: S,
    ) -> Result<Ended<S>, CliError> {
        let so_far = steps.so_far(self.prompter.columns());
        if !so_far.is_empty() {
            self.prompter.tell(&so_far);
        }
        // What was there before each answer, so that one can go back.
        let mut past: Vec<(S, String)> = Vec::new();
        let mut again: Option<String> = None;
        while let Some(mut ask) = steps.ask() {
            if let Some(said) = again.take() {
                ask.written = said;
            } else if !ask.before.is_empty() {
                self.prompter.tell(&ask.before);
            }
            let line = match self.ask(&ask) {
                Ok(line) => line,
                Err(Unanswered::Left) => return Ok(Ended::Left),
                Err(Unanswered::Broken(error)) => return Err(error),
            };
            let said = match self.command(&ask, line.trim(), question).await? {
                Said::Answer(said) => said,
                Said::Again(line) => {
                    again = Some(line);
                    continue;
                }
                Said::Skip(reason) => return Ok(Ended::Skipped(reason)),
                Said::Back => match past.pop() {
                    Some((before, said)) => {
                        (steps, again) = (before, Some(said));
                        self.keep(question, &steps).await?;
                        continue;
                    }
                    None => return Ok(Ended::Back),
                },
            };
            let before = steps.clone();
            if let Err(wrong) = steps.hear(said.trim()) {
                self.prompter.tell(&format!("  {wrong}"));
                // A wrong letter is not worth changing.
                again = (!ask.is_choice).then_some(said);
                continue;
            }
            past.push((before, said));
            self.keep(question, &steps).await?;
            self.sign_of_work().await?;
        }
        Ok(Ended::Done(steps))
    }

    /// Asks for a line. An answer of several lines has no room in one: it is shown, and kept when nothing is typed.
    fn ask(&mut self, ask: &Ask) -> Result<String, Unanswered> {
        if !ask.written.contains('\n') {
            return self.prompter.ask(ask);
        }
        self.prompter.tell(&wrapped(&ask.written, self.prompter.columns(), "  "));
        self.prompter.tell("  (empty keeps this; e opens it in an editor)");
        let line = self.prompter.ask(&Ask { written: String::new(), ..ask.clone() })?;
        Ok(if line.trim().is_empty() { ask.written.clone() } else { line })
    }

    /// Understands what is no answer but a wish.
    async fn command(&mut self, ask: &Ask, line: &str, question: Option<Question>) -> Result<Said, CliError> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "<" | "back" | "\\back" if rest.is_empty() => return Ok(Said::Back),
            "?" if rest.is_empty() => {
                self.prompter.tell(&wrapped(ask.help, self.prompter.columns(), "  "));
                self.prompter.tell(&wrapped(KEYS, self.prompter.columns(), "  "));
                return Ok(Said::Again(ask.written.clone()));
            }
            "e" | "\\e" if rest.is_empty() && !ask.is_choice => {
                return match self.prompter.write(&ask.written) {
                    Ok(written) => {
                        self.prompter.tell(&wrapped(&written, self.prompter.columns(), "  "));
                        Ok(Said::Answer(written))
                    }
                    Err(error) => {
                        self.prompter.tell(&error.told());
                        Ok(Said::Again(ask.written.clone()))
                    }
                };
            }
            "\\park" => return self.park(ask, rest).await,
            "\\skip" if self.is_answered(question).await? => {
                self.prompter.tell("  this question has an answer, which is kept; change it here, or go on");
            }
            "\\skip" if question.is_some() => match rest.parse::<Text>() {
                Ok(reason) => return Ok(Said::Skip(reason)),
                Err(_) => self.prompter.tell("  write the reason too: \\skip no notes from that day"),
            },
            _ => return Ok(Said::Answer(line.to_owned())),
        }
        Ok(Said::Again(ask.written.clone()))
    }

    async fn is_answered(&self, question: Option<Question>) -> Result<bool, CliError> {
        let Some(question) = question else { return Ok(false) };
        Ok(self.app.entry(self.id).await?.entry.review.answers.is_answered(question))
    }

    async fn park(&mut self, ask: &Ask, idea: &str) -> Result<Said, CliError> {
        match idea.parse::<Text>() {
            Ok(idea) => {
                self.save(&Reviewed { park: vec![idea], ..Reviewed::default() }).await?;
                self.prompter.tell("  Parked for question 4.");
            }
            Err(_) => self.prompter.tell("  write the idea too: \\park ask for a clause"),
        }
        Ok(Said::Again(ask.written.clone()))
    }

    async fn save(&mut self, said: &Reviewed) -> Result<(), CliError> {
        self.version = self.app.review(self.id, Some(self.version), said).await?.version;
        Ok(())
    }

    async fn leave(&mut self) -> Result<(), CliError> {
        let short = self.app.short_id(self.id).await?;
        self.prompter.tell(&format!("\nEverything is kept. Go on with: hansei review {short}"));
        Ok(())
    }
}

/// Where the interview goes from a part.
enum Moved {
    On,
    Back,
    Left,
}

/// What a typed line means.
enum Said {
    Answer(String),
    /// Ask again, with this in the line.
    Again(String),
    Skip(Text),
    Back,
}

/// Returns the question before; before the first there is none.
fn before(question: Question) -> Question {
    let place = usize::from(question.number()).saturating_sub(2);
    Question::ALL.get(place).copied().unwrap_or(Question::Intended)
}
