//! Not now, and looked at: what the person says of what is due, wherever it is shown.

use hansei_method::id::{EntryId, PracticeId};
use hansei_store::DueMark;
use jiff::civil::Date;

use super::due::{Item, Sort};
use crate::{App, AppError};

impl App {
    /// Puts off one thing that is due, or will be, until a day: till then no channel says it and Today does not show it.
    /// `None` lets it be asked about again. Returns the day until which it was put off so far.
    ///
    /// What is put off is that one thing. Of a practice that is all that is asked about it, of an entry its review, which
    /// counts as touched by it.
    pub async fn put_off_due(&self, name: &str, until: Option<Date>) -> Result<Option<Date>, AppError> {
        if until.is_some_and(|until| until <= self.now().date()) {
            return Err(AppError::Invalid(
                "choose a day that is to come; nothing is put off until today or before".to_owned(),
            ));
        }
        let item = self.dated(name).await?;
        match item.sort {
            Sort::Practice => {
                self.put_practice_off(PracticeId::new(item.about), None, until).await?;
            }
            Sort::Review => {
                self.put_off(EntryId::new(item.about), None, until).await?;
            }
            Sort::Decision | Sort::Plan | Sort::Quarter => {
                self.mark(&item, |mark| mark.not_before = until).await?;
            }
        }
        Ok(item.put_off_until)
    }

    /// Keeps that a decision or a plan was looked at, so that it is not due any more; or takes that back.
    pub async fn look_at_due(&self, name: &str, is_looked_at: bool) -> Result<(), AppError> {
        let marks = self.store.due_marks(self.space).await?;
        let was_looked_at = marks.get(name).is_some_and(|mark| mark.looked_on.is_some());
        let item = if was_looked_at { looked_at(name)? } else { self.dated(name).await? };
        if !matches!(item.sort, Sort::Decision | Sort::Plan) {
            return Err(AppError::Invalid(
                "only a decision or a plan is looked at; answer a practice, go on with a review, begin or skip a look back"
                    .to_owned(),
            ));
        }
        if is_looked_at == was_looked_at {
            return Ok(());
        }
        let today = self.now().date();
        self.mark(&item, |mark| mark.looked_on = is_looked_at.then_some(today)).await
    }

    /// Finds the one thing that is due, or will be, whose name starts so.
    pub async fn find_due(&self, start: &str) -> Result<Item, AppError> {
        let start = start.to_lowercase();
        let mut found: Vec<Item> = self.coming().await?.into_iter().map(|it| it.item).collect();
        found.retain(|item| item.name.starts_with(&start));
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(nothing_due(&start)),
            several => Err(AppError::Invalid(format!(
                "the names of {several} things that are due start with \"{start}\"; write more of the name"
            ))),
        }
    }

    /// Finds one thing that is due, or will be, by its name, or by the key that it had when it was put off.
    async fn dated(&self, name: &str) -> Result<Item, AppError> {
        let mut coming = self.coming().await?.into_iter().map(|it| it.item);
        coming.find(|item| item.name == name || item.key == name).ok_or_else(|| nothing_due(name))
    }

    async fn mark(&self, item: &Item, change: impl Fn(&mut DueMark) + Send + Sync) -> Result<(), AppError> {
        let space = self.space;
        hansei_store::transaction!(self.store, tx => {
            let mut mark = tx.due_mark(space, &item.name).await?;
            change(&mut mark);
            Ok::<_, AppError>(tx.put_due_mark(space, &item.name, item.about, mark).await?)
        })
    }
}

/// Makes the thing again that was looked at: its name says what it is about.
fn looked_at(name: &str) -> Result<Item, AppError> {
    let mut parts = name.split('/');
    let sort = match parts.next() {
        Some("decision") => Some(Sort::Decision),
        Some("plan") => Some(Sort::Plan),
        _ => None,
    };
    let about = parts.next().and_then(|id| id.parse().ok());
    let day = parts.next().and_then(|day| day.parse().ok());
    let read = sort.zip(about).zip(day);
    let item = read.map(|((sort, about), day)| Item::new(name.to_owned(), about, sort, day));
    item.ok_or_else(|| nothing_due(name))
}

fn nothing_due(name: &str) -> AppError {
    AppError::NotFound(format!("nothing is due under the name \"{name}\"; \"hansei remind\" lists the names"))
}
