//! What goes by itself: what there is room for begins, and each question gets its day.

use hansei_method::occurred::days_between;
use hansei_method::opportunity::Opportunity;
use hansei_method::parameters::Parameters;
use hansei_method::practice::{self, InLine, Practice};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Practised;
use crate::{App, AppError};

impl App {
    /// Tends the line and keeps what is different. What cannot be kept now is kept another time: nobody who only looks
    /// is refused because of it, and what somebody else changed meanwhile goes before.
    pub(super) async fn tend(&self, practised: &mut [Practised], parameters: &Parameters, today: Date) {
        let zone = self.now().time_zone().clone();
        let before: Vec<Practice> = practised.iter().map(|it| it.practice.clone()).collect();
        let mut line: Vec<_> = practised
            .iter_mut()
            .map(|it| InLine {
                last_contact: last_contact(&it.observed, &zone, today),
                state: it.growth.state,
                practice: &mut it.practice,
            })
            .collect();
        practice::tend(&mut line, parameters.most_in_practice, today);
        let changed: Vec<_> =
            practised.iter_mut().zip(before).filter(|(it, before)| it.practice != *before).collect();
        if changed.is_empty() {
            return;
        }
        let (space, now) = (self.space, self.now().timestamp());
        let kept = hansei_store::transaction!(self.store, tx => {
            let mut versions = Vec::with_capacity(changed.len());
            for (it, _) in &changed {
                versions.push(tx.save_practice(space, &it.practice, it.version, now).await?);
            }
            Ok::<_, AppError>(versions)
        });
        for ((it, _), version) in changed.into_iter().zip(kept.unwrap_or_default()) {
            it.version = version.unwrap_or(it.version);
        }
    }
}

/// Returns the day on which something was said last.
///
/// Whoever answers and then flies west is not asked again: the day they answered for counts as well as the instant. What
/// was said on a day that has not come, before the clock was set back, hides nothing that was said before it.
fn last_contact(observed: &[Opportunity], zone: &TimeZone, today: Date) -> Option<Date> {
    let said = observed.iter().filter(|it| it.is_answered());
    let days = said.map(|it| it.noted_at.to_zoned(zone.clone()).date().max(it.when.date()));
    days.filter(|day| days_between(today, *day) <= 1).max()
}
