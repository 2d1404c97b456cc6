//! Every part on a page, with nothing, one, many, very long and hostile words in it.

use maud::{Markup, html};

use super::icons::Glyph;
use super::layout::{Focus, Here, Shell, StepLink, app, focus};
use super::parts::{
    Bin, Button, Capture, Cause, CauseKind, Confirm, Field, GapRow, Holds, LogGroup, LogRow, Moment, Parked,
    Pick, Picks, Plan, Question, Search, Select, Size, Slip, Strip, Told, act, bins, check, check_these,
    empty, fold, gap, head, kept, lede, log, meta, moves, overview, pager, parked, sealed, section, slots,
    theirs, timeline, timeline_key, told, tree, tree_key, words, words_in,
};

const HOSTILE: &str = "<script>alert(1)</script> & \"quotes\" 'single' <img src=x onerror=alert(1)>";
const RIGHT_TO_LEFT: &str = "וידאתי שהתרופה נכונה לפני שניתקתי את השיחה, בשעה 10:41.";
const OVERRIDE: &str = "a name \u{202e}turned round\u{202c} by an override";
const NO_SPACES: &str = "https://example.test/a/very/long/address/without/any/place/to/break/it/which/people/do/paste/into/one/line?and=more&of=the&same=again";

fn long() -> String {
    "word after word, and a line\nthat ends early; ".repeat(550)
}

fn cause<'a>(id: &'a str, level: usize, words: &'a str) -> Cause<'a> {
    Cause {
        id,
        level,
        words,
        kind: CauseKind::Event,
        confirmed: true,
        evidence: "",
        chosen: false,
        current: false,
        more: None,
    }
}

fn rows(long: &str) -> [LogRow<'_>; 3] {
    [
        LogRow {
            href: "/log/3f2a",
            day: "2 Jun",
            title: "Loggers for the pilot",
            context: "Bueu, with the boats",
            note: "Failure, reviewed",
            cause: "I ordered from the one maker we had tested, eleven days before the boats went out.",
            control: "Fully in my hands",
            lesson: "A part with one source is a date I do not control.",
            tags: "one source",
            change: "If a part has one source, then I test a second one before I promise a date.",
            state: Some((Glyph::New, "New, not yet come up")),
        },
        LogRow {
            href: "/log/77",
            day: "31 May",
            title: "Captured only",
            context: "",
            note: "Near miss, not reviewed",
            cause: "",
            control: "",
            lesson: "",
            tags: "",
            change: "",
            state: None,
        },
        LogRow {
            href: "/log/81",
            day: "19 May",
            title: NO_SPACES,
            context: NO_SPACES,
            note: "",
            cause: HOSTILE,
            control: "Partly in my hands",
            lesson: RIGHT_TO_LEFT,
            tags: OVERRIDE,
            change: long,
            state: Some((Glyph::Half, "Practising, 2 of 3")),
        },
    ]
}

fn everyday() -> Markup {
    let long = long();
    let rows = rows(&long);
    let controls = [
        Pick { value: "", label: "any" },
        Pick { value: "mine", label: "fully" },
        Pick { value: "partly", label: "partly" },
    ];
    let filters = html! { (Select::new("control", "In my hands", &controls).chosen(Some("partly"))) (Select::new("stage", "Stage", &controls)) };
    html! {
        (kept("Kept: a near miss, Wednesday 13 May.", Some("/undo")))
        (head("Thursday 14 May", Some(&html! { p.meta role="status" { "11 entries, 30 September 2025 to 2 June 2026" } })))
        (Capture { action: "/log", text: "", error: Some("nothing written; write one line"), hidden: &[("key", "k1")], focused: false })
        (section("due", "Waiting for you", "What you leave counts as unknown, never as missed.", &html! {
            ol.list role="list" {
                li.side {
                    div { (words("The insulin was given before the tray came")) (meta("Stopped on Tuesday at question 2 of 4, 14 minutes in")) }
                    (Button::plain("Continue").href("/log/1/happened"))
                }
                li.side { div { (words(RIGHT_TO_LEFT)) (meta("Kept on 3 March")) } (Button::plain("Review").href("/log/2/intended").about("the call")) }
            }
        }))
        (section("found", "Log", "", &html! {
            (Search { name: "Search the log", action: "/log", text: "", placeholder: "Before I start a pilot…", results: "results", filters: &filters })
        }))
        (section("theirs", "What others told", "", &html! { div.told { (theirs(HOSTILE)) (theirs(NO_SPACES)) (theirs(RIGHT_TO_LEFT)) }
            (told(&[Told { href: "/library/1/2", title: &[(false, "One of "), (true, "eight")], note: &html! { "Finance, 2012." }, excerpt: &[(true, HOSTILE)] }])) }))
        div #results {
            (log(&[LogGroup { name: "2026", rows: &rows }]))
            (pager("the log", Some("/log?before=1"), Some("/log?after=2")))
        }
        (section("nothing", "Empty", "", &empty("Nothing in the log yet. One line is enough to begin.", Some(Button::plain("Write one line").href("/#capture")))))
        (section("sure", "Settings", "", &html! {
            (super::keys::switch(true))
            (check("backup", "Keep backups", "Twelve daily, ten weekly, nine monthly.", true))
        }))
    }
}

fn fields() -> Markup {
    let long = long();
    let picks = [
        Pick { value: "held", label: "held" },
        Pick { value: "broke", label: "did not hold" },
        Pick { value: "untested", label: "never tested" },
    ];
    html! {
        (check_these(&[("f-amount", "the amount has no number in it; write one, such as 200000"), ("f-became", "nothing chosen; choose one of the three")]))
        (lede("What was the intended outcome?", "As it stood before you started. Someone who was not there should be able to check it.", Some(("#before", "What you wrote on 12 January, before the outcome"))))
        form #review .stack method="post" action="/log/1/intended" data-draft="/log/1/draft" {
            (Field::area("intent", "In my words", 3).hint("A learning goal is an intention too: find out whether…").value("Deliver by 13 March.\nUnder £200,000."))
            (Field::area("long", "A very long answer", 2).value(&long))
            (Field::line("party", "Who it was for").placeholder("The director, finance…").value(RIGHT_TO_LEFT))
            div.cols {
                (Field::number("amount", "Amount").quiet().value("some").error(Some("the amount has no number in it; write one, such as 200000")))
                (Field::fact("unit", "Unit").quiet().value("GBP"))
                (Field::date("deadline", "By").quiet().value("2026-03-13"))
            }
            (Field::file("file", "A file of entries"))
            (Picks::new("became", "The brief is the scope: what became of it?", &picks).note("As far as you know now.").error(Some("nothing chosen; choose one of the three")))
            (Picks::new("again", "Nine weeks is enough", &picks).chosen(Some("held")).unlabelled())
            (slots(&[("Date", Some("by 13 March")), ("Number", Some(HOSTILE)), ("Seen by a stranger", None)]))
            div.onward {
                (Button::go("Continue to what happened").hint("Ctrl Enter"))
                (Button::quiet("Stop here for today").sends("then", "stop").unchecked())
                p.meta.push role="status" data-saved { "Saved 10:41" }
            }
        }
    }
}

fn happened() -> Markup {
    let later = html! { div.row { (Button::quiet("Edit").small().href("#e")) (act("/up", &[], Button::quiet("Earlier").small().about("Finance told the director"))) } };
    let moment = |id, day, what| Moment {
        id,
        day,
        clock: "",
        machine: None,
        what,
        source: "",
        told: false,
        later: false,
        decision: false,
        more: None,
    };
    let moments = [
        Moment {
            clock: "16:10",
            machine: Some("2026-01-08T16:10"),
            source: "brief.pdf",
            ..moment("m1", "Thu 8 Jan", "The city sent a four-page brief.")
        },
        Moment {
            source: "my memory",
            told: true,
            decision: true,
            ..moment("m2", "Tue 3 Feb", "I said yes during the call.")
        },
        Moment {
            source: "the director, by phone",
            told: true,
            later: true,
            more: Some(&later),
            ..moment("m3", "Fri 6 Feb", "Finance told the director that £200,000 includes furniture.")
        },
        moment("m4", "then", NO_SPACES),
        moment("m5", "30 September 2025", RIGHT_TO_LEFT),
        Moment { source: HOSTILE, ..moment("m6", "then", OVERRIDE) },
    ];
    let row = |of, intended, actual, difference| GapRow { of, intended, actual, difference, strip: None };
    let rows = [
        GapRow {
            strip: Some((Strip::Distance(7.0 / 60.0), "7 days on 60 planned")),
            ..row("Delivered", Some("by Fri 13 March"), Some("Fri 20 March"), "+7 days")
        },
        GapRow {
            strip: Some((Strip::Distance(-0.3), "30 % under")),
            ..row("Price", Some("under £200,000"), Some("£140,000"), "−30 %")
        },
        GapRow {
            strip: Some((Strip::Count { met: 2, of: 3 }, "Two of three signed")),
            ..row("Sign-off", Some("3 of 3"), Some("2 of 3"), "1 missing")
        },
        row("Not planned", None, Some(HOSTILE), "gained"),
        row("Not known", Some(NO_SPACES), None, ""),
    ];
    html! { h2 { "What happened" } (timeline_key()) (timeline(&moments)) h2 { "The gap" } (gap(&rows)) h2 { "Nothing yet" } (timeline(&[])) (gap(&[])) }
}

fn why() -> Markup {
    let tools = html! {
        details { summary { "What I knew at that moment" } (slots(&[("Known", Some("Week 4 of 9, on plan.")), ("Looked possible", None)])) }
        div.row { (Button::quiet("How did that come about?").small().key("b")) (Button::quiet("What else had to be true?").small().key("e")) }
    };
    let decided = Cause {
        kind: CauseKind::Decision,
        chosen: true,
        evidence: "call log",
        ..cause("c3", 3, "I said yes to the children’s wing during the call")
    };
    let mut causes = vec![
        cause("c1", 1, "Design needed nine more working days"),
        Cause { evidence: HOSTILE, ..cause("c2", 2, HOSTILE) },
        decided,
        Cause {
            kind: CauseKind::Condition,
            confirmed: false,
            current: true,
            more: Some(&tools),
            ..cause("c4", 4, "Asking for a day felt like doubting the client")
        },
        Cause { kind: CauseKind::Condition, ..cause("c5", 3, RIGHT_TO_LEFT) },
        cause("c6", 2, NO_SPACES),
    ];
    let ids: Vec<String> = (1..=12).map(|level| format!("d{level}")).collect();
    causes.extend(
        ids.iter()
            .enumerate()
            .map(|(at, id)| cause(id, at + 1, "One step further back, in words of the usual length")),
    );
    let moving = moves(
        "/control",
        &[("factor", "1")],
        &[("mine", "Fully", "1"), ("partly", "Partly", "2"), ("outside", "Outside", "3")],
        "mine",
        "I said yes",
    );
    let slips = [
        Slip { id: "s1", words: "I said yes during the call", more: Some(&moving) },
        Slip { id: "s2", words: NO_SPACES, more: None },
    ];
    let leave = html! { div.row { (act("/answer", &[], Button::plain("Look again"))) (act("/meant", &[], Button::quiet("This is what I meant").meant())) } };
    html! {
        h2 { "How it came about" }
        (tree_key()) (overview(&causes)) (tree("Seven days late, £247,000 instead of £200,000", &causes)) (tree("Nothing under it yet", &[]))
        h2 { "How much of this was in your hands?" }
        (bins(&[
            Bin { name: "Fully", meaning: "I could have done otherwise with what I had.", slips: &slips[..1] },
            Bin { name: "Partly", meaning: "I could have asked, warned or shaped it.", slips: &slips[1..] },
            Bin { name: "Outside", meaning: "Real, and not mine. Leads to a plan that bends.", slips: &[] },
        ]))
        (Question::new("All of these are in your hands. Which part would have happened with anyone in your seat?", "the causes").answer(&leave).why("When every cause is one’s own, something is usually missing."))
    }
}

fn next() -> Markup {
    html! {
        h2 { "What I will do" }
        article.card aria-labelledby="p1" {
            h3.meta #p1 { "From: I said yes during the call" }
            (Plan::IfThen { cue: "a client asks for anything that is not in the signed brief,", act: "say “you will have the new date by noon tomorrow”." })
            (Holds::new("strength-1").chosen(Some("intermediate")))
        }
        article.card { (Plan::FromNowOn(RIGHT_TO_LEFT)) (Holds::new("strength-2")) }
        article.card { (Plan::IfThen { cue: HOSTILE, act: NO_SPACES }) }
        (fold("Read it upward with “therefore”", true, &words("I took the brief for the whole scope, therefore…")))
        (words_in(Size::Title, "A title in a person’s words"))
    }
}

fn review() -> Markup {
    let open = |mark, name, note| StepLink { mark, name, note, href: Some("/log/1/why"), here: false };
    let steps = [
        open("1", "What was intended", "Delivered by 13 March, under £200,000"),
        open("2", "What happened", HOSTILE),
        open("±", "The gap", "+7 days, +23.5 %"),
        StepLink { here: true, ..open("3", "How it came about", "") },
        StepLink { href: None, ..open("4", "What I will do", "Open once 3 has a cause you can act on") },
    ];
    let ideas = [("Restate the price whenever the scope moves.", "unpark-0"), (NO_SPACES, "unpark-1")];
    let parked = parked(&Parked { form: "review", ideas: &ideas, typed: "", error: None });
    let frame = Focus {
        title: "3 How it came about",
        entry: "The Northgate proposal went out a week late, and then some more words until the bar is full",
        back: "/log/1",
        steps: &steps,
        elapsed: "34 min",
        pause: Some("review"),
        saves: Some("review"),
        paused: false,
        parked: &parked,
    };
    let aside = sealed(
        "before",
        "You wrote this 67 days before the outcome,",
        "Mon 12 January, 09:40",
        &[("I know", "Three people must sign."), ("I assume", NO_SPACES), ("I expect, 80 %", RIGHT_TO_LEFT)],
    );
    focus(&frame, &html! { (fields()) (happened()) (why()) (next()) }, Some(&aside))
}

/// One element a line, so that a difference can be read, without the hashes in addresses: they change with every style.
fn lines(page: Markup) -> String {
    let html = page.into_string().replace(&long(), "(very long)").replace("><", ">\n<");
    let mut parts = html.split("?v=");
    let first = parts.next().unwrap_or_default().to_owned();
    parts
        .fold(first, |page, part| page + "?v=HASH" + part.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
}

fn log_page() -> Markup {
    let shell = Shell {
        title: "Log",
        here: Here::Log,
        owner: "Sabela’s log",
        place: "On this computer only",
        wide: true,
    };
    app(&shell, &everyday())
}

#[test]
fn an_everyday_page_with_every_part() {
    insta::assert_snapshot!(lines(log_page()));
}

#[test]
fn a_review_with_every_part() {
    insta::assert_snapshot!(lines(review()));
}

#[test]
fn a_confirming_page() {
    let confirm = Confirm {
        question: "Delete this entry?",
        sentence: "Its review and its plans go with it. Undo brings all of it back.",
        words: HOSTILE,
        action: "/log/1/delete",
        hidden: &[("version", "4")],
        verb: "Delete it",
        back: "/log/1",
    };
    insta::assert_snapshot!(lines(html! { (confirm) }));
}

#[test]
fn words_from_a_person_never_become_markup() {
    for page in [log_page(), review()] {
        let html = page.into_string();
        assert!(!html.contains("<img"), "a person's words became an element");
        assert!(!html.contains("<script>"), "a person's words became a script");
        assert!(html.contains("&lt;script&gt;"));
    }
}

#[test]
fn no_page_needs_an_inline_style_or_script() {
    for page in [log_page(), review()] {
        let html = page.into_string();
        // Only attributes count: what a person wrote may well contain these letters.
        for attribute in [" style=", " onclick=", " hx-on", " href=\"javascript:"] {
            assert!(!html.contains(attribute), "{attribute}");
        }
        assert_eq!(
            html.matches("<script").count(),
            html.matches("<script src=\"/assets/").count()
                + html.matches("<script type=\"module\" src=\"/assets/").count()
        );
    }
}

#[test]
fn every_id_on_a_page_is_there_once_and_every_reference_finds_one() {
    for html in [log_page(), review()].map(Markup::into_string) {
        let values = |attribute: &str| -> Vec<String> {
            let start = format!(" {attribute}=\"");
            html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
        };
        let ids = values("id");
        for id in &ids {
            assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{id}");
        }
        for attribute in ["aria-labelledby", "aria-describedby", "for", "popovertarget"] {
            for id in values(attribute).iter().flat_map(|ids| ids.split(' ')) {
                assert!(ids.iter().any(|one| one == id), "{attribute}={id}");
            }
        }
        assert_eq!(html.matches("<h1").count(), 1);
    }
}
