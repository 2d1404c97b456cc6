//! The fixed words of the command line: kinds, depths, stages, controls, fields and rules, with their help and completion.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use hansei_app::coach::{Field, Flaw};
use hansei_method::entry::{Kind, Significance};
use hansei_method::factor::Control;
use hansei_method::stage::StageKind;

/// Reads a kind of event.
pub(crate) fn kind() -> impl TypedValueParser<Value = Kind> {
    let values = Kind::ALL.map(|kind| dashed(kind.word()).help(kind.meaning()));
    PossibleValuesParser::new(values).map(|word| Kind::from_word(&word).unwrap_or_default())
}

/// Reads how deep a review goes.
pub(crate) fn significance() -> impl TypedValueParser<Value = Significance> {
    let values = Significance::ALL.map(|depth| PossibleValue::new(depth.word()).help(depth.meaning()));
    PossibleValuesParser::new(values).map(|word| Significance::from_word(&word).unwrap_or_default())
}

/// Reads how far a review has come.
pub(crate) fn stage() -> impl TypedValueParser<Value = StageKind> {
    let values = StageKind::ALL.map(|stage| PossibleValue::new(stage.word()).help(stage.name()));
    PossibleValuesParser::new(values).map(|word| StageKind::from_word(&word).unwrap_or(StageKind::Captured))
}

/// Reads a kind of control.
pub(crate) fn control() -> impl TypedValueParser<Value = Control> {
    let values =
        Control::ALL.map(|control| PossibleValue::new(control_word(control)).help(control.meaning()));
    PossibleValuesParser::new(values).map(|word| {
        let found = Control::ALL.into_iter().find(|control| control_word(*control) == word);
        found.unwrap_or(Control::Mine)
    })
}

/// Returns the word that stands for a control.
pub(crate) fn control_word(control: Control) -> &'static str {
    match control {
        Control::Mine => "mine",
        Control::Partly => "partly",
        Control::Outside => "outside",
    }
}

/// Reads where an answer stands.
pub(crate) fn field() -> impl TypedValueParser<Value = Field> {
    let values = Field::ALL.map(|field| PossibleValue::new(field.word()).help(field.standing_question()));
    PossibleValuesParser::new(values).map(|word| Field::named(&word).unwrap_or(Field::Elsewhere))
}

/// Reads a rule of the coach.
pub(crate) fn rule() -> impl TypedValueParser<Value = Flaw> {
    let values = Flaw::ALL.map(|flaw| PossibleValue::new(flaw.rule()).help(flaw.question()));
    PossibleValuesParser::new(values).map(|word| Flaw::named(&word).unwrap_or(Flaw::VagueIntention))
}

/// Reads yes or no.
pub(crate) fn yes_or_no() -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new(["yes", "no"]).map(|word| word == "yes")
}

fn dashed(word: &'static str) -> PossibleValue {
    if word == "near_miss" {
        PossibleValue::new("near-miss").alias("near_miss")
    } else {
        PossibleValue::new(word)
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn every_word_is_read_as_what_it_stands_for() {
        let command = clap::Command::new("hansei");
        let read = |word: &str| kind().parse_ref(&command, None, OsStr::new(word)).unwrap();
        assert_eq!(
            [read("failure"), read("near-miss"), read("near_miss"), read("mixed")],
            [Kind::Failure, Kind::NearMiss, Kind::NearMiss, Kind::Mixed]
        );
        for stage_kind in StageKind::ALL {
            assert_eq!(stage().parse_ref(&command, None, OsStr::new(stage_kind.word())).unwrap(), stage_kind);
        }
        for sort in Control::ALL {
            assert_eq!(control().parse_ref(&command, None, OsStr::new(control_word(sort))).unwrap(), sort);
        }
        for place in Field::ALL {
            assert_eq!(field().parse_ref(&command, None, OsStr::new(place.word())).unwrap(), place);
        }
        for flaw in Flaw::ALL {
            assert_eq!(rule().parse_ref(&command, None, OsStr::new(flaw.rule())).unwrap(), flaw);
        }
    }
}
