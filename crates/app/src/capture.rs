//! Capture: one line, no questions, always accepted.

use hansei_method::capture::Captured;
use hansei_method::entry::{Entry, Kind, Significance};
use hansei_method::id::EntryId;
use hansei_method::occurred::Occurred;
use hansei_method::tag::Tag;

use crate::entry::check_tags;
use crate::searched::search_text;
use crate::write::{check_size, write};
use crate::{App, AppError, Saved};

/// What is captured: the text as it was typed, and what was said about it, if anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capture {
    /// The text; words like `yesterday:` at its start set when it happened.
    pub text: String,
    /// What sort of event it was; a failure when nobody says.
    pub kind: Option<Kind>,
    /// How deep the review goes; ordinary when nobody says.
    pub significance: Option<Significance>,
    /// When it happened; read from the text, otherwise now, when nobody says.
    pub occurred: Option<Occurred>,
    /// Words to find it by.
    pub tags: std::collections::BTreeSet<Tag>,
}

/// What became of a captured line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The entry and its version.
    pub saved: Saved,
    /// The entry's title.
    pub title: String,
    /// When it happened, as hansei understood it.
    pub occurred: Occurred,
    /// The words that the date was read from; `None` when there were none.
    pub read_from: Option<String>,
    /// The words that look like a day and were not read as one, so that it is dated now; `None` mostly.
    pub unread: Option<String>,
}

/// What was made of the day at the start of a line.
pub(crate) struct Day {
    /// The words that it was read from.
    read_from: Option<String>,
    /// Words that look like one and were not read.
    unread: Option<String>,
}

impl App {
    /// Keeps one line, or many.
    pub async fn log(&self, capture: Capture) -> Result<Logged, AppError> {
        let (entry, Day { read_from, unread }) = self.captured(capture)?;
        let saved = self.add(&entry, "logged").await?;
        Ok(Logged { saved, title: entry.title.to_string(), occurred: entry.occurred, read_from, unread })
    }

    /// Makes an entry of what is captured, and what was made of the day at its start; nothing is saved.
    pub(crate) fn captured(&self, capture: Capture) -> Result<(Entry, Day), AppError> {
        check_tags(&capture.tags)?;
        let now = self.now();
        if let Some(day) = capture.occurred {
            day.check_past(&now)?;
        }
        let read = Captured::read(&capture.text, &now)?;
        let occurred = capture.occurred.unwrap_or(read.occurred);
        let id = EntryId::new(self.new_id());
        let mut entry = Entry::capture(id, read.title, read.body, occurred, now.timestamp());
        entry.kind = capture.kind.unwrap_or_default();
        entry.significance = capture.significance.unwrap_or_default();
        entry.tags = capture.tags;
        // Whoever said the day apart from the text is not asked about the text.
        let unread = read.unread.filter(|_| capture.occurred.is_none());
        Ok((entry, Day { read_from: read.read_from, unread }))
    }

    /// Saves an entry that was not there before.
    pub(crate) async fn add(&self, entry: &Entry, action: &str) -> Result<Saved, AppError> {
        check_size(entry)?;
        let now = self.now().timestamp();
        let search = search_text(entry);
        write!(self, tx => {
            let version = tx.insert(self.space, entry, &search, action, now).await?;
            // What is closed as it comes in has a plan to practise; what is only captured has none, and is kept at once.
            if entry.review.answers.finished_at().is_some() {
                self.follow_entry(tx, entry).await?;
            }
            Ok(Saved { id: entry.id, version })
        })
    }
}
