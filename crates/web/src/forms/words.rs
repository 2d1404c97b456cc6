//! The words that choices send and are read from.

use hansei_method::account::{Known, Met};
use hansei_method::analysis::{AssumptionStatus, Visible};
use hansei_method::cause::{CauseKind, Certainty, Soundness};
use hansei_method::factor::Control;
use hansei_method::intention::{Goal, SlotKind};
use hansei_method::plan::{CommitmentKind, ResilienceKind, Strength, Way};

/// A choice among a few, each with the word that a form sends for it.
pub(crate) trait Choice: Copy + PartialEq + 'static {
    /// All of them with their words.
    const WORDS: &'static [(Self, &'static str)];

    /// Returns the word that a form sends.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(choice, _)| *choice == self).map_or("", |(_, word)| word)
    }

    /// Reads the word that a form sends.
    fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, own)| *own == word).map(|(choice, _)| *choice)
    }
}

macro_rules! choices {
    ($($type:ident { $($variant:ident = $word:literal),+ $(,)? })+) => {
        $(impl Choice for $type {
            const WORDS: &'static [(Self, &'static str)] = &[$(($type::$variant, $word)),+];
        })+
    };
}
choices! {
    Goal { Result = "result", Learning = "learning" }
    SlotKind { Amount = "amount", Deadline = "deadline", Party = "party", Observable = "observable" }
    Known { Then = "then", Later = "later" }
    Met { AsIntended = "as_intended", Exceeded = "exceeded", Short = "short", Unsaid = "unsaid" }
    CauseKind { Event = "event", Condition = "condition", Decision = "decision" }
    Certainty { Possible = "possible", Confirmed = "confirmed" }
    Soundness { Sound = "sound", Unsure = "unsure", Unsound = "unsound" }
    Control { Mine = "mine", Partly = "partly", Outside = "outside" }
    AssumptionStatus { Held = "held", Broken = "broken", Untested = "untested" }
    Visible { Yes = "yes", No = "no", Unsure = "unsure" }
    CommitmentKind { Habit = "habit", Judgement = "judgement", System = "system" }
    Strength { Weaker = "weaker", Intermediate = "intermediate", Stronger = "stronger" }
    ResilienceKind { Buffer = "buffer", SecondSource = "second_source", Trigger = "trigger", Exit = "exit" }
    Way { Retry = "retry", ChangeCourse = "change_course", Stop = "stop" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_survives_being_sent() {
        for (choice, word) in Met::WORDS {
            assert_eq!((choice.word(), Met::from_word(word)), (*word, Some(*choice)));
        }
        assert_eq!(Control::from_word("<script>"), None);
    }
}
