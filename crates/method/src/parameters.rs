//! The numbers by which the state of a lesson is told: rules of thumb that the person may change.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

use crate::plan::CommitmentKind;

/// The numbers by which the state of a lesson is told.
///
/// Source of all of them: design choices of the method, with simulated rates of error, and no findings. What is read is
/// checked; what a program puts together should go through [`Parameters::check`].
// D04, D05, D10 to D16, D21
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(remote = "Self", deny_unknown_fields, default)]
pub struct Parameters {
    /// The days after which an observation counts half, at least; 90.
    pub half_life_days: u16,
    /// The same in gaps between opportunities, whichever is longer; 4.
    pub half_life_gaps: u16,
    /// The share of opportunities in which one should act, from 0 to 1; 0.70.
    pub fidelity: f64,
    /// The weighted number of opportunities that *established* needs; 5.
    pub established_opportunities: f64,
    /// The probability that *established* needs, of acting in more than the share above; 0.85.
    pub established_probability: f64,
    /// The days from the first time it was done to the last that *established* needs; 30. What was before a lapse does not
    /// count, nor what is older than two half-lives.
    pub established_days: u16,
    /// The different contexts in which it was done that *established* needs, of the same times; 2.
    pub established_contexts: u8,
    /// How often the failure comes back although it was done until the lesson is challenged; 2.
    pub challenged_returns: u8,
    /// Among how many times of doing it that is counted, the latest of which one knows whether the failure came back; 5.
    pub challenged_of: u8,
    /// The rating, from 1 to 7, that *automatic* needs twice; 5.
    pub automatic_rating: f64,
    /// The days between these two ratings, at least; 28.
    pub automatic_rating_days: u16,
    /// How many of the latest opportunities have to be without a reminder for *automatic*; 3. One that was missed
    /// without a reminder is passed over.
    pub automatic_unreminded: u8,
    /// From more than so many days between opportunities on, the median, *established* is as far as it goes; 31.
    pub rare_days: u16,
    /// How many missed opportunities make a lapse; 2. One never does.
    pub lapsed_misses: u8,
    /// Among how many of the latest opportunities these are counted; 3.
    pub lapsed_of: u8,
    /// The probability below which it lapses when opportunities were missed; 0.50.
    pub lapsed_probability: f64,
    /// How often in a row it has to be done again after a lapse; 2.
    pub recovered_times: u8,
    /// After how many expected gaps without an opportunity it is called untested; 2.
    pub untested_gaps: u8,
    /// The days from one opportunity to the next that are expected of a habit; 7.
    pub habit_gap_days: u16,
    /// The same of a judgement; 60.
    pub judgement_gap_days: u16,
    /// The same of a system; 14.
    pub system_gap_days: u16,
    /// The days after the last opportunity after which the evidence is called stale; 180.
    pub stale_days: u16,
    /// How often what was built has to be seen in use for *established*; 3.
    pub system_uses: u8,
    /// The days after that, at least, after which it has to be there still for *automatic*; 90.
    pub system_days: u16,
    /// How many lessons are in practice at a time; 3.
    pub most_in_practice: u8,
}

/// Why numbers cannot be the parameters.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ParametersError {
    /// A number that is too low, too high, or none.
    #[error("{name} is {found}; give a number from {least} to {most}")]
    Range {
        /// The name of the field.
        name: &'static str,
        /// What was given.
        found: f64,
        /// The lowest it may be.
        least: f64,
        /// The highest it may be.
        most: f64,
    },
    /// More of them asked for than are looked at.
    #[error(
        "{fewer} is more than {of}; of so many there cannot be more, so lower the first or raise the second"
    )]
    MoreThanAll {
        /// The field that has to be the lower one.
        fewer: &'static str,
        /// The field that has to be the higher one.
        of: &'static str,
    },
    /// What makes a lapse would already be so when it becomes established.
    #[error(
        "lapsed_probability is not below established_probability; a lesson would slip as it is established, so lower it"
    )]
    LapseAbove,
}

/// One parameter as it is shown and checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    /// The name of its field.
    pub name: &'static str,
    /// What it is now.
    pub value: f64,
    /// The lowest it may be.
    pub least: f64,
    /// The highest it may be.
    pub most: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            half_life_days: 90,
            half_life_gaps: 4,
            fidelity: 0.70,
            established_opportunities: 5.0,
            established_probability: 0.85,
            established_days: 30,
            established_contexts: 2,
            challenged_returns: 2,
            challenged_of: 5,
            automatic_rating: 5.0,
            automatic_rating_days: 28,
            automatic_unreminded: 3,
            rare_days: 31,
            lapsed_misses: 2,
            lapsed_of: 3,
            lapsed_probability: 0.50,
            recovered_times: 2,
            untested_gaps: 2,
            habit_gap_days: 7,
            judgement_gap_days: 60,
            system_gap_days: 14,
            stale_days: 180,
            system_uses: 3,
            system_days: 90,
            most_in_practice: 3,
        }
    }
}

impl Parameters {
    /// Refuses numbers outside their ranges, and numbers that contradict each other.
    pub fn check(&self) -> Result<(), ParametersError> {
        for Shown { name, value, least, most } in self.shown() {
            if !(least..=most).contains(&value) {
                return Err(ParametersError::Range { name, found: value, least, most });
            }
        }
        if self.challenged_returns > self.challenged_of {
            return Err(ParametersError::MoreThanAll { fewer: "challenged_returns", of: "challenged_of" });
        }
        if self.lapsed_misses > self.lapsed_of {
            return Err(ParametersError::MoreThanAll { fewer: "lapsed_misses", of: "lapsed_of" });
        }
        if self.lapsed_probability >= self.established_probability {
            return Err(ParametersError::LapseAbove);
        }
        Ok(())
    }

    /// Lists the parameters with their values and ranges, in the order in which they are shown.
    #[must_use]
    pub fn shown(&self) -> [Shown; 25] {
        let number = |name, value, least, most| Shown { name, value, least, most };
        let days = |name, value: u16, least| number(name, f64::from(value), least, 36_500.0);
        let times = |name, value: u8, least, most| number(name, f64::from(value), least, most);
        [
            days("half_life_days", self.half_life_days, 1.0),
            number("half_life_gaps", f64::from(self.half_life_gaps), 0.0, 100.0),
            number("fidelity", self.fidelity, 0.05, 0.99),
            number("established_opportunities", self.established_opportunities, 1.0, 100.0),
            number("established_probability", self.established_probability, 0.05, 0.999),
            days("established_days", self.established_days, 0.0),
            times("established_contexts", self.established_contexts, 0.0, 50.0),
            times("challenged_returns", self.challenged_returns, 1.0, 50.0),
            times("challenged_of", self.challenged_of, 1.0, 50.0),
            number("automatic_rating", self.automatic_rating, 1.0, 7.0),
            days("automatic_rating_days", self.automatic_rating_days, 0.0),
            times("automatic_unreminded", self.automatic_unreminded, 0.0, 50.0),
            days("rare_days", self.rare_days, 1.0),
            times("lapsed_misses", self.lapsed_misses, 2.0, 50.0),
            times("lapsed_of", self.lapsed_of, 2.0, 50.0),
            number("lapsed_probability", self.lapsed_probability, 0.0, 0.99),
            times("recovered_times", self.recovered_times, 1.0, 50.0),
            times("untested_gaps", self.untested_gaps, 1.0, 50.0),
            days("habit_gap_days", self.habit_gap_days, 1.0),
            days("judgement_gap_days", self.judgement_gap_days, 1.0),
            days("system_gap_days", self.system_gap_days, 1.0),
            days("stale_days", self.stale_days, 1.0),
            times("system_uses", self.system_uses, 1.0, 50.0),
            days("system_days", self.system_days, 0.0),
            times("most_in_practice", self.most_in_practice, 1.0, 50.0),
        ]
    }

    /// Returns the days from one opportunity to the next that are expected of this kind.
    #[must_use]
    pub fn expected_gap_days(&self, kind: CommitmentKind) -> u16 {
        match kind {
            CommitmentKind::Habit => self.habit_gap_days,
            CommitmentKind::Judgement => self.judgement_gap_days,
            CommitmentKind::System => self.system_gap_days,
        }
    }
}

impl Serialize for Parameters {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, out)
    }
}

impl<'de> Deserialize<'de> for Parameters {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let read = Self::deserialize(from)?;
        read.check().map_err(serde::de::Error::custom)?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(written: serde_json::Value) -> Result<Parameters, String> {
        serde_json::from_value(written).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_left_out_is_as_it_was_chosen() {
        assert_eq!(read(json!({})), Ok(Parameters::default()));
        assert_eq!(
            read(json!({"stale_days": 90})),
            Ok(Parameters { stale_days: 90, ..Parameters::default() })
        );
        assert_eq!(Parameters::default().check(), Ok(()));
    }

    #[test]
    fn they_are_read_back_as_they_were() {
        let parameters = Parameters { fidelity: 0.8, lapsed_of: 5, ..Parameters::default() };
        assert_eq!(read(serde_json::to_value(parameters).unwrap()), Ok(parameters));
    }

    #[test]
    fn every_parameter_is_shown_under_the_name_it_is_written_under() {
        let written = serde_json::to_value(Parameters::default()).unwrap();
        let values: Vec<_> = written.as_object().unwrap().iter().collect();
        let mut shown = Parameters::default().shown();
        shown.sort_unstable_by_key(|it| it.name);
        assert_eq!(shown.len(), values.len());
        for (shown, (name, value)) in shown.iter().zip(values) {
            assert_eq!(shown.name, name);
            assert!((shown.value - value.as_f64().unwrap()).abs() < 1e-12, "{name}");
        }
    }

    #[test]
    fn a_number_outside_its_range_is_refused_with_its_name() {
        for (written, refusal) in [
            (json!({"half_life_days": 0}), "half_life_days is 0; give a number from 1 to 36500"),
            (json!({"fidelity": 1.0}), "fidelity is 1; give a number from 0.05 to 0.99"),
            (json!({"lapsed_misses": 1}), "lapsed_misses is 1; give a number from 2 to 50"),
            (json!({"lapsed_misses": 4}), "lapsed_misses is more than lapsed_of"),
            (json!({"challenged_returns": 6}), "challenged_returns is more than challenged_of"),
            (json!({"lapsed_probability": 0.9}), "lapsed_probability is not below"),
            (json!({"streak": 3}), "unknown field"),
        ] {
            let said = read(written.clone()).unwrap_err();
            assert!(said.contains(refusal), "{written}: {said}");
        }
    }

    #[test]
    fn no_number_is_refused_too() {
        let parameters = Parameters { fidelity: f64::NAN, ..Parameters::default() };
        assert!(matches!(parameters.check(), Err(ParametersError::Range { name: "fidelity", .. })));
    }
}
