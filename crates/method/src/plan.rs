//! Question 4: what will I do differently?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::factor::Factor;
use crate::id::Number;
use crate::items::{Items, Renumbered, item};
use crate::occurred::Occurred;
use crate::review::ReviewError;
use crate::text::{self, Text};

/// The most commitments that one review makes: a list of good intentions is not a plan (H15).
pub const MOST_COMMITMENTS: usize = 3;

/// The lesson, what will be done differently, and how it goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Plan {
    /// The lesson in a sentence.
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub lesson: Option<Text>,
    /// What will be done when the moment comes, at most three.
    #[schema(value_type = Vec<Commitment>, max_items = 3)]
    pub commitments: Items<Commitment>,
    /// How to use the influence on what was partly mine.
    #[schema(value_type = Vec<Influence>)]
    pub influences: Items<Influence>,
    /// How the next plan bends where something outside hits it.
    #[schema(value_type = Vec<Resilience>)]
    pub resilience: Items<Resilience>,
    /// What is worth doing and is not promised now.
    pub not_now: Vec<Text>,
    /// Whether knowing is all that comes of this: no action, on purpose.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub knowledge_only: bool,
    /// How it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
}

/// A plan for one kind of moment: if this cue comes, then I do that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// The commitment's number within the plan; given by hansei when left out.
    #[serde(default)]
    pub number: Number,
    /// The moment: "a client asks for something beyond the brief".
    pub cue: Text,
    /// The act: "stop work until date and budget are set again".
    pub act: Text,
    /// What kind of change it is.
    #[serde(default)]
    pub kind: CommitmentKind,
    /// How well it holds without anybody remembering it.
    #[serde(default)]
    pub strength: Strength,
    /// The day to look whether it still fits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub review_on: Option<jiff::civil::Date>,
    /// How one will see that it was done.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub evidence: Option<Text>,
}
item!(Commitment, "commitment", MOST_COMMITMENTS, cue);

/// What kind of change a commitment is.
// D01
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommitmentKind {
    /// For a moment that comes often.
    #[default]
    Habit,
    /// For a moment that comes at most monthly.
    Judgement,
    /// Something that is built once and then works by itself.
    System,
}

/// How well an action holds, after the action hierarchy of the VA National Center for Patient Safety (RCA2).
// A24
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// It depends on memory and attention.
    #[default]
    Weaker,
    /// It prompts, simplifies or doubles.
    Intermediate,
    /// It works even if everybody forgets.
    Stronger,
}

/// How the influence on a factor that was partly mine will be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Influence {
    /// The item's number within the plan; given by hansei when left out.
    #[serde(default)]
    pub number: Number,
    /// The factor it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<Number>,
    /// What to ask, say earlier, or make clear.
    pub how: Text,
}
item!(Influence, "influence", 200, how);

/// How the next plan bends where something outside hits it.
// B16
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resilience {
    /// The item's number within the plan; given by hansei when left out.
    #[serde(default)]
    pub number: Number,
    /// The factor it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<Number>,
    /// What sort of slack it is.
    pub kind: ResilienceKind,
    /// What it is.
    pub what: Text,
}
item!(Resilience, "resilience item", 200, what);

/// What sort of slack a resilience item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResilienceKind {
    /// Time, money or room to spare.
    Buffer,
    /// A second way to the same thing.
    SecondSource,
    /// A sign that starts the other plan.
    Trigger,
    /// A way out that is agreed beforehand.
    Exit,
}

/// How it goes on. Stopping is as good an answer as going on.
// B38
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What was chosen.
    pub way: Way,
    /// Why.
    pub reason: Text,
    /// The day on which to look again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Occurred>,
}

/// The ways on from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The same goal, another way.
    Retry,
    /// Another goal.
    ChangeCourse,
    /// No further attempt.
    Stop,
}

impl Plan {
    /// Says whether question 4 has an answer, if only that there is nothing to do.
    #[must_use]
    pub fn has_content(&self) -> bool {
        *self != Self::default()
    }

    /// Says whether something will be done: a commitment, an influence, a resilience item.
    #[must_use]
    pub fn has_action(&self) -> bool {
        !(self.commitments.is_empty() && self.influences.is_empty() && self.resilience.is_empty())
    }

    /// Refuses a plan that says of itself that nothing is planned.
    pub fn check_knowledge_only(&self) -> Result<(), ReviewError> {
        if self.knowledge_only && !self.commitments.is_empty() {
            return Err(ReviewError::KnowledgeAndPlan);
        }
        Ok(())
    }

    /// Returns the day on which to look again at what was chosen; `None` where none was named.
    #[must_use]
    pub fn looks_again_on(&self) -> Option<jiff::civil::Date> {
        Some(self.choice.as_ref()?.on?.date())
    }

    /// Lets what is planned follow the factors it is about to their new numbers.
    pub fn follow(&mut self, factors: &Renumbered) {
        let follow = |factor: Option<Number>| factor.map(|number| factors.of(number));
        self.influences.update(|influence| influence.factor = follow(influence.factor));
        self.resilience.update(|resilience| resilience.factor = follow(resilience.factor));
    }

    /// Numbers what came without numbers, before this takes the place of `old`.
    pub(crate) fn number_after(&mut self, old: &Self) {
        self.commitments.number_after(&old.commitments);
        self.influences.number_after(&old.influences);
        self.resilience.number_after(&old.resilience);
    }

    /// Lets go of links to factors that are gone; what was written stays.
    pub(crate) fn keep_links_to(&mut self, factors: &Items<Factor>) {
        let keep = |factor: Option<Number>| factor.filter(|number| factors.get(*number).is_some());
        self.influences.update(|influence| influence.factor = keep(influence.factor));
        self.resilience.update(|resilience| resilience.factor = keep(resilience.factor));
    }
}

impl Commitment {
    /// Reads the plan as one sentence: "If …, then I will …".
    #[must_use]
    pub fn sentence(&self) -> String {
        let cue = self.cue.as_str().trim().trim_end_matches([',', '.']);
        format!("If {cue}, then I will {}.", self.act_after_i_will().trim_end_matches('.'))
    }

    /// Borrows the moment as it reads after "If": without an "if", "when" or "whenever" of its own.
    #[must_use]
    pub fn cue_after_if(&self) -> &str {
        let cue = self.cue.as_str().trim();
        ["if", "when", "whenever"].into_iter().find_map(|word| after_word(cue, word)).unwrap_or(cue)
    }

    /// Borrows what is done as it reads after "then I will": without an "I", "I will" or "I'll" of its own.
    #[must_use]
    pub fn act_after_i_will(&self) -> &str {
        after_i_will(self.act.as_str())
    }
}

/// Borrows an act as it reads after "then I will": without an "I", "I will" or "I'll" of its own.
#[must_use]
pub fn after_i_will(act: &str) -> &str {
    let act = act.trim();
    ["i will", "i'll", "i’ll", "i"].into_iter().find_map(|words| after_word(act, words)).unwrap_or(act)
}

/// Returns what follows these words at the start of a text; `None` where it begins otherwise, or nothing follows.
fn after_word<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(words.len())?;
    let rest = rest.strip_prefix(char::is_whitespace)?.trim_start();
    (start.eq_ignore_ascii_case(words) && !rest.is_empty()).then_some(rest)
}

impl CommitmentKind {
    /// All three, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Habit, Self::Judgement, Self::System];

    /// Names the kind.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Habit => "habit",
            Self::Judgement => "judgement",
            Self::System => "system",
        }
    }

    /// Says what belongs here.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Habit => "the moment comes often",
            Self::Judgement => "the moment comes once a month or less",
            Self::System => "something I build once, and then it is there",
        }
    }
}

impl Strength {
    /// All three, from the one that leans on memory to the one that does without it.
    pub const ALL: [Self; 3] = [Self::Weaker, Self::Intermediate, Self::Stronger];

    /// Names the strength.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Weaker => "weaker",
            Self::Intermediate => "intermediate",
            Self::Stronger => "stronger",
        }
    }

    /// Says when an action of this strength works.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Weaker => "works if I remember: a rule, a warning, training, a double check",
            Self::Intermediate => {
                "works if something prompts me: a checklist, a read-back, less load, a second pair of eyes"
            }
            Self::Stronger => "works even if I forget: a lock, a default, a step taken out, one standard way",
        }
    }
}

impl ResilienceKind {
    /// All four, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Buffer, Self::SecondSource, Self::Trigger, Self::Exit];

    /// Names the kind.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Buffer => "buffer",
            Self::SecondSource => "second source",
            Self::Trigger => "trigger",
            Self::Exit => "exit",
        }
    }

    /// Says what belongs here.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Buffer => "time, money or room to spare",
            Self::SecondSource => "a second way to the same thing",
            Self::Trigger => "a sign that starts the other plan",
            Self::Exit => "a way out, agreed beforehand",
        }
    }
}

impl Way {
    /// All three, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Retry, Self::ChangeCourse, Self::Stop];

    /// Names the way.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Retry => "retry differently",
            Self::ChangeCourse => "change course",
            Self::Stop => "stop",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commitment_reads_as_one_sentence() {
        let commitment: Commitment = serde_json::from_str(
            r#"{"cue": "the brief grows,", "act": "stop work until the date is set again."}"#,
        )
        .unwrap();
        assert_eq!(
            commitment.sentence(),
            "If the brief grows, then I will stop work until the date is set again."
        );
    }

    #[test]
    fn an_act_that_begins_with_i_is_joined_without_saying_it_twice() {
        for (act, sentence) in [
            ("I read last week's tickets", "If c, then I will read last week's tickets."),
            ("I will read them.", "If c, then I will read them."),
            ("I'll read them", "If c, then I will read them."),
            ("I’ll read them", "If c, then I will read them."),
            ("i  read them", "If c, then I will read them."),
            ("I", "If c, then I will I."),
            ("iron it", "If c, then I will iron it."),
            ("willingly wait", "If c, then I will willingly wait."),
        ] {
            let commitment: Commitment =
                serde_json::from_value(serde_json::json!({"cue": "c", "act": act})).unwrap();
            assert_eq!(commitment.sentence(), sentence);
        }
    }

    #[test]
    fn a_cue_is_joined_to_an_if_without_saying_it_twice() {
        for (cue, joined) in [
            ("a client calls", "a client calls"),
            (" If a client calls", "a client calls"),
            ("when it rains", "it rains"),
            ("Whenever  it rains", "it rains"),
            ("if", "if"),
            ("iffy data comes in", "iffy data comes in"),
        ] {
            let commitment: Commitment =
                serde_json::from_value(serde_json::json!({"cue": cue, "act": "a"})).unwrap();
            assert_eq!(commitment.cue_after_if(), joined);
        }
    }

    #[test]
    fn a_fourth_commitment_is_refused() {
        let one = r#"{"cue": "c", "act": "a"}"#;
        let refused =
            serde_json::from_str::<Plan>(&format!(r#"{{"commitments": [{one}, {one}, {one}, {one}]}}"#));
        assert!(refused.unwrap_err().to_string().contains("keep it to 3"));
    }

    #[test]
    fn knowledge_without_action_is_an_answer() {
        let plan = Plan { knowledge_only: true, ..Plan::default() };
        assert!(plan.has_content() && !plan.has_action());
    }
}
