//! What of an intention, or of an action, is there: shown as "3 of 4 present", never as a grade.

use std::ops::Range;

use crate::cue::cue;
use crate::day::{day, days};
use crate::deed::deed;
use crate::field::Field;
use crate::party::{actor, party};
use crate::prose::{Prose, Token};
use crate::quantity::quantity;

/// One part that an intention or an action can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// What it is called.
    pub name: &'static str,
    /// The bytes of the answer that fill it; `None` where nothing does.
    pub words: Option<Range<usize>>,
}

/// The parts of an intention or of an action, in the order in which they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slots(pub Vec<Slot>);

/// A run of tokens for each part, where one fills it.
pub(crate) type Runs = [Option<Range<usize>>; 4];

/// What the first part of an action is called.
pub(crate) const MOMENT: &str = "the moment";

impl Slots {
    /// Says whether the part of this name is there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|slot| slot.name == name && slot.words.is_some())
    }

    /// Finds the parts in an answer; `None` in a field that has none.
    pub(crate) fn of(field: Field, text: &str, prose: &Prose) -> Option<Self> {
        let (names, runs) = match field {
            Field::Intended => {
                (["an amount", "a day or time", "somebody", "something to see"], of_intention(text, prose))
            }
            Field::Next => ([MOMENT, "who", "the act", "a number"], of_action(text, prose)),
            _ => return None,
        };
        let slot =
            |(name, run): (_, Option<Range<usize>>)| Slot { name, words: run.map(|run| prose.source(&run)) };
        Some(Self(names.into_iter().zip(runs).map(slot).collect()))
    }

    /// Names the parts that are there.
    #[must_use]
    pub fn names(&self) -> String {
        let there = self.0.iter().filter(|slot| slot.words.is_some());
        there.map(|slot| slot.name).collect::<Vec<_>>().join(", ")
    }

    /// Returns how many are filled.
    #[must_use]
    pub fn present(&self) -> usize {
        self.0.iter().filter(|slot| slot.words.is_some()).count()
    }
}

/// Finds how much, by when, who, and what could be seen, each in the first sentence that says it.
pub(crate) fn of_intention(text: &str, prose: &Prose) -> Runs {
    let mut found = Runs::default();
    for sentence in &prose.sentences {
        let tokens = &prose.tokens[sentence.clone()];
        let runs = [
            quantity(tokens, &calendar_days(tokens)),
            day(tokens),
            party(text, tokens),
            deed_outside(tokens, &days(tokens)),
        ];
        fill(&mut found, runs, sentence.start);
    }
    found
}

/// Finds what is done, and not in "before my visa ran out".
fn deed_outside(tokens: &[Token], days: &[Range<usize>]) -> Option<Range<usize>> {
    let starts = std::iter::once(0).chain(days.iter().map(|day| day.end));
    let ends = days.iter().map(|day| day.start).chain(std::iter::once(tokens.len()));
    starts.zip(ends).find_map(|(start, end)| deed(tokens, start..end))
}

/// Finds the moment, who acts, the act and a number: all in the sentence that has most of them, and what it has not in
/// the others.
pub(crate) fn of_action(text: &str, prose: &Prose) -> Runs {
    let runs = |sentence: &Range<usize>| {
        let tokens = &prose.tokens[sentence.clone()];
        let cue = cue(tokens);
        let inside = cue.clone().unwrap_or(0..0);
        let act = deed(tokens, inside.end..tokens.len()).or_else(|| deed(tokens, 0..inside.start));
        let act = if inside.start > 0 { deed(tokens, 0..inside.start).or(act) } else { act };
        (sentence.start, [cue, actor(text, tokens), act, quantity(tokens, &calendar_days(tokens))])
    };
    let mut each: Vec<(usize, Runs)> = prose.sentences.iter().map(runs).collect();
    each.sort_by_key(|(_, runs)| std::cmp::Reverse(runs.iter().flatten().count()));
    let mut found = Runs::default();
    for (start, runs) in each {
        fill(&mut found, runs, start);
    }
    found
}

fn fill(found: &mut Runs, runs: Runs, start: usize) {
    for (found, run) in found.iter_mut().zip(runs) {
        if found.is_none() {
            *found = run.map(|run| run.start + start..run.end + start);
        }
    }
}

/// Lists the runs whose numbers are of a day; "within two days" says how much as well.
fn calendar_days(tokens: &[Token]) -> Vec<Range<usize>> {
    let is_stretch =
        |run: &Range<usize>| matches!(tokens[run.start].word.as_str(), "in" | "within" | "over" | "under");
    days(tokens).into_iter().filter(|run| !is_stretch(run)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(field: Field, text: &str) -> Vec<Option<&str>> {
        let slots = Slots::of(field, text, &Prose::of(text)).unwrap();
        slots.0.into_iter().map(|slot| slot.words.map(|words| &text[words])).collect()
    }

    #[test]
    fn an_intention_has_its_four_parts() {
        let text = "Deliver the proposal by March 15 under $200K with sign-off from the client";
        assert_eq!(
            filled(Field::Intended, text),
            [Some("under $200K"), Some("by March 15"), Some("client"), Some("Deliver the proposal")]
        );
        assert_eq!(filled(Field::Intended, "I wanted it to go well"), [None; 4]);
    }

    #[test]
    fn an_action_has_its_four_parts() {
        let text = "If a dose is heparin, then I will read the label aloud";
        assert_eq!(
            filled(Field::Next, text),
            [Some("If a dose is heparin"), Some("I"), Some("read the label aloud"), None]
        );
    }

    #[test]
    fn the_parts_of_an_action_are_of_one_sentence_where_one_has_most() {
        let text = "It was at ten. When a quote is late, I call the client.";
        assert_eq!(
            filled(Field::Next, text),
            [Some("When a quote is late"), Some("I"), Some("call the client"), None]
        );
    }
}
