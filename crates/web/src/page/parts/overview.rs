//! The cause tree from above: its shape, its branches, and the causes chosen, each a link.

use std::fmt::Write;

use maud::{Markup, html};

use super::tree::{Cause, DEEPEST_NESTED, short};

/// Trees up to this size are seen whole on a screen or two.
const SMALL: usize = 12;
/// More branches or children than this would need an overview of their own.
const MOST_BRANCHES: usize = 24;
const MOST_CHILDREN: usize = 6;

/// Draws the bird's-eye view of a large tree; nothing for one that needs none. Its links lead to anchors on the page.
#[must_use]
pub fn overview(causes: &[Cause<'_>]) -> Markup {
    overview_to(causes, &|cause| format!("#{}", cause.id))
}

/// Draws the bird's-eye view with links that lead elsewhere, for a tree that is not on the page as a whole.
#[must_use]
pub fn overview_to(causes: &[Cause<'_>], to: &dyn Fn(&Cause<'_>) -> String) -> Markup {
    let deepest = causes.iter().map(|cause| cause.level).max().unwrap_or(0);
    if causes.len() <= SMALL && deepest <= DEEPEST_NESTED {
        return html! {};
    }
    let chosen: Vec<_> = causes.iter().filter(|cause| cause.chosen).collect();
    html! {
        details.bird {
            summary { "All " (causes.len()) " causes at a glance, " (deepest) " levels deep" }
            (map(causes, deepest))
            div.cols {
                (branches(causes, to))
                @if !chosen.is_empty() {
                    div {
                        h3 { "Chosen to act on" }
                        ul role="list" { @for cause in chosen.iter().take(MOST_BRANCHES) { li { (link(cause, to)) } } }
                    }
                }
            }
        }
    }
}

/// One bar a cause: its place from the left is its level, its length the length of its words.
fn map(causes: &[Cause<'_>], deepest: usize) -> Markup {
    let step = (64 / deepest.max(1)).clamp(1, 8);
    let (mut all, mut hits) = (String::new(), String::new());
    for (row, cause) in causes.iter().enumerate() {
        let x = ((cause.level.max(1) - 1) * step).min(80);
        let width = (cause.words.chars().take(72).count() / 2).max(6).min(100 - x);
        let path = if cause.chosen { &mut hits } else { &mut all };
        // Writing to a string cannot go wrong.
        let _ = write!(path, "M{x} {row}h{width}v.7h-{width}z");
    }
    html! {
        svg.map viewBox={ "-2 -1 104 " (causes.len() + 2) } preserveAspectRatio="none" role="img"
            aria-label={ "The shape of the tree: " (causes.len()) " causes, the deepest at level " (deepest) } {
            path d=(all) {}
            path.hit d=(hits) {}
        }
    }
}

fn branches(causes: &[Cause<'_>], to: &dyn Fn(&Cause<'_>) -> String) -> Markup {
    let roots = causes.iter().enumerate().filter(|(_, cause)| cause.level <= 1);
    let count = roots.clone().count();
    html! {
        div {
            h3 { "Branches" }
            ul role="list" {
                @for (at, root) in roots.take(MOST_BRANCHES) {
                    li {
                        (link(root, to)) (below(causes, at))
                        (children(causes, at, to))
                    }
                }
                @if count > MOST_BRANCHES { li.meta { "and " (count - MOST_BRANCHES) " more" } }
            }
        }
    }
}

fn children(causes: &[Cause<'_>], root: usize, to: &dyn Fn(&Cause<'_>) -> String) -> Markup {
    let under = causes[root + 1..].iter().enumerate().take_while(|(_, cause)| cause.level > 1);
    let direct: Vec<_> = under.filter(|(_, cause)| cause.level == 2).collect();
    html! {
        @if !direct.is_empty() {
            ul role="list" {
                @for (at, cause) in direct.iter().take(MOST_CHILDREN) { li { (link(cause, to)) (below(causes, root + 1 + at)) } }
                @if direct.len() > MOST_CHILDREN { li.meta { "and " (direct.len() - MOST_CHILDREN) " more" } }
            }
        }
    }
}

fn link(cause: &Cause<'_>, to: &dyn Fn(&Cause<'_>) -> String) -> Markup {
    html! { a.words.sm href=(to(cause)) dir="auto" { (short(cause.words)) } }
}

fn below(causes: &[Cause<'_>], at: usize) -> Markup {
    let count = causes[at + 1..].iter().take_while(|cause| cause.level > causes[at].level).count();
    html! { @if count > 0 { " " span.meta.num { (count) " below" } } }
}
