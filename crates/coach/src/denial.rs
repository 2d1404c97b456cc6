//! Whether a sentence takes a judgement back: "I am not a loser", "it's not that I'm stupid", "the kids weren't being lazy".

use crate::classes::Class;
use crate::flaw::Flaw;
use crate::grounds::{GRAMMAR, JUDGES};
use crate::prose::Token;
use crate::telling::is_mark;

/// The flaws that a denied judgement is not, and those that it is not where nothing else is said.
const TAKEN_BACK: [Flaw; 4] = [Flaw::Editorialising, Flaw::Blame, Flaw::ExternalBlame, Flaw::Rumination];
const BY_ITSELF: [Flaw; 2] = [Flaw::Hindsight, Flaw::Counterfactual];

/// How many words may follow a denial where nothing else is said: "at all".
const AT_MOST_AFTER: usize = 2;

/// Words that judge what happened.
const DISASTERS: [&str; 5] = ["catastrophe", "disaster", "fiasco", "nightmare", "shambles"];

/// Words of [`JUDGES`] that judge just because they are denied: "I am not enough".
const OPPOSITE: [&str; 3] = ["enough", "nobody", "nothing"];

/// Words that stand between a negation and what it denies, beside grammar: "I don't think I am …", "it does not make me …".
const BETWEEN: [&str; 11] =
    ["all", "because", "believe", "made", "make", "makes", "mean", "means", "so", "such", "think"];

/// Words with which a negation denies nothing: "couldn't be more stupid", "not just lazy", "not to be a burden".
const TURNED: [&str; 11] =
    ["always", "and", "be", "but", "just", "merely", "more", "only", "or", "simply", "which"];

/// What is only to be shown, wished for, or said by somebody, is not denied: "to prove that I'm not worthless".
const ONLY_WISHED: [&str; 18] = [
    "hope", "hoped", "meant", "prove", "proved", "said", "say", "says", "show", "showed", "tell", "tells",
    "told", "want", "wanted", "wants", "wish", "wished",
];

/// How many words may stand between a negation and what it denies that are none of these.
const OTHERS: usize = 1;

/// Says whether a sentence denies the one judgement that it holds, and does not come back to oneself after it.
pub(crate) fn denies(flaw: Flaw, sentence: &[Token]) -> bool {
    let is_judging = |token: &Token| {
        let word = token.word.as_str();
        let is_one = JUDGES.binary_search(&word).is_ok() && OPPOSITE.binary_search(&word).is_err();
        is_one || DISASTERS.binary_search(&word).is_ok()
    };
    let Some(judged) = sentence.iter().position(is_judging) else { return false };
    let after = &sentence[judged + 1..];
    let words = after.iter().filter(|token| token.word.starts_with(char::is_alphanumeric)).count();
    let can_be = TAKEN_BACK.contains(&flaw) || BY_ITSELF.contains(&flaw) && words <= AT_MOST_AFTER;
    let (before, is_denied) = up_to_the_negation(&sentence[..judged]);
    can_be
        && is_denied
        && !after.iter().any(is_judging)
        && !says_who_one_is(after)
        && !before.iter().any(|token| ONLY_WISHED.binary_search(&token.word.as_str()).is_ok())
}

/// Returns what stands before the negation under which a judgement stands, and whether there is one.
fn up_to_the_negation(before: &[Token]) -> (&[Token], bool) {
    let mut others = 0;
    for (at, token) in before.iter().enumerate().rev() {
        let word = token.word.as_str();
        if word == "not" || word.ends_with("n't") {
            return (&before[..at], true);
        }
        let turns = |list: &[&str]| list.binary_search(&word).is_ok();
        if is_mark(token) || turns(&TURNED) || turns(&ONLY_WISHED) {
            break;
        }
        let is_between = GRAMMAR.binary_search(&word).is_ok()
            || BETWEEN.binary_search(&word).is_ok()
            || matches!(Class::of(word), Class::Me | Class::They | Class::Be);
        others += usize::from(!is_between);
        if others > OTHERS {
            break;
        }
    }
    (before, false)
}

/// Says whether somebody says who they are: "… but I am".
fn says_who_one_is(tokens: &[Token]) -> bool {
    let is_short = |token: &Token| matches!(token.word.as_str(), "i'm" | "im" | "we're");
    tokens.iter().any(is_short)
        || tokens
            .windows(2)
            .any(|two| matches!(&*two[0].word, "i" | "we") && Class::of(&two[1].word) == Class::Be)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Field;
    use crate::prose::Prose;
    use crate::reading::{Context, read};

    fn is_denied(text: &str) -> bool {
        denies(Flaw::Rumination, &Prose::of(text).tokens)
    }

    #[test]
    fn a_judgement_under_a_negation_is_taken_back() {
        for list in [&BETWEEN[..], &TURNED, &ONLY_WISHED, &DISASTERS, &OPPOSITE] {
            assert!(list.is_sorted());
        }
        for text in [
            "I am not a lazy man.",
            "I'm not stupid: the label was in Polish.",
            "It is not that we are incompetent.",
            "I don't think that I was a fool.",
            "Failing twice doesn't make me a fraud.",
            "The apprentices weren't being lazy.",
            "It was not a complete disaster.",
        ] {
            assert!(is_denied(text), "{text}");
        }
    }

    #[test]
    fn a_negation_that_denies_no_judgement_takes_nothing_back() {
        for text in [
            "I am a failure.",
            "I'm not good enough.",
            "I am not just lazy.",
            "I couldn't be more stupid.",
            "I don't know why I am so stupid.",
            "I did not call. I am useless.",
            "To prove that I am not worthless.",
            "I am not stupid, I am worthless.",
            "I'm not a fool, or so I hoped, but I am.",
            "Try not to be a burden.",
            "My wife says I'm not useless.",
        ] {
            assert!(!is_denied(text), "{text}");
        }
    }

    #[test]
    fn what_else_is_said_after_a_denial_may_still_be_asked_about() {
        let is_denied = |flaw: Flaw, text: &str| denies(flaw, &Prose::of(text).tokens);
        assert!(is_denied(Flaw::Hindsight, "It wasn't a fiasco at all."));
        assert!(!is_denied(Flaw::Counterfactual, "We were not stupid, we should have called the harbour."));
        assert!(!is_denied(Flaw::Aspiration, "I am not lazy."));
    }

    #[test]
    fn only_the_sentence_that_denies_is_left_out() {
        let asked = |text: &str| {
            let reading = read(Field::Why, text, &Context::default());
            reading.asked.map(|asked| (asked.flaw, text[asked.words].to_owned()))
        };
        assert_eq!(asked("I am not a failure, the pump was mislabelled."), None);
        assert_eq!(asked("It is not that I'm stupid."), None);
        let worthless = asked("I am not stupid, the form is in Latin. I am worthless.");
        assert_eq!(worthless, Some((Flaw::Rumination, "I am worthless".to_owned())));
    }
}
