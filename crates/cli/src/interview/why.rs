//! Question 3 in the terminal: the tree of causes depth first, then control, the opposite case, assumptions, signals.

mod beyond;
mod tree;

use hansei_method::analysis::Analysis;
use hansei_method::cause::{Cause, CauseTree};
use hansei_method::entry::Significance;
use hansei_method::factor::{Control, Factor};
use hansei_method::id::Number;
use hansei_method::text::Text;
use serde::{Deserialize, Serialize};

use super::coached::Coached;
use super::prompter::Ask;
use super::steps::{Steps, dropped, goes_past, letter, optional, quoted, sentence, unless_past};
use crate::story;

/// Question 3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Why {
    pub(crate) answer: Analysis,
    /// What is asked about: the gap, in the words of the entry.
    title: String,
    gap: String,
    significance: Significance,
    at: At,
    /// Whether "what else had to be true?" was asked for a thin tree: once is enough.
    asked_for_more: bool,
    /// Whether the coach read the whole tree; once is enough.
    #[serde(default)]
    is_read: bool,
    /// What the coach asks about the whole tree, and about which of its causes.
    #[serde(default)]
    of_tree: Option<(Number, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum At {
    /// How did this cause, or the gap, come about?
    CameAbout(Option<Number>),
    /// What else had to be true for it?
    Else(Option<Number>),
    Kind(Number),
    Evidence(Number),
    Certainty(Number),
    Known(Number),
    NotKnown(Number),
    Options(Number),
    Confidence(Number),
    Soundness(Number),
    /// What the coach asks about the whole tree, once it has read it.
    OfTree,
    Choose,
    Sort(Number),
    Factor,
    Balance,
    Counter(usize),
    Assumption,
    Status(Number),
    /// Which cause did a broken assumption become?
    Became(Number),
    Sure(Number),
    Since(Number),
    Signal,
    Visible(Number),
    Place(Number),
    End,
}

impl Why {
    /// Begins with what was answered before, if anything was.
    pub(crate) fn new(answer: Analysis, title: &str, gap: String, significance: Significance) -> Self {
        // Whoever comes back to a tree that is there goes on with what else had to be true.
        let at = if answer.causes.is_empty() { At::CameAbout(None) } else { At::Else(None) };
        let title = title.to_owned();
        Self { answer, title, gap, significance, at, asked_for_more: false, is_read: false, of_tree: None }
    }

    fn is_small(&self) -> bool {
        self.significance == Significance::Small
    }

    /// Goes on after the tree: what the coach asks about the whole of it, or else what else had to be true, then the chosen
    /// causes, then each cause by control.
    fn leave_tree(&mut self) {
        if !self.is_read && !self.answer.causes.is_empty() {
            self.at = At::OfTree;
            return;
        }
        let is_thin = self.answer.causes.shape().asks_for_more();
        if is_thin && !self.asked_for_more {
            self.asked_for_more = true;
            let first =
                self.answer.causes.iter().find(|cause| cause.under.is_none()).map(|cause| cause.number);
            self.at = At::Else(first);
            return;
        }
        self.at = if self.answer.causes.is_empty() { self.after_sorting() } else { At::Choose };
    }

    /// Returns the next cause that is not sorted by control yet: the chosen ones first, then the ends of the chains, as on the
    /// page; a small review sorts the chosen ones only.
    fn next_to_sort(&self, after: Option<Number>) -> At {
        let chosen = self.answer.causes.chosen();
        let ends = self.answer.causes.leaves().into_iter().filter(|end| !end.chosen && !self.is_small());
        let causes: Vec<&Cause> = chosen.into_iter().chain(ends).collect();
        let place = after.map_or(0, |after| {
            causes.iter().position(|cause| cause.number == after).map_or(0, |place| place + 1)
        });
        let is_sorted =
            |cause: &Cause| self.answer.factors.iter().any(|factor| factor.cause == Some(cause.number));
        let next = causes.into_iter().skip(place).find(|cause| !is_sorted(cause));
        next.map_or_else(|| self.after_sorting(), |cause| At::Sort(cause.number))
    }

    fn after_sorting(&self) -> At {
        if self.is_small() { At::End } else { At::Factor }
    }

    fn choose(&mut self, said: &str) -> Result<(), String> {
        let words = said.split([',', ' ']).filter(|word| !word.is_empty());
        let numbers: Vec<Number> = words
            .map(|word| word.parse().map_err(|_| "write the numbers of causes, for example 2, 5".to_owned()))
            .collect::<Result<_, String>>()?;
        if let Some(unknown) = numbers.iter().find(|number| self.answer.causes.get(**number).is_none()) {
            return Err(format!("there is no cause {unknown}; write numbers from the tree above"));
        }
        let causes: Vec<Cause> = self.answer.causes.iter().cloned().collect();
        for cause in causes {
            let chosen = numbers.contains(&cause.number);
            self.answer.causes.replace(cause.number, Cause { chosen, ..cause }).map_err(sentence)?;
        }
        self.at = self.next_to_sort(None);
        Ok(())
    }

    fn sort(&mut self, number: Number, said: &str) -> Result<(), String> {
        if goes_past(said) {
            self.at = self.after_sorting();
            return Ok(());
        }
        if !said.is_empty() {
            let control = letter(said, None, &CONTROLS)?;
            self.answer.sort_cause(number, control).map_err(sentence)?;
        }
        self.at = self.next_to_sort(Some(number));
        Ok(())
    }

    fn factor(&mut self, said: &str) -> Result<(), String> {
        if said.is_empty() {
            self.at = if self.answer.imbalance().is_some() { At::Balance } else { At::Counter(0) };
            return Ok(());
        }
        let (control, statement) = factor(said)?;
        self.answer.factors.add(Factor { number: 0, statement, control, cause: None }).map_err(sentence)?;
        Ok(())
    }

    fn end(&mut self) -> Result<(), String> {
        if !self.answer.has_content() {
            self.at = At::CameAbout(None);
            return Err(
                "write at least one thing that led there, or pass the question over with \\skip and a reason"
                    .to_owned(),
            );
        }
        self.at = At::End;
        Ok(())
    }

    fn choose_ask(&self) -> Ask {
        let chosen: Vec<String> =
            self.answer.causes.chosen().iter().map(|cause| cause.number.to_string()).collect();
        let mut before = story::draw(&self.answer.causes, TREE_COLUMNS);
        if let Some(main) = self.answer.causes.main().filter(|main| main.under.is_some()) {
            before.push_str("\nRead back: ");
            before.push_str(&story::therefore(&self.answer.causes, main));
            before.push('\n');
        }
        Ask::new("Which of these do you want to act on? Their numbers (empty: none)", "A cause you can reach, and that would have changed what came. Read the chain back with \"therefore\": where it does not hold, a step is missing.")
            .written(chosen.join(", "))
            .before(before)
    }
}

/// Reads a factor behind the letter that sorts it.
pub(super) fn factor(said: &str) -> Result<(Control, Text), String> {
    let wrong = || "begin with m, p or o: m my estimate".to_owned();
    let (sort, statement) = said.split_once([' ', ':']).ok_or_else(wrong)?;
    let control = letter(sort, None, &CONTROLS).map_err(|_| wrong())?;
    let statement = statement.trim_start_matches([' ', ':']).parse().map_err(|_| wrong())?;
    Ok((control, statement))
}

/// The columns that the tree takes where the width of the terminal is not known.
const TREE_COLUMNS: usize = 78;

const CONTROLS: [(&str, Control); 3] =
    [("mine", Control::Mine), ("partly", Control::Partly), ("outside", Control::Outside)];

const CONTROL_HELP: &str = "m: I could have done otherwise with what I had. p: I could have asked, warned or shaped it. o: real, and not mine. A full stop alone goes past the other causes.";

impl Steps for Why {
    fn ask(&self) -> Option<Ask> {
        let ask = match self.at {
            At::CameAbout(_)
            | At::Else(_)
            | At::Kind(_)
            | At::Evidence(_)
            | At::Certainty(_)
            | At::Known(_)
            | At::NotKnown(_)
            | At::Options(_)
            | At::Confidence(_)
            | At::Soundness(_) => self.tree_ask(),
            At::OfTree => self.of_tree.is_some().then(|| self.tree_ask())?,
            At::Choose => self.choose_ask(),
            At::Sort(number) => {
                let statement = self.answer.causes.get(number)?.statement.as_str();
                Ask::choice(
                    format!("{}: m mine, p partly, o outside? (empty: leave it)", quoted(statement)),
                    CONTROL_HELP,
                )
            }
            At::Factor => Ask::new(
                "What else contributed? Begin with m, p or o: \"m my estimate\" (empty goes on)",
                CONTROL_HELP,
            )
            .coached(Coached::Factor),
            At::Balance => {
                let written = self.answer.balance.as_ref().map_or("", |balance| balance.as_str());
                Ask::new(self.answer.imbalance()?.question(), "One question, once. Empty passes it over.")
                    .written(written)
            }
            At::Counter(_)
            | At::Assumption
            | At::Status(_)
            | At::Became(_)
            | At::Sure(_)
            | At::Since(_)
            | At::Signal
            | At::Visible(_)
            | At::Place(_) => self.beyond_ask()?,
            At::End => return None,
        };
        Some(ask)
    }

    fn hear(&mut self, said: &str) -> Result<(), String> {
        if let Some(number) = dropped(said) {
            return self.take_out(number?);
        }
        match self.at {
            At::Choose => self.choose(unless_past(said)),
            At::Sort(number) => self.sort(number, said),
            At::Factor => self.factor(unless_past(said)),
            At::Balance => {
                self.answer.balance = optional(unless_past(said))?;
                self.at = At::Counter(0);
                Ok(())
            }
            At::Counter(_)
            | At::Assumption
            | At::Status(_)
            | At::Became(_)
            | At::Sure(_)
            | At::Since(_)
            | At::Signal
            | At::Visible(_)
            | At::Place(_) => self.beyond_hear(said),
            At::End => Ok(()),
            _ => self.tree_hear(said),
        }?;
        // What is asked next may have fallen away: no counter-questions without a cause, nothing to balance.
        if !self.waits_for_coach() && self.at != At::End && self.ask().is_none() {
            self.skip_unasked();
        }
        if self.at == At::End { self.end() } else { Ok(()) }
    }

    fn tree_to_read(&self) -> Option<&CauseTree> {
        self.waits_for_coach().then_some(&self.answer.causes)
    }

    fn ask_of_tree(&mut self, asked: Option<(Number, String)>) {
        self.is_read = true;
        // One question about the whole is enough.
        self.asked_for_more |= asked.is_some();
        self.of_tree = asked;
        if self.of_tree.is_none() {
            self.leave_tree();
        }
    }

    fn so_far(&self, columns: usize) -> String {
        if self.answer.causes.is_empty() {
            self.gap.clone()
        } else {
            story::draw(&self.answer.causes, columns)
        }
    }
}

impl Why {
    fn waits_for_coach(&self) -> bool {
        self.at == At::OfTree && !self.is_read
    }

    fn skip_unasked(&mut self) {
        while self.at != At::End && self.ask().is_none() {
            self.at = match self.at {
                At::Balance => At::Counter(0),
                At::Sort(number) => self.next_to_sort(Some(number)),
                At::Counter(_) | At::Status(_) | At::Became(_) | At::Sure(_) | At::Since(_) => At::Assumption,
                At::Visible(_) | At::Place(_) => At::Signal,
                _ => At::End,
            };
        }
    }

    fn take_out(&mut self, number: Number) -> Result<(), String> {
        match self.at {
            At::Factor => self.answer.factors.remove(number).map(drop).map_err(sentence),
            At::Assumption => self.answer.assumptions.remove(number).map(drop).map_err(sentence),
            At::Signal => self.answer.signals.remove(number).map(drop).map_err(sentence),
            _ => {
                self.answer.remove_cause(number).map_err(sentence)?;
                self.at = if self.answer.causes.is_empty() { At::CameAbout(None) } else { At::Else(None) };
                Ok(())
            }
        }
    }
}
