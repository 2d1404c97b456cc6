//! Drafts: what was typed and not yet saved, kept through a crash of the browser, the terminal or the machine.
//!
//! There is one draft for each question, and the page and the terminal write theirs in forms of their own. Each sees
//! whose a draft is before it reads it, and neither puts its own in the place of the other's unasked.

use hansei_method::id::EntryId;
use hansei_method::question::Question;
use hansei_store::{Draft, Tx};

use crate::{App, AppError};

/// The most bytes of text that one draft may have.
pub const MOST_DRAFT_BYTES: usize = 4 << 20;

/// How the drafts of the terminal begin. Nothing that a form sends begins so.
const TERMINAL: &str = "{\"terminal\":";

/// Whose draft it is, as its form says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// A page in the browser: a form as forms are sent.
    Page,
    /// The interview in the terminal.
    Terminal,
    /// Anything else: a program, in a form of its own.
    Program,
}

impl Writer {
    /// Says who wrote a draft with this body.
    #[must_use]
    pub fn of(body: &str) -> Self {
        let is_sent = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~*+%=&".contains(&byte);
        if body.starts_with(TERMINAL) {
            Self::Terminal
        } else if body.is_empty() || (body.contains('=') && body.bytes().all(is_sent)) {
            Self::Page
        } else {
            Self::Program
        }
    }

    /// Says whether a person sits there.
    #[must_use]
    pub fn is_person(self) -> bool {
        match self {
            Self::Page | Self::Terminal => true,
            Self::Program => false,
        }
    }

    /// Names the place where a draft of this writer waits.
    #[must_use]
    pub fn place(self) -> &'static str {
        match self {
            Self::Page => "a page in the browser",
            Self::Terminal => "the terminal",
            Self::Program => "a program",
        }
    }
}

impl App {
    /// Keeps what was typed so far for a question, over whatever was kept before.
    ///
    /// `based_on` is the version that the person saw when they began; `None` stands for the one that is there now.
    pub async fn keep_draft(
        &self,
        id: EntryId,
        question: Question,
        body: String,
        based_on: Option<i64>,
    ) -> Result<(), AppError> {
        self.put_draft(id, question, body, based_on, false).await
    }

    /// Keeps what was typed so far for a question; a conflict when a draft of another writer waits there, which stays.
    pub async fn keep_own_draft(
        &self,
        id: EntryId,
        question: Question,
        body: String,
        based_on: Option<i64>,
    ) -> Result<(), AppError> {
        self.put_draft(id, question, body, based_on, true).await
    }

    /// Returns what was typed and not yet saved for a question; `None` when nothing waits.
    pub async fn draft(&self, id: EntryId, question: Question) -> Result<Option<Draft>, AppError> {
        let drafts = self.store.drafts(self.space, id).await?;
        Ok(drafts.into_iter().find(|draft| draft.question == question.word()))
    }

    /// Throws away what was typed and not saved for a question, and what was asked about it; with a writer, only where nobody
    /// else's waits.
    pub async fn drop_draft(
        &self,
        id: EntryId,
        question: Question,
        writer: Option<Writer>,
    ) -> Result<(), AppError> {
        hansei_store::transaction!(self.store, tx => {
            self.drop_draft_of(tx, id, question, writer).await?;
            let left = tx.draft(self.space, id, question.word()).await?;
            if left.is_none() {
                self.drop_open(tx, id, question).await?;
            }
            Ok::<_, AppError>(())
        })
    }

    /// Drops the draft of a question inside a transaction; with a writer, only when it is theirs.
    pub(crate) async fn drop_draft_of(
        &self,
        tx: &mut Tx,
        id: EntryId,
        question: Question,
        writer: Option<Writer>,
    ) -> Result<(), AppError> {
        if let Some(writer) = writer {
            let waiting = tx.draft(self.space, id, question.word()).await?;
            if waiting.is_none_or(|draft| Writer::of(&draft.body) != writer) {
                return Ok(());
            }
        }
        Ok(tx.drop_draft(self.space, id, question.word()).await?)
    }

    async fn put_draft(
        &self,
        id: EntryId,
        question: Question,
        body: String,
        based_on: Option<i64>,
        only_own: bool,
    ) -> Result<(), AppError> {
        let writer = Writer::of(&body);
        let bytes = text_bytes(&body, writer);
        if bytes > MOST_DRAFT_BYTES {
            return Err(AppError::Invalid(format!(
                "this draft has {bytes} bytes, and {MOST_DRAFT_BYTES} is the most; save it in parts"
            )));
        }
        if body.contains('\0') {
            return Err(AppError::Invalid(
                "there is an unreadable character (NUL) in this draft; take it out".to_owned(),
            ));
        }
        if based_on.is_some_and(|version| version < 1) {
            return Err(AppError::Invalid(
                "versions are counted from 1; send the one that was read".to_owned(),
            ));
        }
        let now = self.entry(id).await?.version;
        let based_on = based_on.unwrap_or(now);
        let saved_at = self.now().timestamp();
        let draft = Draft { question: question.word().to_owned(), body, saved_at, based_on };
        let space = self.space;
        hansei_store::transaction!(self.store, tx => {
            if only_own && let Some(there) = tx.draft(space, id, question.word()).await? {
                let theirs = Writer::of(&there.body);
                if theirs != writer {
                    return Err(theirs_stays(theirs));
                }
            }
            Ok::<_, AppError>(tx.put_draft(space, id, &draft).await?)
        })
    }
}

/// Refuses to write over a draft of this writer.
fn theirs_stays(theirs: Writer) -> AppError {
    AppError::Conflict(format!(
        "{} holds an answer to this question that is not saved; it stays, so this draft was not kept",
        theirs.place()
    ))
}

/// Counts the bytes of what was typed. A form writes most characters of most languages as three for each byte.
fn text_bytes(body: &str, writer: Writer) -> usize {
    match writer {
        Writer::Page => {
            body.len() - 2 * body.bytes().filter(|byte| *byte == b'%').count().min(body.len() / 3)
        }
        Writer::Terminal | Writer::Program => body.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_says_whose_it_is() {
        for (body, writer) in [
            ("statement=Half+a%20sen&m.0.what=%C3%B6", Writer::Page),
            ("", Writer::Page),
            (r#"{"terminal":1,"steps":{}}"#, Writer::Terminal),
            ("Half a sentence", Writer::Program),
            ("word", Writer::Program),
            (r#"{"steps":{}}"#, Writer::Program),
        ] {
            assert_eq!(Writer::of(body), writer, "{body}");
        }
    }

    #[test]
    fn a_form_counts_as_many_bytes_as_were_typed() {
        assert_eq!(text_bytes("a=%C3%B6", Writer::Page), "a=ö".len());
        assert_eq!(text_bytes("a=%C3%B6", Writer::Program), 8);
        assert_eq!(text_bytes("%%=%", Writer::Page), 2);
    }
}
