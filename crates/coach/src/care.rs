//! Words of hurting oneself: here the coach is silent, and somebody to talk to is named. Silent, too, where somebody else did.

use crate::prose::Prose;

/// What is heard, word by word; quotations are covered before. Rather once too often than once too little: the answer is a
/// kind note, nothing is kept and nothing is sent.
const HEARD: [&str; 106] = [
    "and never wake up",
    "and not wake up",
    "better if i was dead",
    "better if i was gone",
    "better if i were dead",
    "better if i were gone",
    "better off dead",
    "better off if i was dead",
    "better off if i was gone",
    "better off if i were dead",
    "better off if i were gone",
    "better off without me",
    "can't go on any more",
    "can't go on anymore",
    "can't live like this",
    "can't live with myself",
    "commit suicide",
    "considered suicide",
    "considering suicide",
    "cutting myself",
    "deserve to die",
    "do away with myself",
    "don't deserve to live",
    "don't want to be alive",
    "don't want to be here any more",
    "don't want to be here anymore",
    "don't want to exist",
    "don't want to live",
    "don't want to wake up",
    "drink myself to death",
    "end it all",
    "end my life",
    "ending it all",
    "ending my life",
    "feel like dying",
    "feel suicidal",
    "feeling suicidal",
    "felt suicidal",
    "going to kms",
    "hang myself",
    "hanging myself",
    "harm myself",
    "harmed myself",
    "harming myself",
    "hope i die",
    "hope i don't wake up",
    "hope i never wake up",
    "i am suicidal",
    "i attempted suicide",
    "i was suicidal",
    "i'll kms",
    "i'm suicidal",
    "isn't worth living",
    "just kms",
    "keep hurting myself",
    "kill myself",
    "killed myself",
    "killing myself",
    "might kms",
    "my suicide attempt",
    "myself on purpose",
    "never wake up again",
    "no point in living",
    "no point living",
    "no reason to live",
    "no way out for me",
    "not want to be alive",
    "not want to be here anymore",
    "not want to exist",
    "not want to live",
    "not worth living",
    "nothing to live for",
    "rather be dead",
    "self harm",
    "self harmed",
    "self harming",
    "should kms",
    "shouldn't be alive",
    "slit my wrist",
    "slit my wrists",
    "suicidal thoughts",
    "take my life",
    "take my own life",
    "taking my own life",
    "think about dying",
    "think about suicide",
    "thinking about suicide",
    "thinking of suicide",
    "thought about suicide",
    "thoughts of suicide",
    "throw myself off",
    "throw myself under",
    "took my own life",
    "urge to hurt myself",
    "want to die",
    "want to hurt myself",
    "want to kms",
    "wanted to die",
    "wish i could die",
    "wish i had never been born",
    "wish i hadn't been born",
    "wish i was dead",
    "wish i was never born",
    "wish i were dead",
    "wish i were never born",
    "wish i'd never been born",
];

/// How words go on that mostly say something else, or sometimes.
enum GoesOn {
    /// They are heard only where they go on like one of these.
    Only(&'static [&'static str]),
    /// They are heard unless they go on like one of these.
    Unless(&'static [&'static str]),
}

/// Words that are heard by how they go on.
const BY_WHAT_FOLLOWS: [(&str, GoesOn); 14] = [
    ("be dead", GoesOn::Only(&["already", "by morning", "by tomorrow", "instead of", "than"])),
    (
        "cut myself",
        GoesOn::Unless(&[
            "a",
            "chopping",
            "cooking",
            "free",
            "loose",
            "off",
            "on a",
            "on an",
            "on broken",
            "on my",
            "on some",
            "on the",
            "opening",
            "out",
            "peeling",
            "shaving",
            "short",
            "slicing",
            "some",
            "when",
            "while",
        ]),
    ),
    ("drown myself", GoesOn::Unless(&["in it", "in the work", "in work"])),
    ("end it tonight", GoesOn::Unless(&["with"])),
    ("going to end it", GoesOn::Unless(&["by", "on", "with"])),
    ("i don't see a way out", GoesOn::Unless(&["of"])),
    ("i don't see any way out", GoesOn::Unless(&["of"])),
    (
        "i overdosed",
        GoesOn::Unless(&["a", "her", "him", "mr", "mrs", "ms", "on caffeine", "on coffee", "the", "them"]),
    ),
    ("i see no way out", GoesOn::Unless(&["of"])),
    (
        "jump in front of",
        GoesOn::Only(&[
            "a bus",
            "a car",
            "a lorry",
            "a train",
            "a truck",
            "the bus",
            "the train",
            "the tube",
        ]),
    ),
    ("jump off a", GoesOn::Only(&["balcony", "bridge", "building", "cliff", "roof"])),
    ("jump off the", GoesOn::Only(&["balcony", "bridge", "building", "cliff", "pier", "roof"])),
    ("shoot myself", GoesOn::Unless(&["in the foot"])),
    ("took all my pills", GoesOn::Unless(&["as", "at", "on time", "with breakfast"])),
];

/// How people write it in a hurry.
const SPELLED: [(&str, &str); 9] = [
    ("cant", "can't"),
    ("dont", "don't"),
    ("gonna", "going to"),
    ("hadnt", "hadn't"),
    ("im", "i'm"),
    ("isnt", "isn't"),
    ("shouldnt", "shouldn't"),
    ("unalive", "kill"),
    ("wanna", "want to"),
];

/// What is told of somebody who did: nothing is asked about that.
const OF_OTHERS: [&str; 11] = [
    "hanged herself",
    "hanged himself",
    "kill herself",
    "kill himself",
    "killed herself",
    "killed himself",
    "killed themselves",
    "suicide",
    "took her own life",
    "took his own life",
    "took their own life",
];

/// Says whether a text speaks of hurting oneself.
pub(crate) fn needs_care(prose: &Prose) -> bool {
    let spoken = spoken(prose);
    let is_all = spoken.trim_matches(|it: char| !it.is_alphanumeric()) == "kms";
    let is_heard = |(words, goes_on): &(&str, GoesOn)| {
        let words = format!(" {words} ");
        let mut after = spoken.match_indices(&words).map(|(at, it)| &spoken[at + it.len()..]);
        after.any(|after| {
            let is_one = |ends: &[&str]| {
                ends.iter().any(|end| after.strip_prefix(end).is_some_and(|rest| rest.starts_with(' ')))
            };
            match goes_on {
                GoesOn::Only(ends) => is_one(ends),
                GoesOn::Unless(ends) => !is_one(ends),
            }
        })
    };
    is_all || has_one(&spoken, &HEARD) || BY_WHAT_FOLLOWS.iter().any(is_heard)
}

/// Says whether a text tells of somebody who took their life.
pub(crate) fn tells_of_suicide(prose: &Prose) -> bool {
    has_one(&spoken(prose), &OF_OTHERS)
}

/// Writes the words one after the other as they are compared, with a blank before and after each.
fn spoken(prose: &Prose) -> String {
    let mut spoken = String::from(" ");
    for token in prose.tokens.iter().filter(|token| token.word != "-") {
        let word = token.word.as_str();
        spoken.push_str(
            SPELLED.iter().find(|(hurried, _)| *hurried == word).map_or(word, |(_, spelled)| spelled),
        );
        spoken.push(' ');
    }
    spoken
}

fn has_one(spoken: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|words| spoken.contains(&format!(" {words} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_hurting_oneself_are_heard_however_they_are_spelled() {
        assert!(HEARD.is_sorted());
        for text in [
            "Some days I want to die.",
            "I think about self-harm again",
            "I\u{2019}d be better off dead",
            "I want to sleep and never wake up",
            "im gonna end it",
            "I am going to jump off the bridge tonight",
            "i dont wanna be here anymore",
            "I wish I'd never been born",
            "I don't see a way out. Nothing matters.",
            "I took all my pills last night",
            "I overdosed",
            "kms",
            "I cut myself last night",
            "I cut myself on purpose",
            "I thought about killing myself",
        ] {
            assert!(needs_care(&Prose::of(text)), "{text}");
        }
    }

    #[test]
    fn quotations_projects_accidents_and_figures_of_speech_are_not() {
        for text in [
            "I killed the process",
            "The character says \u{201c}I want to die\u{201d} in act two",
            "We ended it at ten",
            "I cut myself on the slicer",
            "I cut myself shaving",
            "I wanted to jump off the call",
            "I am going to end it with the supplier",
            "I don't see a way out of the contract",
            "I overdosed the patient by 2 mg",
            "We drove 40 kms",
            "I did not shoot myself in the foot",
            "The battery must be dead",
        ] {
            assert!(!needs_care(&Prose::of(text)), "{text}");
        }
    }

    #[test]
    fn somebody_elses_death_is_no_occasion_for_a_question() {
        for text in ["A patient on our ward killed himself", "My brother committed suicide in March"] {
            let prose = Prose::of(text);
            assert!(tells_of_suicide(&prose) && !needs_care(&prose), "{text}");
        }
    }
}
