//! The frame of a page: everyday pages with the rail, reviews with nothing beside them.

use maud::{DOCTYPE, Markup, html};

use super::icons::{self, Icon, icon};
use super::keys;
use super::parts::Button;
use crate::{assets, care};

/// The room of the house a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Here {
    /// What is waiting, and the box for one line.
    Today,
    /// The failure log and its entries.
    Log,
    /// What recurs.
    Patterns,
    /// How far what was learned has come.
    Growth,
    /// What is practised.
    Practice,
    /// Reviews of a period.
    Quarter,
    /// Stories for somebody.
    Career,
    /// Other people's failures.
    Library,
    /// Moving in and out.
    Files,
    /// Settings.
    Settings,
    /// The reference of the API.
    Api,
    /// No room: an error, a token, a page on the way.
    Nowhere,
}

/// What an everyday page tells its frame.
#[derive(Debug, Clone, Copy)]
pub struct Shell<'a> {
    /// The page's name, as the browser's tab shows it.
    pub title: &'a str,
    /// The room the page belongs to.
    pub here: Here,
    /// Whose log it is, in the foot of the rail.
    pub owner: &'a str,
    /// Where it is kept, as one short sentence under the owner.
    pub place: &'a str,
    /// Whether the content is a wide table and not prose.
    pub wide: bool,
}

/// One of the questions, or the gap between them, at the side of a review.
#[derive(Debug, Clone, Copy)]
pub struct StepLink<'a> {
    /// The sign in the circle: `1` to `4`, or `±` for the gap.
    pub mark: &'a str,
    /// The name of the question.
    pub name: &'a str,
    /// What was answered, in a few words, or why it is still closed; may be empty.
    pub note: &'a str,
    /// Where it is; `None` while it is closed.
    pub href: Option<&'a str>,
    /// Whether this is the question on the page.
    pub here: bool,
}

/// What a review tells its frame.
#[derive(Debug, Clone, Copy)]
pub struct Focus<'a> {
    /// The page's name, as the browser's tab shows it.
    pub title: &'a str,
    /// The entry under review, in its author's words.
    pub entry: &'a str,
    /// Where the arrow at the top leads.
    pub back: &'a str,
    /// The four questions with the gap.
    pub steps: &'a [StepLink<'a>],
    /// The time spent so far, such as `34 min`; may be empty.
    pub elapsed: &'a str,
    /// The `id` of the form that the pause button sends, so that pausing keeps what was typed; `None` hides the button.
    pub pause: Option<&'a str>,
    /// The `id` of the form that Enter in one of its fields saves; `None` where there is none.
    pub saves: Option<&'a str>,
    /// Whether the review is paused, so that the button resumes it.
    pub paused: bool,
    /// What stands under the questions: the ideas that came early.
    pub parked: &'a Markup,
}

/// Draws an everyday page: the rail, and `main` with its one `h1`.
#[must_use]
pub fn app(shell: &Shell<'_>, main: &Markup) -> Markup {
    let width = if shell.wide { "main wide" } else { "main" };
    document(
        shell.title,
        &html! {
            div.app {
                header.rail { (rail(shell)) }
                main #main class=(width) tabindex="-1" { (care::note()) (main) }
            }
        },
        true,
    )
}

/// Draws a page for somebody who is not in: nothing leads anywhere from it.
#[must_use]
pub fn closed(title: &str, main: &Markup) -> Markup {
    // No page is there that the keys could act on.
    document(title, &html! { main #main.closed.stack tabindex="-1" { (main) } }, false)
}

/// Draws a review: the bar, the four questions at the side, `main` with its one `h1`, and what is already known beside it.
#[must_use]
pub fn focus(frame: &Focus<'_>, main: &Markup, aside: Option<&Markup>) -> Markup {
    document(
        frame.title,
        &html! {
            @if let Some(form) = frame.saves {
                // Enter in a field presses the first button of its form, wherever that stands on the page: this one.
                button.vh type="submit" form=(form) name="do" value="save" tabindex="-1" aria-hidden="true" { "Save" }
            }
            header.bar { (bar(frame)) }
            div.work {
                nav.steps aria-label="The four questions" {
                    ol role="list" { @for step in frame.steps { (step_link(step)) } }
                    (frame.parked)
                }
                main #main tabindex="-1" { (care::note()) (main) }
                @if let Some(aside) = aside {
                    aside aria-label="What you already have" { (aside) }
                }
                footer.foot { div.row { (theme()) (keys::button()) } }
            }
        },
        true,
    )
}

fn document(title: &str, body: &Markup, has_keys: bool) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                title { (title) " · hansei" }
                meta name="color-scheme" content="light dark";
                // Neither styles nor history kept by htmx: the content policy forbids the one, discretion the other.
                meta name="htmx-config" content=r#"{"includeIndicatorCSS":false,"history":false,"mode":"same-origin"}"#;
                script src=(assets::url("theme.js")) {}
                link rel="stylesheet" href=(assets::url("hansei.css"));
                link rel="icon" type="image/svg+xml" href=(assets::url("icon.svg"));
                script src=(assets::url("vendor/htmx.min.js")) defer {}
                script type="module" src=(assets::url("hansei.js")) {}
            }
            body {
                a.skip href="#main" { "Skip to content" }
                (icons::sheet())
                (body)
                @if has_keys { (keys::popover()) }
            }
        }
    }
}

fn rail(shell: &Shell<'_>) -> Markup {
    html! {
        a.brand href="/" { (icon(Icon::Mark)) "hansei" }
        nav aria-label="Main" {
            ul role="list" {
                (room(shell.here, Here::Today, "/", "Today", "g t", Some(Icon::Today)))
                (room(shell.here, Here::Log, "/log", "Log", "g l", Some(Icon::Log)))
                (room(shell.here, Here::Patterns, "/patterns", "Patterns", "g p", Some(Icon::Patterns)))
                (room(shell.here, Here::Growth, "/growth", "Growth", "g g", Some(Icon::Growth)))
            }
            button.more type="button" popovertarget="more" { (icon(Icon::More)) "More" }
            div #more popover {
                ul role="list" {
                    (room(shell.here, Here::Practice, "/practice", "Practice", "g r", None))
                    (room(shell.here, Here::Quarter, "/quarter", "Quarter", "g q", None))
                    (room(shell.here, Here::Career, "/career", "Career", "g c", None))
                    (room(shell.here, Here::Library, "/library", "Library", "g y", None))
                    (room(shell.here, Here::Files, "/files", "Import, export", "g f", None))
                    (room(shell.here, Here::Settings, "/settings", "Settings", "g s", None))
                    (room(shell.here, Here::Api, "/api", "API", "g a", None))
                }
                div.foot {
                    p { b dir="auto" { (shell.owner) } (shell.place) }
                    div.row { (theme()) (keys::button()) }
                }
            }
        }
    }
}

fn room(here: Here, room: Here, href: &str, name: &str, key: &str, picture: Option<Icon>) -> Markup {
    let current = (here == room).then_some("page");
    html! {
        li {
            a href=(href) aria-current=[current] {
                @if let Some(picture) = picture { (icon(picture)) }
                (name) kbd data-single aria-hidden="true" { (key) }
            }
        }
    }
}

/// Draws the switch between light, dark, and what the computer says. It shows only where scripts run.
#[must_use]
pub fn theme() -> Markup {
    html! {
        div.theme role="group" aria-label="Theme" {
            button type="button" data-set-theme="" aria-pressed="true" aria-label="Theme: as this computer" { (icon(Icon::Auto)) }
            button type="button" data-set-theme="light" aria-pressed="false" aria-label="Theme: light" { (icon(Icon::Sun)) }
            button type="button" data-set-theme="dark" aria-pressed="false" aria-label="Theme: dark" { (icon(Icon::Moon)) }
        }
    }
}

fn bar(frame: &Focus<'_>) -> Markup {
    html! {
        a.btn.lo href=(frame.back) aria-label="Leave the review" { (icon(Icon::Back)) }
        p.words dir="auto" { (frame.entry) }
        @if !frame.elapsed.is_empty() {
            p.meta.num.push { (frame.elapsed) span.vh { " so far" } }
        }
        @if let Some(form) = frame.pause {
            span.push[frame.elapsed.is_empty()] { (pause_button(form, frame.paused)) }
        }
    }
}

fn pause_button(form: &str, paused: bool) -> Button<'_> {
    let button = if paused {
        Button::quiet("Resume").icon(Icon::Resume).sends("do", "resume")
    } else {
        Button::quiet("Pause").icon(Icon::Pause).sends("do", "pause")
    };
    button.of(form).unchecked().pauses()
}

fn step_link(step: &StepLink<'_>) -> Markup {
    let inner = html! {
        span.n { (step.mark) }
        span { (step.name) }
        @if !step.note.is_empty() { small.meta dir="auto" { (step.note) } }
    };
    html! {
        li {
            @if let Some(href) = step.href {
                a href=(href) aria-current=[step.here.then_some("step")] { (inner) }
            } @else {
                span { (inner) }
            }
        }
    }
}
