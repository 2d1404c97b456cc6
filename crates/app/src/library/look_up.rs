//! Looking cases up by their words, as they are typed.

use std::collections::{HashMap, HashSet};

use hansei_library::prose::unmarked;
use hansei_method::id::CollectionId;
use hansei_method::text::Line;
use hansei_recall::digest::Digest;
use hansei_recall::likeness::{Question, Texts};
use hansei_recall::vector::Vector;
use hansei_recall::{Excerpt, Piece, SearchQuery, search_text, typo};
use hansei_store::{CaseFilter, CaseFound, Match, Term};

use super::twins::Once;
use super::{SimilarCase, ToldCase};
use crate::list::{
    AROUND, MOST_CORRECTED, MOST_KNOWN, has_in_a_row, is_chance, is_open_at_its_end, says_enough, wanted,
};
use crate::similar::{FEW, table};
use crate::{App, AppError};

/// The most cases that a search returns.
pub const MOST_CASES: u32 = 100;

/// About how many cases are read for words that stand next to each other.
const MOST_LOOKED_AT: usize = 20_000;

/// Which cases are looked for. The default is all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseQuery {
    /// Only those of this collection.
    pub collection: Option<CollectionId>,
    /// Only those with this label.
    pub label: Option<Line>,
}

/// How far cases are looked for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reach<'c> {
    /// Whether what only comes first because something has to is left out of what is near.
    pub(crate) near: bool,
    /// Whether somebody is typing, so that the last word may be the beginning of what is meant.
    pub(crate) is_growing: bool,
    /// What the log was searched for instead: then the library is searched for nothing else.
    pub(crate) corrected: Option<&'c str>,
}

/// A case that was found, with the place where the words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseHit {
    /// The case, and who tells it.
    pub told: ToldCase,
    /// The title with the words marked.
    pub title: Vec<Piece>,
    /// The place where most of the words stand together.
    pub excerpt: Excerpt,
    /// Whether the words stand in it one after the other, as they were typed: then this case was meant.
    pub is_word_for_word: bool,
}

/// What was found in the library, or what may have been meant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LookedCases {
    /// The cases that have every word: those that have them in the title first, of each the most alike.
    pub hits: Vec<CaseHit>,
    /// What was looked for instead, because no case has what was typed.
    pub instead: Option<String>,
    /// Cases that resemble what was typed, where none has every word; of a whole sentence also where few have, without these.
    pub close: Vec<SimilarCase>,
    /// Whether what is near is still to be looked for, as [`near_cases_beside`](App::near_cases_beside) does: by the same rule
    /// as for [`Looked`](crate::list::Looked).
    pub near_is_due: bool,
}

impl App {
    /// Looks cases up, and where no case has every word, what may have been meant and what is most like it: who searches here
    /// asked for cases, and a few words are rarely near to a long one. What is most like it also follows what was found, where
    /// that may be there by chance.
    pub async fn look_up_cases(
        &self,
        text: &str,
        asked: &CaseQuery,
        limit: u32,
    ) -> Result<LookedCases, AppError> {
        let mut looked = self.looked_cases(text, asked, limit, &Reach::default()).await?;
        if looked.near_is_due {
            looked.close = self.near_cases_beside(text, &looked).await;
            looked.near_is_due = false;
        }
        Ok(looked)
    }

    /// Does the same while somebody types: what is near beside what was found is left to
    /// [`near_cases_beside`](Self::near_cases_beside).
    pub async fn look_up_cases_typed(
        &self,
        text: &str,
        asked: &CaseQuery,
        limit: u32,
    ) -> Result<LookedCases, AppError> {
        let reach = Reach { is_growing: true, ..Reach::default() };
        self.looked_cases(text, asked, limit, &reach).await
    }

    /// Finds the cases that are most like a sentence beside the few that were found; nothing where it is not due.
    pub async fn near_cases_beside(&self, text: &str, looked: &LookedCases) -> Vec<SimilarCase> {
        if !looked.near_is_due {
            return Vec::new();
        }
        let most = FEW + u8::try_from(looked.hits.len()).unwrap_or(FEW);
        let mut close = self.similar_cases_to_text(text, false, most).await.unwrap_or_default();
        close.retain(|similar| looked.hits.iter().all(|hit| hit.told != similar.told));
        close.truncate(usize::from(FEW));
        close
    }

    /// Looks cases up, as far as the reach goes.
    pub(crate) async fn looked_cases(
        &self,
        text: &str,
        asked: &CaseQuery,
        limit: u32,
        reach: &Reach<'_>,
    ) -> Result<LookedCases, AppError> {
        self.start_the_library().await?;
        let mut looked =
            LookedCases { hits: self.search_cases(text, asked, limit).await?, ..LookedCases::default() };
        if looked.hits.is_empty()
            && let Some(instead) = self.meant_by(text, reach).await?
        {
            looked.hits = self.search_cases(&instead, asked, limit).await?;
            looked.instead = (!looked.hits.is_empty()).then_some(instead);
        }
        let is_whole = *asked == CaseQuery::default();
        if looked.hits.is_empty() && is_whole && says_enough(text) {
            looked.close = self.similar_cases_to_text(text, reach.near, FEW).await.unwrap_or_default();
        }
        looked.near_is_due = is_whole && is_chance(text, looked.hits.iter().map(|hit| hit.is_word_for_word));
        Ok(looked)
    }

    async fn search_cases(
        &self,
        text: &str,
        asked: &CaseQuery,
        limit: u32,
    ) -> Result<Vec<CaseHit>, AppError> {
        let Some(query) = SearchQuery::parse(text) else { return Ok(Vec::new()) };
        let words = Match { terms: query.terms().map(wanted).collect() };
        let filter = CaseFilter {
            collection: asked.collection,
            label: asked.label.as_ref().map(|label| search_text(label.as_str())),
        };
        let found = self.store.search_cases(self.space, &words, &filter).await?;
        let ranked = ranked(text, &found);
        let (limit, in_a_row) = (limit.clamp(1, MOST_CASES) as usize, search_text(text));
        let mut hits = Once::new(|hit: &CaseHit| &hit.told.case);
        self.keep_hits(&query, &in_a_row, &ranked, limit, &mut hits).await?;
        // Words that stand next to each other may do so in none of those that came last.
        if has_neighbours(&query) {
            let (mut before, mut looked_at) = (oldest(&found), found.len());
            let mut seen: HashSet<i64> = ranked.into_iter().collect();
            while let Some(number) = before.filter(|_| hits.len() < limit && looked_at < MOST_LOOKED_AT) {
                let more = self.store.cases_with_words_before(self.space, &words, &filter, number).await?;
                (before, looked_at) = (more.last().copied(), looked_at + more.len());
                let more: Vec<i64> = more.into_iter().filter(|number| seen.insert(*number)).collect();
                self.keep_hits(&query, &in_a_row, &more, limit, &mut hits).await?;
            }
        }
        let mut hits = hits.all();
        hits.truncate(limit);
        Ok(hits)
    }

    /// Reads the cases with these numbers, until there are enough, and keeps what the query finds in them.
    async fn keep_hits(
        &self,
        query: &SearchQuery,
        asked: &str,
        numbers: &[i64],
        limit: usize,
        hits: &mut Once<CaseHit>,
    ) -> Result<(), AppError> {
        let has_neighbours = has_neighbours(query);
        for numbers in numbers.chunks(limit) {
            if hits.len() >= limit {
                break;
            }
            for (number, told) in self.told(numbers).await? {
                let text = told.case.whole_text();
                // The index of SQLite does not know which words stand next to each other.
                if has_neighbours && !query.matches(search_text(&text).split(' ')) {
                    continue;
                }
                let is_word_for_word = has_in_a_row(&text, asked);
                let body = unmarked(text.split_once('\n').map_or("", |(_, body)| body));
                let title = hansei_recall::mark(told.case.title.as_str(), query);
                hits.add(
                    number,
                    CaseHit { title, excerpt: Excerpt::cut(&body, query, AROUND), is_word_for_word, told },
                );
            }
        }
        Ok(())
    }

    /// Corrects what was typed as the log was corrected, or else the words that no case has.
    async fn meant_by(&self, text: &str, reach: &Reach<'_>) -> Result<Option<String>, AppError> {
        match reach.corrected {
            Some(corrected) => Ok(Some(corrected.to_owned())),
            None => self.meant_in_cases(text, reach.is_growing).await,
        }
    }

    /// Corrects the words that no case has; `None` where there is none such, or nothing it could be. What the person wrote
    /// so in the own log is spelled as it should be.
    async fn meant_in_cases(&self, text: &str, is_growing: bool) -> Result<Option<String>, AppError> {
        let Some(query) = SearchQuery::parse(text) else { return Ok(None) };
        let (mut words, mut corrected) = (Vec::new(), 0);
        let mut terms = query.terms().peekable();
        while let Some(term) = terms.next() {
            let typed = term.neighbours.join("");
            let is_growing = is_growing && terms.peek().is_none() && is_open_at_its_end(text);
            let term = wanted(term);
            if self.is_in_a_case(term.clone()).await? {
                words.push(typed);
                continue;
            }
            if self.is_somewhere(term).await? {
                return Ok(None);
            }
            corrected += 1;
            let Some(beginning) = typo::beginning(&typed).filter(|_| corrected <= MOST_CORRECTED) else {
                return Ok(None);
            };
            let known = self.store.case_words_beginning(self.space, beginning, MOST_KNOWN).await?;
            let known = known.iter().map(|(word, cases)| (word.as_str(), *cases));
            let mut here = None;
            for meant in typo::meant(&typed, known, is_growing) {
                let term = Term { neighbours: vec![meant.to_owned()], forms: Vec::new() };
                if self.is_in_a_case(term).await? {
                    here = Some(meant.to_owned());
                    break;
                }
            }
            let Some(meant) = here else { return Ok(None) };
            words.push(meant);
        }
        Ok((corrected > 0).then(|| words.join(" ")))
    }

    async fn is_in_a_case(&self, term: Term) -> Result<bool, AppError> {
        let alone = Match { terms: vec![term] };
        Ok(!self.store.search_cases(self.space, &alone, &CaseFilter::default()).await?.is_empty())
    }
}

/// Says whether some words have to stand next to each other.
fn has_neighbours(query: &SearchQuery) -> bool {
    query.terms().any(|term| term.neighbours.len() > 1)
}

/// Names the case from which on everything that came after it was found; `None` where nothing was.
fn oldest(found: &[CaseFound]) -> Option<i64> {
    // What has the words in its title is also found anywhere, and may be older than the rest of that.
    let anywhere = found.iter().filter(|one| !one.in_title).map(|one| one.number).min();
    anywhere.or_else(|| found.iter().map(|one| one.number).min())
}

/// Lists the numbers of what was found: those with the words in the title first, of each the most alike, then what came
/// last.
fn ranked(text: &str, found: &[CaseFound]) -> Vec<i64> {
    let mut texts = Texts::default();
    for one in found {
        let vector = (!one.vector.is_empty()).then(|| Vector::from_bytes(&one.vector));
        texts.add(Digest::from_bytes(&one.words).unwrap_or_default(), vector);
    }
    let question = Question::new(text, table());
    let scores: HashMap<usize, f32> =
        texts.like(&question, usize::MAX).into_iter().map(|like| (like.place, like.score)).collect();
    let score = |place: usize| scores.get(&place).copied().unwrap_or_default();
    let mut places: Vec<usize> = (0..found.len()).collect();
    places.sort_by(|one, other| {
        let key = |place: usize| (!found[place].in_title, -found[place].number);
        let (tier, number) = key(*one);
        let (other_tier, other_number) = key(*other);
        tier.cmp(&other_tier).then(score(*other).total_cmp(&score(*one))).then(number.cmp(&other_number))
    });
    places.into_iter().map(|place| found[place].number).collect()
}
