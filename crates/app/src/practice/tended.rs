//! What goes by itself: what there is room for begins, and each question gets its day.

use hansei_method::occurred::days_between;
use hansei_method::opportunity::Opportunity;
use hansei_method::practice::{self, InLine};
use hansei_store::KeptPractice;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Practised;
use crate::{App, AppError};

impl App {
    /// Tends the line, which is in the order in which it was planned, and keeps what is different.
    pub(super) async fn tend(&self, practised: &mut [Practised]) -> Result<(), AppError> {
        let (zone, today) = (self.now().time_zone().clone(), self.now().date());
        let place = |it: &Practised| {
            let last_contact = last_contact(&it.observed, &zone, today);
            (it.version, InLine::of(&it.practice, it.growth.state, last_contact))
        };
        let mut line: Vec<_> = practised.iter().map(place).collect();
        self.tend_line(&mut line).await?;
        for (it, (version, place)) in practised.iter_mut().zip(line) {
            it.version = version;
            place.put_into(&mut it.practice);
        }
        Ok(())
    }

    /// Tends the line, of each practice its version and its place, in the order in which it was planned. What cannot be kept
    /// now is kept another time: nobody who only looks is refused because of it, and what somebody else changed meanwhile
    /// goes before.
    pub(super) async fn tend_line(&self, line: &mut [(i64, InLine)]) -> Result<(), AppError> {
        let (parameters, today) = (self.parameters().await?, self.now().date());
        let mut tended: Vec<InLine> = line.iter().map(|(_, place)| *place).collect();
        practice::tend(&mut tended, parameters.most_in_practice, today);
        let mut changed = Vec::new();
        for (it, tended) in line.iter_mut().zip(tended) {
            if it.1 != tended {
                it.1 = tended;
                changed.push(it);
            }
        }
        if changed.is_empty() {
            return Ok(());
        }
        let (space, now) = (self.space, self.now().timestamp());
        let kept = hansei_store::transaction!(self.store, tx => {
            let mut versions = Vec::with_capacity(changed.len());
            for (version, place) in changed.iter().map(|it| **it) {
                let there = tx.practice(space, place.id).await?.filter(|kept| kept.version == version);
                versions.push(match there {
                    Some(KeptPractice { mut practice, .. }) => {
                        place.put_into(&mut practice);
                        tx.save_practice(space, &practice, version, now).await?
                    }
                    None => None,
                });
            }
            Ok::<_, AppError>(versions)
        });
        for (it, version) in changed.into_iter().zip(kept.unwrap_or_default()) {
            it.0 = version.unwrap_or(it.0);
        }
        Ok(())
    }
}

/// Returns the day on which something was said last.
///
/// Whoever answers and then flies west is not asked again: the day they answered for counts as well as the instant. What
/// was said on a day that has not come, before the clock was set back, hides nothing that was said before it.
pub(super) fn last_contact(observed: &[Opportunity], zone: &TimeZone, today: Date) -> Option<Date> {
    let said = observed.iter().filter(|it| it.is_answered());
    let days = said.map(|it| it.noted_at.to_zoned(zone.clone()).date().max(it.when.date()));
    days.filter(|day| days_between(today, *day) <= 1).max()
}
