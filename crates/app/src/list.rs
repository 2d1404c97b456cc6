//! Looking things up: the log page by page, and everything written in it by its words.

use hansei_method::tag::Tag;
use hansei_recall::SearchQuery;
use hansei_store::{Cursor, Filter, Listed, Match, Overview, Page, Term, TrashCursor};

use crate::{App, AppError};

pub use hansei_recall::{Excerpt, Piece};

/// The most lines on one page.
pub const MOST_LINES: u32 = 200;

/// The most hits that a search returns.
pub const MOST_HITS: u32 = 100;

/// How many characters of an excerpt stand on each side of the first word found.
const AROUND: usize = 80;

/// An entry that a search found, with the place where the words stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The entry's line in the log.
    pub line: Listed,
    /// The title with the words marked.
    pub title: Vec<Piece>,
    /// The place where most of the words stand together.
    pub excerpt: Excerpt,
}

impl App {
    /// Lists the log, newest first.
    pub async fn list(&self, filter: &Filter, after: Option<&Cursor>, limit: u32) -> Result<Page, AppError> {
        Ok(self.store.list(self.space, filter, after, limit.clamp(1, MOST_LINES)).await?)
    }

    /// Searches everything that was written, as it is typed: every word has to be there, whole or as the start of one.
    ///
    /// Text without a single letter or digit finds nothing.
    pub async fn search(&self, text: &str, filter: &Filter, limit: u32) -> Result<Vec<Hit>, AppError> {
        let Some(query) = SearchQuery::parse(text) else { return Ok(Vec::new()) };
        let words = Match { terms: query.terms().map(wanted).collect() };
        let found = self.store.search(self.space, &words, filter, limit.clamp(1, MOST_HITS)).await?;
        let hit = |found: hansei_store::Found| Hit {
            title: hansei_recall::mark(&found.line.title, &query),
            excerpt: Excerpt::cut(&found.text, &query, AROUND),
            line: found.line,
        };
        Ok(found.into_iter().map(hit).collect())
    }

    /// Answers "what have I learned about…": what has a lesson first, then the rest.
    pub async fn learned(&self, text: &str, limit: u32) -> Result<Vec<Hit>, AppError> {
        let limit = limit.clamp(1, MOST_HITS);
        let with = |has_lesson| Filter { has_lesson: Some(has_lesson), ..Filter::default() };
        let mut hits = self.search(text, &with(true), limit).await?;
        let left = limit.saturating_sub(u32::try_from(hits.len()).unwrap_or(limit));
        if left > 0 {
            hits.extend(self.search(text, &with(false), left).await?);
        }
        Ok(hits)
    }

    /// Counts what is in the log.
    pub async fn overview(&self) -> Result<Overview, AppError> {
        Ok(self.store.overview(self.space).await?)
    }

    /// Lists the tags in use, most used first.
    pub async fn tags(&self) -> Result<Vec<(Tag, i64)>, AppError> {
        Ok(self.store.tags(self.space, MOST_LINES).await?)
    }

    /// Lists the entries that were deleted and can be taken back, deleted last first.
    pub async fn deleted(
        &self,
        after: Option<&TrashCursor>,
        limit: u32,
    ) -> Result<Page<TrashCursor>, AppError> {
        Ok(self.store.trash(self.space, after, limit.clamp(1, MOST_LINES)).await?)
    }
}

fn wanted(term: hansei_recall::Term<'_>) -> Term {
    Term { neighbours: term.neighbours.into_iter().map(str::to_owned).collect(), forms: term.forms.to_vec() }
}
