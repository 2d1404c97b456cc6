//! What the headings of a document say is told under them.

use crate::form::Field;

/// What is told under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// A field of the case.
    As(Field),
    /// The course of things: what happened, and when.
    Timeline,
    /// Nothing that belongs into a case: names of people, figures about the report.
    Nothing,
}

/// What headings say, by words that they begin with or contain; the first that fits counts.
const HEADINGS: [(Told, &[&str]); 8] = [
    (
        Told::Nothing,
        &[
            "attendee",
            "atendee",
            "participant",
            "stats",
            "statistics",
            "author",
            "contributors",
            "people",
            "contact",
            "metadata",
            "distribution list",
            "sign off",
        ],
    ),
    (Told::Timeline, &["timeline", "time line", "chronology", "sequence of events"]),
    (
        Told::As(Field::Lesson),
        &[
            "lesson",
            "learn",
            "takeaway",
            "went well",
            "went wrong",
            "got lucky",
            "reflection",
            "what we would do",
        ],
    ),
    (
        Told::As(Field::Change),
        &[
            "action item",
            "actions",
            "corrective",
            "preventive",
            "preventative",
            "follow up",
            "followup",
            "next step",
            "improvement",
            "prevention",
            "what we changed",
            "what they changed",
            "change",
            "recommendation",
        ],
    ),
    (
        Told::As(Field::Response),
        &[
            "resolution",
            "response",
            "mitigation",
            "recovery",
            "remediation",
            "how we responded",
            "how they responded",
            "how it was fixed",
            "workaround",
        ],
    ),
    (
        Told::As(Field::Why),
        &[
            "contributing",
            "root cause",
            "cause",
            "why",
            "trigger",
            "analysis",
            "five whys",
            "5 whys",
            "how it came about",
            "findings",
        ],
    ),
    (
        Told::As(Field::Intended),
        &["intend", "what was planned", "goal", "objective", "expected", "expectation"],
    ),
    (
        Told::As(Field::Happened),
        &[
            "summary",
            "what happened",
            "impact",
            "overview",
            "executive summary",
            "description",
            "incident",
            "background",
            "detection",
            "details",
        ],
    ),
];

/// Finds out what a heading says is told under it.
pub(super) fn told(heading: &str) -> Option<Told> {
    let words =
        heading.split('(').next().unwrap_or_default().to_lowercase().replace(['-', '_', '/', '’', '\''], " ");
    let words = words.trim_matches(|character: char| !character.is_alphabetic() && character != '5');
    if words.split_whitespace().count() > 6 {
        return None;
    }
    let fits = |known: &&str| words.starts_with(*known) || words.contains(&format!(" {known}"));
    HEADINGS.iter().find(|(_, known)| known.iter().any(fits)).map(|(told, _)| *told)
}

/// Whether a heading is nothing but the words that are known: "Impact", and not "Impact of a late certificate".
pub(super) fn is_exact(heading: &str) -> bool {
    let known = HEADINGS.iter().flat_map(|(_, known)| known.iter());
    let heading = heading.to_lowercase();
    known.into_iter().any(|known| heading.len() <= known.len() + 3 && heading.starts_with(known))
}
