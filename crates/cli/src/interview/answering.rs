//! What each question says about itself, so that all four are driven in one way.

use hansei_app::review::{Reviewed, answer};
use hansei_method::entry::Entry;
use hansei_method::question::Question;
use hansei_method::text::Text;
use jiff::Zoned;

use super::happened::{Happened, gap_lines};
use super::intended::Intended;
use super::next::Next;
use super::steps::Steps;
use super::why::Why;

/// The steps of one of the four questions.
pub(super) trait Answering: Steps {
    /// The question.
    const QUESTION: Question;

    /// Begins with what is saved.
    fn fresh(entry: &Entry) -> Self;

    /// Lets the coach read along and offer what it finds, beginning at `now`.
    fn read_along(self, _entry: &Entry, _now: &Zoned) -> Self {
        self
    }

    /// Lets go of what answers something that is gone from the entry.
    fn fit(self, _entry: &Entry) -> Self {
        self
    }

    /// Says what the steps came to.
    fn said(self) -> Reviewed;

    /// Returns the sentence at the heart of the answer, which [`Steps::so_far`] leaves out.
    fn heart(&self) -> Option<&Text>;

    /// Says whether two versions of an entry hold the same answer.
    fn is_same(one: &Entry, other: &Entry) -> bool;
}

impl Answering for Intended {
    const QUESTION: Question = Question::Intended;

    fn fresh(entry: &Entry) -> Self {
        Self::new(answer(entry.review.answers.intended()), entry.significance)
    }

    fn read_along(self, entry: &Entry, now: &Zoned) -> Self {
        Self::read_along(self, now, entry.occurred)
    }

    fn said(self) -> Reviewed {
        Reviewed { intended: Some(self.answer), ..Reviewed::default() }
    }

    fn heart(&self) -> Option<&Text> {
        self.answer.statement.as_ref()
    }

    fn is_same(one: &Entry, other: &Entry) -> bool {
        one.review.answers.intended() == other.review.answers.intended()
    }
}

impl Answering for Happened {
    const QUESTION: Question = Question::Happened;

    fn fresh(entry: &Entry) -> Self {
        let answers = &entry.review.answers;
        Self::new(answer(answers.happened()), answer(answers.intended()), entry.significance)
    }

    fn fit(self, entry: &Entry) -> Self {
        self.fit_to(&answer(entry.review.answers.intended()))
    }

    fn said(self) -> Reviewed {
        Reviewed { happened: Some(self.answer), ..Reviewed::default() }
    }

    fn heart(&self) -> Option<&Text> {
        None
    }

    fn is_same(one: &Entry, other: &Entry) -> bool {
        one.review.answers.happened() == other.review.answers.happened()
    }
}

impl Answering for Why {
    const QUESTION: Question = Question::Why;

    fn fresh(entry: &Entry) -> Self {
        let answers = &entry.review.answers;
        let gap = gap_lines(&answer(answers.intended()), &answer(answers.happened()));
        Self::new(answer(answers.why()), entry.title.as_str(), gap, entry.significance)
    }

    fn said(self) -> Reviewed {
        Reviewed { why: Some(self.answer), ..Reviewed::default() }
    }

    fn heart(&self) -> Option<&Text> {
        None
    }

    fn is_same(one: &Entry, other: &Entry) -> bool {
        one.review.answers.why() == other.review.answers.why()
    }
}

impl Answering for Next {
    const QUESTION: Question = Question::Next;

    fn fresh(entry: &Entry) -> Self {
        let answers = &entry.review.answers;
        let parked = entry.review.parked.clone();
        Self::new(answer(answers.next()), answer(answers.why()), parked, entry.significance)
    }

    fn read_along(self, _: &Entry, _: &Zoned) -> Self {
        Self::read_along(self)
    }

    fn fit(self, entry: &Entry) -> Self {
        self.fit_to(&answer(entry.review.answers.why()))
    }

    fn said(self) -> Reviewed {
        Reviewed { next: Some(self.answer), ..Reviewed::default() }
    }

    fn heart(&self) -> Option<&Text> {
        self.answer.lesson.as_ref()
    }

    fn is_same(one: &Entry, other: &Entry) -> bool {
        one.review.answers.next() == other.review.answers.next()
    }
}
