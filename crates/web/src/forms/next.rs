//! Question 4 as a form: the lesson, the commitments, what to do about the rest, and how it goes on.

use hansei_method::factor::{Control, Factor};
use hansei_method::id::Number;
use hansei_method::items::Items;
use hansei_method::occurred::Occurred;
use hansei_method::plan::{
    Choice as HowItGoesOn, Commitment, CommitmentKind, Influence, Plan, Resilience, ResilienceKind, Strength,
    Way,
};

use super::words::Choice;
use super::{Form, Row, Wrongs};

/// The list of commitments.
pub(crate) const COMMITMENTS: &str = "commitment";
/// The list of influences on what was partly mine.
pub(crate) const INFLUENCES: &str = "influence";
/// The list of resilience items for what was outside.
pub(crate) const RESILIENCE: &str = "resilience";
/// The list of what is not done now.
pub(crate) const NOT_NOW: &str = "later";

/// Turns an answer into the form it was typed in.
pub(crate) fn form(plan: &Plan) -> Form {
    let mut form = Form::default();
    form.set("lesson", plan.lesson.as_ref().map_or("", |words| words.as_str()));
    for commitment in &plan.commitments {
        form.push(COMMITMENTS, commitment_row(commitment));
    }
    for influence in &plan.influences {
        let row = Row::of([
            ("number", influence.number.to_string()),
            ("factor", number(influence.factor)),
            ("how", influence.how.to_string()),
        ]);
        form.push(INFLUENCES, row);
    }
    for item in &plan.resilience {
        let row = Row::of([
            ("number", item.number.to_string()),
            ("factor", number(item.factor)),
            ("kind", item.kind.word().to_owned()),
            ("what", item.what.to_string()),
        ]);
        form.push(RESILIENCE, row);
    }
    for words in &plan.not_now {
        form.push(NOT_NOW, Row::of([("words", words.to_string())]));
    }
    form.set("knowledge_only", if plan.knowledge_only { "true" } else { "" });
    if let Some(choice) = &plan.choice {
        form.set("way", choice.way.word());
        form.set("reason", choice.reason.as_str());
        form.set("on", choice.on.map_or_else(String::new, |on| on.to_string().replace('T', " ")));
    }
    form
}

/// Adds an empty row for each sorted factor that has none: an influence for what was partly mine, slack for what was outside.
pub(crate) fn offer<'a>(form: &mut Form, factors: impl IntoIterator<Item = &'a Factor>) {
    for factor in factors {
        let list = match factor.control {
            Control::Mine => continue,
            Control::Partly => INFLUENCES,
            Control::Outside => RESILIENCE,
        };
        let number = factor.number.to_string();
        if form.rows(list).iter().all(|row| row.get("factor") != number) {
            form.push(list, Row::of([("factor", number)]));
        }
    }
}

/// Lets go of rows that say nothing.
pub(crate) fn tidy(form: &mut Form) {
    form.drop_blank(COMMITMENTS, &["cue", "act", "evidence", "review_on"]);
    form.drop_blank(INFLUENCES, &["how"]);
    form.drop_blank(RESILIENCE, &["what"]);
    form.drop_blank(NOT_NOW, &["words"]);
}

/// Reads the answer that takes the place of `old`; it counts only when nothing is wrong. A link to a factor that is not
/// among `factors` is let go.
pub(crate) fn read(form: &Form, old: &Plan, factors: &Items<Factor>, wrong: &mut Wrongs) -> Plan {
    let plan = parsed(form, old, factors, wrong);
    if let Err(refused) = plan.check_knowledge_only() {
        wrong.add("knowledge_only", "", refused);
    }
    plan
}

fn parsed(form: &Form, old: &Plan, factors: &Items<Factor>, wrong: &mut Wrongs) -> Plan {
    let known = |row: &Row| row.get("factor").parse().ok().filter(|number| factors.get(*number).is_some());
    Plan {
        lesson: wrong.text("lesson", "The lesson", form.get("lesson")),
        commitments: commitments(form, old, wrong),
        influences: influences(form, old, &known, wrong),
        resilience: resilience(form, old, &known, wrong),
        not_now: not_now(form, wrong),
        knowledge_only: form.get("knowledge_only") == "true",
        choice: choice(form, wrong),
    }
}

fn commitments(form: &Form, old: &Plan, wrong: &mut Wrongs) -> Items<Commitment> {
    let mut commitment = |(at, row): (usize, &Row)| {
        let field = |name: &str| format!("{COMMITMENTS}.{at}.{name}");
        let place = format!("Commitment {}", at + 1);
        let no_cue = "say at which moment it applies; a plan without a moment waits for one that never comes";
        let cue = wrong.required(&field("cue"), &place, row.get("cue"), no_cue);
        let no_act = "say what you will do then; start with a verb";
        let act = wrong.required(&field("act"), &place, row.get("act"), no_act);
        let review_on = wrong.optional_fact::<Occurred>(&field("review_on"), &place, row.get("review_on"));
        let evidence = wrong.text(&field("evidence"), &place, row.get("evidence"));
        Some(Commitment {
            number: row.number_in(&old.commitments),
            cue: cue?,
            act: act?,
            kind: CommitmentKind::from_word(row.get("kind")).unwrap_or_default(),
            strength: Strength::from_word(row.get("strength")).unwrap_or_default(),
            review_on: review_on.map(|day| day.date()),
            evidence,
        })
    };
    let all: Vec<_> = form.rows(COMMITMENTS).iter().enumerate().filter_map(&mut commitment).collect();
    wrong.of("commitment.0.cue", "", Items::try_from(all)).unwrap_or_default()
}

fn influences(
    form: &Form,
    old: &Plan,
    known: &impl Fn(&Row) -> Option<Number>,
    wrong: &mut Wrongs,
) -> Items<Influence> {
    let mut influence = |(at, row): (usize, &Row)| {
        let how = wrong.text(&format!("{INFLUENCES}.{at}.how"), "Influence", row.get("how"));
        Some(Influence { number: row.number_in(&old.influences), factor: known(row), how: how? })
    };
    let all: Vec<_> = form.rows(INFLUENCES).iter().enumerate().filter_map(&mut influence).collect();
    wrong.of("influence.0.how", "", Items::try_from(all)).unwrap_or_default()
}

fn resilience(
    form: &Form,
    old: &Plan,
    known: &impl Fn(&Row) -> Option<Number>,
    wrong: &mut Wrongs,
) -> Items<Resilience> {
    let mut item = |(at, row): (usize, &Row)| {
        let what = wrong.text(&format!("{RESILIENCE}.{at}.what"), "Resilience", row.get("what"));
        let kind = ResilienceKind::from_word(row.get("kind"));
        if kind.is_none() {
            wrong.add(&format!("{RESILIENCE}.{at}.kind"), "Resilience", "choose what kind of slack it is");
        }
        Some(Resilience {
            number: row.number_in(&old.resilience),
            factor: known(row),
            kind: kind?,
            what: what?,
        })
    };
    let all: Vec<_> = form.rows(RESILIENCE).iter().enumerate().filter_map(&mut item).collect();
    wrong.of("resilience.0.what", "", Items::try_from(all)).unwrap_or_default()
}

fn not_now(form: &Form, wrong: &mut Wrongs) -> Vec<hansei_method::text::Text> {
    let rows = form.rows(NOT_NOW).iter().enumerate();
    rows.filter_map(|(at, row)| wrong.text(&format!("{NOT_NOW}.{at}.words"), "Not now", row.get("words")))
        .collect()
}

fn choice(form: &Form, wrong: &mut Wrongs) -> Option<HowItGoesOn> {
    let way = Way::from_word(form.get("way"));
    let on = wrong.optional_fact::<Occurred>("on", "How it goes on", form.get("on"));
    if way.is_none() {
        if !form.get("reason").trim().is_empty() || on.is_some() {
            wrong.add("way", "How it goes on", "choose one of the three, or clear the reason and the day");
        }
        return None;
    }
    let reason = wrong.required("reason", "How it goes on", form.get("reason"), "say why, in a few words");
    Some(HowItGoesOn { way: way?, reason: reason?, on })
}

fn commitment_row(commitment: &Commitment) -> Row {
    Row::of([
        ("number", commitment.number.to_string()),
        ("cue", commitment.cue.to_string()),
        ("act", commitment.act.to_string()),
        ("kind", commitment.kind.word().to_owned()),
        ("strength", commitment.strength.word().to_owned()),
        ("review_on", commitment.review_on.map_or_else(String::new, |day| day.to_string())),
        ("evidence", commitment.evidence.as_ref().map_or_else(String::new, ToString::to_string)),
    ])
}

fn number(number: Option<Number>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factors() -> Items<Factor> {
        serde_json::from_str(
            r#"[{"number": 1, "statement": "mine", "control": "mine"}, {"number": 2, "statement": "partly", "control": "partly"},
                {"number": 3, "statement": "out", "control": "outside"}]"#,
        )
        .unwrap()
    }

    fn plan() -> Plan {
        serde_json::from_str(
            r#"{"lesson": "ask\nfirst", "commitments": [{"number": 2, "cue": "the brief grows,", "act": "stop", "kind": "system",
                    "strength": "stronger", "review_on": "2026-06-30", "evidence": "a sheet"}],
                "influences": [{"factor": 2, "how": "ask earlier"}], "resilience": [{"factor": 3, "kind": "second_source", "what": "a second maker"}],
                "not_now": ["a course"], "choice": {"way": "change_course", "reason": "the goal moved", "on": "2026-07-01T09:00"}}"#,
        )
        .unwrap()
    }

    fn parsed(body: &str) -> (Plan, Wrongs) {
        let mut form = Form::parse(body).unwrap();
        tidy(&mut form);
        let mut wrong = Wrongs::default();
        (read(&form, &plan(), &factors(), &mut wrong), wrong)
    }

    #[test]
    fn an_answer_survives_being_shown_and_sent_back() {
        let sent = Form::parse(&form(&plan()).encoded()).unwrap();
        let mut wrong = Wrongs::default();
        assert_eq!(read(&sent, &plan(), &factors(), &mut wrong), plan());
        let knowing = Plan { knowledge_only: true, commitments: Items::default(), ..plan() };
        let sent = Form::parse(&form(&knowing).encoded()).unwrap();
        assert_eq!(read(&sent, &plan(), &factors(), &mut wrong), knowing);
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_row_is_offered_for_each_factor_that_was_not_all_mine() {
        let mut empty = Form::default();
        offer(&mut empty, &factors());
        assert_eq!((empty.rows(INFLUENCES).len(), empty.rows(RESILIENCE).len()), (1, 1));
        let mut filled = form(&plan());
        offer(&mut filled, &factors());
        assert_eq!(filled, form(&plan()));
        tidy(&mut empty);
        assert!(empty.rows(INFLUENCES).is_empty());
    }

    #[test]
    fn half_a_commitment_is_asked_for_the_other_half() {
        let (_, wrong) =
            parsed("commitment.0.cue=it+grows&commitment.1.act=stop&commitment.1.review_on=soon");
        let ids: Vec<_> = wrong.listed().into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, ["f-commitment.0.act", "f-commitment.1.cue", "f-commitment.1.review_on"]);
    }

    #[test]
    fn a_fourth_commitment_is_refused() {
        let body: Vec<_> = (0..4).map(|at| format!("commitment.{at}.cue=c&commitment.{at}.act=a")).collect();
        assert!(parsed(&body.join("&")).1.listed()[0].1.contains("keep it to 3"));
    }

    #[test]
    fn a_choice_needs_its_reason_and_a_reason_its_choice() {
        assert!(parsed("way=stop").1.at("reason").is_some());
        assert!(parsed("reason=tired").1.at("way").is_some());
        assert!(parsed("").1.is_empty());
    }

    #[test]
    fn a_link_to_a_factor_that_is_gone_is_let_go() {
        let (plan, wrong) = parsed("influence.0.factor=9&influence.0.how=ask");
        assert!(wrong.is_empty());
        assert_eq!(plan.influences.as_slice()[0].factor, None);
    }
}
