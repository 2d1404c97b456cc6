//! What a small change to a sentence has to change (C09f): the chance of a flaw goes down, or stays where it was.

use hansei_coach::Flaw::{self, *};
use hansei_coach::chance;

fn goes_down(pairs: &[(Flaw, &str, &str)]) {
    let wrong: Vec<String> = pairs
        .iter()
        .map(|(flaw, before, after)| (chance(*flaw, before), chance(*flaw, after), before, after))
        .filter(|(before, after, ..)| after >= before)
        .map(|(before, after, first, second)| format!("{before:.2} {first}\n{after:.2} {second}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_negation_takes_it_back() {
    goes_down(&[
        (Blame, "The night nurse was careless.", "The night nurse was not careless."),
        (Blame, "The supplier is to blame.", "Nobody is to blame."),
        (Rumination, "I am a failure.", "I am not a failure; the experiment was."),
        (
            ExternalBlame,
            "We were just unlucky with the weather.",
            "It was not bad luck; we had no rain plan.",
        ),
    ]);
}

#[test]
fn quotation_marks_give_it_to_somebody_else() {
    goes_down(&[
        (
            Editorialising,
            "It was a complete disaster.",
            "She wrote \u{201c}it was a complete disaster\u{201d}.",
        ),
        (Rumination, "I am such an idiot.", "He shouted \u{201c}I am such an idiot\u{201d} and left."),
        (Hindsight, "Obviously it would fail.", "He said \u{201c}obviously it would fail\u{201d}."),
        (Blame, "It was her fault.", "The note said \u{201c}it was her fault\u{201d}."),
    ]);
}

#[test]
fn a_thing_is_not_a_person() {
    goes_down(&[
        (Blame, "The technician failed to start.", "The pump failed to start."),
        (Editorialising, "The team fell apart.", "The sponge fell apart when I lifted it off the tray."),
        (Rumination, "I am useless.", "The second pump is useless below 4 bar."),
    ]);
}

#[test]
fn what_can_be_checked_takes_it_back() {
    goes_down(&[
        (
            VagueIntention,
            "I wanted the talk to go well.",
            "I wanted three of the ten listeners to ask for the slides.",
        ),
        (
            Editorialising,
            "Service was a nightmare.",
            "Service took 50 minutes a table between 19:00 and 21:00.",
        ),
        (Aspiration, "I will be more careful.", "Before I send it, I will read the total aloud to Ana."),
    ]);
}

#[test]
fn another_tense_is_a_plan() {
    goes_down(&[
        (Counterfactual, "She should have called at noon.", "She should call at noon tomorrow."),
        (Hindsight, "I should have known better.", "We should know the result by Friday."),
    ]);
}
