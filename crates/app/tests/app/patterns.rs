use std::fmt::Write as _;

use hansei_app::AppError;
use hansei_app::entry::Details;
use hansei_app::patterns::{Card, Patterns, State, Why, in_months};
use hansei_app::review::Reviewed;
use hansei_method::id::EntryId;
use hansei_method::pattern::PatternKey;
use hansei_recall::Excerpt;

use crate::harness::*;

fn told(excerpt: &Excerpt) -> String {
    let piece = |piece: &hansei_recall::Piece| match piece {
        hansei_recall::Piece::Plain(text) => text.clone(),
        hansei_recall::Piece::Marked(text) => format!("[{text}]"),
    };
    excerpt.pieces.iter().map(piece).collect()
}

fn why(why: Option<&Why>) -> String {
    match why {
        Some(Why::Heard { excerpt, .. } | Why::Alike { excerpt, .. }) => told(excerpt),
        Some(Why::Tagged(tag)) => format!("#{tag}"),
        Some(Why::Measured(estimate)) => format!("{}, came {}", estimate.intended, estimate.actual),
        None => "said".to_owned(),
    }
}

fn drawn(patterns: &Patterns) -> String {
    let mut out = String::new();
    for card in &patterns.cards {
        writeln!(out, "{}: {}\n  {}", card.key, card.name, card.sentence).unwrap();
        writeln!(out, "  {:?}, {} in {}", card.contexts, card.entries.len(), card.contexts.len()).unwrap();
        for entry in &card.entries {
            writeln!(out, "  {} {}\n      {}", entry.occurred, entry.title, why(entry.why.as_ref())).unwrap();
        }
        match card.rate.change {
            Some(change) => writeln!(
                out,
                "  until {}: {}; since: {}: {}",
                change.on,
                in_months(change.before),
                in_months(change.after),
                change.trend.words()
            ),
            None => writeln!(out, "  {}", in_months(card.rate.whole)),
        }
        .unwrap();
        for (_, estimate) in &card.estimates.each {
            writeln!(out, "  {} / {}: {:?}", estimate.intended, estimate.actual, estimate.measure).unwrap();
        }
        writeln!(out, "  middle: {:?} {:?}", card.estimates.times, card.estimates.days).unwrap();
    }
    for few in &patterns.few {
        writeln!(out, "few: {} ({} in {:?})", few.name, few.entries, few.contexts).unwrap();
    }
    for idea in &patterns.ideas {
        writeln!(out, "idea: {:?}", idea.words).unwrap();
        for place in &idea.places {
            writeln!(out, "  {} {:?} {}", place.occurred, place.thought, told(&place.excerpt)).unwrap();
        }
    }
    out
}

#[tokio::test]
async fn the_demo_shows_what_recurs_in_it() {
    let bench = Bench::new().await;
    bench.app.fill_with_demo().await.unwrap();
    insta::assert_snapshot!(drawn(&bench.app.patterns().await.unwrap()));
}

/// Keeps an entry with its tags and its review.
async fn keep(bench: &Bench, title: &str, tags: &str, said: Reviewed) -> EntryId {
    let id = bench.log(title).await;
    let tags = Some(hansei_method::tag::Tag::list(tags).unwrap());
    bench.app.describe(id, None, &Details { tags, ..Details::default() }).await.unwrap();
    bench.app.review(id, None, &said).await.unwrap();
    id
}

/// Three entries in two situations that sound like relying on memory.
pub(crate) async fn forgetful(bench: &Bench) -> Vec<EntryId> {
    let mut ids = Vec::new();
    for (title, tag) in
        [("Forgot the keys", "home"), ("It slipped my mind", "work"), ("I forgot the milk", "home")]
    {
        ids.push(keep(bench, title, tag, Reviewed::default()).await);
        bench.pass(60);
    }
    ids
}

pub(crate) fn memory() -> PatternKey {
    "relying-on-memory".parse().unwrap()
}

async fn shown(bench: &Bench) -> Vec<String> {
    let patterns = bench.app.patterns().await.unwrap();
    patterns.cards.into_iter().map(|card| card.name).collect()
}

pub(crate) async fn card(bench: &Bench) -> Card {
    bench.app.pattern(&memory()).await.unwrap()
}

#[tokio::test]
async fn three_entries_in_two_situations_are_a_pattern() {
    let bench = Bench::new().await;
    let ids = forgetful(&bench).await;
    let card = bench.app.patterns().await.unwrap().cards.remove(0);
    assert_eq!((card.name.as_str(), card.version), ("Relying on memory", 1));
    assert_eq!(card.contexts, [("home".to_owned(), 2), ("work".to_owned(), 1)]);
    assert_eq!(card.entries.iter().map(|entry| entry.id).collect::<Vec<_>>().len(), 3);
    bench.app.delete(ids[1], None).await.unwrap();
    let patterns = bench.app.patterns().await.unwrap();
    assert_eq!((patterns.cards.len(), patterns.few.len()), (0, 1), "one situation is no pattern");
}

#[tokio::test]
async fn what_only_lacks_its_situations_is_named_among_the_few() {
    let bench = Bench::new().await;
    for text in [
        "The lid of the tahini jar jammed and the knife slipped.",
        "The knife slipped on the lid of a tahini jar again.",
        "Tahini jar, jammed lid, knife: slipped a third time.",
        "The bread did not rise.",
    ] {
        bench.log(text).await;
    }
    let patterns = bench.app.patterns().await.unwrap();
    assert_eq!(patterns.cards, []);
    let few: Vec<_> = patterns.few.iter().map(|few| (few.entries, few.contexts.len())).collect();
    assert_eq!(few, [(3, 0)], "{:?}", patterns.few);
}

#[tokio::test]
async fn what_came_out_as_intended_is_no_evidence() {
    let bench = Bench::new().await;
    let ids = forgetful(&bench).await;
    let kind = Some(hansei_method::entry::Kind::Success);
    bench.app.describe(ids[0], None, &Details { kind, ..Details::default() }).await.unwrap();
    assert!(shown(&bench).await.is_empty());
}

#[tokio::test]
async fn every_word_on_a_pattern_can_be_taken_back_by_another_program_too() {
    let bench = Bench::new().await;
    forgetful(&bench).await;
    let key = memory();
    let found = card(&bench).await;
    let name = || Some("Two pockets".parse().unwrap());
    bench.app.confirm_pattern(&key, Some(1), None).await.unwrap();
    bench.app.rename_pattern(&key, Some(2), name()).await.unwrap();
    assert_eq!(
        (card(&bench).await.name.as_str(), card(&bench).await.state),
        ("Two pockets", State::Confirmed)
    );
    bench.app.reject_pattern(&key, Some(3)).await.unwrap();
    assert!(shown(&bench).await.is_empty());
    let again = bench.again().await;
    assert_eq!(again.undo_pattern(&key, Some(4)).await.unwrap().version, 5);
    assert_eq!(shown(&bench).await, ["Two pockets"]);
    for _ in 0..2 {
        again.undo_pattern(&key, None).await.unwrap();
    }
    let back = Card { version: 1, said_at: None, ..card(&bench).await };
    assert_eq!(back, found, "as it was found");
    assert!(again.undo_pattern(&key, None).await.is_err(), "nothing is left to undo");
}

#[tokio::test]
async fn another_version_than_the_one_that_was_seen_is_a_conflict() {
    let bench = Bench::new().await;
    forgetful(&bench).await;
    bench.app.confirm_pattern(&memory(), Some(1), None).await.unwrap();
    let late = bench.app.reject_pattern(&memory(), Some(1)).await;
    assert!(matches!(late, Err(AppError::Conflict(_))), "{late:?}");
    let same = bench.app.confirm_pattern(&memory(), Some(2), None).await.unwrap();
    assert_eq!(same.version, 2, "nothing is different, so nothing is kept");
}

#[tokio::test]
async fn what_was_rejected_comes_back_when_its_evidence_has_doubled() {
    let bench = Bench::new().await;
    forgetful(&bench).await;
    bench.app.reject_pattern(&memory(), None).await.unwrap();
    for count in 4..=5 {
        keep(&bench, "I forgot the train", "work", Reviewed::default()).await;
        assert!(shown(&bench).await.is_empty(), "{count}");
    }
    keep(&bench, "I forgot the train", "work", Reviewed::default()).await;
    assert_eq!(shown(&bench).await, ["Relying on memory"]);
    assert_eq!(card(&bench).await.state, State::Rejected { then: 3, has_doubled: true });
}

#[tokio::test]
async fn what_came_after_a_confirmation_is_new_until_something_is_said_of_it() {
    let bench = Bench::new().await;
    forgetful(&bench).await;
    bench.app.confirm_pattern(&memory(), None, None).await.unwrap();
    let new = keep(&bench, "I forgot the train", "work", Reviewed::default()).await;
    let of = |card: Card| card.entries.into_iter().find(|entry| entry.id == new);
    assert!(of(card(&bench).await).unwrap().is_new);
    bench.app.say_of_entry(&memory(), None, new, Some(true)).await.unwrap();
    let entry = of(card(&bench).await).unwrap();
    assert_eq!((entry.is_new, entry.is_added), (false, true));
    bench.app.say_of_entry(&memory(), None, new, Some(false)).await.unwrap();
    let left = card(&bench).await;
    assert_eq!((left.entries.len(), left.left_out.len()), (3, 1));
    bench.app.undo_pattern(&memory(), None).await.unwrap();
    assert_eq!(card(&bench).await.entries.len(), 4);
}

#[tokio::test]
async fn an_entry_that_sounds_like_nothing_can_be_put_in_by_hand() {
    let bench = Bench::new().await;
    forgetful(&bench).await;
    let quiet = keep(&bench, "The van stood there", "garage", Reviewed::default()).await;
    bench.app.say_of_entry(&memory(), None, quiet, Some(true)).await.unwrap();
    let card = card(&bench).await;
    let entry = card.entries.iter().find(|entry| entry.id == quiet).unwrap();
    assert_eq!((entry.why.clone(), entry.is_added, card.contexts.len()), (None, true, 3));
}

#[tokio::test]
async fn a_merged_pattern_gives_its_evidence_to_the_other_and_never_in_a_circle() {
    let bench = Bench::new().await;
    forgetful(&bench).await;
    for (title, tag) in
        [("I put it off", "home"), ("Left it until the last minute", "work"), ("Put it off again", "work")]
    {
        keep(&bench, title, tag, Reviewed::default()).await;
    }
    let late = "procrastination".parse().unwrap();
    assert_eq!(shown(&bench).await.len(), 2);
    bench.app.confirm_pattern(&memory(), None, None).await.unwrap();
    bench.app.merge_pattern(&late, None, &memory()).await.unwrap();
    let merged = card(&bench).await;
    assert_eq!((shown(&bench).await.len(), merged.entries.len()), (1, 6));
    assert_eq!(merged.merged, [(late.clone(), "Procrastination".to_owned())]);
    assert!(merged.entries.iter().all(|entry| !entry.is_new), "the person has just said where they belong");
    let circle = bench.app.merge_pattern(&memory(), None, &late).await.unwrap_err();
    assert!(circle.to_string().contains("\"Procrastination\" is already merged"), "{circle}");
    let itself = bench.app.merge_pattern(&memory(), None, &memory()).await.unwrap_err();
    assert!(itself.to_string().contains("into itself"), "{itself}");
    keep(&bench, "I put it off", "home", Reviewed::default()).await;
    assert_eq!(card(&bench).await.entries.iter().filter(|entry| entry.is_new).count(), 1);
    bench.app.undo_pattern(&late, None).await.unwrap();
    assert_eq!((shown(&bench).await.len(), card(&bench).await.entries.len()), (2, 3));
}

#[tokio::test]
async fn undoing_makes_no_circle_either() {
    let bench = Bench::new().await;
    forgetful(&bench).await;
    for (title, tag) in
        [("I put it off", "home"), ("Left it until the last minute", "work"), ("Put it off again", "work")]
    {
        keep(&bench, title, tag, Reviewed::default()).await;
    }
    let late = "procrastination".parse().unwrap();
    bench.app.merge_pattern(&late, None, &memory()).await.unwrap();
    bench.app.rename_pattern(&late, None, Some("Later".parse().unwrap())).await.unwrap();
    bench.app.merge_pattern(&memory(), None, &late).await.unwrap();
    let circle = bench.app.undo_pattern(&late, None).await.unwrap_err();
    assert!(circle.to_string().contains("undo that first"), "{circle}");
    bench.app.undo_pattern(&memory(), None).await.unwrap();
    bench.app.undo_pattern(&late, None).await.unwrap();
    assert_eq!(card(&bench).await.entries.len(), 6);
}

#[tokio::test]
async fn an_entry_knows_the_confirmed_patterns_it_is_in() {
    let bench = Bench::new().await;
    let ids = forgetful(&bench).await;
    assert_eq!(bench.app.patterns_of(ids[0]).await.unwrap(), []);
    bench.app.confirm_pattern(&memory(), None, None).await.unwrap();
    assert_eq!(bench.app.patterns_of(ids[0]).await.unwrap(), [(memory(), "Relying on memory".to_owned())]);
    bench.app.say_of_entry(&memory(), None, ids[0], Some(false)).await.unwrap();
    assert_eq!(bench.app.patterns_of(ids[0]).await.unwrap(), []);
}

#[tokio::test]
async fn an_erased_entry_leaves_its_patterns() {
    let bench = Bench::new().await;
    let ids = forgetful(&bench).await;
    bench.app.confirm_pattern(&memory(), None, None).await.unwrap();
    bench.app.erase(ids[0], None).await.unwrap();
    assert_eq!(card(&bench).await.entries.len(), 2);
}

/// Keeps three entries that are alike, and five that are like nothing.
pub(crate) async fn keep_three_alike(bench: &Bench) {
    let told = [
        "The caterer waited at the wrong gate of the venue",
        "The caterer came to the wrong venue gate",
        "Wrong gate: the caterer stood before the venue",
    ];
    for (title, tag) in told.into_iter().zip(["fair", "wedding", "fair"]) {
        keep(bench, title, tag, Reviewed::default()).await;
        bench.pass(60);
    }
    // What else is in the log: likeness is judged against it.
    for title in
        ["The bread burned", "A tooth broke", "The exam was on another day", "Paint ran out", "The cat hid"]
    {
        keep(bench, title, "home", Reviewed::default()).await;
    }
}

#[tokio::test]
async fn entries_that_are_alike_are_a_pattern_and_stay_the_same_one_when_another_joins() {
    let bench = Bench::new().await;
    keep_three_alike(&bench).await;
    let found = bench.app.patterns().await.unwrap().cards;
    assert_eq!(found.iter().map(|card| card.entries.len()).collect::<Vec<_>>(), [3], "{found:?}");
    let key = found[0].key.clone();
    assert!(key.as_str().starts_with("like-"), "{key}");
    assert!(found[0].name.contains("caterer"), "{}", found[0].name);
    let name = Some("Gates".parse().unwrap());
    bench.app.rename_pattern(&key, Some(1), name).await.unwrap();
    keep(&bench, "The caterer at the wrong gate of the venue, again", "wedding", Reviewed::default()).await;
    let card = bench.app.patterns().await.unwrap().cards.remove(0);
    assert_eq!((card.key, card.name.as_str(), card.entries.len()), (key, "Gates", 4));
    assert_eq!(card.entries.iter().filter(|entry| entry.is_new).count(), 1);
}

#[tokio::test]
async fn a_commitment_parts_before_from_after() {
    let bench = Bench::new().await;
    let ids = forgetful(&bench).await;
    assert_eq!(card(&bench).await.rate.change, None);
    let committed = || Reviewed {
        skipped: json(r#"{"intended": "x", "happened": "x", "why": "x"}"#),
        next: json(
            r#"{"commitments": [{"cue": "I leave", "act": "touch the hook"}], "choice": {"way": "retry", "reason": "x"}}"#,
        ),
        ..Reviewed::default()
    };
    bench.app.review(ids[2], None, &committed()).await.unwrap();
    assert_eq!(card(&bench).await.rate.change, None, "an open review may still change its mind");
    let closed = Reviewed { finish: true, ..Reviewed::default() };
    bench.app.review(ids[2], None, &closed).await.unwrap();
    bench.pass(200 * 86_400);
    let card = card(&bench).await;
    let change = card.rate.change.unwrap();
    assert_eq!((change.before.count, change.after.count), (3, 0));
    assert_eq!((card.committed_in, in_months(change.after).as_str()), (Some(ids[2]), "0 in 7 months"));
}

#[tokio::test]
async fn estimates_of_time_are_compared_with_what_came() {
    let bench = Bench::new().await;
    for (tag, meant, came) in [
        ("course", "10 evenings", "23 evenings"),
        ("clinic", "5 hours", "19 hours"),
        ("tool", "2 evenings", "17 evenings"),
    ] {
        let target = format!(r#"{{"targets": [{{"name": "Work", "slot": {{"amount": "{meant}"}}}}]}}"#);
        let outcome = format!(r#"{{"outcomes": [{{"target": 1, "actual": {{"amount": "{came}"}}}}]}}"#);
        let said = Reviewed { intended: json(&target), happened: json(&outcome), ..Reviewed::default() };
        keep(&bench, "It was a lot of work", tag, said).await;
    }
    let cards = bench.app.patterns().await.unwrap().cards;
    assert_eq!(cards[0].key.as_str(), "underestimating-time");
    assert_eq!((cards[0].estimates.times, cards[0].estimates.days), (Some((3.8, 3)), None));
}

#[tokio::test]
async fn a_thought_that_stands_in_three_entries_surfaces() {
    let bench = Bench::new().await;
    let thoughts = [
        "A shared glossary with the suppliers",
        "Maybe a glossary that the suppliers know too",
        "Suppliers and we need one glossary of terms",
    ];
    for (title, thought) in
        ["The bolts were metric", "Two kinds of ton", "The drawing was mirrored"].iter().zip(thoughts)
    {
        let parked = |text: &str| Reviewed { park: vec![text.parse().unwrap()], ..Reviewed::default() };
        keep(&bench, title, "plant", parked(thought)).await;
        keep(&bench, "The bread burned", "home", parked(&format!("Number {title} of something"))).await;
    }
    let ideas = bench.app.patterns().await.unwrap().ideas;
    assert_eq!(ideas.len(), 1, "{ideas:?}");
    assert_eq!(
        (ideas[0].words.as_slice(), ideas[0].places.len()),
        (&["glossary".to_owned(), "suppliers".to_owned()][..], 3)
    );
}
