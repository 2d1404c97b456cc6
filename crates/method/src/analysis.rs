//! Question 3: why was there a gap?

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cause::{Cause, CauseTree, Percent, TreeError};
use crate::factor::{Control, Factor, Imbalance};
use crate::id::Number;
use crate::items::{Items, ItemsError, Renumbered, item};
use crate::occurred::Occurred;
use crate::text::{self, Text};

/// How the gap came about: causes, control, the opposite case, assumptions and missed signals.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Fields", into = "Fields")]
#[schema(as = Analysis)]
pub struct Analysis {
    /// The tree of causes.
    #[schema(value_type = Vec<Cause>)]
    pub causes: CauseTree,
    /// The contributing factors, sorted by control.
    #[schema(value_type = Vec<Factor>)]
    pub factors: Items<Factor>,
    /// The answer to the one balancing question.
    #[schema(value_type = Option<String>)]
    pub balance: Option<Text>,
    /// The evidence for the opposite case, at most [`MOST_COUNTER_ARGUMENTS`].
    pub counter: Vec<CounterArgument>,
    /// What was taken for granted.
    #[schema(value_type = Vec<Assumption>)]
    pub assumptions: Items<Assumption>,
    /// What could have been noticed earlier.
    #[schema(value_type = Vec<MissedSignal>)]
    pub signals: Items<MissedSignal>,
}

/// The most counter-arguments that are asked for.
///
/// Two loosen the first story, many fix it: Sanna, Schwarz & Stocker 2002 (A15).
pub const MOST_COUNTER_ARGUMENTS: usize = 2;

/// A counter-question and the evidence that answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CounterArgument {
    /// The question as it was asked, with the cause it quoted.
    pub question: Text,
    /// What speaks for the opposite.
    pub answer: Text,
}

/// Something that was taken for granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// The assumption's number within the analysis; given by hansei when left out.
    #[serde(default)]
    pub number: Number,
    /// What was assumed.
    pub statement: Text,
    /// How sure the person was of it then, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u8>, minimum = 0, maximum = 100)]
    pub confidence: Option<Percent>,
    /// When it was taken for granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Occurred>,
    /// What became of it.
    #[serde(default)]
    pub status: AssumptionStatus,
    /// The cause that it became when it broke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Number>,
}
item!(Assumption, "assumption", 500, statement);

/// What became of an assumption.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssumptionStatus {
    /// It turned out to be so.
    Held,
    /// It turned out to be otherwise.
    Broken,
    /// Nobody knows yet.
    #[default]
    Untested,
}

/// Something that could have been noticed earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MissedSignal {
    /// The signal's number within the analysis; given by hansei when left out.
    #[serde(default)]
    pub number: Number,
    /// What it was.
    pub what: Text,
    /// Whether it could be seen at the time.
    #[serde(default)]
    pub visible: Visible,
    /// Where it stood.
    #[serde(
        default,
        rename = "where",
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub place: Option<Text>,
}
item!(MissedSignal, "signal", 500, what);

/// Whether a signal could be seen at the time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Visible {
    /// It was there to be seen.
    Yes,
    /// Nobody could have seen it.
    No,
    /// Not clear.
    #[default]
    Unsure,
}

/// Why an analysis does not hold together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnalysisError {
    /// More counter-arguments than are asked for.
    #[error("two counter-arguments are enough, and {0} are given; keep the two that are hardest to answer")]
    TooManyCounterArguments(usize),
    /// A factor or an assumption points at a cause that is not in the tree.
    #[error("cause {0} is not in the tree; point at one that is, or leave the link out")]
    NoSuchCause(Number),
}

impl Analysis {
    /// Says whether there is anything that question 4 could build on.
    #[must_use]
    pub fn has_content(&self) -> bool {
        *self != Self::default()
    }

    /// Returns the imbalance that asks one question, until it is answered.
    #[must_use]
    pub fn imbalance(&self) -> Option<Imbalance> {
        Imbalance::of(&self.factors)
    }

    /// Says whether the factors leave nothing at all in the person's own hands (B02).
    #[must_use]
    pub fn is_without_own_factor(&self) -> bool {
        self.imbalance() == Some(Imbalance::NoneMine)
    }

    /// Says whether causes were chosen, and each of them sorted by control (B13).
    #[must_use]
    pub fn sorts_what_it_chose(&self) -> bool {
        let sorted: HashSet<Number> = self.factors.iter().filter_map(|factor| factor.cause).collect();
        let chosen = self.causes.chosen();
        !chosen.is_empty() && chosen.iter().all(|cause| sorted.contains(&cause.number))
    }

    /// Asks for the opposite case, quoting the main cause: once against the cause, once against the person's own part in it (B27).
    /// Empty when there is no cause to quote.
    #[must_use]
    pub fn counter_questions(&self) -> Vec<String> {
        let Some(main) = self.causes.main() else {
            return Vec::new();
        };
        let quoted = shortened(main.statement.as_str());
        let factor = self.factors.iter().find(|factor| factor.cause == Some(main.number));
        let other = match factor.map(|factor| factor.control) {
            Some(Control::Outside) => {
                format!("\"{quoted}\" stands outside. What shows that you had a hand in it?")
            }
            _ => format!("\"{quoted}\": what shows that it would have happened with anyone in your seat?"),
        };
        vec![format!("You wrote \"{quoted}\". What speaks against that being a cause?"), other]
    }

    /// Numbers what came without numbers beside the tree, before this takes the place of `old`; returns what became of the factors.
    pub(crate) fn number_after(&mut self, old: &Self) -> Renumbered {
        self.assumptions.number_after(&old.assumptions);
        self.signals.number_after(&old.signals);
        self.factors.number_after(&old.factors)
    }

    /// Puts other words, another kind or another place on a cause. A factor that stands for it in its own words says the new ones.
    pub fn replace_cause(&mut self, number: Number, cause: Cause) -> Result<(), TreeError> {
        let words = cause.statement.clone();
        let before = self.causes.get(number).map(|before| before.statement.clone());
        self.causes.replace(number, cause)?;
        self.factors.update(|factor| {
            if factor.cause == Some(number) && Some(&factor.statement) == before.as_ref() {
                factor.statement.clone_from(&words);
            }
        });
        Ok(())
    }

    /// Takes a cause out with all that stands under it; what pointed at it stays, without the link.
    pub fn remove_cause(&mut self, number: Number) -> Result<(), TreeError> {
        let gone = self.causes.remove(number)?;
        let keep = |cause: Option<Number>| cause.filter(|cause| !gone.contains(cause));
        self.factors.update(|factor| factor.cause = keep(factor.cause));
        self.assumptions.update(|assumption| assumption.cause = keep(assumption.cause));
        Ok(())
    }

    /// Sorts a cause of the tree by control; sorting it again moves it.
    pub fn sort_cause(&mut self, cause: Number, control: Control) -> Result<(), TreeError> {
        let unknown = ItemsError::Unknown { name: "cause", number: cause };
        let statement = self.causes.get(cause).ok_or(unknown)?.statement.clone();
        let sorted =
            self.factors.iter().find(|factor| factor.cause == Some(cause)).map(|factor| factor.number);
        if let Some(factor) = sorted.and_then(|number| self.factors.get_mut(number)) {
            factor.control = control;
            return Ok(());
        }
        self.factors.add(Factor { number: 0, statement, control, cause: Some(cause) })?;
        Ok(())
    }
}

/// Cuts a quotation to the length of a line, at a word.
fn shortened(words: &str) -> String {
    const MOST: usize = 160;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    let cut: String = line.chars().take(MOST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

/// The fields of an [`Analysis`] as they are written, before the links between them are looked at.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Fields {
    causes: CauseTree,
    factors: Items<Factor>,
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    balance: Option<Text>,
    counter: Vec<CounterArgument>,
    assumptions: Items<Assumption>,
    signals: Items<MissedSignal>,
}

impl TryFrom<Fields> for Analysis {
    type Error = AnalysisError;

    fn try_from(fields: Fields) -> Result<Self, AnalysisError> {
        let Fields { causes, factors, balance, counter, assumptions, signals } = fields;
        if counter.len() > MOST_COUNTER_ARGUMENTS {
            return Err(AnalysisError::TooManyCounterArguments(counter.len()));
        }
        let numbers: HashSet<Number> = causes.iter().map(|cause: &Cause| cause.number).collect();
        let links = factors
            .iter()
            .map(|factor| factor.cause)
            .chain(assumptions.iter().map(|assumption| assumption.cause));
        match links.flatten().find(|link| !numbers.contains(link)) {
            Some(loose) => Err(AnalysisError::NoSuchCause(loose)),
            None => Ok(Self { causes, factors, balance, counter, assumptions, signals }),
        }
    }
}

impl From<Analysis> for Fields {
    fn from(analysis: Analysis) -> Self {
        let Analysis { causes, factors, balance, counter, assumptions, signals } = analysis;
        Self { causes, factors, balance, counter, assumptions, signals }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn analysis(json: &str) -> Result<Analysis, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    fn one_cause() -> Analysis {
        analysis(r#"{"causes": [{"statement": "The scope grew"}, {"statement": "No clause", "under": 1}]}"#)
            .unwrap()
    }

    #[test]
    fn both_counter_questions_quote_the_main_cause() {
        let questions = one_cause().counter_questions();
        assert_eq!(questions.len(), MOST_COUNTER_ARGUMENTS);
        assert!(questions.iter().all(|question| question.contains("\"No clause\"")), "{questions:?}");
    }

    #[test]
    fn a_cause_that_stands_outside_is_asked_about_in_the_other_direction() {
        let mut analysis = one_cause();
        analysis.sort_cause(2, Control::Outside).unwrap();
        assert_eq!(
            analysis.counter_questions()[1],
            "\"No clause\" stands outside. What shows that you had a hand in it?"
        );
    }

    #[test]
    fn every_chosen_cause_has_to_be_sorted() {
        let mut analysis = one_cause();
        analysis.sort_cause(2, Control::Mine).unwrap();
        assert!(!analysis.sorts_what_it_chose());
        for (number, is_sorted) in [(2, true), (1, false)] {
            let cause = Cause { chosen: true, ..analysis.causes.get(number).unwrap().clone() };
            analysis.replace_cause(number, cause).unwrap();
            assert_eq!(analysis.sorts_what_it_chose(), is_sorted);
        }
    }

    #[test]
    fn sorting_a_cause_twice_moves_it() {
        let mut analysis = one_cause();
        analysis.sort_cause(1, Control::Mine).unwrap();
        analysis.sort_cause(1, Control::Partly).unwrap();
        let sorted: Vec<_> = analysis.factors.iter().map(|factor| factor.control).collect();
        assert_eq!(sorted, [Control::Partly]);
    }

    #[test]
    fn a_factor_says_its_cause_in_the_words_that_the_cause_has_now() {
        let mut analysis = one_cause();
        analysis.sort_cause(2, Control::Mine).unwrap();
        let reworded = Cause {
            statement: "No clause for changes".parse().unwrap(),
            ..analysis.causes.get(2).unwrap().clone()
        };
        analysis.replace_cause(2, reworded).unwrap();
        assert_eq!(analysis.factors.get(1).unwrap().statement.as_str(), "No clause for changes");
    }

    #[test]
    fn a_factor_in_words_of_its_own_keeps_them() {
        let mut analysis = analysis(
            r#"{"causes": [{"statement": "a"}], "factors": [{"statement": "b", "control": "mine", "cause": 1}]}"#,
        )
        .unwrap();
        let reworded = Cause { statement: "c".parse().unwrap(), ..analysis.causes.get(1).unwrap().clone() };
        analysis.replace_cause(1, reworded).unwrap();
        assert_eq!(analysis.factors.get(1).unwrap().statement.as_str(), "b");
    }

    #[test]
    fn removing_a_cause_keeps_the_factor_and_drops_its_link() {
        let mut analysis = one_cause();
        analysis.sort_cause(2, Control::Mine).unwrap();
        analysis.remove_cause(1).unwrap();
        assert!(analysis.causes.is_empty());
        assert_eq!(analysis.factors.get(1).unwrap().cause, None);
    }

    #[test]
    fn a_link_to_a_cause_that_is_not_there_is_refused() {
        let refused =
            analysis(r#"{"factors": [{"statement": "x", "control": "mine", "cause": 4}]}"#).unwrap_err();
        assert!(refused.contains("cause 4 is not in the tree"), "{refused}");
    }

    #[test]
    fn a_third_counter_argument_is_refused() {
        let one = r#"{"question": "q", "answer": "a"}"#;
        let refused = analysis(&format!(r#"{{"counter": [{one}, {one}, {one}]}}"#)).unwrap_err();
        assert!(refused.contains("two counter-arguments are enough"), "{refused}");
    }

    #[test]
    fn a_long_cause_is_quoted_in_short() {
        assert_eq!(shortened(&"word ".repeat(100)).chars().count(), 160);
    }
}
