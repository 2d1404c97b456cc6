//! Half-formed ideas: a thought that stands in three entries and was acted on in none.

use std::collections::BTreeSet;

use hansei_method::id::EntryId;
use hansei_method::occurred::Occurred;
use hansei_recall::groups::{Group, groups};
use hansei_recall::naming::spelled;
use hansei_recall::pairs::Text;
use hansei_recall::terms::Terms;
use hansei_recall::{Excerpt, Verdicts};

use super::found::AROUND;
use super::seen::{Seen, Thought};
use crate::similar::table;

/// In how many entries a thought stands before it is shown.
const LEAST_ENTRIES: usize = 3;

/// The most words that name a thought.
const MOST_WORDS: usize = 3;

/// A thought that recurs.
#[derive(Debug, Clone, PartialEq)]
pub struct Idea {
    /// The words that recur, as most places spell them.
    pub words: Vec<String>,
    /// Where it stands, the latest first.
    pub places: Vec<Place>,
}

/// One place where a thought stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The entry.
    pub id: EntryId,
    /// Its title.
    pub title: String,
    /// When that happened.
    pub occurred: Occurred,
    /// Under what it stands there.
    pub thought: Thought,
    /// The thought, with the words that recur marked.
    pub excerpt: Excerpt,
}

/// Finds thoughts that stand in three entries: alike, and with a telling word that three of them hold.
pub(crate) fn ideas(seen: &[Seen]) -> Vec<Idea> {
    let thoughts: Vec<(&Seen, Thought, &str)> = seen
        .iter()
        .flat_map(|seen| seen.thoughts.iter().map(move |(thought, text)| (seen, *thought, text.as_str())))
        .collect();
    let text = |(at, (seen, _, text)): (usize, &(&Seen, Thought, &str))| {
        // With the place in the list behind it, the order of equal ones is the order of the entries.
        Text::new(format!("{}-{at:08}", seen.id), text, table().embed(text))
    };
    let texts: Vec<Text> = thoughts.iter().enumerate().map(text).collect();
    let groups = groups(&texts, &Verdicts::default());
    groups.iter().filter_map(|group| idea(&thoughts, group)).collect()
}

fn idea(thoughts: &[(&Seen, Thought, &str)], group: &Group) -> Option<Idea> {
    let members: Vec<&(&Seen, Thought, &str)> = group.members.iter().map(|place| &thoughts[*place]).collect();
    let holders = |stem: &str| {
        let holding = members.iter().filter(|(.., text)| Terms::telling(text).count(stem) > 0);
        holding.map(|(seen, ..)| seen.id).collect::<BTreeSet<_>>().len()
    };
    let recurring: Vec<_> =
        group.words.iter().filter(|word| holders(&word.stem) >= LEAST_ENTRIES).cloned().collect();
    if recurring.is_empty() {
        return None;
    }
    let texts: Vec<&str> = members.iter().map(|(.., text)| *text).collect();
    let stems: Vec<&str> = recurring.iter().map(|word| word.stem.as_str()).collect();
    let holding = members.iter().filter(|(.., text)| !Terms::places(text, &stems).is_empty());
    let mut places: Vec<Place> = holding
        .map(|(seen, thought, text)| Place {
            id: seen.id,
            title: seen.title.clone(),
            occurred: seen.occurred,
            thought: *thought,
            excerpt: Excerpt::around(text, &Terms::places(text, &stems), AROUND),
        })
        .collect();
    places.sort_by_key(|place| std::cmp::Reverse((place.occurred, place.id)));
    Some(Idea { words: spelled(&texts, recurring.iter().take(MOST_WORDS)), places })
}
