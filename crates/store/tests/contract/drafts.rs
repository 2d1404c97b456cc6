use hansei_store::{Draft, StoreError, Tx};

use crate::fixture::*;

fn draft(question: &str, body: &str) -> Draft {
    Draft { question: question.to_owned(), body: body.to_owned(), saved_at: NOW, based_on: 1 }
}

pub(crate) async fn a_draft_is_kept_until_it_is_dropped(ground: Ground) {
    let store = ground.store().await;
    insert(&store, &[written(1, "Title", "body")]).await;
    let (why, intended) = (draft("why", "because"), draft("intended", "{\"statement\": \"de"));
    for draft in [&draft("why", "bec"), &why, &intended] {
        store.write(async |tx: &mut Tx| tx.put_draft(space(), id(1), draft).await).await.unwrap();
    }
    assert_eq!(store.drafts(space(), id(1)).await.unwrap(), [intended.clone(), why]);
    store.write(async |tx: &mut Tx| tx.drop_draft(space(), id(1), "why").await).await.unwrap();
    assert_eq!(store.drafts(space(), id(1)).await.unwrap(), [intended]);
}

pub(crate) async fn a_draft_of_nothing_is_refused(ground: Ground) {
    let store = ground.store().await;
    let result =
        store.write(async |tx: &mut Tx| tx.put_draft(space(), id(1), &draft("why", "secret")).await).await;
    assert!(matches!(result, Err(StoreError::Conflict { found: None, .. })), "{result:?}");
    assert_eq!(store.drafts(space(), id(1)).await.unwrap(), []);
}
