//! Patterns on the pages: found, asked about, and decided by the person.

use hansei_method::id::EntryId;

use crate::harness::House;

impl House {
    /// Keeps three entries from two kinds of situation that sound like relying on memory.
    pub(crate) async fn forgetful(&self) -> Vec<EntryId> {
        let mut ids = Vec::new();
        for (text, tag) in
            [("Forgot the keys", "home"), ("It slipped my mind", "work"), ("I forgot the milk", "home")]
        {
            let id = EntryId::new(self.captured(text).await);
            let tags = Some(hansei_method::tag::Tag::list(tag).unwrap());
            let details = hansei_app::entry::Details { tags, ..hansei_app::entry::Details::default() };
            self.app.describe(id, None, &details).await.unwrap();
            ids.push(id);
        }
        ids
    }

    async fn says(&self, what: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(&format!("/patterns/relying-on-memory/{what}"), fields).await.expect(303);
        self.get(answer.header("location")).await.expect(200).body
    }
}

#[tokio::test]
async fn an_empty_log_is_told_when_patterns_appear() {
    let house = House::new().await;
    let page = house.get("/patterns").await.expect(200).body;
    assert!(page.contains("There is no entry yet."), "{page}");
}

#[tokio::test]
async fn what_recurs_is_asked_about_and_kept_under_another_name() {
    let house = House::new().await;
    let ids = house.forgetful().await;
    let page = house.get("/patterns").await.expect(200).body;
    assert!(page.contains("A possible pattern, found in 3 entries"), "{page}");
    assert!(page.contains("<mark>Forgot</mark>") && page.contains("home (2), work (1)"), "{page}");
    let page = house.says("rename", &[("version", "1"), ("name", "Two pockets")]).await;
    assert!(page.contains("Relying on memory, your name for it:") && page.contains("Two pockets"), "{page}");
    let entry = house.get(&format!("/entries/{}", ids[0])).await.expect(200).body;
    assert!(entry.contains("Part of a pattern: <a href=\"/patterns/relying-on-memory\">"), "{entry}");
    let page = house.says("undo", &[("version", "2")]).await;
    assert!(page.contains("A possible pattern, found in 3 entries"), "{page}");
}

#[tokio::test]
async fn a_no_is_remembered_and_can_be_undone() {
    let house = House::new().await;
    house.forgetful().await;
    let page = house.says("reject", &[("version", "1")]).await;
    assert!(page.contains("no pattern of yours"), "{page}");
    let list = house.get("/patterns").await.expect(200).body;
    assert!(list.contains("Put away by you") && !list.contains("A possible pattern"), "{list}");
    house.says("undo", &[]).await;
    assert!(house.get("/patterns").await.body.contains("A possible pattern"));
}

#[tokio::test]
async fn an_entry_is_left_out_and_put_in_again() {
    let house = House::new().await;
    let ids = house.forgetful().await;
    let entry = ids[0].to_string();
    let page = house.says("entries", &[("entry", &entry), ("belongs", "no")]).await;
    assert!(page.contains("Left out by you") && page.contains("Too few to say"), "{page}");
    let page = house.says("entries", &[("entry", &entry[..8]), ("belongs", "yes")]).await;
    assert!(page.contains("found in 3 entries"), "{page}");
    house
        .post("/patterns/relying-on-memory/entries", &[("entry", &entry), ("belongs", "perhaps")])
        .await
        .expect(422);
}

#[tokio::test]
async fn an_entry_that_is_not_found_is_said_at_the_field_and_of_several_one_is_chosen() {
    let house = House::new().await;
    house.forgetful().await;
    let quiet = house.captured("The van stood there").await;
    let put = async |typed: &str| {
        house.post("/patterns/relying-on-memory/entries", &[("entry", typed), ("belongs", "yes")]).await
    };
    for typed in ["zebra", "ffffffff", "00000000-0000-4000-8000-000000000000"] {
        let page = put(typed).await.expect(422).body;
        assert!(
            page.contains("aria-invalid=\"true\"") && page.contains(&format!("value=\"{typed}\"")),
            "{page}"
        );
    }
    let page = put("forgot").await.expect(422).body;
    assert!(page.contains("choose one below") && page.contains("In it already"), "{page}");
    put("van stood").await.expect(303);
    let page = house.get("/patterns/relying-on-memory").await.body;
    assert!(page.contains(&format!("/entries/{quiet}")), "{page}");
}

#[tokio::test]
async fn what_cannot_be_merged_is_said_at_its_field() {
    let house = House::new().await;
    house.forgetful().await;
    let into = [("into", "relying-on-memory")];
    let page = house.post("/patterns/relying-on-memory/merge", &into).await.expect(422).body;
    assert!(page.contains("into itself") && page.contains("id=\"into-wrong\""), "{page}");
}

#[tokio::test]
async fn what_was_said_elsewhere_in_the_meantime_is_a_conflict_and_a_long_name_is_refused_at_its_field() {
    let house = House::new().await;
    house.forgetful().await;
    house.says("confirm", &[("version", "1")]).await;
    house.post("/patterns/relying-on-memory/reject", &[("version", "1")]).await.expect(409);
    let long = "x".repeat(301);
    let page = house.post("/patterns/relying-on-memory/rename", &[("name", &long)]).await.expect(422).body;
    assert!(page.contains("aria-invalid=\"true\""), "{page}");
    house.get("/patterns/nothing-like-it").await.expect(404);
    house.get("/patterns/NOT").await.expect(404);
}
