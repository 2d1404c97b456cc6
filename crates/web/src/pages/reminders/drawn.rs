//! The page of reminders.

use hansei_app::reminders::{Channel, Overview, Pause, Security, Sort, Standing, Titled};
use jiff::Zoned;
use jiff::civil::Date;
use maud::{Markup, html};

use super::typed::{Filled, hour};
use super::{Once, PLACE};
use crate::page::parts::{
    Button, Field, Pick, Picks, act, capital, check, check_these, coded, fold, head, later, meta, section,
};
use crate::pages::day;

/// What the page shows.
pub(super) struct View<'a> {
    pub(super) overview: &'a Overview,
    pub(super) typed: &'a Filled,
    pub(super) wrong: &'a [(&'static str, String)],
    pub(super) once: Option<&'a Once>,
    pub(super) now: &'a Zoned,
}

pub(super) fn page(view: &View<'_>) -> Markup {
    let wrong: Vec<(&str, &str)> =
        view.wrong.iter().map(|(field, sentence)| (*field, sentence.as_str())).collect();
    html! {
        p.meta { a href="/settings" { "Settings" } }
        (head("Reminders", None))
        (check_these(&wrong))
        (once(view))
        p.lede.below-5 { (stands(view)) }
        (section("due", "What is due", "", &due(view)))
        (section("said", "What a reminder says", "How much is due, and nothing of what.", &said(view)))
        (section("hours", "When", "At most one message a day by each way.", &hours(view)))
        (section("mail", "By mail", way_note(view, Channel::Mail), &mail(view)))
        (section("webhook", "To a program of yours", way_note(view, Channel::Webhook), &webhook(view)))
        (section("desktop", "On the desktop", way_note(view, Channel::Desktop), &desktop(view)))
        (section("calendar", "In a calendar", "", &calendar(view)))
    }
}

impl View<'_> {
    fn wrong_at(&self, id: &str) -> Option<&str> {
        self.wrong.iter().find(|(at, _)| *at == id).map(|(_, sentence)| sentence.as_str())
    }

    fn way(&self, channel: Channel) -> Option<&Standing> {
        self.overview.ways.iter().find(|way| way.channel == channel)
    }

    fn today(&self) -> Date {
        self.now.date()
    }
}

/// Says in a sentence or two whether anything is sent, and when.
fn stands(view: &View<'_>) -> String {
    if !view.overview.can_send {
        return "This server sends nothing; the hansei command does.".to_owned();
    }
    let on: Vec<&str> =
        view.overview.ways.iter().filter(|way| way.is_on).map(|way| name(way.channel)).collect();
    if on.is_empty() {
        return "Nothing is sent until you turn a way on here.".to_owned();
    }
    let by = on.join(" and ");
    match view.overview.pause {
        Some(Pause::Quiet(until)) => {
            format!("Reminders go {by}. It is a quiet hour; nothing is sent before {}.", hour(until))
        }
        Some(Pause::Early(at)) => format!("Reminders go {by}. Nothing is sent before {}.", hour(at)),
        Some(Pause::Off) | None => {
            format!("Reminders go {by}. They are sent while hansei serves, or by a timer.")
        }
    }
}

fn name(channel: Channel) -> &'static str {
    match channel {
        Channel::Mail => "by mail",
        Channel::Webhook => "to a program of yours",
        Channel::Desktop => "to the desktop",
    }
}

fn way_note(view: &View<'_>, channel: Channel) -> &'static str {
    if view.way(channel).is_some_and(|way| way.is_on) { "On." } else { "Off." }
}

/// Draws what is shown this once and kept nowhere.
fn once(view: &View<'_>) -> Markup {
    let (what, words, note) = match view.once {
        None => return html! {},
        Some(Once::Address(address)) => (
            "The address of your calendar",
            address,
            "It is shown only now; the one before does not work any more. Give it to a calendar program on this computer. Whoever knows it can read how much is due.",
        ),
        Some(Once::Key(key)) => (
            "The key of the webhook",
            key,
            "It is shown only now; the one before does not work any more. The program that is told checks with it that a message is from here.",
        ),
    };
    html! {
        div.kept {
            div.stack.gap-1 role="status" {
                p { (what) }
                p { code.whole { (words) } }
                (meta(note))
            }
        }
    }
}

fn due(view: &View<'_>) -> Markup {
    let today = view.today();
    html! {
        @if view.overview.due.is_empty() { p { "Nothing is due." } }
        @else {
            ol.list role="list" {
                @for (at, it) in view.overview.due.iter().enumerate() {
                    li.side {
                        div {
                            (what(it))
                            p.meta {
                                // A look back is due; which quarter it would be about is another question.
                                @if it.item.sort == Sort::Quarter { "Due since " } @else { (capital(it.item.sort.words())) ", since " }
                                (day::short(it.item.day, today)) "."
                            }
                        }
                        @if matches!(it.item.sort, Sort::Decision | Sort::Plan) {
                            (act("/due/looked-at", &[("item", &it.item.name), ("back", "reminders")], Button::plain("I have looked").about(called(it))))
                        } @else { span {} }
                        (later("/due/put-off", &format!("f-until-{at}"), called(it), &[("item", &it.item.name), ("back", "reminders")]))
                    }
                }
            }
        }
        @if !view.overview.put_off.is_empty() {
            h3 { "Put off" }
            ol.list role="list" {
                @for it in &view.overview.put_off {
                    li.side {
                        div { (what(it)) p.meta { (capital(it.item.sort.words())) ", until " (day::short(it.item.day, today)) "." } }
                        (act("/due/put-off", &[("item", &it.item.name), ("until", ""), ("back", "reminders")], Button::quiet("Let it be due").about(called(it))))
                    }
                }
            }
        }
    }
}

fn called(it: &Titled) -> &str {
    it.title.as_deref().unwrap_or("the look back")
}

/// Draws what is due as a link to it.
fn what(it: &Titled) -> Markup {
    let about = it.item.about;
    let (to, title) = match (it.item.sort, &it.title) {
        (Sort::Practice | Sort::Plan, Some(title)) => (format!("/practice/{about}"), title.as_str()),
        (Sort::Review | Sort::Decision, Some(title)) => (format!("/entries/{about}"), title.as_str()),
        _ => ("/quarter".to_owned(), "A look back"),
    };
    let is_theirs = it.title.is_some();
    html! { a.open.words[is_theirs] href=(to) dir="auto" data-open { (title) } }
}

fn said(view: &View<'_>) -> Markup {
    let said = &view.overview.said;
    html! {
        @if said.is_due { (meta("Of what is due now:")) }
        @else { (meta("Nothing is due, so this is an example:")) }
        dl.slots {
            dt { "A letter’s subject" } dd { "hansei: " (said.summary) }
            dt { "A letter" } dd.stack.gap-2 { @for part in said.letter.trim().split("\n\n") { p { (coded(part)) } } }
            dt { "A notification" } dd { (said.summary) }
            dt { "A webhook" } dd { "An id and the type " code { "reminder.due" } "." }
        }
    }
}

fn hours(view: &View<'_>) -> Markup {
    let typed = &view.typed.hours;
    let time = |id: &'static str, field: Field<'_>| -> Markup {
        html! { (field.error(view.wrong_at(id))) }
    };
    html! {
        form.stack method="post" action={ (PLACE) "/hours" } {
            (time("f-at", Field::time("at", "From this time of day on").value(&typed.at).required()))
            div.row {
                (time("f-quiet_from", Field::time("quiet_from", "Quiet from").value(&typed.quiet_from)))
                (time("f-quiet_until", Field::time("quiet_until", "until").value(&typed.quiet_until)))
            }
            (meta("In quiet hours nothing is sent. Both empty: there are none."))
            div { (Button::plain("Keep the hours")) }
        }
    }
}

/// Says when a way worked last, and what went wrong since.
fn worked(view: &View<'_>, channel: Channel) -> Markup {
    let Some(way) = view.way(channel).filter(|way| way.is_known) else { return html! {} };
    let today = view.today();
    html! {
        @match way.sent_on {
            Some(day) => (meta(&format!("It worked last on {}.", day::short(day, today)))),
            None => (meta("Nothing was sent this way yet.")),
        }
        @if let (Some(since), Some(fault)) = (way.failing_since, &way.fault) {
            p { "Since " (day::stamp(since, view.now)) " nothing arrives: " bdi { (fault) } "." }
            @if let Some(next) = way.next_try_at { (meta(&format!("It is tried again from {} on.", day::stamp(next, view.now)))) }
        }
    }
}

/// Draws the button that tries a way, where it can be tried.
fn tried(view: &View<'_>, channel: Channel, label: &str) -> Markup {
    let is_known = view.way(channel).is_some_and(|way| way.is_known);
    html! {
        @if !view.overview.can_send { (meta("A test cannot be sent from here: this server sends nothing.")) }
        @else if is_known { (act(&format!("{PLACE}/test"), &[("way", channel.word())], Button::plain(label))) }
    }
}

fn mail(view: &View<'_>) -> Markup {
    const SECURITIES: [Pick<'_>; 3] = [
        Pick { value: "tls", label: "TLS from the first byte (port 465)" },
        Pick { value: "starttls", label: "STARTTLS (port 587)" },
        Pick { value: "plain", label: "None; only for a server on this computer" },
    ];
    let typed = &view.typed.mail;
    let kept = view.overview.chosen.mail.as_ref();
    let has_password = kept.is_some_and(|mail| mail.password.is_some());
    let security = if typed.security.is_empty() { Security::Tls.word() } else { &typed.security };
    let password = if has_password {
        "One is kept and never shown. Leave it empty to keep it; no user takes it away."
    } else {
        "It is kept in your database, beside your log, and never shown again."
    };
    html! {
        (meta("A letter passes through the servers of others. It says how much is due, and nothing of what."))
        form.stack method="post" action={ (PLACE) "/mail" } {
            (check("on", "Send letters", "", typed.on || kept.is_none()))
            (Field::fact("host", "The server that takes your mail for sending").placeholder("smtp.example.org").value(&typed.host).error(view.wrong_at("f-host")).required())
            (Picks::new("security", "How the way to it is encrypted", &SECURITIES).chosen(Some(security)).error(view.wrong_at("f-security")))
            (Field::fact("port", "Its port").hint("Empty: the usual one.").value(&typed.port).error(view.wrong_at("f-port")))
            (Field::fact("user", "The user there").hint("It can stay empty where none is asked for.").value(&typed.user).error(view.wrong_at("f-user")))
            (Field::password("password", "Password").hint(password).error(view.wrong_at("f-password")))
            (Field::fact("from", "From").placeholder("me@example.org").value(&typed.from).error(view.wrong_at("f-from")).required())
            (Field::fact("to", "To").hint("Empty: to yourself.").value(&typed.to))
            (fold("A server with a certificate of its own", !typed.certificate.is_empty() || view.wrong_at("f-certificate").is_some(), &html! {
                (Field::area("certificate", "The certificate that is believed as well, in PEM form", 3).value(&typed.certificate).error(view.wrong_at("f-certificate")))
            }))
            div { (Button::plain("Keep it")) }
        }
        (worked(view, Channel::Mail))
        (tried(view, Channel::Mail, "Send a test letter"))
    }
}

fn webhook(view: &View<'_>) -> Markup {
    let typed = &view.typed.webhook;
    let is_kept = view.overview.chosen.webhook.is_some();
    html! {
        (meta("It gets an id and a type, signed as standardwebhooks.com says, and no word of yours."))
        form.stack method="post" action={ (PLACE) "/webhook" } {
            (check("on", "Tell it", "", typed.on || !is_kept))
            (Field::fact("url", "Its address").placeholder("https://example.org/hansei").value(&typed.url).error(view.wrong_at("f-url")).required())
            (check("at_home", "It may be on this computer or in this network",
                "Otherwise only addresses that everybody can reach are taken.", typed.at_home))
            (fold("A server with a certificate of its own", !typed.certificate.is_empty() || view.wrong_at("f-webhook-certificate").is_some(), &html! {
                (Field::area("certificate", "The certificate that is believed as well, in PEM form", 3).id("f-webhook-certificate").value(&typed.certificate).error(view.wrong_at("f-webhook-certificate")))
            }))
            div { (Button::plain("Keep it")) }
        }
        (worked(view, Channel::Webhook))
        @if is_kept {
            div.row {
                (tried(view, Channel::Webhook, "Send a test"))
                (act(&format!("{PLACE}/webhook/key"), &[], Button::quiet("Make another key")))
            }
            (meta("The key is shown once, when it is made. Another one puts an end to the one before."))
        } @else { (meta("A key to check messages with is made when you keep it, and shown once.")) }
    }
}

fn desktop(view: &View<'_>) -> Markup {
    let is_on = view.way(Channel::Desktop).is_some_and(|way| way.is_on);
    let wrong = view.wrong_at("f-desktop");
    html! {
        (meta("A notification on the screen of the computer that hansei runs on."))
        form #f-desktop tabindex="-1" method="post" action={ (PLACE) "/desktop" } {
            @if is_on { (Button::plain("Turn notifications off").sends("desktop", "false")) }
            @else { (Button::plain("Turn notifications on").sends("desktop", "true")) }
        }
        @if let Some(wrong) = wrong { p.wrong { span { (coded(wrong)) } } }
        @if is_on { (worked(view, Channel::Desktop)) (tried(view, Channel::Desktop, "Show a test")) }
    }
}

fn calendar(view: &View<'_>) -> Markup {
    let has_address = view.overview.chosen.feed.is_some();
    html! {
        (meta("Calendar programs can read under an address of its own on which days something is due. It says how much and nothing of what, works on this computer while hansei serves, and can be taken away."))
        @if has_address { p { "There is an address. It was shown when it was made." } }
        @else { p { "There is no address." } }
        div.row {
            (act(&format!("{PLACE}/calendar"), &[], Button::plain(if has_address { "Make another address" } else { "Make an address" })))
            @if has_address { (act(&format!("{PLACE}/calendar/revoke"), &[], Button::quiet("Take the address away"))) }
        }
        @if has_address { (meta("Another address puts an end to the one before.")) }
    }
}
