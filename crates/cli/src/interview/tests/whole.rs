//! What the coach asks about a whole: a tree of causes, a review that goes in circles.

use hansei_app::coaching::Outcome;

use super::coached::PLAIN;
use super::*;

#[tokio::test]
async fn the_whole_tree_is_asked_about_once_when_it_is_done_and_enter_goes_on() {
    const ASKED: &str = "> \"The scope grew in March\" How did that come about? (empty goes on) ";
    let before =
        format!("·\n·\n{PLAIN}\n·\nThe proposal went out on 22 March\n·\nThe scope grew in March\n·\n·\n.");
    let bench = Bench::coached(Significance::Small).await;
    let seen = bench.answer(&format!("{before}\n·\n^C")).await;
    let (_, after) = seen.split_once(ASKED).unwrap();
    assert!(after.contains("Which of these do you want to act on?"), "{seen}");
    assert_eq!(bench.became().await, [("premature-closure", Outcome::Open)]);
    let seen = bench.answer("<\n<\n.\n^C").await;
    assert!(!seen.contains("What else had to be true?"), "one question about the whole is enough: {seen}");
    let bench = Bench::coached(Significance::Small).await;
    let seen = bench.answer(&format!("{before}\nThe client asked for more\n·\n·\n.\n^C")).await;
    assert_eq!(seen.matches(ASKED).count(), 1, "{seen}");
    assert!(
        bench.kept(Question::Why).await.contains("\"under\":1,\"statement\":\"The client asked for more\"")
    );
    let bench = Bench::coached(Significance::Small).await;
    bench.choose(|settings| settings.coach = false).await;
    let seen = bench.answer(&format!("{before}\n·\n^C")).await;
    assert!(!seen.contains(ASKED) && seen.contains("What else had to be true?"), "{seen}");
}

#[tokio::test]
async fn a_review_that_goes_in_circles_is_met_kindly() {
    let bench = Bench::coached(Significance::Small).await;
    let whole = Reviewed {
        intended: serde_json::from_str(r#"{"statement": "deliver"}"#).unwrap(),
        happened: serde_json::from_str(r#"{"moments": [{"what": "it went out"}]}"#).unwrap(),
        why: serde_json::from_str(r#"{"causes": [{"statement": "the scope grew"}]}"#).unwrap(),
        next: serde_json::from_str(r#"{"lesson": "scope moves"}"#).unwrap(),
        ..Reviewed::default()
    };
    bench.app.review(bench.id, None, &whole).await.unwrap();
    for times in 0..3 {
        assert!(!bench.answer("^C").await.contains("again and again within a week"), "{times}");
        bench.app.review(bench.id, None, &Reviewed { finish: true, ..Reviewed::default() }).await.unwrap();
        bench.app.reopen(bench.id, None, None).await.unwrap();
    }
    assert!(bench.answer("^C").await.contains("again and again within a week"));
}
