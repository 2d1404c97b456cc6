//! The tree of causes as it is worked on: every cause can be opened in its place, asked about, chosen, sorted, moved.

use hansei_method::analysis::Analysis;
use hansei_method::cause::{self, CauseTree};
use hansei_method::id::Number;
use hansei_method::text::Text;
use maud::{Markup, html};

use super::asked_of_whole::of_the_tree;
use super::cause_editor::{self, add};
use super::entry::{compared, why as reading};
use super::step::View;
use crate::page::parts::{Button, Cause, Question, fold, overview_to, tree, tree_key};

/// A tree with more causes than this is shown in parts: the way to one cause, and what stands under it.
pub(crate) const MOST_SHOWN: usize = 300;

/// The most steps above a cause that are shown of a large tree.
const MOST_ABOVE: usize = 12;

/// The most causes under a cause that are shown of a large tree.
const MOST_BELOW: usize = 80;

/// Draws the tree with the cause that is open, and what to ask about the whole.
pub(crate) fn causes(view: &View<'_>, analysis: &Analysis) -> Markup {
    let gap = compared::summary(view.entry(), view.now.date());
    let causes = &analysis.causes;
    let open = open(view, causes);
    let drawn = causes.drawn();
    let shown = Shown::of(&drawn, open);
    html! {
        div.stack.gap-4 #tree {
            @if causes.is_empty() { p.words.lg dir="auto" { (gap) } (add(view, None, None, true)) }
            @else {
                (tree_key())
                (whole(view, &drawn))
                @if shown.is_part { p.meta { (part(open)) } }
                (tree_of(view, analysis, &shown, open, &gap))
                @if open.is_none() { (another(view)) }
                (fold("Read it upward with “therefore”", false, &reading::chains(causes, &gap)))
                @if open.is_none() { (of_the_tree(view, causes)) }
            }
        }
    }
}

/// Says which part of a large tree is shown.
fn part(open: Option<Number>) -> &'static str {
    match open {
        None => "A large tree: shown are its first two levels. Open a cause to go on from there.",
        Some(_) => {
            "A large tree: shown is the way to this cause, and what stands under it. The overview leads to the others."
        }
    }
}

/// Finds the cause that is open: the one in the address, otherwise the one that was typed into.
fn open(view: &View<'_>, causes: &CauseTree) -> Option<Number> {
    let typed = || view.form.get("node.number").parse().ok();
    view.asked.node.or_else(typed).filter(|number| causes.get(*number).is_some())
}

/// The causes that are drawn, with their levels.
struct Shown<'a> {
    causes: Vec<(usize, &'a cause::Cause)>,
    is_part: bool,
}

impl<'a> Shown<'a> {
    /// Takes all of a tree, or of a large one the way to one cause with what stands under it.
    fn of(drawn: &[(usize, &'a cause::Cause)], open: Option<Number>) -> Self {
        if drawn.len() <= MOST_SHOWN {
            return Self { causes: drawn.to_vec(), is_part: false };
        }
        let Some(at) = open.and_then(|open| drawn.iter().position(|(_, cause)| cause.number == open)) else {
            let first = drawn.iter().filter(|(level, _)| *level <= 2).take(MOST_BELOW);
            return Self { causes: first.copied().collect(), is_part: true };
        };
        let level = drawn[at].0;
        let mut above = Vec::new();
        let mut next = level;
        for (deep, cause) in drawn[..at].iter().rev() {
            if *deep < next {
                above.push((*deep, *cause));
                next = *deep;
            }
            if above.len() == MOST_ABOVE {
                break;
            }
        }
        above.reverse();
        let below = drawn[at + 1..].iter().take_while(|(deep, _)| *deep > level).take(MOST_BELOW);
        let causes: Vec<_> = above.into_iter().chain([drawn[at]]).chain(below.copied()).collect();
        let top = causes.first().map_or(1, |(level, _)| *level);
        Self {
            causes: causes.into_iter().map(|(level, cause)| (level + 1 - top, cause)).collect(),
            is_part: true,
        }
    }
}

/// Draws the bird's-eye view, whose links open a cause.
fn whole(view: &View<'_>, drawn: &[(usize, &cause::Cause)]) -> Markup {
    let ids: Vec<String> = drawn.iter().map(|(_, cause)| anchor(cause.number)).collect();
    let nodes: Vec<Cause<'_>> =
        drawn.iter().zip(&ids).map(|((level, cause), id)| node(*level, cause, id, false, None)).collect();
    overview_to(&nodes, &|cause| view.at(&format!("?node={}#{}", cause.id.trim_start_matches('c'), cause.id)))
}

fn tree_of(
    view: &View<'_>,
    analysis: &Analysis,
    shown: &Shown<'_>,
    open: Option<Number>,
    gap: &str,
) -> Markup {
    let ids: Vec<String> = shown.causes.iter().map(|(_, cause)| anchor(cause.number)).collect();
    let more: Vec<Markup> = shown
        .causes
        .iter()
        .map(|(_, cause)| match open {
            Some(open) if open == cause.number => cause_editor::editor(view, analysis, cause),
            _ => reach(view, cause),
        })
        .collect();
    let nodes: Vec<Cause<'_>> = shown
        .causes
        .iter()
        .zip(ids.iter().zip(&more))
        .map(|((level, cause), (id, more))| node(*level, cause, id, open == Some(cause.number), Some(more)))
        .collect();
    tree(gap, &nodes)
}

fn node<'a>(
    level: usize,
    cause: &'a cause::Cause,
    id: &'a str,
    current: bool,
    more: Option<&'a Markup>,
) -> Cause<'a> {
    Cause {
        id,
        level,
        words: cause.statement.as_str(),
        kind: reading::kind(cause.kind),
        confirmed: cause.certainty == cause::Certainty::Confirmed,
        evidence: cause.evidence.as_ref().map_or("", Text::as_str),
        chosen: cause.chosen,
        current,
        more,
    }
}

/// Draws the way into a cause that is not open. The two questions are reached by their keys while it is in focus.
///
/// They are buttons and no links, so that what was typed elsewhere on the page is kept on the way.
fn reach(view: &View<'_>, cause: &cause::Cause) -> Markup {
    let to = |act: &str| view.at(&format!("/causes/{}/{act}", cause.number));
    let ask = |act: &str, key: &str, words: &str| {
        html! { button.vh type="submit" formaction=(to(act)) data-key=(key) tabindex="-1" { (words) } }
    };
    html! {
        div.reach {
            (Button::quiet("Edit").small().to(&to("open")).about(&beginning(cause)))
            (ask("under", "b", "How did that come about?"))
            (ask("beside", "e", "What else had to be true?"))
        }
    }
}

/// Offers one more cause straight under the gap.
fn another(view: &View<'_>) -> Markup {
    if view.asked.add == "top" || !view.form.get("new.statement").is_empty() {
        return add(view, None, None, view.asked.add == "top");
    }
    html! { div { (Button::quiet("Another cause, straight under the gap").href(&view.at("?add=top"))) } }
}

/// Asks once, quietly, what else had to be true.
pub(crate) fn more(causes: &CauseTree) -> Markup {
    let shape = causes.shape();
    let ask = if shape.branches < 2 {
        "So far one thing leads to the next in a single line. What else had to be true for it to come about?"
    } else {
        "Each line ends after a step or two. What had to be there for the last cause in it?"
    };
    html! {
        (Question::new(ask, "the tree of causes").why("Most outcomes need several things at once. Answer it in the tree, or go on: nothing waits for it."))
    }
}

/// Names the anchor of a cause on the page.
pub(crate) fn anchor(number: Number) -> String {
    format!("c{number}")
}

/// The beginning of a cause, for screen readers.
pub(crate) fn beginning(cause: &cause::Cause) -> String {
    cause.statement.as_str().chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(length: u32) -> CauseTree {
        let cause = |number: u32| cause::Cause {
            number,
            under: number.checked_sub(1).filter(|under| *under > 0),
            statement: format!("cause {number}").parse().unwrap(),
            kind: cause::CauseKind::Event,
            certainty: cause::Certainty::Possible,
            evidence: None,
            chosen: false,
            decision: None,
        };
        (1..=length).map(cause).collect::<Vec<_>>().try_into().unwrap()
    }

    fn shown(tree: &CauseTree, open: Option<u32>) -> Vec<(usize, u32)> {
        let shown = Shown::of(&tree.drawn(), open);
        shown.causes.iter().map(|(level, cause)| (*level, cause.number)).collect()
    }

    #[test]
    fn a_tree_of_usual_size_is_shown_whole() {
        assert_eq!(shown(&chain(300), None).len(), 300);
    }

    #[test]
    fn of_a_large_tree_the_way_to_the_open_cause_is_shown_and_what_stands_under_it() {
        let shown = shown(&chain(10_000), Some(5_000));
        assert_eq!(shown.len(), MOST_ABOVE + 1 + MOST_BELOW);
        assert_eq!((shown[0], shown[MOST_ABOVE]), ((1, 4_988), (13, 5_000)));
    }

    #[test]
    fn a_large_tree_begins_with_its_branches() {
        assert_eq!(shown(&chain(10_000), None), [(1, 1), (2, 2)]);
        assert_eq!(shown(&chain(10_000), Some(77_777)), [(1, 1), (2, 2)]);
    }
}
