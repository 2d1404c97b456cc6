//! What of an entry tells which kind of thing it is: its first lines, what happened, how it came about, and the lesson.

use std::ops::Range;

use hansei_method::account::Actual;
use hansei_method::entry::Entry;
use hansei_method::stage::Answer;
use hansei_method::text::Text;

/// What is told of an entry.
///
/// Where it happened, its tags, the figures and the plans are left out: two entries of one place are not alike by that, and a
/// long review would be like nothing that is written in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    /// A line each, none of them twice.
    pub(crate) text: String,
    /// The bytes of the text that say how it came about: its causes and factors.
    pub(crate) causes: Range<usize>,
}

impl Told {
    /// Takes it out of an entry.
    pub(crate) fn of(entry: &Entry) -> Self {
        let mut lines = vec![entry.title.as_str()];
        lines.extend(entry.body.as_ref().map(Text::as_str));
        if let Some(account) = entry.review.answers.happened().and_then(Answer::given) {
            lines.extend(account.moments.iter().map(|moment| moment.what.as_str()));
            lines.extend(account.outcomes.iter().filter_map(|outcome| match &outcome.actual {
                Actual::Words { words, .. } => Some(words.as_str()),
                _ => None,
            }));
            lines.extend(account.unplanned.iter().map(Text::as_str));
        }
        let mut once: Vec<&str> = Vec::with_capacity(lines.len());
        let mut text = String::new();
        // A factor is often a cause again, word for word.
        let mut write = |text: &mut String, line| {
            if !once.contains(&line) {
                once.push(line);
                text.push_str(line);
                text.push('\n');
            }
        };
        for line in lines {
            write(&mut text, line);
        }
        let start = text.len();
        if let Some(analysis) = entry.analysis() {
            let causes = analysis.causes.iter().map(|cause| cause.statement.as_str());
            for line in causes.chain(analysis.factors.iter().map(|factor| factor.statement.as_str())) {
                write(&mut text, line);
            }
        }
        let causes = start..text.len();
        if let Some(lesson) = entry.plan().and_then(|plan| plan.lesson.as_ref()) {
            write(&mut text, lesson.as_str());
        }
        text.pop();
        Self { text, causes }
    }
}
