//! The log, newest first, a page at a time.

use hansei_method::id::{EntryId, SpaceId};
use jiff::civil::Date;

use crate::cursor::Cursor;
use crate::db::hex;
use crate::error::StoreError;
use crate::filter::{Filter, Walked};
use crate::listed::{Listed, ListedRow};
use crate::query::Query;
use crate::store::Store;

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<C = Cursor> {
    /// The lines, newest first.
    pub lines: Vec<Listed>,
    /// Where the next page begins; `None` when this was the last.
    pub next: Option<C>,
}

/// Where an entry is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// Only outside the trash.
    Log,
    /// Only in the trash.
    Trash,
    /// Everywhere.
    Both,
}

/// The most lines that one page has.
pub(crate) const MOST_LINES: u32 = 1_000;

impl Store {
    /// Lists entries, what happened last first and of one time what was captured last, from after a cursor on; at most 1,000
    /// at a time.
    pub async fn list(
        &self,
        space: SpaceId,
        filter: &Filter,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page, StoreError> {
        let limit = limit.clamp(1, MOST_LINES);
        let query = list_query(space, filter, after, limit + 1);
        let mut rows: Vec<ListedRow> = on!(self.db(), |on| run!(query, on))?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = rows.last().filter(|_| more).map(ListedRow::cursor).transpose()?;
        let lines = rows.into_iter().map(Listed::try_from).collect::<Result<_, _>>()?;
        Ok(Page { lines, next })
    }

    /// Lists reviews that were begun and are not finished, saved last first, without those that were put off until after
    /// a day.
    pub async fn begun(&self, space: SpaceId, asked_on: Date, limit: u32) -> Result<Vec<Listed>, StoreError> {
        let query = begun_query(space, asked_on, limit);
        let rows: Vec<ListedRow> = on!(self.db(), |on| run!(query, on))?;
        rows.into_iter().map(Listed::try_from).collect()
    }

    /// Lists lines that were captured and not looked at since, captured last first, without those that were put off until
    /// after a day and those for which a draft waits.
    pub async fn captured(
        &self,
        space: SpaceId,
        asked_on: Date,
        limit: u32,
    ) -> Result<Vec<Listed>, StoreError> {
        let query = captured_query(space, asked_on, limit);
        let rows: Vec<ListedRow> = on!(self.db(), |on| run!(query, on))?;
        rows.into_iter().map(Listed::try_from).collect()
    }

    /// Returns the line of the entry whose lesson has been waiting longest to come back, if one does by that day.
    pub async fn lesson_returning(&self, space: SpaceId, today: Date) -> Result<Option<Listed>, StoreError> {
        let row: Option<ListedRow> = on!(self.db(), |on| sqlx::query_as(concat!(
            "SELECT ",
            listed_columns!(),
            " FROM lesson_return r JOIN entry e ON e.space = r.space AND e.id = r.id \
             WHERE r.space = $1 AND r.returns <= $2 ORDER BY r.returns, r.id LIMIT 1"
        ))
        .bind(hex(space.uuid()))
        .bind(today.to_string())
        .fetch_optional(on)
        .await)?;
        row.map(Listed::try_from).transpose()
    }

    /// Lists the ids that begin with these hexadecimal digits, in order. Hyphens do not count.
    pub async fn ids_starting(
        &self,
        space: SpaceId,
        prefix: &str,
        among: Among,
        most: u32,
    ) -> Result<Vec<EntryId>, StoreError> {
        let digits = prefix.replace('-', "").to_ascii_lowercase();
        if digits.is_empty() || digits.len() > 32 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Ok(Vec::new());
        }
        let mut query =
            Query::in_space(&hex(space.uuid()), "SELECT e.id FROM entry e WHERE e.space = $1 AND e.id >= ");
        // "g" comes after the last hexadecimal digit.
        query.value(digits.as_str()).text(" AND e.id < ").value(format!("{digits}g"));
        query.text(match among {
            Among::Log => " AND e.deleted_at IS NULL",
            Among::Trash => " AND e.deleted_at IS NOT NULL",
            Among::Both => "",
        });
        query.text(" ORDER BY e.id LIMIT ").number(most);
        let ids: Vec<(String,)> = on!(self.db(), |on| run!(query, on))?;
        ids.iter().map(|(id,)| crate::db::id(id).map(EntryId::new)).collect()
    }

    /// Finds the ids that stand beside each of these when all are in order, those in the trash too: they come back with
    /// the ids that they have.
    pub async fn neighbours(&self, space: SpaceId, ids: &[EntryId]) -> Result<Vec<Neighbours>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = Query::in_space(
            &hex(space.uuid()),
            "SELECT e.id, \
             (SELECT b.id FROM entry b WHERE b.space = $1 AND b.id < e.id ORDER BY b.id DESC LIMIT 1), \
             (SELECT a.id FROM entry a WHERE a.space = $1 AND a.id > e.id ORDER BY a.id LIMIT 1) \
             FROM entry e WHERE e.space = $1 AND e.id IN ",
        );
        query.among(ids.iter().map(|id| hex(id.uuid())));
        let rows: Vec<(String, Option<String>, Option<String>)> = on!(self.db(), |on| run!(query, on))?;
        let read = |id: String| crate::db::id(&id).map(EntryId::new);
        let found = |(id, before, after): (String, Option<String>, Option<String>)| {
            let (before, after) = (before.map(read).transpose()?, after.map(read).transpose()?);
            Ok(Neighbours { id: read(id)?, before, after })
        };
        rows.into_iter().map(found).collect()
    }
}

/// The ids that stand beside one when all are in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbours {
    /// The one in the middle.
    pub id: EntryId,
    /// The one before it; `None` at the start.
    pub before: Option<EntryId>,
    /// The one after it; `None` at the end.
    pub after: Option<EntryId>,
}

fn begun_query(space: SpaceId, asked_on: Date, limit: u32) -> Query {
    let mut query = Query::new(concat!("SELECT ", listed_columns!(), " FROM entry e WHERE e.space = "));
    query.value(hex(space.uuid()));
    Filter { asked_on: Some(asked_on), ..Filter::default() }.write(&mut query);
    // Word for word as in the index that serves it.
    query
        .text(" AND e.stage NOT IN ('captured', 'done') ORDER BY e.saved_at DESC, e.id DESC LIMIT ")
        .number(limit);
    query
}

fn captured_query(space: SpaceId, asked_on: Date, limit: u32) -> Query {
    let mut query = Query::new(concat!("SELECT ", listed_columns!(), " FROM entry e WHERE e.space = "));
    query.value(hex(space.uuid()));
    Filter { asked_on: Some(asked_on), ..Filter::default() }.write(&mut query);
    // Word for word as in the index that serves it.
    query
        .text(" AND e.stage = 'captured' AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.space = e.space AND d.id = e.id)")
        .text(" ORDER BY e.captured_at DESC, e.id DESC LIMIT ")
        .number(limit);
    query
}

fn list_query(space: SpaceId, filter: &Filter, after: Option<&Cursor>, limit: u32) -> Query {
    let mut query = Query::new(concat!("SELECT ", listed_columns!(), " FROM entry e"));
    let walked = match filter.walked() {
        Walked::Entry => "e",
        Walked::Tag => {
            query.text(" JOIN entry_tag w ON w.space = e.space AND w.id = e.id AND w.tag = ");
            query.value(filter.tag.as_ref().map_or("", |tag| tag.as_str()));
            "w"
        }
        Walked::Control => {
            query.text(" JOIN entry_control w ON w.space = e.space AND w.id = e.id AND w.control = ");
            query.value(filter.control.map_or("", crate::filter::control_word));
            "w"
        }
    };
    query.text(" WHERE ").text(walked).text(".space = ").value(hex(space.uuid()));
    filter.write(&mut query);
    filter.write_memberships(&mut query, filter.walked());
    if let Some(after) = after {
        if walked != "e" {
            // It finds the place in the index, and the condition after it the place among what happened at one time.
            query.text(" AND ").text(walked).text(".occurred <= ").value(after.occurred.as_str());
        }
        query
            .text(" AND (")
            .text(walked)
            .text(".occurred, e.captured_at, e.id) < (")
            .value(after.occurred.as_str());
        query
            .text(", ")
            .number(after.captured_at.as_microsecond())
            .text(", ")
            .value(hex(after.id.uuid()))
            .text(")");
    }
    query
        .text(" ORDER BY ")
        .text(walked)
        .text(".occurred DESC, e.captured_at DESC, e.id DESC LIMIT ")
        .number(limit);
    query
}

#[cfg(test)]
mod tests {
    use hansei_method::entry::Kind;
    use hansei_method::factor::Control;
    use hansei_method::stage::StageKind;
    use uuid::Uuid;

    use super::*;
    use crate::place::Place;
    use crate::query::tests::planned;

    async fn plan(store: &Store, filter: &Filter) -> String {
        let captured_at = "2026-03-02T08:00:00Z".parse().unwrap();
        let after = Cursor { occurred: "2026-03-02".to_owned(), captured_at, id: EntryId::new(Uuid::nil()) };
        planned(store, &list_query(SpaceId::new(Uuid::nil()), filter, Some(&after), 50)).await
    }

    #[tokio::test]
    async fn every_list_walks_along_an_index_from_the_cursor_on_and_sorts_only_what_happened_at_one_time() {
        let store = Store::open(&Place::Memory).await.unwrap();
        let all = Filter::default();
        for (filter, index) in [
            (all.clone(), "e USING INDEX entry_newest (space=? AND (occurred,captured_at,id)<(?,?,?))"),
            (
                Filter { unfinished: true, ..all.clone() },
                "entry_unfinished (space=? AND (occurred,captured_at,id)<(?,?,?))",
            ),
            (
                Filter { kind: Some(Kind::Mixed), ..all.clone() },
                "entry_kind (space=? AND kind=? AND (occurred,captured_at,id)<(?,?,?))",
            ),
            (
                Filter { stage: Some(StageKind::Why), ..all.clone() },
                "entry_stage (space=? AND stage=? AND (occurred,captured_at,id)<(?,?,?))",
            ),
            (
                Filter { tag: Some("a".parse().unwrap()), ..all.clone() },
                "w USING PRIMARY KEY (space=? AND tag=? AND occurred<?)",
            ),
            (
                Filter { control: Some(Control::Mine), ..all.clone() },
                "w USING PRIMARY KEY (space=? AND control=? AND occurred<?)",
            ),
        ] {
            let plan = plan(&store, &filter).await;
            let is_sorted_whole = plan.contains("USE TEMP B-TREE FOR ORDER BY");
            assert!(plan.contains(index) && !is_sorted_whole, "{filter:?}: {plan}");
        }
    }

    #[tokio::test]
    async fn what_was_begun_or_captured_is_found_along_an_index_of_its_own() {
        let store = Store::open(&Place::Memory).await.unwrap();
        let day = "2026-03-02".parse().unwrap();
        let plan = planned(&store, &begun_query(SpaceId::new(Uuid::nil()), day, 5)).await;
        assert!(plan.contains("entry_begun (space=?)") && !plan.contains("TEMP B-TREE"), "{plan}");
        let plan = planned(&store, &captured_query(SpaceId::new(Uuid::nil()), day, 5)).await;
        assert!(plan.contains("entry_captured (space=?)") && !plan.contains("TEMP B-TREE"), "{plan}");
    }
}
