//! A lesson's story, told anew from its beginning at every step: each change of its state, as the method words them.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use jiff::civil::Date;

use super::growth::Turn;
use super::numbers::above;
use super::truth::{Kind, Met, Saw, Saying};

/// Something that a state may change at.
#[derive(Clone, Copy)]
pub(super) enum Event<'a> {
    Said(&'a str, &'a Saying),
    Rated(Date, f64),
}

thread_local! {
    /// What was told of a story already: the same story is looked at every day.
    static TOLD: RefCell<HashMap<u64, Vec<Turn>>> = RefCell::default();
}

impl Event<'_> {
    fn on(&self) -> Date {
        match self {
            Self::Said(_, said) => said.on,
            Self::Rated(on, _) => *on,
        }
    }

    fn met(&self) -> Option<Met> {
        match self {
            Self::Said(_, said) => said.met(),
            Self::Rated(..) => None,
        }
    }
}

/// What happened so far, in order.
pub(super) struct Story<'a> {
    pub(super) events: &'a [Event<'a>],
    pub(super) kind: Kind,
}

impl Story<'_> {
    fn so_far(&self, count: usize) -> Story<'_> {
        Story { events: &self.events[..count], kind: self.kind }
    }

    fn met(&self) -> Vec<(Date, Met)> {
        self.events.iter().filter_map(|event| Some((event.on(), event.met()?))).collect()
    }

    fn latest(&self, count: usize) -> Vec<Met> {
        self.met().iter().rev().take(count).map(|(_, met)| *met).collect()
    }

    /// The median of the days from one opportunity to the next.
    fn median_gap(&self) -> Option<f64> {
        let days: Vec<Date> = self.met().iter().map(|(on, _)| *on).collect();
        let mut gaps: Vec<i32> = days.windows(2).map(|pair| (pair[1] - pair[0]).get_days()).collect();
        gaps.sort_unstable();
        let (low, high) = (gaps.get(gaps.len().checked_sub(1)? / 2)?, gaps.get(gaps.len() / 2)?);
        Some(f64::from(low + high) / 2.0)
    }

    fn half_life(&self) -> f64 {
        90.0_f64.max(4.0 * self.median_gap().unwrap_or(0.0))
    }

    /// D04 and D05.
    pub(super) fn weighed(&self, on: Date) -> (f64, f64) {
        let half_life = self.half_life();
        self.met().iter().fold((0.0, 0.0), |(done, not_done), (day, met)| {
            let age = f64::from((on - *day).get_days().max(0));
            let (weight, part) = (0.5_f64.powf(age / half_life), f64::from(met.halves) / 2.0);
            (done + weight * part, not_done + weight * (1.0 - part))
        })
    }

    /// D02 and D12: done but it came back twice among the last five of which one knows.
    pub(super) fn is_challenged(&self) -> bool {
        let known =
            self.met().into_iter().filter(|(_, met)| met.halves == 2).filter_map(|(_, met)| met.came_back);
        let known: Vec<bool> = known.collect();
        known.iter().rev().take(5).filter(|came_back| **came_back).count() >= 2
    }

    /// D13: rarer than monthly.
    pub(super) fn is_rare(&self) -> bool {
        self.kind == Kind::Judgement || self.median_gap().is_some_and(|gap| gap > 31.0)
    }

    fn has_missed_again(&self) -> bool {
        self.latest(3).iter().filter(|met| met.halves == 0).count() >= 2
    }

    /// D12. What was before a lapse shows no spread, nor does what is older than two half-lives.
    fn is_established(&self, turns: &[(usize, Turn)]) -> bool {
        let Some(today) = self.events.last().map(Event::on) else { return false };
        let lapsed = since(turns, &["lapsed"]);
        let is_young = |on: Date| f64::from((today - on).get_days()) <= 2.0 * self.half_life();
        let mut days = Vec::new();
        let mut places = BTreeSet::new();
        for event in &self.events[lapsed..] {
            let Event::Said(_, said) = event else { continue };
            if said.met().is_some_and(|met| met.halves > 0) && is_young(said.on) {
                days.push(said.on);
                places.extend(said.context.map(|place| place.trim().to_lowercase()));
            }
        }
        let spread = days.first().zip(days.last()).map_or(0, |(from, to)| (*to - *from).get_days());
        let (done, not_done) = self.weighed(today);
        done + not_done >= 5.0
            && spread >= 30
            && places.len() >= 2
            && !self.has_missed_again()
            && !self.is_challenged()
            && above(0.70, done, not_done) >= 0.85
    }

    /// D13: rated 5 or more at two ratings 28 days apart and at none between them, since the last lapse; and no reminder
    /// helped at the last three opportunities that can show that.
    fn is_automatic(&self, turns: &[(usize, Turn)]) -> bool {
        let since = &self.events[since(turns, &["lapsed"])..];
        let ratings = since.iter().rev().filter_map(|event| match event {
            Event::Rated(on, mean) => Some((*on, *mean)),
            Event::Said(..) => None,
        });
        let high: Vec<Date> = ratings.take_while(|(_, mean)| *mean >= 5.0).map(|(on, _)| on).collect();
        let apart = high.first().zip(high.last()).map_or(0, |(last, first)| (*last - *first).get_days());
        let met = self.met();
        let telling = met.iter().rev().filter(|(_, met)| met.halves > 0 || met.reminded);
        apart >= 28 && !telling.take(3).any(|(_, met)| met.reminded)
    }

    /// D14.
    fn slips(&self, turns: &[(usize, Turn)]) -> Option<&'static str> {
        let met = self.events.last()?.met()?;
        if self.has_missed_again() {
            return Some("missed_again");
        }
        if met.halves == 0 && met.came_back == Some(true) && matches!(met.hung, Some("ordinary" | "full")) {
            return Some("came_back");
        }
        let promoted = &self.events[since_promotion(turns)..];
        let short: Vec<u8> = promoted
            .iter()
            .filter_map(Event::met)
            .map(|met| met.halves)
            .filter(|halves| *halves < 2)
            .collect();
        let (done, not_done) = self.weighed(self.events.last()?.on());
        let is_new = met.halves < 2 && short.contains(&0) && short.len() >= 2;
        (is_new && above(0.70, done, not_done) < 0.50).then_some("less_likely")
    }

    pub(super) fn told(&self) -> Vec<Turn> {
        let mut hasher = DefaultHasher::new();
        self.kind.hash(&mut hasher);
        for event in self.events {
            match event {
                Event::Said(id, said) => (id, said).hash(&mut hasher),
                Event::Rated(on, mean) => (on, mean.to_bits()).hash(&mut hasher),
            }
        }
        let told = TOLD.with_borrow(|told| told.get(&hasher.finish()).cloned());
        told.unwrap_or_else(|| {
            let turns = self.told_anew();
            TOLD.with_borrow_mut(|told| told.insert(hasher.finish(), turns.clone()));
            turns
        })
    }

    /// Tells all changes of the state.
    fn told_anew(&self) -> Vec<Turn> {
        let mut turns: Vec<(usize, Turn)> = Vec::new();
        for count in 1..=self.events.len() {
            let story = self.so_far(count);
            loop {
                let state = turns.last().map_or("new", |(_, turn)| turn.to);
                let already: Vec<&str> =
                    turns.iter().filter(|(at, _)| at + 1 == count).map(|(_, turn)| turn.why).collect();
                let next = match self.kind {
                    Kind::System => story.built(state, &turns, &already),
                    _ => story.habit(state, &turns, &already),
                };
                let Some((to, why)) = next else { break };
                let event = &self.events[count - 1];
                let by = match event {
                    Event::Said(id, _) => Some((*id).to_owned()),
                    Event::Rated(..) => None,
                };
                turns.push((count - 1, Turn { on: event.on(), from: state, to, why, by }));
            }
        }
        turns.into_iter().map(|(_, turn)| turn).collect()
    }

    /// D10 to D14. `already` says which changes the last event has made.
    fn habit(
        &self,
        state: &str,
        turns: &[(usize, Turn)],
        already: &[&str],
    ) -> Option<(&'static str, &'static str)> {
        let event = self.events.last()?;
        let met = event.met();
        let is_rating = matches!(event, Event::Rated(..));
        let is_done = met.is_some_and(|met| met.halves == 2);
        match state {
            // A slip, and a way out of one, are all that one moment tells.
            _ if already
                .iter()
                .any(|why| ["done_again", "missed_again", "came_back", "less_likely"].contains(why)) =>
            {
                None
            }
            "new" => met.map(|_| ("practising", "first_opportunity")),
            "lapsed" => {
                let twice = self.latest(2).iter().filter(|met| met.halves == 2).count() == 2;
                (met.is_some() && twice).then_some(("practising", "done_again"))
            }
            "practising" => {
                (is_done && self.is_established(turns)).then_some(("established", "enough_evidence"))
            }
            "established" | "automatic"
                if met.is_some() && !already.contains(&"enough_evidence") && self.slips(turns).is_some() =>
            {
                Some(("lapsed", self.slips(turns)?))
            }
            "established" => {
                let is_so = (is_done || is_rating)
                    && self.is_automatic(turns)
                    && !self.is_rare()
                    && self.is_established(turns);
                is_so.then_some(("automatic", "rated_automatic"))
            }
            "automatic" if (met.is_some() || is_rating) && self.is_rare() => Some(("established", "rare")),
            "automatic" if (met.is_some() || is_rating) && !self.is_automatic(turns) => {
                Some(("established", "less_automatic"))
            }
            _ => None,
        }
    }

    /// D16.
    fn built(
        &self,
        state: &str,
        turns: &[(usize, Turn)],
        already: &[&str],
    ) -> Option<(&'static str, &'static str)> {
        let Event::Said(_, said) = self.events.last()? else { return None };
        let held = |met: Met| met.halves == 2 && met.came_back != Some(true);
        if already.iter().any(|why| *why != "first_opportunity") {
            return None;
        }
        let begun = since(turns, &["practising"]);
        // What brought it into play for the first time is a use; what brought it back is none.
        let first = begun.saturating_sub(usize::from(
            turns.iter().any(|(at, turn)| at + 1 == begun && turn.why == "first_opportunity"),
        ));
        let uses = self.events[first..].iter().filter_map(Event::met).filter(|met| held(*met)).count();
        let established =
            turns.iter().rev().find(|(_, turn)| turn.to == "established").map(|(_, turn)| turn.on);
        let days = established.map_or(0, |on| (said.on - on).get_days());
        let slipped = since(turns, &["lapsed"]);
        match (state, said.saw) {
            ("new" | "lapsed", Saw::Installed) | ("new", Saw::StillThere) => {
                Some(("practising", "installed"))
            }
            ("new", Saw::Met(met)) if met.halves > 0 => Some(("practising", "first_opportunity")),
            ("lapsed", Saw::Met(_)) => {
                // Nothing between them may have been got round, taken away or done in part.
                let since = self.events[slipped..].iter().rev().filter_map(|event| match event {
                    Event::Said(_, Saying { saw: Saw::Gone, .. }) => Some(false),
                    event => event.met().map(|met| met.halves == 2),
                });
                (since.take_while(|done| *done).count() >= 2).then_some(("practising", "done_again"))
            }
            ("practising" | "established" | "automatic", Saw::Gone) => Some(("lapsed", "gone")),
            ("practising" | "established" | "automatic", Saw::Met(met)) if met.halves == 0 => {
                Some(("lapsed", "got_round"))
            }
            ("practising", Saw::Met(met)) if held(met) && uses >= 3 => Some(("established", "seen_in_use")),
            ("established", Saw::StillThere) if days >= 90 => Some(("automatic", "still_there")),
            ("established", Saw::Met(met)) if held(met) && days >= 90 => Some(("automatic", "still_there")),
            _ => None,
        }
    }
}

/// The number of events up to the last turn to one of these states; 0 where there was none.
fn since(turns: &[(usize, Turn)], to: &[&str]) -> usize {
    turns.iter().rev().find(|(_, turn)| to.contains(&turn.to)).map_or(0, |(at, _)| at + 1)
}

fn since_promotion(turns: &[(usize, Turn)]) -> usize {
    let is_promotion = |(_, turn): &&(usize, Turn)| matches!(turn.why, "enough_evidence" | "rated_automatic");
    turns.iter().rev().find(is_promotion).map_or(0, |(at, _)| at + 1)
}
