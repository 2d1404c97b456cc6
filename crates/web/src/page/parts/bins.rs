//! Causes sorted by how much of each was in one's hands.

use maud::{Markup, html};

use super::button::{Button, act};
use super::text::{Size, fold, words_in};

/// The most causes of a bin that stand open where they are sorted; the rest is folded.
const MOST_OPEN: usize = 5;

/// One cause in a bin.
#[derive(Debug, Clone, Copy)]
pub struct Slip<'a> {
    /// Its anchor; unique on the page.
    pub id: &'a str,
    /// What it is, in its author's words.
    pub words: &'a str,
    /// The ways to move it elsewhere, such as [`moves`]; `None` where nothing can be changed.
    pub more: Option<&'a Markup>,
}

/// One of the bins.
#[derive(Debug, Clone, Copy)]
pub struct Bin<'a> {
    /// Its name.
    pub name: &'a str,
    /// What belongs in it.
    pub meaning: &'a str,
    /// What is in it.
    pub slips: &'a [Slip<'a>],
}

/// Draws the bins side by side, or under each other where it is narrow.
#[must_use]
pub fn bins(bins: &[Bin<'_>]) -> Markup {
    html! {
        div.cols {
            @for bin in bins {
                div.bin {
                    h3 { (bin.name) }
                    p.meta { (bin.meaning) }
                    @if bin.slips.is_empty() { p.meta { "Nothing here." } }
                    @else {
                        (papers(bin.slips))
                    }
                }
            }
        }
    }
}

/// Draws the buttons that move the cause `words` into one of `bins`, given as value, label and key; `here` has none.
#[must_use]
pub fn moves(
    action: &str,
    hidden: &[(&str, &str)],
    bins: &[(&str, &str, &str)],
    here: &str,
    words: &str,
) -> Markup {
    html! {
        div.row {
            @for (value, label, key) in bins.iter().filter(|(value, ..)| *value != here) {
                (act(action, hidden, Button::quiet(label).small().key(key).sends("control", value).about(words)))
            }
        }
    }
}

/// Draws the causes of a bin, the first few of many open where they are sorted. Where they are read, all of them are.
fn papers(slips: &[Slip<'_>]) -> Markup {
    let is_sorting = slips.iter().any(|slip| slip.more.is_some());
    let (open, folded) = slips.split_at(if is_sorting { slips.len().min(MOST_OPEN) } else { slips.len() });
    let list =
        |slips: &[Slip<'_>]| html! { ul.stack.gap-2 role="list" { @for slip in slips { (paper(slip)) } } };
    html! {
        (list(open))
        @if !folded.is_empty() { (fold(&format!("And {} more", folded.len()), false, &list(folded))) }
    }
}

fn paper(slip: &Slip<'_>) -> Markup {
    html! {
        li.slip #(slip.id) data-scope tabindex="-1" {
            (words_in(Size::Small, slip.words))
            @if let Some(more) = slip.more { (more) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(more: Option<&Markup>) -> String {
        let ids: Vec<String> = (0..60).map(|at| format!("s{at}")).collect();
        let slips: Vec<Slip<'_>> = ids.iter().map(|id| Slip { id, words: id, more }).collect();
        bins(&[Bin { name: "Partly", meaning: "some of it", slips: &slips }]).into_string()
    }

    #[test]
    fn of_many_causes_the_first_few_stand_open_where_they_are_sorted() {
        let html = drawn(Some(&html! { "move" }));
        let (open, folded) = html.split_once("<summary>And 55 more</summary>").unwrap();
        assert_eq!((open.matches("<li").count(), folded.matches("<li").count()), (5, 55));
    }

    #[test]
    fn where_they_are_read_nothing_is_folded() {
        assert!(!drawn(None).contains("<details"));
    }
}
