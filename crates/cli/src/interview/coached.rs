//! The coach in the interview: it asks once about an answer before going on, and whoever answers has the last word.

use hansei_app::coach::{Asked, Context, Field, Flaw, Offer, Weight};
use hansei_app::coaching::{Heeded, MOST_ASKED, Place, spoken};
use hansei_app::review::answer;
use hansei_method::cause::CauseTree;
use hansei_method::factor::Control;
use hansei_method::id::Number;
use hansei_method::plan::Strength;
use hansei_method::question::Question;
use hansei_method::text::Text;

use super::drive::Interview;
use super::happened::{gap_lines, moment};
use super::heard::Said;
use super::prompter::Ask;
use super::steps::wish;
use super::why::factor;
use crate::commands::coach;
use crate::error::CliError;
use crate::table::{one_line, wrapped};

/// What the coach reads of a line, and what it knows beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Coached {
    /// The line as it is.
    Line(Field),
    /// The words of a moment, without its time and its marks.
    Moment,
    /// A cause; beside it stands what else the review says of causes and factors.
    Cause { beside: String },
    /// A factor, behind the letter that sorts it.
    Factor,
    /// What will be done when a moment comes; beside it stands how well the other plans hold, and whether that matters.
    Act { cue: Text, others: Vec<Strength>, is_serious: bool },
}

/// Which line of the interview is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Line {
    of: Option<Question>,
    question: String,
    /// How many answers came before it.
    place: usize,
}

/// What the coach asked in one interview, and where.
#[derive(Debug, Default)]
pub(super) struct Coach {
    at: Line,
    /// What was asked about the line that is asked for now, until that is answered.
    pending: Option<Nudge>,
    nudged: Vec<Nudged>,
    /// The lines where somebody to talk to was named. Nothing is asked any more then.
    cared: Vec<Line>,
    /// Whether the person wants to stop here for today.
    pub(super) is_over: bool,
}

/// Where a question was put, and whether it was about a judgement of oneself, which is not counted.
#[derive(Debug)]
struct Nudged {
    at: Line,
    is_of_self: bool,
}

/// A question of the coach, and the answer that it is about.
#[derive(Debug)]
struct Nudge {
    read: Read,
    asked: Asked,
}

/// What was read of a line.
#[derive(Debug)]
struct Read {
    field: Field,
    words: String,
    control: Option<Control>,
}

impl Coached {
    /// Takes the words of the answer out of a line; `None` where it holds none.
    fn read(&self, said: &str) -> Option<Read> {
        let read = |field, words: &str| Read { field, words: words.to_owned(), control: None };
        if said.is_empty() || wish(said).is_some() {
            return None;
        }
        Some(match self {
            Self::Line(field) => read(*field, said),
            Self::Moment => read(Field::Happened, moment(said).ok()?.what.as_str()),
            Self::Cause { .. } => read(Field::Why, said.strip_prefix('+').unwrap_or(said).trim()),
            Self::Factor => {
                let (control, statement) = factor(said).ok()?;
                Read { control: Some(control), ..read(Field::Factor, statement.as_str()) }
            }
            Self::Act { cue, .. } => read(Field::Next, &spoken(cue.as_str(), said)),
        })
    }

    fn context(&self) -> Context<'_> {
        match self {
            Self::Cause { beside } => Context { beside, ..Context::default() },
            Self::Act { others, is_serious, .. } => {
                Context { others, is_serious: *is_serious, ..Context::default() }
            }
            Self::Line(_) | Self::Moment | Self::Factor => Context::default(),
        }
    }
}

impl Coach {
    /// Notes which line is asked for. What was asked about another one is answered, or left behind.
    pub(super) fn stand(&mut self, of: Option<Question>, ask: &Ask, place: usize) {
        let at = Line { of, question: ask.question.clone(), place };
        if at != self.at {
            self.pending = None;
            self.at = at;
        }
    }

    /// Says whether a question of the coach waits for what is typed now.
    pub(super) fn is_waiting(&self) -> bool {
        self.pending.is_some()
    }

    /// Says whether one more question may be asked: one about a line, two about the answers to one of the four questions. Those
    /// about oneself are put beside these.
    fn may_ask(&self, flaw: Flaw) -> bool {
        let is_of_self = flaw == Flaw::Rumination;
        let like = |nudged: &&Nudged| nudged.is_of_self == is_of_self;
        let is_put_here = self.nudged.iter().filter(like).any(|nudged| nudged.at == self.at);
        let counted = self.nudged.iter().filter(|nudged| !nudged.is_of_self && nudged.at.of == self.at.of);
        self.cared.is_empty() && !is_put_here && (is_of_self || counted.count() < MOST_ASKED)
    }
}

impl Read {
    fn place(&self) -> Place<'_> {
        Place { control: self.control, ..Place::of(self.field, &self.words) }
    }
}

impl Interview<'_> {
    /// Lets the coach ask about an answer that was just given; says whether it did, and the line is put once more.
    ///
    /// What stood in the line before and is taken as it stands is no new answer.
    pub(super) async fn nudge(&mut self, ask: &Ask, said: &str) -> Result<bool, CliError> {
        self.coach.pending = None;
        if ask.is_choice || said.trim() == ask.written.trim() {
            return Ok(false);
        }
        let heeded = self.app.heeded().await?;
        // Whatever else is read of a line, or nothing: these words are heard in all of it.
        if heeded.needs_care(said) {
            return Ok(self.care(&heeded));
        }
        let Some((coached, read)) =
            ask.coached.as_ref().and_then(|coached| Some((coached, coached.read(said.trim())?)))
        else {
            return Ok(false);
        };
        let reading = heeded.read_beside(&read.place(), &coached.context());
        let Some(asked) = reading.asked.filter(|asked| self.coach.may_ask(asked.flaw)) else {
            return Ok(false);
        };
        self.app.note_asked(self.id, &read.place(), &asked).await?;
        self.put_question(&read, &asked).await?;
        let is_of_self = asked.flaw == Flaw::Rumination;
        self.coach.nudged.push(Nudged { at: self.coach.at.clone(), is_of_self });
        self.coach.pending = Some(Nudge { read, asked });
        Ok(true)
    }

    /// Lets the coach read a whole tree of causes, and returns what it asks, and about which of them.
    pub(super) async fn question_of_tree(
        &mut self,
        causes: &CauseTree,
    ) -> Result<Option<(Number, String)>, CliError> {
        let entry = self.app.entry(self.id).await?.entry;
        let heeded = self.app.heeded().await?;
        let answers = &entry.review.answers;
        let gap = gap_lines(&answer(answers.intended()), &answer(answers.happened()));
        let gap = if gap.is_empty() { entry.title.to_string() } else { gap };
        let asked = heeded.of_tree(&entry, &gap, causes).filter(|asked| asked.weight == Weight::Nudge);
        let Some((asked, cause)) = asked.and_then(|asked| Some((asked, causes.get(asked.cause)?))) else {
            return Ok(None);
        };
        if !self.coach.cared.is_empty() {
            return Ok(None);
        }
        let statement = cause.statement.as_str();
        self.app.note_asked(self.id, &Place::of(Field::Why, statement), &asked.of_whole(statement)).await?;
        Ok(Some((asked.cause, asked.question.to_owned())))
    }

    /// Names somebody to talk to, once at a line. Nothing of it is noted.
    fn care(&mut self, heeded: &Heeded) -> bool {
        if self.coach.cared.contains(&self.coach.at) {
            return false;
        }
        self.coach.cared.push(self.coach.at.clone());
        let columns = self.prompter.columns();
        self.prompter.tell(&format!("\n{}", coach::care(heeded, columns)));
        self.prompter.tell("  (Ctrl-C stops here, and this line is not kept; Enter keeps it)");
        true
    }

    /// Names somebody to talk to where words that are kept already, and are no answer to a line, speak of hurting oneself.
    pub(super) async fn care_about(&mut self, words: &str) -> Result<(), CliError> {
        let heeded = self.app.heeded().await?;
        if heeded.needs_care(words) {
            let columns = self.prompter.columns();
            self.prompter.tell(&format!("\n{}", coach::care(&heeded, columns)));
            self.coach.cared.push(self.coach.at.clone());
        }
        Ok(())
    }

    async fn put_question(&mut self, read: &Read, asked: &Asked) -> Result<(), CliError> {
        let columns = self.prompter.columns();
        let mut told = format!("\n{}", coach::acknowledged(asked, &read.words, columns));
        if let Some(example) = self.app.own_example(asked.flaw, read.field, self.id).await? {
            let example = format!("An earlier one of yours: \u{201c}{}\u{201d}", one_line(&example));
            told.push_str(&wrapped(&example, columns, "  "));
        }
        let offer = match asked.flaw.offer() {
            Some(Offer::MoveToNext) => " · \\move: park it for question 4",
            Some(Offer::StopForToday) => " · \\stop: stop here for today",
            Some(Offer::AsIfThen) | None => "",
        };
        let keys = format!(
            "(Enter keeps it · Ctrl-U empties the line, to write it anew · \\meant: that is what I meant{offer})"
        );
        told.push_str(&wrapped(&keys, columns, "  "));
        if asked.flaw == Flaw::Rumination {
            let off = "(hansei settings --self-judgements no: such questions are switched off)";
            told.push_str(&wrapped(off, columns, "  "));
        }
        self.prompter.tell(&told);
        Ok(())
    }

    /// Does what was answered to the coach with one of its words.
    pub(super) async fn answer_coach(&mut self, ask: &Ask, word: &str) -> Result<Said, CliError> {
        let Some(nudge) = self.coach.pending.take() else {
            self.prompter.tell("  the coach asked nothing about this line");
            return Ok(Said::Again(ask.written.clone()));
        };
        match (word, nudge.asked.flaw.offer()) {
            ("\\meant", _) => {
                self.app.note_meant(self.id, &nudge.read.place(), &nudge.asked).await?;
                return Ok(Said::Answer(ask.written.clone()));
            }
            ("\\stop", Some(Offer::StopForToday)) => {
                self.coach.is_over = true;
                return Ok(Said::Answer(ask.written.clone()));
            }
            ("\\move", Some(Offer::MoveToNext)) => {
                let words = nudge.read.words.as_str();
                let sentence = &words[nudge.asked.sentence(words)];
                if let Ok(idea) = sentence.parse()
                    && self.put_aside(idea).await?
                {
                    return Ok(Said::Again(without(&ask.written, sentence)));
                }
            }
            _ => self
                .prompter
                .tell("  this is not offered here; press Enter to keep the line, or write it anew"),
        }
        self.coach.pending = Some(nudge);
        Ok(Said::Again(ask.written.clone()))
    }
}

/// Takes a sentence out of a line.
fn without(line: &str, sentence: &str) -> String {
    let (before, after) = line.split_once(sentence).unwrap_or((line, ""));
    [before.trim(), after.trim()].join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(coached: &Coached, said: &str) -> Option<String> {
        coached.read(said).map(|read| read.words)
    }

    #[test]
    fn only_the_words_of_an_answer_are_read() {
        let cause = Coached::Cause { beside: String::new() };
        let act =
            Coached::Act { cue: "a client asks".parse().unwrap(), others: Vec::new(), is_serious: true };
        for (coached, said, read) in [
            (&Coached::Line(Field::Intended), "go well", Some("go well")),
            (&Coached::Line(Field::Intended), "\\drop 1", None),
            (&Coached::Moment, "17:20 the pump stopped [the log] ~", Some("the pump stopped")),
            (&Coached::Moment, "17:20", None),
            (&cause, "+ nobody asked", Some("nobody asked")),
            (&cause, "", None),
            (&Coached::Factor, "o the weather", Some("the weather")),
            (&Coached::Factor, "the weather", None),
            (&act, "say the price", Some("If a client asks, then I will say the price")),
        ] {
            assert_eq!(words(coached, said).as_deref(), read, "{coached:?} {said}");
        }
        assert_eq!(Coached::Factor.read("o the weather").unwrap().control, Some(Control::Outside));
    }
}
