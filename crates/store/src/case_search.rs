//! Finding cases by the words in them, among a million of them.

use std::fmt::Write as _;

use hansei_method::id::{CollectionId, SpaceId};

use crate::db::{Db, hex};
use crate::error::StoreError;
use crate::query::Query;
use crate::search::{Match, TITLE, Term, bounded, with_positions};
use crate::store::Store;

/// What a case is found by. The words are folded, with spaces between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseWords {
    /// The words of the title.
    pub title: String,
    /// The words of everything, the title too.
    pub all: String,
    /// The words of each label.
    pub labels: Vec<String>,
}

/// Which cases are looked for. The default is all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// Only those of this collection.
    pub collection: Option<CollectionId>,
    /// Only those with this label, as folded words.
    pub label: Option<String>,
}

/// A case that was found, with what it is ranked by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFound {
    /// Its number.
    pub number: i64,
    /// Whether all words are in its title.
    pub in_title: bool,
    /// Its telling words; empty while they were not made.
    pub words: Vec<u8>,
    /// Its direction; empty where it has none.
    pub vector: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct FoundRow {
    number: i64,
    tier: i64,
    words: Option<Vec<u8>>,
    vector: Option<Vec<u8>>,
}

/// A word by which what resembles a text is looked up, and how telling it is.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseClue {
    /// The folded word.
    pub word: String,
    /// Whether words that begin so count as well.
    pub is_beginning: bool,
    /// How telling it is.
    pub weight: f32,
}

/// The most cases that are read for a search before they are ranked, in titles and anywhere.
const MOST_CANDIDATES: u32 = 200;

/// The most cases with one clue that are looked at: those that came last.
const MOST_WITH_A_CLUE: u32 = 600;

/// The first of the characters that stand for a collection: private use, plane 15.
const COLLECTIONS: u32 = 0xF_0000;

/// The first of the characters of which two stand for a label: private use, plane 16.
const LABELS: u32 = 0x10_0000;

/// How many characters of each plane are used.
const MARKS: u32 = 0xFFFD;

/// Stands for a collection among the words. Two may share a mark, so what is found by it is looked at again.
fn mark_of(collection: CollectionId) -> char {
    let bits = collection.uuid().as_u128() % u128::from(MARKS);
    char::from_u32(COLLECTIONS + u32::try_from(bits).unwrap_or_default()).unwrap_or_default()
}

/// Stands for a label among the words: two characters, by FNV-1a over its own.
pub(crate) fn mark_of_label(label: &str) -> String {
    let number = label
        .bytes()
        .fold(0x811c_9dc5_u32, |number, byte| (number ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    [number % MARKS, number / MARKS % MARKS]
        .into_iter()
        .map(|part| char::from_u32(LABELS + part).unwrap_or_default())
        .collect()
}

/// Writes what SQLite indexes of a case: each word once.
pub(crate) fn words_of(collection: CollectionId, words: &CaseWords) -> String {
    let mut seen = std::collections::HashSet::new();
    let mut written = String::with_capacity(words.all.len() + words.title.len() * 2 + 8);
    for word in bounded(&words.all).split_ascii_whitespace().filter(|word| seen.insert(*word)) {
        written.push_str(word);
        written.push(' ');
    }
    seen.clear();
    for word in words.title.split_ascii_whitespace().filter(|word| seen.insert(*word)) {
        written.push(TITLE);
        written.push_str(word);
        written.push(' ');
    }
    for label in &words.labels {
        written.push_str(&mark_of_label(label));
        written.push(' ');
    }
    written.push(mark_of(collection));
    written
}

/// Writes what PostgreSQL indexes of a case, as it reads a `tsvector`.
pub(crate) fn doc_of(words: &CaseWords) -> String {
    let mut doc = with_positions(bounded(&words.all), None);
    doc.push_str(&with_positions(&words.title, Some(TITLE)));
    for label in &words.labels {
        doc.push_str(&mark_of_label(label));
        doc.push(' ');
    }
    doc
}

impl Store {
    /// Finds cases by their words: those that have all of them in the title first; of each the ones that came last, at
    /// most 200. Words that have to stand next to each other are on SQLite only looked for apart;
    /// [`cases_with_words_before`](Self::cases_with_words_before) goes on.
    pub async fn search_cases(
        &self,
        space: SpaceId,
        words: &Match,
        filter: &CaseFilter,
    ) -> Result<Vec<CaseFound>, StoreError> {
        if words.terms.is_empty() {
            return Ok(Vec::new());
        }
        let space = hex(space.uuid());
        let is_sqlite = self.is_sqlite();
        let mut query = Query::in_space(
            &space,
            "SELECT hit.number, CAST(min(hit.tier) AS BIGINT) AS tier, l.words, l.vector FROM (",
        );
        part(&mut query, is_sqlite, words, filter, Part::Title);
        query.text(" UNION ALL ");
        part(&mut query, is_sqlite, words, filter, Part::Anywhere { before: None });
        query.text(
            ") hit LEFT JOIN case_likeness l ON l.space = $1 AND l.number = hit.number \
             GROUP BY hit.number, l.words, l.vector ORDER BY tier, hit.number DESC",
        );
        let rows: Vec<FoundRow> = on!(self.db(), |on| run!(query, on))?;
        let found = |row: FoundRow| CaseFound {
            number: row.number,
            in_title: row.tier == 0,
            words: row.words.unwrap_or_default(),
            vector: row.vector.unwrap_or_default(),
        };
        Ok(rows.into_iter().map(found).collect())
    }

    /// Finds the cases with these words anywhere that came before this one, the one that came last first; at most 200.
    pub async fn cases_with_words_before(
        &self,
        space: SpaceId,
        words: &Match,
        filter: &CaseFilter,
        before: i64,
    ) -> Result<Vec<i64>, StoreError> {
        let mut query = Query::in_space(&hex(space.uuid()), "SELECT anywhere.number FROM (");
        part(&mut query, self.is_sqlite(), words, filter, Part::Anywhere { before: Some(before) });
        query.text(") anywhere ORDER BY anywhere.number DESC");
        let rows: Vec<(i64,)> = on!(self.db(), |on| run!(query, on))?;
        Ok(rows.into_iter().map(|(number,)| number).collect())
    }

    /// Finds the cases with the most telling clues, at most so many; those with the highest sum first.
    pub async fn cases_with_clues(
        &self,
        space: SpaceId,
        clues: &[CaseClue],
        most: u32,
    ) -> Result<Vec<i64>, StoreError> {
        if clues.is_empty() {
            return Ok(Vec::new());
        }
        let query = clues_query(&hex(space.uuid()), self.is_sqlite(), clues, most);
        let rows: Vec<(i64,)> = on!(self.db(), |on| run!(query, on))?;
        Ok(rows.into_iter().map(|(number,)| number).collect())
    }

    /// Lists words of cases that begin so, each with how many cases have it: on PostgreSQL of the 5,000 that came last, on
    /// SQLite of all spaces.
    pub async fn case_words_beginning(
        &self,
        space: SpaceId,
        beginning: &str,
        limit: u32,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let past = format!("{beginning}\u{10ffff}");
        let rows = match self.db() {
            Db::Sqlite(on) => {
                sqlx::query_as("SELECT term, doc FROM case_word WHERE term >= $1 AND term < $2 LIMIT $3")
                    .bind(beginning)
                    .bind(past)
                    .bind(i64::from(limit))
                    .fetch_all(on)
                    .await?
            }
            Db::Postgres(on) => {
                // The id of the space is made of hexadecimal digits.
                let docs = format!(
                    "SELECT doc FROM library_case WHERE space = '{}' ORDER BY number DESC LIMIT 5000",
                    hex(space.uuid())
                );
                sqlx::query_as(
                    "SELECT word, CAST(ndoc AS BIGINT) FROM ts_stat($1) \
                     WHERE word COLLATE \"C\" >= $2 AND word COLLATE \"C\" < $3 LIMIT $4",
                )
                .bind(docs)
                .bind(beginning)
                .bind(past)
                .bind(i64::from(limit))
                .fetch_all(on)
                .await?
            }
        };
        Ok(rows)
    }
}

/// Where the words are looked for.
#[derive(Clone, Copy)]
enum Part {
    Title,
    /// Anywhere, in the cases that came before this one; `None` looks at all.
    Anywhere {
        before: Option<i64>,
    },
}

fn clues_query(space: &str, is_sqlite: bool, clues: &[CaseClue], most: u32) -> Query {
    let mut query = Query::in_space(space, "SELECT hit.number FROM (");
    for (place, clue) in clues.iter().enumerate() {
        if place > 0 {
            query.text(" UNION ALL ");
        }
        let weight = format!("{:.4}", clue.weight.clamp(0.0, 100.0));
        query.text("SELECT * FROM (SELECT ");
        if is_sqlite {
            let star = if clue.is_beginning { "*" } else { "" };
            query
                .text("rowid AS number, ")
                .text(&weight)
                .text(" AS weight FROM case_search WHERE case_search MATCH ")
                .value(format!("\"{}\"{star}", clue.word))
                .text(" ORDER BY rowid DESC LIMIT ");
        } else {
            let star = if clue.is_beginning { ":*" } else { "" };
            query
                .text("number, ")
                .text(&weight)
                .text(" AS weight FROM library_case WHERE space = $1 AND doc @@ CAST(")
                .value(format!("{}{star}", clue.word))
                .text(" AS TSQUERY) ORDER BY number DESC LIMIT ");
        }
        query.number(MOST_WITH_A_CLUE).text(&format!(") clue{place}"));
    }
    // SQLite knows nothing of how many rows there are, and would walk all cases and look each up in what was found.
    query.text(if is_sqlite { ") hit CROSS JOIN " } else { ") hit JOIN " }).text(
        "library_case c ON c.space = $1 AND c.number = hit.number \
         JOIN collection o ON o.space = c.space AND o.id = c.collection AND o.deleted_at IS NULL \
         GROUP BY hit.number ORDER BY sum(hit.weight) DESC, hit.number DESC LIMIT ",
    );
    query.number(most);
    query
}

/// Adds the query for the last matches in titles, or anywhere.
fn part(query: &mut Query, is_sqlite: bool, words: &Match, filter: &CaseFilter, part: Part) {
    let in_title = matches!(part, Part::Title);
    query
        .text("SELECT * FROM (SELECT c.number, ")
        .text(if in_title { "0" } else { "1" })
        .text(" AS tier FROM ");
    let written = words.terms.iter().map(|term| format!("({})", written(term, is_sqlite, in_title)));
    let mut all: Vec<String> = written.collect();
    let label = filter.label.as_deref().map(mark_of_label);
    if is_sqlite {
        all.extend(label.map(|label| format!("\"{label}\"")));
        all.extend(filter.collection.map(|collection| format!("\"{}\"", mark_of(collection))));
        // In this order: SQLite would look each case of the library up among the words.
        query
            .text("case_search s CROSS JOIN library_case c ON c.number = s.rowid AND c.space = $1 ")
            .text("JOIN collection o ON o.space = c.space AND o.id = c.collection AND o.deleted_at IS NULL ")
            .text("WHERE case_search MATCH ")
            .value(all.join(" AND "));
    } else {
        all.extend(label);
        query
            .text("library_case c ")
            .text("JOIN collection o ON o.space = c.space AND o.id = c.collection AND o.deleted_at IS NULL ")
            .text("WHERE c.space = $1 AND c.doc @@ CAST(")
            .value(all.join(" & "))
            .text(" AS TSQUERY)");
    }
    if let Some(collection) = filter.collection {
        query.text(" AND c.collection = ").value(hex(collection.uuid()));
    }
    let number = if is_sqlite { "s.rowid" } else { "c.number" };
    if let Part::Anywhere { before: Some(before) } = part {
        query.text(&format!(" AND {number} < {before}"));
    }
    query.text(&format!(" ORDER BY {number} DESC LIMIT "));
    query.number(MOST_CANDIDATES).text(if in_title { ") in_title" } else { ") anywhere" });
}

fn written(term: &Term, is_sqlite: bool, in_title: bool) -> String {
    let mark = if in_title { TITLE.to_string() } else { String::new() };
    let mut written = String::new();
    if is_sqlite {
        // Where a word stands is not kept, so neighbours are looked for apart.
        let last = term.neighbours.len().saturating_sub(1);
        for (place, word) in term.neighbours.iter().enumerate() {
            let (and, star) = (if place > 0 { " AND " } else { "" }, if place == last { "*" } else { "" });
            write!(written, "{and}\"{mark}{word}\"{star}").expect("a string takes all");
        }
        for form in &term.forms {
            write!(written, " OR \"{mark}{form}\"").expect("a string takes all");
        }
        return written;
    }
    let marked: Vec<String> = term.neighbours.iter().map(|word| format!("{mark}{word}")).collect();
    write!(written, "{}:*", marked.join(" <-> ")).expect("a string takes all");
    for form in &term.forms {
        write!(written, " | {mark}{form}").expect("a string takes all");
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;
    use crate::query::tests::planned;

    #[tokio::test]
    async fn cases_are_looked_up_by_their_words_and_never_one_after_the_other() {
        let store = Store::open(&Place::Memory).await.unwrap();
        let term = Term { neighbours: vec!["valve".to_owned()], forms: Vec::new() };
        let words = Match { terms: vec![term] };
        for asked in [Part::Title, Part::Anywhere { before: None }, Part::Anywhere { before: Some(7) }] {
            let mut query = Query::in_space("space", "");
            part(&mut query, true, &words, &CaseFilter::default(), asked);
            let plan = planned(&store, &query).await;
            let first = plan.split("; ").find(|step| !step.starts_with("CO-ROUTINE")).unwrap();
            assert!(first.starts_with("SCAN s VIRTUAL TABLE"), "{plan}");
        }
        let clue = |word: &str| CaseClue { word: word.to_owned(), is_beginning: true, weight: 1.0 };
        let query = clues_query("space", true, &[clue("valve"), clue("seal")], 9);
        let plan = planned(&store, &query).await;
        assert!(plan.contains("SCAN hit; SEARCH c USING INTEGER PRIMARY KEY"), "{plan}");
    }
}
