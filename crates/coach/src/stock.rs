//! Stock phrases that hardly ever mean anything else, and their denials: here a rule goes before what was learned.

use std::ops::Range;

use hansei_method::plan::Strength;

use crate::classes::Class;
use crate::day::is_subject;
use crate::deed::deed;
use crate::flaw::Flaw;
use crate::party::is_role;
use crate::prose::{COVERED, NUMBER, Prose, Token};

/// Phrases by their flaw, in the words of [`Prose`].
const SAID: [(Flaw, &str); 34] = [
    (Flaw::Editorialising, "didn't bother to"),
    (Flaw::Editorialising, "a ridiculous"),
    (Flaw::Blame, "dropped the ball on"),
    (Flaw::Blame, "never listens"),
    (Flaw::Blame, "had done his job"),
    (Flaw::Blame, "had done her job"),
    (Flaw::Blame, "had done their job"),
    (Flaw::Hindsight, "anyone could see"),
    (Flaw::Hindsight, "should have seen"),
    (Flaw::Hindsight, "was always going to"),
    (Flaw::Hindsight, "was inevitable"),
    (Flaw::Editorialising, "demo bombed"),
    (Flaw::Editorialising, "everything fell apart"),
    (Flaw::Editorialising, "interview bombed"),
    (Flaw::Editorialising, "it all fell apart"),
    (Flaw::Editorialising, "it all went south"),
    (Flaw::Editorialising, "went off the rails"),
    (Flaw::Editorialising, "out to sabotage"),
    (Flaw::Editorialising, "pitch bombed"),
    (Flaw::Editorialising, "talk bombed"),
    (Flaw::Blame, "let us all down"),
    (Flaw::Blame, "is to blame"),
    (Flaw::Blame, "who screwed up"),
    (Flaw::ExternalBlame, "client was unreasonable"),
    (Flaw::ExternalBlame, "customer was unreasonable"),
    (Flaw::ExternalBlame, "nothing i could have done"),
    (Flaw::ExternalBlame, "nothing we could have done"),
    (Flaw::ExternalBlame, "not meant to be"),
    (Flaw::ExternalBlame, "timing was bad"),
    (Flaw::ExternalBlame, "wasn't meant to be"),
    (Flaw::Hindsight, "should have known"),
    (Flaw::Rumination, "not be cut out for"),
    (Flaw::Rumination, "not cut out for"),
    (Flaw::Rumination, "never be good enough"),
];

/// What may stand after somebody's fault.
const GOES_ON: [&str; 11] =
    ["again", "alone", "and", "as", "because", "but", "for", "since", "so", "that", "too"];

/// How many words before it a negation takes something back (C03).
const NEGATED_WITHIN: usize = 3;

/// What somebody promises with, after "I" or "we"; and with what a promise begins without them.
const PROMISED: [&str; 10] =
    ["aim", "going", "must", "need", "ought", "promise", "shall", "should", "try", "will"];
/// See [`PROMISED`].
const PROMISED_FIRST: [&str; 11] =
    ["aim", "be", "concentrate", "do", "focus", "listen", "more", "pay", "stay", "take", "try"];

/// Who should have done something. What a thing should have done is often how it is meant to work.
const SHOULD: [&str; 5] = ["he", "i", "she", "they", "we"];

/// Who says so, where somebody else says what should have been done.
const SAYS: [&str; 8] = ["asked", "guess", "said", "say", "says", "tells", "thought", "told"];

/// What was not done, where it does not end in "-ed". Without "had" and "known": what somebody should have had is often written
/// down, and what they should have known is hindsight.
const DONE: [&str; 56] = [
    "been", "begun", "bought", "brought", "built", "caught", "chosen", "come", "cut", "done", "drawn",
    "driven", "drunk", "eaten", "fed", "fought", "found", "given", "gone", "got", "gotten", "heard", "held",
    "kept", "laid", "led", "left", "let", "made", "met", "paid", "put", "read", "rung", "run", "said", "sat",
    "seen", "sent", "set", "shown", "shut", "slept", "sold", "spent", "split", "spoken", "stood", "stuck",
    "taken", "taught", "thought", "told", "woken", "worn", "written",
];

/// What takes a flaw back.
const DENIED: [(Flaw, &str); 20] = [
    (Flaw::Counterfactual, "would have been about"),
    (Flaw::Counterfactual, "would have been around"),
    (Flaw::ExternalBlame, "nobody is to blame"),
    (Flaw::ExternalBlame, "no one is to blame"),
    (Flaw::ExternalBlame, "nobody was to blame"),
    (Flaw::Rumination, "have not failed"),
    (Flaw::Rumination, "haven't failed"),
    (Flaw::ExternalBlame, "have not failed"),
    (Flaw::ExternalBlame, "haven't failed"),
    (Flaw::Counterfactual, "have not failed"),
    (Flaw::Counterfactual, "haven't failed"),
    (Flaw::Blame, "anyone's fault"),
    (Flaw::Blame, "anybody's fault"),
    (Flaw::Blame, "no one's fault"),
    (Flaw::Blame, "nobody is to blame"),
    (Flaw::Blame, "no one is to blame"),
    (Flaw::Blame, "nobody was to blame"),
    (Flaw::Blame, "nobody's fault"),
    (Flaw::Blame, "not to blame"),
    (Flaw::Rumination, "not a failure"),
];

/// Answers that name nothing to do, with at most two words behind them.
const NOTHING: [&str; 19] = [
    "dunno",
    "i do not know",
    "i don't know",
    "i have no idea",
    "idk",
    "n a",
    "na",
    "nil",
    "no",
    "no idea",
    "none",
    "not sure",
    "nothing",
    "nothing really",
    "same again",
    "tba",
    "tbd",
    "unknown",
    "unsure",
];

/// Finds a stock phrase of a flaw, by its tokens.
pub(crate) fn said(flaw: Flaw, prose: &Prose) -> Option<Range<usize>> {
    find(&SAID, flaw, prose)
        .or_else(|| (flaw == Flaw::Blame).then(|| somebodys_fault(&prose.tokens)).flatten())
        .or_else(|| (flaw == Flaw::Counterfactual).then(|| not_done(&prose.tokens)).flatten())
}

/// Finds "she should have called", "we really ought to have asked".
fn not_done(tokens: &[Token]) -> Option<Range<usize>> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.word.as_str());
    let is_passed = |word: &str| word != "shouldn't" && (is_not(word) || Class::of(word) == Class::Manner);
    let skipped = |at: usize| at + usize::from(is_passed(word(at)));
    (0..tokens.len()).find_map(|at| {
        let from = at.saturating_sub(NEGATED_WITHIN);
        let is_told = tokens[from..at].iter().any(|token| SAYS.contains(&token.word.as_str()));
        if !SHOULD.contains(&word(at)) || is_told {
            return None;
        }
        let modal = skipped(at + 1);
        let after = match (word(modal), word(modal + 1)) {
            ("should" | "shouldn't", _) => skipped(modal + 1),
            ("ought", "to") => skipped(modal + 2),
            _ => return None,
        };
        let done = skipped(after + 1);
        let is_done = DONE.contains(&word(done)) || Class::of(word(done)) == Class::Past;
        (word(after) == "have" && is_done).then_some(at..done + 1)
    })
}

/// Finds "her fault", "Dana's fault", "the supplier's fault"; a fault of a pump, and a fault code, are none.
fn somebodys_fault(tokens: &[Token]) -> Option<Range<usize>> {
    let is_fault = |at: &usize| {
        let next = tokens.get(at + 1).map_or(".", |next| next.word.as_str());
        let ends = !next.starts_with(char::is_alphanumeric) || GOES_ON.binary_search(&next).is_ok();
        tokens[*at].word == "fault" && ends
    };
    let at = (1..tokens.len()).filter(is_fault).find(|at| {
        let whose = &tokens[at - 1];
        let is_theirs = matches!(whose.word.as_str(), "his" | "her" | "their");
        let is_somebodys =
            is_theirs || whose.word.ends_with("'s") && (whose.is_capital || is_role(tokens, at - 1));
        is_somebodys
            && !tokens[at.saturating_sub(NEGATED_WITHIN + 1)..*at].iter().any(|token| is_not(&token.word))
    })?;
    Some(at - 1..at + 1)
}

/// Says whether somebody promises something: "I will", "we must", "be more", "try to".
pub(crate) fn promises(prose: &Prose) -> bool {
    prose.sentences.iter().any(|sentence| {
        let tokens = &prose.tokens[sentence.clone()];
        let words: Vec<&str> = tokens.iter().map(|token| token.word.as_str()).collect();
        let is_group = matches!(words[..], ["focus", "group" | "groups", ..]);
        let begins =
            words.first().is_some_and(|first| PROMISED_FIRST.binary_search(first).is_ok()) && !is_group;
        let says = words.iter().enumerate().any(|(at, word)| {
            let after = &words[at + 1..words.len().min(at + 3)];
            matches!(*word, "i'll" | "we'll")
                || (matches!(*word, "i" | "we" | "i'm" | "we're")
                    && after.iter().any(|word| PROMISED.binary_search(word).is_ok()))
        });
        begins || says
    })
}

/// Says whether a text takes a flaw back.
pub(crate) fn is_denied(flaw: Flaw, prose: &Prose) -> bool {
    let is_group = || flaw == Flaw::Aspiration && names_a_focus_group(prose) && !promises(prose);
    let is_other = match flaw {
        Flaw::Rumination => names_a_kind_of_failure(prose),
        Flaw::Counterfactual => tells_what_may_be(prose),
        _ => false,
    };
    find(&DENIED, flaw, prose).is_some()
        || is_group()
        || is_other
        || flaw != Flaw::Rumination && asks_what_to_do(prose)
}

/// Says whether "failure" only says of what kind something is: "a failure analyst", "the failure rate".
fn names_a_kind_of_failure(prose: &Prose) -> bool {
    prose.tokens.windows(2).any(|two| {
        let is_kind = Class::of(&two[1].word) == Class::Person;
        two[0].word == "failure"
            && (is_kind || matches!(&*two[1].word, "analysis" | "mode" | "modes" | "rate" | "report"))
    })
}

/// Says whether a text only tells what something may hold, or what was done if there was something: "each table could have six
/// guests", "if I had a question, I wrote it down".
fn tells_what_may_be(prose: &Prose) -> bool {
    let word = |at: usize| prose.tokens.get(at).map_or("", |token| token.word.as_str());
    let modals: Vec<usize> =
        (0..prose.tokens.len()).filter(|at| Class::of(word(*at)) == Class::Modal).collect();
    let holds = |at: &usize| {
        let counted = matches!(
            word(at + 2),
            "a" | "an" | "the" | "two" | "three" | "four" | "five" | "six" | "ten" | NUMBER
        );
        word(*at) == "could" && word(at + 1) == "have" && counted
    };
    let if_had = (0..prose.tokens.len()).any(|at| {
        word(at) == "if"
            && matches!(word(at + 1), "i" | "we")
            && word(at + 2) == "had"
            && matches!(word(at + 3), "a" | "an" | "any")
    });
    if modals.is_empty() { if_had } else { modals.iter().all(holds) }
}

/// Says whether a text is one question about conditions or about what is to be done: "Who should be told before …?"
fn asks_what_to_do(prose: &Prose) -> bool {
    let [sentence] = &prose.sentences[..] else { return false };
    let words: Vec<&str> = prose.tokens[sentence.clone()].iter().map(|token| &*token.word).collect();
    let begins = matches!(
        words[..],
        [
            "who" | "whom" | "what" | "which" | "where" | "when",
            "should" | "must" | "needs" | "conditions",
            ..
        ] | ["whose", ..]
    );
    begins && words.last() == Some(&"?") && !words.contains(&"have")
}

/// Says how well an action holds by the verb that leads it, where that tells: "train people on …", "auto-decline …".
pub(crate) fn strength_by_verb(prose: &Prose) -> Option<Strength> {
    let [sentence] = &prose.sentences[..] else { return None };
    let word = |at: usize| prose.tokens.get(sentence.start + at).map_or("", |token| token.word.as_str());
    match (word(0), word(1)) {
        ("remind" | "retrain" | "train", _) => Some(Strength::Weaker),
        ("auto", "-") => Some(Strength::Stronger),
        _ => None,
    }
}

fn names_a_focus_group(prose: &Prose) -> bool {
    prose.tokens.windows(2).any(|two| two[0].word == "focus" && matches!(&*two[1].word, "group" | "groups"))
}

/// Says whether an action names nothing to do: "No idea", "I don't know yet", "I am a failure".
pub(crate) fn names_nothing(prose: &Prose) -> bool {
    let is_word = |token: &&Token| token.word.starts_with(char::is_alphanumeric) || token.word == COVERED;
    let mut nothing = prose.sentences.iter().map(|sentence| {
        let tokens: Vec<&str> =
            prose.tokens[sentence.clone()].iter().filter(is_word).map(|token| &*token.word).collect();
        let is_self =
            matches!(tokens[..], ["i" | "we", "am" | "are" | "was" | "were", ..] | ["i'm" | "we're", ..]);
        let is_going = matches!(tokens.get(1..3), Some(["going" | "am" | "are", _] | ["not", "going"]))
            && tokens.contains(&"going");
        let is_undone = deed(&prose.tokens[sentence.clone()], 0..sentence.len()).is_none();
        let is_unknown = NOTHING.iter().any(|phrase| {
            let words: Vec<&str> = phrase.split(' ').collect();
            tokens.starts_with(&words) && tokens.len() <= words.len() + 2
        });
        is_unknown || is_self && !is_going && is_undone
    });
    let all = prose.tokens.iter().filter(is_word).count();
    let is_bare = || prose.tokens.iter().find(is_word).is_some_and(|token| NOTHING.contains(&&*token.word));
    if prose.sentences.is_empty() { all == 0 || is_bare() } else { nothing.all(|is_nothing| is_nothing) }
}

/// Returns a sentence without the clause at its start or its end that only says what for: "To be calmer, …", "… so as to be
/// calmer"; `None` where it has none.
pub(crate) fn without_purpose(prose: &Prose, sentence: &Range<usize>) -> Option<Range<usize>> {
    let word = |at: usize| prose.tokens[at].word.as_str();
    let is_inside = |at: usize| at < sentence.end;
    let leads = |at: usize| {
        let to = if word(at) == "in" && is_inside(at + 2) && word(at + 1) == "order" { at + 2 } else { at };
        let to = if word(at) == "so" && is_inside(at + 2) && word(at + 1) == "as" { at + 2 } else { to };
        word(to) == "to"
            && is_inside(to + 1)
            && matches!(
                word(to + 1),
                "be" | "become" | "stay" | "feel" | "get" | "do" | "listen" | "focus" | "improve"
            )
    };
    if leads(sentence.start) {
        let comma = sentence.clone().find(|at| word(*at) == ",").map(|comma| comma + 1);
        let start = comma.or_else(|| sentence.clone().find(|at| is_subject(word(*at))))?;
        return Some(start..sentence.end).filter(|rest| !rest.is_empty());
    }
    let at = (sentence.start + 3..sentence.end).find(|at| leads(*at))?;
    // Whoever is going, or wants, to be something has not said what for.
    let is_wanted = matches!(
        word(at - 1),
        "going"
            | "want"
            | "need"
            | "try"
            | "aim"
            | "have"
            | "ought"
            | "hope"
            | "remember"
            | "promise"
            | "plan"
    );
    (!is_wanted).then_some(sentence.start..at)
}

fn is_not(word: &str) -> bool {
    word.ends_with("n't") || Class::of(word) == Class::Not
}

fn find(phrases: &[(Flaw, &str)], flaw: Flaw, prose: &Prose) -> Option<Range<usize>> {
    phrases.iter().filter(|(of, _)| *of == flaw).find_map(|(_, phrase)| {
        let words: Vec<&str> = phrase.split(' ').collect();
        let mut runs = prose.tokens.windows(words.len());
        let at = runs.position(|run| run.iter().zip(&words).all(|(token, word)| token.word == *word))?;
        Some(at..at + words.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stock_phrase_is_found_by_its_words_and_not_in_quotation_marks() {
        let found = |text: &str| said(Flaw::ExternalBlame, &Prose::of(text)).is_some();
        assert!(found("It just wasn\u{2019}t meant to be."));
        assert!(!found("He said \u{201c}it wasn\u{2019}t meant to be\u{201d}."));
        assert!(!found("It was meant to be Tuesday."));
    }

    #[test]
    fn a_fault_is_somebodys_and_not_a_things() {
        assert!(GOES_ON.is_sorted() && PROMISED.is_sorted() && PROMISED_FIRST.is_sorted());
        let found = |text: &str| {
            let prose = Prose::of(text);
            said(Flaw::Blame, &prose).map(|words| text[prose.source(&words)].to_owned())
        };
        assert_eq!(found("This is entirely Amina\u{2019}s fault.").as_deref(), Some("Amina\u{2019}s fault"));
        assert_eq!(found("It was the supplier's fault that we waited").as_deref(), Some("supplier's fault"));
        for text in [
            "The pump's fault.",
            "A ground fault tripped it",
            "The driver's fault code",
            "It is my fault",
            "It was not entirely Ana's fault",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn what_somebody_should_have_done_is_found_and_what_is_only_written_down_is_not() {
        let found = |text: &str| {
            let prose = Prose::of(text);
            said(Flaw::Counterfactual, &prose).map(|words| text[prose.source(&words)].to_owned())
        };
        assert_eq!(found("She should have called at noon.").as_deref(), Some("She should have called"));
        let text = "At nine we really ought to have told the ward";
        assert_eq!(found(text).as_deref(), Some("we really ought to have told"));
        assert!(found("I shouldn\u{2019}t have signed it").is_some());
        for text in [
            "By the chart she should have had two litres by midnight.",
            "He should have 2 mg at night.",
            "she said i should have asked her first",
            "The pump should have started at six.",
            "I should have known better.",
            "We should call at noon.",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_denial_takes_only_its_own_flaw_back() {
        let prose = Prose::of("Nobody is to blame.");
        assert!(is_denied(Flaw::Blame, &prose) && !is_denied(Flaw::Rumination, &prose));
    }
}
