//! The part of a word in a sentence: who acts, what denies, what joins.

/// The part of a word in a sentence, as far as it says whose act a verb is and whether it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Speaker,
    SomebodyElse,
    Denial,
    Imagined,
    /// Begins a clause that may share the subject of the one before.
    And,
    /// Begins a clause with a subject of its own.
    Joint,
    /// Stands between a subject and its verb.
    Adverb,
    /// "Make sure" is no feeling of being sure.
    Making,
    Other,
}

impl Part {
    /// Tells the part of a folded word.
    pub(super) fn of(word: &str) -> Self {
        match word {
            "i" | "we" => Self::Speaker,
            "he" | "she" | "they" | "you" | "it" | "somebody" | "someone" | "everybody" | "everyone"
            | "people" => Self::SomebodyElse,
            // What is left of "n't" is a "t".
            "not" | "t" | "no" | "never" | "nobody" | "none" | "nothing" | "neither" | "nor" | "without"
            | "hardly" | "barely" | "scarcely" | "cannot" | "far" | "less" => Self::Denial,
            "if" | "unless" | "whether" | "until" | "till" | "wish" | "wished" | "would" | "should"
            | "could" | "might" | "may" | "will" | "ll" | "shall" | "almost" | "nearly" => Self::Imagined,
            "and" | "but" | "so" | "then" | "or" | "yet" => Self::And,
            "because" | "when" | "while" | "where" | "who" | "which" | "after" | "before" | "since"
            | "as" => Self::Joint,
            "also" | "just" | "all" | "both" | "each" | "still" | "always" | "again" | "once" | "even"
            | "quite" | "only" | "often" | "had" | "have" | "has" | "ve" | "d" | "clean" | "too" | "soon"
            | "ever" | "myself" | "ourselves" => Self::Adverb,
            "make" | "made" | "makes" | "making" => Self::Making,
            _ if word.len() > 4 && word.ends_with("ly") => Self::Adverb,
            _ => Self::Other,
        }
    }
}

/// Says whether a word ends in "ing" as a verb does.
pub(super) fn is_acting(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ing") && !word.ends_with("thing") && !word.ends_with("ening")
}
