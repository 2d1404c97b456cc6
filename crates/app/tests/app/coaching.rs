use hansei_app::AppError;
use hansei_app::coach::{Asked, Context, Field, Flaw};
use hansei_app::coaching::{Heeded, Outcome, Place};
use hansei_app::draft::Writer;
use hansei_app::review::Reviewed;
use hansei_method::id::EntryId;
use hansei_method::question::Question;
use hansei_store::Tx;

use crate::harness::{Bench, json};

const VAGUE: &str = "I will be more careful.";
const PLANNED: &str = "If a client asks for more, then I will write the new date into the contract";

async fn asked(bench: &Bench, field: Field, answer: &str) -> Option<Asked> {
    bench.app.heeded().await.unwrap().read(None, &Place::of(field, answer)).asked
}

async fn ask(bench: &Bench, id: EntryId, field: Field, answer: &str) -> Asked {
    let asked = asked(bench, field, answer).await.unwrap();
    bench.app.note_asked(id, &Place::of(field, answer), &asked).await.unwrap();
    asked
}

async fn mean(bench: &Bench, id: EntryId, answer: &str) {
    let asked = ask(bench, id, Field::Next, answer).await;
    bench.app.note_meant(id, &Place::of(Field::Next, answer), &asked).await.unwrap();
}

/// Counts what was asked of one flaw: asked, meant, revised, kept.
async fn counts(bench: &Bench, flaw: Flaw) -> [u64; 4] {
    let counts = bench.app.coach_counts().await.unwrap();
    counts
        .iter()
        .find(|counts| counts.flaw == flaw)
        .map_or([0; 4], |counts| [counts.asked, counts.meant, counts.revised, counts.kept])
}

fn lesson(text: &str) -> Reviewed {
    Reviewed {
        intended: json(r#"{"statement": "deliver"}"#),
        happened: json(r#"{"moments": [{"what": "it went out"}]}"#),
        why: json(r#"{"causes": [{"statement": "the scope grew"}]}"#),
        next: Some(serde_json::from_value(serde_json::json!({ "lesson": text })).unwrap()),
        ..Reviewed::default()
    }
}

#[tokio::test]
async fn what_was_meant_is_not_asked_about_again_in_that_field_and_can_be_asked_again() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    mean(&bench, id, VAGUE).await;
    assert_eq!(asked(&bench, Field::Next, "I will be MORE careful!").await.map(|asked| asked.flaw), None);
    let words = bench.app.meant_words().await.unwrap();
    assert_eq!(
        words.iter().map(|meant| meant.words.as_str()).collect::<Vec<_>>(),
        ["I will be more careful"]
    );
    bench.app.unmean(id, Field::Next, Flaw::Aspiration.rule(), &words[0].words).await.unwrap();
    assert!(asked(&bench, Field::Next, VAGUE).await.is_some());
    assert_eq!(bench.app.meant_words().await.unwrap(), []);
}

#[tokio::test]
async fn a_rule_that_was_waved_away_three_times_in_ten_goes_quiet_until_it_is_asked_for() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let wishes = ["I will be more careful.", "I will try harder.", "I will pay more attention."];
    for (at, wish) in wishes.iter().enumerate() {
        assert!(asked(&bench, Field::Next, "I need to be more organised.").await.is_some(), "{at}");
        mean(&bench, id, wish).await;
        bench.pass(60);
    }
    assert_eq!(asked(&bench, Field::Next, "I need to be more organised.").await, None);
    assert!(bench.app.coach_counts().await.unwrap()[0].is_quiet);
    bench.app.hear_again(Flaw::Aspiration).await.unwrap();
    assert!(asked(&bench, Field::Next, "I need to be more organised.").await.is_some());
    assert_eq!(asked(&bench, Field::Next, wishes[0]).await, None, "what was meant stays meant");
}

#[tokio::test]
async fn ten_further_questions_make_a_rule_loud_again() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    for wish in ["I will be more careful.", "I will try harder."] {
        mean(&bench, id, wish).await;
    }
    bench.pass(60);
    for place in 0..10 {
        let answer = format!(
            "I will do better with the {} next time.",
            ["rota", "till", "van", "oven", "form", "list", "key", "log", "bus", "map"][place]
        );
        let place = Place::of(Field::Next, &answer);
        let asked = Asked {
            flaw: Flaw::Aspiration,
            words: 0..answer.len(),
            ..asked(&bench, Field::Next, "I need to be more organised.").await.unwrap()
        };
        bench.app.note_asked(id, &place, &asked).await.unwrap();
        bench.pass(60);
    }
    mean(&bench, id, "I will pay more attention.").await;
    assert!(asked(&bench, Field::Next, "I need to be more organised.").await.is_some());
}

#[tokio::test]
async fn what_became_of_a_question_is_settled_when_the_answer_is_saved() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    ask(&bench, id, Field::Lesson, VAGUE).await;
    bench.app.resume(id, None).await.unwrap();
    assert_eq!(counts(&bench, Flaw::Aspiration).await, [1, 0, 0, 0], "nothing was answered yet");
    bench.app.review(id, None, &lesson(VAGUE)).await.unwrap();
    assert_eq!(counts(&bench, Flaw::Aspiration).await, [1, 0, 0, 1]);
    let other = bench.log("late again").await;
    ask(&bench, other, Field::Lesson, VAGUE).await;
    bench.app.review(other, None, &lesson(PLANNED)).await.unwrap();
    assert_eq!(counts(&bench, Flaw::Aspiration).await, [2, 0, 1, 1]);
}

#[tokio::test]
async fn what_was_asked_about_the_other_side_is_settled_with_what_happened() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    ask(&bench, id, Field::Disagreement, "I am a failure.").await;
    let told = |told: &str| Reviewed {
        happened: Some(serde_json::from_value(serde_json::json!({ "disagreement": told })).unwrap()),
        ..Reviewed::default()
    };
    let intended =
        Reviewed { intended: json(r#"{"statement": "deliver"}"#), ..told("The van was late as well.") };
    bench.app.review(id, None, &intended).await.unwrap();
    assert_eq!(counts(&bench, Flaw::Rumination).await, [1, 0, 1, 0]);
}

/// Says what became of the one question that was asked about an answer that was saved before, when it is saved anew.
async fn became(before: &str, after: &str) -> [u64; 4] {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    bench.app.review(id, None, &lesson(before)).await.unwrap();
    ask(&bench, id, Field::Lesson, before).await;
    bench.app.review(id, None, &lesson(after)).await.unwrap();
    counts(&bench, Flaw::Aspiration).await
}

#[tokio::test]
async fn what_is_saved_unchanged_is_kept_and_what_is_added_to_is_revised() {
    let longer = "I will be more careful. When a client calls, I read the date aloud.";
    for (after, counts) in [
        (VAGUE, [1, 0, 0, 1]),
        (longer, [1, 0, 1, 0]),
        (PLANNED, [1, 0, 1, 0]),
        ("I will be more carefully dressed", [1, 0, 1, 0]),
    ] {
        assert_eq!(became(VAGUE, after).await, counts, "{after}");
    }
}

async fn lines(bench: &Bench, id: EntryId) -> Vec<(String, String)> {
    let space = bench.app.space();
    let lines = bench.app.store().write(async |tx: &mut Tx| tx.asked_about(space, id).await).await.unwrap();
    lines.into_iter().map(|line| (line.phrase, line.words)).collect()
}

#[tokio::test]
async fn words_are_kept_of_what_was_meant_alone() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let asked = ask(&bench, id, Field::Lesson, VAGUE).await;
    let folded = "i will be more careful".to_owned();
    assert_eq!(lines(&bench, id).await, [(folded.clone(), String::new())]);
    bench.app.review(id, None, &lesson(VAGUE)).await.unwrap();
    let [(phrase, words)] = lines(&bench, id).await.try_into().unwrap();
    assert!(phrase.starts_with('#') && words.is_empty(), "{phrase} {words}");
    bench.app.note_asked(id, &Place::of(Field::Lesson, VAGUE), &asked).await.unwrap();
    assert_eq!(counts(&bench, Flaw::Aspiration).await, [1, 0, 0, 1], "the same question is known again");
    bench.app.note_meant(id, &Place::of(Field::Lesson, VAGUE), &asked).await.unwrap();
    assert_eq!(lines(&bench, id).await, [(folded, "I will be more careful".to_owned())]);
}

#[tokio::test]
async fn what_was_asked_about_a_draft_goes_with_it() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    ask(&bench, id, Field::Lesson, VAGUE).await;
    let body = r#"{"terminal":1}"#.to_owned();
    bench.app.keep_draft(id, Question::Next, body, None).await.unwrap();
    bench.app.drop_draft(id, Question::Next, Some(Writer::Page)).await.unwrap();
    bench.app.drop_draft(id, Question::Why, None).await.unwrap();
    assert_eq!(lines(&bench, id).await.len(), 1, "the draft of the terminal waits");
    bench.app.drop_draft(id, Question::Next, Some(Writer::Terminal)).await.unwrap();
    assert_eq!(lines(&bench, id).await, []);
}

#[tokio::test]
async fn a_long_phrase_is_cut_behind_a_word_and_can_be_asked_about_again() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let long = format!("I will be more {}careful", "very ".repeat(99));
    let whole = asked(&bench, Field::Next, VAGUE).await.unwrap();
    let place = Place::of(Field::Next, &long);
    bench.app.note_meant(id, &place, &Asked { words: 0..long.len(), ..whole }).await.unwrap();
    let words = bench.app.meant_words().await.unwrap();
    assert!(words[0].words.ends_with(" very") && words[0].words.len() <= 400, "{words:?}");
    let heeded = bench.app.heeded().await.unwrap();
    assert_eq!(heeded.meant[0].phrase, words[0].words);
    bench.app.unmean(id, Field::Next, Flaw::Aspiration.rule(), &long).await.unwrap();
    assert_eq!(bench.app.meant_words().await.unwrap(), []);
}

#[tokio::test]
async fn no_reply_holds_the_words_that_were_meant() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let app = bench.app.once("k1", "f".to_owned()).unwrap();
    let place = Place::of(Field::Next, VAGUE);
    let first = app.mean(id, &place, &Context::default()).await.unwrap();
    assert_eq!(app.mean(id, &place, &Context::default()).await.unwrap(), first);
    let reply = async || bench.app.store().reply(bench.app.space(), "k1").await.unwrap();
    let body = reply().await.unwrap().body;
    assert!(!body.contains("careful") && body.contains(&id.to_string()), "{body}");
    bench.app.forget_asked().await.unwrap();
    assert_eq!(bench.app.meant_words().await.unwrap(), []);
    bench.app.delete(id, None).await.unwrap();
    bench.app.erase(id, None).await.unwrap();
    assert_eq!(reply().await, None);
}

#[tokio::test]
async fn nothing_is_noted_of_a_deleted_entry() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let asked = asked(&bench, Field::Next, VAGUE).await.unwrap();
    bench.app.delete(id, None).await.unwrap();
    let refused = bench.app.note_meant(id, &Place::of(Field::Next, VAGUE), &asked).await;
    assert!(matches!(refused, Err(AppError::NotFound(_))), "{refused:?}");
}

#[tokio::test]
async fn typing_on_is_no_second_question() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let first = asked(&bench, Field::Next, VAGUE).await.unwrap();
    for answer in
        ["I will be more careful", "I will be more careful with", "I will be more careful with doses"]
    {
        let asked = Asked { words: 0..answer.len(), ..first.clone() };
        bench.app.note_asked(id, &Place::of(Field::Next, answer), &asked).await.unwrap();
    }
    assert_eq!(counts(&bench, Flaw::Aspiration).await, [1, 0, 0, 0]);
}

#[tokio::test]
async fn what_is_switched_off_is_not_asked_and_the_coach_can_be_silent() {
    let bench = Bench::new().await;
    let failure = "I am a failure.";
    assert_eq!(asked(&bench, Field::Why, failure).await.map(|asked| asked.flaw), Some(Flaw::Rumination));
    let mut settings = bench.app.settings().await.unwrap();
    settings.self_judgements = false;
    bench.app.choose(&settings).await.unwrap();
    assert_ne!(asked(&bench, Field::Why, failure).await.map(|asked| asked.flaw), Some(Flaw::Rumination));
    settings.coach = false;
    bench.app.choose(&settings).await.unwrap();
    let heeded: Heeded = bench.app.heeded().await.unwrap();
    let reading = heeded.read(None, &Place::of(Field::Next, VAGUE));
    assert_eq!((reading.asked, reading.hints, reading.needs_care), (None, Vec::new(), false));
    assert_eq!(reading.standing, Field::Next.standing_question());
}

#[tokio::test]
async fn an_example_is_ones_own_and_has_nothing_to_ask_about() {
    let bench = Bench::new().await;
    let (vague, good, now) = (bench.log("a").await, bench.log("b").await, bench.log("c").await);
    for (id, statement) in [
        (vague, "I wanted it to go really well"),
        (good, "Deliver the proposal by March 15 under $200K with sign-off from the client"),
    ] {
        let mut said = lesson("scope moves");
        said.intended = Some(serde_json::from_value(serde_json::json!({ "statement": statement })).unwrap());
        said.finish = true;
        said.next =
            json(r#"{"lesson": "scope moves", "choice": {"way": "retry", "reason": "it is worth it"}}"#);
        bench.app.review(id, None, &said).await.unwrap();
    }
    let wish = "I wanted it to go really well";
    let vague_asked = ask(&bench, now, Field::Intended, wish).await;
    bench.app.note_meant(now, &Place::of(Field::Intended, wish), &vague_asked).await.unwrap();
    let example = bench.app.own_example(Flaw::VagueIntention, Field::Intended, now).await.unwrap();
    assert!(example.is_some_and(|example| example.starts_with("Deliver")));
    let without = bench.app.own_example(Flaw::VagueIntention, Field::Intended, good).await.unwrap();
    assert_eq!(without, None, "what one does not want to be asked about is no example");
    assert_eq!(bench.app.own_example(Flaw::Rumination, Field::Intended, now).await.unwrap(), None);
}

#[tokio::test]
async fn nothing_is_kept_of_an_entry_that_is_gone() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    mean(&bench, id, VAGUE).await;
    bench.app.delete(id, None).await.unwrap();
    assert_eq!(bench.app.meant_words().await.unwrap(), []);
    bench.app.erase(id, None).await.unwrap();
    assert_eq!(bench.app.coach_counts().await.unwrap(), []);
    let place = Place::of(Field::Next, VAGUE);
    let asked = asked(&bench, Field::Next, VAGUE).await.unwrap();
    let refused = bench.app.note_asked(id, &place, &asked).await;
    assert!(matches!(refused, Err(AppError::NotFound(_) | AppError::Conflict(_))), "{refused:?}");
    assert_eq!(Outcome::Meant.word(), "meant");
}

#[tokio::test]
async fn who_does_not_want_to_hear_of_circles_does_not() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let whole = Reviewed {
        next: json(r#"{"lesson": "scope moves", "choice": {"way": "retry", "reason": "it is worth it"}}"#),
        finish: true,
        ..lesson("scope moves")
    };
    bench.app.review(id, None, &whole).await.unwrap();
    for _ in 0..3 {
        bench.app.reopen(id, None, None).await.unwrap();
        bench.app.review(id, None, &Reviewed { finish: true, ..Reviewed::default() }).await.unwrap();
    }
    bench.app.reopen(id, None, None).await.unwrap();
    let entry = bench.app.entry(id).await.unwrap().entry;
    let is_circling = async || {
        let at = entry.review.reopened.last().unwrap().at;
        bench.app.heeded().await.unwrap().is_circling(&entry, at)
    };
    assert!(is_circling().await);
    bench.app.choose_some(|settings| settings.self_judgements = false).await.unwrap();
    assert!(!is_circling().await);
    bench
        .app
        .choose_some(|settings| (settings.self_judgements, settings.coach) = (true, false))
        .await
        .unwrap();
    assert!(!is_circling().await);
}

#[tokio::test]
async fn of_the_answers_of_a_step_two_are_asked_about_and_what_is_about_oneself_comes_first() {
    let bench = Bench::new().await;
    let heeded = bench.app.heeded().await.unwrap();
    let read = |field, answer| (field, heeded.read(None, &Place::of(field, answer)));
    let chosen = |read: &[(Field, hansei_app::coach::Reading)], others| {
        let read: Vec<_> = read.iter().map(|(field, reading)| (*field, reading)).collect();
        hansei_app::coaching::chosen(&read, others)
    };
    let good = "The pump stopped at 17:20 (log).";
    let told = [
        read(Field::Happened, "We should have called the director at noon."),
        read(Field::Happened, good),
        read(Field::Happened, "Everything fell apart."),
        read(Field::Happened, "Who screwed up?"),
        read(Field::Happened, "I am a failure."),
    ];
    assert_eq!(chosen(&told, 0), [4, 2, 0], "oneself, then in the order of the method");
    assert_eq!(chosen(&told, 1), [4, 2]);
    assert_eq!(chosen(&told, 7), [4]);
    let care = [told[2].clone(), read(Field::Happened, "I want to die.")];
    assert_eq!(chosen(&care, 0), Vec::<usize>::new());
}
