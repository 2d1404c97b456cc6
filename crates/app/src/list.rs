//! Looking things up: the log page by page, and everything written in it by its words.

use hansei_method::tag::Tag;
use hansei_recall::likeness::LEAST_WORDS_FOR_MEANING;
use hansei_recall::terms::Terms;
use hansei_recall::{SearchQuery, search_text, typo};
use hansei_store::{Cursor, Filter, Listed, Match, Overview, Page, Term, TrashCursor};

use crate::adoption::AdoptionHit;
use crate::library::{CaseQuery, LookedCases, Reach};
use crate::similar::{FEW, Similar};
use crate::{App, AppError};

pub use hansei_recall::{Excerpt, Piece};

/// The most lines on one page.
pub const MOST_LINES: u32 = 200;

/// The most hits that a search returns.
pub const MOST_HITS: u32 = 100;

/// The most words of a search that are corrected: looking for what was meant reads the words of the whole log.
pub(crate) const MOST_CORRECTED: usize = 2;

/// The most words of the log that a mistyped one is compared with.
pub(crate) const MOST_KNOWN: u32 = 20_000;

/// How many characters of an excerpt stand on each side of the first word found.
pub(crate) const AROUND: usize = 80;

/// How many cases of the library are shown beside what the log has.
pub const FEW_CASES: u32 = 5;

/// An entry that a search found, with the place where the words stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The entry's line in the log.
    pub line: Listed,
    /// The title with the words marked.
    pub title: Vec<Piece>,
    /// The place where most of the words stand together.
    pub excerpt: Excerpt,
    /// Whether the words stand in it one after the other, as they were typed: then this entry was meant.
    pub is_word_for_word: bool,
}

/// What was found, or what may have been meant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Looked {
    /// The entries that have every word.
    pub hits: Vec<Hit>,
    /// What was looked for instead, because no entry has what was typed.
    pub instead: Option<String>,
    /// Entries that resemble what was typed or have some of its words, where none has every word; of a whole sentence also
    /// where few have, without these.
    pub close: Vec<Similar>,
    /// Whether what is near is still to be looked for, as [`near_beside`](App::near_beside) does: a whole sentence was typed
    /// without quotation marks, few entries have every word of it, and none has it word for word.
    pub near_is_due: bool,
    /// Lessons adopted from others that have every word.
    pub adopted: Vec<AdoptionHit>,
    /// What the library has: other people's failures, to be shown after one's own and marked as theirs.
    pub cases: LookedCases,
}

impl App {
    /// Lists the log, newest first: of the same minute, what was captured last.
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
        let asked = search_text(text);
        let hit = |found: hansei_store::Found| Hit {
            is_word_for_word: has_in_a_row(&found.text, &asked),
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

    /// Looks something up: what [`learned`](Self::learned) or [`search`](Self::search) finds, and where that is nothing,
    /// what may have been meant. Where no filter is set, adopted lessons and the library are asked as well, and what is near
    /// follows what was found, where that may be there by chance.
    ///
    /// Lessons come first where no filter is set and `lessons_first` asks for it.
    pub async fn look_up(
        &self,
        text: &str,
        filter: &Filter,
        lessons_first: bool,
        limit: u32,
    ) -> Result<Looked, AppError> {
        let mut looked = self.looked(text, filter, lessons_first, limit, false).await?;
        if looked.near_is_due {
            looked.close = self.near_beside(text, lessons_first, &looked).await;
            looked.near_is_due = false;
        }
        Ok(looked)
    }

    /// Does the same while somebody types: what is near beside what was found is left to [`near_beside`](Self::near_beside).
    pub async fn look_up_typed(
        &self,
        text: &str,
        filter: &Filter,
        lessons_first: bool,
        limit: u32,
    ) -> Result<Looked, AppError> {
        self.looked(text, filter, lessons_first, limit, true).await
    }

    async fn looked(
        &self,
        text: &str,
        filter: &Filter,
        lessons_first: bool,
        limit: u32,
        is_growing: bool,
    ) -> Result<Looked, AppError> {
        let is_whole = *filter == Filter::default();
        let find = async |text: &str| {
            if lessons_first && is_whole {
                self.learned(text, limit).await
            } else {
                self.search(text, filter, limit).await
            }
        };
        let mut looked = Looked { hits: find(text).await?, ..Looked::default() };
        if looked.hits.is_empty()
            && let Some(instead) = self.meant(text, is_growing).await?
        {
            looked.hits = find(&instead).await?;
            looked.instead = (!looked.hits.is_empty()).then_some(instead);
        }
        if looked.hits.is_empty() && is_whole && says_enough(text) {
            // What was asked for was looked up; what is only near may be missing.
            looked.close = in_order(self.closest(text, FEW).await.unwrap_or_default(), lessons_first);
        }
        looked.near_is_due = is_whole && is_chance(text, looked.hits.iter().map(|hit| hit.is_word_for_word));
        if is_whole && self.store.has_library().await? {
            looked.adopted = self.look_up_adoptions(text).await?;
            let reach = Reach { near: true, is_growing, corrected: looked.instead.as_deref() };
            looked.cases = self.looked_cases(text, &CaseQuery::default(), FEW_CASES, &reach).await?;
        }
        Ok(looked)
    }

    /// Finds what is near to a sentence beside the few entries that were found; nothing where it is not due. What was asked
    /// for was found: what is only near may be missing.
    pub async fn near_beside(&self, text: &str, lessons_first: bool, looked: &Looked) -> Vec<Similar> {
        if !looked.near_is_due {
            return Vec::new();
        }
        let most = FEW + u8::try_from(looked.hits.len()).unwrap_or(FEW);
        let mut near = self.closest(text, most).await.unwrap_or_default();
        near.retain(|similar| looked.hits.iter().all(|hit| hit.line.id != similar.line.id));
        near.truncate(usize::from(FEW));
        in_order(near, lessons_first)
    }

    /// Corrects the words that no entry has; `None` where there is none such, or nothing it could be.
    async fn meant(&self, text: &str, is_growing: bool) -> Result<Option<String>, AppError> {
        let Some(query) = SearchQuery::parse(text) else { return Ok(None) };
        let (mut words, mut corrected) = (Vec::new(), 0);
        let mut terms = query.terms().peekable();
        while let Some(term) = terms.next() {
            let typed = term.neighbours.join("");
            let is_growing = is_growing && terms.peek().is_none() && is_open_at_its_end(text);
            if self.is_somewhere(wanted(term)).await? {
                words.push(typed);
                continue;
            }
            corrected += 1;
            let Some(beginning) = typo::beginning(&typed).filter(|_| corrected <= MOST_CORRECTED) else {
                return Ok(None);
            };
            let known = self.store.words_beginning(self.space, beginning, MOST_KNOWN).await?;
            let known = known.iter().map(|(word, entries)| (word.as_str(), *entries));
            let mut here = None;
            for meant in typo::meant(&typed, known, is_growing) {
                let term = Term { neighbours: vec![meant.to_owned()], forms: Vec::new() };
                if self.is_somewhere(term).await? {
                    here = Some(meant.to_owned());
                    break;
                }
            }
            let Some(meant) = here else { return Ok(None) };
            words.push(meant);
        }
        Ok((corrected > 0).then(|| words.join(" ")))
    }

    pub(crate) async fn is_somewhere(&self, term: Term) -> Result<bool, AppError> {
        let alone = Match { terms: vec![term] };
        Ok(!self.store.search(self.space, &alone, &Filter::default(), 1).await?.is_empty())
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

/// Says whether a text is long enough for some of its words to be there: one word is there or not.
pub(crate) fn says_enough(text: &str) -> bool {
    const LEAST: usize = 2;
    SearchQuery::parse(text).is_some_and(|query| query.words().count() >= LEAST)
}

/// Says whether the last word of a text may still grow.
pub(crate) fn is_open_at_its_end(text: &str) -> bool {
    text.ends_with(char::is_alphanumeric)
}

/// Says whether what has every word of a text may be there by chance, so that what is near has to be shown as well: the text
/// is a whole sentence without quotation marks, something but little was found, and none has it word for word.
pub(crate) fn is_chance(text: &str, mut word_for_word: impl ExactSizeIterator<Item = bool>) -> bool {
    const FEW_HITS: usize = 5;
    const MARKS: [char; 5] = ['"', '“', '”', '«', '»'];
    (1..FEW_HITS).contains(&word_for_word.len())
        && !word_for_word.any(|it| it)
        && !text.contains(MARKS)
        && Terms::of(text).length() >= LEAST_WORDS_FOR_MEANING
}

/// Puts what has a lesson first, where lessons come first.
fn in_order(mut similar: Vec<Similar>, lessons_first: bool) -> Vec<Similar> {
    if lessons_first {
        similar.sort_by_key(|similar| similar.line.record.lesson.is_none());
    }
    similar
}

/// Says whether folded words stand in a text one after the other. The last one may be the beginning of a word.
pub(crate) fn has_in_a_row(text: &str, asked: &str) -> bool {
    // Of few words this says nothing, and it would be asked for each letter typed.
    let is_sentence = asked.split(' ').count() >= LEAST_WORDS_FOR_MEANING as usize;
    is_sentence && format!(" {}", search_text(text)).contains(&format!(" {asked}"))
}

/// Says whether there is anything in a text to look for: a letter or a digit.
#[must_use]
pub fn has_words(text: &str) -> bool {
    SearchQuery::parse(text).is_some()
}

pub(crate) fn wanted(term: hansei_recall::Term<'_>) -> Term {
    Term { neighbours: term.neighbours.into_iter().map(str::to_owned).collect(), forms: term.forms.to_vec() }
}
