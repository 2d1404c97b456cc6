//! What an answer holds, as the fields that a page can offer to take over: targets of an intention, a moment and an act.

use std::ops::Range;

use hansei_method::id::Number;
use hansei_method::intention::{Goal, Intention, Slot, SlotKind, Target};
use hansei_method::items::Items;
use hansei_method::occurred::Occurred;
use hansei_method::plan::{Commitment, CommitmentKind, Strength};
use hansei_method::text::{Line, Text};

use crate::language::is_english;
use crate::prose::Prose;
use crate::quantity::in_digits;
use crate::reading::strength;
use crate::slots::{Runs, of_action, of_intention};

/// Words that lead to a day, and are no part of it.
const LEADS: [&str; 9] = ["at", "before", "by", "come", "in", "on", "till", "until", "within"];

/// What is to be found out, and not achieved.
const LEARNS: [&str; 14] = [
    "find out",
    "learn how",
    "learn if",
    "learn what",
    "learn whether",
    "learn why",
    "see if",
    "see whether",
    "test if",
    "test whether",
    "understand how",
    "understand whether",
    "understand why",
    "work out whether",
];

/// An action as fields; together they hold every word of the answer, apart from "if", "when" and "then".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The moment.
    pub cue: Option<Text>,
    /// What is done then.
    pub act: Option<Text>,
    /// What kind of change it is.
    pub kind: CommitmentKind,
    /// How well it holds, as the coach reads it.
    pub strength: Strength,
    /// What the answer says besides.
    pub rest: Option<Text>,
}

/// Reads an intention into its fields: the answer as it stands, and a target for each part that it holds.
///
/// `day` reads words like "March 15" as whoever asks would: it knows which year it is. A number or a day that cannot be read
/// stays in words, as something to observe.
#[must_use]
pub fn intention(answer: &Text, day: impl Fn(&str) -> Option<Occurred>) -> Intention {
    let text = answer.as_str();
    let prose = Prose::of(text);
    let runs = if is_english(text) { of_intention(text, &prose) } else { Runs::default() };
    let observed = observable(&prose, &runs);
    let [amount, by, party, _] = &runs;
    let words = |run: &Range<usize>| text[prose.source(run)].to_owned();
    let told = |words: String| words.parse().map(Slot::Observable).ok();
    let slots = [
        amount.as_ref().map(words).and_then(|words| amount_of(&words).or_else(|| told(words))),
        by.as_ref()
            .map(words)
            .and_then(|words| day(without_lead(&words)).map(Slot::Deadline).or_else(|| told(words))),
        party.as_ref().map(words).and_then(|words| words.parse().map(Slot::Party).ok()),
        observed.as_ref().map(words).and_then(told),
    ];
    let numbered = (1..).zip(SlotKind::ALL).zip(slots);
    let targets = numbered.filter_map(|((number, kind), slot)| target(number, kind, slot?));
    let goal = if is_to_learn(&prose) { Goal::Learning } else { Goal::Result };
    Intention {
        statement: Some(answer.clone()),
        goal,
        targets: Items::try_from(targets.collect::<Vec<_>>()).unwrap_or_default(),
    }
}

/// Reads an action into its fields: the moment and the act of the sentence that has most of them.
#[must_use]
pub fn action(answer: &Text) -> Action {
    let text = answer.as_str();
    let prose = Prose::of(text);
    let [cue, _, act, _] = if is_english(text) { of_action(text, &prose) } else { Runs::default() };
    let strength = strength(text).unwrap_or_default();
    let kind = if strength == Strength::Stronger { CommitmentKind::System } else { CommitmentKind::Habit };
    let main = cue.as_ref().or(act.as_ref()).map(|run| run.start);
    let sentence = main.and_then(|at| prose.sentences.iter().find(|sentence| sentence.contains(&at)));
    let Some(sentence) = sentence.map(|sentence| prose.source(sentence)) else {
        return Action { cue: None, act: None, kind, strength, rest: Some(answer.clone()) };
    };
    let cue = cue
        .map(|run| prose.source(&run))
        .filter(|cue| sentence.start <= cue.start && cue.end <= sentence.end);
    let (moment, done) = match &cue {
        Some(cue) => {
            let around = [&text[sentence.start..cue.start], &text[cue.end..sentence.end]];
            (without_first(&text[cue.clone()], &["if", "when", "whenever"]), joined(around.map(without_then)))
        }
        None => ("", text[sentence.clone()].trim().to_owned()),
    };
    let parse = |words: &str| words.parse::<Text>().ok();
    Action {
        cue: parse(moment),
        act: parse(&done),
        kind,
        strength,
        rest: parse(&joined([&text[..sentence.start], &text[sentence.end..]])),
    }
}

impl Action {
    /// Returns it as a commitment, where both its moment and its act are there.
    #[must_use]
    pub fn commitment(&self) -> Option<Commitment> {
        let (cue, act) = (self.cue.clone()?, self.act.clone()?);
        let (kind, strength) = (self.kind, self.strength);
        Some(Commitment { number: 0, cue, act, kind, strength, review_on: None, evidence: None })
    }
}

fn target(number: Number, kind: SlotKind, slot: Slot) -> Option<Target> {
    let name = match kind {
        SlotKind::Amount => "How much",
        SlotKind::Deadline => "By when",
        SlotKind::Party => "Who",
        SlotKind::Observable => "What could be seen",
    };
    Some(Target { number, name: name.parse::<Line>().ok()?, slot })
}

fn amount_of(words: &str) -> Option<Slot> {
    let read = |words: &str| words.parse().map(Slot::Amount).ok();
    read(words).or_else(|| read(&in_digits(words)?))
}

/// Returns what is done, up to how much of it and by when.
fn observable(prose: &Prose, [amount, day, _, deed]: &Runs) -> Option<Range<usize>> {
    let start = deed.as_ref()?.start;
    let sentence = prose.sentences.iter().find(|sentence| sentence.contains(&start))?;
    let others = [amount, day].into_iter().flatten().map(|run| run.start).filter(|other| *other > start + 1);
    let is_mark = |at: &usize| matches!(prose.tokens[*at].word.as_str(), "." | "!" | "?" | ";" | "," | ":");
    let end = (start..sentence.end).find(is_mark).unwrap_or(sentence.end);
    Some(start..others.fold(end, usize::min))
}

fn without_lead(words: &str) -> &str {
    let words = without_first(words, &LEADS);
    without_first(words, &["the", "this"])
}

/// Takes the first word off where it is one of these, in any case.
fn without_first<'w>(words: &'w str, firsts: &[&str]) -> &'w str {
    let first = words.split_whitespace().next().unwrap_or_default();
    let is_one = firsts.contains(&first.to_lowercase().as_str());
    if is_one { words[first.len()..].trim_start() } else { words }
}

fn without_then(words: &str) -> &str {
    let marks = [' ', ',', ';', ':', '\u{2014}', '\n', '\t'];
    without_first(words.trim_matches(marks), &["then"])
}

fn joined([before, after]: [&str; 2]) -> String {
    format!("{} {}", before.trim(), after.trim()).trim().to_owned()
}

fn is_to_learn(prose: &Prose) -> bool {
    let words: Vec<&str> = prose.tokens.iter().map(|token| token.word.as_str()).collect();
    [2, 3]
        .into_iter()
        .any(|length| words.windows(length).any(|run| LEARNS.binary_search(&run.join(" ").as_str()).is_ok()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(words: &str) -> Text {
        words.parse().unwrap()
    }

    fn day(words: &str) -> Option<Occurred> {
        (words == "March 15").then(|| "2026-03-15".parse().unwrap())
    }

    fn targets(words: &str) -> Vec<String> {
        let intention = intention(&text(words), day);
        intention.targets.iter().map(|target| format!("{}: {}", target.name, target.slot)).collect()
    }

    fn fields(words: &str) -> [Option<String>; 3] {
        let action = action(&text(words));
        [action.cue, action.act, action.rest].map(|field| field.map(String::from))
    }

    fn some(words: [&str; 3]) -> [Option<String>; 3] {
        words.map(|words| Some(words.to_owned()).filter(|words| !words.is_empty()))
    }

    #[test]
    fn lists_that_are_searched_are_in_order() {
        assert!(LEARNS.is_sorted());
    }

    #[test]
    fn the_parts_of_an_intention_become_targets() {
        assert_eq!(
            targets("Deliver the proposal by March 15 under $200K with sign-off from the client"),
            [
                "How much: under $200K",
                "By when: by 2026-03-15",
                "Who: client",
                "What could be seen: Deliver the proposal"
            ]
        );
        assert_eq!(targets("I wanted it to go well"), [""; 0]);
        assert_eq!(targets("Entregar el proyecto antes del 3 de mayo con 12 clientes"), [""; 0]);
    }

    #[test]
    fn what_cannot_be_read_stays_in_words() {
        assert_eq!(
            targets("Sell no more than twelve jars before the fair"),
            [
                "How much: no more than 12 jars",
                "By when: before the fair",
                "What could be seen: Sell no more than twelve jars"
            ]
        );
        let unread = intention(&text("Cut it by a third"), day);
        assert!(
            unread
                .targets
                .iter()
                .any(|target| matches!(&target.slot, Slot::Observable(words) if words.as_str() == "a third"))
        );
    }

    #[test]
    fn a_goal_to_find_out_is_one_of_learning() {
        assert_eq!(
            intention(&text("Find out whether the antibody binds at 37 \u{b0}C"), day).goal,
            Goal::Learning
        );
        assert_eq!(intention(&text("Find the keys by noon"), day).goal, Goal::Result);
    }

    #[test]
    fn the_moment_and_the_act_become_a_commitment() {
        let words = "If a dose is heparin, then I will read the label aloud.";
        assert_eq!(fields(words), some(["a dose is heparin", "I will read the label aloud.", ""]));
        let commitment = action(&text(words)).commitment().unwrap();
        assert_eq!(commitment.sentence(), "If a dose is heparin, then I will read the label aloud.");
    }

    #[test]
    fn a_moment_in_the_middle_leaves_the_act_around_it() {
        assert_eq!(
            fields("I count the stock every Thursday at four with Lena."),
            some(["every Thursday at four", "I count the stock with Lena.", ""])
        );
    }

    #[test]
    fn what_is_said_besides_is_the_rest() {
        assert_eq!(
            fields("It was my third time. When the phone rings I let it ring. It can wait."),
            some(["the phone rings", "I let it ring.", "It was my third time. It can wait."])
        );
        assert_eq!(fields("I will be calmer."), some(["", "", "I will be calmer."]));
        let spanish = "Antes de firmar, llamar\u{e9} al cliente.";
        assert_eq!(fields(spanish), some(["", "", spanish]));
        assert_eq!(action(&text("I will be calmer.")).commitment(), None);
    }

    /// Lists the words and the numbers of a text, wherever blanks stand in it.
    fn counted(words: &str) -> Vec<String> {
        let letters: Vec<char> =
            words.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
        let runs = letters.chunk_by(|one, other| {
            !one.is_whitespace() && !other.is_whitespace() && one.is_numeric() == other.is_numeric()
        });
        let mut words: Vec<String> = runs
            .map(|run| run.iter().collect::<String>().to_lowercase())
            .filter(|word| !matches!(word.trim(), "" | "if" | "when" | "whenever" | "then"))
            .collect();
        words.sort_unstable();
        words
    }

    proptest! {
        #[test]
        fn whatever_is_written_no_word_of_it_is_lost(
            words in "\\PC{1,120}|((If|When|I|will|call|the client|by|before|every|Friday|3|twelve|then|,|[.]|\n|[a-z]{1,6}) ?){1,30}",
        ) {
            prop_assume!(words.parse::<Text>().is_ok());
            let answer = text(&words);
            let read = intention(&answer, |_| None);
            prop_assert_eq!(read.statement.as_ref(), Some(&answer));
            for target in &read.targets {
                if let Slot::Party(part) | Slot::Observable(part) = &target.slot {
                    prop_assert!(words.contains(part.as_str()));
                }
            }
            let Action { cue, act, rest, .. } = action(&answer);
            let parts = [cue, act, rest].map(|part| part.map(String::from).unwrap_or_default());
            prop_assert_eq!(counted(&parts.join(" ")), counted(&words));
        }
    }
}
