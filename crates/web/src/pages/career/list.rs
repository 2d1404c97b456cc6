//! The list of stories, and the form that begins one from chosen entries.

use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_store::{KeptCareer, Listed};
use jiff::civil::Date;
use maud::{Markup, html};

use super::address;
use crate::forms::{Form, Wrongs};
use crate::page::parts::{Button, Field, act, check_these, empty, head, section};
use crate::pages::day;
use crate::pages::frame::Frame;

/// The entries that a story can begin with.
pub(super) struct Offered {
    /// Those with a lesson, newest first.
    pub(super) entries: Vec<Listed>,
    /// The one that somebody came from.
    pub(super) named: Option<Entry>,
}

/// The list of entries in the form.
const ENTRY: &str = "entry";

/// Draws the list. `begun` is the form as it was sent, what is wrong with it, and the key of this showing.
pub(super) fn page(
    stories: &[KeptCareer],
    removed: &[KeptCareer],
    offered: &Offered,
    begun: (&Form, &Wrongs, &str),
    frame: &Frame,
) -> Markup {
    let listed = begun.1.listed();
    let listed: Vec<(&str, &str)> = listed.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    html! {
        (head("Career", None))
        p.lede.below-5 {
            "Tell somebody what went wrong, what you learned and what you do now: in your own words, from entries you choose. Beside each "
            "stands what your log shows of it, in dates and counts; nothing else is claimed."
        }
        (check_these(&listed))
        @if let Some(named) = &offered.named { (into(stories, named)) }
        @if !stories.is_empty() {
            (section("stories", "Stories", "", &html! {
                ol.list role="list" { @for kept in stories { li { (line(kept, frame)) } } }
            }))
        }
        @if offered.entries.is_empty() && offered.named.is_none() {
            @if stories.is_empty() {
                (empty("A story begins with an entry that has a lesson, and there is none yet. Review something first; what you write there is offered here.",
                    Some(Button::plain("To the log").href("/log"))))
            }
        } @else {
            (section("begin", if stories.is_empty() { "Begin one" } else { "Begin another" }, "", &begin(offered, begun, frame.today())))
        }
        @if !removed.is_empty() {
            (section("removed", "Removed", "They stay here until you take them back or erase them.", &html! {
                ol.list role="list" { @for kept in removed { (gone(kept)) } }
            }))
        }
    }
}

/// Offers to add the entry that somebody came from to a story that is there.
fn into(stories: &[KeptCareer], named: &Entry) -> Markup {
    let entry = named.id.to_string();
    html! {
        @if !stories.is_empty() {
            (section("into", "Put it into", "Or begin another story with it below.", &html! {
                p.words dir="auto" { (named.title) }
                ol.list role="list" {
                    @for kept in stories {
                        li.side {
                            p.words dir="auto" { (kept.story.title) }
                            @if kept.story.chapter(named.id).is_some() { p.meta { "It is in there" } }
                            @else { (act(&format!("{}/add", address(kept.story.id)), &[("entry", &entry)], Button::plain("Add").small().about(kept.story.title.as_str()))) }
                        }
                    }
                }
            }))
        }
    }
}

fn line(kept: &KeptCareer, frame: &Frame) -> Markup {
    let (story, at) = (&kept.story, address(kept.story.id));
    let version = kept.version.to_string();
    let title = story.title.as_str();
    html! {
        h3.words { a href=(at) dir="auto" data-open { (title) } }
        p.meta {
            @match story.chapters.len() { 0 => "No chapter yet", 1 => "1 chapter", count => { (count) " chapters" } }
            ". Saved on " (day::stamp(kept.saved_at, &frame.now)) "."
        }
        div.row {
            (Button::plain("Go on").small().href(&at).about(title))
            (Button::quiet("Document").small().href(&format!("{at}/document")).about(title))
            (act(&format!("{at}/remove"), &[("version", &version)], Button::quiet("Remove").small().about(title)))
        }
    }
}

fn begin(offered: &Offered, (form, wrong, key): (&Form, &Wrongs, &str), today: Date) -> Markup {
    let is_chosen = |id: EntryId| chosen(form).contains(&id);
    let from = usize::from(offered.named.is_some());
    html! {
        form.stack method="post" action="/career" {
            input type="hidden" name="key" value=(key);
            (Field::line("title", "Title").hint("It can stay empty for now.").value(form.get("title")).error(wrong.at("title")))
            fieldset.stack.gap-2 {
                legend { "Entries with a lesson" }
                p.meta { "Each becomes a chapter, up to 12. What you wrote in the entry is put in, for you to write anew. Any other entry can be put into a story from its own page." }
                @if let Some(named) = &offered.named {
                    input type="hidden" name="named" value=(named.id);
                    (choice(0, named.id, (named.title.as_str(), None), &day::occurred(named.occurred, today), true))
                }
                @for (place, listed) in offered.entries.iter().enumerate() {
                    @let words = (listed.title.as_str(), listed.record.lesson.as_deref());
                    (choice(from + place, listed.id, words, &day::occurred(listed.record.date, today), is_chosen(listed.id)))
                }
            }
            div { (Button::go("Begin the story")) }
        }
    }
}

fn choice(
    place: usize,
    id: EntryId,
    (title, lesson): (&str, Option<&str>),
    day: &str,
    is_chosen: bool,
) -> Markup {
    html! {
        input type="hidden" name={ (ENTRY) "." (place) ".id" } value=(id);
        label.check {
            input type="checkbox" name={ (ENTRY) "." (place) ".chosen" } value="true" checked[is_chosen];
            span.words.cut dir="auto" { (title) }
            span.meta.cut { (day) @if let Some(lesson) = lesson { ". Lesson: " bdi.words.sm { (lesson) } } }
        }
    }
}

/// Lists the entries that were chosen, in the order of the page.
pub(super) fn chosen(form: &Form) -> Vec<EntryId> {
    let rows = form.rows(ENTRY).iter().filter(|row| row.get("chosen") == "true");
    rows.filter_map(|row| row.get("id").parse().ok()).collect()
}

fn gone(kept: &KeptCareer) -> Markup {
    let (at, title) = (address(kept.story.id), kept.story.title.as_str());
    html! {
        li.side {
            p.words dir="auto" { (title) }
            div.row {
                (act(&format!("{at}/take-back"), &[], Button::plain("Take back").about(title)))
                (Button::quiet("Erase for good…").href(&format!("{at}/erase")).about(title))
            }
        }
    }
}
