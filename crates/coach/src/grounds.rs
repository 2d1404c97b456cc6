//! Whether what speaks for a flaw is more than grammar: "I am" and "she is" stand before every judgement, and before who somebody is.

use std::ops::Range;

use crate::classes::Class;
use crate::flaw::Flaw;
use crate::model::Weighed;
use crate::prose::Token;

/// How much at least is added by what words with a meaning show, where a person is judged. 99 of a hundred judgements that the
/// coach learned from have more; of plain facts about people that were asked about all the same, more than half have less.
const LEAST: [(Flaw, f32); 2] = [(Flaw::Rumination, 0.8), (Flaw::Blame, 1.1)];

/// Up to how many words an answer says little but who somebody is; a longer one is judged by all that it says.
const SHORT: usize = 6;

/// Words that only hold others together, beside those of [`Class::Me`], [`Class::They`] and [`Class::Be`].
pub(crate) const GRAMMAR: [&str; 40] = [
    "'s", "a", "an", "and", "as", "at", "but", "by", "did", "for", "from", "had", "her", "here", "him",
    "his", "in", "it", "its", "of", "on", "or", "our", "that", "the", "their", "them", "there", "these",
    "this", "those", "to", "us", "which", "who", "whose", "with", "you", "your", "yours",
];

/// Words that judge whoever they are said of, however often they stand in calm sentences too.
pub(crate) const JUDGES: [&str; 49] = [
    "awful",
    "bad",
    "burden",
    "clown",
    "clumsy",
    "coward",
    "defective",
    "disappointment",
    "disgrace",
    "disgusting",
    "dumb",
    "dunce",
    "embarrassment",
    "enough",
    "failure",
    "fake",
    "fool",
    "foolish",
    "fraud",
    "garbage",
    "hopeless",
    "idiot",
    "imposter",
    "impostor",
    "incapable",
    "incompetent",
    "inept",
    "joke",
    "lazy",
    "liability",
    "loser",
    "monster",
    "nobody",
    "nothing",
    "pathetic",
    "rubbish",
    "selfish",
    "shit",
    "slow",
    "stupid",
    "terrible",
    "trash",
    "ugly",
    "unlovable",
    "useless",
    "waste",
    "weak",
    "worst",
    "worthless",
];

/// Says whether what was weighed for a flaw rests on words with a meaning.
///
/// A word that the coach does not know adds nothing: nobody is asked about what they are in a word that it never read.
pub(crate) fn are_words(flaw: Flaw, weighed: &Weighed, tokens: &[Token]) -> bool {
    let Some((_, least)) = LEAST.iter().find(|(of, _)| *of == flaw) else { return true };
    let words = tokens.iter().filter(|token| token.word.starts_with(char::is_alphabetic)).count();
    if words > SHORT {
        return true;
    }
    let shows = |(_, shown_by): &&(f32, Range<usize>)| tokens[shown_by.clone()].iter().any(says_something);
    let added: f32 = weighed.parts.iter().filter(shows).map(|(part, _)| part).sum();
    added >= *least || tokens.iter().any(|token| JUDGES.binary_search(&token.word.as_str()).is_ok())
}

fn says_something(token: &Token) -> bool {
    token.word.starts_with(char::is_alphabetic)
        && GRAMMAR.binary_search(&token.word.as_str()).is_err()
        && !matches!(Class::of(&token.word), Class::Me | Class::They | Class::Be)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Field;
    use crate::reading::{Context, read};

    fn asked(text: &str) -> Option<Flaw> {
        read(Field::Why, text, &Context::default()).asked.map(|asked| asked.flaw)
    }

    #[test]
    fn who_somebody_is_and_what_was_done_to_them_is_no_judgement() {
        assert!(GRAMMAR.is_sorted() && JUDGES.is_sorted());
        for text in [
            "I am gay",
            "I am Jewish",
            "I am pregnant",
            "I am dyslexic",
            "I'm blind in one eye",
            "I am a single father",
            "I am new",
            "I am a Muslim",
            "My father beat me",
            "She left me",
            "He is autistic",
            "She is a surgeon",
        ] {
            assert!(!matches!(asked(text), Some(Flaw::Rumination | Flaw::Blame)), "{text}");
        }
    }

    #[test]
    fn a_judgement_in_few_words_is_heard() {
        for text in [
            "I am a failure",
            "I'm an idiot",
            "i am so stupid",
            "I'm nobody",
            "I'm not good enough",
            "I'm a fraud",
        ] {
            assert_eq!(asked(text), Some(Flaw::Rumination), "{text}");
        }
        for text in ["She is careless", "He is lazy"] {
            assert_eq!(asked(text), Some(Flaw::Blame), "{text}");
        }
    }
}
