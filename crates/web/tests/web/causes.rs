//! The tree of causes through its buttons.

use crate::desk::{Desk, leads};

#[tokio::test]
async fn causes_are_added_under_and_beside_changed_chosen_sorted_moved_and_removed() {
    let desk = Desk::before("next").await;
    let under = desk
        .save("why/causes", &[("new.under", "1"), ("new.statement", "I said yes"), ("new.kind", "decision")])
        .await;
    assert_eq!(leads(&under), "why?node=2#c2");
    desk.save("why/causes", &[("new.under", "1"), ("new.statement", "No clause"), ("new.kind", "condition")])
        .await
        .expect(303);
    desk.save("why/causes/2/later", &[]).await.expect(303);
    desk.save("why/causes/3/choose", &[]).await.expect(303);
    desk.save("why/causes/3/sort", &[("control", "partly")]).await.expect(303);
    let changed = [
        ("node.number", "2"),
        ("node.statement", "I said yes on the phone"),
        ("node.kind", "decision"),
        ("node.certainty", "confirmed"),
        ("node.under", ""),
        ("node.known", "week 4 of 9"),
        ("node.confidence", "80 %"),
        ("node.soundness", "unsound"),
    ];
    desk.save("why/causes/2", &changed).await.expect(303);
    insta::assert_json_snapshot!(desk.review().await["answers"]["why"]);
    desk.save("why/causes/3/remove", &[]).await.expect(303);
    assert_eq!(desk.review().await["answers"]["why"]["causes"].as_array().unwrap().len(), 2);
    desk.save("why/causes/9/choose", &[]).await.expect(404);
    desk.save("why/causes/1/explode", &[]).await.expect(404);
}

#[tokio::test]
async fn a_cause_that_would_lead_back_to_itself_is_refused_with_what_was_typed() {
    let desk = Desk::before("next").await;
    desk.save("why/causes", &[("new.under", "1"), ("new.statement", "below")]).await.expect(303);
    let circle = [
        ("node.number", "1"),
        ("node.statement", "The scope grew"),
        ("node.under", "2"),
        ("signal.0.what", "a late mail"),
    ];
    let page = desk.refused("why/causes/1", &circle).await;
    assert!(page.contains("would lead back to itself") && page.contains("a late mail</textarea>"), "{page}");
}

#[tokio::test]
async fn a_button_in_the_tree_keeps_what_was_typed_beside_it() {
    let desk = Desk::before("next").await;
    desk.save(
        "why/causes/1/choose",
        &[("signal.0.what", "a late mail"), ("node.number", "1"), ("node.statement", "The scope grew twice")],
    )
    .await
    .expect(303);
    let why = desk.review().await["answers"]["why"].clone();
    assert_eq!(
        (&why["signals"][0]["what"], &why["causes"][0]["statement"], &why["causes"][0]["chosen"]),
        (&"a late mail".into(), &"The scope grew twice".into(), &true.into())
    );
}

#[tokio::test]
async fn the_history_calls_a_change_of_one_cause_by_its_name() {
    let desk = Desk::before("next").await;
    desk.save("why/causes/1/choose", &[]).await.expect(303);
    desk.save("why/causes", &[("new.under", "1"), ("new.statement", "below")]).await.expect(303);
    let lines = desk.house.app.history(desk.id.parse().unwrap(), None).await.unwrap();
    let actions: Vec<_> = lines.iter().take(2).map(|line| line.action.as_str()).collect();
    assert_eq!(actions, ["added a cause", "chose a cause"]);
}

#[tokio::test]
async fn a_tree_of_ten_thousand_causes_opens_and_stays_small_on_the_page() {
    let desk = Desk::before("why").await;
    let causes: Vec<_> = (1..=10_000u32)
        .map(|number| serde_json::json!({"number": number, "under": (number > 1).then_some(number - 1), "statement": format!("cause {number}")}))
        .collect();
    let why = serde_json::from_value(serde_json::json!({"causes": causes})).unwrap();
    let said = hansei_app::review::Reviewed { why: Some(why), ..Default::default() };
    desk.house.app.review(desk.id.parse().unwrap(), None, &said).await.unwrap();
    for page in ["why", "why?node=5000", "why?node=10000&add=under"] {
        let page = desk.open(page).await;
        assert!(page.len() < 1 << 20, "{} bytes", page.len());
    }
    desk.save("why/causes", &[("new.under", "10000"), ("new.statement", "one more")]).await.expect(303);
}

#[tokio::test]
async fn opening_a_cause_keeps_what_was_typed_elsewhere_on_the_page() {
    let desk = Desk::before("next").await;
    let opened = desk.save("why/causes/1/under", &[("signal.0.what", "a late mail")]).await;
    assert_eq!(leads(&opened), "why?node=1&add=under");
    assert_eq!(desk.review().await["answers"]["why"]["signals"][0]["what"], "a late mail");
    let typed = [("assumption.0.statement", "x"), ("assumption.0.confidence", "very")];
    assert_eq!(leads(&desk.save("why/causes/1/open", &typed).await), "why?node=1#c1");
    let page = desk.open("why?node=1").await;
    assert!(page.contains("Not saved yet") && page.contains("value=\"very\""), "{page}");
}

#[tokio::test]
async fn an_answer_that_is_left_for_now_adds_no_cause() {
    let desk = Desk::before("next").await;
    let typed = [("new.under", "1"), ("new.statement", "half a thought")];
    assert_eq!(leads(&desk.save("why/causes/1/not-now", &typed).await), "why?node=1#c1");
    assert_eq!(desk.review().await["answers"]["why"]["causes"].as_array().unwrap().len(), 1);
    assert!(!desk.open("why?node=1").await.contains("half a thought"));
}

#[tokio::test]
async fn an_open_cause_without_words_is_not_left_behind() {
    let desk = Desk::before("next").await;
    let typed = [("node.number", "1"), ("node.statement", " "), ("node.evidence", "call log")];
    let page = desk.refused("why/causes/1/close", &typed).await;
    assert!(page.contains("call log</textarea>"), "{page}");
}

#[tokio::test]
async fn a_cause_without_words_is_asked_for_where_it_was_to_stand() {
    let desk = Desk::before("next").await;
    let open = ("node.number", "1");
    for (under, place) in [("1", "under"), ("", "beside")] {
        let typed = [open, ("node.statement", "The scope grew"), ("new.under", under)];
        let answer = desk.save("why/causes", &typed).await;
        assert_eq!(leads(&answer), format!("why?check=add-cause&node=1&add={place}"));
    }
    assert_eq!(leads(&desk.save("why/causes", &[]).await), "why?check=add-cause&add=top");
    let page = desk.open("why?check=add-cause&add=top").await;
    assert!(page.contains("href=\"#f-new.statement\">nothing says what it was"), "{page}");
    assert!(page.contains("id=\"f-new.statement\""), "{page}");
}
