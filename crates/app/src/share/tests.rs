use proptest::prelude::*;

use super::*;
use crate::export::sample::{any_entry, rich};

fn options() -> Options {
    Options { for_whom: Some("Jonas".parse().unwrap()), ..Options::usual(jiff::civil::date(2026, 3, 5)) }
}

fn redactions() -> Redactions {
    Redactions::new([
        ("Mara Lindqvist".to_owned(), "a colleague".to_owned()),
        ("mara".to_owned(), "a colleague".to_owned()),
        ("on call".to_owned(), "on duty".to_owned()),
    ])
    .unwrap()
}

#[test]
fn a_shared_page_looks_like_this() {
    insta::assert_snapshot!(document(&rich(), &redactions(), Form::Html, &options()));
}

#[test]
fn a_shared_text_looks_like_this() {
    insta::assert_snapshot!(document(&rich(), &redactions(), Form::Markdown, &options()));
}

#[test]
fn names_are_replaced_in_every_part() {
    for form in [Form::Html, Form::Markdown] {
        let everything = Options { parts: Part::all(), ..options() };
        let shared = preview(&rich(), &redactions(), form, &everything);
        assert!(!shared.document.to_lowercase().contains("mara"), "{}", shared.document);
        assert!(!shared.document.contains("on call"));
        let counts: Vec<_> = shared.replaced.iter().map(|one| (one.from.as_str(), one.count)).collect();
        assert_eq!(counts, [("Mara Lindqvist", 1), ("on call", 2), ("mara", 2)]);
        assert!(shared.left.iter().all(|left| left.name != "Mara"), "{:?}", shared.left);
    }
}

#[test]
fn what_is_not_replaced_is_told() {
    let shared = preview(&rich(), &Redactions::default(), Form::Markdown, &options());
    assert!(shared.left.iter().any(|left| left.name == "Mara Lindqvist"), "{:?}", shared.left);
}

#[test]
fn what_lies_beside_the_review_stays_private_unless_it_is_chosen() {
    let usual = document(&rich(), &Redactions::default(), Form::Markdown, &options());
    assert!(!usual.contains("Cold hands") && !usual.contains("3f2a1c9e"));
    let everything = Options { parts: Part::all(), ..options() };
    assert!(document(&rich(), &Redactions::default(), Form::Markdown, &everything).contains("Cold hands"));
}

/// Writes the rich entry without some of its parts.
fn without(left_out: &[Part]) -> String {
    let mut parts = Part::all();
    parts.retain(|part| !left_out.contains(part));
    document(&rich(), &Redactions::default(), Form::Markdown, &Options { parts, ..options() })
}

#[test]
fn what_is_left_out_is_in_no_other_part() {
    let whole = without(&[]);
    let entry = rich();
    let factor = entry.analysis().unwrap().factors.get(2).unwrap().statement.as_str();
    let intention = entry.review.answers.intended().unwrap().given().unwrap();
    let target = &intention.targets.as_slice()[0];
    let lesson = entry.attempt.as_ref().unwrap().lessons[0].lesson.as_str();
    for (part, words) in [
        (Part::Why, factor.to_owned()),
        (Part::Intended, target.name.to_string()),
        (Part::Intended, target.slot.to_string()),
        (Part::Next, lesson.to_owned()),
    ] {
        assert!(whole.contains(&words), "{words} in {whole}");
        let left = without(&[part]);
        assert!(!left.contains(&words), "{words} in {left}");
    }
}

#[test]
fn what_came_is_told_without_what_was_intended() {
    let left = without(&[Part::Intended]);
    assert!(left.contains("### What came") && !left.contains("Intended and actual"), "{left}");
}

#[test]
fn hostile_words_stay_text() {
    let mut entry = rich();
    entry.title = "<img src=x onerror=alert(1)> [a](javascript:alert(1))".parse().unwrap();
    entry.body = Some(
        "</p><script>alert(1)</script>\n# Heading\n---\n> quote\n1. one\n    code\n![x](y)".parse().unwrap(),
    );
    let html = document(&entry, &Redactions::default(), Form::Html, &options());
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    let text = document(&entry, &Redactions::default(), Form::Markdown, &options());
    for escaped in [
        "\\<img",
        "\\[a\\](javascript",
        "\\<script\\>",
        "\n\\# Heading",
        "\n\\---",
        "\n\\> quote",
        "\n1\\. one",
        "\n&nbsp;&nbsp;&nbsp;&nbsp;code",
        "!\\[x\\](y)",
    ] {
        assert!(text.contains(escaped), "{escaped} in {text}");
    }
}

#[test]
fn a_tree_of_ten_thousand_causes_in_one_chain_is_written() {
    let causes: Vec<_> = (1..=10_000u32)
        .map(|number| serde_json::json!({"number": number, "under": (number > 1).then(|| number - 1), "statement": "so"}))
        .collect();
    let mut entry = rich();
    let why = serde_json::from_value(serde_json::json!({"causes": causes})).unwrap();
    entry.review.explain(why).unwrap();
    for form in [Form::Html, Form::Markdown] {
        let text = document(&entry, &Redactions::default(), form, &options());
        assert!(text.contains("level 10000") && text.len() < 4_000_000);
    }
}

/// The tags that a page may have; everything else in it is text.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|tag| tag.split(['>', ' ', '\n']).next()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_was_written_a_page_has_only_our_tags(entry in any_entry()) {
        let html = document(&entry, &Redactions::default(), Form::Html, &Options { parts: Part::all(), ..options() });
        let known = ["!doctype", "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "dl", "dt", "dd",
            "ul", "li", "span", "table", "thead", "tbody", "tr", "th", "td"];
        for tag in tags(&html) {
            prop_assert!(known.contains(&tag.trim_start_matches('/')), "{}", tag);
        }
        let opened = html.matches("<ul>").count();
        prop_assert_eq!(opened, html.matches("</ul>").count());
        prop_assert_eq!(html.matches("<li>").count(), html.matches("</li>").count());
    }
}
