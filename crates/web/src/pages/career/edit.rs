//! The page on which a story is written: the person's words first, what the entry holds beside them, what the log shows below.

use hansei_app::career::{Told, ToldChapter};
use hansei_method::career::{Evidence, Part};
use hansei_method::text::Text;
use hansei_store::Listed;
use jiff::civil::Date;
use maud::{Markup, html};

use super::address;
use super::said::{CHAPTER, tick};
use crate::forms::{Form, Row, Wrongs};
use crate::page::icons::Icon;
use crate::page::parts::{Button, Field, Pick, Select, act, check_these, meta, words_in};
use crate::page::parts::{Size, head};
use crate::pages::day;

/// What the page shows.
pub(super) struct View<'a> {
    pub(super) told: &'a Told,
    /// Entries that could be added.
    pub(super) offered: &'a [Listed],
    /// What was typed and could not be kept.
    pub(super) typed: Option<&'a Form>,
    pub(super) wrong: &'a Wrongs,
    pub(super) today: Date,
}

/// Draws the page.
pub(super) fn page(view: &View<'_>) -> Markup {
    let Told { kept, chapters, away, on } = view.told;
    let (story, at) = (&kept.story, address(kept.story.id));
    let listed = view.wrong.listed();
    let listed: Vec<(&str, &str)> = listed.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let title = view.typed.map_or(story.title.as_str(), |form| form.get("title"));
    let intro = view.typed.map_or_else(|| written(story.intro.as_ref()), |form| form.get("intro"));
    let version = kept.version.to_string();
    html! {
        (head(story.title.as_str(), None))
        p.meta.below-5 { "Told as of " (day::dated(*on)) ". What the log shows is told anew each time you look. Nobody sees it unless you hand it over." }
        (check_these(&listed))
        form #story .stack.gap-6 method="post" action=(at) data-draft={ (at) "/draft" } autocomplete="off" novalidate {
            // Enter in a field presses the first button of its form: this one.
            button.vh type="submit" name="do" value="save" tabindex="-1" aria-hidden="true" { "Save" }
            div.stack.wrap {
                (Field::line("title", "Title").value(title).error(view.wrong.at("title")))
                (Field::area("intro", "Before the first chapter", 2).hint("It can stay empty.").value(intro).error(view.wrong.at("intro")))
            }
            @for (place, told) in chapters.iter().enumerate() { (chapter(view, place, told, chapters.len())) }
            @if chapters.is_empty() { (meta("There is no chapter yet. Choose an entry below.")) }
            @if *away == 1 { (meta("One chapter is not shown, because its entry is deleted. It is back when the entry is.")) }
            @if *away > 1 { p.meta { (away) " chapters are not shown, because their entries are deleted. They are back when the entries are." } }
            (more(view))
            div.onward {
                (Button::go("Save").sends("do", "save"))
                (Button::plain("Look at the document").sends("do", "look"))
                (Button::quiet("All stories").href("/career"))
                span.meta data-saved role="status" {}
            }
        }
        div.row.above-5 { (act(&format!("{at}/remove"), &[("version", &version)], Button::quiet("Remove this story"))) }
    }
}

fn chapter(view: &View<'_>, place: usize, told: &ToldChapter, count: usize) -> Markup {
    let chapter = &told.chapter;
    let entry = chapter.entry.to_string();
    let typed = view.typed.and_then(|form| form.rows(CHAPTER).iter().find(|row| row.get("entry") == entry));
    let field = |name: &str| format!("{CHAPTER}.{place}.{name}");
    let heading = typed.map_or(chapter.heading.as_str(), |row| row.get("heading"));
    let sends = |act: &str| format!("{act}.{entry}");
    let (earlier, later, out) = (sends("earlier"), sends("later"), sends("out"));
    html! {
        section.chapter #{ "c-" (entry) } aria-labelledby={ "c-" (entry) "-h" } {
            input type="hidden" name=(field("entry")) value=(entry);
            header.row {
                div {
                    h2 #{ "c-" (entry) "-h" } { "Chapter " (place + 1) }
                    p.meta { "About " a.words.sm href={ "/entries/" (entry) } dir="auto" { (told.title) } ", " (day::occurred(told.occurred, view.today)) }
                }
                div.row.push {
                    @if place > 0 { (Button::quiet("Move up").small().bare().icon(Icon::Up).about(heading).sends("do", &earlier)) }
                    @if place + 1 < count { (Button::quiet("Move down").small().bare().icon(Icon::Down).about(heading).sends("do", &later)) }
                    (Button::quiet("Take out").small().about(heading).sends("do", &out))
                }
            }
            (Field::line(&field("heading"), "Heading").quiet().value(heading).error(at(view, typed, &field("heading"))))
            @for part in Part::ALL { (text(view, told, part, typed, &field(part.word()))) }
            (evidence(told, typed, &field("")))
        }
    }
}

/// Draws one of the texts, with what the entry holds beside it where that is something else.
fn text(view: &View<'_>, told: &ToldChapter, part: Part, typed: Option<&Row>, name: &str) -> Markup {
    let own = told.chapter.text(part);
    let offered = told.suggestion.text(part).filter(|offered| Some(*offered) != own);
    let value = typed.map_or_else(|| written(own), |row| row.get(part.word()));
    html! {
        div.told-beside {
            (Field::area(name, part.name(told.kind), 3).value(value).error(at(view, typed, name)))
            @if let Some(offered) = offered {
                div.in-entry {
                    p.meta { "In the entry" }
                    (words_in(Size::Small, offered.as_str()))
                }
            }
        }
    }
}

/// Returns what is wrong with a field. Rows are named by their place on the page that was sent.
fn at<'v>(view: &'v View<'_>, typed: Option<&Row>, name: &str) -> Option<&'v str> {
    let (_, field) = name.rsplit_once('.')?;
    view.wrong.at(&format!("{CHAPTER}.{}.{field}", typed?.key()))
}

/// Draws what the log shows, each line with a box to tell it or leave it out.
fn evidence(told: &ToldChapter, typed: Option<&Row>, row: &str) -> Markup {
    let keys: Vec<String> =
        told.evidence.iter().filter_map(|line| line.key).map(|key| key.to_string()).collect();
    html! {
        fieldset.evidence {
            legend { "What the log shows" }
            p.meta { "These sentences come from dates and counts. What you untick is left out of the document." }
            input type="hidden" name={ (row) "lines" } value=(keys.join(" "));
            @for (at, line) in told.evidence.iter().enumerate() {
                @let before = at.checked_sub(1).and_then(|before| told.evidence.get(before));
                (shown(told, (line, before), typed, row))
            }
        }
    }
}

fn shown(
    told: &ToldChapter,
    (line, before): (&Evidence, Option<&Evidence>),
    typed: Option<&Row>,
    row: &str,
) -> Markup {
    let words = html! {
        span {
            @if let Some(of) = line.of_after(before) { bdi.words.sm { (of) } " " }
            (line.words)
        }
    };
    let Some(key) = line.key else {
        // Where nothing was tested, no box takes that away.
        return html! { p.fixed { (words) } };
    };
    let is_told = typed.map_or_else(|| told.chapter.tells(line), |row| row.get(&tick(key)) == "true");
    html! {
        label.check {
            input type="checkbox" name={ (row) (tick(key)) } value="true" checked[is_told];
            (words)
        }
    }
}

fn more(view: &View<'_>) -> Markup {
    let label = |listed: &Listed| {
        let title: String = listed.title.chars().take(80).collect();
        format!("{}: {title}", day::occurred(listed.record.date, view.today))
    };
    let labels: Vec<(String, String)> =
        view.offered.iter().map(|listed| (listed.id.to_string(), label(listed))).collect();
    let picks: Vec<Pick<'_>> = labels.iter().map(|(value, label)| Pick { value, label }).collect();
    html! {
        div.row #more {
            @if picks.is_empty() { (meta("Every entry with a lesson is in the story.")) }
            @else {
                (Select::new("entry", "Another entry", &picks))
                (Button::plain("Add a chapter").sends("do", "add"))
            }
        }
    }
}

fn written(text: Option<&Text>) -> &str {
    text.map_or("", Text::as_str)
}
