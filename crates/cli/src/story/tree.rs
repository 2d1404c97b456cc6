//! The tree of causes, drawn with lines, and read back upwards.

use std::fmt::Write as _;

use hansei_method::cause::{Cause, CauseKind, CauseTree, Certainty};
use owo_colors::OwoColorize as _;

use crate::table::{one_line, wrapped};

/// The most levels that are drawn in full; deeper ones lose the lines of the outermost.
const MOST_LEVELS: usize = 8;

/// Draws the tree below the gap, each cause with its number.
pub(crate) fn draw(tree: &CauseTree, columns: usize) -> String {
    let drawn = tree.drawn();
    let mut text = format!("{}\n", "the gap".dimmed());
    let is_last = last_ones(&drawn);
    // For each level above: whether another cause still follows on it.
    let mut open: Vec<bool> = Vec::new();
    for ((level, cause), is_last) in drawn.iter().zip(is_last) {
        open.truncate(level - 1);
        let above = lead(&open);
        let (branch, below) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let line = format!("{}. {}", cause.number, one_line(cause.statement.as_str()));
        let lines = wrapped(&line, columns, &format!("{above}{below}"));
        let first = lines.strip_prefix(&format!("{above}{below}")).unwrap_or(&lines);
        let _ = write!(text, "{above}{branch}{first}");
        let notes = wrapped(&notes(cause), columns, &format!("{above}{below}   "));
        for note in notes.lines() {
            let _ = writeln!(text, "{}", note.dimmed());
        }
        open.push(!is_last);
    }
    text
}

/// Says of each cause whether no other one follows beside it.
fn last_ones(drawn: &[(usize, &Cause)]) -> Vec<bool> {
    let mut followed: Vec<bool> = Vec::new();
    let mut last = vec![false; drawn.len()];
    for (place, (level, _)) in drawn.iter().enumerate().rev() {
        followed.resize(followed.len().max(level + 1), false);
        last[place] = !followed[*level];
        followed.truncate(level + 1);
        followed[*level] = true;
    }
    last
}

fn lead(open: &[bool]) -> String {
    let skipped = open.len().saturating_sub(MOST_LEVELS);
    let mark = if skipped > 0 { format!("…{skipped} ") } else { String::new() };
    let lines = open[skipped..].iter().map(|is_open| if *is_open { "│  " } else { "   " });
    mark + &lines.collect::<String>()
}

fn notes(cause: &Cause) -> String {
    let kind = match cause.kind {
        CauseKind::Event => "event",
        CauseKind::Condition => "condition",
        CauseKind::Decision => "decision",
    };
    let certainty = match cause.certainty {
        Certainty::Possible => "possible",
        Certainty::Confirmed => "confirmed",
    };
    let mut notes = vec![kind.to_owned(), certainty.to_owned()];
    if cause.chosen {
        notes.push("chosen to act on".to_owned());
    }
    notes
        .extend(cause.evidence.as_ref().map(|evidence| format!("evidence: {}", one_line(evidence.as_str()))));
    notes.join(" · ")
}

/// Reads a cause back up to the gap: what came first, and what it led to.
pub(crate) fn therefore(tree: &CauseTree, cause: &Cause) -> String {
    let chain: Vec<String> =
        tree.therefore(cause.number).iter().map(|cause| one_line(cause.statement.as_str())).collect();
    chain.join("\nTherefore: ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(json: &str) -> CauseTree {
        serde_json::from_str(json).unwrap()
    }

    fn drawn(tree: &CauseTree, columns: usize) -> String {
        anstream::adapter::strip_str(&draw(tree, columns)).to_string()
    }

    #[test]
    fn branches_are_drawn_with_lines() {
        let tree = tree(
            r#"[{"statement": "A", "kind": "decision"}, {"under": 1, "statement": "B is long enough to be broken into two lines"},
                {"under": 2, "statement": "C", "chosen": true}, {"under": 1, "statement": "D", "evidence": "the log", "certainty": "confirmed"},
                {"statement": "E", "kind": "condition"}]"#,
        );
        insta::assert_snapshot!(drawn(&tree, 40), @r"
        the gap
        ├─ 1. A
        │     decision · possible
        │  ├─ 2. B is long enough to be broken
        │  │  into two lines
        │  │     event · possible
        │  │  └─ 3. C
        │  │        event · possible · chosen to
        │  │        act on
        │  └─ 4. D
        │        event · confirmed · evidence:
        │        the log
        └─ 5. E
              condition · possible
        ");
    }

    #[test]
    fn ten_thousand_causes_in_one_chain_stay_within_the_page() {
        let chain: Vec<Cause> = (1..=10_000)
            .map(|number: u32| serde_json::from_value(serde_json::json!({"number": number, "under": (number > 1).then(|| number - 1), "statement": "so"})).unwrap())
            .collect();
        let text = drawn(&chain.try_into().unwrap(), 80);
        assert!(text.lines().all(|line| line.chars().count() <= 80), "a line is too long");
        assert!(text.contains("10000. so"));
    }

    #[test]
    fn a_cause_is_read_back_up_to_the_gap() {
        let tree = tree(
            r#"[{"statement": "late"}, {"under": 1, "statement": "the scope grew"}, {"under": 2, "statement": "no clause"}]"#,
        );
        assert_eq!(
            therefore(&tree, tree.get(3).unwrap()),
            "no clause\nTherefore: the scope grew\nTherefore: late"
        );
    }
}
