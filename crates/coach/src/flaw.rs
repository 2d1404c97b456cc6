//! What the coach asks about, and how it asks.

/// A way of writing that keeps a review from teaching anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// F1: nobody could tell afterwards whether it was reached.
    VagueIntention,
    /// F2: judged, dramatised or guessed at instead of told.
    Editorialising,
    /// F3: a person made the cause.
    Blame,
    /// F4: all of it outside oneself.
    ExternalBlame,
    /// F5: a judgement of one's whole self, or going round in circles.
    Rumination,
    /// F6: seen as foreseeable because it is known now.
    Hindsight,
    /// F7: the causes end too early.
    PrematureClosure,
    /// F8: a virtue or an effort, without a moment and an act.
    Aspiration,
    /// F9: only actions that lean on memory and attention.
    WeakAction,
    /// F10: sorted under the wrong control.
    Misattribution,
    /// F11: what did not happen, in place of what did.
    Counterfactual,
}

/// What can be done at once about a flaw, if the person wants to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// Move the sentence to question 4 as a candidate.
    MoveToNext,
    /// Write it again as "if … then I will …".
    AsIfThen,
    /// Stop here for today.
    StopForToday,
}

impl Offer {
    /// Returns the word that stands for it in files and commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::MoveToNext => "move_to_next",
            Self::AsIfThen => "as_if_then",
            Self::StopForToday => "stop_for_today",
        }
    }
}

impl Flaw {
    /// All, in the order of their codes.
    pub const ALL: [Self; 11] = [
        Self::VagueIntention,
        Self::Editorialising,
        Self::Blame,
        Self::ExternalBlame,
        Self::Rumination,
        Self::Hindsight,
        Self::PrematureClosure,
        Self::Aspiration,
        Self::WeakAction,
        Self::Misattribution,
        Self::Counterfactual,
    ];

    /// Returns its code, `F1` to `F11`.
    #[must_use]
    pub fn code(self) -> &'static str {
        ["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11"][self as usize]
    }

    /// Returns the name of its rule, which stays the same for good.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::VagueIntention => "vague-intention",
            Self::Editorialising => "editorialising",
            Self::Blame => "blame",
            Self::ExternalBlame => "external-blame",
            Self::Rumination => "rumination",
            Self::Hindsight => "hindsight",
            Self::PrematureClosure => "premature-closure",
            Self::Aspiration => "aspiration",
            Self::WeakAction => "weak-action",
            Self::Misattribution => "misattribution",
            Self::Counterfactual => "counterfactual",
        }
    }

    /// Names it for people, in a few words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::VagueIntention => "An intention that nobody could check",
            Self::Editorialising => "A telling that judges",
            Self::Blame => "A person made the cause",
            Self::ExternalBlame => "All of it outside oneself",
            Self::Rumination => "A judgement of oneself",
            Self::Hindsight => "Seen as foreseeable afterwards",
            Self::PrematureClosure => "Causes that end early",
            Self::Aspiration => "A wish without a moment and an act",
            Self::WeakAction => "Only actions that lean on memory",
            Self::Misattribution => "A factor under the wrong control",
            Self::Counterfactual => "What did not happen",
        }
    }

    /// Finds the flaw with this rule name or code.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flaw| flaw.rule() == name || flaw.code().eq_ignore_ascii_case(name))
    }

    /// Asks about it.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::VagueIntention => {
                "If a stranger had watched, what would they have seen, and by when, that told them it worked?"
            }
            Self::Editorialising => {
                "What would a camera or the log have recorded here: a time, a number, words said?"
            }
            Self::Blame => {
                "Suppose a different capable person had been in that place, with the same information and time. What \
                 in the situation would have led them to do the same?"
            }
            Self::ExternalBlame => {
                "Granting that this was so: what did you decide, or leave undecided, that left you exposed to it?"
            }
            Self::Rumination => {
                "That is a sentence about you. What is the sentence about what happened, and at what moment?"
            }
            Self::Hindsight => {
                "Stop the clock one minute before the decision: what did you know, what did you not know, and which \
                 two other outcomes looked possible?"
            }
            Self::PrematureClosure => "How did that come about?",
            Self::Aspiration => {
                "When exactly will the moment come, and what will your hands or your voice do in the first ten seconds?"
            }
            Self::WeakAction => {
                "If you were tired, in a hurry and had forgotten this review, what would still make the right thing \
                 happen?"
            }
            Self::Misattribution => "What part of your plan met this first, and could it bend next time?",
            Self::Counterfactual => {
                "That tells what did not happen. What did happen here, and what made it sensible then?"
            }
        }
    }

    /// Returns what is said before the question: a self-judgement is hard to write down.
    #[must_use]
    pub fn acknowledgement(self) -> Option<&'static str> {
        (self == Self::Rumination).then_some("That is a hard thing to write down.")
    }

    /// Returns a second question, for whom the first one opens nothing.
    #[must_use]
    pub fn second_question(self) -> Option<&'static str> {
        match self {
            Self::ExternalBlame => Some("Which plan of yours assumed that it would not happen?"),
            Self::Rumination => {
                Some("If a colleague whom you respect had done exactly this, what would you tell them?")
            }
            _ => None,
        }
    }

    /// Returns what can be done about it at once.
    #[must_use]
    pub fn offer(self) -> Option<Offer> {
        match self {
            Self::Counterfactual => Some(Offer::MoveToNext),
            Self::Aspiration => Some(Offer::AsIfThen),
            Self::Rumination => Some(Offer::StopForToday),
            _ => None,
        }
    }

    /// Says whether one good sentence anywhere in the answer is enough, so that the answer is read as a whole.
    #[must_use]
    pub fn is_of_the_whole(self) -> bool {
        matches!(self, Self::VagueIntention | Self::ExternalBlame | Self::Aspiration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flaw_is_found_by_its_rule_and_its_code() {
        for flaw in Flaw::ALL {
            assert_eq!(Flaw::named(flaw.rule()), Some(flaw));
            assert_eq!(Flaw::named(flaw.code()), Some(flaw));
        }
        assert_eq!(Flaw::named("F12"), None);
    }

    #[test]
    fn every_flaw_has_a_question_and_no_exclamation_mark() {
        for flaw in Flaw::ALL {
            assert!(flaw.question().ends_with('?') && !flaw.question().contains('!'), "{flaw:?}");
        }
    }
}
