//! What narrows the log: understood, or refused in words.

use crate::harness::House;

/// A filter that is dropped would show what nobody asked for.
#[tokio::test]
async fn a_filter_that_is_not_understood_is_refused_at_its_field_and_nothing_is_listed() {
    let house = House::new().await;
    house.captured("The van came late").await;
    for (name, value, sentence) in [
        ("from", "bogus", "this is not a day"),
        ("to", "2026-02-30", "this is not a day"),
        ("kind", "bogus", "there is no such choice"),
        ("stage", "bogus", "there is no such choice"),
        ("control", "bogus", "there is no such choice"),
        ("after", "bogus", "no page begins there"),
    ] {
        let page = house.get(&format!("/log?{name}={value}")).await.expect(422).body;
        assert!(!page.contains("The van came late") && page.contains(sentence), "{name}: {page}");
        if name != "after" {
            assert!(page.contains(&format!("id=\"f-{name}-wrong\"")), "{name}: {page}");
            assert!(page.contains(&format!("value=\"{value}\"")), "{name}: {page}");
        }
    }
    let found = house.post("/log/search", &[("q", "van"), ("kind", "bogus")]).await.expect(422).body;
    assert!(!found.contains("The van came late") && found.contains("value=\"van\""), "{found}");
    let whole = house.get("/log?kind=failure&from=2026-01-01&to=").await.expect(200).body;
    assert!(whole.contains("The van came late"), "{whole}");
}
