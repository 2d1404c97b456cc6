//! The numbers by which the state of a lesson is told: rules of thumb that the person may change.

mod meaning;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

use crate::plan::CommitmentKind;

/// The numbers by which the state of a lesson is told.
///
/// Source of all of them: design choices of the method, with simulated rates of error, and no findings. What is read is
/// checked; what a program puts together should go through [`Parameters::check`]. Only what differs from the defaults is
/// written.
// D04, D05, D10 to D16, D21
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, ToSchema)]
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
    /// No parameter has this name.
    #[error("there is no parameter \"{0}\"; take a name from the list of them")]
    Unknown(String),
    /// Only whole numbers will do.
    #[error("{name} is {found}; give a whole number")]
    Whole {
        /// The name of the field.
        name: &'static str,
        /// What was given.
        found: f64,
    },
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
    /// What it does, in a line.
    pub meaning: &'static str,
    /// What it is now.
    pub value: f64,
    /// What it was at first.
    pub default: f64,
    /// The lowest it may be.
    pub least: f64,
    /// The highest it may be.
    pub most: f64,
}

/// A field by its place, whichever numbers it takes.
enum Field<'a> {
    Times(&'a mut u8),
    Days(&'a mut u16),
    Number(&'a mut f64),
}

/// A field with its name, the lowest and the highest it may be.
type Named<'a> = (&'static str, Field<'a>, f64, f64);

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
        for Shown { name, value, least, most, .. } in self.shown() {
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
        let (mut copy, mut defaults) = (*self, Self::default());
        let mut first = defaults.fields().into_iter().map(|(_, field, ..)| field.value());
        copy.fields().map(|(name, field, least, most)| {
            let value = field.value();
            let default = first.next().unwrap_or(value);
            Shown { name, meaning: meaning::meaning(name), value, default, least, most }
        })
    }

    /// Sets one parameter by its name; the others stay.
    pub fn with(mut self, name: &str, value: f64) -> Result<Self, ParametersError> {
        self.set(name, value)?;
        self.check()?;
        Ok(self)
    }

    /// Sets several parameters by their names at once; the others stay. Returns everything that is wrong, in their order.
    pub fn with_all(mut self, values: &[(&str, f64)]) -> Result<Self, Vec<ParametersError>> {
        let set = values.iter().filter_map(|(name, value)| self.set(name, *value).err());
        let wrong: Vec<_> = set.collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        self.check().map_err(|error| vec![error])?;
        Ok(self)
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

    fn set(&mut self, name: &str, value: f64) -> Result<(), ParametersError> {
        let named = self.fields().into_iter().find(|(known, ..)| *known == name);
        let (name, field, least, most) = named.ok_or_else(|| ParametersError::Unknown(name.to_owned()))?;
        if !(least..=most).contains(&value) {
            return Err(ParametersError::Range { name, found: value, least, most });
        }
        field.set(value).ok_or(ParametersError::Whole { name, found: value })
    }

    fn fields(&mut self) -> [Named<'_>; 25] {
        fn days<'a>(name: &'static str, field: &'a mut u16, least: f64) -> Named<'a> {
            (name, Field::Days(field), least, 36_500.0)
        }
        fn times<'a>(name: &'static str, field: &'a mut u8, least: f64, most: f64) -> Named<'a> {
            (name, Field::Times(field), least, most)
        }
        fn number<'a>(name: &'static str, field: &'a mut f64, least: f64, most: f64) -> Named<'a> {
            (name, Field::Number(field), least, most)
        }
        [
            days("half_life_days", &mut self.half_life_days, 1.0),
            ("half_life_gaps", Field::Days(&mut self.half_life_gaps), 0.0, 100.0),
            number("fidelity", &mut self.fidelity, 0.05, 0.99),
            number("established_opportunities", &mut self.established_opportunities, 1.0, 100.0),
            number("established_probability", &mut self.established_probability, 0.05, 0.999),
            days("established_days", &mut self.established_days, 0.0),
            times("established_contexts", &mut self.established_contexts, 0.0, 50.0),
            times("challenged_returns", &mut self.challenged_returns, 1.0, 50.0),
            times("challenged_of", &mut self.challenged_of, 1.0, 50.0),
            number("automatic_rating", &mut self.automatic_rating, 1.0, 7.0),
            days("automatic_rating_days", &mut self.automatic_rating_days, 0.0),
            times("automatic_unreminded", &mut self.automatic_unreminded, 0.0, 50.0),
            days("rare_days", &mut self.rare_days, 1.0),
            times("lapsed_misses", &mut self.lapsed_misses, 2.0, 50.0),
            times("lapsed_of", &mut self.lapsed_of, 2.0, 50.0),
            number("lapsed_probability", &mut self.lapsed_probability, 0.0, 0.99),
            times("recovered_times", &mut self.recovered_times, 1.0, 50.0),
            times("untested_gaps", &mut self.untested_gaps, 1.0, 50.0),
            days("habit_gap_days", &mut self.habit_gap_days, 1.0),
            days("judgement_gap_days", &mut self.judgement_gap_days, 1.0),
            days("system_gap_days", &mut self.system_gap_days, 1.0),
            days("stale_days", &mut self.stale_days, 1.0),
            times("system_uses", &mut self.system_uses, 1.0, 50.0),
            days("system_days", &mut self.system_days, 0.0),
            times("most_in_practice", &mut self.most_in_practice, 1.0, 50.0),
        ]
    }
}

impl ParametersError {
    /// Names the field that has to change; `None` where none has this name.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Unknown(_) => None,
            Self::Whole { name, .. } | Self::Range { name, .. } => Some(name),
            Self::MoreThanAll { fewer, .. } => Some(fewer),
            Self::LapseAbove => Some("lapsed_probability"),
        }
    }
}

impl Field<'_> {
    fn value(&self) -> f64 {
        match self {
            Self::Times(times) => f64::from(**times),
            Self::Days(days) => f64::from(**days),
            Self::Number(number) => **number,
        }
    }

    /// Sets it; `None` where it takes whole numbers only and this is none.
    fn set(self, value: f64) -> Option<()> {
        // A whole number is written without a point.
        match self {
            Self::Times(times) => *times = value.to_string().parse().ok()?,
            Self::Days(days) => *days = value.to_string().parse().ok()?,
            Self::Number(number) => *number = value,
        }
        Some(())
    }
}

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Times(times) => times.serialize(out),
            Self::Days(days) => days.serialize(out),
            Self::Number(number) => number.serialize(out),
        }
    }
}

impl Serialize for Parameters {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let (mut copy, mut defaults) = (*self, Self::default());
        let both = copy.fields().into_iter().zip(defaults.fields());
        let different = both
            .filter(|((_, field, ..), (_, default, ..))| field.value().total_cmp(&default.value()).is_ne());
        out.collect_map(different.map(|((name, field, ..), _)| (name, field)))
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
    fn several_are_set_together_though_one_alone_would_contradict_another() {
        let both = [("lapsed_misses", 5.0), ("lapsed_of", 6.0)];
        let set = Parameters { lapsed_misses: 5, lapsed_of: 6, ..Parameters::default() };
        assert_eq!(Parameters::default().with_all(&both), Ok(set));
    }

    #[test]
    fn everything_that_is_wrong_is_named_by_its_field() {
        let fields = |values: &[(&str, f64)]| -> Vec<_> {
            let wrong = Parameters::default().with_all(values).unwrap_err();
            wrong.iter().map(ParametersError::field).collect()
        };
        assert_eq!(
            fields(&[("fidelity", 2.0), ("stale_days", 1.5), ("mood", 3.0)]),
            [Some("fidelity"), Some("stale_days"), None]
        );
        assert_eq!(fields(&[("lapsed_misses", 5.0)]), [Some("lapsed_misses")]);
        assert_eq!(fields(&[("lapsed_probability", 0.9)]), [Some("lapsed_probability")]);
    }

    #[test]
    fn they_are_read_back_as_they_were() {
        let parameters = Parameters { fidelity: 0.8, lapsed_of: 5, ..Parameters::default() };
        assert_eq!(read(serde_json::to_value(parameters).unwrap()), Ok(parameters));
    }

    #[test]
    fn only_what_differs_is_written() {
        let parameters = Parameters { fidelity: 0.8, lapsed_of: 5, ..Parameters::default() };
        assert_eq!(serde_json::to_value(Parameters::default()).unwrap(), json!({}));
        assert_eq!(serde_json::to_value(parameters).unwrap(), json!({"fidelity": 0.8, "lapsed_of": 5}));
    }

    #[test]
    fn every_parameter_is_set_under_the_name_it_is_shown_and_written_under() {
        for Shown { name, value, most, .. } in Parameters::default().shown() {
            let other = if value + 1.0 <= most { value + 1.0 } else { value + 0.01 };
            let set = Parameters::default().with(name, other).unwrap_or_else(|error| panic!("{error}"));
            let shown = set.shown().into_iter().find(|it| it.name == name).unwrap();
            assert!((shown.value - other).abs() < 1e-12, "{name}");
            let written = serde_json::to_value(set).unwrap();
            assert_eq!(written.as_object().unwrap().keys().collect::<Vec<_>>(), [name]);
            assert_eq!(read(written), Ok(set), "{name}");
        }
    }

    #[test]
    fn every_parameter_is_shown_with_what_it_does_and_what_it_was_at_first() {
        let changed = Parameters { stale_days: 90, ..Parameters::default() };
        for Shown { name, meaning, value, default, .. } in changed.shown() {
            assert!(!meaning.is_empty(), "{name}");
            assert_eq!(value.total_cmp(&default).is_ne(), name == "stale_days", "{name}");
        }
    }

    #[test]
    fn what_cannot_be_set_is_refused_with_what_is_wrong() {
        for (name, value, refusal) in [
            ("streak", 3.0, "there is no parameter \"streak\"; take a name from the list of them"),
            ("stale_days", 90.5, "stale_days is 90.5; give a whole number"),
            ("stale_days", 0.0, "stale_days is 0; give a number from 1 to 36500"),
            ("fidelity", f64::NAN, "fidelity is NaN; give a number from 0.05 to 0.99"),
            ("lapsed_misses", 4.0, "lapsed_misses is more than lapsed_of"),
        ] {
            let said = Parameters::default().with(name, value).unwrap_err().to_string();
            assert!(said.starts_with(refusal), "{said}");
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
