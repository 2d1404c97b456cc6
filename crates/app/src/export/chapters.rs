//! The chapters of an entry's story, one function each: every field has its place in one of them.

use std::collections::BTreeSet;

use hansei_method::account::{Account, Actual, Known, Moment};
use hansei_method::analysis::{Analysis, AssumptionStatus, Visible};
use hansei_method::cause::{Cause, CauseKind, Certainty, DecisionPoint, Percent, Soundness};
use hansei_method::entry::Entry;
use hansei_method::factor::Control;
use hansei_method::gap::gap;
use hansei_method::intention::{Goal, Intention, Slot};
use hansei_method::plan::{Commitment, Plan};
use hansei_method::question::Question;
use hansei_method::stage::Answer;
use hansei_method::standing::Standing;

use super::story::{Block, Part, Point, control, date, day, minute};

/// Begins the story. What was learned from earlier attempts belongs to their question 4, and is left out with it.
pub(super) fn facts(entry: &Entry, parts: &BTreeSet<Part>, out: &mut Vec<Block>) {
    let with_situation = parts.contains(&Part::Situation);
    let mut facts = vec![("When", day(entry.occurred))];
    if with_situation {
        facts.extend(entry.context.iter().map(|context| ("Situation", context.to_string())));
        facts.push(("Kind", entry.kind.name().to_owned()));
        if !entry.tags.is_empty() {
            let tags: Vec<&str> = entry.tags.iter().map(hansei_method::tag::Tag::as_str).collect();
            facts.push(("Tags", tags.join(", ")));
        }
    }
    out.push(Block::Facts(facts));
    let Some(attempt) = entry.attempt.as_ref().filter(|_| with_situation) else {
        return;
    };
    let mut facts = vec![("Attempt", attempt.number.to_string())];
    facts.extend(attempt.changed.iter().map(|changed| ("Changed this time", changed.to_string())));
    out.push(Block::Facts(facts));
    if !parts.contains(&Part::Next) {
        return;
    }
    let lessons = attempt.lessons.iter().map(|earlier| {
        let applies = earlier.applies.map(|applies| if applies { "yes" } else { "no" });
        Point::new(earlier.lesson.as_str()).note("applies this time", applies)
    });
    list("Lessons of earlier attempts", lessons, out);
}

pub(super) fn body(entry: &Entry, out: &mut Vec<Block>) {
    if let Some(body) = &entry.body {
        out.push(Block::Heading("As it was written down"));
        out.push(Block::Words(body.to_string()));
    }
}

pub(super) fn intended(entry: &Entry, out: &mut Vec<Block>) {
    let Some(intention) = chapter(Question::Intended, entry.review.answers.intended(), entry, out) else {
        return;
    };
    out.extend(intention.statement.iter().map(|words| Block::Words(words.to_string())));
    if intention.goal == Goal::Learning {
        out.push(Block::Facts(vec![("Goal", "to find something out".to_owned())]));
    }
    let targets = intention.targets.iter().map(|target| {
        Point::new(slot(&target.slot))
            .led_by(target.name.as_str())
            .note("kind", Some(target.slot.kind().name()))
    });
    list("What it could be held against", targets, out);
}

pub(super) fn happened(entry: &Entry, parts: &BTreeSet<Part>, out: &mut Vec<Block>) {
    let Some(account) = chapter(Question::Happened, entry.review.answers.happened(), entry, out) else {
        return;
    };
    out.extend(account.zone.iter().map(|zone| Block::Facts(vec![("Times are in", zone.to_string())])));
    list("Timeline", account.moments.iter().map(moment), out);
    if parts.contains(&Part::Intended) {
        let none = Intention::default();
        let intention = entry.review.answers.intended().and_then(Answer::given).unwrap_or(&none);
        gap_rows(intention, account, out);
    } else {
        // Neither what it was about nor how far off it was: both would tell what was intended.
        list("What came", account.outcomes.iter().map(|outcome| Point::new(actual(&outcome.actual))), out);
    }
    list("Nobody had planned", account.unplanned.iter().map(|words| Point::new(words.as_str())), out);
    words("What somebody who disagrees would add", account.disagreement.as_ref(), out);
}

fn moment(moment: &Moment) -> Point {
    let later = (moment.known == Known::Later).then_some("only afterwards");
    Point::new(moment.what.as_str())
        .led_by(moment.when.to_string())
        .note("known", later)
        .note("a decision", moment.decision.then_some("yes"))
        .note("how we know", moment.source.as_ref())
}

fn gap_rows(intention: &Intention, account: &Account, out: &mut Vec<Block>) {
    // The rows of the gap begin with the targets, in their order; what nobody had planned has a list of its own.
    let rows: Vec<[String; 4]> = intention
        .targets
        .iter()
        .zip(gap(intention, account))
        .map(|(target, row)| {
            let came = account.outcome(target.number).map(actual).unwrap_or_default();
            [target.name.to_string(), slot(&target.slot), came, row.verdict()]
        })
        .collect();
    if !rows.is_empty() {
        out.push(Block::Label("Intended and actual"));
        out.push(Block::Gap(rows));
    }
}

pub(super) fn why(entry: &Entry, out: &mut Vec<Block>) {
    let Some(analysis) = chapter(Question::Why, entry.review.answers.why(), entry, out) else {
        return;
    };
    list("Causes", analysis.causes.drawn().into_iter().map(|(level, found)| cause(found).at(level)), out);
    factors(analysis, out);
    words("What balances it", analysis.balance.as_ref(), out);
    let counter =
        analysis.counter.iter().map(|one| Point::new(one.answer.as_str()).led_by(one.question.as_str()));
    list("The opposite case", counter, out);
    let assumptions = analysis.assumptions.iter().map(|assumption| {
        let about = assumption.cause.and_then(|number| analysis.causes.get(number));
        Point::new(assumption.statement.as_str())
            .note("what became of it", Some(status(assumption.status)))
            .note("confidence then", percent(assumption.confidence))
            .note("when", assumption.date.map(day))
            .note("became the cause", about.map(|cause| cause.statement.as_str()))
    });
    list("Assumptions", assumptions, out);
    let signals = analysis.signals.iter().map(|signal| {
        Point::new(signal.what.as_str())
            .note("visible then", Some(visible(signal.visible)))
            .note("where", signal.place.as_ref())
    });
    list("Missed signals", signals, out);
}

fn cause(cause: &Cause) -> Point {
    let kind = match cause.kind {
        CauseKind::Event => "event",
        CauseKind::Condition => "condition",
        CauseKind::Decision => "decision",
    };
    let certainty = match cause.certainty {
        Certainty::Possible => "possible",
        Certainty::Confirmed => "confirmed",
    };
    let decision = cause.decision.as_ref();
    let text = |part: fn(&DecisionPoint) -> Option<String>| decision.and_then(part);
    Point::new(cause.statement.as_str())
        .note("kind", Some(format!("{kind}, {certainty}")))
        .note("chosen to act on", cause.chosen.then_some("yes"))
        .note("what shows it", cause.evidence.as_ref())
        .note("known then", text(|point| point.known.as_ref().map(ToString::to_string)))
        .note("not known then", text(|point| point.not_known.as_ref().map(ToString::to_string)))
        .note("options", text(|point| point.options.as_ref().map(ToString::to_string)))
        .note("confidence then", decision.and_then(|point| percent(point.confidence)))
        .note("on what was known", decision.and_then(|point| point.soundness).map(soundness))
}

fn factors(analysis: &Analysis, out: &mut Vec<Block>) {
    for sort in Control::ALL {
        let sorted = analysis.factors.iter().filter(|factor| factor.control == sort);
        list(control(sort), sorted.map(|factor| Point::new(factor.statement.as_str())), out);
    }
}

pub(super) fn next(entry: &Entry, parts: &BTreeSet<Part>, out: &mut Vec<Block>) {
    let Some(plan) = chapter(Question::Next, entry.review.answers.next(), entry, out) else {
        return;
    };
    words("Lesson", plan.lesson.as_ref(), out);
    list("What I will do", plan.commitments.iter().map(commitment), out);
    let about = |factor: Option<u32>| {
        let factors =
            entry.analysis().filter(|_| parts.contains(&Part::Why)).map(|analysis| &analysis.factors);
        factor.and_then(|number| factors?.get(number)).map(|factor| factor.statement.to_string())
    };
    let influences = plan
        .influences
        .iter()
        .map(|influence| Point::new(influence.how.as_str()).note("about", about(influence.factor)));
    list("How I use my influence", influences, out);
    let resilience = plan.resilience.iter().map(|item| {
        Point::new(item.what.as_str()).led_by(item.kind.name()).note("about", about(item.factor))
    });
    list("Where the next plan bends", resilience, out);
    list("Not now", plan.not_now.iter().map(|words| Point::new(words.as_str())), out);
    ending(plan, out);
}

fn commitment(commitment: &Commitment) -> Point {
    Point::new(commitment.sentence())
        .note("kind", Some(format!("{}, {}", commitment.kind.name(), commitment.strength.name())))
        .note("look again on", commitment.review_on.map(date))
        .note("seen by", commitment.evidence.as_ref())
}

fn ending(plan: &Plan, out: &mut Vec<Block>) {
    if plan.knowledge_only {
        out.push(Block::Facts(vec![("Action", "none, on purpose: knowing is enough".to_owned())]));
    }
    if let Some(choice) = &plan.choice {
        let mut facts =
            vec![("How it goes on", choice.way.name().to_owned()), ("Because", choice.reason.to_string())];
        facts.extend(choice.on.map(|on| ("Look again on", day(on))));
        out.push(Block::Facts(facts));
    }
}

pub(super) fn beside(entry: &Entry, out: &mut Vec<Block>) {
    let review = &entry.review;
    out.push(Block::Heading("Beside the review"));
    let mut facts = vec![
        ("Written down", minute(entry.captured_at)),
        ("Depth", entry.significance.word().to_owned()),
        ("Minutes spent", (review.spent.seconds / 60).to_string()),
    ];
    facts.extend(review.answers.finished_at().map(|at| ("Closed", minute(at))));
    facts.extend(review.not_before.map(|day| ("Not before", date(day))));
    let standing = |it: Standing| ("The lesson", format!("{}, {}", it.said.words(), date(it.on)));
    facts.extend(review.standing.map(standing));
    facts.extend(review.feeling.iter().map(|words| ("How it felt", words.to_string())));
    facts.extend(review.confidant.iter().map(|words| ("Whom I could tell", words.to_string())));
    out.push(Block::Facts(facts));
    list("Ideas that came early", review.parked.iter().map(|idea| Point::new(idea.as_str())), out);
    let reopened = review.reopened.iter().map(|reopening| {
        let reason = reopening.reason.as_ref().map_or("no reason given", |reason| reason.as_str());
        Point::new(reason).led_by(minute(reopening.at))
    });
    list("Opened again", reopened, out);
}

fn slot(slot: &Slot) -> String {
    match slot {
        Slot::Deadline(deadline) => format!("by {}", day(*deadline)),
        other => other.to_string(),
    }
}

fn actual(actual: &Actual) -> String {
    match actual {
        Actual::Date(date) => day(*date),
        other => other.to_string(),
    }
}

/// Writes a question's heading and returns its answer; a question that was passed over gets its reason instead.
fn chapter<'e, T>(
    question: Question,
    answer: Option<&'e Answer<T>>,
    entry: &Entry,
    out: &mut Vec<Block>,
) -> Option<&'e T> {
    let answer = answer?;
    out.push(Block::Heading(match question {
        Question::Intended => "What was intended",
        Question::Happened => "What happened",
        Question::Why => "Why",
        Question::Next => "What I will do differently",
    }));
    if let Some(reason) = entry.review.answers.skipped(question) {
        out.push(Block::Facts(vec![("Passed over", reason.to_string())]));
    }
    answer.given()
}

fn list(label: &'static str, points: impl Iterator<Item = Point>, out: &mut Vec<Block>) {
    let points: Vec<Point> = points.collect();
    if !points.is_empty() {
        out.push(Block::Label(label));
        out.push(Block::List(points));
    }
}

fn words(label: &'static str, words: Option<&hansei_method::text::Text>, out: &mut Vec<Block>) {
    if let Some(words) = words {
        out.push(Block::Label(label));
        out.push(Block::Words(words.to_string()));
    }
}

fn percent(percent: Option<Percent>) -> Option<String> {
    percent.map(|percent| format!("{} %", u8::from(percent)))
}

fn status(status: AssumptionStatus) -> &'static str {
    match status {
        AssumptionStatus::Held => "held",
        AssumptionStatus::Broken => "broken",
        AssumptionStatus::Untested => "untested",
    }
}

fn visible(visible: Visible) -> &'static str {
    match visible {
        Visible::Yes => "yes",
        Visible::No => "no",
        Visible::Unsure => "not clear",
    }
}

fn soundness(soundness: Soundness) -> &'static str {
    match soundness {
        Soundness::Sound => "I would decide so again",
        Soundness::Unsure => "I cannot say",
        Soundness::Unsound => "I would not decide so again",
    }
}
