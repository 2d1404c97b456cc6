//! Question 2 in the terminal: the facts line by line, then what came of each target.

use std::fmt::Write as _;

use hansei_app::coach::Field;
use hansei_method::account::{Account, Actual, Met, Moment, Outcome};
use hansei_method::entry::Significance;
use hansei_method::gap::gap;
use hansei_method::id::Number;
use hansei_method::intention::{Intention, Slot, Target};
use hansei_method::items::Direction;
use hansei_method::moment_line::{split_brackets, split_marks, split_moment_line, write_moment_line};
use hansei_method::text::{Line, Text};
use serde::{Deserialize, Serialize};

use super::coached::Coached;
use super::prompter::Ask;
use super::steps::{Steps, dropped, letter, optional, quoted, sentence, unless_past, wish};
use crate::say;
use crate::table::one_line;

/// Question 2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Happened {
    pub(crate) answer: Account,
    intention: Intention,
    significance: Significance,
    at: At,
    /// Whether the moments were put in order just now, so that they are shown again.
    #[serde(default)]
    is_ordered: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum At {
    Zone,
    Moments,
    Outcome(Number),
    Verdict(Number),
    Unplanned,
    Disagreement,
    End,
}

impl Happened {
    /// Begins with what was answered before, if anything was.
    pub(crate) fn new(answer: Account, intention: Intention, significance: Significance) -> Self {
        let at = if significance == Significance::Full { At::Zone } else { At::Moments };
        Self { answer, intention, significance, at, is_ordered: false }
    }

    /// Lets go of what answers a target that is gone.
    pub(crate) fn fit_to(mut self, intention: &Intention) -> Self {
        self.answer.outcomes.retain(|outcome| intention.targets.get(outcome.target).is_some());
        if let At::Outcome(target) | At::Verdict(target) = self.at
            && intention.targets.get(target).is_none()
        {
            self.at = At::Moments;
        }
        self.intention = intention.clone();
        self
    }

    fn after_target(&self, target: Option<Number>) -> At {
        let targets = self.intention.targets.as_slice();
        let place = target.map_or(0, |target| {
            targets.iter().position(|other| other.number == target).map_or(0, |place| place + 1)
        });
        match (targets.get(place), self.significance) {
            (Some(target), _) => At::Outcome(target.number),
            (None, Significance::Small) => At::End,
            (None, _) => At::Unplanned,
        }
    }

    /// Writes what came as it is typed, with the person's own verdict behind it.
    fn written_outcome(&self, number: Number) -> String {
        let outcome = self.answer.outcomes.iter().find(|outcome| outcome.target == number);
        let Some(outcome) = outcome else { return String::new() };
        let verdict = VERDICTS.iter().find(|(_, met)| Some(*met) == outcome.met);
        verdict.map_or(outcome.actual.to_string(), |(word, _)| format!("{} [{word}]", outcome.actual))
    }

    fn settle(&mut self, target: Number, actual: Option<Actual>, met: Option<Met>) {
        self.answer.outcomes.retain(|outcome| outcome.target != target);
        self.answer.outcomes.extend(actual.map(|actual| Outcome { target, actual, met }));
    }

    /// Says whether something came of a target and nothing says how that stands: only the person knows.
    fn is_open(&self, number: Number) -> bool {
        let rows = gap(&self.intention, &self.answer);
        let mut rows = self.intention.targets.iter().zip(rows);
        rows.any(|(target, row)| target.number == number && row.actual.is_some() && row.met == Met::Unsaid)
    }

    /// Takes what came as an amount or a date where one was intended and it is one, otherwise as words.
    fn hear_outcome(&mut self, number: Number, said: &str) -> Result<(), String> {
        let target = self.intention.targets.get(number);
        let measure = |said: &str| match target.map(|target| &target.slot) {
            Some(Slot::Amount(_)) => said.parse().ok().map(Actual::Amount),
            Some(Slot::Deadline(_)) => said.parse().ok().map(Actual::Date),
            _ => None,
        };
        let (figure, met) = judged(said);
        let (measured, met) = match measure(figure) {
            Some(measured) => (Some(measured), met),
            None => (measure(said), None),
        };
        let words = optional(said)?;
        let actual = measured.or(words.map(|words| Actual::Words { words, met: Met::Unsaid }));
        self.settle(number, actual, met);
        self.at = if self.is_open(number) { At::Verdict(number) } else { self.after_target(Some(number)) };
        Ok(())
    }

    fn hear_verdict(&mut self, number: Number, said: &str) -> Result<(), String> {
        let met = letter(said, Some(Met::Unsaid), &VERDICTS)?;
        match self.answer.outcome(number).cloned() {
            Some(Actual::Words { words, .. }) => {
                self.settle(number, Some(Actual::Words { words, met }), None);
            }
            actual => self.settle(number, actual, (met != Met::Unsaid).then_some(met)),
        }
        self.at = self.after_target(Some(number));
        Ok(())
    }

    fn end(&mut self) -> Result<(), String> {
        if !self.answer.has_content() {
            self.at = At::Moments;
            return Err(
                "write at least one fact, or pass the question over with \\skip and a reason".to_owned()
            );
        }
        self.at = At::End;
        Ok(())
    }
}

impl Steps for Happened {
    fn ask(&self) -> Option<Ask> {
        let ask = match self.at {
            At::Zone => {
                let zone = self.answer.zone.as_ref().map_or("", |zone| zone.as_str());
                Ask::new(
                    "Which time zone are the times in? (empty: mine)",
                    "For example UTC. It is shown above the times and changes none of them.",
                )
                .written(zone)
            }
            At::Moments => {
                let first = self.answer.moments.is_empty();
                let question = if first {
                    "What happened first? Begin before it began:"
                } else {
                    "And then? (empty goes on)"
                };
                let before = if self.is_ordered { self.so_far(0) } else { String::new() };
                Ask::new(question, MOMENT_HELP).coached(Coached::Moment).before(before)
            }
            At::Outcome(number) => {
                let target = self.intention.targets.get(number)?;
                Ask::new(outcome_question(target), OUTCOME_HELP)
                    .written(self.written_outcome(number))
                    .day(matches!(target.slot, Slot::Deadline(_)))
            }
            At::Verdict(number) => Ask::choice(
                verdict_question(self.intention.targets.get(number)?),
                "Only you can say it, where there is nothing to compute.",
            ),
            At::Unplanned => Ask::new(
                if self.answer.unplanned.is_empty() {
                    "What came although nobody had planned it, good or bad? (empty goes on)"
                } else {
                    "What else came unplanned? (empty goes on)"
                },
                "One thing on a line. \\drop N takes one out.",
            ),
            At::Disagreement => {
                let written = self.answer.disagreement.as_ref().map_or("", |words| words.as_str());
                Ask::new(
                    "What would somebody who disagrees add? (empty goes on)",
                    "Somebody who was there and tells it otherwise.",
                )
                .written(written)
                .coached(Coached::Line(Field::Disagreement))
            }
            At::End => return None,
        };
        Some(ask)
    }

    fn hear(&mut self, said: &str) -> Result<(), String> {
        self.is_ordered = self.at == At::Moments && wish(said).is_some();
        if let Some(number) = dropped(said) {
            return self.take_out(number?);
        }
        let said = unless_past(said);
        match self.at {
            At::Zone => {
                self.answer.zone = Line::optional(said).map_err(sentence)?;
                self.at = At::Moments;
            }
            At::Moments if said.is_empty() => {
                self.at = self.after_target(None);
                if self.at == At::End {
                    return self.end();
                }
            }
            At::Moments => match wish(said) {
                Some("\\move") => self.move_moment(said)?,
                Some("\\edit") => self.edit_moment(said)?,
                _ => drop(self.answer.moments.add(moment(said)?).map_err(sentence)?),
            },
            At::Outcome(number) => {
                self.hear_outcome(number, said)?;
                return if self.at == At::End { self.end() } else { Ok(()) };
            }
            At::Verdict(number) => {
                self.hear_verdict(number, said)?;
                return if self.at == At::End { self.end() } else { Ok(()) };
            }
            At::Unplanned if said.is_empty() => self.at = At::Disagreement,
            At::Unplanned => self.answer.unplanned.push(said.parse::<Text>().map_err(sentence)?),
            At::Disagreement => {
                self.answer.disagreement = optional(said)?;
                return self.end();
            }
            At::End => {}
        }
        Ok(())
    }

    fn so_far(&self, _: usize) -> String {
        let mut list = String::new();
        for moment in &self.answer.moments {
            let _ = writeln!(list, "  {}. {}", moment.number, one_line(&write_moment_line(moment)));
        }
        list
    }
}

impl Happened {
    /// Reads `\move 3 1`: the third stands where the first stood.
    fn move_moment(&mut self, said: &str) -> Result<(), String> {
        let usage = || "write which one, and in whose place it is to stand: \\move 3 1".to_owned();
        let numbers: Result<Vec<Number>, _> = said.split_whitespace().skip(1).map(str::parse).collect();
        let [number, place] = numbers.map_err(|_| usage())?[..] else { return Err(usage()) };
        let moments = &mut self.answer.moments;
        let index = |number: Number| {
            let found = moments.iter().position(|moment| moment.number == number);
            found.ok_or_else(|| format!("there is no moment {number}"))
        };
        let (from, to) = (index(number)?, index(place)?);
        let direction = if from > to { Direction::Earlier } else { Direction::Later };
        (0..from.abs_diff(to)).try_for_each(|_| moments.shift(number, direction)).map_err(sentence)
    }

    /// Reads `\edit 2 17:25 the pump stopped`: the second one is told anew.
    fn edit_moment(&mut self, said: &str) -> Result<(), String> {
        let usage = || "write its number, and the line anew: \\edit 2 17:25 the pump stopped".to_owned();
        let rest = said.strip_prefix("\\edit ").ok_or_else(usage)?.trim_start();
        let (number, line) = rest.split_once(' ').ok_or_else(usage)?;
        let number = number.parse().map_err(|_| usage())?;
        self.answer.moments.replace(number, moment(line)?).map_err(sentence)
    }

    fn take_out(&mut self, number: Number) -> Result<(), String> {
        if self.at == At::Unplanned {
            let place = usize::try_from(number)
                .unwrap_or(0)
                .checked_sub(1)
                .filter(|place| *place < self.answer.unplanned.len());
            self.answer.unplanned.remove(place.ok_or("there is nothing at that place")?);
            return Ok(());
        }
        self.answer.moments.remove(number).map(drop).map_err(sentence)
    }
}

const MOMENT_HELP: &str = "One fact on a line, with its time first if you know it: \"17:20 the pump stopped\". \
At its end: [the log] says how you know it, ~ marks what came out only later, ! marks a decision of yours. \\drop N takes one out, \\edit N writes it anew, \\move 3 1 puts the third in the place of the first.";

const OUTCOME_HELP: &str = "The amount or the day as it was (2026-03-02, \"last friday\"), so that the difference can be computed; or words. Where what is computed is wrong for this case, say yours behind it: 44 pages [as intended], [better] or [short]. Empty while nobody knows.";

/// How what came may stand, as it is typed.
const VERDICTS: [(&str, Met); 3] =
    [("as intended", Met::AsIntended), ("better", Met::Exceeded), ("short", Met::Short)];

/// Takes the person's own verdict off the end of what came: "44 pages [as intended]".
fn judged(said: &str) -> (&str, Option<Met>) {
    let found = split_brackets(said).and_then(|(before, inside)| {
        let (_, met) = VERDICTS.iter().find(|(word, _)| word.eq_ignore_ascii_case(inside))?;
        Some((before, Some(*met)))
    });
    found.unwrap_or((said, None))
}

fn outcome_question(target: &Target) -> String {
    format!("{}, meant: {}. What came?", one_line(target.name.as_str()), one_line(&say::meant(&target.slot)))
}

/// Names the target, which somebody who comes back to the question has no longer before their eyes.
fn verdict_question(target: &Target) -> String {
    let name = one_line(target.name.as_str());
    format!("{name}: how does that stand? a as intended, b better, s short of it (empty: not said)")
}

/// Reads one fact: when, what, and the marks at its end.
pub(super) fn moment(said: &str) -> Result<Moment, String> {
    let (rest, marks) = split_marks(said);
    let (when, what) = split_moment_line(rest);
    let what = what.parse().map_err(|_| "write what happened after the time".to_owned())?;
    let source = optional(marks.source.unwrap_or_default())?;
    Ok(Moment { number: 0, when, what, source, known: marks.known, decision: marks.decision })
}

/// Says the gap in short, to be asked about in question 3.
pub(crate) fn gap_lines(intention: &Intention, account: &Account) -> String {
    let mut lines = String::new();
    for (target, row) in intention.targets.iter().zip(gap(intention, account)) {
        let Some(actual) = account.outcome(target.number) else { continue };
        let came = match actual {
            Actual::Words { words, .. } => quoted(words.as_str()),
            known => say::came(known),
        };
        let verdict = match row.verdict() {
            said if said.is_empty() => said,
            said => format!(", {said}"),
        };
        let _ = writeln!(
            lines,
            "  {}: meant {}, came {came}{verdict}",
            one_line(target.name.as_str()),
            one_line(&say::meant(&target.slot)),
        );
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_shown_as_the_line_that_it_is_typed_as() {
        let mut question = Happened::new(Account::default(), Intention::default(), Significance::Ordinary);
        question.hear("17:20 the dumps turn out to be empty [the files] ~").unwrap();
        question.hear("then we flew on ! [minutes]").unwrap();
        assert_eq!(
            question.so_far(0),
            "  1. 17:20: the dumps turn out to be empty [the files] ~\n  2. then: we flew on [minutes] !\n"
        );
        assert!(moment("17:20").is_err() && moment("17:20 [the files]").is_err());
    }

    #[test]
    fn moments_are_put_in_order_and_told_anew() {
        let mut question = Happened::new(Account::default(), Intention::default(), Significance::Ordinary);
        let told = |question: &Happened| -> Vec<(u32, String)> {
            question.answer.moments.iter().map(|moment| (moment.number, moment.what.to_string())).collect()
        };
        for line in ["17:20 the pump stopped", "17:10 the alarm rang", "then nobody came"] {
            question.hear(line).unwrap();
        }
        question.hear("\\move 2 1").unwrap();
        assert!(question.ask().unwrap().before.contains("2. 17:10: the alarm rang\n  1. 17:20"));
        question.hear("\\move 2 3").unwrap();
        assert_eq!(told(&question).iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 3, 2]);
        question.hear("\\edit 3 17:30 somebody came after all [the log]").unwrap();
        assert_eq!(told(&question)[1], (3, "somebody came after all".to_owned()));
        assert!(question.answer.moments.get(3).unwrap().source.is_some());
        for line in
            ["\\move 1", "\\move 1 9", "\\move a b", "\\edit 1", "\\edit", "\\edit 9 17:00 more", "\\drop 9"]
        {
            assert!(question.hear(line).is_err(), "{line}");
        }
        assert_eq!(told(&question).len(), 3);
    }

    #[test]
    fn what_came_is_judged_by_the_person_where_nothing_else_does_or_they_say_so() {
        let intention: Intention = serde_json::from_value(serde_json::json!({"targets": [
            {"name": "Price", "slot": {"amount": "under $200K"}}, {"name": "Length", "slot": {"amount": "40 pages"}},
        ]}))
        .unwrap();
        let mut question = Happened::new(Account::default(), intention, Significance::Ordinary);
        question.hear("").unwrap();
        question.hear("$247K [as intended]").unwrap();
        // More than was planned and no limit: only the person knows how that stands.
        question.hear("44 pages").unwrap();
        assert!(question.at == At::Verdict(2));
        assert!(question.ask().unwrap().question.starts_with("Length: how does that stand?"));
        question.hear("s").unwrap();
        assert!(question.at == At::Unplanned);
        let said = gap_lines(&question.intention, &question.answer);
        assert!(said.contains("+4 pages (+10.0 %), short of it"), "{said}");
        let met: Vec<_> = question.answer.outcomes.iter().map(|outcome| outcome.met).collect();
        assert_eq!(met, [Some(Met::AsIntended), Some(Met::Short)]);
        assert_eq!(question.written_outcome(1), "$247K [as intended]");
    }
}
