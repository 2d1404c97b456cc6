//! What a person chooses about hansei itself, and where everything is.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hansei_app::AppError;
use hansei_app::backup::{Backup, DAYS_KEPT, MONTHS_KEPT, WEEKS_KEPT, backups};
use hansei_app::settings::Settings;
use hansei_method::text::{Line, Text};
use jiff::Zoned;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use serde::Deserialize;

use super::day;
use super::flash::{Done, Flash};
use super::frame::{self, Frame};
use super::reminders;
use crate::error::WebError;
use crate::extract::{Form, Query};
use crate::page::keys;
use crate::page::layout::{self, Here};
use crate::page::parts::{Button, Field, check, check_these, fold, head, meta, section};
use crate::state::{Home, Web};

/// What the form sends; a box that is not ticked sends nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box of its own")]
struct Typed {
    name: String,
    letter_keys: bool,
    automatic_backups: bool,
    coach: bool,
    self_judgements: bool,
    contacts: String,
}

/// What the page shows.
struct View<'a> {
    typed: &'a Typed,
    wrong: &'a [(&'static str, String)],
    home: &'a Home,
    backups: &'a [Backup],
    now: &'a Zoned,
}

/// Serves this page.
pub fn routes() -> Router<Web> {
    Router::new().route("/settings", get(show).post(keep))
}

async fn show(State(web): State<Web>, Query(flash): Query<Flash>) -> Result<Markup, WebError> {
    let chosen = web.app.settings().await?;
    let typed = Typed {
        name: chosen.name.map_or_else(String::new, String::from),
        letter_keys: chosen.letter_keys,
        automatic_backups: chosen.automatic_backups,
        coach: chosen.coach,
        self_judgements: chosen.self_judgements,
        contacts: chosen.contacts.map_or_else(String::new, String::from),
    };
    draw(&web, &typed, &[], &flash.line()).await
}

async fn keep(State(web): State<Web>, Form(typed): Form<Typed>) -> Result<Response, WebError> {
    let (name, contacts) = match (Line::optional(&typed.name), Text::optional(&typed.contacts)) {
        (Ok(name), Ok(contacts)) => (name, contacts),
        (name, contacts) => {
            let wrong: Vec<_> = [("f-name", name.err()), ("f-contacts", contacts.err())]
                .into_iter()
                .filter_map(|(field, error)| Some((field, error?.to_string())))
                .collect();
            return Ok(frame::refused(draw(&web, &typed, &wrong, &html! {}).await?));
        }
    };
    let Typed { letter_keys, automatic_backups, coach, self_judgements, .. } = typed;
    let settings = Settings { name, letter_keys, automatic_backups, coach, self_judgements, contacts };
    web.app.choose(&settings).await?;
    Ok(Done::Settings.then("/settings", None).into_response())
}

async fn draw(
    web: &Web,
    typed: &Typed,
    wrong: &[(&'static str, String)],
    said: &Markup,
) -> Result<Markup, WebError> {
    let frame = Frame::of(web).await?;
    let made = match &web.home.backups {
        Some(folder) => backups(folder).map_err(AppError::broken)?,
        None => Vec::new(),
    };
    let view = View { typed, wrong, home: &web.home, backups: &made, now: &frame.now };
    Ok(frame.page("Settings", Here::Settings, &html! { (said) (page(&view)) }))
}

fn page(view: &View<'_>) -> Markup {
    let wrong: Vec<(&str, &str)> =
        view.wrong.iter().map(|(field, sentence)| (*field, sentence.as_str())).collect();
    let wrong_at = |field: &str| wrong.iter().find(|(at, _)| *at == field).map(|(_, sentence)| *sentence);
    html! {
        (head("Settings", None))
        (check_these(&wrong))
        form method="post" action="/settings" {
            (section("name", "This log", "", &html! {
                (Field::line("name", "Its name").hint("It stands in the corner of every page. It can stay empty.").value(&view.typed.name).error(wrong_at("f-name")))
            }))
            div.js { (section("keys-section", "Keys", "", &html! { (keys::switch(view.typed.letter_keys)) })) }
            (section("coach", "The coach", "", &coach(view, wrong_at("f-contacts"))))
            (section("reminders", "Reminders", "", &html! {
                (meta("What is due can reach you by mail, in a calendar, on the desktop, or through a program of yours. Everything is off until you turn it on."))
                div { (reminders::link()) }
            }))
            (section("backups", "Backups", "", &copies(view)))
            div.onward { (Button::go("Keep the settings").hint("Ctrl Enter")) }
        }
        (section("theme", "Light and dark", "", &html! {
            div.js { (layout::theme()) }
            p.meta.js { "It follows this computer until you choose. The choice is kept in this browser." }
            noscript { (meta("It follows this computer.")) }
        }))
        (section("where", "Where it is", "", &place(view)))
        (section("version", "Version", "", &html! { p { "hansei " (env!("CARGO_PKG_VERSION")) } }))
    }
}

fn coach(view: &View<'_>, wrong: Option<&str>) -> Markup {
    html! {
        (check("coach", "Read what I write in a review, and ask about it",
            "At most one question about an answer. It is read on this computer, in English, and never graded.", view.typed.coach))
        (check("self_judgements", "Ask about sentences in which I judge myself",
            "“I am a failure”, “why do I always…”. They are met gently. Untick it to be left alone with them.", view.typed.self_judgements))
        (Field::area("contacts", "Whom to talk to when it gets too much", 2)
            .hint("A person, a helpline. It is shown where somebody writes of hurting themselves; nobody is told.").value(&view.typed.contacts).error(wrong))
        p { a href="/coach" { "What the coach asked so far" } }
    }
}

fn copies(view: &View<'_>) -> Markup {
    let Some(folder) = &view.home.backups else {
        return html! {
            @if view.typed.automatic_backups { input type="hidden" name="automatic_backups" value="true"; }
            (meta("This log is in a PostgreSQL database, of which hansei makes no copies. Its own tools do: pg_dump and pg_restore."))
        };
    };
    let kept = format!(
        "As soon as the newest one is a day old: while these pages are served, or after a change in the terminal. The last of each of \
         {DAYS_KEPT} days, {WEEKS_KEPT} weeks and {MONTHS_KEPT} months is kept, and older ones go."
    );
    html! {
        (check("automatic_backups", "Make a backup by itself once a day", &kept, view.typed.automatic_backups))
        @match view.backups {
            [] => (meta("There is no backup yet.")),
            [newest, ..] => {
                (meta(&format!("The newest is of {}.", made_at(newest, view.now))))
                (fold(&counted(view.backups.len()), false, &html! {
                    ol.stack.gap-1 role="list" { @for backup in view.backups { li.num { (made_at(backup, view.now)) } } }
                }))
            }
        }
        p.meta { "Their folder: " code.whole { (folder.display()) } ". It is on this computer: copy it to another place from time to time." }
        (fold("Make one now, or go back to one", false, &html! {
            p.meta { code { "hansei backup" } " makes one at once; it stays until you remove it." }
            p.meta {
                "To go back, end hansei where it runs (Ctrl C) and type " code { "hansei restore" } ": it lists the backups. "
                code { "hansei restore FILE" } " shows what is in one, and with " code { "--yes" }
                " puts it in the place of your data. What was there is kept aside."
            }
            p.meta { "Where hansei was started with " code { "--data-dir" } ", these need it too." }
        }))
    }
}

fn counted(count: usize) -> String {
    if count == 1 { "One backup".to_owned() } else { format!("{count} backups") }
}

/// Says when a backup was made, in the person's zone.
fn made_at(backup: &Backup, now: &Zoned) -> String {
    match backup.made_at.to_zoned(TimeZone::UTC) {
        Ok(made_at) => day::stamp(made_at.timestamp(), now),
        Err(_) => backup.made_at.to_string(),
    }
}

/// Says where the data is, and what hansei can and cannot keep from others.
fn place(view: &View<'_>) -> Markup {
    html! {
        @if !view.home.data.is_empty() { p { "Your entries are in " code { (view.home.data) } } }
        (meta("Nothing leaves this computer unless you hand it over yourself. Whoever can use your account here, or is its administrator, \
            can read the file; hansei cannot keep it from them. What is written here is not privileged in law."))
        p { a href="/files" { "Import and export" } ", " a href="/deleted" { "deleted entries" } "." }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, lines};
    use super::*;

    fn drawn(typed: &Typed, wrong: &[(&'static str, String)], backups: &[Backup]) -> Markup {
        let home = Home {
            data: "/home/brid/hansei.db".to_owned(),
            backups: Some("/home/brid/backups".into()),
            uploads: None,
        };
        let now = fixture::now();
        let page = page(&View { typed, wrong, home: &home, backups, now: &now });
        fixture::check(&page);
        page
    }

    #[test]
    fn settings_say_what_is_chosen_and_where_things_are() {
        let backup = |day: i8| Backup {
            made_at: jiff::civil::date(2026, 5, day).at(20, 0, 0, 0),
            by_hand: false,
            file: "unused".into(),
        };
        let typed = Typed {
            name: "Bríd’s log".to_owned(),
            letter_keys: true,
            coach: true,
            contacts: "Maeve\n01 234 56 78".to_owned(),
            ..Typed::default()
        };
        insta::assert_snapshot!(lines(drawn(&typed, &[], &[backup(13), backup(12)])));
    }

    #[test]
    fn a_database_of_its_own_is_not_said_to_be_copied() {
        let home = Home { data: "PostgreSQL".to_owned(), ..Home::default() };
        let now = fixture::now();
        let typed = Typed::default();
        let html =
            page(&View { typed: &typed, wrong: &[], home: &home, backups: &[], now: &now }).into_string();
        assert!(html.contains("pg_dump") && !html.contains("hansei restore"), "{html}");
    }

    #[test]
    fn a_name_that_cannot_be_kept_is_said_at_its_field() {
        let typed = Typed { name: fixture::HOSTILE.to_owned(), ..Typed::default() };
        let wrong = [("f-name", "this has to fit on one line".to_owned())];
        let html = drawn(&typed, &wrong, &[]).into_string();
        assert!(html.contains("href=\"#f-name\"") && html.contains("There is no backup yet."), "{html}");
    }
}
