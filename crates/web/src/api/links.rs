//! Links that lead from one doc comment to another: in the document of the API they are words and numbers.

use hansei_method::adoption::MOST_CONDITIONS;
use hansei_method::analysis::MOST_COUNTER_ARGUMENTS;
use hansei_method::career::MOST_CHARACTERS;
use hansei_method::case::MOST_LABELS;
use hansei_method::quarter::{
    MOST_DECISIONS, MOST_DUE, MOST_MOVED, MOST_PATTERNS, MOST_STEADY, MOST_SUCCESSES, MOST_UNTESTED,
};
use hansei_method::text::{MOST_LINE_CHARACTERS, MOST_TEXT_BYTES};

/// What a link says to whoever reads the document and not the code.
fn known() -> Vec<(&'static str, String)> {
    let numbers = [
        ("MOST_CONDITIONS", MOST_CONDITIONS),
        ("MOST_COUNTER_ARGUMENTS", MOST_COUNTER_ARGUMENTS),
        ("MOST_DECISIONS", MOST_DECISIONS),
        ("MOST_DUE", MOST_DUE),
        ("MOST_LABELS", MOST_LABELS),
        ("MOST_LINE_CHARACTERS", MOST_LINE_CHARACTERS),
        ("MOST_MOVED", MOST_MOVED),
        ("MOST_PATTERNS", MOST_PATTERNS),
        ("MOST_STEADY", MOST_STEADY),
        ("MOST_SUCCESSES", MOST_SUCCESSES),
        ("MOST_UNTESTED", MOST_UNTESTED),
    ];
    let words = [
        ("MOST_CHARACTERS", format!("{MOST_CHARACTERS} characters")),
        ("MOST_TEXT_BYTES", format!("{MOST_TEXT_BYTES} bytes")),
        ("Parameters::check", "the same check".to_owned()),
        ("Slot", "what can be checked".to_owned()),
        ("Stage", "The stage of the review".to_owned()),
        ("Target", "target".to_owned()),
    ];
    numbers.map(|(name, number)| (name, number.to_string())).into_iter().chain(words).collect()
}

/// Writes every link of a written document as what it says. Neither brackets nor backticks are written otherwise in JSON, and
/// what is said holds nothing that would be.
pub(super) fn without(written: &str) -> String {
    said(written, &known())
}

/// Writes the links of a text as what they say. One that nobody told of here keeps its name, and leads nowhere.
fn said(text: &str, known: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, link)) = rest.split_once("[`") {
        out.push_str(before);
        let Some((name, after)) = link.split_once("`]") else {
            out.push_str("[`");
            rest = link;
            continue;
        };
        match known.iter().find(|(known, _)| *known == name) {
            Some((_, words)) => out.push_str(words),
            None => out.extend(["`", name, "`"]),
        }
        let target = after.strip_prefix('(').and_then(|target| target.split_once(')'));
        rest = target.map_or(after, |(_, after)| after);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_said_with_or_without_its_target() {
        let known = [("MOST", "3".to_owned()), ("Target", "target".to_owned())];
        assert_eq!(
            said("at most [`MOST`]. The [`Target`](crate::x::Target) (it)", &known),
            "at most 3. The target (it)"
        );
        assert_eq!(said("[`Other`] and [`no end", &known), "`Other` and [`no end");
    }
}
