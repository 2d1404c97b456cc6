//! A whole tree of causes gets at most one question, about the cause where it matters most.

use hansei_coach::closure::{Closure, tree};
use hansei_coach::{Context, Field, Flaw, Meant, Weight};
use hansei_method::cause::{Cause, CauseKind, CauseTree, Certainty};
use hansei_method::id::Number;
use hansei_method::plan::Plan;

const SERIOUS: Context<'_> =
    Context { control: None, beside: "", others: &[], is_serious: true, meant: &[], off: &[] };

fn cause(number: Number, under: Number, statement: &str) -> Cause {
    Cause {
        number,
        under: Some(under).filter(|under| *under > 0),
        statement: statement.parse().expect("words"),
        kind: CauseKind::Event,
        certainty: Certainty::Possible,
        evidence: None,
        chosen: false,
        decision: None,
    }
}

fn grown(causes: &[(Number, &str)]) -> CauseTree {
    let causes = (1..).zip(causes).map(|(number, (under, statement))| cause(number, *under, statement));
    CauseTree::try_from(causes.collect::<Vec<_>>()).expect("a tree")
}

fn in_a_chain(statements: &[&str]) -> CauseTree {
    grown(&(0..).zip(statements.iter().copied()).collect::<Vec<_>>())
}

fn asked(gap: &str, causes: &CauseTree, context: &Context<'_>) -> Option<(Number, Closure)> {
    tree(gap, causes, None, context).map(|asked| (asked.cause, asked.closure))
}

fn plan(act: &str) -> Plan {
    serde_json::from_value(
        serde_json::json!({"commitments": [{"cue": "the next release is planned", "act": act}]}),
    )
    .expect("a plan")
}

#[test]
fn the_chains_of_the_method_that_end_too_early_are_asked_about() {
    let chains: [(&[&str], (Number, Closure)); 6] = [
        (&["The exam results dropped 12%", "The class was tired"], (1, Closure::Shallow)),
        (
            &["The delivery was late", "It took longer than planned", "We were behind schedule"],
            (1, Closure::Restates),
        ),
        (
            &["Orders were missed", "The list was not read", "Staff were busy chasing missed orders"],
            (2, Closure::Circle),
        ),
        (&["Wrong dose drawn up", "The nurse misread the chart", "She was careless"], (2, Closure::Person)),
        (&["Churn rose to 9%", "Customers were unhappy", "Poor communication"], (2, Closure::Descriptor)),
        (
            &["The demo crashed", "There was no staging server", "Lack of a staging server"],
            (2, Closure::DisguisedSolution),
        ),
    ];
    for (statements, expected) in chains {
        let causes = in_a_chain(&statements[1..]);
        assert_eq!(asked(statements[0], &causes, &Context::default()), Some(expected), "{statements:?}");
    }
}

#[test]
fn the_chains_of_the_method_that_end_well_are_not() {
    let gold = in_a_chain(&[
        "The design team needed more time",
        "The scope expanded mid-project",
        "The client added requirements after kickoff",
        "We had no change-management step",
        "I assumed the initial scope would hold and built no protocol for changes",
    ]);
    assert_eq!(asked("The proposal was late", &gold, &Context::default()), None);
    let physical = in_a_chain(&[
        "The 16 A breaker carried 18.2 A (meter log)",
        "I added two hosts without checking the load table",
    ]);
    assert_eq!(asked("Rack B lost power at 03:10", &physical, &Context::default()), None);
    let decision = in_a_chain(&[
        "The form was unsigned",
        "It was in a folder I open on Sundays; the deadline was a Thursday",
    ]);
    assert_eq!(asked("My son missed the school trip", &decision, &Context::default()), None);
    let branches = grown(&[
        (0, "The probe read 2 °C low"),
        (0, "The alarm was muted for maintenance"),
        (1, "Calibration is yearly"),
        (2, "The mute has no timer"),
    ]);
    assert_eq!(asked("The batch was discarded", &branches, &Context::default()), None);
    assert_eq!(asked("The batch was discarded", &branches, &SERIOUS), None);
}

#[test]
fn of_several_the_one_that_matters_most_is_asked_about() {
    let causes = grown(&[
        (0, "The chart was misread"),
        (1, "Poor lighting"),
        (0, "The second check was left out"),
        (3, "The protocol was not followed"),
        (0, "The night nurse was careless"),
        (0, "The wrong dose was drawn up"),
    ]);
    let gap = "The wrong dose was drawn up at 02:10";
    let phrases = ["The wrong dose was drawn up", "the night nurse was careless!", "Poor lighting"]
        .map(|phrase| Meant { field: Field::Why, flaw: Flaw::PrematureClosure, phrase: phrase.into() });
    let with = |meant| asked(gap, &causes, &Context { meant, ..Context::default() });
    assert_eq!(with(&[]), Some((6, Closure::Restates)));
    assert_eq!(with(&phrases[..1]), Some((5, Closure::Person)));
    assert_eq!(with(&phrases[..2]), Some((2, Closure::Descriptor)));
    assert_eq!(with(&phrases), Some((4, Closure::Deviation)));
    let off = Context { off: &[Flaw::PrematureClosure], ..Context::default() };
    assert_eq!(asked(gap, &causes, &off), None);
}

#[test]
fn what_the_plan_would_build_is_no_cause_of_its_own() {
    let causes = in_a_chain(&[
        "The demo ran on a laptop that updated itself",
        "I had only tried it at home",
        "There was no staging server",
    ]);
    let with = |plan: &Plan| {
        tree("The demo crashed", &causes, Some(plan), &Context::default())
            .map(|asked| (asked.cause, asked.closure))
    };
    assert_eq!(with(&plan("set up a staging server")), Some((3, Closure::DisguisedSolution)));
    assert_eq!(with(&plan("turn updates off the day before")), None);
    let specific =
        in_a_chain(&["There was no change-control clause in the kickoff document we had both signed"]);
    let asked =
        tree("It was late", &specific, Some(&plan("write a change-control clause")), &Context::default());
    assert_ne!(asked.map(|asked| asked.closure), Some(Closure::DisguisedSolution));
}

#[test]
fn one_chain_alone_is_asked_about_where_the_review_is_no_small_one() {
    let causes = in_a_chain(&["The van left at 9:40", "The keys lay at home", "I changed coats at the door"]);
    assert_eq!(asked("We came late", &causes, &Context::default()), None);
    assert_eq!(asked("We came late", &causes, &SERIOUS), Some((1, Closure::SingleBranch)));
}

#[test]
fn where_nothing_shows_any_of_it_is_a_hint_and_comes_last() {
    let causes = grown(&[
        (0, "The alarm was muted"),
        (1, "The mute has no timer"),
        (0, "The probe read low"),
        (3, "Calibration is yearly"),
    ]);
    let told = tree("The batch was discarded", &causes, None, &SERIOUS).unwrap();
    assert_eq!((told.cause, told.closure, told.weight), (1, Closure::NoEvidence, Weight::Hint));
    let mut shown = causes.clone();
    let with_log =
        Cause { evidence: Some("log of the 4th".parse().unwrap()), ..cause(3, 0, "The probe read low") };
    shown.replace(3, with_log).unwrap();
    assert_eq!(asked("The batch was discarded", &shown, &SERIOUS), None);
    assert_eq!(asked("The batch was discarded", &causes, &Context::default()), None);
}

#[test]
fn a_condition_with_evidence_and_a_decision_with_a_missing_barrier_are_ends() {
    let condition = Cause {
        kind: CauseKind::Condition,
        evidence: Some("the label on the panel".parse().unwrap()),
        ..cause(1, 0, "The breaker is rated lower than the heater draws")
    };
    let with = |cause: Cause| {
        asked("The heater went off", &CauseTree::try_from(vec![cause]).unwrap(), &Context::default())
    };
    assert_eq!(with(Cause { evidence: None, ..condition.clone() }), Some((1, Closure::Shallow)));
    assert_eq!(with(condition), None);
    assert_eq!(with(cause(1, 0, "I plugged it in beside the kettle")), Some((1, Closure::Shallow)));
    assert_eq!(
        with(cause(1, 0, "I plugged it in beside the kettle, and nothing there shows the load")),
        None
    );
}

#[test]
fn a_deviation_with_what_led_to_it_is_no_end_that_is_asked_about() {
    let asked = |leaf| {
        let causes = in_a_chain(&["The valve was open", "Steam entered the line", leaf]);
        asked("The line burst", &causes, &Context::default())
    };
    for leaf in [
        "The crew did not follow the procedure",
        "The lockout protocol was ignored",
        "I skipped the checklist",
    ] {
        assert_eq!(asked(leaf), Some((3, Closure::Deviation)), "{leaf}");
    }
    for leaf in [
        "The procedure was skipped because the key was in the other building",
        "The procedure names a valve that was taken out in 2019",
    ] {
        assert_eq!(asked(leaf), None, "{leaf}");
    }
}

#[test]
fn other_languages_and_words_of_hurting_oneself_get_no_question() {
    let german = in_a_chain(&["Niemand hat den Lieferschein noch einmal durchgesehen, bevor er hinausging"]);
    assert_eq!(asked("Die Lieferung war zu spät beim Kunden", &german, &SERIOUS), None);
    let care = in_a_chain(&["I was careless", "I want to die"]);
    assert_eq!(asked("I missed the exam", &care, &SERIOUS), None);
    assert_eq!(tree("It rained", &CauseTree::default(), None, &SERIOUS), None);
}

#[test]
fn five_thousand_causes_get_one_question_in_a_chain_or_side_by_side() {
    let statement = |number: Number| format!("Pump {number} sent water to tank {}", number * 7 + 1);
    let chain: Vec<_> = (1..=5_000).map(|number| cause(number, number - 1, &statement(number))).collect();
    let causes = CauseTree::try_from(chain).unwrap();
    assert_eq!(asked("The cellar was wet", &causes, &SERIOUS), Some((2, Closure::Restates)));
    let wide: Vec<_> = (1..=5_000).map(|number| cause(number, 0, &statement(number))).collect();
    let causes = CauseTree::try_from(wide).unwrap();
    assert_eq!(asked("The cellar was wet", &causes, &Context::default()), Some((1, Closure::Shallow)));
}
