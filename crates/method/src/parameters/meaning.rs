//! What each of the numbers means, in a line for the person who changes it.

/// Says what the parameter of this name does; empty for a name that none has.
pub(super) fn meaning(name: &str) -> &'static str {
    match name {
        "half_life_days" => "days after which an observation counts half, at least",
        "half_life_gaps" => "the same in gaps between moments, whichever is longer",
        "fidelity" => "share of moments in which one should act, from 0 to 1",
        "established_opportunities" => "moments that established needs, older ones counting less",
        "established_probability" => {
            "probability that established needs, of acting in more than the share of fidelity"
        }
        "established_days" => "days from the first time it was done to the last that established needs",
        "established_contexts" => "different situations in which it was done that established needs",
        "challenged_returns" => {
            "how often the failure comes back although it was done until the lesson is challenged"
        }
        "challenged_of" => "among how many of the latest times of doing it that is counted",
        "automatic_rating" => "rating, from 1 to 7, that automatic needs twice",
        "automatic_rating_days" => "days between these two ratings, at least",
        "automatic_unreminded" => {
            "how many of the latest moments have to be without a reminder for automatic"
        }
        "rare_days" => {
            "from more days between moments on, established is as far as it goes, and is called reliable"
        }
        "lapsed_misses" => "how many missed moments make a lapse; one never does",
        "lapsed_of" => "among how many of the latest moments these are counted",
        "lapsed_probability" => "probability below which a lesson slips when moments were missed",
        "recovered_times" => "how often in a row it has to be done again after a lapse",
        "untested_gaps" => "after how many expected gaps without a moment it is called untested",
        "habit_gap_days" => "days from one moment to the next that are expected of a habit",
        "judgement_gap_days" => "the same of a judgement",
        "system_gap_days" => "the same of a system",
        "stale_days" => "days after the last evidence after which it is called stale",
        "system_uses" => "how often what was built has to be seen in use for established",
        "system_days" => "days after that after which it has to be there still for automatic",
        "most_in_practice" => "how many lessons are in practice at a time",
        _ => "",
    }
}
