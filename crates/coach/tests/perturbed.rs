//! What a small change to a sentence has to change (C09f): the chance of a flaw goes down, or stays where it was.

use hansei_coach::Flaw::{self, *};
use hansei_coach::{Context, Weight, chance, look_for};

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
        (Editorialising, "The meeting was a disaster.", "The meeting was not a disaster."),
        (Hindsight, "It was obvious that it would fail.", "It was not obvious that it would fail."),
        (Rumination, "I always ruin everything.", "I do not always ruin everything."),
        (Counterfactual, "We should have called the client.", "We had no reason to call the client."),
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
        (ExternalBlame, "It was just bad luck.", "He said \u{201c}it was just bad luck\u{201d} and hung up."),
        (
            Counterfactual,
            "We should have called at noon.",
            "The note said \u{201c}we should have called at noon\u{201d}.",
        ),
        (
            Aspiration,
            "I will be more careful.",
            "I will strike \u{201c}I will be more careful\u{201d} from the form on Monday.",
        ),
        (
            VagueIntention,
            "I wanted it to be a success.",
            "Print \u{201c}a success\u{201d} on 40 cups by Friday.",
        ),
    ]);
}

#[test]
fn a_thing_is_not_a_person() {
    goes_down(&[
        (Blame, "The technician failed to start.", "The pump failed to start."),
        (Editorialising, "The team fell apart.", "The sponge fell apart when I lifted it off the tray."),
        (Rumination, "I am useless.", "The second pump is useless below 4 bar."),
        (Counterfactual, "The team failed to notify the ward.", "The pump failed to start at 06:12."),
        (ExternalBlame, "The client was impossible.", "The client's file was locked."),
        (Hindsight, "I knew all along that it would sink.", "The log knew two ports, and both were open."),
        (Aspiration, "I will stop being careless.", "The build will stop when the schema test fails."),
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
        (
            Blame,
            "The night nurse was careless.",
            "The night nurse drew up 5 mg at 02:10 from the adjacent tray.",
        ),
        (ExternalBlame, "The timing was bad.", "The valve opened 12 degrees late."),
        (
            Hindsight,
            "It was obvious that it would rain.",
            "The forecast on that day gave a 20% chance of rain.",
        ),
        (Rumination, "I am terrible at estimates.", "My last four estimates were 40% low."),
        (Counterfactual, "We could have ordered more.", "We ordered 12 crates and got 9."),
    ]);
}

#[test]
fn another_tense_is_a_plan() {
    goes_down(&[
        (Counterfactual, "She should have called at noon.", "She should call at noon tomorrow."),
        (Hindsight, "I should have known better.", "We should know the result by Friday."),
        (Blame, "Who screwed up the rota?", "Who will write the rota for May?"),
        (Editorialising, "The handover was chaos.", "The handover will be at nine."),
        (Rumination, "I am a failure.", "I felt like a failure on Tuesday."),
        (Aspiration, "I will be more careful.", "I was careful on Monday and weighed it twice."),
        (VagueIntention, "I wanted to do well.", "I will do ten lengths by noon."),
        (ExternalBlame, "The market was against us.", "The market opens at nine."),
    ]);
}

#[test]
fn what_changes_nothing_keeps_the_question() {
    let is_asked = |flaw: Flaw, text: &str| {
        look_for(flaw, text, &Context::default()).is_some_and(|asked| asked.weight == Weight::Nudge)
    };
    let pairs = [
        (VagueIntention, "I wanted the talk to go well.", "I wanted the lesson to go well."),
        (Editorialising, "The launch was a complete disaster.", "The LAUNCH  was a complete disaster!"),
        (Blame, "The night nurse was careless.", "The day nurse was careless."),
        (Blame, "This is entirely Marcus's fault.", "This is entirely Amina\u{2019}s fault."),
        (ExternalBlame, "We were just unlucky with the weather.", "We were just unlucky with the traffic."),
        (Rumination, "I'm such an idiot.", "I\u{2019}m such an idiot."),
        (Hindsight, "I should have known better.", "We should have known better."),
        (Aspiration, "I will be more careful.", "We'll be more careful."),
        (Counterfactual, "She should have called at noon.", "He should have called at three."),
    ];
    let lost: Vec<_> =
        pairs.iter().filter(|(flaw, one, other)| !is_asked(*flaw, one) || !is_asked(*flaw, other)).collect();
    assert!(lost.is_empty(), "{lost:#?}");
}
