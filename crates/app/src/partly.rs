//! What has some of the words that were looked for, where no entry has all of them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use hansei_method::id::EntryId;
use hansei_recall::SearchQuery;
use hansei_recall::commonness::share_of_texts;
use hansei_recall::likeness::LEAST_WORDS_FOR_MEANING;
use hansei_recall::terms::Terms;
use hansei_store::{Filter, Found, Match};

use crate::list::wanted;
use crate::similar::Similar;
use crate::{App, AppError};

/// How many entries are read for each word, and for each way to leave one out.
const READ: u32 = 20;

/// A word that was looked for, its stem, and how telling it is in ordinary English.
struct Asked {
    word: String,
    stem: String,
    weight: f32,
}

impl App {
    /// Finds what comes closest to a text that no entry has every word of: of a few words what has the most telling of
    /// them, of a longer text what resembles it or has some of its words.
    pub(crate) async fn closest(&self, text: &str, most: u8) -> Result<Vec<Similar>, AppError> {
        if Terms::of(text).length() < LEAST_WORDS_FOR_MEANING {
            self.with_some_words(text, most).await
        } else {
            self.nearest_to_text(text, most).await
        }
    }

    /// Asks the index of words alone: to read what is compared of ten thousand entries takes a command a fifth of a second.
    async fn with_some_words(&self, text: &str, most: u8) -> Result<Vec<Similar>, AppError> {
        let Some(query) = SearchQuery::parse(text) else { return Ok(Vec::new()) };
        let terms: Vec<_> = query.terms().map(wanted).collect();
        let mut found: BTreeMap<EntryId, Found> = BTreeMap::new();
        let each = terms.iter().map(|term| vec![term.clone()]);
        let all_but_one = |left_out: usize| [&terms[..left_out], &terms[left_out + 1..]].concat();
        // Of two words the one is all but the other.
        let others = (0..if terms.len() > 2 { terms.len() } else { 0 }).map(all_but_one);
        for terms in each.chain(others) {
            let some = self.store.search(self.space, &Match { terms }, &Filter::default(), READ).await?;
            found.extend(some.into_iter().map(|found| (found.line.id, found)));
        }
        let asked = asked(&query);
        let mut ranked: Vec<(f32, Similar)> = found
            .into_values()
            .filter_map(|found| {
                let text = Terms::of(&format!("{}\n{}", found.line.title, found.text));
                let shared: Vec<&Asked> = asked.iter().filter(|asked| text.count(&asked.stem) > 0).collect();
                let weight = shared.iter().map(|asked| asked.weight).sum();
                let shared: Vec<String> = shared.into_iter().map(|asked| asked.word.clone()).collect();
                (!shared.is_empty()).then_some((weight, Similar { line: found.line, shared, same: None }))
            })
            .collect();
        ranked.sort_by(|(one, similar), (other, than)| {
            let saved = |similar: &Similar| Reverse((similar.line.captured_at, similar.line.id));
            other.total_cmp(one).then_with(|| saved(similar).cmp(&saved(than)))
        });
        Ok(ranked.into_iter().take(usize::from(most)).map(|(_, similar)| similar).collect())
    }
}

/// Lists the different words of a query, the most telling first.
fn asked(query: &SearchQuery) -> Vec<Asked> {
    let mut seen = BTreeSet::new();
    let asked = |word: &str| {
        let stem = Terms::of(word).counts().next()?.0.to_owned();
        let weight = -share_of_texts(&stem).ln();
        seen.insert(stem.clone()).then(|| Asked { word: word.to_owned(), stem, weight })
    };
    let mut asked: Vec<Asked> = query.words().filter_map(asked).collect();
    asked.sort_by(|one, other| other.weight.total_cmp(&one.weight));
    asked
}
