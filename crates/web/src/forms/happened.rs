//! Question 2 as a form: the timeline, what became of the targets, what nobody had planned.

use hansei_method::account::{Account, Known, Moment};
use hansei_method::intention::Intention;
use hansei_method::items::Items;
use hansei_method::moment_line::{split_marks, split_moment_line};
use hansei_method::when::When;

use super::outcomes::{self, OUTCOMES};
use super::words::Choice;
use super::{Form, Row, Wrongs};

/// The list of moments.
pub(crate) const MOMENTS: &str = "moment";
/// The list of what nobody had planned.
pub(crate) const UNPLANNED: &str = "unplanned";

/// Turns an answer into the form it was typed in.
pub(crate) fn form(account: &Account, intention: &Intention) -> Form {
    let mut form = Form::default();
    for moment in &account.moments {
        form.push(MOMENTS, row(moment));
    }
    form.set("zone", account.zone.as_ref().map_or("", |zone| zone.as_str()));
    for row in outcomes::rows(account, intention) {
        form.push(OUTCOMES, row);
    }
    for words in &account.unplanned {
        form.push(UNPLANNED, Row::of([("words", words.to_string())]));
    }
    form.set("disagreement", account.disagreement.as_ref().map_or("", |words| words.as_str()));
    form
}

/// Makes moments of what stands in the quick line and among the pasted lines, and lets go of rows that say nothing.
pub(crate) fn settle(form: &mut Form) {
    let quick = form.take("quick");
    let known = if form.take("quick_later").is_empty() { Known::Then } else { Known::Later };
    for line in quick.lines() {
        add_line(form, line, known);
    }
    for line in form.take("paste").lines() {
        add_line(form, line, Known::Then);
    }
    tidy(form);
}

/// Lets go of rows that say nothing.
pub(crate) fn tidy(form: &mut Form) {
    form.drop_blank(MOMENTS, &["when", "what", "source"]);
    form.drop_blank(UNPLANNED, &["words"]);
    outcomes::settle(form);
}

/// Reads the answer that takes the place of `old`; it counts only when nothing is wrong.
pub(crate) fn read(form: &Form, old: &Account, intention: &Intention, wrong: &mut Wrongs) -> Account {
    let rows = form.rows(MOMENTS).iter().enumerate();
    let moments = rows.filter_map(|(at, row)| moment(at, row, &old.moments, wrong)).collect::<Vec<_>>();
    let moments = wrong.of("moment.0.what", "", Items::try_from(moments)).unwrap_or_default();
    let zone = wrong.line("zone", "Time zone", form.get("zone"));
    let outcomes = outcomes::read(form, intention, wrong);
    let rows = form.rows(UNPLANNED).iter().enumerate();
    let unplanned = rows
        .filter_map(|(at, row)| {
            wrong.text(&format!("{UNPLANNED}.{at}.words"), "Not planned", row.get("words"))
        })
        .collect();
    let disagreement = wrong.text("disagreement", "Who disagrees", form.get("disagreement"));
    Account { moments, zone, outcomes, unplanned, disagreement }
}

fn row(moment: &Moment) -> Row {
    let when = if moment.when == When::Then { String::new() } else { moment.when.to_string() };
    Row::of([
        ("number", moment.number.to_string()),
        ("when", when),
        ("what", moment.what.to_string()),
        ("source", moment.source.as_ref().map_or_else(String::new, ToString::to_string)),
        ("known", moment.known.word().to_owned()),
        ("decision", if moment.decision { "true".to_owned() } else { String::new() }),
    ])
}

/// Adds a typed line as a row; `known` is what was said of it beside the line.
fn add_line(form: &mut Form, line: &str, known: Known) {
    let (rest, marks) = split_marks(line);
    let (when, what) = split_moment_line(rest);
    let when = if when == When::Then { String::new() } else { when.to_string() };
    let source = marks.source.unwrap_or_default();
    if when.is_empty() && what.trim().is_empty() && source.is_empty() {
        return;
    }
    let known = if known == Known::Later { known } else { marks.known };
    form.push(
        MOMENTS,
        Row::of([
            ("when", when),
            ("what", what.to_owned()),
            ("source", source.to_owned()),
            ("known", known.word().to_owned()),
            ("decision", if marks.decision { "true".to_owned() } else { String::new() }),
        ]),
    );
}

fn moment(at: usize, row: &Row, old: &Items<Moment>, wrong: &mut Wrongs) -> Option<Moment> {
    let field = |name: &str| format!("{MOMENTS}.{at}.{name}");
    let place = format!("Line {}", at + 1);
    let when = wrong.fact(&field("when"), &place, row.get("when"));
    let lacking = "nothing says what happened; write it, or clear the whole line";
    let what = wrong.required(&field("what"), &place, row.get("what"), lacking);
    let source = wrong.text(&field("source"), &place, row.get("source"));
    let known = Known::from_word(row.get("known")).unwrap_or_default();
    let decision = row.get("decision") == "true";
    Some(Moment { number: row.number_in(old), when: when?, what: what?, source, known, decision })
}

#[cfg(test)]
mod tests {
    use hansei_method::moment_line::write_moment_line;

    use super::*;

    fn intention() -> Intention {
        serde_json::from_str(
            r#"{"targets": [{"name": "Price", "slot": {"amount": "$2"}}, {"name": "Day", "slot": {"deadline": "2026-03-15"}}, {"name": "Quiet", "slot": {"observable": "no calls"}}]}"#,
        )
        .unwrap()
    }

    fn parsed(body: &str) -> (Account, Wrongs) {
        let mut form = Form::parse(body).unwrap();
        settle(&mut form);
        let mut wrong = Wrongs::default();
        (read(&form, &Account::default(), &intention(), &mut wrong), wrong)
    }

    fn lines(account: &Account) -> Vec<String> {
        account.moments.iter().map(|moment| format!("{} | {}", moment.when, moment.what)).collect()
    }

    #[test]
    fn an_answer_survives_being_shown_and_sent_back() {
        let json = r#"{"zone": "UTC", "moments": [
                {"number": 3, "when": "17:20", "what": "first\nline", "source": "log", "known": "later", "decision": true},
                {"number": 1, "when": "about 23:27", "what": "second"},
                {"number": 2, "what": "third"}],
            "outcomes": [{"target": 1, "actual": {"amount": "$3"}}, {"target": 2, "actual": {"date": "2026-03-22T10:00"}},
                {"target": 3, "actual": {"words": {"words": "one call", "met": "short"}}}],
            "unplanned": ["rain", "a second order"], "disagreement": "finance would"}"#;
        let account: Account = serde_json::from_str(json).unwrap();
        let sent = Form::parse(&form(&account, &intention()).encoded()).unwrap();
        let mut wrong = Wrongs::default();
        assert_eq!(read(&sent, &account, &intention(), &mut wrong), account);
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn the_quick_line_becomes_a_moment_at_the_end() {
        let (account, _) = parsed("moment.0.what=first&quick=17:20+the+pump+stopped&quick_later=true");
        assert_eq!(lines(&account), ["then | first", "17:20 | the pump stopped"]);
        assert_eq!(account.moments.as_slice()[1].known, Known::Later);
    }

    #[test]
    fn pasted_lines_become_moments_and_blank_ones_do_not() {
        let (account, _) =
            parsed("paste=15+March+2026:+sent%0D%0A%0D%0A++%0D%0Aabout+23:27+restored%0D%0Athen+quiet");
        assert_eq!(lines(&account), ["2026-03-15 | sent", "about 23:27 | restored", "then | quiet"]);
    }

    #[test]
    fn the_marks_of_the_terminal_are_understood_in_typed_and_pasted_lines_and_come_back_as_they_were() {
        let lines = [
            "17:20: the dumps are empty [the log] ~",
            "then: I run it all the same !",
            "18:00: quiet [memory] ~ !",
            "18:10: Stop!",
        ];
        let pasted = lines[1..].join("\n").replace(' ', "+").replace('\n', "%0A");
        let (account, wrong) = parsed(&format!("quick={}&paste={pasted}", lines[0].replace(' ', "+")));
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(account.moments.iter().map(write_moment_line).collect::<Vec<_>>(), lines);
        let marks =
            account.moments.iter().map(|moment| (moment.source.is_some(), moment.known, moment.decision));
        let (then, later) = (Known::Then, Known::Later);
        let read = [(true, later, false), (false, then, true), (true, later, true), (false, then, false)];
        assert_eq!(marks.collect::<Vec<_>>(), read);
    }

    #[test]
    fn a_time_without_a_fact_is_asked_about() {
        let (_, wrong) = parsed("quick=17:20");
        assert_eq!(wrong.listed().len(), 1);
        assert!(wrong.at("moment.0.what").is_some());
    }

    #[test]
    fn too_many_moments_are_refused_with_a_sentence() {
        let body: Vec<_> = (0..5_001).map(|at| format!("moment.{at}.what=x")).collect();
        let (account, wrong) = parsed(&body.join("&"));
        assert!(account.moments.is_empty());
        assert!(wrong.listed()[0].1.contains("keep it to 5000"), "{:?}", wrong.listed());
    }
}
