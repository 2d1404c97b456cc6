//! Answers from a file: what `review --from` reads, with the same rules as the interview and the pages.

use std::collections::BTreeSet;
use std::path::Path;

use hansei_app::capture::Capture;
use hansei_app::coaching::words_in;
use hansei_app::entry::Details;
use hansei_app::review::{About, Reviewed};
use hansei_app::{App, unread};
use hansei_method::account::Account;
use hansei_method::analysis::Analysis;
use hansei_method::answers::{Answers, Skips};
use hansei_method::entry::{Kind, Significance};
use hansei_method::id::EntryId;
use hansei_method::intention::Intention;
use hansei_method::plan::Plan;
use hansei_method::tag::Tag;
use hansei_method::text::{Line, Text};
use serde::Deserialize;

use crate::error::CliError;
use crate::input;

/// The version of the file that is read.
const SCHEMA: u32 = 1;

/// A file of answers. The four answers stand at its top or under `answers`; everything but `schema` may be left out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswersFile {
    schema: u32,
    /// The text of a new entry, as `hansei log` takes it.
    log: Option<String>,
    kind: Option<Kind>,
    significance: Option<Significance>,
    context: Option<String>,
    tags: Option<BTreeSet<Tag>>,
    feeling: Option<String>,
    confidant: Option<String>,
    #[serde(default)]
    answers: Answers,
    intended: Option<Intention>,
    happened: Option<Account>,
    why: Option<Analysis>,
    next: Option<Plan>,
    skipped: Option<Skips>,
    #[serde(default)]
    park: Vec<Text>,
    #[serde(default)]
    finish: bool,
    /// Every word of it, a text a line.
    #[serde(skip)]
    pub(crate) said: String,
}

impl AnswersFile {
    /// Reads a file, or standard input for `-`.
    pub(crate) fn read(from: &Path) -> Result<Self, CliError> {
        let written = input::text(from)?;
        Self::parse(&written)
            .map_err(|wrong| CliError::invalid(format!("{}: {wrong}", input::name(from).display())))
    }

    fn parse(written: &str) -> Result<Self, String> {
        let mut file: Self = json(written)?;
        if file.schema != SCHEMA {
            return Err(format!(
                "this is schema {}, and this hansei reads {SCHEMA}; install the newer version",
                file.schema
            ));
        }
        file.answers = joined(&mut file)?;
        file.said = serde_json::from_str(written).map(|all| words_in(&all)).unwrap_or_default();
        Ok(file)
    }

    /// Saves the answers to an entry, which is made when there is none, and returns it: all of the file is kept, or nothing.
    pub(crate) async fn save(self, app: &App, id: Option<EntryId>) -> Result<EntryId, CliError> {
        let none =
            || CliError::usage("there is no entry to answer for; name one, or say \"log\" in the file");
        let about = match id {
            Some(id) => About::Entry(id),
            None => About::New(Capture { text: self.log.clone().ok_or_else(none)?, ..Capture::default() }),
        };
        Ok(app.answer(about, &self.details()?, &self.said()?).await?.id)
    }

    fn said(&self) -> Result<Reviewed, CliError> {
        let optional = |words: &Option<String>| words.as_deref().map(Text::optional).transpose();
        let answers = self.answers.clone();
        Ok(Reviewed {
            kind: self.kind,
            significance: self.significance,
            intended: answers.intended,
            happened: answers.happened,
            why: answers.why,
            next: answers.next,
            skipped: answers.skipped,
            park: self.park.clone(),
            feeling: optional(&self.feeling)?,
            confidant: optional(&self.confidant)?,
            finish: self.finish,
            ..Reviewed::default()
        })
    }

    fn details(&self) -> Result<Details, CliError> {
        Ok(Details {
            context: self.context.as_deref().map(Line::optional).transpose()?,
            tags: self.tags.clone(),
            ..Details::default()
        })
    }
}

/// Reads JSON that stands in a file; where it has more than one line, the one that is wrong is named.
pub(crate) fn json<T: for<'de> Deserialize<'de>>(written: &str) -> Result<T, String> {
    let mut reader = serde_json::Deserializer::from_str(written);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        (if path == "." { String::new() } else { path }, error.into_inner())
    });
    let read = read.and_then(|read| reader.end().map(|()| read).map_err(|error| (String::new(), error)));
    read.map_err(|(field, error)| {
        let line = match error.line() {
            line if written.trim_end().contains('\n') => format!("line {line}: "),
            _ => String::new(),
        };
        if error.is_data() {
            return format!("{line}{}", unread::told(&error, &field));
        }
        format!("{line}{}; correct it", unread::not_json(&error))
    })
}

/// Joins what stands at the top of the file with what stands under `answers`.
fn joined(file: &mut AnswersFile) -> Result<Answers, String> {
    fn one<T>(name: &str, nested: Option<T>, top: Option<T>) -> Result<Option<T>, String> {
        if nested.is_some() && top.is_some() {
            return Err(format!("\"{name}\" stands in it twice; keep one of the two"));
        }
        Ok(nested.or(top))
    }
    let nested = std::mem::take(&mut file.answers);
    file.finish |= nested.finished_at.is_some();
    let skipped = (!nested.skipped.is_empty()).then_some(nested.skipped);
    Ok(Answers {
        intended: one("intended", nested.intended, file.intended.take())?,
        happened: one("happened", nested.happened, file.happened.take())?,
        why: one("why", nested.why, file.why.take())?,
        next: one("next", nested.next, file.next.take())?,
        skipped: one("skipped", skipped, file.skipped.take())?.unwrap_or_default(),
        finished_at: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_stand_at_the_top_or_under_their_name() {
        let top =
            AnswersFile::parse(r#"{"schema": 1, "intended": {"statement": "x"}, "finish": true}"#).unwrap();
        let nested = AnswersFile::parse(
            r#"{"schema": 1, "answers": {"intended": {"statement": "x"}}, "finish": true}"#,
        )
        .unwrap();
        assert_eq!(top.said().unwrap(), nested.said().unwrap());
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (written, named) in [
            (r#"{"schema": 2}"#, "schema 2"),
            (r#"{"schema": 1, "intent": {}}"#, "\"intent\" is not known here; use "),
            (
                r#"{"schema": 1, "intended": {}, "answers": {"intended": {}}}"#,
                "\"intended\" stands in it twice",
            ),
            (r#"{"schema": 1, "next": {"commitments": [{"cue": " ", "act": "x"}]}}"#, "nothing written"),
            ("", "the JSON ends before it is whole"),
        ] {
            let wrong = AnswersFile::parse(written).unwrap_err();
            assert!(wrong.contains(named), "{wrong}");
        }
    }
}
