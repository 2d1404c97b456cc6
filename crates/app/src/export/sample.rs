//! Entries for tests: any entry at all, and one that has something in every field.

use hansei_method::account::{Account, Actual, Known, Met, Moment, Outcome};
use hansei_method::amount::Amount;
use hansei_method::analysis::{
    Analysis, Assumption, AssumptionStatus, CounterArgument, MissedSignal, Visible,
};
use hansei_method::answers::{Answers, Skips};
use hansei_method::attempt::{Attempt, EarlierLesson};
use hansei_method::cause::{Cause, CauseKind, CauseTree, Certainty, DecisionPoint, Percent, Soundness};
use hansei_method::entry::{Entry, Kind, Significance};
use hansei_method::factor::{Control, Factor};
use hansei_method::id::EntryId;
use hansei_method::intention::{Goal, Intention, Slot, Target};
use hansei_method::items::{Item, Items};
use hansei_method::occurred::Occurred;
use hansei_method::plan::{
    Choice, Commitment, CommitmentKind, Influence, Plan, Resilience, ResilienceKind, Strength, Way,
};
use hansei_method::review::{Reopening, Review};
use hansei_method::spent::TimeSpent;
use hansei_method::stage::Stage;
use hansei_method::standing::{Said, Standing};
use hansei_method::tag::Tag;
use hansei_method::text::{Line, Text};
use hansei_method::when::When;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

/// Reads an entry from the JSON of a test.
pub(crate) fn rich() -> Entry {
    serde_json::from_str(include_str!("rich.json")).unwrap()
}

/// What people paste, and what breaks parsers.
const HOSTILE: [&str; 34] = [
    "---",
    "\n---\n# hansei: x\n",
    "\n---\nhansei: entry\n",
    "# ",
    "## Why\n",
    "\r\n",
    "\r",
    "\n",
    "\n\n",
    " ",
    "\t",
    "null",
    "~",
    "true",
    "'",
    "\"",
    "\"\"",
    ": ",
    "- ",
    "| ",
    "> ",
    "<script>alert(1)</script>",
    "<!--",
    "=cmd()",
    "+1",
    "@x",
    "\u{202e}",
    "\u{2028}",
    "\u{85}",
    "\u{feff}",
    "🚑",
    "\u{1}",
    "{\"schema\":9}",
    ", then I will ",
];

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z ,.;:'\"#-]{1,30}",
        any::<String>(),
        vec(prop_oneof![select(HOSTILE.to_vec()).prop_map(str::to_owned), "[a-z]{1,6}"], 1..6)
            .prop_map(|parts| parts.concat()),
    ]
}

fn text() -> impl Strategy<Value = Text> {
    words().prop_map(|words| words.parse().unwrap_or_else(|_| "something".parse().unwrap()))
}

pub(crate) fn line() -> impl Strategy<Value = Line> {
    words().prop_map(|words| {
        let one: String = words.replace(char::is_control, "").chars().take(300).collect();
        one.parse().unwrap_or_else(|_| "something".parse().unwrap())
    })
}

fn texts() -> impl Strategy<Value = Vec<Text>> {
    vec(text(), 0..3)
}

fn date() -> impl Strategy<Value = Date> {
    (1i16..=9999, 1i16..=365)
        .prop_map(|(year, day)| Date::new(year, 1, 1).unwrap().with().day_of_year(day).build().unwrap())
}

fn occurred() -> impl Strategy<Value = Occurred> {
    let time = option::of(0i32..86_400).prop_map(|second| {
        second.map(|second| Time::midnight().wrapping_add(jiff::Span::new().seconds(second)))
    });
    (date(), time).prop_map(|(date, time)| Occurred::new(date, time).unwrap())
}

fn timestamp() -> impl Strategy<Value = Timestamp> {
    (-60_000_000_000i64..250_000_000_000, 0i32..1_000_000_000)
        .prop_map(|(second, nanosecond)| Timestamp::new(second, nanosecond).unwrap())
}

fn id() -> impl Strategy<Value = EntryId> {
    any::<u128>().prop_map(|bits| EntryId::new(Uuid::from_u128(bits)))
}

fn percent() -> impl Strategy<Value = Percent> {
    (0u8..=100).prop_map(|percent| Percent::try_from(percent).unwrap())
}

fn amount() -> impl Strategy<Value = Amount> {
    let written = vec![
        "at most $200,000",
        "under $200K",
        "less than 5%",
        "over  1,250.50 EUR",
        "about 226.5 km",
        "3 signatures.",
        "-4 °C",
        "at least 0.10 €",
    ];
    select(written).prop_map(|amount| amount.parse().unwrap())
}

/// Numbers items from 1, or backwards, so that the order is not the numbers' order.
fn items<T: Item + Clone + std::fmt::Debug>(
    item: impl Strategy<Value = T>,
    most: usize,
) -> impl Strategy<Value = Items<T>> {
    (vec(item, 0..=most), any::<bool>()).prop_map(|(mut items, is_backwards)| {
        let count = items.len();
        for (index, item) in items.iter_mut().enumerate() {
            let number = if is_backwards { count - index } else { index + 1 };
            item.set_number(u32::try_from(number).unwrap());
        }
        Items::try_from(items).unwrap()
    })
}

fn intention() -> impl Strategy<Value = Intention> {
    let slot = prop_oneof![
        amount().prop_map(Slot::Amount),
        occurred().prop_map(Slot::Deadline),
        text().prop_map(Slot::Party),
        text().prop_map(Slot::Observable),
    ];
    let target = (line(), slot).prop_map(|(name, slot)| Target { number: 0, name, slot });
    (text(), select(vec![Goal::Result, Goal::Learning]), items(target, 3))
        .prop_map(|(statement, goal, targets)| Intention { statement: Some(statement), goal, targets })
}

fn when() -> impl Strategy<Value = When> {
    prop_oneof![
        Just(When::Then),
        date().prop_map(When::Date),
        occurred().prop_map(|occurred| occurred.to_string().parse().unwrap()),
        line().prop_map(|line| line.as_str().chars().take(200).collect::<String>().parse().unwrap()),
    ]
}

fn account() -> impl Strategy<Value = Account> {
    let known = select(vec![Known::Then, Known::Later]);
    let moment = (when(), text(), option::of(text()), known, any::<bool>()).prop_map(
        |(when, what, source, known, decision)| Moment { number: 0, when, what, source, known, decision },
    );
    let met = select(vec![Met::AsIntended, Met::Exceeded, Met::Short, Met::Unsaid]);
    let actual = prop_oneof![
        amount().prop_map(Actual::Amount),
        occurred().prop_map(Actual::Date),
        (text(), met.clone()).prop_map(|(words, met)| Actual::Words { words, met }),
    ];
    (
        items(moment, 4),
        option::of(line()),
        vec((actual, option::of(met)), 0..4),
        texts(),
        option::of(text()),
        text(),
    )
        .prop_map(|(moments, zone, actuals, mut unplanned, disagreement, spare)| {
            if moments.is_empty() && unplanned.is_empty() {
                unplanned.push(spare);
            }
            let outcomes =
                (1..).zip(actuals).map(|(target, (actual, met))| Outcome { target, actual, met }).collect();
            Account { moments, zone, outcomes, unplanned, disagreement }
        })
}

fn decision() -> impl Strategy<Value = DecisionPoint> {
    let soundness = select(vec![Soundness::Sound, Soundness::Unsure, Soundness::Unsound]);
    (option::of(text()), option::of(text()), option::of(text()), option::of(percent()), option::of(soundness))
        .prop_map(|(known, not_known, options, confidence, soundness)| DecisionPoint {
            known,
            not_known,
            options,
            confidence,
            soundness,
        })
}

fn cause() -> impl Strategy<Value = Cause> {
    let kind = select(vec![CauseKind::Event, CauseKind::Condition, CauseKind::Decision]);
    let certainty = select(vec![Certainty::Possible, Certainty::Confirmed]);
    (text(), kind, certainty, option::of(text()), any::<bool>(), option::of(decision())).prop_map(
        |(statement, kind, certainty, evidence, chosen, decision)| Cause {
            number: 0,
            under: None,
            statement,
            kind,
            certainty,
            evidence,
            chosen,
            decision,
        },
    )
}

/// Hangs every cause under one before it, or under none.
fn tree() -> impl Strategy<Value = CauseTree> {
    vec((cause(), any::<prop::sample::Index>()), 1..6).prop_map(|causes| {
        let linked = (1u32..).zip(causes).map(|(number, (cause, under))| {
            let under = u32::try_from(under.index(number as usize)).unwrap();
            Cause { number, under: (under > 0).then_some(under), ..cause }
        });
        CauseTree::try_from(linked.collect::<Vec<_>>()).unwrap()
    })
}

fn analysis() -> impl Strategy<Value = Analysis> {
    let factor =
        (text(), select(Control::ALL.to_vec()), any::<bool>()).prop_map(|(statement, control, linked)| {
            Factor { number: 0, statement, control, cause: linked.then_some(1) }
        });
    let counter = (text(), text()).prop_map(|(question, answer)| CounterArgument { question, answer });
    let status = select(vec![AssumptionStatus::Held, AssumptionStatus::Broken, AssumptionStatus::Untested]);
    let assumption = (text(), option::of(percent()), option::of(occurred()), status, any::<bool>()).prop_map(
        |(statement, confidence, date, status, linked)| Assumption {
            number: 0,
            statement,
            confidence,
            date,
            status,
            cause: linked.then_some(1),
        },
    );
    let visible = select(vec![Visible::Yes, Visible::No, Visible::Unsure]);
    let signal = (text(), visible, option::of(text())).prop_map(|(what, visible, place)| MissedSignal {
        number: 0,
        what,
        visible,
        place,
    });
    (tree(), items(factor, 3), option::of(text()), vec(counter, 0..3), items(assumption, 2), items(signal, 2))
        .prop_map(|(causes, factors, balance, counter, assumptions, signals)| Analysis {
            causes,
            factors,
            balance,
            counter,
            assumptions,
            signals,
        })
}

fn plan() -> impl Strategy<Value = Plan> {
    let kind = select(CommitmentKind::ALL.to_vec());
    let strength = select(Strength::ALL.to_vec());
    let commitment = (text(), text(), kind, strength, option::of(date()), option::of(text())).prop_map(
        |(cue, act, kind, strength, review_on, evidence)| Commitment {
            number: 0,
            cue,
            act,
            kind,
            strength,
            review_on,
            evidence,
        },
    );
    let influence = text().prop_map(|how| Influence { number: 0, factor: None, how });
    let resilience = (select(ResilienceKind::ALL.to_vec()), text()).prop_map(|(kind, what)| Resilience {
        number: 0,
        factor: None,
        kind,
        what,
    });
    let choice = (select(Way::ALL.to_vec()), text(), option::of(occurred()))
        .prop_map(|(way, reason, on)| Choice { way, reason, on });
    let first = (text(), items(commitment, 3), items(influence, 2), items(resilience, 2));
    (first, texts(), any::<bool>(), option::of(choice)).prop_map(
        |((lesson, commitments, influences, resilience), not_now, knowledge_only, choice)| Plan {
            lesson: Some(lesson),
            commitments,
            influences,
            resilience,
            not_now,
            knowledge_only,
            choice,
        },
    )
}

fn stage() -> impl Strategy<Value = Stage> {
    let skips = (option::of(text()), option::of(text()), option::of(text()), option::of(text()));
    (0usize..=5, intention(), account(), analysis(), plan(), skips, timestamp()).prop_map(
        |(reached, intended, mut happened, why, next, skips, finished_at)| {
            let skip = |reason: Option<Text>, number: usize| reason.filter(|_| reached >= number);
            let skipped = Skips {
                intended: skip(skips.0, 1),
                happened: skip(skips.1, 2),
                why: skip(skips.2, 3),
                next: skip(skips.3, 4),
            };
            let known = |target| skipped.intended.is_none() && intended.targets.get(target).is_some();
            happened.outcomes.retain(|outcome| known(outcome.target));
            let answers = Answers {
                intended: (reached >= 1 && skipped.intended.is_none()).then_some(intended),
                happened: (reached >= 2 && skipped.happened.is_none()).then_some(happened),
                why: (reached >= 3 && skipped.why.is_none()).then_some(why),
                next: (reached >= 4 && skipped.next.is_none()).then_some(next),
                skipped,
                finished_at: (reached == 5).then_some(finished_at),
            };
            Stage::try_from(answers).unwrap()
        },
    )
}

fn review() -> impl Strategy<Value = Review> {
    let spent = (any::<u32>(), option::of(timestamp()))
        .prop_map(|(seconds, running_since)| TimeSpent { seconds, running_since });
    let reopening = (timestamp(), option::of(text()), option::of(0..9_u32))
        .prop_map(|(at, reason, had)| Reopening { at, reason, had });
    (
        stage(),
        texts(),
        spent,
        vec(reopening, 0..3),
        option::of(text()),
        option::of(text()),
        option::of(date()),
        option::of(standing()),
    )
        .prop_map(|(answers, parked, spent, reopened, feeling, confidant, not_before, standing)| {
            Review { answers, parked, spent, reopened, feeling, confidant, not_before, standing }
        })
}

fn standing() -> impl Strategy<Value = Standing> {
    (select(Said::ALL.to_vec()), date()).prop_map(|(said, on)| Standing { said, on })
}

fn attempt() -> impl Strategy<Value = Attempt> {
    let lesson = (id(), text(), option::of(any::<bool>()))
        .prop_map(|(from, lesson, applies)| EarlierLesson { from, lesson, applies });
    (id(), 1u32..9, option::of(text()), vec(lesson, 0..3))
        .prop_map(|(goal, number, changed, lessons)| Attempt { goal, number, changed, lessons })
}

/// Any entry that can be: every field empty and full, every word hostile.
pub(crate) fn any_entry() -> impl Strategy<Value = Entry> {
    let tag = line().prop_map(|line| {
        let short: String = line.as_str().replace(',', "").chars().take(20).collect();
        short.parse::<Tag>().unwrap_or_else(|_| "tag".parse().unwrap())
    });
    let kinds = (select(Kind::ALL.to_vec()), select(Significance::ALL.to_vec()));
    let words = (line(), option::of(text()), option::of(line()), btree_set(tag, 0..4));
    (id(), kinds, words, occurred(), timestamp(), option::of(attempt()), review()).prop_map(
        |(id, (kind, significance), (title, body, context, tags), occurred, captured_at, attempt, review)| {
            Entry {
                id,
                kind,
                significance,
                title,
                body,
                context,
                occurred,
                captured_at,
                tags,
                attempt,
                review,
            }
        },
    )
}
