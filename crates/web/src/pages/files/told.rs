//! What an import would do, and what it did.

use hansei_app::import::{BadLine, Coming, Differing, Imported, MOST_NAMED, Preview, alike};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

use crate::page::parts::{Button, Size, capital, check, empty, fold, head, meta, section, words_in};
use crate::pages::day;

/// How many of a list are in view; the rest is folded away.
const IN_VIEW: usize = 10;

/// Draws what an import of the file that is held under this name would do.
pub(super) fn preview(preview: &Preview, file: Uuid, today: Date) -> Markup {
    let Preview { adopted, adopted_different, said, said_different, patterns, patterns_different, .. } =
        *preview;
    let Preview { quarters, quarters_different, practices, practices_different, .. } = *preview;
    let Preview { observations, observations_different, parameters, parameters_different, .. } = *preview;
    let Preview { careers, careers_different, .. } = *preview;
    let beside = [
        adopted,
        adopted_different,
        said,
        said_different,
        patterns,
        patterns_different,
        quarters,
        quarters_different,
        practices,
        practices_different,
        observations,
        observations_different,
        careers,
        careers_different,
    ];
    let can_change = preview.new + preview.different + beside.iter().sum::<u64>() > 0
        || parameters
        || parameters_different;
    html! {
        (head("What would come in", Some(&html! { p.meta { (preview.format.name()) } })))
        ul.stack.gap-2.below-5 role="list" {
            li.ink { (counted(preview.new, "entry is new", "entries are new")) "." }
            @if preview.same > 0 { li { (counted(preview.same, "entry is here already, just the same", "entries are here already, just the same")) ". " span.soft { "Nothing happens to them." } } }
            @if preview.different > 0 { li { (counted(preview.different, "entry is here but says something else, or is deleted", "entries are here but say something else, or are deleted")) ". " span.soft { "Yours stay, unless you choose otherwise below." } } }
            @if adopted > 0 { li { (counted(adopted, "adopted lesson is new", "adopted lessons are new")) "." } }
            @if adopted_different > 0 { li { (counted(adopted_different, "adopted lesson is here but says something else, or was removed", "adopted lessons are here but say something else, or were removed")) ". " span.soft { "Yours stay, unless you choose otherwise below." } } }
            @if said > 0 { li { (counted(said, "answer to “same kind?” is new", "answers to “same kind?” are new")) "." } }
            @if said_different > 0 { li { (counted(said_different, "answer to “same kind?” is not the one you gave here", "answers to “same kind?” are not those you gave here")) ". " span.soft { "Yours stay, unless you choose otherwise below." } } }
            @if patterns > 0 { li { (counted(patterns, "pattern comes with what was said of it", "patterns come with what was said of them")) "." } }
            @if patterns_different > 0 { li { (counted(patterns_different, "pattern comes with something else than what you said of it here", "patterns come with something else than what you said of them here")) ". " span.soft { "What you said stays, unless you choose otherwise below." } } }
            @if quarters > 0 { li { (counted(quarters, "review of a period is new", "reviews of a period are new")) "." } }
            @if quarters_different > 0 { li { (counted(quarters_different, "period has another review here", "periods have another review here")) ". " span.soft { "What is frozen here stays in any case." } } }
            @if practices > 0 { li { (counted(practices, "practice is new", "practices are new")) "." } }
            @if practices_different > 0 { li { (counted(practices_different, "practice was rated, ended or set aside otherwise here", "practices were rated, ended or set aside otherwise here")) ". " span.soft { "Yours stay, unless you choose otherwise below." } } }
            @if observations > 0 { li { (counted(observations, "observation of what you practise is new", "observations of what you practise are new")) "." } }
            @if observations_different > 0 { li { (counted(observations_different, "observation says something else here, or was taken back", "observations say something else here, or were taken back")) ". " span.soft { "Yours stay, unless you choose otherwise below." } } }
            @if parameters { li { "The numbers by which the state of a lesson is told come along." } }
            @if parameters_different { li { "The numbers by which the state of a lesson is told were set to others here. " span.soft { "Yours stay, unless you choose otherwise below." } } }
            @if careers > 0 { li { (counted(careers, "career story is new", "career stories are new")) "." } }
            @if careers_different > 0 { li { (counted(careers_different, "career story is here but tells something else, or was removed", "career stories are here but tell something else, or were removed")) ". " span.soft { "Yours stay, unless you choose otherwise below." } } }
            @if preview.bad > 0 { li { (counted(preview.bad, "place cannot be read", "places cannot be read")) ". " span.soft { "They are left out." } } }
            @if preview.missing > 0 { li { (counted(preview.missing, "entry that the file promises is not in it", "entries that the file promises are not in it")) ". " span.soft { "It may be cut off." } } }
        }
        @if can_change { (run(preview, file)) }
        @else { (empty("There is nothing in it that this log does not have.", Some(Button::plain("Choose another file").href("/files")))) }
        (coming(&preview.titles, preview.new, today))
        (differing(&preview.differing, preview.different))
        (bad(&preview.bad_lines, preview.bad))
    }
}

fn run(preview: &Preview, file: Uuid) -> Markup {
    let for_good = "Adopted lessons, career stories, answers to “same kind?” and how practices stand have no history: what you have of them cannot be brought back.";
    let replaced = [
        (
            preview.different > 0,
            "Yours stays in the history of each entry and can be brought back. A table never replaces anything.",
        ),
        (preview.patterns_different > 0, "What you said of a pattern can be undone there."),
        (preview.observations_different > 0, "What you said of a moment can be undone there."),
        (preview.is_beside_different(), for_good),
    ];
    let replaced: Vec<&str> = replaced.iter().filter(|(is_so, _)| *is_so).map(|(_, words)| *words).collect();
    html! {
        form.stack.below-5 method="post" action={ "/files/import/" (file) } {
            @if preview.bad > 0 || preview.missing > 0 {
                (check("all_or_nothing", "All or nothing", "If anything in the file cannot be read, nothing is imported.", false))
            }
            @if !replaced.is_empty() {
                (check("replace", "Take the file’s version where they differ", &replaced.join(" "), false))
            }
            div.row {
                (Button::go("Import"))
                (Button::quiet("Leave everything as it is").href("/files"))
            }
        }
    }
}

/// Draws what an import did.
pub(super) fn imported(imported: &Imported) -> Markup {
    html! {
        (head("Imported", None))
        ul.stack.gap-2.below-5 role="list" {
            li.ink { (counted(imported.added, "entry came in", "entries came in")) "." }
            @if imported.replaced > 0 { li { (counted(imported.replaced, "entry was replaced", "entries were replaced")) ". " span.soft { "What was there is in its history." } } }
            @if imported.same > 0 { li { (counted(imported.same, "entry was here already", "entries were here already")) ". " span.soft { "An entry is known by its id, so the same file can be imported twice." } } }
            @if imported.different > 0 { li { (counted(imported.different, "entry was left as it is here", "entries were left as they are here")) "." } }
            @if imported.adopted > 0 { li { (counted(imported.adopted, "adopted lesson came in", "adopted lessons came in")) "." } }
            @if imported.said > 0 { li { (counted(imported.said, "answer to “same kind?” came in", "answers to “same kind?” came in")) "." } }
            @if imported.quarters > 0 { li { (counted(imported.quarters, "review of a period came in", "reviews of a period came in")) "." } }
            @if imported.practices > 0 { li { (counted(imported.practices, "practice came in", "practices came in")) "." } }
            @if imported.observations > 0 { li { (counted(imported.observations, "observation of what you practise came in", "observations of what you practise came in")) "." } }
            @if imported.parameters { li { "The numbers by which the state of a lesson is told came in." } }
            @if imported.careers > 0 { li { (counted(imported.careers, "career story came in", "career stories came in")) "." } }
            @if imported.patterns > 0 { li { (counted(imported.patterns, "pattern came with what was said of it", "patterns came with what was said of them")) "." } }
            @if imported.bad > 0 { li { (counted(imported.bad, "place could not be read and was left out", "places could not be read and were left out")) "." } }
            @if imported.missing > 0 { li { (counted(imported.missing, "entry that the file promises was not in it", "entries that the file promises were not in it")) "." } }
        }
        div.row.below-5 { (Button::go("To the log").href("/log")) (Button::quiet("Import and export").href("/files")) }
        (differing(&imported.differing, imported.different))
        (bad(&imported.bad_lines, imported.bad))
    }
}

fn coming(titles: &[Coming], all: u64, today: Date) -> Markup {
    html! {
        @if !titles.is_empty() {
            (section("new", "New", "", &html! {
                (first_of(titles, |one| html! { (words_in(Size::Plain, &one.title)) (meta(&day::occurred(one.occurred, today))) }))
                @if all > titles.len() as u64 { (meta(&format!("and {} more", all - titles.len() as u64))) }
            }))
        }
    }
}

/// Draws a list of which only the first few are in view.
fn first_of<T>(all: &[T], item: impl Fn(&T) -> Markup) -> Markup {
    let (first, more) = all.split_at(all.len().min(IN_VIEW));
    let list = |part: &[T]| html! { ul.stack.gap-2 role="list" { @for one in part { li { (item(one)) } } } };
    html! {
        (list(first))
        @if !more.is_empty() { (fold(&format!("{} more", more.len()), false, &list(more))) }
    }
}

fn differing(named: &[Differing], all: u64) -> Markup {
    html! {
        @if !named.is_empty() {
            (section("different", "Different", "As they stand in the file.", &html! {
                (first_of(named, |one| html! {
                    (words_in(Size::Plain, &one.title)) p.meta { "Line " (one.line) ". " a href={ "/entries/" (one.id) } { "What you have" } }
                }))
                (rest(named.len(), all))
            }))
        }
    }
}

fn bad(named: &[BadLine], all: u64) -> Markup {
    html! {
        @if !named.is_empty() {
            (fold("Places that cannot be read", true, &html! {
                (first_of(&alike(named), |alike| html! { b { (capital(&alike.places())) } ": " bdi { (alike.reason) } }))
                (rest(named.len(), all))
            }))
        }
    }
}

fn rest(named: usize, all: u64) -> Markup {
    html! { @if named >= MOST_NAMED && all > named as u64 { p.meta { "and " (all - named as u64) " more" } } }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    match count {
        0 => format!("No {many}"),
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

#[cfg(test)]
mod tests {
    use hansei_app::export::Format;

    use super::*;
    use crate::pages::fixture::{self, lines};

    fn coming(title: &str) -> Coming {
        Coming { title: title.to_owned(), occurred: "2026-05-12T15:00".parse().unwrap() }
    }

    fn today() -> Date {
        fixture::frame().today()
    }

    fn some(different: u64, bad: u64) -> Preview {
        let differing = Differing { line: 4, id: fixture::id(), title: fixture::HOSTILE.to_owned() };
        let line = BadLine { line: 9, reason: "this is no entry; leave the line out".to_owned() };
        Preview {
            new: 30,
            same: 2,
            different,
            bad,
            missing: 1,
            titles: vec![coming(fixture::RIGHT_TO_LEFT), coming(fixture::NO_SPACES)],
            differing: if different > 0 { vec![differing] } else { Vec::new() },
            bad_lines: if bad > 0 { vec![line] } else { Vec::new() },
            ..Preview::of(Format::JsonLines)
        }
    }

    #[test]
    fn a_preview_counts_names_and_asks() {
        let page = preview(&some(1, 1), Uuid::nil(), today());
        fixture::check(&page);
        insta::assert_snapshot!(lines(page));
    }

    #[test]
    fn a_file_with_nothing_new_in_it_offers_no_import() {
        let nothing = Preview { new: 0, missing: 0, titles: Vec::new(), ..some(0, 0) };
        let html = preview(&nothing, Uuid::nil(), today()).into_string();
        assert!(!html.contains("<form") && html.contains("this log does not have"), "{html}");
    }

    #[test]
    fn what_is_different_beside_the_entries_is_counted_and_has_no_way_back() {
        let beside =
            Preview { new: 0, missing: 0, titles: Vec::new(), adopted_different: 2, said: 1, ..some(0, 0) };
        let page = preview(&beside, Uuid::nil(), today());
        fixture::check(&page);
        insta::assert_snapshot!(lines(page));
    }

    #[test]
    fn of_many_titles_ten_are_in_view_and_the_buttons_come_first() {
        let many = Preview { titles: vec![coming("the same"); 20], ..some(0, 0) };
        let html = preview(&many, Uuid::nil(), today()).into_string();
        let (before, after) = html.split_once("<details").unwrap();
        assert_eq!((before.matches("the same<").count(), after.matches("the same<").count()), (10, 10));
        assert!(after.contains("<summary>10 more</summary>"), "{after}");
        assert!(html.find("<form") < html.find("the same<"), "{html}");
        assert!(html.contains("Tue 12 May, 15:00"), "{html}");
    }

    #[test]
    fn what_was_done_is_told_with_what_was_left_out() {
        let Preview { same, different, bad, missing, differing, bad_lines, .. } = some(1, 1);
        let done =
            Imported { added: 1, same, different, bad, missing, differing, bad_lines, ..Imported::default() };
        let page = imported(&done);
        fixture::check(&page);
        insta::assert_snapshot!(lines(page));
    }
}
