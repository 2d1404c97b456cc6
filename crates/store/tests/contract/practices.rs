use std::collections::HashMap;

use hansei_method::adoption::Adoption;
use hansei_method::id::{OpportunityId, PracticeId};
use hansei_method::opportunity::Opportunity;
use hansei_method::practice::Practice;
use hansei_store::{KeptOpportunity, ListedPractice, Store, StoreError, Tx, transaction};
use serde_json::json;
use uuid::Uuid;

use crate::fixture::*;

fn practice(number: u64, entry: u64) -> Practice {
    serde_json::from_value(json!({
        "id": Uuid::from_u64_pair(7, number), "about": {"commitment": {"entry": id(entry), "number": 1}},
        "commitment": {"number": 1, "cue": "an order comes", "act": "read it back"}, "lesson": "Read it back",
        "planned_on": "2026-03-22",
    }))
    .unwrap()
}

fn observed(number: u64, practice: &Practice) -> Opportunity {
    serde_json::from_value(json!({
        "id": Uuid::from_u64_pair(8, number), "practice": practice.id, "when": "2026-03-24",
        "outcome": {"met": {"did": "done"}}, "noted_at": "2026-03-24T10:00:00Z", "note": "it said \"twice\", née",
    }))
    .unwrap()
}

async fn put(store: &Store, practices: &[&Practice], observed: &[&Opportunity]) {
    let put: Result<(), StoreError> = transaction!(store, tx => {
        for practice in practices {
            assert!(tx.insert_practice(space(), practice, NOW).await?);
        }
        for opportunity in observed {
            assert!(tx.insert_opportunity(space(), opportunity, NOW).await?);
        }
        Ok(())
    });
    put.unwrap();
}

async fn listed(store: &Store) -> Vec<(ListedPractice, Vec<Opportunity>)> {
    store.practised(space(), None, 9).await.unwrap().read().unwrap()
}

/// What was observed of everything that is practised, by practice, in the order of the names.
async fn all_observed(store: &Store) -> HashMap<PracticeId, Vec<Opportunity>> {
    let mut all: HashMap<_, _> = listed(store)
        .await
        .into_iter()
        .map(|(listed, observed)| (listed.kept.practice.id, observed))
        .collect();
    for observed in all.values_mut() {
        observed.sort_by_key(|it| it.id);
    }
    all
}

async fn names(store: &Store) -> Vec<PracticeId> {
    listed(store).await.iter().map(|(listed, _)| listed.kept.practice.id).collect()
}

pub(crate) async fn what_is_practised_comes_back_with_what_it_grew_out_of(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "The order was misheard", "body")]).await;
    let (one, two) = (practice(1, 1), practice(2, 1));
    put(&store, &[&one, &two], &[]).await;
    let listed: Vec<_> = listed(&store).await.into_iter().map(|(listed, _)| listed).collect();
    assert_eq!(names(&store).await, [one.id, two.id]);
    assert_eq!(listed[0].kept.practice, one);
    assert_eq!((listed[0].kept.version, listed[0].title.as_str()), (1, "The order was misheard"));
    assert_eq!(listed[0].occurred, Some("2026-03-22".parse().unwrap()));
    assert_eq!(store.practice(space(), one.id).await.unwrap().as_ref(), Some(&listed[0]));
    let of_entry =
        store.write(async |tx: &mut Tx| tx.practices_of_entry(space(), id(1)).await).await.unwrap();
    assert_eq!(of_entry.iter().map(|kept| kept.practice.id).collect::<Vec<_>>(), [one.id, two.id]);
}

pub(crate) async fn what_is_practised_is_found_stretch_by_stretch_and_by_name(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Title", "body"), written(2, "Other", "body")]).await;
    let (one, two, three) = (practice(1, 1), practice(2, 2), practice(3, 1));
    let (first, other) = (observed(1, &one), observed(2, &three));
    put(&store, &[&one, &two, &three], &[&first, &other]).await;
    let of = |read: Vec<(ListedPractice, Vec<Opportunity>)>| {
        read.into_iter()
            .map(|(listed, observed)| (listed.kept.practice.id, observed.len()))
            .collect::<Vec<_>>()
    };
    let stretch = store.practised(space(), None, 2).await.unwrap();
    assert_eq!((stretch.count(), stretch.last().unwrap()), (2, Some(two.id)));
    assert_eq!(of(stretch.read().unwrap()), [(one.id, 1), (two.id, 0)]);
    let stretch = store.practised(space(), Some(two.id), 2).await.unwrap();
    assert_eq!(of(stretch.read().unwrap()), [(three.id, 1)]);
    let stretch = store.practised(space(), Some(three.id), 2).await.unwrap();
    assert_eq!((stretch.count(), stretch.last().unwrap()), (0, None));
    let alone = store.practised_alone(space(), None, 2).await.unwrap();
    assert_eq!((alone.count(), alone.last().unwrap()), (2, Some(two.id)));
    let read = alone.read().unwrap();
    assert_eq!((&read[0].0.kept.practice, read[0].0.kept.version), (&one, 1));
    assert_eq!(of(read), [(one.id, 1), (two.id, 0)]);
    let alone = store.practised_alone(space(), Some(two.id), 2).await.unwrap();
    assert_eq!(of(alone.read().unwrap()), [(three.id, 1)]);
    let alone = store.practised_alone(space(), Some(three.id), 2).await.unwrap();
    assert_eq!((alone.count(), alone.last().unwrap()), (0, None));
    assert_eq!(store.practice_ids(space()).await.unwrap(), [one.id, two.id, three.id]);
    store.write(async |tx: &mut Tx| tx.set_deleted(space(), id(2), 1, Some(NOW), NOW).await).await.unwrap();
    assert_eq!(store.practice_ids(space()).await.unwrap(), [one.id, three.id]);
    let alone = store.practised_alone(space(), None, 9).await.unwrap();
    assert_eq!(of(alone.read().unwrap()), [(one.id, 1), (three.id, 1)]);
    let named = store.practised_named(space(), &[three.id, two.id, practice(4, 1).id, one.id]).await.unwrap();
    let mut named = of(named.read().unwrap());
    named.sort_unstable();
    assert_eq!(named, [(one.id, 1), (three.id, 1)]);
    assert_eq!(store.practised_named(space(), &[]).await.unwrap().count(), 0);
}

pub(crate) async fn what_is_practised_of_a_removed_lesson_is_not_found(ground: Ground) {
    let store = ground.store().await;
    let adopted: Adoption = serde_json::from_value(json!({
        "id": Uuid::from_u128(9), "lesson": "Write the unit", "commitment": {"cue": "x", "act": "y"},
        "from": {"collection": Uuid::from_u128(1), "collection_name": "C", "key": "k", "title": "A case"},
    }))
    .unwrap();
    let mut it = serde_json::to_value(practice(1, 1)).unwrap();
    it["about"] = json!({"adoption": adopted.id});
    let it: Practice = serde_json::from_value(it).unwrap();
    store.write(async |tx: &mut Tx| tx.insert_adoption(space(), &adopted, NOW, NOW).await).await.unwrap();
    put(&store, &[&it], &[]).await;
    let alone = async || store.practised_alone(space(), None, 9).await.unwrap().count();
    assert_eq!((alone().await, store.practice_ids(space()).await.unwrap()), (1, vec![it.id]));
    assert_eq!(listed(&store).await[0].0.title, "A case");
    let remove = async |tx: &mut Tx| tx.save_adoption(space(), &adopted, 1, Some(NOW), NOW).await;
    store.write(remove).await.unwrap();
    assert_eq!((alone().await, store.practice_ids(space()).await.unwrap()), (0, Vec::new()));
    assert!(listed(&store).await.is_empty());
}

pub(crate) async fn a_practice_is_saved_over_the_version_that_was_seen(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Title", "body")]).await;
    let mut it = practice(1, 1);
    put(&store, &[&it], &[]).await;
    it.is_aside = true;
    let saved: Result<_, StoreError> = transaction!(store, tx => {
        let again = tx.insert_practice(space(), &it, NOW).await?;
        Ok((again, tx.save_practice(space(), &it, 1, NOW).await?, tx.save_practice(space(), &it, 1, NOW).await?))
    });
    assert_eq!(saved.unwrap(), (false, Some(2), None));
    let kept = store.write(async |tx: &mut Tx| tx.practice(space(), it.id).await).await.unwrap().unwrap();
    assert_eq!((kept.practice, kept.version), (it, 2));
}

pub(crate) async fn what_was_observed_is_read_of_all_and_of_one(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Title", "body")]).await;
    let (one, two) = (practice(1, 1), practice(2, 1));
    let (first, second, other) = (observed(1, &one), observed(2, &one), observed(3, &two));
    put(&store, &[&one, &two], &[&first, &second, &other]).await;
    let all = all_observed(&store).await;
    assert_eq!(all[&one.id], [first.clone(), second.clone()]);
    assert_eq!(all[&two.id], std::slice::from_ref(&other));
    let kept = KeptOpportunity { opportunity: first, version: 1, removed_at: None, before: None };
    let of_one = store.opportunities_of(space(), one.id).await.unwrap();
    assert_eq!(of_one[0], kept);
    assert_eq!(of_one[1].opportunity, second);
    let changed = KeptOpportunity { removed_at: Some(NOW), before: Some(other), ..kept };
    let save = store.write(async |tx: &mut Tx| tx.save_opportunity(space(), &changed, NOW).await).await;
    assert_eq!(save.unwrap(), Some(2));
    let stale = store.write(async |tx: &mut Tx| tx.save_opportunity(space(), &changed, NOW).await).await;
    assert_eq!(stale.unwrap(), None);
    let read = store.write(async |tx: &mut Tx| tx.opportunity(space(), changed.opportunity.id).await).await;
    let removed_at = read.as_ref().unwrap().as_ref().unwrap().removed_at;
    assert_eq!(read.unwrap(), Some(KeptOpportunity { version: 2, removed_at, ..changed }));
    assert!(removed_at.is_some());
    assert_eq!(all_observed(&store).await[&one.id], std::slice::from_ref(&second));
    assert_eq!(store.opportunities_of(space(), one.id).await.unwrap().len(), 1);
}

pub(crate) async fn an_observation_is_found_by_the_start_of_its_id_also_when_it_was_taken_back(
    ground: Ground,
) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Title", "body")]).await;
    let one = practice(1, 1);
    let (first, second) = (observed(1, &one), observed(2, &one));
    put(&store, &[&one], &[&first, &second]).await;
    let removed =
        KeptOpportunity { opportunity: second.clone(), version: 1, removed_at: Some(NOW), before: None };
    store.write(async |tx: &mut Tx| tx.save_opportunity(space(), &removed, NOW).await).await.unwrap();
    let starting = async |prefix: &str, most| {
        let kept = store.opportunities_starting(space(), prefix, most).await.unwrap();
        kept.into_iter().map(|kept| kept.opportunity.id).collect::<Vec<_>>()
    };
    assert_eq!(starting(&second.id.to_string().to_uppercase(), 9).await, [second.id]);
    assert_eq!(starting("00000000-0000-0008", 9).await, [first.id, second.id]);
    assert_eq!(starting("0000", 1).await, [first.id]);
    for nothing in ["", "zz", "f", &"0".repeat(33)] {
        assert_eq!(starting(nothing, 9).await, [], "{nothing}");
    }
}

pub(crate) async fn practice_is_hidden_and_erased_with_its_entry(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Title", "body"), written(2, "Other", "body")]).await;
    let (one, two) = (practice(1, 1), practice(2, 2));
    let first = observed(1, &one);
    put(&store, &[&one, &two], &[&first]).await;
    let delete = async |version, at| {
        store.write(async |tx: &mut Tx| tx.set_deleted(space(), id(1), version, at, NOW).await).await.unwrap()
    };
    let version = delete(1, Some(NOW)).await;
    assert_eq!(names(&store).await, [two.id]);
    assert_eq!(store.practice(space(), one.id).await.unwrap(), None);
    delete(version, None).await;
    assert_eq!(names(&store).await, [one.id, two.id]);
    erase(&store, id(1)).await;
    assert_eq!(names(&store).await, [two.id]);
    assert_eq!(all_observed(&store).await, HashMap::from([(two.id, Vec::new())]));
    let gone = OpportunityId::new(first.id.uuid());
    assert_eq!(store.write(async |tx: &mut Tx| tx.opportunity(space(), gone).await).await.unwrap(), None);
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
}
