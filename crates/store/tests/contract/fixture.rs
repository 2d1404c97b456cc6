//! What the claims are made on.

use hansei_method::entry::Entry;
use hansei_method::id::{EntryId, SpaceId};
use hansei_recall::{SearchQuery, search_text};
use hansei_store::{Change, Match, Place, SearchText, Store, StoreError, Term, Tx, transaction};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

/// When everything happens, unless it matters.
pub(crate) const NOW: Timestamp = Timestamp::constant(1_800_000_000, 123_456_000);

/// An empty place for one test, and what has to stay until its end.
pub(crate) struct Ground {
    pub(crate) place: Place,
    _folder: Option<tempfile::TempDir>,
}

impl Ground {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { place: Place::Sqlite(folder.path().join("hansei.db")), _folder: Some(folder) }
    }

    pub(crate) async fn postgres(claims: usize) -> Option<Self> {
        let place = hansei_store::test_support::postgres(claims).await?;
        Some(Self { place, _folder: None })
    }

    /// Opens the place, with the space of most tests in it.
    pub(crate) async fn store(&self) -> Store {
        let store = Store::open(&self.place).await.unwrap();
        make_space(&store, space()).await;
        store
    }
}

pub(crate) async fn make_space(store: &Store, space: SpaceId) {
    store.write(async |tx: &mut Tx| tx.make_space(space, "mine", NOW).await).await.unwrap();
}

pub(crate) fn space() -> SpaceId {
    SpaceId::new(Uuid::from_u128(0x5ace))
}

/// Makes ids that differ in their first digits and in their last.
pub(crate) fn id(number: u64) -> EntryId {
    EntryId::new(Uuid::from_u64_pair(number.wrapping_mul(0x9E37_79B9_7F4A_7C15), number))
}

/// Makes an entry from a few fields of its JSON.
pub(crate) fn entry(number: u64, mut fields: Value) -> Entry {
    let mut all = json!({
        "id": id(number), "title": "The proposal came late", "occurred": "2026-03-22",
        "captured_at": "2026-03-23T08:00:00.123456789Z",
    });
    all.as_object_mut().unwrap().append(fields.as_object_mut().unwrap());
    serde_json::from_value(all).unwrap()
}

/// Makes an entry with a title and a body.
pub(crate) fn written(number: u64, title: &str, body: &str) -> Entry {
    entry(number, json!({"title": title, "body": body}))
}

/// What an entry is found by.
pub(crate) fn search(entry: &Entry) -> SearchText {
    let body = entry.body.as_ref().map_or("", |body| body.as_str());
    SearchText {
        words_title: search_text(entry.title.as_str()),
        words_body: search_text(body),
        original: format!("{}\n{body}", entry.title),
    }
}

pub(crate) fn words(typed: &str) -> Option<Match> {
    let term = |term: hansei_recall::Term<'_>| Term {
        neighbours: term.neighbours.into_iter().map(str::to_owned).collect(),
        forms: term.forms.to_vec(),
    };
    SearchQuery::parse(typed).map(|query| Match { terms: query.terms().map(term).collect() })
}

/// Finds the ids of entries, best first.
pub(crate) async fn find(store: &Store, typed: &str) -> Vec<EntryId> {
    let found =
        store.search(space(), &words(typed).unwrap(), &hansei_store::Filter::default(), 200).await.unwrap();
    found.into_iter().map(|found| found.line.id).collect()
}

pub(crate) async fn insert(store: &Store, entries: &[Entry]) {
    let inserted: Result<(), StoreError> = transaction!(store, tx => {
        for entry in entries {
            tx.insert(space(), entry, &search(entry), "captured", NOW).await?;
        }
        Ok(())
    });
    inserted.unwrap();
}

pub(crate) async fn save(store: &Store, entry: &Entry, expected: i64) -> Result<i64, StoreError> {
    let change = Change { action: "changed", back: None };
    transaction!(store, tx => tx.save(space(), entry, &search(entry), expected, &change, NOW).await)
}

pub(crate) async fn set_deleted(store: &Store, id: EntryId, expected: i64, at: Option<Timestamp>) {
    store.write(async |tx: &mut Tx| tx.set_deleted(space(), id, expected, at, NOW).await).await.unwrap();
}

pub(crate) async fn erase(store: &Store, id: EntryId) {
    store.write(async |tx: &mut Tx| tx.erase(space(), id).await).await.unwrap();
}
