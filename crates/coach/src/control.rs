//! Whose it was: decisions of the writer's own, and factors that were sorted under the wrong control (F10).

use std::ops::Range;

use hansei_method::factor::Control;

use crate::classes::Class;
use crate::prose::{Prose, Token};

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
    match control {
        Control::Mine => {
            let by_me = tokens.iter().take(2).any(|token| Class::of(&token.word) == Class::Me);
            let outside =
                tokens.iter().take(4).position(|token| OUTSIDE.binary_search(&token.word.as_str()).is_ok());
            let at = outside.filter(|_| !by_me)?;
            Some((
                first.start + at..first.start + at + 1,
                "What part of your plan met this first, and could it bend next time?",
            ))
        }
        Control::Outside => {
            let own = decision(tokens)?;
            Some((first.start + own.start..first.start + own.end, "Which one decision here was yours alone?"))
        }
        Control::Partly => None,
    }
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
        assert!(DECIDED.is_sorted() && OUTSIDE.is_sorted());
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
}
