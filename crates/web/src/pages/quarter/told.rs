//! What the log tells of a period, part by part: in the way through a draft, and in the whole document.

use hansei_app::quarter::{figure_names, figures_of};
use hansei_method::factor::Control;
use hansei_method::growth::{SLIPPING, State};
use hansei_method::plan::Strength;
use hansei_method::quarter::{
    BASELINES, Decided, DueLine, EntryLine, LessonLine, PatternLine, Period, Place, Report,
};
use jiff::civil::Date;
use maud::{Markup, html};

use super::chart::{self, Bar, Part};
use crate::page::parts::{Size, capital, fold, meta, words, words_in};
use crate::pages::day;

/// Draws the figures beside those of the period before.
pub(super) fn figures(report: &Report, period: Period) -> Markup {
    let (names, now) = (figure_names(), figures_of(&report.entries));
    let before = report.earlier.as_ref().map(|earlier| (earlier, figures_of(&earlier.entries)));
    let (own, earlier_name) = (period.short_name(), before.map(|(earlier, _)| earlier.period.short_name()));
    let mut head = vec![""];
    head.extend(earlier_name.as_deref());
    head.push(&own);
    let row = |at: usize| {
        let mut row = vec![names[at].to_owned()];
        row.extend(before.map(|(_, figures)| figures[at].to_string()));
        row.push(now[at].to_string());
        row
    };
    let rows: Vec<_> = (0..names.len()).map(row).collect();
    html! {
        (chart::table("What was written down", &head, &rows))
        @match before {
            Some((earlier, _)) if earlier.is_frozen => p.meta { "The figures of " (earlier.period.short_name()) " are those that were frozen then." },
            Some((earlier, _)) => p.meta { "The figures of " (earlier.period.short_name()) " are what the log tells of it by now." },
            None => p.meta { "There is nothing before it to compare it with." },
        }
        p.meta { "More near misses written down does not mean that more went wrong. It can as well mean more noticing." }
    }
}

/// Draws where lessons stood and stand, with the table that says the same.
pub(super) fn places(report: &Report, period: Period) -> Markup {
    let lessons = &report.lessons;
    if lessons.all() == 0 {
        return meta("No lesson was planned by then.");
    }
    let row = |place: Place| {
        vec![place.name().to_owned(), lessons.stood(place).to_string(), lessons.stand(place).to_string()]
    };
    let mut rows: Vec<_> = Place::ALL.map(row).into();
    rows.push(vec!["planned in between".to_owned(), String::new(), lessons.planned_since().to_string()]);
    html! {
        (chart::slope(lessons, period))
        (fold("The same as a table", false, &chart::table("Lessons by state", &["", "At its beginning", "At its end"], &rows)))
        p.meta {
            "Over all lessons " (lessons.observed.words()) ". "
            (lessons.untested) " never tested, " (lessons.challenged) " challenged, " (lessons.waiting) " waiting for their turn. "
            "States are rules of thumb, told from what was observed."
        }
    }
}

/// Draws lessons, each with how it changed and what was seen.
pub(super) fn lessons(lines: &[LessonLine]) -> Markup {
    html! { ol.list role="list" { @for line in lines { li { (lesson(line)) } } } }
}

/// Draws one lesson.
pub(super) fn lesson(line: &LessonLine) -> Markup {
    html! {
        (words(&line.sentence))
        @for change in &line.changes {
            p.meta { b { (change.from) " to " (change.to) } " on " (day::dated(change.on)) ": " (change.because) "." }
        }
        p.meta {
            @if line.changes.is_empty() && line.state != State::New { b { (capital(&line.state_name)) ". " } }
            (line.evidence.join(" "))
        }
        // Of what is new there is nothing to say but that it was never tested, which is where it stands.
        @if line.state != State::New { @for flag in &line.flags { p.meta { (capital(flag)) "." } } }
        @if line.state == State::Lapsed { p.meta { (capital(SLIPPING)) } }
    }
}

/// Draws what recurs.
pub(super) fn patterns(lines: &[PatternLine]) -> Markup {
    if lines.is_empty() {
        return meta("Nothing recurs by now, or too little to say so.");
    }
    html! {
        ol.list role="list" {
            @for line in lines {
                li {
                    p { bdi.words { (line.name) } ". " (line.rate()) }
                    p.meta { (line.seen()) "." }
                }
            }
        }
    }
}

/// Draws how strong the changes were, beside published ones.
pub(super) fn strengths(report: &Report) -> Markup {
    let names = Strength::ALL.map(Strength::name);
    let mut shown: Vec<Bar> = Vec::new();
    let before = report.earlier.as_ref().map(|earlier| (earlier.period.short_name(), earlier.strengths));
    if let Some((name, counts)) = &before {
        shown.extend(chart::of_counts(&format!("Mine, {name}"), names, *counts));
    }
    shown.extend(chart::of_counts("Mine, this time", names, report.strengths));
    let known = BASELINES[0];
    let part = |at: usize| Part {
        number: format!("{} %", known.percent[at]),
        name: names[at],
        share: f64::from(known.percent[at]),
    };
    shown.push(Bar {
        name: format!("{}, n = {}", known.of, known.actions),
        parts: [part(0), part(1), part(2)],
    });
    let mut rows: Vec<Vec<String>> = Vec::new();
    let own = |name: String, counts: [u32; 3]| {
        let mut row = vec![name, counts.iter().sum::<u32>().to_string()];
        row.extend(counts.map(|count| count.to_string()));
        row
    };
    rows.extend(before.map(|(name, counts)| own(format!("Mine, {name}"), counts)));
    rows.push(own("Mine, this time".to_owned(), report.strengths));
    for baseline in BASELINES {
        let mut row = vec![format!("{} ({})", baseline.of, baseline.source), baseline.actions.to_string()];
        row.extend(baseline.percent.map(|percent| format!("{percent} %")));
        rows.push(row);
    }
    html! {
        @if report.strengths == [0; 3] { (meta("No change was planned in it.")) }
        (chart::bars("strength", "How strong the planned changes were, beside published ones", &shown))
        (fold("The same as a table", false, &chart::table("Strength of changes", &["", "n", names[0], names[1], names[2]], &rows)))
        p.meta {
            "Weaker holds if I remember, stronger even if I forget. A weak first step is fine; a list of nothing else is worth a look. "
            "Published: " (BASELINES[0].of) " (" (BASELINES[0].source) ")."
        }
    }
}

/// Draws whose the factors were.
pub(super) fn controls(report: &Report) -> Markup {
    let names = Control::ALL.map(Control::name);
    let rows: Vec<_> = names
        .iter()
        .zip(report.controls)
        .map(|(name, count)| vec![(*name).to_owned(), count.to_string()])
        .collect();
    let Some(bar) = chart::of_counts("Factors of this period", names, report.controls) else {
        return meta("No factor was sorted in its entries.");
    };
    html! {
        (chart::bars("control", "Whose the factors were", &[bar]))
        (fold("The same as a table", false, &chart::table("Factors by control", &["", "Factors"], &rows)))
    }
}

/// Draws ways on with their day to look again.
pub(super) fn due(lines: &[DueLine]) -> Markup {
    html! {
        ol.list role="list" {
            @for line in lines {
                li {
                    (words(&line.title))
                    p.meta { (day::dated(line.on)) ": " (line.way) ", because " bdi.words.sm { (line.reason) } }
                }
            }
        }
    }
}

/// Draws an entry that is quoted.
pub(super) fn entry(line: &EntryLine) -> Markup {
    html! {
        (words(&line.title))
        p.meta { (day::dated(line.on)) }
        @if let Some(lesson) = &line.lesson { (words_in(Size::Small, lesson)) }
    }
}

/// Draws what was decided of lessons.
pub(super) fn decided(lines: &[Decided]) -> Markup {
    html! {
        ol.list role="list" {
            @for line in lines {
                li.side {
                    (words(&line.sentence))
                    p.meta {
                        @if let Some(verdict) = line.verdict { (verdict.words()) }
                        @if line.verdict.is_some() && line.note.is_some() { ": " }
                        @if let Some(note) = &line.note { bdi.words.sm { (note) } }
                    }
                }
            }
        }
    }
}

/// Says what is named as due, since a decision is no record of its own.
pub(super) fn due_note(report: &Report) -> Markup {
    let told = u32::try_from(report.due.len()).unwrap_or(u32::MAX);
    html! {
        p.meta {
            "Named here are the ways on that you chose in reviews, with a day to look again."
            @if report.due_count > told { " There are " (report.due_count) "; the first " (told) " are shown." }
        }
    }
}

/// Writes the day of the next review in full.
pub(super) fn next_on(on: Date) -> String {
    format!("{} {:04}", day::full(on), on.year())
}
