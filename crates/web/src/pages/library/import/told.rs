//! How far an import is, and what it did.

use hansei_app::library::files::Wrong;
use maud::{Markup, html};

use super::address;
use super::upload::{Run, Stage, Upload};
use crate::page::parts::{Button, act, fold, head};
use crate::pages::library::{collection_address, grouped};

/// How many of a list are in view; the rest is folded away.
const IN_VIEW: usize = 10;

/// Draws the page around what is told.
pub(super) fn page(run: &Run, told: &Markup) -> Markup {
    html! {
        (head(if run.stage == Stage::Over { "Imported" } else { "Importing" }, None))
        (told)
    }
}

/// Draws how far it is; while it runs this fills itself anew, and without scripts the page does.
pub(super) fn told(upload: &Upload, run: &Run) -> Markup {
    if run.stage == Stage::Over {
        return html! { div #import { (over(upload, run)) } };
    }
    let address = address(upload.id);
    html! {
        div #import hx-get=(address) hx-trigger="load delay:700ms" hx-swap="outerHTML" {
            noscript { meta http-equiv="refresh" content="2"; }
            p.ink.below-5 role="status" { (counted(run.coming.all(), "case so far", "cases so far")) "." }
            p.meta.below-5 { "You can leave this page; it goes on by itself." }
            @if upload.is_stopped() { p.meta { "It stops after the cases it is at." } }
            @else { (act(&address, &[("do", "stop")], Button::plain("Stop"))) }
        }
    }
}

fn over(upload: &Upload, run: &Run) -> Markup {
    let Run { coming, bad, wrongs, remarks, collection, broken, .. } = run;
    html! {
        @if !broken.is_empty() {
            p.below-5 role="alert" { "It ended before its end: " bdi { (broken) } ". What came in before stays, and importing the same file again goes on from there." }
        } @else if upload.is_stopped() {
            p.below-5 { "It was stopped. What came in before stays, and importing the same file again goes on from there." }
        }
        div.stack.gap-2.below-5 {
            p.ink role="status" { (counted(coming.new, "case came in", "cases came in")) "." }
            @if coming.same > 0 { p { (counted(coming.same, "case was here already, just the same", "cases were here already, just the same")) "." } }
            @if coming.changed > 0 { p { (counted(coming.changed, "case took the place of an older version of itself", "cases took the place of older versions of themselves")) "." } }
            @if *bad > 0 { p { (counted(*bad, "record could not be read and was left out", "records could not be read and were left out")) "." } }
            @for line in remarks.lines() { p { bdi { (line) } "." } }
        }
        div.row.below-5 {
            @if let Some(id) = collection { (Button::go("To the collection").href(&collection_address(*id))) }
            (Button::quiet("Import another").href("/library/import"))
        }
        (self::wrongs(wrongs, *bad))
    }
}

/// Draws the records that cannot be read, each with its file and line.
pub(super) fn wrongs(named: &[Wrong], all: u64) -> Markup {
    if named.is_empty() {
        return html! {};
    }
    let (first, more) = named.split_at(named.len().min(IN_VIEW));
    let list = |part: &[Wrong]| {
        html! {
            ul.stack.gap-2 role="list" {
                @for wrong in part { li { b { bdi { (wrong.file) } @if wrong.line > 0 { ", line " (wrong.line) } } ": " bdi { (wrong.reason) } } }
            }
        }
    };
    let unnamed = all.saturating_sub(named.len() as u64);
    fold(
        "What cannot be read",
        true,
        &html! {
            (list(first))
            @if !more.is_empty() { (fold(&format!("{} more", more.len()), false, &list(more))) }
            @if unnamed > 0 { p.meta { "and " (unnamed) " that are not named" } }
        },
    )
}

/// Says how many there are.
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    match count {
        0 => format!("No {many}"),
        1 => format!("1 {one}"),
        count => format!("{} {many}", grouped(i64::try_from(count).unwrap_or(i64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use hansei_app::library::Coming;
    use hansei_app::library::files::{Remark, Remarked, Remarks};
    use uuid::Uuid;

    use super::*;
    use crate::forms::Form;
    use crate::pages::fixture::{self, lines};

    fn drawn(run: &Run) -> Markup {
        let upload = Upload::new(Uuid::nil(), Vec::new(), Form::default());
        let page = page(run, &told(&upload, run));
        fixture::check(&page);
        page
    }

    fn wrong(at: u64) -> Wrong {
        let reason = fixture::HOSTILE.to_owned();
        Wrong { file: "<b>.csv".to_owned(), line: at, reason, is_end: false }
    }

    fn remarks() -> Remarks {
        let mut remarks = Remarks::default();
        remarks.note(Remarked { remark: Remark::NoDay, file: "<b>.csv".to_owned(), line: 5 });
        remarks
    }

    #[test]
    fn a_running_import_says_how_far_it_is_and_can_be_stopped() {
        let coming = Coming { new: 12_000, same: 345, changed: 0 };
        insta::assert_snapshot!(lines(drawn(&Run { stage: Stage::Running, coming, ..Run::default() })));
    }

    #[test]
    fn what_was_done_is_told_with_what_was_left_out() {
        let run = Run {
            stage: Stage::Over,
            coming: Coming { new: 1, same: 2, changed: 3 },
            bad: 60,
            wrongs: (0..12).map(wrong).collect(),
            remarks: remarks(),
            collection: Some(fixture::collection("Reports", 1).collection.id),
            broken: String::new(),
        };
        insta::assert_snapshot!(lines(drawn(&run)));
    }

    #[test]
    fn an_import_that_broke_says_why_and_how_it_goes_on() {
        let run = Run { stage: Stage::Over, broken: "there is no room".to_owned(), ..Run::default() };
        let html = drawn(&run).into_string();
        assert!(html.contains("It ended before its end: <bdi>there is no room</bdi>."), "{html}");
    }
}
