//! Words of hurting oneself: here the coach is silent, and somebody to talk to is named.

use crate::prose::Prose;

/// What is heard, word by word; quotations are covered before. Rather once too often than once too little: the answer is a
/// kind note, nothing is kept and nothing is sent.
const HEARD: [&str; 34] = [
    "better off dead",
    "better off without me",
    "cut myself",
    "cutting myself",
    "do away with myself",
    "don't want to be alive",
    "don't want to be here anymore",
    "don't want to exist",
    "don't want to live",
    "don't want to wake up",
    "end it all",
    "end my life",
    "ending it all",
    "ending my life",
    "feel suicidal",
    "feeling suicidal",
    "harm myself",
    "harming myself",
    "hurt myself on purpose",
    "i am suicidal",
    "i'm suicidal",
    "kill myself",
    "killing myself",
    "no point in living",
    "no reason to live",
    "not want to live",
    "self harm",
    "suicidal thoughts",
    "take my life",
    "take my own life",
    "taking my own life",
    "thoughts of suicide",
    "want to die",
    "wish i were dead",
];

/// More of the same that begins alike.
const WISHED: [&str; 3] = ["wish i was dead", "wish i had never been born", "wanted to die"];

/// Says whether a text speaks of hurting oneself.
pub(crate) fn needs_care(prose: &Prose) -> bool {
    let spoken =
        prose.tokens.iter().filter(|token| token.word != "-").fold(String::from(" "), |mut spoken, token| {
            spoken.push_str(&token.word);
            spoken.push(' ');
            spoken
        });
    HEARD.iter().chain(&WISHED).any(|words| spoken.contains(&format!(" {words} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_hurting_oneself_are_heard_and_quotations_and_projects_are_not() {
        for text in
            ["Some days I want to die.", "I think about self-harm again", "I\u{2019}d be better off dead"]
        {
            assert!(needs_care(&Prose::of(text)), "{text}");
        }
        for text in [
            "I killed the process",
            "The character says \u{201c}I want to die\u{201d} in act two",
            "We ended it at ten",
        ] {
            assert!(!needs_care(&Prose::of(text)), "{text}");
        }
    }
}
