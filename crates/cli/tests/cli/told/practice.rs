//! Practice and growth, word for word.

use serde_json::json;

use super::Session;

const MARCH: &str = "2026-03-02T09:00:00+00:00[UTC]";
const NEXT_DAY: &str = "2026-03-03T09:00:00+00:00[UTC]";
const NEXT_WEEK: &str = "2026-03-09T09:00:00+00:00[UTC]";
const MAY: &str = "2026-05-13T10:00:00+02:00[Europe/Berlin]";

/// Makes a home with a plan of two commitments: a habit, and something that is built.
fn planned(session: &mut Session) {
    session.now = MARCH;
    let answers = json!({
        "schema": 1,
        "log": "2026-03-01: Ran the migration on the live cluster. The two terminals looked the same.",
        "significance": "small",
        "answers": {
            "intended": {"statement": "Run the migration on staging"},
            "happened": {"moments": [{"what": "It ran on the live cluster"}]},
            "why": {"factors": [{"statement": "I did not look which host it was", "control": "mine"}]},
            "next": {
                "lesson": "A prompt is not read unless it is read aloud",
                "commitments": [
                    {"cue": "I open a shell on a live host", "act": "read its name aloud"},
                    {"cue": "a live host is connected", "act": "have the prompt coloured", "kind": "system", "strength": "stronger"}
                ],
                "choice": {"way": "retry", "reason": "the aim is the same"}
            }
        },
        "finish": true
    });
    let file = session.home.path().join("answers.json");
    std::fs::write(&file, answers.to_string()).unwrap();
    session.run(&["review", "--from", file.to_str().unwrap()]).done();
}

/// Returns the short ids of what is practised, the habit first.
fn ids(session: &Session) -> [String; 2] {
    let list: serde_json::Value =
        serde_json::from_str(&session.run(&["practice", "--all", "--json"]).done()).unwrap();
    let of = |number: u64| {
        let practices = list["practices"].as_array().unwrap();
        let found = practices.iter().find(|it| it["about"]["commitment"]["number"] == number);
        found.unwrap()["short"].as_str().unwrap().to_owned()
    };
    [of(1), of(2)]
}

#[test]
fn what_is_planned_is_asked_about_answered_and_taken_back() {
    let mut session = Session::new();
    session.type_in(&["practice"]);
    session.type_in(&["growth"]);
    planned(&mut session);
    session.type_in(&["practice"]);
    session.type_in(&["practice", "--all"]);
    session.now = NEXT_DAY;
    let [habit, built] = ids(&session);
    session.type_in(&[]);
    session.type_in(&["practice"]);
    session.type_in(&["practice", &habit]);
    let known = ["--known", "artefact", "--context", "on call", "--note", "In the shell log"];
    session.type_in(&[&["practice", &habit, "did", "--again", "no"][..], &known].concat());
    let observed: serde_json::Value =
        serde_json::from_str(&session.run(&["practice", &habit, "--json"]).done()).unwrap();
    let observation = observed["observations"][0]["observation"]["id"].as_str().unwrap()[..8].to_owned();
    session.type_in(&["practice", &habit, "half", "--of", &observation]);
    session.type_in(&["practice", "--undo", &observation]);
    session.type_in(&["practice", &habit]);
    session.type_in(&["practice", "--remove", &observation]);
    session.type_in(&["practice", &built, "installed"]);
    session.type_in(&["practice", &habit, "installed"]);
    session.type_in(&["practice", &built, "there", "--again", "no"]);
    session.type_in(&["practice", &built, "--put-off", "in 2 weeks"]);
    session.type_in(&["practice"]);
    insta::assert_snapshot!(session.seen);
}

#[test]
fn looking_up_a_lesson_before_one_starts_is_asked_about_later() {
    let mut session = Session::new();
    planned(&mut session);
    let [habit, _] = ids(&session);
    session.type_in(&["learned", "migration"]);
    session.now = NEXT_WEEK;
    session.type_in(&["practice"]);
    session.type_in(&["practice", &habit]);
    session.type_in(&["practice", &habit, "missed", "--when", "2026-03-02", "--again", "yes"]);
    insta::assert_snapshot!(session.seen);
}

#[test]
fn how_far_it_has_come_is_told_with_what_it_rests_on() {
    let mut session = Session::new();
    planned(&mut session);
    let [habit, built] = ids(&session);
    session.now = MAY;
    for (day, context) in
        [("03-05", "on call"), ("03-12", "on call"), ("03-24", "planned work"), ("04-02", "on call")]
    {
        let when = format!("2026-{day}");
        let args = ["practice", &habit, "did", "--again", "no", "--when", &when, "--context", context];
        session.run(&args).done();
    }
    session.run(&["practice", &habit, "missed", "--when", "2026-04-16"]).done();
    for day in ["2026-04-20", "2026-04-27", "2026-05-04", "2026-05-11"] {
        session.run(&["practice", &habit, "did", "--when", day]).done();
    }
    session.run(&["practice", &built, "installed", "--when", "2026-03-05"]).done();
    session.type_in(&["practice", &habit, "--rate", "5,6,5,4"]);
    session.type_in(&["growth"]);
    session.columns = "80";
    session.type_in(&["practice", "--all"]);
    session.type_in(&["practice", &habit]);
    session.type_in(&["practice", &built, "--superseded-by", &habit]);
    session.type_in(&["practice", &built, "did"]);
    session.type_in(&["growth", "--state", "established"]);
    session.type_in(&["growth", "--set", "most_in_practice=2", "--set", "established_days=45"]);
    session.type_in(&["growth", "--set", "streak=2"]);
    session.type_in(&["growth", "--set", "fidelity"]);
    insta::assert_snapshot!(session.seen);
}
