//! Whose it was: decisions of the writer's own, and factors that were sorted under the wrong control (F10).

use std::ops::Range;

use hansei_method::factor::{Control, Factor};
use hansei_method::id::Number;
use hansei_method::items::Items;

use crate::asked::{Asked, Meant, Weight};
use crate::care::needs_care;
use crate::classes::Class;
use crate::field::Field;
use crate::flaw::Flaw;
use crate::language::are_english;
use crate::prose::{Prose, Token};
use crate::reading::Context;

const MET_FIRST: &str = "What part of your plan met this first, and could it bend next time?";
const YOURS_ALONE: &str = "Which one decision here was yours alone?";
const WITH_ANYONE: &str = "Which part of this would have happened with anyone in your place?";

/// One question about factors that were sorted by control.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedOfFactor {
    /// The factor that it is about.
    pub factor: Number,
    /// The question; its words stand in the factor's statement.
    pub asked: Asked,
}

/// What somebody decides, does or leaves, as it stands after "I" or "we".
const DECIDED: [&str; 62] = [
    "accepted",
    "agreed",
    "allowed",
    "approved",
    "asked",
    "assumed",
    "began",
    "believed",
    "booked",
    "bought",
    "built",
    "changed",
    "checked",
    "chose",
    "committed",
    "continued",
    "cut",
    "decided",
    "delayed",
    "deployed",
    "estimated",
    "expected",
    "forgot",
    "gave",
    "guessed",
    "hired",
    "hoped",
    "ignored",
    "kept",
    "launched",
    "left",
    "let",
    "misread",
    "missed",
    "offered",
    "overlooked",
    "picked",
    "planned",
    "postponed",
    "preferred",
    "promised",
    "pushed",
    "put",
    "quoted",
    "relied",
    "said",
    "scheduled",
    "sent",
    "set",
    "shipped",
    "signed",
    "skipped",
    "started",
    "stopped",
    "thought",
    "told",
    "took",
    "tried",
    "trusted",
    "used",
    "waited",
    "went",
];

/// What nobody in the writer's place decides.
const OUTSIDE: [&str; 34] = [
    "algorithm",
    "blizzard",
    "competitor",
    "competitors",
    "covid",
    "earthquake",
    "economy",
    "epidemic",
    "flood",
    "government",
    "hurricane",
    "illness",
    "inflation",
    "landlord",
    "law",
    "legislation",
    "lockdown",
    "market",
    "ministry",
    "outage",
    "pandemic",
    "parliament",
    "recession",
    "regulator",
    "snow",
    "storm",
    "strike",
    "supplier",
    "tariff",
    "traffic",
    "virus",
    "war",
    "weather",
    "wildfire",
];

/// What other people decide, as it stands after who they are.
const OTHERS_DECIDED: [&str; 22] = [
    "approved",
    "banned",
    "canceled",
    "cancelled",
    "changed",
    "chose",
    "closed",
    "cut",
    "decided",
    "declined",
    "froze",
    "hired",
    "left",
    "moved",
    "postponed",
    "quit",
    "raised",
    "refused",
    "rejected",
    "resigned",
    "vetoed",
    "withdrew",
];

/// Whom the writer is one of, or nobody.
const WITH_THE_WRITER: [&str; 12] = [
    "anyone",
    "crew",
    "everybody",
    "everyone",
    "group",
    "nobody",
    "office",
    "people",
    "shift",
    "somebody",
    "someone",
    "team",
];

/// What may follow the one a sentence is about, besides a past form: "the weather on the day", "the market fell".
const FOLLOWS: [&str; 24] = [
    "and", "at", "broke", "came", "during", "fell", "for", "froze", "grew", "had", "has", "hit", "in",
    "kept", "made", "on", "rose", "shut", "since", "that", "took", "was", "went", "withdrew",
];

/// Takes all of it, in words.
const ALL_MINE: [&str; 7] = [
    "all my doing",
    "all my fault",
    "completely my fault",
    "entirely my fault",
    "everything is my fault",
    "everything was my fault",
    "only my fault",
];

/// Takes none of it, in words.
const NONE_MINE: [&str; 6] = [
    "hands were tied",
    "no control over",
    "not my fault",
    "nothing i could do",
    "nothing i could have done",
    "nothing we could have done",
];

/// Looks at the factors as they were sorted, and asks about at most one of them: the first that stands under the wrong
/// control.
///
/// Whether all of them stand on one side is asked by `Analysis::imbalance`, and not here.
#[must_use]
pub fn factors(factors: &Items<Factor>, context: &Context<'_>) -> Option<AskedOfFactor> {
    let flaw = Flaw::Misattribution;
    let statements = || factors.iter().map(|factor| factor.statement.as_str());
    let needs_care = || statements().any(|statement| needs_care(&Prose::of(statement)));
    if context.off.contains(&flaw) || !are_english(statements()) || needs_care() {
        return None;
    }
    factors.iter().find_map(|factor| {
        let statement = factor.statement.as_str();
        let prose = Prose::of(statement);
        let (run, question) = misattributed(&prose, factor.control)?;
        let words = prose.source(&run);
        let is_it = |meant: &Meant| meant.covers(Field::Factor, &statement[words.clone()]);
        let is_meant = context.meant.iter().any(is_it);
        let asked = Asked { flaw, weight: Weight::Nudge, chance: 1.0, question, words: words.clone() };
        (!is_meant).then_some(AskedOfFactor { factor: factor.number, asked })
    })
}

/// Says whether a text names something that the writer decided, did or left undone.
pub(crate) fn names_a_decision(prose: &Prose) -> bool {
    prose.sentences.iter().any(|sentence| decision(&prose.tokens[sentence.clone()]).is_some())
}

/// Says whether a text names anything that the writer did.
pub(crate) fn names_an_act(prose: &Prose) -> bool {
    !acts(prose).is_empty()
}

/// Finds a factor that stands under the wrong control, with the words that show it and the question to ask.
pub(crate) fn misattributed(prose: &Prose, control: Control) -> Option<(Range<usize>, &'static str)> {
    let first = prose.sentences.first()?.clone();
    let tokens = &prose.tokens[first.clone()];
    let (run, question) = match control {
        _ if let Some(run) = phrase(tokens, &ALL_MINE) => (run, WITH_ANYONE),
        Control::Mine => (of_others(tokens)?, MET_FIRST),
        Control::Outside => (decision(tokens).or_else(|| phrase(tokens, &NONE_MINE))?, YOURS_ALONE),
        Control::Partly => return None,
    };
    Some((first.start + run.start..first.start + run.end, question))
}

/// Finds whom or what a sentence is about that the writer does not decide, where the writer has no part in it.
fn of_others(tokens: &[Token]) -> Option<Range<usize>> {
    let is_wherever = |word: &str, list: &[&str]| list.binary_search(&word).is_ok();
    let at = tokens.iter().take(6).position(|token| {
        let is_somebody = matches!(Class::of(&token.word), Class::They | Class::Person);
        is_wherever(&token.word, &OUTSIDE) || is_somebody && !is_wherever(&token.word, &WITH_THE_WRITER)
    })?;
    let is_me =
        |token: &Token| Class::of(&token.word) == Class::Me && !matches!(token.word.as_str(), "my" | "our");
    if tokens.iter().any(is_me)
        || tokens[..at].iter().any(|token| matches!(token.word.as_str(), "of" | "about"))
    {
        return None;
    }
    let next = tokens.get(at + 1).map(|token| token.word.as_str());
    let goes_on = next.is_none_or(|next| {
        let is_past = matches!(Class::of(next), Class::Past | Class::Be | Class::Modal | Class::Not);
        is_past
            || is_wherever(next, &FOLLOWS)
            || is_wherever(next, &OTHERS_DECIDED)
            || !next.starts_with(char::is_alphabetic)
    });
    let decided = next.is_some_and(|next| is_wherever(next, &OTHERS_DECIDED));
    let is_outside = is_wherever(&tokens[at].word, &OUTSIDE);
    (is_outside && goes_on || decided).then_some(at..at + 1)
}

/// Finds the first of some phrases.
fn phrase(tokens: &[Token], phrases: &[&str]) -> Option<Range<usize>> {
    phrases.iter().find_map(|phrase| {
        let words: Vec<&str> = phrase.split(' ').collect();
        let mut runs = tokens.windows(words.len());
        let at = runs.position(|run| run.iter().zip(&words).all(|(token, word)| token.word == *word))?;
        Some(at..at + words.len())
    })
}

/// Lists the runs of words that tell of something that the writer did, decided or left undone.
pub(crate) fn acts(prose: &Prose) -> Vec<Range<usize>> {
    let tokens = &prose.tokens;
    let act = |at: usize| {
        let did =
            tokens.get(at + 1).is_some_and(|next| is_i(&tokens[at]) && Class::of(&next.word) == Class::Past);
        decision_at(tokens, at).or_else(|| did.then_some(at..at + 2))
    };
    (0..tokens.len()).filter_map(act).collect()
}

/// Finds "I decided", "we did not ask", "I never checked".
fn decision(tokens: &[Token]) -> Option<Range<usize>> {
    (0..tokens.len()).find_map(|at| decision_at(tokens, at))
}

fn decision_at(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    if !is_i(&tokens[at]) {
        return None;
    }
    let after = &tokens[at + 1..tokens.len().min(at + 4)];
    let decided = after.iter().position(|token| DECIDED.binary_search(&token.word.as_str()).is_ok());
    let left = || after.iter().position(|token| token.word == "didn't" || token.word == "never");
    let not_done = || after.windows(2).position(|two| two[0].word == "did" && two[1].word == "not");
    let end = decided
        .map(|more| more + 2)
        .or_else(|| left().map(|more| more + 3))
        .or_else(|| not_done().map(|more| more + 4))?;
    Some(at..tokens.len().min(at + end))
}

fn is_i(token: &Token) -> bool {
    matches!(token.word.as_str(), "i" | "we")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, control: Control) -> Option<String> {
        let prose = Prose::of(text);
        misattributed(&prose, control).map(|(words, _)| text[prose.source(&words)].to_owned())
    }

    #[test]
    fn lists_that_are_searched_are_in_order() {
        assert!(DECIDED.is_sorted() && OUTSIDE.is_sorted() && WITH_THE_WRITER.is_sorted());
        assert!(OTHERS_DECIDED.is_sorted() && FOLLOWS.is_sorted());
    }

    #[test]
    fn what_nobody_decides_is_not_fully_mine() {
        assert_eq!(words("A competitor cut prices by 30%.", Control::Mine).as_deref(), Some("competitor"));
        assert_eq!(words("The pandemic closed our dining room.", Control::Mine).as_deref(), Some("pandemic"));
        assert_eq!(words("I misread the market report.", Control::Mine), None);
        assert_eq!(words("I did not check the weather forecast.", Control::Mine), None);
    }

    #[test]
    fn an_own_decision_is_not_outside() {
        assert_eq!(words("I assumed the scope would hold.", Control::Outside).as_deref(), Some("I assumed"));
        assert_eq!(
            words("I did not ask for the second signature.", Control::Outside).as_deref(),
            Some("I did not ask")
        );
        assert_eq!(words("The regulator withdrew the licence on 4 May.", Control::Outside), None);
    }

    #[test]
    fn what_others_decide_is_theirs_and_what_is_named_after_it_is_not() {
        for (text, found) in [
            ("My boss cancelled the second rehearsal.", "boss"),
            ("Our landlord raised the rent in May.", "landlord"),
            ("They moved the date twice.", "They"),
            ("Heavy traffic on the A14.", "traffic"),
            ("My co-founder's illness took her out for six weeks.", "illness"),
        ] {
            assert_eq!(words(text, Control::Mine).as_deref(), Some(found), "{text}");
        }
        for text in [
            "Our supplier contract had no date in it.",
            "My reading of the market was three weeks old.",
            "The weather app was on my other phone.",
            "The client changed the brief and I let it pass.",
            "The team decided to skip the second read.",
            "The checklist lay under the chart.",
        ] {
            assert_eq!(words(text, Control::Mine), None, "{text}");
        }
    }

    #[test]
    fn who_takes_all_or_none_of_it_is_asked_which_part() {
        let asked =
            |text: &str, control| misattributed(&Prose::of(text), control).map(|(_, question)| question);
        for control in Control::ALL {
            assert_eq!(asked("It's all my fault.", control), Some(WITH_ANYONE));
        }
        assert_eq!(asked("There was nothing I could have done.", Control::Outside), Some(YOURS_ALONE));
        assert_eq!(asked("The client sponsor left in week three.", Control::Partly), None);
    }

    fn sorted(factors: &[(Number, &str, Control)]) -> Items<Factor> {
        let factor = |(number, statement, control): &(Number, &str, Control)| Factor {
            number: *number,
            statement: statement.parse().unwrap(),
            control: *control,
            cause: None,
        };
        Items::try_from(factors.iter().map(factor).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn of_all_factors_one_is_asked_about_unless_it_was_meant() {
        let all = sorted(&[
            (1, "I did not check the weather forecast.", Control::Mine),
            (4, "A competitor cut prices by 30%.", Control::Mine),
            (5, "I assumed the scope would hold.", Control::Outside),
        ]);
        let asked = |context: &Context<'_>| {
            factors(&all, context).map(|asked| (asked.factor, asked.asked.words, asked.asked.question))
        };
        let meant = ["competitor", "i assumed"].map(|phrase| Meant {
            field: Field::Factor,
            flaw: Flaw::Misattribution,
            phrase: phrase.into(),
        });
        let with = |meant| asked(&Context { meant, ..Context::default() });
        assert_eq!(with(&[]), Some((4, 2..12, MET_FIRST)));
        assert_eq!(with(&meant[..1]), Some((5, 0..9, YOURS_ALONE)));
        assert_eq!(with(&meant), None);
        assert_eq!(asked(&Context { off: &[Flaw::Misattribution], ..Context::default() }), None);
    }

    #[test]
    fn factors_that_all_stand_on_one_side_are_not_asked_about_here() {
        let mine = [(1, "I misread the market report.", Control::Mine), (2, "I left late.", Control::Mine)];
        assert_eq!(factors(&sorted(&mine), &Context::default()), None);
        let outside = [(1, "The regulator withdrew the licence on 4 May.", Control::Outside)];
        assert_eq!(factors(&sorted(&outside), &Context::default()), None);
        assert_eq!(factors(&sorted(&[]), &Context::default()), None);
    }
}
