//! Driving the interview: putting the questions, keeping what is typed, going back, leaving and coming back.

use hansei_app::draft::Writer;
use hansei_app::review::Reviewed;
use hansei_app::{App, AppError};
use hansei_method::id::EntryId;
use hansei_method::question::Question;
use hansei_method::stage::Stage;
use hansei_method::text::Text;

use super::answering::Answering;
use super::close::Close;
use super::coached::Coach;
use super::happened::Happened;
use super::heard::Said;
use super::intended::Intended;
use super::keeping::{Waiting, Which};
use super::next::Next;
use super::prompter::Prompter;
use super::refused::Refused;
use super::start::Start;
use super::steps::{Steps, heard};
use super::why::Why;
use crate::error::CliError;
use crate::open::Desk;

/// How one part of the interview ended, and where it stood then.
pub(super) enum Ended<S> {
    /// Everything was asked.
    Done(S),
    /// The person wants the part before.
    Back(S),
    /// The question is passed over.
    Skipped(Text, S),
    /// The person left.
    Left(S),
}

/// One interview about one entry.
pub(super) struct Interview<'a> {
    pub(super) desk: &'a Desk,
    pub(super) app: &'a App,
    pub(super) id: EntryId,
    pub(super) version: i64,
    pub(super) prompter: &'a mut dyn Prompter,
    /// The question whose draft of somebody else goes with the first answer here.
    pub(super) replaces: Option<Question>,
    /// The question that is not kept while it is asked, because somebody else's draft of it stays.
    pub(super) unkept: Option<Question>,
    /// Whether it was told what was like it before.
    pub(super) has_looked_back: bool,
    /// What the coach asked.
    pub(super) coach: Coach,
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
        replaces: None,
        unkept: None,
        has_looked_back: false,
        coach: Coach::default(),
    };
    interview.greet(&kept.entry).await?;
    let is_new = matches!(answers, Stage::Captured)
        && first.is_none()
        && app.draft(id, Question::Intended).await?.is_none();
    let outcome = interview.go(first.or(answers.next_question()), is_new).await;
    app.pause(id, None).await?;
    outcome?;
    interview.tell_spent().await
}

impl Interview<'_> {
    /// Goes from part to part until everything is asked or the person leaves.
    async fn go(&mut self, first: Option<Question>, is_new: bool) -> Result<(), CliError> {
        if is_new && !self.start().await? || !self.earlier_lessons().await? {
            return self.leave().await;
        }
        // `None` stands for what comes after the four questions.
        let mut question = first;
        loop {
            question = match question {
                Some(asked) => match self.question(asked).await? {
                    Moved::On => Question::ALL.get(usize::from(asked.number())).copied(),
                    Moved::Back => Some(before(asked)),
                    Moved::Again => Some(asked),
                    Moved::Left => return self.leave().await,
                },
                None => match self.close().await? {
                    Moved::On => return Ok(()),
                    Moved::Again => None,
                    Moved::Back => Some(Question::Next),
                    Moved::Left => return self.leave().await,
                },
            };
        }
    }

    /// Asks what it was and how deep to go; says whether the person stayed.
    async fn start(&mut self) -> Result<bool, CliError> {
        let entry = self.app.entry(self.id).await?.entry;
        let fresh = Start::new(entry.kind, entry.significance);
        let (start, stayed) = match self.ask_all(None, fresh, &mut Vec::new(), None).await? {
            Ended::Done(start) | Ended::Back(start) | Ended::Skipped(_, start) => (start, true),
            Ended::Left(start) => (start, false),
        };
        let said = Reviewed {
            kind: Some(start.kind),
            significance: Some(start.significance),
            typed_in: Some(Writer::Terminal),
            ..Reviewed::default()
        };
        // Only what was just chosen is written, over whatever else was.
        self.app.review(self.id, None, &said).await?;
        Ok(stayed)
    }

    async fn question(&mut self, question: Question) -> Result<Moved, CliError> {
        match question {
            Question::Intended => self.put::<Intended>().await,
            Question::Happened => self.put::<Happened>().await,
            Question::Why => self.put::<Why>().await,
            Question::Next => self.put::<Next>().await,
        }
    }

    /// Puts one of the four questions until it is saved or left.
    async fn put<S: Answering>(&mut self) -> Result<Moved, CliError> {
        let kept = self.app.entry(self.id).await?;
        // What is answered from here on is answered in view of this version.
        self.version = kept.version;
        self.head(S::QUESTION, &kept.entry);
        if S::QUESTION > Question::Intended {
            self.look_back_once().await;
        }
        (self.replaces, self.unkept) = (None, None);
        let mut steps = match self.waiting::<S>(&kept.entry).await? {
            Waiting::Mine(steps) => steps,
            Waiting::Nothing => self.fresh().await?,
            Waiting::Left => return Ok(Moved::Left),
        };
        let (mut past, mut again) = (Vec::new(), None);
        loop {
            let said = match self.ask_all(Some(S::QUESTION), steps, &mut past, again.take()).await? {
                Ended::Done(done) => {
                    steps = done.clone();
                    done.said()
                }
                Ended::Skipped(reason, at) => {
                    steps = at;
                    let mut said = Reviewed::default();
                    *said.skipped.reason_mut(S::QUESTION) = Some(reason);
                    said
                }
                Ended::Back(_) => return Ok(Moved::Back),
                Ended::Left(_) => return Ok(Moved::Left),
            };
            let wrong = match self.settle(&steps, said).await? {
                Settled::Moved(moved) => return Ok(moved),
                Settled::Refused(wrong) => wrong,
            };
            if steps.ask().is_none() {
                let Some((before, said)) = past.pop() else { return Err(CliError::invalid(wrong)) };
                (steps, again) = (before, Some(said));
            }
            self.prompter.tell(&format!("  {wrong}"));
        }
    }

    /// Saves what a question came to; where somebody else answered it meanwhile, the person says which answer is kept.
    async fn settle<S: Answering>(&mut self, steps: &S, said: Reviewed) -> Result<Settled, CliError> {
        let said = Reviewed { typed_in: Some(Writer::Terminal), ..said };
        loop {
            match self.app.review(self.id, Some(self.version), &said).await {
                Ok(saved) => {
                    self.version = saved.version;
                    return Ok(Settled::Moved(Moved::On));
                }
                Err(AppError::Invalid(wrong)) => return Ok(Settled::Refused(wrong)),
                Err(AppError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
            match self.agree(self.version, steps).await? {
                Some(Which::Mine) => {}
                Some(Which::Theirs) => {
                    self.app.drop_draft(self.id, S::QUESTION, Some(Writer::Terminal)).await?;
                    return Ok(Settled::Moved(Moved::Again));
                }
                None => return Ok(Settled::Moved(Moved::Left)),
            }
        }
    }

    /// Asks what comes after the four questions. What was said of it is kept however it ends.
    async fn close(&mut self) -> Result<Moved, CliError> {
        let kept = self.app.entry(self.id).await?;
        self.version = kept.version;
        let review = &kept.entry.review;
        self.prompter.tell("");
        let fresh = Close::new(&kept.entry, self.prompter.columns());
        let (close, moved) = match self.ask_all(None, fresh, &mut Vec::new(), None).await? {
            Ended::Done(close) => (close, Moved::On),
            Ended::Back(close) | Ended::Skipped(_, close) => (close, Moved::Back),
            Ended::Left(close) => (close, Moved::Left),
        };
        // Only what is new is written, so that nothing is put in the place of what somebody else wrote meanwhile.
        let said = Reviewed {
            feeling: (close.feeling != review.feeling).then_some(close.feeling),
            confidant: (close.confidant != review.confidant).then_some(close.confidant),
            typed_in: Some(Writer::Terminal),
            ..Reviewed::default()
        };
        if !matches!(moved, Moved::On) || !close.finish {
            self.app.review(self.id, None, &said).await?;
            if matches!(moved, Moved::On) {
                self.told("Saved, and still open. Close it with: hansei review").await?;
            }
            return Ok(moved);
        }
        match self.app.review(self.id, None, &Reviewed { finish: true, ..said.clone() }).await {
            Ok(_) => {
                self.told("Closed. The whole story: hansei show").await?;
                Ok(Moved::On)
            }
            Err(AppError::Invalid(wrong)) => {
                self.app.review(self.id, None, &said).await?;
                self.prompter.tell(&format!("  {wrong}"));
                Ok(Moved::Back)
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn told(&mut self, what: &str) -> Result<(), CliError> {
        let short = self.app.short_id(self.id).await?;
        self.prompter.tell(&format!("{what} {short}"));
        Ok(())
    }

    /// Puts one ask after the other until there is nothing left to ask. With a question, every answer is kept as a draft.
    ///
    /// `past` is what was there before each answer, so that one can go back; `again` stands in the first line.
    pub(super) async fn ask_all<S: Steps>(
        &mut self,
        question: Option<Question>,
        mut steps: S,
        past: &mut Vec<(S, String)>,
        mut again: Option<String>,
    ) -> Result<Ended<S>, CliError> {
        let so_far = steps.so_far(self.prompter.columns());
        if !so_far.is_empty() {
            self.prompter.tell(&so_far);
        }
        let mut refused = Refused::with(again.clone());
        loop {
            self.read_tree(&mut steps).await?;
            let Some(ask) = steps.ask() else { return Ok(Ended::Done(steps)) };
            self.coach.stand(question, &ask, past.len());
            let said = match self.hear_line(&ask, again.take(), &mut refused, question).await? {
                Said::Answer(said) => said,
                Said::Left => return Ok(Ended::Left(steps)),
                Said::Again(line) => {
                    again = Some(line);
                    continue;
                }
                Said::Refused(line) => {
                    again = Some(refused.line(line));
                    continue;
                }
                Said::Skip(reason) => return Ok(Ended::Skipped(reason, steps)),
                Said::Back => match past.pop() {
                    Some((before, said)) => {
                        (steps, again, refused) = (before, Some(said), Refused::default());
                        if !self.keep(question, &steps).await? {
                            return Ok(Ended::Left(steps));
                        }
                        continue;
                    }
                    None => return Ok(Ended::Back(steps)),
                },
            };
            if let Some(wrong) = refused.stops(&said) {
                self.prompter.tell(&format!("  {wrong}"));
                continue;
            }
            let before = steps.clone();
            if let Err(wrong) = steps.hear(&heard(&ask, said.trim(), &self.desk.world.now())) {
                again = self.refuse(&ask, said, &wrong, &mut refused);
                refused.turned_back((steps.ask() != before.ask()).then_some(wrong));
                continue;
            }
            refused = Refused::default();
            if self.nudge(&ask, &said).await? {
                (steps, again) = (before, Some(said));
                continue;
            }
            past.push((before, said));
            if !self.keep(question, &steps).await? {
                return Ok(Ended::Left(steps));
            }
            self.sign_of_work().await?;
            if self.coach.is_over {
                return Ok(Ended::Left(steps));
            }
        }
    }

    /// Lets the coach read a tree of causes that is done.
    async fn read_tree(&mut self, steps: &mut impl Steps) -> Result<(), CliError> {
        if let Some(causes) = steps.tree_to_read() {
            let asked = self.question_of_tree(causes).await?;
            steps.ask_of_tree(asked);
        }
        Ok(())
    }

    async fn leave(&mut self) -> Result<(), CliError> {
        let short = self.app.short_id(self.id).await?;
        let kept = match self.unkept {
            Some(_) => "Everything but what you wrote to this question is kept.",
            None if self.coach.is_over => "Everything is kept.",
            None => "Everything but this line is kept.",
        };
        self.prompter.tell(&format!("\n{kept} Go on with: hansei review {short}"));
        Ok(())
    }
}

/// Where the interview goes from a part.
enum Moved {
    On,
    Back,
    /// The same part again, with what is saved.
    Again,
    Left,
}

/// What became of an answer that was to be saved.
enum Settled {
    Moved(Moved),
    /// Not saved, and why.
    Refused(String),
}

/// Returns the question before; before the first there is none.
fn before(question: Question) -> Question {
    let place = usize::from(question.number()).saturating_sub(2);
    Question::ALL.get(place).copied().unwrap_or(Question::Intended)
}
