//! The cause tree, drawn as nested lists with connectors.

use maud::{Markup, PreEscaped, html};

use super::text::{Size, words, words_in};
use crate::page::icons::{Glyph, Icon, glyph_as, icon};

/// What kind of thing a cause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CauseKind {
    /// Something happened.
    Event,
    /// Something was so.
    Condition,
    /// Somebody decided.
    Decision,
}

/// One cause. A tree is its causes in reading order, each with its level: a cause's own causes follow it, one level deeper.
#[derive(Debug, Clone, Copy)]
pub struct Cause<'a> {
    /// Its anchor; unique on the page.
    pub id: &'a str,
    /// How many steps it is from the gap; 1 for the causes right under it.
    pub level: usize,
    /// What it is, in its author's words.
    pub words: &'a str,
    /// Its kind.
    pub kind: CauseKind,
    /// Whether it is confirmed and not only possible.
    pub confirmed: bool,
    /// Where it is recorded, in its author's words; may be empty.
    pub evidence: &'a str,
    /// Whether it was chosen as a cause to act on.
    pub chosen: bool,
    /// Whether it is the one being worked on.
    pub current: bool,
    /// Folded details, buttons and forms under it.
    pub more: Option<&'a Markup>,
}

/// The level after which indentation stops, so that words keep room on a phone.
pub(super) const DEEPEST_NESTED: usize = 7;

/// More causes than this are laid out only as they are scrolled to.
const MANY: usize = 200;

/// Draws the tree under the gap it explains. It never recurses, so no depth is too deep for it.
#[must_use]
pub fn tree(gap: &str, causes: &[Cause<'_>]) -> Markup {
    let mut out = String::new();
    let mut open = 0;
    let mut path: Vec<&Cause<'_>> = Vec::new();
    let mut before = "";
    for cause in causes {
        // A level that skips one is drawn right under what came before it.
        let level = cause.level.clamp(1, path.len() + 1);
        path.truncate(level - 1);
        let nested = level.min(DEEPEST_NESTED + 1);
        descend(&mut out, &mut open, nested);
        let place = (level > DEEPEST_NESTED).then(|| place(level, path.last().copied(), before));
        out.push_str(&node(cause, level, place.as_ref()).into_string());
        path.push(cause);
        before = cause.id;
    }
    descend(&mut out, &mut open, 0);
    html! {
        div.tree.many[causes.len() > MANY] role="group" aria-label=(size(causes)) {
            (words_in(Size::Large, gap))
            (PreEscaped(out))
        }
    }
}

/// Draws the key to the tree's shapes; screen readers hear the words on each cause instead.
#[must_use]
pub fn tree_key() -> Markup {
    html! {
        div.row.meta aria-hidden="true" {
            span.state { (glyph_as(Glyph::Event, true)) "event" }
            span.state { (glyph_as(Glyph::Condition, true)) "condition" }
            span.state { (glyph_as(Glyph::Decision, true)) "decision" }
            span.state { (glyph_as(Glyph::Event, false)) "dashed: possible" }
        }
    }
}

/// Closes and opens list items until a new item stands at `level`; level 0 closes everything.
fn descend(out: &mut String, open: &mut usize, level: usize) {
    if level > *open {
        let deep = level > DEEPEST_NESTED;
        out.push_str(if deep { "<ul role=\"list\" class=\"deep\">" } else { "<ul role=\"list\">" });
        *open = level;
    } else {
        while *open > level {
            out.push_str("</li></ul>");
            *open -= 1;
        }
        if level > 0 {
            out.push_str("</li>");
        }
    }
    if level > 0 {
        out.push_str("<li>");
    }
}

/// Says in words where a cause stands, once its place no longer shows it.
fn place(level: usize, parent: Option<&Cause<'_>>, before: &str) -> Markup {
    html! {
        p.meta {
            span.level { "Level " (level) }
            @if let Some(parent) = parent.filter(|parent| parent.id != before) {
                ", under " a href={ "#" (parent.id) } { bdi { (short(parent.words)) } }
            }
        }
    }
}

/// Draws a cause. The script moves the focus by the levels, because the lists stop nesting at some depth.
fn node(cause: &Cause<'_>, level: usize, place: Option<&Markup>) -> Markup {
    html! {
        div.node #(cause.id) aria-current=[cause.current.then_some("true")] data-scope data-level=(level) tabindex="-1" {
            (glyph_as(cause.kind.glyph(), cause.confirmed))
            @if let Some(place) = place { (place) }
            (words(cause.words))
            (standing(cause))
            @if let Some(more) = cause.more { (more) }
        }
    }
}

fn standing(cause: &Cause<'_>) -> Markup {
    html! {
        p.meta {
            (cause.kind.name()) ", " (if cause.confirmed { "confirmed" } else { "possible" })
            @if !cause.evidence.is_empty() { ". " span.src { (icon(Icon::Clip)) bdi { (cause.evidence) } } }
            @if cause.chosen { ". " b { "Chosen as a cause to act on" } }
        }
    }
}

/// The beginning of somebody's words, for links.
pub(super) fn short(words: &str) -> String {
    const MOST: usize = 48;
    let line = words.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST {
        return line.to_owned();
    }
    let cut: String = line.chars().take(MOST).collect();
    format!("{}…", cut.trim_end())
}

fn size(causes: &[Cause<'_>]) -> String {
    let deepest = causes.iter().map(|cause| cause.level).max().unwrap_or(0);
    let branches = causes.iter().filter(|cause| cause.level <= 1).count();
    match (causes.len(), branches) {
        (0, _) => "Causes: none yet".to_owned(),
        (1, _) => "Causes: one".to_owned(),
        (count, 1) => format!("Causes: {count} in one branch, {deepest} levels deep"),
        (count, branches) => format!("Causes: {count} in {branches} branches, {deepest} levels deep"),
    }
}

impl CauseKind {
    fn glyph(self) -> Glyph {
        match self {
            Self::Event => Glyph::Event,
            Self::Condition => Glyph::Condition,
            Self::Decision => Glyph::Decision,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Event => "Event",
            Self::Condition => "Condition",
            Self::Decision => "Decision",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause(id: &str, level: usize) -> Cause<'_> {
        Cause {
            id,
            level,
            words: id,
            kind: CauseKind::Event,
            confirmed: true,
            evidence: "",
            chosen: false,
            current: false,
            more: None,
        }
    }

    /// The nesting of the lists as brackets with the ids of the nodes inside.
    fn outline(levels: &[usize]) -> String {
        let ids: Vec<String> = (0..levels.len()).map(|at| at.to_string()).collect();
        let causes: Vec<_> = ids.iter().zip(levels).map(|(id, level)| cause(id, *level)).collect();
        let html = tree("gap", &causes).into_string();
        let mut outline = String::new();
        for tag in html.split('<').skip(1) {
            match tag.split([' ', '>']).next().unwrap_or_default() {
                "ul" => outline.push('('),
                "/ul" => outline.push(')'),
                "div" if tag.contains("node") => outline.push_str(tag.split('"').nth(3).unwrap_or_default()),
                _ => {}
            }
        }
        assert_eq!(html.matches("<li>").count(), html.matches("</li>").count());
        outline
    }

    #[test]
    fn causes_nest_under_what_they_explain() {
        assert_eq!(outline(&[1, 2, 3, 2, 1, 2]), "(0(1(2)3)4(5))");
    }

    #[test]
    fn levels_past_the_seventh_share_one_list() {
        assert_eq!(outline(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 8, 2]), "(0(1(2(3(4(5(6(78910))))))11))");
    }

    #[test]
    fn a_level_that_skips_one_is_drawn_under_what_came_before() {
        assert_eq!(outline(&[3, 9, 1, 0]), "(0(1)23)");
    }

    #[test]
    fn a_deep_cause_names_the_one_it_explains_unless_that_is_right_above() {
        let levels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 9];
        let ids: Vec<String> = (0..levels.len()).map(|at| format!("c{at}")).collect();
        let causes: Vec<_> = ids.iter().zip(levels).map(|(id, level)| cause(id, level)).collect();
        let html = tree("gap", &causes).into_string();
        assert_eq!(html.matches(", under ").count(), 1);
        assert!(html.contains("Level 9</span>, under <a href=\"#c7\">"), "{html}");
    }

    #[test]
    fn ten_thousand_causes_in_one_chain_are_all_drawn() {
        let levels: Vec<usize> = (1..=10_000).collect();
        let ids: Vec<String> = levels.iter().map(ToString::to_string).collect();
        let causes: Vec<_> = ids.iter().zip(&levels).map(|(id, level)| cause(id, *level)).collect();
        let html = tree("gap", &causes).into_string();
        assert_eq!(html.matches("class=\"node\"").count(), 10_000);
        assert!(html.contains("Level 10000"));
    }
}
