//! How cases look wherever they are shown: marked as somebody else's, with who tells them.

use hansei_app::library::{CaseHit, SimilarCase, ToldCase};
use hansei_method::case::{Case, Collection};
use hansei_method::id::CollectionId;
use maud::{Markup, html};

use crate::page::parts::{Told, told};
use crate::pages::frame::encoded;
use crate::pages::marked::{excerpt, stretch};

/// Writes the address of a case.
pub(crate) fn address(collection: CollectionId, key: &str) -> String {
    format!("/library/{collection}/{}", encoded(key))
}

/// Says which collection tells a case, when it happened, who told it and under which licence.
pub(crate) fn whose(case: &Case, collection: &Collection) -> Markup {
    html! {
        bdi { (collection.name) }
        @if let Some(occurred) = case.occurred { ", " (occurred.date().year()) }
        "."
        @if let Some(source) = &collection.source { " Told by " bdi { (source) } @if collection.licence.is_none() { "." } }
        @if let Some(licence) = &collection.licence {
            @if collection.source.is_some() { ", " } @else { " " }
            bdi { (licence) } "."
        }
    }
}

/// Draws cases that a search found, with the words that were looked for.
pub(crate) fn hits(found: &[CaseHit]) -> Markup {
    let rows: Vec<Row<'_>> = found
        .iter()
        .map(|hit| Row::new(&hit.told, hit.title.iter().map(stretch).collect(), excerpt(&hit.excerpt)))
        .collect();
    drawn(&rows)
}

/// Draws cases as they stand in their collection.
pub(crate) fn listed(cases: &[ToldCase]) -> Markup {
    let row = |told| Row::new(told, vec![(false, told.case.title.as_str())], Vec::new());
    drawn(&cases.iter().map(row).collect::<Vec<_>>())
}

/// Draws cases that resemble something, each with what both have.
pub(crate) fn alike(similar: &[SimilarCase]) -> Markup {
    drawn(&similar.iter().map(Row::alike).collect::<Vec<_>>())
}

/// A case with what is said about it.
struct Row<'a> {
    href: String,
    note: Markup,
    title: Vec<(bool, &'a str)>,
    excerpt: Vec<(bool, &'a str)>,
}

impl<'a> Row<'a> {
    fn new(told: &'a ToldCase, title: Vec<(bool, &'a str)>, excerpt: Vec<(bool, &'a str)>) -> Self {
        let ToldCase { case, collection } = told;
        Self {
            href: address(collection.id, case.key.as_str()),
            note: whose(case, collection),
            title,
            excerpt,
        }
    }

    fn alike(similar: &'a SimilarCase) -> Self {
        let SimilarCase { told, shared } = similar;
        let row = Self::new(told, vec![(false, told.case.title.as_str())], Vec::new());
        if shared.is_empty() {
            return row;
        }
        Self { note: html! { (row.note) " Both: " bdi { (shared.join(", ")) } }, ..row }
    }
}

fn drawn(rows: &[Row<'_>]) -> Markup {
    let all: Vec<Told<'_>> = rows
        .iter()
        .map(|row| Told { href: &row.href, title: &row.title, note: &row.note, excerpt: &row.excerpt })
        .collect();
    told(&all)
}
