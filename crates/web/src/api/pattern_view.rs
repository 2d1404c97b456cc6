//! Patterns as programs get them.

use hansei_app::patterns::{Away, Card, CardEntry, Few, Idea, Patterns, Shared, State, Thought, Why};
use hansei_method::id::EntryId;
use hansei_method::occurred::Occurred;
use hansei_method::pattern::PatternKey;
use serde::Serialize;
use utoipa::ToSchema;

use super::pattern_numbers::{EstimateView, EstimatesView, RateView, rate};
use super::schema::Schema;
use super::search::ExcerptView;

/// What recurs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PatternList {
    schema: Schema,
    /// How many entries there are to find anything in.
    entries: usize,
    /// What is confirmed, then what is asked about.
    patterns: Vec<PatternView>,
    /// Tendencies with too few entries or situations to say anything.
    few: Vec<FewView>,
    /// What the person rejected or merged.
    put_away: Vec<AwayView>,
    /// Thoughts that stand in three entries.
    ideas: Vec<IdeaView>,
}

/// One pattern, in an answer of its own.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OnePattern {
    schema: Schema,
    /// The pattern.
    pattern: PatternView,
}

/// Something that recurs, with the entries that show it.
#[derive(Debug, Serialize, ToSchema)]
struct PatternView {
    /// Names it.
    id: PatternKey,
    /// Its version; 1 while the person has said nothing of it.
    #[schema(minimum = 1)]
    version: i64,
    /// What the person said of it.
    state: PatternState,
    /// With how many entries it was rejected; `null` where it was not.
    rejected_with: Option<usize>,
    /// What it was merged into; `null` where it was not.
    merged_into: Option<PatternKey>,
    /// What it is called.
    name: String,
    /// The tendency that it is, where it is one that hansei knows.
    tendency: Option<TendencyView>,
    /// What it is, in one sentence.
    sentence: String,
    /// Whether there are three entries from two kinds of situation.
    claimed: bool,
    /// The kinds of situation, those with most entries first.
    contexts: Vec<ContextView>,
    /// The entries behind it, the latest first.
    entries: Vec<PatternEntry>,
    /// Entries that the person left out.
    left_out: Vec<PatternEntry>,
    /// How often it came back.
    rate: RateView,
    /// The person's own estimates of time.
    estimates: EstimatesView,
    /// The words that its entries share, where likeness found it.
    words: Vec<SharedView>,
    /// The patterns that were merged into it.
    merged: Vec<PatternKey>,
    /// What undo takes back; `null` when there is nothing to undo.
    undo: Option<String>,
}

/// What the person said of a pattern.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum PatternState {
    /// Nothing yet.
    Open,
    /// It is one thing.
    Confirmed,
    /// It is no pattern of theirs.
    Rejected,
    /// It is no pattern of theirs, and its evidence has doubled since.
    RejectedAndDoubled,
    /// It is the same as another one.
    Merged,
}

/// A tendency that hansei knows by how it sounds.
#[derive(Debug, Serialize, ToSchema)]
struct TendencyView {
    /// What it is called.
    name: &'static str,
    /// The moment of a suggested commitment, to follow "if".
    cue: &'static str,
    /// The act of a suggested commitment, to follow "then".
    act: &'static str,
}

/// A kind of situation.
#[derive(Debug, Serialize, ToSchema)]
struct ContextView {
    /// What it is called.
    name: String,
    /// How many entries are from it.
    entries: usize,
}

/// An entry behind a pattern.
#[derive(Debug, Serialize, ToSchema)]
struct PatternEntry {
    /// The entry.
    id: EntryId,
    /// What happened, in one line.
    title: String,
    /// When.
    occurred: Occurred,
    /// The kind of situation; `null` where nothing tells.
    context: Option<String>,
    /// Its lesson.
    lesson: Option<String>,
    /// What made it count; `null` where only the person says that it belongs.
    why: Option<WhyView>,
    /// Whether it came after the pattern was confirmed, and nothing was said of it yet.
    new: bool,
    /// Whether the person said that it belongs.
    added: bool,
}

/// What made an entry count.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "by")]
enum WhyView {
    /// It sounds like the tendency.
    Heard { excerpt: ExcerptView, phrases: Vec<String> },
    /// One of its tags names the tendency.
    Tagged { tag: String },
    /// A forecast in it was too short.
    Measured { estimate: EstimateView },
    /// It is like the others.
    Alike { excerpt: ExcerptView, closeness: f32 },
}

/// A word that entries share.
#[derive(Debug, Serialize, ToSchema)]
struct SharedView {
    /// The word.
    word: String,
    /// How many of these entries hold it.
    entries: usize,
    /// How many entries of the log hold it.
    in_log: usize,
    /// Its part in how alike two of them are, in percent.
    percent: f32,
}

/// A tendency with too few entries to say anything.
#[derive(Debug, Serialize, ToSchema)]
struct FewView {
    /// Names it.
    id: PatternKey,
    /// What it is called.
    name: String,
    /// How many entries it has.
    entries: usize,
    /// The kinds of situation they are from.
    contexts: Vec<String>,
}

/// A pattern that was rejected or merged.
#[derive(Debug, Serialize, ToSchema)]
struct AwayView {
    /// Names it.
    id: PatternKey,
    /// Its version.
    #[schema(minimum = 1)]
    version: i64,
    /// What it is called.
    name: String,
    /// What was said of it.
    state: PatternState,
    /// What it was merged into; `null` where it was rejected.
    merged_into: Option<PatternKey>,
}

/// A thought that stands in three entries.
#[derive(Debug, Serialize, ToSchema)]
struct IdeaView {
    /// The words that recur.
    words: Vec<String>,
    /// Where it stands, the latest first.
    places: Vec<PlaceView>,
}

/// One place where a thought stands.
#[derive(Debug, Serialize, ToSchema)]
struct PlaceView {
    /// The entry.
    id: EntryId,
    /// Its title.
    title: String,
    /// When that happened.
    occurred: Occurred,
    /// "parked", `not_now` or "assumed".
    kind: &'static str,
    /// The thought.
    excerpt: ExcerptView,
}

impl OnePattern {
    pub(super) fn of(card: Card) -> Self {
        Self { schema: Schema, pattern: card.into() }
    }
}

impl From<Patterns> for PatternList {
    fn from(patterns: Patterns) -> Self {
        let few = |Few { key, name, entries, contexts }: Few| FewView { id: key, name, entries, contexts };
        let away = |Away { key, version, name, state }: Away| {
            let (state, _, merged_into) = said(state);
            AwayView { id: key, version, name, state, merged_into }
        };
        Self {
            schema: Schema,
            entries: patterns.entries,
            patterns: patterns.cards.into_iter().map(PatternView::from).collect(),
            few: patterns.few.into_iter().map(few).collect(),
            put_away: patterns.away.into_iter().map(away).collect(),
            ideas: patterns.ideas.into_iter().map(IdeaView::from).collect(),
        }
    }
}

impl From<Card> for PatternView {
    fn from(card: Card) -> Self {
        let (state, rejected_with, merged_into) = said(card.state);
        let tendency =
            card.tendency.map(|known| TendencyView { name: known.name, cue: known.cue, act: known.act });
        let context = |(name, entries)| ContextView { name, entries };
        let all = |entries: Vec<CardEntry>| entries.into_iter().map(PatternEntry::from).collect();
        Self {
            id: card.key,
            version: card.version,
            state,
            rejected_with,
            merged_into,
            name: card.name,
            tendency,
            sentence: card.sentence,
            claimed: card.is_claimed,
            contexts: card.contexts.into_iter().map(context).collect(),
            entries: all(card.entries),
            left_out: all(card.left_out),
            rate: rate(&card.rate, card.committed_in),
            estimates: card.estimates.into(),
            words: card.words.into_iter().map(SharedView::from).collect(),
            merged: card.merged.into_iter().map(|(key, _)| key).collect(),
            undo: card.undo,
        }
    }
}

/// Parts what was said into a word, how many entries it was rejected with, and what it was merged into.
fn said(state: State) -> (PatternState, Option<usize>, Option<PatternKey>) {
    match state {
        State::Open => (PatternState::Open, None, None),
        State::Confirmed => (PatternState::Confirmed, None, None),
        State::Rejected { then, has_doubled: false } => (PatternState::Rejected, Some(then), None),
        State::Rejected { then, .. } => (PatternState::RejectedAndDoubled, Some(then), None),
        State::Merged { into, .. } => (PatternState::Merged, None, Some(into)),
    }
}

impl From<CardEntry> for PatternEntry {
    fn from(entry: CardEntry) -> Self {
        let CardEntry { id, title, occurred, context, lesson, why, is_new, is_added } = entry;
        let why = why.map(|why| match why {
            Why::Heard { excerpt, phrases } => WhyView::Heard { excerpt: excerpt.into(), phrases },
            Why::Tagged(tag) => WhyView::Tagged { tag },
            Why::Measured(estimate) => WhyView::Measured { estimate: estimate.into() },
            Why::Alike { excerpt, closeness } => WhyView::Alike { excerpt: excerpt.into(), closeness },
        });
        Self { id, title, occurred, context, lesson, why, new: is_new, added: is_added }
    }
}

impl From<Shared> for SharedView {
    fn from(Shared { word, entries, in_log, percent }: Shared) -> Self {
        Self { word, entries, in_log, percent }
    }
}

impl From<Idea> for IdeaView {
    fn from(Idea { words, places }: Idea) -> Self {
        let place = |place: hansei_app::patterns::Place| PlaceView {
            id: place.id,
            title: place.title,
            occurred: place.occurred,
            kind: match place.thought {
                Thought::Parked => "parked",
                Thought::NotNow => "not_now",
                Thought::Assumed => "assumed",
            },
            excerpt: place.excerpt.into(),
        };
        Self { words, places: places.into_iter().map(place).collect() }
    }
}
