//! Finding entries by the words in them.

use std::fmt::Write as _;

use hansei_method::entry::Entry;
use hansei_method::id::{EntryId, SpaceId};

use crate::db::{Db, hex};
use crate::error::StoreError;
use crate::filter::{Filter, Walked};
use crate::listed::{Listed, ListedRow};
use crate::query::Query;
use crate::store::Store;
use crate::tx::Tx;

/// What is looked for: terms over folded words, all of which must be there. The store adds the space.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Match {
    /// Letters and digits only, so nothing in them means anything to a database.
    pub terms: Vec<Term>,
}

/// One thing that must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Words that stand next to each other, of which the last may be the beginning of one; nearly always just one.
    pub neighbours: Vec<String>,
    /// Whole words that do as well.
    pub forms: Vec<String>,
}

/// What an entry is found by. The words are folded, with spaces between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchText {
    /// The words of the title, which count for more.
    pub words_title: String,
    /// The words of everything else; what comes after the first 384 KiB is not searched.
    pub words_body: String,
    /// All original text, from which excerpts are cut.
    pub original: String,
}

/// An entry that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its line in the log.
    pub line: Listed,
    /// All its original text.
    pub text: String,
}

/// Stands beside the words of an entry that has a lesson. A character of private use: no word holds it.
const LESSON: char = '\u{e000}';

/// Stands before each word of a title, which is there once more without it: looking in titles alone then costs no more
/// than what is found there, however many entries have the word elsewhere.
pub(crate) const TITLE: char = '\u{e001}';

/// The most that one search returns.
const MOST_FOUND: u32 = 200;

/// Bounds the words kept of one entry, in bytes: PostgreSQL's `tsvector` holds 1 MiB and needs up to twice the room.
const MOST_WORDS: usize = 384 << 10;

/// PostgreSQL counts no positions beyond this one, so neighbours are not told apart there.
const LAST_POSITION: usize = 16_383;

#[derive(sqlx::FromRow)]
struct FoundRow {
    #[sqlx(flatten)]
    line: ListedRow,
    original: String,
}

impl Store {
    /// Finds entries by their words: first those that have all of them in the title, then the others; among these what
    /// happened last first. At most 200.
    ///
    /// Where more match than are asked for, those that were saved last are found. A score such as bm25 would have to
    /// count every match of every word for each letter typed, which takes 50 ms where a word is in all of 100,000
    /// entries; and it would differ between the databases.
    pub async fn search(
        &self,
        space: SpaceId,
        words: &Match,
        filter: &Filter,
        limit: u32,
    ) -> Result<Vec<Found>, StoreError> {
        if words.terms.is_empty() {
            return Ok(Vec::new());
        }
        let limit = limit.min(MOST_FOUND);
        let space = hex(space.uuid());
        let rows: Vec<FoundRow> = match self.db() {
            Db::Sqlite(on) => run!(query(Dialect::Sqlite, &space, words, filter, limit), on)?,
            Db::Postgres(on) => run!(query(Dialect::Postgres, &space, words, filter, limit), on)?,
        };
        let found = |row: FoundRow| Ok(Found { line: row.line.try_into()?, text: row.original });
        rows.into_iter().map(found).collect()
    }
}

impl Store {
    /// Lists words that begin so, each with how many entries have it. On PostgreSQL, of the 5,000 entries saved last; on
    /// SQLite, of all spaces, so look whether a word is in this one before anybody sees it.
    pub async fn words_beginning(
        &self,
        space: SpaceId,
        beginning: &str,
        limit: u32,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let past = format!("{beginning}\u{10ffff}");
        let rows = match self.db() {
            Db::Sqlite(on) => sqlx::query_as(
                "SELECT term, doc FROM search_word WHERE term >= $1 AND term < $2 AND col = 'body' LIMIT $3",
            )
            .bind(beginning)
            .bind(past)
            .bind(i64::from(limit))
            .fetch_all(on)
            .await?,
            Db::Postgres(on) => {
                // The id of the space is made of hexadecimal digits.
                let docs = format!(
                    "SELECT s.doc FROM search s JOIN entry e ON e.space = s.space AND e.id = s.id \
                     WHERE s.space = '{}' ORDER BY e.saved_at DESC LIMIT 5000",
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

/// What a search is written in.
#[derive(Debug, Clone, Copy)]
enum Dialect {
    Sqlite,
    Postgres,
}

fn query(dialect: Dialect, space: &str, words: &Match, filter: &Filter, limit: u32) -> Query {
    let mut query = Query::in_space(space, concat!("SELECT ", listed_columns!(), ", o.original FROM ("));
    query.text("SELECT place, id, min(tier) AS tier FROM (");
    // The second part finds those of the first again; the lower tier counts.
    part(&mut query, dialect, space, words, filter, Tier::Title, limit);
    query.text(" UNION ALL ");
    part(&mut query, dialect, space, words, filter, Tier::Anywhere, limit);
    query.text(") found GROUP BY place, id) hit JOIN search o ON ").text(match dialect {
        Dialect::Sqlite => "o.rowid = hit.place",
        Dialect::Postgres => "o.space = $1 AND o.id = hit.id",
    });
    query
        .text(" JOIN entry e ON e.space = $1 AND e.id = hit.id ORDER BY hit.tier, e.occurred DESC, e.captured_at DESC, e.id DESC LIMIT ")
        .number(limit);
    query
}

/// Where the words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tier {
    Title,
    Anywhere,
}

/// Adds the query for the newest matches of one tier.
fn part(
    query: &mut Query,
    dialect: Dialect,
    space: &str,
    words: &Match,
    filter: &Filter,
    tier: Tier,
    limit: u32,
) {
    let number = if tier == Tier::Title { "0" } else { "1" };
    // Found by its mark: where lessons are rare, looking at one entry after the other takes seconds.
    let with_lesson = filter.has_lesson == Some(true);
    query.text("SELECT * FROM (SELECT ");
    match dialect {
        Dialect::Sqlite => {
            let lesson = if with_lesson { format!(" AND \"{LESSON}\"") } else { String::new() };
            query
                .text("search.rowid AS place, search.id, ")
                .text(number)
                .text(" AS tier FROM search JOIN entry e ON e.space = $1 AND e.id = search.id WHERE search MATCH ")
                .value(format!(
                    "space : \"{space}\" AND {{title body}} : ({}{lesson})",
                    words.written(dialect, tier)
                ));
        }
        Dialect::Postgres => {
            let lesson = if with_lesson { format!(" & '{LESSON}'") } else { String::new() };
            query
                .text("0 AS place, search.id, ")
                .text(number)
                .text(" AS tier FROM search JOIN entry e ON e.space = $1 AND e.id = search.id ")
                .text("WHERE search.space = $1 AND search.doc @@ CAST(")
                .value(format!("'@{space}'{lesson} & {}", words.written(dialect, tier)))
                .text(" AS TSQUERY)");
        }
    }
    filter.write(query);
    filter.write_memberships(query, Walked::Entry);
    query.text(match dialect {
        // Saving an entry writes its row anew, so what was saved last has the highest row.
        Dialect::Sqlite => " ORDER BY search.rowid DESC LIMIT ",
        Dialect::Postgres => " ORDER BY e.saved_at DESC, e.id DESC LIMIT ",
    });
    query.number(limit).text(if tier == Tier::Title { ") in_title" } else { ") anywhere" });
}

impl Match {
    /// Writes the terms for a database: `("late"*) AND ("納 期"*)`, or `(late:*) & (納 <-> 期:*)`.
    fn written(&self, dialect: Dialect, tier: Tier) -> String {
        let and = match dialect {
            Dialect::Sqlite => " AND ",
            Dialect::Postgres => " & ",
        };
        let terms = self.terms.iter().map(|term| format!("({})", term.written(dialect, tier)));
        terms.collect::<Vec<_>>().join(and)
    }
}

impl Term {
    fn written(&self, dialect: Dialect, tier: Tier) -> String {
        let mark = if tier == Tier::Title { TITLE.to_string() } else { String::new() };
        let marked = |word: &String| format!("{mark}{word}");
        let neighbours: Vec<String> = self.neighbours.iter().map(marked).collect();
        let mut written = match dialect {
            Dialect::Sqlite => format!("\"{}\"*", neighbours.join(" ")),
            Dialect::Postgres => format!("{}:*", neighbours.join(" <-> ")),
        };
        for form in &self.forms {
            match dialect {
                Dialect::Sqlite => write!(written, " OR \"{mark}{form}\""),
                Dialect::Postgres => write!(written, " | {mark}{form}"),
            }
            .expect("a string takes all");
        }
        written
    }
}

impl Tx {
    /// Writes the words of an entry as they are kept.
    pub(crate) fn title_and_body(&self, entry: &Entry, text: &SearchText) -> (String, String) {
        let title = self.words(&text.words_title, Some(TITLE));
        let mut body = self.words(&format!("{} {}", text.words_title, text.words_body), None);
        if entry.record().lesson.is_some() {
            body.push(' ');
            body.push(LESSON);
        }
        (title, body)
    }

    /// Renews what an entry is found by.
    pub(crate) async fn write_search(
        &mut self,
        space: SpaceId,
        entry: &Entry,
        text: &SearchText,
    ) -> Result<(), StoreError> {
        let id = entry.id;
        self.drop_search(space, id).await?;
        let (title, body) = self.title_and_body(entry, text);
        execute!(
            self,
            sqlx::query("INSERT INTO search (space, id, title, body, original) VALUES ($1, $2, $3, $4, $5)")
                .bind(hex(space.uuid()))
                .bind(hex(id.uuid()))
                .bind(title)
                .bind(body)
                .bind(text.original.as_str())
        )?;
        Ok(())
    }

    /// Counts an entry as saved last where a search has to choose: what [`Tx::write_search`] does, without new words.
    pub(crate) async fn put_last_in_search(&mut self, space: SpaceId, id: EntryId) -> Result<(), StoreError> {
        // PostgreSQL goes by the time of the save.
        if self.is_sqlite() {
            execute!(self, sqlx::query(
                "UPDATE search SET rowid = 1 + (SELECT rowid FROM search ORDER BY rowid DESC LIMIT 1) \
                 WHERE rowid IN (SELECT rowid FROM search WHERE search MATCH 'space : \"' || $1 || '\" AND id : \"' || $2 || '\"')"
            )
            .bind(hex(space.uuid()))
            .bind(hex(id.uuid())))?;
        }
        Ok(())
    }

    pub(crate) async fn drop_search(&mut self, space: SpaceId, id: EntryId) -> Result<(), StoreError> {
        let (space, id) = (hex(space.uuid()), hex(id.uuid()));
        let sql = if self.is_sqlite() {
            // In SQLite the row is found by its words, one of which is the id.
            "DELETE FROM search WHERE rowid IN (SELECT rowid FROM search WHERE search MATCH 'space : \"' || $1 || '\" AND id : \"' || $2 || '\"')"
        } else {
            "DELETE FROM search WHERE space = $1 AND id = $2"
        };
        execute!(self, sqlx::query(sql).bind(space.as_str()).bind(id.as_str()))?;
        Ok(())
    }

    fn words(&self, words: &str, mark: Option<char>) -> String {
        let words = bounded(words);
        if self.is_sqlite() { marked(words, mark) } else { with_positions(words, mark) }
    }
}

/// Cuts words to the most that is kept, between two of them.
pub(crate) fn bounded(words: &str) -> &str {
    if words.len() <= MOST_WORDS {
        return words;
    }
    let end = (0..=MOST_WORDS).rev().find(|end| words.as_bytes()[*end] == b' ').unwrap_or(0);
    &words[..end]
}

/// Puts a mark before every word.
fn marked(words: &str, mark: Option<char>) -> String {
    let Some(mark) = mark else { return words.to_owned() };
    words.split_ascii_whitespace().map(|word| format!("{mark}{word}")).collect::<Vec<_>>().join(" ")
}

/// Writes words as PostgreSQL reads a `tsvector`, each with a mark before it where one is asked for:
/// `late:1 delivery:2`.
pub(crate) fn with_positions(words: &str, mark: Option<char>) -> String {
    let mut written = String::with_capacity(words.len() * 2);
    let mark = mark.map_or_else(String::new, String::from);
    let words = words.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    for (place, word) in words.enumerate() {
        let position = (place + 1).min(LAST_POSITION);
        write!(written, "{mark}{word}:{position} ").expect("a string takes all");
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn entries_are_looked_up_by_their_words_and_never_one_after_the_other() {
        let store = Store::open(&crate::place::Place::Memory).await.unwrap();
        let words = Match { terms: vec![Term { neighbours: vec!["late".to_owned()], forms: Vec::new() }] };
        for filter in [Filter::default(), Filter { unfinished: true, ..Filter::default() }] {
            let query = query(Dialect::Sqlite, "space", &words, &filter, 50);
            let plan = crate::query::tests::planned(&store, &query).await;
            let walks = plan.split("; ").filter(|step| step.starts_with("SCAN search VIRTUAL TABLE")).count();
            assert_eq!(walks, 2, "{plan}");
            assert_eq!(plan.matches("SEARCH e USING INDEX sqlite_autoindex_entry_1").count(), 3, "{plan}");
        }
    }

    #[test]
    fn words_get_positions_and_nothing_that_postgres_would_read() {
        assert_eq!(with_positions("late 納 期", None), "late:1 納:2 期:3 ");
        assert_eq!(with_positions("late 期", Some('+')), "+late:1 +期:2 ");
        assert_eq!(with_positions("a'b:3A \\c", None), "a:1 b:2 3A:3 c:4 ");
        assert!(with_positions(&"a ".repeat(20_000), None).ends_with(" a:16383 "));
    }

    #[test]
    fn terms_are_written_for_each_database() {
        let term = |neighbours: &[&str], forms: &[&str]| Term {
            neighbours: neighbours.iter().map(|word| (*word).to_owned()).collect(),
            forms: forms.iter().map(|word| (*word).to_owned()).collect(),
        };
        let words = Match { terms: vec![term(&["late"], &["later"]), term(&["納", "期"], &[])] };
        let written = |dialect| words.written(dialect, Tier::Anywhere);
        assert_eq!(written(Dialect::Sqlite), r#"("late"* OR "later") AND ("納 期"*)"#);
        assert_eq!(written(Dialect::Postgres), "(late:* | later) & (納 <-> 期:*)");
        let in_title = words.written(Dialect::Sqlite, Tier::Title).replace(TITLE, "+");
        assert_eq!(in_title, r#"("+late"* OR "+later") AND ("+納 +期"*)"#);
    }

    #[test]
    fn too_many_words_are_cut_between_two() {
        let words = "日本 ".repeat(100_000);
        assert!(bounded(&words).len() <= MOST_WORDS && bounded(&words).ends_with("日本"));
        assert_eq!(bounded("a b"), "a b");
        assert_eq!(bounded(&"a".repeat(MOST_WORDS + 1)), "");
    }
}
