//! What is refused, and how one gets on from there.

use super::*;

#[tokio::test]
async fn what_cannot_be_understood_is_said_and_asked_again() {
    let bench = Bench::new(Significance::Ordinary).await;
    let seen = bench.answer("x\n·\n·\n \n\\edit 1\nDeliver\n·\na lot\nunder $5\n^C").await;
    for told in [
        "write one of f, n, s, m",
        "write what was intended",
        "\\edit is not understood here",
        "there is no number at the start",
        "«a lot»",
    ] {
        assert!(seen.contains(told), "{told}: {seen}");
    }
}

#[tokio::test]
async fn a_refused_line_is_let_go_when_it_is_entered_once_more() {
    let bench = Bench::new(Significance::Ordinary).await;
    let seen = bench.answer("·\n·\nDeliver\n·\na lot\n^M\n^C").await;
    assert!(seen.contains("press Enter once more to leave it out"), "{seen}");
    assert_eq!(seen.matches("there is no number at the start").count(), 1, "{seen}");
    assert!(seen.contains("By which day was it meant to be there?"), "{seen}");
}

#[tokio::test]
async fn a_line_of_many_lines_that_is_refused_is_let_go_too() {
    let bench = Bench::new(Significance::Ordinary).await;
    let lines = "·\n·\nDeliver\n·\ne\n·\n^C";
    let seen = bench.answer_with(lines, None, Some("a lot\nof it")).await.unwrap();
    assert_eq!(seen.matches("press Enter once more").count(), 1, "{seen}");
    assert!(seen.contains("By which day was it meant to be there?"), "{seen}");
}

#[tokio::test]
async fn the_key_for_back_is_understood_behind_what_stands_in_the_line() {
    let bench = Bench::new(Significance::Ordinary).await;
    let seen = bench.answer("·\n·\nDeliver\n·\na lot\na lot<\n^C").await;
    assert_eq!(seen.matches("there is no number at the start").count(), 1, "{seen}");
    assert_eq!(seen.matches("Was something to be achieved").count(), 2, "{seen}");
}

#[tokio::test]
async fn the_key_for_help_is_understood_behind_what_stands_in_the_line() {
    let bench = Bench::new(Significance::Ordinary).await;
    let seen = bench.answer("·\n·\nDeliver\n·\na lot\na lot?\n^C").await;
    assert!(seen.contains("A number with its unit, for example"), "{seen}");
    assert_eq!(seen.matches("there is no number at the start").count(), 1, "{seen}");
}
